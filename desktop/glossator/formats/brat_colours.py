"""Colours of brat's configurations, written as names or numbers, brought to the nearest of the twelve colour slots."""

from __future__ import annotations

import colorsys
import json
import re
from functools import cache

from glossator import paths

_WORDS = """
    black 000000 white ffffff red ff0000 green 008000 blue 0000ff yellow ffff00 orange ffa500
    purple 800080 pink ffc0cb brown a52a2a gray 808080 grey 808080 lightgray d3d3d3
    lightgrey d3d3d3 silver c0c0c0 darkgray a9a9a9 darkgrey a9a9a9 cyan 00ffff aqua 00ffff
    magenta ff00ff fuchsia ff00ff lime 00ff00 navy 000080 teal 008080 olive 808000 maroon 800000
    gold ffd700 violet ee82ee indigo 4b0082 khaki f0e68c lightgreen 90ee90 lightblue add8e6
    lightskyblue 87cefa lightpink ffb6c1 lightyellow ffffe0 lightcyan e0ffff lightsalmon ffa07a
    lightcoral f08080 darkgreen 006400 darkblue 00008b darkred 8b0000 darkorange ff8c00
    skyblue 87ceeb steelblue 4682b4 royalblue 4169e1 plum dda0dd tan d2b48c salmon fa8072
    tomato ff6347 coral ff7f50 crimson dc143c orchid da70d6 wheat f5deb3 beige f5f5dc ivory fffff0
    lavender e6e6fa turquoise 40e0d0 aquamarine 7fffd4 chartreuse 7fff00 limegreen 32cd32
    seagreen 2e8b57
""".split()
_NAMED = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
_GREY = 0.08
"""Below this share of colour a colour counts as grey."""
_ROLES = (
    ("PER", "person people per human"),
    ("ORG", "organization organisation org company"),
    ("GPE", "gpe country nation geopolitical"),
    ("LOC", "location loc place region"),
    ("FAC", "facility fac building"),
    ("WEA", "weapon wea"),
    ("VEH", "vehicle veh"),
    ("DOC", "document doc work-of-art law"),
    ("TIM", "date time tim timex timex3 temporal duration"),
    ("VAL", "money number cardinal ordinal percent quantity value"),
    ("CUE", "cue negation-cue speculation-cue"),
)
_SLOT_OF = {name: slot for slot, names in _ROLES for name in names.split()}


def slot_of_name(type_id: str) -> str:
    """The slot of what a type is plainly called, such as ``Person``; empty where its name says nothing."""
    return _SLOT_OF.get(type_id.casefold().replace("_", "-"), "")


def nearest(colour: str) -> str:
    """The slot whose hue is nearest to ``colour``, ``#RRGGBB``, ``#RGB`` or a name; empty where it is none of these."""
    written = _NAMED.get(colour.casefold(), colour.removeprefix("#"))
    if re.fullmatch("[0-9a-fA-F]{3}", written):
        written = "".join(2 * each for each in written)
    if not re.fullmatch("[0-9a-fA-F]{6}", written):
        return ""
    hue, saturation = _hue(written)
    if saturation < _GREY:
        return "DOC"  # the grey one
    return min(_hues(), key=lambda slot: (_apart(hue, _hues()[slot]), slot))


@cache
def _hues() -> dict[str, float]:
    slots = json.loads(paths.resource("styles", "label-colours.json").read_text("utf-8"))["slots"]
    found = {slot: _hue(each["light"]["accent"].removeprefix("#")) for slot, each in slots.items()}
    return {slot: hue for slot, (hue, _) in found.items() if slot != "DOC"}


def _hue(written: str) -> tuple[float, float]:
    red, green, blue = (int(written[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, _, _ = colorsys.rgb_to_hls(red, green, blue)
    return hue, max(red, green, blue) - min(red, green, blue)


def _apart(one: float, other: float) -> float:
    return min(abs(one - other), 1 - abs(one - other))
