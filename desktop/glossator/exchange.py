"""Annotations in other formats brought into a project: looked through first, told afterwards."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from glossator import projects
from glossator.arrivals import Ahead, DoesNotFit, ImportReport, bring
from glossator.core.annotations import AnnotationSet, Entity
from glossator.core.changes import Record
from glossator.core.documents import Document, printable
from glossator.core.edits import Hand
from glossator.core.errors import GlossatorError
from glossator.core.outside import ID
from glossator.core.scheme import Scheme
from glossator.delivery import DEFAULT, Wishes, asked, by_ending, convert, export, format_of
from glossator.formats import conveying
from glossator.formats.catalogue import Format, detected, format_named
from glossator.formats.conveying import Exported
from glossator.formats.doctor import none_accepted
from glossator.formats.grounding import Grounding
from glossator.formats.landing import Land, Taken
from glossator.formats.losses import Loss
from glossator.formats.mapping import KINDS, NO_NAMES, NameTable, Target, from_plain, to_plain
from glossator.formats.planning import Plan, plan
from glossator.formats.quiet import undisturbed
from glossator.formats.resembling import alike
from glossator.formats.standoff import Fault
from glossator.formats.survey import Survey
from glossator.store.keys import Key
from glossator.store.queries import Queries
from glossator.workbench import Workbench

Progress = Callable[[int, int], object]
"""Hears how much is done and how much there is in all."""

_NOTHING = "Nothing of it was imported."


def _no_progress(done: int, total: int) -> None:
    """Nobody wants to hear."""


class Preview(NamedTuple):
    """What files hold and what would become of it."""

    form: Format
    paths: tuple[Path, ...]
    survey: Survey
    plan: Plan


# --- in


def look(
    project: Path | Workbench,
    paths: Sequence[Path],
    form: Format,
    wishes: Wishes = DEFAULT,
    progress: Progress = _no_progress,
    *,
    key: Key | None = None,
) -> Preview:
    """What ``paths`` hold, beside a project, which stays as it is.  A project named by its path is opened to read, so
    this may be done away from the thread of the window.
    """
    with asked(project, key) as (ask, scheme):
        land = _Land(ask)
        found = conveying.survey(conveying.Documents(form, paths, wishes.options), progress, land=land.land)
        made = plan(found, scheme, wishes.names, like=conveying.like(form, paths))
        return Preview(form, tuple(paths), found, made)


def import_files(
    bench: Workbench,
    paths: Sequence[Path],
    form: Format,
    wishes: Wishes = DEFAULT,
    progress: Progress = _no_progress,
) -> ImportReport:
    """Bring in what ``paths`` hold, with the items of the scheme that are new for it, as one Change.

    What does not fit raises :class:`DoesNotFit`, and nothing comes in; with ``skip_bad`` it is left out and told.
    """
    with undisturbed():
        return _import(bench, paths, form, wishes, progress)


def _import(
    bench: Workbench, paths: Sequence[Path], form: Format, wishes: Wishes, progress: Progress
) -> ImportReport:
    land = _Land(bench.ask)
    documents = conveying.Documents(form, paths, wishes.options)
    found = conveying.seen(documents, lambda done, total: progress(done, 2 * total), land=land.land)
    before = bench.scheme
    made = plan(found, before, wishes.names, like=conveying.like(form, paths))
    coming = _Coming(bench, form, land, wishes)
    grounding = Grounding(
        made, found.doctor, bench.hand, origin=f"import:{form.name}", land=land.land, accept=wishes.accept
    )
    for document in documents.read(lambda done, total: progress(done + total, 2 * total)):
        taken = grounding.take(document)
        if taken is not None:
            coming.take(taken)
        else:
            coming.refuse(document.faults or [_textless(document.file, document.name)])
    report = coming.arrive(made, grounding.entities, _named(paths))
    if (offered := _offered(alike(made, before))) and wishes.names.is_empty:
        report = report._replace(told=(*report.told, offered))
    return report


def _offered(names: NameTable) -> str:
    """A sentence on names that became new although the scheme has something that is called much alike."""
    found = {name: target.id for kind in KINDS for name, target in names.of(kind).items()}
    told = f"New although called much like what the scheme has: {_few(found)}. A mapping joins them."
    return told if found else ""


def _few(found: Mapping[str, str]) -> str:
    """Names with what each is like, the first of them."""
    more = f" and {len(found) - 8} more" if len(found) > 8 else ""
    return ", ".join(f"{name} ({like})" for name, like in list(found.items())[:8]) + more


def _textless(file: str, name: str) -> Fault:
    what = (
        f"there is no text for “{name}”, neither beside the file nor in the project."
        if name
        else "it has no text."
    )
    return Fault(file, 0, what)


def _named(paths: Sequence[Path]) -> str:
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return printable(paths[0].name) + more


class _Land:
    """What the project has, and what this import has brought so far, for :class:`Grounding`."""

    def __init__(self, ask: Queries) -> None:
        self._ask = ask
        self._by_name: dict[str, Document] | None = None
        self.coming: dict[str, Document] = {}
        self.land = Land(self._find, self._named, self._said, self._entities)

    def _find(self, digest: str) -> Document | None:
        if digest in self.coming:
            return self.coming[digest]
        return self._ask.find_document(digest)

    def _named(self, name: str) -> tuple[Document, str] | None:
        """The document that is called so, or came from a file of that name."""
        if self._by_name is None:
            self._by_name = {}
            for row in self._ask.documents():
                for key in (row.document.name, row.document.attributes.get(ID, "")):
                    self._by_name.setdefault(key, row.document)
        found = self._by_name.get(name) or self._by_name.get(name.rpartition("/")[2])
        return (found, self._ask.text_of(found.id)) if found and name else None

    def _said(self, document: int) -> AnnotationSet | None:
        if any(each.id == document for each in self.coming.values()):
            return None
        return self._ask.annotations(document)

    def _entities(self) -> Iterable[Entity]:
        return (row.entity for row in self._ask.entities())


@dataclass
class _Counts:
    mentions: int = 0
    relations: int = 0
    there: int = 0
    joined: int = 0
    attached: set[int] = field(default_factory=set)


class _Coming:
    """What was taken out of files so far, on its way into the project."""

    def __init__(self, bench: Workbench, form: Format, land: _Land, wishes: Wishes) -> None:
        self._bench = bench
        self._form = form
        self._land = land
        self._wishes = wishes
        self._ahead = Ahead(bench)
        self._documents: list[Document] = []
        self._records: list[Record] = []
        self._counts = _Counts()
        self._bad: list[str] = []
        self._known: list[str] = []
        self._told: dict[str, list[Fault]] = {}  # by what they say

    def take(self, taken: Taken) -> None:
        """Take the records of a document, and its text where that is new."""
        self._bad += map(str, taken.faults)
        self._bad += [
            str(each) for each in taken.findings if not self._wishes.accept(each) or not each.nearest
        ]
        for each in taken.remarks:
            self._told.setdefault(each.what, []).append(each)
        is_known = not taken.is_new and taken.document.digest not in self._land.coming
        if is_known and not self._wishes.attach:
            self._known.append(
                f"“{taken.document.name}” is in the project already, so it was not brought in again."
            )
            return
        if taken.is_new:
            document = self._with_source(taken)
            self._land.coming[document.digest] = document
            self._documents.append(document)
            self._ahead.put(document.digest, taken.text, document.source_digest, taken.source or b"")
        elif is_known:
            self._counts.attached.add(taken.document.id)
        else:
            self._counts.joined += 1
        self._counts.there += taken.there
        self._counts.mentions += len(taken.mentions)
        self._counts.relations += len(taken.relations)
        self._records += [*taken.mentions, *taken.relations, *taken.notes]

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Remember why a document cannot come in."""
        self._bad += map(str, faults)

    def arrive(self, made: Plan, entities: Mapping[int, Entity], name: str) -> ImportReport:
        """Bring in what was taken, as one Change, and give the account of it."""
        if self._bad and not self._wishes.skip_bad:
            raise _refusal(name, self._bad)
        records = [*self._documents, *entities.values(), *self._records]
        said = ""
        if records:
            items = (*(new for _, new in made.changed), *made.added)
            change = self._bench.hand.change(
                f"Import “{name}”", removed=[old for old, _ in made.changed], added=[*items, *records]
            )
            change = replace(
                change, origin=f"import:{name}", texts=self._ahead.texts, sources=self._ahead.sources
            )
            said = bring(self._bench, change)
        return ImportReport(
            tuple(self._documents),
            mentions=self._counts.mentions,
            relations=self._counts.relations,
            faults=(*self._bad, *self._known),
            known=len(self._known),
            kept=(),
            joined=self._counts.joined,
            told=(*self._in_words(made), *([said] if said else ())),
        )

    def _with_source(self, taken: Taken) -> Document:
        if taken.source is None:
            return taken.document
        digest = sha256(taken.source).hexdigest()
        if not self._wishes.keeps_sources:
            taken.source = None
        return replace(taken.document, source_digest=digest)

    def _in_words(self, made: Plan) -> Iterator[str]:
        counts = self._counts
        if counts.attached:
            held = (
                "1 document was" if len(counts.attached) == 1 else f"{len(counts.attached):,} documents were"
            )
            yield f"{held} in the project already and got these annotations."
        if counts.joined:
            have = "1 document has" if counts.joined == 1 else f"{counts.joined:,} documents have"
            yield f"{have} the text of another one that came in; the annotations stand together there."
        if counts.there:
            yield f"{counts.there:,} annotations were there already and did not come again."
        if made.added or made.changed:
            names = ", ".join(each.id for each in made.added[:5])
            more = f" and {len(made.added) - 5} more" if len(made.added) > 5 else ""
            yield f"New in the label scheme: {names}{more}." if names else "Labels got new subtypes."
        if made.kin:
            yield f"Of the same kind as labels that were there, with their colour and attributes: {_few(made.kin)}."
        for said in self._told.values():
            yield str(said[0]) if len(said) == 1 else f"{said[0]} So it is at {len(said) - 1:,} more places."


