"""Files of Parquet with flat columns: written as texts, read with the encodings and packings that programs make."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from glossator.core.errors import GlossatorError
from glossator.formats.snappy import unpacked as unsnapped
from glossator.formats.thrift import Reading, Short, Struct, packed

MARK = b"PAR1"
"""How such a file begins and ends."""
MOST_CELLS = 20_000_000
"""Cells that are read from a file."""
DENSEST = 200
"""Times that a file may be smaller than what is in it, beyond the first few MB."""

_FREE = 50_000_000
_DAMAGES = (
    *(ValueError, LookupError, TypeError, AttributeError, OverflowError, EOFError, OSError),
    *(struct.error, zlib.error),
)
"""What reading of structs that say something else than they should may raise."""
_GROUP = 32_000_000  # bytes of text that are gathered before they are written
_TEXT, _UTF8 = 6, 0
_REPEATED = 2
_PLAIN, _OLD_DICTIONARY, _RLE, _DICTIONARY = 0, 2, 3, 8
_RAW, _SNAPPY, _GZIP = 0, 1, 2
_DATA, _WORDS, _DATA_2 = 0, 2, 3
_PACKINGS = {3: "LZO", 4: "Brotli", 5: "LZ4", 6: "Zstandard", 7: "LZ4"}
_NUMBERS = {1: ("<i", 4), 2: ("<q", 8), 4: ("<f", 4), 5: ("<d", 8)}


class Writing:
    """Writes a table of texts into ``file``, a group of rows at a time; :meth:`close` ends it."""

    def __init__(self, file: BinaryIO, columns: Sequence[str]) -> None:
        self._file = file
        self._columns = columns
        self._cells: dict[str, list[bytes]] = {each: [] for each in columns}
        self._size = 0
        self._at = file.write(MARK)
        self._groups: list[Struct] = []
        self._rows = 0

    def add(self, row: Mapping[str, str]) -> None:
        """One row more; what it has no cell for is empty."""
        for column, cells in self._cells.items():
            cells.append(row.get(column, "").encode())
            self._size += len(cells[-1]) + 4
        if self._size > _GROUP:
            self._flush()

    def close(self) -> None:
        """Write what is left, and what is in the file."""
        self._flush()
        schema: list[Struct] = [{4: "schema", 5: Short(len(self._columns))}]
        schema += [
            {1: Short(_TEXT), 3: Short(0), 4: each, 6: Short(_UTF8), 10: {1: {}}} for each in self._columns
        ]
        foot = packed({1: Short(1), 2: schema, 3: self._rows, 4: self._groups, 6: "Glossator"})
        self._file.write(foot + struct.pack("<I", len(foot)) + MARK)

    def _flush(self) -> None:
        count = len(self._cells[self._columns[0]])
        if not count:
            return
        chunks: list[Struct] = []
        start = self._at
        for column, cells in self._cells.items():
            plain = b"".join(struct.pack("<I", len(each)) + each for each in cells)
            content = gzip.compress(plain, 6, mtime=0)
            told = {1: Short(count), 2: Short(_PLAIN), 3: Short(_RLE), 4: Short(_RLE)}
            head = packed({1: Short(_DATA), 2: Short(len(plain)), 3: Short(len(content)), 5: told})
            size = self._file.write(head + content)
            about: Struct = {1: Short(_TEXT), 2: [Short(_PLAIN), Short(_RLE)], 3: [column], 4: Short(_GZIP)}
            about |= {5: count, 6: len(head) + len(plain), 7: size, 9: self._at}
            chunks.append({2: self._at, 3: about})
            self._at += size
            cells.clear()
        self._groups.append({1: chunks, 2: self._at - start, 3: count})
        self._rows += count
        self._size = 0


def rows(content: bytes, name: str, columns: Iterable[str]) -> Iterator[Mapping[str, str]]:
    """The rows of the file ``name`` with those of ``columns`` that it has, as texts.

    :class:`GlossatorError` where it is damaged, a trap, or packed in a way that is not known here.
    """
    try:
        yield from _Table(content, name).rows(set(columns))
    except _DAMAGES as error:
        raise GlossatorError(f"“{name}” is no sound Parquet table.", details=repr(error)) from error


class _Table:
    def __init__(self, content: bytes, name: str) -> None:
        self._content = content
        self._name = name
        self._left = max(_FREE, DENSEST * len(content))
        self._letters = self._left
        if len(content) < 12 or content[:4] != MARK or content[-4:] != MARK:
            raise ValueError("it does not begin and end as it should")
        size = int.from_bytes(content[-8:-4], "little")
        if size > len(content) - 12:
            raise ValueError("what is in it is longer than the file")
        self._foot = Reading(content[len(content) - 8 - size : -8]).struct()

    def rows(self, columns: set[str]) -> Iterator[Mapping[str, str]]:
        schema = {each[4].decode(): each for each in self._foot[2][1:]}
        wanted = columns & set(schema)
        nested = sorted(each for each in wanted if schema[each].get(5) or schema[each].get(3, 0) == _REPEATED)
        if nested:
            raise GlossatorError(
                f"“{self._name}” has lists or structs in its column “{nested[0]}”, which are not read here.",
                remedy="Write that column as text, and try again.",
            )
        cells = 0
        for group in self._foot[4]:
            count = group[3]
            cells += count * max(1, len(wanted))
            if not 0 <= cells <= MOST_CELLS:
                raise GlossatorError(f"“{self._name}” has more than the {MOST_CELLS:,} cells that are read.")
            held: dict[str, list[str]] = {}
            for chunk in group[1]:
                about = chunk[3]
                path = [each.decode() for each in about[3]]
                if len(path) == 1 and path[0] in wanted:
                    held[path[0]] = self._column(about, schema[path[0]], count)
            for values in zip(*held.values(), strict=True):
                yield dict(zip(held, values, strict=True))

    def _column(self, about: Struct, told: Struct, count: int) -> list[str]:
        at = min(about[9], about.get(11, about[9]) or about[9])
        words: list[str] = []
        found: list[str] = []
        while len(found) < count:
            reading = Reading(self._content, at)
            head = reading.struct()
            at = reading.at + head[3]
            if head[3] < 0 or at > len(self._content):
                raise ValueError("a page is cut off")
            page = self._content[reading.at : at]
            if head[1] == _WORDS:
                words = self._values(self._unpacked(page, about[4], head[2]), about[1], head[7][1])
            elif head[1] in (_DATA, _DATA_2):
                found += self._page(
                    page, head, about, words, count - len(found), may_lack=bool(told.get(3, 0))
                )
        return found

    def _page(
        self, page: bytes, head: Struct, about: Struct, words: list[str], most: int, *, may_lack: bool
    ) -> list[str]:
        """The cells of a page: which are there, then those."""
        told = head[5] if head[1] == _DATA else head[8]
        count = told[1]
        if not 0 < count <= most:
            raise ValueError("a page has more cells than its column")
        there = [1] * count
        if head[1] == _DATA_2:
            levels, rest = page[: told[5]], page[told[5] + told.get(6, 0) :]
            is_packed = told.get(7, True)
            body = self._unpacked(rest, about[4] if is_packed else _RAW, head[2] - told[5] - told.get(6, 0))
            if may_lack:
                there = _runs(levels, 1, count)
            encoding = told[4]
        else:
            body, encoding = self._unpacked(page, about[4], head[2]), told[2]
            if may_lack:
                size = int.from_bytes(body[:4], "little")
                there = _runs(body[4 : 4 + size], 1, count)
                body = body[4 + size :]
        number = sum(there)
        if encoding in (_DICTIONARY, _OLD_DICTIONARY):
            found = [words[each] for each in _runs(body[1:], body[0], number)] if number else []
            self._count(found)
        elif encoding == _PLAIN or (encoding == _RLE and about[1] == 0):
            found = self._values(
                body if encoding == _PLAIN else body[4:], about[1], number, is_run=encoding == _RLE
            )
        else:
            raise GlossatorError(
                f"“{self._name}” has a column in an encoding ({encoding}) that is not read here.",
                remedy="Write it with dictionary or plain encoding, as most programs do by themselves.",
            )
        values = iter(found)
        return [next(values) if each else "" for each in there]

    def _values(self, body: bytes, kind: int, count: int, *, is_run: bool = False) -> list[str]:
        """Cells that stand one after the other."""
        if not 0 <= count <= MOST_CELLS:
            raise ValueError("a page has too many cells")
        if kind == _TEXT:
            return self._texts(body, count)
        if kind == 0:
            bits = _runs(body, 1, count) if is_run else [body[at >> 3] >> (at & 7) & 1 for at in range(count)]
            return ["true" if each else "false" for each in bits]
        if kind not in _NUMBERS:
            raise GlossatorError(
                f"“{self._name}” has a column of a kind ({kind}) that is not read here.",
                remedy="Write that column as text, and try again.",
            )
        code, size = _NUMBERS[kind]
        return [str(each[0]) for each in struct.iter_unpack(code, body[: size * count])]

    def _texts(self, body: bytes, count: int) -> list[str]:
        found, at = [], 0
        for _ in range(count):
            size = int.from_bytes(body[at : at + 4], "little")
            if at + 4 + size > len(body):
                raise ValueError("a text is cut off")
            found.append(body[at + 4 : at + 4 + size].decode())
            at += 4 + size
        self._count(found)
        return found

    def _count(self, found: Sequence[str]) -> None:
        self._letters -= sum(map(len, found))
        if self._letters < 0:
            raise self._trap()

    def _unpacked(self, page: bytes, packing: int, size: int) -> bytes:
        self._left -= size
        if size < 0 or self._left < 0:
            raise self._trap()
        if packing == _RAW:
            return page
        if packing == _SNAPPY:
            return unsnapped(page, size)
        if packing == _GZIP:
            return zlib.decompressobj(31).decompress(page, size) if size else b""
        raise GlossatorError(
            f"“{self._name}” is packed with {_PACKINGS.get(packing, 'something')}, which is not read here.",
            remedy="Write it with Snappy or gzip, or without packing.",
        )

    def _trap(self) -> GlossatorError:
        return GlossatorError(
            f"“{self._name}” unpacks to far more than such a file holds, so it was not read."
        )


def _runs(body: bytes, width: int, count: int) -> list[int]:
    """Numbers of ``width`` bits, as runs of one number or packed side by side."""
    if width > 32:
        raise ValueError("numbers of too many bits")
    found: list[int] = []
    at, whole = 0, (width + 7) // 8
    while len(found) < count:
        head = shift = 0
        while True:
            byte = body[at]
            head |= (byte & 127) << shift
            at, shift = at + 1, shift + 7
            if byte < 128:
                break
            if shift > 63:
                raise ValueError("a run of too many numbers")
        left = count - len(found)
        if head & 1:
            size = (head >> 1) * width
            bits = int.from_bytes(body[at : at + min(size, (left * width + 7) // 8)], "little")
            mask = (1 << width) - 1
            found += _side_by_side(bits, width, mask, min(left, (head >> 1) * 8))
            at += size
        else:
            found += [int.from_bytes(body[at : at + whole], "little")] * min(left, head >> 1)
            at += whole
    return found


def _side_by_side(bits: int, width: int, mask: int, count: int) -> Iterator[int]:
    if not width:
        yield from [0] * count
        return
    content = bits.to_bytes((count * width + 7) // 8 + 1, "little")
    for number in range(count):
        place = number * width
        low = place >> 3
        part = int.from_bytes(content[low : low + 5], "little")
        yield part >> (place & 7) & mask
