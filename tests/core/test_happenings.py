"""The same event told twice is joined in one identity, and what cannot be one is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core import edits, happenings
from glossator.core.annotations import AnnotationSet, Argument, Entity, Relation
from glossator.core.errors import Refused
from tests.builders import annotated, hand, scheme, take_back_twice


def sample() -> AnnotationSet:
    return annotated(
        "[attacked|EVT] then [raid|EVT] then [strike|EVT] and [met|EVT] [Ada|PER].",
        events=[
            ("ATTACK", "attacked", {"Agent": "Ada"}),
            ("ATTACK", "raid", {}),
            ("ATTACK", "strike", {}),
            ("MEET", "met", {"Participant": "Ada"}),
        ],
    )


def events(held: AnnotationSet) -> list[Relation]:
    return list(held.relations.values())


def test_two_tellings_become_one_and_a_third_joins_them() -> None:
    held = sample()
    first, second, third, _ = events(held)
    change = happenings.join(held, first.id, second.id, None, by=hand(), name="Attack")
    assert change.title == "“raid” tells the same Attack as “attacked”"
    take_back_twice(held, change)
    entity = next(each for each in change.added if isinstance(each, Entity))
    assert (entity.name, entity.type) == ("attacked", "EVT")
    assert happenings.tellings(held, first) == [second]
    assert happenings.others(held, first) == [third]
    known = happenings.identity_of(held, third, first)
    assert known == entity.id
    take_back_twice(held, happenings.join(held, third.id, first.id, entity, by=hand()))
    assert happenings.tellings(held, second) == [first, third]


def test_what_is_not_one_is_refused() -> None:
    held = sample()
    first, second, _, meeting = events(held)
    with pytest.raises(Refused, match="different types"):
        happenings.join(held, first.id, meeting.id, None, by=hand())
    with pytest.raises(Refused, match="same trigger"):
        happenings.join(held, first.id, first.id, None, by=hand())
    take_back_twice(held, happenings.join(held, first.id, second.id, None, by=hand()))
    with pytest.raises(Refused, match="one event already"):
        happenings.join(held, second.id, first.id, None, by=hand(first_id=9_000_000))
    held.put_relation(replace(meeting, trigger=None, arguments=()))
    with pytest.raises(Refused, match="Only events"):
        happenings.join(held, first.id, meeting.id, None, by=hand())


def test_a_trigger_that_fills_a_role_stands_for_its_event() -> None:
    held = sample()
    first, second, _, meeting = events(held)
    assert meeting.trigger is not None
    ada = meeting.arguments[0].target
    wanted = [Argument("Topic", first.trigger or 0), Argument("Participant", ada)]
    made = happenings.nested(held, wanted, meeting.trigger)
    assert made == (Argument("Topic", first.id, True), Argument("Participant", ada))
    take_back_twice(held, edits.refill(held, meeting.id, made, by=hand(), name="Meet"))
    assert list(held.relations[meeting.id].relations()) == [first.id]
    back = [Argument("Target", meeting.trigger)]
    assert happenings.nested(held, back, first.trigger or 0) == tuple(back), "that would be a ring"
    assert (
        happenings.nested(held, [Argument("Target", second.trigger or 0)], second.trigger or 0)[0][2] is False
    )


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=6))
def test_any_joining_is_taken_back_twice(pairs: list[tuple[int, int]]) -> None:
    held, by = sample(), hand()
    known: dict[int, Entity] = {}
    for one, other in pairs:
        both = events(held)[one], events(held)[other]
        found = happenings.identity_of(held, *both)
        try:
            change = happenings.join(held, both[0].id, both[1].id, known.get(found or 0), by=by)
        except Refused:
            continue
        take_back_twice(held, change)
        known |= {each.id: each for each in change.added if isinstance(each, Entity)}
        assert both[1] in happenings.tellings(held, both[0])


def test_other_fillers_for_all_roles_are_one_step_and_no_ring() -> None:
    held = sample()
    first, second, *_ = events(held)
    inner = Argument("Target", second.id, is_relation=True)
    take_back_twice(held, edits.refill(held, first.id, [inner], by=hand(), name="Attack"))
    with pytest.raises(Refused, match="of itself"):
        edits.refill(held, second.id, [Argument("Target", first.id, is_relation=True)], by=hand())
    with pytest.raises(Refused, match="as they were"):
        edits.refill(held, first.id, [inner], by=hand())


def test_a_relation_that_becomes_another_may_turn_round() -> None:
    held = annotated("[the navy|ORG] and [Ada|PER]", relations=[("PART_OF", "the navy", "Ada")])
    (relation,) = events(held)
    leads = scheme().relation_type("LEADS")
    assert leads is not None
    take_back_twice(held, edits.retype(held, relation.id, leads, by=hand(), turned=True))
    now = held.relations[relation.id]
    assert now.type == "LEADS"
    assert [held.mentions[each].quote for each in now.mentions()] == ["Ada", "the navy"]
    assert [each.role for each in now.arguments] == list(leads.roles)
