"""Names that are called much alike: which item is offered for one, and where none is."""

from __future__ import annotations

import pytest

from glossator.core.scheme import Label, RelationType, Scheme
from glossator.formats.doctor import Doctor
from glossator.formats.planning import plan
from glossator.formats.resembling import alike
from glossator.formats.survey import Survey
from glossator.formats.units import CODE_POINT

SCHEME = Scheme(
    "x",
    "X",
    "1",
    labels=(
        Label("PER", "Person", "P", "blue", "PER"),
        Label("ORG", "Organization", "O", "red", "ORG"),
        Label("WEA", "Weapon system", "W", "red", "WEA"),
        Label("LOC", "Location", "L", "red", "LOC"),
        Label("GPE", "Geo-political entity", "G", "red", "GPE"),
        Label("TIM", "Time expression", "T", "red", "TIM"),
    ),
    relation_types=(RelationType("EMPLOYED_BY", "Employed by"),),
)


def offered(name: str) -> str:
    found = Survey(Doctor(CODE_POINT))
    found.labels[name] = 3
    target = alike(plan(found, SCHEME), SCHEME).labels.get(name)
    return target.id if target else ""


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("B-PER", "PER"),
        ("pers", "PER"),
        ("People", "PER"),
        ("Organisations", "ORG"),
        ("company", "ORG"),
        ("weapon_system", "WEA"),
        ("WeaponSystems", "WEA"),
        ("Weapon sytem", "WEA"),
        ("place", "LOC"),
        ("CITY", "GPE"),
        ("STATE_OR_PROVINCE", "GPE"),
        ("DATE", "TIM"),
        ("Disease", ""),
        ("LAC", ""),
        ("PER", ""),  # that is found without an offer
    ],
)
def test_the_item_that_is_meant_is_offered(name: str, item: str) -> None:
    assert offered(name) == item


def test_relations_are_offered_too() -> None:
    found = Survey(Doctor(CODE_POINT))
    found.relation_types["employedBy"].count = 2
    assert alike(plan(found, SCHEME), SCHEME).relations["employedBy"].id == "EMPLOYED_BY"
