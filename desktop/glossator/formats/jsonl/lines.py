"""Records as the JSON text of a line, out of bare rows: made as text at once, as they are written by the million."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import orjson

from glossator.core import ids
from glossator.core.annotations import Entity
from glossator.core.plain import to_plain
from glossator.formats.jsonl.shape import time_to_text

_KEPT = 50_000  # texts of a kind that are remembered, as most come again: some megabytes
_Key = TypeVar("_Key")

MentionRow = tuple[
    int, Any, int, int, str | None, str, str, int | None, str | None, Any, int, Any, float | None
]
"""id, label, start, end, fragments (JSON, ``None`` when continuous), quote (JSON), subtype, entity, attributes (JSON or
``None``), author, created, origin, confidence; label, author, origin are what :class:`Names` knows.
"""
RelationRow = tuple[int, int, Any, int | None, str | None, Any, int, Any, float | None, str | None]
"""document, id, type, trigger, attributes (JSON), author, created, origin, confidence, arguments (JSON list of role,
target, 1 for a relation)."""
NoteRow = tuple[int, int, int, str, str, int, str, str | None]
"""document, id, target, body, author, created, kind, attributes (JSON or ``None``)."""
Notes = Mapping[int, Sequence[str]]
"""The notes, as they are written, by what they are on."""


class Names(Protocol):
    """What stands in the rows for labels and types, people, and origins, by name."""

    @property
    def items(self) -> Mapping[Any, str]:
        """Labels and types."""

    @property
    def people(self) -> Mapping[Any, str]:
        """Authors."""

    @property
    def origins(self) -> Mapping[Any, str]:
        """Origins."""


class _Remembered(dict[_Key, str]):
    """Texts by what they are made of; of too many all are forgotten."""

    def __init__(self, make: Callable[[_Key], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: _Key) -> str:
        if len(self) >= _KEPT:
            self.clear()
        self[key] = text = self._make(key)
        return text


class Texts:
    """Makes the text of records whose rows have these ``names``."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._items = _Remembered[Any](lambda key: to_json(names.items[key]))
        self._people = _Remembered[Any](lambda key: _field("author", names.people[key]))
        self._origins = _Remembered[Any](lambda key: _field("origin", names.origins[key]))
        self._subtypes = _Remembered[str](lambda subtype: _field("subtype", subtype))
        self._attributes = _Remembered(_attributes)
        self._starts = _Remembered(_start)
        self._times = _Remembered(_created)
        self._highs = _Remembered(_beginning)

    def mentions(self, rows: Iterable[MentionRow], notes: Notes) -> list[str]:
        """The text of each of these mentions."""
        items, people, origins, times = self._items, self._people, self._origins, self._times
        subtypes, known, highs, lows = self._subtypes, self._attributes, self._highs, ids.PAIRS
        # All in one expression, without a call: most of the time of an export is spent in it.
        return [
            f'{{"id":"{highs[id_ >> 10]}{lows[id_ & 1023]}","label":{items[label]}'
            f'{subtypes[subtype] if subtype else ""},"fragments":'
            f'{f"[[{start},{end}]]" if parts is None else _compact(parts)},"quote":{quote}'
            f"{'' if held is None else known[held]}"
            f"""{"" if entity is None else f',"entity":"{highs[entity >> 10]}{lows[entity & 1023]}"'}"""
            f"{people[author]}{times[created]}{origins[origin]}"
            f"{'' if sure is None and id_ not in notes else _rest(sure, notes.get(id_))}}}"
            for id_, label, start, end, parts, quote, subtype, entity, held, author, created, origin, sure in rows
        ]

    def relations(self, rows: Iterable[RelationRow], notes: Notes) -> list[str]:
        """The text of each of these relations and events."""
        items, people, origins, times = self._items, self._people, self._origins, self._times
        known, highs, lows = self._attributes, self._highs, ids.PAIRS
        return [
            f'{{"id":"{highs[id_ >> 10]}{lows[id_ & 1023]}","type":{items[type_id]},"arguments":['
            f"{'' if arguments is None else self._arguments(arguments)}]"
            f"""{"" if trigger is None else f',"trigger":"{highs[trigger >> 10]}{lows[trigger & 1023]}"'}"""
            f"{'' if held is None else known[held]}{people[author]}{times[created]}{origins[origin]}"
            f"{'' if sure is None and id_ not in notes else _rest(sure, notes.get(id_))}}}"
            for _, id_, type_id, trigger, held, author, created, origin, sure, arguments in rows
        ]

    def _arguments(self, listed: str) -> str:
        highs, lows, starts = self._highs, ids.PAIRS, self._starts
        return ",".join(
            [
                f'{starts[role, is_relation]}{highs[target >> 10]}{lows[target & 1023]}"}}'
                for role, target, is_relation in orjson.loads(listed)
            ]
        )


def _beginning(high: int) -> str:
    """All but the last two letters of ids."""
    return ids.beginning(high >> 10) + ids.PAIRS[high & 1023]


def _start(of: tuple[str, int]) -> str:
    role, is_relation = of
    return f'{{"role":{to_json(role)},"{"relation" if is_relation else "mention"}":"'


def notes_by_target(rows: Iterable[NoteRow]) -> Notes:
    """The notes of a document by what they are on."""
    made: dict[int, list[str]] = defaultdict(list)
    for _, id_, target, body, author, created, kind, attributes in rows:
        made[target].append(note(id_, body, author, created, kind, attributes))
    return made


def note(id_: int, body: str, author: str, created: int, kind: str, attributes: str | None) -> str:
    """The text of a note; a plain one does not say of which kind it is."""
    return (
        f'{{"id":"{ids.to_text(id_)}"{_field("kind", "" if kind == "note" else kind)},"body":{to_json(body)}'
        f"{'' if attributes is None else _attributes(attributes)}{_field('author', author)}{_created(created)}}}"
    )


def entity(record: Entity, notes: Sequence[str]) -> str:
    """The text of an identity with the notes on it."""
    identifiers = dict(sorted(record.identifiers.items()))
    return (
        f'{{"id":"{ids.to_text(record.id)}","name":{to_json(record.name)}{_field("type", record.type)}'
        f"{_field('aliases', record.aliases)}{_field('identifiers', identifiers)}"
        f"{_attributes(to_json(to_plain(record.attributes))) if record.attributes else ''}"
        f"{_field('author', record.author)}{_created(record.created)}{_rest(None, notes)}}}"
    )


def to_json(value: object) -> str:
    """A plain value as JSON."""
    return orjson.dumps(value).decode()


def _field(name: str, value: object) -> str:
    """A field of a record after others; what says nothing is left out."""
    return f',"{name}":{to_json(value)}' if value else ""


def _created(milliseconds: int) -> str:
    return f',"created":"{time_to_text(milliseconds)}"' if milliseconds else ""


def _rest(confidence: float | None, notes: Sequence[str] | None) -> str:
    sure = "" if confidence is None else f',"confidence":{to_json(confidence)}'
    return f'{sure},"notes":[{",".join(notes)}]' if notes else sure


def _attributes(held: str) -> str:
    """Attributes out of their JSON, in the order of their names: equal records make equal lines."""
    return f',"attributes":{to_json(dict(sorted(orjson.loads(held).items())))}'


def _compact(parts: str) -> str:
    return to_json(orjson.loads(parts))  # other programs may have written it with spaces
