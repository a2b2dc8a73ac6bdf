"""Finding a string, whole words or a regular expression in a text, as spans in code points."""

from __future__ import annotations

import re
from typing import NamedTuple

from glossator.core.errors import Refused
from glossator.core.spans import Span

_ALIKE = {
    "'": "['\u2018\u2019\u02bc]",
    "\u2019": "['\u2018\u2019\u02bc]",
    '"': '["\u201c\u201d\u201e\u00ab\u00bb]',
    "\u201c": '["\u201c\u201d\u201e\u00ab\u00bb]',
    "\u201d": '["\u201c\u201d\u201e\u00ab\u00bb]',
    "-": "[-\u2010\u2011\u2012\u2013]",
}
"""What is typed on a keyboard finds what a typesetter made of it."""
_PIECE = re.compile(r"\s+|\S")


class FindOptions(NamedTuple):
    """How to look: ``case`` tells upper from lower case, ``words`` finds whole words only, ``regex`` reads the
    pattern as a regular expression (Python's syntax, ``^`` and ``$`` at every line).
    """

    case: bool = False
    words: bool = False
    regex: bool = False


def hits(
    text: str, pattern: str, *, case: bool = False, words: bool = False, regex: bool = False
) -> list[Span]:
    """Where ``pattern`` stands in ``text``, in order and without overlaps; empty hits are left out.

    A pattern that is no regular expression takes any white space for a blank, and any kind of apostrophe, quotation
    mark and hyphen for the one on the keyboard.  :class:`Refused` says what is wrong with a regular expression.
    """
    if not pattern or (not regex and not pattern.strip()):
        return []
    wanted = compiled(pattern, FindOptions(case, words, regex))
    return [Span(*found.span()) for found in wanted.finditer(text) if found.end() > found.start()]


def compiled(pattern: str, options: FindOptions) -> re.Pattern[str]:
    """The expression that :func:`hits` looks for; :class:`Refused` says what is wrong with it."""
    source = f"(?:{pattern})" if options.regex else _literal(pattern.strip())
    if options.words:
        source = rf"(?<!\w){source}(?!\w)"
    try:
        # compiled alone first: inside a group, "a)(b" would be balanced
        if options.regex:
            re.compile(pattern)
        return re.compile(source, re.MULTILINE | (0 if options.case else re.IGNORECASE))
    except re.error as error:
        where = f" at character {error.pos + 1}" if error.pos is not None and error.pattern == pattern else ""
        raise Refused(
            f"“{pattern}” is not a regular expression: {error.msg}{where}.",
            remedy="Mend it, or switch regular expressions off to look for these characters as they stand.",
        ) from error
    except OverflowError as error:
        raise Refused(f"“{pattern}” is not a regular expression: a number in it is too large.") from error


def place_of(found: list[Span], offset: int, step: int) -> int:
    """The index of the hit to go to from ``offset``: the next one at or behind it (``step`` 1) or the last one that
    ends before or at it (-1), round the end of the text; -1 where there are none.
    """
    if not found:
        return -1
    if step >= 0:
        return next((index for index, span in enumerate(found) if span.start >= offset), 0)
    behind = [index for index, span in enumerate(found) if span.end <= offset]
    return behind[-1] if behind else len(found) - 1


def _literal(pattern: str) -> str:
    return "".join(
        r"\s+" if piece.isspace() else _ALIKE.get(piece, re.escape(piece))
        for piece in _PIECE.findall(pattern)
    )
