"""One open project and THE way to change it: the file, the memory of the open document, the history, one callback."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from glossator.core.annotations import AnnotationSet
from glossator.core.changes import Change
from glossator.core.documents import Document
from glossator.core.edits import Hand
from glossator.core.errors import GlossatorError, Refused
from glossator.core.history import APART, History, Step
from glossator.core.layers import EVERYBODY, Layers, Whose, spare_hidden
from glossator.core.scheme import Scheme, SchemeItem
from glossator.core.titles import done_again, taken_back
from glossator.store.entangled import Entangled
from glossator.store.journal import CREATION
from glossator.store.lock import Holder
from glossator.store.news import News, Whereabouts
from glossator.store.project_file import ProjectFile
from glossator.store.queries import Queries
from glossator.store.seen import Seen
from glossator.store.telling import Busy
from glossator.store.writer import Stale

__all__ = ["Whereabouts"]  # what others take from here although it is made elsewhere

LARGE = 2_000
"""Records from which on a Change is written beside the window: fewer take less time than one notices."""

Told = Callable[[int, int, str], object]
"""Hears how much is done, about how much there is in all, and what is being done; what it raises ends the work, and a
Change that is being written is taken back.
"""

_STEPS = 10_000  # are remembered at once: some milliseconds
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
    ``on_renewed``.  A Change that the disk did not take waits as ``unsaved``.  Whoever opens a copy of the project as
    it was says so in ``is_past``.
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
        self.is_past = False
        self._told = told
        self._lent = ""
        self._to_keep: dict[str, Any] = {}
        self._is_closed = False
        self.hand = Hand(author, project_file.new_id, now)
        self.scheme: Scheme = project_file.scheme()
        self.whose: Whose = EVERYBODY
        self._open: Layers | None = None
        self.history = self._remembered()

    @property
    def ask(self) -> Queries:
        """The store's read-only questions about the whole project."""
        return self.project_file.ask

    @property
    def seen(self) -> Seen:
        """The store's questions whose answers hold only what may be seen now."""
        return self.project_file.ask.seen(self.whose)

    @property
    def unhidden(self) -> Seen:
        """As :attr:`seen`, but for the choice of persons, which hides nothing from lists of the whole project: what a
        second reading hides is in no answer.
        """
        return self.project_file.ask.seen(Whose(None, self.whose.blind))

    @property
    def read_only(self) -> bool:
        """Nothing can be changed: the file, its folder or its lock forbids it."""
        return self.project_file.read_only

    @property
    def current(self) -> AnnotationSet | None:
        """The open document with what is seen of its annotations: what is shown, and what edits are made from."""
        return self._open.seen if self._open is not None else None

    @property
    def whole(self) -> AnnotationSet | None:
        """The open document with everybody's annotations."""
        return self._open.whole if self._open is not None else None

    def open_document(self, document_id: int) -> AnnotationSet:
        """Load a document into memory and make it the current one."""
        self._open = Layers(self.ask.annotations(document_id), self.whose.of(document_id))
        return self._open.seen

    def close_document(self) -> None:
        """No document is open."""
        self._open = None

    def show_whose(self, whose: Whose) -> None:
        """See these persons' annotations from now on; ``current`` is another set then, where that makes a difference.

        What is hidden is not touched: :meth:`do` refuses a Change that would.
        """
        self.whose = whose
        if self._open is not None and whose.of(self._open.whole.document.id) != self._open.persons:
            self._open = Layers(self._open.whole, whose.of(self._open.whole.document.id))

    def hidden(self) -> tuple[int, int]:
        """How many mentions and how many relations of the open document are not seen."""
        return self._open.hidden() if self._open is not None else (0, 0)

    def annotations(self, document_id: int) -> AnnotationSet:
        """All that is said of a document, seen or not: of the open one from memory, of another from the file."""
        if self.whole is not None and self.whole.document.id == document_id:
            return self.whole
        return self.ask.annotations(document_id)

    def do(self, change: Change) -> None:
        """Make ``change`` happen: disk first, then memory, then history, then everybody is told.

        What the disk did not take before is written first, so that nothing overtakes it.
        """
        if change.is_empty:
            return
        spare_hidden(change, self.whose, self._open)
        if self.unsaved is not None:
            self.try_again()
        with self._kept_if_unsaved(change), self._counted(change):
            self.project_file.write(change)
        self._follow(change)
        self.on_change(change)

    def try_again(self) -> None:
        """Write what the disk did not take; where it does not take it now either, it goes on waiting.

        It may have arrived although the disk said no (the last of its writes was the one that failed): then it is
        followed only.
        """
        change, self.unsaved = self.unsaved, None
        if change is None:
            return
        with self._kept_if_unsaved(change):
            is_there = self.project_file.has_arrived(change.id)
        if not is_there:
            self.do(change)
            return
        self._follow(change)
        self.on_change(change)

    def write_ahead(self, texts: Mapping[str, str], sources: Mapping[str, bytes] | None = None) -> None:
        """Write texts, and bytes they were imported from, that a later Change will refer to; until then nobody sees
        them.
        """
        self.project_file.write_ahead(texts, sources)

    def keep(self, name: str, value: Any | None) -> None:
        """Remember ``value`` (what JSON can say; ``None`` forgets) under ``name``, for :meth:`Queries.kept`.

        It is no step and cannot be undone, and nobody is held up for it: where the project is open to read only nothing
        is remembered, and what the disk does not take now (another thread is writing, it is full) waits for the next
        time and for the closing of the project.
        """
        if self.read_only or self._is_closed:
            return
        self._to_keep[name] = value
        self._keep_what_waits()

    def _keep_what_waits(self) -> None:
        if self._to_keep and not self.read_only:
            with suppress(GlossatorError):
                self.project_file.keep(self._to_keep)
                self._to_keep.clear()

    def keep_snapshot(self, reason: str) -> Path:
        """Keep the whole file as it is now, before something large is done to it; the path of the backup."""
        told = self._told or _to_nobody
        return self.project_file.snapshot(reason, lambda done, total: told(done, total, "Keeping a backup"))

    # --- beside others ------------------------------------------------------------------------------------------------

    def look(self) -> News:
        """Follow what others did to the file since one looked last, and tell it; microseconds where that is nothing."""
        if self._is_closed:
            return News()
        if self._lent:
            return News(self.project_file.where())
        news = self.project_file.look()
        if news.is_renewed:
            self._read_anew(news)
            self.on_renewed()
        for change in news.changes:
            self._follow(change)
            self.on_change(change)
        if (
            self.unsaved is not None
            and (news.changes or news.is_renewed)
            and self.ask.change(self.unsaved.id)
        ):
            self.unsaved = None  # it had arrived, and was followed just now
        if news.changes:
            self.history = self._remembered()  # in the order of the journal, which may not be that of hearing
        return news

    def lend(self, what: str) -> Callable[[Told], AbstractContextManager[Workbench]]:
        """Give the project to another thread for a long piece of work, called ``what`` in a sentence.

        What is returned is called there and gives a workbench of its own on the same file.  Until :meth:`take_over`
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
        return partial(_on_loan, opened, self.author, self.hand.now, self.whose)

    def take_over(self) -> News:
        """The other thread is done, whatever came of it: follow what it wrote."""
        if self._is_closed:
            return News()
        self._lent = ""
        self.project_file.wait_for_others()
        self._keep_what_waits()
        return self.look()

    @property
    def is_lent(self) -> bool:
        """Another thread is at work on the project."""
        return bool(self._lent)

    def is_large(self, change_id: int) -> bool:
        """Whether taking this step back, or doing it again, is long work."""
        return self.project_file.size_of(change_id) >= LARGE

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
        """Take back the last step that is not taken back yet, whenever it was made; :class:`Refused` if none is,
        :class:`Entangled` where later steps hold on to it.
        """
        step = self.history.to_undo
        if step is None:
            raise Refused("There is nothing to undo.")
        return self._take_back(step.id, taken_back(step.title))

    def redo(self) -> Change:
        """Do again what was undone last; :class:`Refused` when nothing was, :class:`Entangled` as with :meth:`undo`."""
        step, target = self.history.to_redo, self.history.redo_target
        if step is None or target is None:
            raise Refused("There is nothing to redo.")
        return self._take_back(target, done_again(step.title))

    def take_back(self, change_id: int) -> Change:
        """Take back one step, whenever and by whomever it was made, and leave the later ones.

        :class:`Refused` when it is taken back already or is the one that made the project, :class:`Entangled` where
        later steps hold on to it.
        """
        return self._turn(change_id, want_off=True)

    def do_again(self, change_id: int) -> Change:
        """Do a step again that was taken back, whenever that was; refused as with :meth:`take_back`."""
        return self._turn(change_id, want_off=False)

    def close(self) -> None:
        """Close the file; the workbench cannot be used any more."""
        self._keep_what_waits()
        self._is_closed = True
        self._open = None
        self.project_file.close()

    def _remembered(self) -> History:
        """The history out of the journal: its last steps, and more where nothing of those is left to be undone."""
        limit = _STEPS
        while True:
            steps = self.ask.steps(self.author, limit)
            history = History(steps, author=self.author)
            self._has_older_steps = len(steps) == limit
            if history.to_undo is not None or not self._has_older_steps:
                return history
            limit *= 10

    def _follow(self, change: Change) -> None:
        if any(isinstance(each, SchemeItem) for each in (*change.removed, *change.added)):
            self.scheme = self.project_file.scheme()
        if self._open is not None:
            self._open.follow(change)
            if any(isinstance(r, Document) and r.id == self._open.whole.document.id for r in _gone(change)):
                self._open = None
        self.history.record(Step(change.id, change.title, change.undoes, change.author, change.origin))
        if self.history.to_undo is None and self._has_older_steps:
            self.history = self._remembered()

    def _is_new(self, current: AnnotationSet, news: News) -> bool:
        return self.project_file.touched_since(current.document.id, news.since)

    def _read_anew(self, news: News) -> None:
        self.scheme = self.project_file.scheme()
        self.history = self._remembered()
        if self.whole is not None and self._is_new(self.whole, news):
            open_one = self.whole.document.id
            self._open = None
            if self.ask.document(open_one) is not None:
                self.open_document(open_one)

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
        return self.project_file.told(lambda rows: told(min(rows, total), total, "Saving"))

    def _turn(self, change_id: int, *, want_off: bool) -> Change:
        last, is_off = self.ask.last_of_chain(change_id)
        step, made = self._made(change_id), self._made(last)
        if step.origin == CREATION:
            raise Refused("The step that made the project cannot be undone.")
        if is_off is want_off:
            raise Refused(f"“{step.title}” {'is taken back already' if is_off else 'was not taken back'}.")
        to_undo = self.history.to_undo
        if to_undo is not None and last == to_undo.id:
            return self.undo()
        if last == self.history.redo_target:
            return self.redo()
        return self._take_back(last, taken_back(made.title), origin=APART)

    def _take_back(self, change_id: int, title: str, *, origin: str = "") -> Change:
        inverse = self._made(change_id).inverse(
            change_id=self.hand.new_id(), author=self.author, time=self.hand.now(), title=title
        )
        change = replace(inverse, origin=origin)
        try:
            self.do(change)
        except Stale as error:
            held_by = self.ask.holders(change_id)
            if not held_by:
                raise
            raise Entangled(title, held_by) from error
        return change

    def _made(self, change_id: int) -> Change:
        made = self.ask.change(change_id)
        if made is None:
            raise GlossatorError("The journal of this project has lost the step that should be taken back.")
        return made


def _to_nobody(done: int, total: int, what: str) -> None:
    """Nobody wants to hear."""


@contextmanager
def _on_loan(
    opened: Callable[[], AbstractContextManager[ProjectFile]],
    author: str,
    now: Callable[[], int],
    whose: Whose,
    told: Told,
) -> Iterator[Workbench]:
    with opened() as project_file:
        bench = Workbench(project_file, author=author, now=now, told=told)
        bench.show_whose(whose)
        yield bench


def _gone(change: Change) -> list[object]:
    return [before for before, after in change.pairs() if after is None]
