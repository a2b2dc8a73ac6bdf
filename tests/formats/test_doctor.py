"""The import doctor: the unit that fits is found, and what does not fit is told with the nearest place."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.spans import Span
from glossator.formats.doctor import Doctor, Healed, all_accepted, nearest_place, none_accepted
from glossator.formats.standoff import MADE_UP, OutDocument, OutSpan
from glossator.formats.units import BYTE, CODE_POINT, UTF_16, Text, Unit
from tests.formats.test_units import counted

RAW = "😀 Ada met Bo.\r\nThe naïve 🚀 flew to Tripoli.\r\nÉcole, Misrata and Zwara 👩‍🚀 were seen.\r\n"
SETTLED = RAW.replace("\r\n", "\n")
WORDS = [each.span() for each in re.finditer(r"\w+", SETTLED)]


def told_in(unit: Unit, *, quoted: bool = True, words: Sequence[tuple[int, int]] = WORDS) -> OutDocument:
    """A file that counts in ``unit``."""
    places = counted(SETTLED, unit)
    spans = [
        OutSpan(
            "X",
            ((places[start] + unit.first, places[end] + unit.first - unit.inclusive),),
            f"T{number}",
            SETTLED[start:end] if quoted else None,
            line=number,
        )
        for number, (start, end) in enumerate(words, 1)
    ]
    return OutDocument(RAW, "a", "a.ann", spans=spans)


def healed(document: OutDocument, doctor: Doctor) -> Healed:
    assert document.text is not None
    doctor.see(document, Text(document.text))
    return doctor.heal(document, Text(document.text))


@pytest.mark.parametrize("base", ["code point", "UTF-16", "byte"])
@pytest.mark.parametrize("crlf", [False, True])
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("inclusive", [False, True])
def test_every_unit_is_found_by_what_is_quoted(base: str, crlf: bool, first: int, inclusive: bool) -> None:
    unit = Unit(base, crlf, first, inclusive)  # type: ignore[arg-type]
    found = healed(told_in(unit), Doctor())
    assert found.verdict == (unit, "quotations", len(WORDS), len(WORDS))
    assert found.findings == []
    assert [each[0] for each in found.places] == [Span(*each) for each in WORDS]


@pytest.mark.parametrize("unit", [CODE_POINT, UTF_16, BYTE])
def test_where_nothing_is_quoted_word_boundaries_tell(unit: Unit) -> None:
    found = healed(told_in(unit, quoted=False), Doctor(CODE_POINT, may_guess=True))
    assert found.verdict.unit == unit
    assert found.verdict.how == ("rule" if unit == CODE_POINT else "word boundaries")
    assert [each[0] for each in found.places] == [Span(*each) for each in WORDS]


def test_word_boundaries_are_asked_only_where_the_format_allows_it() -> None:
    assert healed(told_in(UTF_16, quoted=False), Doctor(CODE_POINT)).verdict == (CODE_POINT, "rule", 0, 0)


def test_what_the_file_says_of_its_unit_is_taken() -> None:
    document = told_in(UTF_16, quoted=False)._replace(unit=UTF_16)
    assert healed(document, Doctor()).verdict == (UTF_16, "stated", 0, 0)


def test_a_mistake_in_a_small_document_is_no_unit() -> None:
    """One span that is one too far would fit offsets from 1; all documents together say otherwise."""
    doctor = Doctor()
    good = OutDocument("Ada met Bo in Rome", spans=[OutSpan("X", ((0, 3),), quoted="Ada")] * 5)
    bad = OutDocument(
        "Ada met Bo in Rome", file="b.ann", spans=[OutSpan("X", ((5, 8),), "T1", "met", line=7)]
    )
    for each in (good, bad):
        doctor.see(each, Text(each.text or ""))
    found = doctor.heal(bad, Text(bad.text or ""))
    assert found.verdict.unit == CODE_POINT
    assert str(found.findings[0]) == (
        "b.ann, line 7: T1 should read “met”, but “et ” stands there; the nearest place that reads so is 4–7.".replace(
            "“et ”", "“et”"
        )
    )
    assert found.places == [()]
    assert doctor.heal(bad, Text(bad.text or ""), all_accepted).places == [(Span(4, 7),)]


def test_one_span_of_another_program_is_found_in_its_unit() -> None:
    document = told_in(CODE_POINT)
    at = SETTLED.index("Tripoli")
    other = counted(SETTLED, UTF_16)
    odd = OutSpan("X", ((other[at], other[at + 7]),), "odd", "Tripoli")
    found = healed(document._replace(spans=[*document.spans, odd]), Doctor())
    assert found.findings == []
    assert found.places[-1] == (Span(at, at + 7),)


def test_what_reads_alike_fits() -> None:
    text = "He said “no” –\nnothing."
    spans = [OutSpan("X", ((8, 12),), quoted='"no"'), OutSpan("X", ((13, 23),), quoted="- Nothing.")]
    found = healed(OutDocument(text, spans=spans), Doctor())
    assert found.findings == []


def test_what_covers_nothing_or_lies_outside_is_told() -> None:
    spans = [OutSpan("X", ((2, 2),), "T1"), OutSpan("X", ((1, 99),), "T2"), OutSpan("X", (), "T3", "Ada")]
    found = healed(OutDocument("Ada met", file="a", spans=spans), Doctor())
    assert [str(each) for each in found.findings][:2] == [
        "a: T1 (from 2 to 2) covers nothing of the text.",
        "a: T2 (from 1 to 99) covers nothing of the text.",
    ]
    assert found.findings[2].nearest == (Span(0, 3),)


def test_an_id_that_a_reader_made_up_is_shown_to_nobody() -> None:
    spans = [OutSpan("X", ((4, 7),), f"{MADE_UP}#1", "Ada"), OutSpan("X", ((2, 2),), f"{MADE_UP}#2")]
    found = healed(OutDocument("Ada met", file="a", spans=spans), Doctor())
    assert [str(each) for each in found.findings] == [
        "a: a mention without an id should read “Ada”, but “met” stands there; the nearest place that reads so is 0–3.",
        "a: a mention without an id (from 2 to 2) covers nothing of the text.",
    ]
    assert len({each.key for each in found.findings}) == 2


def test_pieces_that_are_shifted_together_are_found_together() -> None:
    span = OutSpan("X", ((1, 6), (11, 16)), "T1", "naval bases")
    good = OutSpan("X", ((6, 9),), quoted="air")
    found = healed(OutDocument("naval air bases", spans=[span, *[good] * 200]), Doctor())
    assert found.findings[0].nearest == (Span(0, 5), Span(10, 15))


@pytest.mark.parametrize(
    ("text", "quoted", "near", "found"),
    [
        ("a Bo and Bo", "Bo", 8, Span(9, 11)),
        ("a Bo and Bo", "Bo", 0, Span(2, 4)),
        ("Ada  \n met", "Ada met", 0, Span(0, 10)),
        ("the “Hawk” flew", 'the "hawk"', 3, Span(0, 10)),
        ("nothing", "Zed", 0, None),
        ("(a+b)", "(A+B)", 0, Span(0, 5)),
    ],
)
def test_the_nearest_place(text: str, quoted: str, near: int, found: Span | None) -> None:
    assert nearest_place(text, quoted, near) == found


@given(
    st.text(max_size=30), st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=5), st.data()
)
def test_no_span_is_ever_put_where_the_text_is_not(
    text: str, pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    spans = [OutSpan("X", (each,), quoted=data.draw(st.none() | st.text(max_size=3))) for each in pairs]
    settled = Text(text).settled
    doctor = Doctor(may_guess=True)
    document = OutDocument(text, spans=spans)
    doctor.see(document, Text(text))
    for accept in (all_accepted, none_accepted):
        for fragments in doctor.heal(document, Text(text), accept).places:
            assert all(0 <= each.start < each.end <= len(settled) for each in fragments)
