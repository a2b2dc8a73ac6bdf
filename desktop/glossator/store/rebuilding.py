"""What was found of a damaged project written into a new one, step by step, and what is missing told by document."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from glossator import __version__
from glossator.core import ids
from glossator.core.annotations import Entity, Mention, Note, Relation
from glossator.core.changes import Change, Record
from glossator.core.documents import Document, digest_of
from glossator.core.errors import GlossatorError
from glossator.core.plain import KIND_OF, from_plain, to_plain
from glossator.core.scheme import EventType, Heading, Label, RelationType
from glossator.store import counting, journal, mending, remembering, rows, search
from glossator.store.driver import Database
from glossator.store.evidence import Evidence, mention, read, written
from glossator.store.remains import Progress, Remains
from glossator.store.rows import Names

AUTHOR = "Repair"
"""In whose name stands what a repair had to put right; so nobody's undo takes it back."""

_CHUNK = 5000  # records in one step of the repair
_COLUMNS = {Document: 18, Entity: 9, Mention: 15, Relation: 10, Note: 9}
_TABLES = {Document: "document", Entity: "entity", Mention: "mention", Relation: "relation", Note: "note"}


_UNPROVEN = "its row and the history differ, and neither can be proven; the row was taken."


class Loss(NamedTuple):
    """What a document has lost: ``kept`` of ``known`` mentions are there; ``faults`` has a sentence for each thing that
    is missing or had to be put right.
    """

    document: str
    kept: int
    known: int
    faults: tuple[str, ...]


