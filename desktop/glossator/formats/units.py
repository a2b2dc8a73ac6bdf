"""Units in which files count the characters of a text, and the way from them to our offsets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from glossator.core.documents import settle

Base = Literal["code point", "UTF-16", "byte"]
BASES: tuple[Base, ...] = ("code point", "UTF-16", "byte")
_PLURAL = {"code point": "code points", "UTF-16": "UTF-16 units", "byte": "UTF-8 bytes"}
_MARK = "\ufeff"


class Unit(NamedTuple):
    """What one offset counts.  ``crlf``: a line end is two; ``first`` is the offset of the first character;
    ``inclusive``: an end is the offset of the last character and not the one behind it.
    """

    base: Base = "code point"
    crlf: bool = False
    first: int = 0
    inclusive: bool = False

    @property
    def words(self) -> str:
        """The unit as it is told to people."""
        said = _PLURAL[self.base]
        said += ", with two for each line end" if self.crlf else ""
        said += f", counted from {self.first}" if self.first else ""
        return said + (", ends inclusive" if self.inclusive else "")


def counting(raw: str, base: Base = "code point") -> Unit:
    """The unit of offsets into ``raw`` itself, as a file has it: there each line end counts as it is written."""
    return Unit(base, crlf="\r\n" in raw)


CODE_POINT = Unit()
UTF_16 = Unit("UTF-16")
BYTE = Unit("byte")


class Text:
    """A text as a file has it, beside the settled one that we keep, with the way from the file's offsets to ours.

    :class:`GlossatorError` for a text that has half of a character.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.settled = settle(raw)
        self._rulers: dict[tuple[Base, bool], Sequence[int]] = {}

    @property
    def has_mark(self) -> bool:
        """A byte order mark stands before it, which may have been counted."""
        return self.raw.startswith(_MARK)

    @cached_property
    def has_wide(self) -> bool:
        """Some characters take two UTF-16 units."""
        return not self.settled.isascii() and max(self.settled) > "\uffff"

    def units(self) -> Iterator[Unit]:
        """The units that differ on this text, the likely ones first."""
        bases: list[Base] = ["code point"]
        bases += ["UTF-16"] if self.has_wide else []
        bases += ["byte"] if not self.settled.isascii() else []
        ends = (False, True) if "\n" in self.settled else (False,)
        for inclusive in (False, True):
            for first in (0, 1, *((3,) if self.has_mark else ()), -1):
                for crlf in ends:
                    for base in bases:
                        yield Unit(base, crlf, first, inclusive)

    def span(self, start: int, end: int, unit: Unit) -> tuple[int, int] | None:
        """Our offsets for those of the file, ``None`` where they lie outside or within a character."""
        start, end = start - unit.first, end - unit.first + unit.inclusive
        if unit.base == "code point" and not unit.crlf:
            return (start, end) if 0 <= start <= end <= len(self.settled) else None
        if not 0 <= start <= end:
            return None
        ruler = self.ruler(unit)
        if end > ruler[-1]:
            return None
        low, high = _place(ruler, start), _place(ruler, end)
        return None if low is None or high is None else (low, high)

    def place(self, offset: int, unit: Unit) -> int:
        """About where in our text an offset of the file lies, also where that is no character."""
        wanted = offset - unit.first
        if unit.base == "code point" and not unit.crlf:
            return max(0, min(wanted, len(self.settled)))
        return min(bisect_left(self.ruler(unit), wanted), len(self.settled))

    def ruler(self, unit: Unit) -> Sequence[int]:
        """For each of our offsets, that of the end included, what it is in ``unit``, counted from 0."""
        key = (unit.base, unit.crlf)
        if key not in self._rulers:
            self._rulers[key] = _ruler(self.settled, unit.base, self._wide_ends() if unit.crlf else None)
        return self._rulers[key]

    def _wide_ends(self) -> Sequence[int] | None:
        """Offsets of the line ends that are two characters in the file; all of them where it has none such."""
        if "\r\n" not in self.raw:
            return [at for at, letter in enumerate(self.settled) if letter == "\n"]
        found, shift, at = [], int(self.has_mark), self.raw.find("\r\n")
        while at >= 0:
            found.append(at - shift)
            shift += 1
            at = self.raw.find("\r\n", at + 2)
        return found


def _place(ruler: Sequence[int], offset: int) -> int | None:
    at = bisect_left(ruler, offset)
    return at if ruler[at] == offset else None


def _ruler(text: str, base: Base, wide_ends: Sequence[int] | None) -> Sequence[int]:
    import numpy as np  # late: most files count code points and need no ruler

    letters = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    widths = np.ones(len(letters) + 1, np.int64)
    if base == "UTF-16":
        widths[1:] += letters > 0xFFFF
    elif base == "byte":
        widths[1:] += (letters > 0x7F).astype(np.int64) + (letters > 0x7FF) + (letters > 0xFFFF)
    if wide_ends is not None:
        widths[np.asarray(wide_ends, np.int64) + 1] += 1
    widths[0] = 0
    ruler: list[int] = np.cumsum(widths).tolist()
    return ruler
