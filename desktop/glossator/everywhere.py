"""The same words everywhere: where in a document or a project they stand untagged, and who tagged ones stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from glossator.core.annotations import AnnotationSet
from glossator.core.identical import Place, occurrences
from glossator.core.layers import Whose
from glossator.searches import Where
from glossator.store.alike import Quoted
from glossator.store.project_file import ProjectFile
from glossator.store.queries import Queries
from glossator.workbench import Workbench

Told = Callable[[int, int], object]
"""Hears how many texts are read and how many there are; what it raises ends the search."""


class Sought(NamedTuple):
    """Strings that are to be tagged with a label (its id) wherever they stand; ``case`` tells capitals from others."""

    strings: tuple[str, ...]
    label: str
    case: bool = True


class Same(NamedTuple):
    """Where the strings stand untagged, by document and place; mentions of them that have the label already; and the
    names of the documents.
    """

    places: tuple[Place, ...]
    tagged: tuple[Quoted, ...]
    names: dict[int, str]


def in_document(annotations: AnnotationSet, sought: Sought) -> Same:
    """Where the strings stand in one document."""
    text, document = annotations.text, annotations.document
    taken = {each.fragments: each for each in annotations.mentions.values() if each.label == sought.label}
    places: list[Place] = []
    tagged: list[Quoted] = []
    for span in occurrences(text, sought.strings, case=sought.case):
        known = taken.get((span,))
        if known is None:
            places.append(Place(document.id, span, span.slice(text)))
        else:
            tagged.append(Quoted(known.id, document.id, span.start, known.entity))
    return Same(tuple(places), tuple(tagged), {document.id: document.name})


def in_project(
    where: Where | Workbench,
    sought: Sought,
    told: Told = lambda done, total: None,
    *,
    first: int | None = None,
) -> Same:
    """Where the strings stand in any document: those of ``first`` (an id) before all others, then by name."""
    with _questions(where) as (ask, whose):
        found: dict[int, list[Place]] = {}
        names: dict[int, str] = {}
        total = ask.document_count()
        for done, text in enumerate(ask.alike.texts_with(sought.strings)):
            told(done, total)
            if spans := occurrences(text.body, sought.strings, case=sought.case):
                names[text.document] = text.name
                found[text.document] = [Place(text.document, span, span.slice(text.body)) for span in spans]
        quotes = {each.quote for places in found.values() for each in places}
        seen = ask.seen(whose)
        known = {
            (each.document, each.start, len(quote)): each
            for quote in sorted(quotes)
            for each in seen.quoted(quote, sought.label)
        }
    order = sorted(found, key=lambda each: (each != first, names[each].casefold(), each))
    return _parted((place for document in order for place in found[document]), known, names)


def _parted(
    places: Iterable[Place], known: dict[tuple[int, int, int], Quoted], names: dict[int, str]
) -> Same:
    free: list[Place] = []
    tagged: list[Quoted] = []
    for place in places:
        mention = known.get((place.document, place.span.start, len(place.quote)))
        if mention is None:
            free.append(place)
        else:
            tagged.append(mention)
    return Same(tuple(free), tuple(tagged), names)


@contextmanager
def _questions(where: Where | Workbench) -> Iterator[tuple[Queries, Whose]]:
    if isinstance(where, Workbench):
        yield where.ask, where.whose
        return
    with ProjectFile.open(where.path, read_only=True, key=where.key) as project:
        yield project.ask, where.whose
