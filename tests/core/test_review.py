"""What is odd is found, told in a sentence, put right where there is one way, or waved through with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from glossator.core import ids, mending, review, values
from glossator.core.annotations import AnnotationSet, Argument, Entity, Mention, Note, Relation, Value
from glossator.core.changes import apply
from glossator.core.errors import Refused
from glossator.core.review import Kind, Oddity
from glossator.core.scheme import AttributeType
from glossator.core.spans import Span
from tests.builders import annotated, entity, hand, scheme, take_back_twice, the

SCHEME = scheme()


def odd(annotations: AnnotationSet, *entities: Entity) -> list[Oddity]:
    known = {each.id: each for each in entities}
    return review.oddities(annotations, SCHEME, known.get)


def told(annotations: AnnotationSet, *entities: Entity) -> list[tuple[Kind, str]]:
    return [(each.kind, each.sentence) for each in odd(annotations, *entities)]


def put(annotations: AnnotationSet, quoted: str, change: Callable[[Mention], Mention]) -> Mention:
    made = change(the(annotations, quoted))
    annotations.put_mention(made)
    return made


def test_a_sound_document_has_nothing_odd() -> None:
    sound = annotated(
        "[Ada|PER] [attacked|EVT] [the base|FAC] in [Tobruk|GPE].",
        relations=[("LEADS", "Ada", "Tobruk")],
        events=[("ATTACK", "attacked", {"Agent": "Ada", "Target": "the base"})],
    )
    assert told(sound) == []


# --- boundaries


@pytest.mark.parametrize(
    "marked",
    [
        "[Russia|GPE]-backed",
        "[Ada|PER]'s house",
        "the [S-400|FAC] systems",
        "在[北京|GPE]举行",
        "ใน[กรุงเทพ|GPE]วันนี้",
        "[Ada|PER]",
        "([Ada|PER])",
    ],
)
def test_a_boundary_between_words_is_sound(marked: str) -> None:
    assert told(annotated(marked)) == []


@pytest.mark.parametrize(
    ("marked", "cut", "whole"),
    [("the [Russia|GPE]ns came", "Russia", "Russians"), ("K[haftar|PER] said", "haftar", "Khaftar")],
)
def test_a_boundary_inside_a_word_is_odd_and_goes_to_its_end(marked: str, cut: str, whole: str) -> None:
    annotations = annotated(marked)
    (found,) = odd(annotations)
    assert (found.kind, found.sentence) == ("boundary", f"“{cut}” ends or begins inside “{whole}”.")
    take_back_twice(annotations, mending.mend(annotations, SCHEME, found, by=hand()))
    the(annotations, whole)


# --- quotations


def test_a_drifted_quotation_goes_to_the_nearest_place_where_it_stands() -> None:
    annotations = annotated("Libya. In [Benghazi|GPE] and Libya they met.")
    put(annotations, "Benghazi", lambda each: replace(each, quote="Libya"))
    (found,) = odd(annotations)
    assert (found.kind, found.sentence) == ("drift", "“Libya” is not what stands there.")
    take_back_twice(annotations, mending.mend(annotations, SCHEME, found, by=hand()))
    assert the(annotations, "Libya").fragments == (Span(0, 5),)
    assert told(annotations) == []


def test_a_quotation_that_stands_nowhere_is_written_anew() -> None:
    annotations = annotated("In [Benghazi|GPE] they met.")
    put(annotations, "Benghazi", lambda each: replace(each, quote="Tripoli"))
    take_back_twice(annotations, mending.mend(annotations, SCHEME, odd(annotations)[0], by=hand()))
    assert the(annotations, "Benghazi").fragments == (Span(3, 11),)


def test_a_mention_beyond_the_text_is_told_and_comes_back_to_its_words() -> None:
    annotations = annotated("In [Benghazi|GPE] they met.")
    put(annotations, "Benghazi", lambda each: replace(each, fragments=(Span(90, 98),)))
    (found,) = odd(annotations)
    assert found.kind == "drift"
    lost = found._replace(record=replace(the(annotations, "Benghazi"), quote="Tripoli"))
    with pytest.raises(Refused, match="outside of the text"):
        mending.mend(annotations, SCHEME, lost, by=hand())
    apply(mending.mend(annotations, SCHEME, found, by=hand()), annotations)
    assert the(annotations, "Benghazi").fragments == (Span(3, 11),)


# --- the same twice


def test_a_second_tag_is_joined_with_the_first_and_keeps_all_that_was_said() -> None:
    annotations = annotated(
        "[Ada|PER#a,PER#b] met [Bob|PER]",
        relations=[("NEAR", "a", "Bob"), ("LEADS", "b", "Bob"), ("NEAR", "a", "b")],
        notes=[("b", "who?")],
    )
    first, second = (each for each in annotations.in_order() if each.quote == "Ada")
    annotations.put_mention(replace(second, entity=900_000, attributes={"level": "Name"}))
    relation = next(each for each in annotations.relations.values() if each.type == "LEADS")
    annotations.put_relation(replace(relation, attributes={"said by": ids.to_text(second.id)}))
    found = next(each for each in odd(annotations, entity("Ada")) if each.kind == "twice")
    assert (found.record, found.others) == (first, (second.id,))
    assert "2 times" in found.sentence
    take_back_twice(annotations, mending.mend(annotations, SCHEME, found, by=hand()))
    joined = the(annotations, "Ada")
    assert (joined.id, joined.entity, joined.attributes) == (first.id, 900_000, {"level": "Name"})
    bob = the(annotations, "Bob").id
    assert sorted(
        (each.type, *(a.target for a in each.arguments)) for each in annotations.relations.values()
    ) == [
        ("LEADS", first.id, bob),
        ("NEAR", first.id, bob),
    ]
    assert annotations.relations[relation.id].attributes == {"said by": ids.to_text(first.id)}
    assert [each.body for each in annotations.notes_on(first.id)] == ["who?"]


def test_two_persons_may_tag_the_same() -> None:
    annotations = annotated("[Ada|PER#a,PER#b] slept")
    second = list(annotations.in_order())[1]
    annotations.put_mention(replace(second, author="Zoe"))
    assert told(annotations) == []


# --- against the scheme


def test_what_the_scheme_does_not_have_is_told() -> None:
    annotations = annotated("[Ada|PER] [met|EVT] [Zoe|PER]", relations=[("NEAR", "Ada", "Zoe")])
    put(annotations, "Ada", lambda each: replace(each, label="MARTIAN"))
    put(annotations, "Zoe", lambda each: replace(each, subtype="Queen"))
    relation = next(iter(annotations.relations.values()))
    annotations.put_relation(replace(relation, type="LIKES"))
    annotations.put_relation(Relation(77, 1, "FEAST", trigger=the(annotations, "met").id))
    assert {each for kind, each in told(annotations) if kind == "unknown"} == {
        "The scheme has no label MARTIAN.",
        "Person has no subtype Queen.",
        "The scheme has no relation LIKES.",
        "The scheme has no event FEAST.",
    }


def test_ends_that_are_not_permitted_are_told() -> None:
    annotations = annotated(
        "[Ada|PER] [attacked|EVT] [Tobruk|GPE] [yesterday|PER]", relations=[("LEADS", "Tobruk", "Ada")]
    )
    attack = Relation(
        77,
        1,
        "ATTACK",
        (
            Argument("Agent", the(annotations, "Tobruk").id),
            Argument("Weather", the(annotations, "Ada").id),
        ),
        trigger=the(annotations, "yesterday").id,
    )
    annotations.put_relation(attack)
    names = {each.id: each.name for each in SCHEME.labels}
    assert {each for kind, each in told(annotations) if kind == "not permitted"} == {
        f"Leads is not meant to lead from {names['GPE']} to {names['PER']}.",
        f"{names['GPE']} is not meant to be Agent of Attack.",
        "Attack has no role Weather.",
        f"{names['PER']} is not meant to trigger Attack.",
    }


def test_an_event_without_a_required_role_is_told() -> None:
    annotations = annotated(
        "[they|PER] [attacked|EVT] [Ada|PER]", events=[("ATTACK", "attacked", {"Target": "Ada"})]
    )
    assert told(annotations) == [("role", "Attack lacks Agent.")]
    with pytest.raises(Refused, match="decide"):
        mending.mend(annotations, SCHEME, odd(annotations)[0], by=hand())
    assert not mending.can_mend(odd(annotations)[0])


def test_a_relation_on_an_event_is_judged_by_its_trigger() -> None:
    annotations = annotated(
        "[they|PER] [attacked|EVT] [Ada|PER] and [met|EVT]",
        events=[("ATTACK", "attacked", {"Agent": "they"}), ("MEET", "met", {})],
    )
    attack, meeting = (each for each in annotations.relations.values())
    annotations.put_relation(replace(meeting, arguments=(Argument("Topic", attack.id, is_relation=True),)))
    assert told(annotations) == []


# --- values


def test_values_that_do_not_fit_are_told_and_taken_out() -> None:
    annotations = annotated("[Ada|PER] in [Tobruk|GPE]")
    wrong: dict[str, Value] = {"level": "Nickname", "metonymy": True, "mood": "good"}
    ada = put(annotations, "Ada", lambda each: replace(each, attributes=wrong))
    put(annotations, "Tobruk", lambda each: replace(each, attributes={"metonymy": True, "level": "Name"}))
    found = odd(annotations)
    assert {each.record.id for each in found} == {ada.id}
    assert {each.sentence for each in found} == {
        "Level cannot be Nickname: it may be Name, Nominal, Pronoun.",
        "Metonymy does not belong on a mention of this type.",
        "The scheme has no attribute mood.",
    }
    take_back_twice(annotations, mending.mend(annotations, SCHEME, found[0], by=hand()))
    assert the(annotations, "Ada").attributes == {}


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("choice", "a", True),
        ("choice", "c", False),
        ("choice", ("a",), False),
        ("several", ("a", "b"), True),
        ("several", ("a", "c"), False),
        ("several", "a", False),
        ("flag", True, True),
        ("flag", "yes", False),
        ("number", 1.5, True),
        ("number", 3, True),
        ("number", True, False),
        ("number", "3", False),
        ("date", "2024-12", True),
        ("date", "2024-13", False),
        ("date", 2024, False),
        ("text", "x", True),
        ("text", 7, False),
        ("place", "Tripoli", True),
        ("mention", "a", True),  # a word of the scheme instead of a mention, as AUTHOR
        ("mention", ids.to_text(7), True),
        ("mention", ids.to_text(8), False),
        ("mention", "!", False),
        ("mentions", (ids.to_text(7),), True),
        ("mentions", (ids.to_text(7), ids.to_text(8)), False),
    ],
)
def test_a_value_fits_its_kind(kind: str, value: Value, fits: bool) -> None:
    attribute = AttributeType("t", "Thing", ("mention",), kind, values=("a", "b"))  # type: ignore[arg-type]
    fault = values.value_fault(attribute, value, lambda each: each == 7)
    assert (fault == "") is fits
    assert fits or fault.startswith("Thing ")


# --- contradictions and identities


def test_what_is_affirmed_and_denied_of_the_same_two_is_told() -> None:
    annotations = annotated(
        "[Ada|PER] led [Libya|GPE]. [She|PER] never led [Libya|GPE#again]",
        relations=[("LEADS", "Ada", "Libya"), ("LEADS", "She", "again")],
    )
    first, second = annotations.relations.values()
    annotations.put_relation(replace(second, attributes={"polarity": "Negative"}))
    contradictions = [each for each in odd(annotations) if each.kind == "contradiction"]
    assert contradictions == []  # nobody has said yet that Ada is she
    for quoted in ("Ada", "She"):
        put(annotations, quoted, lambda each: replace(each, entity=5))
    for each in [each for each in annotations.in_order() if each.quote == "Libya"]:
        annotations.put_mention(replace(each, entity=6))
    (found,) = [each for each in odd(annotations) if each.kind == "contradiction"]
    assert (found.record.id, found.others) == (first.id, (second.id,))
    assert found.sentence == "Leads is both affirmed and denied of the same two."


def test_an_identity_of_two_types_is_told() -> None:
    annotations = annotated("[Moscow|GPE] and [Moscow|PER#person]")
    moscow = entity("Moscow", "GPE")
    for each in list(annotations.in_order()):
        annotations.put_mention(replace(each, entity=moscow.id))
    assert [kind for kind, _ in told(annotations, moscow)] == ["identity"]
    assert told(annotations) == []  # an identity that is not there any more is not odd here


# --- the list


def test_the_gravest_come_first_then_by_place() -> None:
    annotations = annotated("the [Russia|GPE]ns and the [Libya|GPE]ns and [Ada|PER]")
    put(annotations, "Ada", lambda each: replace(each, quote="Eve"))
    assert [
        (each.kind, each.record.quote) for each in odd(annotations) if isinstance(each.record, Mention)
    ] == [
        ("drift", "Eve"),
        ("boundary", "Russia"),
        ("boundary", "Libya"),
    ]


def test_what_is_waved_through_keeps_the_reason() -> None:
    annotations = annotated("the [Russia|GPE]ns")
    (found,) = odd(annotations)
    with pytest.raises(Refused, match="reason"):
        mending.wave(annotations, found, "  ", by=hand())
    take_back_twice(annotations, mending.wave(annotations, found, " the stem is meant ", by=hand()))
    (waved,) = odd(annotations)
    assert waved.waved == "the stem is meant"
    take_back_twice(annotations, mending.wave(annotations, waved, "", by=hand()))
    assert odd(annotations)[0].waved == ""


def test_notes_are_not_looked_at() -> None:
    annotations = annotated("[Ada|PER]", notes=[("Ada", "who?")])
    assert all(isinstance(each, Note) for each in annotations.notes.values())
    assert told(annotations) == []
