"""What comes into a project out of JSONL: which documents and entities are new, and what cannot come in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from glossator.core.annotations import Entity
from glossator.core.changes import Record
from glossator.core.documents import Document
from glossator.core.ids import to_text
from glossator.workbench import Workbench

if TYPE_CHECKING:  # as in glossator.projects: who opens a project does not wait for the formats
    from glossator.formats.jsonl import Fault, Line


class Arrivals:
    """What an import into the project on ``bench`` has read so far and will bring in.

    ``faults`` are told by line and field, ``known`` has a sentence for each document that the project has already,
    ``kept`` one for each entity that it has otherwise, ``texts`` are those of the new documents by their digests.
    """

    def __init__(self, bench: Workbench) -> None:
        self._ask = bench.ask
        self._lines: list[Line] = []
        self._entities: dict[int, Entity] = {}
        self.texts: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.known: list[str] = []
        self.kept: dict[str, None] = {}  # lines share entities, so each is told once

    @property
    def documents(self) -> list[Document]:
        """The new documents."""
        return [line.document for line in self._lines if line.document is not None]

    @property
    def mentions(self) -> int:
        """How many mentions come in."""
        return sum(len(line.mentions) for line in self._lines)

    @property
    def relations(self) -> int:
        """How many relations and events come in."""
        return sum(len(line.relations) for line in self._lines)

    def take(self, line: Line) -> None:
        """Take a line, unless the project has its document already or other records under its ids."""
        self.faults += line.faults
        if line.document is None:
            return
        there = self._ask.find_document(line.document.digest)
        if there is not None:
            self.known.append(already_there(line.document.name, there))
        elif taken := self._taken(line, line.document):
            self.faults.append(taken)
        else:
            self._lines.append(line)
            self.texts[line.document.digest] = line.text
            self._take_entities(line.entities)

    def _take_entities(self, entities: Sequence[Entity]) -> None:
        here = self._ask.entities_by_id(each.id for each in entities)
        self._entities |= {each.id: each for each in entities if each.id not in here}
        for each in entities:
            if here.get(each.id, each) != each:
                self.kept[_stays(here[each.id])] = None

    def _taken(self, line: Line, document: Document) -> Fault | None:
        from glossator.formats import jsonl

        if self._ask.known_ids([document.id]):
            return jsonl.Fault(line.number, "id", "the project has another record with this id.")
        wanted = [each.id for each in line.mentions]
        wanted += [each.id for each in line.relations]
        wanted += [each.id for each in line.notes if each.document is not None]
        taken = self._ask.known_ids(wanted)
        if not taken:
            return None
        what = f"the project has other records with {len(taken)} of its ids, such as {to_text(taken[0])}."
        return jsonl.Fault(line.number, "", what)

    def records(self) -> list[Record]:
        """The records that come in, each after those that it holds on to."""
        records: list[Record] = [*self.documents, *self._entities.values()]
        for line in self._lines:
            records += [*line.mentions, *line.relations]
            records += [
                each for each in line.notes if each.document is not None or each.target in self._entities
            ]
        return records


def already_there(name: str, there: Document) -> str:
    """The sentence for a text called ``name`` that the project has as ``there``."""
    called = "" if there.name == name else f" as “{there.name}”"
    return f"“{name}” is in the project already{called}, so it was not brought in again."


def _stays(entity: Entity) -> str:
    return f"The entity “{entity.name}” is in the project already, so it stayed as it is there."
