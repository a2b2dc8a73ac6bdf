"""What every form of an item is made of: its fields in rows, and what is wrong at each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from glossator.core.changes import Change
from glossator.core.scheme import (
    AttributeType,
    EventType,
    Heading,
    Label,
    RelationType,
    Scheme,
    SchemeItem,
)
from glossator.core.scheme_edits import followed

Item = TypeVar("Item", Label, RelationType, EventType, AttributeType, Heading)

_NOTE_HEIGHT = 64


class Form(QWidget, Generic[Item]):
    """The fields of an item.  ``changed`` follows every edit.  A form is made for one kind and shows any item of it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: Item | None = None
        self._faults: dict[str, QLabel] = {}
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.id = self.line("id", "&Id")
        self.name = self.line("name", "&Name")

    def show_item(self, item: Item, scheme: Scheme, *, is_new: bool) -> None:
        """Show ``item`` of ``scheme``; only one that ``is_new`` can still have another id."""
        self.shown = None  # what the fields say meanwhile is no edit
        self.id.setText(item.id)
        self.id.setReadOnly(not is_new)
        self.id.setEnabled(is_new)
        self.id.setToolTip("" if is_new else "The id stays, so that every tag stays what it is")
        self.name.setText(item.name)
        self.fill(item, scheme)
        self.shown = item
        self.show_faults({})

    def item(self) -> Item:
        """The item as the fields have it."""
        assert self.shown is not None
        return self.read(
            replace(self.shown, id=self.id.text().strip(), name=" ".join(self.name.text().split()))
        )

    def renames(self) -> dict[str, str]:
        """What values, subtypes or roles of before are called now; empty for those that were taken out."""
        return {}

    def fill(self, item: Item, scheme: Scheme) -> None:
        """Show what this kind of item has besides id and name."""
        raise NotImplementedError

    def read(self, item: Item) -> Item:
        """``item`` with what the fields of this kind say."""
        raise NotImplementedError

    def faults(self, scheme: Scheme) -> dict[str, str]:
        """What is wrong, by the field in which it is; what lies in no single field stands under an empty name."""
        if self.shown is None:
            return {}
        now, before = self.item(), self.shown
        found: dict[str, str] = {}
        for each in fields(now):
            if getattr(now, each.name) != getattr(before, each.name):
                changed = {each.name: getattr(now, each.name)}
                if sentences := faults_with(scheme, before, replace(before, **changed)):
                    found[each.name] = sentences[0]
        if not found and (rest := faults_with(scheme, before, now)):
            found[""] = rest[0]
        return found

    def show_faults(self, found: Mapping[str, str]) -> None:
        """Show sentences at their fields."""
        for name, label in self._faults.items():
            label.setText(found.get(name, ""))
            label.setVisible(bool(found.get(name)))

    # --- rows

    def row(self, field: str, caption: str, widget: QWidget) -> None:
        """A row with ``widget`` for a field of the item, and room for what is wrong with it."""
        fault = QLabel(self)
        fault.setProperty("tone", "danger")
        fault.setWordWrap(True)
        fault.hide()
        self._faults[field] = fault
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(widget)
        column.addWidget(fault)
        self.form.addRow(caption, box)
        label = self.form.labelForField(box)
        if isinstance(label, QLabel):
            label.setBuddy(widget)
        widget.setAccessibleName(caption.replace("&", ""))

    def line(self, field: str, caption: str, hint: str = "") -> QLineEdit:
        """A row with a line of text."""
        made = QLineEdit(self)
        made.setPlaceholderText(hint)
        made.textChanged.connect(self._on_changed)
        self.row(field, caption, made)
        return made

    def note(self, field: str, caption: str, hint: str) -> QPlainTextEdit:
        """A row with some lines of text."""
        made = QPlainTextEdit(self)
        made.setPlaceholderText(hint)
        made.setTabChangesFocus(True)
        made.setFixedHeight(_NOTE_HEIGHT)
        made.textChanged.connect(self._on_changed)
        self.row(field, caption, made)
        return made

    def combo(self, field: str, caption: str) -> QComboBox:
        """A row with a choice."""
        made = QComboBox(self)
        made.setIconSize(QSize(20, 16))
        made.currentIndexChanged.connect(self._on_changed)
        self.row(field, caption, made)
        return made

    def box(self, field: str, text: str) -> QCheckBox:
        """A row with a box to tick."""
        made = QCheckBox(text, self)
        made.toggled.connect(self._on_changed)
        self.row(field, "", made)
        return made

    def follow(self, signal: Any) -> None:
        """Take it as an edit when ``signal`` comes."""
        signal.connect(self._on_changed)

    def _on_changed(self, *_: object) -> None:
        if self.shown is not None:
            self.changed.emit()


def faults_with(scheme: Scheme, before: SchemeItem, now: SchemeItem) -> list[str]:
    """What would be wrong with ``scheme`` if ``now`` stood in the place of ``before``, and is not so already."""
    known = any(type(each) is type(before) and each.id == before.id for each in scheme.items())
    if known and before.id == now.id:
        change = Change(0, "", "", 0, removed=(before,), added=(now,))
    elif any(type(each) is type(now) and each.id == now.id for each in scheme.items()):
        return [f"There is one with the id {now.id} already."]
    else:
        change = Change(0, "", "", 0, added=(now,))
    old = set(scheme.faults())
    return [each for each in followed(scheme, change).faults() if each not in old]


def kept(field: QPlainTextEdit, before: str) -> str:
    """What a field says; as it was where only blanks around it differ."""
    now = field.toPlainText().strip()
    return before if now == before.strip() else now
