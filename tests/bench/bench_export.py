"""What the JSONL export costs: mentions per CPU second, and whether memory stays flat when the project grows."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from glossator import projects
from glossator.core.annotations import AnnotationSet, Argument, Entity, Mention, Relation
from glossator.core.changes import Change, Record
from glossator.core.documents import digest_of
from glossator.store.project_file import ProjectFile
from tests.bench.documents import Size, article, scheme
from tests.bench.frame import Measurement

GOAL = 100_000
"""Mentions per second on one core."""
FLAT = 5.0
"""Megabytes that memory may grow by when the project grows fourfold, from 250 to 1,000 documents."""

_FIRST_TIME = 1_790_000_000_000
_SMALL = Size("100 mentions", 4_000, 100, 30)
_LARGE = Size("50,000 mentions", 2_000_000, 50_000, 10_000)
_EXPORT = """
import sys, tracemalloc
from pathlib import Path
from glossator import projects
tracemalloc.start()
projects.export_jsonl(*map(Path, sys.argv[1:]))
print(tracemalloc.get_traced_memory()[1])
"""


def measure() -> list[Measurement]:
    """Few large documents and many small ones; the most memory that the program's own objects took in a process that
    does nothing but export (SQLite's page cache, 64 MB at most, comes on top).

    Rates are judged by the best sample: whatever else a machine does can only make one worse.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        sizes = (("2 × 50,000", _LARGE, 2), ("250 × 100", _SMALL, 250), ("1,000 × 100", _SMALL, 1_000))
        measured: list[Measurement] = []
        peaks: list[list[float]] = []
        for shown, size, documents in sizes:
            path = _project(folder / f"{documents}.gloss", size, documents=documents)
            rates = _rates(path, size.mentions * documents)
            measured.append(
                Measurement("export", shown, "mentions/s", rates, GOAL, judged="max", at_least=True)
            )
            peaks.append([_peak_megabytes(path)])
            measured.append(Measurement("export, memory", shown, "MB", peaks[-1]))
    growth = [after - before for before, after in zip(peaks[1], peaks[2], strict=True)]
    return [*measured, Measurement("export, memory grown", "1,000 over 250", "MB", growth, FLAT)]


def _rates(path: Path, mentions: int) -> list[float]:
    rates = []
    for _ in range(7):
        began = time.process_time()
        report = projects.export_jsonl(path, path.with_suffix(".jsonl"))
        rates.append(mentions / (time.process_time() - began))
        assert report.mentions == mentions
    return rates


def _peak_megabytes(path: Path) -> float:
    command = [sys.executable, "-c", _EXPORT, str(path), str(path.with_suffix(".jsonl"))]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(said) / 1_000_000


def _project(path: Path, size: Size, *, documents: int) -> Path:
    made = [_Filling(article(size, seed=seed)) for seed in range(min(documents, 20))]
    ids = count(1 << 22)
    with ProjectFile.create(path, title="Export", scheme=scheme(), author="Bench") as project:
        for first in range(0, documents, 50):
            added: list[Record] = []
            texts: dict[str, str] = {}
            for number in range(first, min(documents, first + 50)):
                records, text = made[number % len(made)].records(number, ids)
                added += records
                texts[digest_of(text)] = text
            project.write(
                Change(project.new_id(), "Import", "Bench", _FIRST_TIME, added=tuple(added), texts=texts)
            )
    return path


class _Filling:
    """A document as analysts leave it: entities, attributes and times; given out again under other ids."""

    def __init__(self, annotations: AnnotationSet) -> None:
        self._annotations = annotations

    def records(self, number: int, ids: Iterator[int]) -> tuple[list[Record], str]:
        """The records of document ``number`` and its text."""
        random = Random(number)
        held = self._annotations
        text = f"Report {number}\n{held.text}"
        shift = len(text) - len(held.text)
        document = replace(
            held.document,
            id=next(ids),
            name=f"Report {number:05}",
            length=len(text),
            digest=digest_of(text),
            source="Agency",
        )
        entities = [Entity(next(ids), f"Entity {n} of {number}", "PER") for n in range(20)]
        new: dict[int, Mention] = {}
        for mention in held.mentions.values():
            new[mention.id] = replace(
                mention,
                id=next(ids),
                document=document.id,
                fragments=tuple(type(s)(s.start + shift, s.end + shift) for s in mention.fragments),
                entity=random.choice(entities).id if random.random() < 0.6 else None,
                attributes={"level": "NOM"} if random.random() < 0.3 else {},
                author="Ada" if random.random() < 0.7 else "Bo",
                created=_FIRST_TIME + random.randrange(10**9),
            )
        relations = [_moved(each, next(ids), document.id, new) for each in held.relations.values()]
        return [document, *entities, *new.values(), *relations], text


def _moved(relation: Relation, number: int, document: int, new: dict[int, Mention]) -> Relation:
    arguments = tuple(Argument(each.role, new[each.target].id) for each in relation.arguments)
    if relation.trigger is None:
        return replace(relation, id=number, document=document, arguments=arguments)
    return Relation(number, document, "Movement.Transport", arguments, new[relation.trigger].id)
