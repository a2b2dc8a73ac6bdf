"""A project as it was: a copy in which all that came after a moment is taken back, and the journal ends there."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from glossator.core.annotations import Note
from glossator.core.changes import Change, Record, document_of
from glossator.core.errors import GlossatorError
from glossator.store import backups, lock, migrations, opening, past, reading, writer
from glossator.store.driver import Database
from glossator.store.keys import Key
from glossator.store.past import Key as RecordKey
from glossator.store.rows import Names

Progress = Callable[[int, int], object]
"""Hears how many steps are taken back of how many; what it raises ends the work, and nothing is left of it."""

_BATCH = 100_000  # records that are taken back in one go
_TABLES = ("document", "entity", "mention", "relation", "note", "gone")
_FOLDER = "as-of-"


class Kept(NamedTuple):
    """A project as it was, in a file that is deleted by :func:`forget`."""

    path: Path
    held: lock.Lock


def write(
    source: Path,
    place: int,
    to: Path,
    *,
    key: Key | None = None,
    progress: Progress = lambda done, total: None,
) -> None:
    """Write the project in ``source``, as it was after the step in ``place`` of the journal, to the new file ``to``.

    ``source`` may be open elsewhere; it is only read.  :class:`GlossatorError` when it cannot be read or ``to`` cannot
    be written.
    """
    database = opening.prepared(opening.found(source), read_only=True, key=key)
    try:
        if not database.one("SELECT 1 FROM action WHERE place=?", (place,)):
            raise GlossatorError("The journal of this project has no such step.")
        steps = int(database.one("SELECT count(*) FROM action WHERE place>?", (place,))[0])
        with database.watched(lambda: progress(0, steps)):
            migrations.copy_into(database, to)
    finally:
        database.drop()
    try:
        _rewind(to, place, database.key, progress)
        backups.bring_to_disk(to)
    except BaseException:
        for end in ("", "-journal", "-wal", "-shm"):
            to.with_name(to.name + end).unlink(missing_ok=True)
        raise


def keep(source: Path, place: int, cache: Path, *, key: Key | None, progress: Progress) -> Kept:
    """Write the project as it was after a step into a folder of its own beneath ``cache``, to be looked at; errors as
    with :func:`write`.
    """
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = Path(tempfile.mkdtemp(prefix=_FOLDER, dir=cache)) / source.name
    held = lock.take(path)
    try:
        write(source, place, path, key=key, progress=progress)
    except BaseException:
        forget(Kept(path, held))
        raise
    return Kept(path, held)


def forget(kept: Kept) -> None:
    """Delete what :func:`keep` wrote; it must be closed by now."""
    kept.held.release()
    shutil.rmtree(kept.path.parent, ignore_errors=True)


def clear_away(cache: Path) -> None:
    """Delete what :func:`keep` wrote in a program that came to no good end; one that still runs keeps its own."""
    for folder in cache.glob(f"{_FOLDER}*"):
        for path in folder.glob(".*.lock"):
            with contextlib.suppress(lock.Locked, OSError):
                lock.take(path.with_name(path.name.removeprefix(".").removesuffix(".lock"))).release()
        if not any(folder.glob(".*.lock")):
            shutil.rmtree(folder, ignore_errors=True)


def _rewind(path: Path, place: int, key: Key | None, progress: Progress) -> None:
    database = Database(path, read_only=False, key=key)
    try:
        database.prepare()
        for statement in ("PRAGMA journal_mode=MEMORY", "PRAGMA synchronous=OFF"):
            database.run(statement)  # what does not come to its end is deleted
        names = Names(database)
        back: dict[RecordKey, int] = {}
        marker = int(database.one("SELECT max(place) FROM action")[0])
        total = marker - place
        for places in _batches(database, place):
            change = _net(database, places, back)
            with reading.undisturbed(), database.transaction():
                writer.rewrite(database, change, names, ver=marker)
            progress(marker - places[-1] + 1, total)
        _date(database, place, back)
        _cut(database, place)
        database.run("PRAGMA journal_mode=DELETE")
    finally:
        database.drop()


def _batches(database: Database, place: int) -> Iterator[list[int]]:
    """The places after ``place``, the newest first, in portions of so many records that memory holds them."""
    some: list[int] = []
    records = 0
    for each, n in database.rows("SELECT place, n FROM action WHERE place>? ORDER BY place DESC", (place,)):
        some.append(each)
        records += n
        if records >= _BATCH:
            yield some
            some, records = [], 0
    if some:
        yield some


def _net(database: Database, places: list[int], back: dict[RecordKey, int]) -> Change:
    """One Change that takes back the steps at these places, the newest first.

    ``back`` gets the records that one of the steps brought back, and under what their history is found: only those may
    have been there, and deleted, before.
    """
    now: dict[RecordKey, Record | None] = {}
    then: dict[RecordKey, Record | None] = {}
    for _, change in past.decoded(database, places):
        for before, after in change.pairs():
            record = after or before
            assert record is not None
            key = past.key_of(record)
            now.setdefault(key, after)
            then[key] = before
            if before is None and change.undoes is not None:
                back[key] = _mark(record)
    differing = [key for key in now if now[key] != then[key]]
    return Change(
        id=0,
        title="",
        author="",
        time=0,
        removed=tuple(each for key in differing if (each := now[key]) is not None),
        added=tuple(each for key in differing if (each := then[key]) is not None),
    )


def _mark(record: Record) -> int:
    document = document_of(record)
    if document is not None:
        return document
    if isinstance(record, Note):
        return record.target
    return record.id if isinstance(record.id, int) else 0


def _date(database: Database, place: int, back: dict[RecordKey, int]) -> None:
    """Give each record that was taken back the step that made it what it was then, and bury those that had been deleted
    then; what had never been there is forgotten.
    """
    wanted: dict[RecordKey, int] = {}
    for table in ("document", "entity", "mention", "relation", "note"):
        mark = {"mention": "document", "relation": "document", "note": "coalesce(document, target)"}
        question = f"SELECT id, {mark.get(table, 'id')} FROM {table} WHERE ver>?"
        wanted.update(database.rows(question, (place,)))
    for (record_id,) in database.rows("SELECT id FROM gone WHERE ver>?", (place,)):
        if record_id in back:
            wanted[record_id] = back[record_id]
    items = database.rows("SELECT kind, id FROM item WHERE ver>?", (place,))
    wanted.update((f"{kind}:{item}", 0) for kind, item in items)
    found = _last_steps(database, wanted, place)
    dates = [(ver, key) for key, ver in found.items() if isinstance(key, int)]
    with database.transaction():
        for table in _TABLES:
            database.run_many(f"UPDATE {table} SET ver=? WHERE id=?", dates)
        database.run_many(
            "UPDATE item SET ver=? WHERE kind=? AND id=?",
            [(ver, *key.split(":", 1)) for key, ver in found.items() if isinstance(key, str)],
        )
        database.run("DELETE FROM gone WHERE ver>?", (place,))
        database.run("DELETE FROM item WHERE ver>?", (place,))


def _last_steps(database: Database, wanted: dict[RecordKey, int], place: int) -> dict[RecordKey, int]:
    """The last step until ``place`` that touched each of the records, where one did."""
    left = dict(wanted)
    found: dict[RecordKey, int] = {}
    marks = sorted(set(wanted.values()))
    places = [each for each in past.touching(database, marks, after=0) if each <= place]
    for action, change in past.decoded(database, places):
        for record in (*change.removed, *change.added):
            if left.pop(past.key_of(record), None) is not None:
                found[past.key_of(record)] = action.place
        if not left:
            break
    return found


def _cut(database: Database, place: int) -> None:
    """Let the journal end with ``place``."""
    database.run("PRAGMA foreign_keys=OFF")  # what refers to a step would be looked for in every table
    with database.transaction():
        database.run("DELETE FROM touched WHERE place>?", (place,))
        database.run("DELETE FROM action WHERE place>?", (place,))
        for (site,) in database.rows("SELECT id FROM site"):
            last = database.one(
                "SELECT seq, chain FROM action WHERE site=? ORDER BY place DESC LIMIT 1", (site,)
            )
            database.run("UPDATE site SET head=?, chain=? WHERE id=?", (*last, site))
    database.run("PRAGMA foreign_keys=ON")
