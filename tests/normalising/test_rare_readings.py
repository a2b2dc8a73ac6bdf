"""Forms of expressions that are seldom met, and what stands so near to one that it must not be read as one."""

from __future__ import annotations

import pytest

from glossator.normalising.proposals import LANGUAGES, read

TUESDAY = "2020-05-26"


def values(expression: str, languages: tuple[str, ...] = ("en",)) -> list[str]:
    return [f"{each.value} {each.mod}".strip() for each in read(expression, TUESDAY, languages).proposals]


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("the third quarter", ["2020-Q3"]),
        ("the year 1066", ["1066"]),
        ("this Thursday", ["2020-05-28"]),
        ("this Monday", ["2020-05-25"]),
        ("last May", ["2019-05", "2020-05"]),
        ("next May", ["2021-05", "2020-05"]),
        ("next June", ["2020-06"]),
        ("winter", ["2019-WI", "2020-WI"]),
        ("next summer", ["2020-SU"]),
        ("last winter", ["2019-WI"]),
        ("last quarter", ["2020-Q1"]),
        ("two quarters ago", ["2019-Q4"]),
        ("last decade", ["201X"]),
        ("two decades ago", ["200X"]),
        ("next century", ["21XX"]),
        ("three centuries ago", ["17XX"]),
        ("two fortnights ago", ["2020-W18"]),
        ("twenty one years ago", ["1999"]),
        ("several weeks ago", ["PAST_REF"]),
        ("in a few days", ["FUTURE_REF"]),
        ("every other week", ["P2W"]),
        ("every three weeks", ["P3W"]),
        ("centuries", ["PXCE"]),
        ("half a year", ["P6M"]),
        ("half an hour", ["PT30M"]),
        ("half a day", ["PT12H"]),
        ("fourteen months", ["P14M"]),
        ("twenty-one days", ["P21D"]),
        ("a single day", ["P1D"]),
        ("3 fortnights", ["P6W"]),
        ("several fortnights", ["PXW"]),
        ("until yesterday", ["../2020-05-25"]),
        ("3 to 5 June", ["2020-06-03/2020-06-05", "2019-06-03/2019-06-05"]),
        ("June 3-5, 2019", ["2019-06-03/2019-06-05"]),
        ("June 3-5", ["2020-06-03/2020-06-05", "2019-06-03/2019-06-05"]),
        ("1914-18", ["1914/1918"]),
        ("1914 to 18", ["1914/1918"]),
        ("May to June 2019", ["2019-05/2019-06"]),
        ("5 May 2019 at 17:30", ["2019-05-05T17:30"]),
        ("at 5 pm on 5 May 2019", ["2019-05-05T17:00"]),
    ],
)
def test_seldom_forms_are_read(expression: str, wanted: list[str]) -> None:
    assert values(expression) == wanted


@pytest.mark.parametrize(
    "expression",
    [
        "fifth quarter of 2019",
        "third half of 2019",
        "bloody century",
        "19th century BC",
        "0th century",
        "year 0000",
        "AD 0",
        "last hour",
        "half a year ago",
        "banana weeks ago",
        "bad weeks",
        "the week",
        "every bad weeks",
        "early now",
        "before early May",
        "since now",
        "since banana",
        "between banana and June 2019",
        "from early May to June",
        "13 pm on 5 May 2019",
        "5 May 2019 at 0 am",
        "5 May 2019 at 25:00",
        "at 5 pm on May 2019",
        "30 to 31 February",
        "February 30-31",
        "30 February",
        "30 February 2019",
    ],
)
def test_what_is_no_time_or_too_vague_is_not_read(expression: str) -> None:
    told = read(expression, TUESDAY, ("en",))
    assert told.proposals == ()
    assert told.why_none == "What time is meant cannot be read from these words."


@pytest.mark.parametrize("published", ["2020-W22", "2020-SP", "202X", "2020-05-26/2020-05-27", "T10:00"])
def test_a_date_of_the_document_that_is_no_day_month_or_year_is_no_anchor(published: str) -> None:
    told = read("yesterday", published)
    assert told.proposals == ()
    assert told.why_none == "It is relative, and the document has no date."


@pytest.mark.parametrize(
    ("expression", "language", "wanted"),
    [
        ("vor zwei Wochen", "de", ["2020-W20"]),
        ("letztes Jahr", "de", ["2019"]),
        ("la semaine dernière", "fr", ["2020-W21"]),
        ("mai 2019", "fr", ["2019-05"]),
        ("año 2019", "es", ["2019"]),
        ("hace 3 años", "es", ["2017"]),
        ("so", "de", []),
        ("vor 5000 Jahren", "de", []),
    ],
)
def test_other_languages_say_weeks_months_and_years(
    expression: str, language: str, wanted: list[str]
) -> None:
    assert values(expression, (language,)) == wanted


@pytest.mark.parametrize(
    ("expression", "language"),
    [
        ("20:00 Uhr", "de"),
        ("um 20:00 Uhr", "de"),
        ("20 Uhr", "de"),
        ("20.00 Uhr", "de"),
        ("à 20h", "fr"),
        ("a las 20:00", "es"),
        ("в 20:00", "ru"),
        ("8 pm", "ar"),
        ("20:00 GMT", "ar"),
        ("ore 20", "it"),
        ("vor 20 Minuten", "de"),
        ("5 часов назад", "ru"),
    ],
)
def test_a_time_of_day_alone_is_no_date_in_any_language(expression: str, language: str) -> None:
    assert values(expression, (language,)) == []
    assert values(expression, ("en", "de", "fr", "es", "ru", "ar", "it")) == []


