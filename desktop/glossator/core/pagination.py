"""Pages of a document: at which offset each one begins, which holds an offset, and what people call them."""

from __future__ import annotations

import json
from bisect import bisect_right
from functools import lru_cache

from glossator.core.documents import Document
from glossator.core.spans import Span

PAGES = "pages"
"""The attribute of a document that has the offsets (code points) at which its pages begin, as a JSON list."""


def pages_of(document: Document) -> tuple[int, ...]:
    """The offsets at which the pages of a document begin; nothing where its file has none or they make no sense."""
    held = document.attributes.get(PAGES, "")
    return _begins(held, document.length) if held else ()


@lru_cache(maxsize=16)  # asked at every step of the caret
def _begins(held: str, length: int) -> tuple[int, ...]:
    try:
        begins = json.loads(held)
    except ValueError:
        return ()
    if not isinstance(begins, list) or not all(type(each) is int for each in begins):
        return ()
    is_sound = begins == sorted(begins) and (not begins or (begins[0] >= 0 and begins[-1] <= length))
    return tuple(begins) if is_sound else ()


def page_at(begins: tuple[int, ...], offset: int) -> int:
    """The page (from 1) that holds ``offset``; 0 where there are none, or it stands before the first."""
    return bisect_right(begins, offset)


def in_words(begins: tuple[int, ...], span: Span) -> str:
    """The page or pages on which a stretch stands, as a citation has it: ``page 3``, ``pages 3–4``; else nothing."""
    first, last = page_at(begins, span.start), page_at(begins, max(span.start, span.end - 1))
    if not first:
        return ""
    return f"page {first}" if first == last else f"pages {first}–{last}"
