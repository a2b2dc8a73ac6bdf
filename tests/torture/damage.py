"""Damaged bytes in closed files and in waiting side files: nothing crashes, and what is different is told."""

from __future__ import annotations

import random
import shutil
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from glossator import projects
from glossator.core.errors import GlossatorError
from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from glossator.store.salvage import salvage
from tests.store.world import quick_folder
from tests.torture.children import told_by
from tests.torture.judge import Ledger, key_of
from tests.torture.report import Result
from tests.torture.seeds import planted, seeds
from tests.torture.work import AUTHOR, NAME, Work

STEPS = 80
TRIALS_OF_A_FILE = 25
SIDE = "-wal"

Contents = dict[str, object]


class Material(NamedTuple):
    """Files as they lie on the disk: closed, or with a side file in which the last steps wait."""

    folder: Path
    is_hot: bool


def run(count: int, seed: int) -> Result:
    """Damage ``count`` files."""
    result = Result("damaged bytes", "files")
    rng = random.Random(seed)
    with quick_folder() as ground:
        beginnings = seeds(ground)
        while result.goes_on(count):
            life = rng.getrandbits(32)
            with TemporaryDirectory(dir=ground) as folder:
                made = _materials(Path(folder), planted(rng.choice(beginnings), Path(folder)), life)
                _try_all(
                    made,
                    Path(folder),
                    random.Random(life),
                    result,
                    min(TRIALS_OF_A_FILE, count - result.done),
                )
    return result


def _materials(folder: Path, path: Path, life: int) -> list[Material]:
    hot, closed = folder / "hot", folder / "closed"

    def make(tell: Callable[[str], None]) -> None:
        work = Work(folder, random.Random(life), lambda line: None)
        work.open()
        for _ in range(STEPS):
            work.act()
        hot.mkdir()
        for each in folder.glob(f"{path.name}*"):
            if each.is_file() and not each.name.endswith("-shm"):
                shutil.copy(each, hot)
        work.bench.close()
        closed.mkdir()
        shutil.copy(path, closed)

    lines = told_by(make)
    assert not lines, lines
    return [Material(hot, True), Material(closed, False)]


def _try_all(made: list[Material], folder: Path, rng: random.Random, result: Result, count: int) -> None:
    numbers = [rng.getrandbits(32) for _ in range(count)]
    place = folder / "trial"

    def try_them(tell: Callable[[str], None]) -> None:
        truths = {each: _contents_of_copy(each, folder / "truth") for each in made}
        for number in numbers:
            chance = random.Random(number)
            material = chance.choice(made)
            shutil.copytree(material.folder, place)
            what = _damage(place, chance)
            try:
                for line in _trial(place / NAME, what, truths[material], chance):
                    tell(f"{line} {what}" if line.startswith(("bad", "lost")) else line)
            except Exception:  # noqa: BLE001 - what is no sentence is a crash, and the next file is tried all the same
                tell(f"crashed {traceback.format_exc()}{what}")
            tell("done")
            shutil.rmtree(place)

    ledger = Ledger(0)
    for line in told_by(try_them, seconds=300):
        ledger.take(line)
        result.done += line == "done"
    result.take_in(ledger, f"numbers {numbers[:2]}…")


def _contents_of_copy(material: Material, to: Path) -> Contents:
    shutil.copytree(material.folder, to)
    found = contents(to / NAME)
    shutil.rmtree(to)
    return found


def contents(path: Path) -> Contents:
    """All that a project says of itself."""
    is_closed = not any(path.parent.glob(f"{path.name}-*"))
    with ProjectFile.open(path, read_only=is_closed, key=key_of(path)) as project:
        ask = project.ask
        return {
            "title": ask.title(),
            "scheme": project.scheme(),
            "entities": sorted(row.entity.id for row in ask.entities()),
            "documents": [
                (each.document, each.text, each.mentions.copy(), each.relations.copy(), each.notes.copy())
                for each in ask.export_documents()
            ],
            "history": ask.history(limit=1_000_000),
            "labels": ask.label_counts(),
        }


def _damage(folder: Path, rng: random.Random) -> str:
    """Damage one of the files; what was done."""
    path = rng.choice(sorted(each for each in folder.iterdir() if each.stat().st_size))
    data = bytearray(path.read_bytes())
    kind = rng.choice(["flip", "flip", "flip", "flips", "cut", "sector", "page", "rubbish"])
    at = rng.randrange(len(data))
    if kind == "flip":
        data[at] ^= 1 << rng.randrange(8)
    elif kind == "flips":
        for _ in range(20):
            data[rng.randrange(len(data))] = rng.randrange(256)
    elif kind == "cut":
        del data[at:]
    else:
        size = {"sector": 512, "page": 4096, "rubbish": 512}[kind]
        at -= at % size
        piece = data[at : at + size]
        data[at : at + size] = rng.randbytes(len(piece)) if kind == "rubbish" else bytes(len(piece))
    path.write_bytes(data)
    return f"({kind} at {at} of {path.name})"


def _trial(path: Path, what: str, truth: Contents, rng: random.Random) -> Iterator[str]:
    """Lines about what opening, checking, working on and repairing a damaged project does."""
    safe = path.parent / "safe"
    shutil.copytree(path.parent, safe)
    is_told, found = False, None
    try:
        is_told = bool(check(path, key=key_of(path)))  # first: who opens to write clears the side file away
        found = contents(path)
    except GlossatorError:
        is_told = True
    if found == truth:
        yield "count are as they were" if not is_told else "count are as they were and told"
    elif is_told:
        yield "count are different and told"
    elif found is not None and _is_before(found, truth, safe):
        # A last step that is damaged looks like one that was not finished when the power went; what a side file that
        # was cut short once held, nobody can know.
        lost = len(truth["history"]) - len(found["history"])  # type: ignore[arg-type]
        if lost > 1 and what.startswith("(flip "):
            yield f"lost {lost} steps of a damaged side file without a word"
        yield f"count have silently lost {'the last step' if lost == 1 else 'the end'} of a damaged side file"
    else:
        differing = [name for name in truth if found is None or found[name] != truth[name]]
        yield f"lost without a word: {', '.join(differing)}"
    yield from _work_on(path, rng)
    yield from _repaired(safe / path.name, path.parent / "repaired.gloss")


def _is_before(found: Contents, truth: Contents, folder: Path) -> bool:
    """Whether a damaged side file was read up to the damage: a state that once was."""
    now, then = found["history"], truth["history"]
    assert isinstance(now, list)
    assert isinstance(then, list)
    return (folder / f"{NAME}{SIDE}").exists() and [row.id for row in now] == [row.id for row in then][
        len(then) - len(now) :
    ]


def _work_on(path: Path, rng: random.Random) -> Iterator[str]:
    """Somebody who has seen no sign of damage works on; he may be told of it at any step."""
    work = Work(path.parent, rng, lambda line: None)
    work.key = key_of(path)
    try:
        work.open()
        try:
            for name in ("tag", "tag", "undo", "identify", "remove", "undo", "add texts"):
                work.act(name)
        finally:
            work.bench.close()
        with projects.open(path, author=AUTHOR, key=work.key).project_file as again:
            again.scheme()
        yield "count could be worked on"
    except GlossatorError:
        yield "count told it when they were worked on"


def _repaired(path: Path, to: Path) -> Iterator[str]:
    try:
        report = salvage(path, to, key=key_of(path))
    except GlossatorError:
        yield "count could not be repaired"
        return
    for fault in check(to, key=key_of(to)):
        yield f"bad the repaired file is not whole: {fault}"
    yield "count were repaired" + (" with losses" if not report.is_whole else "")
