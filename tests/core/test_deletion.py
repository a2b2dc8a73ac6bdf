"""What falls with a record is told in tests/core/test_edits.py; here: attributes that name a mention that goes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossator.core.annotations import AnnotationSet, Attributes, Mention, Relation
from glossator.core.changes import Change
from glossator.core.deletion import delete
from glossator.core.ids import to_text
from tests.builders import annotated, hand, take_back_twice, the


def told(attributes: dict[str, list[str] | str | bool]) -> AnnotationSet:
    """Bob's attributes and those of the event; in them each quotation in a list stands for its mention."""
    found = annotated(
        "[Ada|PER] [said|EVT] that [Bob|PER] [maybe|VAL] left",
        events=[("MEET", "said", {"Participant": "Ada"})],
    )
    held: dict[str, object] = {}
    for name, value in attributes.items():
        ids = tuple(to_text(the(found, each).id) for each in value) if isinstance(value, list) else ()
        held[name] = value if not isinstance(value, list) else ids[0] if name == "source" else ids
    bob = the(found, "Bob")
    found.put_mention(replace(bob, attributes=held))  # type: ignore[arg-type]
    (event,) = found.relations.values()
    found.put_relation(replace(event, attributes=held))  # type: ignore[arg-type]
    return found


def after(change: Change) -> dict[type, Attributes]:
    """The attributes of the records that stay, by what they are."""
    return {type(each): each.attributes for each in change.added if isinstance(each, Mention | Relation)}


def test_an_attribute_that_named_the_mention_is_taken_out_with_it() -> None:
    found = told({"source": ["Ada"], "tense": "Past", "negated": True})
    change = delete(found, [the(found, "Ada").id], by=hand())
    assert after(change) == {kind: {"tense": "Past", "negated": True} for kind in (Mention, Relation)}
    assert change.title == "Delete “Ada”, and its part in 1 event and 2 attributes"
    take_back_twice(found, change)


def test_a_list_keeps_the_mentions_that_stay() -> None:
    found = told({"cues": ["maybe", "Ada"]})
    ada = the(found, "Ada")
    first = delete(found, [the(found, "maybe").id], by=hand())
    assert after(first) == {kind: {"cues": (to_text(ada.id),)} for kind in (Mention, Relation)}
    assert first.title == "Delete “maybe”, and its part in 2 attributes"
    both = delete(found, [ada.id, the(found, "maybe").id], by=hand())
    assert after(both) == {Mention: {}, Relation: {}}
    take_back_twice(found, both)


def test_what_names_another_mention_is_left_alone() -> None:
    found = told({"source": ["Ada"], "cues": ["Ada"], "text": "Ada"})
    assert delete(found, [the(found, "maybe").id], by=hand()).added == ()


@pytest.mark.parametrize("doomed", [["said", "Ada"], ["said", "Ada", "Bob"]])
def test_a_record_that_goes_too_is_not_written_again(doomed: list[str]) -> None:
    found = told({"source": ["Ada"]})
    change = delete(found, [the(found, each).id for each in doomed], by=hand())
    kept: dict[type, Attributes] = {} if "Bob" in doomed else {Mention: {}}
    assert after(change) == kept
    assert not {each.id for each in change.added} - {the(found, "Bob").id}
    take_back_twice(found, change)
