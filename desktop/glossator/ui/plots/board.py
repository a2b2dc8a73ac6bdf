"""The place of the Summary page in the window: the page itself is made when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from glossator.ui.selection import Selection
from glossator.ui.settings import Settings
from glossator.ui.signals import ProjectSignals
from glossator.ui.theme import Theme
from glossator.workbench import Workbench

if TYPE_CHECKING:
    from glossator.ui.plots.page import SummaryPage


class SummaryBoard(QWidget):
    """Shows what the open document or the whole project holds.

    ``goto_requested`` carries the document's id, the span (code points) and the id of the mention or relation of a
    sentence that was taken.  The page, and pyqtgraph with it, is loaded only now that somebody looks at it.
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
        if self.page is not None:
            self.page.show_view(name)

    def showEvent(self, event: QShowEvent) -> None:
        if self.page is None:
            self._make_page()
        super().showEvent(event)

    def _make_page(self) -> None:
        from glossator.ui.plots.page import SummaryPage

        self.page = SummaryPage(
            self._bench, self._selection, self._signals, self.theme, self, settings=self._settings
        )
        self.page.goto_requested.connect(self.goto_requested)
        self.page.card_requested.connect(self.card_requested)
        self.page.date_wanted.connect(self.date_wanted)
        self.page.place_wanted.connect(self.place_wanted)
        self.page.grades_wanted.connect(self.grades_wanted)
        self.page.merge_wanted.connect(self.merge_wanted)
        self.page.said.connect(self.said)
        self._column.addWidget(self.page)
        self.setFocusProxy(self.page)
        self.page.show()  # children that come while their parent is shown wait otherwise
