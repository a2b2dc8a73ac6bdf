"""The documents of a project as a list model: paged, filtered, kept up with every Change."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from glossator.core.annotations import Mention, Relation
from glossator.core.changes import Change
from glossator.core.documents import Document, grade_words
from glossator.workbench import Workbench

PAGE = 200
"""How many documents are asked of the file at once."""
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
    """The documents whose name matches a filter, asked of the file page by page as the list is scrolled."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench: Workbench | None = None
        self._text = ""
        self._rows: list[DocumentLine] = []
        self._all_here = True

    def show_documents(self, bench: Workbench | None, text: str = "") -> None:
        """Begin anew with the documents of ``bench`` that match ``text``."""
        self.beginResetModel()
        self._bench, self._text, self._rows = bench, text, []
        self._all_here = bench is None
        self._rows = self._next_page()
        self.endResetModel()

    def follow(self, change: Change) -> None:
        """Change only the rows that ``change`` touches; new documents make the list begin anew."""
        arrived = [after for before, after in change.pairs() if before is None]
        if any(isinstance(each, Document) for each in arrived):
            self.show_documents(self._bench, self._text)
            return
        touched = change.documents()
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
        more = self._bench.ask.documents(text=self._text, offset=len(self._rows), limit=PAGE)
        self._all_here = len(more) < PAGE
        return [DocumentLine(*each) for each in more]

    def _follow_row(self, place: int, change: Change) -> None:
        row = self._rows[place]
        for before, after in change.pairs():
            if isinstance(before, Document) and before.id == row.document.id:
                if after is None:
                    self.beginRemoveRows(QModelIndex(), place, place)
                    del self._rows[place]
                    self.endRemoveRows()
                    return
                if isinstance(after, Document):
                    row = row._replace(document=after)
        self._rows[place] = _recounted(row, change)
        self.dataChanged.emit(self.index(place), self.index(place))


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


def counted(number: int, noun: str) -> str:
    """``number`` with its ``noun``, in the plural where it is one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
