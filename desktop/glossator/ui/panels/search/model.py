"""What a search found, as a tree: documents, beneath each its hits in their lines."""

from __future__ import annotations

import re
from typing import Literal

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from glossator.analysis.concordance import Line
from glossator.analysis.finding import Finding, FoundDocument
from glossator.core.folding import WORD, fold
from glossator.core.spans import Span
from glossator.core.titles import counted
from glossator.ui.treelist import Groups

LINE_ROLE = int(Qt.ItemDataRole.UserRole)
"""The :class:`Line` of a row; ``None`` where the row is a document or says that there are more hits."""
DOCUMENT_ROLE = LINE_ROLE + 1
"""The :class:`FoundDocument` that a row is, or belongs to."""

Arrangement = Literal["document", "left", "hit", "right"]
"""Hits below their documents, or all by the words before them (the nearest first), in them, or behind them."""

Key = tuple[int, tuple[int, Span] | None]
"""A row: the id of its document, and, where it is a hit, its record (0 for words) and its place."""

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ResultsModel(Groups):
    """Holds pages of a search; ``page_wanted`` asks for the next one when the end comes into view."""

    page_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: list[FoundDocument] = []
        self._is_whole = True
        self._is_asked = False
        self._flat: list[tuple[Line, FoundDocument]] = []
        self.arrangement: Arrangement = "document"

    def arrange(self, arrangement: Arrangement) -> None:
        """Show what is held below documents, or as one list in an order."""
        self.beginResetModel()
        self.arrangement = arrangement
        self._order()
        self.endResetModel()

    def show(self, found: Finding | None, *, is_whole: bool = True) -> None:
        """Hold the first page of another search, or nothing; ``is_whole`` says that there are no other pages."""
        self.beginResetModel()
        self._found = list(found.documents) if found else []
        self._is_whole, self._is_asked = is_whole, False
        self._order()
        self.endResetModel()

    def append(self, found: Finding, *, is_whole: bool) -> None:
        """Hold the next page as well."""
        self._is_whole, self._is_asked = is_whole, False
        if self.is_flat:
            self.beginResetModel()
            self._found += found.documents
            self._order()
            self.endResetModel()
        elif found.documents:
            first = len(self._found)
            self.beginInsertRows(_ROOT, first, first + len(found.documents) - 1)
            self._found += found.documents
            self.endInsertRows()

    def complete(self, found: FoundDocument) -> None:
        """Hold all hits of a document of which only the first ones were known."""
        for row, known in enumerate(self._found):
            if known.document.id == found.document.id and not known.is_all:
                where = self.index(row, 0)
                place = len(known.lines)
                self.beginRemoveRows(where, place, place)  # the row that says "more"
                self._found[row] = known._replace(is_all=True)
                self.endRemoveRows()
                if len(found.lines) > place:
                    self.beginInsertRows(where, place, len(found.lines) - 1)
                    self._found[row] = found
                    self.endInsertRows()

    def key(self, index: QModelIndex) -> Key | None:
        """What a row is, whatever stands around it: its document and, of a hit, its record and its place."""
        found: FoundDocument | None = index.data(DOCUMENT_ROLE) if index.isValid() else None
        line: Line | None = index.data(LINE_ROLE) if index.isValid() else None
        return None if found is None else (found.document.id, (line.record, line.span) if line else None)

    def index_of(self, key: Key) -> QModelIndex:
        """Where this stands now; an invalid index where it does not."""
        document, hit = key
        if self.is_flat:
            rows = [(line.document, (line.record, line.span)) for line, _ in self._flat]
            return (
                self.index(rows.index((document, hit)), 0)
                if hit and (document, hit) in rows
                else QModelIndex()
            )
        for row, found in enumerate(self._found):
            if found.document.id == document:
                top = self.index(row, 0)
                hits = [(line.record, line.span) for line in found.lines]
                return self.index(hits.index(hit), 0, top) if hit in hits else top
        return QModelIndex()

    @property
    def is_flat(self) -> bool:
        """All hits are one list."""
        return self.arrangement != "document"

    def _order(self) -> None:
        pairs = [(line, found) for found in self._found for line in found.lines] if self.is_flat else []
        arrangement = self.arrangement

        def key(pair: tuple[Line, FoundDocument]) -> tuple[object, ...]:
            line, found = pair
            near = {"left": _words(line.left)[::-1], "right": _words(line.right)}
            return near.get(arrangement, []), fold(line.hit), found.document.name.casefold(), line.span

        self._flat = sorted(pairs, key=key)

    @property
    def documents(self) -> list[FoundDocument]:
        """The documents that are held, with their hits."""
        return list(self._found)

    # --- what Qt asks

    def rowCount(self, parent: _Index = _ROOT) -> int:
        if not parent.isValid():
            return len(self._flat) if self.is_flat else len(self._found)
        if self.is_flat or parent.internalId() or parent.column():
            return 0
        found = self._found[parent.row()]
        return len(found.lines) + (not found.is_all)

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and not self._is_whole and not self._is_asked

    def fetchMore(self, parent: _Index) -> None:
        if self.canFetchMore(parent):
            self._is_asked = True
            self.page_wanted.emit()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if self.is_flat:
            flat, owner = self._flat[index.row()]
            return self._told(owner, flat, is_document=False, role=role)
        is_document = not index.internalId()
        found = self._found[index.row() if is_document else index.internalId() - 1]
        line = None if is_document or index.row() >= len(found.lines) else found.lines[index.row()]
        return self._told(found, line, is_document=is_document, role=role)

    def _told(self, found: FoundDocument, line: Line | None, *, is_document: bool, role: int) -> object:
        if role == DOCUMENT_ROLE:
            return found
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(found, line, is_document)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(found, line, is_document)
        if role == Qt.ItemDataRole.ToolTipRole and (is_document or self.is_flat):
            return f"{found.document.name}\n{found.document.source}".strip()
        if role == Qt.ItemDataRole.ToolTipRole and line is not None:
            return line.detail
        return None

    @staticmethod
    def _shown(found: FoundDocument, line: Line | None, is_document: bool) -> str:
        if is_document:
            return found.document.name
        return "More hits in this document…" if line is None else f"{line.left}{line.hit}{line.right}"

    @classmethod
    def _said(cls, found: FoundDocument, line: Line | None, is_document: bool) -> str:
        if is_document:
            return f"{found.document.name}, {hits_in_words(found)}"
        return (
            cls._shown(found, line, False)
            if line is None
            else f"{line.hit}: {line.left}{line.hit}{line.right}"
        )


def _words(text: str) -> list[str]:
    """The words of a context, in any spelling; signs between them do not count."""
    return re.findall(f"{WORD}+", fold(text))


def hits_in_words(found: FoundDocument) -> str:
    """How many hits a document has, as far as they were looked for; nothing where only the document was."""
    if not found.lines and found.is_all:
        return ""
    count = len(found.lines)
    return counted(count, "hit") if found.is_all else f"more than {count:,} hits"
