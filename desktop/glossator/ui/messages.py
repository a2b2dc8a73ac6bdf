"""What the user is told and asked: errors in three sentences, questions with callbacks, and banners."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from glossator.core.errors import GlossatorError
from glossator.ui.theme import Theme, icon, worn

Tone = Literal["info", "warning", "danger"]

_TEXT_WIDTH = 440
_ICONS: dict[Tone, str] = {"info": "info", "warning": "warning", "danger": "warning"}


@dataclass(frozen=True)
class Answer:
    """A button under a question: what it says and what it does.

    ``is_default`` is taken by Enter; ``is_danger`` is painted as something that takes away.
    """

    text: str
    do: Callable[[], None]
    is_default: bool = False
    is_danger: bool = False


class Message(QDialog):
    """A window that says a few sentences, with details behind a fold and any number of answers.

    It is opened by :meth:`open`, deletes itself when it is closed, and never blocks the program.
    """

    def __init__(self, parent: QWidget | None, tone: Tone, *sentences: str) -> None:
        """The first of ``sentences`` is the headline; empty ones are left out."""
        super().__init__(parent)
        self.setWindowTitle("Glossator")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sentences = tuple(each for each in sentences if each)
        self._theme = worn()
        self._fold = QToolButton(self)
        self._fold.hide()
        self._details = QPlainTextEdit(self)
        self._details.setReadOnly(True)
        self._details.setMinimumHeight(140)
        self._details.hide()
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.addLayout(self._body(tone))
        layout.addWidget(self._details)
        layout.addLayout(self._buttons)

    def add_answer(self, answer: Answer) -> QPushButton:
        """A button that closes the window and then does what the answer says."""
        button = QPushButton(answer.text, self)
        button.setProperty("role", "danger" if answer.is_danger else "")
        button.setAutoDefault(answer.is_default)
        button.setDefault(answer.is_default)
        button.clicked.connect(self.accept)
        button.clicked.connect(answer.do)
        self._buttons.addWidget(button)
        if answer.is_default:
            button.setFocus()
        return button

    def add_details(self, details: str) -> None:
        """Text behind a fold, with a button that copies it together with the sentences."""
        self._details.setPlainText(details)
        self._fold.setText("Details")
        self._fold.setCheckable(True)
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fold.setArrowType(Qt.ArrowType.RightArrow)
        self._fold.toggled.connect(self._on_fold_toggled)
        self._buttons.insertWidget(0, self._fold)
        self._fold.show()

    def unfold(self) -> None:
        """Show the details, where there are any, without being asked."""
        self._fold.setChecked(self._fold.isCheckable())

    def add_copy(self) -> None:
        """A button that copies everything the window says."""
        button = QPushButton(icon("copy", self._theme), "Copy", self)
        button.setAutoDefault(False)
        button.clicked.connect(self._on_copy)
        self._buttons.addWidget(button)

    def text(self) -> str:
        """All that the window says, the details included."""
        return "\n".join([*self.sentences, *self._details.toPlainText().splitlines()])

    def _body(self, tone: Tone) -> QHBoxLayout:
        theme = self._theme
        colour = {"info": theme.accent, "warning": theme.warning, "danger": theme.danger}[tone]
        picture = QLabel(self)
        picture.setPixmap(icon(_ICONS[tone], theme, colour, sizes=(32,)).pixmap(32, 32))
        column = QVBoxLayout()
        column.setSpacing(8)
        for index, sentence in enumerate(self.sentences):
            label = QLabel(sentence, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setFixedWidth(_TEXT_WIDTH)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setProperty("tone", "" if index else "head")
            column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column)
        row.addStretch(1)  # where the buttons are wider than the sentences
        return row

    def _on_fold_toggled(self, is_open: bool) -> None:
        self._fold.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._details.setVisible(is_open)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())


def show_error(parent: QWidget | None, error: GlossatorError) -> Message:
    """Tell what happened, what is safe and what to do; the program goes on behind it."""
    window = Message(parent, "danger", error.what, error.safe, error.remedy)
    if error.details:
        window.add_details(error.details)
    window.add_copy()
    window.add_answer(Answer("Close", lambda: None, is_default=True))
    window.open()
    return window


def show_bug(
    parent: QWidget | None, report: str, *, kept: str = "", answers: Sequence[Answer] = ()
) -> Message:
    """Tell of a fault of the program itself; ``report`` is what a developer needs to find it, ``kept`` the file it is
    kept in.
    """
    window = Message(
        parent,
        "danger",
        "Something in Glossator went wrong.",
        "What you did before is saved in the project.",
        "Go on working, or open the project again. The details help to mend the fault; no words of a document are in "
        "them.",
        f"They are kept in {kept}." if kept else "",
    )
    window.add_details(report)
    window.add_copy()
    for answer in answers:
        window.add_answer(answer)
    window.add_answer(Answer("Go on", lambda: None, is_default=True))
    window.open()
    return window


def show_info(parent: QWidget | None, headline: str, *sentences: str, details: str = "") -> Message:
    """Tell a fact about the program, with ``details`` behind a fold."""
    window = Message(parent, "info", headline, *sentences)
    if details:
        window.add_details(details)
    window.add_copy()
    window.add_answer(Answer("Close", lambda: None, is_default=True))
    window.open()
    return window


def ask(parent: QWidget | None, question: str, explanation: str, answers: Sequence[Answer]) -> Message:
    """Ask a question; the chosen answer's callback is called, none when the user cancels (Esc)."""
    is_danger = any(each.is_danger for each in answers)
    window = Message(parent, "warning" if is_danger else "info", question, explanation)
    window.add_answer(Answer("Cancel", lambda: None, is_default=not any(a.is_default for a in answers)))
    for answer in answers:
        window.add_answer(answer)
    window.open()
    return window


