"""The place of the Review panel in the window: the panel itself is made when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.ui.theme import Theme
from glossator.workbench import Workbench

if TYPE_CHECKING:
    from glossator.ui.panels.review.panel import ReviewPanel


class ReviewPlace(QWidget):
    """Holds the Review panel, once somebody looks at it; ``made`` carries it then."""

    made = Signal(object)

    def __init__(
        self,
        bench: Workbench | None,
        selection: Selection,
        signals: ProjectSignals,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.panel: ReviewPanel | None = None
        self._bench = bench
        self._selection = selection
        self._signals = signals
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def set_bench(self, bench: Workbench | None) -> None:
        """Show another project, or none."""
        self._bench = bench
        if self.panel is not None:
            self.panel.set_bench(bench)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        if self.panel is not None:
            self.panel.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        # While the window comes up, all tabs are shown for a moment.
        if self.window().windowHandle().isVisible():
            self._make_if_seen()
        super().showEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.panel is None:
            QTimer.singleShot(0, self._make_if_seen)
        super().paintEvent(event)

    def _make_if_seen(self) -> None:
        if self.panel is None and self.isVisible():
            self._make_panel()

    def _make_panel(self) -> None:
        from glossator.ui.panels.review.panel import ReviewPanel

        self.panel = ReviewPanel(self._bench, self._selection, self._signals, self._theme, self)
        self._column.addWidget(self.panel)
        self.setFocusProxy(self.panel)
        self.made.emit(self.panel)
        self.panel.show()  # children that come while their parent is shown wait otherwise
