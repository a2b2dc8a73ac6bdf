"""Configurations of brat (annotation.conf with visual.conf and kb_shortcuts.conf) read as a label scheme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from glossator.core.errors import GlossatorError
from glossator.core.scheme import (
    LABEL_KEYS,
    SLOTS,
    AttributeType,
    EventType,
    Label,
    RelationType,
    Role,
    Scheme,
    Signature,
    Target,
)
from glossator.formats import brat_colours
from glossator.formats.brat_files import ConfLine, Look, Sections, look_of

NAME = "annotation.conf"
"""The file without which a folder is no configuration of brat."""

_NOT_STATED = "Not stated"
_ROLE = re.compile(r"^(.*?)([?*+]|\{[^{}]*\})?$")
_LONGEST_TAG = 4
_TRIGGER_SLOT = "EVT"
_NAMED = 3  # types that a sentence names before it counts the rest


class Carried(NamedTuple):
    """A scheme that was read, and a sentence for each thing that could not be carried over."""

    scheme: Scheme
    told: tuple[str, ...]


def read(path: Path) -> Carried:
    """The scheme that a folder with an ``annotation.conf``, or that file itself, makes.  ``visual.conf`` and
    ``kb_shortcuts.conf`` are taken from the folder, or from the one above it, as brat does.

    :class:`GlossatorError` names the file and line of what makes no sense.
    """
    folder = path if path.is_dir() else path.parent
    main = folder / NAME if path.is_dir() else path
    if not main.is_file():
        raise GlossatorError(f"There is no {NAME} in “{folder}”.", remedy="Choose the folder that has one.")
    told: list[str] = []
    sections = Sections(main, told)
    look = look_of(folder, told)
    reading = _Reading(sections, look, told)
    scheme = reading.scheme(_slug(folder.resolve().name), folder.resolve().name)
    if faults := scheme.faults():
        raise GlossatorError(f"“{main.name}” makes no sound scheme: {faults[0]}", details="\n".join(faults))
    return Carried(scheme, tuple(dict.fromkeys(told)))


# --- the scheme


class _Reading:
    """Types made into the items of a scheme."""

    def __init__(self, sections: Sections, look: Look, told: list[str]) -> None:
        self._lines = sections.lines
        self._look = look
        self._told = told
        self._entities = _first_of_each(sections.lines["entities"])
        self._events = _first_of_each(sections.lines["events"])
        self._relations = {each.id for each in sections.lines["relations"] if not each.is_heading}
        self._lost: dict[str, dict[str, None]] = {}  # types that are named and not there, and what names them

    def scheme(self, scheme_id: str, name: str) -> Scheme:
        labels = self._keyed(self._labels())
        scheme = Scheme(
            scheme_id,
            name,
            "1",
            labels=labels,
            relation_types=tuple(self._relation_types()),
            event_types=tuple(self._event_types()),
            attributes=tuple(self._attributes()),
            definition=f"Read from the brat configuration “{name}”.",
        )
        for each, by in self._lost.items():
            names = ", ".join(list(by)[:_NAMED]) + _and_more(len(by))
            self._told.append(f"{each} is no entity and no event, but is named by {names}.")
        return scheme

    def _labels(self) -> list[Label]:
        """Entities, and the triggers of events, which brat labels with the type of the event."""
        made: dict[str, Label] = {}
        roots = 0
        for is_event, lines in ((False, self._entities), (True, self._events)):
            for each in lines.values():
                if each.id in made:
                    continue
                parent = each.parent if each.parent in made else ""
                slot = self._slot(each.id, is_event=is_event)
                if not slot:
                    slot = made[parent].slot if parent else SLOTS[roots % (len(SLOTS) - 2)]
                roots += not parent
                forms = self._look.names.get(each.id, ())
                made[each.id] = Label(
                    each.id,
                    forms[0] if forms else each.id.replace("_", " "),
                    slot=slot,
                    tag=_tag(each.id, forms),
                    retired=each.is_heading,
                    parent=parent,
                )
        if any(each.is_heading for each in (*self._entities.values(), *self._events.values())):
            self._told.append(
                "Types that only order others (with “!”) are kept as retired labels above them."
            )
        return list(made.values())

    def _slot(self, type_id: str, *, is_event: bool) -> str:
        colour = self._look.colours.get(type_id) or self._look.colours.get("SPAN_DEFAULT", "")
        slot = brat_colours.slot_of_name(type_id) or (_TRIGGER_SLOT if is_event else "")
        if slot:
            return slot
        if type_id in self._look.colours:
            slot = brat_colours.nearest(colour)
            if not slot:
                self._told.append(f"The colour “{colour}” of {type_id} is not known.")
        return slot

    def _keyed(self, labels: list[Label]) -> tuple[Label, ...]:
        """Labels with the keys that the configuration gives them where these may set a label, others with free ones."""
        keys: dict[str, str] = {}
        usable = [each for each in labels if not each.retired]
        wished = {each.id: self._look.keys.get(each.id, "") for each in usable}
        for label, key in wished.items():
            if key and key in LABEL_KEYS and key not in keys.values():
                keys[label] = key
        rest = [each for each in usable if each.id not in keys]
        for each in sorted(rest, key=lambda label: not wished[label.id]):
            free = [key for key in LABEL_KEYS if key not in keys.values()]
            letters = [key for key in each.name.upper() if key in free]
            if free:
                keys[each.id] = (letters or free)[0]
                if wished[each.id]:
                    self._told.append(
                        f"The key {wished[each.id]} of {each.id} belongs to a command here or to another label; "
                        f"it has {keys[each.id]} instead."
                    )
        return tuple(replace(each, key=keys.get(each.id, "")) for each in labels)

    def _relation_types(self) -> Iterator[RelationType]:
        kinds: dict[str, RelationType] = {}
        keys: set[str] = set()
        for each in self._lines["relations"]:
            if each.is_heading:
                continue
            roles = [(name, types) for name, types in each.arguments if not name.startswith("<")]
            marks = [types for name, types in each.arguments if name == "<REL-TYPE>"]
            (first, one), (second, other) = (roles + [("Arg1", ""), ("Arg2", "")][len(roles) :])[:2]
            if len(roles) > 2:
                self._told.append(f"The relation {each.id} has more than two arguments; only two were taken.")
            first, second = _bare(first), _bare(second)
            if first == second or not first or not second:
                first, second = "Arg1", "Arg2"
            ends = Signature(self._permitted(each, one), self._permitted(each, other))
            key = self._look.keys.get(each.id, "")
            key = "" if key in keys or each.id in kinds else key
            keys.add(key)
            forms = self._look.names.get(each.id, ())
            made = kinds.get(each.id) or RelationType(
                each.id, forms[0] if forms else each.id, key, roles=(first, second)
            )
            signatures = (ends,) if ends.first and ends.second and ends not in made.signatures else ()
            if "transitive" in " ".join(marks):
                self._told.append(f"That {each.id} is transitive is not kept.")
            kinds[each.id] = replace(
                made,
                signatures=(*made.signatures, *signatures),
                symmetric=made.symmetric or any("symmetric" in mark.split("-") for mark in marks),
            )
        if headings := [each.id for each in self._lines["relations"] if each.is_heading]:
            self._told.append(f"The order of relations under {', '.join(headings)} is not kept.")
        yield from kinds.values()

    def _event_types(self) -> Iterator[EventType]:
        taken = set(self._relations)
        for each in self._events.values():
            if each.is_heading:
                continue
            if each.id in taken:
                self._told.append(f"The event {each.id} was left out: a relation has that name.")
                continue
            roles: dict[str, Role] = {}
            for name, types in each.arguments:
                role, mark = _split(name)
                if not role or role.startswith("<"):
                    continue
                if mark.startswith("{"):
                    self._told.append(f"How often {role} of {each.id} may be filled, {mark}, is not kept.")
                before = roles.get(role, Role(role, ()))
                fillers = tuple(dict.fromkeys((*before.fillers, *self._permitted(each, types))))
                roles[role] = Role(role, fillers, required=before.required or not _may_lack(mark))
            forms = self._look.names.get(each.id, ())
            yield EventType(each.id, forms[0] if forms else each.id, tuple(roles.values()), trigger=each.id)

    def _attributes(self) -> Iterator[AttributeType]:
        kinds: dict[str, AttributeType] = {}
        for each in self._lines["attributes"]:
            if each.is_heading:
                continue
            held = dict(each.arguments)
            on, labels = self._bearers(each, held.get("Arg", ""))
            values = tuple(
                dict.fromkeys(part.strip() for part in held.get("Value", "").split("|") if part.strip())
            )
            forms = self._look.names.get(each.id, ())
            before = kinds.get(each.id)
            if before is not None:
                on = tuple(dict.fromkeys((*before.on, *on)))
                labels = tuple(dict.fromkeys((*before.labels, *labels))) if before.labels and labels else ()
                values = tuple(dict.fromkeys((*before.values[1:], *values)))
            kinds[each.id] = AttributeType(
                each.id,
                forms[0] if forms else each.id,
                on,
                "choice" if values else "flag",
                (_NOT_STATED, *(value for value in values if value != _NOT_STATED)) if values else (),
                labels,
            )
        yield from kinds.values()

    def _bearers(self, line: ConfLine, types: str) -> tuple[tuple[Target, ...], tuple[str, ...]]:
        """What an attribute may stand on, and on mentions with which labels."""
        on: dict[Target, None] = {}
        labels: list[str] = []
        for each in (part.strip() for part in types.split("|")):
            if each in ("<ANY>", ""):
                on |= dict.fromkeys(("mention", "relation", "event"))
            elif each in ("<RELATION>", "<REL>") or each in self._relations:
                on["relation"] = None
            elif each == "<EVENT>" or each in self._events:
                on["event"] = None
                if each in self._events:
                    self._told.append(f"{line.id} is for {each} alone; here it may stand on every event.")
            elif each == "<ENTITY>":
                on["mention"] = None
                labels += [name for name, found in self._entities.items() if not found.is_heading]
            else:
                on["mention"] = None
                labels += self._permitted(line, each)
        if not on:
            on["mention"] = None
        if set(labels) >= {name for name, found in self._entities.items() if not found.is_heading}:
            labels = []
        return tuple(on), tuple(dict.fromkeys(labels)) if "mention" in on else ()

    def _permitted(self, line: ConfLine, types: str) -> tuple[str, ...]:
        """The ids of the labels that ``types`` names; a type that only orders others stands for those below it."""
        found: dict[str, None] = {}
        for each in (part.strip() for part in types.split("|")):
            if each in ("<ANY>", "<ENTITY>"):
                found |= dict.fromkeys(_usable(self._entities))
            if each in ("<ANY>", "<EVENT>"):
                found |= dict.fromkeys(_usable(self._events))
            elif each in self._entities or each in self._events:
                found |= dict.fromkeys(self._below(each))
            elif each and not each.startswith("<"):
                self._lost.setdefault(each, {})[line.id] = None
            elif each not in ("<ENTITY>", ""):
                self._told.append(f"{line.id} (line {line.line}): {each} has no counterpart here.")
        return tuple(found)

    def _below(self, type_id: str) -> Iterator[str]:
        """The type itself, or all below it that can be chosen where it only orders others."""
        for lines in (self._entities, self._events):
            held = lines.get(type_id)
            if held is not None and held.is_heading:
                yield from (each for each in _usable(lines) if type_id in _above(lines, each))
            elif held is not None:
                yield type_id


# --- small words


def _and_more(number: int) -> str:
    return f" and {number - _NAMED} more" if number > _NAMED else ""


def _first_of_each(lines: Iterable[ConfLine]) -> dict[str, ConfLine]:
    """Lines by their type.  One that is told twice has the arguments of both."""
    found: dict[str, ConfLine] = {}
    for each in lines:
        if (before := found.get(each.id)) is not None:
            found[each.id] = before._replace(arguments=(*before.arguments, *each.arguments))
        else:
            found[each.id] = each
    return found


def _above(lines: Mapping[str, ConfLine], type_id: str) -> Iterator[str]:
    """The types above this one, the nearest first; a ring ends where it begins again."""
    seen = {type_id}
    at = lines[type_id].parent
    while at in lines and at not in seen:
        yield at
        seen.add(at)
        at = lines[at].parent


def _usable(lines: Mapping[str, ConfLine]) -> list[str]:
    return [name for name, each in lines.items() if not each.is_heading]


def _split(role: str) -> tuple[str, str]:
    found = _ROLE.match(role)
    return (found[1].strip(), found[2] or "") if found else (role, "")


def _bare(role: str) -> str:
    return _split(role)[0]


def _may_lack(mark: str) -> bool:
    return mark in ("?", "*") or mark.startswith("{0")


def _tag(type_id: str, forms: tuple[str, ...]) -> str:
    """What stands on the chip: the longest short form that fits, or letters of the name."""
    short = [each for each in forms if 1 < len(each) <= _LONGEST_TAG]
    if short:
        return max(short, key=len)
    parts = [each for each in re.split(r"[^\w]+|_", type_id) if each]
    letters = "".join(each[0] for each in parts[:_LONGEST_TAG])
    return (letters if len(letters) > 1 else (parts[0] if parts else type_id)[:3]).upper()


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "brat"
