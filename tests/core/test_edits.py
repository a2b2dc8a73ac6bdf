"""Every edit is the right Change, can be taken back twice, and says why where it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from glossator.core import deletion, edits
from glossator.core.annotations import AnnotationSet, Argument, Mention, Relation
from glossator.core.changes import Change, apply
from glossator.core.documents import digest_of
from glossator.core.errors import Refused
from glossator.core.scheme import EventType, Label, RelationType
from glossator.core.spans import Span
from tests.builders import NOON, annotated, document, entity, hand, scheme, state, take_back_twice, the


def label(name: str) -> Label:
    found = scheme().label(name)
    assert found is not None
    return found


def kind(name: str) -> RelationType:
    found = scheme().relation_type(name)
    assert found is not None
    return found


def event_kind(name: str) -> EventType:
    found = scheme().event_type(name)
    assert found is not None
    return found


def attack() -> AnnotationSet:
    """Two people, a place, a base, a relation, two events (one holds the other) and three notes."""
    found = annotated(
        "[Ada|PER] [attacked|EVT] [the base|FAC] in [Tobruk|GPE] and [told|EVT] [Bob|PER]",
        relations=[("LEADS", "Ada", "Tobruk"), ("NEAR", "the base", "Tobruk")],
        events=[("ATTACK", "attacked", {"Agent": "Ada", "Target": "the base"})],
        notes=[("Ada", "who?"), ("", "a remark")],
    )
    inner = next(each for each in found.relations.values() if each.is_event)
    apply(
        edits.event(
            found,
            event_kind("MEET"),
            the(found, "told").id,
            [Argument("Participant", the(found, "Bob").id), Argument("Topic", inner.id, is_relation=True)],
            by=hand(first_id=5000),
        ),
        found,
    )
    return found


def relation(annotations: AnnotationSet, type_id: str) -> Relation:
    (found,) = [each for each in annotations.relations.values() if each.type == type_id]
    return found


def done(annotations: AnnotationSet, make: Callable[[], Change], title: str) -> Change:
    """The Change that ``make`` gives: nothing is changed by the making, and it can be taken back twice."""
    before = state(annotations)
    change = make()
    assert state(annotations) == before
    assert change.title == title
    assert change.author == "Ada"
    assert change.time >= NOON
    assert change.undoes is None
    take_back_twice(annotations, change)
    return change


def refusal(make: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        make()
    return str(caught.value)


# --- mentions


def test_tag_makes_a_mention() -> None:
    found = annotated("Ada met Babbage")
    by = hand()
    change = done(found, lambda: edits.tag(found, [Span(0, 3)], label("PER"), by=by), "Tag “Ada” as Person")
    assert change.removed == ()
    (made,) = change.added
    assert isinstance(made, Mention)
    assert made == Mention(made.id, 1, "PER", (Span(0, 3),), "Ada", "Individual", author="Ada", created=NOON)
    assert made.id != change.id


def test_tag_takes_a_subtype_and_several_spans() -> None:
    found = annotated("naval and air bases")
    spans = [Span(14, 19), Span(0, 5)]
    change = edits.tag(found, spans, label("PER"), subtype="Group", by=hand())
    (made,) = change.added
    assert isinstance(made, Mention)
    assert (made.subtype, made.quote) == ("Group", "naval … bases")
    assert made.fragments == (Span(0, 5), Span(14, 19))


def test_one_label_stands_once_on_one_span_and_others_beside_it() -> None:
    by = hand()
    found = annotated("[Moscow|GPE]")
    assert (
        refusal(lambda: edits.tag(found, [Span(0, 6)], label("GPE"), by=by))
        == "“Moscow” is already tagged as Geo-political entity."
    )
    done(found, lambda: edits.tag(found, [Span(0, 6)], label("ORG"), by=by), "Tag “Moscow” as Organization")
    done(
        found,
        lambda: edits.tag(found, [Span(0, 3)], label("GPE"), by=by),
        "Tag “Mos” as Geo-political entity",
    )


def test_nothing_and_what_lies_outside_cannot_be_tagged() -> None:
    found = annotated("Ada")
    assert "nothing to tag" in refusal(lambda: edits.tag(found, [Span(1, 1)], label("PER"), by=hand()))
    assert "beyond the text" in refusal(lambda: edits.tag(found, [Span(0, 4)], label("PER"), by=hand()))


def test_relabel_keeps_what_it_can() -> None:
    found = annotated("[Moscow|ORG:Government]", notes=[("Moscow", "metonymy")])
    old = the(found, "Moscow")
    found.put_mention(old := replace(old, entity=7, attributes={"level": "Nominal"}))
    change = done(
        found,
        lambda: edits.relabel(found, old.id, label("GPE"), by=hand()),
        "Change “Moscow” to Geo-political entity",
    )
    assert change.removed == (old,)
    assert change.added == (replace(old, label="GPE", subtype=""),)


def test_relabel_sets_a_subtype() -> None:
    found = annotated("[Ada|PER:Individual]")
    who = the(found, "Ada").id
    done(
        found,
        lambda: edits.relabel(found, who, label("PER"), subtype="Group", by=hand()),
        "Change “Ada” to Person, Group",
    )
    assert found.mentions[who].subtype == "Group"
    assert (
        refusal(lambda: edits.relabel(found, who, label("PER"), by=hand()))
        == "“Ada” is tagged as Person already."
    )
    done(found, lambda: edits.relabel(found, who, label("ORG"), by=hand()), "Change “Ada” to Organization")
    assert found.mentions[who].subtype == "Military", "the subtype of another label is not kept"


def test_a_subtype_that_the_label_does_not_know_is_taken_off() -> None:
    found = annotated("[Tobruk|GPE:Port]")
    done(
        found,
        lambda: edits.relabel(found, the(found, "Tobruk").id, label("GPE"), by=hand()),
        "Change “Tobruk” to Geo-political entity, no subtype",
    )


def test_relabel_is_refused_where_the_label_is_there_already() -> None:
    found = annotated("[Moscow|GPE#g,ORG#o]")
    assert (
        refusal(lambda: edits.relabel(found, the(found, "Moscow", "ORG").id, label("GPE"), by=hand()))
        == "“Moscow” is already tagged as Geo-political entity."
    )


def test_the_subtype_of_one_of_two_equal_mentions_can_be_set() -> None:
    found = annotated("[Ada|PER:Individual,PER:Individual]")
    first = next(found.in_order())
    done(
        found,
        lambda: edits.relabel(found, first.id, label("PER"), subtype="Group", by=hand()),
        "Change “Ada” to Person, Group",
    )


def test_move_changes_the_boundaries_and_the_quote() -> None:
    found = annotated("the [navy|ORG] of Russia")
    old = the(found, "navy")
    change = done(
        found, lambda: edits.move(found, old.id, [Span(0, 8)], by=hand()), "Move “navy” to “the navy”"
    )
    assert change.removed == (old,)
    assert change.added == (replace(old, fragments=(Span(0, 8),), quote="the navy"),)


def test_a_fragment_makes_a_mention_discontinuous_or_longer() -> None:
    found = annotated("[naval|FAC] and air bases")
    who = the(found, "naval").id
    done(
        found,
        lambda: edits.add_fragment(found, who, Span(14, 19), by=hand()),
        "Add “bases” to “naval”",
    )
    done(
        found,
        lambda: edits.add_fragment(found, who, Span(5, 9), by=hand()),
        "Add “and” to “naval … bases”",
    )


def test_move_is_refused_where_nothing_moves_or_the_same_is_there() -> None:
    found = annotated("[[Black|LOC] Sea|LOC]")
    who = the(found, "Black").id
    assert (
        refusal(lambda: edits.move(found, who, [Span(0, 5)], by=hand()))
        == "The boundaries are where they were."
    )
    assert refusal(lambda: edits.add_fragment(found, who, Span(1, 3), by=hand())).startswith("The boundaries")
    assert (
        refusal(lambda: edits.move(found, who, [Span(0, 9)], by=hand()))
        == "“Black Sea” is already tagged in this way."
    )
    assert "beyond the text" in refusal(lambda: edits.move(found, who, [Span(0, 10)], by=hand()))


# --- deletion


def test_delete_takes_what_cannot_stand_without_it_and_tells_so() -> None:
    found = attack()
    ada = the(found, "Ada")
    change = done(
        found,
        lambda: deletion.delete(found, [ada.id], by=hand()),
        "Delete “Ada” with 1 relation and 1 note, and its part in 1 event",
    )
    assert {type(each) for each in change.removed} >= {Mention, Relation}
    assert not found.mentions.get(ada.id)
    assert {each.type for each in found.relations.values()} == {"NEAR", "ATTACK", "MEET"}
    assert [each.role for each in relation(found, "ATTACK").arguments] == ["Target"]
    assert [each.body for each in found.notes.values()] == ["a remark"]


def test_delete_of_a_mention_alone() -> None:
    found = annotated("[Ada|PER] met [Bob|PER]")
    done(found, lambda: deletion.delete(found, [the(found, "Bob").id], by=hand()), "Delete “Bob”")


@pytest.mark.parametrize(
    ("chosen", "title"),
    [
        (["LEADS"], "Delete 1 relation"),
        (["ATTACK"], "Delete 1 relation, and its part in 1 event"),
        (["Ada", "Bob"], "Delete 2 mentions, 1 relation and 1 note, and its part in 2 events"),
        (["Tobruk", "LEADS"], "Delete 1 mention and 2 relations"),
        (["note"], "Delete 1 note"),
        (["Bob", "Bob"], "Delete “Bob”, and its part in 1 event"),
    ],
)
def test_the_title_of_a_deletion_counts(chosen: list[str], title: str) -> None:
    found = attack()
    ids = {each.quote: each.id for each in found.in_order()}
    ids |= {each.type: each.id for each in found.relations.values()}
    ids |= {"note": min(found.notes)}
    done(found, lambda: deletion.delete(found, [ids[each] for each in chosen], by=hand()), title)


def test_delete_of_nothing_is_refused() -> None:
    assert (
        refusal(lambda: deletion.delete(attack(), [77], by=hand()))
        == "Nothing is selected that could be deleted."
    )
    assert refusal(lambda: deletion.delete(attack(), [], by=hand())).startswith("Nothing is selected")


# --- relations and events


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


# --- attributes, identities, notes


@pytest.mark.parametrize(
    ("value", "shown"),
    [("Nominal", "Nominal"), (True, "yes"), (False, "no"), (0.5, "0.5"), (("a", "b"), "a, b")],
)
def test_an_attribute_is_set(value: str | bool | float | tuple[str, ...], shown: str) -> None:
    found = attack()
    for record in (the(found, "Ada"), relation(found, "LEADS")):
        change = done(
            found,
            partial(edits.set_attribute, found, record.id, "level", value, name="Level", by=hand()),
            f"Set Level to {shown}",
        )
        assert change.added == (replace(record, attributes={"level": value}),)


def test_attributes_stay_beside_each_other_and_are_taken_out() -> None:
    found = attack()
    ada = the(found, "Ada").id
    done(found, lambda: edits.set_attribute(found, ada, "z", "1", by=hand()), "Set z to 1")
    done(found, lambda: edits.set_attribute(found, ada, "a", "2", by=hand()), "Set a to 2")
    assert list(found.mentions[ada].attributes.items()) == [("a", "2"), ("z", "1")]
    done(found, lambda: edits.set_attribute(found, ada, "z", None, by=hand()), "Set z to not stated")
    assert found.mentions[ada].attributes == {"a": "2"}


def test_what_attribute_cannot_be_set() -> None:
    found = attack()
    ada, note = the(found, "Ada").id, min(found.notes)
    assert (
        refusal(lambda: edits.set_attribute(found, ada, "a", None, by=hand())) == "a has this value already."
    )
    nothing_else = "Only mentions, relations and events have attributes."
    assert refusal(lambda: edits.set_attribute(found, note, "a", "1", by=hand())) == nothing_else
    assert refusal(lambda: edits.set_attribute(found, 77, "a", "1", by=hand())) == nothing_else


def test_mentions_are_identified_with_a_new_entity() -> None:
    found = attack()
    by = hand()
    made = edits.new_entity(" Ada Lovelace ", "PER", by=by)
    assert (made.name, made.type, made.author, made.created) == ("Ada Lovelace", "PER", "Ada", NOON)
    ada, bob = the(found, "Ada"), the(found, "Bob")
    change = done(
        found,
        lambda: edits.identify(found, [ada.id, bob.id, ada.id], made, is_new=True, by=by),
        "“Ada” is Ada Lovelace and 1 more",
    )
    assert change.removed == (ada, bob)
    assert change.added == (made, replace(ada, entity=made.id), replace(bob, entity=made.id))


def test_only_mentions_that_are_not_yet_of_the_entity_change() -> None:
    found = attack()
    who = entity("Ada Lovelace")
    ada, bob = the(found, "Ada").id, the(found, "Bob").id
    done(found, lambda: edits.identify(found, [ada], who, by=hand()), "“Ada” is Ada Lovelace")
    change = done(found, lambda: edits.identify(found, [ada, bob], who, by=hand()), "“Bob” is Ada Lovelace")
    assert [each.id for each in change.added] == [bob]
    assert refusal(lambda: edits.identify(found, [ada, bob], who, by=hand())) == (
        "It stands for Ada Lovelace already."
    )
    change = done(
        found,
        lambda: edits.unidentify(found, [ada, bob, the(found, "Tobruk").id], by=hand()),
        "Take “Ada” out of its identity and 1 more",
    )
    assert {each.id for each in change.added} == {ada, bob}
    assert refusal(lambda: edits.unidentify(found, [ada], by=hand())) == "There is no identity to take out."


def test_what_cannot_be_identified() -> None:
    found = attack()
    assert refusal(lambda: edits.identify(found, [], entity("Ada"), by=hand())) == "No mention is selected."
    assert (
        refusal(lambda: edits.identify(found, [77], entity("A"), by=hand()))
        == "This mention is no longer there."
    )
    assert refusal(lambda: edits.new_entity(" \n", "PER", by=hand())) == "An identity needs a name."


def test_a_note_is_written_rewritten_and_taken_out() -> None:
    found = annotated("[Ada|PER]")
    ada = the(found, "Ada").id
    change = done(found, lambda: edits.write_note(found, ada, " who?\n", by=hand()), "Note “who?”")
    (made,) = found.notes_on(ada)
    assert change.added == (made,)
    assert (made.body, made.document, made.author, made.created) == ("who?", 1, "Ada", NOON)
    change = done(found, lambda: edits.write_note(found, ada, "a\nlady", by=hand()), "Note “a lady”")
    assert change.removed == (made,)
    assert change.added == (replace(made, body="a\nlady"),)
    assert (
        refusal(lambda: edits.write_note(found, ada, "a\nlady ", by=hand())) == "The note says this already."
    )
    change = done(found, lambda: edits.write_note(found, ada, " ", by=hand()), "Delete the note “a lady”")
    assert not change.added
    assert refusal(lambda: edits.write_note(found, ada, "", by=hand())) == "There is no note to take out."


def test_a_note_may_be_on_the_document_or_a_relation_but_not_on_what_is_gone() -> None:
    found = attack()
    done(found, lambda: edits.write_note(found, 1, "other", by=hand()), "Note “other”")
    done(
        found, lambda: edits.write_note(found, relation(found, "NEAR").id, "close", by=hand()), "Note “close”"
    )
    gone = "What this note is about is no longer there."
    assert refusal(lambda: edits.write_note(found, 77, "x", by=hand())) == gone
    assert refusal(lambda: edits.write_note(found, min(found.notes), "x", by=hand())) == gone


# --- documents


def test_documents_come_with_their_texts_as_one_step() -> None:
    first, second = document("one", name="One", id=1), document("two", name="Two", id=2)
    change = edits.add_documents([(first, "one"), (second, "two")], by=hand())
    assert change.title == "Import “One” and 1 more"
    assert change.added == (first, second)
    assert change.texts == {digest_of("one"): "one", digest_of("two"): "two"}
    assert edits.add_documents([(first, "one")], title="Demo", by=hand()).title == "Demo"
    assert refusal(lambda: edits.add_documents([], by=hand())) == "There is no document to add."


@pytest.mark.parametrize("text", ["on", "two"])
def test_a_text_that_is_not_the_documents_is_a_bug(text: str) -> None:
    with pytest.raises(ValueError, match="do not belong together: Sample"):
        edits.add_documents([(document("one"), text)], by=hand())


def test_properties_of_a_document_change() -> None:
    found = annotated("Ada")
    old = found.document
    new = replace(old, name="Other", source="AP", reliability="B")
    change = done(found, lambda: edits.edit_document(old, new, by=hand()), "Properties of “Other”")
    assert (change.removed, change.added) == ((old,), (new,))
    finished = replace(new, status="done")
    done(found, lambda: edits.edit_document(new, finished, by=hand()), "“Other” is done")
    assert refusal(lambda: edits.edit_document(new, new, by=hand())) == "The properties are as they were."
    assert refusal(lambda: edits.edit_document(new, replace(new, name=" "), by=hand())) == (
        "A document needs a name."
    )


@pytest.mark.parametrize("what", [{"id": 2}, {"length": 4}, {"digest": "other"}])
def test_the_text_of_a_document_never_changes(what: dict[str, object]) -> None:
    old = document("Ada")
    new = replace(old, **what)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="never changes"):
        edits.edit_document(old, new, by=hand())


def test_documents_go_with_all_that_is_said_of_them() -> None:
    found, other = attack(), annotated("x", id=2, name="Other")
    change = edits.remove_documents([found, other], by=hand())
    assert change.title == "Remove “Sample” and 1 more"
    assert set(map(id, change.removed)) == set(
        map(
            id,
            [
                found.document,
                other.document,
                *found.mentions.values(),
                *found.relations.values(),
                *found.notes.values(),
            ],
        )
    )
    assert change.documents() == {1, 2}
    assert refusal(lambda: edits.remove_documents([], by=hand())) == "There is no document to remove."


def test_titles_are_one_short_line() -> None:
    text = "Ada\n\tLovelace, Countess of Lovelace, who wrote of the Analytical Engine"
    found = annotated(text)
    change = edits.tag(found, [Span(0, len(text))], label("PER"), by=hand())
    assert change.title == "Tag “Ada Lovelace, Countess of Lovelace, who…” as Person"
    assert len(change.title.split("“")[1].split("”")[0]) <= 40
    found = annotated("[" + "x" * 40 + "|PER]")
    assert deletion.delete(found, found.mentions, by=hand()).title == f"Delete “{'x' * 40}”"
    found = annotated("[" + "x" * 41 + "|PER]")
    assert deletion.delete(found, found.mentions, by=hand()).title == f"Delete “{'x' * 39}…”"