class Salvaged(NamedTuple):
    """The new file, and what is missing in it.

    ``documents`` and ``mentions`` count what is there, ``steps`` those of the history, ``lost_steps`` those that are
    missing; ``losses`` are told by document, ``faults`` are those of the whole project, ``check`` what a check of the
    new file still finds (nothing, as it should be).
    """

    path: Path
    documents: int
    mentions: int
    steps: int
    lost_steps: int
    losses: tuple[Loss, ...]
    faults: tuple[str, ...]
    check: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Nothing is missing."""
        return not (self.losses or self.faults or self.check or self.lost_steps)


def is_text(digest: object, body: object) -> bool:
    """Whether ``body`` is the text that the digest, as bytes, was made of."""
    return isinstance(digest, bytes) and isinstance(body, str) and digest_of(body) == digest.hex()


class _Told:
    """What is to be told of one document."""

    def __init__(self) -> None:
        self.kept = 0
        self.known = 0
        self.faults: list[str] = []


class _Entering:
    """Enters in the journal of the new file ``out`` the steps that were read, and what has to be put right as steps of
    the repair; knows which records the new file has.
    """

    def __init__(self, out: Database, stage: Database, names: Names, title: str, now: float) -> None:
        self._out = out
        self._stage = stage
        self._names = names
        self._title = title
        self._time = int(now * 1000)
        self._new_id = ids.IdSource(self._is_taken)
        self._removed: list[Record] = []
        self._added: list[Record] = []
        self._final: list[tuple[str, int | str]] = []  # not entered yet
        self._last_place = 0
        self.places: dict[int, int] = {}
        self.counts: Counter[str] = Counter()

    def step(self, place: int, change: Change) -> None:
        """Enter a step that stood at ``place`` in the damaged file."""
        self._last_place = journal.append(self._out, change, self._names)
        self.places[place] = self._last_place

    def _is_taken(self, prefix: int) -> bool:
        low = prefix << ids.COUNTER_BITS
        return bool(
            self._stage.one(
                "SELECT 1 FROM told WHERE id BETWEEN ? AND ?", (low, low + (1 << ids.COUNTER_BITS))
            )
        )

    def put(self, record: Record, told: bytes | None, place: int | None) -> int:
        """Note that the new file has this record; the version under which it is written.

        ``told`` is what the journal says of it, which was said at ``place``.
        """
        kind, body = KIND_OF[type(record)], written(record)
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
                author=AUTHOR,
                time=self._time,
                removed=tuple(self._removed),
                added=tuple(self._added),
                origin="repair",
            ),
            self._names,
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


class Rebuilding:
    """The new project on its way into the file ``out``."""

    def __init__(
        self,
        out: Database,
        remains: Remains,
        damaged: Path,
        now: float,
        progress: Progress = lambda done, total: None,
    ) -> None:
        self._out = out
        self._stage = remains.stage
        self._damaged = damaged
        self._progress = progress
        self._evidence = Evidence(remains)
        self._names = Names(out)
        self._entering = _Entering(out, self._stage, self._names, f"Repair of “{damaged.name}”", now)
        self._told: dict[int, _Told] = {}
        self._faults: list[str] = []
        self._titles: dict[int, str] = {}
        self._items: set[tuple[str, str]] = set()
        self._entities: set[int] = set()

    def run(self) -> Salvaged:
        """Write all that there is; :class:`GlossatorError` when nothing of a project was found."""
        with self._out.transaction():
            self._begin()
            self._write_journal()
            self._evidence.hold()
            self._evidence.settle()
            self._faults += self._evidence.faults
            if not self._entering.places and self._stage.one("SELECT 1 FROM believed") is None:
                raise GlossatorError(
                    f"Nothing of a project can be found in “{self._damaged.name}”.",
                    safe="It was left as it is.",
                    remedy="Go back to your last backup.",
                )
            self._stage.run("CREATE TABLE final(kind, id, PRIMARY KEY(kind, id)) WITHOUT ROWID")
            self._write_items()
            self._write_texts()
            self._write_remembered()
            self._write_entities()
            documents = self._documents()
            for done, document_id in enumerate(documents):
                self._progress(done, len(documents))
                self._write_document(document_id)
            self._write_relations()
            self._write_notes()
            self._entering.take_out()
            self._entering.flush()
            counting.recount(self._out)
        return self._report()

    # --- what a project begins with

    def _begin(self) -> None:
        meta = dict(self._stage.rows("SELECT key, value FROM meta"))
        if not isinstance(meta.get("title"), str):
            self._faults.append("The title of the project is lost; it has that of the file.")
        new = {
            "project": meta.get("project") or os.urandom(16).hex(),
            "title": meta["title"] if isinstance(meta.get("title"), str) else self._damaged.stem,
            "needs": __version__,
        }
        self._out.run_many("INSERT INTO meta(key, value) VALUES (?,?)", list(new.items()))
        site = self._stage.one("SELECT uid FROM site ORDER BY id")
        self._out.run(
            "INSERT INTO site(id, uid, head, chain) VALUES (1, ?, 0, ?)",
            (site[0] if site else os.urandom(8).hex(), journal.START),
        )

    def _write_journal(self) -> None:
        for step in self._evidence.steps():
            self._entering.step(step.place, step.change)

    def _kept(self, where: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """(kind, id, body, other, told body, told place) of believed records."""
        yield from self._stage.rows(
            "SELECT believed.kind, believed.id, believed.body, believed.other, told.body, told.place FROM believed"
            f" LEFT JOIN told ON told.kind=believed.kind AND told.id=believed.id WHERE {where}",
            values,
        )

    def _insert(self, record: Record, row: rows.Row) -> None:
        marks = ",".join("?" * _COLUMNS[type(record)])
        self._out.run(f"INSERT INTO {_TABLES[type(record)]} VALUES ({marks})", row)

    # --- the scheme

    def _write_items(self) -> None:
        kinds = ",".join(f"'{kind}'" for kind in rows.SCHEME_KINDS)
        order = {
            (kind, id_): (ord_, key)
            for kind, id_, ord_, key in self._stage.rows("SELECT kind, id, ord, key FROM item")
        }
        last = (1 << 62, 0)
        found = sorted(
            self._kept(f"believed.kind IN ({kinds})"), key=lambda each: order.get((each[0], each[1]), last)
        )
        for kind, _, body, _, told, place in found:
            self._write_item(read(kind, body), told, place)
        heading = next((read(kind, body) for kind, _, body, *_ in found if kind == KIND_OF[Heading]), None)
        begun = _heading(self._stage) or heading or self._new_heading()
        self._out.run(
            "INSERT INTO meta(key, value) VALUES ('scheme', ?)", (orjson.dumps(to_plain(begun)).decode(),)
        )

    def _write_item(self, item: Any, told: bytes | None = None, place: int | None = None) -> None:
        kind = KIND_OF[type(item)]
        self._items.add((kind, item.id))
        self._out.run(
            "INSERT INTO item(ver, kind, id, ord, present, spec)"
            " VALUES (?1, ?2, ?3, (SELECT coalesce(max(ord), 0) + 1 FROM item WHERE kind=?2), 1, ?4)",
            (self._entering.put(item, told, place), kind, item.id, rows.of_item(item)),
        )

    def _new_heading(self) -> Heading:
        self._faults.append(
            "What the scheme says of itself is lost; its labels are listed as far as they are known."
        )
        return Heading(id="recovered", name="Recovered scheme", version="1")

    def _need_label(self, label_id: str) -> None:
        if ("label", label_id) not in self._items:
            self._faults.append(f"The label {label_id} is used, but nothing is left of its definition.")
            self._write_item(Label(id=label_id, name=label_id))

    def _need_type(self, record: Relation) -> None:
        if not {("relation type", record.type), ("event type", record.type)} & self._items:
            self._faults.append(f"The type {record.type} is used, but nothing is left of its definition.")
            made = EventType if record.is_event else RelationType
            self._write_item(made(id=record.type, name=record.type))

    # --- documents, texts, mentions

    def _write_texts(self) -> None:
        for digest, body in self._stage.each("SELECT digest, body FROM text ORDER BY key"):
            if is_text(digest, body):
                self._write_text(digest, body)

    def _write_text(self, digest: bytes, body: str) -> int:
        found = self._out.one("SELECT key FROM text WHERE digest=?", (digest,))
        if found is not None:
            return int(found[0])
        key = self._out.run("INSERT INTO text(digest, body) VALUES (?,?)", (digest, body))
        search.index(self._out, key, body)
        return key

    def _write_remembered(self) -> None:
        """What the project remembers, and the sources, as far as they are whole."""
        self._out.run_many(
            "INSERT OR IGNORE INTO kept(name, value) VALUES (?,?)",
            self._stage.each("SELECT name, value FROM kept"),
        )
        sound = (
            row
            for row in self._stage.each("SELECT digest, size, bytes FROM source_bytes ORDER BY key")
            if remembering.is_source(*row)
        )
        self._out.run_many("INSERT OR IGNORE INTO source_bytes(digest, size, bytes) VALUES (?,?,?)", sound)

    def _write_entities(self) -> None:
        for kind, _, body, other, told, place in self._kept("believed.kind='entity'"):
            entity = read(kind, body)
            assert isinstance(entity, Entity)
            if other is not None:
                self._faults.append(f"The identity “{_cut(entity.name)}”: {_UNPROVEN}")
            ver = self._entering.put(entity, told, place)
            self._entities.add(entity.id)
            self._insert(entity, rows.of_entity(entity, ver, self._names))

    def _documents(self) -> list[int]:
        return [
            each
            for (each,) in self._stage.rows(
                "SELECT id FROM believed WHERE kind='document' UNION"
                " SELECT document FROM believed WHERE kind IN ('mention', 'note') AND document IS NOT NULL ORDER BY 1"
            )
        ]

    def _write_document(self, document_id: int) -> None:
        found = next(self._kept("believed.kind='document' AND believed.id=?", document_id), None)
        mentions = self._mentions_of(document_id)
        about = self._told.setdefault(document_id, _Told())
        about.known = max(len(mentions), self._known_mentions(document_id))
        told, place = (found[4], found[5]) if found else (None, None)
        document = self._document(document_id, found, about)
        document, text = self._with_text(
            document, [mention(row[2]) for row in mentions if row[3] is None], about
        )
        self._titles[document_id] = document.name
        key = self._write_text(bytes.fromhex(document.digest), text)
        self._insert(document, rows.of_document(document, self._entering.put(document, told, place), key))
        written_ones = (self._mention_row(row, text, about) for row in mentions)
        self._out.run_many(
            f"INSERT INTO mention VALUES ({','.join('?' * _COLUMNS[Mention])})",
            [row for row in written_ones if row is not None],
        )

    def _document(self, document_id: int, found: tuple[Any, ...] | None, about: _Told) -> Document:
        if found is None:
            about.faults.append("Its name and origin are lost.")
            return Document(document_id, f"Lost document {ids.to_text(document_id)[-6:]}", 0, "")
        document = read("document", found[2])
        assert isinstance(document, Document)
        if found[3] is not None:
            about.faults.append(f"What is known of it: {_UNPROVEN}")
        had = self._stage.one("SELECT 1 FROM source_bytes WHERE digest=?", (_bytes(document.source_digest),))
        if had and remembering.source_bytes(self._out, document.source_digest) is None:
            about.faults.append("The file that it was imported from is damaged and left out.")
        return document

    def _with_text(self, document: Document, mentions: list[Mention], about: _Told) -> tuple[Document, str]:
        stored = self._stage.one("SELECT body FROM text WHERE digest=?", (_bytes(document.digest),))
        body = stored[0] if stored else b""
        if isinstance(body, str) and digest_of(body) == document.digest:
            if len(body) != document.length:
                document = replace(document, length=len(body))
            return document, body
        if isinstance(body, str):
            text = mending.patched(body, mentions)
            if digest_of(text) == document.digest:  # the quotations had the letters that it lacked
                return document, text
            about.faults.append("Its text is damaged: it is not quite the one that was imported.")
        else:
            text = mending.rebuilt(document.length, body, mentions)
            known = len(text) - text.count(mending.MISSING)
            about.faults.append(
                f"Its text is damaged: {known:,} of {len(text):,} characters are known,"
                f" each other one is {mending.MISSING}."
            )
        return replace(document, length=len(text), digest=digest_of(text)), text

    def _known_mentions(self, document_id: int) -> int:
        if self._evidence.is_complete:
            return 0
        found = self._stage.one("SELECT mentions FROM stat_document WHERE document=?", (document_id,))
        return int(found[0]) if found else 0

    def _mentions_of(self, document_id: int) -> list[tuple[Any, ...]]:
        return self._stage.rows(
            "SELECT believed.kind, believed.id, believed.body, believed.other, told.body, told.place"
            " FROM believed INDEXED BY believed_document LEFT JOIN told ON told.kind='mention' AND told.id=believed.id"
            " WHERE believed.document=? AND believed.kind='mention'",
            (document_id,),
        )

    def _mention_row(self, row: tuple[Any, ...], text: str, about: _Told) -> rows.Row | None:
        _, _, body, other, told, place = row
        found = _believable([mention(each) for each in (body, other) if each is not None], text, about)
        if found is None:
            return None
        if found.entity is not None and found.entity not in self._entities:
            about.faults.append(f"“{_cut(found.quote)}” has lost its identity.")
            found = replace(found, entity=None)
        self._need_label(found.label)
        about.kept += 1
        return rows.of_mention(found, self._entering.put(found, told, place), self._names)

    # --- relations and notes

    def _write_relations(self) -> None:
        alive: dict[int, tuple[Relation, bytes | None, int | None]] = {}
        for kind, id_, body, other, told, place in self._kept("believed.kind='relation'"):
            relation = read(kind, body)
            assert isinstance(relation, Relation)
            if other is not None:
                self._tell(relation.document, f"A relation {relation.type}: {_UNPROVEN}")
            alive[id_] = relation, told, place
        lost = True
        while lost:
            lost = False
            for id_, (relation, told, place) in list(alive.items()):
                held = self._holding(relation, alive)
                if held is None:
                    self._tell(relation.document, f"A relation {relation.type} is lost with one of its ends.")
                    del alive[id_]
                    lost = True
                elif held != relation:
                    self._tell(
                        relation.document, f"An event {relation.type} has lost what filled a role of it."
                    )
                    alive[id_] = held, told, place
        for relation, told, place in alive.values():
            self._need_type(relation)
            self._insert(
                relation, rows.of_relation(relation, self._entering.put(relation, told, place), self._names)
            )
            self._out.run_many("INSERT INTO argument VALUES (?,?,?,?,?)", rows.of_arguments(relation))

    def _holding(self, relation: Relation, alive: dict[int, Any]) -> Relation | None:
        """The relation with those of its ends that are there; ``None`` when it cannot be without one that is not."""
        document = relation.document
        if not self._entering.has("document", document):
            return None
        if relation.trigger is not None and self._place_of(relation.trigger) != document:
            return None
        there = tuple(
            each
            for each in relation.arguments
            if (
                each.target in alive and alive[each.target][0].document == document
                if each.is_relation
                else self._place_of(each.target) == document
            )
        )
        if there == relation.arguments:
            return relation
        return replace(relation, arguments=there) if relation.is_event else None

    def _place_of(self, mention_id: int) -> int | None:
        found = self._out.one("SELECT document FROM mention WHERE id=?", (mention_id,))
        return int(found[0]) if found else None

    def _write_notes(self) -> None:
        kinds = ("document", "mention", "relation", "entity")
        for kind, _, body, other, told, place in self._kept("believed.kind='note'"):
            note = read(kind, body)
            assert isinstance(note, Note)
            if other is not None:
                self._tell_of_note(note, f"The note “{_cut(note.body)}”: {_UNPROVEN}")
            if note.document is not None and not self._entering.has("document", note.document):
                note = replace(note, document=None)
            if not any(self._entering.has(each, note.target) for each in kinds):
                if note.document is None:
                    self._faults.append(f"The note “{_cut(note.body)}” is left out: what it is on is lost.")
                    continue
                self._tell(
                    note.document,
                    f"The note “{_cut(note.body)}” is on the document now: what it was on is lost.",
                )
                note = replace(note, target=note.document)
            self._insert(note, rows.of_note(note, self._entering.put(note, told, place), self._names))

    def _tell_of_note(self, note: Note, sentence: str) -> None:
        if note.document is None:
            self._faults.append(sentence)
        else:
            self._tell(note.document, sentence)

    def _tell(self, document_id: int, sentence: str) -> None:
        self._told.setdefault(document_id, _Told()).faults.append(sentence)

    # --- the end

    def _report(self) -> Salvaged:
        losses = [
            Loss(
                self._titles.get(document, "a document that is lost"),
                each.kept,
                each.known,
                tuple(each.faults),
            )
            for document, each in self._told.items()
            if each.faults or each.kept != each.known
        ]
        return Salvaged(
            path=self._damaged,
            documents=self._entering.counts["document"],
            mentions=self._entering.counts["mention"],
            steps=len(self._entering.places),
            lost_steps=self._evidence.lost_steps,
            losses=tuple(sorted(losses)),
            faults=tuple(self._faults),
            check=(),
        )


def _heading(stage: Database) -> Heading | None:
    """What the scheme said of itself when the project was made."""
    stored = stage.one("SELECT value FROM meta WHERE key='scheme'")
    try:
        return from_plain(Heading, orjson.loads(stored[0]))
    except (ValueError, TypeError):
        return None


def _believable(candidates: list[Mention], text: str, about: _Told) -> Mention | None:
    fitting = [each for each in candidates if mending.fits(each, text)]
    if len(fitting) > 1:
        about.faults.append(f"“{_cut(fitting[0].quote)}”: {_UNPROVEN}")
    if fitting:
        return fitting[0]
    for each in candidates:
        found = mending.mended(each, text)
        if found is not None:
            about.faults.append(f"“{_cut(found.quote)}” was put right by the text.")
            return found
    about.faults.append(
        f"“{_cut(candidates[0].quote)}” ({candidates[0].label}) is left out: the text does not say this at"
        f" {candidates[0].start:,}."
    )
    return None


def _bytes(digest: str) -> bytes:
    try:
        return bytes.fromhex(digest)
    except ValueError:
        return b""


def _cut(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:39]}…"
