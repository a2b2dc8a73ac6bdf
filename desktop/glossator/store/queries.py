"""The questions that may be asked of an open project; the answers are plain values."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from typing import Any

from glossator.core.annotations import AnnotationSet, Entity, Mention, Note, Relation
from glossator.core.changes import Change, Record
from glossator.core.documents import Document
from glossator.core.errors import GlossatorError
from glossator.core.history import Step
from glossator.core.layers import EVERYBODY, Whose
from glossator.core.lens import Lens
from glossator.core.scheme import Scheme
from glossator.store import (
    anchors,
    entangled,
    exporting,
    journal,
    listing,
    past,
    reading,
    remembering,
    rows,
    search,
    summaries,
    uses,
)
from glossator.store.alike import Alike
from glossator.store.anchors import Anchor
from glossator.store.driver import Database
from glossator.store.exporting import ExportDocument
from glossator.store.lensed import Lensed
from glossator.store.listing import BY_NAME, DocumentRow, DocumentsWanted, holding
from glossator.store.past import HistoryRow
from glossator.store.rows import Names
from glossator.store.search import Found, Order, Wanted
from glossator.store.seen import EntityRow, Seen
from glossator.store.summaries import EntityCount, LabelCount, RelationPair
from glossator.store.uses import Use

_PAGE = 500


class Queries:
    """Read-only questions to one project file.

    Every one may raise :class:`GlossatorError` when the file cannot be read.
    """

    def __init__(self, database: Database, names: Names) -> None:
        self._database = database
        self._names = names
        self.order = listing.Order(database)

    @property
    def alike(self) -> Alike:
        """The questions for what is alike in all documents."""
        return Alike(self._database, self._names)

    def seen(self, whose: Whose) -> Seen:
        """The questions whose answers hold only what ``whose`` lets one see."""
        return Seen(self._database, self._names, whose, self.entities)

    def under(self, lens: Lens, scheme: Scheme) -> Lensed:
        """The questions about what a lens takes of the project, whose scheme is told."""
        return Lensed(self._database, self._names, lens, scheme)

    def title(self) -> str:
        """What the project is called."""
        return str(self._database.one("SELECT value FROM meta WHERE key='title'")[0])

    def kept(self, name: str) -> Any | None:
        """What the project remembers under this name, a value as JSON has it; ``None`` where that is nothing."""
        return remembering.remembered(self._database, name)

    def source_bytes(self, digest: str) -> bytes | None:
        """The bytes that documents with this ``source_digest`` were imported from; ``None`` where not kept."""
        return remembering.source_bytes(self._database, digest)

    # --- documents ----------------------------------------------------------------------------------------------------

    def documents(
        self,
        *,
        text: str = "",
        statuses: Collection[str] = (),
        labels: Collection[str] = (),
        whose: Whose = EVERYBODY,
        among: Collection[int] | None = None,
        offset: int = 0,
        limit: int | None = None,
    ) -> list[DocumentRow]:
        """Documents by name: those whose name holds ``text`` (capitals do not matter), in one of ``statuses``, with a
        mention of one of ``labels`` (ids) that ``whose`` lets one see; where one is empty, all.  Of those ``among``
        these ids, where that is given.
        """
        wanted = DocumentsWanted(text, statuses, labels, whose, among)
        end = -1 if limit is None else limit
        return listing.page(self._database, self._names, self.order, wanted, offset, end)

    def document_ids(
        self,
        *,
        text: str = "",
        statuses: Collection[str] = (),
        labels: Collection[str] = (),
        whose: Whose = EVERYBODY,
    ) -> list[int]:
        """The ids of all these documents, by name."""
        wanted = DocumentsWanted(text, statuses, labels, whose)
        return listing.ids(self._database, self._names, self.order, wanted)

    def document_count(
        self,
        *,
        text: str = "",
        statuses: Collection[str] = (),
        labels: Collection[str] = (),
        whose: Whose = EVERYBODY,
    ) -> int:
        """How many of these documents the project has."""
        return listing.count(self._database, self._names, DocumentsWanted(text, statuses, labels, whose))

    def document(self, document_id: int) -> Document | None:
        """The document with this id."""
        return next(iter(reading.documents(self._database, "id=?", (document_id,))), None)

    def find_document(self, digest: str) -> Document | None:
        """A document whose text has this digest."""
        where = "text=(SELECT key FROM text WHERE digest=?) ORDER BY id LIMIT 1"
        return next(iter(reading.documents(self._database, where, (bytes.fromhex(digest),))), None)

    def text_of(self, document_id: int) -> str:
        """The text of a document; :class:`GlossatorError` when there is no such document."""
        text = reading.text_of(self._database, document_id)
        if text is None:
            raise _no_document()
        return text

    def annotations(self, document_id: int) -> AnnotationSet:
        """A document with all that is said of it; :class:`GlossatorError` when there is no such document."""
        document = self.document(document_id)
        if document is None:
            raise _no_document()
        with self._database.still():
            return reading.whole(self._database, self._names, document)

    def texts(self) -> Generator[tuple[Document, str], None, None]:
        """Every document with its text, by name, one at a time."""
        with self._database.still():
            for document in self._all_documents():
                yield document, self.text_of(document.id)

    def search(self, wanted: Wanted, *, order: Order = "best", offset: int = 0, limit: int = 20) -> Found:
        """A page of the documents whose text has the words that are wanted; where they stand in it,
        :func:`glossator.core.folding.places` tells.
        """
        return search.found(self._database, self._names, wanted, order, (limit, offset))

    def documents_with(self, anchor: Anchor) -> Iterator[int]:
        """The ids of the documents in which a search may find what it asks for, some hundred at a time."""
        return anchors.documents(self._database, self._names, anchor)

    def search_count(self, wanted: Wanted) -> int:
        """How many documents a search finds in all; where there are many, this takes a moment."""
        return search.count(self._database, self._names, wanted)

    # --- records ------------------------------------------------------------------------------------------------------

    def record(self, record_id: int) -> Record | None:
        """The mention, relation, entity, note or document with this id."""
        return reading.record(self._database, self._names, record_id)

    def mentions_by_id(self, ids: Iterable[int]) -> dict[int, Mention]:
        """Those of these mentions that are there."""
        wanted = (reading.id_list(list(ids)),)
        found = reading.mentions(self._database, self._names, reading.BY_IDS, wanted)
        return {each.id: each for each in found}

    def known_ids(self, ids: Iterable[int]) -> list[int]:
        """Those of these ids under which there is a document, mention, relation, entity or note."""
        return reading.known_ids(self._database, list(ids))

    def notes_on(self, target: int) -> list[Note]:
        """The notes on a record, the oldest first."""
        return reading.notes(self._database, self._names, "target=? ORDER BY created, id", (target,))

    def notes_on_entities(self) -> list[Note]:
        """The notes on identities, judgements among them, the oldest first."""
        return reading.notes(self._database, self._names, "document IS NULL ORDER BY created, id")

    def notes_on_each(self, targets: Iterable[int]) -> dict[int, list[Note]]:
        """The notes on these records, the oldest first; records without one are left out."""
        wanted = (reading.id_list(list(targets)),)
        where = "target IN (SELECT value FROM json_each(?)) ORDER BY created, id"
        found: dict[int, list[Note]] = {}
        for note in reading.notes(self._database, self._names, where, wanted):
            found.setdefault(note.target, []).append(note)
        return found

    def entity(self, entity_id: int) -> Entity | None:
        """The entity with this id."""
        return self.entities_by_id([entity_id]).get(entity_id)

    def entities_by_id(self, ids: Iterable[int]) -> dict[int, Entity]:
        """Those of these entities that are there."""
        wanted = (reading.id_list(list(ids)),)
        found = reading.entities(self._database, self._names, reading.BY_IDS, wanted)
        return {each.id: each for each in found}

    def entities(self, *, text: str = "", type: str = "", limit: int | None = None) -> list[EntityRow]:  # noqa: A002
        """Entities whose name or one of whose aliases holds ``text`` (capitals do not matter), those with most mentions
        first.
        """
        held, values = holding(text, "name", "aliases")
        if type:
            held, values = f"({held}) AND type=?", (*values, type)
        # The most used ones first; where only some are wanted, these are looked for first.
        tables = ("entity", "stat_entity AS s") if values else ("stat_entity AS s", "entity")
        found = self._database.rows(
            f"SELECT {rows.ENTITIES}, mentions, documents FROM {' CROSS JOIN '.join(tables)} ON s.entity=entity.id"
            f" WHERE {held} ORDER BY mentions DESC, name COLLATE NOCASE, id LIMIT ?",
            (*values, -1 if limit is None else limit),
        )
        with reading.understood():
            return [EntityRow(rows.entity(row[:-2], self._names), row[-2], row[-1]) for row in found]

    def unused_entities(self) -> list[int]:
        """Ids of the entities that no mention refers to."""
        unused = "SELECT entity FROM stat_entity WHERE mentions=0 ORDER BY entity"
        return [found for (found,) in self._database.rows(unused)]

    # --- history ------------------------------------------------------------------------------------------------------

    def change(self, change_id: int) -> Change | None:
        """The whole Change with this id, as the journal has it (without the texts of its documents)."""
        return journal.find(self._database, change_id)

    def steps(self, author: str | None = None, limit: int = 10_000) -> list[Step]:
        """The last steps, the oldest first, as :class:`~glossator.core.history.History` takes them: with an ``author``
        that author's, and those of others that take something back.

        The Change that made the project is not among them: it cannot be undone.
        """
        return past.steps(self._database, self._names, author, limit)

    def history_row(self, change_id: int) -> HistoryRow | None:
        """The line of the history for a step; ``None`` for one that is not known."""
        return past.row_of(self._database, change_id)

    def last_step_on(self, record_id: int) -> HistoryRow | None:
        """The step that made a mention or relation what it is now; ``None`` where there is no such record."""
        return past.last_step_on(self._database, record_id)

    def documents_left_by(self, place: int) -> int:
        """How many documents are what the step at this place of the journal made of them; a walk over all of them."""
        return int(self._database.one("SELECT count(*) FROM document WHERE ver=?", (place,))[0])

    def history(
        self,
        *,
        before: int | None = None,
        limit: int = 200,
        document: int | None = None,
        record: past.Key | None = None,
        author: str | None = None,
        since: int | None = None,
        until: int | None = None,
        text: str = "",
    ) -> list[HistoryRow]:
        """What was done, the newest first: what came before the Change ``before``, and the rest as
        :class:`~glossator.store.past.Wanted` has it.
        """
        wanted = past.Wanted(document, record, author, since, until, text)
        return past.history(self._database, self._names, wanted, before, limit)

    def history_page(
        self, wanted: past.Wanted, *, before: int | None, limit: int = 200, effort: int = past.EFFORT
    ) -> past.HistoryPage:
        """Some of the steps that are ``wanted``, the newest first, from those before the place ``before`` in the
        journal on (``None``: the end).  So many steps are looked through as ``effort`` says, some milliseconds of work,
        and fewer may be found than there are: then it says from where to ask on.
        """
        return past.page(self._database, self._names, wanted, before, limit, effort=effort)

    def history_at(self, places: Sequence[int]) -> list[HistoryRow]:
        """The steps at these places in the journal, the newest first."""
        return past.rows_at(self._database, places)

    def people(self) -> list[past.Person]:
        """Who made steps in this project, those with most steps first."""
        return past.people(self._database)

    def authors(self) -> list[str]:
        """Who may have said something: the names on steps and on records; empty is the name of those without one."""
        return past.names(self._database)

    def place_at(self, moment: int) -> int | None:
        """The place in the journal of the last step made until ``moment`` (UTC, milliseconds since 1970)."""
        return past.place_at(self._database, moment)

    def last_of_chain(self, change_id: int) -> tuple[int, bool]:
        """Of the Changes that take back ``change_id``, and each other, the last one (itself where there is none), and
        whether ``change_id`` is taken back now.
        """
        return past.last_of_chain(self._database, change_id)

    def called(self, record_id: int) -> str:
        """What people call a record: a quotation or a name; of one that is not there any more, that it is not."""
        record = self.record(record_id)
        match record:
            case None:
                return "something deleted"
            case Mention():
                return record.quote
            case Note():
                return record.body
            case Relation():
                return record.type
        return record.name

    def holders(self, change_id: int) -> list[HistoryRow]:
        """The later steps that must be taken back before this Change can be, the newest first; of very many the
        newest ones.
        """
        return entangled.holders(self._database, change_id)

    # --- counts -------------------------------------------------------------------------------------------------------

    def label_counts(self, document: int | None = None) -> list[LabelCount]:
        """Mentions by label, subtype and level, the most frequent first."""
        return summaries.label_counts(self._database, self._names, document)

    def entity_counts(self, document: int | None = None, limit: int = 50) -> list[EntityCount]:
        """Mentions by entity, the most frequent first; those without one go by label and quoted text."""
        return summaries.entity_counts(self._database, self._names, document, limit)

    def relation_count(self) -> int:
        """How many relations and events the project has."""
        return int(self._database.one("SELECT coalesce(sum(relations), 0) FROM stat_document")[0])

    def relation_pairs(self, document: int | None = None) -> list[RelationPair]:
        """Relations by type and the labels of their ends, events by type, trigger, role and filler; the most frequent
        first.
        """
        return summaries.relation_pairs(self._database, self._names, document)

    def mentions_where(
        self,
        *,
        label: str | None = None,
        subtype: str | None = None,
        levels: Collection[str] | None = None,
        entity: int | None = None,
        identified: bool | None = None,
        quote: str | None = None,
        document: int | None = None,
        offset: int = 0,
        limit: int = 200,
    ) -> list[Mention]:
        """A page of the mentions for which all that is given holds, by document and place.

        Their level is one of ``levels`` (empty text: none is stated); ``identified`` says whether they have an entity.
        """
        wanted = summaries.MentionsWanted(label, subtype, levels, entity, identified, quote, document)
        return summaries.mentions_where(self._database, self._names, wanted, (limit, offset))

    def relations_where(
        self,
        *,
        type: str | None = None,  # noqa: A002 - it is the field's name
        first_label: str | None = None,
        second_label: str | None = None,
        role: str | None = None,
        is_event: bool | None = None,
        document: int | None = None,
        offset: int = 0,
        limit: int = 200,
    ) -> list[Relation]:
        """A page of the relations for which all that is given holds, by document and age.  The ends are meant as in
        :meth:`relation_pairs`: of an event they are the trigger and any filler, or one in this ``role``.
        """
        wanted = summaries.RelationsWanted(type, first_label, second_label, role, is_event, document)
        return summaries.relations_where(self._database, self._names, wanted, (limit, offset))

    # --- what uses an item of the scheme ------------------------------------------------------------------------------

    def uses_of_label(self, label: str) -> list[Use]:
        """How many mentions have this label (id), by document, the most first."""
        return uses.of_label(self._database, self._names, label)

    def uses_of_type(self, type_id: str) -> list[Use]:
        """How many relations or events are of this type (id), by document, the most first."""
        return uses.of_type(self._database, self._names, type_id)

    def mentions_labelled(self, label: str) -> Iterator[Mention]:
        """Every mention with this label, by document and place; some thousands are in memory at once."""
        return uses.mentions(self._database, self._names, label)

    def relations_of_type(self, type_id: str) -> Iterator[Relation]:
        """Every relation or event of this type, by document and age; some thousands are in memory at once."""
        return uses.relations(self._database, self._names, type_id)

    def records_with(self, attribute: str) -> Iterator[Mention | Relation]:
        """Every mention and relation that has a value of this attribute (id).  Every record is looked at."""
        return uses.with_attribute(self._database, self._names, attribute)

    def entities_of_type(self, label: str) -> list[Entity]:
        """The identities whose type is this label (id)."""
        return uses.entities(self._database, self._names, label)

    # --- everything ---------------------------------------------------------------------------------------------------

    def export_documents(self) -> Iterator[AnnotationSet]:
        """Every document with all that is said of it, by name, one at a time."""
        with self._database.still():
            for document in self._all_documents():
                yield reading.whole(self._database, self._names, document)

    def export_rows(self, documents: Iterable[int] | None = None) -> Generator[ExportDocument, None, None]:
        """Every document (or these) as bare rows, by name, one at a time: several times as fast as records."""
        with self._database.still():
            if documents is None:
                chosen = self._all_documents()
            else:
                chosen = iter([found for each in documents if (found := self.document(each))])
            yield from exporting.bare(self._database, self._names, chosen)

    def _all_documents(self) -> Iterator[Document]:
        last = ("", -1)
        while page := reading.documents(
            self._database,
            f"(name COLLATE NOCASE, id) > (?, ?) ORDER BY {BY_NAME} LIMIT {_PAGE}",
            last,
        ):
            yield from page
            last = (page[-1].name, page[-1].id)


def _no_document() -> GlossatorError:
    return GlossatorError(
        "This document is no longer in the project.", remedy="Choose another one in the documents list."
    )
