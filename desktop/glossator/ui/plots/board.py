"""The place of the Summary page in the window: the page itself is made when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from glossator.ui.selection import Selection
from glossator.ui.settings import Settings
from glossator.ui.signals import ProjectSignals
from glossator.ui.theme import Theme
from glossator.workbench import Workbench

if TYPE_CHECKING:
    from glossator.ui.plots.front import Front
    from glossator.ui.plots.opening import Opening
    from glossator.ui.plots.page import SummaryPage

_UNPAINTED = 150  # milliseconds after which a board of which nothing is in sight opens all the same


class SummaryBoard(QWidget):
    """Shows what the open document or the whole project holds.

    ``goto_requested`` carries the document's id, the span (code points) and the id of the mention or relation of a
    sentence that was taken.  The page, and pyqtgraph with it, is loaded only now that somebody looks at it: at once the
    frames of its cards are there, what it needs is loaded in turns of the event loop, and keys that are pressed
    meanwhile are meant for it.
    """

    goto_requested = Signal(object, object, object)
    card_requested = Signal(object)
    date_wanted = Signal(object, str)
    place_wanted = Signal(object)
    grades_wanted = Signal(object, object)
    merge_wanted = Signal(object)
    said = Signal(str)

    def __init__(
        self,
        bench: Workbench | None,
        selection: Selection,
        signals: ProjectSignals,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._settings = settings
        self.page: SummaryPage | None = None
        self._front: Front | None = None
        self._opening: Opening | None = None
        self._wanted = ""
        self._pressed: list[QKeyEvent] = []
        self._late = QTimer(self, singleShot=True, interval=_UNPAINTED)
        self._late.timeout.connect(self._go_on)
        self._bench = bench
        self._selection = selection
        self._signals = signals
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def set_bench(self, bench: Workbench | None) -> None:
        """Show another project, or none."""
        self._bench = bench
        if self.page is not None:
            self.page.set_bench(bench)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        if self.page is not None:
            self.page.set_theme(theme)

    def show_view(self, name: str) -> None:
        """Show one view on the whole page; the board has to be seen for it."""
        if self.page is not None and not self._is_awaited:
            self.page.show_view(name)
        else:
            self._wanted = name

    def prepare(self) -> None:
        """It may be looked at soon: load what that takes, in turns of the event loop."""
        if self._opening is None:
            from glossator.ui.plots.opening import Opening, pieces

            self._opening = Opening(pieces(), self)
            self._opening.done.connect(self._on_loaded)
            self._opening.go_on()

    # --- opened for the first time

    @property
    def _is_awaited(self) -> bool:
        """It is shown, but the keyboard cannot be given to the page yet."""
        return self._front is not None

    def showEvent(self, event: QShowEvent) -> None:
        if self._front is not None:
            self._go_on()
        elif self.page is None:
            from glossator.ui.plots.front import Front

            self._front = Front(self._settings, self)
            self._front.painted.connect(self._go_on)
            self._late.start()
            self._column.addWidget(self._front)
            self._front.setGeometry(self.rect())
            self._front.show()  # children that come while their parent is shown wait otherwise
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._is_awaited:
            self._pressed.clear()
            self._wanted = ""
            if self._opening is not None:
                self._opening.pause()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._is_awaited:
            self._pressed.append(QKeyEvent(event))
            return True
        return super().event(event)

    def _go_on(self) -> None:
        if not (self._is_awaited and self.isVisible()):
            return
        self.prepare()
        if self._opening is not None:
            self._opening.go_on()

    def _on_loaded(self) -> None:
        if not (self._is_awaited and self.isVisible()):
            return
        if self.page is None:
            self._make_page()
            QTimer.singleShot(0, self, self._on_loaded)  # in a turn of its own
        elif self._front is not None:
            self._front.hide()
            self.page.show()

    def _make_page(self) -> None:
        from glossator.ui.plots.page import SummaryPage

        page = self.page = SummaryPage(
            self._bench,
            self._selection,
            self._signals,
            self.theme,
            self,
            settings=self._settings,
            is_in_turn=True,
        )
        page.goto_requested.connect(self.goto_requested)
        page.card_requested.connect(self.card_requested)
        page.date_wanted.connect(self.date_wanted)
        page.place_wanted.connect(self.place_wanted)
        page.grades_wanted.connect(self.grades_wanted)
        page.merge_wanted.connect(self.merge_wanted)
        page.said.connect(self.said)
        page.turned.connect(self._hand_over)
        page.sheet.enlarge(self._wanted)
        page.hide()
        self._column.addWidget(page)

    def _hand_over(self) -> None:
        """The first view is there: the keyboard goes to it, and keys that were pressed meanwhile as well."""
        page, front = self.page, self._front
        if page is None or front is None:
            return
        self._front = None
        self._column.removeWidget(front)
        front.deleteLater()
        has_keyboard = self.window().focusWidget() is self
        self.setFocusProxy(page)
        if self._wanted:
            page.show_view(self._wanted)
        elif has_keyboard:
            page.setFocus()
        self._wanted = ""
        pressed, self._pressed = self._pressed, []
        for each in pressed:
            QCoreApplication.postEvent(self.window().focusWidget(), each)
