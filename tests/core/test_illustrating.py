"""An item of a scheme is shown on a line of text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossator.core.annotations import AnnotationSet
from glossator.core.illustrating import illustration
from glossator.core.review import oddities
from glossator.core.scheme import EventType, RelationType, Role, SchemeItem
from tests.builders import scheme

SCHEME = scheme()


def shown(item: SchemeItem) -> AnnotationSet:
    found = illustration(SCHEME, item)
    assert found is not None
    return found


def test_a_label_stands_on_its_name() -> None:
    (label,) = [each for each in SCHEME.labels if each.id == "PER"]
    held = shown(label)
    (mention,) = held.mentions.values()
    assert (mention.label, mention.quote) == ("PER", label.name)
    assert mention.fragments[0].slice(held.text) == mention.quote


@pytest.mark.parametrize("kind", SCHEME.relation_types, ids=lambda kind: kind.id)
def test_a_relation_stands_between_two_that_it_permits(kind: RelationType) -> None:
    held = shown(kind)
    (relation,) = held.relations.values()
    assert not relation.is_event
    assert len(list(relation.mentions())) == 2
    assert not oddities(held, SCHEME, lambda _: None)


@pytest.mark.parametrize("kind", SCHEME.event_types, ids=lambda kind: kind.id)
def test_an_event_has_its_trigger_and_what_may_fill_a_role(kind: EventType) -> None:
    held = shown(kind)
    (relation,) = held.relations.values()
    assert held.mentions[relation.trigger or 0].label == SCHEME.trigger_of(kind)
    assert [each.role for each in relation.arguments] == [kind.roles[0].name]


def test_what_does_not_stand_in_a_text_has_no_line() -> None:
    assert illustration(SCHEME, SCHEME.heading) is None
    kind = SCHEME.event_types[0]
    bare = replace(kind, roles=tuple(Role(each.name, ()) for each in kind.roles))
    assert not shown(bare).relations
    without = replace(SCHEME, labels=())
    assert illustration(without, replace(SCHEME.relation_types[0], signatures=())) is None
