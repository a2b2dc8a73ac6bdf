"""What comes into a project: which documents and entities are new, what cannot come in, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from glossator.core.annotations import Entity
from glossator.core.changes import Change, Record
from glossator.core.documents import Document
from glossator.core.errors import GlossatorError
from glossator.core.ids import to_text
from glossator.workbench import LARGE, Workbench

if TYPE_CHECKING:  # as in glossator.projects: who opens a project does not wait for the formats
    from glossator.formats.jsonl import Fault, Line
    from glossator.formats.text import TextFile

_TEXTS_AT_ONCE = 100
_BYTES_AT_ONCE = 4_000_000
_CHARACTERS_AT_ONCE = 1_000_000  # written ahead in a few hundredths of a second: others may write in between


class DoesNotFit(GlossatorError):
    """A file that was not imported; ``details`` has a line for each thing in it that does not fit."""


class ImportReport(NamedTuple):
    """What came in.

    ``documents`` are the new ones.  ``faults`` has a sentence for each thing that was left out: a file that cannot be
    read, a faulty record, or a text that the project has already; ``known`` counts those last ones.  ``kept`` has a
    sentence for each entity that the project has with other content, which stayed as it was; ``told`` are other
    sentences that the user should read.  ``versions`` are new documents with the id of the earlier version of each;
    ``joined`` counts documents with the text of one before them, whose annotations came to that.
    """

    documents: tuple[Document, ...] = ()
    mentions: int = 0
    relations: int = 0
    faults: tuple[str, ...] = ()
    known: int = 0
    kept: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    versions: tuple[tuple[Document, int], ...] = ()
    joined: int = 0


class Ahead:
    """Writes texts (and what they were taken from) ahead of the Change that will refer to them, in short steps;
    ``texts`` and ``sources`` are left for the Change.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._length = self._bytes = 0
        self.texts: dict[str, str] = {}
        self.sources: dict[str, bytes] = {}

    def put(self, digest: str, text: str, source_digest: str = "", source: bytes = b"") -> None:
        """Take a text by its digest, and the bytes it was taken from by theirs; when there is enough for a step, it is
        written.
        """
        self.texts[digest] = text
        self._length += len(text)
        if source and source_digest not in self.sources:
            self.sources[source_digest] = source
            self._bytes += len(source)
        if (
            self._length > _CHARACTERS_AT_ONCE
            or self._bytes > _BYTES_AT_ONCE
            or len(self.texts) > _TEXTS_AT_ONCE
        ):
            self._bench.write_ahead(self.texts, self.sources)
            self.texts, self.sources = {}, {}
            self._length = self._bytes = 0


def described(read: TextFile, digest: str, bench: Workbench) -> Document:
    """The document of a text that was read."""
    return Document(
        id=bench.hand.new_id(),
        name=read.name,
        length=len(read.text),
        digest=digest,
        origin=f"file {read.file_name}" + (", encoding guessed" if read.was_guessed else ""),
        source_digest=read.source_digest,
        encoding=read.encoding,
        author=read.author,
        source=read.source,
        url=read.url,
        published=read.published,
        attributes=dict(read.attributes),
    )


def bring(bench: Workbench, change: Change) -> str:
    """Do a Change that brings much in; before a large one the file is kept as it is.

    Where that cannot be, the import goes on, as it is one step that can be undone: then a sentence says so.
    """
    said = ""
    if len(change.added) >= LARGE and bench.ask.document_count():
        try:
            bench.keep_snapshot("import")
        except GlossatorError as error:
            said = f"No backup was kept before this import: {error.what}"
    bench.do(change)
    return said


class Arrivals:
    """What an import into the project on ``bench`` has read so far and will bring in.

    ``faults`` are told by line and field, ``known`` has a sentence for each document that the project has already,
    ``kept`` one for each entity that it has otherwise, ``texts`` are those of the new documents by their digests.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
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

    def bring(self, name: str) -> str:
        """Bring in what was taken out of the file ``name``, as one Change; what it says as :func:`bring`."""
        ahead = Ahead(self._bench)
        for digest, text in self.texts.items():
            ahead.put(digest, text)
        self.texts = {}
        change = self._bench.hand.change(f"Import “{name}”", added=self.records())
        return bring(self._bench, replace(change, origin=f"import:{name}", texts=ahead.texts))

    def let_go(self) -> None:
        """Forget the lines one by one: a million records that go at once would stop every thread."""
        self._entities.clear()
        while self._lines:
            self._lines.pop()

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
