"""Identical strings are found as whole words, the longer one first, and tagged as one step that can be taken back."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.errors import Refused
from glossator.core.identical import Place, occurrences, tag_all, untagged
from glossator.core.scheme import Label
from glossator.core.spans import Span
from tests.builders import annotated, entity, hand, scheme, take_back_twice, the

GPE = next(each for each in scheme().labels if each.id == "GPE")
PER = next(each for each in scheme().labels if each.id == "PER")


def found(text: str, *strings: str, case: bool = True) -> list[str]:
    return [f"{span.start}:{span.slice(text)}" for span in occurrences(text, strings, case=case)]


def test_whole_words_only_and_capitals_count() -> None:
    text = "Iran, Iranians, IRAN and Iran's iran"
    assert found(text, "Iran") == ["0:Iran", "25:Iran"]
    assert found(text, "Iran", case=False) == ["0:Iran", "16:IRAN", "25:Iran", "32:iran"]


def test_the_longer_string_counts_where_two_overlap() -> None:
    text = "Saudi Arabia and Arabia"
    assert found(text, "Arabia", "Saudi Arabia") == ["0:Saudi Arabia", "17:Arabia"]
    assert found("Abu Ali Hassan", "Abu Ali", "Ali Hassan Omar", "Ali Hassan") == ["4:Ali Hassan"]


def test_a_name_over_a_line_break_is_the_same_name() -> None:
    assert found("the Wagner\nGroup", "Wagner Group") == ["4:Wagner\nGroup"]


def test_what_is_tagged_already_is_left_out() -> None:
    annotations = annotated("[Libya|GPE] and Libya and [Libya|LOC]")
    spans = occurrences(annotations.text, ["Libya"])
    assert len(spans) == 3
    assert untagged(spans, annotations.mentions.values(), "GPE") == spans[1:]


def test_all_places_are_tagged_as_one_step() -> None:
    annotations = annotated("[Libya|GPE] and Libya and Libya")
    first = the(annotations, "Libya")
    libya = entity("Libya", "GPE")
    spans = untagged(occurrences(annotations.text, ["Libya"]), [first], "GPE")
    places = [Place(1, span, span.slice(annotations.text)) for span in spans]
    change = tag_all(places, GPE, by=hand(), entity=libya, is_new=True, identified=[first])
    assert change.title == "Tag 2 × “Libya” as Geo-political entity"
    assert change.added[0] == libya
    take_back_twice(annotations, change)
    assert [(each.start, each.entity) for each in annotations.in_order()] == [
        (0, libya.id),
        (10, libya.id),
        (20, libya.id),
    ]


def test_places_may_lie_in_many_documents() -> None:
    places = [Place(document, Span(0, 3), "Ada") for document in (1, 1, 2)]
    change = tag_all(places, PER, by=hand(), subtype="Group")
    assert change.title == "Tag 3 × “Ada” as Person in 2 documents"
    assert change.documents() == {1, 2}
    assert {each.subtype for each in change.added if hasattr(each, "subtype")} == {"Group"}
    assert {each.subtype for each in tag_all(places, PER, by=hand()).added if hasattr(each, "subtype")} == {
        "Individual"
    }


def test_an_identity_alone_is_a_step_too() -> None:
    annotations = annotated("[Ada|PER]")
    ada = the(annotations, "Ada")
    change = tag_all([], PER, by=hand(), entity=entity("Ada"), identified=[ada])
    assert change.title == "1 × “Ada” is Ada"
    assert change.added == (replace(ada, entity=900_000),)


def test_nothing_chosen_is_refused() -> None:
    with pytest.raises(Refused, match="No place"):
        tag_all([], Label("X", "x"), by=hand())
    with pytest.raises(Refused, match="No place"):
        tag_all([], PER, by=hand(), identified=[the(annotated("[Ada|PER]"), "Ada")])


@given(st.text("ab -", max_size=30), st.lists(st.text("ab ", min_size=1, max_size=4), max_size=4))
def test_what_is_found_reads_as_wanted_and_never_overlaps(text: str, strings: list[str]) -> None:
    spans = occurrences(text, strings)
    wanted = {" ".join(each.split()) for each in strings}
    assert all(" ".join(span.slice(text).split()) in wanted for span in spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
