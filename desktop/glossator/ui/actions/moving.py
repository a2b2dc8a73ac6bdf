"""Going about: from mention to mention, from document to document, and back to where one came from."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog

from glossator import retrospect
from glossator.analysis.citation import citation
from glossator.core import edits
from glossator.core.annotations import AnnotationSet, Entity, Mention, Note, Relation
from glossator.core.changes import Change
from glossator.core.documents import Document, Status
from glossator.core.errors import Refused
from glossator.core.pagination import page_at, pages_of
from glossator.core.spans import Span
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.perusing import Perusing
from glossator.ui.settings import Settings

_PLACES_KEPT = 100


class Place(NamedTuple):
    """Where the analyst was: a document and an offset in it."""

    document: int
    offset: int


class Moving(QObject):
    """Opens documents and brings the page to places; remembers the way."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__(desk)
        self._desk = desk
        self._settings = settings
        self._way: list[Place] = []
        self._shown: AnnotationSet | None = None
        self.perusing = Perusing(desk)
        desk.page.whose_work = self._whose_work
        self.listed: Callable[[], Mapping[str, Any]] = (
            dict  # what the list of documents asks for; nothing: all
        )

    def open_document(self, document_id: int) -> bool:
        """Load a document and show it where it was left; the one before is remembered for ``back``."""
        desk = self._desk
        if desk.selection.document == document_id and desk.annotations is not None:
            return True
        bench = desk.need_bench()
        self.leave()
        gc.unfreeze()
        if not desk.attempt(lambda: bench.open_document(document_id)) or bench.current is None:
            return False
        gc.freeze()  # the records of a large document are no garbage: looking through them would stop the page
        desk.selection.set(self, document=document_id)
        self._shown = bench.current
        desk.page.show_article(bench.current, bench.scheme, bench.ask.entity)
        desk.page.restore_place(self._settings.place(document_id))
        desk.signals.document_opened.emit(document_id)
        return True

    def _whose_work(self, record: Mention | Relation) -> str:
        """Who made a record, and who else changed it last."""
        bench = self._desk.bench
        other = retrospect.changed_by(bench, record) if bench is not None else ""
        by = f"by {record.author}" if record.author else ""
        return ", ".join(filter(None, (by, f"changed by {other}" if other else "")))

    def show_anew(self) -> None:
        """The open document may have been read anew, or be gone: show it as it is now, at the same place."""
        desk = self._desk
        bench = desk.need_bench()
        if bench.current is None and desk.selection.document is not None:
            desk.selection.clear(self)
            desk.page.show_article(None, None)
        elif bench.current is not self._shown:
            place = desk.page.scroll_place()
            desk.page.show_article(bench.current, bench.scheme, bench.ask.entity)
            desk.page.restore_place(place)
        self._shown = bench.current

    def open_where_left(self) -> None:
        """Open the document that was left last in this project; the first of the list where none is known."""
        ask = self._desk.need_bench().ask
        known = next((each for each in self._settings.last_documents() if ask.document(each)), None)
        first = ask.documents(limit=1)
        if known is not None or first:
            self.open_document(known if known is not None else first[0].document.id)

    def leave(self) -> None:
        """Remember the place in the open document, on this workstation and for ``back``."""
        annotations = self._desk.annotations
        if annotations is not None:
            self._settings.remember_place(annotations.document.id, self._desk.page.scroll_place())
            self._step_from_here()

    def go_to(self, document_id: int, span: Span | None = None, record_id: int | None = None) -> None:
        """Bring the page to a span or a record of a document."""
        self._step_from_here()
        if not self.open_document(document_id):
            return
        annotations = self._desk.need_annotations()
        if record_id in annotations.mentions:
            self._desk.page.select_mention(record_id)
        elif record_id in annotations.relations:
            self._show_relation(record_id)
        elif span is not None:
            self._desk.page.select(span)
        self._desk.page.setFocus()

    def go_to_record(self, record_id: int) -> None:
        """Bring the page to a mention or relation, in whichever document it stands; to a document; or to the first
        mention of an identity.
        """
        annotations = self._desk.annotations
        if annotations is not None and (
            record_id in annotations.mentions or record_id in annotations.relations
        ):
            self.go_to(annotations.document.id, record_id=record_id)
            return
        found = self._desk.need_bench().ask.record(record_id)
        if isinstance(found, Entity):
            found = next(iter(self._desk.need_bench().seen.mentions_where(entity=found.id, limit=1)), None)
        if isinstance(found, Mention | Relation):
            self.go_to(found.document, record_id=found.id)
        elif isinstance(found, Document):
            self.go_to(found.id)
        else:
            self._desk.said.emit("There is no place that this leads to.", True)

    def show_change(self, change: Change) -> None:
        """Bring the page to what a change touched in the open document, so that an undo is never out of sight."""
        annotations, page = self._desk.annotations, self._desk.page
        if annotations is None:
            return
        touched = (*change.added, *change.removed)
        ids = [each.target if isinstance(each, Note) else each.id for each in touched]
        ends = [end for each in touched if isinstance(each, Relation) for end in each.mentions()]
        gone = (each for each in touched if isinstance(each, Mention))
        if (known := next((each for each in ids if each in annotations.mentions), None)) is not None:
            page.select_mention(known)
        elif (known := next((each for each in ids if each in annotations.relations), None)) is not None:
            self._show_relation(known)
        elif (known := next((each for each in ends if each in annotations.mentions), None)) is not None:
            page.select_mention(known)
        elif (lost := next(gone, None)) is not None and lost.document == annotations.document.id:
            page.select(Span(lost.start, lost.start))

    def step_mention(self, step: int) -> None:
        """The next (1) or previous (-1) mention in the text."""
        desk = self._desk
        annotations = desk.annotations
        if annotations is None:
            return
        found = annotations.neighbour(desk.selection.primary, desk.selection.caret, step)
        if found is None:
            where = "after" if step > 0 else "before"
            desk.said.emit(f"There is no mention {where} this place.", True)
        else:
            desk.page.select_mention(found.id)

    def back(self) -> None:
        """To the place the last jump started from."""
        if not self._way:
            self._desk.said.emit("There is no place to go back to.", True)
            return
        place = self._way.pop()
        if self.open_document(place.document):
            self._desk.page.select(Span(place.offset, place.offset))
        self._desk.page.setFocus()

    def step_document(self, step: int) -> None:
        """The next (1) or previous (-1) document of the list, through its filter; the open one need not be in it."""
        ask = self._desk.need_bench().ask
        ids = ask.document_ids()
        here = self._desk.selection.document
        place = ids.index(here) + step if here in ids else 0
        listed = self.listed()
        if listed:
            let_through = set(ask.document_ids(**listed))
            while 0 <= place < len(ids) and ids[place] not in let_through:
                place += step
        if 0 <= place < len(ids):
            self.open_document(ids[place])
            self._desk.page.setFocus()
        else:
            self._desk.said.emit(
                "That was the last document." if step > 0 else "This is the first document.", True
            )

    def set_status(self, status: Status, document_id: int | None = None) -> bool:
        """Mark a document (the open one where none is named)."""
        desk = self._desk

        def make() -> Change:
            bench = desk.need_bench()
            old = self._document(document_id)
            return edits.edit_document(old, replace(old, status=status), by=bench.hand)

        return desk.perform(make) is not None

    def done_and_next(self) -> None:
        """Mark the open document done, and open the next; not by a key meant for a strip that had ended."""
        ended_at, self._desk.ended_at = self._desk.ended_at, None
        if ended_at is not None and ended_at == self._desk.standing:
            told = (
                "The event is made already. Ctrl+Enter once more marks the document done and opens the next."
            )
            self._desk.said.emit(told, False)
            return
        annotations = self._desk.annotations
        if annotations is None or annotations.document.status == "done" or self.set_status("done"):
            here = self._desk.selection.document
            self.step_document(1)
            if here is not None and self._desk.selection.document == here:
                self._desk.said.emit("Done. This was the last document of the list.", False)

    def ask_page(self) -> None:
        """Ask for the number of a page of the file that the open document came from, and go there."""
        desk = self._desk

        def work() -> None:
            begins = pages_of(desk.need_annotations().document)
            if not begins:
                raise Refused("This document has no pages.", remedy="Texts out of PDFs have them.")
            dialog = QInputDialog(desk.window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.setWindowTitle("Go to a page")
            dialog.setInputMode(QInputDialog.InputMode.IntInput)
            dialog.setIntRange(1, len(begins))
            dialog.setIntValue(max(1, page_at(begins, desk.selection.caret)))
            dialog.setLabelText(f"Page, of {len(begins):,}")
            dialog.intValueSelected.connect(lambda page: self.go_to_page(begins, page))
            dialog.open()

        desk.attempt(work)

    def go_to_page(self, begins: Sequence[int], page: int) -> None:
        """Show where a page (from 1) of those that begin there begins."""
        self._step_from_here()
        self._desk.page.put_caret(begins[page - 1])

    def copy_citation(self) -> None:
        """Quotation, document, paragraph, source, date and grade of what is selected, for the clipboard."""
        desk = self._desk

        def work() -> None:
            annotations = desk.need_annotations()
            mention = desk.mention
            spans = mention.fragments if mention else desk.spans
            if not spans:
                raise Refused("Select the words that should be cited.")
            QGuiApplication.clipboard().setText(citation(annotations.document, annotations.text, spans))
            desk.said.emit("The citation is on the clipboard.", False)

        desk.attempt(work)

    def _document(self, document_id: int | None) -> Document:
        if document_id is None:
            return self._desk.need_annotations().document
        found = self._desk.need_bench().ask.document(document_id)
        if found is None:
            raise Refused("This document is no longer in the project.")
        return found

    def _show_relation(self, relation_id: int) -> None:
        annotations = self._desk.need_annotations()
        held = [annotations.mentions[each] for each in annotations.relations[relation_id].mentions()]
        if held:
            self._desk.page.reveal(held[0].fragments[0])
        self._desk.selection.set(self, records=(relation_id,), spans=())

    def _step_from_here(self) -> None:
        desk = self._desk
        if desk.selection.document is None:
            return
        place = Place(desk.selection.document, desk.selection.caret)
        if not self._way or self._way[-1] != place:
            self._way.append(place)
            del self._way[:-_PLACES_KEPT]
