"""One open project and THE way to change it: the file, the memory of the open document, the history, one callback."""

from __future__ import annotations

import time
from collections.abc import Callable

from glossator.core.annotations import AnnotationSet
from glossator.core.changes import Change, apply
from glossator.core.documents import Document
from glossator.core.edits import Hand
from glossator.core.errors import GlossatorError, Refused
from glossator.core.history import History, Step
from glossator.core.scheme import Scheme, SchemeItem
from glossator.store.project_file import ProjectFile
from glossator.store.queries import Queries


def utc_now() -> int:
    """The time as records keep it: UTC in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


class Workbench:
    """An open project in the hands of one author.

    Every change takes one way: :meth:`do` writes it to the disk, then lets the open document follow, then the
    history, then tells ``on_change``.  If the write fails (:class:`GlossatorError`), nothing else has happened.
    """

    def __init__(
        self,
        project_file: ProjectFile,
        *,
        author: str,
        on_change: Callable[[Change], None] = lambda change: None,
        now: Callable[[], int] = utc_now,
    ) -> None:
        self.project_file = project_file
        self.author = author
        self.on_change = on_change
        self.hand = Hand(author, project_file.new_id, now)
        self.scheme: Scheme = project_file.scheme()
        self.current: AnnotationSet | None = None
        self.history = History(project_file.ask.steps(author=author))

    @property
    def ask(self) -> Queries:
        """The store's read-only questions about the whole project."""
        return self.project_file.ask

    @property
    def read_only(self) -> bool:
        """Nothing can be changed: the file, its folder or its lock forbids it."""
        return self.project_file.read_only

    def open_document(self, document_id: int) -> AnnotationSet:
        """Load a document into memory and make it the current one."""
        self.current = self.ask.annotations(document_id)
        return self.current

    def close_document(self) -> None:
        """No document is open."""
        self.current = None

    def annotations(self, document_id: int) -> AnnotationSet:
        """What is said of a document: the open one from memory, another from the file."""
        if self.current is not None and self.current.document.id == document_id:
            return self.current
        return self.ask.annotations(document_id)

    def do(self, change: Change) -> None:
        """Make ``change`` happen: disk first, then memory, then history, then everybody is told."""
        if change.is_empty:
            return
        self.project_file.write(change)
        if any(isinstance(each, SchemeItem) for each in (*change.removed, *change.added)):
            self.scheme = self.project_file.scheme()
        if self.current is not None:
            apply(change, self.current)
            if any(isinstance(r, Document) and r.id == self.current.document.id for r in _gone(change)):
                self.current = None
        self.history.record(Step(change.id, change.title, change.undoes))
        self.on_change(change)

    def sign_as(self, author: str) -> None:
        """Make annotations in another name from now on; undo then takes back what that author did."""
        if author != self.author:
            self.author = author
            self.hand = Hand(author, self.project_file.new_id, self.hand.now)
            self.history = History(self.ask.steps(author=author))

    def undo(self) -> Change:
        """Take back the last step that is not taken back yet, whenever it was made; :class:`Refused` if none is."""
        step = self.history.to_undo
        if step is None:
            raise Refused("There is nothing to undo.")
        return self._take_back(step.id, f"Undo: {step.title}")

    def redo(self) -> Change:
        """Do again what was undone last; :class:`Refused` when nothing was."""
        step, target = self.history.to_redo, self.history.redo_target
        if step is None or target is None:
            raise Refused("There is nothing to redo.")
        return self._take_back(target, f"Redo: {step.title}")

    def close(self) -> None:
        """Close the file; the workbench cannot be used any more."""
        self.current = None
        self.project_file.close()

    def _take_back(self, change_id: int, title: str) -> Change:
        made = self.ask.change(change_id)
        if made is None:
            raise GlossatorError("The journal of this project has lost the step that should be taken back.")
        change = made.inverse(
            change_id=self.hand.new_id(), author=self.author, time=self.hand.now(), title=title
        )
        self.do(change)
        return change


def _gone(change: Change) -> list[object]:
    return [before for before, after in change.pairs() if after is None]
