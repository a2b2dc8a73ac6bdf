"""Undo and redo over any walk: as a naive model does them, and the same when rebuilt from the journal."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from glossator.core.history import History, Step

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


def test_a_step_that_takes_back_something_else_moves_nothing() -> None:
    history = History([Step(1, "one"), Step(2, "two")])
    history.record(Step(3, "Undo: one", undoes=1))
    assert shown(history) == ("two", None, None)
    History().record(Step(9, "Undo: what another author did", undoes=4))


def test_a_redone_step_keeps_its_title_through_many_undos() -> None:
    project = Project()
    project.edit()
    for _ in range(3):
        project.undo()
        assert shown(project.history)[:2] == (None, "edit 0")
        project.redo()
        assert shown(project.history)[:2] == ("edit 0", None)
    assert [step.title for step in project.journal[1:]] == ["Undo: edit 0", "Redo: edit 0"] * 3
