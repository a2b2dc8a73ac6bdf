"""Finding a string, whole words or a regular expression in a text, as spans in code points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from glossator.core.errors import Refused
from glossator.core.spans import Span

AT_HAND = 1.5
"""Seconds after which a regular expression is given up while somebody waits for each letter that he types."""
AWAY = 5.0
"""Seconds for each text after which it is given up where the work can be cancelled."""

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
    pattern as a regular expression (the syntax of Python's ``regex``, ``^`` and ``$`` at every line).
    """

    case: bool = False
    words: bool = False
    regex: bool = False


class Finder:
    """What is looked for, ready to be found in texts; :class:`Refused` says what is wrong with a regular expression.

    A pattern that is no regular expression takes any white space for a blank, and any kind of apostrophe, quotation
    mark and hyphen for the one on the keyboard.
    """

    def __init__(self, pattern: str, options: FindOptions) -> None:
        self.pattern = pattern
        self._expression = _Expression(pattern, options) if options.regex else None
        self._string = literal(pattern, options) if self._expression is None else None

    def spans(self, text: str, patience: float = AT_HAND) -> Iterator[Span]:
        """Where it stands in ``text``, in order and without overlaps; empty hits are left out.  :class:`Refused` where
        a regular expression has still not come to an end after ``patience`` (seconds).
        """
        if self._expression is not None:
            yield from self._expression.spans(text, patience)
        elif self._string is not None:
            yield from (Span(*found.span()) for found in self._string.finditer(text))


class _Expression:
    """A regular expression that a person typed: the library that matches it can be interrupted, Python's cannot."""

    def __init__(self, pattern: str, options: FindOptions) -> None:
        import regex

        self._typed = pattern
        source = rf"(?<!\w)(?:{pattern})(?!\w)" if options.words else f"(?:{pattern})"
        flags = regex.MULTILINE if options.case else regex.MULTILINE | regex.IGNORECASE
        try:
            regex.compile(pattern)  # alone first: inside a group, "a)(b" would be balanced
            self._compiled = regex.compile(source, flags)
        except regex.error as error:
            why, _, place = str(error).partition(" at position ")
            where = f" at character {int(place) + 1}" if place.isdecimal() else ""
            raise Refused(
                f"“{pattern}” is not a regular expression: {why}{where}.",
                remedy="Mend it, or switch regular expressions off to look for these characters as they stand.",
            ) from error
        except (OverflowError, RecursionError) as error:
            raise Refused("This regular expression is too large, or too deeply nested.") from error

    def spans(self, text: str, patience: float) -> Iterator[Span]:
        is_away = patience > AT_HAND  # then other threads go on meanwhile
        try:
            for found in self._compiled.finditer(text, timeout=patience, concurrent=is_away):
                if found.end() > found.start():
                    yield Span(*found.span())
        except (TimeoutError, MemoryError) as error:
            short = self._typed if len(self._typed) <= 60 else f"{self._typed[:60]}…"
            why = "memory" if isinstance(error, MemoryError) else "time"
            raise Refused(
                f"“{short}” was given up: there are so many ways to match it that it takes too much {why}.",
                remedy="Make it stricter: no repetition within a repetition, as in (a|ab)+.",
            ) from error


def hits(
    text: str, pattern: str, *, case: bool = False, words: bool = False, regex: bool = False
) -> list[Span]:
    """Where ``pattern`` stands in ``text``, as :class:`Finder` has it; nothing where nothing is looked for."""
    if not pattern or (not regex and not pattern.strip()):
        return []
    return sorted(Finder(pattern, FindOptions(case, words, regex)).spans(text))  # (?r) finds from the end


def literal(pattern: str, options: FindOptions) -> re.Pattern[str]:
    """The expression that stands for a string, in what ``options`` say of capitals and whole words."""
    source = "".join(
        r"\s+" if piece.isspace() else _ALIKE.get(piece, re.escape(piece))
        for piece in _PIECE.findall(pattern.strip())
    )
    if options.words:
        source = rf"(?<!\w){source}(?!\w)"
    return re.compile(source, re.MULTILINE | (re.NOFLAG if options.case else re.IGNORECASE))


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
