"""The dialog of a project's backups: when each was made and why, and what going back to it would take back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from glossator.core.titles import counted
from glossator.safekeeping import WORDS, Difference, Entry

_DOCUMENTS_NAMED = 6
_KINSHIP = {
    "other project": "of another project",
    "other history": "of another history",
    "unreadable": "not readable",
}
_EXPLAINED = {
    "other project": "This is a backup of another project, which would take the place of this one.",
    "other history": "This backup has no step in common with the project, which it would take the place of.",
    "unreadable": "The backup or the project cannot be read, so nobody can say what would be taken back.",
}


class BackupsDialog(QDialog):
    """Lists backups and asks what to do with the chosen one; whoever opened it brings the rows and does the work.

    ``chosen``, ``restore_requested`` and ``open_requested`` carry the path of a backup, ``folder_requested`` a folder.
    """

    chosen = Signal(object)
    restore_requested = Signal(object)
    open_requested = Signal(object)
    folder_requested = Signal(object)
    make_requested = Signal()

    def __init__(self, name: str, folder: Path, parent: QWidget | None = None, *, is_open: bool) -> None:
        """``name`` is that of the project, ``folder`` where its backups are made, ``is_open`` whether the window has
        it open, so that a backup can be made of it now.
        """
        super().__init__(parent)
        self._folder = folder
        self._entries: Sequence[Entry] = ()
        self._wanted: Path | None = None
        self.setWindowTitle(f"Backups of {name}")
        self.setModal(True)
        self.resize(760, 620)
        self.table = _table(self, ("When", "Why", "Steps since", "Size"), stretch=1)
        self.table.setAccessibleName("Backups")
        self.table.currentCellChanged.connect(self._on_row)
        self.headline = QLabel("Looking for backups…", self)
        self.headline.setProperty("tone", "head")
        self.headline.setWordWrap(True)
        self.explained = QLabel(self)
        self.explained.setProperty("tone", "muted")
        self.explained.setWordWrap(True)
        self.steps = _table(self, ("When", "Who", "Step", "Document"), stretch=2)
        self.steps.setAccessibleName("Steps that would be taken back")
        self.steps.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.restore = self._button("&Restore…", self._on_restore)
        self.restore.setToolTip(
            "Put this backup in the place of the project, which is kept as a backup itself"
        )
        self.look = self._button("&Open as it was", self._on_open)
        self.look.setToolTip("Open this backup in this window, to read only")
        self.show_folder = self._button("Show &folder", self._on_folder)
        self.make = self._button("&Back up now", self._on_make)
        self.make.setEnabled(is_open)
        self.make.setToolTip("Keep the project as it is now; what you ask for is never deleted by Glossator")
        self.close_button = self._button("Close", self.reject)
        self._lay_out()
        self._enable()

    def _lay_out(self) -> None:
        where = QLabel(f"Backups are made in {self._folder}.", self)
        where.setProperty("tone", "muted")
        where.setWordWrap(True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.make, self.show_folder):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.look, self.restore, self.close_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(where)
        column.addWidget(self.table, 3)
        column.addWidget(self.headline)
        column.addWidget(self.explained)
        column.addWidget(self.steps, 2)
        column.addLayout(row)

    def _button(self, text: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda checked: do())
        return button

    # --- what is shown

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """List the backups, the newest first; the one that was chosen stays so."""
        wanted = self._wanted
        self._entries = entries
        self.table.setRowCount(len(entries))
        for at, each in enumerate(entries):
            words = WORDS[each.backup.reason]
            cells = (
                _moment(each.backup.time),
                words[:1].upper() + words[1:],
                _since(each),
                f"{each.size / 1e6:,.1f} MB",
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if column >= 2:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(at, column, item)
        self.make.setText("&Back up now")
        self._wanted = None
        if not entries:
            self.headline.setText("There is no backup yet.")
            self.explained.setText(
                "One is made on each day on which you work on the project, and before a large import or a change of"
                " the scheme."
            )
            self.steps.setRowCount(0)
        rows = [at for at, each in enumerate(entries) if each.backup.path == wanted]
        self.table.setCurrentCell(rows[0] if rows else 0, 0)
        self._on_row()
        self._enable()

    def show_difference(self, backup: Path, found: Difference) -> None:
        """Say what going back to ``backup`` would change; not where another one was chosen in the meantime."""
        if self.backup != backup:
            return
        steps = found.steps or found.brought
        self.steps.setRowCount(len(steps))
        for at, each in enumerate(steps):
            documents = ", ".join(each.documents[:2]) + ("…" if len(each.documents) > 2 else "")
            for column, text in enumerate((_moment(each.time), each.author, each.title, documents)):
                self.steps.setItem(at, column, QTableWidgetItem(text))
        if found.kinship != "same":
            self.headline.setText("What would change cannot be told.")
            self.explained.setText(_EXPLAINED[found.kinship])
        elif found.brought_back:
            taken = f"take back {counted(found.taken_back, 'step')} and " if found.taken_back else ""
            self.headline.setText(
                f"Going back would {taken}bring back {counted(found.brought_back, 'step')}."
            )
            self.explained.setText(_by_document(found) if taken else "Nothing would be taken back.")
        elif not found.taken_back:
            self.headline.setText("It is the project as it is now.")
            self.explained.setText("Nothing would be taken back.")
        else:
            self.headline.setText(f"Going back would take back {counted(found.taken_back, 'step')}.")
            self.explained.setText(_by_document(found))

    @property
    def backup(self) -> Path | None:
        """The chosen backup."""
        at = self.table.currentRow()
        return self._entries[at].backup.path if 0 <= at < len(self._entries) else None

    # --- what is asked

    def _on_row(self) -> None:
        backup = self.backup
        if backup is not None and backup != self._wanted:
            self._wanted = backup
            self.headline.setText("Comparing…")
            self.explained.setText("")
            self.steps.setRowCount(0)
            self.chosen.emit(backup)
        self._enable()

    def _enable(self) -> None:
        for button in (self.restore, self.look):
            button.setEnabled(self.backup is not None)

    def _on_restore(self) -> None:
        self.restore_requested.emit(self.backup)

    def _on_open(self) -> None:
        self.open_requested.emit(self.backup)

    def _on_make(self) -> None:
        self.make_requested.emit()

    def _on_folder(self) -> None:
        self.folder_requested.emit(self.backup.parent if self.backup is not None else self._folder)


def _table(parent: QWidget, heads: Sequence[str], *, stretch: int) -> QTableWidget:
    table = QTableWidget(0, len(heads), parent)
    table.setHorizontalHeaderLabels(list(heads))
    table.verticalHeader().hide()
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    return table


def _moment(time: int) -> str:
    return f"{datetime.fromtimestamp(time / 1000).astimezone():%Y-%m-%d %H:%M}"


def _by_document(found: Difference) -> str:
    named = [f"“{name}” ({count:,})" for name, count in found.documents[:_DOCUMENTS_NAMED]]
    more = len(found.documents) - _DOCUMENTS_NAMED
    if more > 0:
        named.append(f"and {counted(more, 'other document')}")
    told = f"By document: {', '.join(named)}. " if named else ""
    left = found.taken_back - len(found.steps)
    return told + (f"The last {len(found.steps):,} are listed." if left > 0 else "")


def _since(entry: Entry) -> str:
    if entry.kinship != "same":
        return _KINSHIP[entry.kinship]
    if not entry.ahead:
        return f"{entry.behind:,}"
    return (
        f"{entry.behind:,}, and {entry.ahead:,} more in it" if entry.behind else f"{entry.ahead:,} more in it"
    )
