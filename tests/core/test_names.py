from __future__ import annotations

import pytest

from glossator.core.names import Likeness, likeness, plain_name, strength


@pytest.mark.parametrize(
    ("name", "other", "reason"),
    [
        ("Khalifa Haftar", "khalifa haftar", Likeness.EXACT),
        ("Moscow’s", "Moscow", Likeness.EXACT),
        ("the Russian navy", "Russian Navy", Likeness.EXACT),
        ("U.S.", "US", Likeness.EXACT),
        ("Málaga", "Malaga", Likeness.EXACT),
        ("Haftar", "Khalifa Haftar", Likeness.SURNAME),
        ("Bashar al-Assad", "Assad", Likeness.SURNAME),
        ("NATO", "North Atlantic Treaty Organization", Likeness.ACRONYM),
        ("Libyan National Army", "LNA", Likeness.ACRONYM),
        ("U.S.", "United States of America", None),
        ("U.S.", "United States", Likeness.ACRONYM),
        ("Wagner", "Wagner Group", Likeness.PART),
        ("Libya", "Syria", None),
        ("Saddam Haftar", "Khalifa Haftar", None),
        ("", "Libya", None),
        ("…", "Libya", None),
        ("of", "Bank of England", None),
    ],
)
def test_how_alike_names_are(name: str, other: str, reason: Likeness | None) -> None:
    assert likeness(name, other) is reason
    assert likeness(other, name) is reason


def test_an_alias_counts_but_less_than_the_name() -> None:
    assert likeness("Moscow", "Russia", ("Russian Federation", "Moscow")) is Likeness.ALIAS
    assert likeness("Russia", "Russia", ("Russia",)) is Likeness.EXACT
    assert likeness("Haftar", "Field Marshal", ("Khalifa Haftar",)) is Likeness.SURNAME


def test_reasons_are_ordered_and_none_comes_last() -> None:
    order = [*Likeness, None]
    assert [strength(each) for each in order] == sorted(strength(each) for each in order)


def test_a_name_is_compared_without_article_possessive_and_case() -> None:
    assert plain_name("The  Assad regime's") == "assad regime"
    assert plain_name("a") == "a"
