from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from glossator.core.errors import GlossatorError
from glossator.ui import messages, theme
from glossator.ui.messages import Answer, Banner, Message

W = TypeVar("W", bound=QWidget)
FULL = GlossatorError(
    "The disk is full.",
    safe="Your tags are saved.",
    remedy="Free some space.",
    details="write: errno 28\nline 2",
)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def texts(window: QWidget) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.text()]


def only(window: QWidget, kind: type[W]) -> W:
    (found,) = window.findChildren(kind)
    return found


def button(window: QWidget, text: str) -> QPushButton:
    return next(each for each in window.findChildren(QPushButton) if each.text() == text)


def test_an_error_says_what_happened_what_is_safe_and_what_to_do(parent: QWidget) -> None:
    window = messages.show_error(parent, FULL)
    assert texts(window) == ["The disk is full.", "Your tags are saved.", "Free some space."]
    assert window.isVisible()
    assert window.isModal()


def test_an_error_without_details_has_no_fold(parent: QWidget) -> None:
    window = messages.show_error(parent, GlossatorError("It is locked."))
    assert texts(window) == ["It is locked."]
    assert not only(window, QToolButton).isVisible()


def test_details_lie_behind_a_fold(qtbot: QtBot, parent: QWidget) -> None:
    window = messages.show_error(parent, FULL)
    fold, details = only(window, QToolButton), only(window, QPlainTextEdit)
    assert not details.isVisible()
    QTest.mouseClick(fold, Qt.MouseButton.LeftButton)
    assert details.isVisible()
    assert details.toPlainText() == "write: errno 28\nline 2"
    QTest.mouseClick(fold, Qt.MouseButton.LeftButton)
    assert not details.isVisible()


def test_everything_can_be_copied(qtbot: QtBot, parent: QWidget) -> None:
    window = messages.show_error(parent, FULL)
    QTest.mouseClick(button(window, "Copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == (
        "The disk is full.\nYour tags are saved.\nFree some space.\nwrite: errno 28\nline 2"
    )
    assert window.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_an_error_is_closed_by_the_keyboard_and_gone(qtbot: QtBot, parent: QWidget, key: Qt.Key) -> None:
    window = messages.show_error(parent, FULL)
    with qtbot.waitSignal(window.destroyed):
        QTest.keyClick(window, key)


def test_html_in_a_message_is_text(parent: QWidget) -> None:
    window = messages.show_error(parent, GlossatorError("<b>bold</b> is not a file"))
    label = next(each for each in window.findChildren(QLabel) if each.text())
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_bug_is_told_with_a_report(parent: QWidget) -> None:
    window = messages.show_bug(parent, "Traceback …")
    assert "Traceback …" in window.text()
    assert "saved" in window.text()


def test_the_sentences_stand_beside_the_picture_however_many_buttons_there_are(parent: QWidget) -> None:
    answers = [Answer("An answer with quite a lot of words", lambda: None) for _ in range(3)]
    shown = messages.show_bug(parent, "report", answers=answers)
    shown.adjustSize()
    picture, sentence = shown.findChildren(QLabel)[:2]
    assert shown.width() > 700
    assert sentence.x() == picture.geometry().right() + 1 + 16


def test_a_fact_is_told_without_alarm(parent: QWidget) -> None:
    window = messages.show_info(parent, "Glossator 1", "An annotation tool.")
    assert texts(window) == ["Glossator 1", "An annotation tool."]
    assert window.isVisible()


@pytest.fixture
def called() -> list[str]:
    return []


@pytest.fixture
def question(parent: QWidget, called: list[str]) -> Message:
    return messages.ask(
        parent,
        "Remove three documents?",
        "Undo brings them back.",
        [
            Answer("Remove", lambda: called.append("remove"), is_danger=True),
            Answer("Keep a copy", lambda: called.append("copy")),
        ],
    )


def test_the_chosen_answer_is_called(qtbot: QtBot, question: Message, called: list[str]) -> None:
    with qtbot.waitSignal(question.destroyed):
        QTest.mouseClick(button(question, "Keep a copy"), Qt.MouseButton.LeftButton)
    assert called == ["copy"]


def test_escape_and_cancel_call_nothing(qtbot: QtBot, question: Message, called: list[str]) -> None:
    with qtbot.waitSignal(question.destroyed):
        QTest.keyClick(question, Qt.Key.Key_Escape)
    assert called == []


def test_a_dangerous_answer_is_not_taken_by_enter(qtbot: QtBot, question: Message, called: list[str]) -> None:
    assert button(question, "Remove").property("role") == "danger"
    with qtbot.waitSignal(question.destroyed):
        QTest.keyClick(question, Qt.Key.Key_Return)
    assert called == []


def test_the_default_answer_is_taken_by_enter(qtbot: QtBot, parent: QWidget, called: list[str]) -> None:
    yes = Answer("Create", lambda: called.append("create"), is_default=True)
    window = messages.ask(parent, "Create it?", "", [yes])
    with qtbot.waitSignal(window.destroyed):
        QTest.keyClick(window, Qt.Key.Key_Return)
    assert called == ["create"]


@pytest.fixture
def banner(qtbot: QtBot, parent: QWidget) -> Banner:
    return Banner(theme.light(), parent)


def test_a_banner_is_hidden_until_it_has_something_to_say(banner: Banner) -> None:
    assert not banner.isVisible()
    banner.say("This project is open for reading only.", "warning")
    assert banner.isVisible()
    assert banner.text == "This project is open for reading only."
    assert banner.property("tone") == "warning"
    assert not any(each.isVisible() for each in banner.findChildren(QPushButton))


def test_a_banner_offers_what_to_do(qtbot: QtBot, banner: Banner, called: list[str]) -> None:
    banner.say("Read only.", action="Save a copy", do=lambda: called.append("copy"))
    QTest.mouseClick(button(banner, "Save a copy"), Qt.MouseButton.LeftButton)
    assert called == ["copy"]
    assert banner.isVisible()


def test_a_banner_offers_two_ways_out(banner: Banner, called: list[str]) -> None:
    give_up = Answer("Give it up", lambda: called.append("up"))
    banner.say("Not saved.", action="Try again", do=lambda: called.append("again"), second=give_up)
    QTest.mouseClick(button(banner, "Give it up"), Qt.MouseButton.LeftButton)
    assert called == ["up"]
    assert not only(banner, QToolButton).isVisible(), "an answer is the way out"
    banner.say("Look.", action="Check", can_close=True)
    assert only(banner, QToolButton).isVisible()
    assert [each.text() for each in banner.findChildren(QPushButton) if each.isVisible()] == ["Check"]


def test_a_banner_can_be_closed(qtbot: QtBot, banner: Banner) -> None:
    banner.say("Read only.")
    with qtbot.waitSignal(banner.closed):
        QTest.mouseClick(only(banner, QToolButton), Qt.MouseButton.LeftButton)
    assert not banner.isVisible()
    with qtbot.assertNotEmitted(banner.closed):
        banner.dismiss()


@pytest.mark.parametrize("look", [theme.light, theme.dark])
def test_messages_are_drawn_in_both_looks(
    qapp: QApplication, parent: QWidget, look: Callable[[], theme.Theme]
) -> None:
    before = qapp.palette(), qapp.styleSheet()
    theme.apply(qapp, look())
    try:
        image = messages.show_error(parent, FULL).grab().toImage()
        assert image.pixelColor(2, 2).name().upper() == look().window
    finally:
        qapp.setPalette(before[0])
        qapp.setStyleSheet(before[1])
