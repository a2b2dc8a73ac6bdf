"""The shipped countries are whole, and are meant by their names, their people and their capitals."""

from __future__ import annotations

import json

import pytest

from glossator import paths
from glossator.core.countries import Countries, Country
from glossator.core.plain import from_plain


@pytest.fixture(scope="module")
def rows() -> list[Country]:
    plain = json.loads(paths.resource("places", "countries.json").read_text("utf-8"))
    # what they are called in other languages is for the gazetteer alone
    told = [{name: held for name, held in each.items() if name != "abroad"} for each in plain]
    return [from_plain(Country, each) for each in told]


@pytest.fixture(scope="module")
def countries(rows: list[Country]) -> Countries:
    return Countries(rows)


def test_every_country_is_there_once(rows: list[Country]) -> None:
    assert len(rows) == 198  # the members of the United Nations, and five more that news tell of
    for field in ("code", "code3", "name"):
        assert len({getattr(each, field) for each in rows}) == len(rows)
    assert all(len(each.code) == 2 and len(each.code3) == 3 for each in rows)
    assert all((each.code + each.code3).isupper() for each in rows)
    assert [each.name for each in rows] == sorted(each.name for each in rows)


@pytest.mark.parametrize(
    ("name", "code", "way"),
    [
        ("Russia", "RU", "name"),
        ("the Russian Federation", "RU", "name"),
        ("Russians", "RU", "demonym"),
        ("Russian", "RU", "demonym"),
        ("Moscow's", "RU", "capital"),
        ("U.S.", "US", "name"),
        ("US", "US", "name"),
        ("Washington", "US", "capital"),
        ("Türkiye", "TR", "name"),
        ("Turkiye", "TR", "name"),
        ("Côte d’Ivoire", "CI", "name"),
        ("the Netherlands", "NL", "name"),
        ("Dutch", "NL", "demonym"),
        ("Georgia", "GE", "name"),
        ("Singapore", "SG", "name"),
        ("Damascus", "SY", "capital"),
        ("Nigeriens", "NE", "demonym"),
        ("Nigerians", "NG", "demonym"),
    ],
)
def test_a_word_means_a_country(countries: Countries, name: str, code: str, way: str) -> None:
    assert countries.meant_by(name) == (code, way)


@pytest.mark.parametrize("name", ["Congolese", "Leptis", "", "Kingdom", "russ"])
def test_a_word_for_none_or_for_two_means_none(countries: Countries, name: str) -> None:
    assert countries.meant_by(name) is None
