"""Long work on the open project: written on another thread, with progress and Cancel, one piece after the other."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, TypeVar, cast

from PySide6.QtCore import QObject, Signal

from glossator.core.errors import GlossatorError
from glossator.ui import tasks
from glossator.workbench import Workbench

T = TypeVar("T")

Work = Callable[[Workbench, tasks.Progress], object]
"""What is done on the other thread: with a workbench of its own, and with the progress that it reports."""


class _Piece(NamedTuple):
    bench: Workbench
    title: str
    work: Work
    done: Callable[[object], None]
    failed: Callable[[GlossatorError], None]


class LongWork(QObject):
    """Does one piece of long work on the project after the other.

    ``working`` tells of one under way (a title and the Task), so that the window can show its progress; ``too_late``
    of one that was finished before it could be cancelled.
    """

    working = Signal(str, object)
    too_late = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[_Piece] = deque()
        self._piece: _Piece | None = None
        self._task: tasks.Task[object] | None = None
        self._was_collecting = False

    def run(
        self,
        bench: Workbench,
        title: str,
        work: Callable[[Workbench, tasks.Progress], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[GlossatorError], None],
    ) -> None:
        """Do ``work`` as soon as what was asked for before is done; then ``done`` with its answer, or ``failed``.

        ``bench`` has followed what was written before either of them is called.
        """
        self._waiting.append(_Piece(bench, title, work, cast("Callable[[object], None]", done), failed))
        self._begin_next()

    def stop(self) -> None:
        """Cancel what is under way and forget what waits: the project is being closed."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    def _begin_next(self) -> None:
        if self._piece is not None or not self._waiting:
            return
        piece = self._waiting.popleft()
        try:
            if piece.bench.project_file.is_alone:
                self._do_here(piece)
            else:
                self._do_beside(piece)
        except GlossatorError as error:
            piece.failed(error)
            self._begin_next()

    def _do_here(self, piece: _Piece) -> None:
        """On a network share there may be no second connection, so the window has to wait."""
        answer = piece.work(piece.bench, tasks.Progress(lambda report: None))
        piece.done(answer)
        self._begin_next()

    def _do_beside(self, piece: _Piece) -> None:
        lent = piece.bench.lend(f"“{piece.title}”")

        def on_thread(progress: tasks.Progress) -> object:
            with lent(progress.report) as bench:
                return piece.work(bench, progress)

        self._piece = piece
        self._was_collecting = gc.isenabled()
        gc.disable()  # the records of a large Change are no garbage: looking through them would stop the window
        self._task = tasks.run(on_thread, done=piece.done, failed=piece.failed, parent=self)
        self._task.finished.connect(self._on_finished)
        self.working.emit(piece.title, self._task)

    def _on_finished(self) -> None:
        piece, task = self._piece, self._task
        self._piece = self._task = None
        if self._was_collecting:
            gc.enable()
        if piece is None or task is None:
            return
        with suppress(
            GlossatorError
        ):  # a file that cannot be read just now is told by whoever looks after it
            news = piece.bench.take_over()
            if task.cancelled and (news.changes or news.is_renewed):
                self.too_late.emit(piece.title)
        self._begin_next()
