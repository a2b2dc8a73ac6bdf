"""Records entered in the new file: in their tables, and in the journal where that does not say the same of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from glossator.core import ids
from glossator.core.annotations import Entity, Mention, Note, Relation
from glossator.core.changes import Change, Record
from glossator.core.documents import Document
from glossator.core.plain import KIND_OF
from glossator.store import journal
from glossator.store.driver import Database
from glossator.store.evidence import read, written
from glossator.store.rows import Names, Row

_AUTHOR = "Repair"  # what a repair had to put right stands in nobody's name, so nobody's undo takes it back
_CHUNK = 5000  # records in one step of the repair
_TABLES = {
    # the table of a kind of record, and how many columns it has
    Document: ("document", 18),
    Entity: ("entity", 9),
    Mention: ("mention", 15),
    Relation: ("relation", 10),
    Note: ("note", 9),
}


class Believed(NamedTuple):
    """A record that is believed: ``body`` as :func:`~glossator.store.evidence.read` takes it, ``other`` what else may
    be true, ``told`` what the journal says of it, which was said at ``place``.
    """

    kind: str
    id: int | str
    body: bytes
    other: bytes | None
    told: bytes | None
    place: int | None


class Entering:
    """The new file ``out`` while it is filled with what was found, which lies on ``stage``.

    ``names`` are the numbers of names in it, ``places`` says where each step of the damaged file stands in it,
    ``counts`` how many records of each kind it has.
    """

    def __init__(self, out: Database, stage: Database, title: str, now: float) -> None:
        self._out = out
        self._stage = stage
        self._title = title
        self._time = int(now * 1000)
        self._new_id = ids.IdSource(self._is_taken)
        self._removed: list[Record] = []
        self._added: list[Record] = []
        self._final: list[tuple[str, int | str]] = []  # not entered yet
        self._last_place = 0
        self.names = Names(out)
        self.places: dict[int, int] = {}
        self.counts: Counter[str] = Counter()

    def begin(self) -> None:
        """From now on the new file is asked which records it has."""
        self._stage.run("CREATE TABLE final(kind, id, PRIMARY KEY(kind, id)) WITHOUT ROWID")

    def step(self, place: int, change: Change) -> None:
        """Enter a step that stood at ``place`` in the damaged file."""
        self._last_place = journal.append(self._out, change, self.names)
        self.places[place] = self._last_place

    def _is_taken(self, prefix: int) -> bool:
        low = prefix << ids.COUNTER_BITS
        return bool(
            self._stage.one(
                "SELECT 1 FROM told WHERE id BETWEEN ? AND ?", (low, low + (1 << ids.COUNTER_BITS))
            )
        )

    def believed(self, where: str, *values: object) -> Iterator[Believed]:
        """The records that are believed and for which ``where`` holds."""
        found = self._stage.rows(
            "SELECT believed.kind, believed.id, believed.body, believed.other, told.body, told.place FROM believed"
            f" LEFT JOIN told ON told.kind=believed.kind AND told.id=believed.id WHERE {where}",
            values,
        )
        return (Believed(*row) for row in found)

    def put(self, record: Record, believed: Believed | None = None) -> int:
        """Note that the new file has this record, made of what is ``believed``; the version that stands in its row."""
        kind, body = KIND_OF[type(record)], written(record)
        told, place = (believed.told, believed.place) if believed is not None else (None, None)
        self._final.append((kind, record.id))
        if len(self._final) >= _CHUNK:
            self._enter_final()
        self.counts[kind] += 1
        if told == body and place is not None:
            return self.places[place]
        if len(self._added) + len(self._removed) >= _CHUNK:
            self.flush()
        if told is not None:
            self._removed.append(read(kind, told))
        self._added.append(record)
        return self._last_place + 1

    def insert(self, kind: type[Record], found: Sequence[Row]) -> None:
        """Write rows into the table of this kind of record."""
        table, columns = _TABLES[kind]
        self._out.run_many(f"INSERT INTO {table} VALUES ({','.join('?' * columns)})", found)

    def _enter_final(self) -> None:
        self._stage.run_many("INSERT INTO final(kind, id) VALUES (?,?)", self._final)
        self._final.clear()

    def flush(self) -> None:
        """Enter what was put and taken out so far as a step of the repair."""
        if not (self._added or self._removed):
            return
        self._last_place = journal.append(
            self._out,
            Change(
                id=self._new_id(),
                title=self._title,
                author=_AUTHOR,
                time=self._time,
                removed=tuple(self._removed),
                added=tuple(self._added),
                origin="repair",
            ),
            self.names,
        )
        self._removed.clear()
        self._added.clear()

    def has(self, kind: str, record_id: int) -> bool:
        """Whether the new file has this record."""
        if self._final:
            self._enter_final()
        return self._stage.one("SELECT 1 FROM final WHERE kind=? AND id=?", (kind, record_id)) is not None

    def take_out(self) -> None:
        """What the journal says that there is, but is not; and what was deleted."""
        self._enter_final()
        for kind, body in self._stage.each(
            "SELECT kind, body FROM told WHERE body IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM final WHERE final.kind=told.kind AND final.id=told.id)"
        ):
            if len(self._added) + len(self._removed) >= _CHUNK:
                self.flush()
            self._removed.append(read(kind, body))
        gone = self._stage.rows(
            "SELECT id, place FROM told WHERE body IS NULL AND typeof(id)='integer' AND NOT EXISTS"
            " (SELECT 1 FROM final WHERE final.kind=told.kind AND final.id=told.id)"
        )
        self._out.run_many(
            "INSERT OR IGNORE INTO gone VALUES (?,?)", [(id_, self.places[at]) for id_, at in gone]
        )
