"""The controls of the views as arguments: which each view has, and what they may be set to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from glossator.core.errors import GlossatorError

NUMBER, WORDS, IDENTITY = "a number", "words", "an id"

CONTROLS: Mapping[str, Mapping[str, str | tuple[str, ...]]] = {
    "labels": {"split": ("document",), "against": WORDS, "here": WORDS},
    "entities": {"limit": NUMBER, "name": WORDS},
    "pairs": {},
    "together": {"unit": ("sentence", "paragraph", "document"), "most": NUMBER},
    "contexts": {
        "order": ("text", "left", "hit", "right", "date", "source"),
        "limit": NUMBER,
        "entity": IDENTITY,
    },
    "coverage": {"by": ("month", "week", "folder")},
    "grades": {},
    "sources": {},
    "pace": {},
    "timeline": {},
    "places": {},
    "links": {},
}
"""For each view its controls, and for each control what it takes."""
_LINES = "10000"  # of the concordance, unless another number is asked for


def in_words() -> str:
    """The controls of all views, as a help prints them."""
    told = (
        f"{view}: {', '.join(_told(name, takes) for name, takes in controls.items())}"
        for view, controls in CONTROLS.items()
        if controls
    )
    return "; ".join(told)


def _told(name: str, takes: str | tuple[str, ...]) -> str:
    return f"{name} ({takes})" if isinstance(takes, str) else f"{name} ({' | '.join(takes)})"


def chosen(view: str, said: Sequence[tuple[str, str]]) -> dict[str, str]:
    """What the controls of a view are set to; :class:`GlossatorError` for what it does not have."""
    there = CONTROLS.get(view, {})
    found = {"limit": _LINES} if view == "contexts" else {}
    for name, value in said:
        takes = there.get(name)
        if takes is None:
            offered = f"There is {', '.join(there)}." if there else "It has none."
            raise GlossatorError(f"The view “{view}” has no control “{name}”.", remedy=offered)
        if isinstance(takes, tuple) and value not in takes:
            raise GlossatorError(f"“{name}” cannot be “{value}”.", remedy=f"It can be {' or '.join(takes)}.")
        if takes == NUMBER and re.fullmatch(r"\s*(0+|-\d+)\s*", value):
            raise GlossatorError(f"“{name}” has to be 1 at least.")
        found[name] = value
    return found
