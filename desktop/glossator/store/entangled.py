"""Which later steps hold on to what a step made, so that it cannot be taken back before them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from glossator.core.annotations import Entity, Mention, Note, Relation
from glossator.core.changes import Change, Record
from glossator.core.documents import Document
from glossator.core.errors import Refused
from glossator.core.plain import KIND_OF
from glossator.core.scheme import EventType, Label, RelationType, SchemeItem
from glossator.store import past, reading
from glossator.store.driver import Database
from glossator.store.past import HistoryRow, Key

_TOLD = 20  # steps; nobody reads more
_NAMED = 3  # of them in a sentence
_LOOKED_AT = 50  # of the records that refer to one that a step made
_SCHEME = 0

EFFORT = 2_000
"""Later steps that are read, the newest first: a few hundredths of a second.  Of those before them only those are told
that were the last to write what holds on; the others come to light when these are taken back."""


class Entangled(Refused):
    """A step that cannot be taken back (or done again), because later steps hold on to it.

    ``title`` is what was to be done, ``steps`` are those that must be taken back before, the newest first.
    """

    def __init__(self, title: str, steps: Sequence[HistoryRow]) -> None:
        one = len(steps) == 1
        names = "; ".join(_described(each) for each in steps[:_NAMED])
        more = f"; and {len(steps) - _NAMED} more" if len(steps) > _NAMED else ""
        super().__init__(
            f"{title} is not possible, because {'a later step holds' if one else f'{len(steps)} later steps hold'}"
            f" on to it: {names}{more}.",
            remedy=f"Undo {'that one' if one else 'those'} first.",
        )
        self.title = title
        self.steps = tuple(steps)


def _described(step: HistoryRow) -> str:
    when = datetime.fromtimestamp(step.time / 1000).astimezone().strftime("%Y-%m-%d %H:%M")
    return f"“{step.title}” ({step.author or 'somebody'}, {when})"


def holders(database: Database, change_id: int) -> list[HistoryRow]:
    """See :meth:`~glossator.store.queries.Queries.holders`."""
    found = database.one("SELECT place FROM action WHERE id=?", (change_id,))
    if found is None:
        return []
    place = int(found[0])
    _, change = next(past.decoded(database, [place]))
    hold = _Hold(change)
    later = _alone(_later(database, change, place))
    held: list[int] = []
    for action, each in past.decoded(database, later[:EFFORT]):
        if hold.concerns(each):
            held.append(action.place)
            if len(held) == _TOLD:
                break
    if len(held) < _TOLD and len(later) > EFFORT:
        writers = _writers(database, change)
        held += [each for each in later[EFFORT:] if each in writers]
    return past.rows_at(database, held[:_TOLD])


class _Hold:
    """What must be as it is for a Change to be taken back: the records that it changed are still so, nothing refers to
    those that it made, and what those refer to that it removed is there.
    """

    def __init__(self, change: Change) -> None:
        self._keys = {past.key_of(each) for each in (*change.removed, *change.added)}
        self._made = {past.key_of(after) for before, after in change.pairs() if before is None and after}
        self._needed = {key for each in change.removed for key in referred(each)}

    def concerns(self, later: Change) -> bool:
        """``later`` changed something of this."""
        for before, after in later.pairs():
            record = after or before
            if record is None or past.key_of(record) in self._keys:
                return True
            if after is None and past.key_of(record) in self._needed:
                return True
            if after is not None and self._made.intersection(referred(after)):
                return True
        return False


def referred(record: Record) -> Iterable[Key]:
    """What a record cannot be without."""
    if isinstance(record, Mention):
        yield record.document
        yield f"{KIND_OF[Label]}:{record.label}"
        if record.entity is not None:
            yield record.entity
    elif isinstance(record, Relation):
        yield record.document
        yield from (f"{KIND_OF[kind]}:{record.type}" for kind in (RelationType, EventType))
        yield from record.mentions()
        yield from record.relations()
    elif isinstance(record, Note):
        yield record.target


class _Later(NamedTuple):
    place: int
    id: int
    undoes: int | None


def _later(database: Database, change: Change, place: int) -> list[_Later]:
    """The steps after ``place`` that may have to do with ``change``, the newest first."""
    records = (*change.removed, *change.added)
    marks = set(change.documents())
    marks |= {each.id for each in records if isinstance(each, Entity)}
    marks |= {each.entity for each in change.removed if isinstance(each, Mention) and each.entity is not None}
    marks |= {each.target for each in records if isinstance(each, Note)}
    if any(isinstance(each, SchemeItem | Mention | Relation) for each in records):
        marks.add(_SCHEME)
    places = set(past.touching(database, sorted(marks), after=place))
    places.update(each for each in _users(database, change) if each > place)
    found = database.rows(
        "SELECT place, id, undoes FROM action WHERE place IN (SELECT value FROM json_each(?))"
        " ORDER BY place DESC",
        (reading.id_list(sorted(places)),),
    )
    return [_Later(*row) for row in found]


def _users(database: Database, change: Change) -> Iterable[int]:
    """Places of the steps that last wrote what is of the labels and types in ``change``."""
    for each in change.added:
        if isinstance(each, SchemeItem):
            column = "mention.label" if isinstance(each, Label) else "relation.type"
            table = column.partition(".")[0]
            where = f"{column}=(SELECT key FROM item WHERE kind=?2 AND id=?1)"
            yield from _ver(database, table, where, each.id, KIND_OF[type(each)])


_WRITERS = """
    SELECT ver FROM document WHERE id IN ids UNION SELECT ver FROM entity WHERE id IN ids
    UNION SELECT ver FROM mention WHERE id IN ids UNION SELECT ver FROM relation WHERE id IN ids
    UNION SELECT ver FROM note WHERE id IN ids OR target IN ids UNION SELECT ver FROM gone WHERE id IN ids
    UNION SELECT ver FROM relation WHERE "trigger" IN ids
    UNION SELECT relation.ver FROM argument JOIN relation ON relation.id=argument.relation
        WHERE argument.mention IN ids OR argument.sub IN ids
    UNION SELECT ver FROM mention WHERE entity IN made OR document IN made
    UNION SELECT ver FROM relation WHERE document IN made
    UNION SELECT ver FROM item WHERE kind || ':' || id IN (SELECT value FROM json_each(?3))"""


def _writers(database: Database, change: Change) -> set[int]:
    """Places of the steps that last wrote the records of ``change``, what it needs, or what refers to those it made."""
    records = (*change.removed, *change.added)
    ids = {each.id for each in records if isinstance(each.id, int)}
    ids |= {key for each in change.removed for key in referred(each) if isinstance(key, int)}
    made = [
        after.id
        for before, after in change.pairs()
        if before is None and isinstance(after, Document | Entity)
    ]
    items = [key for each in records if isinstance(key := past.key_of(each), str)]
    found = database.rows(
        "WITH ids(id) AS (SELECT value FROM json_each(?1)), made(id) AS (SELECT value FROM json_each(?2))"
        + _WRITERS,
        (reading.id_list(sorted(ids)), reading.id_list(made), reading.id_list(items)),
    )
    return {place for (place,) in found}.union(_users(database, change))


def _ver(database: Database, table: str, where: str, *values: object) -> Iterable[int]:
    found = database.rows(f"SELECT ver FROM {table} WHERE {where} LIMIT {_LOOKED_AT}", values)
    return (ver for (ver,) in found)


def _alone(later: Sequence[_Later]) -> list[int]:
    """Places of the steps that hold: what was taken back, and what took it back, are as if they had not been."""
    of_id = {each.id: each for each in later}
    taken: set[int] = set()
    places: list[int] = []
    for each in later:  # the newest first: what takes back comes before what it takes back
        if each.id in taken:
            continue
        if each.undoes is not None and each.undoes in of_id:
            taken.add(each.undoes)
        else:
            places.append(each.place)
    return places
