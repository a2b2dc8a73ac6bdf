from __future__ import annotations

import math

import pytest

from glossator.core import locating
from glossator.core.annotations import Entity, Note, Value
from glossator.core.errors import Refused
from glossator.core.locating import AREA, EXACT, REGION, UNKNOWN, Spot
from glossator.core.scheme import AttributeType, Scheme
from tests.builders import hand, scheme

SCHEME = scheme()
TOBRUK = Entity(1, "Tobruk", "GPE", identifiers={"iso3166": "LY", "wikidata": "Q1"}, author="Ada", created=1)


@pytest.mark.parametrize(
    ("attributes", "spot"),
    [
        ({"place.latitude": 32.1, "place.longitude": 20}, Spot(32.1, 20.0, UNKNOWN)),
        (
            {
                "place.latitude": 90,
                "place.longitude": -180,
                "place_precision": "Exact",
                "place.country": "ly",
            },
            Spot(90.0, -180.0, EXACT, "LY"),
        ),
        ({"place.latitude": "32.1", "place.longitude": "20"}, Spot(32.1, 20.0, UNKNOWN)),
        ({"place.latitude": 1, "place.longitude": 2, "place_precision": "roughly"}, Spot(1.0, 2.0, UNKNOWN)),
    ],
)
def test_where_something_is(attributes: dict[str, Value], spot: Spot) -> None:
    assert locating.where(attributes).spot == spot


@pytest.mark.parametrize(
    ("attributes", "why"),
    [
        ({}, "it has no coordinates yet"),
        ({"place.latitude": 91, "place.longitude": 0}, "91, 0 are no coordinates"),
        ({"place.latitude": 0, "place.longitude": 180.5}, "0, 180.5 are no coordinates"),
        ({"place.latitude": math.nan, "place.longitude": 0}, "nan, 0 are no coordinates"),
        ({"place.latitude": "north", "place.longitude": 0}, "north, 0 are no coordinates"),
        ({"place.latitude": 5}, "5, nothing are no coordinates"),
        ({"place.latitude": True, "place.longitude": 0}, "True, 0 are no coordinates"),
    ],
)
def test_what_are_no_coordinates_is_told(attributes: dict[str, Value], why: str) -> None:
    assert locating.where(attributes) == locating.Found(None, why)


def test_an_attribute_of_the_kind_place_holds_both() -> None:
    at = AttributeType("at", "At", ("mention",), "place", labels=("GPE",))
    own = Scheme("own", "Own", "1", labels=SCHEME.labels, attributes=(at,))
    assert locating.where({"at": "32.09, 23.95"}, own).spot == Spot(32.09, 23.95, UNKNOWN)
    assert locating.where({"at": "somewhere"}, own).why == "somewhere, nothing are no coordinates"
    assert locating.place_labels(own) == {"GPE"}
    assert locating.place_labels(SCHEME) == {"GPE", "LOC", "FAC"}


def test_an_identity_that_is_identified_as_a_country_is_that_country() -> None:
    libya = Entity(1, "Libya", "GPE", identifiers={"iso3166": "ly"})
    assert locating.of_entity(libya) == locating.Found(None, "it has no coordinates yet", "LY")
    there = Entity(
        1, "Libya", identifiers={"iso3166": "LY"}, attributes={"place.latitude": 27, "place.longitude": 17}
    )
    assert locating.of_entity(there).spot == Spot(27.0, 17.0, REGION, "LY", "", "LY")
    assert locating.of_entity(Entity(1, "Libya", identifiers={"iso3166": "LBY"})).outline == ""


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("32.09, 23.95", (32.09, 23.95)),
        (" -90 ,180 ", (-90.0, 180.0)),
        ("32.09", None),
        ("a, b", None),
        ("91, 0", None),
        ("nan, 0", None),
        ("1, 2, 3", None),
    ],
)
def test_coordinates_are_typed_with_a_comma(written: str, wanted: tuple[float, float] | None) -> None:
    assert locating.parsed(written) == wanted


def test_a_place_is_one_step_with_what_the_scheme_lacks() -> None:
    spot = Spot(32.0896, 23.9538, AREA, "LY", "geonames:81302")
    change = locating.place(TOBRUK, SCHEME, spot, {"geonames": "81302"}, by=hand())
    assert change.title == "Tobruk is at 32.0896, 23.9538"
    placed, *items = change.added
    assert isinstance(placed, Entity)
    assert dict(placed.attributes) == {
        "place.country": "LY",
        "place.gazetteer_id": "geonames:81302",
        "place.latitude": 32.0896,
        "place.longitude": 23.9538,
        "place_precision": "Area",
    }
    assert dict(placed.identifiers) == {"geonames": "81302", "wikidata": "Q1"}, "it is a town, and no country"
    kinds = [each for each in items if isinstance(each, AttributeType)]
    assert [each.id for each in kinds] == list(locating.ATTRIBUTES)
    assert {each.labels for each in kinds} == {("GPE", "LOC", "FAC")}
    assert change.removed == (TOBRUK,)


def test_a_country_is_identified_as_one() -> None:
    spot = Spot(27, 17, REGION, "LY", "geonames:2215636", "LY")
    placed = locating.place(
        Entity(1, "Libya", "GPE"), SCHEME, spot, {"geonames": "2215636"}, by=hand()
    ).added[0]
    assert isinstance(placed, Entity)
    assert dict(placed.identifiers) == {"geonames": "2215636", "iso3166": "LY"}


def test_another_place_needs_a_reason_which_is_kept() -> None:
    first = Spot(32.0896, 23.9538, AREA, "LY", "geonames:81302")
    placed = locating.place(TOBRUK, SCHEME, first, by=hand()).added[0]
    assert isinstance(placed, Entity)
    other = Spot(36.0, 36.0, EXACT)
    with pytest.raises(Refused, match="why it is another one"):
        locating.place(placed, SCHEME, other, by=hand())
    change = locating.place(placed, SCHEME, other, reason=" the one\nin Syria ", by=hand())
    (note,) = (each for each in change.added if isinstance(each, Note))
    assert (note.target, note.body) == (1, "Tobruk is at 36, 36: the one in Syria")
    moved = change.added[0]
    assert isinstance(moved, Entity)
    assert "place.gazetteer_id" not in moved.attributes
    with pytest.raises(Refused, match="already"):
        locating.place(moved, SCHEME, other, by=hand())


@pytest.mark.parametrize("spot", [Spot(math.nan, 0), Spot(91, 0), Spot(0, -181)])
def test_what_is_no_place_is_refused(spot: Spot) -> None:
    with pytest.raises(Refused, match="latitude"):
        locating.place(TOBRUK, SCHEME, spot, by=hand())


def test_a_place_is_taken_away_with_a_reason() -> None:
    placed = locating.place(TOBRUK, SCHEME, Spot(1, 2), by=hand()).added[0]
    assert isinstance(placed, Entity)
    with pytest.raises(Refused, match="reason"):
        locating.unplace(placed, reason="", by=hand())
    bare, note = locating.unplace(placed, reason="it is a ship", by=hand()).added
    assert isinstance(bare, Entity)
    assert isinstance(note, Note)
    assert not bare.attributes
    assert note.body == "Tobruk has no place: it is a ship"
    with pytest.raises(Refused, match="no place"):
        locating.unplace(bare, reason="so", by=hand())
