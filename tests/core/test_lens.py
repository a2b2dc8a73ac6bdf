from __future__ import annotations

from dataclasses import replace

import pytest

from glossator.core.lens import WHOLE, Lens, Selected, as_plain, from_plain, is_within
from glossator.core.scheme import AttributeType
from tests.builders import annotated, document, scheme, the, with_attributes

SAID = annotated(
    "[Ada|PER] leads the [navy|ORG]. [Ships|FAC] [attacked|EVT] [Bob|PER].",
    relations=[("LEADS", "Ada", "navy")],
    events=[("ATTACK", "attacked", {"Target": "Bob", "Agent": "Ships"})],
)
LEADS, ATTACK = SAID.relations.values()
CERTAIN = AttributeType("certainty", "Certainty", ("relation",), values=("Certain", "Possible"))
SCHEME = replace(scheme(), attributes=(*scheme().attributes, CERTAIN))


def label_of(mention: int) -> str | None:
    return SAID.mentions[mention].label


@pytest.mark.parametrize(
    ("published", "since", "until", "taken"),
    [
        ("2024-12-05", "", "", True),
        ("", "", "", True),
        ("", "2024", "", False),
        ("2024-12-05", "2024", "2024", True),
        ("2024-12-05", "2024-12-06", "", False),
        ("2024-12-05T14:30", "2024-12-05", "2024-12-05", True),
        ("2024", "2024-05", "2024-06", True),
        ("2023", "2024-05", "", False),
        ("2025-01", "", "2024", False),
    ],
)
def test_dates_are_compared_as_far_as_they_are_known(
    published: str, since: str, until: str, *, taken: bool
) -> None:
    assert is_within(published, since, until) is taken


def test_a_document_is_taken_by_name_date_grade_and_status() -> None:
    held = replace(document("x", id=7), published="2024-12", reliability="B", status="done")
    assert WHOLE.takes_document(held)
    assert Lens(document=7, documents=frozenset({7, 8})).takes_document(held)
    assert not Lens(document=9).takes_document(held)
    assert not Lens(document=7, documents=frozenset({8})).takes_document(held)
    assert Lens(reliability=frozenset("AB")).takes_document(held)
    assert not Lens(reliability=frozenset("A")).takes_document(held)
    assert not Lens(statuses=frozenset({"new"})).takes_document(held)


def test_a_mention_is_taken_by_label_and_author() -> None:
    ada = the(SAID, "Ada")
    assert Lens(labels=frozenset({"PER"})).takes_mention(ada, SCHEME)
    assert not Lens(labels=frozenset({"ORG"})).takes_mention(ada, SCHEME)
    assert Lens(annotators=frozenset({ada.author})).takes_mention(ada, SCHEME)
    assert not Lens(annotators=frozenset({"Kim"})).takes_mention(ada, SCHEME)


def test_a_relation_needs_all_its_ends_and_an_event_any_filler() -> None:
    people = Lens(labels=frozenset({"PER"}))
    assert not people.takes_relation(LEADS, label_of, SCHEME)
    assert Lens(labels=frozenset({"PER", "ORG"})).takes_relation(LEADS, label_of, SCHEME)
    assert people.takes_relation(ATTACK, label_of, SCHEME)
    assert not Lens(labels=frozenset({"EVT"})).takes_relation(ATTACK, label_of, SCHEME)


def test_certainty_is_asked_where_the_scheme_has_it_and_absent_is_its_default() -> None:
    possible, certain = Lens(certainty=frozenset({"Possible"})), Lens(certainty=frozenset({"Certain"}))
    assert certain.takes_relation(LEADS, label_of, SCHEME)
    assert not possible.takes_relation(LEADS, label_of, SCHEME)
    assert possible.takes_relation(replace(LEADS, attributes={"certainty": "Possible"}), label_of, SCHEME)
    assert possible.takes_relation(ATTACK, label_of, SCHEME), "it is no attribute of events here"
    assert possible.takes_mention(with_attributes(SAID, "Bob", certainty="Certain"), SCHEME)
    assert possible.takes_relation(LEADS, label_of, scheme()), "a scheme without it hides nothing"


def test_a_mention_that_cannot_be_certain_is_asked_by_its_claims() -> None:
    possible = Lens(certainty=frozenset({"Possible"}), credibility=frozenset("3"))
    assert possible.asks_of_claims(SCHEME) == {"certainty"}, "the scheme has no grade of claims"
    assert not possible.asks_of_claims(scheme())
    own = replace(CERTAIN, on=("mention", "relation"))
    assert not possible.asks_of_claims(replace(SCHEME, attributes=(own,))), "mentions say so themselves"
    assert not WHOLE.asks_of_claims(SCHEME)


def test_what_was_selected_is_taken_record_by_record() -> None:
    ada, bob = the(SAID, "Ada"), the(SAID, "Bob")
    held = Selected(frozenset({ada.id}), frozenset({LEADS.id}), frozenset({7}), "timeline")
    lens = Lens(only=held)
    assert lens.takes_mention(ada, SCHEME)
    assert not lens.takes_mention(bob, SCHEME)
    assert lens.takes_relation(LEADS, label_of, SCHEME)
    assert not lens.takes_relation(ATTACK, label_of, SCHEME)
    assert lens.asks_of_records
    assert lens.asks_of_documents
    assert not lens.is_open
    assert lens.scope == WHOLE
    assert lens.chosen == {7}
    assert replace(lens, documents=frozenset({7, 8})).chosen == {7}
    assert not lens.takes_document(document("x", id=8))
    assert not replace(lens, documents=frozenset({8})).takes_document(document("x", id=7))
    assert not lens.within(8).takes_document(document("x", id=8))
    assert lens.within(7).takes_document(document("x", id=7))
    assert from_plain(as_plain(lens)) == lens
    assert from_plain({"only": {"mentions": ["?"], "view": 3}}) == WHOLE
    assert from_plain({"only": [1]}) == WHOLE


def test_filters_are_kept_and_what_makes_no_sense_is_left_out() -> None:
    lens = Lens(
        document=5,
        documents=frozenset({7}),
        since="2024",
        labels=frozenset({"PER"}),
        statuses=frozenset({"done"}),
    )
    assert from_plain(as_plain(lens)) == lens.within(None)
    assert as_plain(WHOLE) == {}
    assert from_plain(None) == WHOLE
    assert from_plain({"statuses": ["eaten", 3], "documents": ["?", 1], "since": 4, "labels": "PER"}) == WHOLE
