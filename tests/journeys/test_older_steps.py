"""Undo across sittings: what was done before the project was opened is asked for before it is taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from glossator.ui.main_window import MainWindow
from glossator.ui.settings import AUTHOR
from tests.builders import annotated
from tests.store.world import Desk, filled


@pytest.fixture
def opened(window: MainWindow, tmp_path: Path) -> MainWindow:
    """A project of yesterday: two documents came in, then something was tagged twice."""
    with filled(tmp_path) as project:
        path = project.path
        desk = Desk(project, author=window.settings.get(AUTHOR))
        desk.bring(annotated("[Zoe|PER] came.", name="Third", id=77))
        for number in (1, 2):
            label = project.ask.annotations(77)
            (mention,) = label.mentions.values()
            desk.write(
                f"Relabel {number}",
                removed=[mention],
                added=[replace(mention, label="GPE" if number == 1 else "PER")],
            )
    window.projects.open(path)
    return window


def undo(window: MainWindow) -> None:
    window.actions_by_id["undo"].trigger()


def press(window: MainWindow, words: str) -> None:
    (button,) = (each for each in window.undoing.strip.findChildren(QPushButton) if each.text() == words)
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def steps(window: MainWindow) -> int:
    return len(window.desk.need_bench().ask.history())


def test_the_first_older_step_is_asked_for_once_and_a_document_always(opened: MainWindow) -> None:
    strip, before = opened.undoing.strip, steps(opened)
    undo(opened)
    assert steps(opened) == before, "nothing is taken back before one has said so"
    assert strip.isVisible()
    assert strip.text.startswith("Undo “Relabel 2” of 20")
    assert "before this project was opened: 1 record?" in strip.text
    undo(opened)
    assert steps(opened) == before + 1
    assert not strip.isVisible()
    undo(opened)
    assert steps(opened) == before + 2, "one has gone back already"
    undo(opened)
    assert steps(opened) == before + 2
    assert "“Import Third”" in strip.text
    assert "it takes out 1 document, 2 records in all?" in strip.text
    press(opened, "Undo it")
    assert opened.desk.need_bench().ask.document(77) is None
    assert not strip.isVisible()
    opened.actions_by_id["redo"].trigger()
    undo(opened)
    assert opened.desk.need_bench().ask.document(77) is None, "what was done again now goes without a word"


def test_what_is_left_stays_and_is_asked_again(opened: MainWindow) -> None:
    before = steps(opened)
    undo(opened)
    press(opened, "Leave it")
    assert not opened.undoing.strip.isVisible()
    undo(opened)
    assert steps(opened) == before
    assert opened.undoing.strip.isVisible()


def test_it_is_asked_over_the_summary_and_forgotten_when_something_else_is_done(opened: MainWindow) -> None:
    opened.actions_by_id["summary"].trigger()
    undo(opened)
    assert opened.undoing.strip.isVisible()
    bench = opened.desk.need_bench()
    document = bench.ask.document(77)
    assert document is not None
    bench.do(bench.hand.change("Rename", removed=(document,), added=(replace(document, name="Other"),)))
    assert not opened.undoing.strip.isVisible()
    before = steps(opened)
    undo(opened)
    assert steps(opened) == before + 1, "that is of this sitting"
    undo(opened)
    assert steps(opened) == before + 1
    opened.projects.close()
    assert not opened.undoing.strip.isVisible()


def test_the_editor_of_the_scheme_asks_in_its_own_line(opened: MainWindow) -> None:
    before = steps(opened)
    opened.actions_by_id["scheme"].trigger()
    editor = opened.scheming.editor
    assert editor is not None
    editor.undo_requested.emit()
    assert steps(opened) == before
    assert editor.said.text().startswith("Undo “Relabel 2”")
    editor.undo_requested.emit()
    assert steps(opened) == before + 1
    editor.close()


def test_a_step_of_this_sitting_is_never_asked_for(opened: MainWindow) -> None:
    desk = opened.desk
    document = desk.need_bench().ask.document(1)
    assert document is not None
    bench = desk.need_bench()
    before = steps(opened)
    for number in range(3):
        changed = replace(document, name=f"Name {number}")
        bench.do(bench.hand.change("Rename", removed=(document,), added=(changed,)))
        document = changed
    for _ in range(3):
        undo(opened)
        assert not opened.undoing.strip.isVisible()
    assert steps(opened) == before + 6


def test_another_file_asks_anew(opened: MainWindow) -> None:
    path = opened.desk.need_bench().project_file.path
    undo(opened)
    undo(opened)
    opened.projects.close()
    opened.projects.open(path)
    before = steps(opened)
    undo(opened)
    assert steps(opened) == before


def test_a_large_import_is_counted_without_being_read(window: MainWindow, tmp_path: Path) -> None:
    with filled(tmp_path) as project:
        path = project.path
        desk = Desk(project, author=window.settings.get(AUTHOR))
        many = [annotated("[Zoe|PER] came.", name=f"Text {number}", id=number) for number in range(100, 700)]
        new = project.new_id
        mentions = [replace(each, id=new()) for one in many for each in (*one.mentions.values(),) * 3]
        texts = {many[0].document.digest: many[0].text}
        desk.write("Import much", added=[*(one.document for one in many), *mentions], texts=texts)
    window.projects.open(path)
    assert window.desk.need_bench().is_large(window.desk.need_bench().ask.history(limit=1)[0].id)
    undo(window)
    assert "it takes out 600 documents, 2,400 records in all?" in window.undoing.strip.text
