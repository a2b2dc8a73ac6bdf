"""The journal: a Change as one compact row, back again, and the chain of digests that shows when it was altered."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import orjson

from glossator.core.annotations import NO_ATTRIBUTES, Argument, Entity, Mention, Note, Relation
from glossator.core.changes import Change, Record
from glossator.core.errors import GlossatorError
from glossator.core.plain import KIND_OF, RECORD_KINDS, from_plain, to_plain
from glossator.core.spans import Span
from glossator.store.driver import Database
from glossator.store.reading import undisturbed
from glossator.store.rows import Names, tupled

CREATION = "creation"
"""The origin of the first Change of a project, which brings its scheme and cannot be undone."""
START = bytes(16)
"""What the chain begins with."""

_ZLIB_FROM = 700  # bytes; below it the dictionary is of more use than a window
_LEVEL = 3  # a higher one is several times as slow for a tenth of the bytes
_ZLIB = b"x"  # what zlib writes first; a single deflated block never begins so
_WINDOW = -10  # raw, with the smallest window (a kilobyte) that reaches all of the dictionary
_LINK = 6  # bytes of a link of the chain: the file may come to harm, but it is not attacked by way of them
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


class Action(NamedTuple):
    """A row of the journal with its author's name."""

    place: int
    id: int
    site: str
    seq: int
    time: int
    author: str
    title: str
    origin: str
    undoes: int | None
    document: int | None
    n: int
    chain: bytes
    body: str | bytes


_ACTIONS = """SELECT place, action.id, site.uid, seq, time, person.name, title, origin, undoes, document, n,
    action.chain, body FROM action JOIN site ON site.id=site JOIN person ON person.key=author"""


def append(database: Database, change: Change, names: Names) -> int:
    """Write the row of ``change`` inside the open transaction; its place, which is the version of what it writes."""
    site, uid, head, chain = database.one("SELECT id, uid, head, chain FROM site")
    documents = sorted(change.documents())
    only = documents[0] if len(documents) == 1 else None
    count = _count(change)
    action = Action(
        place=0,
        id=change.id,
        site=uid,
        seq=head + 1,
        time=change.time,
        author=change.author,
        title=change.title,
        origin=change.origin,
        undoes=change.undoes,
        document=only,
        n=count,
        chain=chain,
        body=encode(change, only),
    )
    link = linked(chain, action)[:_LINK]
    place = database.run(
        "INSERT INTO action(id, site, seq, time, author, title, origin, undoes, document, n, chain, body)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            change.id,
            site,
            head + 1,
            change.time,
            names.person(change.author),
            change.title,
            change.origin,
            change.undoes,
            only,
            count,
            link,
            action.body,
        ),
    )
    database.run("UPDATE site SET head=?, chain=? WHERE id=?", (head + 1, link, site))
    if len(documents) > 1:
        database.run_many(_TOUCHED, ((each, place, 1) for each in documents))
    enter_others(database, change, place)
    return place


def _count(change: Change) -> int:
    """How many records ``change`` is about."""
    found: dict[type, set[int | str]] = defaultdict(set)
    for records in (change.removed, change.added):
        for each in records:
            found[type(each)].add(each.id)
    return sum(map(len, found.values()))


_TOUCHED = "INSERT INTO touched(document, place, is_document) VALUES (?,?,?)"


def enter_others(database: Database, change: Change, place: int) -> None:
    """Enter what the Change in ``place`` touches besides documents."""
    database.run_many(_TOUCHED, [(each, place, 0) for each in sorted(_others(change))])


def _others(change: Change) -> set[int]:
    """What ``change`` touches besides documents: the ids of entities, those that mentions are or were given among
    them, and 0 for the scheme.
    """
    records = (*change.removed, *change.added)
    found = {each.entity for each in records if isinstance(each, Mention)}
    for record in records:
        if isinstance(record, Entity):
            found.add(record.id)
        elif isinstance(record, Note) and record.document is None:
            found.add(record.target)
        elif isinstance(record.id, str):
            found.add(0)
    return {each for each in found if each is not None}


