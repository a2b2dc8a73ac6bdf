"""The projects that torture begins with: an old file that has to be migrated, and a new one with some work in it."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import NamedTuple

from glossator import projects
from tests.store.test_old_files import FILES
from tests.torture.children import told_by
from tests.torture.work import AUTHOR, NAME, Work


class Seed(NamedTuple):
    """A closed project file, and the last step in it."""

    path: Path
    head: int


def seeds(folder: Path) -> list[Seed]:
    """Every old file, and a new project, in ``folder``."""
    return [_new(folder / "new.gloss"), *(Seed(old, _head(old, folder)) for old in FILES)]


def planted(seed: Seed, folder: Path) -> Path:
    """A copy of ``seed`` to work on in the empty ``folder``."""
    return Path(shutil.copyfile(seed.path, folder / NAME))


def _new(path: Path) -> Seed:
    def make(tell: object) -> None:
        projects.create(path, title="Torture", scheme_id="news-intelligence", author=AUTHOR).close()
        work = Work(path.parent, random.Random(1), lambda line: None, name=path.name)
        work.open()
        for act in ("add texts", *["tag"] * 12, *["relate"] * 4, "identify", "note", "undo"):
            work.act(act)
        work.bench.close()

    _without_fault(told_by(make))
    head = _head(path, path.parent)
    shutil.rmtree(path.parent / "texts")
    return Seed(path, head)


def _head(path: Path, folder: Path) -> int:
    mine = Path(shutil.copy(path, folder / f"look-{path.name}"))
    lines = told_by(lambda tell: _tell_head(mine, tell))
    _without_fault(lines)
    for each in folder.glob(f"*look-{path.stem}*"):
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    return int(lines[-1])


def _tell_head(path: Path, tell: object) -> None:
    assert callable(tell)
    bench = projects.open(path, author=AUTHOR)
    tell(str(bench.ask.history(limit=1)[0].id))
    bench.close()


def _without_fault(lines: list[str]) -> None:
    assert not any(line.startswith(("crashed", "hangs")) for line in lines), lines
