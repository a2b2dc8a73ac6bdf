"""A project in numbers, as values, as JSON and as text; tables and schemes as text."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import NamedTuple

import pytest

from glossator.analysis import distribution, schemes, summary
from glossator.analysis.tables import WIDEST, table
from glossator.core.ids import to_text
from glossator.core.scheme import EventType
from tests.builders import scheme


class Tally(NamedTuple):
    label: str
    mentions: int
    level: str = ""
    subtype: str = ""


class Entities(NamedTuple):
    entity: int | None
    name: str
    label: str
    mentions: int
    documents: int


class Pair(NamedTuple):
    type: str
    first_label: str
    second_label: str
    relations: int = 1
    role: str = ""


class Answers:
    """A project as far as its summary asks."""

    def __init__(self, *, is_empty: bool = False) -> None:
        self.is_empty = is_empty

    def title(self) -> str:
        return "The case"

    def document_count(self) -> int:
        return 1 if self.is_empty else 2

    def relation_count(self) -> int:
        return 0 if self.is_empty else 4

    def label_counts(self) -> list[Tally]:
        return (
            []
            if self.is_empty
            else [Tally("PER", 1_200, "Pronoun", "Group"), Tally("EVT", 1), Tally("PER", 1)]
        )

    def entity_counts(self, *, limit: int) -> list[Entities]:
        found = [Entities(7, "Ada", "PER", 3, 2), Entities(None, "she", "PER", 1, 1)]
        return [] if self.is_empty else found[:limit]

    def relation_pairs(self) -> list[Pair]:
        found = [Pair("LEADS", "PER", "ORG", 3), Pair("ATTACK", "EVT", "CUE", 1, "Agent")]
        return [] if self.is_empty else found


def test_a_summary_is_text_for_people() -> None:
    assert summary.as_text(summary.summarise(Answers(), scheme())) == (
        "The case\n"
        "2 documents, 1,202 mentions, 4 relations and events, scheme Small 1\n"
        "\n"
        "Label                Mentions  Levels\n"
        "Person (PER)             1201  Name 1, Pronoun 1200\n"
        "Event trigger (EVT)         1  Name 1\n"
        "\n"
        "Entity  Label  Mentions  Documents\n"
        "Ada     PER           3          2\n"
        "“she”   PER           1          1\n"
        "\n"
        "Relation or event  From  To   Count\n"
        "Leads              PER   ORG      3\n"
        "Attack, Agent      EVT   CUE      1  not permitted by the scheme"
    )


def test_a_project_without_annotations_says_so() -> None:
    assert summary.as_text(summary.summarise(Answers(is_empty=True), scheme())) == (
        "The case\n1 document, 0 mentions, 0 relations and events, scheme Small 1\n\nNothing is tagged yet."
    )


def test_a_summary_is_json_for_programs() -> None:
    plain = summary.as_plain(summary.summarise(Answers(), scheme(), entities=1))
    assert json.loads(json.dumps(plain)) == plain
    assert (plain["documents"], plain["mentions"], plain["relations"]) == (2, 1_202, 4)
    assert plain["labels"][0] == {
        "label": "PER",
        "name": "Person",
        "mentions": 1_201,
        "levels": {"Name": 1, "Pronoun": 1_200},
        "subtypes": {"Group": 1_200, "": 1},
    }
    assert plain["entities"] == [
        {"entity": to_text(7), "name": "Ada", "label": "PER", "mentions": 3, "documents": 2}
    ]
    assert plain["pairs"][1] == {
        "type": "ATTACK",
        "name": "Attack",
        "role": "Agent",
        "first": "EVT",
        "second": "CUE",
        "relations": 1,
        "permitted": False,
    }


def test_an_entity_without_identity_has_no_id_in_json() -> None:
    plain = summary.as_plain(summary.summarise(Answers(), scheme()))
    assert [each["entity"] for each in plain["entities"]] == [to_text(7), None]


@pytest.mark.parametrize(
    ("pair", "permitted"),
    [
        (Pair("LEADS", "PER", "ORG"), True),
        (Pair("LEADS", "ORG", "PER"), False),
        (Pair("SAME_AS", "PER", "PER"), True),
        (Pair("SAME_AS", "PER", "ORG"), False),
        (Pair("ATTACK", "EVT", "PER", role="Agent"), True),
        (Pair("ATTACK", "EVT", "GPE", role="Agent"), False),
        (Pair("ATTACK", "EVT", "PER", role="Cook"), False),
        (Pair("UNKNOWN", "PER", "ORG"), False),
    ],
)
def test_what_the_scheme_does_not_permit_is_marked(pair: Pair, *, permitted: bool) -> None:
    assert distribution.is_permitted(pair, scheme()) is permitted


def test_a_table_counts_columns_as_a_terminal_does() -> None:
    rows = [("日本", 3, "x"), ("e\u0301te\u0301", 12, "y"), ("a\u200db", 100, "")]
    assert table(("Name", "N", "Z"), rows).splitlines() == [
        "Name    N  Z",
        "日本    3  x",
        "e\u0301te\u0301    12  y",
        "a\u200db    100",
    ]


def test_a_table_clips_what_is_too_long_and_joins_lines() -> None:
    lines = table(("A", "B"), [("x" * 200, "two\nlines")]).splitlines()
    assert lines[1] == "x" * (WIDEST - 1) + "…  two lines"


def test_a_table_without_rows_has_its_heads() -> None:
    assert table(("One", "Two"), []) == "One  Two"


def test_a_scheme_is_shown_without_what_is_retired() -> None:
    small = scheme()
    shown = schemes.as_text(
        replace(small, definition="For tests.", event_types=(*small.event_types, EventType("X", "X")))
    )
    assert shown.startswith("Small 1\n\nFor tests.\n\nKey  Label")
    assert "P    PER    Person                Individual, Group" in shown
    assert "Given up" not in shown
    assert "Led" not in shown
    lines = shown.splitlines()
    assert "P    PART_OF   ORG GPE  ORG GPE" in lines
    assert "               FAC      FAC" in lines
    assert "S    SAME_AS   any      the same" in lines
    assert "ATTACK  Agent        required  PER ORG" in lines
    assert "        Target                 FAC PER" in lines
    assert "X" in lines
    assert any(line.split() == ["level", "mention", "Name,", "Nominal,", "Pronoun"] for line in lines)
    assert any(line.split() == ["hedged", "relation,", "event", "flag"] for line in lines)


def test_a_bare_scheme_shows_its_labels() -> None:
    bare = replace(scheme(), relation_types=(), event_types=(), attributes=())
    assert "Relation" not in schemes.as_text(bare)
    assert "Event " not in schemes.as_text(bare).replace("Event trigger", "")
    assert "Attribute" not in schemes.as_text(bare)


def test_an_overview_counts_what_schemes_hold() -> None:
    lines = schemes.overview({"small": scheme()}).splitlines()
    assert lines[0].split() == ["Scheme", "Called", "Version", "Labels", "Relations", "Events", "Attributes"]
    assert lines[1].split() == ["small", "Small", "1", "8", "6", "2", "4"]
