"""Views whose project fails while they are drawn, read or saved: the user is told, and nothing made up is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from glossator import chronicles, surveys
from glossator.analysis.timeline import Chronicle
from glossator.core.claims import SOURCE
from glossator.core.errors import GlossatorError
from glossator.core.ids import to_text
from glossator.core.lens import Lens
from glossator.store.tellings import Tellings
from glossator.ui import messages
from glossator.ui.plots.claims import ClaimsPlot
from glossator.ui.plots.inquiry import Inquiry
from glossator.ui.plots.page import SummaryPage
from glossator.ui.plots.plot import About
from glossator.ui.plots.timeline import plot as timeline
from glossator.ui.plots.timeline.content import Content
from glossator.ui.plots.timeline.plot import TimelinePlot
from glossator.ui.theme import light
from glossator.workbench import Workbench
from tests.builders import the
from tests.test_chronicles import sample
from tests.ui.plots.test_frame import shown_alone

GONE = "The disk is gone."


def fails(*_: object, **__: object) -> None:
    raise GlossatorError(GONE)


@pytest.fixture
def about(tmp_path: Path) -> Iterator[About]:
    with closing(sample(tmp_path / "case.gloss")) as bench:
        yield About(bench, Lens())


def answer(plot: TimelinePlot, about: About) -> Chronicle:
    """What its survey tells, asked as the plot has it asked."""
    found = surveys.answer(about.bench, plot.survey, about.lens, plot.options())
    assert isinstance(found, Chronicle)
    return found


@pytest.fixture
def plot(qtbot: QtBot, about: About) -> Iterator[TimelinePlot]:
    holder = QWidget()
    qtbot.addWidget(holder)
    made = TimelinePlot(surveys.SURVEYS["timeline"], light(), holder)
    made.show(answer(made, about), about)
    yield made
    holder.close()


@pytest.fixture
def said(plot: TimelinePlot) -> list[str]:
    heard: list[str] = []
    plot.said.connect(heard.append)
    return heard


def test_a_table_that_cannot_be_had_is_not_saved_as_blanks(
    plot: TimelinePlot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "table.csv"
    told: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda _, error: told.append(str(error)))
    with monkeypatch.context() as patch:
        patch.setattr(chronicles, "meet", fails)
        with pytest.raises(GlossatorError, match=GONE):
            plot.card.out.save(target, "CSV")
        plot.card.out.copy_table()
    assert told == [GONE]
    assert not target.exists()
    plot.card.out.save(target, "CSV")
    assert "Russia" in target.read_text(encoding="utf-8-sig"), "the failure is not kept"


def test_a_table_that_cannot_be_drawn_says_so_once_and_comes_when_it_can(
    plot: TimelinePlot, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def fails_again(*_: object) -> None:
        asked.append(1)
        fails()

    twin = plot.card.twin
    with monkeypatch.context() as patch:
        patch.setattr(chronicles, "meet", fails_again)
        plot.card.as_table.setChecked(True)
        cells = [twin.numbers.index(row, 2).data() for row in range(5)]
    assert cells == [None] * 5
    assert (said, asked) == ([GONE], [1])
    assert twin.numbers.index(0, 2).data(Qt.ItemDataRole.TextAlignmentRole) is None
    plot.card.as_table.setChecked(False)
    plot.card.window().show()
    plot.card.as_table.setChecked(True)
    who = [twin.numbers.index(row, 2).data() for row in range(len(plot.card.view.table.rows))]
    assert "Russia" in " ".join(who)


def names(plot: TimelinePlot) -> list[str]:
    made = plot.card.view.content
    assert isinstance(made, Content)
    return [each.name for each in made.lanes]


def test_lanes_by_who_that_cannot_be_had_are_told_and_stay_kinds_of_events(
    plot: TimelinePlot, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = names(plot)
    with monkeypatch.context() as patch:
        patch.setattr(chronicles, "meet", fails)
        plot.by.setCurrentIndex(1)
    assert said == [GONE]
    assert plot.by.currentData() == "type"
    assert names(plot) == kinds
    plot.by.setCurrentIndex(1)
    assert "Russia" in names(plot)


def test_an_answer_that_cannot_be_drawn_is_told_in_its_card(
    plot: TimelinePlot, about: About, monkeypatch: pytest.MonkeyPatch
) -> None:
    inquiry = Inquiry(plot, plot)
    monkeypatch.setattr(plot, "show", fails)
    inquiry._on_done(None, about)
    assert plot.card.empty.text() == GONE


@pytest.mark.parametrize("look", ["lanes", "table"])
def test_who_had_a_part_in_very_many_events_is_not_read_on_the_thread_of_the_window(
    plot: TimelinePlot, about: About, said: list[str], look: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "_AT_ONCE", 3)
    asked: list[dict[str, str]] = []
    plot.stale.connect(lambda: asked.append(dict(plot.options())))
    assert plot.options() == {"wanted": "some"}
    with monkeypatch.context() as patch:
        patch.setattr(chronicles, "meet", fails)
        if look == "lanes":
            plot.by.setCurrentIndex(1)
        else:
            plot.card.as_table.setChecked(True)
            assert plot.card.twin.numbers.index(0, 2).data() is None
            assert said == ["Who had a part in so many events is being read. The table follows."]
    assert asked == [{"wanted": "some", "cast": "known"}]
    found = answer(plot, about)
    assert found.lacking() == set(), "the survey has read it"
    monkeypatch.setattr(Tellings, "only", fails)
    plot.show(found, about)
    if look == "lanes":
        assert "Russia" in names(plot)
    else:
        assert any(plot.card.twin.numbers.index(row, 2).data() for row in range(17))
    assert len(asked) == 1


def test_an_answer_that_was_asked_for_before_who_was_wanted_is_asked_for_anew(
    plot: TimelinePlot, about: About, monkeypatch: pytest.MonkeyPatch
) -> None:
    early: Any = answer(plot, about)
    monkeypatch.setattr(timeline, "_AT_ONCE", 3)
    asked: list[int] = []
    plot.stale.connect(lambda: asked.append(1))
    plot.by.setCurrentIndex(1)
    plot.show(early, about)
    assert len(asked) == 2
    plot.by.setCurrentIndex(0)
    assert "Transport" in names(plot), "kinds of events need nobody to be known"


def test_contradictions_that_cannot_be_named_are_told(
    page: SummaryPage, bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown_alone(page, "sources")
    plot = page.plots["sources"]
    assert isinstance(plot, ClaimsPlot)
    current = bench.current
    assert current is not None
    leads = next(each for each in current.relations.values() if each.type == "LEADS")
    attributes = {"polarity": "Negative", SOURCE: to_text(the(current, "Bob").id)}
    bench.do(
        bench.hand.change("Deny", added=(replace(leads, id=bench.hand.new_id(), attributes=attributes),))
    )
    page.refresh()
    qtbot.waitUntil(plot.compare.isEnabled)
    heard: list[str] = []
    page.said.connect(heard.append)
    monkeypatch.setattr(surveys, "claims_of", fails)
    plot.menu.aboutToShow.emit()
    assert heard == [GONE]
    assert not plot.menu.actions()
