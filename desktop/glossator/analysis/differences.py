"""What a step changed, in words: each record with what it was before and what it was afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import NamedTuple

from glossator.core.annotations import Entity, Mention, Note, Relation
from glossator.core.changes import Change, Record
from glossator.core.documents import Document
from glossator.core.plain import KIND_OF, to_plain
from glossator.core.scheme import Scheme
from glossator.core.titles import short

Called = Callable[[int], str]
"""Says what a record is called: the quotation of a mention, the name of an entity."""

_NAMES = {
    "fragments": "boundaries",
    "entity": "identity",
    "arguments": "roles",
    "reliability": "grade",
    "reliability_reason": "reason of the grade",
    "source_descriptor": "source described as",
}
_UNTOLD = frozenset(
    "id document quote created target attributes identifiers length digest source_digest".split()
)


class Difference(NamedTuple):
    """One thing that is different: the record, what of it (empty where all of it came or went), and what it was before
    and is afterwards (empty where it was not there, or is not any more).
    """

    record: str
    what: str
    before: str
    after: str

    def __str__(self) -> str:
        """The same as a line."""
        if self.what:
            return f"{self.record}: {self.what} {self.before or 'none'} → {self.after or 'none'}"
        return f"{self.record}: {f'new, {self.after}' if self.after else f'deleted, {self.before}'}"


def differences(
    change: Change, scheme: Scheme, called: Called, *, only: Callable[[Record], bool] = lambda record: True
) -> Iterator[Difference]:
    """What ``change`` made different, record by record; of those records alone for which ``only`` holds.

    ``called`` is asked for records that the Change itself does not hold.
    """
    known = {each.id: _name(each, scheme) for each in (*change.removed, *change.added)}
    words = _Words(scheme, lambda record_id: known.get(record_id) or called(record_id))
    for before, after in change.pairs():
        record = after or before
        if record is None or not only(record):
            continue
        if before is None or after is None:
            told = words.all_of(record)
            yield Difference(words.title(record), "", told if after is None else "", told if after else "")
        else:
            yield from words.changed(before, after)


def _name(record: Record, scheme: Scheme) -> str:
    match record:
        case Mention():
            return short(record.quote)
        case Relation():
            return scheme.name_of(record.type)
        case Note():
            return short(record.body)
    return short(record.name)


class _Words:
    def __init__(self, scheme: Scheme, called: Called) -> None:
        self._scheme = scheme
        self._called = called

    def title(self, record: Record) -> str:
        """The kind of a record and what it is called."""
        kind = KIND_OF[type(record)].replace("_", " ").capitalize()
        if isinstance(record, Relation):
            return f"{'Event' if record.is_event else kind} {self._scheme.name_of(record.type)}"
        if isinstance(record, Note):
            return f"{record.kind.capitalize()} on “{self._called(record.target)}”"
        return f"{kind} “{_name(record, self._scheme)}”"

    def all_of(self, record: Record) -> str:
        """What is said of a record as a whole."""
        match record:
            case Mention():
                kind = self._scheme.name_of(record.label)
                parts = [kind, record.subtype, self._value("fragments", record)]
                parts += [f"identity {self._called(record.entity)}"] if record.entity is not None else []
            case Relation():
                parts = [self._value("trigger", record), self._value("arguments", record)]
            case Entity():
                parts = [self._scheme.name_of(record.type), *record.aliases]
            case Note():
                parts = [f"“{short(record.body)}”"]
            case Document():
                parts = [f"{record.length:,} characters", record.source, record.published]
            case _:
                parts = [record.id]
        parts += [f"{what} {value}" for what, value in self._loose(record).items()]
        return ", ".join(part for part in parts if part)

    def changed(self, before: Record, after: Record) -> Iterator[Difference]:
        """What of a record is different."""
        title = self.title(after)
        for each in fields(after):
            if each.name not in _UNTOLD and getattr(before, each.name) != getattr(after, each.name):
                what = _NAMES.get(each.name, each.name.replace("_", " "))
                yield Difference(title, what, self._value(each.name, before), self._value(each.name, after))
        old, new = self._loose(before), self._loose(after)
        for what in {**old, **new}:
            if old.get(what) != new.get(what):
                yield Difference(title, what, old.get(what, ""), new.get(what, ""))

    def _loose(self, record: Record) -> dict[str, str]:
        """Attributes and outside identifiers, by their names."""
        found: dict[str, str] = {}
        for attribute, value in getattr(record, "attributes", {}).items():
            known = self._scheme.attribute(attribute)
            found[known.name if known else attribute] = _plain(value)
        for source, value in getattr(record, "identifiers", {}).items():
            found[source] = str(value)
        return found

    def _value(self, field: str, record: Record) -> str:
        value = getattr(record, field)
        if field == "fragments" and isinstance(record, Mention):
            places = ", ".join(f"{start}–{end}" for start, end in record.fragments)
            return f"“{short(record.quote)}” ({places})"
        if field == "arguments" and isinstance(record, Relation):
            return ", ".join(f"{role} “{self._called(target)}”" for role, target, _ in record.arguments)
        if field in {"entity", "trigger"} and isinstance(record, Mention | Relation):
            return "" if value is None else f"“{self._called(value)}”"
        if field in {"label", "type"} and isinstance(value, str):
            return self._scheme.name_of(value)
        return _plain(to_plain(value))


def _plain(value: object) -> str:
    """A value as people write it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_plain(each)}" for key, each in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(_plain(each) for each in value)
    return str(value)
