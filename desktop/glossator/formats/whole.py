"""Files that appear whole or not at all: written beside their place, brought to the disk, then put in it."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from glossator.core.errors import GlossatorError

_BUFFER = 1 << 18  # bytes; an export writes small pieces
_OLD_STAYS = "The file that was there before is unchanged."


@contextlib.contextmanager
def written_whole(target: Path, *, overwrite: bool = False, waits: bool = True) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file ``target`` when the block ends, and leave no trace when it fails.

    A link is followed; what replaces a file may be read by whom that one could be read by; into a pipe or a device the
    bytes go as they come; the disk is waited for unless ``waits`` is false.  :class:`GlossatorError` when the file is
    there already (unless ``overwrite``), is a folder, or cannot be written, such as on a full disk: then what was
    there before stays.
    """
    place = target.resolve()
    is_there = _is_replaceable(place, target)
    if is_there and not overwrite:
        raise GlossatorError(f"There is a file “{target}” already.", safe="It was left as it is.")
    part = place if is_there is None else place.with_name(f".{place.name[:200]}.{os.urandom(4).hex()}.part")
    try:
        with _opened(part, is_there=is_there, waits=waits) as stream:
            if is_there:
                with contextlib.suppress(OSError):  # a file system that knows no permissions
                    shutil.copymode(place, part)
            yield stream
        if part != place:
            part.replace(place)
    except OSError as error:
        raise GlossatorError(
            f"“{target}” cannot be written: {error.strerror}.", safe=_OLD_STAYS if is_there else ""
        ) from error
    finally:
        if part != place:
            with contextlib.suppress(OSError):  # gone already when all went well
                part.unlink()


def is_stream(target: Path) -> bool:
    """Whether ``target`` is a pipe or a device, into which bytes go as they come."""
    try:
        mode = target.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _is_replaceable(place: Path, target: Path) -> bool | None:
    """Whether a file is there that would be replaced; ``None`` for a pipe or a device, which is written into."""
    try:
        mode = place.stat().st_mode
    except OSError:
        return False
    if stat.S_ISDIR(mode):
        raise GlossatorError(f"“{target}” is a folder, so no file of that name can be written.")
    return True if stat.S_ISREG(mode) else None


@contextlib.contextmanager
def _opened(part: Path, *, is_there: bool | None, waits: bool) -> Iterator[BinaryIO]:
    with part.open("wb" if is_there is None else "xb", buffering=_BUFFER) as stream:
        yield stream
        stream.flush()
        if is_there is not None and waits:
            os.fsync(stream.fileno())
