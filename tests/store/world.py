"""A small world for the store's tests: projects, Changes made of records, and a model of what a file must hold."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from glossator.core.annotations import AnnotationSet
from glossator.core.changes import Change, Record
from glossator.core.documents import Document
from glossator.core.plain import KIND_OF
from glossator.store.project_file import ProjectFile
from tests.builders import AUTHOR, NOON, annotated, entity, scheme

PROJECT = Path(__file__).resolve().parents[2]

Key = tuple[str, int | str]


def new_project(folder: Path, name: str = "work.gloss", *, author: str = AUTHOR) -> ProjectFile:
    """A new project with the small scheme."""
    return ProjectFile.create(folder / name, title="Work", scheme=scheme(), author=author)


def attack() -> AnnotationSet:
    """A document with every kind of thing that may be said of one."""
    return annotated(
        "[Ada|PER:Individual] of the [[Libyan|GPE] Army|ORG] [hit|EVT] the [naval|FAC#n] and air [base|FAC#n] 😀.",
        relations=[("LEADS", "Ada", "Libyan Army")],
        events=[("ATTACK", "hit", {"Agent": "Ada", "Target": "n"})],
        notes=[("Ada", "who?"), ("", "from the wire")],
    )


def records_of(annotations: AnnotationSet) -> tuple[Record, ...]:
    """The document and everything on it."""
    return (
        annotations.document,
        *annotations.mentions.values(),
        *annotations.relations.values(),
        *annotations.notes.values(),
    )


class Desk:
    """Makes Changes with ids and times that count up, and writes them."""

    def __init__(self, project: ProjectFile, *, author: str = AUTHOR) -> None:
        self.project = project
        self.author = author
        self._times = itertools.count(NOON, 1000)

    def change(
        self,
        title: str = "Change",
        *,
        removed: Iterable[Record] = (),
        added: Iterable[Record] = (),
        texts: Mapping[str, str] | None = None,
        origin: str = "",
    ) -> Change:
        """A Change that is not written yet."""
        return Change(
            id=self.project.new_id(),
            title=title,
            author=self.author,
            time=next(self._times),
            removed=tuple(removed),
            added=tuple(added),
            texts=texts or {},
            origin=origin,
        )

    def write(
        self,
        title: str = "Change",
        *,
        removed: Iterable[Record] = (),
        added: Iterable[Record] = (),
        texts: Mapping[str, str] | None = None,
        origin: str = "",
    ) -> Change:
        """A Change that is written."""
        change = self.change(title, removed=removed, added=added, texts=texts, origin=origin)
        self.project.write(change)
        return change

    def bring(self, annotations: AnnotationSet, *more: Record) -> Change:
        """Write a document with everything on it, and ``more``."""
        return self.write(
            f"Import {annotations.document.name}",
            added=(*more, *records_of(annotations)),
            texts={annotations.document.digest: annotations.text},
            origin="import:test",
        )

    def undo(self, change: Change) -> Change:
        """Take ``change`` back."""
        taken = change.inverse(change_id=self.project.new_id(), author=self.author, time=next(self._times))
        self.project.write(taken)
        return taken


def filled(folder: Path) -> ProjectFile:
    """A project with two documents, an entity and a note on it."""
    project = new_project(folder)
    desk = Desk(project)
    desk.bring(attack(), entity("Ada Lovelace"))
    desk.bring(annotated("[Ada|PER] met [Babbage|PER].", name="Meeting", id=2))
    return project


class Model:
    """What a project file must hold, kept in plain dicts."""

    def __init__(self) -> None:
        self.records: dict[Key, Record] = {}

    def follow(self, change: Change) -> None:
        """Do ``change`` in memory."""
        for each in change.removed:
            del self.records[key(each)]
        for each in change.added:
            self.records[key(each)] = each

    def documents(self) -> list[Document]:
        """The documents that there are."""
        return [each for each in self.records.values() if isinstance(each, Document)]


def key(record: Record) -> Key:
    """What a record is known by."""
    return KIND_OF[type(record)], record.id


def names_in(folder: Path) -> set[str]:
    """The names of the files in a folder."""
    return {each.name for each in folder.iterdir()}


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is one: random work needs no disk that is waited for at each step."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


def run_script(
    script: str, *args: str | Path | int, before: Sequence[str] = (), timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run a Python script in a process of its own, in which glossator can be imported."""
    return subprocess.run(
        [*before, sys.executable, "-c", script, *map(str, args)],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def environment() -> dict[str, str]:
    """The surroundings of such a process."""
    path = os.pathsep.join([str(PROJECT / "desktop"), str(PROJECT)])
    return {**os.environ, "PYTHONPATH": path, "PYTHONWARNINGS": "error"}
