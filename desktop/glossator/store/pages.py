"""Rows out of the pages of a database, without SQLite: what a page says of itself is enough, whatever else is gone."""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from glossator.store.deciphering import PAGE, RESERVED, Deciphered
from glossator.store.keys import Key

__all__ = ["PAGE"]  # the size of our pages, in bytes

MAGIC = b"SQLite format 3\0"

_TABLE_LEAF, _INDEX_LEAF, _TABLE_INNER, _INDEX_INNER = 0x0D, 0x0A, 0x05, 0x02
_HEADS = {_TABLE_LEAF: 8, _INDEX_LEAF: 8, _TABLE_INNER: 12, _INDEX_INNER: 12}
_FIXED = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}
_HEADER = 100


class Torn(NamedTuple):
    """The beginning of a text whose later pages are gone, or one that is no UTF-8 any more, as bytes."""

    part: bytes


class RawRow(NamedTuple):
    """A row as a page has it.  ``rowid`` is ``None`` for rows that are kept in their key; ``root`` is the topmost page
    above it that still leads to it.
    """

    root: int
    rowid: int | None
    values: tuple[object, ...]


class Pages:
    """The pages of the file ``path``, which is not empty and which nobody changes meanwhile; counted from 1.  With a
    ``key`` those of a protected file.
    """

    def __init__(self, path: Path, key: Key | None = None) -> None:
        self._bytes = _mapped(path) if key is None else Deciphered(path, key)
        self._usable = PAGE if key is None else PAGE - RESERVED
        self._least = ((self._usable - 12) * 32 // 255) - 23
        self.count = -(-len(self._bytes) // PAGE)
        self._parents = self._found_parents()
        self._free = self._found_free()

    def close(self) -> None:
        """Let go of the file."""
        self._bytes.close()

    def rows(self) -> Iterator[tuple[int, RawRow]]:
        """Every row that stands on a page which is not free, with the number of the page; one whose cell cannot be read
        is passed over.
        """
        for number in range(1, self.count + 1):
            page = self._page(number)
            kind = self._kind(number, page)
            if kind not in (_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER) or number in self._free:
                continue
            root = self._root(number)
            for place in self._cells(number, page, kind):
                row = self._row(root, page, place, kind)
                if row is not None:
                    yield number, row

    # --- pages

    def _page(self, number: int) -> bytes:
        found = self._bytes[(number - 1) * PAGE : number * PAGE]
        return found if len(found) == PAGE else found + bytes(PAGE - len(found))

    def _begin(self, number: int) -> int:
        return _HEADER if number == 1 else 0

    def _kind(self, number: int, page: bytes) -> int:
        return page[self._begin(number)]

    def _cells(self, number: int, page: bytes, kind: int) -> Iterator[int]:
        begin = self._begin(number)
        (count,) = struct.unpack_from(">H", page, begin + 3)
        first = begin + _HEADS[kind]
        for index in range(min(count, (PAGE - first) // 2)):
            (place,) = struct.unpack_from(">H", page, first + 2 * index)
            if first + 2 * count <= place < PAGE - 3:
                yield place

    def _found_parents(self) -> dict[int, int]:
        parents: dict[int, int] = {}
        for number in range(1, self.count + 1):
            page, begin = self._page(number), self._begin(number)
            if self._kind(number, page) not in (_TABLE_INNER, _INDEX_INNER):
                continue
            children = [struct.unpack_from(">I", page, begin + 8)[0]]
            children += [
                struct.unpack_from(">I", page, place)[0]
                for place in self._cells(number, page, self._kind(number, page))
            ]
            for child in children:
                parents.setdefault(child, number)
        return parents

    def _root(self, number: int) -> int:
        for _ in range(64):  # no tree is so high: what is higher is a ring of damaged pages
            if number not in self._parents:
                return number
            number = self._parents[number]
        return number

    def _found_free(self) -> set[int]:
        """Pages that hold nothing any more, though rows may still be read on them."""
        free: set[int] = set()
        if self._bytes[:16] != MAGIC:
            return free
        (trunk,) = struct.unpack(">I", self._bytes[32:36])
        while 1 < trunk <= self.count and trunk not in free:
            free.add(trunk)
            page = self._page(trunk)
            following, count = struct.unpack_from(">II", page, 0)
            leaves = struct.unpack_from(f">{min(count, PAGE // 4 - 2)}I", page, 8)
            free.update(each for each in leaves if 1 < each <= self.count)
            trunk = following
        return free

    # --- cells

    def _row(self, root: int, page: bytes, place: int, kind: int) -> RawRow | None:
        try:
            if kind == _INDEX_INNER:
                place += 4
            size, place = _varint(page, place)
            rowid = None
            if kind == _TABLE_LEAF:
                number, place = _varint(page, place)
                rowid = number - (1 << 64) if number >> 63 else number
            if not 0 < size <= len(self._bytes):
                return None
            most = self._usable - 35 if kind == _TABLE_LEAF else ((self._usable - 12) * 64 // 255) - 23
            payload = self._payload(page, place, size, most)
            return RawRow(root, rowid, _values(payload, size))
        except (IndexError, struct.error, ValueError):  # damage points anywhere
            return None

    def _payload(self, page: bytes, place: int, size: int, most: int) -> bytes:
        """The bytes of a row, as many as there are: a chain of pages that breaks off gives its beginning."""
        if size <= most:
            return page[place : place + size]
        here = self._least + (size - self._least) % (self._usable - 4)
        here = here if here <= most else self._least
        parts = [page[place : place + here]]
        (following,) = struct.unpack_from(">I", page, place + here)
        left = size - here
        seen: set[int] = set()
        while (
            left > 0 and 1 < following <= self.count and following not in seen and following not in self._free
        ):
            seen.add(following)
            start = (following - 1) * PAGE
            chunk = self._bytes[start + 4 : start + min(self._usable, 4 + left)]
            if not any(chunk):  # a page of zeros is no text
                break
            parts.append(chunk)
            left -= len(chunk)
            following = int.from_bytes(self._bytes[start : start + 4], "big")
        return b"".join(parts)


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for count in range(9):
        byte = data[place + count]
        if count == 8:
            return value << 8 | byte, place + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return value, place + count + 1


def _values(payload: bytes, size: int) -> tuple[object, ...]:
    """The values of a row; ``ValueError`` where they do not fill it exactly."""
    head, place = _varint(payload, 0)
    kinds = []
    while place < head:
        kind, place = _varint(payload, place)
        kinds.append(kind)
    if place != head or head + sum(map(_length, kinds)) != size:
        raise ValueError("this is no row")
    values = []
    for kind in kinds:
        length = _length(kind)
        part = payload[place : place + length]
        values.append(_value(kind, part, is_whole=len(part) == length))
        place += length
    return tuple(values)


def _length(kind: int) -> int:
    if kind in (10, 11):
        raise ValueError("no kind of value")
    return _FIXED[kind] if kind < 12 else (kind - 12) // 2


def _value(kind: int, part: bytes, *, is_whole: bool) -> object:
    if kind == 0:
        return None
    if kind >= 13 and kind % 2:
        if not is_whole:
            return Torn(part)
        try:
            return part.decode()
        except UnicodeDecodeError:
            return Torn(part)
    if not is_whole:
        raise ValueError("the row breaks off")
    if kind >= 12:
        return part
    if kind == 7:
        return float(struct.unpack(">d", part)[0])
    return kind - 8 if kind >= 8 else int.from_bytes(part, "big", signed=True)
