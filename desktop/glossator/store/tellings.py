"""Events with what fills their roles, and mentions of places with what they say of them, through a lens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import orjson

from glossator.core.annotations import Attributes
from glossator.core.locating import LATITUDE
from glossator.core.tellings import Casting, Filler, Origin, Placed, Telling
from glossator.store import rows
from glossator.store.conditions import Question
from glossator.store.driver import Database
from glossator.store.lensed import Lensed

_attributes = lru_cache(maxsize=4096)(rows.attributes_from)  # most say the same as many others

_WHOEVER = 60  # of the most mentioned identities that are looked at as places, whatever they are
_NEAR = 60_000  # events among which those are looked for of which something is said


def _says(question: Question, alias: str, attributes: Iterable[str]) -> str:
    """The condition that one of these attributes of a row says something."""
    held = (f"instr({alias}.attributes, {question.put(orjson.dumps(each).decode())})" for each in attributes)
    return f"{alias}.attributes IS NOT NULL AND ({' OR '.join(held)})"


class _Wanted(NamedTuple):
    """Questions for some of very many events: those in which one with such a label fills a role, or somebody fills one
    of these roles, and of which these attributes say something.
    """

    lensed: Lensed
    labels: list[str]
    roles: list[str]
    told: list[str]

    def near(self, question: Question) -> str:
        """Those with such a label or role, as kept rows tell them."""
        keys = ",".join(str(self.lensed.names.known_label(each)) for each in self.labels) or "-1"
        return (
            "SELECT DISTINCT p.relation AS event FROM pair AS p JOIN relation AS r ON r.id=p.relation"
            f" WHERE (p.role IN {question.among(self.roles)} OR p.second_label IN ({keys}) AND p.role<>'')"
            f" AND {self.lensed.of_relations(question)}"
        )

    def near_count(self, database: Database) -> int:
        """How many those of :meth:`near` are at most, as kept counts tell it."""
        question = Question()
        keys = ",".join(str(self.lensed.names.known_label(each)) for each in self.labels) or "-1"
        where = f"role<>'' AND (role IN {question.among(self.roles)} OR second_label IN ({keys}))"
        return int(
            database.one(f"SELECT coalesce(sum(n), 0) FROM stat_pair WHERE {where}", question.values)[0]
        )

    def by_itself(self, question: Question) -> str:
        """Those that say something themselves."""
        where = self.lensed.of_relations(question)
        # the index of those that say something of themselves, instead of that of all events
        said = f"{_says(question, 'r', self.told)} AND {where}"
        return f'SELECT r.id FROM relation AS r WHERE +r."trigger" IS NOT NULL AND {said}'

    def by_filler(self, question: Question) -> str:
        """Those with such a label or role of which a filler says something, as far as they are found near by."""
        return (
            f"SELECT DISTINCT event FROM ({self.near(question)} LIMIT {_NEAR})"
            " JOIN argument AS a ON a.relation=event JOIN mention AS m ON m.id=a.mention"
            f" WHERE {_says(question, 'm', self.told)}"
        )

    def any(self, question: Question) -> str:
        """Any event."""
        where = self.lensed.of_relations(question)
        return f'SELECT r.id FROM relation AS r WHERE r."trigger" IS NOT NULL AND {where}'


class Tellings:
    """Read-only questions about events and places in what a lens takes."""

    def __init__(self, lensed: Lensed, only: Collection[int] | None = None) -> None:
        self._only = only
        self._lensed = lensed
        self._database = lensed.database
        self._items = lensed.names.items

    def within(self, document: int) -> Tellings:
        """The same of one document only, as far as the lens takes it."""
        lensed = self._lensed
        if lensed.lens.document not in {None, document}:
            document = -1
        return Tellings(Lensed(self._database, lensed.names, lensed.lens.within(document), lensed.scheme))

    def events(self, labels: Iterable[str], is_wanted: Callable[[str], bool]) -> Iterator[Telling]:
        """The events that are taken, by id, with what mentions with these labels, or in roles that are wanted, fill in
        them.
        """
        question = Question()
        taken = self._taken(question)
        fillers = self._fillers(f"{taken} AND {self._fills(question, labels, is_wanted)}", question.values)
        items, none, make = self._items, (), tuple.__new__
        question = Question()
        for event, document, type_, attributes, trigger, quote, entity in self._database.rows(
            "SELECT r.id, r.document, r.type, r.attributes, t.id, t.quote, t.entity FROM relation AS r"
            f' JOIN mention AS t ON t.id=r."trigger" WHERE {self._taken(question)} ORDER BY r.id',
            question.values,
        ):
            mine, told = tuple(fillers.get(event, none)), _attributes(attributes)
            yield make(Telling, (event, document, items[type_], told, trigger, quote, entity, mine))

    def _fills(self, question: Question, labels: Iterable[str], is_wanted: Callable[[str], bool]) -> str:
        """The condition that a mention has one of these labels, or fills a role that is wanted."""
        keys = ",".join(str(self._lensed.names.known_label(each)) for each in sorted(labels)) or "-1"
        held = self._database.rows("SELECT DISTINCT role FROM stat_pair")
        roles = ",".join(question.put(role) for (role,) in held if role and is_wanted(role)) or "''"
        return f"(m.label IN ({keys}) OR a.role IN ({roles}))"

    def only(self, events: Collection[int]) -> Tellings:
        """The same of these events only."""
        return Tellings(self._lensed, events)

    def _taken(self, question: Question) -> str:
        """The condition that an event is taken."""
        if self._only is None:
            return f'r."trigger" IS NOT NULL AND {self._lensed.of_all_relations(question)}'
        taken = f'r."trigger" IS NOT NULL AND {self._lensed.of_relations(question)}'
        return f"r.id IN {question.among(sorted(self._only))} AND {taken}"

    def parts(self, labels: Iterable[str], is_wanted: Callable[[str], bool]) -> list[Casting]:
        """What mentions with these labels, or in roles that are wanted, fill in the events that are taken, by event."""
        question = Question()
        where = f"{self._taken(question)} AND {self._fills(question, labels, is_wanted)}"
        items, make = self._items, tuple.__new__
        return [
            make(Casting, (event, document, items[type_], role, items[label], quote, entity))
            for event, document, type_, role, label, quote, entity in self._database.rows(
                "SELECT r.id, r.document, r.type, a.role, m.label, m.quote, m.entity FROM relation AS r"
                " JOIN argument AS a ON a.relation=r.id JOIN mention AS m ON m.id=a.mention"
                f" WHERE {where} ORDER BY r.id, a.ord",
                question.values,
            )
        ]

    def _fillers(self, taken: str, values: Sequence[object]) -> dict[int, list[Filler]]:
        """The fillers of events that have any, by the id of the event."""
        found: defaultdict[int, list[Filler]] = defaultdict(list)
        items, make = self._items, tuple.__new__  # a third faster than by the name of each field
        for event, role, label, quote, entity, attributes in self._database.rows(
            "SELECT r.id, a.role, m.label, m.quote, m.entity, m.attributes FROM relation AS r"
            " JOIN argument AS a ON a.relation=r.id JOIN mention AS m ON m.id=a.mention"
            f" WHERE {taken} ORDER BY r.id, a.ord",
            values,
        ):
            told = _attributes(attributes)
            found[event].append(make(Filler, (role, items[label], quote, entity, told)))
        return found

    def saying(
        self, most: int, *, labels: Iterable[str], roles: Iterable[str], told: Iterable[str]
    ) -> tuple[list[int], bool]:
        """At most so many events of which an attribute of ``told`` says something, by themselves or by one with such a
        label or in such a role, as far as they are found near by; and whether these are surely all.
        """
        wanted = _Wanted(self._lensed, sorted(labels), sorted(roles), sorted(told))
        found: dict[int, None] = {}
        for make in (wanted.by_itself, wanted.by_filler) if wanted.told else ():
            question = Question()
            rows = self._database.rows(f"{make(question)} LIMIT {most + 1}", question.values)
            found.update((event, None) for (event,) in rows)
        return list(found)[:most], len(found) <= most and wanted.near_count(self._database) <= _NEAR

    def some(
        self,
        most: int,
        *,
        first: Iterable[int] = (),
        labels: Iterable[str] = (),
        roles: Iterable[str] = (),
        others: bool = False,
    ) -> Tellings:
        """The same of the events that come ``first``; where these are fewer than ``most``, up to so many in which one
        with such a label fills a role, or somebody fills one of these roles; with ``others`` then any others.
        """
        wanted = _Wanted(self._lensed, sorted(labels), sorted(roles), [])
        taken = set(first)
        for make in [wanted.near, wanted.any] if others else [wanted.near]:
            question = Question()
            if len(taken) < most:
                found = self._database.rows(f"{make(question)} LIMIT {most}", question.values)
                taken.update(islice((event for (event,) in found if event not in taken), most - len(taken)))
        return Tellings(self._lensed, taken)

    def event_count(self) -> int:
        """How many events there are in the scope, without the filters."""
        question = Question()
        scope = Lensed(self._database, self._lensed.names, self._lensed.lens.scope, self._lensed.scheme)
        where = scope.of_relations(question)
        found = self._database.one(
            f'SELECT count(*) FROM relation AS r WHERE r."trigger" IS NOT NULL AND {where}', question.values
        )
        return int(found[0])

    def taken_events(self) -> int:
        """How many events are taken."""
        if self._lensed.lens.is_open:
            return self.event_count()
        question = Question()
        sql = f"SELECT count(*) FROM relation AS r WHERE {self._taken(question)}"
        return int(self._database.one(sql, question.values)[0])

    def origins(self) -> dict[int, Origin]:
        """Names and dates of the documents that are taken, of some events those that tell them."""
        question = Question()
        where = self._lensed.of_documents(question)
        if self._only is not None:  # most have none of them
            few = question.among(sorted(self._only))
            where = f"d.id IN (SELECT document FROM relation WHERE id IN {few}) AND {where}"
        found = self._database.rows(
            f"SELECT d.id, d.name, d.published FROM document AS d WHERE {where}", question.values
        )
        return {document: Origin(name, published) for document, name, published in found}

    def places(
        self,
        labels: Iterable[str],
        attributes: Sequence[str],
        *,
        entities: Iterable[int] | None = None,
        quotes: Iterable[str] = (),
    ) -> list[Placed]:
        """Mentions with these labels that are taken, by what they stand for, with what they say in ``attributes``.
        With ``entities`` only those that stand for one of them, or for nobody and read as one of ``quotes``.
        """
        question = Question()
        keys = ",".join(str(self._lensed.names.known_label(each)) for each in sorted(labels))
        lensed = self._lensed
        if entities is not None and lensed.lens.asks_of_origin:
            few = Question()
            own, read = few.among(sorted(entities)), few.among(sorted(quotes))
            words = f"SELECT document FROM mention WHERE quote IN {read} AND entity IS NULL"
            lensed = lensed.near(f"SELECT document FROM mention WHERE entity IN {own} UNION {words}", few)
        where = f"m.label IN ({keys or -1}) AND {lensed.of_mentions(question)}"
        if entities is not None:
            own, read = question.among(sorted(entities)), question.among(sorted(quotes))
            where = (
                f"m.id IN (SELECT id FROM mention WHERE entity IN {own} UNION ALL"
                f" SELECT id FROM mention WHERE quote IN {read} AND entity IS NULL) AND {where}"
            )
        told = self._said(where, question.values, attributes)
        found = self._database.rows(
            "SELECT m.entity, CASE WHEN m.entity IS NULL THEN m.quote ELSE '' END AS words,"
            " CASE WHEN m.entity IS NULL THEN m.label ELSE min(m.label) END, count(*), count(DISTINCT m.document),"
            f" min(m.quote) FROM mention AS m WHERE {where}"
            " GROUP BY m.entity, words, CASE WHEN m.entity IS NULL THEN m.label END",
            question.values,
        )
        return [
            Placed(
                entity,
                words if entity is None else quote,
                self._items[label],
                mentions,
                documents,
                tuple(told.get((entity, words, label if entity is None else None), {}).values()),
            )
            for entity, words, label, mentions, documents, quote in found
        ]

    def _said(
        self, where: str, values: Sequence[object], attributes: Sequence[str]
    ) -> dict[tuple[int | None, str, int | None], dict[str, tuple[Attributes, int]]]:
        """What mentions say of places, by what they stand for: each set of values once, with how many say so."""
        found = self._database.rows(
            "SELECT m.entity, CASE WHEN m.entity IS NULL THEN m.quote ELSE '' END AS words, m.label, m.attributes,"
            f" count(*) FROM mention AS m WHERE {where} AND m.attributes IS NOT NULL"
            " GROUP BY m.entity, words, m.label, m.attributes ORDER BY count(*) DESC, m.attributes",
            values,
        )
        told: dict[tuple[int | None, str, int | None], dict[str, tuple[Attributes, int]]] = {}
        for entity, words, label, text, count in found:
            said = {name: held for name, held in _attributes(text).items() if name in attributes}
            if said:
                mine = told.setdefault((entity, words, label if entity is None else None), {})
                key = repr(sorted(said.items()))
                mine[key] = (said, count + (mine[key][1] if key in mine else 0))
        return told

    def leading_places(self, labels: Iterable[str], most: int) -> list[Placed]:
        """The places with most mentions that are taken, as kept counts and one index tell them: identities, those with
        coordinates first, and words that stand for nobody yet.  Of the whole project these identities are of such a
        type, or the most mentioned ones whatever they are.  What mentions say of them is not read.
        """
        lens, names = self._lensed.lens, self._lensed.names
        question = Question()
        located = f"({_says(question, 'e', [LATITUDE])}) OR coalesce(instr(e.identifiers, 'iso3166'), 0)>0"
        keys = ",".join(str(names.known_label(each)) for each in sorted(labels)) or "-1"
        taken = f"+m.label IN ({keys}) AND {self._lensed.of_mentions(question, '+m')}"
        top = "SELECT s.entity FROM stat_entity AS s"
        own = (
            f"SELECT * FROM ({top} JOIN entity AS e ON e.id=s.entity WHERE s.mentions>0"
            f" AND e.type IN {question.among(sorted(labels))} ORDER BY {located} DESC, s.mentions DESC LIMIT {most})"
            f" UNION SELECT * FROM ({top} WHERE s.mentions>0 ORDER BY s.mentions DESC LIMIT {_WHOEVER})"
            if lens.is_empty
            else "SELECT c.entity FROM (SELECT m.entity, count(*) AS n FROM mention AS m WHERE m.entity IS NOT NULL"
            f" AND {taken} GROUP BY m.entity) AS c JOIN entity AS e ON e.id=c.entity"
            f" ORDER BY {located} DESC, c.n DESC LIMIT {most}"
        )
        found = self._database.rows(
            "SELECT m.entity, '', min(m.label), count(*), count(DISTINCT m.document) FROM mention AS m"
            f" WHERE m.entity IN ({own}) AND {taken} GROUP BY m.entity",
            question.values,
        )
        if lens.asks_of_documents or lens.asks_of_records:
            question = Question()
            taken = f"+m.label IN ({keys}) AND {self._lensed.of_mentions(question, '+m')}"
            words = (
                "SELECT NULL, quote, label, count(*) AS n, count(DISTINCT document) FROM mention AS m"
                f" WHERE entity IS NULL AND {taken} GROUP BY quote, label HAVING count(*)>1"
            )
        else:
            words = (
                "SELECT NULL, quote, label, mentions AS n, documents FROM stat_quote"
                f" WHERE mentions>1 AND label IN ({keys}) AND {self._lensed.label_in('label')}"
            )
            question = Question()
        found += self._database.rows(f"{words} ORDER BY n DESC, quote, label LIMIT {most}", question.values)
        return [
            Placed(entity, words, self._items[label], mentions, documents)
            for entity, words, label, mentions, documents in found
        ]

    def placed_by_mentions(
        self, labels: Iterable[str], attributes: Sequence[str], told: Iterable[str], most: int
    ) -> list[Placed]:
        """The places of which mentions with these labels say in one of ``told`` where they are, those of which most say
        so first, at most so many, as :meth:`places` has them.  Every mention is looked at: of millions it takes
        seconds.
        """
        question = Question()
        keys = ",".join(str(self._lensed.names.known_label(each)) for each in sorted(labels)) or "-1"
        where = f"+m.label IN ({keys}) AND {_says(question, 'm', told)} AND {self._lensed.of_mentions(question, '+m')}"
        found = self._database.rows(
            f"SELECT m.entity, CASE WHEN m.entity IS NULL THEN m.quote END AS words FROM mention AS m WHERE {where}"
            f" GROUP BY m.entity, words ORDER BY count(*) DESC, m.entity, words LIMIT {most}",
            question.values,
        )
        entities = {entity for entity, _ in found if entity is not None}
        quotes = {words for entity, words in found if entity is None}
        placed = self.places(labels, attributes, entities=entities, quotes=quotes) if found else []
        return [each for each in placed if each.attributes]

    def in_document(self, entity: int | None, quote: str, labels: Iterable[str], document: int) -> int:
        """How many mentions with these labels in a document stand for an identity, or for nobody and read so, as far as
        they are taken.
        """
        question = Question()
        keys = ",".join(str(self._lensed.names.known_label(each)) for each in sorted(labels)) or "-1"
        same = f"quote={question.put(quote)} AND entity IS NULL" if entity is None else f"entity={entity}"
        where = self._lensed.of_mentions(question)
        found = self._database.one(
            f"SELECT count(*) FROM mention AS m WHERE {same} AND document={document} AND label IN ({keys}) AND {where}",
            question.values,
        )
        return int(found[0])

    def taken_count(self, labels: Iterable[str]) -> int:
        """How many mentions with these labels are taken."""
        lens = self._lensed.lens
        among = frozenset(labels) & lens.labels if lens.labels else frozenset(labels)
        taken = Lensed(self._database, self._lensed.names, replace(lens, labels=among), self._lensed.scheme)
        return taken.mention_count() if among else 0

    def place_count(self, labels: Iterable[str]) -> int:
        """How many mentions with these labels there are in the scope, without the filters."""
        scope = replace(self._lensed.lens.scope, labels=frozenset(labels))
        return Lensed(self._database, self._lensed.names, scope, self._lensed.scheme).mention_count()
