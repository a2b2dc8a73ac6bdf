"""The log: a small set of rotating files for whoever has to find out what happened, and warnings on stderr.

What an article says is never logged, nor a note, nor the name of an entity: log ids, counts, durations and
file names.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import sys
from io import TextIOWrapper
from pathlib import Path

from glossator import paths

FILE_NAME = "glossator.log"
FILE_BYTES = 1_000_000
OLD_FILES = 3

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_ROOT = "glossator"


def start(*, level: int = logging.INFO) -> Path | None:
    """Send the program's records of `level` and above to the log file, and warnings to stderr.

    Returns the log file's path, or None where it cannot be written: then stderr says so and the program
    goes on.  Calling it again starts afresh.
    """
    stop()
    logger = logging.getLogger(_ROOT)
    logger.setLevel(level)
    logger.addHandler(_stderr_handler())
    path = paths.log_dir() / FILE_NAME
    try:
        logger.addHandler(_file_handler(path))
    except OSError as error:
        logger.warning("No log is kept: %s cannot be written (%s).", path, error.strerror)
        return None
    return path


def stop() -> None:
    """Close what `start` opened; does nothing when nothing is open."""
    logger = logging.getLogger(_ROOT)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


def _stderr_handler() -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("glossator: %(levelname)s: %(message)s"))
    return handler


def _file_handler(path: Path) -> logging.Handler:
    """Open the log file for its owner alone.

    Raises:
        OSError: the folder or the file cannot be written.
    """
    paths.ensure(path.parent)
    handler = _PrivateFile(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter(_FORMAT))
    return handler


class _PrivateFile(logging.FileHandler):
    """A file that only its owner may read; a full one is kept as an old one and a new one begun.

    The handlers of the standard library that do so bring sockets and pickles along, for which the window would wait.
    """

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        if self.stream is not None and self.stream.tell() >= FILE_BYTES:
            try:
                self._begin_anew(self.stream)
            except OSError:  # another program holds one of them: it goes on with the full one
                self.handleError(record)

    def _begin_anew(self, full: TextIOWrapper) -> None:
        names = [self.baseFilename, *(f"{self.baseFilename}.{age}" for age in range(1, OLD_FILES + 1))]
        full.close()
        try:
            for newer, older in reversed([*itertools.pairwise(map(Path, names))]):
                if newer.exists():
                    newer.replace(older)
        finally:
            self.stream = self._open()

    def _open(self) -> TextIOWrapper:  # the standard library's own hook
        stream = super()._open()
        with contextlib.suppress(OSError):  # a file system without modes
            Path(self.baseFilename).chmod(0o600)
        return stream
