"""A document's text is settled once, and its digest tells whether it is still the same."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.documents import (
    RELIABILITIES,
    STATUSES,
    Document,
    digest_of,
    grade_words,
    settle,
    shown_time,
)
from glossator.core.errors import GlossatorError

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2020-05-26T10:00:00+02:00", "2020-05-26 10:00 +02:00"),
        ("2020-05-26T10:00:59.123Z", "2020-05-26 10:00 UTC"),
        ("2020-05-26T10:00:00+00:00", "2020-05-26 10:00 UTC"),
        ("2020-05-26T10:00", "2020-05-26 10:00"),
        ("2020-05", "2020-05"),
        ("last May", "last May"),
        ("", ""),
    ],
)
def test_a_time_is_shown_without_what_only_machines_need(written: str, shown: str) -> None:
    assert shown_time(written) == shown


def test_line_ends_and_the_byte_order_mark_are_settled() -> None:
    assert settle("\ufeffone\r\ntwo\rthree\nfour\r\r\n") == "one\ntwo\nthree\nfour\n\n"
    assert settle("a\ufeffb") == "a\ufeffb", "inside a text it is a character like others"
    assert settle("no\u00a0break\u2028line") == "no\u00a0break\u2028line"


@given(TEXTS)
def test_a_settled_text_has_no_carriage_return_and_keeps_all_else(text: str) -> None:
    found = settle(text)
    assert "\r" not in found
    assert found.replace("\n", "") == text.removeprefix("\ufeff").replace("\r", "").replace("\n", "")
    assert settle(found) == found or found.startswith("\ufeff")


def test_half_a_character_is_told_with_its_place() -> None:
    with pytest.raises(GlossatorError) as caught:
        settle("\r\nab\ud800c")
    assert "lone surrogate" in caught.value.what
    assert "3" in caught.value.what
    assert "UTF-8" in caught.value.remedy


@given(TEXTS)
def test_the_digest_is_that_of_the_utf_8(text: str) -> None:
    assert digest_of(text) == hashlib.sha256(text.encode()).hexdigest()


def test_grades_and_states_are_the_known_ones() -> None:
    assert RELIABILITIES == ("A", "B", "C", "D", "E", "F")
    assert STATUSES == ("new", "in work", "done", "dropped")


def test_a_grade_is_said_in_words() -> None:
    assert grade_words(Document(1, "a", 0, "")) == "source not graded"
    assert grade_words(Document(1, "a", 0, "", reliability="B")) == "source graded B"
