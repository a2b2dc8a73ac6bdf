"""Whether a project file is whole: told as a list of faults, a sentence each; nothing is written to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from glossator.core import ids, spans
from glossator.core.documents import digest_of
from glossator.core.errors import GlossatorError
from glossator.store import counting, journal, remembering, replay, search, side_file
from glossator.store.driver import Damaged, Database, Error
from glossator.store.keys import Key
from glossator.store.opening import opened
from glossator.store.replay import Tell
from glossator.store.rows import fragments_from
from glossator.store.schema import INDEXES, TABLES, VIEWS, name_of

Look = Callable[[Database, Tell], Iterable[str]]
"""Looks at one thing; it may tell how far it is."""

_SHOWN = 20  # of one kind of fault; the rest is counted

Progress = Callable[[int, int], object]
"""Hears how much is done and how much there is."""


def check(path: Path, *, key: Key | None = None, progress: Progress = lambda done, total: None) -> list[str]:
    """The faults of the project in ``path``, which ``key`` opens where it is protected; none when it is whole.

    Looked at: the side file, the pages of the file, its tables, the chain and the replay of the journal, digests of
    texts, quoted texts, ends of relations and notes, counts, the full-text index.  :class:`GlossatorError` when there
    is nothing to look at: no file, no project, a newer format.  ``progress`` hears again and again how much is
    done; what it raises ends the check.
    """
    faults = list(_side_file(path))  # first: who opens the project for writing clears it away
    try:
        database = opened(path, key=key)
    except Damaged as error:  # so much so that it cannot even be opened
        return [*faults, _fault(error)]
    try:
        if database.key is None:
            database.run("PRAGMA temp_store=FILE")  # what is sorted to be counted is too much for the memory
        with database.still():
            done, total = 0, sum(weight for _, weight in _LOOKS)
            for look, weight in _LOOKS:
                way = _Way(progress, done, weight, total)
                with database.watched(way.still_there):
                    faults += _seen(look, database, way.tell)
                done += weight
                if faults:
                    database.again()
    finally:
        database.drop()
    return faults


def _side_file(path: Path) -> Iterator[str]:
    if lost := side_file.lost_steps(path):
        steps = "step" if lost == 1 else "steps"
        yield f"At least {lost} {steps} that waited in “{path.name}-wal” cannot be read, as the side file is damaged."


class _Way:
    """How far the check is within one of its looks, which is so much of the whole."""

    def __init__(self, progress: Progress, begun: int, weight: int, total: int) -> None:
        self._progress = progress
        self._begun = begun
        self._weight = weight
        self._total = total
        self._done = begun

    def tell(self, share: float) -> None:
        """This share of the look is done."""
        self._done = self._begun + int(share * self._weight)
        self._progress(self._done, self._total)

    def still_there(self) -> None:
        """A long statement is at work."""
        self._progress(self._done, self._total)


def _seen(look: Look, database: Database, tell: Tell) -> list[str]:
    found: list[str] = []
    try:
        found.extend(look(database, tell))
    except GlossatorError as error:  # a damaged page ends this look, not the next one
        found.append(_fault(error))
    # A row holds what we do not write, or a table is not what we make.
    except (ValueError, LookupError, TypeError, AttributeError, Error) as error:
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


def _quotes(database: Database, tell: Tell) -> Iterator[str]:
    """Every mention beside what stands in its place, without making records of those that are right."""
    count = max(1, int(database.one("SELECT count(*) FROM document")[0]))
    listed = "SELECT document.id, name, length, body FROM document JOIN text ON text.key=document.text"
    for done, (document, name, length, text) in enumerate(database.each(listed)):
        if len(text) != length:
            yield f"The document “{name}” has {len(text)} characters instead of {length}."
        for id_, start, end, parts, quote in database.rows(_QUOTED, (document,)):
            if parts is None and 0 <= start <= end <= len(text) and text[start:end] == quote:
                continue
            fragments = (spans.Span(start, end),) if parts is None else fragments_from(parts)
            if not 0 <= fragments[0].start <= fragments[-1].end <= len(text):
                yield f"The mention {ids.to_text(id_)} in “{name}” lies outside of the text."
            elif spans.quote(fragments, text) != quote:
                yield (
                    f"The mention {ids.to_text(id_)} in “{name}” quotes “{quote}”, which is not what stands there."
                )
        if not done % _DOCUMENTS_UNTOLD:
            tell(done / count)


_DOCUMENTS_UNTOLD = 100
_QUOTED = 'SELECT id, start, "end", fragments, quote FROM mention WHERE document=?'


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


def _counts(database: Database, tell: Tell) -> Iterator[str]:
    """What is counted is asked once and added up; only where that differs is it laid beside what is kept."""
    for place, (table, counted) in enumerate(counting.COUNTED.items()):
        tell(place / len(counting.COUNTED))
        kept = f"SELECT * FROM {table}"
        if _sum_of(database, counted) != _sum_of(database, kept):
            for _ in _differing(database, counted, kept):
                yield f"The count of {_COUNT_OF[table]} is wrong."


def _sum_of(database: Database, question: str) -> tuple[int, int]:
    """How many rows there are, and the sum of what tells each from any other, whatever their order."""
    count = total = 0
    for row in database.each(question):
        count += 1
        total += hash(repr(row))
    return count, total


_COUNT_OF = {
    "stat_document": "a document",
    "stat_label": "a label",
    "stat_document_label": "a label in a document",
    "stat_entity": "an entity",
    "stat_quote": "a quoted text",
    "stat_pair": "what a type of relation joins",
    "pair": "what a relation joins",
    "stat_made": "mentions by the day they were made on",
}


def _differing(database: Database, counted: str, kept: str) -> list[Any]:
    return database.rows(
        f"SELECT * FROM (SELECT * FROM ({counted}) EXCEPT {kept})"
        f" UNION ALL SELECT * FROM ({kept} EXCEPT SELECT * FROM ({counted}))"
    )


def _untold(look: Callable[[Database], Iterable[str]]) -> Look:
    """A look that does not tell how far it is."""
    return lambda database, _tell: look(database)


_LOOKS: tuple[tuple[Look, int], ...] = (
    (_untold(_pages), 200),
    (_untold(_tables), 1),
    (_untold(_chain), 10),
    (_untold(_texts), 20),
    (_untold(remembering.faults), 20),
    (_quotes, 140),
    (_untold(_ends), 50),
    (_counts, 160),
    (_untold(search.faults), 20),
    (replay.faults, 380),
)
"""What is looked at, and about how many thousandths of the time each takes."""
