"""What is said of claims: values of several records as one step, sources of sources, cues, grades."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.core import claims, deletion, ids
from glossator.core.annotations import AnnotationSet, Entity, Relation
from glossator.core.changes import Change, apply
from glossator.core.documents import Document
from glossator.core.errors import Refused
from glossator.core.scheme import AttributeType
from tests.builders import annotated, hand, scheme, take_back_twice, the

SOURCE = AttributeType(
    claims.SOURCE,
    "Source",
    ("relation", "event", "mention"),
    "mention",
    values=("AUTHOR",),
    labels=("PER", "ORG", "GPE"),
)
CUES = AttributeType(claims.CUES, "Cues", ("relation", "event"), "mentions")
CREDIBILITY = AttributeType(
    claims.CREDIBILITY, "Credibility", ("relation", "event"), values=("6", "1", "2", "3", "4", "5")
)
SCHEME = replace(scheme(), attributes=(*scheme().attributes, SOURCE, CUES, CREDIBILITY))
HEDGED, LEVEL = SCHEME.attributes[1], SCHEME.attributes[0]


def sample() -> AnnotationSet:
    return annotated(
        "[Reuters|ORG] [said|CUE] that [officials|PER] [reportedly|CUE] saw [Ada|PER] lead [Tobruk|GPE].",
        relations=[("LEADS", "Ada", "Tobruk"), ("LEADS", "officials", "Tobruk")],
    )


def claim(held: AnnotationSet) -> Relation:
    return next(iter(held.relations.values()))


def test_a_value_for_several_is_one_step_and_passes_over_what_it_does_not_belong_on() -> None:
    held = sample()
    everything = [*held.relations, *held.mentions]
    change = claims.set_value(held, everything, CREDIBILITY, "2", SCHEME, by=hand())
    assert change.title == "Set Credibility to 2 on 2"
    take_back_twice(held, change)
    assert {each.attributes.get(claims.CREDIBILITY) for each in held.relations.values()} == {"2"}


@pytest.mark.parametrize(("kind", "value"), [(CREDIBILITY, "6"), (CREDIBILITY, None), (SOURCE, "AUTHOR")])
def test_a_default_is_not_kept(kind: AttributeType, value: str | None) -> None:
    held = sample()
    one = claim(held)
    apply(claims.set_value(held, [one.id], CREDIBILITY, "2", SCHEME, by=hand()), held)
    apply(claims.set_source(held, [one.id], SOURCE, the(held, "officials").id, SCHEME, by=hand()), held)
    take_back_twice(held, claims.set_value(held, [one.id], kind, value, SCHEME, by=hand()))
    assert kind.id not in held.relations[one.id].attributes


def test_what_is_no_value_is_refused_with_what_may_be() -> None:
    held = sample()
    with pytest.raises(Refused, match="it may be 6, 1, 2, 3, 4, 5"):
        claims.set_value(held, [claim(held).id], CREDIBILITY, "7", SCHEME, by=hand())
    with pytest.raises(Refused, match="does not belong"):
        claims.set_value(held, [the(held, "said").id], CREDIBILITY, "1", SCHEME, by=hand())
    with pytest.raises(Refused, match="already"):
        claims.set_value(held, [claim(held).id], CREDIBILITY, None, SCHEME, by=hand())


def test_a_source_has_it_from_a_source() -> None:
    held = sample()
    one, officials, reuters = claim(held), the(held, "officials"), the(held, "Reuters")
    change = claims.set_source(held, [one.id], SOURCE, officials.id, SCHEME, by=hand())
    assert change.title == "Set Source to “officials”"
    take_back_twice(held, change)
    take_back_twice(held, claims.set_source(held, [officials.id], SOURCE, reuters.id, SCHEME, by=hand()))
    assert [each.quote for each in claims.sources(held, held.relations[one.id])] == ["officials", "Reuters"]
    with pytest.raises(Refused, match="has it from there itself"):
        claims.set_source(held, [reuters.id], SOURCE, officials.id, SCHEME, by=hand())
    with pytest.raises(Refused, match="has it from there itself"):
        claims.set_source(held, [officials.id], SOURCE, officials.id, SCHEME, by=hand())


def test_sources_in_a_ring_come_to_an_end() -> None:
    held = sample()
    officials, reuters = the(held, "officials"), the(held, "Reuters")
    held.put_mention(replace(officials, attributes={claims.SOURCE: ids.to_text(reuters.id)}))
    held.put_mention(replace(reuters, attributes={claims.SOURCE: ids.to_text(officials.id)}))
    assert [each.id for each in claims.sources(held, held.mentions[officials.id])] == [reuters.id]


def test_cues_are_put_in_and_taken_out_one_by_one() -> None:
    held = sample()
    one, said, reportedly = claim(held), the(held, "said"), the(held, "reportedly")
    for cue in (said, reportedly):
        take_back_twice(held, claims.turn_mention(held, [one.id], CUES, cue.id, SCHEME, by=hand()))
    named = (ids.to_text(said.id), ids.to_text(reportedly.id))
    assert held.relations[one.id].attributes[claims.CUES] == named
    take_back_twice(held, claims.turn_mention(held, [one.id], CUES, said.id, SCHEME, by=hand()))
    assert held.relations[one.id].attributes[claims.CUES] == named[1:]


def test_a_source_that_is_deleted_leaves_the_claim() -> None:
    held = sample()
    one, officials = claim(held), the(held, "officials")
    apply(claims.set_source(held, [one.id], SOURCE, officials.id, SCHEME, by=hand()), held)
    take_back_twice(held, deletion.delete(held, [officials.id], by=hand()))
    assert claims.SOURCE not in held.relations[one.id].attributes


def test_a_source_is_graded_on_its_identity_and_f_is_not_kept() -> None:
    held = sample()
    one, officials = claim(held), the(held, "officials")
    assert claims.graded_identity(held, one) is None
    held.put_mention(replace(officials, entity=5))
    apply(claims.set_source(held, [one.id], SOURCE, officials.id, SCHEME, by=hand()), held)
    assert claims.graded_identity(held, held.relations[one.id]) == 5
    entity = Entity(5, "the officials")
    graded = claims.grade_source(entity, "B", by=hand()).added[0]
    assert isinstance(graded, Entity)
    assert graded.attributes == {claims.RELIABILITY: "B"}
    again = claims.grade_source(graded, "F", by=hand()).added[0]
    assert again == entity
    with pytest.raises(Refused, match="graded F already"):
        claims.grade_source(entity, "F", by=hand())
    with pytest.raises(Refused, match="no grade"):
        claims.grade_source(entity, "G", by=hand())


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_said_is_taken_back_twice(draw: st.DataObject) -> None:
    held, by = sample(), hand()
    for _ in range(draw.draw(st.integers(1, 6))):
        chosen = draw.draw(st.lists(st.sampled_from([*held.mentions, *held.relations]), min_size=1))
        mention = draw.draw(st.sampled_from([*held.mentions]))
        made: list[Change] = []
        try:
            match draw.draw(st.integers(0, 4)):
                case 0:
                    value = draw.draw(st.sampled_from([*CREDIBILITY.values, None]))
                    made.append(claims.set_value(held, chosen, CREDIBILITY, value, SCHEME, by=by))
                case 1:
                    made.append(
                        claims.set_value(held, chosen, HEDGED, draw.draw(st.booleans()), SCHEME, by=by)
                    )
                case 2:
                    made.append(claims.set_source(held, chosen, SOURCE, mention, SCHEME, by=by))
                case 3:
                    made.append(claims.turn_mention(held, chosen, CUES, mention, SCHEME, by=by))
                case _:
                    level = draw.draw(st.sampled_from(LEVEL.values))
                    made.append(claims.set_value(held, chosen, LEVEL, level, SCHEME, by=by))
        except Refused:
            continue
        take_back_twice(held, made[0])
    for record in held.mentions.values():
        assert record not in claims.sources(held, record)


def test_many_claims_and_their_sources_are_graded_anew_in_one_step_with_the_reason() -> None:
    held = sample()
    reuters = Entity(7, "Reuters", "ORG", attributes={claims.RELIABILITY: "C"}, author="Ada", created=1)
    change = claims.regrade(
        [*held.relations.values()], [held.document, reuters], SCHEME,
        credibility="2", reliability="B", reason=" seen  by two ", by=hand(),
    )  # fmt: skip
    assert change.title == "Grade 2 claims 2 and 2 sources B: seen by two"
    said = [each for each in change.added if isinstance(each, Relation)]
    assert {tuple(each.attributes.values()) for each in said} == {("2", "seen by two")}
    document, entity = (each for each in change.added if isinstance(each, Document | Entity))
    assert isinstance(document, Document)
    assert (document.reliability, document.reliability_reason) == ("B", "seen by two")
    assert isinstance(entity, Entity)
    assert entity.attributes == {claims.RELIABILITY: "B", claims.RELIABILITY + claims.REASON: "seen by two"}
    (kind,) = (each for each in change.added if isinstance(each, AttributeType))
    assert (kind.id, kind.kind, kind.on) == (claims.CREDIBILITY + claims.REASON, "text", CREDIBILITY.on)


def test_grading_anew_leaves_what_is_graded_so_and_says_what_is_missing() -> None:
    held = sample()
    one, other = held.relations.values()
    graded = replace(one, attributes={claims.CREDIBILITY: "2"})

    def again(**said: str) -> Change:
        return claims.regrade(
            [graded, other], [held.document], SCHEME, by=hand(), **{"reason": "why", **said}
        )

    assert [each.id for each in again(credibility="2").removed] == [other.id]
    assert again(credibility="6").added[0] == replace(
        one, attributes={claims.CREDIBILITY + claims.REASON: "why"}
    )
    for said, told in (
        ({}, "No other grade is chosen"),
        ({"credibility": "3", "reason": "  "}, "A reason is needed"),
        ({"reliability": "F"}, "graded so already"),
    ):
        with pytest.raises(Refused, match=told):
            again(**said)
    with pytest.raises(Refused, match="does not grade what is said"):
        claims.regrade([one], [], scheme(), credibility="1", reason="why", by=hand())
