"""The history in the user's words: one step taken back, what holds on to it, and the project as it was on Tuesday."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from glossator import paths
from glossator.core import edits
from glossator.core.annotations import Entity, Mention
from glossator.core.errors import Refused
from glossator.core.spans import Span
from glossator.store.project_file import ProjectFile
from glossator.ui.dialogs.moment import MomentDialog
from glossator.ui.main_window import MainWindow
from glossator.ui.messages import Message
from glossator.ui.panels.history import HistoryPanel
from glossator.ui.settings import RECENT
from glossator.ui.tasks import Report, Task
from glossator.workbench import LARGE
from tests.journeys.analyst import Analyst


@pytest.fixture
def panel(analyst: Analyst, window: MainWindow) -> HistoryPanel:
    """The History panel in sight, after three steps: two names tagged, the first one changed."""
    analyst.qtbot.waitUntil(window.isActiveWindow)
    first = analyst.tag("Russia", "G")
    analyst.tag("Libya", "G")
    bench = window.desk.need_bench()
    person = bench.scheme.label_for_key("P")
    assert person is not None
    bench.do(edits.relabel(analyst.annotations, first.id, person, by=bench.hand))
    window.right_docks[2].raise_()
    analyst.qtbot.waitUntil(window.history.isVisible)
    return window.history


def titles(panel: HistoryPanel) -> list[str]:
    return [panel.model.line(place).title for place in range(panel.model.rowCount())]


def quotes(analyst: Analyst) -> set[str]:
    return {each.quote for each in analyst.annotations.in_order()}


def choose(panel: HistoryPanel, text: str) -> None:
    """Go to the line whose title begins so."""
    place = next(place for place, title in enumerate(titles(panel)) if title.startswith(text))
    panel.list.setCurrentIndex(panel.model.index(place))


def test_one_step_is_undone_and_the_later_ones_stay(analyst: Analyst, panel: HistoryPanel) -> None:
    choose(panel, "Tag “Libya”")
    assert "Mention “Libya”: new, " in panel.details.text.toPlainText()
    analyst.click_on(analyst.button(panel.details, "Undo this step"))
    assert quotes(analyst) == {"Russia"}
    assert titles(panel)[0].startswith("Undo: Tag “Libya”")
    choose(panel, "Tag “Libya”")
    assert panel.model.line(panel.list.currentIndex().row()).undone
    analyst.click_on(analyst.button(panel.details, "Do this step again"))
    assert quotes(analyst) == {"Russia", "Libya"}
    analyst.press("Ctrl+Shift+Z")
    assert quotes(analyst) == {"Russia"}


def test_what_holds_on_to_a_step_is_told_and_shown(
    analyst: Analyst, panel: HistoryPanel, window: MainWindow
) -> None:
    choose(panel, "Tag “Russia”")
    analyst.click_on(analyst.button(panel.details, "Undo this step"))
    (told,) = window.findChildren(Message)
    assert "a later step holds on to it: “Change “Russia” to" in told.text()
    assert "Undo that one first." in told.text()
    analyst.click_on(analyst.button(told, "Show it"))
    assert panel.model.line(panel.list.currentIndex().row()).title.startswith("Change “Russia” to")
    assert "→" in panel.details.text.toPlainText()
    assert len(analyst.annotations.mentions) == 2


def test_the_history_of_what_is_selected(analyst: Analyst, panel: HistoryPanel, window: MainWindow) -> None:
    analyst.page.select_mention(analyst.mention("Russia").id)
    analyst.press("Ctrl+Alt+H")
    assert panel.scope.currentText() == "“Russia”"
    assert [each.partition("”")[0] for each in titles(panel)] == ["Change “Russia", "Tag “Russia"]
    bench = window.desk.need_bench()
    (mention,) = (each for each in analyst.annotations.in_order() if each.quote == "Russia")
    bench.do(edits.write_note(analyst.annotations, mention.id, "why?", by=bench.hand))
    analyst.page.setFocus()
    analyst.tag("Syria", "G")
    assert titles(panel)[0].startswith("Note “why?”"), "live, and nothing else"
    assert len(titles(panel)) == 3
    panel.scope.setCurrentIndex(0)
    assert titles(panel)[0].startswith("Tag “Syria”")


def test_tables_have_the_menu_of_the_page_and_entities_their_history(
    analyst: Analyst, panel: HistoryPanel, window: MainWindow
) -> None:
    window.right_docks[1].raise_()
    analyst.qtbot.waitUntil(window.annotations.isVisible)
    table = window.annotations.mentions.table
    at = table.visualRect(table.model().index(0, 0)).center()
    table.customContextMenuRequested.emit(at)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert window.actions_by_id["record_history"] in menu.actions()
    menu.close()
    bench = window.desk.need_bench()
    russia = analyst.mention("Russia")
    entity = Entity(bench.hand.new_id(), "Russian Federation", author=bench.author)
    bench.do(edits.identify(analyst.annotations, [russia.id], entity, by=bench.hand, is_new=True))
    menu = window.annotations.entity_menu(entity.id)
    next(each for each in menu.actions() if each.text() == "History of this").trigger()
    assert panel.scope.currentText() == "“Russian Federation”"
    assert len(titles(panel)) == 1
    assert panel.isVisible()


def test_steps_are_looked_through(analyst: Analyst, panel: HistoryPanel, window: MainWindow) -> None:
    panel.filter.setFocus()
    panel.filter.setText("LIBYA”")
    QTest.keyClick(panel.filter, Qt.Key.Key_Return)
    assert [each.partition("”")[0] for each in titles(panel)] == ["Tag “Libya"]
    panel.filter.setText("nothing of the kind")
    QTest.keyClick(panel.filter, Qt.Key.Key_Return)
    assert titles(panel) == []
    assert any("No such step" in each.text() for each in panel.findChildren(QLabel) if each.isVisible())
    panel.filter.clear()
    panel.scope.setCurrentIndex(1)
    assert titles(panel)[-1].startswith("Import")
    panel.scope.setCurrentIndex(0)
    panel.person.showPopup()
    panel.person.hidePopup()
    assert panel.person.count() == 2
    panel.menu(panel.model.line(0)).actions()[-3].trigger()
    assert panel.person.chosen == window.desk.need_bench().author


def test_enter_goes_to_the_place(analyst: Analyst, panel: HistoryPanel, window: MainWindow) -> None:
    analyst.page.put_caret(0)
    panel.list.setFocus()
    choose(panel, "Tag “Libya”")
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert window.selection.primary == analyst.mention("Libya").id


def test_the_project_as_it_was_is_seen_and_left_again(
    analyst: Analyst, panel: HistoryPanel, window: MainWindow, qtbot: QtBot
) -> None:
    now = window.desk.need_bench().project_file.path
    choose(panel, "Tag “Libya”")
    with qtbot.waitSignal(window.projects.opened):
        analyst.click_on(analyst.button(panel.details, "As it was then"))
    bench = window.desk.need_bench()
    assert bench.read_only
    assert bench.project_file.path != now
    assert bench.project_file.path.is_relative_to(paths.cache_dir())
    quotes = {each.quote: each for each in analyst.annotations.in_order()}
    assert set(quotes) == {"Russia", "Libya"}
    assert quotes["Russia"].label == "GPE"
    assert window.then.isVisible()
    assert "after this step: Tag “Libya”" in window.then.text
    assert not window.banner.isVisible(), "one banner says enough"
    assert window.settings.get(RECENT)[0] == str(now)
    assert str(bench.project_file.path) not in window.settings.get(RECENT)
    kept = bench.project_file.path
    analyst.click_on(analyst.button(window.then, "Back to now"))
    assert window.desk.need_bench().project_file.path == now
    assert not window.desk.need_bench().read_only
    assert not window.then.isVisible()
    assert not kept.parent.exists()


def test_the_project_as_it_was_at_a_moment(
    analyst: Analyst, panel: HistoryPanel, window: MainWindow, qtbot: QtBot
) -> None:
    window.actions_by_id["as_of"].trigger()
    (dialog,) = window.findChildren(MomentDialog)
    dialog.field.setDateTime(QDateTime.fromString("2001-01-01 00:00:00", "yyyy-MM-dd HH:mm:ss"))
    analyst.click_on(dialog.show_button)
    assert analyst.heard[-1].startswith("The project did not exist at that time")
    window.actions_by_id["as_of"].trigger()
    dialog = window.findChildren(MomentDialog)[-1]
    dialog.field.setDateTime(QDateTime.currentDateTime().addDays(1))
    with qtbot.waitSignal(window.projects.opened):
        analyst.click_on(dialog.show_button)
    assert len(analyst.annotations.mentions) == 2
    kept = window.desk.need_bench().project_file.path
    window.actions_by_id["close"].trigger()
    assert not kept.parent.exists()
    assert not window.then.isVisible()


def test_what_a_crash_left_behind_is_deleted_at_the_next_start(
    analyst: Analyst, window: MainWindow, qtbot: QtBot
) -> None:
    left = paths.cache_dir() / "as-of-abc"
    left.mkdir(parents=True)
    (left / "work.gloss").write_bytes(b"texts")
    window.past.clear_away()
    qtbot.waitUntil(lambda: not left.exists())


def test_it_says_saved_only_when_the_disk_has_it(
    analyst: Analyst, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = window.desk.need_bench()
    beside: list[Mention] = []
    said: list[str] = []
    show = window.status.show_saved

    def look() -> None:
        with ProjectFile.open(bench.project_file.path, read_only=True) as file:
            beside.extend(file.ask.mentions_where())
        show()
        said.append(window.status.saved)

    monkeypatch.setattr(window.status, "show_saved", look)
    analyst.tag("Russia", "G")
    assert [each.quote for each in beside] == ["Russia"], "another connection sees it before it is said"
    assert said[0].startswith("saved ")

    def fails(change: object) -> None:
        raise Refused("The disk is gone.")

    monkeypatch.setattr(bench.project_file, "write", fails)
    analyst.page.select(analyst.span("Libya"))
    analyst.press("G")
    assert len(said) == 1, "what was not written is not said to be saved"


def test_the_panel_is_told_to_a_screen_reader(panel: HistoryPanel) -> None:
    for part in (panel.list, panel.filter, panel.scope, panel.person, panel.details.text):
        assert part.accessibleName(), part


def test_a_large_step_is_undone_and_redone_beside_the_window_with_progress(
    analyst: Analyst, window: MainWindow
) -> None:
    bench = window.desk.need_bench()
    document, text = analyst.annotations.document.id, analyst.annotations.text
    mentions = [
        Mention(
            bench.hand.new_id(), document, "PER", (Span(at, at + 1),), text[at : at + 1], author=bench.author
        )
        for at in range(LARGE + 100)
    ]
    bench.do(bench.hand.change("Tag much", added=mentions))
    works: list[str] = []
    reports: list[Report] = []

    def hear(title: str, task: Task[object]) -> None:
        works.append(title)
        task.progressed.connect(reports.append)

    window.projects.working.connect(hear)
    for action, left in (("undo", 0), ("redo", len(mentions))):
        window.actions_by_id[action].trigger()
        assert bench.is_lent, "the window goes on meanwhile"
        assert window.status.is_busy
        analyst.qtbot.waitUntil(lambda: not bench.is_lent)
        assert len(analyst.annotations.mentions) == left
    assert works == ["Undo: Tag much", "Redo: Tag much"]
    assert {each.text for each in reports} == {"Saving"}
    assert all(0 <= each.done <= each.total for each in reports)
