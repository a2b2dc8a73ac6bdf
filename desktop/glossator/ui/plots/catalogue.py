"""The views there are, each a row: who looks after it, and how it stands on the board at first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from glossator.surveys import SURVEYS, Survey
from glossator.ui.plots.arrangement import Placed
from glossator.ui.plots.counted import EntitiesPlot, LabelsPlot, PairsPlot
from glossator.ui.plots.plot import Plot
from glossator.ui.theme import Theme

Make = Callable[[Survey, Theme, QWidget], Plot]


@dataclass(frozen=True)
class Row:
    """A view: the name of its survey, what makes the one who looks after it, and whether it is wide at first."""

    name: str
    make: Make
    is_wide: bool = False


VIEWS: tuple[Row, ...] = (
    Row("labels", LabelsPlot),
    Row("entities", EntitiesPlot),
    Row("pairs", PairsPlot, is_wide=True),
)
"""In the order in which they stand on the board at first."""

USUAL: tuple[Placed, ...] = tuple(Placed(each.name, is_wide=each.is_wide) for each in VIEWS)
"""The board as it is at first."""


def plots(theme: Theme, parent: QWidget) -> dict[str, Plot]:
    """Everyone who looks after a view, by name; nothing is asked and no chart is made yet."""
    return {each.name: each.make(SURVEYS[each.name], theme, parent) for each in VIEWS}
