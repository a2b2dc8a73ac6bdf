"""A scheme answers what may be said, and tells what is wrong with itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossator.core.scheme import AttributeType, EventType, Label, RelationType, Role, Scheme, Signature
from tests.builders import scheme


def test_records_are_found_by_id_retired_ones_too() -> None:
    found = scheme()
    assert (found.label("PER") or Label("", "")).name == "Person"
    assert (found.label("OLD") or Label("", "")).retired
    assert (found.relation_type("LED") or RelationType("", "")).retired
    assert (found.event_type("MEET") or EventType("", "")).name == "Meet"
    assert (found.attribute("level") or AttributeType("", "", ())).values == ("Name", "Nominal", "Pronoun")
    assert found.label("?") is None
    assert found.relation_type("?") is None
    assert found.event_type("?") is None
    assert found.attribute("?") is None


def test_the_default_subtype_is_the_first() -> None:
    assert Label("A", "a", subtypes=("x", "y")).default_subtype == "x"
    assert Label("A", "a").default_subtype == ""


def test_a_key_sets_its_label_in_either_case_but_never_a_retired_one() -> None:
    found = scheme()
    assert found.label_for_key("p") is found.label_for_key("P") is found.label("PER")
    assert found.label_for_key("z") is None
    assert found.label_for_key("") is None


def test_names_are_those_people_know_and_else_the_id() -> None:
    found = scheme()
    names = [found.name_of(each) for each in ("PER", "PART_OF", "ATTACK", "GONE")]
    assert names == ["Person", "Part of", "Attack", "GONE"]


def test_a_role_is_found_by_its_name() -> None:
    attack = scheme().event_type("ATTACK")
    assert attack is not None
    assert attack.role("Target") == Role("Target", ("FAC", "PER"))
    assert attack.role("Nobody") is None


@pytest.mark.parametrize(
    ("type_id", "first", "second", "permitted"),
    [
        ("LEADS", "PER", "ORG", True),
        ("LEADS", "ORG", "PER", False),
        ("LEADS", "PER", "PER", False),
        ("PART_OF", "FAC", "FAC", True),
        ("PART_OF", "FAC", "ORG", False),  # the two ends of different signatures do not mix
        ("SAME_AS", "LOC", "LOC", True),
        ("SAME_AS", "LOC", "GPE", False),
    ],
)
def test_permitted_ends(type_id: str, first: str, second: str, permitted: bool) -> None:
    kind = scheme().relation_type(type_id)
    assert kind is not None
    assert kind.permits(first, second) is permitted


def test_permitted_relations_come_in_the_order_of_the_scheme_without_retired_ones() -> None:
    found = scheme()
    assert [each.id for each in found.permitted_relations("PER", "ORG")] == ["LEADS", "CITES"]
    assert [each.id for each in found.permitted_relations("FAC", "FAC")] == ["PART_OF", "NEAR", "SAME_AS"]
    assert found.permitted_relations("PER", "EVT") == ()


def test_attributes_are_for_their_kind_of_record_and_label() -> None:
    found = scheme()
    assert [each.id for each in found.attributes_for("mention", "PER")] == ["level"]
    assert [each.id for each in found.attributes_for("mention", "GPE")] == ["level", "metonymy"]
    assert [each.id for each in found.attributes_for("event")] == ["hedged"]
    assert found.attributes_for("document") == ()


def test_labels_restrict_an_attribute_on_mentions_only() -> None:
    when = AttributeType("when", "When", ("event", "mention"), labels=("GPE",))
    found = replace(scheme(), attributes=(when,))
    assert found.attributes_for("event", "ATTACK") == (when,)
    assert found.attributes_for("mention", "PER") == ()


def test_a_sound_scheme_has_no_faults() -> None:
    assert scheme().faults() == ()
    assert Scheme("empty", "Empty", "1").faults() == ()


A, B = Label("A", "a", key="c"), Label("B", "b", key="C")


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (Scheme("s", "S", "1", labels=(Label("A", "a"),) * 3), "The label 'A' stands twice."),
        (Scheme("s", "S", "1", labels=(A, B)), "The label key 'C' stands twice."),
        (
            Scheme("s", "S", "1", (A,), (RelationType("R", "r"),), (EventType("R", "e"),), trigger_label="A"),
            "The relation or event type 'R' stands twice.",
        ),
        (
            Scheme("s", "S", "1", relation_types=(RelationType("R", "r", "k"), RelationType("Q", "q", "K"))),
            "The relation key 'K' stands twice.",
        ),
        (
            Scheme("s", "S", "1", (A,), (RelationType("R", "r", signatures=(Signature(("A",), ("Z",)),)),)),
            "Relation R names the unknown label Z.",
        ),
        (
            Scheme("s", "S", "1", relation_types=(RelationType("R", "r", roles=("Arg", "Arg")),)),
            "The role of R 'Arg' stands twice.",
        ),
        (
            Scheme(
                "s", "S", "1", (A,), (), (EventType("E", "e", (Role("r", ("A", "Y")),)),), trigger_label="A"
            ),
            "Event E names the unknown label Y.",
        ),
        (
            Scheme(
                "s",
                "S",
                "1",
                (A,),
                (),
                (EventType("E", "e", (Role("r", ()), Role("r", ("A",)))),),
                trigger_label="A",
            ),
            "The role of E 'r' stands twice.",
        ),
        (
            Scheme("s", "S", "1", attributes=(AttributeType("t", "T", ("mention",)),) * 2),
            "The attribute 't' stands twice.",
        ),
        (
            Scheme(
                "s", "S", "1", (A,), attributes=(AttributeType("t", "T", ("mention",), labels=("A", "Z")),)
            ),
            "Attribute t names the unknown label Z.",
        ),
        (
            Scheme("s", "S", "1", (A,), (), (EventType("E", "e"),), trigger_label="T"),
            "The trigger label 'T' is not a label of the scheme.",
        ),
        (
            Scheme("s", "S", "1", (A,), (), (EventType("E", "e", trigger="T"),)),
            "Event E has the trigger 'T', which is not a label of the scheme.",
        ),
        (
            Scheme("s", "S", "1", (Label("A", "a", key="R"),)),
            "Label A has the key 'R'; it has to be one of C D E F G L N O P T V W 0 1 2 3 4 5 6 7 8 9.",
        ),
        (
            Scheme("s", "S", "1", (Label("A", "a", key="CD"),)),
            "Label A has the key 'CD'; it has to be one of C D E F G L N O P T V W 0 1 2 3 4 5 6 7 8 9.",
        ),
        (
            Scheme("s", "S", "1", (Label("A", "a", slot="RED"),)),
            "Label A has the colour 'RED'; there are PER, ORG, GPE, LOC, FAC, WEA, VEH, DOC, TIM, VAL, EVT, CUE.",
        ),
        (Scheme("s", "S", "1", (Label("A", "a", parent="Z"),)), "Label A stands under the unknown label Z."),
        (
            Scheme(
                "s",
                "S",
                "1",
                (Label("O", "o", parent="A"), Label("A", "a", parent="B"), Label("B", "b", parent="A")),
            ),
            "The labels A, B stand under one another in a ring.",
        ),
        (
            Scheme("s", "S", "1", (Label("A", "a", parent="A"),)),
            "The labels A stand under one another in a ring.",
        ),
        (Scheme("s", "S", "1", (Label("A", " "),)), "Label A lacks a name."),
        (Scheme("s", "S", "1", (Label("", "a"),)), "Label 'a' lacks an id."),
        (
            Scheme("s", "S", "1", (Label("A", "a", subtypes=("x", "x")),)),
            "The subtype of A 'x' stands twice.",
        ),
        (
            Scheme("s", "S", "1", relation_types=(RelationType("R", "r", "kk"),)),
            "Relation R has the key 'kk'; it has to be one character.",
        ),
        (
            Scheme("s", "S", "1", attributes=(AttributeType("t", "T", ("mention",), values=("a", "a")),)),
            "The value of t 'a' stands twice.",
        ),
        (
            Scheme("s", "S", "1", attributes=(AttributeType("t", "T", ()),)),
            "Attribute t belongs on nothing: say on what it may stand.",
        ),
    ],
)
def test_each_fault_is_one_sentence_that_names_its_place(broken: Scheme, fault: str) -> None:
    assert broken.faults() == (fault,)


def test_what_is_retired_may_share_its_key() -> None:
    shared = Scheme(
        "s",
        "S",
        "1",
        (A, replace(B, retired=True)),
        (RelationType("R", "r", "k"), RelationType("Q", "q", "k", retired=True)),
    )
    assert shared.faults() == ()


def test_all_faults_are_told_at_once() -> None:
    broken = Scheme("s", "S", "1", (A, B, A), (), (EventType("E", "e"),))
    assert len(broken.faults()) == 3


def test_an_event_type_may_have_a_trigger_of_its_own() -> None:
    scheme = Scheme(
        "s",
        "S",
        "1",
        (Label("EVT", "event"), Label("AID", "aid"), Label("PER", "person")),
        (),
        (
            EventType("Meet", "Meet"),
            EventType("Aid", "Aid", trigger="AID"),
            EventType("Old", "Old", retired=True),
        ),
        trigger_label="EVT",
    )
    assert scheme.faults() == ()
    assert scheme.triggers == {"EVT", "AID"}
    assert [each.id for each in scheme.events_on("EVT")] == ["Meet"]
    assert [each.id for each in scheme.events_on("AID")] == ["Aid"]
    assert scheme.events_on("PER") == ()


def test_ten_thousand_labels_are_looked_through_at_once() -> None:
    names = [f"L{number}" for number in range(10_000)]
    chain = tuple(Label(name, name, parent=before) for name, before in zip(names, ["", *names], strict=False))
    assert Scheme("s", "S", "1", chain).faults() == ()
    ring = (Label("L0", "L0", parent="L9999"), *chain[1:])
    (fault,) = Scheme("s", "S", "1", ring).faults()
    assert "in a ring" in fault


def test_a_scheme_is_its_heading_and_its_items() -> None:
    whole = scheme()
    heading, *items = whole.items()
    assert heading == whole.heading
    assert (whole.heading.id, whole.heading.trigger_label) == (whole.id, whole.trigger_label)
    assert items == [*whole.labels, *whole.relation_types, *whole.event_types, *whole.attributes]
