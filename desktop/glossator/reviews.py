"""What is odd in a whole project: its documents looked at one after the other, beside the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from glossator.analysis.doubts import Doubt, doubts
from glossator.core import mending
from glossator.core.annotations import AnnotationSet, Entity
from glossator.core.changes import Change
from glossator.core.errors import Refused
from glossator.core.layers import EVERYBODY, Layers, Whose
from glossator.core.review import oddities
from glossator.core.scheme import Scheme
from glossator.store.keys import Key
from glossator.store.project_file import ProjectFile
from glossator.store.queries import Queries
from glossator.workbench import Workbench

MOST = 20_000
"""Oddities after which a review of the project ends: nobody goes through more."""

Told = Callable[[int, int], object]
"""Hears how many documents of how many were looked at; what it raises ends the work."""
Tell = Callable[[int, list[Doubt]], object]
"""Hears what is odd in a document (its id), as soon as that is known."""


class Where(NamedTuple):
    """A project that may be reviewed away from the thread of the window: its file, what opens that, and whose
    annotations are looked at.
    """

    path: Path
    key: Key | None = None
    whose: Whose = EVERYBODY

    @classmethod
    def of(cls, bench: Workbench) -> Where | Workbench:
        """The file of a workbench, or, where no second connection may be made, the workbench itself."""
        project = bench.project_file
        return bench if project.is_alone else cls(project.path, project.key, bench.whose)


def go_through(
    where: Where | Workbench, told: Told, tell: Tell, documents: Sequence[int] | None = None
) -> bool:
    """Look at every document of a project (or at these), nothing being written; ``tell`` hears of each.  False when it
    ended early, as there was too much.
    """
    with _questions(where) as (ask, scheme, whose):
        wanted = documents if documents is not None else ask.document_ids()
        found = 0
        for place, document in enumerate(wanted):
            told(place, len(wanted))
            if ask.document(document) is None:
                tell(document, [])
                continue
            seen = Layers(ask.annotations(document), whose.of(document)).seen
            doubtful = odd_in(seen, scheme, ask)
            tell(document, doubtful)
            found += len(doubtful)
            if found >= MOST:
                return place + 1 == len(wanted)
        told(len(wanted), len(wanted))
    return True


def odd_in(annotations: AnnotationSet, scheme: Scheme, ask: Queries) -> list[Doubt]:
    """What is odd in one document."""
    named = {each.entity for each in annotations.mentions.values() if each.entity is not None}
    known: dict[int, Entity] = ask.entities_by_id(named) if named else {}
    return list(doubts(annotations, oddities(annotations, scheme, known.get)))


def mended(bench: Workbench, found: Iterable[Doubt]) -> Change:
    """The one Change that puts all these right, as far as there is a way to."""

    def change(annotations: AnnotationSet, mine: list[Doubt]) -> Change:
        each = [doubt.oddity for doubt in mine]
        return mending.mend_all(annotations, bench.scheme, each, by=bench.hand)

    return _together(bench, found, change)


def waved(bench: Workbench, found: Iterable[Doubt], reason: str) -> Change:
    """The one Change that lets all these pass for a ``reason``; an empty one takes the reasons back."""

    def change(annotations: AnnotationSet, mine: list[Doubt]) -> Change:
        each = [doubt.oddity for doubt in mine]
        return mending.wave_all(annotations, each, reason, by=bench.hand)

    return _together(bench, found, change)


def _together(
    bench: Workbench, found: Iterable[Doubt], make: Callable[[AnnotationSet, list[Doubt]], Change]
) -> Change:
    """What ``make`` gives for the doubts of each document, as one Change."""
    by_document: dict[int, list[Doubt]] = {}
    for each in found:
        by_document.setdefault(each.document, []).append(each)
    made: list[Change] = []
    refused: Refused | None = None
    for document, mine in by_document.items():
        try:
            seen = Layers(bench.annotations(document), bench.whose.of(document)).seen
            made.append(make(seen, mine))
        except Refused as why:
            refused = refused or why
    if not made:
        raise refused or Refused("There is nothing to put right.")
    title = made[0].title
    if len(made) > 1:
        title = (
            f"{made[0].title.split(':')[0]}: {sum(map(len, by_document.values()))} in {len(made)} documents"
        )
    return bench.hand.change(
        title,
        removed=[record for each in made for record in each.removed],
        added=[record for each in made for record in each.added],
    )


@contextmanager
def _questions(where: Where | Workbench) -> Iterator[tuple[Queries, Scheme, Whose]]:
    if isinstance(where, Workbench):
        yield where.ask, where.scheme, where.whose
        return
    with ProjectFile.open(where.path, read_only=True, key=where.key) as project:
        yield project.ask, project.scheme(), where.whose
