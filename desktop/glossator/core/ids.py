"""Identifiers of records: 63-bit integers that we make ourselves, so that files can be copied, undone and merged.

An id is a random 41-bit prefix, drawn whenever a project is opened, followed by a 22-bit counter.  Copies of one file
that are worked on apart therefore never make the same id twice, and new rows still go to the end of the table.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import lru_cache

PREFIX_BITS = 41
COUNTER_BITS = 22
_CHANCE = random.SystemRandom()  # that of `secrets`, without waiting for OpenSSL
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32: no i, l, o, u
_TEXT_LENGTH = 13
_DIGITS = dict.fromkeys(range(128), "z") | {  # what is no letter of an id is no digit either
    ord(letter): digit for letter, digit in zip(_ALPHABET, "0123456789abcdefghijklmnopqrstuv", strict=True)
}
PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
"""What ten bits of an id are as text: for who writes ids by the million, as with :func:`beginning`."""


class IdSource:
    """Gives out ids one by one; ``taken(prefix)`` tells whether a prefix is already used in the file."""

    def __init__(
        self,
        taken: Callable[[int], bool] = lambda prefix: False,
        *,
        draw: Callable[[int], int] = _CHANCE.getrandbits,
    ) -> None:
        self._taken = taken
        self._draw = draw
        self._next = 0
        self._end = 0

    def __call__(self) -> int:
        """A new id: greater than zero, less than 2**63, different from every other."""
        if self._next == self._end:
            self._start_prefix()
        made = self._next
        self._next += 1
        return made

    def _start_prefix(self) -> None:
        prefix = self._draw(PREFIX_BITS)
        while prefix == 0 or self._taken(prefix):
            prefix = self._draw(PREFIX_BITS)
        self._next = prefix << COUNTER_BITS
        self._end = self._next + (1 << COUNTER_BITS)


def to_text(number: int) -> str:
    """The 13 letters (base32, Crockford's alphabet) under which an id leaves the program."""
    return beginning(number >> 20) + PAIRS[number >> 10 & 1023] + PAIRS[number & 1023]


@lru_cache(maxsize=1024)
def beginning(high: int) -> str:
    """The first nine letters of ids, which those that were made one after the other share; ``high`` is the id without
    its last 20 bits.
    """
    if not 0 <= high < 1 << 43:
        raise ValueError(f"not an id: it begins with {high}")
    return "".join(_ALPHABET[high >> shift & 31] for shift in range(40, -1, -5))


def from_text(text: str) -> int:
    """The id that :func:`to_text` wrote; ``ValueError`` for anything else."""
    if len(text) != _TEXT_LENGTH:
        raise ValueError(f"an id has {_TEXT_LENGTH} letters: {text!r}")
    digits = text.translate(_DIGITS)
    if "z" in digits or not digits.isascii():
        letter = next(each for each in text if each not in _ALPHABET)
        raise ValueError(f"no letter of an id: {letter!r} in {text!r}")
    number = int(digits, 32)
    if number >= 1 << 63:
        raise ValueError(f"not an id: {text!r}")
    return number
