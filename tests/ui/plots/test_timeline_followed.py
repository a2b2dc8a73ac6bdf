"""A timeline that follows edits step by step is, to the pixel, the one that is drawn from what is asked for anew."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from glossator import chronicles, surveys
from glossator.analysis.facets import Facets
from glossator.core.lens import Lens
from glossator.core.scheme import Scheme
from glossator.store.queries import Queries
from glossator.ui.plots.plot import About
from glossator.ui.plots.timeline.content import BinKey, Content, PileKey
from glossator.ui.plots.timeline.plot import TimelinePlot
from glossator.ui.plots.tray import TrayList, Waiting
from glossator.ui.theme import dark, light
from tests.edited_events import Case

_STEPS = 20
_WIDE, _HIGH = 900, 420


def drawn(case: Case, lens: Lens, like: TimelinePlot | None, holder: QWidget, room: int = 0) -> TimelinePlot:
    """The timeline of what is there now; of the lanes and the days that another one shows."""
    survey = surveys.find("timeline")
    made = TimelinePlot(survey, light(), holder)
    made.card.resize(_WIDE, _HIGH)
    made.chart.use_room(room)
    if like is not None:
        made.by.setCurrentIndex(like.by.currentIndex())
    options = {"wanted": "some", "cast": "known"}
    made.show(surveys.answer(case.bench, survey, lens, options), About(case.bench, lens))
    made.card.show()
    if like is not None:
        made.chart.surface.look_like(like.chart.surface)
    return made


def told(plot: TimelinePlot) -> dict[str, object]:
    """All that a timeline says and shows, but for its pixels."""
    content, surface = plot.card.view.content, plot.chart.surface
    found: dict[str, object] = {
        "foot": plot.card.view.foot,
        "empty": plot.card.view.empty if plot.card.view.is_empty else "",
        "table": list(plot.card.view.table.rows),
        "keys": list(plot.card.view.table.keys),
    }
    if not isinstance(content, Content):
        return found
    keys = surface.keys_between(surface.span.low, surface.span.high)
    return found | {
        "rows": content.rows,
        "lanes": [(each.name, list(each.rows)) for each in content.lanes],
        "dated": list(content.dated),
        "undated": list(content.undated),
        "span": (surface.span.low, surface.span.high),
        "layout": surface.layout_now,
        "marks": keys,
        "tips": [surface.tip_of(each) for each in keys],
        "centers": [surface.center_of(each) for each in keys],
        "far": surface.far(),
        "high": (surface.needed, plot.chart.height()),
        "head": plot.chart.tray.head.text(),
        "tray": plot.chart.tray.list.rows,
        "listed": [
            (each.text(), each.toolTip(), each.sizeHint())
            for each in map(plot.chart.tray.list.item, range(plot.chart.tray.list.count()))
        ],
        "legend": plot.card.legend.entries,
    }


_WAYS = {
    "types": (0, None, 300, Lens(), 2000),
    "who": (1, None, 300, Lens(), 2000),
    "counted": (0, None, 10, Lens(), 0),
    "counted by who": (1, None, 10, Lens(), 0),
    "piles": (0, (18_000, 20_200), 300, Lens(), 150),
    "a month": (0, (20_050, 20_080), 300, Lens(), 0),
    "through a filter": (1, (19_000, 20_100), 20, Lens(certainty=frozenset({"Certain"})), 0),
}


@pytest.mark.parametrize("way", _WAYS)
def test_what_follows_is_what_is_drawn_anew(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    by, days, most, lens, room = _WAYS[way]
    monkeypatch.setattr("glossator.ui.plots.timeline.ground.MOST_MARKS", most)
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.show()
    case = Case(tmp_path / "case.gloss", Random(len(way)), events=40 if way == "piles" else 20)
    about = About(case.bench, lens)
    plot = drawn(case, lens, None, holder, room)
    plot.by.setCurrentIndex(by)
    surface = plot.chart.surface
    if days is not None:
        surface.span.show(*days)
        surface.zoom(1.0)
    seen = set()
    for _ in range(_STEPS):
        change = case.edit()
        assert plot.follow(change, about), change.title
        anew = drawn(case, lens, plot, holder, room)
        QApplication.processEvents()  # heights and scroll bars come to rest
        followed, fresh = told(plot), told(anew)
        for name, figure in fresh.items():
            assert followed[name] == figure, (change.title, name)
        pictures = [each.chart.grab().toImage() for each in (plot, anew)]
        assert pictures[0] == pictures[1], change.title
        seen |= {type(each) for each in surface.keys_between(surface.span.low, surface.span.high)}
        assert surface.layout_now is not None
        seen |= {type(each.key) for each in surface.layout_now.shapes}
        anew.card.deleteLater()
    assert (BinKey in seen) == (most < 300)
    assert (PileKey in seen) == (way == "piles")
    plot.card.set_theme(dark())
    anew = drawn(case, lens, plot, holder, room)
    anew.card.set_theme(dark())
    assert plot.chart.grab().toImage() == anew.chart.grab().toImage()
    case.bench.close()


@pytest.mark.parametrize("most", [300, 10])
def test_what_is_selected_elsewhere_is_lit_without_asking_each_event(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("glossator.ui.plots.timeline.ground.MOST_MARKS", most)
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.show()
    random = Random(most)
    case = Case(tmp_path / "case.gloss", random, events=10)
    plot = drawn(case, Lens(), None, holder)
    content, surface = plot.card.view.content, plot.chart.surface
    assert isinstance(content, Content)
    assert plot.card.view.content is not None
    far = random.sample(list(content.dated), 3)
    found = Facets(
        relations=frozenset(far[0].events), mentions=frozenset((*far[1].triggers, *far[2].triggers))
    )

    def picture() -> QImage:
        return surface.grab().toImage()

    def by_asking(key: Hashable) -> bool:
        """As each mark says for itself."""
        return plot.is_lit(key, found)

    dark_ones = picture()
    plot.card.point_out(by_asking)
    asked = picture()
    assert asked != dark_ones
    monkeypatch.setattr(TimelinePlot, "is_lit", None)
    plot.card.point_out(plot.lit((), found))
    assert picture() == asked
    plot.card.point_out(plot.lit((), Facets(relations=frozenset({-1}), mentions=frozenset({-2}))))
    assert picture() == dark_ones
    keys = surface.keys_between(surface.span.low, surface.span.high)
    plot.card.point_out(plot.lit((keys[1], keys[2]), found))
    own = picture()
    assert own not in (dark_ones, asked), "what is brushed here, be it events or columns"
    if most == 10:
        assert isinstance(keys[1], BinKey)
        events = content.of_bin(keys[1])[:1] + content.rows_of(keys[2])[-1:]
        plot.card.point_out(plot.lit(tuple(each.key for each in events), found))
        assert picture() == own, "a column is lit by an event in it"
    monkeypatch.undo()
    plot.forget()
    assert not plot.lit((), found)(far[0].key)
    case.bench.close()


def test_lines_of_the_tray_that_stay_are_not_made_again(qtbot: QtBot) -> None:
    made = TrayList("Undated", Qt.Key.Key_D)
    qtbot.addWidget(made)
    random, number = Random(5), 0
    rows = [Waiting(at, f"event {at}", f"tip {at}") for at in range(8)]
    made.show_waiting(rows)
    for _ in range(60):
        marks = {each.key: random.random() for each in rows}
        for at, each in enumerate(rows):
            made.item(at).setData(Qt.ItemDataRole.UserRole, marks[each.key])
        if rows and random.random() < 0.7:
            made.setCurrentRow(random.randrange(len(rows)))
        held, place = made.current_key(), made.currentRow()
        before, rows = rows, list(rows)
        if rows and random.random() < 0.6:
            del rows[random.randrange(len(rows))]
        if random.random() < 0.6:
            number += 1
            rows.insert(random.randint(0, len(rows)), Waiting(("new", number), f"new {number}", ""))
        made.show_waiting(rows)
        shown = [made.item(at) for at in range(made.count())]
        assert [(each.text(), each.toolTip()) for each in shown] == [(each.words, each.tip) for each in rows]
        kept = sum(each.data(Qt.ItemDataRole.UserRole) in marks.values() for each in shown)
        first = next((at for at, pair in enumerate(zip(before, rows, strict=False)) if pair[0] != pair[1]), 0)
        assert kept >= first, "those before the first that is another one"
        if len(before) == len(rows) + 1:
            assert kept == len(rows), "one went"
        keys = [each.key for each in rows]
        if held is None or not rows:
            assert made.current_key() is None
        else:
            assert made.current_key() == (held if held in keys else keys[min(place, len(keys) - 1)])


def test_the_table_follows_and_measures_its_columns_where_what_is_seen_is_other(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.show()
    case = Case(tmp_path / "case.gloss", Random(8), events=30)
    about = About(case.bench, Lens())
    plot = drawn(case, Lens(), None, holder)
    plot.card.as_table.setChecked(True)
    twin = plot.card.twin
    twin.setFixedHeight(240)
    QApplication.processEvents()
    measured: list[int] = []
    fit = twin._fit_columns

    def noted() -> None:
        measured.append(1)
        fit()

    monkeypatch.setattr(twin, "_fit_columns", noted)

    def seen() -> list[object]:
        return [
            twin.numbers.told(row)
            for row in range(twin.rowAt(0), twin.rowAt(twin.viewport().height() - 1) + 1)
        ]

    left_alone = 0
    for _ in range(60):
        change, before = case.edit(), seen()
        measured.clear()
        held = chronicles.chronicle(*about_of(case))
        assert plot.follow(change, about)
        assert [twin.numbers.told(row) for row in range(twin.numbers.rowCount())] == held.cells()
        assert [twin.numbers.key(row) for row in range(twin.numbers.rowCount())] == held.keys()
        assert len(seen()) > 5
        if seen() != before:
            assert measured, "other words may need another width"
        left_alone += not measured
        widths = [twin.columnWidth(at) for at in range(len(twin.numbers.table.headings))]
        fit()
        assert [twin.columnWidth(at) for at in range(len(widths))] == widths
    assert left_alone > 10, "most edits are of events that are not in sight"
    assert list(plot.card.view.table.rows[1:3]) == chronicles.chronicle(*about_of(case)).cells()[1:3]
    case.bench.close()


def about_of(case: Case) -> tuple[Queries, Scheme, Lens]:
    """Of what figures are asked."""
    return case.bench.ask, case.bench.scheme, Lens()
