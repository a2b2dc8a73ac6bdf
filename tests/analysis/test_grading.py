"""How a record was graded over time is read from its Changes."""

from __future__ import annotations

import itertools
from dataclasses import replace

from glossator.analysis.grading import gradings, told
from glossator.core import claims
from glossator.core.annotations import Relation
from glossator.core.changes import Change
from glossator.core.documents import Document
from tests.builders import hand


def steps(*held: dict[str, str]) -> list[Change]:
    """A claim that is made with the first of these attributes, and then gets the others."""
    by = hand("Kim")
    records = [Relation(7, 1, "LEADS", attributes=each) for each in held]
    made = [by.change("Make", added=records[:1])]
    made += [by.change("Grade", removed=[old], added=[new]) for old, new in itertools.pairwise(records)]
    return made


def test_each_grade_is_told_with_who_when_and_why() -> None:
    grade, reason = claims.CREDIBILITY, claims.CREDIBILITY + claims.REASON
    changes = steps({}, {grade: "2", reason: "two papers"}, {grade: "2", "tense": "Past"}, {grade: "4"}, {})
    found = list(gradings(changes, 7, grade, "6"))
    assert [(each.before, each.after, each.reason) for each in found] == [
        ("6", "2", "two papers"),
        ("2", "2", ""),
        ("2", "4", ""),
        ("4", "6", ""),
    ]
    assert told(found[0], lambda time: "at noon") == "at noon  Kim  6 → 2: two papers"
    assert {each.author for each in found} == {"Kim"}


def test_a_claim_that_was_never_graded_tells_nothing() -> None:
    assert list(gradings(steps({}, {"tense": "Past"}), 7, claims.CREDIBILITY, "6")) == []
    assert list(gradings(steps({}, {claims.CREDIBILITY: "1"}), 8, claims.CREDIBILITY, "6")) == []


def test_a_document_is_graded_by_its_source() -> None:
    old = Document(3, "Wire", 0, "")
    new = replace(old, reliability="B", reliability_reason="long record")
    change = hand().change("Properties", removed=[old], added=[new])
    (found,) = gradings([change], 3, claims.RELIABILITY, "F")
    assert (found.before, found.after, found.reason) == ("F", "B", "long record")
