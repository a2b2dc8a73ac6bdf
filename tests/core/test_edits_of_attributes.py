"""Edits of attributes, identities and notes: the right Change, taken back twice, and refused with the reason."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from glossator.core import edits
from tests.builders import NOON, annotated, entity, hand, the
from tests.core.editing import attack, done, refusal, relation


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
