"""Documents out of the rows of plain words that tell their records: what is no value is told with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

import orjson

from glossator.core.annotations import Attributes, Value
from glossator.formats.jsonl.shape import time_from_text
from glossator.formats.loose_json import fields, items, shown
from glossator.formats.record_rows import ENTITY, FIELDS, JOINT, Row, Sheets
from glossator.formats.standoff import (
    MADE_UP,
    Fault,
    OutDocument,
    OutGroup,
    OutNote,
    OutRelation,
    OutSpan,
    Ranges,
)

_SPAN = re.compile(r"\s*(\d{1,15})\s*[-–]\s*(\d{1,15})\s*")


def documents(sheets: Sheets, file: str, key: str, lines: Lines | None = None) -> Iterator[OutDocument]:
    """The documents that rows tell; ``key`` tells their entities from those of other files."""
    of = {name: _by_document(sheets.get(name, ())) for name in ("mentions", "relations", "notes")}
    entities = {row.get("id", ""): row for row in sheets.get("entities", ())}
    reader = Reader(file, key, lines)
    known = {row.get("id", "") for row in sheets.get("documents", ())}
    others = dict.fromkeys(each for held in of.values() for each in held if each not in known)
    reader.entities |= entities
    for row in (*sheets.get("documents", ()), *({"id": each, "name": each} for each in others)):
        mine = {name: of[name].pop(row.get("id", ""), []) for name in of}
        yield reader.document({"documents": [row], **mine})


def _by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.get("document", ""), []).append(row)
    return found


Lines = Mapping[int, tuple[str, int]]
"""By ``id()`` of a row: the file and the line where it stands."""


class Reader:
    """Makes documents of rows; ``entities`` are rows by id that earlier documents (or a sheet of them all) told."""

    def __init__(self, file: str, key: str, lines: Lines | None = None) -> None:
        self._file = file
        self._key = key
        self._lines = lines or {}
        self.entities: dict[str, Row] = {}

    def document(self, sheets: Sheets) -> OutDocument:
        """The document of these rows."""
        self.entities |= {row.get("id", ""): row for row in sheets.get("entities", ())}
        (row, *_) = sheets.get("documents") or ({},)
        faults: list[Fault] = []
        filling = _Filling(self._file, self._lines, faults)
        members: dict[str, list[str]] = {}
        spans = []
        for number, each in enumerate(sheets.get("mentions", ())):
            span = filling.span(each, number)
            if span is not None:
                spans.append(span)
                if each.get("entity"):
                    members.setdefault(each["entity"], []).append(span.id)
        relations = [filling.relation(each) for each in sheets.get("relations", ())]
        groups = [self._group(each, held, filling) for each, held in members.items()]
        facts = {field: row[field] for field in FIELDS if row.get(field)}
        own = fields(filling.value(row, "facts"))
        return OutDocument(
            row.get("text") or None,
            row.get("name") or row.get("id", ""),
            *filling.place(row),
            id=row.get("id", ""),
            spans=spans,
            relations=[each for each in relations if each is not None],
            groups=groups,
            notes=[filling.note(each) for each in sheets.get("notes", ())],
            faults=faults,
            metadata={**{str(name): str(value) for name, value in own.items()}, **facts},
            joint=JOINT,
        )

    def _group(self, entity: str, members: Sequence[str], filling: _Filling) -> OutGroup:
        row = self.entities.get(entity)
        if row is None:
            filling.fault({}, f"entity {shown(entity)} is named by mentions and told nowhere.")
            row = {}
        return OutGroup(
            tuple(members),
            row.get("name", ""),
            row.get("type", ""),
            {name: str(value) for name, value in fields(filling.value(row, "identifiers")).items()},
            tuple(str(each) for each in items(filling.value(row, "aliases"))),
            f"{ENTITY}{entity}",
            filling.attributes(row),
            f"{self._key}\n{entity}",
            row.get("author", ""),
            filling.time(row),
            untyped=bool(row) and not row.get("type"),
        )


class _Filling:
    """Turns cells into values; what is none is told with its line."""

    def __init__(self, file: str, lines: Lines, faults: list[Fault]) -> None:
        self._file = file
        self._lines = lines
        self._faults = faults

    def place(self, row: Row) -> tuple[str, int]:
        return self._lines.get(id(row), (self._file, 0))

    def fault(self, row: Row, what: str) -> None:
        self._faults.append(Fault(*self.place(row), what))

    def span(self, row: Row, number: int) -> OutSpan | None:
        ranges = _ranges(row.get("spans", ""))
        if not ranges or not row.get("label"):
            what = "a label" if ranges else "spans such as 0-3;8-11"
            self.fault(row, f"mention {shown(row.get('id', ''))} has not {what}.")
            return None
        return OutSpan(
            row["label"],
            ranges,
            row.get("id") or f"{MADE_UP}#{number + 1}",
            row.get("quote") or None,
            row.get("subtype", ""),
            self.attributes(row),
            row.get("author", ""),
            self.time(row),
            self._confidence(row),
            row.get("origin", ""),
            self.place(row)[1],
        )

    def relation(self, row: Row) -> OutRelation | None:
        found = [each for each in items(self.value(row, "arguments")) if _is_pair(each)]
        if not row.get("type"):
            self.fault(row, f"relation {shown(row.get('id', ''))} has no type.")
            return None
        return OutRelation(
            row["type"],
            tuple((str(role), str(held)) for role, held in found),
            row.get("id", ""),
            row.get("trigger", ""),
            self.attributes(row),
            row.get("author", ""),
            self.time(row),
            self._confidence(row),
            row.get("origin", ""),
            self.place(row)[1],
        )

    def note(self, row: Row) -> OutNote:
        target = row.get("target", "")
        return OutNote(
            row.get("body", ""),
            f"{ENTITY}{target}" if row.get("on") == "entity" else target,
            row.get("id", ""),
            row.get("author", ""),
            self.time(row),
            self.attributes(row),
            self.place(row)[1],
        )

    def value(self, row: Row, column: str) -> Any:
        words = row.get(column, "")
        if not words.strip():
            return None
        try:
            return orjson.loads(words)
        except orjson.JSONDecodeError:
            self.fault(row, f"“{shown(words)}” in the column “{column}” is not JSON.")
            return None

    def attributes(self, row: Row) -> Attributes:
        held = fields(self.value(row, "attributes"))
        found = {str(name): _value(value) for name, value in held.items()}
        return {name: value for name, value in found.items() if name and value is not None}

    def time(self, row: Row) -> int:
        words = row.get("created", "")
        try:
            return max(0, time_from_text(words)) if words else 0
        except (ValueError, OverflowError):
            self.fault(row, f"“{shown(words)}” is no time with its zone, such as 2026-11-22T12:48:00.000Z.")
            return 0

    def _confidence(self, row: Row) -> float | None:
        words = row.get("confidence", "")
        if not words:
            return None
        try:
            number = float(words)
        except ValueError:
            number = -1.0
        if 0 <= number <= 1:
            return number
        self.fault(row, f"“{shown(words)}” is no confidence from 0 to 1.")
        return None


def _ranges(words: str) -> Ranges:
    """The spans of a cell; none where one of them is none."""
    found = [_SPAN.fullmatch(each) for each in words.split(";")]
    return tuple((int(each[1]), int(each[2])) for each in found if each) if all(found) else ()


def _is_pair(plain: Any) -> bool:
    return isinstance(plain, list) and len(plain) == 2 and all(isinstance(each, str) for each in plain)


def _value(plain: Any) -> Value | None:
    if isinstance(plain, list):
        return tuple(
            each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in plain
        )
    if isinstance(plain, float):
        return plain if isfinite(plain) else str(plain)
    return plain if isinstance(plain, (str, bool, int)) else None if plain is None else json.dumps(plain)
