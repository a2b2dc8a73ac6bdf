from __future__ import annotations

import importlib.util
import itertools
import json
import math
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from glossator import paths
from glossator.analysis.equal_earth import HEIGHT, WIDTH, project
from glossator.analysis.outlines import Outline, by_code, outlines

PROJECT = Path(__file__).parents[2]
ATLAS = PROJECT.parent / "shared" / "corpora" / "basemap" / "world-atlas-2.0.2"


def holds(outline: Outline, place: tuple[float, float]) -> bool:
    """The place (longitude, latitude) lies inside, by the number of lines to the west of it."""
    x, y = project(*place)
    crossings = 0
    for xs, ys in outline.rings:
        for x1, y1, x2, y2 in zip(xs, ys, xs[1:], ys[1:], strict=False):
            if (y1 > y) != (y2 > y):
                crossings += x1 + (y - y1) * (x2 - x1) / (y2 - y1) < x
    return crossings % 2 == 1


@pytest.mark.parametrize("detail", ["110m", "50m"])
def test_each_country_has_an_outline_with_a_point_inside(detail: str) -> None:
    found = outlines("110m" if detail == "110m" else "50m")
    assert len(found) == (177 if detail == "110m" else 241)
    assert [each.name for each in found if not holds(each, each.at)] == []
    codes = [each.code for each in found if each.code]
    assert len(codes) == len(set(codes))
    assert {"LY", "RU", "FJ", "AQ", "XK", "SY"} <= set(codes)


@pytest.mark.parametrize(
    ("code", "inside", "outside"),
    [
        ("LY", (17.0, 27.0), (20.0, 36.0)),
        ("RU", (-173.0, 66.5), (-160.0, 64.0)),  # Chukotka lies beyond the date line
        ("RU", (179.0, 68.5), (0.0, 68.0)),
        ("FJ", (178.0, -17.8), (0.0, -17.0)),
        ("AQ", (0.0, -89.9), (0.0, -60.0)),  # goes round the pole
        ("AQ", (-120.0, -82.0), (120.0, -50.0)),
        ("ZA", (24.0, -31.0), (28.3, -29.5)),  # Lesotho is a hole in it
    ],
)
def test_countries_at_the_date_line_at_the_pole_and_with_holes(
    code: str, inside: tuple[float, float], outside: tuple[float, float]
) -> None:
    assert holds(by_code()[code], inside)
    assert not holds(by_code()[code], outside)


def test_everything_lies_on_the_map_and_inside_its_bounds() -> None:
    for each in outlines("50m"):
        west, south, east, north = each.bounds
        assert -WIDTH / 2 - 1e-9 <= west <= east <= WIDTH / 2 + 1e-9
        assert -HEIGHT / 2 - 1e-9 <= south <= north <= HEIGHT / 2 + 1e-9
        for xs, ys in each.rings:
            assert np.isfinite(xs).all()
            assert np.isfinite(ys).all()


def test_no_line_leads_across_the_map() -> None:
    for each in outlines("110m"):
        for xs, _ in each.rings:
            assert float(np.abs(np.diff(xs)).max()) < WIDTH / 20, each.name


@pytest.fixture(scope="module")
def geography() -> ModuleType:
    spec = importlib.util.spec_from_file_location("geography", PROJECT / "packaging" / "geography.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules["geography"] = made
    spec.loader.exec_module(made)
    return made


def test_a_ring_over_the_date_line_is_cut_there(geography: ModuleType) -> None:
    ring = [(170.0, 0.0), (-170.0, 0.0), (-170.0, 10.0), (170.0, 10.0), (170.0, 0.0)]
    made = geography.cut(ring)
    assert sorted((min(x for x, _ in each), max(x for x, _ in each)) for each in made) == [
        (-180.0, -170.0),
        (170.0, 180.0),
    ]
    assert sum(abs(geography.area(each)) for each in made) == pytest.approx(
        200 * math.cos(math.radians(5)), rel=0.01
    )


def test_a_ring_round_a_pole_is_closed_over_it(geography: ModuleType) -> None:
    ring = [(float(x), -70.0) for x in (-180, -90, 0, 90, 180)]
    (made,) = geography.cut(ring)
    assert min(y for _, y in made) == -90.0
    assert abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(made)) / 2) == 7200


@pytest.mark.skipif(not ATLAS.is_dir(), reason="the atlas is not beside the project")
def test_the_same_sources_make_the_files_that_we_ship(geography: ModuleType) -> None:
    """The codes come from another package; here those that we ship stand for them, by name."""
    shipped = {each.name: each.code for each in outlines("110m")}
    atlas = json.loads((ATLAS / "countries-110m.json").read_text("utf-8"))
    codes = {
        each["id"]: shipped[each["properties"]["name"]]
        for each in atlas["objects"]["countries"]["geometries"]
        if each.get("id")
    }
    made = geography.outlines(geography.countries_of(atlas, codes))
    assert made == paths.resource("maps", "outlines-110m.gz").read_bytes()


def test_other_names_of_places_are_those_that_people_use(geography: ModuleType) -> None:
    names = ["TOB", "tbrq", "Tabruk", "Tóbruk", "Tobruk", "Табрук", "طبرق", "图卜鲁格", "a|b"]
    assert geography._other_names("Tobruk", names) == ["Tabruk", "Табрук", "طبرق"]


def test_what_is_shipped_names_its_source_and_licence() -> None:
    assert "public domain" in paths.resource("maps", "README.md").read_text("utf-8")
    assert "Creative Commons Attribution 4.0" in paths.resource("places", "README.md").read_text("utf-8")
    assert paths.resource("places", "gazetteer.gz").stat().st_size < 3_000_000
