"""What is odd, kept up Change by Change, is what one look at the whole document would say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.core import deletion, edits, ids, mending, review
from glossator.core.annotations import AnnotationSet, Argument, Entity, Mention, Relation
from glossator.core.changes import Change, apply
from glossator.core.errors import Refused
from glossator.core.scheme import AttributeType
from glossator.core.spans import Span
from glossator.core.standing import Standing
from tests.builders import annotated, hand, scheme, take_back_twice

SCHEME = replace(
    scheme(),
    attributes=(
        *scheme().attributes,
        AttributeType("polarity", "Polarity", ("relation",), values=("Positive", "Negative")),
        AttributeType("source", "Source", ("relation", "event"), "mention", values=("AUTHOR",)),
    ),
)
ENTITIES = {1: Entity(1, "Ada", "PER"), 2: Entity(2, "Tobruk", "GPE")}
MARKED = "[Ada|PER] and [Bob|PER] [attacked|EVT] [the base|FAC] in [Tob|GPE]ruk and [met|EVT] [Kim|PER]."


def sample() -> AnnotationSet:
    return annotated(
        MARKED,
        relations=[("LEADS", "Ada", "Tob"), ("LEADS", "Bob", "the base")],
        events=[("ATTACK", "attacked", {"Target": "the base"}), ("MEET", "met", {"Participant": "Kim"})],
    )


def records_of(held: AnnotationSet) -> dict[int, Mention | Relation]:
    return {**held.mentions, **held.relations}


def a_change(draw: st.DataObject, held: AnnotationSet, by: edits.Hand) -> Change:
    """One edit of the kinds that oddities follow from."""
    start = draw.draw(st.integers(0, len(held.text) - 4))
    span = Span(start, start + draw.draw(st.integers(1, 4)))
    label = draw.draw(st.sampled_from(SCHEME.labels[:6]))
    if not held.mentions or draw.draw(st.integers(0, 5)) == 0:
        return edits.tag(held, [span], label, by=by)
    mention = draw.draw(st.sampled_from(list(held.mentions.values())))
    other = draw.draw(st.sampled_from(list(held.mentions)))
    record_id = draw.draw(st.sampled_from([*held.mentions, *held.relations]))
    record = records_of(held)[record_id]
    entity = draw.draw(st.sampled_from([None, 1, 2]))
    kind = draw.draw(st.sampled_from(SCHEME.relation_types[:3]))
    role = draw.draw(st.sampled_from(["Agent", "Topic"]))
    made: list[Callable[[], Change]] = [
        lambda: by.change("Twice", added=[replace(mention, id=by.new_id(), created=by.now())]),
        lambda: edits.relabel(held, mention.id, label, by=by),
        lambda: edits.move(held, mention.id, [span], by=by),
        lambda: by.change("Entity", removed=[mention], added=[replace(mention, entity=entity)]),
        lambda: edits.set_attribute(held, record_id, "source", ids.to_text(other), by=by),
        lambda: edits.set_attribute(held, record_id, "polarity", "Negative", by=by),
        lambda: edits.set_attribute(held, record_id, review.FLAG, "look again", by=by),
        lambda: edits.fill_role(held, record_id, role, other, by=by),
        lambda: edits.relate(held, kind, mention.id, other, by=by),
        lambda: by.change("Gone", removed=[record]),  # without what holds on to it, as another program might
        lambda: deletion.delete(held, [record_id], by=by),
    ]
    return draw.draw(st.sampled_from(made))()


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_it_says_what_one_look_at_the_whole_says(draw: st.DataObject) -> None:
    held, by = sample(), hand()
    entities = dict(ENTITIES)
    standing = Standing(held, SCHEME, entities.get)
    done: list[Change] = []
    for _ in range(draw.draw(st.integers(1, 12))):
        try:
            if done and draw.draw(st.integers(0, 4)) == 0:
                change = done.pop().inverse(change_id=by.new_id(), author="Ada", time=by.now())
            else:
                change = a_change(draw, held, by)
                done.append(change)
        except Refused:
            continue
        apply(change, held)
        standing.follow(change, SCHEME)
        while draw.draw(st.booleans()) and not standing.look(1):
            pass
    while not standing.look(3):
        pass
    assert standing.oddities() == review.oddities(held, SCHEME, entities.get)


def test_an_identity_that_changes_its_type_is_looked_at_again() -> None:
    held = annotated("[Ada|PER] met.")
    ada = next(held.in_order())
    held.put_mention(replace(ada, entity=1))
    entities = dict(ENTITIES)
    standing = Standing(held, SCHEME, entities.get)
    assert standing.look(10)
    assert not standing.oddities()
    other = replace(entities[1], type="ORG")
    change = hand().change("Describe", removed=[entities[1]], added=[other])
    entities[1] = other
    standing.follow(change, SCHEME)
    assert not standing.is_whole
    assert standing.look(10)
    assert [each.kind for each in standing.oddities()] == ["identity"]


def test_another_scheme_is_another_look() -> None:
    held = sample()
    standing = Standing(held, SCHEME, ENTITIES.get)
    standing.look(100)
    without = replace(SCHEME, labels=tuple(each for each in SCHEME.labels if each.id != "PER"))
    standing.follow(hand().change("Scheme"), without)
    standing.look(100)
    assert standing.oddities() == review.oddities(held, without, ENTITIES.get)
    assert "unknown" in {each.kind for each in standing.oddities()}


def test_a_flag_is_listed_first_and_taken_away() -> None:
    held = sample()
    first = next(held.in_order())
    apply(edits.set_attribute(held, first.id, review.FLAG, "who is this?", by=hand()), held)
    flag = review.oddities(held, SCHEME, ENTITIES.get)[0]
    assert (flag.kind, flag.sentence, flag.waved) == ("flag", "who is this?", "")
    take_back_twice(held, mending.mend(held, SCHEME, flag, by=hand()))
    assert review.FLAG not in held.mentions[first.id].attributes


def test_all_of_a_kind_are_put_right_as_one_step() -> None:
    held = annotated("the bas[e|FAC] and the hous[e|FAC] near Tobru[k|GPE]")
    found = review.oddities(held, SCHEME, ENTITIES.get)
    assert [each.kind for each in found] == ["boundary"] * 3
    change = mending.mend_all(held, SCHEME, found, by=hand())
    assert change.title == "Put right: 3 × boundary in the middle of a word"
    take_back_twice(held, change)
    assert [each.quote for each in held.in_order()] == ["base", "house", "Tobruk"]


def test_two_that_meet_when_put_right_are_not_made_one() -> None:
    held = annotated("the b[ase|FAC#a] there")
    first = next(held.in_order())
    held.put_mention(replace(first, id=77, fragments=(Span(6, 8),), quote="se"))
    change = mending.mend_all(held, SCHEME, review.oddities(held, SCHEME, ENTITIES.get), by=hand())
    take_back_twice(held, change)
    assert sorted(each.quote for each in held.in_order()) == ["base", "se"]


def test_a_reason_for_several_is_one_step_and_is_taken_back_as_one() -> None:
    held = annotated("the bas[e|FAC] and the hous[e|FAC]")
    found = review.oddities(held, SCHEME, ENTITIES.get)
    change = mending.wave_all(held, found, "as printed", by=hand())
    take_back_twice(held, change)
    waved = review.oddities(held, SCHEME, ENTITIES.get)
    assert [each.waved for each in waved] == ["as printed", "as printed"]
    apply(mending.wave_all(held, waved, "", by=hand()), held)
    assert [each.waved for each in review.oddities(held, SCHEME, ENTITIES.get)] == ["", ""]


def test_an_event_within_an_event_follows_its_trigger() -> None:
    held = sample()
    attack, meet = [each for each in held.relations.values() if each.is_event]
    held.put_relation(replace(meet, arguments=(Argument("Topic", attack.id, True),)))
    standing = Standing(held, SCHEME, ENTITIES.get)
    standing.look(100)
    before = standing.oddities()
    assert attack.trigger is not None
    change = edits.relabel(held, attack.trigger, SCHEME.labels[0], by=hand())
    apply(change, held)
    standing.follow(change, SCHEME)
    standing.look(100)
    assert standing.oddities() == review.oddities(held, SCHEME, ENTITIES.get) != before
