"""What comes after an unexpected error or end: a report, the project again, and where one was."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from glossator import crashes, paths, projects
from glossator.ui import app, messages
from glossator.ui import settings as kept
from glossator.ui.main_window import MainWindow

SECRET = "Khalifa Haftar said so"


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    made = app.make_window(qapp)
    sys.excepthook = sys.__excepthook__
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


@pytest.fixture
def project() -> Path:
    return projects.demo(paths.ensure(paths.projects_dir()), tagged=True, author="test")


def mark(project: Path) -> None:
    """As a killed program leaves it."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    told = {"pid": ended.pid, "began": 1.0, "project": str(project)}
    (paths.ensure(paths.data_dir()) / "running.json").write_text(json.dumps(told))


def go_wrong() -> None:
    raise ZeroDivisionError(SECRET)


def bug(window: MainWindow) -> messages.Message:
    try:
        go_wrong()
    except ZeroDivisionError as error:
        app.reporter(window)(type(error), error, error.__traceback__)
    (shown,) = window.findChildren(messages.Message)
    return shown


def answer(shown: messages.Message, text: str) -> None:
    next(each for each in shown.findChildren(QPushButton) if each.text() == text).click()


def button(window: MainWindow, text: str) -> QPushButton:
    """The button that says so, with the focus."""
    found = next(each for each in window.findChildren(QPushButton) if each.text() == text)
    found.setFocus()
    return found


def there(window: MainWindow) -> bool:
    return window.desk.bench is not None


@pytest.mark.expects_log
def test_an_unexpected_error_leaves_a_report_without_words(window: MainWindow) -> None:
    shown = bug(window)
    (report,) = crashes.kept()
    assert "ZeroDivisionError" in report.read_text("utf-8")
    assert SECRET not in report.read_text("utf-8")
    assert SECRET not in shown.text()
    assert str(report) in shown.text()
    answer(shown, "Go on")


@pytest.mark.expects_log
def test_what_the_error_says_is_kept_when_asked_for(window: MainWindow) -> None:
    answer(bug(window), "Keep what the error says")
    assert any(SECRET in each.read_text("utf-8") for each in crashes.kept())


@pytest.mark.expects_log
def test_while_one_is_told_others_are_only_kept(window: MainWindow) -> None:
    hook = app.reporter(window)
    for _ in range(3):
        try:
            go_wrong()
        except ZeroDivisionError as error:
            hook(type(error), error, error.__traceback__)
    (shown,) = window.findChildren(messages.Message)
    assert len(crashes.kept()) == 3
    answer(shown, "Go on")


@pytest.mark.expects_log
def test_the_project_is_opened_again_as_it_was(window: MainWindow, project: Path) -> None:
    window.projects.open(project)
    before = window.desk.bench
    held = dict(window.desk.need_annotations().mentions)
    answer(bug(window), "Open the project again")
    assert window.desk.bench is not None
    assert window.desk.bench is not before
    assert window.desk.bench.project_file.path == project.resolve()
    assert dict(window.desk.need_annotations().mentions) == held


def test_without_a_project_none_is_offered_again(window: MainWindow) -> None:
    window.projects.reopen()
    assert window.desk.bench is None


def test_after_a_killed_program_its_project_is_offered(window: MainWindow, project: Path) -> None:
    mark(project)
    app.begin(window, None, demo=False, tagged=False)
    assert not there(window), "what may have been the end is not done again by itself"
    assert window.start.isVisible()
    assert "did not come to its end" in window.banner.text
    QTest.keyClick(button(window, "Go on where I was"), Qt.Key.Key_Return)
    assert there(window)
    assert not window.banner.isVisible()


def test_one_may_say_not_now(window: MainWindow, project: Path) -> None:
    mark(project)
    app.begin(window, None, demo=False, tagged=False)
    QTest.keyClick(button(window, "Not now"), Qt.Key.Key_Enter)
    assert not window.banner.isVisible()
    assert window.desk.bench is None


def test_enter_presses_the_button_of_the_start_page_that_has_the_focus(
    window: MainWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.start.guide_requested):
        QTest.keyClick(button(window, "User guide (F1)"), Qt.Key.Key_Return)
    QTest.keyClick(button(window, "Open the demo article"), Qt.Key.Key_Return)
    assert there(window)


def test_one_is_brought_to_the_place_where_one_was(
    window: MainWindow, project: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    window.projects.open(project)
    document = window.desk.need_annotations().document.id
    bar = window.page.verticalScrollBar()
    bar.setValue(bar.maximum())
    window.continuing.remember_place()
    assert window.settings.place(document) > 0
    assert kept.Settings(window.settings.file).place(document) == window.settings.place(document), (
        "on the disk"
    )
    told = json.loads((paths.data_dir() / "running.json").read_text())
    assert told["project"] == str(project.resolve())
    window.projects.close()
    assert json.loads((paths.data_dir() / "running.json").read_text())["project"] == ""


def test_a_move_is_remembered_after_a_while(window: MainWindow, project: Path) -> None:
    window.projects.open(project)
    window.continuing._soon.stop()
    window.page.verticalScrollBar().setValue(40)
    assert window.continuing._soon.isActive()


def test_this_version_tells_build_licences_and_the_way_to_a_newer_one(window: MainWindow) -> None:
    window.actions_by_id["version"].trigger()
    (shown,) = window.findChildren(messages.Message)
    for words in ("Build: ", "never asks a network", "LGPL", "GNU GPL 3", "igraph", "Qt 6"):
        assert words in shown.text()
    shown.close()


def test_the_start_page_opens_the_guide(window: MainWindow) -> None:
    from glossator.ui.dialogs.guide import GuideWindow

    window.start.guide_requested.emit()
    (guide,) = window.findChildren(GuideWindow)
    assert "Glossator" in guide.pages.toPlainText()
    guide.close()
