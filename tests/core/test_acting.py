"""Whether a capital acts, or is a place: told by metonymy, by its label and by the roles it has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossator import projects
from glossator.core.acting import acts
from tests.builders import annotated, the

NEWS = projects.read_scheme("news-intelligence")


@pytest.mark.parametrize(
    ("marked", "relations", "events", "wanted"),
    [
        ("[Moscow|GPE] is mentioned.", [], [], None),
        ("[Moscow|LOC] is cold.", [], [], False),
        ("[Moscow|FAC] is cold.", [], [], False),
        ("[Moscow|GPE:Population-Center] is mentioned.", [], [], False),
        ("[Moscow|GPE] [attacked|EVT].", [], [("Conflict.Attack", "attacked", {"Attacker": "Moscow"})], True),
        (
            "[Moscow|GPE:Population-Center] [attacked|EVT].",
            [],
            [("Conflict.Attack", "attacked", {"Attacker": "Moscow"})],
            True,
        ),
        ("They [met|EVT] in [Moscow|GPE].", [], [("Contact.Meet", "met", {"Place": "Moscow"})], False),
        ("They [hit|EVT] [Moscow|GPE].", [], [("Conflict.Attack", "hit", {"Target": "Moscow"})], None),
        ("[Moscow|GPE] backs [Haftar|PER].", [("SUPPORTS", "Moscow", "Haftar")], [], True),
        ("[Haftar|PER] is in [Moscow|GPE].", [("LOCATED_IN", "Haftar", "Moscow")], [], False),
        ("[Moscow|GPE] has a [base|FAC].", [("OWNS_OR_USES", "Moscow", "base")], [], True),
    ],
)
def test_what_it_does_is_told_by_what_is_said_of_it(
    marked: str,
    relations: list[tuple[str, str, str]],
    events: list[tuple[str, str, dict[str, str]]],
    *,
    wanted: bool | None,
) -> None:
    held = annotated(marked, relations=relations, events=events)
    assert acts(held, the(held, "Moscow"), NEWS) is wanted


def test_metonymy_is_said_by_the_analyst_and_goes_before_everything() -> None:
    held = annotated("[Moscow|LOC] is cold.")
    mention = replace(the(held, "Moscow"), attributes={"metonymy": True})
    held.put_mention(mention)
    assert acts(held, mention, NEWS) is True
