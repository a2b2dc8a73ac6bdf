"""How the command line speaks: lines, JSON and progress on stdout and stderr, whatever these can take."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from io import FileIO, TextIOWrapper

_PROGRESS_SECONDS = 0.1
_FAULTS_SHOWN = 100


def print_json(plain: object) -> None:
    """Write a plain value to stdout as JSON in UTF-8, whatever the terminal knows."""
    import json

    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(plain, ensure_ascii=False, indent=2).encode() + b"\n")
    sys.stdout.buffer.flush()


@contextlib.contextmanager
def progress(doing: str) -> Iterator[Callable[[int, int], None]]:
    """Tells of long work on stderr, where that is a terminal; the line is wiped away at the end."""
    told = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= _PROGRESS_SECONDS:
            told = now
            share = f"{100 * done // total} %" if total else "…"  # nobody knows how much a pipe holds
            print(f"\r\x1b[K{doing}: {share}", end="", file=sys.stderr, flush=True)

    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    try:
        yield tell
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def be_able_to_print() -> None:
    """Let a terminal that knows few letters show a question mark rather than end the program; where there is none and
    what we say was not sent elsewhere, it goes nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, TextIOWrapper(FileIO(os.devnull, "w"), encoding="utf-8"))
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def complain(sentence: str, details: str = "") -> None:
    """Say on stderr what went wrong; ``details`` are shown where there are several of them, a line each."""
    print(f"glossator: {sentence}", file=sys.stderr)
    lines = details.splitlines()
    for line in lines[:_FAULTS_SHOWN] if len(lines) > 1 else ():  # one line says no more than the sentence
        print(f"  {line}", file=sys.stderr)
    if len(lines) > _FAULTS_SHOWN:
        print(f"  … and {len(lines) - _FAULTS_SHOWN} more", file=sys.stderr)


def forget_stdout() -> None:
    """Send what is still to be written nowhere, so that Python does not try again at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
        os.close(devnull)
