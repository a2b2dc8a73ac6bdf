"""Undo and redo over Changes, whatever they touched and whenever they were made.

The history holds ids only: the Changes themselves lie in the project file's journal.  It is rebuilt from the journal
when a project is opened, so yesterday's step can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Step(NamedTuple):
    """A Change as history sees it: its id, its title, and the id of the Change that it takes back, if it does."""

    id: int
    title: str
    undoes: int | None = None


class History:
    """Two stacks of steps.  Feeding it the same steps in the same order always gives the same stacks."""

    def __init__(self, steps: Iterable[Step] = ()) -> None:
        self._undo: list[Step] = []
        self._redo: list[tuple[Step, Step]] = []  # (the step that was undone, the step that undid it)
        for step in steps:
            self.record(step)

    def record(self, step: Step) -> None:
        """Follow a step that was just saved."""
        if step.undoes is None:
            self._undo.append(step)
            self._redo.clear()
        elif self._redo and self._redo[-1][1].id == step.undoes:
            done, _ = self._redo.pop()
            self._undo.append(Step(step.id, done.title))
        elif self._undo and self._undo[-1].id == step.undoes:
            self._redo.append((self._undo.pop(), step))

    @property
    def to_undo(self) -> Step | None:
        """What Undo takes back next."""
        return self._undo[-1] if self._undo else None

    @property
    def to_redo(self) -> Step | None:
        """What Redo does again next, under the title it had."""
        return self._redo[-1][0] if self._redo else None

    @property
    def redo_target(self) -> int | None:
        """The id of the Change whose inverse is the redo (the one that undid)."""
        return self._redo[-1][1].id if self._redo else None
