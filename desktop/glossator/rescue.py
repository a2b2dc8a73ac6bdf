"""The rescue file: what of an open project can still be read, or what is in memory, written where it is safe."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from glossator import paths
from glossator.core.annotations import AnnotationSet, Entity
from glossator.core.changes import Change, apply
from glossator.core.errors import GlossatorError
from glossator.workbench import Workbench

NEARLY_FULL_SHARE = 0.05
NEARLY_FULL_BYTES = 500_000_000
"""A disk that has less than both of these free is nearly full."""


def folder() -> Path:
    """Where rescue files lie."""
    return paths.data_dir() / "rescued"


def everything(bench: Workbench) -> Path:
    """Write the whole project, as far as it was saved, to a new project file, and return that.

    :class:`GlossatorError` when it cannot be read any more, or the rescue file cannot be written.
    """
    target = _free(bench.project_file.path.stem, ".gloss")
    bench.project_file.save_copy(target)
    return target


def from_memory(bench: Workbench) -> Path | None:
    """Write the open document with all that is said of it, and with the step that could not be saved, as JSONL, with
    the scheme beside it.

    ``None`` when no document is open; :class:`GlossatorError` when it cannot be written.
    """
    from glossator.formats import jsonl
    from glossator.formats.whole import written_whole

    if bench.whole is None:
        return None
    held = _with(bench.whole, bench.unsaved)
    entities = _entities(bench, held)
    target = _free(bench.project_file.path.stem, ".jsonl")
    with written_whole(target) as out, written_whole(jsonl.scheme_beside(target)) as beside:
        beside.write(jsonl.scheme_bytes(bench.scheme))
        jsonl.write(
            [jsonl.rows_of(held)],
            out.write,
            scheme=bench.scheme,
            sources=jsonl.Sources(
                entities=lambda ids: {each: entities[each] for each in ids}, notes_on=lambda ids: {}
            ),
        )
    for each in (target, jsonl.scheme_beside(target)):
        each.chmod(0o600)
    return target


def free_bytes(path: Path) -> int | None:
    """How much is free on the disk of ``path`` where that is nearly full; ``None`` where there is room or nobody
    knows.
    """
    try:
        usage = shutil.disk_usage(path.parent)
    except OSError:
        return None
    is_full = usage.free < NEARLY_FULL_BYTES and usage.free < usage.total * NEARLY_FULL_SHARE
    return usage.free if is_full else None


def _free(name: str, ending: str) -> Path:
    try:
        place = paths.ensure(folder())
    except OSError as error:
        raise GlossatorError(
            f"The folder for rescue files, “{folder()}”, cannot be made: {error.strerror}."
        ) from error
    stem = f"{name} {time.strftime('%Y-%m-%d %H-%M-%S')}"
    tried = (place / f"{stem}{f' {number}' if number else ''}{ending}" for number in range(1000))
    return next(each for each in tried if not each.exists())


def _with(annotations: AnnotationSet, unsaved: Change | None) -> AnnotationSet:
    held = annotations.copy()
    if unsaved is not None:
        apply(unsaved, held)
    return held


def _entities(bench: Workbench, held: AnnotationSet) -> dict[int, Entity]:
    """The identities of the mentions; one that cannot be read any more goes by the words of its first mention."""
    wanted = {each.entity: each for each in reversed(list(held.in_order())) if each.entity is not None}
    known = _asked(lambda: bench.ask.entities_by_id(wanted))
    added = bench.unsaved.added if bench.unsaved is not None else ()
    known |= {each.id: each for each in added if isinstance(each, Entity)}
    for entity_id, mention in wanted.items():
        if entity_id not in known:
            known[entity_id] = Entity(
                entity_id, mention.quote, type=mention.label, author=mention.author, created=mention.created
            )
    return known


def _asked(ask: Callable[[], dict[int, Entity]]) -> dict[int, Entity]:
    try:
        return ask()
    except GlossatorError:
        return {}
