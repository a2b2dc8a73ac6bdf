"""Children of this process: forked while no project is open here, heard through a pipe, ended by kill -9.

A fork costs a few milliseconds, a new interpreter half a second.  It is safe here because the parent never has a
project open: SQLite's locks would not survive it.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import NoReturn

from glossator.store.check import check
from tests.store.world import new_project, quick_folder

Tell = Callable[[str], None]
"""Reports a line to the parent; when it returns, the line has left the child."""

_PIECE = 1 << 16


def prepare() -> None:
    """Load what the children would load each for themselves, and let them share it."""
    with quick_folder() as folder, new_project(folder) as project:
        path = project.path
        project._database.tools()
        project.close()
        check(path)
    gc.freeze()


class Child:
    """A process that does ``work``, which is handed a function to tell the parent a line."""

    def __init__(self, work: Callable[[Tell], None]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self._pipe, into = os.pipe()
        self._heard = b""
        self._ended = False
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._pipe)
            _be_the_child(work, into)
        os.close(into)

    def hear(self, seconds: float) -> list[str]:
        """The whole lines that come within ``seconds``, as soon as there is one; none at the end."""
        until = time.monotonic() + seconds
        while not self._ended and b"\n" not in self._heard:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._pipe], [], [], left)[0]:
                break
            self._take()
        return self._lines()

    def ended(self) -> bool:
        """Whether the child has closed its pipe and all its lines are heard."""
        return self._ended and not self._heard

    def kill(self) -> list[str]:
        """kill -9, and the whole lines that it had told by then; one that is cut off was not told."""
        os.kill(self.pid, signal.SIGKILL)
        return self.finish()

    def finish(self) -> list[str]:
        """Wait until the child has ended; the lines that are left."""
        while not self._ended:
            self._take()
        os.close(self._pipe)
        _, self.status = os.waitpid(self.pid, 0)
        lines = self._lines()
        self._heard = b""
        return lines

    def _take(self) -> None:
        piece = os.read(self._pipe, _PIECE)
        self._heard += piece
        self._ended = not piece

    def _lines(self) -> list[str]:
        whole, _, self._heard = self._heard.rpartition(b"\n")
        return whole.decode().split("\n") if whole else []


def _be_the_child(work: Callable[[Tell], None], into: int) -> NoReturn:
    def tell(line: str) -> None:
        piece = line.replace("\n", "\\n").encode() + b"\n"
        while piece:
            piece = piece[os.write(into, piece) :]

    code = 1
    try:
        work(tell)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, the parent is told and judges it
        tell("crashed " + traceback.format_exc())
    finally:
        os._exit(code)


def told_by(work: Callable[[Tell], None], *, seconds: float = 120) -> list[str]:
    """All lines of a child that runs to its end; ``hangs`` as the last line when it does not within ``seconds``."""
    child = Child(work)
    lines: list[str] = []
    until = time.monotonic() + seconds
    while not child.ended():
        lines += child.hear(max(0.0, until - time.monotonic()))
        if time.monotonic() > until:
            return [*lines, *child.kill(), "hangs"]
    lines += child.finish()
    if os.WIFSIGNALED(child.status):
        lines.append(f"crashed by signal {os.WTERMSIG(child.status)}")
    return lines
