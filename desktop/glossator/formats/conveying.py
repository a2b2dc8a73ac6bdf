"""Files of other formats read and written as documents of ours, one at a time: with or without a project around."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from glossator.core.annotations import AnnotationSet, Entity, Note
from glossator.core.documents import digest_of, printable
from glossator.core.edits import Hand
from glossator.core.errors import GlossatorError
from glossator.core.scheme import AttributeType, Scheme
from glossator.formats import brat_config, strangers
from glossator.formats.catalogue import Format
from glossator.formats.comparing import differences, fingerprint
from glossator.formats.doctor import Doctor
from glossator.formats.grounding import Grounding
from glossator.formats.landing import Land, Taken
from glossator.formats.losses import Loss, Outgoing, Tally, reduce
from glossator.formats.mapping import NO_NAMES, NameTable, Target
from glossator.formats.naming import Naming
from glossator.formats.planning import Plan
from glossator.formats.standoff import Fault, Options, OutDocument
from glossator.formats.survey import Survey
from glossator.formats.units import Text

Progress = Callable[[int, int], object]
"""Hears how much is done and how much there is in all."""

_EMPTY = Scheme("", "", "")
_REMEMBERED = 64_000_000  # bytes of documents that are not read a second time
_SHORT = 64  # characters of a text that is its own key; of others the digest is


def read(form: Format, paths: Sequence[Path], options: Options, progress: Progress) -> Iterator[OutDocument]:
    """The documents in files (or folders) of one format, one after the other."""
    for number, path in enumerate(paths):
        for document in form.read(path, options):
            part = document.done / document.size if document.size else 0
            progress(int((number + part) * 1000), len(paths) * 1000)
            yield _sound(document)


def _strangers(form: Format, path: Path) -> list[Fault]:
    """What lies in a folder and is not read in this format."""
    if not path.is_dir() or form.name == "archive":  # which reads it
        return []
    return [Fault(printable(path.name), 0, each) for each in strangers.told(form, path)]


class Documents:
    """The documents in files, for looking at them more than once: read anew each time, unless they are so few that
    they are remembered.
    """

    def __init__(self, form: Format, paths: Sequence[Path], options: Options) -> None:
        self.form = form
        self._paths = paths
        self._options = options
        self._held: list[OutDocument] | None = None

    def read(self, progress: Progress) -> Iterator[OutDocument]:
        """The documents, one after the other."""
        if self._held is not None:
            for done, document in enumerate(self._held, 1):
                progress(done, len(self._held))
                yield document
            return
        held: list[OutDocument] | None = []
        weight = 0
        told = [each for path in self._paths for each in _strangers(self.form, path)]
        for read_one in read(self.form, self._paths, self._options, progress):
            document = read_one._replace(remarks=[*told, *read_one.remarks]) if told else read_one
            told = []
            weight += _weight(document)
            if held is not None and weight <= _REMEMBERED:
                held.append(document)
            else:
                held = None
            yield document
        self._held = held


def _weight(document: OutDocument) -> int:
    """About how many bytes a document takes in memory."""
    records = len(document.spans) + len(document.relations) + len(document.groups) + len(document.notes)
    return 600 * records + 2 * len(document.text or "") + len(document.source or b"") + 1_000


def survey(documents: Documents, progress: Progress, *, land: Land | None = None) -> Survey:
    """What files hold: looked through twice, as the unit is known only afterwards."""
    known = land or Land()
    found = seen(documents, lambda done, total: progress(done, 2 * total), land=known)
    for document in documents.read(lambda done, total: progress(done + total, 2 * total)):
        text = text_of(document, known)
        if text is not None:
            found.examine(document, text)
            found.known += known.find(digest_of(Text(text).settled)) is not None
    return found


def seen(documents: Documents, progress: Progress, *, land: Land | None = None) -> Survey:
    """As :func:`survey`, without looking for each quotation: that is enough to bring files in."""
    known = land or Land()
    form = documents.form
    found = Survey(Doctor(form.unit, may_guess=form.may_guess))
    for document in documents.read(progress):
        found.see(document, text_of(document, known))
    return found


def text_of(document: OutDocument, land: Land) -> str | None:
    """The text of a document: its own, or that of the project's document of this name."""
    if document.text is not None or not document.name:
        return document.text
    found = land.named(document.name)
    return found[1] if found else None


def _sound(document: OutDocument) -> OutDocument:
    """A document whose text can be one of ours; else it is told and nothing of it is left."""
    if document.text is None:
        return document
    try:
        settled = Text(document.text).settled
    except GlossatorError as error:
        what = error.what
    else:
        if settled:
            return document
        what = "there is no text in it."
    fault = Fault(document.file, document.line, what)
    return OutDocument(None, "", document.file, document.line, faults=[*document.faults, fault])


def like(form: Format, paths: Sequence[Path]) -> Scheme | None:
    """The scheme that lies beside files, such as a configuration of brat; a broken one is passed over."""
    for path in paths:
        beside = form.configuration(path)
        if beside is not None:
            with contextlib.suppress(GlossatorError):
                return brat_config.read(beside).scheme
    return None


