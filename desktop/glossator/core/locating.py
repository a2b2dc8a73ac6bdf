"""Where things are: read from what attributes and identifiers say, and set by the analyst, each as one Change."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from glossator.core.annotations import Attributes, Entity, Note, Value
from glossator.core.changes import Change
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from glossator.core.scheme import AttributeType, Scheme
from glossator.core.titles import short

LATITUDE, LONGITUDE = "place.latitude", "place.longitude"
GAZETTEER, COUNTRY, PRECISION = "place.gazetteer_id", "place.country", "place_precision"
"""Ids of attributes of places: degrees in WGS 84, the number in a gazetteer, the country (ISO 3166-1, two letters), and
how exactly the coordinates are known.
"""
ATTRIBUTES = (LATITUDE, LONGITUDE, GAZETTEER, COUNTRY, PRECISION)
EXACT, AREA, REGION, UNKNOWN = "Exact", "Area", "Region", "Unknown"
PRECISIONS = (EXACT, AREA, REGION)
"""How exactly a place is known: the place itself, a point in the area around it, only the region."""
_SLOTS = frozenset({"GPE", "LOC", "FAC"})


class Spot(NamedTuple):
    """Where a place is, in degrees, and how exactly that is known; ``outline`` is the country whose whole area is meant
    (ISO 3166-1, two letters), whatever the coordinates.
    """

    latitude: float
    longitude: float
    precision: str = UNKNOWN
    country: str = ""
    gazetteer: str = ""
    outline: str = ""


class Found(NamedTuple):
    """What is known of where a place is: its spot, or why there is none, in words.  ``outline`` names a country that
    has no coordinates of its own, so that the middle of its outline may stand for it.
    """

    spot: Spot | None
    why: str = ""
    outline: str = ""


def place_labels(scheme: Scheme) -> frozenset[str]:
    """Labels of mentions that are places: those for which the scheme has coordinates, or, where it has none, those in
    the colours of places.
    """
    told = [each for each in scheme.attributes if each.kind == "place" or each.id == LATITUDE]
    named = {label for each in told for label in each.labels}
    return frozenset(named) or frozenset(each.id for each in scheme.labels if each.slot in _SLOTS)


def telling(scheme: Scheme) -> tuple[str, ...]:
    """Ids of the attributes of which one at least is stated wherever it is told where something is."""
    return LATITUDE, *(each.id for each in scheme.attributes if each.kind == "place")


def where(attributes: Attributes, scheme: Scheme | None = None) -> Found:
    """Where something is by its attributes; coordinates that are none are told."""
    said = [attributes.get(LATITUDE), attributes.get(LONGITUDE)]
    if scheme is not None and said == [None, None]:
        written = next((attributes.get(each.id) for each in scheme.attributes if each.kind == "place"), None)
        said = list(_parts(written)) if isinstance(written, str) and written else said
    if said == [None, None]:
        return Found(None, "it has no coordinates yet")
    latitude, longitude = (_degrees(each) for each in said)
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        shown = ", ".join("nothing" if each is None else str(each) for each in said)
        return Found(None, f"{shown} are no coordinates")
    precision = attributes.get(PRECISION, UNKNOWN)
    return Found(
        Spot(
            latitude,
            longitude,
            precision if precision in PRECISIONS else UNKNOWN,
            _text(attributes.get(COUNTRY)).upper(),
            _text(attributes.get(GAZETTEER)),
        )
    )


def of_entity(entity: Entity, scheme: Scheme | None = None) -> Found:
    """Where an identity is: by its own attributes, or, for one that is identified as a country, that country."""
    code = entity.identifiers.get("iso3166", "").strip().upper()
    found = where(entity.attributes, scheme)
    if len(code) != 2:
        return found
    if found.spot is not None:
        return Found(found.spot._replace(precision=REGION, country=code, outline=code))
    return Found(None, found.why, code)


def country_of(entity: Entity) -> str:
    """The country (ISO 3166-1, two letters) that an identity is or lies in, as far as it says so."""
    for held in (entity.identifiers.get("iso3166", ""), entity.attributes.get(COUNTRY, "")):
        if isinstance(held, str) and len(held) == 2:
            return held.upper()
    return ""


def parsed(written: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, as they are typed with a comma between them; ``None`` for what is none."""
    first, second = _parts(written) if "," in written else (None, None)
    latitude, longitude = _degrees(first), _degrees(second)
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return latitude, longitude


