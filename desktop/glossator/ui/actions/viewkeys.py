"""The keys that work in the views of the Summary: in each of them, and in some."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

KeyRow = tuple[str, str, str]
"""Group, what is done, and the keys, several part by two blanks."""

_ALL = "Views"
_COMMON = (
    ("Go from mark to mark", "←  →  ↑  ↓"),
    ("List the sentences of a mark", "Enter"),
    ("Select a mark beside others", "Ctrl+Space"),
    ("Select nothing, close the sentences, leave the whole page", "Esc"),
    ("On the whole page and back", "F"),
    ("As a table and back", "T"),
    ("Move the card", "Alt+←  Alt+→"),
    ("Make the card wide or narrow", "Alt+W"),
)
_MOVED = (("Nearer, farther", "+  -"), ("Show all of it", "0"))
_OWN: dict[str, tuple[tuple[str, str], ...]] = {
    "labels": (("Compare the two selected documents", "C"),),
    "entities": (
        ("Card of the identity", "C"),
        ("Make one of the selected identities", "M"),
        ("More and fewer rows", "+  -"),
    ),
    "together": (("Only those of the selected cells", "Z"), ("Show them in the link chart", "L")),
    "grades": (("Grade the claims of the cell anew", "G"),),
    "links": (
        *_MOVED,
        ("Bring the neighbours of a node", "Ctrl+Enter"),
        ("Hide a node", "Del"),
        ("The shortest way between two nodes", "P"),
    ),
    "timeline": (*_MOVED, ("Change the date of an event", "D"), ("Move along", "Shift+←  Shift+→")),
    "places": (
        *_MOVED,
        ("Say where a place is", "P"),
        ("Move the map", "Shift+←  Shift+→  Shift+↑  Shift+↓"),
    ),
}


def view_of(held: QWidget | None) -> str:
    """The name of the view in which a widget stands that has the keyboard; empty for none."""
    from glossator.surveys import SURVEYS

    while held is not None and not held.isWindow():
        if held.objectName() in SURVEYS:
            return held.objectName()
        held = held.parentWidget()
    return ""


def keys_in(view: str) -> list[KeyRow]:
    """The keys that work in a view: its own, and those of every view."""
    from glossator.surveys import SURVEYS

    own = [(SURVEYS[view].title, what, keys) for what, keys in _OWN.get(view, ())]
    return own + [(_ALL, what, keys) for what, keys in _COMMON]
