"""Long work beside the window: a pure function on a thread of the pool, its answer back on the main thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThreadPool, Signal, SignalInstance, Slot
from shiboken6 import isValid

from glossator.core.errors import GlossatorError

T = TypeVar("T")

REPORT_SECONDS = 0.05
"""Reports that follow one another faster than this are left out (the last one never is)."""


class Cancelled(Exception):
    """Raised inside the work when nobody wants its answer any more."""


class Report(NamedTuple):
    """How far a task has come.  ``seconds_left`` is an estimate, ``None`` while nothing can be said."""

    done: int
    total: int
    text: str = ""
    seconds_left: float | None = None


class Progress:
    """What the work holds in its hand: it reports through it and asks it whether to go on.

    It may be used on any one thread and knows no widgets.
    """

    def __init__(
        self, tell: Callable[[Report], None], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell = tell
        self._clock = clock
        self._began = clock()
        self._stage = ""
        self._told = float("-inf")
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Nobody wants the answer any more."""
        return self._cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next look."""
        self._cancelled = True

    def raise_if_cancelled(self) -> None:
        """Leave the work when it was cancelled, by :class:`Cancelled`."""
        if self._cancelled:
            raise Cancelled

    def report(self, done: int, total: int, text: str = "") -> None:
        """``done`` of ``total`` steps of what ``text`` says are finished (of 0, where nobody knows how many there are);
        leaves the work when it was cancelled.

        Each ``text`` begins a stage of its own, whose pace says nothing about that of the others.
        """
        self.raise_if_cancelled()
        now = self._clock()
        if text != self._stage:
            self._stage = text
            self._began, self._told = now, float("-inf")
        if now - self._told < REPORT_SECONDS and (done < total or not total):
            return
        self._told = now
        left = (now - self._began) * (total - done) / done if done > 0 else None
        self._tell(Report(done, total, text, left))


class _Wire(QObject):
    """Carries what the thread says over to the thread of the task."""

    reported = Signal(object)
    answered = Signal(object)
    broken = Signal(object)
    stopped = Signal()


def _tell(signal: SignalInstance, *values: object) -> None:
    """Let a wire carry something over; :class:`Cancelled` where it is gone with the program, so that nobody hears."""
    try:
        signal.emit(*values)
    except RuntimeError as error:  # nothing else can be raised here: what hears it runs later
        raise Cancelled from error


class Task(QObject, Generic[T]):
    """A piece of work under way; made by :func:`run`, and cancelled when the program ends.

    ``progressed`` tells a :class:`Report`; ``finished`` comes exactly once, whether it was done, failed or was
    cancelled, and before the callback of its end.
    """

    progressed = Signal(object)
    finished = Signal()

    def __init__(self, *, done: Callable[[T], None], failed: Callable[[GlossatorError], None]) -> None:
        super().__init__()
        self._done = done
        self._failed = failed
        self._wire = _Wire()
        self._progress = Progress(partial(_tell, self._wire.reported))
        self.is_running = True
        queued = Qt.ConnectionType.QueuedConnection
        self._wire.reported.connect(self._on_reported, queued)
        self._wire.answered.connect(self._on_answered, queued)
        self._wire.broken.connect(self._on_broken, queued)
        self._wire.stopped.connect(self._end, queued)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.cancel)  # the pool is waited for, and nobody would see the answer

    @property
    def cancelled(self) -> bool:
        """Its answer will be dropped."""
        return self._progress.cancelled

    @Slot()
    def cancel(self) -> None:
        """Stop as soon as the work looks up; neither ``done`` nor ``failed`` will be called."""
        self._progress.cancel()

    def start(self, work: Callable[[Progress], T]) -> None:
        """Give ``work`` to a thread of the pool."""
        wire, progress = self._wire, self._progress

        def on_thread() -> None:
            with suppress(Cancelled):  # the program is gone
                try:
                    answer = work(progress)
                except Cancelled:
                    _tell(wire.stopped)
                except Exception as error:  # carried over to the main thread, where it is raised or told
                    _tell(wire.broken, error)
                else:
                    _tell(wire.answered, answer)

        QThreadPool.globalInstance().start(on_thread)

    @Slot(object)
    def _on_reported(self, report: Report) -> None:
        if self.is_running and not self.cancelled:
            self.progressed.emit(report)

    @Slot(object)
    def _on_answered(self, answer: T) -> None:
        self._end()
        if not self.cancelled and isValid(self):
            self._done(answer)

    @Slot(object)
    def _on_broken(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, GlossatorError):
            raise error  # a bug, also in cancelled work: the excepthook tells it
        if not self.cancelled and isValid(self):
            self._failed(error)

    @Slot()
    def _end(self) -> None:
        self.is_running = False
        self.deleteLater()  # first: who hears of the end may close the window that the task belongs to
        self.finished.emit()


def run(
    work: Callable[[Progress], T],
    *,
    done: Callable[[T], None],
    failed: Callable[[GlossatorError], None],
    progress: Callable[[Report], None] | None = None,
    parent: QObject,
) -> Task[T]:
    """Do ``work`` on another thread; afterwards ``done`` with its answer, or ``failed``, on the main thread.

    ``work`` is a pure function of plain values: no Qt, no connection that the main thread has open.  It calls
    ``report`` on the :class:`Progress` it is given, which also leaves it when it was cancelled.  Answers that come
    after :meth:`Task.cancel`, or after ``parent`` was deleted, are dropped.  An exception that is no GlossatorError
    is a bug and is raised on the main thread.
    """
    task: Task[T] = Task(done=done, failed=failed)
    task.setParent(parent)
    if progress is not None:
        task.progressed.connect(progress)
    task.start(work)
    return task
