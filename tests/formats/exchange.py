"""What the tests of other formats share: corpora in place, random projects, and the way out and in again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest

from glossator.core.annotations import AnnotationSet, Entity, Note
from glossator.core.edits import Hand
from glossator.core.scheme import Scheme
from glossator.formats import conveying
from glossator.formats.catalogue import Format, format_named
from glossator.formats.conveying import Exporting
from glossator.formats.doctor import Finding
from glossator.formats.losses import Loss, Outgoing
from glossator.formats.mapping import NO_NAMES, NameTable
from glossator.formats.standoff import Fault, Options
from tests.formats.random_projects import WITH_SOURCES, Case

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"


def corpus(name: str) -> Path:
    """A folder of real files, read in place; the test is skipped where they are not."""
    path = CORPORA / name
    if not path.exists():
        pytest.skip(f"the corpora of real files are not on this machine ({name})")
    return path


def nobody() -> Hand:
    """A hand without a name, whose ids go up by one and whose clock stands still."""
    numbers = count(1)
    return Hand("", lambda: next(numbers), lambda: 0)


def outgoing(case: Case) -> list[Outgoing]:
    """The documents of a random project on their way out."""
    made = []
    for held in case.sets:
        named = {each.entity for each in held.mentions.values() if each.entity is not None}
        entities = {key: case.entities[key] for key in named}
        notes: dict[int, list[Note]] = {}
        for note in case.entity_notes:
            if note.target in entities:
                notes.setdefault(note.target, []).append(note)
        made.append(Outgoing(held, entities, notes, WITH_SOURCES))
    return made


def round_trip(
    form: Format, documents: Sequence[Outgoing], target: Path, names: NameTable = NO_NAMES
) -> tuple[list[str], list[Loss]]:
    """Write ``documents``, read them again: what differs from what should have been written, and what was lost."""
    scheme = documents[0].scheme
    exporting = Exporting(form, scheme, names)
    options = Options(scheme=scheme, overwrite=True)
    assert form.write is not None
    form.write(exporting.out(documents), target, options)
    told = conveying.verified(
        exporting,
        conveying.read_back(exporting, target, options, nobody()),
        lambda: Exporting(form, scheme, names).out(documents),
    )
    return told, list(exporting.done().losses)


class Read:
    """What a file holds, as it would come into a project that has nothing."""

    def __init__(self, name: str, *paths: Path, options: Options = Options(), skip_bad: bool = True) -> None:  # noqa: B008
        from glossator.formats.grounding import Grounding
        from glossator.formats.planning import plan

        form = format_named(name)
        documents = conveying.Documents(form, paths, options)
        self.survey = conveying.survey(documents, lambda done, total: None)
        self.plan = plan(self.survey, Scheme("x", "X", "1"))
        grounding = Grounding(self.plan, self.survey.doctor, nobody(), origin="")
        self.taken = []
        self.faults: list[Fault] = []
        self.findings: list[Finding] = []
        self.units = set()
        for document in documents.read(lambda done, total: None):
            taken = grounding.take(document)
            if taken is None:
                self.faults += document.faults
                continue
            self.taken.append(taken)
            self.faults += taken.faults
            self.findings += taken.findings
            self.units.add(taken.verdict.unit)
        self.entities: dict[int, Entity] = grounding.entities
        if not skip_bad:
            assert not self.faults, [str(each) for each in self.faults]

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        """Documents, mentions, relations, events, notes."""
        relations = [each for taken in self.taken for each in taken.relations]
        events = sum(each.is_event for each in relations)
        return (
            len(self.taken),
            sum(len(each.mentions) for each in self.taken),
            len(relations) - events,
            events,
            sum(len(each.notes) for each in self.taken),
        )

    def sets(self) -> Iterator[AnnotationSet]:
        """The documents with what is said of them."""
        for taken in self.taken:
            yield conveying.as_outgoing(taken, self.entities, self.plan.scheme).annotations


def cut_everywhere(content: bytes, work: Callable[[bytes], object]) -> None:
    """Do ``work`` with the content cut off behind each of its bytes."""
    for end in range(len(content)):
        work(content[:end])