def linked(chain: bytes, action: Action) -> bytes:
    """The link of the chain that follows ``chain``: a digest over it and all that the row says.  A row keeps the
    beginning of its link, and that is what the next one follows.
    """
    import hashlib  # late: opening a project must not wait for OpenSSL

    fields = orjson.dumps(
        [
            action.id,
            action.site,
            action.seq,
            action.time,
            action.author,
            action.title,
            action.origin,
            action.undoes,
            action.document,
            action.n,
        ]
    )
    body = action.body.encode() if isinstance(action.body, str) else action.body
    return hashlib.blake2b(b"".join((chain, fields, body)), digest_size=16).digest()


def follows(chain: bytes, action: Action) -> bool:
    """Whether a row is what was written after the row with the link ``chain``."""
    return len(action.chain) >= _LINK and linked(chain, action).startswith(action.chain)


def actions(database: Database, where: str = "", values: tuple[object, ...] = ()) -> Iterator[Action]:
    """The rows of the journal in the order in which they were written."""
    return map(Action._make, database.each(f"{_ACTIONS} {where} ORDER BY place", values))


def find(database: Database, change_id: int) -> Change | None:
    """The whole Change with this id, its records as they were."""
    row = database.one(f"{_ACTIONS} WHERE action.id=?", (change_id,))
    return decode(Action._make(row)) if row else None


def encode(change: Change, document: int | None) -> str | bytes:
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


def _in_pieces(packer: _Packer, change: Change) -> Iterator[bytes]:
    """The same JSON, a line for each piece of a long list: a million records that are turned at one go would hold up
    every other thread for a second, and take a hundred megabytes.
    """
    yield _BEGIN
    for records, after in ((change.removed, _BETWEEN), (change.added, _END)):
        for at in range(0, len(records), _AT_ONCE):
            yield (b",\n" if at else b"") + orjson.dumps(packer.packed(records[at : at + _AT_ONCE]))[1:-1]
        yield after


def _packed_lists(body: str | bytes) -> Iterator[Iterator[list[Any]]]:
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


def _unpressed(action: Action) -> str | bytes:
    if isinstance(action.body, str):
        return action.body
    if action.body.startswith(_ZLIB):
        return zlib.decompress(action.body)
    return zlib.decompressobj(-15, zdict=_words_with(action.title)).decompress(action.body)


def decode(action: Action) -> Change:
    """The Change in a row of the journal, without the texts of its documents (they stay in the file for ever).

    :class:`GlossatorError` for a row that was damaged.
    """
    with _understood(action):
        body = _unpressed(action)
        unpacker = _Unpacker(action)
        with undisturbed():
            removed, added = (tuple(unpacker.records(each)) for each in _packed_lists(body))
    return Change(
        id=action.id,
        title=action.title,
        author=action.author,
        time=action.time,
        removed=removed,
        added=added,
        origin=action.origin,
        undoes=action.undoes,
    )


@contextmanager
def _understood(action: Action) -> Iterator[None]:
    try:
        yield
    except (zlib.error, ValueError, LookupError, TypeError) as error:
        raise GlossatorError(
            f"Step {action.seq} of the history, “{action.title}”, is damaged and cannot be read.",
            safe="Nothing was changed.",
            remedy="Have the project checked, and go back to your last backup.",
            details=f"{type(error).__name__}: {error}",
        ) from error


class Stated(NamedTuple):
    """A record as plain values in a fixed order, for comparing: added (``sign`` 1) or taken away (-1) by a step."""

    sign: int
    kind: str
    id: int | str
    said: Any


def stated(action: Action) -> Iterator[Stated]:
    """What a row of the journal takes away and adds, without making records of it: many times as fast as
    :func:`decode`.  :class:`GlossatorError` for a row that was damaged.
    """
    with _understood(action):
        unpacker = _Unpacker(action)
        for sign, packed in zip((-1, 1), _packed_lists(_unpressed(action)), strict=True):
            yield from unpacker.stated(packed, sign)


def as_stated(record: Record) -> Stated:
    """A record that stands for itself, as :func:`stated` has those that are neither mentions nor relations."""
    kind = KIND_OF[type(record)]
    return Stated(1, kind, record.id, [kind, to_plain(record)])


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

    def __init__(self, action: Action) -> None:
        self._author = action.author
        self._time = action.time
        self._id = action.id
        self._document = action.document or 0

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
