"""Spans and fragments: what overlaps, what is joined, what fits a text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.errors import Refused
from glossator.core.spans import Span, checked, hull, normalise, quote, trim

SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 30), st.integers(-2, 8))


def characters(spans: list[Span]) -> set[int]:
    return {offset for span in spans for offset in range(span.start, span.end)}


@given(SPANS, SPANS)
def test_what_two_spans_are_to_each_other_follows_from_their_characters(a: Span, b: Span) -> None:
    mine, theirs = characters([a]), characters([b])
    assert a.is_empty == (not mine)
    if mine and theirs:
        assert a.overlaps(b) == bool(mine & theirs)
        assert a.contains(b) == (mine >= theirs)
        assert a.crosses(b) == bool(mine & theirs and mine - theirs and theirs - mine)
        assert a.length == len(mine)
    assert all(a.holds(offset) == (offset in mine) for offset in range(-1, 45))


@given(st.lists(SPANS))
def test_normalised_fragments_cover_the_same_and_ascend_without_touching(spans: list[Span]) -> None:
    found = normalise(spans)
    assert characters(list(found)) == characters(spans)
    assert all(not each.is_empty for each in found)
    assert all(left.end < right.start for left, right in pairwise(found))
    assert normalise(found) == found


@given(st.lists(SPANS, min_size=1))
def test_the_hull_is_the_smallest_span_around_all(spans: list[Span]) -> None:
    found = hull(spans)
    assert all(found.contains(each) for each in spans)
    assert found.start in {each.start for each in spans}
    assert found.end in {each.end for each in spans}


def test_checked_gives_the_fragments_normalised() -> None:
    assert checked([Span(8, 10), Span(0, 3), Span(3, 5), Span(6, 6)], 10) == (Span(0, 5), Span(8, 10))


@pytest.mark.parametrize("spans", [[], [Span(3, 3)], [Span(5, 4)]])
def test_nothing_to_tag_is_refused(spans: list[Span]) -> None:
    with pytest.raises(Refused, match=r"^There is no text in this selection, so there is nothing to tag\.$"):
        checked(spans, 10)


@pytest.mark.parametrize(
    ("spans", "named"), [([Span(0, 2), Span(8, 11)], "8–11"), ([Span(-1, 2), Span(4, 5)], "-1–2")]
)
def test_a_span_beyond_the_text_is_refused_and_named(spans: list[Span], named: str) -> None:
    with pytest.raises(Refused) as caught:
        checked(spans, 10)
    assert str(caught.value) == f"The span {named} reaches beyond the text, which has 10 characters."


def test_a_quote_marks_the_gap_between_fragments() -> None:
    text = "naval and air bases"
    assert quote([Span(0, 5), Span(14, 19)], text) == "naval … bases"
    assert quote([Span(0, 5)], text) == "naval"
    assert Span(10, 13).slice(text) == "air"


@given(st.text(" \n\u00a0\u3000ab", max_size=12), st.data())
def test_trim_takes_white_space_off_the_ends_and_nothing_else(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    found = trim(span, text)
    assert found.slice(text) == span.slice(text).strip()
    assert span.contains(found)
