"""Pages of a protected file deciphered one by one, for a repair: SQLCipher reads none where the first is damaged."""

from __future__ import annotations

import hashlib
import hmac
import mmap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from glossator.store.keys import Key

    Bytes = np.ndarray[Any, np.dtype[np.uint8]]

PAGE = 4096
RESERVED = 80
"""Bytes at the end of each page: what its cipher began with (16), and a digest of the page (64)."""

_MAGIC = b"SQLite format 3\0"
_STEADY = bytes((0x10, 0x00)), bytes((RESERVED, 64, 32, 32))  # what a first page says at 16 and at 20
_USABLE = PAGE - RESERVED
_BEGIN = 16  # bytes: a block of the cipher, and the salt with which the first page begins
_AT_ONCE = 64  # pages
_HELD = 64  # times as many pages are kept deciphered
_ROUNDS = 14
_SAMPLES = 64  # pages


class Deciphered:
    """The bytes of a protected file as they would be without a key, page by page when they are wanted; a slice of them
    lies in one page.  Nothing of them is written anywhere.  A page that was damaged is as wrong as the damage made it.
    """

    def __init__(self, path: Path, key: Key) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._keys = _round_keys(key.for_pages()[0])
        self._held: dict[int, bytes] = {}

    def __len__(self) -> int:
        return len(self._bytes)

    def __getitem__(self, where: slice) -> bytes:
        start, stop, _ = where.indices(len(self))
        begin = start - start % (PAGE * _AT_ONCE)
        if begin not in self._held:
            while len(self._held) >= _HELD:
                del self._held[next(iter(self._held))]
            self._held[begin] = self._read(begin)
        return self._held[begin][start - begin : stop - begin]

    def close(self) -> None:
        """Let go of the file."""
        self._bytes.close()

    def _read(self, begin: int) -> bytes:
        import numpy as np

        cipher = self._bytes[begin : begin + PAGE * _AT_ONCE]
        cipher += bytes(-len(cipher) % PAGE)
        pages = np.frombuffer(cipher, np.uint8).reshape(-1, PAGE)
        blocks = pages[:, :_USABLE].reshape(len(pages), -1, _BEGIN)
        before = np.concatenate((pages[:, None, _USABLE : _USABLE + _BEGIN], blocks[:, :-1]), axis=1)
        if begin == 0:  # the salt of the first page is no block
            before[0, 1] = before[0, 0]
        plain = np.zeros_like(pages)
        plain[:, :_USABLE] = (_deciphered(blocks, self._keys) ^ before).reshape(len(pages), -1)
        plain[~pages.any(axis=1)] = 0  # never written
        read = plain.tobytes()
        if begin == 0:
            is_first = (read[16:18], read[20:24]) == _STEADY
            read = (_MAGIC if is_first else bytes(_BEGIN)) + read[_BEGIN:]
        return read


def fits(path: Path, key: Key) -> bool:
    """Whether ``key`` is the one of the file ``path`` by the digest of any page but the first, which may be damaged."""
    secret = key.for_pages()[1]
    with path.open("rb") as file:
        for number in _sampled(path.stat().st_size // PAGE):
            file.seek((number - 1) * PAGE)
            page = file.read(PAGE)
            said = page[: PAGE - 64] + number.to_bytes(4, "little")
            if hmac.compare_digest(hmac.digest(secret, said, hashlib.sha512), page[PAGE - 64 :]):
                return True
    return False


def _sampled(count: int) -> Iterator[int]:
    step = max(1, (count - 1) // _SAMPLES)
    yield from range(2, count + 1, step)


# --- AES with a key of 256 bits, the way back, as FIPS 197 has it; many blocks at once


def _doubled(value: int) -> int:
    return (value << 1) ^ (0x11B if value & 0x80 else 0)


def _times(one: int, other: int) -> int:
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one, other = _doubled(one), other >> 1
    return product


@cache
def _substitutes() -> bytes:
    """What each byte is replaced by on the way there."""
    powers = [1]
    for _ in range(254):
        powers.append(_times(powers[-1], 3))
    inverse = [0] * 256
    for place, each in enumerate(powers):
        inverse[each] = powers[-place % 255]
    found = []
    for each in inverse:
        turned = each
        for _ in range(4):
            each = (each << 1 | each >> 7) & 0xFF  # noqa: PLW2901 - turned round by one bit each time
            turned ^= each
        found.append(turned ^ 0x63)
    return bytes(found)


def _round_keys(key: bytes) -> Bytes:
    import numpy as np

    box = _substitutes()
    words = [key[at : at + 4] for at in range(0, 32, 4)]
    sign = 1
    while len(words) < 4 * (_ROUNDS + 1):
        word = words[-1]
        if len(words) % 8 == 0:
            word = bytes(box[each] for each in word[1:] + word[:1])
            word = bytes((word[0] ^ sign,)) + word[1:]
            sign = _doubled(sign)
        elif len(words) % 8 == 4:
            word = bytes(box[each] for each in word)
        words.append(bytes(one ^ other for one, other in zip(words[-8], word, strict=True)))
    return np.frombuffer(b"".join(words), np.uint8).reshape(_ROUNDS + 1, _BEGIN)


def _deciphered(blocks: Bytes, keys: Bytes) -> Bytes:
    """Blocks of 16 bytes (the last axis), each for itself."""
    import numpy as np

    back = np.argsort(np.frombuffer(_substitutes(), np.uint8)).astype(np.uint8)
    factors = [np.array([_times(each, by) for each in range(256)], np.uint8) for by in (14, 11, 13, 9)]
    shifted = [(place - 4 * (place % 4)) % 16 for place in range(16)]
    state: Bytes = blocks ^ keys[_ROUNDS]
    for number in range(_ROUNDS - 1, -1, -1):
        state = back[state[..., shifted]] ^ keys[number]
        if number:
            columns = state.reshape(*state.shape[:-1], 4, 4)
            mixed = factors[0][columns]
            for place in (1, 2, 3):
                mixed ^= factors[place][np.roll(columns, -place, axis=-1)]
            state = mixed.reshape(state.shape)
    return state
