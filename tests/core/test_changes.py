"""A Change can be followed and taken back, whatever it holds."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.annotations import AnnotationSet, Entity, Mention, Note, Relation
from glossator.core.changes import Change, Record, apply, document_of
from glossator.core.scheme import Label
from glossator.core.spans import Span
from tests.builders import annotated, copy_of, document, entity, state, take_back_twice, the
from tests.core.strategies import fragments

ADA = Mention(1, 1, "PER", (Span(0, 3),), "Ada")
BOB = Mention(2, 1, "PER", (Span(4, 7),), "Bob")


def change(removed: tuple[Record, ...] = (), added: tuple[Record, ...] = ()) -> Change:
    return Change(7, "Edit", "Ada", 100, removed, added)


def test_pairs_are_updates_deletions_and_additions() -> None:
    new, other = replace(ADA, label="ORG"), replace(BOB, id=3)
    found = change((ADA, BOB), (new, other))
    assert list(found.pairs()) == [(ADA, new), (BOB, None), (None, other)]


def test_the_same_id_under_two_kinds_is_two_records() -> None:
    note, thing = Note(1, 2, "remark", 1), Entity(1, "Ada")
    found = change((ADA, note), (thing, replace(note, body="another")))
    assert list(found.pairs()) == [(ADA, None), (note, replace(note, body="another")), (None, thing)]


def test_the_inverse_swaps_and_says_what_it_undoes() -> None:
    made = replace(change((ADA,), (BOB,)), origin="import:x", texts={"digest": "text"})
    back = made.inverse(change_id=8, author="Bob", time=200)
    assert back == Change(8, "Undo: Edit", "Bob", 200, (BOB,), (ADA,), undoes=7)
    assert made.inverse(change_id=8, author="Bob", time=200, title="Redo: Edit").title == "Redo: Edit"


def test_an_empty_change_changes_nothing() -> None:
    assert change().is_empty
    assert not change((ADA,)).is_empty
    assert not change((), (ADA,)).is_empty


def test_records_know_their_document() -> None:
    assert document_of(document(id=4)) == 4
    assert document_of(ADA) == 1
    assert document_of(Relation(1, 5, "t")) == 5
    assert document_of(Note(1, 6, "on a document", 6)) == 6
    assert document_of(Note(1, 6, "on an entity")) is None
    assert document_of(entity("Ada")) is None
    assert document_of(Label("PER", "Person")) is None
    found = change((ADA, replace(BOB, document=2)), (entity("Ada"), Note(9, 3, "", 3)))
    assert found.documents() == {1, 2, 3}


def test_records_of_other_documents_are_passed_over() -> None:
    found = annotated("[Ada|PER]")
    before = state(found)
    other = annotated("[Bob|PER]", id=2)
    apply(
        change((the(found, "Ada"),)[:0], (*other.mentions.values(), other.document, entity("E"))),
        found,
    )
    assert state(found) == before


def test_each_kind_of_record_follows() -> None:
    found = annotated(
        "[Ada|PER] of [Tobruk|GPE]", relations=[("LEADS", "Ada", "Tobruk")], notes=[("Ada", "who?")]
    )
    everything = change((*found.notes.values(), *found.relations.values(), *found.mentions.values()))
    take_back_twice(found, everything)
    assert not found.mentions
    assert not found.relations
    assert not found.notes
    renamed = replace(found.document, name="Other")
    take_back_twice(found, change((found.document,), (renamed,)))
    assert found.document == renamed


def test_a_removed_document_leaves_its_open_set_without_records() -> None:
    found = annotated("[Ada|PER]")
    apply(change((found.document, *found.mentions.values())), found)
    assert found.document.name == "Sample"
    assert not found.mentions


def test_a_record_may_be_written_as_it_was() -> None:
    found = annotated("[Ada|PER]")
    take_back_twice(found, change((the(found, "Ada"),), (the(found, "Ada"),)))


KINDS = st.sampled_from(["mention", "relation", "note"])


@st.composite
def states(draw: st.DrawFn) -> dict[tuple[str, int], Record]:
    """Records of the same few ids under three kinds."""
    found: dict[tuple[str, int], Record] = {}
    for kind, number in draw(st.sets(st.tuples(KINDS, st.integers(1, 4)), max_size=8)):
        if kind == "mention":
            record: Record = Mention(number, 1, draw(st.sampled_from("ab")), draw(fragments(20)), "")
        elif kind == "relation":
            record = Relation(
                number, 1, draw(st.sampled_from("ab")), trigger=draw(st.none() | st.integers(1, 4))
            )
        else:
            record = Note(number, draw(st.integers(1, 4)), draw(st.sampled_from("ab")), 1)
        found[kind, number] = record
    return found


def built(records: dict[tuple[str, int], Record]) -> AnnotationSet:
    return AnnotationSet(
        document("x" * 20),
        "x" * 20,
        [each for each in records.values() if isinstance(each, Mention)],
        [each for each in records.values() if isinstance(each, Relation)],
        [each for each in records.values() if isinstance(each, Note)],
    )


@given(states(), states(), st.randoms(use_true_random=False))
def test_any_change_leads_from_one_state_to_the_other_and_back_twice(
    before: dict[tuple[str, int], Record],
    after: dict[tuple[str, int], Record],
    chance: random.Random,
) -> None:
    removed = [record for key, record in before.items() if after.get(key) != record]
    added = [record for key, record in after.items() if before.get(key) != record]
    chance.shuffle(removed)
    found = built(before)
    take_back_twice(found, change(tuple(removed), tuple(added)))
    assert state(found) == state(built(after)) == state(copy_of(found))


def test_changes_are_values() -> None:
    with pytest.raises(AttributeError):
        change().title = "Other"  # type: ignore[misc]
