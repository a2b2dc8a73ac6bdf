"""The notation of the builders says what it means, and says so when it is broken."""

from __future__ import annotations

import pytest

from glossator.core.annotations import Argument
from glossator.core.spans import Span
from tests.builders import annotated, hand, labels, scheme, state, the


def test_brackets_become_mentions_in_the_order_in_which_they_are_opened() -> None:
    found = annotated("[Ada|PER:Individual] met [Babbage|PER]")
    assert found.text == "Ada met Babbage"
    assert [(m.id, m.fragments, m.quote, m.subtype) for m in found.in_order()] == [
        (1001, (Span(0, 3),), "Ada", "Individual"),
        (1002, (Span(8, 15),), "Babbage", ""),
    ]
    assert found.document.length == 15


def test_brackets_nest() -> None:
    found = annotated("the [[Libyan|GPE] National Army|ORG]")
    assert labels(found) == [("Libyan National Army", "ORG"), ("Libyan", "GPE")]
    assert the(found, "Libyan National Army").id < the(found, "Libyan").id


def test_one_span_may_have_two_labels() -> None:
    assert labels(annotated("[Moscow|GPE,ORG:Government]")) == [("Moscow", "GPE"), ("Moscow", "ORG")]


def test_a_handle_joins_fragments_to_one_discontinuous_mention() -> None:
    found = annotated("[naval|FAC#n] and [air|FAC#a] [bases|FAC#n,FAC#a]")
    assert labels(found) == [("naval … bases", "FAC"), ("air … bases", "FAC")]
    assert the(found, "naval … bases").fragments == (Span(0, 5), Span(14, 19))


def test_fragments_that_touch_make_crossing_mentions() -> None:
    found = annotated("[Black |LOC#b][[Sea|LOC#b]|ORG#f][ Fleet|ORG#f]")
    assert labels(found) == [("Black Sea", "LOC"), ("Sea Fleet", "ORG")]
    first, second = found.in_order()
    assert first.fragments[0].crosses(second.fragments[0])


def test_relations_events_and_notes_name_their_ends_by_quote_or_handle() -> None:
    found = annotated(
        "[Ada|PER#a] [attacked|EVT] [the base|FAC] near [Tobruk|GPE]",
        relations=[("NEAR", "the base", "Tobruk")],
        events=[("ATTACK", "attacked", {"Agent": "a", "Target": "the base"})],
        notes=[("Tobruk", "a port"), ("", "on the document")],
    )
    near, attack = found.relations.values()
    assert near.arguments == (
        Argument("Arg1", the(found, "the base").id),
        Argument("Arg2", the(found, "Tobruk").id),
    )
    assert attack.trigger == the(found, "attacked").id
    assert [argument.role for argument in attack.arguments] == ["Agent", "Target"]
    assert [note.target for note in found.notes.values()] == [the(found, "Tobruk").id, 1]
    assert len({*found.mentions, *found.relations, *found.notes}) == 8


def test_a_backslash_takes_a_bracket_as_it_is() -> None:
    assert annotated(r"\[READ\] a\\b \| [Ada|PER]").text == r"[READ] a\b | Ada"


@pytest.mark.parametrize("marked", ["[Ada", "Ada]", "[Ada]"])
def test_a_broken_notation_is_told(marked: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        annotated(marked)


def test_documents_have_ids_of_their_own() -> None:
    first, second = annotated("[Ada|PER]", id=1), annotated("[Ada|PER]", id=2)
    assert not set(first.mentions) & set(second.mentions)
    assert state(first) != state(second)


def test_the_hand_counts() -> None:
    by = hand()
    assert (by.new_id(), by.new_id(), by.now() + 1000) == (1_000_000, 1_000_001, by.now())


def test_the_scheme_is_sound() -> None:
    assert scheme().faults() == ()
