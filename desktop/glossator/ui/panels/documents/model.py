"""The documents of a project as a list model: paged, filtered, kept up with every Change."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from glossator.core import natural
from glossator.core.annotations import Mention, Relation
from glossator.core.changes import Change
from glossator.core.documents import Document, grade_words
from glossator.core.scheme import SchemeItem
from glossator.core.titles import counted
from glossator.ui.panels.documents.filtering import Filter, below
from glossator.workbench import Workbench

PAGE = 200
"""How many documents are asked of the file at once."""
_FOLLOWED = 200  # documents of a Change that are looked at one by one; of more the list begins anew
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
NUMBER_ROLE = ROW_ROLE + 1
"""The number of mentions as it is shown: nothing where there are none, or where a second reading hides how many."""
"""The DocumentLine of an index."""

_Index = QModelIndex | QPersistentModelIndex


class DocumentLine(NamedTuple):
    """What a row shows."""

    document: Document
    mentions: int
    relations: int


class DocumentsModel(QAbstractListModel):
    """The documents that a filter lets through, asked of the file page by page as the list is scrolled.

    The rows are always the first ones of the whole list, in its order.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench: Workbench | None = None
        self.filter = Filter()
        self._rows: list[DocumentLine] = []
        self._all_here = True

    def show_documents(self, bench: Workbench | None, wanted: Filter = Filter()) -> None:  # noqa: B008 - a tuple
        """Begin anew with the documents of ``bench`` that ``wanted`` lets through."""
        self.beginResetModel()
        self._bench, self.filter, self._rows = bench, wanted, []
        self._all_here = bench is None
        self._rows = self._next_page()
        self.endResetModel()

    def count(self) -> int:
        """How many documents the filter lets through, listed by now or not."""
        return 0 if self._bench is None else self._bench.ask.document_count(**self._asked())

    def follow(self, change: Change) -> None:
        """Change only the rows that ``change`` touches; new documents make the list begin anew."""
        arrived = [after for before, after in change.pairs() if before is None]
        touched = change.documents()
        if any(isinstance(each, Document) for each in arrived) or (
            self.filter.is_any and len(touched) > _FOLLOWED
        ):
            self.show_documents(self._bench, self.filter)
            return
        if self.filter.is_any and self._may_let_others_through(change):
            self._follow_through_filter(touched)
            return
        for place in reversed(range(len(self._rows))):
            if self._rows[place].document.id in touched:
                self._follow_row(place, change)

    def row_of(self, document_id: int | None) -> int:
        """The row of a document, -1 where it is not in the list (or not asked for yet)."""
        ids = (row.document.id for row in self._rows)
        return next((place for place, each in enumerate(ids) if each == document_id), -1)

    def row(self, place: int) -> DocumentLine:
        """What is known of the document in row ``place``."""
        return self._rows[place]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name, explanation and sentence for a screen reader."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.document.name
            case Qt.ItemDataRole.ToolTipRole:
                return _explained(row, is_blind=self._is_blind(row))
            case Qt.ItemDataRole.AccessibleTextRole:
                number = "second reading" if self._is_blind(row) else counted(row.mentions, "mention")
                return f"{row.document.name}, {row.document.status}, {number}"
            case _ if role == NUMBER_ROLE:
                return f"{row.mentions:,}" if row.mentions and not self._is_blind(row) else ""
            case _ if role == ROW_ROLE:
                return row
        return None

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and not self._all_here

    def fetchMore(self, parent: _Index) -> None:
        more = self._next_page()
        if more:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(more) - 1)
            self._rows += more
            self.endInsertRows()

    def _is_blind(self, row: DocumentLine) -> bool:
        return self._bench is not None and row.document.id in self._bench.whose.blind

    def _next_page(self) -> list[DocumentLine]:
        if self._bench is None:
            return []
        more = self._bench.ask.documents(**self._asked(), offset=len(self._rows), limit=PAGE)
        self._all_here = len(more) < PAGE
        return [DocumentLine(*each) for each in more]

    def _asked(self) -> dict[str, Any]:
        assert self._bench is not None
        return {**self.filter.asked(self._bench.scheme), "whose": self._bench.whose}

    def listed(self) -> dict[str, Any]:
        """What the store is asked for; nothing where all documents are listed."""
        return self._asked() if self._bench is not None and self.filter.is_any else {}

    def _may_let_others_through(self, change: Change) -> bool:
        """Whether the filter may let other documents through afterwards."""
        labels = below(self._bench.scheme, self.filter.labels) if self._bench is not None else frozenset()
        return any(
            isinstance(each, Document | SchemeItem) or (isinstance(each, Mention) and each.label in labels)
            for each in (*change.removed, *change.added)
        )

    def _follow_through_filter(self, touched: Collection[int]) -> None:
        """Rows that the filter lets through no more go, others come where they belong; the rest stays in its place."""
        if self._bench is None:
            return
        now = self._bench.ask.documents(**self._asked(), among=touched)
        there = {each.document.id: DocumentLine(*each) for each in now}
        for place in reversed(range(len(self._rows))):
            old = self._rows[place].document
            if old.id not in touched:
                continue
            line = there.get(old.id)
            if line is not None and line.document.name == old.name:
                self._rows[place] = there.pop(old.id)
                self.dataChanged.emit(self.index(place), self.index(place))
            else:
                self._take_out(place)
        for line in there.values():
            place = bisect_left(self._rows, _order(line), key=_order)
            if place < len(self._rows) or self._all_here:
                self.beginInsertRows(QModelIndex(), place, place)
                self._rows.insert(place, line)
                self.endInsertRows()

    def _take_out(self, place: int) -> None:
        self.beginRemoveRows(QModelIndex(), place, place)
        del self._rows[place]
        self.endRemoveRows()

    def _follow_row(self, place: int, change: Change) -> None:
        row = self._rows[place]
        for before, after in change.pairs():
            if isinstance(before, Document) and before.id == row.document.id:
                if after is None:
                    self._take_out(place)
                    return
                if isinstance(after, Document):
                    row = row._replace(document=after)
        self._rows[place] = _recounted(row, change)
        self.dataChanged.emit(self.index(place), self.index(place))


def _order(line: DocumentLine) -> tuple[bytes, bytes, int]:
    """By what the store sorts: the name as people count, then the id."""
    return *natural.order(line.document.name), line.document.id


def _recounted(row: DocumentLine, change: Change) -> DocumentLine:
    """``row`` with the mentions and relations that came and went; no question to the file is needed."""
    mentions, relations = row.mentions, row.relations
    for step, records in ((-1, change.removed), (1, change.added)):
        for record in records:
            if isinstance(record, Mention) and record.document == row.document.id:
                mentions += step
            elif isinstance(record, Relation) and record.document == row.document.id:
                relations += step
    return row._replace(mentions=mentions, relations=relations)


def _explained(row: DocumentLine, *, is_blind: bool) -> str:
    document = row.document
    lines = (
        document.name,
        " · ".join(part for part in (document.source, document.author, document.published) if part),
        f"{document.status.capitalize()} · {grade_words(document)}",
        "Second reading: what others said of it is hidden"
        if is_blind
        else ", ".join(
            (
                counted(row.mentions, "mention"),
                counted(row.relations, "relation"),
                counted(document.length, "character"),
            )
        ),
    )
    return "\n".join(line for line in lines if line)
