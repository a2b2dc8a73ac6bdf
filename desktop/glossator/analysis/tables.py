"""Tables of text, for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

WIDEST = 72
"""Characters of the longest cell; what is longer is clipped."""


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table for a terminal: numbers to the right, words to the left, wide letters counted as two columns."""
    listed = [tuple(row) for row in rows]
    cells = [list(heads), *([_fitted(str(each)) for each in row] for row in listed)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    is_number = [
        bool(listed) and all(isinstance(each, int) for each in column) for column in zip(*listed, strict=True)
    ]
    aligned = is_number or [False] * len(heads)
    return "\n".join("  ".join(_placed(row, widths, aligned)).rstrip() for row in cells)


def _placed(row: Sequence[str], widths: Sequence[int], is_number: Sequence[bool]) -> Iterator[str]:
    for cell, width, right in zip(row, widths, is_number, strict=True):
        space = " " * (width - _width(cell))
        yield space + cell if right else cell + space


def _fitted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDEST else line[: WIDEST - 1] + "…"


def _width(text: str) -> int:
    return sum(_columns(letter) for letter in text)


def _columns(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
