"""What is odd as a tree: the kinds with how often each was found, beneath each what was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from glossator.analysis.doubts import Doubt
from glossator.core.review import KINDS, Kind
from glossator.ui.treelist import Groups

DOUBT_ROLE = int(Qt.ItemDataRole.UserRole)
"""The :class:`Doubt` of a row; ``None`` where the row is a kind."""
COUNT_ROLE = DOUBT_ROLE + 1
"""How many rows stand beneath a kind."""

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class DoubtsModel(Groups):
    """Holds what was found, by kind; the gravest kind first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kinds: list[tuple[Kind, list[Doubt]]] = []

    def show(self, found: Iterable[Doubt]) -> bool:
        """Hold these instead of those before; false when they are the same."""
        kinds = _by_kind(found)
        if kinds == self._kinds:
            return False
        self.beginResetModel()
        self._kinds = kinds
        self.endResetModel()
        return True

    def append(self, found: Iterable[Doubt]) -> None:
        """Hold these as well."""
        for kind, doubts in _by_kind(found):
            place = next((at for at, (held, _) in enumerate(self._kinds) if held == kind), None)
            if place is None:
                order = list(KINDS)
                place = sum(order.index(held) < order.index(kind) for held, _ in self._kinds)
                self.beginInsertRows(_ROOT, place, place)
                self._kinds.insert(place, (kind, doubts))
                self.endInsertRows()
                continue
            held = self._kinds[place][1]
            where = self.index(place, 0)
            self.beginInsertRows(where, len(held), len(held) + len(doubts) - 1)
            held += doubts
            self.endInsertRows()
            self.dataChanged.emit(where, where)

    def of_kind(self, kind: Kind) -> list[Doubt]:
        """What was found of a kind."""
        return next((list(held) for each, held in self._kinds if each == kind), [])

    @property
    def doubts(self) -> list[Doubt]:
        """All that is held, in the order of the list."""
        return [each for _, held in self._kinds for each in held]

    def index_of(self, key: tuple[int, str, int]) -> QModelIndex:
        """The row of what is known by ``key``; one that is not valid where it is not there."""
        for row, (kind, held) in enumerate(self._kinds):
            if kind == key[1]:
                found = next((at for at, each in enumerate(held) if each.key == key), None)
                return QModelIndex() if found is None else self.index(found, 0, self.index(row, 0))
        return QModelIndex()

    # --- what Qt asks

    def rowCount(self, parent: _Index = _ROOT) -> int:
        if not parent.isValid():
            return len(self._kinds)
        if parent.internalId() or parent.column():
            return 0
        return len(self._kinds[parent.row()][1])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if not index.internalId():
            return self._of_kind(self._kinds[index.row()], role)
        doubt = self._kinds[index.internalId() - 1][1][index.row()]
        if role == DOUBT_ROLE:
            return doubt
        if role == Qt.ItemDataRole.DisplayRole:
            return doubt.oddity.sentence
        if role == Qt.ItemDataRole.ToolTipRole:
            return told(doubt)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{told(doubt)} {doubt.line.left}{doubt.line.hit}{doubt.line.right}"
        return None

    @staticmethod
    def _of_kind(row: tuple[Kind, Sequence[Doubt]], role: int) -> object:
        kind, held = row
        if role == Qt.ItemDataRole.DisplayRole:
            return KINDS[kind]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{KINDS[kind]}, {len(held):,}"
        return len(held) if role == COUNT_ROLE else None


def told(doubt: Doubt) -> str:
    """What is odd, and why somebody let it pass."""
    sentence = doubt.oddity.sentence
    return f"{sentence} Waved through: {doubt.oddity.waved}" if doubt.oddity.waved else sentence


def _by_kind(found: Iterable[Doubt]) -> list[tuple[Kind, list[Doubt]]]:
    held: dict[Kind, list[Doubt]] = {}
    for each in found:
        held.setdefault(each.oddity.kind, []).append(each)
    return [(kind, held[kind]) for kind in KINDS if kind in held]
