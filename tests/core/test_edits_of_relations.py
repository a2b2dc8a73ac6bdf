"""Edits of relations and events: the right Change, taken back twice, and refused with the reason."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from glossator.core import deletion, edits
from glossator.core.annotations import Argument, Relation
from tests.builders import annotated, hand, the
from tests.core.editing import attack, done, event_kind, kind, refusal, relation


def test_relate_joins_two_mentions() -> None:
    by = hand()
    found = annotated("[Ada|PER] leads [the club|ORG]")
    ada, club = the(found, "Ada").id, the(found, "the club").id
    change = done(
        found,
        lambda: edits.relate(found, kind("CITES"), ada, club, by=by),
        "Relate “Ada” to “the club”: Cites",
    )
    (made,) = change.added
    assert isinstance(made, Relation)
    assert made == Relation(
        made.id,
        1,
        "CITES",
        (Argument("Source", ada), Argument("Content", club)),
        author="Ada",
        created=made.created,
    )
    assert refusal(lambda: edits.relate(found, kind("CITES"), ada, club, by=by)) == (
        "These two are already in the relation Cites."
    )
    done(
        found,
        lambda: edits.relate(found, kind("CITES"), club, ada, by=by),
        "Relate “the club” to “Ada”: Cites",
    )
    done(
        found,
        lambda: edits.relate(found, kind("LEADS"), ada, club, by=by),
        "Relate “Ada” to “the club”: Leads",
    )


def test_a_symmetric_relation_is_the_same_either_way() -> None:
    found = annotated("[a|FAC] near [b|FAC] near [c|FAC]", relations=[("NEAR", "a", "b")])
    a, b, c = (each.id for each in found.in_order())
    for ends in ((a, b), (b, a)):
        assert "already in the relation Near" in refusal(
            partial(edits.relate, found, kind("NEAR"), *ends, by=hand())
        )
    done(found, lambda: edits.relate(found, kind("NEAR"), a, c, by=hand()), "Relate “a” to “c”: Near")


def test_what_cannot_be_related() -> None:
    found = annotated("[a|FAC]")
    (a,) = found.mentions
    assert refusal(lambda: edits.relate(found, kind("NEAR"), a, a, by=hand())) == (
        "A mention cannot be related to itself."
    )
    assert refusal(lambda: edits.relate(found, kind("NEAR"), a, 77, by=hand())) == (
        "This mention is no longer there."
    )


def test_an_event_has_a_trigger_and_fillers_each_once() -> None:
    found = annotated("[Ada|PER] [attacked|EVT]")
    ada, trigger = the(found, "Ada").id, the(found, "attacked").id
    arguments = [Argument("Agent", ada), Argument("Target", ada), Argument("Agent", ada)]
    change = done(
        found,
        lambda: edits.event(found, event_kind("ATTACK"), trigger, arguments, by=hand()),
        "Event Attack on “attacked”",
    )
    (made,) = change.added
    assert isinstance(made, Relation)
    assert (made.type, made.trigger) == ("ATTACK", trigger)
    assert made.arguments == (Argument("Agent", ada), Argument("Target", ada))


def test_an_event_needs_what_it_names() -> None:
    found = annotated("[Ada|PER] [attacked|EVT]")
    ada, trigger = the(found, "Ada").id, the(found, "attacked").id
    what = event_kind("ATTACK")
    assert "mention is no longer" in refusal(lambda: edits.event(found, what, 77, [], by=hand()))
    assert "mention is no longer" in refusal(
        lambda: edits.event(found, what, trigger, [Argument("Agent", 77)], by=hand())
    )
    assert refusal(lambda: edits.event(found, what, trigger, [Argument("Topic", ada, True)], by=hand())) == (
        "This relation is no longer there."
    )


def test_a_role_is_filled_with_a_mention_or_a_relation() -> None:
    found = attack()
    event, bob = relation(found, "ATTACK"), the(found, "Bob").id
    change = done(
        found,
        lambda: edits.fill_role(found, event.id, "Agent", bob, by=hand()),
        "Fill Agent of ATTACK with “Bob”",
    )
    assert change.removed == (event,)
    assert change.added == (replace(event, arguments=(*event.arguments, Argument("Agent", bob))),)
    place = the(found, "Tobruk").id
    named = edits.fill_role(found, event.id, "Place", place, by=hand(), name="Attack")
    assert named.title == "Fill Place of Attack with “Tobruk”"
    leads = relation(found, "LEADS").id
    edits_of_meet = edits.fill_role(found, relation(found, "MEET").id, "Topic", leads, by=hand())
    (made,) = edits_of_meet.added
    assert isinstance(made, Relation)
    assert made.arguments[-1] == Argument("Topic", leads, is_relation=True)


def test_what_cannot_fill_a_role() -> None:
    found = attack()
    inner, outer, leads = (relation(found, each) for each in ("ATTACK", "MEET", "LEADS"))
    ada = the(found, "Ada").id
    sentences = {
        "It already fills the role Agent.": (inner.id, "Agent", ada),
        "An event cannot fill a role of itself.": (inner.id, "Topic", inner.id),
        "This mention is no longer there.": (inner.id, "Agent", 77),
        "This relation is no longer there.": (77, "Agent", ada),
        "A relation has its two ends, and no more.": (leads.id, "Arg3", ada),
    }
    for sentence, (event, role, target) in sentences.items():
        assert refusal(partial(edits.fill_role, found, event, role, target, by=hand())) == sentence
    assert refusal(lambda: edits.fill_role(found, inner.id, "Topic", outer.id, by=hand())) == (
        "An event cannot fill a role of itself."
    ), "also where it is held by what would fill its role"


def test_a_circle_that_came_with_a_file_does_not_hang() -> None:
    found = annotated(
        "[a|EVT] [b|EVT] [c|EVT]", events=[("MEET", "a", {}), ("MEET", "b", {}), ("MEET", "c", {})]
    )
    first, second, third = found.relations.values()
    found.put_relation(
        replace(first, arguments=(Argument("Topic", second.id, True), Argument("Topic", 77, True)))
    )
    found.put_relation(replace(second, arguments=(Argument("Topic", first.id, True),)))
    done(
        found,
        lambda: edits.fill_role(found, third.id, "Topic", first.id, by=hand()),
        "Fill Topic of MEET",
    )
    done(
        found,
        lambda: deletion.delete(found, [first.id], by=hand()),
        "Delete 1 relation, and its part in 2 events",
    )


def test_a_role_is_emptied() -> None:
    found = attack()
    event = relation(found, "ATTACK")
    change = done(
        found,
        lambda: edits.clear_role(found, event.id, event.arguments[0], by=hand()),
        "Take “Ada” out of Agent of ATTACK",
    )
    assert change.added == (replace(event, arguments=event.arguments[1:]),)
    meet = relation(found, "MEET")
    topic = next(each for each in meet.arguments if each.is_relation)
    done(
        found,
        lambda: edits.clear_role(found, meet.id, topic, by=hand(), name="Meet"),
        "Take a filler out of Topic of Meet",
    )
    assert refusal(lambda: edits.clear_role(found, event.id, event.arguments[0], by=hand())) == (
        "Nothing of that kind fills the role Agent."
    )
    leads = relation(found, "LEADS")
    assert refusal(lambda: edits.clear_role(found, leads.id, leads.arguments[0], by=hand())) == (
        "A relation needs both its ends. Delete the relation instead."
    )


def test_retype_keeps_the_ends_and_takes_the_new_roles() -> None:
    found = attack()
    leads = relation(found, "LEADS")
    change = done(
        found, lambda: edits.retype(found, leads.id, kind("CITES"), by=hand()), "Change LEADS to Cites"
    )
    (made,) = change.added
    ends = [argument.target for argument in leads.arguments]
    assert made == replace(
        leads, type="CITES", arguments=(Argument("Source", ends[0]), Argument("Content", ends[1]))
    )
    event = relation(found, "ATTACK")
    change = done(
        found, lambda: edits.retype(found, event.id, event_kind("MEET"), by=hand()), "Change ATTACK to Meet"
    )
    assert change.added == (replace(event, type="MEET"),)


def test_what_cannot_be_retyped() -> None:
    found = attack()
    leads, event = relation(found, "LEADS"), relation(found, "ATTACK")
    neither = "A relation cannot become an event, nor an event a relation."
    assert refusal(lambda: edits.retype(found, leads.id, event_kind("MEET"), by=hand())) == neither
    assert refusal(lambda: edits.retype(found, event.id, kind("LEADS"), by=hand())) == neither
    assert (
        refusal(lambda: edits.retype(found, leads.id, kind("LEADS"), by=hand())) == "It is a Leads already."
    )
    assert "no longer there" in refusal(lambda: edits.retype(found, 77, kind("LEADS"), by=hand()))
    found.put_relation(replace(leads, arguments=leads.arguments[:1]))
    assert refusal(lambda: edits.retype(found, leads.id, kind("CITES"), by=hand())) == (
        "Only a relation of two ends can become another."
    )


def test_two_ends_stand_once_in_a_relation_also_by_retyping_and_turning() -> None:
    found = annotated(
        "[a|FAC] [b|FAC]", relations=[("PART_OF", "a", "b"), ("PART_OF", "b", "a"), ("NEAR", "a", "b")]
    )
    part, back, near = (each.id for each in found.relations.values())
    assert refusal(lambda: edits.retype(found, near, kind("PART_OF"), by=hand())) == (
        "These two are already in the relation Part of."
    )
    assert refusal(lambda: edits.retype(found, back, kind("NEAR"), by=hand())) == (
        "These two are already in the relation Near."
    ), "a symmetric one, either way"
    assert refusal(lambda: edits.reverse(found, part, by=hand())) == (
        "These two are already in this relation the other way round."
    )
    done(found, lambda: edits.reverse(found, near, by=hand()), "Turn NEAR round")
    assert edits.reverse(found, near, by=hand(), name="Near").title == "Turn Near round"


def test_reverse_exchanges_the_ends_and_leaves_the_roles() -> None:
    found = attack()
    leads, event = relation(found, "LEADS"), relation(found, "ATTACK")
    first, second = leads.arguments
    change = done(found, lambda: edits.reverse(found, leads.id, by=hand()), "Turn LEADS round")
    assert change.added == (
        replace(leads, arguments=(Argument("Arg1", second.target), Argument("Arg2", first.target))),
    )
    assert refusal(lambda: edits.reverse(found, event.id, by=hand())) == (
        "Only a relation of two ends can be turned round."
    )
    found.put_relation(replace(leads, arguments=leads.arguments[:1]))
    assert "two ends" in refusal(lambda: edits.reverse(found, leads.id, by=hand()))


def test_reverse_of_a_relation_with_a_relation_as_its_end() -> None:
    found = attack()
    leads, event = relation(found, "LEADS"), relation(found, "ATTACK")
    ada = leads.arguments[0]
    found.put_relation(replace(leads, arguments=(ada, Argument("Arg2", event.id, is_relation=True))))
    done(found, lambda: edits.reverse(found, leads.id, by=hand()), "Turn LEADS round")
    assert found.relations[leads.id].arguments == (
        Argument("Arg1", event.id, is_relation=True),
        Argument("Arg2", ada.target),
    )
