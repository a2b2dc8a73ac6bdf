from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from glossator.analysis.distribution import (
    Cell,
    Share,
    by_label,
    default_level,
    levels_of,
    relation_matrix,
    role_matrix,
    type_counts,
)
from glossator.core.scheme import Scheme
from tests.builders import scheme

SCHEME = scheme()


class Count(NamedTuple):
    label: str
    level: str
    mentions: int


class Pair(NamedTuple):
    type: str
    first_label: str
    second_label: str
    relations: int
    role: str = ""


def test_labels_are_counted_by_level_and_those_without_mentions_come_last() -> None:
    rows = by_label(
        [Count("GPE", "", 3), Count("PER", "Pronoun", 2), Count("PER", "", 4), Count("GPE", "Name", 1)],
        SCHEME,
    )
    assert [(row.label, row.mentions) for row in rows] == [
        ("PER", 6),
        ("GPE", 4),
        ("ORG", 0),
        ("LOC", 0),
        ("FAC", 0),
        ("EVT", 0),
        ("CUE", 0),
    ]
    assert rows[0].shares == (Share("Name", 4), Share("Pronoun", 2))
    assert rows[1].shares == (Share("Name", 4),)


def test_levels_stand_in_the_order_of_the_scheme_behind_what_has_none() -> None:
    counts = [Count("PER", "Odd", 1), Count("PER", "Pronoun", 1), Count("PER", "", 1)]
    assert [share.level for share in by_label(counts, SCHEME)[0].shares] == ["Name", "Pronoun", "Odd"]
    only_people = replace(SCHEME.attributes[0], labels=("PER",))
    bare = replace(SCHEME, attributes=(only_people,))
    cues = by_label([Count("CUE", "Nominal", 1), Count("CUE", "", 1)], bare)[0]
    assert [share.level for share in cues.shares] == ["", "Nominal"]


def test_labels_that_are_retired_or_unknown_are_counted_where_they_have_mentions() -> None:
    rows = by_label([Count("OLD", "", 1), Count("XYZ", "", 2)], SCHEME)
    assert [row.label for row in rows[:2]] == ["XYZ", "OLD"]


def test_a_scheme_without_levels_has_one_share_each() -> None:
    bare = Scheme("bare", "Bare", "1", labels=SCHEME.labels)
    assert levels_of(bare) == ()
    assert default_level(bare, "PER") == ""
    assert by_label([Count("PER", "", 2)], bare)[0].shares == (Share("", 2),)
    assert levels_of(SCHEME) == ("Name", "Nominal", "Pronoun")


PAIRS = [
    Pair("LEADS", "PER", "ORG", 5),
    Pair("CITES", "PER", "ORG", 2),
    Pair("LEADS", "PER", "LOC", 1),
    Pair("ATTACK", "EVT", "PER", 4, "Agent"),
    Pair("ATTACK", "EVT", "PER", 1, "Target"),
    Pair("ATTACK", "EVT", "LOC", 1, "Place"),
    Pair("MEET", "EVT", "ORG", 3, "Participant"),
]


def test_relations_are_counted_by_the_labels_of_their_ends() -> None:
    matrix = relation_matrix(PAIRS, SCHEME)
    assert matrix.counts == {Cell("PER", "ORG"): 7, Cell("PER", "LOC"): 1}
    assert matrix.total == 8
    assert Cell("PER", "ORG") in matrix.permitted
    assert Cell("PER", "LOC") not in matrix.permitted
    assert matrix.forbidden == 1
    # what might be there frames the matrix too
    assert matrix.rows == ("PER", "ORG", "GPE", "LOC", "FAC")
    assert matrix.columns == ("ORG", "GPE", "LOC", "FAC")


def test_one_type_shows_its_own_permissions() -> None:
    matrix = relation_matrix(PAIRS, SCHEME, "CITES")
    assert matrix.counts == {Cell("PER", "ORG"): 2}
    assert matrix.permitted == {Cell("PER", "ORG"), Cell("PER", "GPE")}


def test_a_cell_is_wrong_when_one_of_its_relations_is() -> None:
    mixed = [Pair("NEAR", "FAC", "FAC", 1), Pair("LEADS", "FAC", "FAC", 1)]
    assert Cell("FAC", "FAC") not in relation_matrix(mixed, SCHEME).permitted
    assert Cell("FAC", "FAC") in relation_matrix(mixed, SCHEME, "NEAR").permitted
    unknown = [Pair("GONE", "PER", "PER", 1)]
    assert relation_matrix(unknown, SCHEME).forbidden == 1


def test_roles_of_all_events_stand_by_event_type() -> None:
    matrix = role_matrix(PAIRS, SCHEME)
    assert matrix.rows == ("ATTACK", "MEET")
    assert matrix.counts == {
        Cell("ATTACK", "PER"): 5,
        Cell("ATTACK", "LOC"): 1,
        Cell("MEET", "ORG"): 3,
    }
    assert matrix.forbidden == 1


def test_roles_of_one_event_type_stand_by_role() -> None:
    matrix = role_matrix(PAIRS, SCHEME, "ATTACK")
    assert matrix.rows == ("Agent", "Target", "Place")
    assert matrix.counts[Cell("Agent", "PER")] == 4
    assert Cell("Place", "LOC") not in matrix.permitted
    assert Cell("Place", "GPE") in matrix.permitted


def test_a_role_that_the_scheme_does_not_know_is_shown_as_wrong() -> None:
    matrix = role_matrix([Pair("ATTACK", "EVT", "PER", 1, "Bystander")], SCHEME, "ATTACK")
    assert matrix.rows[-1] == "Bystander"
    assert matrix.forbidden == 1


def test_types_are_counted_over_all_pairs() -> None:
    assert type_counts(PAIRS) == {"LEADS": 6, "CITES": 2, "ATTACK": 6, "MEET": 3}
    assert type_counts([]) == {}
