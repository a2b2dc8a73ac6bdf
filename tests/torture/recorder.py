"""The recorder between a process and the disk: compiled from C when it is wanted, loaded before everything else."""

from __future__ import annotations

import ctypes
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

SOURCE = Path(__file__).with_name("recorder.c")
_HEAD = struct.Struct("=cQQQII")
_LOADED = "GLOSSATOR_TORTURE_RECORDER"


class Kind(IntEnum):
    """What may be refused."""

    WRITES = 1
    SYNCS = 2


class Record(NamedTuple):
    """Something that was done to a file below the folder that is watched; the letters are explained in recorder.c."""

    what: str
    inode: int
    number: int
    path: str
    data: bytes


def missing() -> str:
    """Why the recorder cannot be had here; empty where it can."""
    if not sys.platform.startswith("linux"):
        return "what is written can be recorded on Linux only"
    if shutil.which("cc") is None:
        return "there is no C compiler (cc); Debian: apt-get install gcc libc6-dev"
    return ""


def again_with_recorder(words: list[str]) -> None:
    """Start this program anew with the recorder before the C library; returns where it is there already."""
    if _LOADED in os.environ:
        return
    library = Path(gettempdir()) / f"glossator-recorder-{os.getpid()}.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-o", str(library), str(SOURCE), "-lpthread"],
        check=True,
    )
    surroundings = {**os.environ, "LD_PRELOAD": str(library), _LOADED: str(library)}
    os.execve(sys.executable, [sys.executable, "-m", "tests.torture", *words], surroundings)


class Recorder:
    """The recorder in this process."""

    def __init__(self) -> None:
        library = Path(os.environ[_LOADED])
        self._calls = ctypes.CDLL(str(library))
        self._calls.torture_calls.restype = ctypes.c_long
        self._calls.torture_refuse.argtypes = [ctypes.c_int, ctypes.c_long, ctypes.c_int]
        library.unlink(missing_ok=True)  # it stays loaded

    def record(self, folder: Path, log: Path | None) -> None:
        """Watch what is done below ``folder``, and write it into ``log``, from now on."""
        handle = -1
        if log is not None:
            handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._calls.torture_record(str(folder).encode(), handle)

    def say(self, words: str) -> None:
        """Enter among the writes what the program has reported by now."""
        self._calls.torture_said(words.encode())

    def refuse(self, kind: Kind, after: int, code: int) -> None:
        """Let the calls of ``kind`` fail with the error ``code``, from the one after ``after`` others on."""
        self._calls.torture_refuse(kind, after, code)

    def allow(self, kind: Kind) -> None:
        """Let all calls through, and count those of ``kind``."""
        self._calls.torture_refuse(kind, -1, 0)

    def calls(self) -> int:
        """How many calls there were since it was last told to refuse or to allow."""
        return int(self._calls.torture_calls())


def read(log: Path) -> Iterator[Record]:
    """What was recorded."""
    content = memoryview(log.read_bytes())
    place = 0
    while place < len(content):
        what, inode, number, _, path, data = _HEAD.unpack_from(content, place)
        place += _HEAD.size
        yield Record(
            what.decode(),
            inode,
            number,
            bytes(content[place : place + path]).decode(),
            bytes(content[place + path : place + path + data]),
        )
        place += path + data
