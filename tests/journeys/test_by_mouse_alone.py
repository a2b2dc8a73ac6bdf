"""The main job without a key: every place is clicked, dragged or scrolled to, and every choice is clicked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from glossator import projects
from glossator.ui.dialogs.identity import IdentityDialog
from glossator.ui.dialogs.note import NoteDialog
from tests.journeys.analyst import Analyst
from tests.journeys.mouse import Mouse
from tests.journeys.same_work import NOTE, WANTED, told


@pytest.fixture
def mouse(analyst: Analyst, qtbot: QtBot) -> Mouse:
    return Mouse(analyst.window, qtbot)


def tell_the_event(mouse: Mouse) -> None:
    mouse.on_words("transported", "Label", "Event trigger")
    builder = mouse.window.relating.builder
    mouse.qtbot.waitUntil(builder.isVisible)
    mouse.choose(builder.chooser, "Transport")
    mouse.click_on(builder.skip)
    mouse.click(mouse.span("S-400").start + 2)
    mouse.choose(builder.chooser, "Russian cargo aircraft")
    mouse.click_on(builder.finish)
    assert not builder.isVisible()


def test_the_main_job_by_mouse_alone(mouse: Mouse, qtbot: QtBot) -> None:
    window = mouse.window
    mouse.on_words("Russia", "Label", "Geo-political entity")
    mouse.on_words("Moscow", "Label", "Geo-political entity")
    for words, label in (
        ("advanced air-defense systems", "Weapon / equipment"),
        ("Khalifa Haftar", "Person"),
        ("Russian cargo aircraft", "Vehicle / platform"),
        ("S-400", "Weapon / equipment"),
    ):
        mouse.drag(words)
        mouse.on_words(words, "Label", label)
    mouse.drag("interceptor systems", modifier=Qt.KeyboardModifier.ControlModifier)
    mouse.on_words("interceptor systems", "Add a fragment")

    mouse.relate("Russia", "advanced air-defense systems", "Owns or uses")
    mouse.relate("Moscow", "Khalifa Haftar", "Supports")
    tell_the_event(mouse)

    mouse.on_words("Russia", "Identity")
    (identity,) = window.findChildren(IdentityDialog)
    qtbot.waitUntil(identity.isVisible)
    mouse.choose(identity.chooser, "New identity")

    mouse.click(mouse.span("Moscow").start + 2)

    def metonymy() -> QCheckBox | None:
        shown = [each for each in window.inspector.findChildren(QCheckBox) if each.isVisible()]
        follows = window.inspector._shown[1] == window.selection.records  # a moment after the selection
        return shown[0] if shown and follows and window.desk.need_mention().quote == "Moscow" else None

    qtbot.waitUntil(lambda: metonymy() is not None)
    box = metonymy()
    assert box is not None
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(12, box.height() // 2))

    mouse.drag(NOTE)
    mouse.on_words(NOTE, "Copy")
    mouse.on_words("Khalifa Haftar", "Note")
    (note,) = window.findChildren(NoteDialog)
    qtbot.waitUntil(note.isVisible)
    mouse.take(note.body.viewport(), QPoint(20, 20), "Paste")
    mouse.click_on(mouse.button(note, "Save"))

    bench = window.desk.need_bench()
    assert told(bench) == WANTED
    path = bench.project_file.path
    window.close()
    again = projects.open(path, author="somebody")
    again.open_document(again.ask.documents()[0].document.id)
    assert told(again) == WANTED
    again.close()


def test_the_context_menu_is_about_what_was_clicked(mouse: Mouse) -> None:
    russia, moscow = mouse.tag("Russia", "G"), mouse.tag("Moscow", "G")
    assert mouse.window.selection.primary == moscow.id
    mouse.on_words("Russia", "Delete")
    assert set(mouse.annotations.mentions) == {moscow.id}
    mouse.page.select_mention(moscow.id)
    mouse.on_words("Greece", "Label", "Geo-political entity")
    assert {each.quote for each in mouse.annotations.mentions.values()} == {"Moscow", "Greece"}
    assert russia.id not in mouse.annotations.mentions
