"""What is typed to search a project: how it is read, and that everything typed is a query or gets a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.errors import Refused
from glossator.core.query import MOST_WORDS, Query, Term, read


def said(query: Query) -> str:
    """A query in words, for comparing."""

    def one(term: Term) -> str:
        return "_".join(term.words) + "*" * term.is_beginning

    wanted = " ".join("|".join(map(one, group)) for group in query.groups)
    return wanted + "".join(f" -{one(term)}" for term in query.without)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("moscow", "moscow"),
        ("Moscow  KREMLIN", "moscow kremlin"),
        ('"prime minister"', "prime_minister"),
        ("“prime minister” visit", "prime_minister visit"),
        ("«Премьер-министр»", "премьер_министр"),
        ("S-400", "s_400"),
        ("O’Neill", "o_neill"),
        ("sanct*", "sanct*"),
        ('"economic sanct"*', "economic_sanct*"),
        ("sanct*,", "sanct*"),
        ("foo*bar", "foo_bar"),
        ("moscow -kremlin", "moscow -kremlin"),
        ('moscow –"red square"', "moscow -red_square"),
        ("moscow NOT kremlin", "moscow -kremlin"),
        ("russia OR syria visit", "russia|syria visit"),
        ("visit russia | syria OR libya", "visit russia|syria|libya"),
        ("visit (russia OR syria)", "visit russia|syria"),
        ("OR russia", "russia"),
        ("russia OR", "russia"),
        ("russia AND syria", "russia syria"),
        ("this or that", "this or that"),
        ('"OR"', "or"),
        ('"unbalanced phrase', "unbalanced_phrase"),
        ('x"y z', "x_y z"),
        ("body:moscow ^start", "body_moscow start"),
        ("NEAR(a b, 3)", "near_a b 3"),
        ("{a b}: + c", "a b c"),
        ("外交部", "外_交_部"),
        ("外*", "外*"),
        ('"" moscow "..."', "moscow"),
    ],
)
def test_what_is_typed_means(typed: str, means: str) -> None:
    assert said(read(typed)) == means


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Nothing is asked for"),
        ("  \t", "Nothing is asked for"),
        ("?!…", "no word in “?!…”"),
        ('"', "no word"),
        ('""""', "no word"),
        ("***", "no word"),
        ("OR", "no word"),
        ("-moscow", "only what to leave out"),
        ("s*", "Too many words begin with “s”"),
        ("moscow -a*", "Too many words begin with “a”"),
        ("word " * (MOST_WORDS + 1), "question of 101 words"),
    ],
)
def test_what_is_no_query_gets_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read(typed)
    assert sentence in str(refused.value)
    assert refused.value.remedy


@given(
    st.text(
        st.sampled_from("ab*\"-–|()^:{}+ '\\\x00ORNTAD外ข้é“”") | st.characters(exclude_categories=["Cs"]),
        max_size=40,
    )
)
def test_anything_typed_is_a_query_or_refused(typed: str) -> None:
    try:
        query = read(typed)
    except Refused:
        return
    assert query.groups
    assert query.pattern.pattern
    for group in (*query.groups, query.without):
        for term in group:
            assert all('"' not in word and " " not in word and word for word in term.words)
