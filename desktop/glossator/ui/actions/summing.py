"""The views of the Summary page, each shown on the whole page by an action of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from glossator.ui.actions.table import VIEWS
from glossator.ui.plots.board import SummaryBoard


def deeds(show_summary: Callable[[], object], board: SummaryBoard) -> dict[str, Callable[[], object]]:
    """What the actions of the views do: ``show_summary`` brings the page into sight, the view is enlarged on it."""

    def show(name: str) -> None:
        show_summary()
        board.show_view(name)

    return {f"view_{name}": partial(show, name) for name, _, _ in VIEWS}
