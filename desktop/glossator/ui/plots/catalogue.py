"""The views there are, each a row: its name, and who looks after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from glossator.surveys import SURVEYS, Survey
from glossator.ui.plots.claims import ClaimsPlot
from glossator.ui.plots.concordance import ContextsPlot
from glossator.ui.plots.cooccurrence import TogetherPlot
from glossator.ui.plots.counted import PairsPlot
from glossator.ui.plots.coverage.plot import CoveragePlot
from glossator.ui.plots.entities import EntitiesPlot
from glossator.ui.plots.grades import GradesPlot
from glossator.ui.plots.labels import LabelsPlot
from glossator.ui.plots.pace import PacePlot
from glossator.ui.plots.plot import Plot
from glossator.ui.theme import Theme

Make = Callable[[Survey, Theme, QWidget], Plot]


def _timeline(survey: Survey, theme: Theme, parent: QWidget) -> Plot:
    from glossator.ui.plots.timeline.plot import TimelinePlot

    return TimelinePlot(survey, theme, parent)


def _places(survey: Survey, theme: Theme, parent: QWidget) -> Plot:
    from glossator.ui.plots.placemap.plot import PlaceMapPlot

    return PlaceMapPlot(survey, theme, parent)


class Row(NamedTuple):
    """A view: the name of its survey, and what makes the one who looks after it."""

    name: str
    make: Make


def _links(survey: Survey, theme: Theme, parent: QWidget) -> Plot:
    from glossator.ui.plots.links.plot import LinksPlot

    return LinksPlot(survey, theme, parent)


VIEWS: tuple[Row, ...] = (
    Row("labels", LabelsPlot),
    Row("entities", EntitiesPlot),
    Row("together", TogetherPlot),
    Row("contexts", ContextsPlot),
    Row("pairs", PairsPlot),
    Row("links", _links),
    Row("timeline", _timeline),
    Row("places", _places),
    Row("coverage", CoveragePlot),
    Row("pace", PacePlot),
    Row("grades", GradesPlot),
    Row("sources", ClaimsPlot),
)
"""In the order in which they stand on the board at first."""


def plots(theme: Theme, parent: QWidget) -> dict[str, Plot]:
    """Everyone who looks after a view, by name; nothing is asked and no chart is made yet."""
    return {each.name: each.make(SURVEYS[each.name], theme, parent) for each in VIEWS}
