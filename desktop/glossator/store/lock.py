"""The lock beside a project: who has it open for writing, on which computer, since when."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import sys
import time
import zlib
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from glossator.core.errors import GlossatorError

_UNREADABLE_SECONDS = 60.0  # a lock that says nothing for so long was cut off by a crash


class Locked(GlossatorError):
    """Somebody else has the project open for writing; it may still be opened to read."""


class Holder(NamedTuple):
    """Who has a project open for writing: the computer, the process there, since when (seconds since 1970)."""

    host: str
    pid: int
    since: float

    @property
    def words(self) -> str:
        """Where that is, for a sentence."""
        started = datetime.fromtimestamp(self.since).astimezone().strftime("%Y-%m-%d %H:%M")
        if self.host != _host():
            return f"in Glossator on the computer {self.host} (since {started})"
        if self.pid == os.getpid():
            return "in this Glossator"
        return f"in Glossator on this computer (process {self.pid}, since {started})"


class Lock:
    """The lock that we hold; ``release`` gives it back."""

    def __init__(self, path: Path, content: str) -> None:
        self.path = path
        self._content = content

    def release(self) -> None:
        """Take the lock away, unless it is no longer ours."""
        if _read(self.path) == self._content:
            with contextlib.suppress(FileNotFoundError):
                self.path.unlink()


def lock_path(project: Path) -> Path:
    """Where the lock of a project lies."""
    return project.with_name(f".{project.name}.lock")


def content(project: Path) -> str:
    """What the lock of a project says, just to see whether it is another one; empty when there is none."""
    try:
        return _read(lock_path(project)) or ""
    except OSError:
        return ""


def holder(project: Path) -> Holder | None:
    """Who has ``project`` open for writing now; ``None`` when nobody has, or only one who is no more."""
    found = content(project)
    parsed = _parsed(found) if found else None
    if parsed is None or _is_left_over(found, lock_path(project)):
        return None
    host, pid, _, since = parsed
    return Holder(host, pid, since)


def take(project: Path) -> Lock:
    """Lock ``project`` for this process.

    The lock of a process of this computer that is no more is taken over.  :class:`Locked` when somebody has it,
    ``OSError`` when the folder does not let us write.
    """
    path = lock_path(project)
    content = json.dumps(
        {"host": _host(), "pid": os.getpid(), "born": _born(os.getpid()), "time": time.time()}
    )
    while not _made(path, content):
        found = _read(path)
        if found is None:
            continue  # given back in this moment
        if not _is_left_over(found, path):
            raise _locked(project, found)
        _take_away(path, found)
    return Lock(path, content)


def mark() -> str:
    """This process in sixteen letters, for names of files: the computer, and the number of the process there."""
    return f"{_mark_of_host()}{os.getpid():08x}"


def is_dead(its_mark: str) -> bool:
    """Whether a :func:`mark` is that of a process of this computer that is no more."""
    return its_mark.startswith(_mark_of_host()) and not _lives(int(its_mark[8:], 16), "")


def _mark_of_host() -> str:
    return f"{zlib.crc32(_host().encode()):08x}"


def _made(path: Path, content: str) -> bool:
    """Whether the lock is ours now: it appears with all that it says, or it is another's."""
    if path.exists():
        return False
    aside = _aside(path)
    try:
        _write(aside, content, os.O_TRUNC)
        os.link(aside, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links, or a full disk, which the next lines tell
        return _made_in_place(path, content)
    finally:
        aside.unlink(missing_ok=True)
    _tidy(path)
    return True


def _made_in_place(path: Path, content: str) -> bool:
    try:
        _write(path, content, os.O_EXCL)
    except FileExistsError:
        return False
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return True


def _write(path: Path, content: str, how: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.{os.getpid()}")


def _tidy(path: Path) -> None:
    """Remove what processes that are no more left beside the lock in the middle of taking it."""
    for each in path.parent.glob(f"{glob.escape(path.name)}.*"):
        pid = each.name.rpartition(".")[2]
        if pid.isdecimal() and not _lives(int(pid), ""):
            each.unlink(missing_ok=True)


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None


def _parsed(content: str) -> tuple[str, int, str, float] | None:
    try:
        plain = json.loads(content)
        return str(plain["host"]), int(plain["pid"]), str(plain["born"]), float(plain["time"])
    except (ValueError, KeyError, TypeError):
        return None


def _is_left_over(content: str, path: Path) -> bool:
    parsed = _parsed(content)
    if parsed is None:
        try:
            return time.time() - path.stat().st_mtime > _UNREADABLE_SECONDS
        except FileNotFoundError:
            return False
    host, pid, born, _ = parsed
    return host == _host() and not _lives(pid, born)


def _take_away(path: Path, content: str) -> None:
    """Remove a left-over lock; one that somebody made in its place just now is put back."""
    aside = _aside(path)
    try:
        path.rename(aside)
    except FileNotFoundError:
        return
    if _read(aside) == content:
        aside.unlink()
    else:
        aside.rename(path)


def _lives(pid: int, born: str) -> bool:
    """Whether the process that wrote the lock still runs; a later one with its number is another."""
    if sys.platform == "win32":  # pragma: no cover - os.kill would end the process there
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it lives and is somebody else's
    now = _born(pid)
    return not born or not now or born == now


def _host() -> str:
    """The name of this computer; the module socket, which also knows it, is slow to load."""
    if sys.platform == "win32":  # pragma: no cover - there is no uname there
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename


def _born(pid: int) -> str:
    """What tells a process from an earlier one with the same number: the boot and its start; empty if unknown."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # the name of the program may hold spaces and brackets, so count from the last bracket
    return f"{boot}:{fields.rpartition(')')[2].split()[19]}"


def _locked(project: Path, content: str) -> Locked:
    parsed = _parsed(content)
    where = Holder(parsed[0], parsed[1], parsed[3]).words if parsed else "in another Glossator"
    return Locked(
        f"The project “{project.name}” is already open {where}.",
        safe="Nothing was changed.",
        remedy="Close it there, or open it here to read only. If that computer was switched off without closing it, "
        f"delete the file “{lock_path(project).name}” beside it.",
        details=str(lock_path(project)),
    )
