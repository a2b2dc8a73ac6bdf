"""The locks on our open files, taken once more: the system drops them all where the program closes such a file."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from glossator.store.places import Identity, identity

_OPEN = "/dev/fd"  # what this process has open, by number
# Who has a file open in WAL mode holds these shared all the while (os_unix.c): the bytes that say that somebody reads
# the file, and the one that says that its memory beside is in use, without which the next one makes that anew.
_READING = (0x40000000 + 2, 510)
_IN_USE = (120 + 8, 1)


class Hold:
    """What SQLite holds of one open file, so that other programs leave it and what stands beside it alone.

    Who opens and closes a project by another way than SQLite (a dialog that looks into the files of a folder to find
    their kinds, an import of a folder in which the project lies) takes its locks away, and SQLite does not hear of it.
    """

    def __init__(self, path: Path) -> None:
        self._file = _Handle(path)
        self._beside = _Handle(path.with_name(f"{path.name}-shm"))

    def take_again(self) -> None:
        """Hold on to the file; microseconds, and nothing where no memory is shared, as on a network share."""
        beside = self._beside.number()
        if beside is None:
            return
        _lock(beside, *_IN_USE)
        file = self._file.number()
        if file is not None:
            _lock(file, *_READING)


class _Handle:
    """The number under which this process has a file open: SQLite's own, as opening another would lose the locks."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._number = -1
        self._identity: Identity | None = None

    def number(self) -> int | None:
        if self._identity is None or _is(self._number) != self._identity:
            self._identity = identity(self._path)
            self._number = _found(self._identity) if self._identity is not None else -1
        return self._number if self._number >= 0 else None


def _lock(number: int, start: int, length: int) -> None:
    if sys.platform != "win32":  # there locks belong to what opened the file, and nobody else can drop them
        import fcntl

        with contextlib.suppress(OSError):  # another has it alone just now: the next look takes it
            fcntl.lockf(number, fcntl.LOCK_SH | fcntl.LOCK_NB, length, start, os.SEEK_SET)


def _is(number: int) -> Identity | None:
    try:
        found = os.fstat(number)
    except OSError:
        return None
    return Identity(found.st_dev, found.st_ino)


def _found(wanted: Identity) -> int:
    try:
        numbers = [int(each) for each in os.listdir(_OPEN)]  # noqa: PTH208 - names are all that is wanted
    except OSError:
        return -1
    return next((each for each in numbers if _is(each) == wanted), -1)
