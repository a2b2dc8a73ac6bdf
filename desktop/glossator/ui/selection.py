"""The one selection that the page, the panels and the plots share."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from glossator.core.spans import Span


class Selection(QObject):
    """What is selected: a document, spans of its text, and records.

    ``document`` is the id of the open document; ``spans`` are the selected stretches of its text in code points
    (the first is the one the caret made, more only when parts were added); ``records`` are ids of mentions and
    relations, the first being the primary one.  Whoever sets it says who it is and ignores its own echo.

    ``documents`` are those that hold what is selected in the views of the project; ``None`` where nothing is.
    """

    changed = Signal(object)  # the object that changed it
    concerned = Signal()  # other documents are the ones that hold what is selected in the views

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document: int | None = None
        self.caret = 0
        self.spans: tuple[Span, ...] = ()
        self.records: tuple[int, ...] = ()
        self.documents: frozenset[int] | None = None

    @property
    def primary(self) -> int | None:
        """The id of the first selected record."""
        return self.records[0] if self.records else None

    def set(
        self,
        by: object,
        *,
        document: int | None = None,
        caret: int | None = None,
        spans: tuple[Span, ...] | None = None,
        records: tuple[int, ...] | None = None,
    ) -> None:
        """Change the given parts (the others stay) and tell everybody, if anything is different afterwards.

        Another ``document`` begins with nothing selected.
        """
        before = (self.document, self.caret, self.spans, self.records)
        if document is not None and document != self.document:
            self.document, self.caret, self.spans, self.records = document, 0, (), ()
        if caret is not None:
            self.caret = caret
        if spans is not None:
            self.spans = spans
        if records is not None:
            self.records = records
        if before != (self.document, self.caret, self.spans, self.records):
            self.changed.emit(by)

    def concern(self, documents: frozenset[int] | None) -> None:
        """These documents hold what is selected in the views."""
        if documents != self.documents:
            self.documents = documents
            self.concerned.emit()

    def clear(self, by: object) -> None:
        """Nothing is open, nothing is selected."""
        self.document, self.caret, self.spans, self.records = None, 0, (), ()
        self.changed.emit(by)
