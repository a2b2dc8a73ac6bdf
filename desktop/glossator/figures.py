"""The figures behind each view of the board: asked of the store through a lens, and counted as its controls say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from glossator import chronicles, connections
from glossator.analysis import contexts, cooccurrence, coverage, evidence, frequencies, pace
from glossator.analysis.concordance import of_mentions
from glossator.analysis.frequencies import Part
from glossator.analysis.places import Gazette
from glossator.analysis.timeline import Chronicle
from glossator.analysis.web import Web
from glossator.chronicles import Told as ToldByMentions
from glossator.core import lens as lenses
from glossator.core import perusal
from glossator.core.documents import Document
from glossator.core.errors import Refused
from glossator.core.lens import Lens, MentionPick
from glossator.core.scheme import Scheme
from glossator.store import perusing, unrolling
from glossator.store.claiming import Claiming
from glossator.store.queries import Queries
from glossator.store.surveying import Surveying

Told = Callable[[int, int], object]
"""Hears how much is done of how much there is; what it raises ends the work."""
Options = Mapping[str, str]
"""What the controls of a view say."""

MANY = 1_000_000
"""Mentions from which on who appears with whom is told by document at first, as all texts would have to be read."""
MOST_NAMED = 5_000
"""Documents that a filter can name."""
FIRST_LINES = 200
"""Lines of the concordance that are found at first where they stand in the order of the texts."""
SPLIT = 4
"""Documents that the labels are split by: those with most mentions; all others are one more part."""
_ONLY = "only"
_TEXTS = 64  # texts that are in memory at once


class Asked(NamedTuple):
    """What a survey is asked: through which lens, with which options; ``told`` hears how far it is."""

    ask: Queries
    scheme: Scheme
    lens: Lens
    options: Options
    told: Told


def find_labels(asked: Asked) -> frequencies.Labels:
    """Labels by mentions; of several documents apart, or beside those of another selection."""

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


def only(lens: Lens, document: int) -> Lens:
    """What of ``lens`` is in one document, whatever its scope is."""
    return replace(lens, document=document, documents=frozenset())


def against_of(ask: Queries, said: str, lens: Lens) -> Lens | None:
    """What labels are compared with: ``project`` (all of it), what of ``lens`` is in one document (its name, or
    :func:`as_only`), or a lens as JSON; ``None`` where nothing is said.  :class:`Refused` where there is no
    such document.
    """
    if not said:
        return None
    if said == "project":
        return Lens(whose=lens.whose)
    if said.startswith("{"):
        plain = json.loads(said)
        if _ONLY in plain:
            return only(lens, plain[_ONLY])
        return replace(lenses.from_plain(plain), document=plain.get("document"), whose=lens.whose)
    found = [each for each in ask.documents(text=said, limit=50) if each.document.name == said]
    if not found:
        raise Refused(f"There is no document “{said}” to compare with.")
    return only(lens, found[0].document.id)


def as_against(lens: Lens) -> str:
    """A lens as :func:`against_of` reads it."""
    return json.dumps({**lenses.as_plain(lens), "document": lens.document})


def as_only(document: int) -> str:
    """What of the lens in use is in one document, as :func:`against_of` reads it."""
    return json.dumps({_ONLY: document})


def find_entities(asked: Asked) -> frequencies.Entities:
    """Identities by mentions and documents, those of a name alone where one is given."""
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


def find_pairs(asked: Asked) -> frequencies.Pairs:
    """Relations by the labels that they join."""
    found = asked.ask.under(asked.lens, asked.scheme)
    return frequencies.Pairs(tuple(found.relation_pairs()), found.relation_count(), found.totals().relations)


def find_timeline(asked: Asked) -> Chronicle:
    """Events by their time."""
    is_whole = asked.options.get("wanted") != "some"
    made = chronicles.chronicle(asked.ask, asked.scheme, asked.lens, is_whole=is_whole)
    if asked.options.get("cast") == "known":
        chronicles.meet(made, asked.ask, asked.scheme, asked.lens)
    return made


def find_places(asked: Asked) -> Gazette | ToldByMentions:
    """Places with what happened there, or (``told``) those of which mentions alone say where they are."""
    if asked.options.get("wanted") == "told":
        return chronicles.told_by_mentions(asked.ask, asked.scheme, asked.lens)
    is_whole = asked.options.get("wanted") != "some"
    return chronicles.gazette(asked.ask, asked.scheme, asked.lens, is_whole=is_whole)


def find_links(asked: Asked) -> Web:
    """What joins whom."""
    if asked.options.get("wanted") == "count":
        return connections.counted(asked.ask, asked.scheme, asked.lens)
    return connections.web(asked.ask, asked.scheme, asked.lens, asked.told)


def find_together(asked: Asked) -> cooccurrence.Meetings:
    """Who stands with whom in a sentence, paragraph or document."""
    seen = asked.ask.under(asked.lens, asked.scheme)
    survey = Surveying(seen)
    wanted = asked.options.get("unit", "")
    usual: cooccurrence.Unit = "document" if seen.totals().mentions > MANY else "sentence"
    unit = next((each for each in cooccurrence.UNITS if each == wanted), usual)
    most = _number(asked.options, "most", cooccurrence.MOST)
    only = [int(each) for each in asked.options.get("only", "").split(",") if each.isdigit()]
    people = survey.identities(most + 1)
    total = asked.ask.under(asked.lens.scope, asked.scheme).identity_count()
    is_counted = len(people) <= most  # as all that are taken
    taken = total
    if asked.lens != asked.lens.scope:
        taken = len(people) if is_counted else seen.identity_count()
    people = people[:most]
    chosen = set(only)
    if rest := chosen - {each.entity for each in people}:
        people += seen.entity_counts(len(rest), entities=sorted(rest))
    ids = [each.entity for each in people if each.entity is not None]
    if unit == "document":
        together, alone = cooccurrence.met_in(survey.documents_of(ids))
        units = seen.document_count()
    else:
        every, done = asked.ask.document_count(), iter(range(1 << 62))
        held = (
            {place[2] for place in found}
            for found in cooccurrence.units_of(
                survey.places(None),
                unit,
                survey.texts(),
                lambda: asked.told(min(next(done), every), every),
            )
        )
        together, alone, units = cooccurrence.held_together(held, frozenset(ids))
    if only:
        people = [each for each in people if each.entity in chosen]
        together = Counter({pair: n for pair, n in together.items() if chosen.issuperset(pair)})
    left_out = max(0, taken - len(people)), max(0, total - taken)
    drawn = cooccurrence.ordered(people, together)
    return cooccurrence.Meetings(unit, drawn, together, alone, units, *left_out)


def find_coverage(asked: Asked) -> coverage.Coverage:
    """Documents by status, and how far each is read and tagged."""
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


def find_pace(asked: Asked) -> pace.Pace:
    """Mentions by day, and how many in an active minute."""
    seen = asked.ask.under(asked.lens, asked.scheme)
    survey = Surveying(seen)
    return pace.pace(survey.made(), survey.minutes(), seen.totals().mentions, survey.last_minute())


def find_grades(asked: Asked) -> evidence.Grades:
    """Claims by the grades of their sources and of what they say."""
    seen = asked.ask.under(asked.lens, asked.scheme)
    survey = Claiming(seen)
    total = seen.totals().relations
    return evidence.grades(survey.claims(), survey.bare_claims(), total, asked.scheme)


def find_sources(asked: Asked) -> evidence.Sources:
    """Claims by who makes them, with what contradicts them."""
    seen = asked.ask.under(asked.lens, asked.scheme)
    survey = Claiming(seen)
    stated = list(survey.claims())
    bare = sum(survey.bare_claims().values())
    total = seen.totals().relations
    return evidence.by_source(stated, survey.comparable(stated), bare, total, asked.scheme)


def find_contexts(asked: Asked) -> contexts.Contexts:
    """Mentions in their lines."""
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
    lines = contexts.in_order(
        of_mentions(unrolling.mentions(asked.ask.order, seen, pick, limit), text_of), order, facts
    )
    for document in {each.document for each in lines}:
        facts(document)
    names = {number: each.name for number, each in documents.items() if each is not None}
    shown = seen.entity_counts(1, entities=[entity]) if entity else []
    count = (shown[0].mentions if shown else 0) if entity else seen.mention_count()
    return contexts.Contexts(lines, order, count, seen.totals().mentions, names)


def _number(options: Options, name: str, usual: int) -> int:
    """What a control says as a whole number; :class:`Refused` where it says none."""
    try:
        return int(options.get(name) or usual)
    except ValueError as error:
        raise Refused(f"“{options[name]}” is no whole number for “{name}”.") from error
