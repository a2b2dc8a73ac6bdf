"""Which views stand on the board, in which order, and how wide: plain values that a setting can hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

TWO_COLUMNS = 960
"""Pixels of width from which on narrow views stand side by side."""
AROUND = (24, 8, 24, 24)
"""Pixels left, above, right and below of all cards."""
BETWEEN = 16
"""Pixels between two cards."""


@dataclass(frozen=True)
class Placed:
    """A view on the board: ``is_wide`` takes the whole width, one that is not shown keeps its place in the order."""

    name: str
    is_wide: bool = False
    is_shown: bool = True


Arrangement = tuple[Placed, ...]

USUAL: Arrangement = (
    Placed("labels"),
    Placed("entities"),
    Placed("together", is_wide=True),
    Placed("contexts", is_wide=True),
    Placed("pairs", is_wide=True),
    Placed("links", is_wide=True),
    Placed("timeline", is_wide=True),
    Placed("places", is_wide=True),
    Placed("coverage"),
    Placed("pace"),
    Placed("grades"),
    Placed("sources"),
)
"""The board as it is at first."""


def read(kept: Iterable[str], usual: Sequence[Placed]) -> Arrangement:
    """What was kept (``name``, ``+name`` for a wide one, ``-name`` for a hidden one, ``-+name``), as far as there are
    such views; those it does not know yet come behind, as is usual.
    """
    known = {each.name: each for each in usual}
    found: dict[str, Placed] = {}
    for text in kept:
        name = text.lstrip("+-")
        if name in known:
            sign = text[: len(text) - len(name)]
            found.setdefault(name, Placed(name, "+" in sign, "-" not in sign))
    return (*found.values(), *(each for each in usual if each.name not in found))


def written(arrangement: Arrangement) -> tuple[str, ...]:
    """The same as a setting keeps it."""
    return tuple(f"{'' if p.is_shown else '-'}{'+' if p.is_wide else ''}{p.name}" for p in arrangement)


def moved(arrangement: Arrangement, name: str, step: int) -> Arrangement:
    """With a view so many places further on among those that are shown."""
    shown = [each for each in arrangement if each.is_shown]
    hidden = [each for each in arrangement if not each.is_shown]
    at = next((place for place, each in enumerate(shown) if each.name == name), None)
    if at is None:
        return arrangement
    held = shown.pop(at)
    shown.insert(max(0, min(len(shown), at + step)), held)
    return (*shown, *hidden)


def widened(arrangement: Arrangement, name: str) -> Arrangement:
    """With one view wide that was not, or the other way round."""
    return tuple(replace(each, is_wide=each.is_wide ^ (each.name == name)) for each in arrangement)


def turned(arrangement: Arrangement, name: str) -> Arrangement:
    """With one view shown that was not, or the other way round."""
    return tuple(replace(each, is_shown=each.is_shown ^ (each.name == name)) for each in arrangement)


def cells(arrangement: Arrangement, columns: int) -> dict[str, tuple[int, int, int]]:
    """Row, column and how many columns it takes, for each view that is shown; none leaves a hole that the next one
    could fill.
    """
    found: dict[str, tuple[int, int, int]] = {}
    row = column = 0
    shown = [each for each in arrangement if each.is_shown]
    for place, each in enumerate(shown):
        following = shown[place + 1] if place + 1 < len(shown) else None
        is_alone = column == 0 and (following is None or following.is_wide)
        span = columns if each.is_wide or is_alone else 1
        if column and span > columns - column:
            row, column = row + 1, 0
        found[each.name] = (row, column, min(span, columns - column))
        column += span
        if column >= columns:
            row, column = row + 1, 0
    return found
