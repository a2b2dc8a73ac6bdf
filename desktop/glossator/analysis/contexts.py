"""Mentions in their contexts, in the order of the text or of what stands to their left or right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple, get_args

from glossator.analysis.concordance import Line
from glossator.analysis.sheets import Sheet
from glossator.core.folding import fold
from glossator.core.scheme import Scheme

Order = Literal["text", "left", "hit", "right", "date", "source"]
ORDERS: tuple[Order, ...] = get_args(Order)
MOST = 10_000
"""Lines that are put in another order than that of the texts."""


class Contexts(NamedTuple):
    """Lines in an ``order``: all, or in the order of the texts the first ones, as the others are fetched when they come
    into sight.  ``shown`` counts the mentions that the lens takes of what is asked for, ``total`` all in its scope.
    """

    lines: tuple[Line, ...]
    order: Order
    shown: int
    total: int
    names: dict[int, str]


def sort_key(order: Order, facts: Callable[[int], tuple[str, str]]) -> Callable[[Line], tuple[object, ...]]:
    """By what a line is put in its place; ``facts`` gives the date and the source of a document.

    The left context counts from the hit to the left, word by word, as it is read in a concordance.
    """
    standing = _standing(order, facts)
    return lambda line: (*standing(line), line.document, line.span.start)


def _standing(order: Order, facts: Callable[[int], tuple[str, str]]) -> Callable[[Line], tuple[object, ...]]:
    def key(line: Line) -> tuple[object, ...]:
        match order:
            case "left":
                return ((*(fold(word) for word in reversed(line.left.split())),),)
            case "right":
                return ((*(fold(word) for word in line.right.split()),),)
            case "hit":
                return (fold(line.hit),)
            case "date":
                date = facts(line.document)[0]
                return not date, date
            case "source":
                return (fold(facts(line.document)[1]),)
        return ()

    return key


def in_order(
    lines: Iterable[Line], order: Order, facts: Callable[[int], tuple[str, str]]
) -> tuple[Line, ...]:
    """The lines, which come in the order of the texts, in theirs; what is alike in that stays as it came."""
    return tuple(lines) if order == "text" else tuple(sorted(lines, key=_standing(order, facts)))


def sheet(found: Contexts, _scheme: Scheme) -> Sheet:
    """A row for each line."""
    count = len(found.lines)
    return Sheet(
        ("Document", "Start", "Left", "Hit", "Right"),
        tuple(
            (
                found.names.get(line.document, ""),
                line.span.start,
                line.left.strip(),
                line.hit,
                line.right.strip(),
            )
            for line in found.lines
        ),
        found.shown,
        found.total - found.shown,
        notes=(f"the first {count:,} of {found.shown:,} lines",) if count < found.shown else (),
    )
