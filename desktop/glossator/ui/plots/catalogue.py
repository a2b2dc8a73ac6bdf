"""The views there are, each a row: who looks after it, and how it stands on the board at first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from glossator.surveys import SURVEYS, Survey
from glossator.ui.plots.arrangement import Placed
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


@dataclass(frozen=True)
class Row:
    """A view: the name of its survey, what makes the one who looks after it, and whether it is wide at first."""

    name: str
    make: Make
    is_wide: bool = False


def _links(survey: Survey, theme: Theme, parent: QWidget) -> Plot:
    from glossator.ui.plots.links.plot import LinksPlot

    return LinksPlot(survey, theme, parent)


VIEWS: tuple[Row, ...] = (
    Row("labels", LabelsPlot),
    Row("entities", EntitiesPlot),
    Row("together", TogetherPlot, is_wide=True),
    Row("contexts", ContextsPlot, is_wide=True),
    Row("pairs", PairsPlot, is_wide=True),
    Row("links", _links, is_wide=True),
    Row("timeline", _timeline, is_wide=True),
    Row("places", _places, is_wide=True),
    Row("coverage", CoveragePlot),
    Row("pace", PacePlot),
    Row("grades", GradesPlot),
    Row("sources", ClaimsPlot),
)
"""In the order in which they stand on the board at first."""

USUAL: tuple[Placed, ...] = tuple(Placed(each.name, is_wide=each.is_wide) for each in VIEWS)
"""The board as it is at first."""


def plots(theme: Theme, parent: QWidget) -> dict[str, Plot]:
    """Everyone who looks after a view, by name; nothing is asked and no chart is made yet."""
    return {each.name: each.make(SURVEYS[each.name], theme, parent) for each in VIEWS}
