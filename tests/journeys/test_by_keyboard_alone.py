"""The main job without a mouse: every place is reached and every choice is made by keys."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from glossator import projects
from glossator.core.annotations import Mention
from glossator.ui.dialogs.identity import IdentityDialog
from glossator.ui.dialogs.note import NoteDialog
from tests.journeys.analyst import Analyst
from tests.journeys.same_work import NOTE, WANTED, told


class Typist(Analyst):
    """Somebody whose hands never leave the keys."""

    def key(self, keys: str) -> None:
        """Press keys wherever the keyboard is now."""
        self.press(keys, on=self.keyboard)

    @property
    def keyboard(self) -> QWidget:
        """What has the keyboard."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def come_back(self) -> None:
        """A dialog closed: a window manager would make the window below active again, which no screen does not."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.page.hasFocus)

    def find(self, words: str) -> None:
        """Select the first ``words`` of the article by finding them."""
        self.key("Ctrl+Home")
        self.key("Ctrl+F")
        self.key("Ctrl+A")
        self.type(words, self.keyboard)
        self.key("Esc")
        assert self.page.selected_text() == words
        assert self.page.hasFocus()

    def walk_to(self, words: str) -> Mention:
        """Go to the first mention of ``words`` from the head of the article, mention by mention."""
        wanted = self.annotations.mentions[self.mention(words).id] if words in self.text else None
        self.key("Ctrl+Home")
        for _ in range(len(self.annotations.mentions)):
            self.key("J")
            chosen = self.window.desk.mention
            if chosen is not None and chosen.quote == words:
                assert wanted is None or chosen == wanted
                return chosen
        raise AssertionError(f"{words!r} was never reached")

    def hint_of(self, words: str) -> str:
        """The letters that stand on the mention of ``words``."""
        hints = self.window.relating._hints._codes
        return next(code for code, each in hints.items() if self.annotations.mentions[each].quote == words)


@pytest.fixture
def typist(analyst: Analyst, qtbot: QtBot) -> Typist:
    made = Typist(analyst.window, qtbot)
    qtbot.waitUntil(analyst.page.hasFocus)
    return made


def relate(typist: Typist, first: str, second: str, letter: str) -> None:
    typist.walk_to(first)
    typist.key("R")
    for each in typist.hint_of(second):
        typist.key(each)
    menu = typist.window.relating.menu
    assert menu.isVisible()
    typist.press(letter, on=menu.chooser.list)
    assert not menu.isVisible()


def tell_the_event(typist: Typist) -> None:
    typist.find("transported")
    typist.key("E")
    builder = typist.window.relating.builder
    assert typist.keyboard is builder.chooser.field
    typist.type("transport", typist.keyboard)
    typist.key("Return")
    typist.key("Tab")
    typist.type("s-400", typist.keyboard)
    typist.key("Return")
    typist.type("cargo", typist.keyboard)
    typist.key("Return")
    typist.key("Ctrl+Return")
    assert not builder.isVisible()


def test_the_main_job_by_keyboard_alone(typist: Typist, qtbot: QtBot) -> None:
    window = typist.window
    for words, label in (
        ("Russia", "G"),
        ("advanced air-defense systems", "W"),
        ("Moscow", "G"),
        ("Khalifa Haftar", "P"),
        ("Russian cargo aircraft", "V"),
        ("S-400", "W"),
    ):
        typist.find(words)
        typist.key(label)
    typist.find("interceptor systems")
    typist.key("Ctrl+Shift+A")

    relate(typist, "Russia", "advanced air-defense systems", "U")
    relate(typist, "Moscow", "Khalifa Haftar", "S")
    tell_the_event(typist)

    typist.walk_to("Russia")
    typist.key("I")
    (identity,) = window.findChildren(IdentityDialog)
    qtbot.waitUntil(lambda: typist.keyboard is identity.chooser.field)
    typist.key("Return")
    typist.come_back()

    typist.walk_to("Moscow")
    typist.key("Shift+S")
    qtbot.waitUntil(lambda: isinstance(typist.keyboard, QComboBox))
    for _ in range(8):
        if isinstance(typist.keyboard, QCheckBox):
            break
        typist.key("Tab")
    typist.key("Space")
    typist.key("Esc")
    assert typist.page.hasFocus()

    typist.walk_to("Khalifa Haftar")
    typist.key("M")
    (note,) = window.findChildren(NoteDialog)
    qtbot.waitUntil(lambda: typist.keyboard is note.body)
    typist.type(NOTE, typist.keyboard)
    typist.key("Ctrl+Return")
    typist.come_back()

    bench = window.desk.need_bench()
    assert told(bench) == WANTED
    path = bench.project_file.path
    typist.key("Ctrl+W")
    assert window.desk.bench is None
    again = projects.open(path, author="somebody")
    again.open_document(again.ask.documents()[0].document.id)
    assert told(again) == WANTED
    again.close()
