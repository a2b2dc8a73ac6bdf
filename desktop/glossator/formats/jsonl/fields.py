"""The fields of a JSON object, each asked for as what it should be; what it is not is told with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from glossator.core.annotations import Attributes, Value
from glossator.core.ids import from_text
from glossator.formats.jsonl.shape import time_from_text

Tell = Callable[[str, str], None]
"""Takes a fault: the place of the field (``mentions[3].quote``) and a sentence."""

_SHOWN = 60
_MISSING: Final = object()


class Fields:
    """The fields of one JSON object.  A field that is not what it should be is told and leaves ``is_sound`` false;
    a field that is not known is told too, but its object stays sound without it.
    """

    def __init__(self, plain: object, place: str, known: frozenset[str], tell: Tell) -> None:
        self.place = place
        self.is_sound = True
        self._tell = tell
        self._held: Mapping[str, Any] = plain if isinstance(plain, dict) else {}
        if self._held is not plain:
            self.is_sound = False
            tell(place, f"an object is wanted, not {shown(plain)}.")
        elif not self._held.keys() <= known:
            for name in self._held:
                if name not in known:
                    tell(self.at(name), "this field is not known.")

    def at(self, name: str) -> str:
        """The place of a field."""
        return f"{self.place}.{name}" if self.place else name

    def fault(self, name: str, sentence: str) -> None:
        """Tell a fault of the field called ``name``, which makes the object unsound."""
        self.is_sound = False
        self._tell(self.at(name), sentence)

    def text(self, name: str, *, required: bool = False) -> str:
        """A string; empty where it is missing."""
        held = self._held.get(name, _MISSING)
        if isinstance(held, str):
            if required and not held:
                self.fault(name, "this field may not be empty.")
            return held
        if held is not _MISSING or (required and self.is_sound):
            self._wanted(name, "a string", held)
        return ""

    def id(self, name: str) -> int:
        """A required id out of its text form."""
        return self._id(name, self._held.get(name, _MISSING))

    def optional_id(self, name: str) -> int | None:
        """An id, or ``None`` where it is missing."""
        return self._id(name, self._held[name]) if name in self._held else None

    def time(self, name: str) -> int:
        """A time in ISO 8601 as milliseconds since 1970; 0 where it is missing."""
        held = self._held.get(name, _MISSING)
        if held is _MISSING:
            return 0
        try:
            return time_from_text(held)
        except (ValueError, TypeError, OverflowError):
            self._wanted(name, "a time such as 2026-11-22T12:48:00.123Z", held)
            return 0

    def share(self, name: str) -> float | None:
        """A number from 0 to 1, or ``None`` where it is missing."""
        held = self._held.get(name, _MISSING)
        if held is _MISSING:
            return None
        if isinstance(held, bool) or not isinstance(held, int | float) or not 0 <= held <= 1:
            self._wanted(name, "a number from 0 to 1", held)
            return None
        return float(held)

    def list(self, name: str, *, required: bool = False) -> Sequence[Any]:
        """A list; empty where it is missing."""
        held = self._held.get(name, _MISSING)
        if isinstance(held, list):
            return held
        if held is not _MISSING or (required and self.is_sound):
            self._wanted(name, "a list", held)
        return ()

    def mapping(self, name: str) -> Mapping[str, Any]:
        """An object; empty where it is missing."""
        held = self._held.get(name, _MISSING)
        if isinstance(held, dict):
            return held
        if held is not _MISSING:
            self._wanted(name, "an object", held)
        return {}

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings; empty where it is missing."""
        held = self.list(name)
        if not all(isinstance(each, str) for each in held):
            self.fault(name, "a list of strings is wanted.")
            return ()
        return tuple(held)

    def named_texts(self, name: str) -> Mapping[str, str]:
        """An object that holds strings; empty where it is missing."""
        held = self.mapping(name)
        if not all(isinstance(each, str) for each in held.values()):
            self.fault(name, "an object that holds strings is wanted.")
            return {}
        return held

    def attributes(self, known: Callable[[str], bool]) -> Attributes:
        """The attributes by their ids, those being ``known`` to the scheme."""
        return {key: self._value(key, held, known) for key, held in self.mapping("attributes").items()}

    def parts(self, name: str, known: frozenset[str], *, required: bool = False) -> Iterable[Fields]:
        """The objects of a list."""
        for index in range(len(self.list(name, required=required))):
            yield (part := self.at_index(name, index, known))
            self.is_sound &= part.is_sound

    def at_index(self, name: str, index: int, known: frozenset[str]) -> Fields:
        """An object of a list, which has as many.  Its soundness is for the caller to ask."""
        return Fields(self._held[name][index], f"{self.at(name)}[{index}]", known, self._tell)

    def part(self, name: str, known: frozenset[str]) -> Fields:
        """The object of a field; an empty one where it is missing.  Its soundness is for the caller to ask."""
        return Fields(self._held.get(name, {}), self.at(name), known, self._tell)

    def has(self, name: str) -> bool:
        """Whether a field of this name is there."""
        return name in self._held

    def plain(self, name: str) -> object:
        """The field as it stands; ``None`` where it is missing."""
        return self._held.get(name)

    def _id(self, name: str, held: object) -> int:
        if isinstance(held, str):
            try:
                return from_text(held)
            except ValueError:
                pass
        if held is not _MISSING or self.is_sound:
            self._wanted(name, "an id of 13 letters", held)
        return 0

    def _value(self, key: str, held: object, known: Callable[[str], bool]) -> Value:
        place = f"attributes.{key}"
        if not known(key):
            self.fault(place, "the scheme of this project has no such attribute.")
        if isinstance(held, str | bool | int | float):
            return held
        if isinstance(held, list) and all(isinstance(each, str) for each in held):
            return tuple(held)
        self.fault(
            place, f"a string, a number, true, false or a list of strings is wanted, not {shown(held)}."
        )
        return ""

    def _wanted(self, name: str, what: str, held: object) -> None:
        got = "the field is missing" if held is _MISSING else f"not {shown(held)}"
        self.fault(name, f"{what} is wanted, {got}." if held is not _MISSING else f"{got}.")


def shown(plain: object) -> str:
    """A plain value as a sentence can hold it."""
    if isinstance(plain, str):
        return f"“{clipped(plain)}”"
    if isinstance(plain, dict | list):
        return "an object" if isinstance(plain, dict) else "a list"
    if plain is None or isinstance(plain, bool):
        return "null" if plain is None else str(plain).lower()
    return str(plain)


def clipped(text: str) -> str:
    """``text`` in one line and not too long for a sentence."""
    line = text[: _SHOWN + 1].replace("\n", " ")
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
