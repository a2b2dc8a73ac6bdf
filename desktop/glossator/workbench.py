"""One open project and THE way to change it: the file, the memory of the open document, the history, one callback."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path

from glossator.core.annotations import AnnotationSet
from glossator.core.changes import Change, apply
from glossator.core.documents import Document
from glossator.core.edits import Hand
from glossator.core.errors import GlossatorError, Refused
from glossator.core.history import History, Step
from glossator.core.scheme import Scheme, SchemeItem
from glossator.store.lock import Holder
from glossator.store.news import News
from glossator.store.project_file import ProjectFile
from glossator.store.queries import Queries
from glossator.store.telling import Busy
from glossator.store.writer import Stale

LARGE = 2_000
"""Records from which on a Change is written beside the window: fewer take less time than one notices."""

Told = Callable[[int, int], object]
"""Hears how many rows are written and about how many there are in all; what it raises takes the Change back."""

_PATIENCE = 0.04  # seconds for which an edit waits while an import writes its texts in short steps


def utc_now() -> int:
    """The time as records keep it: UTC in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


class Workbench:
    """An open project in the hands of one author.

    Every change takes one way: :meth:`do` writes it to the disk, then lets the open document follow, then the
    history, then tells ``on_change``.  If the write fails (:class:`GlossatorError`), nothing else has happened.

    What comes to pass beside that way (a second window, another program, a long Change on another thread) is followed
    by :meth:`look`: step by step, or, where it is much or unknown, by reading everything anew and telling
    ``on_renewed``.  A Change that the disk did not take waits as ``unsaved``.
    """

    def __init__(
        self,
        project_file: ProjectFile,
        *,
        author: str,
        on_change: Callable[[Change], None] = lambda change: None,
        on_renewed: Callable[[], None] = lambda: None,
        now: Callable[[], int] = utc_now,
        told: Told | None = None,
    ) -> None:
        self.project_file = project_file
        self.author = author
        self.on_change = on_change
        self.on_renewed = on_renewed
        self.unsaved: Change | None = None
        self._told = told
        self._lent = ""
        self._is_closed = False
        self.hand = Hand(author, project_file.new_id, now)
        self.scheme: Scheme = project_file.scheme()
        self.current: AnnotationSet | None = None
        self.history = self._remembered()

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
        """Make ``change`` happen: disk first, then memory, then history, then everybody is told.

        What the disk did not take before is written first, so that nothing overtakes it.
        """
        if change.is_empty:
            return
        if self.unsaved is not None:
            self.try_again()
        with self._kept_if_unsaved(change), self._counted(change):
            self.project_file.write(change)
        self._follow(change)
        self.on_change(change)

    def try_again(self) -> None:
        """Write what the disk did not take; where it does not take it now either, it goes on waiting."""
        change, self.unsaved = self.unsaved, None
        if change is not None:
            self.do(change)

    def write_ahead(self, texts: Mapping[str, str]) -> None:
        """Write texts that a later Change will refer to; until then nobody sees them."""
        self.project_file.write_ahead(texts)

    def keep_snapshot(self, reason: str, progress: Told = lambda done, total: None) -> Path:
        """Keep the whole file as it is now, before something large is done to it; the path of the backup."""
        return self.project_file.snapshot(reason, progress)

    # --- beside others ------------------------------------------------------------------------------------------------

    def look(self) -> News:
        """Follow what others did to the file since one looked last, and tell it; microseconds where they did nothing."""
        if self._is_closed:
            return News()
        if self._lent:
            return News(self.project_file.where())
        news = self.project_file.look()
        if news.is_renewed:
            self._read_anew()
            self.on_renewed()
        for change in news.changes:
            self._follow(change)
            self.on_change(change)
        if news.changes:
            self.history = self._remembered()  # in the order of the journal, which may not be that of hearing
        return news

    def lend(self, what: str) -> Callable[[Told], AbstractContextManager[Workbench]]:
        """Give the project to another thread for a long piece of work, called ``what`` in a sentence.

        What is returned is called there and gives a workbench of its own on the same file.  Until :meth:`take_back_over`
        this one answers questions; an edit is made where the other is not writing just now, and refused where it is:
        to wait would stop the window.
        """
        if self._lent:
            raise Refused(f"{self._lent} is not done yet.", remedy="Wait until it is, or cancel it.")
        if self.read_only:
            raise self.project_file.refusal()
        opened = self.project_file.lend()
        self._lent = what
        self.project_file.wait_for_others(_PATIENCE)
        return partial(_on_loan, opened, self.author, self.hand.now)

    def take_back_over(self) -> News:
        """The other thread is done, whatever came of it: follow what it wrote."""
        if self._is_closed:
            return News()
        self._lent = ""
        self.project_file.wait_for_others()
        return self.look()

    @property
    def is_lent(self) -> bool:
        """Another thread is at work on the project."""
        return bool(self._lent)

    def holder(self) -> Holder | None:
        """Who has the project open for writing; that may be we."""
        return self.project_file.holder()

    def sign_as(self, author: str) -> None:
        """Make annotations in another name from now on; undo then takes back what that author did."""
        if author != self.author:
            self.author = author
            self.hand = Hand(author, self.project_file.new_id, self.hand.now)
            self.history = self._remembered()

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
        self._is_closed = True
        self.current = None
        self.project_file.close()

    def _remembered(self) -> History:
        return History(self.ask.steps(author=self.author))

    def _follow(self, change: Change) -> None:
        if any(isinstance(each, SchemeItem) for each in (*change.removed, *change.added)):
            self.scheme = self.project_file.scheme()
        if self.current is not None:
            apply(change, self.current)
            if any(isinstance(r, Document) and r.id == self.current.document.id for r in _gone(change)):
                self.current = None
        if change.author == self.author:
            self.history.record(Step(change.id, change.title, change.undoes))

    def _read_anew(self) -> None:
        self.scheme = self.project_file.scheme()
        self.history = self._remembered()
        if self.current is not None:
            open_one = self.current.document.id
            self.current = self.ask.annotations(open_one) if self.ask.document(open_one) is not None else None

    @contextmanager
    def _kept_if_unsaved(self, change: Change) -> Iterator[None]:
        try:
            yield
        except (Stale, Refused):
            raise
        except Busy as error:
            if not self._lent:
                self.unsaved = change
                raise
            raise Refused(
                f"{self._lent} is being written, so nothing else can be changed just now.",
                remedy="Do it again when that is done, or cancel it.",
            ) from error
        except GlossatorError:
            if not self.read_only:
                self.unsaved = change
            raise

    def _counted(self, change: Change) -> AbstractContextManager[None]:
        told = self._told
        if told is None:
            return nullcontext()
        total = len(change.added) + 2 * len(change.removed) or 1  # what is removed is buried as well
        return self.project_file.told(lambda rows: told(min(rows, total), total))

    def _take_back(self, change_id: int, title: str) -> Change:
        made = self.ask.change(change_id)
        if made is None:
            raise GlossatorError("The journal of this project has lost the step that should be taken back.")
        change = made.inverse(
            change_id=self.hand.new_id(), author=self.author, time=self.hand.now(), title=title
        )
        self.do(change)
        return change


@contextmanager
def _on_loan(
    opened: Callable[[], AbstractContextManager[ProjectFile]], author: str, now: Callable[[], int], told: Told
) -> Iterator[Workbench]:
    with opened() as project_file:
        yield Workbench(project_file, author=author, now=now, told=told)


def _gone(change: Change) -> list[object]:
    return [before for before, after in change.pairs() if after is None]
