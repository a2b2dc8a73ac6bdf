"""Random work on a project, with undo, redo and reopening, is the same in the file as in a plain model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.core.annotations import Argument, Entity, Mention, Note, Relation
from glossator.core.changes import Change, Record, document_of
from glossator.core.documents import Document, digest_of
from glossator.core.history import History
from glossator.core.scheme import Label
from glossator.core.spans import Span, quote
from glossator.store import counting, reading
from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from tests.store.world import Desk, Model, key, new_project, quick_folder

WORK = (
    "import",
    "tag",
    "tag",
    "relate",
    "event",
    "identify",
    "merge",
    "retype",
    "note",
    "change",
    "delete",
    "remove document",
    "label",
    "undo",
    "undo",
    "redo",
    "redo",
    "reopen",
)


class Worker:
    """Does random work on a file and on a model of it, and compares the two."""

    def __init__(self, folder: Path, draw: Any) -> None:
        self.project = new_project(folder)
        self.desk = Desk(self.project)
        self.draw = draw
        self.model = Model()
        created = self.project.ask.change(self.project.ask.history()[0].id)
        assert created is not None
        self.model.follow(created)
        self.history = History()

    def do(self, act: str) -> None:
        if act == "reopen":
            self.reopen()
        elif act in {"undo", "redo"}:
            self.take_back(act)
        else:
            removed, added, texts = getattr(self, "_" + act.replace(" ", "_"))()
            if removed or added:
                self.write(self.desk.change(act, removed=removed, added=added, texts=texts))
        self.compare()

    def write(self, change: Change) -> None:
        self.project.write(change)
        self.model.follow(change)
        self.history = History(self.project.ask.steps())

    def take_back(self, act: str) -> None:
        step = self.history.to_undo
        wanted = (step.id if step else None) if act == "undo" else self.history.redo_target
        if wanted is None:
            return
        change = self.project.ask.change(wanted)
        assert change is not None
        self.write(change.inverse(change_id=self.project.new_id(), author="Ada", time=change.time + 1))

    def reopen(self) -> None:
        self.project.close()
        self.project = self.desk.project = ProjectFile.open(self.project.path)
        again = History(self.project.ask.steps())
        assert (again.to_undo, again.to_redo) == (self.history.to_undo, self.history.to_redo)

    def compare(self) -> None:
        stored = {
            key(each): each for each in reading.every_record(self.project._database, self.project._names)
        }
        assert stored == self.model.records
        for row in self.project.ask.documents():
            annotations = self.project.ask.annotations(row.document.id)
            assert (row.mentions, row.relations) == (len(annotations.mentions), len(annotations.relations))
            assert digest_of(annotations.text) == row.document.digest
        for table, question in counting.COUNTED.items():
            kept, counted = (
                self.project._database.rows(each) for each in (f"SELECT * FROM {table}", question)
            )
            assert sorted(kept) == sorted(counted), table

    def all(self, kind: type) -> list[Any]:
        return [each for each in self.model.records.values() if isinstance(each, kind)]

    def one(self, kind: type) -> Any:
        found = self.all(kind)
        return self.draw(st.sampled_from(found)) if found else None

    def _import(self) -> tuple[list[Record], list[Record], dict[str, str]]:
        text = self.draw(st.text("abc \U0001f600\n", max_size=20))
        document = Document(self.project.new_id(), "d", len(text), digest_of(text))
        return [], [document], {document.digest: text}

    def _tag(self) -> tuple[list[Record], list[Record], dict[str, str]]:
        document = self.one(Document)
        if document is None or document.length == 0:
            return [], [], {}
        text = self.project.ask.text_of(document.id)
        start = self.draw(st.integers(0, document.length - 1))
        fragments: tuple[Span, ...] = (Span(start, self.draw(st.integers(start + 1, document.length))),)
        if fragments[0].length > 2 and self.draw(st.booleans()):
            fragments = (Span(start, start + 1), Span(start + 2, fragments[0].end))
        mention = Mention(
            self.project.new_id(),
            document.id,
            self.draw(st.sampled_from([each.id for each in self.all(Label)])),
            fragments,
            quote(fragments, text),
            attributes=self.draw(
                st.sampled_from([{}, {"level": "Name"}, {"level": "Nominal", "tags": ("x",)}])
            ),
            author=self.draw(st.sampled_from(["Ada", "Bo"])),
            created=1,
        )
        return [], [mention], {}

    def _ends(self) -> list[Mention]:
        first = self.one(Mention)
        if first is None:
            return []
        near = [each for each in self.all(Mention) if each.document == first.document]
        return [first, self.draw(st.sampled_from(near))]

    def _relate(self) -> tuple[list[Record], list[Record], dict[str, str]]:
        ends = self._ends()
        if not ends:
            return [], [], {}
        arguments = (Argument("Arg1", ends[0].id), Argument("Arg2", ends[1].id))
        return [], [Relation(self.project.new_id(), ends[0].document, "NEAR", arguments, created=2)], {}

    def _event(self) -> tuple[list[Record], list[Record], dict[str, str]]:
        ends = self._ends()
        if not ends:
            return [], [], {}
        topics = [each for each in self.all(Relation) if each.document == ends[0].document]
        arguments = [Argument("Participant", ends[1].id)]
        arguments += [Argument("Topic", each.id, True) for each in topics[:2]]
        event = Relation(self.project.new_id(), ends[0].document, "MEET", tuple(arguments), ends[0].id)
        return [], [event], {}

    def _identify(self) -> tuple[list[Record], list[Record], dict[str, str]]:
        mention = self.one(Mention)
        if mention is None:
            return [], [], {}
        known = self.all(Entity)
        if known and self.draw(st.booleans()):
            return [mention], [replace(mention, entity=known[0].id, origin="x")], {}
        made = Entity(self.project.new_id(), "Somebody", aliases=("S",), identifiers={"wikidata": "Q1"})
        return [mention], [made, replace(mention, entity=made.id)], {}

    def _merge(self) -> tuple[list[Record], list[Record], dict[str, str]]:
        """One entity becomes another, and is no longer needed."""
        old, kept = self.one(Entity), self.one(Entity)
        if old is None or old == kept:
            return [], [], {}
        mentions = [each for each in self.all(Mention) if each.entity == old.id]
        notes = [each for each in self.all(Note) if each.target == old.id]
        return [old, *notes, *mentions], [replace(each, entity=kept.id) for each in mentions], {}

    def _retype(self) -> tuple[list[Record], list[Record], dict[str, str]]:
        """A relation becomes one of another type: those that hold on to it join something else from then on."""
        relation = self.one(Relation)
        if relation is None or relation.is_event:
            return [], [], {}
        return [relation], [replace(relation, type="LEADS" if relation.type == "NEAR" else "NEAR")], {}

    def _note(self) -> tuple[list[Record], list[Record], dict[str, str]]:
        target = self.draw(st.sampled_from([Document, Mention, Relation, Entity]))
        found = self.one(target)
        if found is None:
            return [], [], {}
        return [], [Note(self.project.new_id(), found.id, "why?", document_of(found))], {}

    def _change(self) -> tuple[list[Record], list[Record], dict[str, str]]:
        changes: list[Record] = []
        for kind, fields in (
            (Mention, {"label": "ORG", "attributes": {"level": "Pronoun"}, "confidence": 0.5}),
            (Relation, {"attributes": {"hedged": True}, "author": "Cy"}),
            (Note, {"body": "because", "kind": "judgement", "attributes": {"likelihood": "likely"}}),
            (Document, {"status": "done", "name": "e", "attributes": {"Desk": "5"}}),
            (Entity, {"name": "Other"}),
        ):
            found = self.one(kind)
            if found is not None and self.draw(st.booleans()):
                changes += [found, replace(found, **fields)]
        return changes[::2], changes[1::2], {}

    def _delete(self) -> tuple[list[Record], list[Record], dict[str, str]]:
        mention = self.one(Mention)
        return ([], [], {}) if mention is None else (self._with_all_on(mention), [], {})

    def _with_all_on(self, record: Record) -> list[Record]:
        gone = {key(record): record}
        while True:
            ids = {each.id for each in gone.values()}
            more = [
                each
                for each in (*self.all(Relation), *self.all(Note))
                if key(each) not in gone and self._holds(each, ids)
            ]
            if not more:
                return list(gone.values())
            gone |= {key(each): each for each in more}

    def _holds(self, record: Relation | Note, ids: set[int | str]) -> bool:
        if isinstance(record, Note):
            return record.target in ids
        return bool(ids & {*record.mentions(), *record.relations()})

    def _remove_document(self) -> tuple[list[Record], list[Record], dict[str, str]]:
        document = self.one(Document)
        if document is None:
            return [], [], {}
        mine = [each for each in self.model.records.values() if document_of(each) == document.id]
        return mine, [], {}

    def _label(self) -> tuple[list[Record], list[Record], dict[str, str]]:
        label = self.one(Label)
        if self.draw(st.booleans()):
            return [label], [replace(label, name=label.name + "+")], {}
        return [], [Label(f"L{self.project.new_id()}", "New")], {}


@settings(max_examples=40)
@given(data=st.data())
def test_the_file_holds_what_the_model_holds(data: st.DataObject) -> None:
    with quick_folder() as folder:
        worker = Worker(folder, data.draw)
        try:
            for act in data.draw(st.lists(st.sampled_from(WORK), min_size=6, max_size=25)):
                worker.do(act)
            worker.reopen()
            worker.compare()
        finally:
            worker.project.close()
        assert check(worker.project.path) == []
