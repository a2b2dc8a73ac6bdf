"""From one file to another without a project: read, written, read again and compared, a document at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from glossator.core.edits import Hand
from glossator.core.errors import GlossatorError
from glossator.core.scheme import Scheme
from glossator.formats import conveying
from glossator.formats.catalogue import Format
from glossator.formats.conveying import Documents, Exported, Exporting, Progress
from glossator.formats.doctor import Accept, none_accepted
from glossator.formats.folders import gone_if_empty
from glossator.formats.grounding import Grounding
from glossator.formats.landing import Taken
from glossator.formats.losses import Outgoing
from glossator.formats.mapping import NO_NAMES, NameTable
from glossator.formats.planning import Plan, plan
from glossator.formats.quiet import undisturbed
from glossator.formats.standoff import Fault, Options
from glossator.formats.survey import Survey

_SCHEME = Scheme("converted", "Converted", "1")


def convert(
    source: Path,
    target: Path,
    into: Format,
    out: Format,
    *,
    options: Options,
    hand: Hand,
    names: NameTable = NO_NAMES,
    accept: Accept = none_accepted,
    skip_bad: bool = False,
    progress: Progress = lambda done, total: None,
    take: Callable[[Taken], None] = lambda taken: None,
) -> Exported:
    """Write what the file ``source`` holds in another format, read that again and compare; ``take`` hears of each
    document on its way out.

    What does not fit ends it by a :class:`GlossatorError`; with ``skip_bad`` it is left out and told.
    """
    assert out.write is not None
    stages = 3 if out.is_read_back else 2
    documents = Documents(into, [source], options)
    found = conveying.seen(documents, lambda done, total: progress(done, stages * total))
    made = plan(found, _SCHEME, names, like=conveying.like(into, [source]))
    conversion = _Conversion(documents, found, made, hand, accept)
    exporting = Exporting(out, made.scheme)
    said = options._replace(scheme=made.scheme)
    with undisturbed():
        going = conversion.out(take, lambda done, total: progress(done + total, stages * total))
        with gone_if_empty(target):
            out.write(exporting.out(_sound(going, conversion.bad, source, skip_bad=skip_bad)), target, said)
        again = _Conversion(documents, found, made, hand, accept)
        told = conveying.checked(
            exporting,
            target,
            said,
            hand,
            lambda: Exporting(out, made.scheme).out(again.out(lambda taken: None, lambda done, total: None)),
        )
    progress(1, 1)
    return exporting.done(told)._replace(faults=tuple(conversion.bad))


def _sound(
    documents: Iterator[Outgoing], bad: list[str], source: Path, *, skip_bad: bool
) -> Iterator[Outgoing]:
    """The documents, and at their end :class:`GlossatorError` where anything did not fit, so that nothing is left."""
    yield from documents
    if bad and not skip_bad:
        first = f"“{source.name}” has {len(bad):,} faults, the first: " if len(bad) > 1 else ""
        raise GlossatorError(
            first + bad[0], remedy="Leave out what does not fit with --skip-bad.", details="\n".join(bad)
        )


class _Conversion:
    """The documents of a file on their way into another; ``bad`` tells what of them does not fit."""

    def __init__(self, documents: Documents, found: Survey, made: Plan, hand: Hand, accept: Accept) -> None:
        self._documents = documents
        self._scheme = made.scheme
        self._accept = accept
        self._grounding = Grounding(made, found.doctor, hand, origin="", accept=accept)
        self.bad: list[str] = []

    def out(self, take: Callable[[Taken], None], progress: Progress) -> Iterator[Outgoing]:
        """Each document with its records."""
        for document in self._documents.read(progress):
            taken = self._grounding.take(document)
            if taken is None:
                self.bad += map(str, document.faults or [Fault(document.file, 0, "there is no text for it.")])
                continue
            self.bad += map(str, taken.faults)
            self.bad += [str(each) for each in taken.findings if not each.nearest or not self._accept(each)]
            take(taken)
            yield conveying.as_outgoing(taken, self._grounding.entities, self._scheme)
