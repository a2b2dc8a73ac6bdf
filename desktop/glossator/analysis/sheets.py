"""The numbers of a view as a sheet: headings and rows, and how many things are shown and how many the filter hides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from glossator.analysis.tables import table

Cell = str | int | float


NAMELESS = "(without a name)"
"""How an identity is called whose name says nothing."""


def called(name: str) -> str:
    """How an identity is called in a list: by its name, where that has a letter."""
    return name if name.strip() else NAMELESS


class Sheet(NamedTuple):
    """The twin of a view.  ``shown`` and ``hidden`` count what ``unit`` says: "mention", or a pair of words where the
    plural is not made with an s.  ``notes`` say what else its reader has to know, as that rows are but the first ones.
    """

    headings: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    shown: int = 0
    hidden: int = 0
    unit: tuple[str, str] = ("mention", "mentions")
    notes: tuple[str, ...] = ()


class Later(Sequence[Any]):
    """So many things that are made when somebody looks at the first of them."""

    def __init__(self, length: int, make: Callable[[], Sequence[Any]]) -> None:
        self._length = length
        self._make = make
        self._held: Sequence[Any] | None = None

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, at: Any) -> Any:
        if self._held is None:
            self._held = self._make()
        return self._held[at]


def told(sheet: Sheet) -> str:
    """How much is shown and how much is hidden, as every view says it."""
    unit = sheet.unit[0] if sheet.shown == 1 else sheet.unit[1]
    return f"{sheet.shown:,} {unit} shown, {sheet.hidden:,} hidden by the filter"


def as_plain(sheet: Sheet) -> dict[str, Any]:
    """The sheet as JSON can hold it: a row is an object under its headings."""
    notes = {"notes": list(sheet.notes)} if sheet.notes else {}
    return {
        "shown": sheet.shown,
        "hidden": sheet.hidden,
        "unit": sheet.unit[1],
        **notes,
        "rows": [dict(zip(sheet.headings, row, strict=True)) for row in sheet.rows],
    }


def as_text(sheet: Sheet) -> str:
    """The sheet as lines for a terminal."""
    said = "  ·  ".join((told(sheet), *sheet.notes))
    return f"{table(sheet.headings, sheet.rows)}\n\n{said}" if sheet.rows else said
