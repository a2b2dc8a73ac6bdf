"""The main job without a mouse: every place is reached and every choice is made by keys."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from glossator import projects
from glossator.ui.dialogs.identity import IdentityDialog
from glossator.ui.dialogs.note import NoteDialog
from tests.journeys.analyst import Analyst
from tests.journeys.same_work import NOTE, WANTED, told
from tests.journeys.typist import Typist


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


def test_the_key_that_finishes_an_event_does_not_finish_the_document(typist: Typist) -> None:
    tell_the_event(typist)
    desk = typist.window.desk
    typist.key("Shift+R")
    builder = typist.window.relating.builder
    typist.type("transport", typist.keyboard)
    typist.key("Return")
    while builder.isVisible():
        typist.key("Tab")
    heard: list[str] = []
    desk.said.connect(lambda told, _: heard.append(told))
    typist.key("Ctrl+Return")
    assert desk.need_annotations().document.status != "done"
    assert heard == [
        "The event is made already. Ctrl+Enter once more marks the document done and opens the next."
    ]
    typist.key("Ctrl+Return")
    assert desk.need_annotations().document.status == "done"


def test_after_another_step_the_key_means_the_document_again(typist: Typist) -> None:
    typist.find("transported")
    typist.key("E")
    typist.type("transport", typist.keyboard)
    typist.key("Return")
    while typist.window.relating.builder.isVisible():
        typist.key("Tab")
    typist.key("Right")
    typist.key("Ctrl+Return")
    assert typist.window.desk.need_annotations().document.status == "done"


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
