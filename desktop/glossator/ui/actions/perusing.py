"""What is read: stretches of the text that stand still in the window for a while are remembered as read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer

from glossator.core import perusal
from glossator.core.perusal import Perused
from glossator.ui.actions.desk import Desk

_STILL = 2000  # milliseconds in which nobody moves on: long enough to have looked


class Perusing(QObject):
    """Notes what stands in the window once nobody scrolls any more; no step, and nothing waits for it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._document = 0
        self._held: Perused = {}
        self._still = QTimer(self, singleShot=True, interval=_STILL)
        self._still.timeout.connect(self.note)
        desk.page.verticalScrollBar().valueChanged.connect(lambda _: self._still.start())
        desk.page.installEventFilter(self)
        desk.signals.document_opened.connect(lambda _: self._still.start())
        desk.signals.project_closed.connect(self._forget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Show, QEvent.Type.Resize}:
            self._still.start()
        elif event.type() == QEvent.Type.Hide:
            self._still.stop()
        return super().eventFilter(watched, event)

    def note(self) -> None:
        """What is in the window was read."""
        bench, annotations, page = self._desk.bench, self._desk.annotations, self._desk.page
        if bench is None or annotations is None or bench.read_only or not page.isVisible():
            return
        document = annotations.document.id
        if document != self._document:
            plain = bench.ask.kept(perusal.name_of(document))
            self._document, self._held = document, perusal.from_plain(plain, len(annotations.text))
        more = perusal.with_more(self._held, bench.author, page.span_in_window())
        if more != self._held:
            self._held = more
            bench.keep(perusal.name_of(document), perusal.as_plain(more))
            self._desk.signals.perused.emit(document)

    def _forget(self) -> None:
        self._still.stop()
        self._document, self._held = 0, {}
