"""A project seen through a lens: counts, lists and records of what it takes, from kept counts where these tell them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import NamedTuple

from glossator.core.annotations import Mention, Relation
from glossator.core.documents import Document
from glossator.core.lens import NOTHING, Lens, MentionPick, Pick, RelationPick
from glossator.core.scheme import Scheme
from glossator.store import reading, summaries
from glossator.store.conditions import Conditions, Question, all_of
from glossator.store.counting import LEVEL, counted_pairs
from glossator.store.driver import Database
from glossator.store.rows import Names
from glossator.store.summaries import EntityCount, LabelCount, MentionsWanted, RelationPair, RelationsWanted

_AT_ONCE = 5_000  # records that are in memory while all are gone through
_PART = 25  # of so many mentions one is taken or more: then all are passed over in the order of an index
_FEW = 20  # documents that are looked for one by one
_PAIRED = """SELECT (SELECT coalesce(sum(n), 0) FROM stat_pair WHERE role='')=(SELECT coalesce(sum(relations), 0)
    FROM stat_document)-(SELECT count(*) FROM relation WHERE "trigger" IS NOT NULL)"""


class Totals(NamedTuple):
    """How much there is in the scope of a lens, whatever its filters say."""

    documents: int
    mentions: int
    relations: int


class Lensed(Conditions):
    """Read-only questions about what a lens takes; each may raise :class:`GlossatorError`, as those of a project."""

    def __init__(self, database: Database, names: Names, lens: Lens, scheme: Scheme) -> None:
        super().__init__(names, lens, scheme)
        self.database = database

    def interruptible(self, look: Callable[[], object]) -> AbstractContextManager[None]:
        """While it is open, ``look`` is called every now and then in long questions; what it raises ends them."""
        return self.database.told(lambda _: look()) if self.database.read_only else nullcontext()

    # --- counts -------------------------------------------------------------------------------------------------------

    def totals(self) -> Totals:
        """How much there is in the scope, without the filters; what is hidden is not there."""
        if not self.lens.whose.is_everybody:
            scope = Lensed(self.database, self.names, self.lens.scope, self.scheme)
            return Totals(scope.document_count(), scope.mention_count(), scope.relation_count())
        if self.lens.document is None:
            mentions = self.database.one("SELECT coalesce(sum(n), 0) FROM stat_label")[0]
            documents, relations = self.database.one(
                "SELECT count(*), coalesce(sum(relations), 0) FROM stat_document"
            )
            return Totals(documents, mentions, relations)
        found = self.database.one(
            "SELECT 1, mentions, relations FROM stat_document WHERE document=?", (self.lens.document,)
        )
        return Totals(*found) if found else Totals(0, 0, 0)

    def near(self, documents: str, question: Question) -> Lensed:
        """The same of the documents (a question for their ids) alone, as far as they are taken: where few records are
        asked for, all documents would cost more to be looked at.
        """
        where = f"d.id IN ({documents}) AND {self.of_documents(question, '+d')}"
        found = self.database.rows(f"SELECT d.id FROM document AS d WHERE {where}", question.values)
        named = frozenset(document for (document,) in found) or NOTHING
        lens = replace(self.lens, documents=named, since="", until="")
        lens = replace(lens, reliability=frozenset(), statuses=frozenset())
        return Lensed(self.database, self.names, lens, self.scheme)

    def takes_documents(self, documents: Collection[int]) -> set[int]:
        """Those of these documents (ids) that are taken."""
        question = Question()
        where = f"d.id IN {question.among(sorted(documents))} AND {self.of_documents(question)}"
        found = self.database.rows(f"SELECT d.id FROM document AS d WHERE {where}", question.values)
        return {document for (document,) in found}

    def document_count(self) -> int:
        """How many documents are taken."""
        question = Question()
        where = self.of_documents(question)
        return int(self.database.one(f"SELECT count(*) FROM document AS d WHERE {where}", question.values)[0])

    def mention_count(self) -> int:
        """How many mentions are taken."""
        if self.lens.is_open:
            return self.totals().mentions
        question = Question()
        if self.lens.asks_of_records:
            sql = f"SELECT count(*) FROM mention AS m WHERE {self.of_mentions(question)}"
        elif not self.lens.asks_of_documents:
            sql = f"SELECT coalesce(sum(n), 0) FROM stat_label WHERE {self.label_in('label')}"
        else:
            where = all_of([self.in_documents(question, "document"), self.label_in("label")])
            sql = f"SELECT coalesce(sum(mentions), 0) FROM stat_document_label WHERE {where}"
        return int(self.database.one(sql, question.values)[0])

    def identity_count(self) -> int:
        """How many identities have mentions that are taken."""
        if self.lens.is_empty:
            return int(self.database.one("SELECT count(*) FROM stat_entity WHERE mentions>0")[0])
        question = Question()
        where = self.of_mentions(question, self._walked)
        sql = f"SELECT count(DISTINCT m.entity) FROM mention AS m WHERE m.entity IS NOT NULL AND {where}"
        return int(self.database.one(sql, question.values)[0])

    def relation_count(self) -> int:
        """How many relations and events are taken."""
        if self.lens.is_open:
            return self.totals().relations
        question = Question()
        if self.lens.asks_of_records or self.lens.labels:
            sql = f"SELECT count(*) FROM relation AS r WHERE {self.of_all_relations(question)}"
        else:
            where = self.in_documents(question, "document")
            sql = f"SELECT coalesce(sum(relations), 0) FROM stat_document WHERE {where}"
        return int(self.database.one(sql, question.values)[0])

    def label_counts(self) -> list[LabelCount]:
        """Mentions by label, subtype and level, the most frequent first."""
        if self.lens.is_open:
            return summaries.label_counts(self.database, self.names, self.lens.document)
        question, counted = Question(), []
        if not self.lens.asks_of_documents and not self.lens.asks_of_records:
            counted.append(f"SELECT label, subtype, level, n FROM stat_label WHERE {self.label_in('label')}")
        else:
            parted = "TRUE"
            if (
                not self.lens.asks_of_records
            ):  # those of which nothing more is told are counted by document already
                parted = "label IN (SELECT label FROM stat_label WHERE n>0 AND subtype||level<>'')"
                where = all_of([self.in_documents(question, "document"), self.label_in("label")])
                counted.append(
                    "SELECT label, '' AS subtype, '' AS level, sum(mentions) AS n FROM stat_document_label"
                    f" WHERE {where} AND NOT {parted} GROUP BY label"
                )
            counted.append(
                f"SELECT label, subtype, {LEVEL} AS level, count(*) AS n FROM mention AS m"
                f" WHERE {all_of([parted, self.of_mentions(question)])} GROUP BY label, subtype, level"
            )
        found = self.database.rows(
            f"{' UNION ALL '.join(counted)} ORDER BY n DESC, label, subtype, level", question.values
        )
        return [LabelCount(self.names.items[label], *rest) for label, *rest in found]

    def entity_counts(
        self,
        limit: int = 50,
        *,
        entities: Sequence[int] | None = None,
        quotes: bool = True,
        nameless: Collection[str] = (),
    ) -> list[EntityCount]:
        """Mentions by entity, the most frequent first; those without one go by label and quoted text.  With
        ``entities`` only these, as far as they have mentions that are taken; without ``quotes`` only identities.
        Words with a label that is ``nameless`` stand for nobody and are left out.
        """
        if entities is None and quotes and self.lens.is_open:
            return summaries.entity_counts(self.database, self.names, self.lens.document, limit, nameless)
        if entities is None and self.lens.is_empty:
            return summaries.identity_counts(self.database, self.names, limit)
        if entities is not None and self.lens.is_empty:
            return summaries.counts_of(self.database, self.names, entities)[:limit]
        question = Question()
        if entities is not None and self.lens.asks_of_origin:
            their = f"SELECT document FROM mention WHERE entity IN {question.among(entities)}"
            return self.near(their, question).entity_counts(limit, entities=entities)
        where = self.of_mentions(question, self.by_entity if entities is not None else self._walked)
        only = f"m.entity IN {question.among(entities)}" if entities is not None else "m.entity IS NOT NULL"
        first = self.is_seen(question, "f")
        # an entity that is of no type stands with the label of its first mention
        found = self.database.rows(
            "SELECT entity, name, type, n, documents, CASE WHEN type='' THEN (SELECT label FROM mention AS f"
            f" WHERE entity=top.entity AND {first} ORDER BY document, start LIMIT 1) END"
            " FROM (SELECT m.entity, count(*) AS n,"
            f" count(DISTINCT m.document) AS documents FROM mention AS m WHERE {only} AND {where} GROUP BY m.entity"
            f" ORDER BY n DESC, m.entity LIMIT {question.put(limit)}) AS top JOIN entity ON entity.id=top.entity",
            question.values,
        )
        counts = [
            EntityCount(entity, name, type_ or self.names.items[label], n, documents)
            for entity, name, type_, n, documents, label in found
        ]
        if entities is None and quotes:
            counts += self._quotes(limit, nameless)
        return sorted(counts, key=lambda each: (-each.mentions, each.name, each.label))[:limit]

    def _quotes(self, limit: int, nameless: Collection[str]) -> list[EntityCount]:
        question = Question()
        but = question.among(self.names.known_label(each) for each in nameless)
        if not self.lens.asks_of_documents and not self.lens.asks_of_records:
            counted = (
                "SELECT quote, label, mentions AS n, documents FROM stat_quote"
                f" WHERE {all_of([f'label NOT IN {but}', self.label_in('label')])}"
            )
        else:
            where = self.of_mentions(question, self._walked)
            counted = (
                "SELECT quote, label, count(*) AS n, count(DISTINCT document) FROM mention AS m WHERE entity IS NULL"
                f" AND label NOT IN {but} AND {where} GROUP BY quote, label"
            )
        found = self.database.rows(
            f"{counted} ORDER BY n DESC, quote, label LIMIT {question.put(limit)}", question.values
        )
        return [EntityCount(None, quote, self.names.items[label], *rest) for quote, label, *rest in found]

    def quote_count(self, quote: str, label: str) -> EntityCount | None:
        """How many mentions without an entity that are taken read so; ``None`` for none."""
        question = Question()
        if self.lens.asks_of_origin:
            same = f"quote={question.put(quote)} AND label={self.names.known_label(label)} AND entity IS NULL"
            return self.near(f"SELECT document FROM mention WHERE {same}", question).quote_count(quote, label)
        where = self.of_mentions(question)
        same = f"quote={question.put(quote)} AND label={self.names.known_label(label)}"
        found = self.database.one(
            f"SELECT count(*), count(DISTINCT document) FROM mention AS m WHERE entity IS NULL AND {same} AND {where}",
            question.values,
        )
        return EntityCount(None, quote, label, *found) if found[0] else None

    def relation_pairs(self) -> list[RelationPair]:
        """Relations by type and the labels of their ends, events by type, trigger, role and filler; the most frequent
        first.  Of an event only fillers with a label that is taken.
        """
        if self.lens.is_open:
            return summaries.relation_pairs(self.database, self.names, self.lens.document)
        question = Question()
        columns = "type, role, first_label, second_label"
        if self.lens.asks_of_records:
            counted = counted_pairs(f" AND {self.of_relations(question)}")
        elif self.lens.asks_of_documents:
            are_few = 0 < len(self.lens.chosen) <= _FEW
            where = self.in_documents(question, "document" if are_few else "+document")
            counted = f"SELECT {columns}, count(*) AS n FROM pair WHERE {where} GROUP BY {columns}"
        else:
            counted = f"SELECT {columns}, n FROM stat_pair"
        if self.lens.labels:
            first, second = self.label_in("first_label"), self.label_in("second_label")
            counted = f"SELECT * FROM ({counted}) WHERE {second} AND (role<>'' OR {first})"
        found = self.database.rows(f"{counted} ORDER BY n DESC, {columns}", question.values)
        items = self.names.items
        return [
            RelationPair(items[type_], items[first], items[second], n, role)
            for type_, role, first, second, n in found
        ]

    # --- conditions where very many are taken -------------------------------------------------------------------------

    @property
    def _walked(self) -> str:
        """What rows of ``mention`` are called in conditions: where a good part of all is taken, it costs less to go
        along the index that a question is ordered by than from each document or label to its mentions.
        """
        lens = self.lens
        if lens.chosen or lens.asks_of_records or not (lens.labels or lens.asks_of_documents):
            return "m"
        return "+m" if self.mention_count() * _PART >= self.totals().mentions else "m"

    def of_all_relations(self, question: Question, alias: str = "r") -> str:
        """The condition of :meth:`of_relations` where all that are taken are looked for: kept rows tell what joins
        what, so that of labels only those have to be looked at that may be taken.
        """
        where = self.of_relations(question, alias)
        if not self.lens.labels or self.lens.chosen or not self.database.one(_PAIRED)[0]:
            return where
        other = "NOT IN (SELECT key FROM item WHERE kind='label')"  # an end that is a relation
        first, second = (
            f"({self.label_in(each)} OR s.role='' AND {each} {other})"
            for each in ("s.first_label", "s.second_label")
        )
        same = " AND ".join(f"p.{each}=s.{each}" for each in ("type", "role", "first_label", "second_label"))
        return (
            f"{alias}.id IN (SELECT p.relation FROM stat_pair AS s CROSS JOIN pair AS p ON {same}"
            f" WHERE {second} AND (s.role<>'' OR {first})) AND {where}"
        )

    # --- records ------------------------------------------------------------------------------------------------------

    def documents(self) -> Iterator[Document]:
        """The documents that are taken, by id; some thousands are in memory at once."""
        last = -1
        while True:
            question = Question()
            where = self.of_documents(question)
            page = reading.documents(
                self.database,
                f"id IN (SELECT d.id FROM document AS d WHERE {where} AND d.id>{question.put(last)} ORDER BY d.id"
                f" LIMIT {_AT_ONCE}) ORDER BY id",
                question.values,
            )
            yield from page
            if len(page) < _AT_ONCE:
                return
            last = page[-1].id

    def mentions(self, pick: MentionPick, *, offset: int = 0, limit: int = 200) -> list[Mention]:
        """A page of the mentions that are taken and picked, by document and place."""
        is_plain = pick.ids is None and pick.day is None and not pick.outside and not pick.labels
        if self.lens.is_open and is_plain:
            wanted = MentionsWanted(
                pick.label, None, pick.levels, pick.entity, pick.identified, pick.quote, self._scoped(pick)
            )
            return summaries.mentions_where(self.database, self.names, wanted, (limit, offset))
        question = Question()
        picked = self.picked_mentions(question, pick)
        page = f"LIMIT {question.put(limit)} OFFSET {question.put(offset)}"
        taken = self.of_mentions(question, self.by_entity if pick.entity is not None else "m")
        where = f"{picked} AND {taken} ORDER BY m.document, m.start, m.id {page}"
        return reading.mentions(
            self.database,
            self.names,
            f"id IN (SELECT m.id FROM mention AS m WHERE {where}) ORDER BY document, start, id",
            question.values,
        )

    def relations(self, pick: RelationPick, *, offset: int = 0, limit: int = 200) -> list[Relation]:
        """A page of the relations that are taken and picked, by document and age."""
        is_plain = pick.ids is None and pick.is_bare is None and pick.reliability is None
        if self.lens.is_open and is_plain:
            wanted = RelationsWanted(
                *(
                    pick.type,
                    pick.first_label,
                    pick.second_label,
                    pick.role,
                    pick.is_event,
                    self._scoped(pick),
                )
            )
            return summaries.relations_where(self.database, self.names, wanted, (limit, offset))
        question = Question()
        picked = self.picked_relations(question, pick)
        page = f"LIMIT {question.put(limit)} OFFSET {question.put(offset)}"
        where = f"{picked} AND {self.of_relations(question)} ORDER BY r.document, r.created, r.id {page}"
        return reading.relations(
            self.database,
            self.names,
            f"id IN (SELECT r.id FROM relation AS r{self._along(pick)} WHERE {where}) ORDER BY document, created, id",
            question.values,
        )

    def _along(self, pick: RelationPick) -> str:
        """The index to go along to a page of relations where nothing leads to few of them: in the order of the page, so
        that it ends when the page is full.
        """
        lens = self.lens
        leads = replace(pick, is_bare=None, reliability=None) != RelationPick() or lens.only is not None
        has_index = (
            pick.is_bare is False or lens.certainty or lens.credibility
        )  # of what says something there is one
        return "" if leads or has_index else " INDEXED BY relation_document"

    def relations_around(self, mentions: Sequence[int], limit: int = 5_000) -> list[Relation]:
        """The relations and events that are taken and hold on to any of these mentions, at most so many."""
        question = Question()
        wanted = question.among(mentions)
        where = self.of_relations(question)
        held = (
            f"SELECT relation FROM argument WHERE mention IN {wanted}"
            f' UNION SELECT id FROM relation WHERE "trigger" IN {wanted}'
        )
        return reading.relations(
            self.database,
            self.names,
            f"id IN (SELECT r.id FROM relation AS r WHERE r.id IN ({held}) AND {where} LIMIT {limit})",
            question.values,
        )

    def documents_of(self, pick: Pick) -> set[int]:
        """The documents with records that are taken and picked."""
        question = Question()
        if isinstance(pick, MentionPick):
            alias = self.by_entity if pick.entity is not None else "m"
            where = all_of([self.picked_mentions(question, pick), self.of_mentions(question, alias)])
            found = self.database.rows(
                f"SELECT DISTINCT m.document FROM mention AS m WHERE {where}", question.values
            )
        else:
            where = all_of([self.picked_relations(question, pick), self.of_relations(question)])
            found = self.database.rows(
                f"SELECT DISTINCT r.document FROM relation AS r WHERE {where}", question.values
            )
        return {each for (each,) in found}

    def _scoped(self, pick: Pick) -> int | None:
        return pick.document if pick.document is not None else self.lens.document
