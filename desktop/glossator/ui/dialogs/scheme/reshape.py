"""What is asked before tags are changed with the scheme: into what, by what, and whether what it touches is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from textwrap import fill

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from glossator import reworking
from glossator.core.scheme import AttributeType, EventType, Label, RelationType, Scheme
from glossator.reworking import Make, Preview
from glossator.ui.dialogs.scheme.making import free_key

_WIDTH = 480
_PREVIEW = (640, 520)
_LETTERS = 80  # of a sentence in a line of the preview, where all of it has to be read

Kind = Label | RelationType | EventType | AttributeType


class _Question(QDialog):
    """Options over two buttons.  ``asked`` carries the :data:`~glossator.reworking.Make` of what was chosen."""

    asked = Signal(object)

    def __init__(self, title: str, explanation: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(_WIDTH)
        self.head = QLabel(title, self)
        self.head.setProperty("tone", "head")
        self.about = QLabel(explanation, self)
        self.about.setWordWrap(True)
        self.about.setProperty("tone", "muted")
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go: QPushButton = self.buttons.addButton("Preview…", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 24, 24, 16)
        self.column.setSpacing(16)
        self.column.addWidget(self.head)
        self.column.addWidget(self.about)
        self.column.addLayout(self.form)
        self.column.addWidget(self.buttons)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)

    def make(self) -> Make | None:
        """What is asked for as the options stand."""
        raise NotImplementedError

    def _on_accepted(self) -> None:
        made = self.make()
        if made is not None:
            self.accept()
            self.asked.emit(made)


class MergeQuestion(_Question):
    """Into which other item an item goes."""

    def __init__(
        self, scheme: Scheme, item: Label | RelationType | EventType, parent: QWidget | None
    ) -> None:
        super().__init__(
            f"Merge {item.name} into another",
            f"All that is tagged as {item.name} becomes what you choose, and {item.name} leaves the scheme.",
            parent,
        )
        self._item = item
        self.into = _combo(self, _others(scheme, item))
        self.form.addRow("&Into", self.into)
        self.keep = QCheckBox("&Keep what they were as a subtype", self)
        self.subtype = QLineEdit(item.name, self)
        self.subtype.setAccessibleName("Subtype")
        self.subtype.setEnabled(False)
        self.keep.toggled.connect(self.subtype.setEnabled)
        self.turn = QCheckBox("&Turn them round: from becomes to", self)
        if isinstance(item, Label):
            self.form.addRow("", self.keep)
            self.form.addRow("&Subtype", self.subtype)
        self.keep.setVisible(isinstance(item, Label))
        self.subtype.setVisible(isinstance(item, Label))
        self.turn.setVisible(isinstance(item, RelationType))
        if isinstance(item, RelationType):
            self.form.addRow("", self.turn)
        self.go.setEnabled(self.into.count() > 0)

    def make(self) -> Make | None:
        """See above."""
        into = self.into.currentData()
        if isinstance(self._item, Label):
            subtype = self.subtype.text().strip() if self.keep.isChecked() else ""
            return reworking.merge_labels(self._item.id, into, as_subtype=subtype)
        return reworking.merge_types(self._item.id, into, reverse=self.turn.isChecked())


class SplitQuestion(_Question):
    """By what a label is split, and which label each part gets."""

    def __init__(self, scheme: Scheme, label: Label, parent: QWidget | None) -> None:
        super().__init__(
            f"Split {label.name}",
            "Each subtype, or each value of an attribute, may become a label of its own. What stays is not touched.",
            parent,
        )
        self._scheme = scheme
        self._label = label
        self.by = QComboBox(self)
        if label.subtypes:
            self.by.addItem("Subtype", None)
        for each in scheme.attributes_for("mention", label.id):
            if each.kind == "choice" and each.values:
                self.by.addItem(f"Attribute {each.name}", each)
        self.form.addRow("&By", self.by)
        self.rows: list[tuple[str, QComboBox]] = []
        self.by.currentIndexChanged.connect(self._fill)
        if self.by.count() == 0:
            self.about.setText(
                f"{label.name} has no subtypes and no attribute of a choice: there is nothing to split it by."
            )
        self._fill()
        self.by.setFocus()

    def make(self) -> Make | None:
        """See above."""
        parts = self._parts()
        attribute = self.by.currentData()
        if not parts:
            return None
        if isinstance(attribute, AttributeType):
            return reworking.split_by_attribute(self._label.id, attribute.id, parts)
        return reworking.split_by_subtype(self._label.id, parts)

    def _values(self) -> Sequence[str]:
        attribute = self.by.currentData()
        if isinstance(attribute, AttributeType):
            return attribute.values
        return self._label.subtypes if self.by.count() else ()

    def _fill(self) -> None:
        while self.form.rowCount() > 1:
            self.form.removeRow(1)
        self.rows = []
        for value in self._values():
            into = QComboBox(self)
            into.addItem("(stays)", None)
            into.addItem(f"a new label {value}", "")
            for each in _others(self._scheme, self._label):
                into.addItem(f"{each.name}  {each.id}", each.id)
            into.setAccessibleName(value)
            into.currentIndexChanged.connect(self._check)
            self.form.addRow(value, into)
            self.rows.append((value, into))
        self._check()

    def _check(self) -> None:
        self.go.setEnabled(any(into.currentIndex() > 0 for _, into in self.rows))
        self.go.setDefault(True)  # one that cannot be pressed at first would lose it

    def _parts(self) -> dict[str, Label]:
        scheme, found = self._scheme, {}
        for value, into in self.rows:
            chosen = into.currentData()
            known = scheme.label(chosen) if chosen else None
            if known is not None:
                found[value] = known
            elif into.currentIndex() == 1:
                made = self._new_label(scheme, value)
                scheme = replace(scheme, labels=(*scheme.labels, made))
                found[value] = made
        return found

    def _new_label(self, scheme: Scheme, name: str) -> Label:
        new_id, number = name, 2
        while scheme.label(new_id) is not None:
            new_id, number = f"{name}-{number}", number + 1
        label = self._label
        return Label(new_id, name, free_key(scheme, name), label.slot, name[:3].upper(), parent=label.id)


class DeleteQuestion(_Question):
    """What becomes of the tags of an item that goes.  ``retired`` comes where it is to be retired instead."""

    retired = Signal()

    def __init__(self, scheme: Scheme, item: Kind, parent: QWidget | None) -> None:
        super().__init__(
            f"Delete {item.name}", "Whatever you choose is one step, and undo brings all of it back.", parent
        )
        self._item = item
        what = "values" if isinstance(item, AttributeType) else "tags"
        self.into = _combo(self, [] if isinstance(item, AttributeType) else _others(scheme, item))
        self.what = QComboBox(self)
        if self.into.count():
            self.what.addItem(f"Move its {what} to another", "move")
        self.what.addItem(f"Delete its {what} too, and what cannot stand without them", "drop")
        if not item.retired:
            self.what.addItem(f"Retire it instead: its {what} stay, it is offered no more", "retire")
        self.form.addRow(f"Its &{what}", self.what)
        self.form.addRow("&To", self.into)
        self.what.currentIndexChanged.connect(self._on_what)
        self._on_what()

    def make(self) -> Make | None:
        """See above."""
        item = self._item
        if self.what.currentData() == "retire":
            self.accept()
            self.retired.emit()
            return None
        if isinstance(item, AttributeType):
            return reworking.delete_attribute(item.id)
        if self.what.currentData() == "move":
            into = self.into.currentData()
            return (
                reworking.merge_labels(item.id, into)
                if isinstance(item, Label)
                else reworking.merge_types(item.id, into)
            )
        return reworking.delete_label(item.id) if isinstance(item, Label) else reworking.delete_type(item.id)

    def _on_what(self) -> None:
        chosen = self.what.currentData()
        self.form.setRowVisible(self.into, chosen == "move")
        self.go.setText("Retire it" if chosen == "retire" else "Preview…")


class PreviewDialog(QDialog):
    """What a Change would touch, by document, with quotations.  ``confirmed`` comes where it shall be done."""

    confirmed = Signal()

    def __init__(
        self, preview: Preview, parent: QWidget | None, *, told: Sequence[str] = (), safe: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("What this touches")
        self.setModal(True)
        self.resize(*_PREVIEW)
        self.head = QLabel(preview.title, self)
        self.head.setProperty("tone", "head")
        self.head.setWordWrap(True)
        self.counts = QLabel(preview.counts, self)
        self.counts.setWordWrap(True)
        self.list = QTreeWidget(self)
        self.list.setColumnCount(2)
        self.list.setHeaderLabels(["What", "What happens"])
        self.list.setAccessibleName("What this touches")
        self.safe = QLabel(safe, self)
        self.safe.setProperty("tone", "muted")
        self.safe.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go: QPushButton = self.buttons.addButton("Do it", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        for each in (self.head, self.counts):
            column.addWidget(each)
        column.addWidget(self.list, 1)
        column.addWidget(self.safe)
        column.addWidget(self.buttons)
        self._fill(preview, told)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)

    def lines(self) -> list[tuple[str, str]]:
        """What the list says, row by row."""
        found: list[tuple[str, str]] = []

        def walk(row: QTreeWidgetItem) -> None:
            found.append((row.text(0).replace("\n", " "), row.text(1)))
            for at in range(row.childCount()):
                child = row.child(at)
                if child is not None:
                    walk(child)

        for at in range(self.list.topLevelItemCount()):
            top = self.list.topLevelItem(at)
            if top is not None:
                walk(top)
        return found

    def _fill(self, preview: Preview, told: Sequence[str]) -> None:
        for title, sentences in (("To know", told), ("In the scheme", preview.items)):
            if sentences:
                group = QTreeWidgetItem(self.list, [f"{title}  ({len(sentences)})"])
                for each in sentences:
                    row = QTreeWidgetItem(group, [fill(each, _LETTERS)])
                    row.setFirstColumnSpanned(True)
                    row.setToolTip(0, each)
                group.setFirstColumnSpanned(True)
                group.setExpanded(title == "To know" or not preview.documents)
        for document in preview.documents:
            group = QTreeWidgetItem(self.list, [f"{document.name}  ({document.records:,})"])
            group.setFirstColumnSpanned(True)
            for words, becomes in document.quoted:
                row = QTreeWidgetItem(group, [words, becomes])
                row.setToolTip(0, words)
                row.setToolTip(1, becomes)
            left = document.records - len(document.quoted)
            if left:
                QTreeWidgetItem(group, [f"and {left:,} more" if document.quoted else f"{left:,} tags"])
            group.setExpanded(len(preview.documents) <= 3)
        self.list.setColumnWidth(0, _PREVIEW[0] // 2)

    def _on_accepted(self) -> None:
        self.accept()
        self.confirmed.emit()


def _others(scheme: Scheme, item: Kind) -> list[Kind]:
    """The items of the same kind that are in use, without this one."""
    return [
        each
        for each in scheme.items()
        if isinstance(each, Label | RelationType | EventType | AttributeType)
        and type(each) is type(item)
        and each.id != item.id
        and not each.retired
    ]


def _combo(parent: QWidget, items: Sequence[Kind]) -> QComboBox:
    made = QComboBox(parent)
    for each in items:
        made.addItem(f"{each.name}  {each.id}", each.id)
    made.setAccessibleName("Into")
    made.setMinimumContentsLength(24)
    return made