class Banner(QFrame):
    """A strip above the page: something that holds until it is changed (read-only, a picked mention is wanted)."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("frame", "banner")
        self._theme = theme
        self._tone: Tone = "info"
        self._do: Callable[[], None] = lambda: None
        self._do_second: Callable[[], None] = lambda: None
        self._picture = QLabel(self)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton(self)
        self._button.clicked.connect(self._on_pressed)
        self._second = QPushButton(self)
        self._second.clicked.connect(self._on_second_pressed)
        self._close = QToolButton(self)
        self._close.setToolTip("Close")
        self._close.setAccessibleName("Close")
        self._close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._picture)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._second)
        row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(
        self,
        text: str,
        tone: Tone = "info",
        *,
        action: str = "",
        do: Callable[[], None] = lambda: None,
        second: Answer | None = None,
        can_close: bool | None = None,
    ) -> None:
        """Show ``text``, with a button ``action`` that does something where one is given, and a ``second`` one.

        There is a cross to close it, unless an action is the way out; ``can_close`` settles it otherwise.
        """
        self._tone, self._do = tone, do
        self._text.setText(text)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._second.setText(second.text if second else "")
        self._second.setVisible(second is not None)
        self._do_second = second.do if second else lambda: None
        # an action is the way out; a cross beside it would leave it half done
        self._close.setVisible(not action if can_close is None else can_close)
        self.set_theme(self._theme)
        self.setAccessibleName(text)
        self.show()

    def dismiss(self) -> None:
        """Take it away."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Follow another look."""
        self._theme = theme
        colour = {"info": theme.accent, "warning": theme.warning, "danger": theme.danger}[self._tone]
        self._picture.setPixmap(icon(_ICONS[self._tone], theme, colour).pixmap(20, 20))
        self._close.setIcon(icon("close", theme))
        self.setProperty("tone", self._tone)
        self.style().unpolish(self)
        self.style().polish(self)

    def _on_pressed(self) -> None:
        self._do()

    def _on_second_pressed(self) -> None:
        self._do_second()
