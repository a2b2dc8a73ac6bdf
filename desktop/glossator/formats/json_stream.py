"""JSON a record at a time: a value per line, values over several lines, or one array of any length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import orjson

from glossator.core.errors import GlossatorError
from glossator.formats import limits

_PIECE = 1 << 18  # bytes read at once
# Strings as a whole, so that brackets in them are passed over; each branch gives nothing back, so the time is linear.
_PLAIN = rb'[^{}\[\]"]++|"(?:[^"\\]++|\\.)*+"'
_SHALLOW = rb"\{(?:%b)*+\}|\[(?:%b)*+\]" % (_PLAIN, _PLAIN)
_INNER = rb"%b|\{(?:%b|%b)*+\}|\[(?:%b|%b)*+\]" % (_SHALLOW, _PLAIN, _SHALLOW, _PLAIN, _SHALLOW)
_NEXT = re.compile(rb"(?:%b)*+([{}\[\]])" % _PLAIN, re.DOTALL)
_WITHIN = re.compile(
    rb"(?:%b|%b)*+([{}\[\]])" % (_PLAIN, _INNER), re.DOTALL
)  # passes over small values as a whole
_BETWEEN = b" \t\r\n,"
_MARK = b"\xef\xbb\xbf"


class Record(NamedTuple):
    """A value with the line on which it begins; ``fault`` says why there is none.  ``end`` counts the bytes up to its
    end, ``size`` those of the file.
    """

    line: int
    value: Any
    fault: str = ""
    end: int = 0
    size: int = 0


def records(path: Path) -> Iterator[Record]:
    """The values in the file at ``path``: its lines, where the first is one by itself; else the values that follow one
    another, or stand in one array.  A broken one is told and passed over where the next can be found.
    """
    with limits.opened(path) as (file, size):
        if _is_lines(file):
            yield from _lines(file, size)
        else:
            yield from _values(file, size)


def parsed(content: bytes) -> tuple[Any, str]:
    """A JSON value, and what is wrong with it (empty where nothing is)."""
    try:
        return orjson.loads(content), ""
    except orjson.JSONDecodeError as error:
        return None, f"this is not JSON ({error.msg})."


def _is_lines(file: BinaryIO) -> bool:
    """Whether the first line that is not blank is a value by itself, or a broken one that the next does not go on."""
    for line in limits.lines(file):
        if line.content is None or not line.content.strip():
            continue
        first = line.content.lstrip()[:1]
        is_whole = not parsed(line.content)[1]
        following = next((each.content for each in limits.lines(file) if each.content), b"")
        file.seek(0)
        if first != b"{":
            return False
        after = (following or b"").strip()
        return after != b"{" if is_whole else len(line.content.strip()) > 1 and after[:1] == b"{" != after
    file.seek(0)
    return False


def _lines(file: BinaryIO, size: int) -> Iterator[Record]:
    behind = 0
    for line in limits.lines(file):
        if (
            line.content is not None and line.content.strip() == b"{"
        ):  # from here on values go over several lines
            file.seek(behind)
            yield from _values(file, size, line.number, behind)
            return
        behind = line.end
        if line.content is None:
            yield Record(line.number, None, "it is too long to be read.", line.end, size)
        elif line.content.strip():
            value, fault = parsed(line.content)
            yield Record(line.number, value, fault, line.end, size)


def _values(file: BinaryIO, size: int, line: int = 1, behind: int = 0) -> Iterator[Record]:
    """Values cut out by their brackets, those in an outermost array one by one."""
    cutter = _Cutter(line, behind)
    while piece := file.read(
        max(_PIECE, cutter.waiting)
    ):  # a long value is looked through a few times, not often
        for begin, content, end in cutter.take(piece):
            value, fault = parsed(content)
            yield Record(begin, value, fault, end, size)
    if cutter.is_open:
        yield Record(cutter.line, None, "the file ends in the middle of a value.", size, size)


class _Cutter:
    """Cuts a stream of bytes where a value of the outermost level ends."""

    def __init__(self, line: int, behind: int) -> None:
        self._buffer = b""
        self._at = 0  # how far it was looked through
        self._depth = 0
        self._floor: int | None = None  # 1 inside an outermost array
        self._begin = 0
        self._counted = 0  # how far its lines were counted
        self._cut = behind  # bytes of the file ahead of the buffer
        self.line = line

    @property
    def waiting(self) -> int:
        """Bytes that no value was cut from yet."""
        return len(self._buffer)

    @property
    def is_open(self) -> bool:
        """Something was begun and not ended."""
        return self._depth > 0 or bool(self._buffer[self._at :].strip(_BETWEEN))

    def take(self, piece: bytes) -> Iterator[tuple[int, bytes, int]]:
        """The values that are whole with ``piece``: line, bytes, and where they end in the file."""
        self._drop()
        self._buffer += piece
        if len(self._buffer) > limits.LONGEST_LINE:
            raise GlossatorError("A single value in this file is too large to be read.")
        while found := self._next().match(self._buffer, self._at):
            before, self._at = self._at, found.end()
            if self._depth == (self._floor or 0):
                between = self._buffer[before : self._at - 1].strip(_BETWEEN)
                if between and not (self._floor is None and between == _MARK):
                    self._count(before)
                    yield self.line, between, self._cut + self._at
            if self._is_end(found[1] in b"{["):
                self._count(self._begin)
                yield self.line, self._buffer[self._begin : self._at], self._cut + self._at
                self._begin = self._at

    def _next(self) -> re.Pattern[bytes]:
        """What finds the next bracket: inside a value those of small values within it do not matter."""
        return _NEXT if self._floor is None or self._depth <= self._floor else _WITHIN

    def _is_end(self, is_open: bool) -> bool:  # noqa: FBT001 - of a bracket
        """Whether a value of the outermost level ends with this bracket."""
        if self._floor is None:
            self._floor = int(self._buffer[self._at - 1 : self._at] == b"[")
            if self._floor:
                self._depth = 1
                self._begin = self._at
                return False
        if is_open and self._depth == self._floor:
            self._begin = self._at - 1
        self._depth += 1 if is_open else -1
        if self._depth < 0:
            self._count(self._at)
            raise GlossatorError(f"Line {self.line}: a bracket is closed that was not opened.")
        return not is_open and self._depth == self._floor

    def _count(self, upto: int) -> None:
        self.line += self._buffer.count(b"\n", self._counted, upto)
        self._counted = upto

    def _drop(self) -> None:
        upto = self._begin if self._depth > (self._floor or 0) else self._at
        self._count(max(upto, self._counted))
        self._cut += upto
        self._buffer = self._buffer[upto:]
        self._at -= upto
        self._counted -= upto
        self._begin = 0
