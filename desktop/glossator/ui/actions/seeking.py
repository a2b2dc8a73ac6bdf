"""Finding in the whole project: the panel below the page, which is made when it is first wanted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from glossator import searches
from glossator.core import identical
from glossator.core.changes import Change
from glossator.core.errors import Refused
from glossator.core.spans import Span
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.panes import Panes

if TYPE_CHECKING:
    from glossator.analysis.concordance import Line
    from glossator.ui.panels.search import SearchPanel

_HEIGHT = 260  # points, when it is first shown
_LONGEST = 100  # characters of a selection that somebody may want to find elsewhere


class Seeking(QObject):
    """Shows the panel, hands it the project, and passes on where it leads: ``goto_requested`` carries a document's id
    and a :class:`~glossator.core.spans.Span`.
    """

    goto_requested = Signal(object, object)

    def __init__(self, desk: Desk, window: QMainWindow, panes: Panes) -> None:
        super().__init__(desk)
        self._desk = desk
        self._window = window
        self._panes = panes
        self._panel: SearchPanel | None = None
        desk.signals.project_opened.connect(self._on_project)
        desk.signals.project_closed.connect(self._on_project)

    @cached_property
    def dock(self) -> QDockWidget:
        """The place of the panel in the window."""
        made = QDockWidget("Find in the project", self._window)
        made.setObjectName("Search")
        made.setTitleBarWidget(QWidget(made))  # the field says what it is
        made.setWidget(self.panel)
        if not self._window.restoreDockWidget(made):
            self._window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, made)
            self._window.resizeDocks([made], [_HEIGHT], Qt.Orientation.Vertical)
        return made

    @property
    def panel(self) -> SearchPanel:
        """The panel."""
        if self._panel is None:
            from glossator.ui.panels.search import SearchPanel

            desk = self._desk
            self._panel = SearchPanel(desk.bench, desk.selection, desk.signals, desk.theme)
            self._panel.goto_requested.connect(self.goto_requested)
            self._panel.tag_requested.connect(self._on_tag)
            self._panel.closed.connect(self._on_closed)
            desk.theme_changed.connect(self._panel.set_theme)
            self._panes.add(self._panel)
        return self._panel

    def open(self) -> None:
        """Show the panel with what is selected on the page; the keyboard is in its field."""
        self.dock.show()
        self.panel.open_with(self._selected())

    def _selected(self) -> str:
        annotations, spans = self._desk.annotations, self._desk.spans
        if annotations is None or not self._desk.page.hasFocus() or len(spans) != 1:
            return ""
        span: Span = spans[0]
        return span.slice(annotations.text) if span.length <= _LONGEST else ""

    def _on_tag(self, label_id: str, lines: Sequence[Line]) -> None:
        """Tag the hits as one step, but for those that have the label already."""
        desk = self._desk

        def make() -> Change:
            bench = desk.need_bench()
            label = bench.scheme.label(label_id)
            assert label is not None, "the panel offers the labels of the scheme"
            places = searches.untagged(bench, lines, label)
            if not places:
                raise Refused(
                    f"There is nothing among these hits that could still be tagged as {label.name}."
                )
            return identical.tag_all(places, label, by=bench.hand)

        desk.perform(make)

    def _on_closed(self) -> None:
        self.dock.hide()
        self._panes.go_home()

    def _on_project(self) -> None:
        if self._panel is not None:
            self._panel.set_bench(self._desk.bench)
