"""Values in the JSON of others, taken for what they should be: lists, words, and what is told of the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_LONGEST = 60


def items(plain: Any) -> Sequence[Any]:
    """A list; nothing where it is none."""
    return plain if isinstance(plain, list) else ()


def fields(plain: Any) -> Mapping[str, Any]:
    """An object; an empty one where it is none."""
    return plain if isinstance(plain, dict) else {}


def words(plain: Any) -> str:
    """A text, or a number that somebody uses as one (as for ids); empty for everything else."""
    return str(plain) if isinstance(plain, (str, int)) and not isinstance(plain, bool) else ""


def whole(plain: Any) -> int | None:
    """A whole number, and nothing that only looks like one."""
    return plain if isinstance(plain, int) and not isinstance(plain, bool) else None


def shown(plain: Any) -> str:
    """Anything, cut short for a sentence."""
    said = str(plain)
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
