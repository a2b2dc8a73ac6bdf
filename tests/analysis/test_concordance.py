from __future__ import annotations

import pytest

from glossator.analysis.concordance import CONTEXT, Line, before, behind, of_mentions, of_relations
from tests.builders import annotated, scheme, the

SAID = annotated(
    "Once.\nSay [Ada|PER], who led\u00a0the [army|ORG], [attacked|EVT] [Bob|PER] and [Eve|PER]  there. Later.",
    relations=[("LEADS", "Ada", "army")],
    events=[("ATTACK", "attacked", {"Agent": "Ada", "Target": "Bob"})],
)


def text_of(document_id: int) -> str:
    assert document_id == SAID.document.id
    return SAID.text


def test_a_mention_stands_between_the_rest_of_its_sentence() -> None:
    ada = the(SAID, "Ada")
    (line,) = of_mentions([ada], text_of)
    assert line == Line(
        SAID.document.id,
        ada.fragments[0],
        ada.id,
        "Say ",
        "Ada",
        ", who led the army, attacked Bob and Eve there.",
        label="PER",
    )


def test_context_is_cut_where_it_is_long() -> None:
    long = annotated("word " * 60 + "[Ada|PER] " + "word " * 60)
    (line,) = of_mentions(long.mentions.values(), lambda document: long.text)
    assert len(line.left) <= CONTEXT
    assert line.left.endswith(" ")
    assert line.right.startswith(" ")
    assert len(line.right) <= CONTEXT
    assert set(line.left[1:].split()) == {"word"}, "no word is cut"
    assert set(line.right[:-1].split()) == {"word"}
    assert (line.left[0], line.right[-1]) == ("…", "…")


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("one two", "one two", "one two"),
        ("one two three", "…three", "one two…"),
        ("radars, S-300", "…S-300", "radars,…"),
        ("abcdefghijkl", "…fghijkl", "abcdefg…"),
        (
            "東京都は二〇二四年五月に",
            "…〇二四年五月に",
            "東京都は二〇二…",
        ),
    ],
)
def test_a_cut_goes_between_words_where_there_are_any(text: str, left: str, right: str) -> None:
    assert before(text, 8) == left
    assert behind(text, 8) == right


def test_a_long_hit_is_cut_in_its_middle() -> None:
    long = annotated(f"[{'many words ' * 40}end|PER].")
    (line,) = of_mentions(long.mentions.values(), lambda document: long.text)
    assert line.hit.startswith("many words")
    assert " … " in line.hit
    assert line.hit.endswith("end")


def test_a_relation_reaches_from_its_first_end_to_its_last() -> None:
    relation = next(each for each in SAID.relations.values() if not each.is_event)
    (line,) = of_relations([relation], SAID.mentions, text_of, scheme())
    assert line.record == relation.id
    assert line.hit == "Ada, who led the army"
    assert line.detail == "Ada – Leads → army"


def test_an_event_has_a_line_for_each_role() -> None:
    event = next(each for each in SAID.relations.values() if each.is_event)
    lines = list(of_relations([event], SAID.mentions, text_of, scheme()))
    assert [line.detail for line in lines] == ["Attack · Agent: Ada", "Attack · Target: Bob"]
    assert lines[1].hit == "attacked Bob"
    (only,) = of_relations([event], SAID.mentions, text_of, scheme(), role="Target")
    assert only.detail == "Attack · Target: Bob"


def test_ends_that_are_not_at_hand_are_passed_over() -> None:
    relation = next(each for each in SAID.relations.values() if not each.is_event)
    event = next(each for each in SAID.relations.values() if each.is_event)
    bob = the(SAID, "Bob")
    assert list(of_relations([relation], {}, text_of, scheme())) == []
    lines = list(of_relations([event], {bob.id: bob}, text_of, scheme()))
    assert [(line.detail, line.hit) for line in lines] == [("Attack · Target: Bob", "Bob")]
