"""Which places have a part in which events, counted document by document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

from glossator.analysis.journeys import Journeys, SiteKey, WayKey
from glossator.analysis.places import Site, Way, _in_order, _way_order
from glossator.core.tellings import Casting

LABELS = frozenset({"GPE"})


class Told:
    """Where parts come from, in a test."""

    def __init__(self, *parts: Casting) -> None:
        self._parts = parts

    def parts(self, labels: Iterable[str], is_wanted: Callable[[str], bool]) -> list[Casting]:
        held = frozenset(labels)
        return [each for each in self._parts if each.label in held or is_wanted(each.role)]


def part(event: int, role: str, entity: int | None, *, label: str = "GPE", document: int = 1) -> Casting:
    return Casting(event, document, "MOVE", role, label, "here", entity)


def test_an_event_is_counted_once_for_each_place_and_leads_from_each_origin_to_each_destination() -> None:
    made = Journeys(
        LABELS,
        Told(
            part(1, "Origin", 7), part(1, "Origin", 7), part(1, "Destination", 8), part(1, "Place", None),
            part(1, "Agent", 5, label="PER"), part(2, "from", 9, label="ORG", document=2), part(2, "to", 8, document=2),
        ),
    )  # fmt: skip
    assert made.counts == {SiteKey(7): 1, SiteKey(8): 2, SiteKey(None, "here", "GPE"): 1}
    assert made.led == {
        WayKey("MOVE", SiteKey(7), SiteKey(8)): {1: 1},
        WayKey("MOVE", SiteKey(9), SiteKey(8)): {2: 2},
    }


def test_the_events_of_a_document_are_exchanged_and_nothing_stays_of_those_before() -> None:
    old = (part(1, "Origin", 7), part(1, "Origin", 7), part(1, "Destination", 8))
    made = Journeys(LABELS, Told(*old, part(2, "Place", 8, document=2)))
    assert made.exchange(1, Told(*old)) == set()
    assert made.revision == 0
    assert made.exchange(1, Told(part(3, "Place", 6))) == {SiteKey(6), SiteKey(7), SiteKey(8)}
    assert made.counts == {SiteKey(6): 1, SiteKey(8): 1}
    assert made.led == {}
    assert made.exchange(1, Told()) == {SiteKey(6)}
    assert made.counts == {SiteKey(8): 1}
    assert made.revision == 2
    assert made.exchange(9, Told()) == set()


def test_very_many_ways_stand_as_they_do_one_by_one() -> None:
    chance = Random(5)
    sites = [
        Site(SiteKey(at), f"Place {at // 3}", "GPE", None, "nowhere", 1, 1) for at in range(12)
    ]  # three with each name
    made = []
    for number in range(300):
        first, last = chance.sample(sites, 2)
        events = tuple(range(number, number + chance.randint(1, 3)))
        made.append(Way.of(WayKey(chance.choice("AB"), first.key, last.key), first, last, events, 1))
    assert _in_order(made) == sorted(made, key=_way_order)
    assert _in_order([]) == []
