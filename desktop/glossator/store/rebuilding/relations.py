"""The relations, events and notes of the new project, as far as what they hold on to is there."""

from __future__ import annotations

from dataclasses import replace

from glossator.core.annotations import Note, Relation
from glossator.store import rows
from glossator.store.driver import Database
from glossator.store.evidence import read
from glossator.store.rebuilding.account import UNPROVEN, Account, cut
from glossator.store.rebuilding.entering import Believed, Entering
from glossator.store.rebuilding.scheme import RebuiltScheme

_Alive = dict[int, tuple[Relation, Believed]]

_NOTED = ("document", "mention", "relation", "entity")  # what a note may be on


class RebuiltRelations:
    """What holds on to documents, mentions and one another; it is written when those are."""

    def __init__(self, out: Database, entering: Entering, account: Account, scheme: RebuiltScheme) -> None:
        self._out = out
        self._entering = entering
        self._account = account
        self._scheme = scheme

    def write(self) -> None:
        """Write the relations and events; one that is lost may take others along that have it for an end."""
        alive = self._found()
        while self._fallen(alive):
            pass
        for relation, believed in alive.values():
            self._scheme.need_type(relation)
            ver = self._entering.put(relation, believed)
            self._entering.insert(Relation, [rows.of_relation(relation, ver, self._entering.names)])
            self._out.run_many("INSERT INTO argument VALUES (?,?,?,?,?)", rows.of_arguments(relation))

    def _found(self) -> _Alive:
        alive: _Alive = {}
        for each in self._entering.believed("believed.kind='relation'"):
            relation = read(each.kind, each.body)
            assert isinstance(relation, Relation)
            if each.other is not None:
                self._account.tell(relation.document, f"A relation {relation.type}: {UNPROVEN}")
            alive[relation.id] = relation, each
        return alive

    def _fallen(self, alive: _Alive) -> bool:
        """Take out those that miss an end that they cannot be without, and such ends from events; whether any fell."""
        is_lost = False
        for id_, (relation, believed) in list(alive.items()):
            held = self._holding(relation, alive)
            if held is None:
                self._account.tell(
                    relation.document, f"A relation {relation.type} is lost with one of its ends."
                )
                del alive[id_]
                is_lost = True
            elif held != relation:
                self._account.tell(
                    relation.document, f"An event {relation.type} has lost what filled a role of it."
                )
                alive[id_] = held, believed
        return is_lost

    def _holding(self, relation: Relation, alive: _Alive) -> Relation | None:
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

    def write_notes(self) -> None:
        """Write the notes; one on something that is lost comes to its document."""
        for each in self._entering.believed("believed.kind='note'"):
            note = read(each.kind, each.body)
            assert isinstance(note, Note)
            if each.other is not None:
                self._account.tell(note.document, f"The note “{cut(note.body)}”: {UNPROVEN}")
            placed = self._placed(note)
            if placed is not None:
                ver = self._entering.put(placed, each)
                self._entering.insert(Note, [rows.of_note(placed, ver, self._entering.names)])

    def _placed(self, note: Note) -> Note | None:
        """The note on something that is there; ``None`` where nothing is."""
        if note.document is not None and not self._entering.has("document", note.document):
            note = replace(note, document=None)
        if any(self._entering.has(kind, note.target) for kind in _NOTED):
            return note
        if note.document is None:
            self._account.tell(None, f"The note “{cut(note.body)}” is left out: what it is on is lost.")
            return None
        self._account.tell(
            note.document, f"The note “{cut(note.body)}” is on the document now: what it was on is lost."
        )
        return replace(note, target=note.document)
