"""What views of time and place are made of: the events and places that a lens takes, asked for and followed."""

from __future__ import annotations

from collections.abc import Iterable

from glossator.analysis.places import Gazette
from glossator.analysis.timeline import Chronicle
from glossator.core.annotations import Entity, Mention, Note, Relation
from glossator.core.changes import Change, Record
from glossator.core.lens import Lens
from glossator.core.scheme import Scheme
from glossator.store.queries import Queries
from glossator.store.tellings import Tellings

MOST_FOLLOWED = 400
"""Records of a Change up to which views follow it step by step."""


def chronicle(ask: Queries, scheme: Scheme, lens: Lens) -> Chronicle:
    """The events that a lens takes."""
    made = Chronicle(scheme, Tellings(ask.under(lens, scheme)))
    made.name(ask.entities_by_id(made.entities()))
    return made


def gazette(ask: Queries, scheme: Scheme, lens: Lens) -> Gazette:
    """The places that a lens takes, with the events that they have a part in."""
    made = Gazette(scheme, Tellings(ask.under(lens, scheme)), chronicle(ask, scheme, lens))
    made.know(ask.entities_by_id(made.entities()))
    return made


def follow(held: Chronicle, change: Change, ask: Queries, scheme: Scheme, lens: Lens) -> bool:
    """Take a Change into the events; ``False`` where they have to be asked for anew."""
    records = (*change.removed, *change.added)
    if not _can_follow(records):
        return False
    source = Tellings(ask.under(lens, scheme))
    known = {each.id for each in records if isinstance(each, Entity)} & held.names.keys()
    for document in {each.document for each in records if isinstance(each, Mention | Relation)}:
        known |= held.exchange(document, source.within(document)) - held.names.keys()
    if any(isinstance(each, Relation) for each in records):
        held.total = source.event_count()
    if known:
        held.name(ask.entities_by_id(known))
    return True


def follow_places(held: Gazette, change: Change, ask: Queries, scheme: Scheme, lens: Lens) -> bool:
    """Take a Change into the places; ``False`` where they have to be asked for anew."""
    if not follow(held.chronicle, change, ask, scheme, lens):
        return False
    records = (*change.removed, *change.added)
    mentions = [each for each in records if isinstance(each, Mention) and each.label in held.labels]
    source = Tellings(ask.under(lens, scheme))
    known = {each.id for each in records if isinstance(each, Entity)}
    if mentions:
        entities = {each.entity for each in mentions if each.entity is not None}
        known |= held.exchange(source, entities, {each.quote for each in mentions})
        held.total = source.place_count(held.labels)
    if known:
        held.know(ask.entities_by_id(known))
    return True


def _can_follow(records: Iterable[Record]) -> bool:
    held = list(records)
    return len(held) <= MOST_FOLLOWED and all(
        isinstance(each, Mention | Relation | Entity | Note) for each in held
    )
