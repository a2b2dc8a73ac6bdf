"""A table of names: what each is called on the one side, how often it stands there, and what it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from glossator.core.scheme import Scheme
from glossator.formats.mapping import KINDS, LEFT_OUT, NameTable, Target

LEAVE_OUT = "(leave out)"
"""What is chosen where something does not come along."""

_SUBTYPE = " / "  # between a label and its subtype
_WORDS = {"labels": "label", "relations": "relation", "events": "event", "attributes": "attribute"}


class NameRow(NamedTuple):
    """A name of one of :data:`KINDS`, how often it stands there, what it would become, and what else there is."""

    kind: str
    name: str
    number: int
    target: Target
    choices: Sequence[str]
    is_new: bool = False


class NamesTable(QTableWidget):
    """Rows of names, each with a field that says what it becomes; ``changed`` tells that one was chosen."""

    changed = Signal()

    def __init__(self, heads: tuple[str, str, str, str], parent: QWidget | None = None) -> None:
        super().__init__(0, len(heads), parent)
        self.setHorizontalHeaderLabels(heads)
        self.setAccessibleName("Names and what they become")
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(len(heads) - 1, QHeaderView.ResizeMode.Stretch)
        self._rows: list[NameRow] = []

    def show_rows(self, rows: Iterable[NameRow]) -> None:
        """Show these rows instead of those before."""
        self._rows = list(rows)
        self.setRowCount(0)
        self.setRowCount(len(self._rows))
        for place, row in enumerate(self._rows):
            count = QTableWidgetItem(f"{row.number:,}")
            kind = _kind(row, row.target)
            count.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, item in enumerate((QTableWidgetItem(row.name), QTableWidgetItem(kind), count)):
                self.setItem(place, column, item)
            self.setCellWidget(place, 3, self._field(row))

    def field(self, kind: str, name: str) -> QComboBox:
        """The field of a name."""
        place = next(at for at, row in enumerate(self._rows) if (row.kind, row.name) == (kind, name))
        found = self.cellWidget(place, 3)
        assert isinstance(found, QComboBox)
        return found

    def choose(self, names: NameTable) -> None:
        """Choose what ``names`` says, for the names that stand here."""
        there = {(row.kind, row.name) for row in self._rows}
        for kind in KINDS:
            for name, target in names.of(kind).items():
                if (kind, name) in there:
                    self.field(kind, name).setCurrentText(_words(target))

    def names(self) -> NameTable:
        """What was chosen, where it is not what a name is found to be by itself."""
        chosen: dict[str, dict[str, Target]] = {kind: {} for kind in KINDS}
        for place, row in enumerate(self._rows):
            field = self.cellWidget(place, 3)
            assert isinstance(field, QComboBox)
            target = _target(field.currentText())
            if target != row.target:
                chosen[row.kind][row.name] = target
        return NameTable(**chosen)

    def _field(self, row: NameRow) -> QComboBox:
        field = QComboBox(self)
        field.setEditable(True)
        field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        field.setAccessibleName(f"What {row.name} becomes")
        field.addItems([LEAVE_OUT, *row.choices])
        field.setCurrentText(_words(row.target))
        if row.is_new:
            field.setToolTip("The label scheme has no such item; it will be made.")
        field.currentTextChanged.connect(lambda words: self._on_chosen(row, _target(words)))
        return field

    def _on_chosen(self, row: NameRow, target: Target) -> None:
        item = self.item(self._rows.index(row), 1)
        if item is not None:
            item.setText(_kind(row, target))
        self.changed.emit()


def _kind(row: NameRow, target: Target) -> str:
    """What kind of thing a name is of; what it would become alone is new."""
    return f"{_WORDS[row.kind]}, new" if row.is_new and target == row.target else _WORDS[row.kind]


def _words(target: Target) -> str:
    if not target.id:
        return LEAVE_OUT
    return f"{target.id}{_SUBTYPE}{target.subtype}" if target.subtype else target.id


def _target(words: str) -> Target:
    held, _, subtype = words.strip().partition(_SUBTYPE)
    return LEFT_OUT if words.strip() in ("", LEAVE_OUT) else Target(held.strip(), subtype.strip())


def choices_of(scheme: Scheme) -> Mapping[str, Sequence[str]]:
    """The ids that a scheme has to offer, by kind."""
    return {
        "labels": [each.id for each in scheme.labels if not each.retired],
        "relations": [each.id for each in scheme.relation_types if not each.retired],
        "events": [each.id for each in scheme.event_types if not each.retired],
        "attributes": [each.id for each in scheme.attributes if not each.retired],
    }
