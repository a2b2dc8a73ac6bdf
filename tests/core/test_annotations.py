"""The indexes of an annotation set answer as a plain search through all records would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from glossator.core.annotations import AnnotationSet, Argument, Mention, Note, Relation
from glossator.core.spans import Span, hull
from tests.builders import annotated, document, labels, state, the
from tests.core.strategies import fragments

TEXT = "x" * 40
FEW = st.integers(1, 9)
SOME = st.builds(Mention, FEW, st.just(1), st.sampled_from("ab"), fragments(len(TEXT)), st.just(""))
ENDS = st.lists(st.builds(Argument, st.just("r"), st.integers(1, 29), st.booleans()), max_size=3).map(tuple)
TIED = st.builds(
    Relation,
    st.integers(21, 29),
    st.just(1),
    st.just("t"),
    ENDS,
    st.none() | FEW,
    created=st.integers(0, 3),
)
STEPS = st.lists(
    st.tuples(st.just("put"), SOME)
    | st.tuples(st.just("drop"), FEW)
    | st.tuples(st.just("tie"), TIED)
    | st.tuples(st.just("untie"), st.integers(21, 29)),
    max_size=25,
)


class Model:
    """The same records in two dicts, searched from end to end."""

    def __init__(self) -> None:
        self.mentions: dict[int, Mention] = {}
        self.relations: dict[int, Relation] = {}

    def in_order(self, wanted: Callable[[Mention], bool] = lambda each: True) -> list[Mention]:
        found = filter(wanted, self.mentions.values())
        return sorted(found, key=lambda each: (each.start, -each.end, each.id))

    def within(self, span: Span) -> list[Mention]:
        real = Span(span.start, max(span.end, span.start + 1))
        return self.in_order(lambda each: hull(each.fragments).overlaps(real))

    def at(self, offset: int) -> list[Mention]:
        covered = {
            each.id: sum(span.end - span.start for span in each.fragments) for each in self.mentions.values()
        }
        found = self.in_order(lambda each: any(s.start <= offset < s.end for s in each.fragments))
        return sorted(found, key=lambda each: (covered[each.id], each.start, each.id))

    def relations_of(self, record: int) -> list[Relation]:
        found = [
            each
            for each in self.relations.values()
            if each.trigger == record or any(argument.target == record for argument in each.arguments)
        ]
        return sorted(found, key=lambda each: (each.created, each.id))

    def neighbour(self, mention: int | None, offset: int, step: int) -> Mention | None:
        order = self.in_order()
        if mention in self.mentions:
            place = [each.id for each in order].index(mention) + step
            return order[place] if 0 <= place < len(order) else None
        if step > 0:
            return next((each for each in order if each.start >= offset), None)
        return next((each for each in reversed(order) if each.start < offset), None)


def follow(steps: list[tuple[str, object]]) -> tuple[AnnotationSet, Model]:
    found, model = AnnotationSet(document(TEXT), TEXT), Model()
    for _, what in steps:
        match what:
            case Mention():
                found.put_mention(what)
                model.mentions[what.id] = what
            case Relation():
                found.put_relation(what)
                model.relations[what.id] = what
            case int() if what < 20:
                found.drop_mention(what)
                model.mentions.pop(what, None)
            case int():
                found.drop_relation(what)
                model.relations.pop(what, None)
    return found, model


@given(STEPS, st.integers(0, 41), st.integers(0, 12))
def test_mentions_are_found_as_by_a_plain_search(
    steps: list[tuple[str, object]], start: int, length: int
) -> None:
    found, model = follow(steps)
    span = Span(start, start + length)
    assert list(found.in_order()) == model.in_order()
    assert found.within(span) == model.within(span)
    assert [found.at(offset) for offset in range(-1, 42)] == [model.at(offset) for offset in range(-1, 42)]
    for each in model.mentions.values():
        same = [other for other in model.in_order() if other.fragments == each.fragments]
        assert found.exactly(each.fragments) == same


REACHES = st.sampled_from([1, 40, 255, 256, 257, 4095, 4096, 4097, 65_536, 1 << 20, 5_000_000])
FAR = st.builds(
    lambda number, start, reach: Mention(number, 1, "a", (Span(start, start + reach),), ""),
    FEW,
    st.integers(0, 3_000_000) | st.integers(0, 9000),
    REACHES,
)


@given(
    st.lists(st.tuples(st.just("put"), FAR) | st.tuples(st.just("drop"), FEW), max_size=25),
    st.integers(0, 5_000_000) | st.integers(0, 9000),
    st.integers(0, 5000),
)
def test_long_mentions_are_found_as_by_a_plain_search(
    steps: list[tuple[str, object]], start: int, length: int
) -> None:
    found, model = follow(steps)
    span = Span(start, start + length)
    assert found.within(span) == model.within(span)
    assert found.at(start) == model.at(start)
    anew = AnnotationSet(document(TEXT), TEXT, model.mentions.values())
    assert anew.within(span) == model.within(span)
    assert anew._long == found._long


class Watched(list[tuple[int, int, int]]):
    """A list that counts how many of its items are taken out."""

    taken = 0

    def __getitem__(self, which: Any) -> Any:
        got = super().__getitem__(which)
        self.taken += len(got) if isinstance(which, slice) else 0
        return got


def test_one_mention_over_everything_does_not_have_everything_looked_at() -> None:
    small = [Mention(each, 1, "a", (Span(10 * each, 10 * each + 8),), "") for each in range(1, 100_000)]
    found = AnnotationSet(document(TEXT), TEXT, [*small, Mention(200_000, 1, "b", (Span(0, 1_000_000),), "")])
    found._order = Watched(found._order)
    assert [each.id for each in found.within(Span(500_000, 500_003))] == [200_000, 50_000]
    assert found._order.taken < 100


def test_what_begins_in_a_span_is_told_in_order_and_thinned_out_where_it_is_much() -> None:
    many = [Mention(each, 1, "a", (Span(each, each + 3),), "") for each in range(1, 101)]
    found = AnnotationSet(document(TEXT), TEXT, many)
    assert [each.id for each in found.beginning_in(Span(10, 14), 8)] == [10, 11, 12, 13]
    assert [each.id for each in found.beginning_in(Span(1, 101), 4)] == [1, 26, 51, 76]
    assert len(found.beginning_in(Span(1, 98), 8)) <= 8
    assert found.beginning_in(Span(500, 600), 8) == []


@given(STEPS)
def test_relations_are_found_as_by_a_plain_search(steps: list[tuple[str, object]]) -> None:
    found, model = follow(steps)
    assert found.relations == model.relations
    for record in range(30):
        assert found.relations_of(record) == model.relations_of(record)


@given(STEPS, st.integers(0, 41), st.none() | FEW, st.sampled_from([-1, 1]))
def test_neighbours_are_found_as_by_a_plain_search(
    steps: list[tuple[str, object]], offset: int, mention: int | None, step: int
) -> None:
    found, model = follow(steps)
    assert found.neighbour(mention, offset, step) == model.neighbour(mention, offset, step)


@given(STEPS)
def test_a_set_that_followed_equals_one_that_is_built_anew(steps: list[tuple[str, object]]) -> None:
    found, model = follow(steps)
    anew = AnnotationSet(document(TEXT), TEXT, model.mentions.values(), model.relations.values())
    assert state(found) == state(anew)
    assert found._held_by == anew._held_by, "nothing is held by a relation that is gone"


def test_a_mention_tells_where_it_lies() -> None:
    naval = the(annotated("[naval|FAC#n] and air [bases|FAC#n]"), "naval … bases")
    assert (naval.start, naval.end, naval.length) == (0, 19, 10)
    assert [naval.holds(offset) for offset in (0, 4, 5, 13, 14, 18, 19)] == [
        True,
        True,
        False,
        False,
        True,
        True,
        False,
    ]


def test_the_gap_of_a_discontinuous_mention_is_within_but_not_at() -> None:
    found = annotated("[naval|FAC#n] and [air|FAC] [bases|FAC#n]")
    assert [each.quote for each in found.at(11)] == ["air"]
    assert [each.quote for each in found.within(Span(11, 12))] == ["naval … bases", "air"]


def test_the_shortest_mention_at_an_offset_comes_first() -> None:
    found = annotated("the [[Libyan|GPE] National Army|ORG]")
    assert [each.quote for each in found.at(5)] == ["Libyan", "Libyan National Army"]
    assert labels(found) == [("Libyan National Army", "ORG"), ("Libyan", "GPE")]


def test_a_relation_names_what_it_holds_on_to() -> None:
    event = Relation(9, 1, "E", (Argument("a", 2), Argument("b", 7, is_relation=True)), trigger=3)
    assert event.is_event
    assert list(event.mentions()) == [3, 2]
    assert list(event.relations()) == [7]
    assert not replace(event, trigger=None).is_event


def test_relations_and_notes_come_in_the_order_they_were_made_also_after_an_edit() -> None:
    found = annotated(
        "[Ada|PER] of [Tobruk|GPE]",
        relations=[("LEADS", "Ada", "Tobruk"), ("CITES", "Ada", "Tobruk")],
        notes=[("Ada", "one"), ("Ada", "two"), ("Tobruk", "three")],
    )
    ada = the(found, "Ada").id
    first, second = found.relations_of(ada)
    one, two = found.notes_on(ada)
    found.put_relation(replace(first, attributes={"hedged": True}))
    del found.notes[one.id]
    found.notes[one.id] = one
    assert [each.id for each in found.relations_of(ada)] == [first.id, second.id]
    assert found.notes_on(ada) == [one, two]


def test_records_that_are_not_there_are_dropped_in_peace() -> None:
    found = annotated("[Ada|PER]")
    before = state(found)
    found.drop_mention(77)
    found.drop_relation(77)
    assert state(found) == before
    assert not found.relations_of(77)
    assert not found.notes_on(77)


def test_notes_are_given_at_the_start() -> None:
    note = Note(5, 1, "remark", 1)
    assert AnnotationSet(document(), "", notes=[note]).notes_on(1) == [note]


def test_a_copy_says_the_same_and_is_changed_by_itself() -> None:
    held = annotated("[Ada|PER] met [Bob|PER]", relations=[("LEADS", "Ada", "Bob")], notes=[("Ada", "who?")])
    before, copied = state(held), held.copy()
    assert state(copied) == before
    tie = next(iter(held.relations))
    copied.drop_relation(tie)
    copied.drop_mention(the(held, "Ada").id)
    copied.notes.clear()
    assert state(held) == before
    assert [each.id for each in held.relations_of(the(held, "Bob").id)] == [tie]
