"""Reading anew what the panels show, one after the other, so that the page stays quick meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from glossator.workbench import Workbench

Part = Callable[[Workbench], object]
"""What is read anew at one go."""


class Renewal(QObject):
    """Does its parts, each in a turn of its own; begun again, it starts over."""

    def __init__(self, parent: QObject, parts: Sequence[Part]) -> None:
        super().__init__(parent)
        self._parts = parts
        self._left: deque[Part] = deque()
        self._bench: Workbench | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._do_next)

    def begin(self, bench: Workbench) -> None:
        """Read everything of ``bench`` anew."""
        self._bench = bench
        self._left = deque(self._parts)
        self._timer.start()

    def stop(self) -> None:
        """The project is closed."""
        self._timer.stop()
        self._left.clear()

    def _do_next(self) -> None:
        if self._bench is None or not self._left:
            self._timer.stop()
            return
        self._left.popleft()(self._bench)
