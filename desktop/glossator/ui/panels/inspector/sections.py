"""What the forms of the inspector are made of: a head, sections, and the line that says where a record comes from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from glossator.core.annotations import Mention, Relation
from glossator.core.changes import Change
from glossator.core.edits import Hand
from glossator.ui.panels.inspector.chip import Chip
from glossator.ui.theme import Theme, icon

Make = Callable[[Hand], Change]
"""How a form asks for an edit: what makes the Change in this hand, or raises Refused."""

_MOST_OF_A_QUOTE = 280


class Head(QWidget):
    """Chip, words and place of a record, with a button that deletes it."""

    def __init__(self, theme: Theme, what: str, parent: QWidget | None = None) -> None:
        """``what`` names the kind of record on the button: "mention", "relation"."""
        super().__init__(parent)
        self.chip = Chip(theme, self)
        self.words = QLabel(self)
        self.words.setProperty("tone", "head")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts = QLabel(self)
        self.facts.setProperty("tone", "muted")
        self.facts.setWordWrap(True)
        self.delete = QToolButton(self)
        self.delete.setToolTip(f"Delete this {what} (Del)")
        self.delete.setAccessibleName(f"Delete this {what}")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.chip)
        top.addWidget(self.facts, 1)
        top.addWidget(self.delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.words)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Follow another look."""
        self.chip.theme = theme
        self.delete.setIcon(icon("delete", theme))

    def show_words(self, words: str, facts: str) -> None:
        """Show a quotation or a name, and a line of facts."""
        self.words.setText(words if len(words) <= _MOST_OF_A_QUOTE else f"{words[:_MOST_OF_A_QUOTE]}…")
        self.facts.setText(facts)


class Section(QWidget):
    """A heading over a widget; it goes when it is told to, heading and all."""

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rule = QFrame(self)
        rule.setProperty("frame", "rule")
        self.title = QLabel(title, self)
        self.title.setProperty("tone", "section")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(rule)
        column.addWidget(self.title)
        column.addWidget(content)


def form_column(form: QWidget, *widgets: QWidget) -> None:
    """Put ``widgets`` below each other into ``form``, with room around them."""
    column = QVBoxLayout(form)
    column.setContentsMargins(16, 12, 16, 16)
    column.setSpacing(12)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    form.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)


def faint(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A line of secondary text."""
    label = QLabel(text, parent)
    label.setProperty("tone", "muted")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def provenance(record: Mention | Relation, other: str = "") -> str:
    """Who made a record, when and how, and which ``other`` person changed it last, in one line."""
    parts = [
        ", ".join(filter(None, (record.author, f"changed by {other}" if other else ""))),
        written_time(record.created) if record.created else "",
        origin_words(record.origin),
    ]
    if record.confidence is not None:
        parts.append(f"confidence {record.confidence:.0%}")
    return " · ".join(part for part in parts if part)


def origin_words(origin: str) -> str:
    """How a record came to be, in words."""
    kind, _, source = origin.partition(":")
    match kind:
        case "":
            return "by hand"
        case "suggestion":
            return f"suggested by {source}"
        case "import":
            return f"imported from {source}"
    return origin


def written_time(time: int) -> str:
    """A time (UTC, milliseconds since 1970) on the user's clock."""
    return datetime.fromtimestamp(time / 1000).astimezone().strftime("%Y-%m-%d %H:%M")
