from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from glossator.core import edits
from glossator.core.changes import Change
from glossator.ui import theme
from glossator.ui.panels.history import HistoryPanel
from glossator.ui.panels.history import model as history
from glossator.ui.panels.history.model import HistoryModel, written_time
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench


@pytest.fixture
def panel(qtbot: QtBot, bench: Workbench, selection: Selection, signals: ProjectSignals) -> HistoryPanel:
    made = HistoryPanel(bench, selection, signals, theme.light())
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    return made


def lines(model: HistoryModel) -> list[tuple[str, bool]]:
    return [(model.line(place).title, model.line(place).undone) for place in range(model.rowCount())]


def note(bench: Workbench, body: str) -> Change:
    assert bench.current is not None
    change = edits.write_note(bench.current, bench.current.document.id, body, by=bench.hand)
    bench.do(change)
    return change


def test_the_last_step_stands_on_top(panel: HistoryPanel, bench: Workbench) -> None:
    note(bench, "first")
    note(bench, "second")
    assert [title for title, _ in lines(panel.model)[:3]] == [
        "Note “second”",
        "Note “first”",
        "Tag the article",
    ]


def test_undone_steps_are_told_from_others_until_they_are_done_again(
    panel: HistoryPanel, bench: Workbench
) -> None:
    note(bench, "first")
    bench.undo()
    assert lines(panel.model)[:2] == [("Undo: Note “first”", False), ("Note “first”", True)]
    bench.redo()
    assert ("Note “first”", False) in lines(panel.model)


def test_the_buttons_say_what_they_would_do(panel: HistoryPanel, bench: Workbench) -> None:
    note(bench, "first")
    assert panel.undo.isEnabled()
    assert panel.undo.toolTip() == "Undo: Note “first”"
    assert not panel.redo.isEnabled()
    bench.undo()
    assert panel.redo.isEnabled()
    assert panel.redo.toolTip() == "Redo: Note “first”"


def test_the_buttons_ask(qtbot: QtBot, panel: HistoryPanel, bench: Workbench) -> None:
    note(bench, "first")
    with qtbot.waitSignal(panel.undo_requested):
        QTest.mouseClick(panel.undo, Qt.MouseButton.LeftButton)
    bench.undo()
    with qtbot.waitSignal(panel.redo_requested):
        QTest.mouseClick(panel.redo, Qt.MouseButton.LeftButton)


def test_a_hidden_panel_asks_nothing_until_it_is_shown(panel: HistoryPanel, bench: Workbench) -> None:
    panel.hide()
    before = lines(panel.model)
    note(bench, "unseen")
    assert lines(panel.model) == before
    panel.show()
    assert lines(panel.model)[0][0] == "Note “unseen”"


def test_an_empty_history_speaks(panel: HistoryPanel) -> None:
    panel.set_bench(None)
    assert panel._empty.isVisible()
    assert not panel.undo.isEnabled()
    assert panel.undo.toolTip() == "There is nothing to undo."


def test_rows_tell_when_who_and_how_much(panel: HistoryPanel, bench: Workbench) -> None:
    note(bench, "first")
    text = str(panel.model.data(panel.model.index(0), Qt.ItemDataRole.AccessibleTextRole))
    assert text.startswith("Note “first”, 2023-")
    assert text.endswith("Kim Lee · 1 record")
    bench.undo()
    assert "taken back" in str(panel.model.data(panel.model.index(1), Qt.ItemDataRole.AccessibleTextRole))
    assert "taken back" in str(panel.model.data(panel.model.index(1), Qt.ItemDataRole.ToolTipRole))


def test_a_long_history_is_asked_for_page_by_page(
    qtbot: QtBot, qtmodeltester: ModelTester, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "PAGE", 5)
    for number in range(12):
        note(bench, str(number))
    model = HistoryModel()
    model.show_steps(bench)
    assert model.rowCount() == 5
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    titles = [title for title, _ in lines(model)]
    assert titles[:12] == [f"Note “{number}”" for number in range(11, -1, -1)]
    assert len(set(titles)) == len(titles)


def test_todays_steps_have_an_hour_and_older_ones_a_date() -> None:
    now = datetime.now().astimezone()
    assert written_time(int(now.timestamp() * 1000)) == now.strftime("%H:%M:%S")
    old = now - timedelta(days=40)
    assert written_time(int(old.timestamp() * 1000)) == old.strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize("look", [theme.light, theme.dark])
def test_undone_steps_look_different(panel: HistoryPanel, bench: Workbench, look: object) -> None:
    panel.set_theme(look())  # type: ignore[operator]
    note(bench, "first")
    before = panel.list.viewport().grab().toImage()
    bench.undo()
    assert panel.list.viewport().grab().toImage() != before
