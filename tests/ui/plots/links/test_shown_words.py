"""What stands below a link chart: how much is drawn, and what keeps the rest away."""

from __future__ import annotations

from dataclasses import replace

from glossator.analysis.links import Sieve
from glossator.analysis.web import Web
from glossator.core.statements import Node, Statement
from glossator.ui.plots.links.choice import Choice, shown_words
from tests.builders import scheme

ADA, BOB = Node(quote="Ada", label="PER"), Node(quote="Bob", label="PER")


def web() -> Web:
    """One link; of nine relations a filter takes five, four of which have fewer than two ends."""
    made = Web(scheme(), [Statement(1, 1, "MEETS", "", ADA, BOB)])
    made.total, made.taken = 9, 5
    return made


def test_hidden_is_what_the_filter_hides() -> None:
    assert shown_words(web(), 1, Choice(), Sieve()) == [
        "1 relation shown, 4 hidden by the filter",
        "4 with fewer than two ends link nothing",
    ]


def test_what_is_not_drawn_is_not_hidden_by_the_filter() -> None:
    told = shown_words(web(), 0, replace(Choice(), begun=frozenset({ADA})), Sieve())
    assert told[:2] == ["0 relations shown, 4 hidden by the filter", "1 not around what was chosen"]


def test_of_a_part_nothing_is_said_to_be_hidden() -> None:
    made = web()
    made.leading = frozenset({1, 2})
    assert shown_words(made, 1, Choice(), Sieve()) == [
        "1 relation shown of 9",
        "among the 2 identities in most documents",
    ]
