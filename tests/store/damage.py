"""Damage done to project files on purpose, what a repair makes of it, and what it must never do.

:func:`trial` is one round; the long runs call it with many seeds.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from glossator.core.annotations import AnnotationSet, Mention, Note, Relation
from glossator.core.changes import Change, Record
from glossator.core.documents import Document
from glossator.core.errors import GlossatorError
from glossator.core.plain import KIND_OF
from glossator.store import journal, reading
from glossator.store.check import check
from glossator.store.evidence import written
from glossator.store.opening import opened
from glossator.store.rebuilding import Salvaged
from glossator.store.rows import Names
from glossator.store.salvage import salvage
from tests.builders import annotated, entity
from tests.store.world import Desk, Key, attack, key, new_project

PAGE = 4096

WORDS = (
    "the Libyan army hit a naval base near Tripoli on Monday as reported by Ada and a témoin 😀 of it".split()
)


@dataclass(frozen=True)
class World:
    """A project file that is whole, all that it holds or ever held, and the step that said the last of each record."""

    path: Path
    now: dict[Key, Record]
    ever: frozenset[tuple[str, bytes]]
    steps: dict[Key, int]


def world(folder: Path, *, seed: int = 1, documents: int = 12, mentions: int = 40) -> World:
    """A project of some hundred kilobytes in which things were also changed, deleted, and taken back."""
    chance = random.Random(seed)
    with new_project(folder) as project:
        project.new_id = itertools.count(7 << 32).__next__  # type: ignore[assignment]  # the same in each run
        desk = Desk(project)
        desk.bring(attack(), entity("Ada Lovelace"))
        there: list[Mention] = []
        for number in range(documents):
            words = [chance.choice(WORDS) for _ in range(200 if number % 3 else 4000)]
            places = set(chance.sample(range(len(words)), mentions))
            said = [
                f"[{w}|{chance.choice(('PER', 'ORG', 'GPE'))}]" if i in places else w
                for i, w in enumerate(words)
            ]
            brought = annotated(" ".join(said), name=f"Report {number}", id=100 + number)
            brought = _renumbered(brought, (number + 1) << 24)
            desk.bring(brought)
            there += brought.mentions.values()
        for _ in range(60):
            mention = chance.choice(there)
            there.remove(mention)
            changed = replace(mention, label="LOC", attributes={"level": "Name"})
            made = desk.write("Relabel", removed=[mention], added=[changed])
            if chance.random() < 0.3:
                desk.undo(made)
                there.append(mention)
            elif chance.random() < 0.4:
                desk.write("Delete", removed=[changed])
        path = project.path
    steps = steps_in(path)
    ever = {
        (KIND_OF[type(each)], written(each))
        for change in steps.values()
        for each in (*change.removed, *change.added)
    }
    last = {key(each): id_ for id_, change in steps.items() for each in change.added}
    return World(path, contents(path), frozenset(ever), last)


def _renumbered(brought: AnnotationSet, base: int) -> AnnotationSet:
    """The mentions under ids of their own, as all documents of the builders begin with the same one."""
    mentions = [replace(each, id=base + number) for number, each in enumerate(brought.mentions.values())]
    return AnnotationSet(brought.document, brought.text, mentions, [], [])


# --- kinds of damage


def flip(data: bytearray, chance: random.Random, count: int = 1) -> None:
    """Change bits."""
    for _ in range(count):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def zero_page(data: bytearray, chance: random.Random) -> None:
    """A page of zeros."""
    page = chance.randrange(len(data) // PAGE)
    data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)


def zero_pages(data: bytearray, chance: random.Random) -> None:
    """A tenth of the pages are zeros."""
    for _ in range(max(2, len(data) // PAGE // 10)):
        zero_page(data, chance)


def garbage(data: bytearray, chance: random.Random) -> None:
    """Eight sectors in a row hold something else."""
    start = chance.randrange(len(data) // 512) * 512
    end = min(len(data), start + 4096)
    data[start:end] = chance.randbytes(end - start)


def cut(data: bytearray, chance: random.Random) -> None:
    """The file ends too early."""
    del data[chance.randrange(200, len(data)) :]


def no_header(data: bytearray, chance: random.Random) -> None:
    """The first hundred bytes are gone."""
    data[:100] = chance.randbytes(100) if chance.random() < 0.5 else bytes(100)


def no_schema(data: bytearray, chance: random.Random) -> None:
    """The first page is gone."""
    data[:PAGE] = chance.randbytes(PAGE) if chance.random() < 0.5 else bytes(PAGE)


def twenty_flips(data: bytearray, chance: random.Random) -> None:
    """Twenty bits are wrong."""
    flip(data, chance, 20)


def many_flips(data: bytearray, chance: random.Random) -> None:
    """Three hundred bits are wrong."""
    flip(data, chance, 300)


Kind = Callable[[bytearray, random.Random], None]
KINDS: tuple[Kind, ...] = (
    flip,
    twenty_flips,
    many_flips,
    zero_page,
    zero_pages,
    garbage,
    cut,
    no_header,
    no_schema,
)


@dataclass(frozen=True)
class Outcome:
    """What a repair made of the damage: the share of the mentions and of all records that are as they were."""

    mentions: float
    records: float
    report: Salvaged


def trial(whole: World, folder: Path, kind: Kind, seed: int) -> Outcome | None:
    """Damage a copy, repair it, and see that nothing was made up, nothing was lost silently, and the result is whole.

    ``None`` when nothing could be found, which is allowed only where little is left.
    """
    chance = random.Random(f"{kind.__name__}{seed}")
    damaged, new = folder / f"damaged-{seed}.gloss", folder / f"new-{seed}.gloss"
    data = bytearray(whole.path.read_bytes())
    kind(data, chance)
    damaged.write_bytes(data)
    try:
        report = salvage(damaged, new)
    except GlossatorError as error:
        if not error.what.startswith("Nothing of a project") or len(data) >= 64 * PAGE:
            raise
        return None
    assert damaged.read_bytes() == data, "the damaged file was touched"
    assert report.check == (), report.check
    assert check(new) == []
    now, steps = contents(new), set(steps_in(new))
    for found in now.values():
        assert _was_there(found, whole, report, steps), (found, whole.now.get(key(found)), report)
    lost = [each for name, each in whole.now.items() if now.get(name) != each]
    assert not lost or not report.is_whole, (
        f"{len(lost)} records are not as they were, and nobody said so: {lost[:3]}"
    )
    mentions = [each for each in whole.now.values() if isinstance(each, Mention)]
    kept = sum(now.get(key(each)) == each for each in mentions)
    for each in (damaged, new):
        each.unlink()
    return Outcome(kept / len(mentions), 1 - len(lost) / len(whole.now), report)


def _was_there(found: Record, whole: World, report: Salvaged, steps: set[int]) -> bool:
    """Whether a record once was just so, but for what the report tells.

    A value that was damaged in its row, and whose step in the journal is lost, may be taken for what it says: then the
    report tells that steps are lost.
    """
    kind = KIND_OF[type(found)]
    if (kind, written(found)) in whole.ever:
        return True
    if whole.steps.get(key(found)) not in steps:
        return report.lost_steps > 0
    was = whole.now[key(found)]
    told = [each for each in report.losses if each.faults]
    if any("neither can be proven" in fault for each in told for fault in each.faults):
        return True
    if any("neither can be proven" in fault for fault in report.faults):
        return True
    if isinstance(found, Document):  # a text that was damaged has another digest
        assert isinstance(was, Document)
        return bool(told) and replace(was, digest=found.digest, length=found.length) == found
    if isinstance(found, Note):  # what it was on is lost
        assert isinstance(was, Note)
        return bool(told) and replace(was, target=found.target) == found and found.target == found.document
    if isinstance(found, Relation):  # what filled one of its roles is lost
        assert isinstance(was, Relation)
        return bool(told) and replace(was, arguments=found.arguments) == found and found.is_event
    if isinstance(found, Mention):  # its identity is lost
        assert isinstance(was, Mention)
        return bool(told) and found.entity is None and replace(was, entity=None) == found
    return any(str(found.id) in fault for fault in report.faults)


def steps_in(path: Path) -> dict[int, Change]:
    """The steps of the journal of a file, by their ids."""
    database = opened(path)
    try:
        return {action.id: journal.decode(action) for action in journal.actions(database)}
    finally:
        database.drop()


def contents(path: Path) -> dict[Key, Record]:
    """All records of a file."""
    database = opened(path)
    try:
        return {key(each): each for each in reading.every_record(database, Names(database))}
    finally:
        database.drop()
