"""What the tables and the journal of a damaged project say of each record, and which of them is believed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson

from glossator.core.annotations import Mention
from glossator.core.changes import Change, Record, document_of
from glossator.core.errors import GlossatorError
from glossator.core.plain import KIND_OF, RECORD_KINDS, from_plain, to_plain
from glossator.core.spans import Span
from glossator.store import journal, rows
from glossator.store.journal import Action
from glossator.store.remains import Remains
from glossator.store.rows import Names

UNKNOWN = "unknown"
"""The name of a person of whom only the number is left."""

_TABLE_OF = {
    "document": ("document", rows.DOCUMENTS),
    "entity": ("entity", rows.ENTITIES),
    "mention": ("mention", rows.MENTIONS),
    "relation": ("relation", rows.RELATIONS),
    "note": ("note", rows.NOTES),
}
_NUMBERED = (
    # what is named, in which column of which table its number stands, in which field of the record its name
    ("person", "author", ("mention", "relation", "entity", "note"), "author"),
    ("origin", "origin", ("mention", "relation"), "origin"),
    ("label", "label", ("mention",), "label"),
    ("type", "type", ("relation",), "type"),
)
_FAULTS = (GlossatorError, ValueError, LookupError, TypeError, AttributeError, OverflowError)
_BATCH = 1000
_LINK = 4  # bytes of a link that prove something

_BOTH = """SELECT coalesce(told.kind, held.kind), coalesce(told.id, held.id), told.place, told.proven, told.body,
    held.ver, held.body, gone.ver FROM told FULL JOIN held ON held.kind=told.kind AND held.id=told.id
    LEFT JOIN gone ON gone.id=coalesce(told.id, held.id)"""


class Step(NamedTuple):
    """A step of the journal that can be read; ``is_proven`` says that it is what was written after the one before."""

    place: int
    change: Change
    is_proven: bool


class _Told(NamedTuple):
    place: int
    is_proven: bool
    body: bytes | None


class _Held(NamedTuple):
    ver: int
    body: bytes


def _with_id(record: Record) -> Record:
    """``ValueError`` for a record that has, or whose document has, a number that no id is."""
    if any(isinstance(each, int) and each < 0 for each in (record.id, document_of(record))):
        raise ValueError("not an id")
    return record


class Evidence:
    """Both witnesses on one table each, ``told`` and ``held``, and in ``believed`` the records that are believed.

    ``is_complete`` says that the journal is whole, so that nothing has to be believed but it; ``lost_steps`` counts
    those that are missing or altered, as far as that is known; ``faults`` has a sentence for each name that is lost.
    """

    def __init__(self, remains: Remains) -> None:
        self._stage = remains.stage
        self._remains = remains
        self._names = Names(self._stage)
        self._quiet_from = 0  # the place from which on no step is missing
        self._proven: set[int] = set()
        self.is_complete = False
        self.lost_steps = 0
        self.faults: list[str] = []
        for statement in (
            "CREATE TABLE told(kind, id, place, proven, body, PRIMARY KEY(kind, id)) WITHOUT ROWID",
            "CREATE TABLE held(kind, id, ver, body, PRIMARY KEY(kind, id)) WITHOUT ROWID",
            "CREATE TABLE believed(kind, id, document, place, body, other, PRIMARY KEY(kind, id)) WITHOUT ROWID",
        ):
            self._stage.run(statement)

    # --- the journal

    def steps(self) -> Iterator[Step]:
        """The steps that can be read, in their order; each is entered in ``told`` as it goes by."""
        head = self._stage.one("SELECT uid, head, chain FROM site ORDER BY id")
        broken = head is None
        seq, link = 0, journal.START
        for action, following in _with_next(self._actions()):
            before = link if action.seq == seq + 1 else None
            if before is None:  # steps between are missing
                self.lost_steps += max(0, action.seq - seq - 1)
                broken, self._quiet_from = True, action.place
            signed = self._signed(before, action)
            seq, link, proven = action.seq, action.chain, False
            can_tell = before is not None and bool(signed.site) and signed.author != UNKNOWN
            if before is not None and can_tell:
                proven, link = _proven(before, signed, following)
            change = None if can_tell and not proven else _decoded(signed, proven=proven)
            if change is None:
                self.lost_steps += 1
                broken, self._quiet_from = True, action.place + 1
                continue
            self._hear(action.place, change, proven=proven)
            broken = broken or not proven
            yield Step(action.place, change, proven)
        if head is not None:
            self.lost_steps += max(0, head[1] - seq)
        if head is None or head[1] != seq or not _same(head[2], link):
            broken, self._quiet_from = True, 1 << 62
        self.is_complete = not broken and seq > 0

    def _actions(self) -> Iterator[Action]:
        """The rows of the journal, with the names of those who wrote them, as far as they are known."""
        uids = dict(self._stage.rows("SELECT id, uid FROM site"))
        people = dict(self._stage.rows("SELECT key, name FROM person"))
        names = [name for name in Action._fields if name not in ("site", "author")]
        columns = ", ".join(f'"{name}"' for name in names)
        seen: set[int] = set()
        for site, author, *values in self._stage.each(
            f"SELECT site, author, {columns} FROM action ORDER BY place"
        ):
            row: dict[str, Any] = dict(zip(names, values, strict=True))
            row |= {"site": uids.get(site, ""), "author": people.get(author, author)}
            if row["id"] > 0 and row["id"] not in seen:
                seen.add(row["id"])
                yield Action(**row)

    def _signed(self, before: bytes | None, action: Action) -> Action:
        """The step with its author's name: where only the number is left, the name with which the link is right."""
        number: object = action.author
        if not isinstance(number, int):
            return action
        for name in sorted(self._remains.hints.get(number, ())):
            found = action._replace(author=name)
            if before is not None and _follows(before, found):
                self._stage.run("INSERT OR IGNORE INTO person(key, name) VALUES (?,?)", (number, name))
                return found
        known = self._stage.one("SELECT name FROM person WHERE key=?", (number,))
        return action._replace(author=known[0] if known else UNKNOWN)

    def _hear(self, place: int, change: Change, *, proven: bool) -> None:
        if proven:
            self._proven.add(place)
        rest = {(KIND_OF[type(each)], each.id) for each in change.added}
        gone = [
            (KIND_OF[type(each)], each.id, place, proven, None)
            for each in change.removed
            if (KIND_OF[type(each)], each.id) not in rest
        ]
        new = [(KIND_OF[type(each)], each.id, place, proven, written(each)) for each in change.added]
        self._stage.run_many("INSERT OR REPLACE INTO told VALUES (?,?,?,?,?)", [*gone, *new])

    # --- the tables

    def hold(self) -> None:
        """Enter in ``held`` what the tables say; it comes after the journal, which knows names that they have lost.
        Where that is whole they are not asked.
        """
        if self.is_complete:
            return
        for what, column, tables, field in _NUMBERED:
            for table in tables:
                self._name(what, column, table, field)
        self._name_others()
        self._hold(
            (item, ver)
            for kind, spec, ver in self._stage.each("SELECT kind, spec, ver FROM item WHERE present=1")
            if (item := _sound(lambda kind=kind, spec=spec: rows.item(kind, spec))) is not None
        )
        for kind, (table, columns) in _TABLE_OF.items():
            found = self._stage.each(f"SELECT ver, {columns} FROM {table}")
            self._hold(
                (record, ver)
                for ver, *row in found
                if (record := _sound(lambda kind=kind, row=tuple(row): _with_id(self._record(kind, row))))
                is not None
            )

    def _record(self, kind: str, row: tuple[Any, ...]) -> Record:
        names = self._names
        if kind == "mention":
            return next(rows.mentions([row], names))
        if kind == "relation":
            return rows.relation(row, names)
        if kind == "entity":
            return rows.entity(row, names)
        if kind == "note":
            return rows.note(row, names)
        digest = row[3] if isinstance(row[3], bytes) else b""
        return rows.document((*row[:3], digest, *row[4:]))

    def _hold(self, found: Iterable[tuple[Record, int]]) -> None:
        self._stage.run_many(
            "INSERT OR IGNORE INTO held VALUES (?,?,?,?)",
            ((KIND_OF[type(record)], record.id, ver, written(record)) for record, ver in found),
        )

    def _name(self, what: str, column: str, table: str, field: str) -> None:
        """Give a name to each number that has lost its own: from a record that the journal knows by name."""
        place = "item" if what in ("label", "type") else what
        for number in self._nameless(place, column, table):
            found = self._stage.one(
                f"SELECT json_extract(told.body, '$.{field}') FROM {table} JOIN told ON told.kind=?"
                f" AND told.id={table}.id AND told.place={table}.ver WHERE {table}.{column}=?"
                f" AND coalesce(json_extract(told.body, '$.{field}'), ?) <> ?",
                (table, number, UNKNOWN, UNKNOWN),
            )
            if place != "item":
                if found:
                    self._stage.run(f"INSERT INTO {place}(key, name) VALUES (?,?)", (number, found[0]))
                continue
            name = found[0] if found else f"LOST-{number}"
            kind, name = self._remains.items.get(
                number, ("label" if what == "label" else "relation type", name)
            )
            # Not present: the item itself comes from the journal, or is made where it is missed.
            self._stage.run(
                "INSERT OR IGNORE INTO item(key, ver, kind, id, ord, present, spec) VALUES (?,0,?,?,0,0,'')",
                (number, kind, name),
            )

    def _name_others(self) -> None:
        for place, column, tables, _ in _NUMBERED[:2]:
            for table in tables:
                for number in self._nameless(place, column, table):
                    name = UNKNOWN if place == "person" else ""
                    if place == "person":
                        self.faults.append(f"The name of a person is lost; “{UNKNOWN}” stands for it.")
                    self._stage.run(f"INSERT INTO {place}(key, name) VALUES (?,?)", (number, name))

    def _nameless(self, place: str, column: str, table: str) -> list[int]:
        found = self._stage.rows(
            f"SELECT DISTINCT {column} FROM {table} WHERE {column} NOT IN (SELECT key FROM {place})"
        )
        return [number for (number,) in found]

    # --- which is believed

    def settle(self) -> None:
        """Enter in ``believed`` the records that there are, with the place of the step that says just this of it; and
        what the other witness says where it says something else and neither is proven.
        """
        believed = []
        for kind, id_, place, proven, told_body, ver, held_body, gone in self._stage.each(_BOTH):
            told = None if place is None else _Told(place, bool(proven), told_body)
            held = None if ver is None else _Held(ver, held_body)
            first, second = self._believed(kind, told, held, gone)
            if first is None:
                continue
            same = told.place if told is not None and told.body == first else None
            plain = orjson.loads(first)
            document = plain["id"] if kind == "document" else plain.get("document")
            believed.append((kind, id_, document, same, first, second))
            if len(believed) >= _BATCH:
                self._stage.run_many("INSERT INTO believed VALUES (?,?,?,?,?,?)", believed)
                believed.clear()
        self._stage.run_many("INSERT INTO believed VALUES (?,?,?,?,?,?)", believed)
        self._stage.run("CREATE INDEX believed_document ON believed(document, kind)")

    def _believed(
        self, kind: str, told: _Told | None, held: _Held | None, gone: int | None
    ) -> tuple[bytes | None, bytes | None]:
        if self.is_complete:
            return (told.body if told else None), None
        if told is None:
            return (None if held is None else self._held_alone(held, gone)), None
        if held is None:
            return self._told_alone(kind, told, gone), None
        if told.place > held.ver or (told.place == held.ver and told.is_proven):
            return told.body, None
        if held.ver in self._proven and held.ver != told.place:  # that step says nothing of this record
            return told.body, None
        return held.body, told.body if held.body != told.body else None

    def _held_alone(self, held: _Held, gone: int | None) -> bytes | None:
        # A step that is known whole and does not make it: then its id is what was damaged.
        if held.ver in self._proven or (gone is not None and gone >= held.ver):
            return None
        return held.body

    def _told_alone(self, kind: str, told: _Told, gone: int | None) -> bytes | None:
        if gone is not None and gone >= told.place:
            return None
        table = kind if kind in _TABLE_OF else "item"
        was_deleted = table in self._remains.whole and told.place < self._quiet_from
        return None if was_deleted else told.body