def _refusal(name: str, bad: Sequence[str]) -> DoesNotFit:
    first = f"“{name}” does not fit: " if len(bad) == 1 else f"“{name}” has {len(bad):,} faults, the first: "
    return DoesNotFit(first + bad[0], safe=_NOTHING, details="\n".join(bad))


# --- our own JSONL, from and to other formats


def convert_ours(
    source: Path,
    target: Path,
    into: Format | None,
    out: Format | None,
    *,
    wishes: Wishes = DEFAULT,
    overwrite: bool = False,
    progress: Progress = _no_progress,
) -> Exported:
    """Write our own JSONL (``into`` is ``None``) in another format, or what another format holds as our own JSONL with
    its scheme beside it (``out`` is ``None``): by way of a project that nobody keeps.

    The scheme of our own is read from the file beside it; :class:`GlossatorError` where there is none, and where names
    or findings are chosen for our own JSONL, which needs neither.  Documents of the other file that have the
    same text, which are one of ours, are counted among the losses.
    """
    if into is None and not (wishes.names.is_empty and wishes.accept is none_accepted):
        raise GlossatorError(
            "Glossator's own JSONL is taken as it is, so neither a mapping nor nearest places can be chosen for it.",
            remedy="Import it into a project and export that with --mapping.",
        )
    scheme = _scheme_beside(source) if into is None else Scheme("converted", "Converted", "1")
    from tempfile import TemporaryDirectory  # slow to load

    with TemporaryDirectory(prefix="glossator-") as folder:
        on_the_way = Path(folder, "converted.gloss")
        bench = projects.create(on_the_way, title=printable(source.stem), scheme_id=scheme, author="")
        with contextlib.closing(bench):
            came = _brought(bench, source, into, wishes, lambda done, total: progress(done, 2 * total))
        if out is None:
            went = projects.export_jsonl(on_the_way, target, overwrite=overwrite)
            found = Exported(went.documents, went.mentions, went.relations)
        else:
            found = export(on_the_way, target, out, overwrite=overwrite)
    progress(1, 1)
    joined = Loss("documents with the text of another one", came.joined, "joined with that one")
    return found._replace(faults=came.faults, losses=(*([joined] if came.joined else ()), *found.losses))


