"""A project that can only be read says so where one would write."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from glossator import projects
from glossator.ui.main_window import MainWindow
from tests.journeys.analyst import Analyst


@pytest.fixture
def reader(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Analyst:
    """Somebody who has the annotated demo open for reading only."""
    path = projects.demo(tmp_path, tagged=True, author="Ada")
    window.projects.open(path, read_only=True)
    return Analyst(window, qtbot)


@pytest.mark.parametrize(
    ("key", "what"), [("P", "Person"), ("Y", "Tag all identical"), ("M", "Note"), ("Ctrl+Shift+P", "Person")]
)
def test_a_key_that_would_change_it_says_why_it_does_nothing(reader: Analyst, key: str, what: str) -> None:
    before = list(reader.annotations.in_order())
    reader.put_caret("Tartus")
    reader.press(key)
    assert reader.heard[-1] == f"{what}: not possible, as the project is open for reading only."
    assert list(reader.annotations.in_order()) == before


def test_keys_that_read_work_and_other_keys_say_nothing(reader: Analyst) -> None:
    reader.press("J")
    assert reader.window.selection.primary is not None
    heard = len(reader.heard)
    reader.press("J")
    reader.press("'")
    assert len(reader.heard) == heard


def test_the_note_field_says_that_nothing_can_be_written(reader: Analyst, qtbot: QtBot) -> None:
    window = reader.window
    mention = next(each for each in reader.annotations.in_order() if not reader.annotations.notes_on(each.id))
    reader.page.select_mention(mention.id)
    note = window.inspector.mention.note
    qtbot.waitUntil(lambda: "open for reading only" in note.placeholderText())
    assert not note.isEnabled()
    window.projects.edit_here()
    reader.page.select_mention(mention.id)
    qtbot.waitUntil(note.isEnabled)
    assert note.placeholderText().startswith("Write a note")


def test_a_note_that_is_there_can_be_read_and_copied(reader: Analyst, qtbot: QtBot) -> None:
    noted = {each.target for each in reader.annotations.notes.values()} & set(reader.annotations.mentions)
    reader.page.select_mention(min(noted))
    note = reader.window.inspector.mention.note
    qtbot.waitUntil(note.isReadOnly)
    assert note.toPlainText()
    assert note.isEnabled()
