"""A view that is open while the label scheme changes looks as one that is opened afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from glossator.core import scheme_edits
from glossator.core.lens import Lens
from glossator.ui import theme
from glossator.ui.plots.catalogue import VIEWS
from glossator.ui.plots.page import SummaryPage
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.test_chronicles import sample

WITHOUT_LABELS = {"coverage", "pace", "grades", "sources"}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    made = sample(tmp_path_factory.mktemp("anew") / "case.gloss")
    yield made
    made.close()


def opened(qtbot: QtBot, bench: Workbench, signals: ProjectSignals, name: str) -> SummaryPage:
    made = SummaryPage(bench, Selection(), signals, theme.light())
    qtbot.addWidget(made)
    made.resize(1200, 860)
    made.show()
    made.show_view(name)
    qtbot.waitUntil(lambda: is_shown(made, name))
    return made


def is_shown(page: SummaryPage, name: str) -> bool:
    card = page.cards[name]
    return name not in page._stale and not page._inquiries[name].is_under_way and not card.view.is_empty


def told(page: SummaryPage, name: str) -> tuple[list[str], str]:
    """What the view says in words: its table and its foot."""
    view = page.cards[name].view
    return [*map(str, view.table.rows)], view.foot


def rename_all(bench: Workbench, signals: ProjectSignals) -> None:
    """Every label gets another name, tag and colour."""
    slots = [each.slot for each in bench.scheme.labels]
    for label, slot in zip(bench.scheme.labels, slots[1:] + slots[:1], strict=True):
        new = replace(label, name=f"{label.name}x", tag=f"{label.tag[:3]}X", slot=slot)
        change = scheme_edits.edit(bench.scheme, label, new, by=bench.hand)
        bench.do(change)
        signals.changed.emit(change)


@pytest.mark.parametrize("name", [each.name for each in VIEWS])
def test_names_and_colours_of_labels_are_those_of_now(qtbot: QtBot, bench: Workbench, name: str) -> None:
    signals = ProjectSignals()
    page = opened(qtbot, bench, signals, name)
    chart = page.cards[name].chart
    before = chart.grab().toImage()
    rename_all(bench, signals)
    qtbot.waitUntil(lambda: is_shown(page, name))
    if name not in WITHOUT_LABELS:
        qtbot.waitUntil(lambda: chart.grab().toImage() != before)
    anew = opened(qtbot, bench, ProjectSignals(), name)
    assert told(page, name) == told(anew, name)
    page.close()
    anew.close()


def test_what_the_filter_says_and_offers_follows(qtbot: QtBot, bench: Workbench) -> None:
    signals = ProjectSignals()
    page = opened(qtbot, bench, signals, "labels")
    label = next(each for each in bench.scheme.labels if not each.retired)
    page.bar.set_lens(Lens(labels=frozenset({label.id})))
    page.bar.unfold.click()
    rename_all(bench, signals)
    chips = [
        each.text() for each in page.bar.chips.findChildren(type(page.bar.unfold)) if not each.isHidden()
    ]
    assert f"{label.name}x" in chips
    offered = page.bar.strip.lists["labels"]
    assert f"{label.name}x" in [offered.item(row).text() for row in range(offered.count())]
    page.close()
