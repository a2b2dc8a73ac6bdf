"""The journal: each Change as a row, back again, and the chain of digests that shows when one was altered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import orjson

from glossator.core.annotations import Entity, Mention, Note
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.store import packing
from glossator.store.driver import Database
from glossator.store.packing import Head, Stated
from glossator.store.rows import Names

CREATION = "creation"
"""The origin of the first Change of a project, which brings its scheme and cannot be undone."""
START = bytes(16)
"""What the chain begins with."""

_LINK = 6  # bytes of a link of the chain: the file may come to harm, but it is not attacked by way of them


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
        body=packing.packed(change, only),
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


def decode(action: Action) -> Change:
    """The Change in a row of the journal, without the texts of its documents (they stay in the file for ever).

    :class:`GlossatorError` for a row that was damaged.
    """
    with _understood(action):
        removed, added = packing.unpacked(action.body, _head(action))
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


def stated(action: Action) -> Iterator[Stated]:
    """What a row of the journal takes away and adds, without making records of it: many times as fast as
    :func:`decode`.  :class:`GlossatorError` for a row that was damaged.
    """
    with _understood(action):
        yield from packing.stated(action.body, _head(action))


def _head(action: Action) -> Head:
    return Head(action.id, action.author, action.time, action.title, action.document)


@contextmanager
def _understood(action: Action) -> Iterator[None]:
    try:
        yield
    except packing.FAULTS as error:
        raise GlossatorError(
            f"Step {action.seq} of the history, “{action.title}”, is damaged and cannot be read.",
            safe="Nothing was changed.",
            remedy="Have the project checked, and go back to your last backup.",
            details=f"{type(error).__name__}: {error}",
        ) from error
