"""The log: a small set of rotating files for whoever has to find out what happened, and warnings on stderr.

What an article says is never logged, nor a note, nor the name of an entity: log ids, counts, durations and
file names.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
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
    handler = _PrivateFile(path, maxBytes=FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8")
    handler.setFormatter(logging.Formatter(_FORMAT))
    return handler


class _PrivateFile(RotatingFileHandler):
    """A rotating file that only its owner may read."""

    def _open(self) -> TextIOWrapper:  # the standard library's own hook, called at each rotation
        stream = super()._open()
        with contextlib.suppress(OSError):  # a file system without modes
            Path(self.baseFilename).chmod(0o600)
        return stream
