"""Words for the titles of Changes: quotations cut short, values and counts as people say them."""

from __future__ import annotations

from collections.abc import Mapping

from glossator.core.annotations import Value

_SHOWN = 40
_UNDO = "Undo: "
_REDO = "Redo: "


def short(text: str) -> str:
    """``text`` in one line of at most 40 characters."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1].rstrip() + "…"


def and_others(number: int) -> str:
    """What follows the first of ``number`` things."""
    return f" and {number - 1} more" if number > 1 else ""


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun, in the plural where it is one, and commas between thousands.

    >>> counted(1, "mention"), counted(12_000, "mention"), counted(2, "identity", "identities")
    ('1 mention', '12,000 mentions', '2 identities')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def enumerated(counts: Mapping[str, int]) -> str:
    """How many there are of each noun; those of which there are none are left out.

    >>> enumerated({"mention": 1, "relation": 0, "note": 2})
    '1 mention and 2 notes'
    """
    parts = [
        f"{number} {name if number == 1 else f'{name[:-1]}ies' if name.endswith('y') else f'{name}s'}"
        for name, number in counts.items()
        if number
    ]
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def shown(value: Value | None) -> str:
    """The value of an attribute; ``None`` is one that was taken out."""
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def taken_back(title: str) -> str:
    """What taking back a step of this title is called; taking back an undo is a redo.

    >>> taken_back("Tag “Ada” as Person"), taken_back("Undo: Tag “Ada” as Person")
    ('Undo: Tag “Ada” as Person', 'Redo: Tag “Ada” as Person')
    """
    if title.startswith(_UNDO):
        return _REDO + title.removeprefix(_UNDO)
    return _UNDO + title.removeprefix(_REDO)


def done_again(title: str) -> str:
    """What doing a step of this title again is called, when it had been taken back."""
    return title if title.startswith((_UNDO, _REDO)) else _REDO + title
