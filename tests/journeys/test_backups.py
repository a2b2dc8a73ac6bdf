"""Backups in the window: one a day by itself, the list, going back and forth again, and the way out of damage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from glossator import projects, safekeeping
from glossator.core.errors import GlossatorError
from glossator.safekeeping import Plan
from glossator.store.check import check
from glossator.store.driver import Database
from glossator.ui.dialogs.backups import BackupsDialog
from glossator.ui.dialogs.settings_dialog import SettingsDialog
from glossator.ui.main_window import MainWindow
from glossator.ui.messages import Message
from glossator.ui.settings import BACKUP_DAYS, BACKUP_PLACE, BACKUPS_ON, RECENT
from tests.journeys.analyst import Analyst

T = TypeVar("T", bound=QDialog)


def shown(window: MainWindow, kind: type[T]) -> T:
    """The one dialog of this kind that is open."""
    (found,) = [each for each in window.findChildren(kind) if each.isVisible()]
    return found


def press(dialog: QDialog, text: str) -> None:
    """Press the button that says ``text``."""
    (button,) = [each for each in dialog.findChildren(QPushButton) if each.text().replace("&", "") == text]
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def project(analyst: Analyst) -> Iterator[Path]:
    """The demo project, closed before the test ends, so that no thread is at work."""
    bench = analyst.window.desk.bench
    assert bench is not None
    yield bench.project_file.path
    analyst.window.projects.close()


def cell(table: QTableWidget, row: int, column: int) -> str:
    """What stands in a cell."""
    item = table.item(row, column)
    assert item is not None
    return item.text()


def open_path(window: MainWindow) -> Path | None:
    """The file of the open project."""
    return window.desk.bench.project_file.path if window.desk.bench else None


def titles_of(window: MainWindow) -> list[str]:
    """The steps of the open project, the newest first."""
    assert window.desk.bench is not None
    return [each.title for each in window.desk.bench.ask.history()]


def listed(analyst: Analyst) -> BackupsDialog:
    """The dialog, with its rows."""
    analyst.window.actions_by_id["backups"].trigger()
    dialog = shown(analyst.window, BackupsDialog)
    analyst.qtbot.waitUntil(lambda: dialog.headline.text() not in ("Looking for backups…", "Comparing…"))
    return dialog


def tag(analyst: Analyst, words: str) -> None:
    """Tag ``words`` with the label at hand."""
    analyst.window.activateWindow()
    analyst.page.setFocus()
    analyst.qtbot.waitUntil(analyst.page.hasFocus)
    analyst.tag(words, "P")


def test_going_back_takes_back_what_was_told_and_can_itself_be_taken_back(
    analyst: Analyst, project: Path
) -> None:
    window, qtbot = analyst.window, analyst.qtbot
    dialog = listed(analyst)
    assert dialog.headline.text() == "There is no backup yet."
    assert not dialog.restore.isEnabled()
    press(dialog, "Back up now")
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1)
    qtbot.waitUntil(lambda: dialog.headline.text() == "It is the project as it is now.")
    press(dialog, "Close")
    tag(analyst, "Haftar")
    titles = titles_of(window)
    dialog = listed(analyst)
    assert dialog.headline.text() == "Going back would take back 1 step."
    assert dialog.explained.text().startswith("By document: “Russia moves air defenses")
    assert cell(dialog.steps, 0, 2) == titles[0]
    assert cell(dialog.table, 0, 1) == "On request"
    assert cell(dialog.table, 0, 2) == "1"
    press(dialog, "Restore…")
    question = next(each for each in dialog.findChildren(Message) if each.isVisible())
    assert question.sentences[1].startswith("Going back would take back 1 step.")
    press(question, "Restore")
    qtbot.waitUntil(lambda: window.desk.bench is not None)
    assert titles_of(window) == titles[1:]
    dialog = listed(analyst)
    assert [cell(dialog.table, at, 1) for at in range(2)] == ["Before a restore", "On request"]
    assert cell(dialog.table, 0, 2) == "1 more in it"  # the step that was taken back
    press(dialog, "Restore…")
    press(next(each for each in dialog.findChildren(Message) if each.isVisible()), "Restore")
    qtbot.waitUntil(lambda: window.desk.bench is not None)
    assert titles_of(window) == titles
    window.projects.close()
    assert check(project) == []


def test_a_backup_is_looked_at_to_read_only_and_not_come_back_to(analyst: Analyst, project: Path) -> None:
    window = analyst.window
    made = safekeeping.back_up(project, "request", Plan())
    dialog = listed(analyst)
    press(dialog, "Open as it was")
    bench = window.desk.bench
    assert bench is not None
    assert (bench.project_file.path, bench.read_only) == (made, True)
    assert str(made) not in window.settings.get(RECENT)
    assert str(project) in window.settings.get(RECENT)


def test_a_daily_backup_is_made_by_itself_once_a_day(analyst: Analyst, project: Path) -> None:
    window, qtbot = analyst.window, analyst.qtbot
    keeping = window.projects.safekeeping
    window.settings.set(BACKUPS_ON, False)
    keeping.look()
    assert keeping._daily is None
    window.settings.set(BACKUPS_ON, True)
    with qtbot.waitSignal(keeping.told):
        keeping.look()
    tag(analyst, "Haftar")
    keeping.look()
    qtbot.waitUntil(lambda: keeping._daily is None)
    (made,) = safekeeping.entries(project, Plan())
    assert made.backup.reason == "daily"
    assert made.behind == 1


def test_closing_the_project_gives_up_the_backup_under_way(analyst: Analyst, project: Path) -> None:
    keeping = analyst.window.projects.safekeeping
    keeping.look()
    analyst.window.projects.close()
    analyst.qtbot.waitUntil(lambda: keeping._daily is None)
    assert check(project) == []


def test_a_backup_that_cannot_be_made_is_told_once(analyst: Analyst, project: Path) -> None:
    window, qtbot = analyst.window, analyst.qtbot
    keeping = window.projects.safekeeping
    safekeeping.folders(project, Plan())[0].write_text("a file stands in the way")
    for _ in range(2):
        keeping.look()
        qtbot.waitUntil(lambda: keeping._daily is None)
    message = shown(window, Message)
    assert message.sentences[0].startswith("No backup was made in")
    press(message, "Close")
    tag(analyst, "Haftar")  # the work goes on
    assert window.desk.bench is not None
    assert window.desk.bench.history.to_undo is not None


def test_the_place_and_number_are_chosen_in_the_settings(
    analyst: Analyst, project: Path, tmp_path: Path
) -> None:
    window = analyst.window
    window.actions_by_id["settings"].trigger()
    dialog = shown(window, SettingsDialog)
    dialog.tabs.setCurrentWidget(dialog.backups)
    dialog.backups.days.setValue(3)
    press(dialog, "Choose…")
    chooser = dialog.findChildren(QFileDialog)[0]
    chooser.fileSelected.emit(str(tmp_path / "disk"))
    chooser.close()
    press(dialog, "Save")
    assert window.settings.get(BACKUP_DAYS) == 3
    assert window.settings.get(BACKUP_PLACE) == str(tmp_path / "disk")
    bench = window.desk.bench
    assert bench is not None
    assert bench.project_file.plan.daily == 3
    assert bench.keep_snapshot("import").parent.parent == tmp_path / "disk"


@pytest.mark.parametrize("table", ["item", "sqlite_schema"])
def test_a_damaged_project_is_repaired_and_opened(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, table: str
) -> None:
    path = tmp_path / "case.gloss"
    projects.create(path, title="The case", scheme_id="news-intelligence", author="kl").close()
    database = Database(path, read_only=True)
    (root,) = database.one("SELECT rootpage FROM sqlite_schema WHERE name=?", (table,)) or (1,)
    database.drop()
    data = bytearray(path.read_bytes())
    data[(root - 1) * 4096 : root * 4096] = bytes(4096)
    path.write_bytes(data)
    window.projects.open(path)
    assert open_path(window) is None
    message = shown(window, Message)
    press(message, "Repair…")
    qtbot.waitUntil(
        lambda: [each for each in window.findChildren(Message) if each.isVisible()] not in ([], [message])
    )
    told = next(each for each in window.findChildren(Message) if each.isVisible() and each is not message)
    assert told.sentences[0] == "The repaired project is whole."
    press(told, "Open it")
    assert open_path(window) == tmp_path / "case (repaired).gloss"
    assert titles_of(window) == ["New project with the scheme News intelligence"]
    window.projects.close()
    assert check(tmp_path / "case (repaired).gloss") == []


def test_what_is_no_project_is_not_offered_a_repair(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "letter.gloss").write_text("Dear Ada, " * 1000)
    window.projects.open(tmp_path / "letter.gloss")
    message = shown(window, Message)
    assert "Repair…" not in [each.text() for each in message.findChildren(QPushButton)]
    press(message, "Close")
    assert not safekeeping.may_repair(tmp_path / "letter.gloss", GlossatorError("whatever"))
