"""What the views of the board count that no other question tells: places of identities, progress, pace, claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import orjson

from glossator.core import ids
from glossator.core.annotations import Attributes
from glossator.core.claims import CREDIBILITY, RELIABILITY, SOURCE
from glossator.core.documents import Document
from glossator.core.lens import CERTAINTY
from glossator.core.statements import NEGATIVE, POLARITY
from glossator.store import reading, rows
from glossator.store.conditions import Question, all_of
from glossator.store.lensed import Lensed
from glossator.store.summaries import EntityCount

_AT_ONCE = 5_000
_MOST_COMPARED = 20_000
_DAY = 86_400_000
_MINUTE = 60_000


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


class Claim(NamedTuple):
    """A relation or event as somebody's claim; where it ``is_bare`` it says nothing of itself.
    ``voice`` is who says so (the id of an identity, or 0) under ``name``
    (empty: the author of the text), ``reliability`` and ``credibility`` its grade; ``ends`` are the roles with who or
    what fills them, and ``telling`` is the identity of an event that is told more than once (0: of none).
    """

    relation: int
    document: int
    type: str
    voice: int
    name: str
    reliability: str
    credibility: str
    certainty: str
    is_denied: bool
    telling: int
    ends: tuple[tuple[str, str], ...]
    is_bare: bool = False


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
        self, entities: Sequence[int], document: int | None = None
    ) -> Iterator[tuple[int, int, int, int]]:
        """Document, start (code points), identity and id of each mention of these that is taken, by document and place;
        of one document only where it is given.
        """
        question = Question()
        among = question.among(entities)
        only = "TRUE" if document is None else f"m.document={question.put(document)}"
        where = all_of([f"m.entity IN {among}", only, self._seen.of_mentions(question)])
        return self._database.each(
            f"SELECT m.document, m.start, m.entity, m.id FROM mention AS m WHERE {where} ORDER BY m.document, m.start",
            question.values,
        )

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
        """The documents that are taken, by name, with how much is said of them."""
        question = Question()
        where = self._seen.of_documents(question)
        found = self._database.rows(
            f"SELECT {rows.DOCUMENTS}, mentions, relations FROM document JOIN stat_document AS s ON s.document=id"
            f" WHERE id IN (SELECT d.id FROM document AS d WHERE {where}) ORDER BY name COLLATE NOCASE, id"
            f" LIMIT {question.put(limit)}",
            question.values,
        )
        return [Progress(rows.document(row[:-2]), row[-2], row[-1]) for row in found]

    def groups(self) -> list[Group]:
        """The documents that are taken by month of publication and status."""
        question = Question()
        where = self._seen.of_documents(question)
        found = self._database.rows(
            "SELECT substr(d.published, 1, 7) AS month, d.status, count(*), sum(s.mentions>0) FROM document AS d"
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
        where = self._seen.of_mentions(question)
        found = self._database.rows(
            f"SELECT m.created/{_DAY} AS day, m.author, m.origin, count(*) FROM mention AS m WHERE {where}"
            " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
            question.values,
        )
        people, origins = self._names.people, self._names.origins
        return [Made(day, people[author], origins[origin], n) for day, author, origin, n in found]

    def minutes(self) -> dict[int, int]:
        """In how many minutes of each day (since 1970) a step was made by hand, by the annotators of the lens and,
        where the scope is a document, on it.
        """
        question = Question()
        found = ["origin NOT LIKE 'import%'"]
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
            f"SELECT day, count(*) FROM (SELECT DISTINCT time/{_DAY} AS day, time/{_MINUTE} FROM action"
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

    # --- claims -------------------------------------------------------------------------------------------------------

    def bare_claims(self) -> dict[str, int]:
        """Of the relations and events that are taken and say nothing of themselves: how many there are by the grade of
        their document.
        """
        question = Question()
        where = self._seen.of_relations(question)
        found = self._database.rows(
            "SELECT d.reliability, sum(n) FROM (SELECT r.document, count(*) AS n FROM relation AS r"
            f" WHERE r.attributes IS NULL AND {where} GROUP BY r.document) JOIN document AS d ON d.id=document"
            " GROUP BY 1",
            question.values,
        )
        return dict(found)

    def claims(self) -> Iterator[Claim]:
        """The relations and events that are taken and say something of themselves, as claims, by their ids."""
        question = Question()
        where = self._seen.of_relations(question)
        found = self._database.rows(
            f"SELECT r.id FROM relation AS r WHERE {all_of(['r.attributes IS NOT NULL', where])} ORDER BY 1",
            question.values,
        )
        wanted = [each for (each,) in found]
        for first in range(0, len(wanted), _AT_ONCE):
            yield from self._claims(wanted[first : first + _AT_ONCE])

    def comparable(self, stated: Sequence[Claim]) -> list[Claim]:
        """Those claims that say nothing of themselves, but may be contradicted by one of ``stated``, or tell an event
        that others tell as well: few of very many.
        """
        denied = [each for each in stated if each.is_denied]
        people = {int(who[1:]) for each in denied for _, who in each.ends if who.startswith("#")}
        question = Question()
        where = self._seen.of_relations(question)
        types = ",".join(str(self._names.known_type(each)) for each in sorted({each.type for each in denied}))
        near = (
            f"r.type IN ({types}) AND (r.document IN {question.among(sorted({each.document for each in denied}))}"
            " OR r.id IN (SELECT g.relation FROM mention AS n JOIN argument AS g ON g.mention=n.id"
            f" WHERE n.entity IN {question.among(sorted(people))}))"
        )
        told = (
            'r.id IN (SELECT e.id FROM relation AS e JOIN mention AS t ON t.id=e."trigger"'
            " WHERE t.entity IS NOT NULL)"
        )
        found = self._database.rows(
            f"SELECT r.id FROM relation AS r WHERE r.attributes IS NULL AND ({near} OR {told}) AND {where}"
            f" LIMIT {_MOST_COMPARED}",
            question.values,
        )
        wanted = [each for (each,) in found]
        return [
            claim
            for first in range(0, len(wanted), _AT_ONCE)
            for claim in self._claims(wanted[first : first + _AT_ONCE])
        ]

    def claims_of(self, relations: Sequence[int]) -> list[Claim]:
        """Those of these relations and events (ids) that are taken, as claims."""
        question = Question()
        among = question.among(relations)
        where = self._seen.of_relations(question)
        found = self._database.rows(
            f"SELECT r.id FROM relation AS r WHERE r.id IN {among} AND {where}", question.values
        )
        return list(self._claims([each for (each,) in found]))

    def _claims(self, wanted: Sequence[int]) -> Iterator[Claim]:
        found = self._database.rows(
            "SELECT r.id, r.document, r.type, r.attributes, d.reliability, t.entity FROM relation AS r"
            ' JOIN document AS d ON d.id=r.document LEFT JOIN mention AS t ON t.id=r."trigger"'
            f" WHERE r.{reading.BY_IDS} ORDER BY r.id",
            (reading.id_list(wanted),),
        )
        with reading.understood():
            said = [(*row[:3], rows.attributes_from(row[3]), *row[4:]) for row in found]
        ends = self._ends(wanted)
        voices = self._voices([each[3] for each in said])
        for number, document, type_, attributes, reliability, telling in said:
            voice, name, grade = voices.get(_text(attributes, SOURCE), (0, "", ""))
            yield Claim(
                number,
                document,
                self._names.items[type_],
                voice,
                name,
                grade or reliability,
                _text(attributes, CREDIBILITY) or "6",
                _text(attributes, CERTAINTY),
                attributes.get(POLARITY) == NEGATIVE,
                telling or 0,
                tuple(ends.get(number, ())),
                not attributes,
            )

    def _ends(self, wanted: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
        """Who or what fills the roles of these relations: an identity by its id, else the words in small letters."""
        found = self._database.rows(
            "SELECT a.relation, a.role, e.entity, e.quote FROM argument AS a JOIN mention AS e ON e.id=a.mention"
            " WHERE a.relation IN (SELECT value FROM json_each(?)) ORDER BY a.relation, a.ord",
            (reading.id_list(wanted),),
        )
        ends: dict[int, list[tuple[str, str]]] = {}
        for relation, role, entity, quote in found:
            who = f"#{entity}" if entity is not None else quote.casefold()
            ends.setdefault(relation, []).append((role, who))
        return ends

    def _voices(self, said: Sequence[Attributes]) -> dict[str, tuple[int, str, str]]:
        """Who says so, by the text in the attribute: identity (or 0), name or words, grade (empty: not judged)."""
        texts = {text for each in said if (text := _text(each, SOURCE))}
        wanted = {text: number for text in texts if (number := _id(text)) is not None}
        if not wanted:
            return {}
        found = self._database.rows(
            "SELECT m.id, m.entity, m.quote, e.name, e.attributes FROM mention AS m LEFT JOIN entity AS e"
            " ON e.id=m.entity WHERE m.id IN (SELECT value FROM json_each(?))",
            (orjson.dumps(list(wanted.values())).decode(),),
        )
        known = {}
        for number, entity, quote, name, attributes in found:
            grade = rows.attributes_from(attributes).get(RELIABILITY, "")
            known[number] = (entity or 0, name or quote, grade if isinstance(grade, str) else "")
        return {text: known[number] for text, number in wanted.items() if number in known}


def _text(attributes: Attributes, name: str) -> str:
    value = attributes.get(name, "")
    return value if isinstance(value, str) else ""


def _id(text: str) -> int | None:
    try:
        return ids.from_text(text)
    except ValueError:
        return None  # "AUTHOR", or what another program wrote
