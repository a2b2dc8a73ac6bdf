"""Brushing and linking: what is brushed in a view or selected on the page lights up in all, and may become a filter."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from glossator.analysis.facets import NONE, Facets, joined
from glossator.core.errors import GlossatorError
from glossator.core.lens import Lens
from glossator.ui import messages
from glossator.ui.plots.brush import Brush
from glossator.ui.plots.chart import nothing
from glossator.ui.plots.evidence import Evidence, selected
from glossator.ui.plots.filterbar import FilterBar
from glossator.ui.plots.narrowing import MOST_SELECTED, of_selected
from glossator.ui.plots.plot import About, Plot
from glossator.ui.selection import Selection

Ground = tuple[About, Evidence]
"""What the views are about, and the records behind their marks."""


class Linking(QObject):
    """Lights up what belongs together; ``ground`` is asked for what is open now, ``None`` for nothing.  ``several``
    carries who looks after a view, the keys of those of its marks that were brushed, more than one, and what the views
    are about.
    """

    several = Signal(object, object, object)

    def __init__(
        self,
        plots: Mapping[str, Plot],
        bar: FilterBar,
        selection: Selection,
        ground: Callable[[], Ground | None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._plots = plots
        self._bar = bar
        self._selection = selection
        self._ground = ground
        self._window = window
        self.brush = Brush(self)
        self.brush.changed.connect(self._on_brushed)
        bar.cleared.connect(self.brush.clear)
        bar.narrowed.connect(self._on_narrowed)

    def light_up(self) -> None:
        """Light up, in every view, the marks of what is brushed; where nothing is, of what is selected on the page."""
        ground, found = self._ground(), self.brush.facets
        if self.brush.is_empty:
            found = selected(ground[0].bench.current if ground else None, self._selection.records)
        if found.is_empty and self.brush.is_empty:
            for plot in self._plots.values():
                plot.brushed = ()
                plot.card.point_out(nothing)
            return
        for name, plot in self._plots.items():
            _light(plot, self.brush.keys if self.brush.view == name else (), found)

    def _on_brushed(self) -> None:
        found, ground = NONE, self._ground()
        if ground is not None and not self.brush.is_empty:
            (about, evidence), plot = ground, self._plots[self.brush.view]
            try:
                asked = plot.asked(self.brush.keys, about)
                found = joined(evidence.facets(picks, lens) for lens, picks in asked)
            except GlossatorError as error:
                messages.show_error(self._window, error)
            else:
                if len(self.brush.keys) > 1:
                    self.several.emit(plot, self.brush.keys, about)
        self.brush.facets = found
        self._bar.show_brushed(self.brush.in_words())
        self._selection.concern(found.documents if not found.is_empty else None)
        self.light_up()

    def _on_narrowed(self) -> None:
        """Show only what is brushed."""
        ground = self._ground()
        if ground is None or self.brush.is_empty:
            return
        (about, evidence), plot = ground, self._plots[self.brush.view]
        try:
            self._bar.set_lens(_narrowed(plot, self.brush, about, evidence, self._bar.lens))
        except GlossatorError as error:
            messages.show_error(self._window, error)


def _narrowed(plot: Plot, brush: Brush, about: About, evidence: Evidence, lens: Lens) -> Lens:
    """A filter that shows only what is brushed in a view: one that says the same where there is one, else one record
    after the other.
    """
    found = plot.narrowed(brush.keys, lens)
    if found is not None:
        return found
    asked = plot.asked(brush.keys, about)
    records = joined(evidence.facets(picks, each, MOST_SELECTED) for each, picks in asked)
    return of_selected(records, brush.view, lens)


def _light(plot: Plot, own: tuple[Hashable, ...], found: Facets) -> None:
    """Light up the marks of a view that are brushed in it, else those that hold some of what was ``found``."""
    plot.brushed = own
    plot.card.point_out(plot.lit(own, found))
