"""What was reported as done against what is there: a ledger kept outside of the worker, and the judgement on a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from glossator import projects
from glossator.core.errors import GlossatorError
from glossator.store.check import check
from glossator.store.keys import Key
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench
from tests.torture.work import AUTHOR, KEYS, digest


class Step(NamedTuple):
    """A Change that was reported as saved: its id and what it said."""

    id: int
    digest: str


class Ledger:
    """What the worker on one project has reported and nobody has found again in the file yet.

    ``head`` is the last step that was found, ``keys`` are the names of those of which one must open it, ``kept`` is the
    last number that is remembered.
    """

    def __init__(self, head: int) -> None:
        self.head = head
        self.steps: list[Step] = []
        self.keys = ["plain"]
        self.copies: dict[str, int] = {}
        self.made: set[str] = set()
        self.backup: tuple[str, int] | None = None
        self.is_closed = False
        self.kept = 0
        self.faults: list[str] = []
        self.counts: Counter[str] = Counter()
        self.lost = 0
        self.total = 0

    def take(self, line: str) -> None:
        """Enter a line that the worker told."""
        word, _, rest = line.partition(" ")
        self.is_closed = word == "closed"
        match word:
            case "step":
                number, said = rest.split()
                self.steps.append(Step(int(number), said))
                self.total += 1
            case "found":
                self.head = int(rest)
                self.steps.clear()
            case "kept":
                self.kept = int(rest)
            case "copy" | "gone" | "made" | "unmade" | "backup":
                self._take_file(word, rest)
            case "rekeying":
                self.keys.append(rest)
            case "key":
                self.keys = [rest]
            case "count":
                self.counts[rest] += 1
            case "lost":
                self.lost += 1
                self.faults.append(line)
            case "bad" | "crashed" | "hangs":
                self.faults.append(line)

    def _take_file(self, word: str, rest: str) -> None:
        match word:
            case "copy":
                name, number = rest.split()
                self.copies[name] = int(number)
            case "gone":
                self.copies.pop(rest, None)
            case "made":
                self.made.add(rest)
            case "unmade":
                self.made.discard(rest)
            case "backup":
                name, _, number = rest.rpartition(" ")
                self.backup = name, int(number)


def key_of(path: Path) -> Key | None:
    """What a project is protected with, by the salt with which it begins."""
    with path.open("rb") as file:
        salt = file.read(16)
    return next((each for each in KEYS.values() if each is not None and each.salt == salt), None)


def find_again(ledger: Ledger, bench: Workbench) -> Iterator[str]:
    """``found ID`` when all reported steps are in the open project and at most one more is; else a line for each that
    is lost, or for what else is wrong.
    """
    if bench.read_only:
        yield "bad the project can only be read"
    tail = bench.ask.history(limit=len(ledger.steps) + 2)
    there = [row.id for row in reversed(tail)]
    wanted = [each.id for each in ledger.steps]
    lost = [each for each in wanted if each not in there]
    yield from (f"lost step {each}" for each in lost)
    if ledger.head not in there:
        yield f"lost step {ledger.head}, which was there before"
    elif not lost:
        new = there[there.index(ledger.head) + 1 :]
        if new[: len(wanted)] != wanted or len(new) > len(wanted) + 1:
            yield f"bad the steps after {ledger.head} are {new} instead of {wanted} and at most one more"
    for step in ledger.steps:
        change = bench.ask.change(step.id) if step.id in there else None
        if change is not None and digest(change) != step.digest:
            yield f"bad step {step.id} is not what was reported"
    remembered = bench.ask.kept("torture") or {"number": 0}
    if remembered["number"] < ledger.kept:
        yield f"lost what was remembered: {remembered['number']} instead of {ledger.kept}"
    if there:
        yield f"found {there[-1]}"


def whole(path: Path) -> Iterator[str]:
    """A line for each fault of the file."""
    for fault in check(path, key=key_of(path)):
        yield f"bad {path.name}: {fault}"


def copies_are_whole(ledger: Ledger, folder: Path) -> Iterator[str]:
    """The copies, backups and new projects that were reported are there, have what they must have, and are whole."""
    wanted = [(folder / "copies" / name, head) for name, head in ledger.copies.items()]
    wanted += [(folder / "new" / name, 0) for name in sorted(ledger.made)]
    if ledger.backup is not None:
        wanted.append((folder / ledger.backup[0], ledger.backup[1]))
    for path, head in wanted:
        if not path.exists():
            yield f"lost file {path.relative_to(folder)}"
            continue
        with ProjectFile.open(path, key=key_of(path)) as project:
            newest = project.ask.history(limit=1)[0].id
            if head and newest != head:
                yield f"bad {path.name} ends with step {newest} instead of {head}"
        yield from whole(path)


def others_are_told(ledger: Ledger, folder: Path) -> Iterator[str]:
    """Copies and new projects that nobody was told of: what has its final name is whole."""
    known = {folder / "copies" / name for name in ledger.copies} | {
        folder / "new" / name for name in ledger.made
    }
    for path in sorted({*folder.glob("copies/*.gloss"), *folder.glob("new/*.gloss")} - known):
        try:
            with ProjectFile.open(path, key=key_of(path)) as project:
                project.scheme()
                project.ask.history(limit=1)
            yield from whole(path)
        except GlossatorError as error:
            yield f"bad {path.name} is not finished and has its final name: {error}"


def judged(ledger: Ledger, path: Path) -> Callable[[Callable[[str], None]], None]:
    """Work for a child that is not killed: everything is looked at, and after closing one plain file is left."""

    def judge(tell: Callable[[str], None]) -> None:
        key = key_of(path)
        if key not in [KEYS[name] for name in ledger.keys]:
            tell(f"bad it is protected with another key than {' or '.join(ledger.keys)}")
        bench = projects.open(path, author=AUTHOR, key=key)
        for line in find_again(ledger, bench):
            tell(line)
        bench.close()
        left = [
            each.name for each in path.parent.iterdir() if path.name in each.name and each.name != path.name
        ]
        aside = [
            each for each in left if f"{path.name}.lock." in each
        ]  # killed while it took over an old lock
        if aside:
            tell("count folders with a lock put aside")
        if len(left) > len(aside):
            tell(f"bad {', '.join(left)} left after closing")
        for look in (
            whole(path),
            copies_are_whole(ledger, path.parent),
            others_are_told(ledger, path.parent),
        ):
            for line in look:
                tell(line)

    return judge
