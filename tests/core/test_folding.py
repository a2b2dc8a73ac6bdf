"""Folding for search: spellings that are one, the way back to the text as it stands, and that no fold is a surprise."""

from __future__ import annotations

import itertools
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glossator.core import folding
from glossator.core.folding import WORD, fold, places
from glossator.core.query import Query, Term

ONES = [
    ("Łódź", "lodz"),
    ("STRASSE", "Straße"),
    ("Ærø", "aero"),
    ("ﬁnal", "FINAL"),
    ("co\u00adoperate", "cooperate"),
    ("İstanbul", "istanbul"),
    ("Kırım", "KIRIM"),
    ("ＡＢＣ１", "abc1"),
    ("e\u0301tude", "Étude"),
    ("Ёлка", "елка"),
    ("καφές", "ΚΑΦΕΣ"),
    ("قَالَ", "قال"),
    ("الأُمَم", "الامم"),
    ("ســـلام", "سلام"),
    ("٤٠٠", "400"),
    ("می\u200cخواهم", "ميخواهم"),
    ("کریم", "كريم"),
    ("שָׁלוֹם", "שלום"),
    ("हिन्दी क़लम", "हिन्दी कलम"),
    ("ﾊﾟﾘ", "パリ"),
    ("\u1112\u1161\u11ab", "한"),
    ("Ṣanʿāʾ", "sana"),
]
OTHERS = [("мой", "мои"), ("が", "か"), ("हिन्दी", "हिन्द"), ("क", "कि"), ("ab", "a b")]
TEXTS = st.text(
    st.sampled_from(
        "aB é́ł\n\u00ad'-.«’ßﬁяйЙи\u0306ёَقالإ\u200c外部、ひﾊﾟข้าว한\u1112\u1161\u11abविदेशि़😀\U0001f9d0\u0345\x00"
    )
    | st.characters(exclude_categories=["Cs"]),
    max_size=60,
)


@pytest.mark.parametrize(("one", "other"), ONES)
def test_spellings_that_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_words_that_are_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_what_is_written_without_blanks_is_set_apart() -> None:
    assert fold("外交x部").split() == ["外", "交", "x", "部"]
    assert fold("ข้าว").split() == ["ข", "้", "า", "ว"]
    assert fold("한국 ").split() == ["한", "국"]


def test_a_danda_or_an_emoji_is_no_part_of_a_word() -> None:
    assert fold("है।").split() == ["है"]
    assert fold("word🧐₽100").split() == ["word", "100"]


@given(TEXTS)
def test_a_fold_holds_ascii_and_characters_of_words_only(text: str) -> None:
    for char in fold(text):
        assert char.isascii() or char.isalnum() or unicodedata.category(char) in {"Mn", "Mc", "Me", "Co"}, (
            char
        )


@given(TEXTS, TEXTS)
def test_folds_that_meet_at_a_blank_are_the_fold_of_both(left: str, right: str) -> None:
    assert fold(f"{left} {right}") == f"{fold(left)} {fold(right)}"


@given(TEXTS)
def test_folding_again_finds_the_same_words(text: str) -> None:
    words = re.findall(f"{WORD}+", fold(text))
    assert re.findall(f"{WORD}+", fold(" ".join(words))) == words


def query(*words: str, beginning: bool = False) -> Query:
    return Query(((Term(words, beginning),),))


@given(TEXTS)
@example("a\u0301b")
@example("왼 국")
def test_every_word_is_found_where_it_stands(text: str) -> None:
    for word in set(re.findall(f"{WORD}+", fold(text))):
        found = list(places(text, query(word).pattern))
        assert len(found) == len(re.findall(query(word).pattern, fold(text)))
        for span in found:
            assert word in re.findall(f"{WORD}+", fold(span.slice(text)))
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_a_hit_is_exact_in_code_points() -> None:
    text = "😀 Der Großmut, die ﬁnale Łódź\u0301 und قَالَ الوَزِيرُ 外交部长"
    for words, hit in (
        (("grossmut",), "Großmut"),
        (("finale", "lodz"), "ﬁnale Łódź\u0301"),
        (("قال", "الوزير"), "قَالَ الوَزِيرُ"),
        (("交", "部"), "交部"),
    ):
        (span,) = places(text, query(*words).pattern)
        assert span.slice(text) == hit


@pytest.mark.parametrize("filler", ["word ", "wörd ", "字", "wörd\n"])
def test_hits_all_over_a_long_text_are_found_once_each(filler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "_BLOCK", 500)
    monkeypatch.setattr(folding, "_PIECE", 64)
    monkeypatch.setattr(folding, "_REACH", 100)
    text = "".join(f"{filler * (n % 90)}Außen, minister " for n in range(100))
    found = list(places(text, query("aussen", "minister").pattern))
    assert [span.slice(text) for span in found] == ["Außen, minister"] * 100


def test_the_beginning_of_words_is_found_to_their_ends() -> None:
    text = "Sanktionen, sankt; Ersatzsanktion"
    found = places(text, query("san", beginning=True).pattern)
    assert [span.slice(text) for span in found] == ["Sanktionen", "sankt"]


def test_what_is_kept_in_mind_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "_MOST_WORDS", 10)
    fold("é " + " ".join(f"w{n}" for n in range(100)))
    assert len(folding._WORDS) <= 10
