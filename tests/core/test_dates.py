from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core import dates
from glossator.core.dates import date_fault, duration_days, read, when_fault


@pytest.mark.parametrize(
    "written",
    [
        "",
        "0000",
        "0000-02-29",
        "9999-12-31",
        "2024",
        "2024-12",
        "2024-12-05",
        "2024-02-29",
        "2024-12-05T14:30",
        "2024-12-05 14:30:01",
        "2024-12-05T14:30Z",
        "2024-12-05T14:30:01.5+02:00",
    ],
)
def test_right_dates_have_no_fault(written: str) -> None:
    assert date_fault(written) == ""


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("12/2024", "Write it as"),
        ("2024-1-5", "Write it as"),
        ("5 December 2024", "Write it as"),
        ("2024-12-05T", "Write it as"),
        ("2024-13", "There is no such date: 2024-13."),
        ("2023-02-29", "There is no such date"),
        ("2024-12-05T25:00", "There is no such date or time"),
        ("2024-00-01", "There is no such date"),
    ],
)
def test_a_wrong_date_is_told_in_a_sentence(written: str, sentence: str) -> None:
    assert date_fault(written).startswith(sentence)


def days(written: str) -> tuple[str, str]:
    """The first and the last day of what is meant."""
    when = read(written)
    assert when is not None, written
    return dates.iso_day(when.start), dates.iso_day(when.end - 1e-6)


@pytest.mark.parametrize(
    ("written", "first", "last", "precision"),
    [
        ("2024", "2024-01-01", "2024-12-31", "year"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2024-12-05", "2024-12-05", "2024-12-05", "day"),
        ("2024-12-05T14:30", "2024-12-05", "2024-12-05", "moment"),
        ("2024-12-05T24:00", "2024-12-06", "2024-12-06", "moment"),
        ("2024-12-05T23:30-05:00", "2024-12-06", "2024-12-06", "moment"),
        ("2024-12-05TMO", "2024-12-05", "2024-12-05", "day"),
        ("2020-W53", "2020-12-28", "2021-01-03", "week"),
        ("2020-W01-1", "2019-12-30", "2019-12-30", "day"),
        ("1997-W13-WE", "1997-03-29", "1997-03-30", "day"),
        ("2024-Q1", "2024-01-01", "2024-03-31", "season"),
        ("2024-H2", "2024-07-01", "2024-12-31", "season"),
        ("2024-SP", "2024-03-01", "2024-05-31", "season"),
        ("2024-21", "2024-03-01", "2024-05-31", "season"),
        ("2024-WI", "2024-12-01", "2025-02-28", "season"),
        ("199X", "1990-01-01", "1999-12-31", "decade"),
        ("199", "1990-01-01", "1999-12-31", "decade"),
        ("19", "1900-01-01", "1999-12-31", "century"),
        ("18XX", "1800-01-01", "1899-12-31", "century"),
        ("2004-XX", "2004-01-01", "2004-12-31", "year"),
        ("2004-06-XX", "2004-06-01", "2004-06-30", "month"),
        ("FY1998", "1998-01-01", "1998-12-31", "year"),
        ("0000-01-01", "0000-01-01", "0000-01-01", "day"),
        ("9999-12-31", "9999-12-31", "9999-12-31", "day"),
        ("-0043", "-0043-01-01", "-0043-12-31", "year"),
        ("Y170000", "Y170000-01-01", "Y170000-12-31", "year"),
        ("2024-12-05/2024-12-08", "2024-12-05", "2024-12-08", "day"),
        ("2024-12/2025-01-08", "2024-12-01", "2025-01-08", "month"),
    ],
)
def test_a_date_is_a_stretch_of_days(written: str, first: str, last: str, precision: str) -> None:
    assert days(written) == (first, last)
    when = read(written)
    assert when is not None
    assert when.precision == precision
    assert when_fault(written) == ""


def test_marks_say_uncertain_and_about_then() -> None:
    said = {each: read(f"2024-12{each}") for each in ("", "?", "~", "%")}
    assert {each: (w.is_uncertain, w.is_approximate) for each, w in said.items() if w} == {
        "": (False, False),
        "?": (True, False),
        "~": (False, True),
        "%": (True, True),
    }
    exact, doubtful = read("2024-12-05"), read("2024-12-05?")
    assert exact is not None
    assert exact.is_exact
    assert doubtful is not None
    assert not doubtful.is_exact


def test_a_range_may_be_open() -> None:
    since, until = read("2024/.."), read("../2024-05?")
    assert since is not None
    assert until is not None
    assert (since.end, until.start) == (math.inf, -math.inf)
    assert until.is_uncertain
    assert until.is_range


@pytest.mark.parametrize(
    "written",
    [
        "P3W", "PRESENT_REF", "XXXX-12-08", "2024-W54", "2021-W53", "2024-W00", "2024-13", "2024-02-30", "2024-25",
        "2024-12-05T25:00", "2024-12-05T12:60", "2024-12T12:00", "2024-12-05T12:00+25:00", "../..", "/", "a/b",
        "2025/2024", "2024/2025/2026", "nan", "", "5", "2024???", "20245", "199XX", "1X9X",
    ],
)  # fmt: skip
def test_what_cannot_be_placed_is_no_date(written: str) -> None:
    assert read(written) is None


def test_what_is_wrong_with_a_range_is_told() -> None:
    assert when_fault("") == ""
    assert when_fault("2023-02-29") == "There is no such date: 2023-02-29."
    assert "199X" in when_fault("last week")


@given(st.dates())
def test_the_calendar_is_that_of_the_world(day: date) -> None:
    number = (day - date(1970, 1, 1)).days
    assert dates.day_number(day.year, day.month, day.day) == number
    assert dates.calendar_day(number) == (day.year, day.month, day.day)
    assert dates.weekday(number) == day.weekday()
    year, week, of_week = day.isocalendar()
    when = read(f"{year:04}-W{week:02}-{of_week}")
    assert when is not None
    assert when.start == number
    assert dates.iso_day(number) == day.isoformat()


@given(st.integers(-4_000_000, 4_000_000))
def test_days_of_any_year_have_one_number(number: int) -> None:
    assert dates.day_number(*dates.calendar_day(number)) == number


def test_years_before_and_beyond_four_digits_are_written() -> None:
    assert dates.iso_day(dates.day_number(-43, 3, 15)) == "-0043-03-15"
    assert dates.iso_day(dates.day_number(12_000, 1, 1)) == "Y12000-01-01"
    last = dates.day_number(9999, 12, 31)
    assert last == (date(9999, 12, 31) - date(1970, 1, 1)) / timedelta(days=1)


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("P3W", 21),
        ("P2D", 2),
        ("PT12H", 0.5),
        ("P1DT12H", 1.5),
        ("P1WE", 2),
        ("P2DE", 7304.8),
        ("PT30M", 1 / 48),
    ],
)
def test_durations_have_a_length(written: str, length: float) -> None:
    found = duration_days(written)
    assert found is not None
    assert math.isclose(found, length)


def test_a_duration_may_not_say_how_long_and_a_date_is_none() -> None:
    vague = [duration_days(each) for each in ("PXY", "PTXM", "PXW")]
    assert all(each is not None and math.isnan(each) for each in vague)
    assert duration_days("2024") is None
    assert duration_days("P") is None
    assert duration_days("P3") is None
