"""A quotation with its source, as a product cites its evidence."""

from __future__ import annotations

from collections.abc import Sequence

from glossator.core.documents import Document, grade_words
from glossator.core.pagination import in_words, pages_of
from glossator.core.spans import Span, quote


def citation(document: Document, text: str, spans: Sequence[Span]) -> str:
    r"""One line: the quotation, the document, its page where it has any, the paragraph (counted from 1), source, date,
    address and grade.

    >>> citation(Document(1, "Daily", 9, "", published="2025-01-03"), "One\nTwo.", [Span(4, 7)])
    '“Two” (Daily, paragraph 2, 2025-01-03, source not graded)'
    """
    paragraph = paragraph_number(text, spans[0].start)
    parts = (
        document.name,
        in_words(pages_of(document), Span(spans[0].start, spans[-1].end)),
        f"paragraph {paragraph}",
        document.author,
        document.source,
        document.published,
        document.url,
        document.source_descriptor,
        grade_words(document),
    )
    return f"“{quote(spans, text)}” ({', '.join(part for part in parts if part)})"


def paragraph_number(text: str, offset: int) -> int:
    """Which paragraph holds ``offset``, counted from 1; lines that hold nothing but white space do not count."""
    before = text[: text.rfind("\n", 0, offset) + 1]
    return 1 + sum(1 for line in before.split("\n") if line.strip())
