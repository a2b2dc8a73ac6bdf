"""What the labels of somebody else's file are called here and what ours are called there: a table, and a JSON file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from glossator.core.errors import GlossatorError

FORMAT = "glossator-mapping"
VERSION = 1
LARGEST = 10_000_000
"""Bytes of the largest mapping file that is read."""

KINDS = ("labels", "relations", "events", "attributes")
"""What is mapped; each is a table of its own."""


class Target(NamedTuple):
    """What a name becomes: the id of an item, with a subtype where it is a label.  An empty id leaves it out."""

    id: str
    subtype: str = ""


LEFT_OUT = Target("")
"""Nothing: what has this name does not come along."""


@dataclass(frozen=True)
class NameTable:
    """Names and what each becomes, by kind; a name that is not there is found by itself, or made new."""

    labels: Mapping[str, Target] = field(default_factory=dict)
    relations: Mapping[str, Target] = field(default_factory=dict)
    events: Mapping[str, Target] = field(default_factory=dict)
    attributes: Mapping[str, Target] = field(default_factory=dict)

    def of(self, kind: str) -> Mapping[str, Target]:
        """The table of one of :data:`KINDS`."""
        found: Mapping[str, Target] = getattr(self, kind)
        return found

    @property
    def is_empty(self) -> bool:
        """Says nothing."""
        return not any(self.of(kind) for kind in KINDS)


NO_NAMES = NameTable()
"""Every name is what it is."""


def to_plain(names: NameTable) -> dict[str, Any]:
    """A table as the JSON value that files and projects hold."""
    held = {
        kind: {name: _plain(target) for name, target in names.of(kind).items()}
        for kind in KINDS
        if names.of(kind)
    }
    return {"format": FORMAT, "version": VERSION, **held}


def from_plain(plain: object, where: str) -> NameTable:
    """The table in a JSON value out of ``where``; :class:`GlossatorError` names what makes no sense."""
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise GlossatorError(f"{where} is no mapping of labels: “format” has to be “{FORMAT}”.")
    if plain.get("version") != VERSION:
        raise GlossatorError(f"{where} is a mapping of version {plain.get('version')}; {VERSION} is known.")
    strange = [name for name in plain if name not in {"format", "version", *KINDS}]
    if strange:
        raise GlossatorError(f"{where}: “{strange[0]}” is none of {', '.join(KINDS)}.")
    return NameTable(**{kind: dict(_table(plain.get(kind, {}), kind, where)) for kind in KINDS})


def read(path: Path) -> NameTable:
    """The table in the JSON file at ``path``."""
    try:
        if path.stat().st_size > LARGEST:
            raise GlossatorError(f"“{path.name}” is too large for a mapping of labels.")
        plain = orjson.loads(path.read_bytes())
    except OSError as error:
        raise GlossatorError(f"“{path}” cannot be read: {error.strerror}.") from error
    except orjson.JSONDecodeError as error:
        raise GlossatorError(f"“{path.name}” is not JSON: {error.msg}, line {error.lineno}.") from error
    return from_plain(plain, f"“{path.name}”")


def to_bytes(names: NameTable) -> bytes:
    """A table as the JSON file that :func:`read` reads."""
    return orjson.dumps(to_plain(names), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _plain(target: Target) -> object:
    if not target.id:
        return None
    return {"id": target.id, "subtype": target.subtype} if target.subtype else target.id


def _table(plain: object, kind: str, where: str) -> Iterator[tuple[str, Target]]:
    if not isinstance(plain, dict):
        raise GlossatorError(f"{where}: “{kind}” has to be an object.")
    for name, held in plain.items():
        match held:
            case None | "":
                yield name, LEFT_OUT
            case str():
                yield name, Target(held)
            case {"id": str(known), "subtype": str(subtype)} if known:
                yield name, Target(known, subtype)
            case {"id": str(known)} if known and len(held) == 1:
                yield name, Target(known)
            case _:
                raise GlossatorError(
                    f"{where}: “{name}” in “{kind}” has to become an id, an id with a subtype, or null."
                )
