"""The page of the settings on shortcuts: every action with its key, which can be changed, written and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from glossator.core import fuzzy
from glossator.core.errors import GlossatorError
from glossator.ui import settings as known
from glossator.ui.dialogs import key_file
from glossator.ui.settings import Setting, Settings

_RESERVED = frozenset(
    {"Esc", "Tab", "Shift+Tab", "Backtab", "Shift+Backtab", "Space", "Left", "Right", "Up", "Down"}
)
"""Keys that no action may have: lists, fields, dialogs and the page need them."""


class KeyRow(NamedTuple):
    """An action in the table of shortcuts; ``default`` is the key that it has of itself."""

    id: str
    group: str
    title: str
    default: str


def clash(shortcuts: Mapping[str, str], action_id: str, new: str) -> str:
    """The id of the other action that has the key ``new`` already; empty when it is free (or no key at all).

    ``shortcuts`` are all keys as they are now, by action id; ``action_id`` is the one that shall get ``new``.
    """
    wanted = QKeySequence(new).toString(QKeySequence.SequenceFormat.PortableText)
    if not wanted:
        return ""
    for other, key in shortcuts.items():
        if (
            other != action_id
            and QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) == wanted
        ):
            return other
    return ""


class KeySettings(QWidget):
    """A table of actions over a field for the key of the chosen one; :meth:`values` tells what it says.

    ``rows`` are the actions, ``labels`` the keys that the open scheme gives to labels (key → name).
    """

    def __init__(
        self,
        settings: Settings,
        rows: Sequence[KeyRow],
        parent: QWidget | None = None,
        *,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = list(rows)
        self._labels = dict(labels or {})
        self._cells: list[QTableWidgetItem] = []
        own = settings.get(known.SHORTCUTS)
        self._keys = {row.id: own.get(row.id, row.default) for row in self._rows}
        self.setProperty("ground", "panel")
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText("Type the name of an action, or a key")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter_rows)
        self.table = self._key_table()
        self.editor = QKeySequenceEdit(self)
        self.editor.setMaximumSequenceLength(1)
        self.editor.setClearButtonEnabled(True)
        self.editor.editingFinished.connect(self._on_key_typed)
        self.default = QPushButton("Default", self)
        self.default.setAutoDefault(False)
        self.default.setToolTip("Give the chosen action the key that it has of itself")
        self.default.clicked.connect(self._on_default)
        self.note = QLabel(self)
        self.note.setProperty("tone", "danger")
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)
        column.addLayout(self._field())
        column.addWidget(self.note)
        self.table.selectRow(0)

    def _field(self) -> QHBoxLayout:
        """The field for the key of the chosen action, and the buttons beside it."""
        row = QHBoxLayout()
        row.setSpacing(8)
        caption = QLabel("New &key", self)
        caption.setBuddy(self.editor)
        row.addWidget(caption)
        row.addWidget(self.editor, 1)
        row.addWidget(self.default)
        row.addSpacing(12)
        for text, tip, does in (
            ("&Export…", "Write all shortcuts to a file", self._ask_export),
            ("&Import…", "Take the shortcuts of a file; they hold when you save", self._ask_import),
        ):
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            button.setToolTip(tip)
            button.clicked.connect(does)
            row.addWidget(button)
        return row

    def _key_table(self) -> QTableWidget:
        table = QTableWidget(len(self._rows), 3, self)
        table.setHorizontalHeaderLabels(["Action", "Group", "Key"])
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at, row in enumerate(self._rows):
            for column, text in enumerate((row.title, row.group)):
                table.setItem(at, column, QTableWidgetItem(text))
            self._cells.append(QTableWidgetItem())
            table.setItem(at, 2, self._cells[at])
            self._show_key(at)
        table.currentCellChanged.connect(self._on_row)
        table.activated.connect(self._on_row_activated)
        return table

    def _show_key(self, at: int) -> None:
        key = self._keys[self._rows[at].id]
        item = self._cells[at]
        item.setText(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or "–")
        font = item.font()
        font.setBold(key != self._rows[at].default)
        item.setFont(font)

    @property
    def row(self) -> int:
        """The row of the chosen action, -1 for none."""
        return self.table.currentRow()

    def set_key(self, action_id: str, new: str) -> str:
        """Give an action a key, or say in a sentence why not (and change nothing)."""
        if new in _RESERVED:
            return f"{new} keeps its meaning: it ends, walks or takes wherever you are."
        other = clash(self._keys, action_id, new)
        if other:
            title = next(row.title for row in self._rows if row.id == other)
            return f"{new} belongs to “{title}”. Give that another key first."
        if new.upper() in self._labels:
            return f"{new.upper()} sets the label {self._labels[new.upper()]}. Labels keep their keys."
        self._keys[action_id] = new
        at = next(at for at, row in enumerate(self._rows) if row.id == action_id)
        self._show_key(at)
        return ""

    def export_keys(self, path: Path) -> None:
        """Write all shortcuts, as the dialog shows them, to a file; a fault is told below the table."""
        try:
            key_file.write(path, self._keys)
        except GlossatorError as error:
            self._tell(str(error), is_fault=True)
        else:
            self._tell(f"{len(self._keys)} shortcuts are in “{path.name}”.")

    def import_keys(self, path: Path) -> None:
        """Take the shortcuts of a file, all of them or, where one cannot be, none; what is told says which."""
        try:
            found = key_file.read(path)
        except GlossatorError as error:
            self._tell(str(error), is_fault=True)
            return
        before = dict(self._keys)
        known_ones = {action: key for action, key in found.items() if action in before}
        for action in known_ones:
            self._keys[action] = ""  # two that change places do not clash on the way
        refusal = next((said for each in known_ones.items() if (said := self.set_key(*each))), "")
        if refusal:
            self._keys = before
        for at in range(len(self._rows)):
            self._show_key(at)
        unknown = sorted(found.keys() - before.keys())
        if refusal:
            self._tell(f"Nothing of “{path.name}” was taken: {refusal}", is_fault=True)
        else:
            left = f" Left out, as there is no such action: {', '.join(unknown)}." if unknown else ""
            self._tell(f"{len(known_ones)} shortcuts of “{path.name}” hold when you save.{left}")

    def _tell(self, text: str, *, is_fault: bool = False) -> None:
        self.note.setProperty("tone", "danger" if is_fault else "muted")
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.setText(text)

    def _ask_export(self) -> None:
        dialog = self._file_dialog("Export the shortcuts")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(key_file.ENDING)
        dialog.selectFile(f"Glossator shortcuts{key_file.ENDING}")
        dialog.fileSelected.connect(lambda name: self.export_keys(Path(name)))
        dialog.open()

    def _ask_import(self) -> None:
        dialog = self._file_dialog("Import shortcuts")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.import_keys(Path(name)))
        dialog.open()

    def _file_dialog(self, title: str) -> QFileDialog:
        made = QFileDialog(self, title, str(Path.home()), f"Shortcuts (*{key_file.ENDING})")
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return made

    def values(self) -> tuple[tuple[Setting[Any], Any], ...]:
        """The setting with the keys that are not those that the actions have of themselves."""
        own = {row.id: self._keys[row.id] for row in self._rows if self._keys[row.id] != row.default}
        return ((known.SHORTCUTS, own),)

    def _filter_rows(self, typed: str) -> None:
        for at, row in enumerate(self._rows):
            key = self._keys[row.id]
            is_hit = (
                not typed.strip()
                or typed.strip().casefold() == key.casefold()
                or fuzzy.match(typed, f"{row.title} {row.group}") is not None
            )
            self.table.setRowHidden(at, not is_hit)

    def _on_row(self) -> None:
        self.note.clear()
        if 0 <= self.row < len(self._rows):
            self.editor.setKeySequence(QKeySequence(self._keys[self._rows[self.row].id]))

    def _on_row_activated(self) -> None:
        self.editor.setFocus()

    def _on_key_typed(self) -> None:
        self._try(self.editor.keySequence().toString(QKeySequence.SequenceFormat.PortableText))

    def _on_default(self) -> None:
        if self.row >= 0:
            self._try(self._rows[self.row].default)
            self.editor.setKeySequence(QKeySequence(self._keys[self._rows[self.row].id]))

    def _try(self, new: str) -> None:
        if self.row < 0 or new == self._keys[self._rows[self.row].id]:
            return
        refusal = self.set_key(self._rows[self.row].id, new)
        self._tell(refusal, is_fault=True)
        if refusal:
            self.editor.setKeySequence(QKeySequence(self._keys[self._rows[self.row].id]))
