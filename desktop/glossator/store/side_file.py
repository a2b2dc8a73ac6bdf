"""The side file of a project that was not closed: whether steps that wait in it can no longer be read."""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from glossator.store import backups

_LOG = logging.getLogger(__name__)
_HEAD = struct.Struct(">8I")  # magic number, version, page size, sequence, two salts, two sums
_FRAME = struct.Struct(">6I")  # page, pages of the file after a step (else 0), two salts, two sums
_MAGIC = 0x377F0682  # with 1 added where the sums are of big-endian numbers
_PAGE = 4096
_LARGEST_PAGE = 65536

_Pair = tuple[int, int]


class Lost(NamedTuple):
    """Steps that cannot be read any more: how many at least, and where the files are kept as they were found."""

    steps: int
    kept: Path


def kept_if_damaged(path: Path) -> Lost | None:
    """What waits beside the project ``path`` and cannot be read, after all was kept as it is: who opens the project for
    writing folds the side file and clears it away.  For who holds the lock; :class:`GlossatorError` where there is no
    room to keep it.
    """
    steps = lost_steps(path)
    if not steps:
        return None
    lost = Lost(steps, backups.keep_as_it_is(path, "repair"))
    _LOG.warning(
        "At least %d steps that waited beside %s cannot be read; it is kept as it was found in %s.",
        *(steps, path.name, lost.kept),
    )
    return lost


class _Frame(NamedTuple):
    """A page in the side file: whether a step ends with it, its salts, and whether all up to it is as written."""

    ends_a_step: bool
    salts: _Pair
    is_sound: bool


def lost_steps(path: Path) -> int:
    """How many steps at least wait beside the project ``path`` and cannot be read, as something before them is damaged.

    SQLite reads up to the damage and takes the rest for work that was not finished when the power went.  Of that there
    can be one step at most, since each was on the disk before the next began: of more, the others were finished.
    """
    beside = path.with_name(f"{path.name}-wal")
    try:
        before, content, after = beside.stat(), beside.read_bytes(), beside.stat()
    except OSError:
        return 0
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        return 0  # somebody is writing it: what is in flux cannot be judged
    frames = list(_frames(content))
    behind = [each for each in frames if not each.is_sound]
    if not behind:
        return 0
    sound = [each for each in frames if each.is_sound]
    salts = sound[-1].salts if sound else _most_common([each.salts for each in behind])
    return max(0, sum(each.ends_a_step and each.salts == salts for each in behind) - 1)


def _frames(content: bytes) -> Iterator[_Frame]:
    if len(content) < _HEAD.size:
        return
    magic, _, page, _, first, second, *wanted = _HEAD.unpack_from(content)
    order = ">" if magic & 1 else "<"
    sums = _summed((0, 0), content[: _HEAD.size - 8], order)
    is_sound = magic & ~1 == _MAGIC and sums == tuple(wanted)
    if not is_sound and (page & (page - 1) or not 512 <= page <= _LARGEST_PAGE):
        page = _PAGE
    for start in range(_HEAD.size, len(content) - _FRAME.size - page + 1, _FRAME.size + page):
        _, size, *rest = _FRAME.unpack_from(content, start)
        if is_sound:
            sums = _summed(sums, content[start : start + 8], order)
            body = start + _FRAME.size
            sums = _summed(sums, content[body : body + page], order)
            is_sound = (first, second, *sums) == tuple(rest)
        yield _Frame(size != 0, (rest[0], rest[1]), is_sound)


def _summed(sums: _Pair, content: bytes, order: str) -> _Pair:
    """The running sums as SQLite makes them."""
    one, two = sums
    for first, second in struct.iter_unpack(f"{order}2I", content):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


def _most_common(salts: list[_Pair]) -> _Pair:
    return max(salts, key=salts.count)
