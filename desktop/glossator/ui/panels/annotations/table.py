"""A sorted, filtered table of records that follows single records without sorting or asking anew."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

ID_ROLE = Qt.ItemDataRole.UserRole + 1
"""The id of the record of an index."""

_Index = QModelIndex | QPersistentModelIndex


class HasId(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> int:
        """Its id."""


R = TypeVar("R", bound=HasId)


class Column(NamedTuple, Generic[R]):
    """``text`` is what is shown, ``spoken`` its long form for tool tips, screen readers and the filter, ``key`` what
    is compared, ``picture`` a sign in front of the text.
    """

    title: str
    text: Callable[[R], str]
    key: Callable[[R], Any]
    is_number: bool = False
    picture: Callable[[R], object] | None = None
    spoken: Callable[[R], str] | None = None

    def words(self, record: R) -> str:
        """The long form of the text."""
        return self.spoken(record) if self.spoken else self.text(record)


class RecordsModel(QAbstractTableModel, Generic[R]):
    """Records in rows.

    The rows are kept as a sorted list of (key, id), so that a record which comes, goes or changes is found by
    bisection; downward order is the same list read from its end.
    """

    def __init__(self, columns: tuple[Column[R], ...], sort_by: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self._records: dict[int, R] = {}
        self._rows: list[tuple[Any, int]] = []
        self._text = ""
        self._column = sort_by
        self._is_downward = False

    def show_records(self, records: Iterable[R], text: str = "") -> None:
        """Begin anew with those of ``records`` that hold ``text`` in any column (capitals do not matter)."""
        self.beginResetModel()
        self._text = text.casefold()
        self._records = {each.id: each for each in records}
        self._order_rows()
        self.endResetModel()

    def follow(self, before: R | None, after: R | None) -> None:
        """Follow one record: ``None`` before for a new one, ``None`` after for one that is gone."""
        place = self._place_of(before) if before is not None else None
        if after is None or not self._matches(after):
            if place is not None:
                self._take_out(place)
            return
        if place is not None and self._rows[place][0] == self._key(after):
            self._records[after.id] = after
            row = self._view_row(place)
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
            return
        if place is not None:
            self._take_out(place)
        self._put_in(after)

    def record(self, row: int) -> R:
        """The record in ``row``."""
        return self._records[self._rows[self._view_row(row)][1]]

    def held(self, record_id: int) -> R | None:
        """The record with this id, if it has a row."""
        return self._records.get(record_id)

    def row_of(self, record_id: int) -> int:
        """The row of a record, -1 where it has none."""
        record = self._records.get(record_id)
        place = self._place_of(record) if record is not None else None
        return -1 if place is None else self._view_row(place)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(self.columns[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, picture and alignment of a cell."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        record = self.record(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(record)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.words(record)
            case Qt.ItemDataRole.DecorationRole:
                return column.picture(record) if column.picture else None
            case _ if role == ID_ROLE:
                return record.id
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by ``column``."""
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        ids = [self.record(index.row()).id for index in old]
        self._column, self._is_downward = column, order == Qt.SortOrder.DescendingOrder
        self._order_rows()
        for index, record_id in zip(old, ids, strict=True):
            self.changePersistentIndex(index, self.index(self.row_of(record_id), index.column()))
        self.layoutChanged.emit()

    def _order_rows(self) -> None:
        kept = [each for each in self._records.values() if self._matches(each)]
        self._records = {each.id: each for each in kept}
        self._rows = sorted((self._key(each), each.id) for each in kept)

    def _key(self, record: R) -> Any:
        return self.columns[self._column].key(record)

    def _matches(self, record: R) -> bool:
        return not self._text or any(self._text in each.words(record).casefold() for each in self.columns)

    def _place_of(self, record: R) -> int | None:
        """Where a record stands in the sorted list; its key may have changed with something that it names."""
        if record.id not in self._records:
            return None
        place = bisect_left(self._rows, (self._key(record), record.id))
        if place < len(self._rows) and self._rows[place][1] == record.id:
            return place
        return next(place for place, (_, each) in enumerate(self._rows) if each == record.id)

    def _view_row(self, place: int) -> int:
        return len(self._rows) - 1 - place if self._is_downward else place

    def _take_out(self, place: int) -> None:
        row = self._view_row(place)
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._records[self._rows.pop(place)[1]]
        self.endRemoveRows()

    def _put_in(self, record: R) -> None:
        entry = (self._key(record), record.id)
        place = bisect_left(self._rows, entry)
        row = len(self._rows) - place if self._is_downward else place
        self.beginInsertRows(QModelIndex(), row, row)
        self._records[record.id] = record
        insort(self._rows, entry)
        self.endInsertRows()

    @staticmethod
    def _alignment(column: Column[R]) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
