"""Annotations written in other formats, out of a project or a file: what would be lost, and whether it reads back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from glossator.core.edits import Hand
from glossator.core.errors import GlossatorError
from glossator.core.layers import EVERYBODY, Layers, Whose
from glossator.core.scheme import Scheme
from glossator.formats import converting, conveying
from glossator.formats.catalogue import Format, detected
from glossator.formats.conveying import Exported, Exporting
from glossator.formats.doctor import Accept, none_accepted
from glossator.formats.folders import gone_if_empty
from glossator.formats.losses import Outgoing
from glossator.formats.mapping import NO_NAMES, NameTable
from glossator.formats.quiet import undisturbed
from glossator.formats.standoff import Options
from glossator.store.keys import Key
from glossator.store.project_file import ProjectFile
from glossator.store.queries import Queries
from glossator.workbench import Workbench

Progress = Callable[[int, int], object]
"""Hears how much is done and how much there is in all."""

_NOBODY = Options()


def _no_progress(done: int, total: int) -> None:
    """Nobody wants to hear."""


@dataclass(frozen=True)
class Wishes:
    """What somebody chose for an import: names, which findings to accept, whether what does not fit is left out, and
    whether annotations of texts that the project has already come to these.
    """

    names: NameTable = NO_NAMES
    options: Options = _NOBODY
    accept: Accept = none_accepted
    skip_bad: bool = False
    attach: bool = True
    keeps_sources: bool = True


DEFAULT = Wishes()
"""Nothing was chosen."""


def format_of(path: Path) -> Format:
    """The format that a file or folder is in; :class:`GlossatorError` where it is none that we know."""
    found = detected(path)
    if found is None:
        raise GlossatorError(
            f"“{path.name}” is in no format of annotations that is known.", remedy="Name the format."
        )
    return found


@contextlib.contextmanager
def _opened(path: Path, key: Key | None) -> Iterator[tuple[Queries, Scheme]]:
    with ProjectFile.open(path, read_only=True, key=key) as project_file:
        yield project_file.ask, project_file.scheme()


def asked(project: Path | Workbench, key: Key | None) -> AbstractContextManager[tuple[Queries, Scheme]]:
    """The questions and the scheme of a project: of an open one, or of the file at a path, opened to read."""
    if isinstance(project, Path):
        return _opened(project, key)
    return contextlib.nullcontext((project.ask, project.scheme))


def export(
    source: Workbench | Path,
    target: Path,
    form: Format,
    progress: Progress = _no_progress,
    *,
    names: NameTable = NO_NAMES,
    overwrite: bool = False,
    dry_run: bool = False,
    key: Key | None = None,
    whose: Whose = EVERYBODY,
    documents: Sequence[int] | None = None,
) -> Exported:
    """Write the project (or some of its ``documents``) in another format, read it again and compare.

    With ``dry_run`` nothing is written: what it tells is what would be lost.  A project named by its path is opened to
    read, so this may be done away from the thread of the window.
    """
    if form.write is None:
        raise GlossatorError(f"{form.title} is read only; nothing is written in it.")
    with asked(source, key) as (ask, scheme), undisturbed():
        if isinstance(source, Path) and not dry_run and target.resolve() == source.resolve():
            raise GlossatorError("The export cannot be written into the project itself.")
        exporting = Exporting(form, scheme, names)
        total = ask.document_count() if documents is None else len(documents)
        stages = 1 if dry_run or not form.is_read_back else 2

        def going(stage: int, making: Exporting) -> Iterator[Outgoing]:
            for done, each in enumerate(outgoing(ask, scheme, whose, documents), 1):
                made = making.ready(each)
                if made is not None:
                    yield made
                progress(stage * total + done, stages * total)

        if dry_run:
            for _ in going(0, exporting):
                pass
            return exporting.done()
        options = Options(scheme=scheme, overwrite=overwrite)
        with gone_if_empty(target):
            form.write(going(0, exporting), target, options)
        told = conveying.checked(
            exporting, target, options, _reader(), lambda: going(1, Exporting(form, scheme, names))
        )
        progress(stages * total, stages * total)
        return exporting.done(told)


def _reader() -> Hand:
    """Whoever reads what was written: nobody, at no time, with ids that are forgotten again."""
    from itertools import count

    numbers = count(1)
    return Hand("", lambda: next(numbers), lambda: 0)


def outgoing(
    ask: Queries, scheme: Scheme, whose: Whose, documents: Sequence[int] | None
) -> Iterator[Outgoing]:
    """The documents of a project (or these) on their way out, with those of their annotations that may be seen."""
    unused = ask.unused_entities() if documents is None else []
    wanted = documents if documents is not None else ask.document_ids()
    for document in wanted:
        held = Layers(ask.annotations(document), whose.of(document)).seen
        named = {each.entity for each in held.mentions.values() if each.entity is not None}
        entities = ask.entities_by_id([*named, *unused])
        unused = []
        yield Outgoing(held, entities, ask.notes_on_each(entities), scheme)


def convert(
    source: Path,
    target: Path,
    into: Format | None,
    out: Format | None,
    *,
    wishes: Wishes = DEFAULT,
    overwrite: bool = False,
    progress: Progress = _no_progress,
) -> Exported:
    """Write what the file or folder ``source`` holds in another format, without a project."""
    read_as = into or format_of(source)
    write_as = out or by_ending(target)
    if write_as.write is None:
        raise GlossatorError(f"{write_as.title} is read only; nothing is written in it.")
    options = wishes.options._replace(overwrite=overwrite)
    return converting.convert(
        source,
        target,
        read_as,
        write_as,
        options=options,
        hand=_reader(),
        names=wishes.names,
        accept=wishes.accept,
        skip_bad=wishes.skip_bad,
        progress=progress,
    )


def by_ending(target: Path) -> Format:
    """The format that a file to be made is in by its ending; :class:`GlossatorError` where that does not tell one."""
    from glossator.formats.catalogue import formats

    fitting = [
        each
        for each in formats().values()
        if each.write is not None and target.suffix.lower() in each.endings
    ]
    if len(fitting) != 1:
        ours = ["jsonl"] if target.suffix.lower() == ".jsonl" else []
        names = f": {', '.join([*ours, *(each.name for each in fitting)])}" if fitting else ""
        raise GlossatorError(
            f"The ending of “{target.name}” does not tell the format.", remedy=f"Name it with --to{names}."
        )
    return fitting[0]
