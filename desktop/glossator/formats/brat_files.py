"""The files of a configuration of brat, line by line: sections with their macros, how types look, and their keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from glossator.core.errors import GlossatorError
from glossator.formats import text
from glossator.formats.scheme_file import MOST

_SECTIONS = ("entities", "relations", "events", "attributes")
_ALSO = {"spans": "entities"}  # as older configurations call it
_MACRO = re.compile(r"^<([^<>]+)>\s*=\s*(.*)$")
_LINE = re.compile(r"^(\s*)(\S+)(?:\s+(.*))?$")


class ConfLine(NamedTuple):
    """One type of a section; ``line`` is its number in the file, ``parent`` the type under which it is indented."""

    line: int
    id: str
    arguments: tuple[tuple[str, str], ...]
    is_heading: bool
    parent: str


@dataclass
class Look:
    """How types look and are chosen: names and short forms, colours as written, keys, by type."""

    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    colours: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)


class Sections:
    """The lines of annotation.conf by section, with its macros; ``told`` hears what is left out.
    :class:`GlossatorError` names the file and line of what makes no sense.
    """

    def __init__(self, path: Path, told: list[str]) -> None:
        self._path = path
        self._told = told
        self.macros: dict[str, str] = {}
        self.lines: dict[str, list[ConfLine]] = {name: [] for name in _SECTIONS}
        self._way: list[tuple[int, str]] = []
        self._read()
        if not any(self.lines.values()):
            raise GlossatorError(
                f"“{path}” has none of the sections {', '.join(_SECTIONS)} with a type in it."
            )

    def _read(self) -> None:
        section = ""
        for number, line in _lines(self._path):
            if heading := re.fullmatch(r"\[(.*)\]\s*", line):
                section = _ALSO.get(heading[1].strip(), heading[1].strip())
                self._way = []
                if section not in self.lines:
                    self._told.append(f"The section [{section}] of {self._path.name} was passed over.")
            elif macro := _MACRO.match(line.strip()):
                self.macros[macro[1]] = macro[2].strip()
            elif not section:
                raise GlossatorError(
                    f"“{self._path.name}”, line {number}: it stands before the first section."
                )
            elif section in self.lines:
                self._take(section, number, line)

    def _take(self, section: str, number: int, line: str) -> None:
        found = _LINE.match(line)
        if found is None or set(found[2]) == {"-"}:  # a rule between groups
            return
        indent, words, rest = found[1], found[2], found[3] or ""
        name, *others = words.split("|")
        if name.startswith("<"):
            self._told.append(
                f"Line {number} of {self._path.name}: {name} is a rule of brat that has no place here."
            )
            return
        while self._way and self._way[-1][0] >= len(indent):
            self._way.pop()
        type_id = name.lstrip("!")
        if not type_id:
            raise GlossatorError(f"“{self._path.name}”, line {number}: a type without a name.")
        if others:
            self._told.append(f"{type_id}: its other forms {', '.join(others)} were left out.")
        parent = self._way[-1][1] if self._way else ""
        self._way.append((len(indent), type_id))
        arguments = tuple(self._arguments(number, rest))
        self.lines[section].append(ConfLine(number, type_id, arguments, name.startswith("!"), parent))
        if len(self.lines[section]) > MOST:
            raise GlossatorError(
                f"“{self._path.name}”, line {number}: [{section}] has more than {MOST:,} types."
            )

    def _arguments(self, number: int, rest: str) -> Iterator[tuple[str, str]]:
        for part in self._expanded(rest).split(","):
            role, colon, types = part.strip().partition(":")
            if colon:
                yield role.strip(), types.strip()
            elif role:
                self._told.append(f"Line {number} of {self._path.name}: “{role}” was not understood.")

    def _expanded(self, words: str) -> str:
        """``words`` with the macros that the file defines put in, those inside others too."""
        for _ in range(len(self.macros) + 1):
            new = re.sub(r"<([^<>]+)>", lambda found: self.macros.get(found[1], found[0]), words)
            if new == words:
                return words
            words = new
        raise GlossatorError(
            f"“{self._path.name}”: the macros in “{words[:60]}” stand in one another in a ring."
        )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    for number, line in enumerate(text.read(path).text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.rstrip()


def look_of(folder: Path, told: list[str]) -> Look:
    """What visual.conf and kb_shortcuts.conf beside it, or above, say; ``told`` hears what is left out."""
    look = Look()
    visual, shortcuts = _beside(folder, "visual.conf"), _beside(folder, "kb_shortcuts.conf")
    section = ""
    for _, line in _lines(visual) if visual else ():
        if heading := re.fullmatch(r"\[(.*)\]\s*", line):
            section = heading[1].strip()
        elif section == "labels":
            name, *forms = (each.strip() for each in line.split("|"))
            look.names.setdefault(name, tuple(each for each in forms if each))
        elif section == "drawing":
            _take_drawing(line, look)
    for _, line in _lines(shortcuts) if shortcuts else ():
        key, _, name = line.strip().partition(" ") if " " in line.strip() else line.strip().partition("\t")
        if name.strip() and len(key) == 1:
            look.keys.setdefault(name.strip(), key.upper())
    if _beside(folder, "tools.conf"):
        told.append("The settings in tools.conf are those of brat itself and were passed over.")
    return look


def _take_drawing(line: str, look: Look) -> None:
    name, _, rest = line.strip().replace("\t", " ").partition(" ")
    for part in rest.split(","):
        what, _, value = part.strip().partition(":")
        if what.strip() == "bgColor" and value.strip():
            look.colours.setdefault(name, value.strip())


def _beside(folder: Path, name: str) -> Path | None:
    for place in (folder, folder.resolve().parent):
        if (place / name).is_file():
            return place / name
    return None
