"""What of a text was read: joined, kept as JSON, and read from JSON that anybody may have written."""

from __future__ import annotations

import pytest

from glossator.core import perusal
from glossator.core.spans import Span


def test_what_was_read_is_joined_and_told_by_person() -> None:
    held = perusal.with_more({}, "Kim", Span(0, 10))
    held = perusal.with_more(held, "Kim", Span(8, 20))
    held = perusal.with_more(held, "Lee", Span(30, 40))
    assert perusal.of(held) == (Span(0, 20), Span(30, 40))
    assert perusal.of(held, {"Lee"}) == (Span(30, 40),)
    assert perusal.characters(perusal.of(held)) == 30
    assert perusal.from_plain(perusal.as_plain(held), 100) == held
    assert perusal.from_plain(perusal.as_plain(held), 35)["Lee"] == (Span(30, 35),), "the text ends there"


@pytest.mark.parametrize(
    "plain",
    [None, 7, [], {"Kim": 7}, {"Kim": [3]}, {"Kim": [["a", 2]]}, {"Kim": [[5, 5]]}, {"Kim": [[-9, -2]]}],
)
def test_what_makes_no_sense_is_nothing(plain: object) -> None:
    assert perusal.from_plain(plain, 100) == {}


def test_half_of_a_sentence_is_enough() -> None:
    assert perusal.is_read(Span(10, 20), (Span(0, 15),))
    assert not perusal.is_read(Span(10, 20), (Span(0, 14),))
    assert perusal.is_read(Span(10, 20), (Span(0, 12), Span(16, 30)))
    assert not perusal.is_read(Span(10, 20), ())
