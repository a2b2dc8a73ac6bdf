"""Work that would hold the window up, done piece by piece: what the Summary needs is loaded in turns of the loop."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from types import ModuleType

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, QTimer, Signal

_OF_NUMPY = ("ctypes", "pickle")
_OF_PYQTGRAPH = (
    "pydoc",
    "xml.etree.ElementTree",
    "multiprocessing.connection",
    "cProfile",
    "decimal",
    "importlib.resources",
)
_MODULES = (
    "glossator.surveys",
    "glossator.ui.plots.card",
    "glossator.ui.plots.catalogue",
    "glossator.ui.plots.timeline.plot",
    "glossator.ui.plots.placemap.plot",
    "glossator.ui.plots.links.plot",
    "glossator.ui.plots.page",
)


class Opening(QObject):
    """Takes one of ``pieces`` in each turn of the event loop, so that keys and the pointer are answered in between.
    ``done`` tells that nothing is left.
    """

    done = Signal()

    def __init__(self, pieces: Iterable[Callable[[], object]], parent: QObject) -> None:
        super().__init__(parent)
        self._left = deque(pieces)
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._take)

    @property
    def is_done(self) -> bool:
        """Nothing is left."""
        return not self._left

    def go_on(self) -> None:
        """Take what is left, from the next turn on; where that is nothing, ``done`` tells so again."""
        self._turn.start()

    def pause(self) -> None:
        """Leave what is left for later."""
        self._turn.stop()

    def _take(self) -> None:
        """One piece; what follows the last one has a turn of its own as well."""
        if not self._left:
            self.done.emit()
            return
        piece = self._left.popleft()
        self._turn.start()
        piece()


def pieces() -> Iterator[Callable[[], object]]:
    """Loads what the Summary page is made with, some hundredths of a second at a time."""
    for name in (*_OF_NUMPY, "numpy"):  # first what each would load of the standard library in one go
        yield partial(import_module, name)
    for module in (QtCore, QtGui, QtWidgets):
        yield partial(_name_all, module)
    for name in (*_OF_PYQTGRAPH, "pyqtgraph", *_MODULES):
        yield partial(import_module, name)


def _name_all(module: ModuleType) -> None:
    """Pyqtgraph takes over every name of these, and Qt for Python makes what is behind a name when it is first asked
    for: half of the time that pyqtgraph takes to load is this.
    """
    for name in dir(module):
        getattr(module, name)
