"""What the views of the board ask of a project: the figures of each, on a workbench or beside the window."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from glossator import chronicles, connections
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
from glossator.analysis.concordance import of_mentions
from glossator.analysis.frequencies import Part
from glossator.analysis.links import Web
from glossator.analysis.places import Gazette
from glossator.analysis.sheets import Sheet
from glossator.analysis.timeline import Chronicle
from glossator.core import lens as lenses
from glossator.core import perusal
from glossator.core.annotations import Entity, Mention, Relation
from glossator.core.claims import RELIABILITY
from glossator.core.documents import Document
from glossator.core.errors import Refused
from glossator.core.layers import EVERYBODY
from glossator.core.lens import Lens, MentionPick, RelationPick
from glossator.core.scheme import Scheme
from glossator.store import perusing
from glossator.store.claiming import Claim, Claiming
from glossator.store.keys import Key
from glossator.store.project_file import ProjectFile
from glossator.store.queries import Queries
from glossator.store.reading import undisturbed
from glossator.store.surveying import Surveying
from glossator.workbench import Workbench

Told = Callable[[int, int], object]
"""Hears how much is done of how much there is; what it raises ends the work."""
Options = Mapping[str, str]
"""What the controls of a view say."""

calm = undisturbed
"""While an answer is found or drawn: its many objects are no waste, and looking for waste would take a third of it."""
SMALL = 60_000
"""Mentions up to which a view is asked for at once; of larger projects what no kept count tells is counted beside the
window.
"""


MANY = 1_000_000
"""Mentions from which on who appears with whom is told by document at first, as all texts would have to be read."""


class Asked(NamedTuple):
    """What a survey is asked: through which lens, with which options; ``told`` hears how far it is."""

    ask: Queries
    scheme: Scheme
    lens: Lens
    options: Options
    told: Told


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


# --- the views


def _number(options: Options, name: str, usual: int) -> int:
    """What a control says as a whole number; :class:`Refused` where it says none."""
    try:
        return int(options.get(name) or usual)
    except ValueError as error:
        raise Refused(f"“{options[name]}” is no whole number for “{name}”.") from error


def _labels(asked: Asked) -> frequencies.Labels:
    def counted(lens: Lens) -> frequencies.Labels:
        found = asked.ask.under(lens, asked.scheme)
        return frequencies.Labels(tuple(found.label_counts()), found.totals().mentions)

    here = against_of(asked.ask, asked.options.get("here", ""), asked.lens) or asked.lens
    against = against_of(asked.ask, asked.options.get("against", ""), asked.lens)
    found = counted(here)
    if against is not None:
        return found._replace(other=counted(against))
    if asked.options.get("split") != "document":
        return found
    busiest = Surveying(asked.ask.under(here, asked.scheme)).busiest(SPLIT)
    return found._replace(
        parts=tuple(Part(number, name, counted(only(here, number))) for number, name in busiest)
    )


SPLIT = 4
"""Documents that the labels are split by: those with most mentions; all others are one more part."""


def only(lens: Lens, document: int) -> Lens:
    """What of ``lens`` is in one document, whatever its scope is."""
    return replace(lens, document=document, documents=frozenset())


def against_of(ask: Queries, said: str, lens: Lens) -> Lens | None:
    """What labels are compared with: ``project`` (all of it), the name of a document, or a lens as JSON; ``None`` where
    nothing is said.  :class:`Refused` where there is no such document.
    """
    if not said:
        return None
    if said == "project":
        return Lens(whose=lens.whose)
    if said.startswith("{"):
        plain = json.loads(said)
        return replace(lenses.from_plain(plain), document=plain.get("document"), whose=lens.whose)
    found = [each for each in ask.documents(text=said, limit=50) if each.document.name == said]
    if not found:
        raise Refused(f"There is no document “{said}” to compare with.")
    return Lens(document=found[0].document.id, whose=lens.whose)


def as_against(lens: Lens) -> str:
    """A lens as :func:`against_of` reads it."""
    return json.dumps({**lenses.as_plain(lens), "document": lens.document})


def _entities(asked: Asked) -> frequencies.Entities:
    found = asked.ask.under(asked.lens, asked.scheme)
    limit = _number(asked.options, "limit", frequencies.ENTITIES)
    if name := asked.options.get("name", ""):
        ids = [each.entity.id for each in asked.ask.entities(text=name, limit=MOST_NAMED)]
        named = tuple(found.entity_counts(limit + 1, entities=ids)) if ids else ()
        held = sum(each.mentions for each in named)
        return frequencies.Entities(
            named, limit, held, held + found.totals().mentions - found.mention_count()
        )
    nameless = frequencies.nameless(asked.scheme, asked.lens)
    counts = tuple(found.entity_counts(limit + 1, nameless=nameless))
    return frequencies.Entities(counts, limit, found.mention_count(), found.totals().mentions, nameless)


def _pairs(asked: Asked) -> frequencies.Pairs:
    found = asked.ask.under(asked.lens, asked.scheme)
    return frequencies.Pairs(tuple(found.relation_pairs()), found.relation_count(), found.totals().relations)


def _timeline(asked: Asked) -> Chronicle:
    is_whole = asked.options.get("wanted") != "some"
    return chronicles.chronicle(asked.ask, asked.scheme, asked.lens, is_whole=is_whole)


def _places(asked: Asked) -> Gazette:
    is_whole = asked.options.get("wanted") != "some"
    return chronicles.gazette(asked.ask, asked.scheme, asked.lens, is_whole=is_whole)


def _links(asked: Asked) -> Web:
    if asked.options.get("wanted") == "count":
        return connections.counted(asked.ask, asked.scheme, asked.lens)
    return connections.web(asked.ask, asked.scheme, asked.lens, asked.told)


def _together(asked: Asked) -> cooccurrence.Meetings:
    seen = asked.ask.under(asked.lens, asked.scheme)
    survey = Surveying(seen)
    wanted = asked.options.get("unit", "")
    usual: cooccurrence.Unit = "document" if seen.totals().mentions > MANY else "sentence"
    unit = next((each for each in cooccurrence.UNITS if each == wanted), usual)
    most = _number(asked.options, "most", cooccurrence.MOST)
    only = [int(each) for each in asked.options.get("only", "").split(",") if each.isdigit()]
    people = seen.entity_counts(len(only), entities=only) if only else survey.identities(most + 1)
    others = max(0, asked.ask.under(asked.lens.scope, asked.scheme).identity_count() - min(most, len(people)))
    people = people[:most]
    ids = [each.entity for each in people if each.entity is not None]
    if unit == "document":
        together, alone, units = cooccurrence.met_in(survey.documents_of(ids))
    else:
        total, done = asked.ask.document_count(), iter(range(1 << 62))
        held = (
            {place[2] for place in found}
            for found in cooccurrence.units_of(
                survey.places(ids),
                unit,
                survey.texts(),
                lambda: asked.told(min(next(done), total), total),
            )
        )
        together, alone, units = cooccurrence.held_together(held)
    drawn = cooccurrence.ordered(people, together)
    return cooccurrence.Meetings(unit, drawn, together, alone, units, others)


def _coverage(asked: Asked) -> coverage.Coverage:
    seen = asked.ask.under(asked.lens, asked.scheme)
    survey = Surveying(seen)
    statuses = survey.statuses()
    total = 1 if asked.lens.document is not None else asked.ask.document_count()
    way = asked.options.get("by", "")
    if way not in coverage.WAYS:
        way = perusing.usual(seen) if sum(statuses.values()) > coverage.MOST else ""
    persons = asked.lens.annotators
    if way:
        read = (
            (name, perusal.characters(perusal.of(each, persons)))
            for _, name, each in perusing.read(seen, way)
        )
        return coverage.Coverage(
            statuses, (), tuple(coverage.grouped(perusing.groups(seen, way), read)), total, way
        )
    rows = tuple(survey.progress(coverage.MOST))
    spans = {document: perusal.of(each, persons) for document, _, each in perusing.read(seen)}
    shares: dict[int, tuple[int, int]] = {}
    for each in rows if asked.options.get("sentences") != "later" else ():
        number = each.document.id
        shares[number] = coverage.share_of(coverage.strip(asked.ask.text_of(number), survey.starts(number)))
    return coverage.Coverage(statuses, rows, (), total, "", spans, shares)


def _pace(asked: Asked) -> pace.Pace:
    seen = asked.ask.under(asked.lens, asked.scheme)
    survey = Surveying(seen)
    return pace.pace(survey.made(), survey.minutes(), seen.totals().mentions, survey.last_minute())


def _grades(asked: Asked) -> evidence.Grades:
    seen = asked.ask.under(asked.lens, asked.scheme)
    survey = Claiming(seen)
    total = seen.totals().relations
    return evidence.grades(survey.claims(), survey.bare_claims(), total, asked.scheme)


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
    bench: Workbench, lens: Lens, entities: Sequence[int], document: int
) -> tuple[cooccurrence.Place, ...]:
    """Where these identities are mentioned in one document."""
    return tuple(Surveying(bench.ask.under(lens, bench.scheme)).places(entities, document))


def strip(bench: Workbench, lens: Lens, document: int, text: str) -> tuple[coverage.Sentence, ...]:
    """The sentences of a document: how many mentions begin in each, and whether it was read."""
    starts = Surveying(bench.ask.under(lens, bench.scheme)).starts(document)
    perused = perusal.from_plain(bench.ask.kept(perusal.name_of(document)), len(text))
    return coverage.strip(text, starts, perusal.of(perused, lens.annotators))


def documents_in(bench: Workbench, lens: Lens, way: str, name: str) -> frozenset[int]:
    """The documents (ids) of a group of the progress; :class:`Refused` where they are too many to be named."""
    found = perusing.documents_in(bench.ask.under(lens, bench.scheme), way, name, MOST_NAMED + 1)
    if len(found) > MOST_NAMED:
        raise Refused(
            f"These are more than {MOST_NAMED:,} documents.", remedy="Filter by date or status instead."
        )
    return frozenset(found)


MOST_NAMED = 5_000
"""Documents that a filter can name."""


def claims_of(bench: Workbench, lens: Lens, relations: Sequence[int]) -> list[Claim]:
    """These relations and events (ids) as claims, as far as the lens takes them."""
    return Claiming(bench.ask.under(lens, bench.scheme)).claims_of(relations)


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


def _sources(asked: Asked) -> evidence.Sources:
    seen = asked.ask.under(asked.lens, asked.scheme)
    survey = Claiming(seen)
    stated = list(survey.claims())
    bare = sum(survey.bare_claims().values())
    total = seen.totals().relations
    return evidence.by_source(stated, survey.comparable(stated, evidence.AT_ODDS), bare, total, asked.scheme)


def _contexts(asked: Asked) -> contexts.Contexts:
    seen = asked.ask.under(asked.lens, asked.scheme)
    entity = _number(asked.options, "entity", 0)
    pick = MentionPick(entity=entity) if entity else MentionPick()
    order = next((each for each in contexts.ORDERS if each == asked.options.get("order")), contexts.ORDERS[0])
    texts: dict[int, str] = {}
    documents: dict[int, Document | None] = {}

    def text_of(document: int) -> str:
        if document not in texts:
            if len(texts) > _TEXTS:
                texts.clear()
            texts[document] = asked.ask.text_of(document)
        return texts[document]

    def facts(document: int) -> tuple[str, str]:
        if document not in documents:
            documents[document] = asked.ask.document(document)
        found = documents[document]
        return (found.published, found.source or found.name) if found else ("", "")

    limit = _number(asked.options, "limit", FIRST_LINES if order == "text" else contexts.MOST)
    lines = contexts.in_order(of_mentions(seen.mentions(pick, limit=limit), text_of), order, facts)
    for document in {each.document for each in lines}:
        facts(document)
    names = {number: each.name for number, each in documents.items() if each is not None}
    shown = seen.entity_counts(1, entities=[entity]) if entity else []
    count = (shown[0].mentions if shown else 0) if entity else seen.mention_count()
    return contexts.Contexts(lines, order, count, seen.totals().mentions, names)


FIRST_LINES = 200
"""Lines of the concordance that are found at first where they stand in the order of the texts."""
_TEXTS = 64  # texts that are in memory at once


def _few_lines(options: Options) -> int:
    return SMALL if options.get("order", "text") == "text" else 2_000


def _counts_tell(lens: Lens, _options: Options) -> bool:
    return not lens.asks_of_records and not lens.asks_of_documents


def _is_open(lens: Lens, _options: Options) -> bool:
    return lens.is_open


def _never_slow(lens: Lens, _options: Options) -> bool:
    return not lens.asks_of_records


SURVEYS: dict[str, Survey] = {
    each.name: each
    for each in (
        Survey(
            "labels",
            "Labels",
            "What did I tag, and what have I left out?",
            (Mention, Document),
            _labels,
            frequencies.labels_sheet,
            lambda lens, options: _counts_tell(lens, options) and not options.get("split"),
        ),
        Survey(
            "entities",
            "Entities",
            "Who and what matters in this case?",
            (Mention, Document, Entity),
            _entities,
            frequencies.entities_sheet,
            _is_open,
        ),
        Survey(
            "pairs",
            "Kinds of links",
            "What kinds of links exist, and which does the scheme not permit?",
            (Mention, Relation, Document),
            _pairs,
            frequencies.pairs_sheet,
            _never_slow,
        ),
        Survey(
            "together",
            "Who appears with whom",
            "Who appears with whom?",
            (Mention, Document, Entity),
            _together,
            cooccurrence.sheet,
        ),
        Survey(
            "contexts",
            "Mentions in context",
            "How is it spoken of?",
            (Mention, Document),
            _contexts,
            contexts.sheet,
            lambda lens, options: not lens.asks_of_records and options.get("order", "text") == "text",
            _few_lines,
        ),
        Survey(
            "coverage",
            "Progress",
            "What is done, and what is unread?",
            (Mention, Relation, Document),
            _coverage,
            coverage.sheet,
            lambda lens, options: True,
        ),
        Survey(
            "grades",
            "Grades of the evidence",
            "How good is the evidence, and are we grading lazily?",
            (Mention, Relation, Document, Entity),
            _grades,
            evidence.grades_sheet,
        ),
        Survey(
            "sources",
            "Claims by source",
            "Who told us what, and where do they disagree?",
            (Mention, Relation, Document, Entity),
            _sources,
            evidence.sources_sheet,
        ),
        Survey(
            "pace",
            "Pace",
            "How fast does the work go, and is it slowing?",
            (Mention, Document),
            _pace,
            pace.sheet,
        ),
        Survey(
            "timeline",
            "Timeline",
            "In what order did it happen, and what overlaps?",
            (Mention, Relation, Document, Entity),
            _timeline,
            timeline.sheet,
        ),
        Survey(
            "places",
            "Map",
            "Where is it, and how sure?",
            (Mention, Relation, Document, Entity),
            _places,
            places.sheet,
        ),
        Survey(
            "links",
            "Link chart",
            "How are these connected, and by whose word?",
            (Mention, Relation, Document, Entity),
            _links,
            link_tables.links_sheet,
            lambda lens, options: options.get("wanted") == "count" and lens.is_open,
            lambda options: connections.QUICK,
        ),
    )
}
"""Every view by its name, in the order in which they are offered."""
