"""What the journal says that there is against what there is: by sums of digests first, by record where these differ."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

import orjson

from glossator.core import ids
from glossator.core.changes import Record
from glossator.core.plain import KIND_OF, to_plain
from glossator.store import driver, journal, reading, rows
from glossator.store.driver import Database
from glossator.store.packing import Stated, as_stated
from glossator.store.rows import Names

Tell = Callable[[float], object]
"""Hears which share of the work is done, from 0 to 1; what it raises ends it."""

_BUCKETS = 1 << 12
_LAST = _BUCKETS - 1
_AT_ONCE = 20_000  # records between two words on how far it is
_SORTED = orjson.OPT_SORT_KEYS


def faults(database: Database, tell: Tell) -> Iterator[str]:
    """A sentence for each record that is not what the journal says of it.

    What the steps add less what they take away has to be what there is.  So for each of some thousand buckets of ids
    the digests of the one are added up, those of the other subtracted: that needs no memory of any record.  Only the
    records of a bucket that does not come to nothing are then looked at one by one.
    """
    sums = _Sums()
    names = Names(database)
    steps = int(database.one("SELECT coalesce(sum(n), 0) FROM action")[0])
    held = int(database.one("SELECT coalesce(sum(mentions+relations), 0) FROM stat_document")[0])
    total = max(1, steps + held)
    for done, stated in _counted(_told(database)):
        sums.add(stated, stated.sign)
        if done:
            tell(done / total)
    for done, stated in _counted(_there(database, names)):
        sums.add(stated, -1)
        if done:
            tell(min(1.0, (steps + done) / total))
    if differing := sums.differing():
        yield from _by_record(database, names, differing)


class _Sums:
    """Sums of digests by buckets of ids."""

    def __init__(self) -> None:
        self._sums = [0] * _BUCKETS

    def add(self, stated: Stated, times: int) -> None:
        """Add the digest of a record so many times."""
        # The hash of bytes is SipHash with a key of this process: chance makes no two alike.
        self._sums[_bucket(stated.id)] += times * hash(orjson.dumps(stated.said, option=_SORTED))

    def differing(self) -> frozenset[int]:
        """The buckets that did not come to nothing."""
        return frozenset(place for place, each in enumerate(self._sums) if each)


def _bucket(record_id: int | str) -> int:
    return (record_id if isinstance(record_id, int) else hash(record_id)) & _LAST


def _counted(found: Iterable[Stated]) -> Iterator[tuple[int, Stated]]:
    """Each with how many there were, where that is to be told, else 0."""
    for count, each in enumerate(found, start=1):
        yield (0 if count % _AT_ONCE else count), each


def _told(database: Database) -> Iterator[Stated]:
    for action in journal.actions(database):
        yield from journal.stated(action)


def _there(database: Database, names: Names) -> Iterator[Stated]:
    """What there is, each record as the journal would state it."""
    for kind, spec in database.each("SELECT kind, spec FROM item WHERE present"):
        yield as_stated(rows.item(kind, spec))
    for row in database.each(f"SELECT {rows.DOCUMENTS} FROM document"):
        yield as_stated(rows.document(row))
    for row in database.each(f"SELECT {rows.ENTITIES} FROM entity"):
        yield as_stated(rows.entity(row, names))
    for row in database.each(f"SELECT {rows.NOTES} FROM note"):
        yield as_stated(rows.note(row, names))
    yield from _mentions(database, names)
    yield from _relations(database, names)


def _mentions(database: Database, names: Names) -> Iterator[Stated]:
    items, people, origins = names.items, names.people, names.origins
    for row in database.each(f"SELECT {rows.MENTIONS} FROM mention"):
        (
            id_,
            document,
            label,
            start,
            end,
            parts,
            quote,
            subtype,
            entity,
            held,
            author,
            created,
            origin,
            sure,
        ) = row
        ends = [start, end] if parts is None else [each for pair in rows.from_json(parts) for each in pair]
        attributes = None if held is None else rows.from_json(held)
        said = [
            *(id_, document, items[label], ends, quote, subtype or None, entity, attributes),
            *(people[author], created, origins[origin] or None, sure),
        ]
        yield Stated(1, "mention", id_, said)


def _relations(database: Database, names: Names) -> Iterator[Stated]:
    items, people, origins = names.items, names.people, names.origins
    for row in database.each(f"SELECT {rows.RELATIONS} FROM relation"):
        id_, document, type_, trigger, held, author, created, origin, sure, arguments = row
        attributes = None if held is None else rows.from_json(held)
        said = [
            *(id_, document, items[type_], rows.from_json(arguments), trigger, attributes),
            *(people[author], created, origins[origin] or None, sure),
        ]
        yield Stated(1, "relation", id_, said)


def _by_record(database: Database, names: Names, buckets: Collection[int]) -> Iterator[str]:
    with driver.scratch(protected=database.key is not None) as scratch:
        scratch.execute(
            "CREATE TABLE told(kind TEXT, id ANY, digest BLOB, PRIMARY KEY(kind, id)) STRICT, WITHOUT ROWID"
        )
        scratch.execute(
            "CREATE TABLE there(kind TEXT, id ANY, digest BLOB) STRICT"
        )  # damaged: one may stand twice
        scratch.execute("BEGIN")
        for action in journal.actions(database):
            change = journal.decode(action)
            gone = (_key(each) for each in change.removed if _bucket(each.id) in buckets)
            scratch.executemany("DELETE FROM told WHERE kind=? AND id=?", gone)
            come = (_digested(each) for each in change.added if _bucket(each.id) in buckets)
            scratch.executemany("INSERT OR REPLACE INTO told VALUES (?,?,?)", come)
        there = (each for each in reading.every_record(database, names) if _bucket(each.id) in buckets)
        scratch.executemany("INSERT INTO there VALUES (?,?,?)", map(_digested, there))
        differing = scratch.execute(
            "SELECT kind, id FROM (SELECT * FROM told EXCEPT SELECT * FROM there) UNION"
            " SELECT kind, id FROM (SELECT * FROM there EXCEPT SELECT * FROM told) UNION"
            " SELECT kind, id FROM there GROUP BY kind, id HAVING count(*)>1"
        ).fetchall()
    for kind, record_id in differing:
        name = record_id if isinstance(record_id, str) else ids.to_text(record_id)
        yield f"The {kind} {name} is not what the journal says of it{_called(database, kind, record_id)}."


_CALLED = {
    "document": "SELECT '“' || name || '”' FROM document WHERE id=?",
    "mention": "SELECT '“' || quote || '” in “' || document_name || '”' FROM mentions WHERE id=?",
    "relation": "SELECT type_name || ' in “' || document_name || '”' FROM relations WHERE id=?1"
    " UNION ALL SELECT type_name || ' in “' || document_name || '”' FROM events WHERE id=?1",
    "entity": "SELECT '“' || name || '”' FROM entity WHERE id=?",
    "note": "SELECT '“' || substr(note, 1, 40) || '” on ' || target_name FROM notes WHERE id=?",
}


def _called(database: Database, kind: str, record_id: int | str) -> str:
    """What people call a record that is there, after a colon; nothing for one that is not."""
    for (words,) in database.rows(_CALLED[kind], (record_id,)) if kind in _CALLED else ():
        return f": {words}" if words else ""
    return ""


def _key(record: Record) -> tuple[str, int | str]:
    return KIND_OF[type(record)], record.id


def _digested(record: Record) -> tuple[str, int | str, Any]:
    plain = orjson.dumps(to_plain(record), option=_SORTED)
    return (*_key(record), hashlib.blake2b(plain, digest_size=16).digest())
