from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.fuzzy import folded, match, ranked


def best(pattern: str, *names: str) -> list[str]:
    return [names[each.row] for each in ranked(pattern, names)]


def test_the_whole_name_beats_its_beginning_beats_initials_beats_a_word_beats_letters_inside() -> None:
    names = ("outgroup", "PER › Group", "Groups of people", "Group", "Great road over utter pass")
    assert best("group", *names) == [
        "Group",
        "Groups of people",
        "Great road over utter pass",
        "PER › Group",
        "outgroup",
    ]


@pytest.mark.parametrize(
    ("pattern", "name", "places"),
    [
        ("lna", "Libyan National Army", (0, 7, 16)),
        ("haf", "Khalifa Haftar", (8, 9, 10)),
        ("grp", "Group", (0, 1, 4)),
        ("army lib", "Libyan National Army", (0, 1, 2, 16, 17, 18, 19)),
        ("malmo", "Malmö", (0, 1, 2, 3, 4)),
        ("ş", "Aksaray şehri", (8,)),
    ],
)
def test_the_letters_that_match_are_told(pattern: str, name: str, places: tuple[int, ...]) -> None:
    found = match(pattern, name)
    assert found is not None
    assert found.places == places


@pytest.mark.parametrize(("pattern", "name"), [("xyz", "Libya"), ("lna x", "Libyan Army"), ("bay", "Libya")])
def test_what_is_not_there_is_not_found(pattern: str, name: str) -> None:
    assert match(pattern, name) is None


def test_letters_that_are_scattered_by_chance_are_no_match() -> None:
    assert match("rdcls", "underground channels of the old lakes") is None


def test_a_shorter_name_wins_and_equal_ones_keep_their_order() -> None:
    assert best("rus", "Russian Federation", "Russia") == ["Russia", "Russian Federation"]
    assert best("a", "ab", "ac") == ["ab", "ac"]


def test_nothing_typed_keeps_all_in_order_up_to_the_limit() -> None:
    assert [each.row for each in ranked("  ", ["b", "a", "c"], limit=2)] == [0, 1]


def test_ten_thousand_names_give_the_best_two_hundred() -> None:
    names = [f"document number {number}" for number in range(10_000)]
    found = ranked("number 9999", names)
    assert len(found) <= 200
    assert names[found[0].row] == "document number 9999"


@given(st.text(max_size=30))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(min_size=1, max_size=6), st.text(max_size=30))
def test_the_letters_told_are_those_typed(pattern: str, name: str) -> None:
    found = match(pattern, name)
    if found is not None:
        letters = {folded(name)[place] for place in found.places}
        assert letters == set("".join(folded(pattern).split()))
