"""The oddities of the open document, looked for in moments in which nothing else is to be done."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from glossator.analysis.doubts import Doubt, doubts
from glossator.core.annotations import Entity
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.core.standing import Standing
from glossator.workbench import Workbench

_AT_ONCE = 20  # records, or new lines, in one go: a few milliseconds where each of them is odd
_SETTLE = 60  # milliseconds after the last Change: the page is painted first


class Watch(QObject):
    """Follows the open document.  ``found`` tells its oddities, each in its line, when something is different;
    ``failed`` that the file could not be asked.
    """

    found = Signal(object)  # list[Doubt]
    failed = Signal(object)  # a GlossatorError

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._bench: Workbench | None = None
        self._standing: Standing | None = None
        self._lines: dict[tuple[int, str, int], Doubt] = {}
        self._cutting: Iterator[None] | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SETTLE)
        self._step = QTimer(self, interval=0)
        self._soon.timeout.connect(self._step.start)
        self._step.timeout.connect(self._look)
        self.is_awake = False

    @property
    def is_busy(self) -> bool:
        """Something waits to be looked at."""
        return self._soon.isActive() or self._step.isActive()

    def set_bench(self, bench: Workbench | None) -> None:
        """Follow another project, or none."""
        self._bench = bench
        self.begin()

    def begin(self) -> None:
        """Look at the document that is open now from the beginning."""
        current = self._bench.current if self._bench is not None else None
        self._lines.clear()
        self._standing = None
        if self._bench is not None and current is not None:
            self._standing = Standing(current, self._bench.scheme, self._entity)
        self._wake()

    def follow(self, change: Change) -> None:
        """Look again at what ``change`` touches; all of it, where another text was opened with it."""
        standing, bench = self._standing, self._bench
        if bench is None or standing is None or standing.annotations is not bench.current:
            self.begin()
            return
        standing.follow(change, bench.scheme)
        self._wake()

    def set_awake(self, is_awake: bool) -> None:
        """Look (while the list can be seen), or only remember what will have to be looked at."""
        self.is_awake = is_awake
        self._wake()

    def _wake(self) -> None:
        self._step.stop()
        self._soon.stop()
        self._cutting = None
        if self.is_awake:
            self._soon.start()

    def _entity(self, entity_id: int) -> Entity | None:
        return self._bench.ask.entity(entity_id) if self._bench is not None else None

    def _look(self) -> None:
        if self._standing is None:
            self._step.stop()
            self.found.emit([])
            return
        try:
            is_done = self._standing.look(_AT_ONCE)
        except GlossatorError as error:
            self._step.stop()
            self.failed.emit(error)
            return
        if is_done:
            self._cutting = self._cutting or self._cut(self._standing)
            made = [each for each, _ in zip(self._cutting, range(_AT_ONCE), strict=False)]
            if len(made) < _AT_ONCE:
                self._step.stop()
                self._cutting = None
                self.found.emit(self._doubts(self._standing))

    def _cut(self, standing: Standing) -> Iterator[None]:
        """Cut the lines of oddities out of the text, one by one, where they are not known yet."""
        for oddity in standing.oddities():
            key = standing.annotations.document.id, oddity.kind, oddity.record.id
            known = self._lines.get(key)
            if known is None or known.oddity.record is not oddity.record:
                (self._lines[key],) = doubts(standing.annotations, [oddity])
                yield

    def _doubts(self, standing: Standing) -> list[Doubt]:
        """Each oddity in its line."""
        document = standing.annotations.document
        return [
            self._lines[document.id, each.kind, each.record.id]._replace(oddity=each, name=document.name)
            for each in standing.oddities()
        ]
