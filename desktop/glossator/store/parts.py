"""Files on their way to their names: what they are called until then, and those that nobody goes on with removed."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from glossator.store import lock

_NAME = re.compile(r"\.(?P<whose>[0-9a-f]{16})(?P<rest>[0-9a-f]{8})?\.part(-journal|-wal|-shm)?")
_SECONDS = (
    86_400  # what a program on another computer left is cleared away after a day: until then it may be at it
)


def new(folder: Path) -> Path:
    """A name in ``folder`` for a file that is not finished; it tells which process makes it."""
    return folder / f".{lock.mark()}{os.urandom(4).hex()}.part"


def clear_away(folder: Path, now: float) -> None:
    """Delete what was left by programs that were killed: of this computer at once, of others after a day.  ``now`` is
    in seconds since 1970.  A folder that cannot be read stays as it is.
    """
    with contextlib.suppress(OSError):
        with os.scandir(folder) as entries:
            left = [Path(each.path) for each in entries if _is_left(each, now)]
        for each in left:
            each.unlink(missing_ok=True)


def _is_left(entry: os.DirEntry[str], now: float) -> bool:
    found = _NAME.fullmatch(entry.name)
    if found is None:
        return False
    if found["rest"] is not None and lock.is_dead(found["whose"]):
        return True
    with contextlib.suppress(OSError):
        return now - entry.stat().st_mtime > _SECONDS
    return False
