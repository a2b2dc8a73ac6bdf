"""The strip below the page in which something is said of a record by keys: attributes, grades, source and cues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from glossator.core.annotations import Value
from glossator.core.claims import CREDIBILITY, CREDIBILITY_WORDS, RELIABILITY_WORDS
from glossator.core.judgements import LIKELIHOOD, PERCENT
from glossator.core.scheme import AttributeType
from glossator.core.titles import short, shown
from glossator.ui.theme import Theme

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WRITTEN = ("text", "number", "date", "place")
_NAMED = ("mention", "mentions")
_WIDTH = 210  # pixels of a column
_KEYS = "The letter chooses  ·  - and the letter takes it out  ·  Tab: what else may be meant  ·  Enter ends"
_GRADES = "1–6 credibility  ·  Shift+A–F reliability of {source}  ·  "
_WORDS = {
    CREDIBILITY: CREDIBILITY_WORDS,
    LIKELIHOOD: {word: f"{word}, {much}" for word, much in PERCENT.items()},
}
_VALUES = "The key takes it  ·  Esc goes back"


class Said(NamedTuple):
    """An attribute with the value that it has now, as ``words`` say it; ``is_stated`` where there is one."""

    kind: AttributeType
    value: Value | None
    words: str
    is_stated: bool


def keys_for(names: Sequence[str], letters: str = _LETTERS) -> list[str]:
    """A key for each name, all different: a sign that is a name by itself, else its first letter that is free.

    >>> keys_for(["Certainty", "Credibility", "Cues"])
    ['c', 'r', 'u']
    """
    taken: set[str] = set()
    found: list[str] = []
    for name in names:
        own = name.lower() if len(name) == 1 else ""
        possible = [own, *(each for each in name.lower() if each in letters), *letters, *"0123456789"]
        key = next((each for each in possible if each and each not in taken), "")
        taken.add(key)
        found.append(key)
    return found


class SayingStrip(QFrame):
    """Asks by single keys.

    ``chosen`` carries an attribute (AttributeType) and its value (``None``: none), ``pick_requested`` one whose
    value is a mention of the page, ``graded`` the letter for the source's reliability, ``other_requested`` that the
    next (1) or previous (-1) record is meant, ``closed`` that no more will be said.
    """

    chosen = Signal(object, object)
    pick_requested = Signal(object)
    graded = Signal(str)
    other_requested = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._said: list[Said] = []
        self._keys: dict[str, int] = {}
        self._open: Said | None = None  # the attribute whose values are shown
        self._values: dict[str, str] = {}
        self._takes_out = False
        self._source = ""
        self.buttons: dict[str, QPushButton] = {}
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("tone", "head")
        self.grade = QLabel(self)
        self.grade.setProperty("tone", "muted")
        self.line = QLineEdit(self)
        self.message = QLabel(self)
        self.message.setProperty("tone", "warning")
        self.message.setWordWrap(True)
        self.keys = QLabel(self)
        self.keys.setProperty("tone", "muted")
        self.keys.setWordWrap(True)
        self.other = QPushButton("Something else", self)
        self.other.setToolTip("Go on to what else may be meant here: an event, a relation, a judgement (Tab)")
        self.end = QPushButton("Done", self)
        for button in (self.other, self.end):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.other.clicked.connect(lambda: self.other_requested.emit(1))
        self.end.clicked.connect(self._on_end)
        self._lay_out()
        self.line.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.grade)
        head.addWidget(self.other)
        head.addWidget(self.end)
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addWidget(self.line)
        column.addWidget(self.message)
        column.addWidget(self.keys)

    def set_theme(self, theme: Theme) -> None:
        """Nothing is drawn here that has colours of its own."""

    def open_for(
        self, title: str, said: Sequence[Said], source: str, reliability: str, *, has_others: bool = False
    ) -> None:
        """Ask about ``title``: what is ``said`` of it, and how far its ``source`` can be trusted (A to F; a judgement
        has none).  Where it ``has_others``, something else may be meant as well.
        """
        self.other.setVisible(has_others)
        self.title.setText(title)
        self._said = list(said)
        self._source = source
        judged = f"{reliability} · {RELIABILITY_WORDS[reliability]}" if reliability != "F" else "not judged"
        self.grade.setText(f"Reliability of {source}: {judged}" if source else "")
        self._keys = {key: at for at, key in enumerate(keys_for([each.kind.name for each in self._said]))}
        self.say("")
        self.show()
        self._show_all()

    def show_said(self, said: Sequence[Said]) -> None:
        """Something was said; where the values of one attribute are shown, they stay so if it takes several."""
        stays = self._open is not None and self._open.kind.kind == "several"
        self._said = list(said)
        again = next((each for each in said if stays and self._open and each.kind == self._open.kind), None)
        self._show_values(again) if again is not None else self._show_all()

    def say(self, sentence: str) -> None:
        """Say why something was refused."""
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))

    def leave(self) -> None:
        """Say no more."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def _on_end(self) -> None:
        """What is written and not taken yet is taken first; where it is refused, it stays."""
        if self._open is not None and self.line.isVisibleTo(self):
            self._on_written()
        if not self.message.isVisibleTo(self):
            self.leave()

    # --- what is shown

    def _show_all(self) -> None:
        self._open = None
        self.line.hide()
        rows = [
            (key, f"{self._said[at].kind.name}: {self._said[at].words}", self._said[at].is_stated)
            for key, at in self._keys.items()
        ]
        self._show_buttons(rows)
        has_grade = any(each.kind.id == CREDIBILITY for each in self._said)
        grades = _GRADES.format(source=self._source) if self._source else ""
        self.keys.setText((grades if has_grade else grades.partition("·  ")[2]) + _KEYS)
        self.setFocus()

    def _show_values(self, said: Said) -> None:
        self._open = said
        held = said.value if isinstance(said.value, tuple) else (said.value,)
        keys = keys_for(said.kind.values)
        self._values = dict(zip(keys, said.kind.values, strict=True))
        words = _WORDS.get(said.kind.id, {})
        default = said.kind.values[0] if said.value is None and said.kind.kind == "choice" else None
        self._show_buttons(
            [
                (key, words.get(value, value), value in held or value == default)
                for key, value in self._values.items()
            ]
        )
        self.keys.setText(f"{said.kind.name}: {said.kind.definition}\n{_VALUES}")
        self.setFocus()

    def _show_line(self, said: Said) -> None:
        self._open = said
        self._show_buttons([])
        self.line.setText("" if said.value is None else str(said.value))
        self.line.setPlaceholderText(said.kind.name)
        self.line.setAccessibleName(said.kind.name)
        self.line.show()
        self.line.setFocus()
        self.line.selectAll()
        self.keys.setText(f"{said.kind.name}: {said.kind.definition}\nEnter takes it  ·  Esc goes back")

    def _show_buttons(self, rows: Sequence[tuple[str, str, bool]]) -> None:
        for button in self.buttons.values():
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        columns = max(2, (self.width() - 32) // _WIDTH)
        for place, (key, words, is_on) in enumerate(rows):
            button = QPushButton(self)
            button.setProperty("role", "choice")
            button.setAutoDefault(False)
            button.setText(f"{key.upper()}   {short(words)}".replace("&", "&&"))
            button.setToolTip(words)
            button.setCheckable(True)
            button.setChecked(is_on)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, key=key: self._on_letter(key))
            self._grid.addWidget(button, place // columns, place % columns)
            self.buttons[key] = button

    # --- what is pressed

    def event(self, event: QEvent) -> bool:
        """Letters are for the strip, not for the actions whose keys they are; Tab goes on to what else is meant."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_plain(event):
            event.accept()
            return True
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.other_requested.emit(1 if event.key() == Qt.Key.Key_Tab else -1)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, letter = event.key(), event.text()
        self.say("")
        if key == Qt.Key.Key_Escape and self._open is not None:
            self._show_all()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.leave()
        elif not letter or not _is_plain(event):
            super().keyPressEvent(event)
        elif letter == "-" and self._open is None:
            self._takes_out = True
            self.say("Which one is to be taken out?")
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and letter.upper() in RELIABILITY_WORDS:
            self.graded.emit(letter.upper())
        else:
            self._on_letter(letter.lower())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._show_all()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_written()
                return True
        return super().eventFilter(watched, event)

    def _on_letter(self, key: str) -> None:
        if self._open is not None:
            self._on_value(self._open, key)
            return
        credibility = next((each for each in self._said if each.kind.id == CREDIBILITY), None)
        if credibility is not None and key in CREDIBILITY_WORDS:
            self.chosen.emit(credibility.kind, key)
        elif key in self._keys:
            self._on_attribute(self._said[self._keys[key]])
        else:
            self.say(f"No attribute has the key {key.upper()} here.")

    def _on_attribute(self, said: Said) -> None:
        takes_out, self._takes_out = self._takes_out, False
        kind = said.kind
        if takes_out:
            self.chosen.emit(kind, None)
        elif kind.kind == "flag":
            self.chosen.emit(kind, None if said.value is True else True)
        elif kind.kind in _NAMED:
            self.pick_requested.emit(kind)
        elif kind.kind in _WRITTEN:
            self._show_line(said)
        else:
            self._show_values(said)

    def _on_value(self, said: Said, key: str) -> None:
        value = self._values.get(key)
        if value is None:
            self.say(f"No value has the key {key.upper()}.")
        elif said.kind.kind == "several":
            held = said.value if isinstance(said.value, tuple) else ()
            chosen = {*held} ^ {value}
            self.chosen.emit(said.kind, tuple(each for each in said.kind.values if each in chosen) or None)
        else:
            self.chosen.emit(said.kind, value)

    def _on_written(self) -> None:
        said = self._open
        if said is None:
            return
        text = self.line.text().strip()
        value: Value | None = text or None
        if text and said.kind.kind == "number":
            try:
                value = float(text) if "." in text or "e" in text.lower() else int(text)
            except ValueError:
                self.say("Write a number, such as 12 or 32.89.")
                return
        if value == said.value:
            self._show_all()
        else:
            self.chosen.emit(said.kind, value)


def _is_plain(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier & ~Qt.KeyboardModifier.KeypadModifier
    return not held and bool(event.text())


def words_of(value: Value | None, kind: AttributeType) -> str:
    """A value as the strip says it; a default that nobody chose is "not judged", or the default itself."""
    if kind.id == CREDIBILITY:
        grade = str(value) if value is not None else "6"
        return "not judged" if grade == "6" else f"{grade} · {CREDIBILITY_WORDS.get(grade, '')}"
    if value is None:
        return kind.values[0] if kind.kind in {"choice", "mention"} and kind.values else "–"
    return shown(value)
