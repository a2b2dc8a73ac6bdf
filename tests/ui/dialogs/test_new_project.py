from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from glossator import projects
from glossator.ui.dialogs.new_project import NewProjectDialog, file_name, path_fault
from glossator.ui.messages import Message
from tests.builders import scheme


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> NewProjectDialog:
    made = NewProjectDialog([scheme()], tmp_path, native=False)
    qtbot.addWidget(made)
    made.open()
    return made


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Libya: Russian bases", "Libya Russian bases.gloss"),
        ("a/b\\c", "a b c.gloss"),
        ("  ", "Untitled.gloss"),
        ("...", "Untitled.gloss"),
        ("Сирия 2024", "Сирия 2024.gloss"),
        ("x" * 200, "x" * 80 + ".gloss"),
    ],
)
def test_a_title_becomes_a_file_name(title: str, name: str) -> None:
    assert file_name(title) == name


def test_why_a_path_cannot_be_taken(tmp_path: Path) -> None:
    there = tmp_path / "there.gloss"
    there.touch()
    assert path_fault(tmp_path / "new.gloss") == ""
    assert "never written over" in path_fault(there)
    assert "no folder" in path_fault(tmp_path / "nowhere" / "new.gloss")
    assert "name and a folder" in path_fault(tmp_path / ".gloss")
    assert "name and a folder" in path_fault(Path("new.gloss"))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert "may not write" in path_fault(tmp_path / "new.gloss")


def test_a_title_and_enter_make_a_project(dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path) -> None:
    assert not dialog.make.isEnabled()
    QTest.keyClicks(dialog.title, "My  case")
    assert dialog.about.text().endswith("8 labels, 6 relation types, 2 event types")
    with qtbot.waitSignal(dialog.accepted_path) as accepted:
        QTest.keyClick(dialog.title, Qt.Key.Key_Return)
    assert accepted.args == [tmp_path / "My case.gloss", "My case", "small", ""]


def test_a_file_of_ones_own_stays_when_the_title_changes(dialog: NewProjectDialog, tmp_path: Path) -> None:
    dialog.file.selectAll()
    QTest.keyClicks(dialog.file, str(tmp_path / "own"))
    dialog.title.setText("Another title")
    assert dialog.path == tmp_path / "own.gloss"
    dialog.file.setText("/")
    assert "name and a folder" in dialog.fault.text()
    dialog.file.setText("~nobody-of-this-name/own")
    assert not dialog.make.isEnabled()
    dialog.reject()


def test_an_existing_file_is_refused_at_once(dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "Taken.gloss").touch()
    dialog.title.setText("Taken")
    assert "never written over" in dialog.fault.text()
    assert not dialog.make.isEnabled()
    with qtbot.assertNotEmitted(dialog.accepted_path):
        dialog.buttons.accepted.emit()
    dialog.file.clear()
    assert "name and a folder" in dialog.fault.text()
    dialog.reject()


def test_by_mouse_the_file_is_chosen_in_a_file_dialog(
    dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.title.setText("Case")
    QTest.mouseClick(dialog.browse, Qt.MouseButton.LeftButton)
    files = dialog.findChild(QFileDialog)
    assert files is not None
    files.fileSelected.emit(str(tmp_path / "chosen.gloss"))
    files.close()
    assert dialog.path == tmp_path / "chosen.gloss"
    with qtbot.waitSignal(dialog.accepted_path) as accepted:
        QTest.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    assert accepted.args[0] == tmp_path / "chosen.gloss"


def test_a_scheme_out_of_a_file_is_offered_and_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    made = NewProjectDialog(
        [scheme()], tmp_path, native=False, read=lambda path: projects.read_scheme(str(path))
    )
    qtbot.addWidget(made)
    made.open()
    (tmp_path / "annotation.conf").write_text("[entities]\nBird\n")
    (tmp_path / "bad.json").write_text("{")
    assert [made.scheme.itemText(at) for at in range(made.scheme.count())] == ["Small", "From a file…"]
    made.scheme.setCurrentIndex(1)
    (asked,) = made.findChildren(QFileDialog)
    assert made.scheme.currentIndex() == 0  # until there is one
    asked.close()
    made.take_scheme(tmp_path / "bad.json")
    (told,) = made.findChildren(Message)
    assert "bad.json" in told.text()
    told.accept()
    assert made.scheme.count() == 2
    made.take_scheme(tmp_path / "annotation.conf")
    assert made.scheme.currentData() == str(tmp_path / "annotation.conf")
    assert "1 labels" in made.about.text()
    made.title.setText("Case")
    with qtbot.waitSignal(made.accepted_path) as accepted:
        made.make.click()
    assert accepted.args[2] == str(tmp_path / "annotation.conf")
