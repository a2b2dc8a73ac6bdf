"""A Change brought into the tables: compared with what is stored, written, counted and entered in the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from glossator.core import ids
from glossator.core.annotations import Entity, Mention, Note, Relation
from glossator.core.changes import Change, Record, document_of
from glossator.core.documents import Document, digest_of
from glossator.core.errors import GlossatorError
from glossator.core.plain import KIND_OF
from glossator.core.scheme import AttributeType, EventType, Heading, Label, RelationType, SchemeItem
from glossator.store import journal, reading, remembering, rows, search
from glossator.store.counting import Counting, Steps
from glossator.store.driver import Damaged, Database, IntegrityError
from glossator.store.rows import Names

_COMPARED_AT_ONCE = 5_000  # records: so many are in memory twice, and let go at one go
_TABLE_OF: dict[type, str] = {
    Document: "document",
    Entity: "entity",
    Mention: "mention",
    Relation: "relation",
    Note: "note",
}
_COLUMNS: dict[type, str] = {
    Document: "id, ver, name, length, text, source, author, url, published, retrieved, reliability, "
    "reliability_reason, source_descriptor, status, origin, source_digest, encoding, attributes",
    Entity: "id, ver, name, type, aliases, identifiers, attributes, author, created",
    Mention: 'id, ver, document, label, start, "end", fragments, quote, subtype, entity, attributes, author, created, '
    "origin, confidence",
    Relation: 'id, ver, document, type, "trigger", attributes, author, created, origin, confidence',
    Note: "id, ver, target, document, body, author, created, kind, attributes",
}
_ROW_OF: dict[type, Callable[[Any, int, Names], rows.Row]] = {
    Entity: rows.of_entity,
    Mention: rows.of_mention,
    Relation: rows.of_relation,
    Note: rows.of_note,
}
_ITEM_TYPES = (Heading, Label, RelationType, EventType, AttributeType)


class Stale(GlossatorError):
    """A Change that was made from something that is no longer so; nothing of it was written."""


def write(database: Database, change: Change, names: Names) -> int:
    """Do ``change`` in one transaction; its place in the journal.

    :class:`Stale` when what it removes is not what is stored, :class:`GlossatorError` for what the disk does,
    ``IntegrityError`` for records that contradict each other.
    """
    try:
        with reading.undisturbed(), database.transaction():
            return _Writing(database, change, names).run()
    except IntegrityError as error:
        names.forget()
        if (reason := _overtaken(database, change) or _damage(database)) is not None:
            raise reason from error
        raise
    except BaseException:
        names.forget()
        raise


def rewrite(database: Database, change: Change, names: Names, *, ver: int) -> None:
    """Do ``change`` inside the open transaction as if the step in the place ``ver`` of the journal had done it: nothing
    is entered there.
    """
    _Writing(database, change, names).run(ver)


def write_ahead(database: Database, texts: Mapping[str, str], sources: Mapping[str, bytes]) -> None:
    """Write texts, and bytes that documents are imported from, by their digests, in a transaction of their own, ahead
    of the Change that will refer to them: until then nobody sees them, and they do no harm where it never comes.
    """
    with database.transaction():
        _put_texts(database, texts)
        remembering.put_sources(database, sources)


def _put_texts(database: Database, texts: Mapping[str, str]) -> None:
    for digest, text in texts.items():
        if digest_of(text) != digest:
            raise IntegrityError(f"the text is not the one of the digest {digest}")
        key = (bytes.fromhex(digest),)
        if database.one("SELECT 1 FROM text WHERE digest=?", key) is None:
            number = database.run("INSERT INTO text(digest, body) VALUES (?,?)", (*key, text))
            search.index(database, number, text)


class _Writing:
    """One Change on its way into the tables, inside the open transaction."""

    def __init__(self, database: Database, change: Change, names: Names) -> None:
        self._database = database
        self._change = change
        self._names = names
        self._ver = 0
        self._old: dict[type, list[Any]] = {}  # removed for good
        self._before: dict[type, list[Any]] = {}  # changed: as they were, and as they are to be
        self._changed: dict[type, list[Any]] = {}
        self._new: dict[type, list[Any]] = {}
        self._last_item = 0

    def run(self, ver: int | None = None) -> int:
        self._compare()
        self._sort()
        self._meet()
        counting = Counting(
            self._database, self._names, Steps(self._old, self._before, self._changed, self._new)
        )
        self._ver = ver or journal.append(self._database, self._change, self._names)
        self._write_texts()
        self._write_items()  # first: mentions and relations are written with the numbers of their types
        for kind in _TABLE_OF:
            self._delete(kind)
            self._insert(kind)
            self._update(kind)
        self._bury()
        counting.write()
        self._check_ends()
        return self._ver

    def _compare(self) -> None:
        for kind, removed in rows.by_kind(self._change.removed).items():
            for at in range(0, len(removed), _COMPARED_AT_ONCE):
                self._compare_piece(kind, removed[at : at + _COMPARED_AT_ONCE])

    def _compare_piece(self, kind: type, removed: Sequence[Record]) -> None:
        stored = reading.stored(self._database, self._names, kind, [each.id for each in removed])
        for record in removed:
            if stored.get(record.id) != record:
                raise _stale(self._database, record)

    def _sort(self) -> None:
        after = rows.by_kind(self._change.added)
        for kind, removed in rows.by_kind(self._change.removed).items():
            added = {each.id: each for each in after.pop(kind, ())}
            for before in removed:
                record = added.pop(before.id, None)
                if record is None:
                    self._old.setdefault(kind, []).append(before)
                    continue
                if document_of(before) != document_of(record):
                    raise IntegrityError(f"{_called(before)} cannot move to another document")
                self._before.setdefault(kind, []).append(before)
                self._changed.setdefault(kind, []).append(record)
            if added:
                self._new[kind] = list(added.values())
        self._new |= {kind: list({each.id: each for each in added}.values()) for kind, added in after.items()}

    def _meet(self) -> None:
        """Give new people and origins their numbers while all references are whole: later on SQLite would look through
        every row for one that was waiting for them.
        """
        for kind in (Mention, Relation, Entity, Note):
            records = (*self._new.get(kind, ()), *self._changed.get(kind, ()))
            for name in {each.author for each in records}:
                self._names.person(name)
            if kind in (Mention, Relation):
                for name in {each.origin for each in records}:
                    self._names.origin(name)

    def _write_texts(self) -> None:
        _put_texts(self._database, self._change.texts)
        remembering.put_sources(self._database, self._change.sources)

    def _write_items(self) -> None:
        for kind in _ITEM_TYPES:
            name = KIND_OF[kind]
            self._last_item = 0  # its place in the order, as far as it is known
            for record in self._old.get(kind, ()):
                self._database.run(
                    "UPDATE item SET present=0, ver=? WHERE kind=? AND id=?", (self._ver, name, record.id)
                )
            for record in self._new.get(kind, ()):
                if _ver_of(self._database, record) is not None:
                    raise _stale(self._database, record)
                self._write_item(name, record)
            for record in self._changed.get(kind, ()):
                self._write_item(name, record)

    def _write_item(self, kind: str, record: SchemeItem) -> None:
        """A new one comes last; to look for the last one each time would take long where there are thousands."""
        if not self._last_item:
            self._last_item = self._database.one(
                "SELECT coalesce(max(ord), 0) FROM item WHERE kind=?", (kind,)
            )[0]
        [(place,)] = self._database.rows(
            "INSERT INTO item(ver, kind, id, ord, present, spec) VALUES (?1, ?2, ?3, ?4, 1, ?5)"
            " ON CONFLICT(kind, id) DO UPDATE SET ver=?1, present=1, spec=?5 RETURNING ord",
            (self._ver, kind, record.id, self._last_item + 1, rows.of_item(record)),
        )
        self._last_item = max(self._last_item, place)

    def _delete(self, kind: type) -> None:
        gone = self._old.get(kind, [])
        if kind is Relation:
            replaced = [*gone, *self._changed.get(kind, ())]
            self._database.run_many(
                "DELETE FROM argument WHERE relation=?", [(each.id,) for each in replaced]
            )
        self._database.run_many(
            f"DELETE FROM {_TABLE_OF[kind]} WHERE id=?",
            [(each.id,) for each in gone],
        )

    def _insert(self, kind: type) -> None:
        new = self._new.get(kind)
        if not new:
            return
        columns = _COLUMNS[kind]
        marks = ",".join("?" * len(columns.split(",")))
        self._database.run_many(
            f"INSERT INTO {_TABLE_OF[kind]}({columns}) VALUES ({marks})",
            map(self._row, new),
        )
        self._insert_arguments(new)

    def _update(self, kind: type) -> None:
        changed = self._changed.get(kind)
        if not changed:
            return
        columns = [name.strip() for name in _COLUMNS[kind].split(",")]
        setting = ", ".join(f"{name}=?{place}" for place, name in enumerate(columns[1:], start=2))
        self._database.run_many(
            f"UPDATE {_TABLE_OF[kind]} SET {setting} WHERE id=?1",
            map(self._row, changed),
        )
        self._insert_arguments(changed)

    def _insert_arguments(self, records: Sequence[Record]) -> None:
        self._database.run_many(
            "INSERT INTO argument(relation, ord, role, mention, sub) VALUES (?,?,?,?,?)",
            [row for each in records if isinstance(each, Relation) for row in rows.of_arguments(each)],
        )

    def _row(self, record: Record) -> rows.Row:
        if isinstance(record, Document):
            return rows.of_document(record, self._ver, self._text_key(record))
        return _ROW_OF[type(record)](record, self._ver, self._names)

    def _text_key(self, record: Document) -> int:
        found = self._database.one("SELECT key FROM text WHERE digest=?", (bytes.fromhex(record.digest),))
        if found is None:
            raise IntegrityError(f"the text of the document {ids.to_text(record.id)} is missing")
        return int(found[0])

    def _bury(self) -> None:
        buried = [(each.id, self._ver) for kind in _TABLE_OF for each in self._old.get(kind, ())]
        self._database.run_many("INSERT OR REPLACE INTO gone(id, ver) VALUES (?,?)", buried)
        for kind in _TABLE_OF:
            back = [(each.id,) for each in self._new.get(kind, ())]
            if back and self._database.one(
                "SELECT 1 FROM gone WHERE id BETWEEN ? AND ? LIMIT 1", (*min(back), *max(back))
            ):
                self._database.run_many("DELETE FROM gone WHERE id=?", back)

    def _check_ends(self) -> None:
        """What foreign keys cannot say: a relation keeps to its document, a note has a target, a used item stays."""
        relations = [each.id for each in (*self._new.get(Relation, ()), *self._changed.get(Relation, ()))]
        if relations:
            self._none(
                'SELECT r.id FROM relation AS r JOIN mention AS m ON m.id=r."trigger"'
                " WHERE r.id IN (SELECT value FROM json_each(?1)) AND m.document<>r.document"
                " UNION ALL SELECT r.id FROM relation AS r JOIN argument AS a ON a.relation=r.id"
                " LEFT JOIN mention AS m ON m.id=a.mention LEFT JOIN relation AS s ON s.id=a.sub"
                " WHERE r.id IN (SELECT value FROM json_each(?1))"
                " AND coalesce(m.document, s.document, r.document)<>r.document",
                relations,
                "a relation reaches into another document",
            )
        gone = [each.id for kind in _TABLE_OF for each in self._old.get(kind, ())]
        if gone:
            self._none(
                "SELECT target FROM note WHERE target IN (SELECT value FROM json_each(?))",
                gone,
                "a note has lost what it is on",
            )
        for note in self._new.get(Note, ()):
            if reading.record(self._database, self._names, note.target) is None:
                raise IntegrityError(f"the note {ids.to_text(note.id)} is on nothing")
        for kind, table, column in ((Label, "mention", "label"), (RelationType, "relation", "type")):
            self._check_use(kind, table, column)
        self._check_use(EventType, "relation", "type")

    def _check_use(self, kind: type, table: str, column: str) -> None:
        for item in self._old.get(kind, ()):
            used = self._database.one(
                f"SELECT 1 FROM {table} WHERE {column}=(SELECT key FROM item WHERE kind=? AND id=?)",
                (KIND_OF[kind], item.id),
            )
            if used:
                raise IntegrityError(f"{KIND_OF[kind]} {item.id} is still used")

    def _none(self, question: str, record_ids: list[int], fault: str) -> None:
        found = self._database.one(f"{question} LIMIT 1", (orjson.dumps(record_ids).decode(),))
        if found:
            raise IntegrityError(f"{fault}: {ids.to_text(found[0])}")


def _overtaken(database: Database, change: Change) -> Stale | None:
    """Why a Change that contradicts the tables may do so without being a bug: somebody was quicker."""
    for record in change.added:
        replaced = any(each.id == record.id and type(each) is type(record) for each in change.removed)
        if not replaced and isinstance(record.id, int) and _ver_of(database, record) is not None:
            return _stale(database, record)
    if change.undoes is None:
        return None
    return Stale(
        "This step cannot be taken back, because later work holds on to what it made.",
        safe="Nothing was changed.",
        remedy="Take back or delete the later work first.",
    )


def _damage(database: Database) -> GlossatorError | None:
    """Why a Change that is in order contradicts the tables: these contradict each other, as the file is damaged.  To
    look takes seconds where it is large, but then nobody can go on with it anyway.
    """
    try:
        faults = [*database.rows("PRAGMA foreign_key_check"), *database.rows("PRAGMA integrity_check(1)")]
    except GlossatorError as error:
        return error
    if faults == [("ok",)]:
        return None
    return Damaged(
        f"The project “{database.path.name}” is damaged: its tables contradict each other.",
        safe="Nothing of this step was written.",
        remedy="Have the project checked, and repair it or go back to your last backup.",
        details=f"{faults[0]}\n{database.path}",
    )


def _stale(database: Database, record: Record) -> Stale:
    ver = _ver_of(database, record) or _grave_of(database, record)
    who = when = ""
    if ver is not None:
        who, time = database.one(
            "SELECT name, time FROM action JOIN person ON key=author WHERE place=?", (ver,)
        )
        when = datetime.fromtimestamp(time / 1000).astimezone().strftime("%Y-%m-%d %H:%M")
    done = "changed" if _ver_of(database, record) is not None else "deleted"
    return Stale(
        f"The {KIND_OF[type(record)]} {_called(record)} was {done} in the meantime"
        + (f" by {who or 'somebody'} ({when})." if when else "."),
        safe="Nothing was written.",
        remedy="Look at it as it is now and do the step again if it is still wanted.",
    )


def _called(record: Record) -> str:
    match record:
        case Mention():
            return f"“{record.quote}”"
        case Note():
            return f"“{record.body[:40]}”"
        case Relation():
            return f"{record.type} {ids.to_text(record.id)}"
    return f"“{record.name}”"


def _ver_of(database: Database, record: Record) -> int | None:
    if isinstance(record, _ITEM_TYPES):
        found = database.one(
            "SELECT ver FROM item WHERE kind=? AND id=? AND present", (KIND_OF[type(record)], record.id)
        )
    else:
        found = database.one(f"SELECT ver FROM {_TABLE_OF[type(record)]} WHERE id=?", (record.id,))
    return int(found[0]) if found else None


def _grave_of(database: Database, record: Record) -> int | None:
    if isinstance(record.id, str):
        found = database.one("SELECT ver FROM item WHERE kind=? AND id=?", (KIND_OF[type(record)], record.id))
    else:
        found = database.one("SELECT ver FROM gone WHERE id=?", (record.id,))
    return int(found[0]) if found else None
