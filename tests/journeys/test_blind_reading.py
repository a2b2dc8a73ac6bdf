"""A second reading is blind everywhere: nothing that the first reader said stands anywhere in the window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolTip,
    QWidget,
)

from glossator.core import claims, edits
from glossator.core.annotations import Argument
from glossator.ui import settings as kept
from glossator.ui.dialogs.identical import IdenticalDialog
from glossator.ui.dialogs.identity import IdentityDialog
from glossator.ui.main_window import MainWindow
from glossator.ui.panels.annotations.tab import TableTab
from glossator.ui.plots.page import SummaryPage
from tests.journeys.analyst import Analyst

SECRET = "Zyzzyva"
"""A word that only the first reader ever wrote."""
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def shown() -> Iterator[str]:
    """Every text that stands in a window of the program, with what tables, lists and tooltips hold."""
    for top in QApplication.topLevelWidgets():
        if not top.isVisible():
            continue
        for widget in (top, *top.findChildren(QWidget)):
            if widget.isVisible():
                yield from _of(widget)
    yield QToolTip.text()


def _of(widget: QWidget) -> Iterator[str]:
    yield from (
        widget.toolTip(),
        widget.accessibleName(),
        widget.accessibleDescription(),
        widget.windowTitle(),
    )
    if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _cells(widget.model())


def _cells(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount(QModelIndex())):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
        for column in range(columns):
            for role in _ROLES:
                held = model.index(row, column).data(role)
                yield held if isinstance(held, str) else ""


def leaks() -> list[str]:
    """The texts that say what only the first reader could know."""
    return [each for each in shown() if SECRET in each]


@pytest.fixture
def bob(analyst: Analyst, window: MainWindow) -> Analyst:
    """Bob in front of the article that Ada annotated: names, an identity, a relation, an event, notes, a flag."""
    analyst.qtbot.waitUntil(window.isActiveWindow)
    window.settings.set(kept.AUTHOR, "Ada")
    window.choosing._on_applied([])
    bench = window.desk.need_bench()
    here = analyst.annotations
    russia, tobruk = analyst.tag("Russia", "G"), analyst.tag("Tobruk", "G")
    analyst.tag("Benghazi", "G")
    known = edits.new_entity(SECRET, "GPE", by=bench.hand)
    bench.do(edits.identify(here, [russia.id], known, is_new=True, by=bench.hand))
    kind = bench.scheme.relation_type("SUPPORTS")
    assert kind is not None
    bench.do(edits.relate(here, kind, russia.id, tobruk.id, by=bench.hand))
    bench.do(edits.write_note(here, russia.id, f"{SECRET} says so", by=bench.hand))
    bench.do(edits.write_note(here, here.document.id, f"{SECRET} of the whole", by=bench.hand))
    bench.do(claims.judge(here, russia.id, f"{SECRET} is likely", by=bench.hand))
    bench.do(edits.set_attribute(here, russia.id, "review.flag", f"{SECRET}?", by=bench.hand))
    bench.do(edits.set_attribute(here, tobruk.id, "place.gazetteer_id", f"{SECRET}:1", by=bench.hand))
    event_label, event = bench.scheme.label("EVT"), bench.scheme.event_type("Movement.Transport")
    assert event_label is not None
    assert event is not None
    bench.do(edits.tag(here, [analyst.span("transported")], event_label, by=bench.hand))
    trigger = analyst.mention("transported").id
    bench.do(edits.event(here, event, trigger, [Argument("Agent", russia.id)], by=bench.hand))
    window.settings.set(kept.AUTHOR, "Bob")
    window.choosing._on_applied([])
    return analyst


def _is_told(page: SummaryPage, name: str) -> bool:
    """The figures of a view stand there, and nothing is asked any more."""
    return name not in page._stale and not page._inquiries[name].is_under_way


def _is_empty(tab: TableTab) -> bool:
    return tab.model.rowCount() == 0


def begin(bob: Analyst) -> None:
    """Bob reads the document a second time."""
    bob.window.actions_by_id["second_reading"].trigger()
    assert not list(bob.annotations.in_order())
    bob.qtbot.waitUntil(lambda: bob.window.annotations.mentions.model.rowCount() == 0)
    bob.qtbot.waitUntil(lambda: not leaks())  # panels follow a moment later


def test_before_it_begins_all_of_this_can_be_seen(bob: Analyst) -> None:
    """The look at the window finds what is there: else it would prove nothing."""
    bob.page.select_mention(bob.mention("Russia").id)
    bob.qtbot.waitUntil(lambda: bob.window.inspector._shown[1] == bob.window.selection.records)
    assert len(leaks()) > 3


def test_page_panels_and_tooltips_say_nothing(bob: Analyst, window: MainWindow) -> None:
    begin(bob)
    span = bob.span("Russia")
    bob.show(span)
    bob.click(span.start + 2)
    at = bob.point(span.start + 2)
    pane = bob.page.viewport()
    QTest.mouseMove(pane, at)
    QApplication.sendEvent(pane, QHelpEvent(QHelpEvent.Type.ToolTip, at, pane.mapToGlobal(at)))
    assert QToolTip.text() == ""
    for tab in (window.annotations.mentions, window.annotations.relations, window.annotations.entities):
        window.annotations.tabs.setCurrentWidget(tab)
        bob.qtbot.waitUntil(partial(_is_empty, tab))
        assert leaks() == []
    assert window.selection.records == ()
    window.actions_by_id["record_history"].trigger()
    assert leaks() == []


def test_every_action_on_the_same_words_says_nothing(bob: Analyst, window: MainWindow) -> None:
    begin(bob)
    mine = bob.tag("Russia", "G")
    assert mine.author == "Bob"
    for action in ("attributes", "record_history", "review", "entity_card", "same_event", "keys"):
        bob.page.select_mention(mine.id)
        window.actions_by_id[action].trigger()
        assert leaks() == [], action
        for top in QApplication.topLevelWidgets():
            if top is not window and top.isVisible():
                top.close()
        window.activateWindow()
        bob.page.setFocus()


def test_identities_are_offered_as_if_nobody_had_made_them(bob: Analyst, window: MainWindow) -> None:
    begin(bob)
    bob.tag("Moscow", "G")
    bob.press("I")
    (dialog,) = window.findChildren(IdentityDialog)
    bob.qtbot.waitUntil(dialog.isVisible)
    assert leaks() == []
    bob.type(SECRET[:3], dialog.chooser.field)
    titles = [dialog.chooser.model.choice(row) for row in range(dialog.chooser.model.rowCount())]
    assert [each for each in titles if each and SECRET in each.title] == []
    bob.press("Esc", on=dialog.chooser.field)


@pytest.mark.parametrize("key", ["Y", "Shift+Y"])
def test_identical_strings_are_listed_as_untagged(bob: Analyst, window: MainWindow, key: str) -> None:
    begin(bob)
    times = len(re.findall(r"\bRussia\b", bob.text))
    bob.tag("Tartus", "G")
    bob.put_caret("Russia")
    bob.press(key)
    bob.qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(IdenticalDialog)))
    (dialog,) = window.findChildren(IdenticalDialog)
    bob.qtbot.waitUntil(lambda: dialog.model.total > 0)
    assert dialog.model.total == times, "Ada's is among them, as if it were not tagged"
    assert leaks() == []
    dialog.reject()


@pytest.mark.parametrize(
    "asked", ["label:GPE", f"identity:{SECRET}", "author:Ada", "relation:SUPPORTS", "flagged"]
)
def test_no_search_finds_it(bob: Analyst, window: MainWindow, asked: str) -> None:
    begin(bob)
    window.actions_by_id["find_project"].trigger()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    bob.type(asked, field)
    bob.press("Return", on=field)
    bob.qtbot.waitUntil(lambda: not window.status.is_busy)
    texts = [each for each in shown() if SECRET in each and each not in (asked, field.text())]
    assert texts == []
    assert [each for each in shown() if "3 hits" in each or "Tobruk" in each] == []


def test_the_palette_and_the_summary_know_nothing_of_it(bob: Analyst, window: MainWindow) -> None:
    begin(bob)
    bob.press("Ctrl+K")
    palette = window.asking.palette
    bob.qtbot.waitUntil(palette.isVisible)
    bob.type(SECRET, palette.chooser.field)
    held = [palette.chooser.model.choice(row) for row in range(palette.chooser.model.rowCount())]
    assert [each for each in held if each and SECRET in each.title] == []
    palette.close()
    mine = bob.tag("Tartus", "G")
    window.actions_by_id["summary"].trigger()
    bob.qtbot.waitUntil(lambda: window.board.page is not None)
    page = window.board.page
    assert page is not None
    for name, card in page.cards.items():
        page.show_view(name)
        bob.qtbot.waitUntil(partial(_is_told, page, name))
        assert leaks() == [], name
        assert not any(SECRET in str(cell) for row in card.view.table.rows for cell in row), name
    counts = [int(row[2]) for row in page.cards["labels"].view.table.rows]
    assert sum(counts) == 1, "Bob's own one is counted, and Ada's are not"
    assert bob.annotations.mentions[mine.id] == mine
