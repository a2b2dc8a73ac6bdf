"""A protected project in the window: made, opened, given another passphrase, copied without one."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from glossator import projects, protection, safekeeping
from glossator.protection import Key
from glossator.ui.actions.table import Need
from glossator.ui.app import begin
from glossator.ui.dialogs.new_project import NewProjectDialog
from glossator.ui.dialogs.passphrase import AskPassphrase, ChangePassphrase
from glossator.ui.main_window import MainWindow
from glossator.ui.messages import Message
from glossator.ui.settings import REOPEN
from glossator.ui.tasks import Task

PASSPHRASE = "four winds over Tobruk"
T = TypeVar("T", bound=QDialog)
SECOND = "nine lamps under Benghazi"


@pytest.fixture(scope="module")
def key() -> Key:
    """The key of every project that is protected here; it takes a while to make one."""
    return protection.new_key(PASSPHRASE)


@pytest.fixture
def protected(tmp_path: Path, key: Key) -> Path:
    """A protected project that nobody has open."""
    path = tmp_path / "case.gloss"
    projects.create(path, title="The case", scheme_id="news-intelligence", author="kl", key=key).close()
    return path


def shown(window: MainWindow, kind: type[T]) -> T:
    """The one dialog of this kind that is open."""
    (found,) = [each for each in window.findChildren(kind) if each.isVisible()]
    return found


def open_path(window: MainWindow) -> Path | None:
    """The file of the open project."""
    return window.desk.bench.project_file.path if window.desk.bench else None


def answer(window: MainWindow, qtbot: QtBot, passphrase: str) -> None:
    """Type a passphrase where one is asked for, and wait for what follows."""
    dialog = shown(window, AskPassphrase)
    ended: list[int] = []
    dialog.finished.connect(ended.append)
    QTest.keyClicks(dialog.field, passphrase)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert not dialog.field.isEnabled(), "it is tried beside the window"
    qtbot.waitUntil(lambda: bool(ended) or dialog.field.isEnabled())


def test_a_new_project_is_protected(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.actions_by_id["new"].trigger()
    dialog = shown(window, NewProjectDialog)
    dialog.title.setText("The case")
    dialog.file.setText(str(tmp_path / "case.gloss"))
    dialog.protect.setChecked(True)
    assert not dialog.make.isEnabled()
    QTest.keyClicks(dialog.passphrase.first, PASSPHRASE)
    QTest.keyClicks(dialog.passphrase.again, "four")
    assert dialog.fault.text() == "The two are not the same."
    dialog.passphrase.again.setText(PASSPHRASE)
    assert dialog.make.isEnabled()
    with qtbot.waitSignal(window.projects.opened):
        dialog.make.click()
    assert protection.is_protected(tmp_path / "case.gloss")
    assert window.actions_by_id["save_unprotected"].isEnabled()


def test_a_protected_project_asks_until_it_opens(window: MainWindow, qtbot: QtBot, protected: Path) -> None:
    window.projects.open(protected)
    assert open_path(window) is None
    answer(window, qtbot, "something else")
    dialog = shown(window, AskPassphrase)
    assert "does not open “case.gloss”" in dialog.fault.text()
    assert dialog.field.hasSelectedText(), "it is typed over"
    answer(window, qtbot, PASSPHRASE)
    assert not [each for each in window.findChildren(AskPassphrase) if each.isVisible()]
    assert open_path(window) == protected
    assert window.windowTitle() == "The case — Glossator"


def test_one_without_its_beginning_is_repaired_with_its_passphrase(
    window: MainWindow, qtbot: QtBot, protected: Path
) -> None:
    data = bytearray(protected.read_bytes())
    data[16:4096] = bytes(4080)
    protected.write_bytes(data)
    window.projects.open(protected)
    answer(window, qtbot, PASSPHRASE)
    message = shown(window, Message)
    assert "though the passphrase is right" in message.sentences[0]
    [repair] = [each for each in message.findChildren(QPushButton) if each.text() == "Repair…"]
    repair.click()
    qtbot.waitUntil(
        lambda: any(
            "The repaired project is whole." in each.sentences[0] for each in window.findChildren(Message)
        ),
        timeout=20_000,
    )
    [done] = [each for each in window.findChildren(Message) if "is whole" in each.sentences[0]]
    [button] = [each for each in done.findChildren(QPushButton) if each.text() == "Open it"]
    button.click()
    assert open_path(window) == protected.with_name("case (repaired).gloss")


def test_cancel_leaves_all_as_it_was(window: MainWindow, qtbot: QtBot, protected: Path) -> None:
    window.actions_by_id["demo"].trigger()
    before = open_path(window)
    window.projects.open(protected)
    shown(window, AskPassphrase).reject()
    assert open_path(window) == before
    assert [each.name for each in protected.parent.iterdir() if each.name.startswith(".case")] == []


def test_a_start_with_a_protected_recent_project_asks(
    window: MainWindow, qtbot: QtBot, protected: Path
) -> None:
    window.settings.add_recent(protected)
    window.settings.set(REOPEN, True)
    begin(window, None, demo=False, tagged=False)
    assert open_path(window) is None
    answer(window, qtbot, PASSPHRASE)
    assert open_path(window) == protected


def test_one_that_is_open_elsewhere_is_read_with_its_passphrase(
    window: MainWindow, qtbot: QtBot, protected: Path, key: Key
) -> None:
    other = projects.open(protected, author="somebody", key=key)
    window.projects.open(protected)
    answer(window, qtbot, PASSPHRASE)
    assert window.desk.need_bench().read_only
    assert not window.actions_by_id["passphrase"].isEnabled()
    window.projects.close()
    other.close()


def press(message: Message, text: str) -> None:
    """Press the button with this text."""
    next(each for each in message.findChildren(QPushButton) if each.text() == text).click()


def change(window: MainWindow, qtbot: QtBot, *, old: str = "", new: str = "") -> None:
    """Ask for another passphrase, or, without a new one, for none, and wait until the project is open again."""
    window.actions_by_id["passphrase"].trigger()
    dialog = shown(window, ChangePassphrase)
    dialog.remove.setChecked(not new)
    dialog.old.setText(old)
    dialog.new.first.setText(new)
    dialog.new.again.setText(new)
    assert dialog.go.isEnabled()
    with qtbot.waitSignal(window.projects.opened):
        dialog.go.click()


def test_a_passphrase_is_set_changed_and_taken_away(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.projects.take(
        projects.create(tmp_path / "case.gloss", title="The case", scheme_id="news-intelligence", author="kl")
    )
    path = tmp_path / "case.gloss"
    assert not window.actions_by_id["save_unprotected"].isEnabled()
    said: list[str] = []
    window.desk.said.connect(lambda text, _: said.append(text))
    kept = safekeeping.back_up(path, "daily", safekeeping.Plan())
    change(window, qtbot, new=PASSPHRASE)
    assert protection.is_protected(path)
    assert protection.is_protected(kept)
    assert window.actions_by_id["save_unprotected"].isEnabled()
    change(window, qtbot, old=PASSPHRASE, new=SECOND)
    assert protection.fits(path, protection.unlock(path, SECOND))
    change(window, qtbot, old=SECOND)
    assert not protection.is_protected(path)
    assert open_path(window) == path
    qtbot.waitUntil(lambda: len(said) == 3)
    assert said == [
        "The project is protected now.",
        "The passphrase was changed.",
        "The project is no longer protected.",
    ]


def test_the_present_passphrase_is_wanted_for_another(
    window: MainWindow, qtbot: QtBot, protected: Path
) -> None:
    window.projects.open(protected)
    answer(window, qtbot, PASSPHRASE)
    window.actions_by_id["passphrase"].trigger()
    dialog = shown(window, ChangePassphrase)
    dialog.remove.setChecked(True)
    assert not dialog.go.isEnabled()
    dialog.old.setText("something else")
    dialog.go.click()
    qtbot.waitUntil(lambda: "does not open" in dialog.fault.text())
    assert dialog.old.isEnabled()
    dialog.reject()
    assert protection.is_protected(protected)
    assert open_path(window) == protected


def test_a_change_that_fails_leaves_the_project_open_as_it_was(
    window: MainWindow, qtbot: QtBot, protected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.projects.open(protected)
    answer(window, qtbot, PASSPHRASE)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("glossator.store.rekeying._bring_to_disk", full)
    change(window, qtbot, old=PASSPHRASE)
    message = shown(window, Message)
    assert "No space left" in message.text()
    message.close()
    assert open_path(window) == protected
    assert protection.is_protected(protected)


def test_a_change_that_is_cancelled_leaves_the_project_open_as_it_was(
    window: MainWindow, qtbot: QtBot, protected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.projects.open(protected)
    answer(window, qtbot, PASSPHRASE)
    tasks: list[Task[object]] = []

    def cancel(_: str, task: Task[object]) -> None:
        tasks.append(task)
        task.cancel()

    window.projects.working.connect(cancel)
    monkeypatch.setattr("glossator.store.driver._WATCH_STEPS", 10)
    change(window, qtbot, old=PASSPHRASE)
    assert len(tasks) == 1
    assert open_path(window) == protected
    assert protection.is_protected(protected)


def test_an_unprotected_copy_says_so(
    window: MainWindow, qtbot: QtBot, protected: Path, tmp_path: Path
) -> None:
    window.projects.open(protected)
    answer(window, qtbot, PASSPHRASE)
    asked: list[Path] = []
    window.projects.protecting.ask_unprotected(asked.append)
    message = shown(window, Message)
    assert "Everybody who gets hold of the copy can read" in message.text()
    press(message, "Save unprotected")
    assert asked == [protected.with_name("case unprotected.gloss")]
    window.projects.protecting.save_unprotected(tmp_path / "plain.gloss")
    assert not protection.is_protected(tmp_path / "plain.gloss")
    window.projects.save_copy(tmp_path / "copy.gloss")
    assert protection.is_protected(tmp_path / "copy.gloss")


def test_a_protected_project_is_exported_beside_the_window(
    window: MainWindow, qtbot: QtBot, protected: Path, tmp_path: Path
) -> None:
    window.projects.open(protected)
    answer(window, qtbot, PASSPHRASE)
    with qtbot.waitSignal(window.projects.exported):
        window.projects.export(tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").exists()


def test_what_is_protected_shows_in_what_is_possible(window: MainWindow, protected: Path, key: Key) -> None:
    from glossator.ui.actions.desk import there

    bench = projects.open(protected, author="kl", key=key)
    assert Need.PROTECTED in there(bench)
    bench.close()
