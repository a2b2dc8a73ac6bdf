from __future__ import annotations

import random
from dataclasses import replace

import pytest

from glossator.core import deletion, edits
from glossator.core.annotations import AnnotationSet, Argument, Note
from glossator.core.changes import Change
from glossator.core.errors import Refused
from glossator.core.layers import EVERYBODY, Layers, Whose, spare_hidden
from glossator.core.spans import Span
from tests.builders import annotated, hand, scheme

ADA, BOB = frozenset({"Ada"}), frozenset({"Bob"})
LABELS = {each.id: each for each in scheme().labels}
LEADS = scheme().relation_types[0]


def two_hands() -> AnnotationSet:
    """Ada tagged two mentions and related them, with a note; Bob tagged another."""
    made = annotated(
        "[Haftar|PER] led the [army|ORG] near Tripoli.",
        relations=[("LEADS", "Haftar", "army")],
        notes=[("Haftar", "the general")],
    )
    start = made.text.index("Tripoli")
    bob = hand("Bob", first_id=5_000)
    change = edits.tag(made, [Span(start, start + 7)], LABELS["GPE"], by=bob)
    Layers(made).follow(change)
    return made


def quotes(annotations: AnnotationSet) -> list[str]:
    return [each.quote for each in annotations.in_order()]


def test_everybody_is_the_whole_itself() -> None:
    whole = two_hands()
    layers = Layers(whole)
    assert layers.seen is whole
    assert layers.hidden() == (0, 0)
    assert EVERYBODY.is_everybody


def test_only_what_the_chosen_said_is_seen() -> None:
    layers = Layers(two_hands(), BOB)
    assert quotes(layers.seen) == ["Tripoli"]
    assert not layers.seen.relations
    assert not layers.seen.notes
    assert layers.hidden() == (2, 1)
    assert len(layers.whole.mentions) == 3
    mine = Layers(two_hands(), ADA)
    assert quotes(mine.seen) == ["Haftar", "army"]
    assert len(mine.seen.relations) == 1
    assert [note.body for note in mine.seen.notes.values()] == ["the general"]


def test_a_relation_is_seen_where_all_that_it_joins_is() -> None:
    whole = two_hands()
    haftar, _, tripoli = whole.in_order()
    bob = hand("Bob", first_id=9_000)
    change = edits.relate(whole, LEADS, haftar.id, tripoli.id, by=bob)
    layers = Layers(whole, BOB)
    layers.follow(change)
    assert len(layers.whole.relations) == 2
    assert not layers.seen.relations, "one of its ends is hidden"
    both = Layers(whole, BOB | ADA)
    assert len(both.seen.relations) == 2


def test_the_same_span_may_be_tagged_by_two_persons() -> None:
    whole = two_hands()
    span = next(iter(whole.in_order())).fragments
    with pytest.raises(Refused):
        edits.tag(whole, span, LABELS["PER"], by=hand("Bob"))
    layers = Layers(whole, BOB)
    layers.follow(edits.tag(layers.seen, span, LABELS["PER"], by=hand("Bob", first_id=7_000)))
    assert len(layers.whole.exactly(span)) == 2
    assert len(layers.seen.exactly(span)) == 1


def test_what_is_hidden_is_not_touched() -> None:
    whole = two_hands()
    haftar, _, tripoli = whole.in_order()
    whose, layers = Whose(BOB), Layers(whole, BOB)
    by = hand("Bob", first_id=8_000)
    with pytest.raises(Refused, match="hidden now"):
        spare_hidden(edits.relabel(whole, haftar.id, LABELS["ORG"], by=by), whose, layers)
    spare_hidden(edits.relabel(whole, tripoli.id, LABELS["LOC"], by=by), whose, layers)
    spare_hidden(edits.relabel(whole, haftar.id, LABELS["ORG"], by=by), EVERYBODY, Layers(whole))


def test_what_something_hidden_holds_on_to_is_not_deleted() -> None:
    whole = two_hands()
    haftar, _, tripoli = whole.in_order()
    layers = Layers(whole, BOB)
    layers.follow(edits.relate(whole, LEADS, haftar.id, tripoli.id, by=hand("Ada", first_id=9_500)))
    change = deletion.delete(layers.seen, [tripoli.id], by=hand("Bob", first_id=9_900))
    with pytest.raises(Refused, match="holds on to"):
        spare_hidden(change, Whose(BOB), layers)
    note = Note(77, tripoli.id, "mine", 1, author="Ada")
    bare = Layers(two_hands(), BOB)
    last = bare.whole.mentions[tripoli.id]
    bare.follow(replace(change, removed=(), added=(note,)))
    assert bare.holding(replace(change, removed=(last,), added=())) == 1


def test_a_second_reading_hides_only_in_its_document() -> None:
    whose = Whose(blind={1: BOB})
    assert not whose.is_everybody
    assert whose.of(1) == BOB
    assert whose.of(2) is None
    assert whose.is_seen("Ada", 2)
    assert not whose.is_seen("Ada", 1)
    assert Whose(ADA, {1: BOB}).of(None) == ADA
    whole = two_hands()
    first = next(iter(whole.in_order()))
    with pytest.raises(Refused, match="second time"):
        spare_hidden(deletion.delete(whole, [first.id], by=hand("Bob")), whose, None)


def state(annotations: AnnotationSet) -> tuple[object, ...]:
    return (
        list(annotations.in_order()),
        dict(sorted(annotations.relations.items())),
        dict(sorted(annotations.notes.items())),
    )


@pytest.mark.parametrize("seed", range(12))
def test_what_is_seen_follows_any_work_of_two_as_if_chosen_anew(seed: int) -> None:
    chance = random.Random(seed)
    whole = annotated("one two three four five six seven eight nine ten")
    layers = Layers(whole, BOB)
    hands = [hand("Ada", first_id=10_000), hand("Bob", first_id=20_000)]
    done: list[Change] = []
    for step in range(120):
        by = chance.choice(hands)
        try:
            change = _any_edit(chance, layers.whole, by, done, step)
        except (Refused, ValueError, IndexError):  # nothing is there yet to work on
            continue
        layers.follow(change)
        done.append(change)
        assert state(layers.seen) == state(Layers(layers.whole, BOB).seen), change.title
    assert len(done) > 30
    assert layers.hidden() != (0, 0)


def _any_edit(
    chance: random.Random, whole: AnnotationSet, by: edits.Hand, done: list[Change], step: int
) -> Change:
    mentions, relations = list(whole.mentions), list(whole.relations)
    match chance.randrange(7):
        case 0 | 1:
            start = chance.randrange(len(whole.text) - 6)
            return edits.tag(whole, [Span(start, start + chance.randint(1, 6))], LABELS["PER"], by=by)
        case 2:
            return edits.relate(whole, LEADS, *chance.sample(mentions, 2), by=by)
        case 3:
            kind = scheme().event_types[1]
            filler = chance.choice([*mentions, *relations])
            argument = Argument("Topic", filler, filler in whole.relations)
            return edits.event(whole, kind, chance.choice(mentions), [argument], by=by)
        case 4:
            return edits.write_note(whole, chance.choice([*mentions, *relations]), f"note {step}", by=by)
        case 5:
            return deletion.delete(whole, [chance.choice([*mentions, *relations])], by=by)
        case _:
            last = done.pop()
            return last.inverse(change_id=by.new_id(), author=by.author, time=by.now())
