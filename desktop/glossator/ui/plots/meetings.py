"""How the matrix of who meets whom follows a Change: the units around what it touches are counted again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet

from glossator import surveys
from glossator.analysis.cooccurrence import MOST, Meetings, Place, held_together, unit_at
from glossator.analysis.summary import EntityCount, EntityLine
from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.lens import Lens
from glossator.ui.plots.plot import About


def with_people(
    found: Meetings, change: Change, before: list[Mention], after: list[Mention], about: About
) -> Meetings | None:
    """Who is drawn after mentions went and came, and how many are not; ``None`` where somebody who was not drawn takes
    the place of one who goes, or it is not known.
    """
    moved = _by_entity(before, after)
    people = [_with(each, moved[each.entity or 0]) for each in found.people]
    kept = [each for each in people if each.mentions > 0]
    if found.others and len(kept) < len(people):
        return None
    known = {each.entity for each in found.people}
    come, taken = _come(moved, moved.keys() - known, about.lens, about)
    new = [_with(each, 0) for each in come][: max(0, MOST - len(kept))] if not found.others else []
    taken -= len(people) - len(kept)
    others = found.others + taken - (len(kept) + len(new) - len(people))
    hidden, scope = found.hidden, about.lens.scope
    if scope != about.lens:
        every = _by_entity(*(_mentions(held, scope) for held in (change.removed, change.added)))
        hidden += _come(every, every.keys(), scope, about)[1] - taken
    if min(others, hidden) < 0:
        return None
    return found._replace(people=(*kept, *new), others=others, hidden=hidden)


def _with(line: EntityCount, mentions: int) -> EntityLine:
    return EntityLine(line.entity, line.name, line.label, line.mentions + mentions, line.documents)


def _by_entity(before: list[Mention], after: list[Mention]) -> Counter[int]:
    """How many mentions more identities have; 0 for one whose mentions are others now."""
    moved: Counter[int] = Counter()
    for sign, held in ((-1, before), (1, after)):
        for each in held:
            moved[each.entity or 0] += sign if each.entity is not None else 0
    del moved[0]
    return moved


def _mentions(records: tuple[object, ...], scope: Lens) -> list[Mention]:
    return [each for each in records if isinstance(each, Mention) and scope.document in {None, each.document}]


def _come(
    moved: Counter[int], among: AbstractSet[int], lens: Lens, about: About
) -> tuple[list[EntityCount], int]:
    """Who ``among`` some has mentions now and had none, and how many more of them have any than before."""
    seen = about.bench.ask.under(lens, about.scheme)
    rows = seen.entity_counts(len(among), entities=sorted(among)) if among else []
    now = Counter({each.entity or 0: each.mentions for each in rows})
    come: list[EntityCount] = [each for each in rows if each.mentions <= moved[each.entity or 0]]
    gone = sum(1 for each in among if not now[each] and moved[each] < 0)
    return come, len(come) - gone


def stepped(found: Meetings, before: list[Mention], after: list[Mention], about: About) -> Meetings:
    """The meetings after mentions went and came: the units in which these stand are counted again."""
    entities = {each.entity for each in found.people if each.entity is not None} | set(found.alone)
    gone, come = Counter(map(_place, before)), Counter(map(_place, after))
    together, alone, units = Counter(found.together), Counter(found.alone), found.units
    for document in {each.document for each in (*before, *after)}:
        text = _text(about, document) if found.unit != "document" else ""
        now = surveys.places_in(about.bench, about.lens, None, document)
        stretches = {
            unit_at(text, place[1], found.unit) if found.unit != "document" else (0, 1 << 62)
            for place in (*gone, *come)
            if place[0] == document
        }
        for begun, end in stretches:
            there: Counter[Place] = Counter(place for place in now if begun <= place[1] < end)
            mine = Counter({place: n for place, n in come.items() if _is_in(place, document, begun, end)})
            theirs = Counter({place: n for place, n in gone.items() if _is_in(place, document, begun, end)})
            was = (there - mine) + theirs
            for sign, held in ((-1, was), (1, there)):
                pairs, single, count = held_together([{place[2] for place in held}], entities)
                for pair, n in pairs.items():
                    together[pair] += sign * n
                for entity, n in single.items():
                    alone[entity] += sign * n
                units += sign * count if found.unit != "document" else 0
    return found._replace(together=+together, alone=+alone, units=units)


def _is_in(place: Place, document: int, begun: int, end: int) -> bool:
    return place[0] == document and begun <= place[1] < end


def _place(mention: Mention) -> Place:
    return mention.document, mention.start, mention.entity or 0, mention.id


def _text(about: About, document: int) -> str:
    current = about.bench.whole
    if current is not None and current.document.id == document:
        return current.text
    return about.bench.ask.text_of(document)
