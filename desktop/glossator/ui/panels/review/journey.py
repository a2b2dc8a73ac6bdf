"""The way through all documents of a project beside the window, each told as soon as it was looked at."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from glossator import reviews
from glossator.analysis.doubts import Doubt
from glossator.core.errors import GlossatorError
from glossator.reviews import Where
from glossator.ui import tasks
from glossator.ui.tasks import Progress, Report, Task
from glossator.workbench import Workbench


class Journey(QObject):
    """Goes through a project.  ``told`` carries a :class:`Report`, ``passed`` what is odd in documents that were looked
    at (document → list[Doubt]), ``ended`` whether all of them were, ``failed`` a GlossatorError.
    """

    told = Signal(object)
    passed = Signal(object)
    ended = Signal(bool)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: Task[bool] | None = None
        self._found: deque[tuple[int, list[Doubt]]] = deque()

    @property
    def is_under_way(self) -> bool:
        """Documents are being looked at."""
        return self._task is not None

    def begin(self, bench: Workbench, documents: Sequence[int] | None = None) -> None:
        """Look at all documents, or at these; what was under way is given up."""
        self.stop()
        where = Where.of(bench)
        found: deque[tuple[int, list[Doubt]]] = deque()
        self._found = found
        if isinstance(where, Workbench):  # a network share, where the window has to wait
            try:
                whole = reviews.go_through(where, _nobody, lambda *each: found.append(each), documents)
            except GlossatorError as error:
                self.failed.emit(error)
                return
            self._pass_on()
            self.ended.emit(whole)
            return

        def work(progress: Progress) -> bool:
            return reviews.go_through(where, progress.report, lambda *each: found.append(each), documents)

        self._task = tasks.run(
            work, done=self._on_done, failed=self._on_failed, progress=self._on_told, parent=self
        )

    def stop(self) -> None:
        """Look no further."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._found = deque()

    def _pass_on(self) -> None:
        passed: dict[int, list[Doubt]] = {}
        while self._found:
            document, found = self._found.popleft()
            passed[document] = found
        if passed:
            self.passed.emit(passed)

    def _on_told(self, report: Report) -> None:
        if self.sender() is self._task:
            self._pass_on()
            self.told.emit(report)

    def _on_done(self, whole: bool) -> None:
        self._task = None
        self._pass_on()
        self.ended.emit(whole)

    def _on_failed(self, error: GlossatorError) -> None:
        self._task = None
        self.failed.emit(error)


def _nobody(done: int, total: int) -> None:
    """Nobody can hear while the window waits."""
