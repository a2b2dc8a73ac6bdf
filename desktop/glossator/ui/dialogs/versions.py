"""What becomes of each mention of earlier versions in newer ones: listed, and taken over as one step."""

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
from glossator.core.titles import counted
from glossator.core.versions import Followed, State
from glossator.editions import Renewal

_HEADINGS = ("What became of it", "Label", "It said", "It says now", "Document")
_STATES: dict[State, str] = {
    "moved": "stands as it was",
    "changed": "other words stand there",
    "lost": "is not there any more",
}
_RANK = {"lost": 0, "changed": 1, "moved": 2}
_Index = QModelIndex | QPersistentModelIndex
_TICKED, _BARE = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class FollowedRows(QAbstractTableModel):
    """Mentions of the earlier version, those first that need a look; what stands can be ticked off."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scheme = Scheme("", "", "")
        self._renewals: Sequence[Renewal] = ()
        self._all: list[tuple[Renewal, Followed]] = []
        self._rows: list[int] = []
        self._left: set[int] = set()

    def show(self, renewals: Sequence[Renewal], scheme: Scheme, *, only_doubtful: bool) -> None:
        """Hold these instead; with ``only_doubtful`` those that stand as they were are not listed, yet taken."""
        self.beginResetModel()
        self._renewals, self._scheme = renewals, scheme
        self._all = [(renewal, each) for renewal in renewals for each in renewal.followed]
        self._left.clear()
        self._arrange(only_doubtful=only_doubtful)
        self.endResetModel()

    def arrange(self, *, only_doubtful: bool) -> None:
        """List all of them, or those only that need a look."""
        self.beginResetModel()
        self._arrange(only_doubtful=only_doubtful)
        self.endResetModel()

    def _arrange(self, *, only_doubtful: bool) -> None:
        listed = [at for at, (_, each) in enumerate(self._all) if not only_doubtful or each.state != "moved"]
        self._rows = sorted(listed, key=lambda at: (_RANK[self._all[at][1].state], at))

    @property
    def chosen(self) -> list[Renewal]:
        """What is taken over: all that stands and is not ticked off, by document."""
        kept: dict[int, list[Followed]] = {}
        for at, (renewal, each) in enumerate(self._all):
            if each.fragments and at not in self._left:
                kept.setdefault(renewal.document.id, []).append(each)
        return [
            each._replace(followed=tuple(kept[each.document.id]))
            for each in self._renewals
            if each.document.id in kept
        ]

    @property
    def number(self) -> int:
        """How many mentions are taken over."""
        return sum(len(each.followed) for each in self.chosen)

    def row(self, row: int) -> tuple[Renewal, Followed]:
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
        if index.column() == 0 and self.row(index.row())[1].fragments:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        renewal, each = self.row(index.row())
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and each.fragments:
            return _BARE if self._rows[index.row()] in self._left else _TICKED
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._words(renewal, each, index.column())
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        change = self._left.discard if Qt.CheckState(value) == _TICKED else self._left.add
        change(self._rows[index.row()])
        self.dataChanged.emit(index, index, [role])
        self.ticked.emit()
        return True

    def _words(self, renewal: Renewal, each: Followed, column: int) -> str:
        match column:
            case 0:
                return _STATES[each.state]
            case 1:
                return self._scheme.name_of(each.mention.label)
            case 2:
                return " ".join(each.mention.quote.split())
            case 3:
                return " … ".join(" ".join(span.slice(renewal.text).split()) for span in each.fragments)
        return renewal.document.name


class VersionsDialog(QDialog):
    """Shows where the mentions of earlier versions stand.  ``accepted_renewals`` carries those to take over,
    ``place_wanted`` a document and a stretch of it.
    """

    accepted_renewals = Signal(object)
    place_wanted = Signal(object, object)

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
        for column, width in enumerate((190, 150, 200, 200)):
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

    def open_for(self, renewals: Sequence[Renewal], scheme: Scheme) -> None:
        """Ask what of the earlier versions shall be taken over into the newer ones."""
        first = renewals[0].earlier.name
        self.title.setText(
            f"Annotations of “{first}”"
            if len(renewals) == 1
            else f"Annotations of {len(renewals):,} documents"
        )
        counts = {state: sum(each.count(state) for each in renewals) for state in _STATES}
        self.told.setText(
            f"{counts['moved']:,} stand as they were. {counts['changed']:,} stand where the words are others: they are"
            f" flagged for review. {counts['lost']:,} are not there any more and stay in the earlier version alone."
        )
        self.table.setColumnHidden(len(_HEADINGS) - 1, len(renewals) == 1)
        self.model.show(renewals, scheme, only_doubtful=True)
        self.all.setChecked(not self.model.rowCount())
        self._say()
        self.open()
        self.apply.setFocus()

    def _say(self) -> None:
        count = self.model.number
        self.apply.setText(f"&Take over {counted(count, 'mention')}")
        self.apply.setEnabled(count > 0)

    def _on_activated(self, index: QModelIndex) -> None:
        renewal, followed = self.model.row(index.row())
        if followed.fragments:
            self.place_wanted.emit(renewal.document.id, followed.fragments[0])

    def _on_apply(self) -> None:
        self.accepted_renewals.emit(self.model.chosen)
        self.accept()
