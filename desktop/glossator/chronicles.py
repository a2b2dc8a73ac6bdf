"""What views of time and place are made of: the events and places that a lens takes, asked for and followed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from glossator.analysis.journeys import Journeys, SiteKey
from glossator.analysis.places import Gazette
from glossator.analysis.roles import ORIGIN_ROLES, TIME_ROLES
from glossator.analysis.timeline import Chronicle
from glossator.core import dating, locating
from glossator.core.annotations import Entity, Mention, Note, Relation
from glossator.core.changes import Change, Record
from glossator.core.lens import Lens
from glossator.core.locating import ATTRIBUTES
from glossator.core.scheme import Scheme
from glossator.core.tellings import Placed
from glossator.store.lensed import Lensed
from glossator.store.queries import Queries
from glossator.store.tellings import Tellings

MOST_FOLLOWED = 400
"""Records of a Change up to which views follow it step by step."""


MOST = 3_000
"""Events that a view takes of a very large project, and places."""
MOST_DATED = 15_000
"""Events with a date that it takes, as these are counted by time."""
MANY_EVENTS = 20_000
MANY_FILTERED = 60_000
MANY_PLACES = 200_000
"""How many events (of the whole project, or through a filter), and mentions of places, there have to be for that."""


class Told(NamedTuple):
    """Places of which mentions say where they are, with the identities among them; ``is_all`` tells that there are no
    others.
    """

    placed: list[Placed]
    entities: Mapping[int, Entity]
    is_all: bool


def chronicle(ask: Queries, scheme: Scheme, lens: Lens, *, is_whole: bool = True) -> Chronicle:
    """The events that a lens takes; unless the whole is wanted, of very many those with a date, and some others."""
    source = Tellings(ask.under(lens, scheme))
    is_all = True
    is_part = not is_whole and source.taken_events() > (MANY_EVENTS if lens.is_empty else MANY_FILTERED)
    if is_part:
        named = {role.name for each in scheme.event_types for role in each.roles}
        roles = {each for each in named if each.casefold() in TIME_ROLES}
        labels = dating.time_labels(scheme)
        kinds = [each for label in labels for each in dating.time_attributes(scheme, "mention", label)]
        told = {each.id for each in (*kinds, *dating.time_attributes(scheme, "event"))}
        dated, is_all = source.saying(MOST_DATED, labels=labels, roles=roles, told=told)
        source = source.some(MOST, first=dated, labels=labels, roles=roles, others=True)
    made = Chronicle(scheme, source)
    made.is_part, made.has_all_dated = is_part, is_all
    if is_whole:
        meet(made, ask, scheme, lens)
    return made


def meet(
    held: Chronicle, ask: Queries, scheme: Scheme, lens: Lens, events: Iterable[int] | None = None
) -> None:
    """Have it known who had a part in these events (in all), and where they were."""
    lacking = held.lacking(events)
    if lacking:
        wanted = held.learn(lacking, Tellings(ask.under(lens, scheme)).only(lacking))
        held.name(ask.entities_by_id(wanted))


def gazette(ask: Queries, scheme: Scheme, lens: Lens, *, is_whole: bool = True) -> Gazette:
    """The places that a lens takes, with the events that they have a part in; unless the whole is wanted, of very many
    those with most mentions, and events that lead from one to another.
    """
    source = Tellings(ask.under(lens, scheme))
    labels = locating.place_labels(scheme)
    taken = 0 if is_whole else source.taken_count(labels)
    if taken <= MANY_PLACES:
        made = Gazette(scheme, source, Journeys(labels, source))
    else:
        roles = {role.name for each in scheme.event_types for role in each.roles}
        led = source.some(MOST, roles={each for each in roles if each.casefold() in ORIGIN_ROLES})
        made = Gazette(scheme, source, Journeys(labels, led), source.leading_places(labels, MOST))
        made.taken = taken
    made.know(ask.entities_by_id(made.entities()))
    return made


def told_by_mentions(ask: Queries, scheme: Scheme, lens: Lens) -> Told:
    """The places of which mentions say where they are: of a very large project these have to be looked for among all
    mentions, which takes a while.
    """
    told, labels = locating.telling(scheme), locating.place_labels(scheme)
    if not any(each.id in told and "mention" in each.on for each in scheme.attributes):
        return Told([], {}, is_all=True)
    wanted = (*ATTRIBUTES, *told)
    placed = Tellings(ask.under(lens, scheme)).placed_by_mentions(labels, wanted, told, MOST)
    entities = ask.entities_by_id({each.entity for each in placed if each.entity is not None})
    return Told(placed, entities, is_all=len(placed) < MOST)


def learn(
    held: Gazette, told: Told, since: Iterable[Change], ask: Queries, scheme: Scheme, lens: Lens
) -> None:
    """Take places of which mentions say where they are into some of very many, as they are after the Changes that were
    made ``since`` these were looked for.
    """
    keys = held.learn(told.placed)
    held.know(told.entities)
    touched = [
        each
        for change in since
        for each in (*change.removed, *change.added)
        if isinstance(each, Mention) and _key(each) in keys
    ]
    _exchange(held, touched, ask, Tellings(ask.under(lens, scheme)))


def _exchange(held: Gazette, mentions: Collection[Mention], ask: Queries, source: Tellings) -> None:
    """Ask anew for what these mentions stand for."""
    if mentions:
        entities = {each.entity for each in mentions if each.entity is not None}
        new = held.exchange(source, entities, {each.quote for each in mentions if each.entity is None})
        held.know(ask.entities_by_id(new))


def follow(held: Chronicle, change: Change, ask: Queries, scheme: Scheme, lens: Lens) -> bool:
    """Take a Change into the events; ``False`` where they have to be asked for anew."""
    records = (*change.removed, *change.added)
    if not _can_follow(records):
        return False
    source = Tellings(ask.under(lens, scheme))
    known = {each.id for each in records if isinstance(each, Entity)} & held.names.keys()
    for document in {each.document for each in records if isinstance(each, Mention | Relation)}:
        known |= held.exchange(document, source.within(document))
    if not lens.whose.is_everybody:
        held.total = source.event_count()
    else:  # of a million events each count would take longer than all else
        held.total += _events_of(change.added, lens) - _events_of(change.removed, lens)
    if known:
        held.name(ask.entities_by_id(known))
    return True


def _events_of(records: Iterable[Record], lens: Lens) -> int:
    """How many of these are events in the scope of a lens."""
    return sum(
        isinstance(each, Relation) and each.is_event and lens.document in {None, each.document}
        for each in records
    )


def follow_places(held: Gazette, change: Change, ask: Queries, scheme: Scheme, lens: Lens) -> bool:
    """Take a Change into the places; ``False`` where they have to be asked for anew."""
    records = (*change.removed, *change.added)
    if not _can_follow(records):
        return False
    mentions = [each for each in records if isinstance(each, Mention) and each.label in held.labels]
    source = Tellings(ask.under(lens, scheme))
    for document in {each.document for each in records if isinstance(each, Mention | Relation)}:
        held.travel(document, source.within(document))
    known = {each.id for each in records if isinstance(each, Entity)}
    if mentions:
        held.total = source.place_count(held.labels)
    if mentions and (held.is_part or lens.asks_of_origin):  # all their mentions would have to be looked at
        anew = [each for each in mentions if held.tells(each) or not held.can_step(_key(each))]
        _step(held, change, ask.under(lens, scheme), {_key(each) for each in anew})
        _exchange(held, anew, ask, source)
    elif mentions:
        entities = {each.entity for each in mentions if each.entity is not None}
        known |= held.exchange(source, entities, {each.quote for each in mentions})
    if known:
        held.know(ask.entities_by_id(known))
    return True


def _key(mention: Mention) -> SiteKey:
    if mention.entity is not None:
        return SiteKey(mention.entity)
    return SiteKey(None, mention.quote, mention.label)


def _step(held: Gazette, change: Change, lensed: Lensed, but: Collection[SiteKey]) -> None:
    """Count the mentions of a Change among those places that are held, ``but`` for some: only its documents are looked
    at.
    """
    steps: Counter[tuple[SiteKey, int]] = Counter()
    source, lens = Tellings(lensed), lensed.lens
    for records, sign in ((change.removed, -1), (change.added, 1)):
        for each in records:
            if (
                isinstance(each, Mention)
                and each.label in held.labels
                and lens.takes_mention(each, lensed.scheme)
            ):
                steps[_key(each), each.document] += sign
    documents = {document for _, document in steps}
    taken = lensed.takes_documents(documents)
    for (key, document), by in steps.items():
        if document not in taken:
            continue
        held.taken += by
        if key in but:
            continue
        labels = held.labels if key.entity is not None else {key.label}
        now = source.within(document).in_document(key.entity, key.quote, labels, document)
        held.step(key, by, int(now > 0) - int(now - by > 0))


def _can_follow(records: Iterable[Record]) -> bool:
    held = list(records)
    return len(held) <= MOST_FOLLOWED and all(
        isinstance(each, Mention | Relation | Entity | Note) for each in held
    )
