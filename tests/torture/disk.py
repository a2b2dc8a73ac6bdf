"""What a disk may hold after the power went: a model of files and folders of which only synced data is surely kept.

The model, harsher than any one file system and milder than nothing but POSIX:

- A file: what was written before the last fsync of it is there.  Each later write and each later change of its size is
  there or not, whatever became of the others; one that is there may be torn at any boundary of 512 bytes.  Bytes of
  the file that nobody wrote in the end are zeros or rubbish.  What lies beside a write is not touched by it.
- Names (made, renamed, unlinked, folders): a journal keeps them in order, as ext4, XFS, Btrfs, NTFS and APFS do.  What
  was done in a folder before the last fsync of that folder is there, and all that was done anywhere before that;
  of what came later, the first so many are there.  fsync of a file says nothing about its name.
- fsync is honest: when it returns, the data outlives the power.
- The call in whose middle the power goes may be done, in part or not at all.
- Shared memory (-shm) is gone.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

from tests.torture.recorder import Record

SECTOR = 512

Beginning = Mapping[str, tuple[int, bytes]]
"""Path → inode and content, of files that are safe on the disk."""


def beginning(folder: Path) -> Beginning:
    """What lies in a folder without folders in it."""
    return {str(path): (path.stat().st_ino, path.read_bytes()) for path in folder.iterdir()}


class File:
    """An inode: what it held in the beginning, what was done to it, and how much of that is surely kept."""

    def __init__(self, content: bytes = b"") -> None:
        self.content = bytearray(content)  # all that is surely there
        self.waiting: list[
            tuple[int, bytes | None]
        ] = []  # (offset, data), or (size, None) for a change of size

    def sync(self) -> None:
        for offset, data in self.waiting:
            self._do(self.content, offset, data)
        self.waiting.clear()

    def survives(self, rng: random.Random) -> bytes:
        """One of the contents that it may have."""
        kept = bytearray(self.content)
        chance = rng.choice([0.0, 0.5, 0.9, 1.0, rng.random()])
        rubbish = rng.random() < 0.2
        for offset, data in self.waiting:
            if rng.random() >= chance:
                continue
            if data is None or rng.random() < 0.6:
                self._do(kept, offset, data, rng if rubbish else None)
            else:
                for start, piece in sectors(offset, data):
                    if rng.random() < 0.5:
                        self._do(kept, start, piece, rng if rubbish else None)
        return bytes(kept)

    @staticmethod
    def _do(
        content: bytearray, offset: int, data: bytes | None, rubbish: random.Random | None = None
    ) -> None:
        if data is None:
            del content[offset:]
        gap = offset - len(content)
        if gap > 0:
            content += bytes(gap) if rubbish is None or data is None else rubbish.randbytes(gap)
        if data is not None:
            content[offset : offset + len(data)] = data


def sectors(offset: int, data: bytes) -> Iterable[tuple[int, bytes]]:
    """A write in the pieces that a disk writes at once."""
    end = offset + len(data)
    start = offset
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield start, data[start - offset : stop - offset]
        start = stop


class Disk:
    """The files below one folder while a session runs."""

    def __init__(self, folder: Path, beginning: Beginning) -> None:
        self._folder = folder
        self._folders = {str(folder)}
        self._files = {inode: File(content) for inode, content in beginning.values()}
        self._names = {path: self._files[inode] for path, (inode, _) in beginning.items()}
        self._now = dict(self._names)  # as the running program sees them
        self._done: list[tuple[str, str, str, File | None]] = []
        self._safe = 0

    def follow(self, record: Record) -> None:
        """Let happen what was recorded."""
        match record.what:
            case "O":
                self._open(record)
            case "W":
                self._files[record.inode].waiting.append((record.number, record.data))
            case "T":
                self._files[record.inode].waiting.append((record.number, None))
            case "S":
                self._files[record.inode].sync()
            case "D":
                self._sync_folder(record.path)
            case "U" | "R" | "L" | "M":
                self._rename(record)
            case "X":
                raise AssertionError(f"the recorder does not know {record.data.decode()}")

    def _open(self, record: Record) -> None:
        if record.number & 1:  # made: an old inode of this number is another file
            made = self._files[record.inode] = File()
            self._now[record.path] = made
            self._done.append(("made", record.path, "", made))
        elif record.number & 2:
            self._files[record.inode].waiting.append((0, None))

    def _rename(self, record: Record) -> None:
        other = record.data.decode()
        self._done.append((record.what, record.path, other, self._now.get(record.path)))
        _name(self._now, set(), self._done[-1])

    def _sync_folder(self, folder: str) -> None:
        for number in range(len(self._done), self._safe, -1):
            _, path, other, _ = self._done[number - 1]
            if folder in {str(PurePath(path).parent), str(PurePath(other).parent)}:
                self._safe = number
                return

    def survive(self, to: Path, rng: random.Random) -> None:
        """Write into the empty folder ``to`` one of the states that may be left of it."""
        names, folders = dict(self._names), set(self._folders)
        last = rng.choice([self._safe, len(self._done), rng.randint(self._safe, len(self._done))])
        for done in self._done[:last]:
            _name(names, folders, done)
        for folder in sorted(folders):
            (to / os.path.relpath(folder, self._folder)).mkdir(exist_ok=True)
        kept: dict[int, bytes] = {}
        for path, file in names.items():
            if id(file) not in kept:
                kept[id(file)] = file.survives(rng)
            (to / os.path.relpath(path, self._folder)).write_bytes(kept[id(file)])


def _name(names: dict[str, File], folders: set[str], done: tuple[str, str, str, File | None]) -> None:
    what, path, other, file = done
    match what:
        case "made" | "L":
            assert file is not None
            names[path if what == "made" else other] = file
        case "U":
            names.pop(path, None)
            folders.discard(path)
        case "R":
            names.pop(path, None)
            assert file is not None
            names[other] = file
        case "M":
            folders.add(path)