def _brought(
    bench: Workbench, source: Path, form: Format | None, wishes: Wishes, progress: Progress
) -> ImportReport:
    bench.hand = Hand(
        "", bench.project_file.new_id, lambda: 0
    )  # nobody, at no time, where the file names none
    if form is None:
        return projects.import_jsonl(bench, source, skip_bad=wishes.skip_bad, progress=progress)
    return import_files(bench, [source], form, wishes, progress)


def _scheme_beside(source: Path) -> Scheme:
    from glossator.formats import jsonl

    beside = jsonl.scheme_beside(source)
    if not beside.exists():
        raise GlossatorError(
            f"The label scheme of “{source.name}” is not beside it.",
            remedy=f"Put it there as “{beside.name}”; an export of Glossator writes both.",
        )
    return projects.read_scheme(str(beside))


# --- what a project remembers


def kept_names(ask: Queries, form: str, way: str) -> NameTable:
    """The names that were chosen last for a format on this ``way``: ``import`` or ``export``.  What nobody chose for an
    export are those that were chosen for an import, read from right to left.
    """
    plain = ask.kept(f"names:{way}:{form}")
    if plain is None:
        return _turned(kept_names(ask, form, "import")) if way == "export" else NO_NAMES
    with contextlib.suppress(GlossatorError):  # written by a later program: then it is as if nothing was kept
        return from_plain(plain, "the project")
    return NO_NAMES


def _turned(names: NameTable) -> NameTable:
    """From ours to those of the file; of several that became one the first."""
    turned: dict[str, dict[str, Target]] = {kind: {} for kind in KINDS}
    for kind in KINDS:
        for outside, target in names.of(kind).items():
            if target.id and not target.subtype:
                turned[kind].setdefault(target.id, Target(outside))
    return NameTable(**turned)


def keep_names(bench: Workbench, form: str, way: str, names: NameTable) -> None:
    """Remember the names that were chosen."""
    bench.keep(f"names:{way}:{form}", None if names.is_empty else to_plain(names))


__all__ = [
    "Format",
    "Wishes",
    "by_ending",
    "convert",
    "convert_ours",
    "detected",
    "export",
    "format_named",
    "format_of",
]  # what the floors above take from here
