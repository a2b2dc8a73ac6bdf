"""Snappy, the packing of Parquet: letters as they are, and copies of what stood before."""

from __future__ import annotations


def unpacked(content: bytes, most: int) -> bytes:
    """The bytes that were packed, no more than ``most``; ``ValueError`` for what is damaged."""
    size, at = _number(content)
    if size > most:
        raise ValueError("it unpacks to more than it should")
    made = bytearray()
    while at < len(content):
        tag = content[at]
        at += 1
        if tag & 3 == 0:
            length = tag >> 2
            if length >= 60:
                wide = length - 59
                length = int.from_bytes(content[at : at + wide], "little")
                at += wide
            length += 1
            if at + length > len(content):
                raise ValueError("it is cut off")
            made += content[at : at + length]
            at += length
        else:
            length, back, wide = _copy(tag, content, at)
            at += wide
            _again(made, back, length)
        if len(made) > size:
            raise ValueError("it unpacks to more than it says")
    if len(made) != size:
        raise ValueError("it unpacks to less than it says")
    return bytes(made)


def _number(content: bytes) -> tuple[int, int]:
    """The number with which it begins, and where that ends."""
    found = 0
    for at in range(min(5, len(content))):
        found |= (content[at] & 127) << 7 * at
        if content[at] < 128:
            return found, at + 1
    raise ValueError("it does not say how long it is")


def _copy(tag: int, content: bytes, at: int) -> tuple[int, int, int]:
    """How much is copied, from how far back, and how many bytes say so."""
    if tag & 3 == 1:
        if at >= len(content):
            raise ValueError("it is cut off")
        return (tag >> 2 & 7) + 4, (tag >> 5) << 8 | content[at], 1
    wide = 2 if tag & 3 == 2 else 4
    return (tag >> 2) + 1, int.from_bytes(content[at : at + wide], "little"), wide


def _again(made: bytearray, back: int, length: int) -> None:
    if not 0 < back <= len(made):
        raise ValueError("a copy of what is not there")
    start = len(made) - back
    while length > 0:  # what is copied may reach into the copy
        piece = made[start : start + length]
        made += piece
        start += len(piece)
        length -= len(piece)
