"""Records as the body of a row of the journal: short lists of JSON, pressed; and back, as records or plain values."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from glossator.core.annotations import NO_ATTRIBUTES, Argument, Mention, Relation
from glossator.core.changes import Change, Record
from glossator.core.plain import KIND_OF, RECORD_KINDS, from_plain, to_plain
from glossator.core.spans import Span
from glossator.store.reading import undisturbed
from glossator.store.rows import tupled

FAULTS = (zlib.error, ValueError, LookupError, TypeError)
"""What reading a body raises that was damaged."""

_ZLIB_FROM = 700  # bytes; below it the dictionary is of more use than a window
_LEVEL = 3  # a higher one is several times as slow for a tenth of the bytes
_ZLIB = b"x"  # what zlib writes first; a single deflated block never begins so
_WINDOW = -10  # raw, with the smallest window (a kilobyte) that reaches all of the dictionary
_AT_ONCE = 2_000  # records that are turned into JSON, and read out of it, at one go
_BEGIN, _BETWEEN, _END = b"[[\n", b"\n],[\n", b"\n]]"  # around what was removed and what was added, by lines
_MENTION = "m"
_RELATION = "r"

# What short bodies are made of.  It is part of the format: nothing in it may ever be changed.
_WORDS = (
    b'"]]],"hedged":true"certainty":"Probable""Possible""Certain""polarity":"time":"Past""tags":["'
    b'"level":"Pronoun""Nominal""Name"0.5,"suggestion:memory","suggestion:rule","import:'
    b'"Participant",1],["Topic",["Place",["Time",["Target",["Agent",[["Arg1",-1],["Arg2",-2]]'
    b'["document",{"id":,"name":"","length":,"digest":"","source":"","author":"","url":"","published":"20","status":"done"'
    b'["note",{"id":,"target":,"body":"","document":,"author":"","created":17}]]]'
    b'["entity",{"id":,"name":"","type":"PER","aliases":["","identifiers":{"wikidata":"Q'
    b'"FAC","WEA","VEH","DOC","TIM","VAL","EVT","CUE","LOC","GPE","ORG","PER",[1234567890'
    b',null,null,{"level":"NAM"}]],[["r",-1,0,"]]],null,[["m",-1,0,"]],[["m",-1,0,"[[],[["m",-1,0,"'
)


class Head(NamedTuple):
    """What a row says beside its body, and what the body leaves out where it says the same: ``document`` is the only
    one that is touched, where there is only one.
    """

    id: int
    author: str
    time: int
    title: str
    document: int | None


class Stated(NamedTuple):
    """A record as plain values in a fixed order, for comparing: added (``sign`` 1) or taken away (-1) by a step."""

    sign: int
    kind: str
    id: int | str
    said: Any


def packed(change: Change, document: int | None) -> str | bytes:
    """The records of ``change``, which touches no document but ``document`` where that is given."""
    packer = _Packer(change, document)
    if len(change.removed) + len(change.added) > _AT_ONCE:
        press = zlib.compressobj(_LEVEL)
        return b"".join([*map(press.compress, _in_pieces(packer, change)), press.flush()])
    body = orjson.dumps([packer.packed(change.removed), packer.packed(change.added)])
    if len(body) >= _ZLIB_FROM:
        return zlib.compress(body, _LEVEL)
    press = zlib.compressobj(6, zlib.DEFLATED, _WINDOW, 1, zdict=_words_with(change.title))
    pressed = press.compress(body) + press.flush()
    return body.decode() if len(pressed) >= len(body) or pressed.startswith(_ZLIB) else pressed


def unpacked(body: str | bytes, head: Head) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """What was removed and what was added; one of :data:`FAULTS` for a body that was damaged."""
    unpacker = _Unpacker(head)
    with undisturbed():
        removed, added = (tuple(unpacker.records(each)) for each in _lists(_unpressed(body, head.title)))
    return removed, added


def stated(body: str | bytes, head: Head) -> Iterator[Stated]:
    """The same without making records of it, which is many times as fast."""
    unpacker = _Unpacker(head)
    for sign, each in zip((-1, 1), _lists(_unpressed(body, head.title)), strict=True):
        yield from unpacker.stated(each, sign)


def as_stated(record: Record) -> Stated:
    """A record that stands for itself, as :func:`stated` has those that are neither mentions nor relations."""
    kind = KIND_OF[type(record)]
    return Stated(1, kind, record.id, [kind, to_plain(record)])


def _in_pieces(packer: _Packer, change: Change) -> Iterator[bytes]:
    """The same JSON, a line for each piece of a long list: a million records that are turned at one go would hold up
    every other thread for a second, and take a hundred megabytes.
    """
    yield _BEGIN
    for records, after in ((change.removed, _BETWEEN), (change.added, _END)):
        for at in range(0, len(records), _AT_ONCE):
            yield (b",\n" if at else b"") + orjson.dumps(packer.packed(records[at : at + _AT_ONCE]))[1:-1]
        yield after


def _lists(body: str | bytes) -> Iterator[Iterator[list[Any]]]:
    """What was removed and what was added; a long body is read by its pieces."""
    if isinstance(body, str) or not body.startswith(_BEGIN):
        yield from map(iter, orjson.loads(body))
        return
    for each in body[len(_BEGIN) : -len(_END)].split(_BETWEEN):
        yield (
            record for line in each.splitlines() for record in orjson.loads(b"[%b]" % line.removesuffix(b","))
        )


def _words_with(title: str) -> bytes:
    """The title mostly says what the body quotes."""
    return _WORDS + title.encode()


def _unpressed(body: str | bytes, title: str) -> str | bytes:
    if isinstance(body, str):
        return body
    if body.startswith(_ZLIB):
        return zlib.decompress(body)
    return zlib.decompressobj(-15, zdict=_words_with(title)).decompress(body)


class _Packer:
    """Writes records as short lists.  Ids are told as the step from the record before, what agrees with the Change
    (author, time) or is empty is left out, and so are empty places at the end of a list.
    """

    def __init__(self, change: Change, document: int | None) -> None:
        self._author = change.author
        self._time = change.time
        self._id = change.id
        self._document = document or 0

    def packed(self, records: Iterable[Record]) -> list[Any]:
        return [self._one(record) for record in records]

    def _one(self, record: Record) -> list[Any]:
        if isinstance(record, Mention):
            return self._mention(record)
        if isinstance(record, Relation):
            return self._relation(record)
        return [KIND_OF[type(record)], to_plain(record)]

    def _steps(self, record: Mention | Relation) -> tuple[int, int]:
        steps = record.id - self._id, record.document - self._document
        self._id, self._document = record.id, record.document
        return steps

    def _tail(self, record: Mention | Relation) -> tuple[object, ...]:
        return (
            _plain_attributes(record.attributes),
            None if record.author == self._author else record.author,
            None if record.created == self._time else record.created,
            record.origin or None,
            None if record.confidence is None else float(record.confidence),
        )

    def _mention(self, record: Mention) -> list[Any]:
        step, document = self._steps(record)
        ends = [offset for span in record.fragments for offset in span]
        head = (_MENTION, step, document, record.label, ends, record.quote, record.subtype or None)
        return _trimmed([*head, record.entity, *self._tail(record)])

    def _relation(self, record: Relation) -> list[Any]:
        step, document = self._steps(record)
        base = record.id
        arguments = [
            [role, target - base, 1] if is_relation else [role, target - base]
            for role, target, is_relation in record.arguments
        ]
        trigger = None if record.trigger is None else record.trigger - base
        head = (_RELATION, step, document, record.type, arguments, trigger)
        return _trimmed([*head, *self._tail(record)])


class _Unpacker:
    """Reads what :class:`_Packer` wrote."""

    def __init__(self, head: Head) -> None:
        self._author = head.author
        self._time = head.time
        self._id = head.id
        self._document = head.document or 0

    def records(self, packed: Iterable[list[Any]]) -> Iterator[Record]:
        for each in packed:
            if each[0] == _MENTION:
                yield self._mention(each)
            elif each[0] == _RELATION:
                yield self._relation(each)
            else:
                yield from_plain(RECORD_KINDS[each[0]], each[1])

    def stated(self, packed: Iterable[list[Any]], sign: int) -> Iterator[Stated]:
        """What :meth:`records` makes records of, as plain values."""
        for each in packed:
            if each[0] == _MENTION:
                id_, document = self._ids(each)
                said = [id_, document, *_filled(each, 13)[3:]]
                self._sign(said, 8)
                yield Stated(sign, "mention", id_, said)
            elif each[0] == _RELATION:
                id_, document = self._ids(each)
                said = [id_, document, *_filled(each, 11)[3:]]
                said[3] = [[role, id_ + step, int(bool(rest))] for role, step, *rest in said[3]]
                said[4] = None if said[4] is None else id_ + said[4]
                self._sign(said, 6)
                yield Stated(sign, "relation", id_, said)
            else:
                yield as_stated(from_plain(RECORD_KINDS[each[0]], each[1]))._replace(sign=sign)

    def _sign(self, said: list[Any], at: int) -> None:
        """Author and time as they are where they are those of the Change."""
        if said[at] is None:
            said[at] = self._author
        if said[at + 1] is None:
            said[at + 1] = self._time

    def _ids(self, packed: list[Any]) -> tuple[int, int]:
        self._id += packed[1]
        self._document += packed[2]
        return self._id, self._document

    def _tail(self, packed: list[Any]) -> tuple[Any, ...]:
        attributes, author, created, origin, confidence = packed
        return (
            tupled(attributes) if attributes else NO_ATTRIBUTES,
            self._author if author is None else author,
            self._time if created is None else created,
            origin or "",
            confidence,
        )

    def _mention(self, packed: list[Any]) -> Mention:
        id_, document = self._ids(packed)
        label, ends, quote, subtype, entity, *tail = _filled(packed, 13)[3:]
        fragments = tuple(Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=True))
        return Mention(id_, document, label, fragments, quote, subtype or "", entity, *self._tail(tail))

    def _relation(self, packed: list[Any]) -> Relation:
        id_, document = self._ids(packed)
        type_, arguments, trigger, *tail = _filled(packed, 11)[3:]
        held = tuple(Argument(role, id_ + step, bool(rest)) for role, step, *rest in arguments)
        return Relation(
            id_, document, type_, held, None if trigger is None else id_ + trigger, *self._tail(tail)
        )


def _plain_attributes(attributes: Mapping[str, object]) -> dict[str, object] | None:
    return dict(attributes) if attributes else None


def _trimmed(values: list[Any]) -> list[Any]:
    while values[-1] is None:
        values.pop()
    return values


def _filled(values: list[Any], length: int) -> list[Any]:
    return values + [None] * (length - len(values))
