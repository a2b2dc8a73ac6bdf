"""The scheme is changed after tagging: one Change each, every tag follows, all is sound and comes back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core import refactoring, scheme_edits
from glossator.core.annotations import AnnotationSet, Mention, Relation, Value
from glossator.core.changes import Change, apply
from glossator.core.errors import Refused
from glossator.core.scheme import (
    AttributeType,
    EventType,
    Label,
    RelationType,
    Scheme,
    SchemeItem,
    Signature,
)
from tests.builders import annotated, entity, hand, state, take_back_twice, the
from tests.builders import scheme as small

SCHEME = small()
HAND = hand(first_id=8_000_000)


def label(name: str, scheme: Scheme = SCHEME) -> Label:
    found = scheme.label(name)
    assert found is not None
    return found


def kind(name: str, scheme: Scheme = SCHEME) -> RelationType:
    found = scheme.relation_type(name)
    assert found is not None
    return found


def event(name: str, scheme: Scheme = SCHEME) -> EventType:
    found = scheme.event_type(name)
    assert found is not None
    return found


def attribute(name: str, scheme: Scheme = SCHEME) -> AttributeType:
    found = scheme.attribute(name)
    assert found is not None
    return found


def story() -> AnnotationSet:
    return annotated(
        "[Ada|PER:Group] of [the navy|ORG:Military] [attacked|EVT] [the base|FAC] in [Tobruk|GPE]"
        " and [Bob|PER] [met|EVT]",
        relations=[
            ("LEADS", "Ada", "the navy"),
            ("NEAR", "the base", "Tobruk"),
            ("PART_OF", "the navy", "Tobruk"),
        ],
        events=[
            ("ATTACK", "attacked", {"Agent": "Ada", "Target": "the base"}),
            ("MEET", "met", {"Participant": "Bob"}),
        ],
        notes=[("the base", "which one?")],
    )


def done(annotations: AnnotationSet, change: Change, scheme: Scheme = SCHEME) -> Scheme:
    """The scheme after ``change``, which the annotations follow too; both can be taken back."""
    after = scheme_edits.followed(scheme, change)
    back = change.inverse(change_id=1, author="Ada", time=0)
    assert by_id(scheme_edits.followed(after, back)) == by_id(scheme)
    assert len(change.removed) == len({(type(each), each.id) for each in change.removed})
    assert len(change.added) == len({(type(each), each.id) for each in change.added})
    take_back_twice(annotations, change)
    assert set(after.faults()) <= set(scheme.faults())
    assert dangling(annotations, after) == []
    return after


def by_id(scheme: Scheme) -> dict[tuple[type, str], SchemeItem]:
    return {(type(each), each.id): each for each in scheme.items()}


def dangling(annotations: AnnotationSet, scheme: Scheme) -> list[object]:
    """Records whose label, type or attribute the scheme does not have."""
    lost: list[object] = [each for each in annotations.mentions.values() if scheme.label(each.label) is None]
    for relation in annotations.relations.values():
        if (scheme.event_type if relation.is_event else scheme.relation_type)(relation.type) is None:
            lost.append(relation)
        lost += [each for each in relation.mentions() if each not in annotations.mentions]
    records: tuple[Mention | Relation, ...] = (
        *annotations.mentions.values(),
        *annotations.relations.values(),
    )
    return [*lost, *(name for each in records for name in each.attributes if scheme.attribute(name) is None)]


# --- one item


def test_renaming_touches_no_tag() -> None:
    old = label("GPE")
    change = scheme_edits.edit(SCHEME, old, replace(old, name="State"), by=HAND)
    assert (change.removed, change.added) == ((old,), (replace(old, name="State"),))
    assert change.title == "Rename the label Geo-political entity to State"
    assert scheme_edits.touched(change) == {"label": 1}


def test_a_heading_is_edited_like_any_item() -> None:
    change = scheme_edits.edit(SCHEME, SCHEME.heading, replace(SCHEME.heading, name="Smaller"), by=HAND)
    assert scheme_edits.followed(SCHEME, change) == replace(SCHEME, name="Smaller")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"key": "O"}, "The label key 'O' stands twice."),
        ({"key": "R"}, "Label GPE has the key 'R'"),
        ({"parent": "GPE"}, "The labels GPE stand under one another"),
        ({"slot": "RED"}, "Label GPE has the colour"),
        ({"name": ""}, "Label GPE lacks a name."),
    ],
)
def test_what_would_contradict_itself_is_refused_with_the_place(
    changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence.replace(".", r"\.")):
        scheme_edits.edit(SCHEME, label("GPE"), replace(label("GPE"), **changes), by=HAND)


def test_a_fault_that_was_there_before_stops_nothing() -> None:
    broken = replace(SCHEME, labels=(*SCHEME.labels, Label("BAD", "Bad", key="R")))
    scheme_edits.edit(broken, label("GPE"), replace(label("GPE"), name="State"), by=HAND)


def test_items_are_added_and_retired() -> None:
    new = Label("SHIP", "Ship", parent="FAC")
    assert label("SHIP", scheme_edits.followed(SCHEME, scheme_edits.add(SCHEME, new, by=HAND))) == new
    with pytest.raises(Refused, match="There is a label GPE already"):
        scheme_edits.add(SCHEME, label("GPE"), by=HAND)
    after = scheme_edits.followed(SCHEME, scheme_edits.retire(SCHEME, label("LOC"), by=HAND))
    assert label("LOC", after).retired
    with pytest.raises(Refused, match="retired already"):
        scheme_edits.retire(after, label("LOC", after), by=HAND)


def test_nothing_changed_is_refused() -> None:
    with pytest.raises(Refused):
        scheme_edits.edit(SCHEME, label("GPE"), label("GPE"), by=HAND)
    with pytest.raises(ValueError, match="id and the kind"):
        scheme_edits.edit(SCHEME, label("GPE"), label("LOC"), by=HAND)


# --- labels


def test_merged_labels_leave_no_trace_of_the_first() -> None:
    annotations = story()
    body = entity("The navy", "ORG")
    change = refactoring.merge_labels(
        SCHEME,
        label("ORG"),
        label("GPE"),
        annotations.mentions.values(),
        [body, entity("Ada", id=2)],
        by=HAND,
    )
    after = done(annotations, change)
    assert after.label("ORG") is None
    navy = the(annotations, "the navy")
    assert (navy.label, navy.subtype) == ("GPE", "Military")
    assert label("GPE", after).subtypes == ("Military",)
    assert kind("LEADS", after).signatures == (Signature(("PER",), ("GPE",)),)
    assert event("ATTACK", after).roles[0].fillers == ("PER", "GPE")
    assert replace(body, type="GPE") in change.added
    assert change.title == "Merge the label Organization into Geo-political entity (1 tag)"
    assert scheme_edits.touched(change)["mention"] == 1


def test_a_label_becomes_a_subtype_of_another() -> None:
    annotations = story()
    change = refactoring.merge_labels(
        SCHEME, label("ORG"), label("PER"), annotations.mentions.values(), by=HAND, as_subtype="Body"
    )
    after = done(annotations, change)
    assert label("PER", after).subtypes == ("Individual", "Group", "Body")
    assert the(annotations, "the navy").subtype == "Body"


def test_the_label_of_triggers_can_be_merged_but_not_deleted() -> None:
    annotations = story()
    change = refactoring.merge_labels(
        SCHEME, label("EVT"), label("CUE"), annotations.mentions.values(), by=HAND
    )
    assert done(annotations, change).trigger_label == "CUE"
    with pytest.raises(Refused, match="trigger label 'EVT' is not a label"):
        refactoring.delete_label(SCHEME, label("EVT"), [story()], by=HAND)


def test_a_label_below_the_one_that_it_takes_in_moves_up() -> None:
    tree = replace(
        SCHEME,
        labels=(
            *SCHEME.labels,
            Label("A", "A", parent="GPE"),
            Label("B", "B", parent="A"),
            Label("C", "C", parent="B"),
        ),
    )
    change = refactoring.merge_labels(tree, label("A", tree), label("B", tree), [], by=HAND)
    after = scheme_edits.followed(tree, change)
    assert (label("B", after).parent, label("C", after).parent) == ("GPE", "B")


def test_a_label_is_split_by_subtype_and_the_parts_may_stand_where_it_may() -> None:
    annotations = story()
    army = Label("ARMY", "Army", slot="ORG")
    change = refactoring.split_by_subtype(
        SCHEME, label("ORG"), {"Military": army}, annotations.mentions.values(), by=HAND
    )
    after = done(annotations, change)
    assert (the(annotations, "the navy").label, the(annotations, "the navy").subtype) == ("ARMY", "")
    assert label("ORG", after).subtypes == ("Government",)
    assert kind("LEADS", after).permits("PER", "ARMY")
    assert kind("PART_OF", after).permits("ARMY", "GPE")
    assert "ARMY" in event("ATTACK", after).roles[0].fillers


def test_a_label_is_split_by_an_attribute_and_the_value_goes() -> None:
    annotations = story()
    ada = the(annotations, "Ada")
    annotations.put_mention(replace(ada, attributes={"level": "Pronoun"}))
    pronoun, name = Label("PRO", "Pronoun"), label("CUE")
    change = refactoring.split_by_attribute(
        SCHEME,
        label("PER"),
        attribute("level"),
        {"Pronoun": pronoun, "Name": name},
        annotations.mentions.values(),
        by=HAND,
    )
    done(annotations, change)
    assert (the(annotations, "Ada").label, the(annotations, "Ada").attributes) == ("PRO", {})
    assert the(annotations, "Bob").label == "CUE"  # the default value is not stored


def test_a_deleted_label_takes_its_tags_and_what_hangs_on_them() -> None:
    annotations = story()
    base = entity("The base", "FAC")
    change = refactoring.delete_label(SCHEME, label("FAC"), [annotations], [base], by=HAND)
    after = done(annotations, change)
    assert after.label("FAC") is None
    assert sorted(each.type for each in annotations.relations.values()) == [
        "ATTACK",
        "LEADS",
        "MEET",
        "PART_OF",
    ]
    assert annotations.notes == {}
    assert replace(base, type="") in change.added
    assert kind("NEAR", after).signatures == ()  # nothing could stand there any more
    assert kind("PART_OF", after).signatures == kind("PART_OF").signatures[:1]


def test_an_attribute_of_a_deleted_label_alone_is_retired_not_widened() -> None:
    scheme = replace(SCHEME, relation_types=(), event_types=())
    after = scheme_edits.followed(scheme, refactoring.delete_label(scheme, label("GPE"), [], by=HAND))
    assert attribute("metonymy", after).retired


def test_a_label_cannot_be_merged_with_itself() -> None:
    with pytest.raises(Refused):
        refactoring.merge_labels(SCHEME, label("GPE"), label("GPE"), [], by=HAND)
    for split in (
        refactoring.split_by_subtype,
        partial(refactoring.split_by_attribute, attribute=attribute("level")),
    ):
        with pytest.raises(Refused, match="at least one"):
            split(SCHEME, label("GPE"), parts={}, mentions=[], by=HAND)


def test_a_split_by_which_no_tag_changes_is_refused() -> None:
    parts = {"Pronoun": label("CUE")}
    with pytest.raises(Refused, match="nothing would change"):
        refactoring.split_by_attribute(SCHEME, label("PER"), attribute("level"), parts, [], by=HAND)


# --- relations and events


def test_relations_are_merged_and_turned_round() -> None:
    annotations = story()
    change = refactoring.merge_relations(
        SCHEME, kind("LEADS"), kind("PART_OF"), annotations.relations.values(), by=HAND, reverse=True
    )
    after = done(annotations, change)
    made = next(
        each
        for each in annotations.relations.values()
        if the(annotations, "Ada").id in each.mentions() and not each.is_event
    )
    assert made.type == "PART_OF"
    assert [(a.role, a.target) for a in made.arguments] == [
        ("Arg1", the(annotations, "the navy").id),
        ("Arg2", the(annotations, "Ada").id),
    ]
    assert kind("PART_OF", after).permits("ORG", "PER")
    assert after.relation_type("LEADS") is None


def test_events_are_merged_with_their_roles() -> None:
    annotations = story()
    change = refactoring.merge_events(
        SCHEME,
        event("MEET"),
        event("ATTACK"),
        annotations.relations.values(),
        by=HAND,
        roles={"Participant": "Agent"},
    )
    after = done(annotations, change)
    met = next(each for each in annotations.relations.values() if each.trigger == the(annotations, "met").id)
    assert (met.type, met.arguments[0].role) == ("ATTACK", "Agent")
    assert [role.name for role in event("ATTACK", after).roles] == ["Agent", "Target", "Place", "Topic"]


def with_roles(type_: EventType, names: dict[str, str]) -> EventType:
    """The type with its roles called so; those that are called nothing are out."""
    called = [replace(each, name=names.get(each.name, each.name)) for each in type_.roles]
    return replace(type_, roles=tuple(each for each in called if each.name))


def test_roles_are_renamed_and_taken_out() -> None:
    annotations = story()
    relations = annotations.relations.values()
    old, names = event("ATTACK"), {"Agent": "Attacker", "Target": ""}
    change = refactoring.change_roles(SCHEME, old, with_roles(old, names), relations, by=HAND, names=names)
    assert change.title == "Change the roles of Attack (1 tag)"
    after = done(annotations, change)
    attack = next(each for each in annotations.relations.values() if each.type == "ATTACK")
    assert [a.role for a in attack.arguments] == ["Attacker"]
    assert [role.name for role in event("ATTACK", after).roles] == ["Attacker", "Place"]
    with pytest.raises(Refused, match="as it was"):
        refactoring.change_roles(SCHEME, old, old, [], by=HAND, names={})
    twice = {"Agent": "Target"}
    with pytest.raises(Refused, match="stands twice"):
        refactoring.change_roles(SCHEME, old, with_roles(old, twice), [], by=HAND, names=twice)
    with pytest.raises(ValueError, match="stay"):
        refactoring.change_roles(SCHEME, old, replace(old, id="RAID"), [], by=HAND, names={})


def test_the_roles_of_a_relation_are_renamed() -> None:
    annotations = story()
    old, names = kind("LEADS"), {"Arg1": "Leader"}
    new = replace(old, roles=("Leader", "Arg2"))
    change = refactoring.change_roles(SCHEME, old, new, annotations.relations.values(), by=HAND, names=names)
    assert kind("LEADS", done(annotations, change)).roles == ("Leader", "Arg2")
    led = next(each for each in annotations.relations.values() if each.type == "LEADS")
    assert [a.role for a in led.arguments] == ["Leader", "Arg2"]


@pytest.mark.parametrize("name", ["LEADS", "ATTACK"])
def test_a_deleted_type_takes_what_is_of_it(name: str) -> None:
    annotations = story()
    gone = SCHEME.relation_type(name) or event(name)
    change = refactoring.delete_type(SCHEME, gone, [annotations], by=HAND)
    done(annotations, change)
    assert name not in {each.type for each in annotations.relations.values()}
    assert "(1 tag)" in change.title


# --- attributes


@pytest.mark.parametrize(
    ("was", "wanted", "becomes"),
    [
        ("a", {"kind": "several"}, ("a",)),
        (("a",), {"kind": "choice"}, "a"),
        (("a", "b"), {"kind": "choice"}, None),
        ("c", {"kind": "choice"}, None),
        ("yes", {"kind": "flag"}, True),
        (True, {"kind": "flag"}, True),
        (True, {"kind": "text"}, "yes"),
        ("maybe", {"kind": "flag"}, None),
        ("3", {"kind": "number"}, 3),
        ("3.5", {"kind": "number"}, 3.5),
        ("nan", {"kind": "number"}, None),
        (True, {"kind": "number"}, None),
        ("x", {"kind": "number"}, None),
        (3, {"kind": "text"}, "3"),
        (("a", "b"), {"kind": "text"}, "a, b"),
        ("2024-12", {"kind": "date"}, "2024-12"),
        ("soon", {"kind": "date"}, None),
        ("k", {"kind": "mentions"}, ("k",)),
    ],
)
def test_values_are_turned_into_those_of_the_new_kind_or_go(
    was: Value, wanted: dict[str, Any], becomes: Value | None
) -> None:
    old = AttributeType("t", "Thing", ("mention",), "place", values=("a", "b"))
    scheme = replace(SCHEME, attributes=(*SCHEME.attributes, old))
    annotations = annotated("[Ada|PER]")
    annotations.put_mention(replace(the(annotations, "Ada"), attributes={"t": was, "level": "Name"}))
    change = refactoring.change_values(
        scheme, old, replace(old, **wanted), annotations.mentions.values(), by=HAND
    )
    done(annotations, change, scheme)
    assert the(annotations, "Ada").attributes.get("t") == becomes
    assert the(annotations, "Ada").attributes["level"] == "Name"


def test_a_value_is_renamed_wherever_it_stands() -> None:
    annotations = story()
    annotations.put_mention(replace(the(annotations, "Ada"), attributes={"level": "Nominal"}))
    old = attribute("level")
    new = replace(old, values=("Name", "Description", "Pronoun"))
    change = refactoring.change_values(
        SCHEME, old, new, annotations.mentions.values(), by=HAND, values={"Nominal": "Description"}
    )
    done(annotations, change)
    assert the(annotations, "Ada").attributes == {"level": "Description"}
    with pytest.raises(Refused, match="as it was"):
        refactoring.change_values(SCHEME, old, old, [], by=HAND)


def test_a_deleted_attribute_goes_from_every_record() -> None:
    annotations = story()
    annotations.put_mention(replace(the(annotations, "Ada"), attributes={"level": "Name"}))
    done(
        annotations,
        refactoring.delete_attribute(SCHEME, attribute("level"), annotations.mentions.values(), by=HAND),
    )
    assert the(annotations, "Ada").attributes == {}


# --- whatever is done


def _acts(scheme: Scheme, held: AnnotationSet) -> list[Any]:
    mentions, relations = tuple(held.mentions.values()), tuple(held.relations.values())
    active = list(scheme.labels)
    acts: list[Any] = [
        partial(refactoring.merge_labels, scheme, a, b, mentions, as_subtype=s)
        for a in active
        for b in active
        for s in ("", "New")
        if a is not b
    ]
    acts += [partial(refactoring.delete_label, scheme, each, [held]) for each in active]
    acts += [
        partial(refactoring.split_by_subtype, scheme, each, {each.subtypes[0]: Label("NEW", "New")}, mentions)
        for each in active
        if each.subtypes
    ]
    types: tuple[RelationType | EventType, ...] = (*scheme.relation_types, *scheme.event_types)
    acts += [partial(refactoring.delete_type, scheme, each, [held]) for each in types]
    acts += [
        partial(refactoring.merge_relations, scheme, a, b, relations, reverse=r)
        for a in scheme.relation_types
        for b in scheme.relation_types
        for r in (False, True)
        if a is not b
    ]
    acts += [
        partial(refactoring.merge_events, scheme, a, b, relations)
        for a in scheme.event_types
        for b in scheme.event_types
        if a is not b
    ]
    acts += [
        partial(refactoring.delete_attribute, scheme, each, (*mentions, *relations))
        for each in scheme.attributes
    ]
    return acts


@given(data=st.data())
def test_any_row_of_refactorings_leaves_a_sound_project_and_comes_back(data: st.DataObject) -> None:
    held, scheme = story(), SCHEME
    held.put_mention(replace(the(held, "Ada"), attributes={"level": "Name"}))
    first, begun = state(held), set(scheme.faults())
    changes: list[Change] = []
    by = hand(first_id=9_000_000)
    for _ in range(data.draw(st.integers(1, 4))):
        act = data.draw(st.sampled_from(_acts(scheme, held)))
        try:
            change = act(by=by)
        except Refused:
            continue
        take_back_twice(held, change)
        scheme = scheme_edits.followed(scheme, change)
        changes.append(change)
        assert set(scheme.faults()) <= begun
        assert dangling(held, scheme) == []
    for change in reversed(changes):
        back = change.inverse(change_id=by.new_id(), author="Ada", time=0)
        apply(back, held)
        scheme = scheme_edits.followed(scheme, back)
    assert state(held) == first
    assert by_id(scheme) == by_id(SCHEME)