def _parts(written: str) -> Sequence[Value | None]:
    parts: list[Value | None] = [each.strip() for each in written.split(",")]
    return parts if len(parts) == 2 else [written, None]


def _degrees(value: Value | None) -> float | None:
    if isinstance(value, bool | tuple) or value is None:
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _text(value: Value | None) -> str:
    return value.strip() if isinstance(value, str) else ""


# --- edits ------------------------------------------------------------------------------------------------------------


def place(
    entity: Entity,
    scheme: Scheme,
    spot: Spot,
    identifiers: Mapping[str, str] | None = None,
    *,
    by: Hand,
    reason: str = "",
) -> Change:
    """An identity is at this ``spot``.  Where it had another one, a ``reason`` is needed; it is kept as a note.  The
    scheme gets the attributes for places that it lacks.
    """
    if not (abs(spot.latitude) <= 90 and abs(spot.longitude) <= 180):
        raise Refused("A latitude lies between -90 and 90, a longitude between -180 and 180.")
    before = where(entity.attributes, scheme).spot
    said = " ".join(reason.split())
    if (
        before is not None
        and not said
        and (before.latitude, before.longitude) != (spot.latitude, spot.longitude)
    ):
        raise Refused("It has a place already.", remedy="Say in a few words why it is another one.")
    kept = {key: held for key, held in entity.attributes.items() if key not in ATTRIBUTES}
    named = {**entity.identifiers, **(identifiers or {})}
    if spot.outline:
        named["iso3166"] = spot.outline
    elif before is None or before.gazetteer != spot.gazetteer:
        named = {key: held for key, held in named.items() if key != "iso3166"}
    new = replace(
        entity,
        attributes=dict(sorted({**kept, **_attributes(spot)}.items())),
        identifiers=dict(sorted(named.items())),
    )
    if new == entity:
        raise Refused(f"{entity.name} is there already.")
    title = f"{short(entity.name)} is at {spot.latitude:g}, {spot.longitude:g}"
    note = (
        [Note(by.new_id(), entity.id, f"{title}: {said}", author=by.author, created=by.now())] if said else []
    )
    return by.change(title, removed=[entity], added=[new, *note, *_missing(scheme)])


def unplace(entity: Entity, *, by: Hand, reason: str) -> Change:
    """It is not known where an identity is, for a ``reason`` that is kept as a note."""
    said = " ".join(reason.split())
    if not said:
        raise Refused("A reason is needed.", remedy="Say in a few words why it is not there.")
    kept = {key: held for key, held in entity.attributes.items() if key not in ATTRIBUTES}
    if kept == dict(entity.attributes):
        raise Refused(f"{entity.name} has no place.")
    title = f"{short(entity.name)} has no place"
    note = Note(by.new_id(), entity.id, f"{title}: {said}", author=by.author, created=by.now())
    return by.change(title, removed=[entity], added=[replace(entity, attributes=kept), note])


def _attributes(spot: Spot) -> dict[str, Value]:
    made: dict[str, Value] = {LATITUDE: round(spot.latitude, 6), LONGITUDE: round(spot.longitude, 6)}
    others = ((GAZETTEER, spot.gazetteer), (COUNTRY, spot.country))
    made |= {key: held for key, held in others if held}
    if spot.precision in PRECISIONS:
        made[PRECISION] = spot.precision
    return made


def _missing(scheme: Scheme) -> list[AttributeType]:
    """The attributes for places that a scheme lacks, on the labels of places."""
    labels = tuple(each.id for each in scheme.labels if each.id in place_labels(scheme))
    degrees = "Degrees {}, in WGS 84."
    wanted = (
        AttributeType(
            LATITUDE, "Latitude", ("mention",), "number", definition=degrees.format("north of the equator")
        ),
        AttributeType(
            LONGITUDE, "Longitude", ("mention",), "number", definition=degrees.format("east of Greenwich")
        ),
        AttributeType(GAZETTEER, "Gazetteer id", ("mention",), "text"),
        AttributeType(COUNTRY, "Country code", ("mention",), "text"),
        AttributeType(PRECISION, "Place precision", ("mention",), values=(UNKNOWN, *PRECISIONS)),
    )
    return [replace(each, labels=labels) for each in wanted if scheme.attribute(each.id) is None]
