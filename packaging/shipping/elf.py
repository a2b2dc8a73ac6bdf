"""Shared libraries: what each needs, which of them nobody needs, and what is left to the system."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

_MAGIC = b"\x7fELF"


def is_elf(path: Path) -> bool:
    """Whether a file is a program or a shared library."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(4) == _MAGIC


def needed(paths: Iterable[Path]) -> dict[Path, frozenset[str]]:
    """Return for each file the names of the libraries that it asks for."""
    wanted = sorted(paths)
    told = subprocess.run(
        ["readelf", "-d", "-W", *map(str, wanted)], capture_output=True, text=True, check=True
    ).stdout
    found: dict[Path, set[str]] = {path: set() for path in wanted}
    here = wanted[0] if wanted else Path()
    for line in told.splitlines():
        if line.startswith("File: "):
            here = Path(line.removeprefix("File: "))
        elif "(NEEDED)" in line:
            found[here].add(line.split("[")[1].rstrip("]"))
    return {path: frozenset(names) for path, names in found.items()}


def reached(roots: Iterable[Path], asks: dict[Path, frozenset[str]]) -> set[Path]:
    """Return the files that the roots need, directly or through others, the roots among them."""
    by_name: dict[str, list[Path]] = {}
    for path in asks:
        by_name.setdefault(path.name, []).append(path)
    seen: set[Path] = set()
    waiting = list(roots)
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        waiting += [each for name in asks[path] for each in by_name.get(name, [])]
    return seen


def left_to_the_system(asks: dict[Path, frozenset[str]], names: Iterable[str]) -> dict[str, list[str]]:
    """Return each library that is asked for and not among ``names``, with those who ask for it."""
    have = set(names)
    found: dict[str, list[str]] = {}
    for path, asked in asks.items():
        for name in asked - have:
            found.setdefault(name, []).append(path.name)
    return {name: sorted(found[name]) for name in sorted(found)}
