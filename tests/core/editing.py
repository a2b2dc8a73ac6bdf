"""What the tests of edits share: kinds of the small scheme, a text with events, an edit that is taken back twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from glossator.core import edits
from glossator.core.annotations import AnnotationSet, Argument, Relation
from glossator.core.changes import Change, apply
from glossator.core.errors import Refused
from glossator.core.scheme import EventType, Label, RelationType
from tests.builders import NOON, annotated, hand, scheme, state, take_back_twice, the


def label(name: str) -> Label:
    found = scheme().label(name)
    assert found is not None
    return found


def kind(name: str) -> RelationType:
    found = scheme().relation_type(name)
    assert found is not None
    return found


def event_kind(name: str) -> EventType:
    found = scheme().event_type(name)
    assert found is not None
    return found


def attack() -> AnnotationSet:
    """Two people, a place, a base, a relation, two events (one holds the other) and three notes."""
    found = annotated(
        "[Ada|PER] [attacked|EVT] [the base|FAC] in [Tobruk|GPE] and [told|EVT] [Bob|PER]",
        relations=[("LEADS", "Ada", "Tobruk"), ("NEAR", "the base", "Tobruk")],
        events=[("ATTACK", "attacked", {"Agent": "Ada", "Target": "the base"})],
        notes=[("Ada", "who?"), ("", "a remark")],
    )
    inner = next(each for each in found.relations.values() if each.is_event)
    apply(
        edits.event(
            found,
            event_kind("MEET"),
            the(found, "told").id,
            [Argument("Participant", the(found, "Bob").id), Argument("Topic", inner.id, is_relation=True)],
            by=hand(first_id=5000),
        ),
        found,
    )
    return found


def relation(annotations: AnnotationSet, type_id: str) -> Relation:
    (found,) = [each for each in annotations.relations.values() if each.type == type_id]
    return found


def done(annotations: AnnotationSet, make: Callable[[], Change], title: str) -> Change:
    """The Change that ``make`` gives: nothing is changed by the making, and it can be taken back twice."""
    before = state(annotations)
    change = make()
    assert state(annotations) == before
    assert change.title == title
    assert change.author == "Ada"
    assert change.time >= NOON
    assert change.undoes is None
    take_back_twice(annotations, change)
    return change


def refusal(make: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        make()
    return str(caught.value)
