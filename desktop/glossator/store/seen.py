"""What of a project is seen where some annotations are hidden: mentions, identities and their counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from glossator.core.annotations import Entity, Mention
from glossator.core.layers import Persons, Whose
from glossator.store import reading
from glossator.store.alike import Alike, Nameless, Quoted
from glossator.store.driver import Database
from glossator.store.rows import Names

_AMONG = "IN (SELECT value FROM json_each(?))"


class EntityRow(NamedTuple):
    """A line of the list of entities: how many mentions refer to it, in how many documents."""

    entity: Entity
    mentions: int
    documents: int


class Seen:
    """Questions of one project file whose answers hold only what ``whose`` lets one see.

    An identity that is known only by hidden mentions of documents that are read a second time is itself hidden: its
    name would tell what others found there.
    """

    def __init__(
        self, database: Database, names: Names, whose: Whose, entities: Callable[..., list[EntityRow]]
    ) -> None:
        self._database = database
        self._names = names
        self._entities = entities
        self.whose = whose
        self._condition, self._values = condition(names, whose)

    def entities(self, *, text: str = "", limit: int | None = None) -> list[EntityRow]:
        """Identities whose name or one of whose aliases holds ``text`` (capitals do not matter), those with most
        mentions first.
        """
        if self.whose.is_everybody:
            return self._entities(text=text, limit=limit)
        hidden = self.hidden_entities()
        found = self._entities(text=text, limit=None if limit is None else limit + len(hidden))
        counts = self.counts(each.entity.id for each in found)
        rows = [
            EntityRow(each.entity, *counts[each.entity.id]) for each in found if each.entity.id not in hidden
        ]
        return sorted(rows, key=lambda each: -each.mentions)[:limit]

    def counts(self, entities: Iterable[int]) -> dict[int, tuple[int, int]]:
        """How many mentions each of these identities (ids) has, and in how many documents."""
        wanted = list(dict.fromkeys(entities))
        among = reading.id_list(wanted)
        if self.whose.persons is None:
            counted = f"SELECT entity, mentions, documents FROM stat_entity WHERE entity {_AMONG}"
            rows = self._database.rows(counted, (among,))
        else:
            counted = f"SELECT entity, count(*), count(DISTINCT document) FROM mention WHERE entity {_AMONG}"
            rows = self._database.rows(
                f"{counted} AND {self._condition} GROUP BY entity", (among, *self._values)
            )
        found = dict.fromkeys(wanted, (0, 0)) | {entity: (n, documents) for entity, n, documents in rows}
        if self.whose.persons is None and self.whose.blind:
            for entity, hidden, documents in self._hidden(among):
                found[entity] = (found[entity][0] - hidden, found[entity][1] - documents)
        return found

    def _hidden(self, among: str) -> list[tuple[int, int, int]]:
        """Of these identities, how many mentions are hidden, and in how many documents all of them."""
        return self._database.rows(
            "SELECT entity, sum(hidden), sum(hidden=n) FROM (SELECT entity, count(*) AS n,"
            f" sum(NOT ({self._condition})) AS hidden FROM mention WHERE document {_AMONG} AND +entity {_AMONG}"
            " GROUP BY entity, document) GROUP BY entity",
            (*self._values, reading.id_list(list(self.whose.blind)), among),
        )

    def hidden_entities(self) -> frozenset[int]:
        """The identities (ids) that only hidden mentions of documents read a second time name, and that others made."""
        if not self.whose.blind:
            return frozenset()
        readers = frozenset[str]().union(*self.whose.blind.values())
        seen, values = condition(self._names, Whose(None, self.whose.blind))
        rows = self._database.rows(
            f"SELECT id FROM entity WHERE NOT author {_AMONG} AND id IN"
            f" (SELECT entity FROM mention WHERE document {_AMONG})"
            f" AND NOT EXISTS (SELECT 1 FROM mention WHERE entity=entity.id AND {seen})",
            (_numbers(self._names, readers), reading.id_list(list(self.whose.blind)), *values),
        )
        return frozenset(found for (found,) in rows)

    def mentions_where(
        self,
        *,
        label: str | None = None,
        entity: int | None = None,
        identified: bool | None = None,
        quote: str | None = None,
        offset: int = 0,
        limit: int = 200,
    ) -> list[Mention]:
        """A page of the mentions for which all that is given holds, by document and place."""
        conditions, values = [self._condition], [*self._values]
        if label is not None:
            conditions.append("label=?")
            values.append(self._names.known_label(label))
        for name, value in (("entity", entity), ("quote", quote)):
            if value is not None:
                conditions.append(f"{name}=?")
                values.append(value)
        if identified is not None:
            conditions.append(f"entity IS {'NOT ' * identified}NULL")
        where = " AND ".join(conditions)
        page = f"SELECT id FROM mention WHERE {where} ORDER BY document, start, id LIMIT ? OFFSET ?"
        return reading.mentions(
            self._database,
            self._names,
            f"id IN ({page}) ORDER BY document, start, id",
            (*values, limit, offset),
        )

    def quoted(self, quote: str, label: str) -> list[Quoted]:
        """The mentions with this label (id) whose quotation is ``quote``, letter by letter, by document and place."""
        rows = self._database.rows(
            f"SELECT id, document, start, entity FROM mention WHERE quote=? AND label=? AND {self._condition}"
            " ORDER BY document, start",
            (quote, self._names.known_label(label), *self._values),
        )
        return [Quoted(*row) for row in rows]

    def nameless(self, quotes: Iterable[str]) -> list[Nameless]:
        """Which of these strings are quoted by mentions that stand for nobody, with which label and how often."""
        if self.whose.is_everybody:
            return Alike(self._database, self._names).nameless(quotes)  # which are counted already
        rows = self._database.rows(
            "SELECT quote, item.id, count(*) AS n FROM mention JOIN item ON item.key=mention.label"
            f" WHERE quote {_AMONG} AND entity IS NULL AND {self._condition}"
            " GROUP BY quote, item.id ORDER BY n DESC, quote, item.id",
            (reading.id_list(list(dict.fromkeys(quotes))), *self._values),
        )
        return [Nameless(*row) for row in rows]


def condition(names: Names, whose: Whose, table: str = "") -> tuple[str, list[object]]:
    """The condition that a row of mentions, relations or notes is seen, and the values in it; ``table`` names it where
    several are joined.
    """
    prefix = f"{table}." if table else ""
    parts: list[str] = []
    values: list[object] = []
    for persons in dict.fromkeys(whose.blind.values()):
        documents = [each for each, readers in whose.blind.items() if readers == persons]
        parts.append(f"(NOT {prefix}document {_AMONG} OR {prefix}author {_AMONG})")
        values += [reading.id_list(documents), _numbers(names, persons)]
    if whose.persons is not None:
        parts.append(f"({prefix}document {_AMONG} OR {prefix}author {_AMONG})")
        values += [reading.id_list(list(whose.blind)), _numbers(names, whose.persons)]
    return " AND ".join(parts) or "TRUE", values


def _numbers(names: Names, persons: Persons) -> str:
    return reading.id_list([names.known_person(each) for each in sorted(persons)])
