"""What the search panel says: how to look, how much was found, and why nothing was."""

from __future__ import annotations

from glossator.analysis.finding import Finding
from glossator.core.titles import counted
from glossator.searches import Asked

HOW = (
    "Type words to find them in every document, in any spelling.\n\n"
    "“several words” in quotation marks stand together  ·  begin* finds words that begin so\n"
    "one OR other  ·  -word is left out, and so is -label:PER\n\n"
    "label:PER  ·  entity:Russia  ·  PER –LEADS→ ORG  ·  event:Movement.Transport(Destination:Libya)\n"
    "attr:certainty=Possible  ·  author:Ada  ·  date:2024-12..2025  ·  status:done"
)
"""Below an empty field, where words are looked for."""
HOW_TEXT = "Type what is to be found in every document, just as it stands there."
"""... and where the text itself is."""
_QUOTES = ("“", '"')


def is_last(asked: Asked, found: Finding, offset: int) -> bool:
    """No other documents follow these, which stand from ``offset`` on."""
    if not asked.is_ranked:
        return found.is_total
    return found.is_total and offset + len(found.documents) >= found.total


def in_words(found: Finding) -> str:
    """How many documents were found, as far as they were counted."""
    count = counted(found.total, "document")
    if found.is_total:
        return count
    return f"more than {count}, the newest first" if found.order == "newest" else f"more than {count}"


def not_found(asked: Asked) -> str:
    """That nothing was found, and what to try instead."""
    typed = asked.typed.strip()
    quoted = typed if typed[:1] in _QUOTES else f"“{typed}”"
    if asked.options is None and not asked.is_ranked:
        return f"Nothing is found by {typed}.\n\nTake out one of the filters."
    said = f"No document has {quoted}."
    if asked.options is not None:
        return said
    last = typed.split()[-1]
    if last[-1:].isalnum() and len(last) > 1:
        return f"{said}\n\nWords that begin so are found with {last}*."
    return said
