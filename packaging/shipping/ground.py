"""What every kind of package needs to know: where things lie, which version, which time, and how a command is run."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGING = PROJECT / "packaging"
NAME = "glossator"
MARKER = "glossator.portable"
"""A file of this name beside the program makes it keep everything beside itself."""

BUILD_FILE = "_build.json"
"""Where the program reads which build it is."""
PROGRAMS = frozenset({NAME, "probe"})
"""What may be run; everything else is read."""

_FALLBACK_EPOCH = 1767225600  # 2026-01-01, where neither the environment nor a repository tells the time


class Broken(Exception):
    """A package cannot be made, or does not do what it should; says what."""


class Ground:
    """Where packages are made (``work``) and where they are put (``out``)."""

    def __init__(self, work: Path, out: Path) -> None:
        self.work = work.resolve()
        self.out = out.resolve()
        self.work.mkdir(parents=True, exist_ok=True)
        self.out.mkdir(parents=True, exist_ok=True)

    @cached_property
    def version(self) -> str:
        """The one version, as the package itself says it."""
        line = next(
            each
            for each in (PROJECT / "desktop/glossator/__init__.py").read_text("utf-8").splitlines()
            if each.startswith("__version__")
        )
        return line.split('"')[1]

    @cached_property
    def epoch(self) -> int:
        """The time of everything made, in seconds since 1970: the same for the same sources."""
        if told := os.environ.get("SOURCE_DATE_EPOCH"):
            return int(told)
        asked = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=PROJECT, capture_output=True, text=True, check=False
        )
        return int(asked.stdout) if asked.returncode == 0 and asked.stdout.strip() else _FALLBACK_EPOCH

    @property
    def python(self) -> Path:
        """The interpreter of the clean environment that the frozen program is made in."""
        return self.work / "env" / "bin" / "python"

    @property
    def frozen(self) -> Path:
        """The folder of the frozen program."""
        return self.work / "frozen" / NAME

    @property
    def architecture(self) -> str:
        """The machine as archives name it."""
        return platform.machine()

    def fresh(self, name: str) -> Path:
        """Return an empty folder beneath ``work``."""
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def environment(self) -> dict[str, str]:
        """The environment of tools: the same on every machine where it could show in what they make."""
        own = {
            "SOURCE_DATE_EPOCH": str(self.epoch),
            "PYTHONHASHSEED": "1",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        left_out = ("PYTHON", "GLOSSATOR", "QT_", "XDG_")
        return {k: v for k, v in os.environ.items() if not k.startswith(left_out)} | own

    def run(self, *command: object, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
        """Run a command and return what it says; :class:`Broken` with all of it when it fails."""
        words = [str(each) for each in command]
        done = subprocess.run(
            words,
            cwd=cwd or PROJECT,
            env=dict(self.environment(), **(env or {})),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise Broken(f"{' '.join(words)}\nended with {done.returncode}:\n{done.stdout[-6000:]}")
        return done.stdout

    def name_build(self, package: Path) -> None:
        """Write into the program's package which build it is: the version, and the time of its sources."""
        moment = time.strftime("%Y%m%d.%H%M%S", time.gmtime(self.epoch))
        (package / BUILD_FILE).write_text(json.dumps({"build": f"{self.version}-{moment}"}) + "\n", "utf-8")

    def settle_times(self, folder: Path) -> None:
        """Give everything in ``folder`` the one time, and modes that do not depend on who makes it."""
        for path in [folder, *folder.rglob("*")]:
            if not path.is_symlink():
                is_run = path.is_dir() or (path.name in PROGRAMS and bool(path.stat().st_mode & 0o100))
                path.chmod(0o755 if is_run else 0o644)
            os.utime(path, (self.epoch, self.epoch), follow_symlinks=False)


def need(*tools: str) -> None:
    """Say which of these commands is missing, by the Debian package that has it; :class:`Broken`."""
    packages = {
        "makensis": "nsis",
        "rpmbuild": "rpm",
        "lintian": "lintian",
        "debootstrap": "debootstrap",
        "wine64": "wine64",
        "desktop-file-validate": "desktop-file-utils",
        "appstreamcli": "appstream",
        "readelf": "binutils",
    }
    if missing := [each for each in tools if shutil.which(each) is None]:
        wanted = " ".join(sorted({packages.get(each, each) for each in missing}))
        raise Broken(
            f"{', '.join(missing)} is missing; as root: apt-get install --no-install-recommends {wanted}"
        )


def megabytes(path: Path) -> float:
    """Return the size of a file, or of all files in a folder, in millions of bytes."""
    files = (
        [path]
        if path.is_file()
        else [each for each in path.rglob("*") if each.is_file() and not each.is_symlink()]
    )
    return sum(each.stat().st_size for each in files) / 1e6


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def inventory(folder: Path) -> dict[str, str]:
    """Return every file of a folder with its SHA-256, or where it leads to."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path.relative_to(folder))] = f"→ {path.readlink()}"
        elif path.is_file():
            found[str(path.relative_to(folder))] = digest(path)
    return found


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    began = time.monotonic()
    print(f"=== {name}", flush=True)
    yield
    print(f"=== {name}: {time.monotonic() - began:.0f} s", flush=True)


def say(lines: Sequence[str] | str) -> None:
    """Say a line, or several."""
    print(lines if isinstance(lines, str) else "\n".join(lines), flush=True)
    sys.stdout.flush()
