"""Undo and redo over any walk: as a naive model does them, and the same when rebuilt from the journal."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from glossator.core.history import APART, History, Step

WALKS = st.lists(st.sampled_from(["edit", "edit", "undo", "undo", "redo"]), max_size=40)


class Project:
    """A text to which each edit adds a letter, a journal of its steps, and a history."""

    def __init__(self) -> None:
        self.history = History()
        self.journal: list[Step] = []
        self.text = ""
        self._effects: dict[int, tuple[str, str]] = {}  # the text before and after each step
        self._ids = itertools.count(1)

    def save(self, title: str, text: str, undoes: int | None = None) -> None:
        step = Step(next(self._ids), title, undoes)
        self._effects[step.id] = (self.text, text)
        self.text = text
        self.journal.append(step)
        self.history.record(step)

    def edit(self) -> None:
        name = f"edit {len(self.journal)}"
        self.save(name, f"{self.text}{len(self.journal)};")

    def undo(self) -> None:
        step = self.history.to_undo
        if step is not None:
            self.take_back(step.id, f"Undo: {step.title}")

    def redo(self) -> None:
        step, target = self.history.to_redo, self.history.redo_target
        assert (step is None) == (target is None)
        if step is not None and target is not None:
            self.take_back(target, f"Redo: {step.title}")

    def take_back(self, target: int, title: str) -> None:
        before, after = self._effects[target]
        assert self.text == after, "what is taken back is what was done last"
        self.save(title, before, target)


class Model:
    """What every text editor does: states before, the state now, states to come back to."""

    def __init__(self) -> None:
        self.past: list[tuple[str, str]] = []
        self.future: list[tuple[str, str]] = []
        self.text = ""

    def edit(self, title: str, text: str) -> None:
        self.past.append((title, self.text))
        self.future.clear()
        self.text = text

    def undo(self) -> None:
        if self.past:
            title, text = self.past.pop()
            self.future.append((title, self.text))
            self.text = text

    def redo(self) -> None:
        if self.future:
            title, text = self.future.pop()
            self.past.append((title, self.text))
            self.text = text


def shown(history: History) -> tuple[str | None, str | None, int | None]:
    undo, redo = history.to_undo, history.to_redo
    return undo.title if undo else None, redo.title if redo else None, history.redo_target


@given(WALKS)
def test_any_walk_is_that_of_a_text_editor(walk: list[str]) -> None:
    project, model = Project(), Model()
    for what in walk:
        if what == "edit":
            project.edit()
            model.edit(project.journal[-1].title, project.text)
        elif what == "undo":
            project.undo()
            model.undo()
        else:
            project.redo()
            model.redo()
        assert project.text == model.text
        assert shown(project.history)[:2] == (
            model.past[-1][0] if model.past else None,
            model.future[-1][0] if model.future else None,
        )


@given(WALKS)
def test_a_history_rebuilt_from_the_journal_goes_on_as_the_live_one(walk: list[str]) -> None:
    project = Project()
    for what in walk:
        {"edit": project.edit, "undo": project.undo, "redo": project.redo}[what]()
        rebuilt = History(project.journal)
        assert shown(rebuilt) == shown(project.history)
        assert rebuilt.to_undo == project.history.to_undo
        assert rebuilt.to_redo == project.history.to_redo


@given(WALKS)
def test_all_can_be_undone_and_all_redone(walk: list[str]) -> None:
    project = Project()
    for what in walk:
        {"edit": project.edit, "undo": project.undo, "redo": project.redo}[what]()
    while project.history.to_redo is not None:
        project.redo()
    text = project.text
    steps = 0
    while project.history.to_undo is not None:
        project.undo()
        steps += 1
    assert project.text == ""
    for _ in range(steps):
        project.redo()
    assert project.text == text


def test_an_empty_history_has_nothing_to_offer() -> None:
    assert shown(History()) == (None, None, None)


def test_taking_back_an_older_step_is_a_step_of_its_own() -> None:
    history = History([Step(1, "one"), Step(2, "two"), Step(3, "Undo: one", 1, "", APART)])
    assert shown(history) == ("Undo: one", None, None)
    history.record(Step(4, "Redo: one", undoes=3))
    assert shown(history) == ("two", "Undo: one", 4)
    history.record(Step(5, "Undo: one", undoes=4))
    assert shown(history) == ("Undo: one", None, None)


def test_an_undo_that_was_not_the_last_one_is_done_again() -> None:
    history = History([Step(1, "one"), Step(2, "two"), Step(3, "Undo: two", 2), Step(4, "Undo: one", 1)])
    history.record(Step(5, "Redo: two", 3, "", APART))
    assert shown(history) == ("Redo: two", None, None)


def test_an_undo_of_what_is_not_remembered_any_more_moves_nothing() -> None:
    history = History([Step(1, "one"), Step(9, "Undo: what nobody knows any more", undoes=4)])
    assert shown(history) == ("one", None, None)


def test_what_somebody_else_took_back_is_passed_over_until_it_holds_again() -> None:
    history = History([Step(1, "one", author="Ada"), Step(2, "two", author="Ada")], author="Ada")
    history.record(Step(3, "three", author="Bo"))
    history.record(Step(4, "Undo: two", 2, "Bo"))
    assert shown(history) == ("one", None, None)
    history.record(Step(5, "Undo: one", 1, "Ada"))
    assert shown(history) == (None, "one", 5)
    history.record(Step(6, "Redo: one", 5, "Bo"))
    assert shown(history) == (None, None, None), "what Bo did again is Bo's to undo"
    history.record(Step(7, "Redo: two", 4, "Bo"))
    assert shown(history) == ("two", None, None)


def test_a_redone_step_keeps_its_title_through_many_undos() -> None:
    project = Project()
    project.edit()
    for _ in range(3):
        project.undo()
        assert shown(project.history)[:2] == (None, "edit 0")
        project.redo()
        assert shown(project.history)[:2] == ("edit 0", None)
    assert [step.title for step in project.journal[1:]] == ["Undo: edit 0", "Redo: edit 0"] * 3


class Shared:
    """Things that are there or not, steps of two authors that each add or remove some of them, and what the journal
    would hold.  Any step may be taken back of which nothing has changed since.
    """

    AUTHORS = ("Ada", "Bo")

    def __init__(self) -> None:
        self.things: frozenset[int] = frozenset()
        self.journal: list[Step] = []
        self.effects: dict[
            int, tuple[frozenset[int], frozenset[int]]
        ] = {}  # what each step took out and put in
        self.live = {author: History(author=author) for author in self.AUTHORS}

    def save(
        self,
        author: str,
        out: frozenset[int],
        new: frozenset[int],
        undoes: int | None = None,
        origin: str = "",
    ) -> bool:
        if not (out <= self.things and not new & self.things):
            return False
        step = Step(len(self.journal) + 1, f"step {len(self.journal) + 1}", undoes, author, origin)
        self.things = self.things - out | new
        self.effects[step.id] = out, new
        self.journal.append(step)
        for history in self.live.values():
            history.record(step)
        return True

    def take_back(self, author: str, target: int) -> bool:
        out, new = self.effects[target]
        history = self.live[author]
        is_last = history.to_undo is not None and history.to_undo.id == target
        plain = is_last or history.redo_target == target
        return self.save(author, new, out, target, "" if plain else APART)

    def check_rebuilt(self) -> None:
        for each, live in self.live.items():
            rebuilt = History(self.journal, author=each)
            assert (rebuilt.to_undo, rebuilt.to_redo, rebuilt.redo_target) == (
                live.to_undo,
                live.to_redo,
                live.redo_target,
            )

    def last_of(self, step_id: int) -> int:
        """The last Change of the chain of those that took back each other, beginning with this step."""
        takers = [each.id for each in self.journal if each.undoes == step_id]
        return self.last_of(takers[-1]) if takers else step_id


@given(st.data())
def test_two_authors_take_back_what_they_like(data: st.DataObject) -> None:
    shared = Shared()
    for _ in range(data.draw(st.integers(1, 40))):
        author = data.draw(st.sampled_from(Shared.AUTHORS))
        history = shared.live[author]
        act = data.draw(st.sampled_from(["edit", "edit", "undo", "redo", "any"]))
        if act == "edit":
            some = data.draw(st.frozensets(st.integers(0, 5), min_size=1, max_size=3))
            shared.save(author, some & shared.things, some - shared.things)
        elif act == "undo" and history.to_undo is not None:
            step = history.to_undo
            if shared.take_back(author, step.id):
                assert history.redo_target == len(shared.journal), "an undo can be redone at once"
        elif act == "redo" and history.redo_target is not None:
            if shared.take_back(author, history.redo_target):
                assert history.to_undo is not None
                assert history.to_undo.id == len(shared.journal), "a redo can be undone at once"
        elif act == "any" and shared.journal:
            chosen = shared.last_of(data.draw(st.sampled_from(shared.journal)).id)
            before = shared.things
            if shared.take_back(author, chosen):
                mine = history.to_undo is not None and history.to_undo.id == len(shared.journal)
                assert mine or history.redo_target == len(shared.journal)
                assert shared.take_back(author, len(shared.journal))
                assert shared.things == before
        shared.check_rebuilt()
    replayed: frozenset[int] = frozenset()
    for step in shared.journal:
        out, new = shared.effects[step.id]
        replayed = replayed - out | new
    assert replayed == shared.things


@given(st.data())
def test_what_one_did_alone_is_taken_back_to_the_beginning(data: st.DataObject) -> None:
    """Also older steps that were taken back between the others come back, in order, and nothing is in the way."""
    shared = Shared()
    for _ in range(data.draw(st.integers(1, 30))):
        chosen = data.draw(st.integers(0, 60))
        if chosen < len(shared.journal):
            shared.take_back("Ada", shared.last_of(shared.journal[chosen].id))
        else:
            some = data.draw(st.frozensets(st.integers(0, 5), min_size=1, max_size=3))
            shared.save("Ada", some & shared.things, some - shared.things)
    history = shared.live["Ada"]
    while (target := history.redo_target) is not None:
        assert shared.take_back("Ada", target)
    there = shared.things
    steps = 0
    while (step := history.to_undo) is not None:
        assert shared.take_back("Ada", step.id)
        steps += 1
    assert not shared.things
    for _ in range(steps):
        target = history.redo_target
        assert target is not None
        assert shared.take_back("Ada", target)
    assert shared.things == there
