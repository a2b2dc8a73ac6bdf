"""The main job without a key: every place is clicked, dragged or scrolled to, and every choice is clicked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from glossator import projects
from glossator.core.spans import Span
from glossator.ui.dialogs.chooser import Chooser
from glossator.ui.dialogs.identity import IdentityDialog
from glossator.ui.dialogs.note import NoteDialog
from tests.journeys.analyst import Analyst
from tests.journeys.same_work import NOTE, WANTED, told
from tests.ui.text.reach import drag, on, on_chip

_NOTCH = 120  # eighths of a degree: one step of a wheel


class Mouse(Analyst):
    """Somebody with one hand on the mouse and none on the keys."""

    def show(self, span: Span) -> None:
        """Turn the wheel until the span is in the window."""
        pane = self.page.viewport()
        middle = QPointF(pane.rect().center())
        for turn in (1, -1):
            for _ in range(40):
                ends = (self.page.character_rect(span.start), self.page.character_rect(span.end - 1))
                if not any(each.isEmpty() for each in ends):
                    return
                self.actions += 1
                wheel = QWheelEvent(
                    middle,
                    QPointF(pane.mapToGlobal(middle.toPoint())),
                    QPoint(),
                    QPoint(0, turn * _NOTCH),
                    Qt.MouseButton.NoButton,
                    Qt.KeyboardModifier.NoModifier,
                    Qt.ScrollPhase.NoScrollPhase,
                    False,
                )
                QApplication.sendEvent(pane, wheel)
        raise AssertionError(f"{span} cannot be scrolled to")

    def take(self, on_what: QWidget, at: QPoint, *path: str) -> None:
        """Press the right button at a point of a widget and choose from the menu that opens."""
        self.actions += 1
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, on_what.mapToGlobal(at))
        QApplication.sendEvent(on_what, event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        with self.qtbot.waitSignal(menu.destroyed):  # Qt would close the next menu together with this one
            for entry in path:
                menu = self._take_entry(menu, entry)

    def _take_entry(self, menu: QMenu, entry: str) -> QMenu:
        """Click on an entry; the menu behind it where there is one."""
        self.actions += 1
        action = next(each for each in menu.actions() if _plain(each.text()) == entry)
        assert action.isEnabled(), entry
        place = menu.actionGeometry(action).center()
        inner = action.menu()
        if not isinstance(inner, QMenu):
            QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
            return menu
        # no release: on a narrow screen the inner menu opens below the pointer
        QTest.mousePress(menu, Qt.MouseButton.LeftButton, pos=place)
        self.qtbot.waitUntil(inner.isVisible)
        return inner

    def on_words(self, words: str, *path: str) -> None:
        """Choose from the context menu of ``words``."""
        span = self.span(words)
        self.show(span)
        self.take(self.page.viewport(), self.point((span.start + span.end) // 2), *path)

    def choose(self, chooser: Chooser, words: str) -> None:
        """Click on the row that says ``words``."""
        rows = [chooser.model.index(row) for row in range(chooser.model.rowCount())]
        index = next(each for each in rows if words in each.data(Qt.ItemDataRole.DisplayRole))
        chooser.list.scrollTo(index)
        self.actions += 1
        place = chooser.list.visualRect(index).center()
        QTest.mouseClick(chooser.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def relate(self, first: str, second: str, relation: str) -> None:
        """Drag from the chip of one mention to another, and click on the relation."""
        source, target = self.mention(first), self.mention(second)
        self.show(source.fragments[0])
        drag(self.page, on_chip(self.page, source.id), on(self.page, target.start + 1))
        menu = self.window.relating.menu
        self.qtbot.waitUntil(menu.isVisible)
        self.choose(menu.chooser, relation)
        assert not menu.isVisible()


def _plain(text: str) -> str:
    return text.split("\t", maxsplit=1)[0].replace("&", "").rstrip("…")


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
