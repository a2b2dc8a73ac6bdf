"""The compact protocol of Thrift, in which Parquet tells what is in a file: structs by the numbers of their fields."""

from __future__ import annotations

from typing import Any

Struct = dict[int, Any]
"""Values by the number of their field: whole numbers, bytes, lists, and structs."""

_STOP, _YES, _NO, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 0, 1, 2, 3, 7, 8, 9, 10, 12
_NUMBERS = (4, 5, 6)
_DEEPEST = 30


class Reading:
    """Reads structs out of ``content`` from ``at`` on; ``ValueError`` where they are none or end before their end."""

    def __init__(self, content: bytes, at: int = 0) -> None:
        self._content = content
        self.at = at

    def struct(self, depth: int = 0) -> Struct:
        """The struct that begins here."""
        if depth > _DEEPEST:
            raise ValueError("structs in structs without end")
        found: Struct = {}
        number = 0
        while (head := self._byte()) != _STOP:
            number = number + (head >> 4) if head >> 4 else self._signed()
            found[number] = self._value(head & 15, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (_YES, _NO):
            return kind == _YES
        if kind == _BYTE:
            return self._byte()
        if kind in _NUMBERS:
            return self._signed()
        if kind == _DOUBLE:
            return self._bytes(8)
        if kind == _BINARY:
            return self._bytes(self._number())
        if kind in (_LIST, _SET):
            return self._list(depth)
        if kind == _STRUCT:
            return self.struct(depth + 1)
        raise ValueError(f"a value of the unknown kind {kind}")

    def _list(self, depth: int) -> list[Any]:
        head = self._byte()
        count = head >> 4 if head >> 4 < 15 else self._number()
        if count > len(self._content) or depth > _DEEPEST:
            raise ValueError("a list longer than the file")
        kind = head & 15
        if kind in (_YES, _NO):
            return [self._byte() == _YES for _ in range(count)]
        return [self._value(kind, depth + 1) for _ in range(count)]

    def _byte(self) -> int:
        if self.at >= len(self._content):
            raise ValueError("it is cut off")
        self.at += 1
        return self._content[self.at - 1]

    def _bytes(self, count: int) -> bytes:
        if self.at + count > len(self._content):
            raise ValueError("it is cut off")
        self.at += count
        return self._content[self.at - count : self.at]

    def _number(self) -> int:
        found = shift = 0
        while True:
            byte = self._byte()
            found |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return found
            if shift > 63:
                raise ValueError("a number of too many bytes")

    def _signed(self) -> int:
        found = self._number()
        return (found >> 1) ^ -(found & 1)


def packed(struct: Struct) -> bytes:
    """A struct as bytes: whole numbers as 64 bits, text and bytes as binary, lists of one kind.

    A field of 32 bits has to be given as :class:`Short`.
    """
    made = bytearray()
    last = 0
    for number, value in sorted(struct.items()):
        kind = _kind(value)
        assert 0 < number - last < 16
        made.append((number - last) << 4 | kind)
        made += _packed(value)
        last = number
    made.append(_STOP)
    return bytes(made)


class Short(int):
    """A whole number of 32 bits."""


def _kind(value: Any) -> int:
    if isinstance(value, Short):
        return 5
    if isinstance(value, int):
        return 6
    if isinstance(value, (str, bytes)):
        return _BINARY
    return _LIST if isinstance(value, list) else _STRUCT


def _packed(value: Any) -> bytes:
    if isinstance(value, int):
        return varint((value << 1) ^ (value >> 63))
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        return varint(len(value)) + value
    if isinstance(value, list):
        kind = _kind(value[0]) if value else _STRUCT
        size = (
            bytes([len(value) << 4 | kind]) if len(value) < 15 else bytes([0xF0 | kind]) + varint(len(value))
        )
        return size + b"".join(map(_packed, value))
    return packed(value)


def varint(number: int) -> bytes:
    """A number from 0 on, seven bits to a byte."""
    made = bytearray()
    while number > 127:
        made.append(number & 127 | 128)
        number >>= 7
    made.append(number)
    return bytes(made)
