"""The open file from outside: a second window, another program, a file that is moved, a disk that takes nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QListView, QPushButton
from pytestqt.qtbot import QtBot

from glossator import intake, projects
from glossator.core.errors import GlossatorError
from glossator.formats.text import TextFile
from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from glossator.ui import theme
from glossator.ui.actions import watching
from glossator.ui.main_window import MainWindow
from glossator.ui.messages import Message
from tests.journeys.analyst import Analyst
from tests.store.test_news import Other, by_another_program
from tests.store.world import environment, filled


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch, window: MainWindow) -> None:
    """Look more often than once a second, so that the tests need not wait."""
    window.watching._timer.setInterval(20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with filled(tmp_path) as project:
        return project.path


@pytest.fixture
def other(path: Path) -> Iterator[Other]:
    """Another process that has the project open for writing."""
    made = Other(path)
    made.do("pass")
    yield made
    made.close()


def shown(window: MainWindow, words: str) -> Callable[[], bool]:
    return lambda: window.banner.isVisible() and words in window.banner.text


def press(window: MainWindow, text: str) -> None:
    (found,) = [each for each in window.banner.findChildren(QPushButton) if each.text() == text]
    assert found.isVisible()
    found.click()


def close_messages(window: MainWindow) -> str:
    told = ""
    for each in window.findChildren(Message):
        told += each.text()
        each.close()
    return told


def test_a_second_window_opens_at_once_to_read_follows_and_takes_over(
    window: MainWindow, qtbot: QtBot, path: Path, other: Other
) -> None:
    window.projects.open(path)
    bench = window.desk.need_bench()
    assert bench.read_only
    assert shown(window, f"is already open in Glossator on this computer (process {other.pid}, since 20")()
    assert not window.actions_by_id["import"].isEnabled()
    number = window.documents.model.rowCount()
    other.do('made = desk.bring(annotated("[Zoe|PER] came.", name="New", id=77))')
    qtbot.waitUntil(lambda: window.documents.model.rowCount() == number + 1)
    other.do("desk.undo(made)")
    qtbot.waitUntil(lambda: window.documents.model.rowCount() == number)
    other.do("project.close()")
    qtbot.waitUntil(shown(window, "is free now"))
    press(window, "Edit here")
    assert not window.desk.need_bench().read_only
    assert not window.banner.isVisible()
    analyst = Analyst(window, qtbot)
    window.moving.open_document(2)
    analyst.tag("met", "E")


def test_opening_the_open_project_again_changes_nothing(window: MainWindow, path: Path) -> None:
    window.projects.open(path)
    bench = window.desk.bench
    window.projects.open(path)
    assert window.desk.bench is bench
    assert not window.findChildren(Message)


def test_what_another_program_wrote_is_shown_and_can_be_checked(
    window: MainWindow, qtbot: QtBot, path: Path
) -> None:
    window.projects.open(path)
    window.moving.open_document(2)
    by_another_program(path, "UPDATE document SET name='Renamed beside' WHERE id=2")
    qtbot.waitUntil(shown(window, "Another program has written to “work.gloss”"))
    assert window.desk.annotations is not None
    assert window.desk.annotations.document.name == "Renamed beside"
    names = window.documents.model
    qtbot.waitUntil(
        lambda: "Renamed beside" in [names.row(each).document.name for each in range(names.rowCount())]
    )
    press(window, "Check the project")
    qtbot.waitUntil(lambda: bool(window.findChildren(Message)))
    assert "is not what the journal says of it: “Renamed beside”." in close_messages(window)
    assert not window.banner.isVisible()


def test_a_check_from_the_menu_leads_to_a_repair_that_puts_back_what_the_history_says(
    window: MainWindow, qtbot: QtBot, path: Path
) -> None:
    window.projects.open(path)
    by_another_program(path, "UPDATE document SET name='Renamed beside' WHERE id=2")
    window.actions_by_id["check"].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(Message)))
    (told,) = window.findChildren(Message)
    assert told.sentences[0].startswith("“work.gloss” has a fault: The document")
    next(each for each in told.findChildren(QPushButton) if each.text() == "Repair…").click()
    repaired = path.with_name("work (repaired).gloss")
    qtbot.waitUntil(
        lambda: [each for each in window.findChildren(Message) if each.isVisible()] not in ([], [told])
    )
    assert window.desk.bench is None
    assert repaired.exists()
    answers = [each for message in window.findChildren(Message) for each in message.findChildren(QPushButton)]
    next(each for each in answers if each.text() == "Open it").click()
    names = window.documents.model
    shown_names = [names.row(each).document.name for each in range(names.rowCount())]
    assert "Renamed beside" not in shown_names
    window.projects.close()
    assert check(repaired) == []


def test_a_sound_project_is_said_to_be_whole(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    window.projects.open(path)
    with qtbot.waitSignal(window.desk.said, check_params_cb=lambda text, _: "is whole" in text):
        window.actions_by_id["check"].trigger()
    assert not window.findChildren(Message)


def test_a_moved_file_is_told_kept_and_goes_on_when_it_is_back(
    window: MainWindow, qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    window.projects.open(path)
    window.moving.open_document(2)
    analyst = Analyst(window, qtbot)
    away = path.rename(tmp_path / "away.gloss")
    qtbot.waitUntil(shown(window, "“work.gloss” was moved or deleted while it was open."))
    qtbot.waitUntil(shown(window, "All that was saved is safe in the rescue file “work 20"))
    analyst.page.select(analyst.span("met"))
    analyst.press("E")
    assert "was moved or deleted while it was open, so this was not saved" in close_messages(window)
    bench = window.desk.need_bench()
    assert bench.unsaved is not None
    away.rename(path)
    qtbot.waitUntil(lambda: bench.unsaved is None)
    assert not window.banner.isVisible()
    assert analyst.mention("met").label == "EVT"


def test_a_replaced_file_is_left_and_work_goes_on_in_the_rescue_file(
    window: MainWindow, qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    window.projects.open(path)
    window.moving.open_document(2)
    analyst = Analyst(window, qtbot)
    with ProjectFile.open(path, read_only=True) as project:
        project.save_copy(tmp_path / "new.gloss")
    (tmp_path / "new.gloss").replace(path)
    qtbot.waitUntil(shown(window, "Another file has taken the place of “work.gloss”"))
    qtbot.waitUntil(shown(window, "is safe in the rescue file"))
    analyst.page.select(analyst.span("met"))
    analyst.press("E")
    close_messages(window)
    press(window, "Open the rescue file")
    bench = window.desk.need_bench()
    assert bench.project_file.path.parent.name == "rescued"
    window.moving.open_document(2)
    assert analyst.mention("met").label == "EVT", "what could not be saved has come along"
    with projects.open(path, author="Ada").project_file as whole:
        assert whole.ask.document_count() == 2


def test_where_nothing_can_be_read_the_open_document_is_kept(
    window: MainWindow, qtbot: QtBot, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: ProjectFile, to: Path) -> None:
        raise GlossatorError("The disk refused to read.")

    window.projects.open(path)
    window.moving.open_document(2)
    monkeypatch.setattr(ProjectFile, "save_copy", fail)
    path.unlink()
    qtbot.waitUntil(shown(window, "the open document, as it stands here, is safe in “work 20"))
    assert window.watching.state.rescued is not None
    assert window.watching.state.rescued.suffix == ".jsonl"


def test_a_step_that_the_disk_did_not_take_is_tried_again_or_given_up(
    window: MainWindow, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.projects.open(path)
    window.moving.open_document(2)
    analyst = Analyst(window, qtbot)
    write = ProjectFile.write

    def full(self: ProjectFile, change: object) -> None:
        raise GlossatorError("The disk is full, so this was not saved.")

    monkeypatch.setattr(ProjectFile, "write", full)
    analyst.page.select(analyst.span("met"))
    analyst.press("E")
    assert "The disk is full" in close_messages(window)
    qtbot.waitUntil(shown(window, "” is not saved yet, as the disk did not take it."))
    press(window, "Try again")
    assert "The disk is full" in close_messages(window)
    monkeypatch.setattr(ProjectFile, "write", write)
    press(window, "Try again")
    assert analyst.mention("met").label == "EVT"
    assert not window.banner.isVisible()
    monkeypatch.setattr(ProjectFile, "write", full)
    window.actions_by_id["undo"].trigger()
    assert "The disk is full" in close_messages(window)
    qtbot.waitUntil(shown(window, "is not saved yet"))
    press(window, "Give it up")
    assert window.desk.need_bench().unsaved is None
    assert not window.banner.isVisible()


def test_a_disk_that_is_nearly_full_is_told_once(
    window: MainWindow, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossator.rescue.free_bytes", lambda place: 123_000_000)
    window.projects.open(path)
    assert shown(window, "The disk with “work.gloss” is nearly full: 123 MB are left.")()
    window.banner.dismiss()
    looks = window.watching._looks
    qtbot.waitUntil(lambda: window.watching._looks > looks + 2 * watching._DISK_EVERY)
    assert not window.banner.isVisible()


def test_an_import_is_cancelled_and_the_page_stays(
    window: MainWindow, qtbot: QtBot, path: Path, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [texts / f"{number:03}.txt" for number in range(300)]
    for each in files:
        each.write_text(f"Text {each.stem}.")
    read, may_go_on = intake._read, Event()

    def waits_at_the_last(file: Path, options: intake.Options) -> Iterator[TextFile | GlossatorError]:
        assert file != files[-1] or may_go_on.wait(30)
        return read(file, options)

    monkeypatch.setattr(intake, "_read", waits_at_the_last)
    window.projects.open(path)
    window.projects.import_files(files)
    assert window.status.is_busy
    cancel = next(each for each in window.status.findChildren(QPushButton) if each.text() == "Cancel")
    qtbot.waitUntil(lambda: window.status._work.text().startswith("Import 300 files: reading"))
    qtbot.waitUntil(cancel.isVisible)
    cancel.click()
    may_go_on.set()
    qtbot.waitUntil(lambda: not window.status.is_busy)
    assert window.desk.need_bench().ask.document_count() == 2
    assert window.documents.model.rowCount() == 2
    assert not window.banner.isVisible(), "texts ahead of a step are nobody else's work"


def test_imports_go_one_after_the_other_and_each_is_one_step(
    window: MainWindow, qtbot: QtBot, path: Path, texts: Path
) -> None:
    (texts / "one.txt").write_text("One.")
    (texts / "two.txt").write_text("Two.")
    window.projects.open(path)
    window.projects.import_files([texts / "one.txt"])
    window.projects.import_files([texts / "two.txt"])
    qtbot.waitUntil(lambda: window.documents.model.rowCount() == 4)
    qtbot.waitUntil(lambda: not window.status.is_busy)
    assert [each.title for each in window.desk.need_bench().ask.history(limit=2)] == [
        "Import “two”",
        "Import “one”",
    ]


def test_the_project_is_closed_while_it_is_being_imported_into(
    window: MainWindow, qtbot: QtBot, path: Path, texts: Path
) -> None:
    for number in range(2000):
        (texts / f"{number}.txt").write_text(f"Text {number}.")
    window.projects.open(path)
    window.projects.import_files(sorted(texts.iterdir()))
    window.projects.close()
    qtbot.waitUntil(lambda: not window.status.is_busy)
    with projects.open(path, author="Ada").project_file as project:
        assert project.ask.document_count() == 2


@pytest.mark.parametrize("look", [theme.light, theme.dark])
def test_the_banner_is_drawn_in_both_looks(
    window: MainWindow, qapp: QApplication, path: Path, look: Callable[[], theme.Theme]
) -> None:
    window.projects.open(path)
    window.watching.state.wrote_beside = True
    window.viewing.choose_theme(look().name)
    window.watching._say()
    QTest.qWait(0)
    assert window.banner.isVisible()
    picture = window.banner.grab().toImage()
    ground = picture.pixelColor(picture.width() // 2, picture.height() - 3)
    assert (ground.lightness() > 128) is (look().name == "light")


def test_a_dialog_that_looks_into_the_folder_and_a_reader_beside_are_no_alarm(
    window: MainWindow, qtbot: QtBot, path: Path
) -> None:
    window.projects.open(path)
    bench = window.desk.need_bench()
    bench.keep("chart", 1)
    dialog = QFileDialog(window, "Which?", str(path.parent))
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QListView)[0].model().rowCount()))
    QTest.qWait(300)  # it looks into the files of the folder for their kinds, and closes them
    dialog.close()
    for command in (["summary", path], ["search", path, "Ada"], ["history", path], ["backups", path]):
        subprocess.run([sys.executable, "-m", "glossator", *map(str, command)], check=True, env=environment())
        bench.keep("chart", command[0])
        window.watching.look()
    assert not window.watching.state.wrote_beside
    by_another_program(path, "UPDATE mention SET quote='other'")
    qtbot.waitUntil(shown(window, "Another program has written"))