def _with_next(actions: Iterable[Action]) -> Iterator[tuple[Action, Action | None]]:
    last: Action | None = None
    for each in actions:
        if last is not None:
            yield last, each
        last = each
    if last is not None:
        yield last, None


def _follows(before: bytes, action: Action) -> bool:
    return len(action.chain) >= _LINK and journal.linked(before, action).startswith(action.chain)


def _proven(before: bytes, action: Action, following: Action | None) -> tuple[bool, bytes]:
    """Whether a step is what was written after the link ``before``, and the link that the next one follows."""
    if _follows(before, action):
        return True, action.chain
    own = journal.linked(before, action)[: len(action.chain)]
    if (
        following is not None and len(own) >= _LINK and _follows(own, following)
    ):  # its own link is what was damaged
        return True, own
    return False, action.chain


def _same(head: object, link: bytes) -> bool:
    """Whether the end of the chain is the one that was noted apart."""
    return isinstance(head, bytes) and len(link) >= _LINK and (head.startswith(link) or link.startswith(head))


def written(record: Record) -> bytes:
    """A record as JSON, always in the same letters."""
    plain = _plain(record) if isinstance(record, Mention) else to_plain(record)
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)


def _plain(record: Mention) -> dict[str, Any]:
    """What :func:`to_plain` says of a mention, of which there are so many."""
    plain: dict[str, Any] = {
        "id": record.id,
        "document": record.document,
        "label": record.label,
        "fragments": [[start, end] for start, end in record.fragments],
        "quote": record.quote,
    }
    if record.attributes:
        plain["attributes"] = dict(record.attributes)
    others = (
        ("subtype", record.subtype, ""),
        ("entity", record.entity, None),
        ("author", record.author, ""),
        ("created", record.created, 0),
        ("origin", record.origin, ""),
        ("confidence", record.confidence, None),
    )
    plain.update((name, held) for name, held, default in others if held != default)
    return plain


def mention(body: bytes) -> Mention:
    """The mention that :func:`written` wrote, which is known to be one: many times as fast as :func:`read`."""
    plain = orjson.loads(body)
    plain["fragments"] = tuple(Span(*each) for each in plain["fragments"])
    if "attributes" in plain:
        plain["attributes"] = rows.tupled(plain["attributes"])
    return Mention(**plain)


def read(kind: str, body: bytes) -> Record:
    """The record that :func:`written` wrote; ``ValueError`` for what is none."""
    found: Record = from_plain(RECORD_KINDS[kind], orjson.loads(body))
    return found


def _sound(make: Any) -> Record | None:
    """What ``make`` makes out of a row; ``None`` where the row is damaged."""
    try:
        record: Record = make()
        if isinstance(record.id, int) and record.id <= 0:
            return None
        return read(KIND_OF[type(record)], written(record))
    except _FAULTS:
        return None


def _decoded(action: Action, *, proven: bool) -> Change | None:
    try:
        change = journal.decode(action)
        if proven:  # then its records are those that were written
            return change
        for record in (*change.removed, *change.added):
            read(KIND_OF[type(record)], written(record))
    except _FAULTS:
        return None
    return change
