"""Random edits, undo, redo, other windows, other writers and copies of the past, against a plain model in memory."""

from __future__ import annotations

import random
from contextlib import ExitStack
from unittest import mock

from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from glossator import projects
from glossator.core.annotations import Entity, Mention, Note, Relation
from glossator.core.changes import Change, Record
from glossator.core.documents import Document, digest_of
from glossator.core.errors import Refused
from glossator.core.scheme import SchemeItem
from glossator.store import asof, lock, reading
from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from glossator.store.writer import Stale
from glossator.workbench import Workbench
from tests.builders import scheme, state
from tests.store.world import Key, Model, key, quick_folder
from tests.torture.report import Result
from tests.torture.work import ACTS, AUTHOR, NAME, Work

EDITS = sorted(set(ACTS) - {"undo", "redo", "reopen", "rekey", "make", "copy", "backup"})
NUMBERS = st.integers(0, 2**32 - 1)


class Memory(Model):
    """The plain model: all records, and every step that was made with the state after it."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Change] = []
        self.states: dict[int, dict[Key, Record]] = {}

    def follow(self, change: Change) -> None:
        """Do ``change`` in memory."""
        super().follow(change)
        self.steps.append(change)
        self.states[change.id] = dict(self.records)

    def without(self, change: Change) -> dict[Key, Record] | None:
        """What there would be had ``change`` not been; ``None`` when what it made is no longer so."""
        made = {key(each): each for each in change.added}
        was = {key(each): each for each in change.removed}
        if any(self.records.get(name) != each for name, each in made.items()):
            return None
        if any(name in self.records for name in set(was) - set(made)):
            return None
        return {name: each for name, each in self.records.items() if name not in made} | was


def dangles(records: dict[Key, Record]) -> bool:
    """Whether some record refers to another that is not there."""
    ids = {each.id for each in records.values()}
    for each in records.values():
        match each:
            case Mention():
                wanted = {each.document, each.label} | ({each.entity} if each.entity is not None else set())
            case Relation():
                wanted = {each.document, each.type, *(a.target for a in each.arguments)}
                wanted |= {each.trigger} if each.trigger is not None else set()
            case Note():
                wanted = {each.target}
            case _:
                continue
        if not wanted <= ids:
            return True
    return False


class Machine(RuleBasedStateMachine):
    """One project in the hands of one author, watched and written by others."""

    def __init__(self) -> None:
        super().__init__()
        self.leave = ExitStack()
        folder = self.leave.enter_context(quick_folder())
        self.model = Memory()
        self.plain: list[
            Change
        ] = []  # what Undo takes back next, the last first; only where nothing else interfered
        self.undone: list[Change] = []
        self.is_plain = True
        self.reader: ProjectFile | None = None
        self.second: Workbench | None = None
        with ProjectFile.create(folder / NAME, title="Machine", scheme=scheme(), author=AUTHOR) as made:
            first = made.ask.change(made.ask.history()[0].id)
        assert first is not None
        self.model.follow(first)
        (folder / "copies").mkdir()
        self.work = Work(folder, random.Random(0), lambda line: None)
        self.open()

    # --- the frame

    def open(self) -> None:
        self.work.open()
        told = self.work.bench.on_change

        def heard(change: Change) -> None:
            told(change)
            self.model.follow(change)
            if change.undoes is None and change.author == AUTHOR:
                self.plain.append(change)
                self.undone.clear()

        self.work.bench.on_change = heard

    @property
    def bench(self) -> Workbench:
        return self.work.bench

    def teardown(self) -> None:
        try:
            for each in (self.reader, self.second, self.bench):
                if each is not None:
                    each.close()
            assert check(self.work.path) == []
        finally:
            self.leave.close()

    # --- one's own work

    @rule(name=st.sampled_from(EDITS), number=NUMBERS)
    def edit(self, name: str, number: int) -> None:
        self.work.rng = random.Random(number)
        self.work.act(name)

    @rule()
    def undo(self) -> None:
        wanted = self.plain[-1] if self.plain else None
        expected = self.model.without(wanted) if wanted is not None else None
        try:
            made = self.bench.undo()
        except Refused:
            assert not self.is_plain or wanted is None
            return
        if self.is_plain:
            assert wanted is not None
            assert made.undoes == wanted.id
            assert self.model.records == expected
            self.plain.pop()
            self.undone.append(made)

    @rule()
    def redo(self) -> None:
        wanted = self.undone[-1] if self.undone else None
        expected = self.model.without(wanted) if wanted is not None else None
        try:
            made = self.bench.redo()
        except Refused:
            assert not self.is_plain or wanted is None
            return
        if self.is_plain:
            assert wanted is not None
            assert made.undoes == wanted.id
            assert self.model.records == expected
            self.undone.pop()
            self.plain.append(made)

    @rule(number=NUMBERS)
    def take_back_any(self, number: int) -> None:
        """A step is taken back (or done again) wherever it stands, or it is refused for a reason."""
        chosen = random.Random(number).choice(self.model.steps)
        expected = self.model.without(chosen)
        before = dict(self.model.records)
        last, is_off = self.bench.ask.last_of_chain(chosen.id)
        try:
            self.bench.do_again(chosen.id) if is_off else self.bench.take_back(chosen.id)
        except (Refused, Stale):
            assert self.model.records == before
            possible = last == chosen.id and chosen.undoes is None and chosen is not self.model.steps[0]
            if possible and expected is not None:
                assert dangles(expected), f"“{chosen.title}” could be taken back and was refused"
            return
        if last == chosen.id:
            assert self.model.records == expected
        self.is_plain = False

    @rule()
    def reopen(self) -> None:
        history = self.bench.history
        before = (history.to_undo, history.to_redo, history.redo_target)
        open_one = self.bench.current.document.id if self.bench.current is not None else None
        self.bench.close()
        self.open()
        history = self.bench.history
        assert (history.to_undo, history.to_redo, history.redo_target) == before
        if open_one is not None:
            self.bench.open_document(open_one)

    # --- others

    @rule()
    def open_a_reader(self) -> None:
        if self.reader is not None:
            self.reader.close()
        self.reader = ProjectFile.open(self.work.path, read_only=True)

    @rule()
    def open_a_second_window(self) -> None:
        if self.second is not None:
            self.second.close()
        self.second = projects.open(self.work.path, author="Second", read_only=True)
        if there := self.second.ask.documents():
            self.second.open_document(there[0].document.id)

    @rule(name=st.sampled_from(EDITS), number=NUMBERS, steps=st.integers(1, 4))
    def another_writes(self, name: str, number: int, steps: int) -> None:
        """Another program that knows nothing of our lock."""
        with mock.patch.object(lock, "take", return_value=mock.Mock(lock.Lock)):
            other = projects.open(self.work.path, author="Another")
        work = Work(self.work.folder, random.Random(number), lambda line: None)
        work.bench = other
        seen: list[Change] = []
        other.on_change = seen.append
        for _ in range(steps):
            work.act(name)
        other.project_file._database.drop()  # as one that ended without closing
        self.is_plain = self.is_plain and not seen
        news = self.bench.look()
        if news.is_renewed:
            for change in seen:
                self.model.follow(change)
        else:
            assert [each.id for each in news.changes] == [each.id for each in seen]

    @rule(name=st.sampled_from(EDITS), number=NUMBERS)
    def on_another_thread(self, name: str, number: int) -> None:
        """A long piece of work beside the window, which asks and edits meanwhile."""
        lent = self.bench.lend("The import")
        seen: list[Change] = []
        with lent(lambda done, total, what: None) as other:
            work = Work(self.work.folder, random.Random(number), lambda line: None)
            work.bench = other
            other.on_change = seen.append
            work.act(name)
            self.bench.ask.documents()
        news = self.bench.take_over()
        if news.is_renewed:
            for change in seen:
                self.model.follow(change)
                self.plain.append(change)
                self.undone.clear()
        else:
            assert [each.id for each in news.changes] == [each.id for each in seen]

    @precondition(lambda self: len(self.model.steps) > 1)
    @rule(number=NUMBERS)
    def as_it_was(self, number: int) -> None:
        """A copy of the project as it was after some step."""
        chosen = random.Random(number).choice(self.model.steps)
        place = next(row.place for row in self.bench.ask.history(limit=1_000_000) if row.id == chosen.id)
        to = self.work.folder / "copies" / f"then-{number}.gloss"
        asof.write(self.work.path, place, to)
        with ProjectFile.open(to, read_only=True) as then:
            assert stored(then) == self.model.states[chosen.id]
        assert check(to) == []
        to.unlink()

    # --- what always holds

    @invariant()
    def the_file_holds_what_the_model_holds(self) -> None:
        assert stored(self.bench.project_file) == self.model.records
        assert [row.id for row in self.bench.ask.history(limit=1_000_000)][::-1] == [
            each.id for each in self.model.steps
        ]

    @invariant()
    def the_open_document_and_the_scheme_are_in_step(self) -> None:
        items = {key(each): each for each in self.model.records.values() if isinstance(each, SchemeItem)}
        assert {key(each): each for each in _items(self.bench)} == items
        if self.bench.current is not None:
            fresh = self.bench.ask.annotations(self.bench.current.document.id)
            assert state(self.bench.current) == state(fresh)
            assert digest_of(fresh.text) == fresh.document.digest

    @invariant()
    def counts_are_right(self) -> None:
        records = self.model.records.values()
        mentions = [each for each in records if isinstance(each, Mention)]
        assert sum(row.mentions for row in self.bench.ask.label_counts()) == len(mentions)
        rows = {row.document.id: row.mentions for row in self.bench.ask.documents()}
        assert rows == {
            each.id: sum(m.document == each.id for m in mentions)
            for each in records
            if isinstance(each, Document)
        }
        counted = {row.entity.id: row.mentions for row in self.bench.ask.entities()}
        assert counted == {
            each.id: sum(m.entity == each.id for m in mentions)
            for each in records
            if isinstance(each, Entity)
        }

    @invariant()
    def others_see_the_same(self) -> None:
        if self.reader is not None:
            self.reader._names.forget()
            assert stored(self.reader) == self.model.records
        if self.second is not None:
            self.second.look()
            assert {key(each): each for each in _items(self.second)} == {
                key(each): each for each in _items(self.bench)
            }
            if self.second.current is not None:
                fresh = self.second.ask.annotations(self.second.current.document.id)
                assert state(self.second.current) == state(fresh)


def stored(project: ProjectFile) -> dict[Key, Record]:
    """All records of an open project."""
    return {key(each): each for each in reading.every_record(project._database, project._names)}


def _items(bench: Workbench) -> list[SchemeItem]:
    return list(bench.scheme.items())


def run(count: int, seed_: int) -> Result:
    """``count`` lives of the machine, of 50 steps each."""
    result = Result("state machine", "lives")
    machine = seed(seed_)(Machine)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=count,
            stateful_step_count=50,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    result.done = count
    return result