def as_outgoing(taken: Taken, entities: dict[int, Entity], scheme: Scheme) -> Outgoing:
    """What was taken out of a file, on its way into another."""
    named = {each.entity for each in taken.mentions if each.entity is not None}
    held = {each: entities[each] for each in named if each in entities}
    own = [each for each in taken.notes if each.document is not None]
    remarks: dict[int, list[Note]] = {}
    for each in taken.notes:
        if each.document is None:
            remarks.setdefault(each.target, []).append(each)
    annotations = AnnotationSet(taken.document, taken.text, taken.mentions, taken.relations, own)
    return Outgoing(annotations, held, remarks, scheme)


# --- out


class Exported(NamedTuple):
    """How much was written, what was lost on the way, what was found to differ when it was read again, and what was
    left out as it did not fit.
    """

    documents: int
    mentions: int
    relations: int
    losses: tuple[Loss, ...] = ()
    differences: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


class Exporting:
    """Documents reduced to what a format carries and named as it wants them, counted on the way."""

    def __init__(self, form: Format, scheme: Scheme, names: NameTable = NO_NAMES) -> None:
        self.form = form
        self.scheme = scheme
        self.tally = Tally()
        self.naming = Naming(scheme, form.carries, names)
        self.documents = self.mentions = self.relations = 0
        self.marks: dict[str, list[int]] = {}  # what documents say, by their text or the digest of that

    def out(self, documents: Iterable[Outgoing]) -> Iterator[Outgoing]:
        """Each document as it is to be written; one of which nothing can be is left out."""
        for each in documents:
            made = self.ready(each)
            if made is not None:
                yield made

    def ready(self, outgoing: Outgoing) -> Outgoing | None:
        """One document as it is to be written; ``None`` where its text has no word, and words are all that goes out."""
        named = self.naming.apply(outgoing, self.tally)
        made = reduce(named, self.form.carries, self.tally)
        if not made.text:
            self.tally.add("documents without a word", 1, "left out")
            return None
        self.documents += 1
        self.mentions += len(made.annotations.mentions)
        self.relations += len(made.annotations.relations)
        self.marks.setdefault(_key(made.text), []).append(fingerprint(made))
        return made

    def done(self, found: Sequence[str] = ()) -> Exported:
        """The account of it."""
        self.naming.tell(self.tally)
        held = tuple(self.tally.losses)
        return Exported(self.documents, self.mentions, self.relations, held, tuple(found))


def checked(
    exporting: Exporting,
    target: Path,
    options: Options,
    hand: Hand,
    wanted: Callable[[], Iterable[Outgoing]],
) -> list[str]:
    """What is wrong with what was written: read again and compared with what was ``wanted`` where the format can be."""
    if not exporting.form.is_read_back:
        return exporting.form.check(target)
    return verified(exporting, read_back(exporting, target, options, hand), wanted)


def read_back(exporting: Exporting, target: Path, options: Options, hand: Hand) -> Iterator[Outgoing]:
    """What was written, read again under the names that it has outside and reduced to what the format carries."""
    form, scheme = exporting.form, exporting.scheme
    grounding = Grounding(_as_written(exporting.naming, scheme), Doctor(form.unit), hand, origin="")
    remarks: dict[
        int, Sequence[Note]
    ] = {}  # on entities: they are told once, with the first document that names one
    for document in read(form, [target], options, lambda done, total: None):
        taken = grounding.take(document)
        if taken is not None:
            found = as_outgoing(taken, grounding.entities, scheme)
            for each, notes in found.entity_notes.items():
                remarks[each] = (*remarks.get(each, ()), *notes)
            known = {each: remarks[each] for each in found.entities if each in remarks}
            yield reduce(replace(found, entity_notes=known), form.carries)


def verified(
    exporting: Exporting,
    found: Iterable[Outgoing],
    wanted: Callable[[], Iterable[Outgoing]],
    most: int = 20,
) -> list[str]:
    """What differs between documents as they were written by ``exporting`` and as ``found`` reads them again, told by
    document; ``wanted`` makes them once more, for those that differ.
    """
    waiting = {key: list(marks) for key, marks in exporting.marks.items()}
    other: dict[str, Outgoing] = {}
    told: list[str] = []
    for each in found:
        marks = waiting.get(_key(each.text))
        mark = fingerprint(each)
        if not marks:
            told.append(f"“{each.document.name}” was read although it was not written.")
        elif mark in marks:
            marks.remove(mark)
        else:
            marks.pop()
            if len(other) < most:
                other[each.text] = each
    if left := sum(map(len, waiting.values())):
        told.append(f"{left:,} documents were written and could not be read again.")
    for each in wanted() if other else ():
        if (read_again := other.pop(each.text, None)) is not None:
            told += [f"“{each.document.name}”: {what}" for what in differences(each, read_again)]
    return told


def _key(text: str) -> str:
    return text if len(text) <= _SHORT else digest_of(text)


def _as_written(naming: Naming, scheme: Scheme) -> Plan:
    """Every name is what it is; triggers that go out under the type of their event are what they were."""
    labels = {held: Target(held) for held in naming.labels.values() if held}
    for each in scheme.event_types:
        name = naming.events.get(each.id, "")
        if name and name not in labels:
            labels[name] = Target(naming.labels.get(scheme.trigger_of(each), ""))
    kinds: dict[str, AttributeType] = {
        held: kind
        for name, held in naming.attributes.items()
        if held and (kind := scheme.attribute(name)) is not None
    }
    return Plan(NameTable(labels=labels), _EMPTY, kinds=kinds)
