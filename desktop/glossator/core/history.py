"""Undo and redo over Changes, whatever they touched and whenever they were made.

The history holds ids only: the Changes themselves lie in the project file's journal.  It is rebuilt from the journal
when a project is opened, so yesterday's step can be taken back.

Taking back the last step is Undo, taking back the last Undo is Redo.  Taking back anything else, an older step or one
of somebody else's, is a step of its own, which can be undone like any other; its origin says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

APART = "history"
"""The origin of a Change that takes back something else than what Undo or Redo would."""


class Step(NamedTuple):
    """A Change as history sees it: its id, its title, the id of the Change that it takes back, if it does, who made it,
    and how it came to be.
    """

    id: int
    title: str
    undoes: int | None = None
    author: str = ""
    origin: str = ""


class History:
    """Two stacks of steps.  Feeding it the same steps in the same order always gives the same stacks.

    With an ``author`` they hold that author's steps alone; of the others' it is followed which steps they took back.
    Such a step is passed over by Undo (or Redo) for as long as it is taken back (or done again).
    """

    def __init__(self, steps: Iterable[Step] = (), *, author: str | None = None) -> None:
        self._author = author
        self._undo: list[Step] = []
        self._redo: list[tuple[Step, Step]] = []  # (the step that was undone, the step that undid it)
        self._takes: dict[int, int] = {}
        self._off: set[int] = set()
        for step in steps:
            self.record(step)

    def record(self, step: Step) -> None:
        """Follow a step that was just saved."""
        last, next_ = self._place_to_undo(), self._place_to_redo()
        if step.undoes is not None:
            self._take(step.id, step.undoes)
        if self._author is not None and step.author != self._author:
            return
        if step.undoes is None or step.origin == APART:
            self._undo.append(Step(step.id, step.title))
            self._redo.clear()
        elif next_ is not None and self._redo[next_][1].id == step.undoes:
            done, _ = self._redo.pop(next_)
            self._undo.append(Step(step.id, done.title))
        elif last is not None and self._undo[last].id == step.undoes:
            self._redo.append((self._undo.pop(last), step))

    @property
    def to_undo(self) -> Step | None:
        """What Undo takes back next."""
        place = self._place_to_undo()
        return None if place is None else self._undo[place]

    @property
    def to_redo(self) -> Step | None:
        """What Redo does again next, under the title it had."""
        place = self._place_to_redo()
        return None if place is None else self._redo[place][0]

    @property
    def redo_target(self) -> int | None:
        """The id of the Change whose inverse is the redo (the one that undid)."""
        place = self._place_to_redo()
        return None if place is None else self._redo[place][1].id

    def _place_to_undo(self) -> int | None:
        places = range(len(self._undo) - 1, -1, -1)
        return next((each for each in places if self._undo[each].id not in self._off), None)

    def _place_to_redo(self) -> int | None:
        places = range(len(self._redo) - 1, -1, -1)
        return next((each for each in places if self._redo[each][1].id not in self._off), None)

    def _take(self, taker: int, taken: int) -> None:
        """``taken`` holds no more, so what it took back holds again, and so on to the step where it began."""
        self._takes[taker] = taken
        is_off = True
        target: int | None = taken
        while target is not None:
            if is_off:
                self._off.add(target)
            else:
                self._off.discard(target)
            target, is_off = self._takes.get(target), not is_off
