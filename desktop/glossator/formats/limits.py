"""Bounds for files that somebody else wrote: lines and sizes beyond which nobody meant well."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from glossator.core.errors import GlossatorError

LONGEST_LINE = 300_000_000
"""Bytes that a line or a record may have."""
LARGEST = 2_000_000_000
"""Bytes that a file may have of which a line at a time is read."""

_PIECE = 1 << 20
_MARK = b"\xef\xbb\xbf"


class BytesLine(NamedTuple):
    """A line: its number (from 1), its bytes without the line end (``None`` where it is too long), and how many bytes
    of the file are behind it.
    """

    number: int
    content: bytes | None
    end: int


@contextmanager
def opened(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """The file at ``path`` for reading, with its size; :class:`GlossatorError` says why that cannot be."""
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise GlossatorError(f"“{path.name}” is a pipe or a device, and has to be read twice.")
            if about.st_size > LARGEST:
                raise GlossatorError(
                    f"“{path.name}” is too large: it has {about.st_size / 1e6:,.0f} MB.",
                    remedy="Split it into several files.",
                )
            yield file, about.st_size
    except FileNotFoundError as error:
        raise GlossatorError(f"There is no file “{path}”.") from error
    except IsADirectoryError as error:
        raise GlossatorError(f"“{path.name}” is a folder.") from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        raise GlossatorError(f"“{path}” cannot be read: {getattr(error, 'strerror', error)}.") from error


def head_of(path: Path, size: int = 1 << 16) -> bytes:
    """The first bytes of a file; none of a folder or of what cannot be read."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(size)
    except (OSError, ValueError):
        return b""


def lines(file: BinaryIO) -> Iterator[BytesLine]:
    """The lines of a file that ends them with LF or CR LF, a byte order mark left out."""
    number = end = 0
    while content := file.readline(LONGEST_LINE):
        number += 1
        end += len(content)
        if number == 1:
            content = content.removeprefix(_MARK)
        if len(content) >= LONGEST_LINE and not content.endswith(b"\n"):
            while content and not content.endswith(b"\n"):
                content = file.readline(_PIECE)  # it is thrown away, so little of it at a time
                end += len(content)
            yield BytesLine(number, None, end)
        else:
            yield BytesLine(number, content.rstrip(b"\r\n"), end)
