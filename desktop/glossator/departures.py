"""What goes out of a project as JSONL: every document, with those of its annotations that may be seen."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable
from functools import partial
from typing import TYPE_CHECKING

from glossator.core.annotations import Note
from glossator.core.layers import Layers, Whose
from glossator.store.project_file import ProjectFile
from glossator.store.queries import Queries

if TYPE_CHECKING:  # a window that opens a project does not wait for the formats
    from glossator.formats.jsonl import Rows, Written


def write(
    project_file: ProjectFile,
    out: Callable[[bytes], object],
    progress: Callable[[int, int], object],
    whose: Whose,
) -> Written:
    """Write a line for each document by calling ``out``; ``progress`` hears how many are done, and of how many."""
    from glossator.formats import jsonl

    ask = project_file.ask
    total = ask.document_count()
    with contextlib.closing(_rows(ask, whose)) as documents:  # where `out` fails they are still being read
        return jsonl.write(
            documents,
            out,
            scheme=project_file.scheme(),
            sources=jsonl.Sources(
                entities=ask.entities_by_id,
                notes_on=partial(_notes_on, ask, whose),
                unused=_unused(ask, whose),
            ),
            progress=lambda done: progress(done, total),
        )


def _rows(ask: Queries, whose: Whose) -> Generator[Rows, None, None]:
    from glossator.formats import jsonl

    if whose.is_everybody:
        yield from ask.export_rows()  # bare rows are several times as fast as records
        return
    for whole in ask.export_documents():
        yield jsonl.rows_of(Layers(whole, whose.of(whole.document.id)).seen)


def _notes_on(ask: Queries, whose: Whose, targets: Iterable[int]) -> dict[int, list[Note]]:
    found = ask.notes_on_each(targets)
    if whose.is_everybody:
        return found
    return {
        target: [each for each in notes if whose.is_seen(each.author, each.document)]
        for target, notes in found.items()
    }


def _unused(ask: Queries, whose: Whose) -> list[int]:
    """Identities without a mention: those of the persons that are chosen."""
    unused = ask.unused_entities()
    if whose.persons is None:
        return unused
    known = ask.entities_by_id(unused)
    return [each for each in unused if whose.is_seen(known[each].author, None)]
