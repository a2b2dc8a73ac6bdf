"""ZIP archives of strangers: what is in them, within bounds, and never written to the disk under their names."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple, Self

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError

MOST_MEMBERS = 100_000
"""Files that an archive may hold."""
LARGEST = 1_000_000_000
"""Bytes that all files of an archive may have together, unpacked."""
DENSEST = 200
"""Times that the archive may be smaller than what is in it, beyond the first few MB; texts shrink to a tenth."""

_FREE = 20_000_000  # bytes below which nobody asks how densely a file was packed
_PIECE = 1 << 20
_DAMAGES = (
    *(OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError, struct.error),  # places and sizes that no file has
)
_LEFT_OVER = frozenset(("Thumbs.db", ".DS_Store"))


class Member(NamedTuple):
    """A file of an archive: its path there, for people to read and never to be written to, and its bytes."""

    name: str
    content: bytes


class Archive:
    """An archive at a path or in memory, called ``name``; :class:`GlossatorError` where it is damaged or a trap.

    ``kind`` is what it is to people, who need not know that it is an archive.  Use it as a context.  Folders are no
    members, nor is what the systems of others leave in archives.
    """

    def __init__(self, source: Path | bytes, name: str, kind: str = "ZIP archive") -> None:
        self._name = name
        self._kind = kind
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        except _DAMAGES as error:
            raise self._damaged(error) from error
        self._left = LARGEST
        infos = [
            info
            for info in self._zip.infolist()
            if info.filename and not info.is_dir() and not _is_left_over(info.filename)
        ]
        if len(infos) > MOST_MEMBERS:
            raise GlossatorError(
                f"“{name}” holds {len(infos):,} files, and {MOST_MEMBERS:,} are read at most."
            )
        self._infos = {printable(info.filename): info for info in infos}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *about: object) -> None:
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of its files, in its order."""
        return tuple(self._infos)

    def read(self, name: str) -> bytes:
        """The bytes of one file; :class:`GlossatorError` where there is none, or it unpacks to more than it may."""
        info = self._infos.get(name)
        if info is None:
            raise GlossatorError(f"“{self._name}” has no “{name}” in it.")
        if info.flag_bits & 1:
            raise GlossatorError(f"“{self._name}” is protected with a password.", remedy="Unpack it first.")
        most = min(self._left, max(_FREE, info.compress_size * DENSEST))
        pieces: list[bytes] = []
        length = 0
        try:
            with self._zip.open(info) as file:
                while piece := file.read(_PIECE):
                    pieces.append(piece)
                    length += len(piece)
                    if length > most:
                        raise _trap(name, self._name)
        except _DAMAGES as error:
            raise self._damaged(error) from error
        self._left -= length
        return b"".join(pieces)

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of one file; none of one that cannot be read."""
        try:
            with self._zip.open(self._infos[name]) as file:
                return file.read(size)
        except (*_DAMAGES, KeyError):
            return b""

    def members(self) -> Iterator[Member]:
        """Its files one after the other, each read when it is asked for."""
        return (Member(name, self.read(name)) for name in self._infos)

    def _damaged(self, error: Exception) -> GlossatorError:
        return GlossatorError(
            f"“{self._name}” is damaged: it cannot be read as {_a(self._kind)}.", details=str(error)
        )


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "AEIO" else f"a {kind}"


def _trap(name: str, archive: str) -> GlossatorError:
    return GlossatorError(
        f"“{name}” in “{archive}” unpacks to far more than such a file holds, so it was not read."
    )


def _is_left_over(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not parts or "__MACOSX" in parts or parts[-1] in _LEFT_OVER or parts[-1].startswith("._")
