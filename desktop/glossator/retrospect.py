"""The past of a project, for the window and the command line: its history, and the project as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from glossator import paths
from glossator.core.annotations import Entity, Mention, Note, Relation
from glossator.core.documents import Document
from glossator.core.errors import Refused
from glossator.store import asof
from glossator.store.asof import Kept
from glossator.store.entangled import Entangled
from glossator.store.journal import CREATION
from glossator.store.past import HistoryPage, HistoryRow, Key, Person, Wanted, is_about
from glossator.workbench import LARGE, Workbench

__all__ = [  # what others take from here although it is made elsewhere
    "CREATION",
    "Entangled",
    "HistoryPage",
    "HistoryRow",
    "Kept",
    "Key",
    "Person",
    "Wanted",
    "is_about",
]

Progress = Callable[[int, int], object]
"""Hears how many steps are taken back of how many; what it raises ends the work, and nothing is left of it."""


def is_hidden(bench: Workbench, row: HistoryRow) -> bool:
    """Whether a step would tell of a document that is read a second time: others made it there, or it is about an
    identity that is known from there alone.
    """
    whose = bench.whose
    if any(each in whose.blind and not whose.is_seen(row.author, each) for each in row.documents):
        return True
    if not whose.blind or row.documents or any(row.author in readers for readers in whose.blind.values()):
        return False
    change, hidden = bench.ask.change(row.id), bench.seen.hidden_entities()
    records = (*change.removed, *change.added) if change is not None and hidden else ()
    named = (
        each.target if isinstance(each, Note) else each.id
        for each in records
        if isinstance(each, Entity | Note)
    )
    return any(each in hidden for each in named)


def row_of(bench: Workbench, change_id: int) -> HistoryRow | None:
    """The line of the history for a step; ``None`` for one that is not known."""
    return bench.ask.history_row(change_id)


def documents_made(bench: Workbench, row: HistoryRow) -> int:
    """How many documents a step brought in, which go where it is taken back."""
    if (
        row.changes >= LARGE
    ):  # to look into it would stop the window; so much at once changes no document, but makes it
        return bench.ask.documents_left_by(row.place)
    change = bench.ask.change(row.id)
    if change is None:
        return 0
    before = {each.id for each in change.removed if isinstance(each, Document)}
    return sum(isinstance(each, Document) and each.id not in before for each in change.added)


def changed_by(bench: Workbench, record: Mention | Relation) -> str:
    """Who changed a record last, where that is somebody else than its author; empty where nobody did.

    A record keeps its author whoever changes it: it stays the work of who made it, and of whom it counts.
    """
    row = bench.ask.last_step_on(record.id)
    if row is None or row.author == record.author or row.origin.startswith("import"):
        return ""  # an import brings work of others, and changes none
    if (
        row.changes >= LARGE
    ):  # to look into it would stop the window; but imports, only what changes much is so large
        return row.author
    change = bench.ask.change(row.id)
    was_there = change is not None and any(each.id == record.id for each in change.removed)
    return row.author if was_there else ""


def place_at(bench: Workbench, moment: int) -> int:
    """The place in the journal of the last step made until ``moment`` (UTC, milliseconds since 1970); :class:`Refused`
    before the first.
    """
    place = bench.ask.place_at(moment)
    if place is None:
        raise Refused("The project did not exist at that time.")
    return place


def write_as_of(bench: Workbench, place: int, to: Path, progress: Progress) -> None:
    """Write the project as it was after the step in ``place`` of the journal to the new file ``to``."""
    file = bench.project_file
    asof.write(file.path, place, to, key=file.key, progress=progress)


def keeper(bench: Workbench, place: int) -> Callable[[Progress], Kept]:
    """What writes the project as it was after a step into a file to be looked at, on any thread; :func:`forget` deletes
    it.
    """
    path, key, cache = bench.project_file.path, bench.project_file.key, paths.cache_dir()
    return lambda progress: asof.keep(path, place, cache, key=key, progress=progress)


def forget(kept: Kept) -> None:
    """Delete what a :func:`keeper` wrote; it must be closed by now."""
    asof.forget(kept)


def clear_away() -> None:
    """Delete what a :func:`keeper` wrote in a program that came to no good end."""
    asof.clear_away(paths.cache_dir())
