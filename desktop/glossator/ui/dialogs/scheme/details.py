"""The details of the item that is chosen: its form, how it looks on the page, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from glossator.core import scheme_edits
from glossator.core.changes import Change
from glossator.core.scheme import AttributeType, EventType, Heading, Label, RelationType, Scheme, SchemeItem
from glossator.ui.dialogs.scheme.form import Form, faults_with
from glossator.ui.dialogs.scheme.forms import AttributeForm, EventForm, HeadingForm, LabelForm, RelationForm
from glossator.ui.dialogs.scheme.preview import Draw, PagePreview
from glossator.ui.dialogs.scheme.tree import kind_words
from glossator.ui.theme import Theme


class ItemDetails(QWidget):
    """Shows an item and lets it be edited; ``checked`` follows each look at what stands in the fields, with whether it
    may be applied.
    """

    checked = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        draw: Draw,
        counts: Callable[[SchemeItem], int],
        parent: QWidget | None = None,
        *,
        is_fixed: bool = False,
    ) -> None:
        super().__init__(parent)
        self._scheme: Scheme | None = None
        self._counts = counts
        self.is_new = False
        self.head = QLabel(self)
        self.head.setProperty("tone", "head")
        self.used = QLabel(self)
        self.used.setProperty("tone", "muted")
        self.used.setWordWrap(True)
        self.preview = PagePreview(draw, self)
        self.fault = QLabel(self)
        self.fault.setProperty("tone", "danger")
        self.fault.setWordWrap(True)
        self.label_form = LabelForm(theme)
        self.forms: dict[type, Form[Any]] = {
            Label: self.label_form,
            RelationType: RelationForm(),
            EventType: EventForm(),
            AttributeType: AttributeForm(),
            Heading: HeadingForm(),
        }
        self._stack = QStackedWidget(self)
        for form in self.forms.values():
            self._stack.addWidget(_scrolled(form, self))
            form.setEnabled(not is_fixed)
            form.changed.connect(self.check)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.head, self.used, self.preview):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        column.addWidget(self.fault)

    @property
    def form(self) -> Form[Any]:
        """The form of what is shown."""
        return list(self.forms.values())[self._stack.currentIndex()]

    @property
    def is_edited(self) -> bool:
        """Something stands in the fields that is not applied yet."""
        form = self.form
        return form.shown is not None and (self.is_new or form.item() != form.shown or bool(form.renames()))

    def show_item(self, item: SchemeItem, scheme: Scheme, *, is_new: bool = False) -> None:
        """Show ``item`` of ``scheme``, or one that is to be added to it."""
        self._scheme, self.is_new = scheme, is_new
        form = self.forms[type(item)]
        self._stack.setCurrentIndex(list(self.forms).index(type(item)))
        form.show_item(item, scheme, is_new=is_new)
        words = kind_words(item)
        self.head.setText(f"New {words.lower()}" if is_new else f"{words}: {item.name or item.id}")
        self._tell_used(item)
        self.check()

    def follow(self, scheme: Scheme) -> None:
        """The scheme has changed otherwise: what is being edited stays."""
        self._scheme = scheme
        self.check()

    def check(self) -> bool:
        """Show what is wrong at its fields, and the item as it would look; true where there is something wrong."""
        shown, scheme = self.form.shown, self._scheme
        if shown is None or scheme is None:
            return False
        found = self.form.faults(scheme) if self.is_edited else {}
        if self.is_new and not found:
            rest = faults_with(scheme, shown, self.form.item())
            found = {"": rest[0]} if rest else {}
        self.form.show_faults(found)
        self.fault.setText(found.get("", ""))
        self.fault.setVisible(bool(found.get("")))
        if not found:
            self._show_preview(shown, self.form.item(), scheme)
        self.checked.emit(not found)
        return bool(found)

    def set_theme(self, theme: Theme) -> None:
        """Follow another look."""
        self.label_form.set_theme(theme)

    def _tell_used(self, item: SchemeItem) -> None:
        number = 0 if self.is_new else self._counts(item)
        words = f"{number:,} tags use it." if number > 1 else "One tag uses it."
        self.used.setText(words if number else "No tag uses it yet.")
        self.used.setVisible(isinstance(item, Label | RelationType | EventType) and not self.is_new)

    def _show_preview(self, before: SchemeItem, now: SchemeItem, scheme: Scheme) -> None:
        removed = () if self.is_new else (before,)
        change = Change(0, "", "", 0, removed=removed, added=(now,))
        self.preview.show_item(scheme_edits.followed(scheme, change), now)


def _scrolled(form: QWidget, parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    page = QWidget(area)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 8, 0)
    column.addWidget(form)
    column.addStretch(1)
    area.setWidget(page)
    return area
