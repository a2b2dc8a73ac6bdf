from __future__ import annotations

import pytest

from glossator.core.dates import date_fault


@pytest.mark.parametrize(
    "written",
    [
        "",
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
        ("0000", "There is no such date"),
    ],
)
def test_a_wrong_date_is_told_in_a_sentence(written: str, sentence: str) -> None:
    assert date_fault(written).startswith(sentence)
