from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.errors import Refused
from glossator.core.find import Finder, FindOptions, hits, place_of
from glossator.core.spans import Span

TEXT = "Moscow’s navy. The navy’s base, NAVY-1; naval\u00a0base at Tartus 🛳 navy"


def found(pattern: str, *, case: bool = False, words: bool = False, regex: bool = False) -> list[str]:
    return [span.slice(TEXT) for span in hits(TEXT, pattern, case=case, words=words, regex=regex)]


def test_case_does_not_count_unless_it_is_asked_for() -> None:
    assert found("navy") == ["navy", "navy", "NAVY", "navy"]
    assert found("NAVY", case=True) == ["NAVY"]


def test_hits_are_counted_in_code_points() -> None:
    last = hits(TEXT, "navy")[-1]
    assert last == Span(len(TEXT) - 4, len(TEXT))


def test_whole_words_only() -> None:
    assert found("nav") != []
    assert found("nav", words=True) == []
    assert found("base", words=True) == ["base", "base"]


def test_what_the_keyboard_has_finds_what_the_typesetter_made() -> None:
    assert found("Moscow's") == ["Moscow’s"]
    assert found("naval base") == ["naval\u00a0base"]
    assert hits("the ‑ S‑400 and S-400", "s-400") == [Span(6, 11), Span(16, 21)]


def test_characters_with_a_meaning_stand_for_themselves_unless_it_is_a_regular_expression() -> None:
    assert hits("a.c abc", "a.c") == [Span(0, 3)]
    assert hits("a.c abc", "a.c", regex=True) == [Span(0, 3), Span(4, 7)]
    assert hits("one\ntwo\nthree", "^t.*$", regex=True) == [Span(4, 7), Span(8, 13)]
    assert hits("tan tang an", "tan|an", regex=True, words=True) == [Span(0, 3), Span(9, 11)]


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(", "missing )"),
        ("a)(b", "unbalanced"),
        ("[a", "unterminated"),
        ("*", "nothing to repeat"),
        ("a{99999999999}", "too big at character 3"),
        (r"\L<names>", "undefined named list"),
    ],
)
def test_a_broken_regular_expression_is_refused_with_the_reason(pattern: str, reason: str) -> None:
    with pytest.raises(Refused, match="not a regular expression") as refused:
        hits(TEXT, pattern, regex=True)
    assert reason in str(refused.value)


@pytest.mark.parametrize("text", ["a" * 60 + "!", "x " + "a" * 60 + "! y"])
def test_an_expression_with_too_many_ways_to_match_is_given_up_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused, match="was given up") as refused:
        list(Finder("(a|aa)+$", FindOptions(regex=True)).spans(text, 0.05))
    assert "(a|aa)+$" in refused.value.what
    assert "stricter" in refused.value.remedy


def test_an_expression_without_end_is_refused() -> None:
    with pytest.raises(Refused, match="too deeply nested"):
        hits(TEXT, "(" * 5_000 + ")" * 5_000, regex=True)


def test_an_expression_that_looks_from_the_end_gives_its_hits_in_order() -> None:
    assert hits("a b a", "(?r)a", regex=True) == [Span(0, 1), Span(4, 5)]


def test_nothing_and_empty_hits_find_nothing() -> None:
    assert hits(TEXT, "") == []
    assert hits(TEXT, "   ") == []
    assert hits("abc", "x*", regex=True) == []


@given(st.text(max_size=40), st.text(min_size=1, max_size=5))
def test_a_hit_is_what_was_looked_for(text: str, pattern: str) -> None:
    for span in hits(text, pattern, case=True):
        assert span.slice(text) != ""
        assert 0 <= span.start < span.end <= len(text)
    if (
        pattern == pattern.strip()
        and not set(pattern) & set("'’\"“”-")
        and not any(map(str.isspace, pattern))
    ):
        assert [span.start for span in hits(text, pattern, case=True)] == _starts(text, pattern)


def _starts(text: str, pattern: str) -> list[int]:
    starts, at = [], text.find(pattern)
    while at >= 0:
        starts.append(at)
        at = text.find(pattern, at + len(pattern))
    return starts


def test_the_next_and_the_previous_hit_go_round() -> None:
    spans = [Span(2, 4), Span(8, 10)]
    assert place_of(spans, 0, 1) == 0
    assert place_of(spans, 3, 1) == 1
    assert place_of(spans, 9, 1) == 0
    assert place_of(spans, 9, -1) == 0
    assert place_of(spans, 1, -1) == 1
    assert place_of([], 1, 1) == -1
