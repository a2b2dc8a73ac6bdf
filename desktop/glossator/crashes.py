"""What is kept of an unexpected error: a report in the folder of the logs, and the mark of a program that still runs.

A report tells the way through the program and no words of a document: what an error itself says may quote one, so that
is left out unless the user asks for it.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, TextIO

import glossator
from glossator import paths

KEPT = 10
"""How many reports are kept; the oldest are deleted."""

_PREFIX = "crash-"
_ENDING = ".txt"
_MARK = "running.json"
_FATAL = "fatal.txt"


class Unfinished(NamedTuple):
    """A program that did not come to its end: the project it had open (none where it is empty), and when it began."""

    project: str
    began: float


def report(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None, *, with_words: bool = False
) -> str:
    """Return the report of an error; ``with_words`` also holds what it says, which may quote a document."""
    import platform

    lines = [
        f"Glossator {glossator.__version__}, Python {platform.python_version()}, {platform.platform()}",
        time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime()),
        "",
    ]
    if with_words:
        return "\n".join(lines) + "\n" + "".join(traceback.format_exception(kind, error, trace))
    seen: set[int] = set()
    chain: BaseException | None = error
    while chain is not None and id(chain) not in seen:
        seen.add(id(chain))
        lines += [
            each.rstrip() for each in traceback.format_tb(trace if chain is error else chain.__traceback__)
        ]
        lines += [f"{type(chain).__module__}.{type(chain).__qualname__}", ""]
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    return "\n".join(lines)


def keep(text: str) -> Path | None:
    """Write a report into the folder of the logs, readable by its owner alone; None where that cannot be done."""
    folder = paths.log_dir()
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    try:
        paths.ensure(folder)
        number = 0
        while (path := folder / f"{_PREFIX}{stamp}-{number}{_ENDING}").exists():
            number += 1
        path.touch(mode=0o600)
        path.write_text(text, "utf-8")
        _forget_old(folder)
    except OSError:
        return None
    return path


def kept() -> list[Path]:
    """Return the reports there are, the newest first."""
    return sorted(paths.log_dir().glob(f"{_PREFIX}*{_ENDING}"), reverse=True)


def _forget_old(folder: Path) -> None:
    for old in sorted(folder.glob(f"{_PREFIX}*{_ENDING}"), reverse=True)[KEPT:]:
        old.unlink(missing_ok=True)


# --- a program that did not come to its end


def begin() -> Unfinished | None:
    """Mark this program as running, and return the one before where it did not come to its end.

    The mark of a program that runs beside this one is left alone.
    """
    mark = paths.data_dir() / _MARK
    before = _read(mark)
    pid = int(before.get("pid", 0)) if before is not None else 0
    if _is_running(pid):
        return None
    remember("")
    if before is None or pid == os.getpid():
        return None
    return Unfinished(str(before.get("project", "")), float(before.get("began", 0.0)))


def remember(project: str) -> None:
    """Write down which project is open, should this program not come to its end."""
    mark = paths.data_dir() / _MARK
    before = _read(mark) or {}
    pid = os.getpid()
    if before.get("pid", pid) != pid and _is_running(int(before["pid"])):
        return
    told = {"pid": pid, "began": time.time(), "project": project}
    with suppress(OSError):  # what cannot be remembered is not offered at the next start
        paths.ensure(mark.parent)
        mark.write_text(json.dumps(told), "utf-8")


def end() -> None:
    """Take the mark away: this program came to its end."""
    mark = paths.data_dir() / _MARK
    before = _read(mark)
    if before is not None and before.get("pid") == os.getpid():
        mark.unlink(missing_ok=True)


def watch() -> TextIO | None:
    """Have a fault below Python (in Qt, in a driver) written into the folder of the logs; the open file, to be held."""
    folder = paths.log_dir()
    try:
        stream = (paths.ensure(folder) / _FATAL).open("a", encoding="utf-8")
    except OSError:
        return None
    faulthandler.enable(stream)
    return stream


def _read(mark: Path) -> dict[str, float | str] | None:
    try:
        found = json.loads(mark.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _is_running(pid: int) -> bool:
    if pid <= 0 or pid == os.getpid():
        return False
    if sys.platform == "win32":  # asking there would end it: its mark counts as left behind
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
