from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from glossator.core import deletion, edits, notes
from glossator.core.ids import to_text
from glossator.core.notes import Reference
from tests.builders import annotated, hand

HAFTAR, ARMY = Reference(1234567890123, "Haftar"), Reference(77, "Libyan Army")


def test_ids_are_out_of_sight_where_people_write() -> None:
    body = f"See {notes.written(HAFTAR)} and {notes.written(ARMY)}."
    assert to_text(HAFTAR.id) in body
    assert notes.references(body) == [HAFTAR, ARMY]
    assert notes.shown(body) == "See [[Haftar]] and [[Libyan Army]]."
    assert notes.stored(notes.shown(body), [HAFTAR, ARMY]) == body


def test_two_of_the_same_words_keep_their_ids() -> None:
    other = Reference(99, "Haftar")
    body = f"{notes.written(HAFTAR)}, {notes.written(other)}"
    assert notes.stored(notes.shown(body), notes.references(body)) == body


def test_brackets_that_are_no_link_stay() -> None:
    assert notes.references("[[nobody]] [[short|x]] [x] [[") == []
    assert notes.stored("[[nobody]] and [[Haftar]]", [ARMY]) == "[[nobody]] and [[Haftar]]"


@given(st.text(max_size=40), st.integers(1, 2**62))
def test_any_words_can_be_linked(words: str, number: int) -> None:
    body = notes.written(Reference(number, words))
    assert [each.id for each in notes.references(body)] == [number]


def test_a_link_that_is_begun_is_noticed() -> None:
    assert notes.begun("see [[Ha") == "Ha"
    assert notes.begun("see [[") == ""
    assert notes.begun("see [[Haftar]] and") is None
    assert notes.begun("see [Ha") is None


def test_a_record_may_have_several_notes() -> None:
    held = annotated("[Haftar|PER] spoke.", notes=[("Haftar", "first")])
    (target,) = held.mentions
    by = hand(first_id=9_000)
    change = edits.write_note(held, target, "second", by=by, another=True)
    assert not change.removed
    edits_made = change.added[0]
    held.notes[edits_made.id] = edits_made  # type: ignore[index,assignment]
    assert [each.body for each in held.notes_on(target)] == ["first", "second"]
    again = edits.write_note(held, target, "2nd", by=by, note=edits_made.id)  # type: ignore[arg-type]
    assert [each.body for each in again.removed] == ["second"]  # type: ignore[union-attr]
    gone = edits.write_note(held, target, "", by=by, note=edits_made.id)  # type: ignore[arg-type]
    assert gone.removed == (edits_made,)
    assert not gone.added
    assert len(deletion.delete(held, [target], by=by).removed) == 3
