"""The same string wherever it stands: found as whole words, and tagged at all chosen places as one Change."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from glossator.core import find
from glossator.core.annotations import Entity, Mention
from glossator.core.changes import Change
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from glossator.core.folding import UNSPACED
from glossator.core.scheme import Label
from glossator.core.spans import Span
from glossator.core.titles import short

_LETTERS = re.compile(r"[^\W_]+")
_WITHOUT_BLANKS = re.compile(f"[{UNSPACED}]")


class Place(NamedTuple):
    """A stretch of a document that reads ``quote``."""

    document: int
    span: Span
    quote: str


def occurrences(text: str, strings: Iterable[str], *, case: bool = True) -> list[Span]:
    """Where one of ``strings`` stands in ``text`` as whole words, in order.  Where two overlap the longer one counts:
    in “Saudi Arabia” there is no “Arabia”.  ``case`` tells upper from lower case; what is written without blanks
    (Chinese, Thai) needs none around it.
    """
    looked_in = text if case else text.casefold()
    found: set[Span] = set()
    for each in dict.fromkeys(string.strip() for string in strings):
        if each:
            found.update(_places(text, looked_in, each, case=case))
    chosen: list[Span] = []
    for span in sorted(found, key=lambda each: (each.start, -each.end)):
        if not chosen or span.start >= chosen[-1].end:
            chosen.append(span)
        elif span.length > chosen[-1].length:
            chosen[-1] = span
    return chosen


def _places(text: str, looked_in: str, string: str, *, case: bool) -> Iterator[Span]:
    """Where ``string`` stands; its first letters are looked for first, which is many times as fast as the rest."""
    pattern, beginning = _wanted(string, case=case)
    if not beginning or len(looked_in) != len(text):  # folding made some letter longer
        for found in pattern.finditer(text):
            if _is_whole(text, *found.span()):
                yield Span(*found.span())
        return
    start = looked_in.find(beginning)
    while start >= 0:
        match = pattern.match(text, start)
        if match is not None and _is_whole(text, *match.span()):
            yield Span(*match.span())
        start = looked_in.find(beginning, start + 1)


@lru_cache(maxsize=256)
def _wanted(string: str, *, case: bool) -> tuple[re.Pattern[str], str]:
    """The expression for ``string``, and the letters it begins with, as far as a text has no other ones for them."""
    beginning = _LETTERS.match(string)
    letters = beginning[0] if beginning else ""
    return find.literal(string, find.FindOptions(case=case)), letters if case else letters.casefold()


def _is_whole(text: str, start: int, end: int) -> bool:
    return not (
        (start > 0 and _are_one_word(text[start - 1], text[start]))
        or (end < len(text) and _are_one_word(text[end], text[end - 1]))
    )


def _are_one_word(outside: str, inside: str) -> bool:
    """Two characters beside one another belong to one word, as far as writing tells."""
    return _is_of_word(outside) and _is_of_word(inside) and not _WITHOUT_BLANKS.match(inside)


def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def untagged(spans: Iterable[Span], mentions: Iterable[Mention], label: str) -> list[Span]:
    """Those of ``spans`` on which no mention with this label stands yet."""
    taken = {each.fragments for each in mentions if each.label == label}
    return [span for span in spans if (span,) not in taken]


def tag_all(
    places: Sequence[Place],
    label: Label,
    *,
    by: Hand,
    subtype: str = "",
    entity: Entity | None = None,
    is_new: bool = False,
    identified: Collection[Mention] = (),
) -> Change:
    """A mention with ``label`` at each place, of ``entity`` where one is given (which the Change also adds where it
    ``is_new``); ``identified`` are mentions that are there already and become its mentions too.
    """
    turned = [each for each in identified if entity is not None and each.entity != entity.id]
    if not places and not turned:
        raise Refused("No place is chosen.")
    made = [
        Mention(
            id=by.new_id(),
            document=each.document,
            label=label.id,
            fragments=(each.span,),
            quote=each.quote,
            subtype=subtype or label.default_subtype,
            entity=None if entity is None else entity.id,
            author=by.author,
            created=by.now(),
        )
        for each in places
    ]
    return by.change(
        _title(made, turned, label, entity),
        removed=turned,
        added=[
            *([entity] if entity is not None and is_new else []),
            *made,
            *(replace(each, entity=entity.id) for each in turned if entity is not None),
        ],
    )


def _title(made: Sequence[Mention], turned: Sequence[Mention], label: Label, entity: Entity | None) -> str:
    documents = len({each.document for each in (*made, *turned)})
    where = f" in {documents} documents" if documents > 1 else ""
    if not made:
        return f"{len(turned)} × “{short(turned[0].quote)}” is {entity.name if entity else ''}{where}"
    return f"Tag {len(made)} × “{short(made[0].quote)}” as {label.name}{where}"
