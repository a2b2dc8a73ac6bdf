"""Filters offered while one types what to look for, and in a menu for the mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QMenu, QWidget

from glossator.core.documents import STATUSES
from glossator.core.filters import completions
from glossator.core.scheme import Scheme

Offered = Callable[[], tuple[Scheme, Sequence[str]] | None]
"""The scheme and the authors of the project, or nothing where none is open."""


class Completing(QObject):
    """Below the field: the keys of filters, and what may stand behind each; Enter or a click takes one."""

    def __init__(self, field: QLineEdit, offered: Offered) -> None:
        super().__init__(field)
        self._field = field
        self._offered = offered
        self._start = 0
        self.is_on = True
        self.model = QStringListModel(self)
        self.completer = QCompleter(self.model, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.setWidget(field)
        self.completer.activated.connect(self.take)
        field.textEdited.connect(self.offer)

    def offer(self) -> None:
        """Show what may follow at the caret, where something may."""
        known = self._offered() if self.is_on else None
        values: list[str] = []
        if known is not None:
            caret = self._field.cursorPosition()
            self._start, values = completions(self._field.text(), caret, *known)
        self.model.setStringList(values)
        popup = self.completer.popup()
        if values:
            self.completer.complete()
        elif popup is not None:
            popup.hide()

    def take(self, value: str) -> None:
        """Write ``value`` in the place of what was begun, and offer what may follow it."""
        text, caret = self._field.text(), self._field.cursorPosition()
        self._field.setText(text[: self._start] + value + text[caret:])
        self._field.setCursorPosition(self._start + len(value))
        if value.endswith((":", "(")):
            self.offer()


def fill(menu: QMenu, scheme: Scheme, authors: Sequence[str], add: Callable[[str], None]) -> None:
    """Every filter as an entry: what can be listed beneath its kind, the others as the beginning of their text."""
    menu.clear()
    labels = [(each.name, f"label:{each.id}") for each in scheme.labels if not each.retired]
    values = [
        (f"{each.name}: {value}", f"attr:{each.id}={_quoted(value)}")
        for each in scheme.attributes
        for value in each.values
        if not each.retired
    ]
    relations = [(each.name, f"relation:{each.id}") for each in scheme.relation_types if not each.retired]
    events = [(each.name, f"event:{each.id}") for each in scheme.event_types if not each.retired]
    people = [(each, f"author:{_quoted(each)}") for each in authors if each]
    states = [(each.capitalize(), f"status:{_quoted(each)}") for each in STATUSES]
    for title, entries in (
        ("Label", labels),
        ("Attribute", values),
        ("Relation", relations),
        ("Event", events),
        ("Author", people),
        ("Status of the document", states),
    ):
        if entries:
            below = menu.addMenu(title)
            for name, text in entries:
                below.addAction(name.replace("&", "&&"), partial(add, text))
    menu.addSeparator()
    menu.addAction("Identity…", partial(add, "entity:"))
    menu.addAction("Date of the document…", partial(add, "date:"))


def menu_of(parent: QWidget, offered: Offered, add: Callable[[str], None]) -> QMenu:
    """A menu that is filled each time it is shown."""
    made = QMenu(parent)

    def show() -> None:
        known = offered()
        if known is not None:
            fill(made, *known, add)

    made.aboutToShow.connect(show)
    return made


def _quoted(text: str) -> str:
    return f'"{text}"' if any(each in text for each in " (),") else text
