"""Names in the order in which people count, digits as numbers: made of the order by letters, which an index has."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

Row = tuple[int, str]
"""The id of something, and its name."""

# Digits as they are written in UTF-8: ASCII, Arabic, Persian, Devanagari and full width.
_DIGITS = re.compile(
    rb"[0-9]+|(?:\xd9[\xa0-\xa9])+|(?:\xdb[\xb0-\xb9])+|(?:\xe0\xa5[\xa6-\xaf])+|(?:\xef\xbc[\x90-\x99])+"
)
_NULLS = {0xD9: b"\xd9\xa0", 0xDB: b"\xdb\xb0", 0xE0: b"\xe0\xa5\xa6", 0xEF: b"\xef\xbc\x90"}
_MOST = 0xFFFF  # digits of a number that are counted
_MANY = 2_000
_Held = tuple[bytes, int]


def order(name: str) -> tuple[bytes, bytes]:
    """What names are ordered by: letters by their code, capitals of ASCII as small ones, and in each place where digits
    stand the number that they are; where all that is the same, by how the digits are written.
    """
    folded = _folded(name)
    return _key(folded), folded


class Run(NamedTuple):
    """Names that are alike up to their first digits, too many to be put in order here: what they begin with, the
    least that may follow in any of them, and what stands behind all of them.
    """

    begins: str
    first: str
    behind: str


def batches(rows: Iterable[Row]) -> Iterator[list[int] | Run]:
    """The ids of ``rows`` as people count, some at a time.

    The rows come as SQLite's NOCASE orders them.  Names that are alike up to their first digits stand together in both
    orders, so that only these have to be waited for and put in order among themselves; of many it is told which they
    are, and that is the end.
    """
    held: list[_Held] = []
    begins = b""
    for number, name in rows:
        folded = _folded(name)
        found = _DIGITS.search(folded)
        here = folded[: found.start()] + _null(found) if found is not None else b""
        if held and here != begins:
            yield _settled(held)
            held = []
        begins = here
        if found is None:
            yield [number]
            continue
        held.append((folded, number))
        if len(held) == _MANY and begins.endswith(b"0"):
            yield _run(begins)
            return
    if held:
        yield _settled(held)


def counted(rows: Iterable[tuple[int, str, int]]) -> Iterator[list[int]]:
    """The ids of a :class:`Run`, whose rows come by the number that stands behind what they begin with."""
    for _, alike in groupby(rows, key=itemgetter(2)):
        yield _settled([(_folded(name), number) for number, name, _ in alike])


class Listed:
    """The ids of a list from its beginning, as far as they were asked for."""

    def __init__(self, token: object) -> None:
        self.token = token
        self.ids = array("q")
        self.is_all = False

    def reaches(self, end: int) -> bool:
        """Whether the ids before the place ``end`` are known; -1: all of them."""
        return self.is_all or 0 <= end <= len(self.ids)

    def fill(self, batches: Iterable[list[int]], end: int) -> None:
        """Take the list from its beginning up to the place ``end`` at least, and as far again as was known before."""
        wanted = -1 if end < 0 else max(end, 2 * len(self.ids))
        self.ids = array("q")
        for batch in batches:
            self.ids.extend(batch)
            if 0 <= wanted <= len(self.ids):
                return
        self.is_all = True


def _run(begins: bytes) -> Run:
    text = begins[:-1].decode("utf-8", "surrogatepass")
    return Run(text, text + "0", text + ":")


def _settled(held: list[_Held]) -> list[int]:
    if len(held) == 1:
        return [held[0][1]]
    return [number for _, _, number in sorted((_key(folded), folded, number) for folded, number in held)]


def _folded(name: str) -> bytes:
    return name.encode("utf-8", "surrogatepass").lower()


def _null(found: re.Match[bytes]) -> bytes:
    return _NULLS.get(found.group()[0], b"0")  # else of ASCII, any digit of which begins it


def _key(folded: bytes) -> bytes:
    return _DIGITS.sub(_counted, folded)


def _counted(found: re.Match[bytes]) -> bytes:
    """A number that sorts by its size, where its digits stood: the digit nought, how many digits, and these."""
    digits, null = found.group(), _null(found)
    width = len(null)
    while digits.startswith(null) and len(digits) > width:
        digits = digits[width:]
    many = min(len(digits) // width, _MOST)
    return null + many.to_bytes(2, "big") + digits
