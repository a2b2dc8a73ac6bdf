"""What a record keeps of the file that it came from: attributes beside those of the scheme, which nobody edits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

OUTSIDE = "outside."
"""How the attributes begin that say how a record was told in somebody else's file."""
ID = f"{OUTSIDE}id"
"""The id that it had there."""
RANGES = f"{OUTSIDE}ranges"
"""Its fragments in the order written there, where that is not the order of the text: ``108 124;97 101``."""
LINES = f"{OUTSIDE}lines"
"""What else stood there of it, as the format's own module writes it."""

_Value = TypeVar("_Value")


def ours(attributes: Mapping[str, _Value]) -> dict[str, _Value]:
    """``attributes`` without those that are kept for somebody else's file."""
    if len(attributes) == 1 and ID in attributes:
        return {}
    return {name: value for name, value in attributes.items() if not name.startswith(OUTSIDE)}
