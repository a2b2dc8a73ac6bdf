"""A quotation with its source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossator.analysis.citation import citation, paragraph_number
from glossator.core.spans import Span
from tests.builders import document

TEXT = "One.\n \n\nTwo is here.\nThree."


def test_a_citation_names_what_is_known_of_its_source() -> None:
    known = replace(
        document(TEXT, name="Daily"),
        author="B. Writer",
        source="The Herald",
        published="2025-01-03",
        url="https://example.org",
        source_descriptor="a daily paper",
        reliability="B",
    )
    assert citation(known, TEXT, [Span(8, 11), Span(15, 19)]) == (
        "“Two … here” (Daily, paragraph 2, B. Writer, The Herald, 2025-01-03, https://example.org, a daily paper,"
        " source graded B)"
    )
    assert citation(document(TEXT, name="Daily"), TEXT, [Span(0, 3)]) == (
        "“One” (Daily, paragraph 1, source not graded)"
    )


@pytest.mark.parametrize(("offset", "paragraph"), [(0, 1), (4, 1), (8, 2), (20, 2), (21, 3), (27, 3)])
def test_paragraphs_are_counted_without_empty_lines(offset: int, paragraph: int) -> None:
    assert paragraph_number(TEXT, offset) == paragraph