@pytest.mark.parametrize(
    ("expression", "language", "wanted"),
    [
        ("heute um 20:00 Uhr", "de", "2020-05-26T20:00"),
        ("12. März 20:00 Uhr", "de", "2020-03-12T20:00"),
        ("le 12 mars à 20h30", "fr", "2020-03-12T20:30"),
        ("3 марта в 14:00", "ru", "2020-03-03T14:00"),
        ("ieri alle 20:30", "it", "2020-05-25T20:30"),
    ],
)
def test_a_time_of_day_beside_a_day_is_kept(expression: str, language: str, wanted: str) -> None:
    assert values(expression, (language,)) == [wanted]


@pytest.mark.parametrize(
    "expression",
    ["5 to 3 June", "5-3 June", "June 5 to 3", "from 5 to 3 June", "5 June to 3 June", "30 to 2 June"],
)
def test_a_range_of_days_that_runs_backwards_is_not_read_as_a_year(expression: str) -> None:
    assert values(expression) == []


def test_a_range_over_the_turn_of_the_year_still_is_one() -> None:
    assert "2019-12-28/2020-01-03" in values("28 December to 3 January")
    assert "2019-10/2020-09" in values("October to September")


def test_a_fortnight_is_fourteen_days() -> None:
    assert values("last fortnight") == ["2020-05-12/2020-05-25"]
    assert values("the next fortnight") == ["2020-05-27/2020-06-09"]
    assert values("this fortnight") == []


def test_what_is_less_than_a_day_away_needs_the_hour_of_the_document() -> None:
    for expression in ("in 20 minutes", "20 minutes ago", "three hours ago"):
        found = read(expression, TUESDAY)
        assert not found.proposals
        assert "does not say the hour" in found.why_none
    assert [each.value for each in read("in 20 minutes", "2020-05-26T23:50").proposals] == [
        "2020-05-27T00:10"
    ]
    assert [each.value for each in read("three hours ago", "2020-05-26T02:00Z").proposals] == [
        "2020-05-25T23:00Z"
    ]
    assert values("within 20 minutes") == ["PT20M"]


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("в 2003 году", "2003"),
        ("1812 года", "1812"),
        ("2005г", "2005"),
        ("2003 г.", "2003"),
        ("к 2003 году", "2003 ON_OR_BEFORE"),
        ("с 2003 года", "2003/.."),
        ("в мае 2003 года", "2003-05"),
        ("в августе 2003", "2003-08"),
        ("12 мая 2003 г.", "2003-05-12"),
        ("2010–2012 годы", "2010/2012"),
        ("в конце 1990-х годов", "199X END"),
        ("у 2003 році", "2003"),
        ("у лютому 2003 року", "2003-02"),
        ("у травні 2003 року", "2003-05"),
        ("im Jahr 2003", "2003"),
        ("seit 2003", "2003/.."),
        ("vor 2003", "2003 BEFORE"),
        ("Mitte der 1990er Jahre", "199X MID"),
        ("desde 2003", "2003/.."),
        ("los años 1990", "199X"),
        ("à partir de 2003", "2003/.."),
        ("fin des années 1990", "199X END"),
        ("mi-2003", "2003 MID"),
        ("jusqu’en 2003", "../2003"),
        ("nel maggio 2003", "2003-05"),
        ("fino al 2003", "../2003"),
        ("in het jaar 2003", "2003"),
        ("w latach 1990-1995", "1990/1995"),
        ("na początku 2003 roku", "2003 START"),
        ("em meados de 2003", "2003 MID"),
        ("2003 yılında", "2003"),
        ("2003'ten beri", "2003/.."),
        ("1990'larda", "199X"),
        ("منذ عام 2003", "2003/.."),
        ("с 1 февраля 2013 года", "2013-02-01/.."),
        ("в начале сентября 2012 года", "2012-09 START"),
        ("от 25 октября 2016 года", "2016-10-25"),
        ("в апреле", "2020-04"),
        ("seit dem 3. Mai 2019", "2019-05-03/.."),
        ("jusqu’au 3 mai 2019", "../2019-05-03"),
        ("10 лет", "P10Y"),
        ("В течение 10 лет", "P10Y"),
        ("pendant 3 ans", "P3Y"),
        ("drei Wochen", "P3W"),
        ("10 лет назад", "2010"),
        ("через 10 лет", "2030"),
    ],
)
def test_years_and_durations_in_other_languages(expression: str, wanted: str) -> None:
    assert values(expression, LANGUAGES) == [wanted]
    assert read(expression, "", LANGUAGES).proposals or wanted in {"2010", "2030", "2020-04"}


@pytest.mark.parametrize("expression", ["2003 лет", "vor 2003 Jahren", "2003 года назад", "в течение мая"])
def test_nothing_happened_thousands_of_years_before_the_document(expression: str) -> None:
    assert not [each for each in values(expression, LANGUAGES) if each[:1] in "0-"]
