"""A text cut into rows: its paragraphs, long ones divided where nobody sees it."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right

from glossator.core.spans import Span

ROW_LIMIT = 3072
"""The most code points in a row, and twice as many as in a row that is part of a longer paragraph: the cost of a row's
layout must not grow with its paragraph.
"""

_BLANK_SHARE = 12
_SHORT_LINE = 100
"""A text is hard-wrapped where one of so many lines is blank, and the others are on average shorter than that."""

_LETTER = re.compile(r"[^\W\d_]|[\u200e\u200f\u061c]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u061c\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_UNSHOWABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SHOWN = {
    **{code: 0x2400 + code for code in range(0x20) if code != 9},
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), 0xFFFD),
    0x2028: 0x2028,
    0x2029: 0x2028,
}
_ZERO_WIDTH_JOINER = "\u200d"


def shown(text: str) -> str:
    """``text`` as it is drawn: control characters as their pictures, with as many UTF-16 units as before."""
    return text.translate(_SHOWN) if _UNSHOWABLE.search(text) else text


def has_right_to_left(text: str) -> bool:
    """Whether any character could make the order on the screen differ from that of the text."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def has_combining(text: str) -> bool:
    """Whether any character is drawn over or under the one before it."""
    return not text.isascii() and any(map(unicodedata.combining, text))


def is_right_to_left(text: str, start: int, end: int) -> bool:
    """The base direction of a paragraph, given by its first strong character (Unicode Bidirectional Algorithm, P2)."""
    for found in _LETTER.finditer(text, start, end):
        match unicodedata.bidirectional(found[0]):
            case "R" | "AL":
                return True
            case "L":
                return False
    return False


class Rows:
    """The rows of one text, each a span in code points without its line break."""

    def __init__(self, text: str, *, limit: int = ROW_LIMIT) -> None:
        self.text = text
        self.starts = array("q")
        self._blank = 0
        self._heads: dict[int, int] = {}  # row that continues a paragraph → first row of that paragraph
        start = 0
        while True:
            end = text.find("\n", start)
            stop = len(text) if end < 0 else end
            self._append_paragraph(start, stop, limit)
            if end < 0:
                break
            self._blank += start == end
            start = end + 1

    def _append_paragraph(self, start: int, stop: int, limit: int) -> None:
        head = len(self.starts)
        self.starts.append(start)
        if stop - start <= limit:
            return
        # what is divided anyway is cut small: a page then costs little more than what it shows
        piece = limit // 2
        while stop - start > piece:
            start = _cut(self.text, start, piece)
            self._heads[len(self.starts)] = head
            self.starts.append(start)

    @property
    def is_hard_wrapped(self) -> bool:
        """Line breaks are those of short lines, and blank lines part the paragraphs, as in old plain texts."""
        lines = len(self.starts) - len(self._heads)
        return 0 < self._blank < lines <= self._blank * _BLANK_SHARE and (
            len(self.text) < _SHORT_LINE * (lines - self._blank)
        )

    def is_blank(self, row: int) -> bool:
        """There is nothing in the row, and another one follows."""
        return (
            row + 1 < len(self.starts)
            and self.starts[row + 1] - self.starts[row] == 1
            and (row + 1 not in self._heads)
        )

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, row: int) -> Span:
        """The stretch of the text in ``row``."""
        if row + 1 == len(self.starts):
            return Span(self.starts[row], len(self.text))
        following = self.starts[row + 1]
        return Span(self.starts[row], following if row + 1 in self._heads else following - 1)

    def row_at(self, offset: int) -> int:
        """The row that holds the character at ``offset``, or the line break behind it."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def begins_paragraph(self, row: int) -> bool:
        """The row is the first of its paragraph."""
        return row not in self._heads

    def ends_paragraph(self, row: int) -> bool:
        """The row is the last of its paragraph."""
        return row + 1 not in self._heads

    def is_right_to_left(self, row: int) -> bool:
        """The base direction of the row, which is that of its whole paragraph."""
        start = self.starts[self._heads.get(row, row)]
        end = self.text.find("\n", start)
        return is_right_to_left(self.text, start, len(self.text) if end < 0 else end)

    def covering(self, span: Span) -> range:
        """The rows that ``span`` touches; an empty span touches the row of its offset."""
        first = self.row_at(span.start)
        return range(first, self.row_at(max(span.start, span.end - 1)) + 1)


def _cut(text: str, start: int, limit: int) -> int:
    """Where to divide a paragraph: behind the last white space, or else before a character a reader would see."""
    stop = start + limit
    for space in (" ", "\t", "\u3000"):
        found = text.rfind(space, start + limit // 2, stop)
        if found >= 0:
            return found + 1
    while stop > start + limit // 2 and _is_joined(text, stop):
        stop -= 1
    return stop


def _is_joined(text: str, offset: int) -> bool:
    """The character at ``offset`` belongs to the one before it."""
    here, before = text[offset], text[offset - 1]
    return (
        unicodedata.category(here).startswith("M")
        or _ZERO_WIDTH_JOINER in {here, before}
        or "\U0001f3fb" <= here <= "\U0001f3ff"
        or "\U0001f1e6" <= here <= "\U0001f1ff"
    )
