"""How the matrix of who meets whom follows a Change: the units around what it touches are counted again."""

from __future__ import annotations

from collections import Counter

from glossator import surveys
from glossator.analysis.cooccurrence import Meetings, Place, held_together, unit_at
from glossator.core.annotations import Mention
from glossator.ui.plots.plot import About


def stepped(found: Meetings, before: list[Mention], after: list[Mention], about: About) -> Meetings:
    """The meetings after mentions went and came: the units in which these stand are counted again."""
    entities = {each.entity for each in found.people if each.entity is not None}
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
