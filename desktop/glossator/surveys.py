"""What the views of the board ask of a project: the figures of each, on a workbench or beside the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from glossator import connections, figures
from glossator.analysis import (
    contexts,
    cooccurrence,
    coverage,
    evidence,
    frequencies,
    link_tables,
    pace,
    places,
    timeline,
)
from glossator.analysis.concordance import Line
from glossator.analysis.sheets import Sheet
from glossator.core import perusal
from glossator.core.annotations import Entity, Mention, Note, Relation
from glossator.core.claims import RELIABILITY
from glossator.core.documents import Document
from glossator.core.errors import Refused
from glossator.core.layers import EVERYBODY
from glossator.core.lens import Lens, MentionPick, RelationPick
from glossator.core.scheme import Scheme
from glossator.figures import FIRST_LINES, Asked, Options, Told, as_against, as_only, only
from glossator.store import perusing, unrolling
from glossator.store.claiming import Claim, Claiming
from glossator.store.keys import Key
from glossator.store.project_file import ProjectFile
from glossator.store.queries import Queries
from glossator.store.reading import undisturbed
from glossator.store.surveying import Surveying
from glossator.workbench import Workbench

# what others take from here although it is made elsewhere
__all__ = ["FIRST_LINES", "Claim", "as_against", "as_only", "only"]

calm = undisturbed
"""While an answer is found or drawn: its many objects are no waste, and looking for waste would take a third of it."""
SMALL = 60_000
"""Mentions up to which a view is asked for at once; of larger projects what no kept count tells is counted beside the
window.
"""


class Survey(NamedTuple):
    """The figures behind a view.  ``kinds`` are the records whose change touches them; ``answer`` finds them, on any
    thread; ``sheet`` is their table; ``is_quick`` says that kept counts tell them however large the project is, else
    the window waits where there are no more mentions than ``small``.
    """

    name: str
    title: str
    question: str
    kinds: tuple[type, ...]
    answer: Callable[[Asked], Any]
    sheet: Callable[[Any, Scheme], Sheet]
    is_quick: Callable[[Lens, Options], bool] = lambda lens, options: False
    small: Callable[[Options], int] = lambda options: SMALL


class Where(NamedTuple):
    """A project that may be asked away from the thread of the window: its file and what opens that."""

    path: Path
    key: Key | None = None

    @classmethod
    def of(cls, bench: Workbench) -> Where | None:
        """The file of a workbench; ``None`` where no second connection may be made."""
        project = bench.project_file
        return None if project.is_alone else cls(project.path, project.key)


def find(name: str) -> Survey:
    """The survey of a view; :class:`Refused` names those there are."""
    if name not in SURVEYS:
        raise Refused(f"There is no view “{name}”.", remedy=f"Choose one of {', '.join(SURVEYS)}.")
    return SURVEYS[name]


def at_once(bench: Workbench, survey: Survey, lens: Lens, options: Options) -> bool:
    """Whether the window may wait for the answer."""
    if survey.is_quick(lens, options) or Where.of(bench) is None:
        return True
    all_of_it = replace(lens, whose=EVERYBODY)  # what is hidden would have to be counted
    return bench.ask.under(all_of_it, bench.scheme).totals().mentions <= survey.small(options)


def answer(
    where: Where | Workbench,
    survey: Survey,
    lens: Lens,
    options: Options,
    told: Told = lambda done, total: None,
) -> Any:
    """The figures of a view; away from the window long questions look up every now and then to ``told``."""
    with (
        _project(where) as (ask, scheme),
        ask.under(lens, scheme).interruptible(lambda: told(0, 0)),
        calm(),
    ):
        return survey.answer(Asked(ask, scheme, lens, options, told))


@contextmanager
def _project(where: Where | Workbench) -> Iterator[tuple[Queries, Scheme]]:
    if isinstance(where, Workbench):
        yield where.ask, where.scheme
        return
    with ProjectFile.open(where.path, read_only=True, key=where.key) as project:
        yield project.ask, project.scheme()


# --- what stands behind a mark


def meeting(bench: Workbench, lens: Lens, pair: cooccurrence.Pair, unit: cooccurrence.Unit) -> frozenset[int]:
    """The mentions (ids) of the first of two identities in the sentences, paragraphs or documents that hold both; of
    very many the first ones.
    """
    survey = Surveying(bench.ask.under(lens, bench.scheme))
    found: set[int] = set()
    documents = {document for document, listed in survey.meetings(pair) if "," in listed}
    places = (each for each in survey.places(pair) if each[0] in documents)
    for held in cooccurrence.units_of(
        places, unit, bench.ask.text_of if unit != "document" else lambda _: ""
    ):
        if {place[2] for place in held} == set(pair):
            found.update(place[3] for place in held if place[2] == pair[0])
            if len(found) >= MOST_EVIDENCE:
                break
    return frozenset(found)


def places_in(
    bench: Workbench, lens: Lens, entities: Sequence[int] | None, document: int
) -> tuple[cooccurrence.Place, ...]:
    """Where these identities (``None``: any) are mentioned in one document."""
    here = (
        lens.within(document) if lens.document is None else lens
    )  # else all that are taken would be gone through
    return tuple(Surveying(bench.ask.under(here, bench.scheme)).places(entities, document))


def strip(bench: Workbench, lens: Lens, document: int, text: str) -> tuple[coverage.Sentence, ...]:
    """The sentences of a document: how many mentions begin in each, and whether it was read."""
    starts = Surveying(bench.ask.under(lens, bench.scheme)).starts(document)
    perused = perusal.from_plain(bench.ask.kept(perusal.name_of(document)), len(text))
    return coverage.strip(text, starts, perusal.of(perused, lens.annotators))


def documents_in(bench: Workbench, lens: Lens, way: str, name: str) -> frozenset[int]:
    """The documents (ids) of a group of the progress; :class:`Refused` where they are too many to be named."""
    found = perusing.documents_in(bench.ask.under(lens, bench.scheme), way, name, figures.MOST_NAMED + 1)
    if len(found) > figures.MOST_NAMED:
        raise Refused(
            f"These are more than {figures.MOST_NAMED:,} documents.",
            remedy="Filter by date or status instead.",
        )
    return frozenset(found)


def claims_of(bench: Workbench, lens: Lens, relations: Sequence[int]) -> list[Claim]:
    """These relations and events (ids) as claims, as far as the lens takes them."""
    return Claiming(bench.ask.under(lens, bench.scheme)).claims_of(relations)


def mentions_after(
    bench: Workbench, lens: Lens, pick: MentionPick, lines: Sequence[Line], limit: int
) -> list[Mention]:
    """The mentions that follow these lines, at most so many, in the order of the texts."""
    after = None
    if lines:
        last = lines[-1].document
        many = sum(1 for _ in takewhile(lambda line: line.document == last, reversed(lines)))
        after = unrolling.Place(last, many if lens.document is None else len(lines))
    return unrolling.mentions(bench.ask.order, bench.ask.under(lens, bench.scheme), pick, limit, after)


class Behind(NamedTuple):
    """Claims, and what their sources are graded by: identities that are graded themselves, else their documents."""

    claims: tuple[Relation, ...]
    sources: tuple[Document | Entity, ...]


def behind(bench: Workbench, lens: Lens, picks: Sequence[RelationPick]) -> Behind:
    """The claims that marks stand for, with their sources; :class:`Refused` where there are too many to grade anew."""
    seen = bench.ask.under(lens, bench.scheme)
    found: dict[int, Relation] = {}
    for pick in picks:
        found.update((each.id, each) for each in seen.relations(pick, limit=MOST_REGRADED + 1))
    if len(found) > MOST_REGRADED:
        raise Refused(
            f"These are more than {MOST_REGRADED:,} claims.", remedy="Narrow them down with the filter first."
        )
    voices = {each.relation: each.voice for each in claims_of(bench, lens, list(found)) if each.voice}
    known = bench.ask.entities_by_id(set(voices.values()))
    graded = {number: each for number, each in known.items() if RELIABILITY in each.attributes}
    by_document = {each.document for each in found.values() if voices.get(each.id, 0) not in graded}
    documents = [bench.ask.document(each) for each in sorted(by_document)]
    voiced = {number for number in voices.values() if number in graded}
    sources: list[Document | Entity] = [each for each in documents if each is not None]
    sources += [graded[each] for each in sorted(voiced)]
    return Behind(tuple(found.values()), tuple(sources))


MOST_REGRADED = 20_000
"""Claims that are graded anew in one step."""
MOST_EVIDENCE = 2_000
"""Places of a meeting that are listed."""


def _few_lines(options: Options) -> int:
    return SMALL if options.get("order", "text") == "text" else 2_000


def _counts_tell(lens: Lens, _options: Options) -> bool:
    return not lens.asks_of_records and not lens.asks_of_documents


def _is_open(lens: Lens, _options: Options) -> bool:
    return lens.is_open


SURVEYS: dict[str, Survey] = {
    each.name: each
    for each in (
        Survey(
            "labels",
            "Labels",
            "What did I tag, and what have I left out?",
            (Mention, Document),
            figures.find_labels,
            frequencies.labels_sheet,
            lambda lens, options: _counts_tell(lens, options) and not options.get("split"),
        ),
        Survey(
            "entities",
            "Entities",
            "Who and what matters in this case?",
            (Mention, Document, Entity),
            figures.find_entities,
            frequencies.entities_sheet,
            _is_open,
        ),
        Survey(
            "pairs",
            "Kinds of links",
            "What kinds of links exist, and which does the scheme not permit?",
            (Mention, Relation, Document),
            figures.find_pairs,
            frequencies.pairs_sheet,
            _is_open,
        ),
        Survey(
            "together",
            "Who appears with whom",
            "Who appears with whom?",
            (Mention, Document, Entity),
            figures.find_together,
            cooccurrence.sheet,
        ),
        Survey(
            "contexts",
            "Mentions in context",
            "How is it spoken of?",
            (Mention, Document),
            figures.find_contexts,
            contexts.sheet,
            lambda lens, options: not lens.asks_of_records and options.get("order", "text") == "text",
            _few_lines,
        ),
        Survey(
            "coverage",
            "Progress",
            "What is done, and what is unread?",
            (Mention, Relation, Document),
            figures.find_coverage,
            coverage.sheet,
            lambda lens, options: True,
        ),
        Survey(
            "grades",
            "Grades of the evidence",
            "How good is the evidence, and are we grading lazily?",
            (Mention, Relation, Document, Entity),
            figures.find_grades,
            evidence.grades_sheet,
        ),
        Survey(
            "sources",
            "Claims by source",
            "Who told us what, and where do they disagree?",
            (Mention, Relation, Document, Entity),
            figures.find_sources,
            evidence.sources_sheet,
        ),
        Survey(
            "pace",
            "Pace",
            "How fast does the work go, and is it slowing?",
            (Mention, Relation, Entity, Note, Document),
            figures.find_pace,
            pace.sheet,
        ),
        Survey(
            "timeline",
            "Timeline",
            "In what order did it happen, and what overlaps?",
            (Mention, Relation, Document, Entity),
            figures.find_timeline,
            timeline.sheet,
        ),
        Survey(
            "places",
            "Map",
            "Where is it, and how sure?",
            (Mention, Relation, Document, Entity),
            figures.find_places,
            places.sheet,
        ),
        Survey(
            "links",
            "Link chart",
            "How are these connected, and by whose word?",
            (Mention, Relation, Document, Entity),
            figures.find_links,
            link_tables.links_sheet,
            lambda lens, options: options.get("wanted") == "count" and lens.is_open,
            lambda options: connections.QUICK,
        ),
    )
}
"""Every view by its name, in the order in which they are offered."""
