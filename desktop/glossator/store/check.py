"""Whether a project file is whole: told as a list of faults, a sentence each; nothing is written to it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from glossator.core import ids, spans
from glossator.core.changes import Record
from glossator.core.documents import digest_of
from glossator.core.errors import GlossatorError
from glossator.core.plain import KIND_OF, to_plain
from glossator.store import counting, driver, journal, reading, remembering, search, side_file
from glossator.store.driver import Damaged, Database
from glossator.store.keys import Key
from glossator.store.opening import opened
from glossator.store.rows import Names
from glossator.store.schema import INDEXES, TABLES, VIEWS, name_of

_SHOWN = 20  # of one kind of fault; the rest is counted

Progress = Callable[[int, int], object]
"""Hears how many looks are done and how many there are."""


def check(path: Path, *, key: Key | None = None, progress: Progress = lambda done, total: None) -> list[str]:
    """The faults of the project in ``path``, which ``key`` opens where it is protected; none when it is whole.

    Looked at: the side file, the pages of the file, its tables, the chain and the replay of the journal, digests of
    texts, quoted texts, ends of relations and notes, counts, the full-text index.  :class:`GlossatorError` when there
    is nothing to look at: no file, no project, a newer format.  ``progress`` hears again and again how many of the
    looks are done; what it raises ends the check.
    """
    faults = list(_side_file(path))  # first: who opens the project for writing clears it away
    try:
        database = opened(path, key=key)
    except Damaged as error:  # so much so that it cannot even be opened
        return [*faults, _fault(error)]
    try:
        with database.still():
            for done, look in enumerate(_LOOKS):
                with database.watched(partial(progress, done, len(_LOOKS))):
                    faults += _seen(look, database)
                if faults:
                    database.again()
    finally:
        database.drop()
    return faults


def _side_file(path: Path) -> Iterator[str]:
    if lost := side_file.lost_steps(path):
        steps = "step" if lost == 1 else "steps"
        yield f"At least {lost} {steps} that waited in “{path.name}-wal” cannot be read, as the side file is damaged."


def _seen(look: Callable[[Database], Iterable[str]], database: Database) -> list[str]:
    found: list[str] = []
    try:
        found.extend(look(database))
    except GlossatorError as error:  # a damaged page ends this look, not the next one
        found.append(_fault(error))
    except (ValueError, LookupError, TypeError, AttributeError) as error:  # a row holds what we do not write
        found.append(f"A part of the file cannot be understood ({type(error).__name__}: {error}).")
    if len(found) > _SHOWN:
        found[_SHOWN:] = [f"… and {len(found) - _SHOWN} more of this kind."]
    return found


def _fault(error: GlossatorError) -> str:
    return f"{error.what} ({error.details.partition(chr(10))[0]})"


def _pages(database: Database) -> Iterator[str]:
    if database.key is not None:
        for (line,) in database.rows("PRAGMA cipher_integrity_check"):
            yield f"The file is damaged: {line}."
        database.again()
    for (line,) in database.rows("PRAGMA integrity_check"):  # quick_check would not see a damaged index
        if line != "ok":
            yield f"The file is damaged: {line}."


def _tables(database: Database) -> Iterator[str]:
    there = dict(database.rows("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    ours = {name_of(statement): statement for statement in (*TABLES, *INDEXES, *VIEWS)}
    for name, statement in ours.items():
        if there.get(name) != statement:
            yield f"The table, index or view “{name}” is not as Glossator makes it."
    beneath = tuple(
        f"{name_of(statement)}_" for statement in search.TABLES
    )  # what the full-text index lies in
    for name in sorted(set(there) - set(ours)):
        if not name.startswith(("sqlite_", *beneath)):
            yield f"There is something in the file that Glossator did not make: “{name}”."


def _chain(database: Database) -> Iterator[str]:
    last: dict[str, tuple[int, bytes]] = {}
    for action in journal.actions(database):
        seq, chain = last.get(action.site, (0, journal.START))
        if action.seq != seq + 1:
            yield f"The journal lacks the steps {seq + 1} to {action.seq - 1}."
        elif not journal.follows(chain, action):
            yield f"Step {action.seq} of the journal, “{action.title}”, was altered after it was written."
        last[action.site] = action.seq, action.chain
    for uid, head, chain in database.rows("SELECT uid, head, chain FROM site"):
        if last.get(uid, (0, journal.START)) != (head, chain):
            yield f"The end of the journal is not the one that was written: step {head} should be the last."


def _texts(database: Database) -> Iterator[str]:
    for digest, body in database.each("SELECT digest, body FROM text"):
        if digest_of(body) != digest.hex():
            yield f"The text with the digest {digest.hex()[:12]}… is not the one that was imported."


def _quotes(database: Database) -> Iterator[str]:
    names = Names(database)
    for document in reading.documents(database, "TRUE"):
        text = reading.text_of(database, document.id) or ""
        if len(text) != document.length:
            yield f"The document “{document.name}” has {len(text)} characters instead of {document.length}."
        for each in reading.mentions(database, names, "document=?", (document.id,)):
            if not 0 <= each.start <= each.end <= len(text):
                yield f"{_named(each)} in “{document.name}” lies outside of the text."
            elif spans.quote(each.fragments, text) != each.quote:
                yield f"{_named(each)} in “{document.name}” quotes “{each.quote}”, which is not what stands there."


def _ends(database: Database) -> Iterator[str]:
    for table, rowid, parent, _ in database.rows("PRAGMA foreign_key_check"):
        yield f"Row {rowid} of the table “{table}” refers to a {parent} that is not there."
    known = " UNION ALL ".join(
        f"SELECT id FROM {table}" for table in ("document", "mention", "relation", "entity")
    )
    for (note,) in database.rows(f"SELECT id FROM note WHERE target NOT IN ({known})"):
        yield f"The note {ids.to_text(note)} is on nothing."
    strays = (
        'SELECT r.id FROM relation AS r JOIN mention AS m ON m.id=r."trigger" WHERE m.document<>r.document UNION '
        "SELECT r.id FROM relation AS r JOIN argument AS a ON a.relation=r.id"
        " LEFT JOIN mention AS m ON m.id=a.mention LEFT JOIN relation AS s ON s.id=a.sub"
        " WHERE coalesce(m.document, s.document)<>r.document"
    )
    for (relation,) in database.rows(strays):
        yield f"The relation {ids.to_text(relation)} reaches into another document."
    unused = (
        "SELECT id FROM item WHERE NOT present"
        " AND (key IN (SELECT label FROM mention) OR key IN (SELECT type FROM relation))"
    )
    for (item,) in database.rows(unused):
        yield f"“{item}” is used but was taken out of the scheme."


def _counts(database: Database) -> Iterator[str]:
    for table, counted in counting.COUNTED.items():
        for _ in _differing(database, counted, f"SELECT * FROM {table}"):
            yield f"The count of {_COUNT_OF[table]} is wrong."


_COUNT_OF = {
    "stat_document": "a document",
    "stat_label": "a label",
    "stat_document_label": "a label in a document",
    "stat_entity": "an entity",
    "stat_quote": "a quoted text",
    "stat_pair": "what a type of relation joins",
    "pair": "what a relation joins",
}


def _differing(database: Database, counted: str, kept: str) -> list[Any]:
    return database.rows(
        f"SELECT * FROM (SELECT * FROM ({counted}) EXCEPT {kept})"
        f" UNION ALL SELECT * FROM ({kept} EXCEPT SELECT * FROM ({counted}))"
    )


def _replay(database: Database) -> Iterator[str]:
    """What the journal says that there is, against what there is."""
    names = Names(database)
    with driver.scratch(protected=database.key is not None) as scratch:
        for table in ("told", "there"):
            scratch.execute(
                f"CREATE TABLE {table}(kind TEXT, id ANY, digest BLOB, PRIMARY KEY(kind, id)) STRICT, WITHOUT ROWID"
            )
        scratch.execute("BEGIN")
        for action in journal.actions(database):
            change = journal.decode(action)
            scratch.executemany(
                "DELETE FROM told WHERE kind=? AND id=?", (_key(each) for each in change.removed)
            )
            scratch.executemany("INSERT OR REPLACE INTO told VALUES (?,?,?)", map(_digested, change.added))
        scratch.executemany(
            "INSERT INTO there VALUES (?,?,?)", map(_digested, reading.every_record(database, names))
        )
        differing = scratch.execute(
            "SELECT kind, id FROM (SELECT * FROM told EXCEPT SELECT * FROM there) UNION"
            " SELECT kind, id FROM (SELECT * FROM there EXCEPT SELECT * FROM told)"
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


def _digested(record: Record) -> tuple[str, int | str, bytes]:
    plain = orjson.dumps(to_plain(record), option=orjson.OPT_SORT_KEYS)
    return (*_key(record), hashlib.blake2b(plain, digest_size=16).digest())


def _named(record: Record) -> str:
    kind, record_id = _key(record)
    return f"The {kind} {record_id if isinstance(record_id, str) else ids.to_text(record_id)}"


_LOOKS: tuple[Callable[[Database], Iterable[str]], ...] = (
    _pages,
    _tables,
    _chain,
    _texts,
    remembering.faults,
    _quotes,
    _ends,
    _counts,
    search.faults,
    _replay,
)
