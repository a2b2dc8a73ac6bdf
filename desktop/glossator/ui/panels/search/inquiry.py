"""A search of the project under way: on another thread where that is possible, one at a time, told and cancelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from glossator import searches
from glossator.analysis.finding import HITS, Finding
from glossator.core.errors import GlossatorError
from glossator.searches import Asked, Where
from glossator.ui import tasks
from glossator.ui.tasks import Progress, Task
from glossator.workbench import Workbench

SORTED_HITS = 1_000
"""Hits of a document that are wanted where all hits are sorted."""


class Wish(NamedTuple):
    """What is asked for: so many documents from ``offset`` on; ``is_flat``: with enough hits of each to sort them.
    Where documents are looked through, ``read`` of them were for what is there already.
    """

    asked: Asked
    offset: int = 0
    limit: int = 0
    is_flat: bool = False
    read: int = 0

    @property
    def is_page(self) -> bool:
        """The index gives a page of it; to be sorted, all hits have to be there."""
        return self.asked.is_ranked and not self.is_flat


class Inquiry(QObject):
    """Asks.  ``answered`` carries the wish and its :class:`Finding`, ``failed`` a sentence, ``told`` how many documents
    were looked through and how many there are; ``ended`` follows whatever came of it.
    """

    answered = Signal(object, object)
    failed = Signal(str)
    told = Signal(int, int)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: Task[Finding] | None = None

    @property
    def is_running(self) -> bool:
        """An answer is waited for."""
        return self._task is not None

    def ask(self, bench: Workbench, wish: Wish) -> None:
        """Look for what is wished; what was looked for before is given up."""
        self.stop()
        where = Where.of(bench)
        limit = max(wish.limit, searches.PAGE if wish.is_page else searches.MOST_SCANNED)
        hits = SORTED_HITS if wish.is_flat else HITS

        def find(of: Where | Workbench, told: Callable[[int, int], object]) -> Finding:
            return searches.find(
                of, wish.asked, told, offset=wish.offset, limit=limit, hits=hits, read=wish.read
            )

        if isinstance(where, Workbench):  # a network share, where the window has to wait
            try:
                self.answered.emit(wish, find(where, lambda done, total: None))
            except GlossatorError as error:
                self.failed.emit(str(error))
            return

        def work(progress: Progress) -> Finding:
            return find(where, progress.report)

        task = tasks.run(
            work,
            done=lambda found: self.answered.emit(wish, found),
            failed=lambda error: self.failed.emit(str(error)),
            progress=lambda report: self.told.emit(report.done, report.total),
            parent=self,
        )
        self._task = task
        task.finished.connect(lambda: self._on_finished(task))

    def stop(self) -> None:
        """Give up what is being looked for."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self.ended.emit()

    def _on_finished(self, task: Task[Finding]) -> None:
        if self._task is task:
            self._task = None
            self.ended.emit()
