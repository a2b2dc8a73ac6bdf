"""Links in notes: with the id of a record in the stored text, and without it where people read and write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from glossator.core.ids import from_text, to_text

_STORED = re.compile(r"\[\[([0-9A-Za-z]{13})\|([^\[\]|]*)\]\]")
_SHOWN = re.compile(r"\[\[([^\[\]|]+)\]\]")
_BEGUN = re.compile(r"\[\[([^\[\]|\n]*)$")
_BRACKETS = str.maketrans({"[": "(", "]": ")", "|": "/", "\n": " "})


class Reference(NamedTuple):
    """A link to the record ``id``, which the note calls ``words``."""

    id: int
    words: str


def references(body: str) -> list[Reference]:
    """The links in a stored note, in their order; what only looks like one is left out."""
    found = []
    for each in _STORED.finditer(body):
        try:
            found.append(Reference(from_text(each[1]), each[2]))
        except ValueError:
            continue
    return found


def written(reference: Reference) -> str:
    """A link as it is stored; words that would end it are replaced."""
    return f"[[{to_text(reference.id)}|{' '.join(clean(reference.words).split())}]]"


def clean(words: str) -> str:
    """``words`` without the signs that end a link."""
    return words.translate(_BRACKETS)


def shown(body: str) -> str:
    """A stored note as people read and write it: without the ids."""
    return _STORED.sub(r"[[\2]]", body)


def stored(text: str, known: Sequence[Reference]) -> str:
    """What people wrote, with the ids of ``known`` links put back: of several with the same words the first stands for
    the first one, and so on.  Brackets around unknown words stay as they are.
    """
    waiting: dict[str, list[int]] = {}
    for each in known:
        waiting.setdefault(" ".join(clean(each.words).split()), []).append(each.id)

    def link(found: re.Match[str]) -> str:
        ids = waiting.get(found[1], [])
        if not ids:
            return found[0]
        return written(Reference(ids.pop(0) if len(ids) > 1 else ids[0], found[1]))

    return _SHOWN.sub(link, text)


def begun(text: str) -> str | None:
    """What is typed of a link that ends where ``text`` ends; ``None`` where none is begun."""
    found = _BEGUN.search(text)
    return found[1] if found else None
