"""Words, characters, sentences and paragraphs, in several scripts and at every offset."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glossator.core.errors import Refused
from glossator.core.spans import Span
from glossator.core.tokens import (
    grow,
    next_character,
    nudged,
    paragraph_at,
    previous_character,
    sentence_at,
    sentences,
    snap,
    word_at,
    words,
)

SPEECH = [
    *("Russia", "navy", "S-400", "U.S.", "al-Assad", "1,000", "Moscow’s", "Gen.", "K.", "Haftar", "no.", "5"),
    *("俄罗斯海军。", "ليبيا", "é", "👩‍👩‍👧", "The fleet left.", "“Why?”", "\u00a0", " ", "\n", "\n\n"),
    *(".", "?", "!", "...", ",", ";", "“", "”", "(", ")", "-", "—", ":"),
]
PROSE = st.lists(st.sampled_from(SPEECH), max_size=14).map(" ".join)
UNSPACED = re.compile("[\u0e00-\u0eff\u2e80-\u30ff\U00020000-\U0003ffff]")  # with their punctuation
ANY = PROSE | st.text(max_size=30) | st.text("aA.1,' \n’s-", max_size=30)


def read(text: str) -> list[str]:
    return [word.slice(text) for word in words(text)]


def said(text: str) -> list[str]:
    return [sentence.slice(text) for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S-400 and S-300, MiG-29s", ["S-400", "and", "S-300", "MiG-29s"]),
        ("S-300/S-400 and/or R&D, F/A-18", ["S-300/S-400", "and", "or", "R&D", "F/A-18"]),
        ("the U.S. and U.S.-led", ["the", "U.S.", "and", "U.S.-led"]),
        ("U.S.A. or U.S, e.g. a.m.", ["U.S.A.", "or", "U.S", "e.g.", "a.m."]),
        ("J.K.Rowling", ["J", "K", "Rowling"]),
        ("Bashar al-Assad’s state‑owned", ["Bashar", "al-Assad", "state‑owned"]),
        ("1,000 or 3.5% at 12:30, then 2024.", ["1,000", "or", "3.5", "at", "12:30", "then", "2024"]),
        ("said Assad.12 and Haftar,3", ["said", "Assad", "12", "and", "Haftar", "3"]),
        ("O'Neill, O’Brien's, l’Orient, don't", ["O'Neill", "O’Brien", "l’Orient", "don't"]),
        ("Moscow’s it's James' 'quoted'", ["Moscow", "it", "James", "quoted"]),
        ("MOSCOW'S 1990's's", ["MOSCOW", "1990"]),
        ("s 's-Hertogenbosch plan's", ["s", "s-Hertogenbosch", "plan"]),
        ("snake_case __init__ x_", ["snake_case", "init", "x"]),
        ("well - known — so", ["well", "known", "so"]),
        ("", []),
        (" \n\t.,;!", []),
        ("俄罗斯海军在地中海。莫斯科", ["俄罗斯海军在地中海", "莫斯科"]),
        ("プーチン大統領はS-400を", ["プーチン", "大統領", "は", "S-400", "を"]),
        ("เรือรบรัสเซีย S-400", ["เรือรบรัสเซีย", "S-400"]),
        ("러시아 해군이", ["러시아", "해군이"]),
        ("قال حفتر، في ليبيا.", ["قال", "حفتر", "في", "ليبيا"]),
        ("المَدِينَة القَدِيمَة", ["المَدِينَة", "القَدِيمَة"]),
        ("Российский флот — в Тартусе", ["Российский", "флот", "в", "Тартусе"]),
        ("यह कितना है। नहीं", ["यह", "कितना", "है", "नहीं"]),
        ("e\u0301te\u0301 Ha\u0308user", ["e\u0301te\u0301", "Ha\u0308user"]),
        ("ok 👩‍👩‍👧 🇷🇺 👍🏽 \u0301", ["ok"]),
        ("km² ½ x₂", ["km²", "½", "x₂"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@given(ANY)
def test_words_ascend_and_hold_letters_or_digits_without_white_space(text: str) -> None:
    found = list(words(text))
    assert all(left.end <= right.start for left, right in pairwise(found))
    for word in found:
        assert not any(character.isspace() for character in word.slice(text))
        assert any(character.isalnum() or UNSPACED.match(character) for character in word.slice(text))


@given(ANY, st.data())
def test_words_of_a_span_are_those_that_begin_there_given_whole(text: str, data: st.DataObject) -> None:
    every = list(words(text))
    edges = sorted({0, len(text), *(word.start for word in every)})
    start = data.draw(st.sampled_from(edges))
    end = data.draw(st.integers(start, len(text)))
    assert list(words(text, Span(start, end))) == [word for word in every if start <= word.start < end]


@given(ANY)
def test_the_word_at_an_offset_is_the_one_of_all_words(text: str) -> None:
    every = list(words(text))
    for offset in range(len(text) + 1):
        holding = [word for word in every if word.holds(offset)]
        ending = [word for word in every if word.end == offset]
        assert word_at(text, offset) == (holding or ending or [Span(offset, offset)])[0]


def test_the_word_at_an_offset_does_not_depend_on_how_far_in_the_text() -> None:
    text = "well-known al-Assad 1,000 " * 2000
    for word in words("well-known al-Assad 1,000 "):
        for place in (26 * 37, 26 * 1001):
            moved = Span(word.start + place, word.end + place)
            assert {word_at(text, offset) for offset in range(*moved)} == {moved}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("the Russi<an na>vy’s", "Russian navy"),
        ("the< Russian >navy", "Russian"),
        ("the <Russian> navy", "Russian"),
        ("in Moscow<’s> port", "’s"),
        ("in <Moscow’s> port", "Moscow’s"),
        ("S-<4>00 and", "S-400"),
        ("a <> b", ""),
        ("a < > b", ""),
        ("<(>Libya)", "("),
    ],
)
def test_snap_goes_to_whole_words(marked: str, expected: str) -> None:
    start, end = marked.index("<"), marked.index(">") - 1
    text = marked.replace("<", "").replace(">", "")
    assert snap(text, Span(start, end)).slice(text) == expected


@given(ANY, st.data())
def test_snap_holds_the_span_without_its_outer_white_space(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    found = snap(text, span)
    assert found.slice(text).strip() == found.slice(text)
    assert span.slice(text).strip() in found.slice(text)
    assert snap(text, found) == found


# --- steps by characters


CLUSTERS = ["a", "e\u0301", "👩‍👩‍👧", "🇷🇺", "🇺🇸", "👍🏽", "1\ufe0f\u20e3", "कि", "ก็", "\n", " ", "漢", "سَ"]


@given(st.lists(st.sampled_from(CLUSTERS), max_size=12))
@example(["🇷🇺", "🇺🇸"] * 3)
def test_steps_by_characters_go_over_what_a_reader_counts_as_one(clusters: list[str]) -> None:
    text = "".join(clusters)
    offset, forward = 0, []
    while offset < len(text):
        following = next_character(text, offset)
        forward.append(text[offset:following])
        offset = following
    assert forward == clusters
    backward = []
    while offset:
        before = previous_character(text, offset)
        backward.append(text[before:offset])
        offset = before
    assert backward == clusters[::-1]
    assert next_character(text, len(text)) == len(text)
    assert previous_character(text, 0) == 0


@pytest.mark.parametrize(
    ("edge", "grows", "by_word", "expected"),
    [
        ("end", True, True, "Libyan National Army"),
        ("end", False, True, "Libyan"),
        ("start", True, True, "the Libyan National"),
        ("start", False, True, "National"),
        ("end", True, False, "Libyan National "),
        ("end", False, False, "Libyan Nationa"),
        ("start", True, False, " Libyan National"),
        ("start", False, False, "ibyan National"),
    ],
)
def test_an_edge_is_nudged(edge: str, grows: bool, by_word: bool, expected: str) -> None:
    text = "of the Libyan National Army in"
    start = text.index("Libyan")
    assert edge in {"start", "end"}
    found = nudged(
        text,
        Span(start, start + len("Libyan National")),
        "start" if edge == "start" else "end",
        grow=grows,
        by_word=by_word,
    )
    assert found.slice(text) == expected


def test_an_edge_stops_at_the_text_and_at_the_other_edge() -> None:
    text = "Libya now"
    for by_word in (True, False):
        with pytest.raises(Refused, match=r"^The text has no more words there\.$"):
            nudged(text, Span(0, 5), "start", grow=True, by_word=by_word)
        with pytest.raises(Refused, match="no more words"):
            nudged(text, Span(6, 9), "end", grow=True, by_word=by_word)
    with pytest.raises(Refused, match=r"^Nothing would be left of the span\.$"):
        nudged(text, Span(0, 1), "end", grow=False, by_word=False)
    with pytest.raises(Refused, match="Nothing would be left"):
        nudged(text, Span(0, 5), "start", grow=False, by_word=True)
    with pytest.raises(Refused, match="no more words"):
        nudged(text, Span(0, 5), "end", grow=False, by_word=True)


# --- sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia left. Libya stayed.", ["Russia left.", "Libya stayed."]),
        ("Gen. Haftar met K. Smith. He left.", ["Gen. Haftar met K. Smith.", "He left."]),
        ("И. Иванов уехал. Он там.", ["И. Иванов уехал.", "Он там."]),
        ("The U.S. Navy of No. 5 left.", ["The U.S. Navy of No. 5 left."]),
        ("The answer is no. Moscow left.", ["The answer is no.", "Moscow left."]),
        ("A visit vs. Syria, etc. all 3.5 tons.", ["A visit vs. Syria, etc. all 3.5 tons."]),
        (
            "“Why?” He left!) Then…  now. \n\n Next\nlast",
            ["“Why?”", "He left!)", "Then…", "now.", "Next", "last"],
        ),
        ("It went on ... and ended. Yes", ["It went on ... and ended.", "Yes"]),
        ("俄罗斯离开。利比亚留下！是吗？", ["俄罗斯离开。", "利比亚留下！", "是吗？"]),
        ("यह है। नहीं।", ["यह है।", "नहीं।"]),
        ("غادر. هل بقي؟ نعم", ["غادر.", "هل بقي؟", "نعم"]),
        (" \n \n", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@given(ANY)
def test_sentences_lose_white_space_only_and_never_cross_a_line(text: str) -> None:
    found = list(sentences(text))
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(each.slice(text).strip() == each.slice(text) != "" for each in found)
    assert all("\n" not in each.slice(text) for each in found)
    between = "".join(
        text[left.end : right.start] for left, right in pairwise([Span(0, 0), *found, Span(len(text), 0)])
    )
    assert not between.strip()


@given(ANY)
def test_the_sentence_at_an_offset_is_the_one_of_all_sentences(text: str) -> None:
    every = list(sentences(text))
    for offset in range(len(text) + 1):
        paragraph = paragraph_at(text, offset)
        mine = [each for each in every if paragraph.contains(each)]
        if not mine:
            assert sentence_at(text, offset).is_empty
        else:
            assert sentence_at(text, offset) == next((each for each in mine if offset < each.end), mine[-1])


def test_white_space_behind_the_last_sentence_belongs_to_it() -> None:
    text = "Russia left. Libya stayed.  \nNext."
    assert sentence_at(text, 27).slice(text) == "Libya stayed."


@given(ANY)
def test_paragraphs_are_lines(text: str) -> None:
    offset = 0
    for line in text.split("\n"):
        expected = Span(offset, offset + len(line))
        assert {paragraph_at(text, each) for each in range(offset, expected.end + 1)} == {expected}
        offset = expected.end + 1


# --- growing


def growth(text: str, span: Span) -> list[str]:
    found = []
    while span != Span(0, len(text)):
        span = grow(text, span)
        found.append(span.slice(text))
    return found


def test_a_span_grows_through_all_that_is_natural() -> None:
    first = "On Monday, the warlord Khalifa Haftar of the U.S.-led 1,000 men left, officials said. He went."
    text = f"Title\n{first}\nEnd"
    offset = text.index("lifa")
    assert growth(text, Span(offset, offset)) == [
        "Khalifa",
        "Khalifa Haftar",
        "the warlord Khalifa Haftar of the U.S.-led 1,000 men left",
        "On Monday, the warlord Khalifa Haftar of the U.S.-led 1,000 men left, officials said.",
        first,
        text,
    ]


@pytest.mark.parametrize(
    ("text", "inside", "clause"),
    [
        (
            "According to U.S. and Libyan officials, Russia left.",
            "Libyan",
            "According to U.S. and Libyan officials",
        ),
        ("He sold some 1,000 tanks at 12:30 there.", "tanks", "He sold some 1,000 tanks at 12:30 there"),
        ("It was (as said) in the U.S.", "the", "in the U.S."),
        ("It was (as said) in the U.S.", "said", "as said"),
        ("俄罗斯离开，利比亚留下。", "利比亚", "利比亚留下"),
        ("The port - near Tobruk - is open", "near", "near Tobruk"),
    ],
)
def test_a_clause_ends_at_punctuation_but_not_within_a_word(text: str, inside: str, clause: str) -> None:
    start = text.index(inside)
    assert clause in growth(text, Span(start, start + len(inside))) or clause == inside


def test_a_name_is_a_row_of_capitalised_words() -> None:
    text = "the North Atlantic Treaty Organization said, and Bashar al-Assad met Haftar. Then"
    place = text.index("Treaty")
    assert growth(text, Span(place, place))[:2] == ["Treaty", "North Atlantic Treaty Organization"]
    place = text.index("Bashar")
    assert growth(text, Span(place, place))[:2] == ["Bashar", "Bashar al-Assad"]
    place = text.index("Haftar")
    assert growth(text, Span(place, place))[:2] == ["Haftar", "and Bashar al-Assad met Haftar"]


@given(ANY, st.data())
def test_growing_always_grows_until_the_whole_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    steps = 0
    while span != Span(0, len(text)):
        wider = grow(text, span)
        assert wider.contains(span)
        assert wider != span
        span = wider
        steps += 1
    assert steps <= 8
    assert grow(text, span) == span


def test_a_long_selection_is_not_taken_for_a_name() -> None:
    text = "See " + "Libya " * 200 + "now, then."
    assert grow(text, Span(4, 4 + 6 * 150 - 1)).slice(text) == text[: text.index(",")]
