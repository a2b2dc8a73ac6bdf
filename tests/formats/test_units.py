"""Units of offsets: every way from a file's offsets to ours, checked against counting by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.documents import settle
from glossator.core.errors import GlossatorError
from glossator.formats.units import BYTE, CODE_POINT, UTF_16, Text, Unit

TEXTS = st.text(st.sampled_from("aé😀\n \u2028שx\x00"), max_size=20)


def counted(text: str, unit: Unit) -> list[int]:
    """What each offset of ours is in ``unit``, by writing the text out."""
    encoding, size = {"code point": ("utf-32-le", 4), "UTF-16": ("utf-16-le", 2), "byte": ("utf-8", 1)}[
        unit.base
    ]
    written = [each.replace("\n", "\r\n") if unit.crlf else each for each in text]
    return [len("".join(written[:at]).encode(encoding)) // size for at in range(len(text) + 1)]


@pytest.mark.parametrize("unit", [CODE_POINT, UTF_16, BYTE, Unit(crlf=True), Unit("UTF-16", crlf=True)])
@given(raw=TEXTS)
def test_offsets_are_those_of_the_written_text(raw: str, unit: Unit) -> None:
    text = Text(raw)
    places = counted(text.settled, unit)
    for at, place in enumerate(places):
        assert text.span(place, place, unit) == (at, at)
        assert text.place(place, unit) == at
    for strange in set(range(places[-1] + 3)) - set(places):
        assert text.span(strange, strange, unit) is None
    if unit != CODE_POINT:
        assert list(text.ruler(unit)) == places


@pytest.mark.parametrize(
    ("unit", "start", "end"),
    [(Unit(first=1), 3, 6), (Unit(inclusive=True), 2, 4), (Unit(first=1, inclusive=True), 3, 5)],
)
def test_counting_may_begin_at_one_and_end_with_the_last(unit: Unit, start: int, end: int) -> None:
    assert Text("I met Bo").span(start, end, unit) == (2, 5)


def test_line_ends_of_two_are_counted_where_they_are_and_the_mark_is_not() -> None:
    text = Text("\ufeffa\r\nb\nc\r\nd")
    assert text.settled == "a\nb\nc\nd"
    assert text.span(3, 4, Unit(crlf=True)) == (2, 3)  # b, behind one wide end
    assert text.span(8, 9, Unit(crlf=True)) == (6, 7)  # d, behind two wide ends and a narrow one
    assert Unit(first=1) in set(text.units())


def test_only_units_that_differ_are_tried() -> None:
    assert {each.base for each in Text("plain").units()} == {"code point"}
    assert {each.base for each in Text("naïve").units()} == {"code point", "byte"}
    assert {each.base for each in Text("😀").units()} == {"code point", "UTF-16", "byte"}
    assert not any(each.crlf for each in Text("one line").units())


def test_half_a_character_is_refused() -> None:
    with pytest.raises(GlossatorError, match="lone surrogate"):
        Text("a\ud800b")


@given(TEXTS.map(lambda text: text.replace("\n", "\r\n")))
def test_the_settled_text_is_the_one_we_keep(raw: str) -> None:
    assert Text(raw).settled == settle(raw)


def test_a_unit_is_told_in_words() -> None:
    assert CODE_POINT.words == "code points"
    assert Unit("UTF-16", crlf=True, first=1, inclusive=True).words == (
        "UTF-16 units, with two for each line end, counted from 1, ends inclusive"
    )
