"""Ids are unique within a file and over all its copies, and their text form says the same."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.ids import COUNTER_BITS, PREFIX_BITS, IdSource, from_text, to_text

IDS = st.integers(0, (1 << 63) - 1)


def test_one_source_never_gives_an_id_twice() -> None:
    source = IdSource()
    made = [source() for _ in range(5000)]
    assert len(set(made)) == 5000
    assert made == sorted(made), "new rows go to the end of the table"
    assert all(0 < each < 1 << 63 for each in made)


def test_two_copies_of_a_file_draw_different_prefixes() -> None:
    first, second = IdSource(), IdSource()
    assert first() >> COUNTER_BITS != second() >> COUNTER_BITS


def test_a_prefix_that_is_nought_or_taken_is_drawn_again() -> None:
    drawn = iter([0, 5, 5, 9])
    asked: list[int] = []

    def taken(prefix: int) -> bool:
        asked.append(prefix)
        return prefix == 5

    source = IdSource(taken, draw=lambda bits: next(drawn))
    assert source() == 9 << COUNTER_BITS
    assert asked == [5, 5, 9]


def test_the_prefix_has_its_width() -> None:
    widths: list[int] = []

    def draw(bits: int) -> int:
        widths.append(bits)
        return (1 << bits) - 1

    assert IdSource(draw=draw)() == ((1 << PREFIX_BITS) - 1) << COUNTER_BITS
    assert PREFIX_BITS + COUNTER_BITS == 63
    assert widths == [41]


def test_a_used_up_prefix_is_followed_by_another() -> None:
    drawn = iter([3, 4])
    source = IdSource(draw=lambda bits: next(drawn))
    first = source()
    source._next = source._end - 1  # as after four million ids
    assert source() == first + (1 << COUNTER_BITS) - 1
    assert source() == 4 << COUNTER_BITS


@given(IDS)
def test_the_text_form_says_the_same(number: int) -> None:
    text = to_text(number)
    assert len(text) == 13
    assert from_text(text) == number


@given(IDS, IDS)
def test_the_text_form_sorts_as_the_number(one: int, other: int) -> None:
    assert (one < other) == (to_text(one) < to_text(other))


def test_the_text_form_is_written_in_crockfords_letters() -> None:
    assert to_text(0) == "0000000000000"
    assert to_text(31) == "000000000000z"
    assert to_text((1 << 63) - 1) == "7zzzzzzzzzzzz"
    letters = {letter for number in range(1 << 10) for letter in to_text(number)}
    assert not letters & set("ilou")


@pytest.mark.parametrize("number", [-1, 1 << 63])
def test_what_is_no_id_has_no_text(number: int) -> None:
    with pytest.raises(ValueError, match="not an id"):
        to_text(number)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "13 letters"),
        ("00000000000000", "13 letters"),
        ("000000000000l", "no letter of an id: 'l'"),
        ("000000000000Z", "no letter of an id: 'Z'"),
        ("00000000000 0", "no letter of an id: ' '"),
        ("000000000000\u0664", "no letter of an id"),
        ("8000000000000", "not an id"),
        ("zzzzzzzzzzzzz", "not an id"),
    ],
)
def test_what_is_no_text_of_an_id_is_told(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        from_text(text)


def test_many_sources_agree_on_nothing() -> None:
    sources = [IdSource() for _ in range(20)]
    made = [number for source in sources for number in islice(iter(source, None), 50)]
    assert len(set(made)) == 1000
