"""What the views of the board count that no other question tells: places of identities, progress, pace, claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from glossator.core import natural
from glossator.core.documents import Document
from glossator.store import reading, rows
from glossator.store.conditions import Question, all_of
from glossator.store.counting import DAY
from glossator.store.lensed import Lensed
from glossator.store.summaries import EntityCount

_MINUTE = 60_000
_AHEAD = 50  # documents whose texts are in memory at once


class Progress(NamedTuple):
    """A document with how much is said of it."""

    document: Document
    mentions: int
    relations: int


class Group(NamedTuple):
    """So many documents of a month of publication (empty: without a date) have this status; ``tagged`` of them have a
    mention.
    """

    month: str
    status: str
    documents: int
    tagged: int


class Made(NamedTuple):
    """So many mentions were made on a day (since 1970) by an author in one way (the origin of the records)."""

    day: int
    author: str
    origin: str
    mentions: int


class Surveying:
    """Questions about what a lens takes."""

    def __init__(self, lensed: Lensed) -> None:
        self._seen = lensed
        self._database = lensed.database
        self._names = lensed.names

    # --- identities ---------------------------------------------------------------------------------------------------

    def identities(self, limit: int) -> list[EntityCount]:
        """The identities with most mentions that are taken."""
        return self._seen.entity_counts(limit, quotes=False)

    def places(
        self, entities: Sequence[int] | None, document: int | None = None
    ) -> Iterator[tuple[int, int, int, int]]:
        """Document, start (code points), identity and id of each mention of these (``None``: of any) that is taken, by
        document and place; of one document only where it is given.
        """
        question = Question()
        whose = "IS NOT NULL" if entities is None else f"IN {question.among(entities)}"
        only = "TRUE" if document is None else f"m.document={question.put(document)}"
        where = all_of([f"m.entity {whose}", only, self._seen.of_mentions(question)])
        return self._database.each(
            f"SELECT m.document, m.start, m.entity, m.id FROM mention AS m WHERE {where} ORDER BY m.document, m.start",
            question.values,
        )

    def texts(self) -> Callable[[int], str]:
        """The texts of documents (ids) that are asked for one after the other, in the order of their ids: where all of
        them are taken, those that come next are read along.
        """
        ahead = 1 if self._seen.lens.asks_of_documents else _AHEAD
        held: dict[int, str] = {}

        def text_of(document: int) -> str:
            if document not in held:
                held.clear()
                held.update(
                    self._database.rows(
                        "SELECT d.id, t.body FROM document AS d JOIN text AS t ON t.key=d.text WHERE d.id>=?"
                        f" ORDER BY d.id LIMIT {ahead}",
                        (document,),
                    )
                )
            return held[document]

        return text_of

    def meetings(self, entities: Sequence[int]) -> Iterator[tuple[int, str]]:
        """For each document that is taken, the identities among these that it mentions, with commas between them."""
        question = Question()
        among = question.among(entities)
        where = self._seen.of_mentions(question)
        return self._database.each(
            "SELECT document, group_concat(entity) FROM (SELECT DISTINCT m.document, m.entity FROM mention AS m"
            f" WHERE m.entity IN {among} AND {where}) GROUP BY document",
            question.values,
        )

    def documents_of(self, entities: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        """Each of these identities that is mentioned with the documents that are taken and mention it: a walk along one
        index.
        """
        question = Question()
        among, alias = question.among(entities), self._seen.by_entity
        found = self._database.each(
            "SELECT DISTINCT m.entity, m.document FROM mention AS m"
            f" WHERE m.entity IN {among} AND {self._seen.of_mentions(question, alias)} ORDER BY m.entity, m.document",
            question.values,
        )
        for entity, held in groupby(found, itemgetter(0)):
            yield entity, [document for _, document in held]

    # --- progress -----------------------------------------------------------------------------------------------------

    def statuses(self) -> dict[str, int]:
        """How many documents that are taken have each status."""
        question = Question()
        where = self._seen.of_documents(question)
        found = self._database.rows(
            f"SELECT status, count(*) FROM document AS d WHERE {where} GROUP BY status", question.values
        )
        return dict(found)

    def progress(self, limit: int) -> list[Progress]:
        """The documents that are taken, in the order of the list of documents, with how much is said of them; of more
        than ``limit`` those whose names come first by their letters.
        """
        question = Question()
        where = self._seen.of_documents(question)
        counts = "stat_document"
        if not self._seen.lens.whose.is_everybody:
            scope = Lensed(self._database, self._names, self._seen.lens.scope, self._seen.scheme)
            mentions, relations = scope.of_mentions(question), scope.of_relations(question)
            counts = (
                "(SELECT x.id AS document,"
                f" (SELECT count(*) FROM mention AS m WHERE m.document=x.id AND {mentions}) AS mentions,"
                f" (SELECT count(*) FROM relation AS r WHERE r.document=x.id AND {relations}) AS relations"
                " FROM document AS x)"
            )
        found = self._database.rows(
            f"SELECT {rows.DOCUMENTS}, mentions, relations FROM document JOIN {counts} AS s ON s.document=id"
            f" WHERE id IN (SELECT d.id FROM document AS d WHERE {where}) ORDER BY name COLLATE NOCASE, id"
            f" LIMIT {question.put(limit)}",
            question.values,
        )
        with reading.understood():
            made = [Progress(rows.document(row[:-2]), row[-2], row[-1]) for row in found]
        return sorted(made, key=lambda each: natural.order(each.document.name))

    def busiest(self, limit: int) -> list[tuple[int, str]]:
        """The documents (id and name) with most mentions that are taken."""
        question = Question()
        lens = self._seen.lens
        if lens.asks_of_records or lens.labels:
            where = self._seen.of_mentions(question)
            counted = f"SELECT m.document, count(*) AS n FROM mention AS m WHERE {where} GROUP BY 1"
        else:
            where = self._seen.in_documents(question, "document")
            counted = f"SELECT document, mentions AS n FROM stat_document WHERE mentions>0 AND {where}"
        return self._database.rows(
            f"SELECT d.id, d.name FROM ({counted}) AS c JOIN document AS d ON d.id=c.document"
            f" ORDER BY c.n DESC, d.name COLLATE NOCASE, d.id LIMIT {question.put(limit)}",
            question.values,
        )

    def groups(self) -> list[Group]:
        """The documents that are taken by month of publication and status."""
        question = Question()
        where = self._seen.of_documents(question)
        is_tagged = "s.mentions>0"
        if not self._seen.lens.whose.is_everybody:
            mine = self._seen.is_seen(question, "t")
            is_tagged = f"EXISTS (SELECT 1 FROM mention AS t WHERE t.document=d.id AND {mine})"
        found = self._database.rows(
            f"SELECT substr(d.published, 1, 7) AS month, d.status, count(*), sum({is_tagged}) FROM document AS d"
            f" JOIN stat_document AS s ON s.document=d.id WHERE {where} GROUP BY 1, 2 ORDER BY 1, 2",
            question.values,
        )
        return [Group(*each) for each in found]

    def starts(self, document: int) -> list[int]:
        """Where the mentions of a document that are taken begin, in their order."""
        question = Question()
        only = f"m.document={question.put(document)}"
        where = all_of([only, self._seen.of_mentions(question)])
        found = self._database.rows(
            f"SELECT m.start FROM mention AS m WHERE {where} ORDER BY 1", question.values
        )
        return [each for (each,) in found]

    # --- pace ---------------------------------------------------------------------------------------------------------

    def made(self) -> list[Made]:
        """Mentions that are taken by the day they were made on, by whom and how."""
        question = Question()
        counted = "SELECT day, author, origin, mentions FROM stat_made"
        if not self._seen.lens.is_empty:
            where = self._seen.of_mentions(question)
            counted = (
                f"SELECT m.created/{DAY} AS day, m.author, m.origin, count(*) FROM mention AS m WHERE {where}"
                " GROUP BY 1, 2, 3"
            )
        found = self._database.rows(f"{counted} ORDER BY 1, 2, 3", question.values)
        people, origins = self._names.people, self._names.origins
        return [Made(day, people[author], origins[origin], n) for day, author, origin, n in found]

    def minutes(self) -> dict[int, int]:
        """In how many minutes of each day (since 1970) a step was made by hand, by the annotators of the lens and,
        where the scope is a document, on it.
        """
        question = Question()
        found = ["origin NOT LIKE 'import%'", self._seen.is_seen(question, "action")]
        if self._seen.lens.annotators:
            keys = ",".join(
                str(self._names.known_person(each)) for each in sorted(self._seen.lens.annotators)
            )
            found.append(f"author IN ({keys})")
        if self._seen.lens.document is not None:
            place = question.put(self._seen.lens.document)
            touched = f"SELECT place FROM touched WHERE document={place} AND is_document"
            found.append(f"(document={place} OR place IN ({touched}))")
        counted = self._database.rows(
            f"SELECT day, count(*) FROM (SELECT DISTINCT time/{DAY} AS day, time/{_MINUTE} FROM"
            " (SELECT place, time, author, origin, coalesce(document, 0) AS document FROM action) AS action"
            f" WHERE {all_of(found)}) GROUP BY day",
            question.values,
        )
        return dict(counted)

    def last_minute(self) -> int:
        """The minute (since 1970) of the last step of the project."""
        return int(
            self._database.one(
                f"SELECT coalesce(max(time), 0)/{_MINUTE} FROM (SELECT time FROM action"
                " ORDER BY place DESC LIMIT 1)"
            )[0]
        )
