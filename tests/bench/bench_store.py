"""What the project file costs: one tag saved, opening, a large document, many mentions at once and taken back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from glossator.core.annotations import AnnotationSet, Mention
from glossator.core.changes import Change
from glossator.core.documents import digest_of
from glossator.core.spans import Span
from glossator.store import rows
from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from glossator.store.salvage import salvage
from tests.bench.documents import S1, S3, Size, article, scheme
from tests.bench.frame import Measurement, cpu_ms

_NOW = 1_790_000_000_000
_TAGS = 400
_FILLED = 10  # large documents in the big project
_BULK_GOAL = 0.5
"""Of the speed at which bare rows go into the same tables."""


def measure() -> list[Measurement]:
    """A project with one short article, and one with ten documents of a million characters, 200,000 mentions."""
    with TemporaryDirectory() as folder:
        small = _project(Path(folder) / "small.gloss", S1, documents=1)
        large = _project(Path(folder) / "large.gloss", S3, documents=_FILLED)
        projects = (("60 mentions", small), ("200,000", large))
        return [
            *(
                Measurement("store: open a project", name, "ms", _opening(path), 100)
                for name, path in projects
            ),
            *(Measurement("store: one tag saved", name, "ms", _tags(path), 1.0) for name, path in projects),
            *_documents(large),
            *_whole(large),
            *_bulk(Path(folder) / "bulk.gloss"),
        ]


def _opening(path: Path) -> list[float]:
    def go() -> None:
        with ProjectFile.open(path) as project:
            project.scheme()
            project.ask.steps()
            project.ask.documents(limit=100)

    return cpu_ms(go, times=9)[1:]


def _tags(path: Path) -> list[float]:
    samples = []
    with ProjectFile.open(path) as project:
        document = project.ask.documents(limit=1)[0].document
        text = project.ask.text_of(document.id)
        for number in range(_TAGS):
            span = Span(number, number + 5)
            mention = replace(
                _MENTION, id=project.new_id(), document=document.id, fragments=(span,), quote=span.slice(text)
            )
            change = Change(
                project.new_id(), f"Tag “{mention.quote}” as Person", "Bench", _NOW, added=(mention,)
            )
            samples += cpu_ms(lambda change=change: project.write(change))  # type: ignore[misc]
    return samples


def _documents(path: Path) -> list[Measurement]:
    with ProjectFile.open(path, read_only=True) as project:
        document = project.ask.documents(limit=1)[0].document.id
        ask = project.ask
        questions: list[tuple[str, str, Callable[[], object], float | None]] = [
            ("store: open a document", "20,000 mentions", lambda: ask.annotations(document), None),
            ("store: its bare rows", "20,000 mentions", lambda: list(ask.export_rows([document])), None),
            ("store: labels of the project", "200,000", ask.label_counts, 30),
            ("store: labels of a document", "20,000", lambda: ask.label_counts(document), 50),
            ("store: entities of the project", "200,000", ask.entity_counts, None),
            ("store: relation pairs of the project", "60,000 relations", ask.relation_pairs, None),
            ("store: a page of the history", "200", ask.history, 30),
        ]
        return [
            Measurement(what, size, "ms", cpu_ms(question, times=8)[1:], bound)
            for what, size, question, bound in questions
        ]


def _whole(path: Path) -> list[Measurement]:
    """What a check and a repair cost, for 100,000 mentions: at any size the same for each."""
    with ProjectFile.open(path, read_only=True) as project:
        mentions = sum(each.mentions for each in project.ask.label_counts())
    each = mentions / 100_000
    checked = [used / 1000 / each for used in cpu_ms(lambda: check(path), times=2)]
    began = time.process_time()
    salvage(path, path.with_name("repaired.gloss"))
    repaired = (time.process_time() - began) / each
    return [
        Measurement("store: checked, for 100,000 mentions", f"{mentions:,}", "s", checked, 4),
        Measurement("store: repaired, for 100,000 mentions", f"{mentions:,}", "s", [repaired], 20),
    ]


def _bulk(path: Path) -> list[Measurement]:
    held = article(S3)
    mentions = len(held.mentions)
    shares, rates, undo = [], [], []
    for number in range(3):
        bare = _bare(path.with_name(f"bare{number}.gloss"), held)
        with ProjectFile.create(
            path.with_name(f"bulk{number}.gloss"), title="", scheme=scheme(), author="B"
        ) as project:
            change = _import(project, held, number)
            only = replace(change, added=change.added[:1])
            project.write(only)
            change = replace(
                change, id=project.new_id(), added=tuple(e for e in change.added if isinstance(e, Mention))
            )
            began = time.process_time()
            project.write(change)
            used = time.process_time() - began
            rates.append(mentions / used)
            shares.append(bare / used)
            taken = change.inverse(change_id=project.new_id(), author="Bench", time=_NOW)
            undo += cpu_ms(lambda taken=taken, project=project: project.write(taken))  # type: ignore[misc]
    return [
        Measurement("store: mentions written at once", "20,000", "/s", rates, 25_000, at_least=True),
        Measurement("store: … of the speed of bare rows", "20,000", "×", shares, _BULK_GOAL, at_least=True),
        Measurement("store: … taken back", "20,000", "ms", undo),
    ]


def _bare(path: Path, held: AnnotationSet) -> float:
    """CPU seconds for the same rows without journal, counts and comparison."""
    with ProjectFile.create(path, title="", scheme=scheme(), author="B") as project:
        change = _import(project, held, 0)
        project.write(replace(change, added=change.added[:1]))
        database, names = project._database, project._names
        made = [each for each in change.added if isinstance(each, Mention)]
        with database.transaction():
            names.person("")
            names.origin("")
            ready = [rows.of_mention(each, 1, names) for each in made]
            began = time.process_time()
            marks = ",".join("?" * len(ready[0]))
            database.run_many(f"INSERT INTO mention VALUES ({marks})", ready)
        return time.process_time() - began


_MENTION = Mention(0, 0, "PER", (Span(0, 5),), "", author="Bench", created=_NOW)


def _project(path: Path, size: Size, *, documents: int) -> Path:
    held = article(size)
    with ProjectFile.create(path, title="Bench", scheme=scheme(), author="Bench") as project:
        for number in range(documents):
            project.write(_import(project, held, number))
    return path


def _import(project: ProjectFile, held: AnnotationSet, number: int) -> Change:
    text = f"{held.text}{number}"
    document = replace(
        held.document, id=project.new_id(), name=f"Report {number}", length=len(text), digest=digest_of(text)
    )
    new = {each: project.new_id() for each in (*held.mentions, *held.relations)}
    mentions = [
        replace(each, id=new[each.id], document=document.id, author="Bench", created=_NOW)
        for each in held.mentions.values()
    ]
    relations = [
        replace(
            each,
            id=new[each.id],
            document=document.id,
            type=each.type if each.trigger is None else scheme().event_types[0].id,
            trigger=None if each.trigger is None else new[each.trigger],
            arguments=tuple(argument._replace(target=new[argument.target]) for argument in each.arguments),
        )
        for each in held.relations.values()
    ]
    return Change(
        project.new_id(),
        "Import",
        "Bench",
        _NOW,
        added=(document, *mentions, *relations),
        texts={document.digest: text},
        origin="import:bench",
    )
