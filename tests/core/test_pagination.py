"""Pages of a document: read from what it keeps, found by an offset, said in words."""

from __future__ import annotations

import pytest

from glossator.analysis.citation import citation
from glossator.core.documents import Document
from glossator.core.pagination import in_words, page_at, pages_of
from glossator.core.spans import Span


def a_document(pages: str) -> Document:
    return Document(1, "Report", 100, "", attributes={"pages": pages} if pages else {})


@pytest.mark.parametrize(
    ("held", "begins"),
    [
        ("[0, 40, 40, 90]", (0, 40, 40, 90)),
        ("", ()),
        ("[]", ()),
        ("nonsense", ()),
        ("{}", ()),
        ('["0"]', ()),
        ("[40, 0]", ()),
        ("[-1]", ()),
        ("[0, 101]", ()),
        ("[true]", ()),
    ],
)
def test_pages_are_what_makes_sense(held: str, begins: tuple[int, ...]) -> None:
    assert pages_of(a_document(held)) == begins


def test_a_page_holds_what_stands_from_its_beginning_to_the_next() -> None:
    begins = (0, 40, 40, 90)
    assert [page_at(begins, offset) for offset in (0, 39, 40, 89, 90, 99)] == [1, 1, 3, 3, 4, 4]
    assert page_at((), 7) == 0
    assert in_words(begins, Span(10, 20)) == "page 1"
    assert in_words(begins, Span(80, 95)) == "pages 3–4"
    assert in_words(begins, Span(80, 90)) == "page 3"  # its end is no part of it
    assert in_words((), Span(0, 5)) == ""


def test_what_is_no_json_and_what_stands_before_the_first_page_has_none() -> None:
    assert pages_of(a_document("[1")) == ()
    assert in_words((5,), Span(0, 3)) == ""


def test_a_citation_names_the_page() -> None:
    cited = citation(a_document("[0, 4]"), "One\nTwo." + " " * 91, [Span(4, 7)])
    assert cited == "“Two” (Report, page 2, paragraph 2, source not graded)"
