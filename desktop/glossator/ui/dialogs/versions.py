"""What becomes of each mention of an earlier version in the open document: listed, and taken over as one step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from glossator.core.scheme import Scheme
from glossator.core.versions import Followed

_HEADINGS = ("What became of it", "Label", "It said", "It says now")
_STATES = {"moved": "stands as it was", "changed": "other words stand there", "lost": "is not there any more"}
_RANK = {"lost": 0, "changed": 1, "moved": 2}
_Index = QModelIndex | QPersistentModelIndex
_TICKED, _BARE = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class FollowedRows(QAbstractTableModel):
    """Mentions of the earlier version, those first that need a look; what stands can be ticked off."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scheme = Scheme("", "", "")
        self._text = ""
        self._all: list[Followed] = []
        self._rows: list[int] = []
        self._left: set[int] = set()

    def show(self, followed: Sequence[Followed], text: str, scheme: Scheme, *, only_doubtful: bool) -> None:
        """Hold these instead; with ``only_doubtful`` those that stand as they were are not listed, yet taken."""
        self.beginResetModel()
        self._all, self._text, self._scheme = list(followed), text, scheme
        self._left.clear()
        self._arrange(only_doubtful=only_doubtful)
        self.endResetModel()

    def arrange(self, *, only_doubtful: bool) -> None:
        """List all of them, or those only that need a look."""
        self.beginResetModel()
        self._arrange(only_doubtful=only_doubtful)
        self.endResetModel()

    def _arrange(self, *, only_doubtful: bool) -> None:
        listed = [at for at, each in enumerate(self._all) if not only_doubtful or each.state != "moved"]
        self._rows = sorted(listed, key=lambda at: (_RANK[self._all[at].state], at))

    @property
    def chosen(self) -> list[Followed]:
        """Those that are taken over: all that stand and are not ticked off."""
        return [each for at, each in enumerate(self._all) if each.fragments and at not in self._left]

    def followed(self, row: int) -> Followed:
        """What is told in a row."""
        return self._all[self._rows[row]]

    # --- what Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADINGS[section]
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == 0 and self.followed(index.row()).fragments:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        each = self.followed(index.row())
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and each.fragments:
            return _BARE if self._rows[index.row()] in self._left else _TICKED
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._words(each, index.column())
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        change = self._left.discard if Qt.CheckState(value) == _TICKED else self._left.add
        change(self._rows[index.row()])
        self.dataChanged.emit(index, index, [role])
        self.ticked.emit()
        return True

    def _words(self, each: Followed, column: int) -> str:
        match column:
            case 0:
                return _STATES[each.state]
            case 1:
                return self._scheme.name_of(each.mention.label)
            case 2:
                return " ".join(each.mention.quote.split())
        return " … ".join(" ".join(span.slice(self._text).split()) for span in each.fragments)


class VersionsDialog(QDialog):
    """Shows where the mentions of an earlier version stand.  ``accepted_followed`` carries those to take over,
    ``place_wanted`` a stretch of the open document.
    """

    accepted_followed = Signal(object)
    place_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Take over annotations")
        self.resize(820, 480)
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.title.setProperty("tone", "head")
        self.told = QLabel(self)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.all = QCheckBox("&List also what stands as it was", self)
        self.model = FollowedRows(self)
        self.table = QTableView(self)
        self.cancel = QPushButton("Cancel", self)
        self.apply = QPushButton("&Take over", self)
        self._build()
        self._lay_out()

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName("What became of each mention")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((190, 150, 220)):
            header.resizeSection(column, width)
        header.setStretchLastSection(True)
        self.cancel.setAutoDefault(False)
        self.apply.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.apply.clicked.connect(self._on_apply)
        self.all.toggled.connect(lambda on: self.model.arrange(only_doubtful=not on))
        self.model.ticked.connect(self._say)
        self.table.activated.connect(self._on_activated)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.all)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for part in (self.title, self.told):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)

    def open_for(self, earlier: str, followed: Sequence[Followed], text: str, scheme: Scheme) -> None:
        """Ask what of the version called ``earlier`` shall be taken over into the document with ``text``."""
        self.title.setText(f"Annotations of “{earlier}”")
        counts = {state: sum(each.state == state for each in followed) for state in _STATES}
        self.told.setText(
            f"{counts['moved']:,} stand as they were. {counts['changed']:,} stand where the words are others: they are"
            f" flagged for review. {counts['lost']:,} are not there any more and stay in the earlier version alone."
        )
        self.model.show(followed, text, scheme, only_doubtful=True)
        self.all.setChecked(not self.model.rowCount())
        self._say()
        self.open()
        self.apply.setFocus()

    def _say(self) -> None:
        count = len(self.model.chosen)
        self.apply.setText(f"&Take over {count:,} mentions" if count != 1 else "&Take over 1 mention")
        self.apply.setEnabled(count > 0)

    def _on_activated(self, index: QModelIndex) -> None:
        followed = self.model.followed(index.row())
        if followed.fragments:
            self.place_wanted.emit(followed.fragments[0])

    def _on_apply(self) -> None:
        self.accepted_followed.emit(self.model.chosen)
        self.accept()
