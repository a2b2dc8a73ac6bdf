"""PubAnnotation JSON: denotations, relations and attributes on a text, by offsets or in tracks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, repeat
from pathlib import Path
from typing import Any

import orjson

from glossator.core.annotations import NO_ATTRIBUTES, Attributes, Mention, Value
from glossator.core.outside import ID, OUTSIDE, ours
from glossator.formats.carries import Carries
from glossator.formats.json_stream import parsed
from glossator.formats.loose_json import documents_in, fields, items, shown, words
from glossator.formats.losses import Outgoing
from glossator.formats.numbering import ids_of, kept_or_free
from glossator.formats.standoff import (
    SUBTYPE,
    Fault,
    Options,
    OutDocument,
    OutRelation,
    OutSpan,
    named_place,
)
from glossator.formats.units import CODE_POINT
from glossator.formats.whole import written_whole

NAME = "pubannotation"
TITLE = "PubAnnotation JSON"
ABOUT = "a text with denotations (begin, end, object), relations and attributes; several texts as an array"
ENDINGS = (".json",)
DEFAULT_UNIT = CODE_POINT
GUESS_UNIT = True
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    discontinuous=True,
    subtypes=True,
    mention_attributes=True,
    relation_attributes=True,
    typed_values=True,
    relations=True,
    authors="one",
    metadata=frozenset(("url",)),
    any_character=True,
    ids={"document": "", "mention": "", "relation": ""},
)

_SOURCE = f"{OUTSIDE}sourcedb"  # from where a text is, and which part of it
_PART = f"{OUTSIDE}divid"
_MARKS = f"{OUTSIDE}attributes"  # the ids of attributes by their names
_PARTS = ("denotations", "blocks")
_SOURCES = ("source_url", "target")


def sniff(head: bytes, path: Path) -> bool:
    """It has a text, and denotations or tracks."""
    keys = (b'"denotations"', b'"blocks"', b'"tracks"', b'"typesettings"')
    return path.suffix.lower() in ENDINGS and b'"text"' in head and any(key in head for key in keys)


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The documents of the file: one, or those of an array."""
    return documents_in(path, _document)


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write all documents as one array."""
    with written_whole(target, overwrite=options.overwrite) as out:
        out.write(b"[")
        for number, outgoing in enumerate(documents):
            out.write(b",\n" if number else b"\n")
            out.write(orjson.dumps(_plain(outgoing)))
        out.write(b"\n]\n")


# --- reading


def _document(plain: Any, file: str, line: int, number: int) -> OutDocument:
    if not isinstance(plain, dict):
        return OutDocument(None, file=file, faults=[Fault(file, line, "this is no object with a text.")])
    text = plain.get("text")
    if not isinstance(text, str):
        return OutDocument(None, file=file, faults=[Fault(file, line, "there is no text in this record.")])
    reader = _Reader(file, line)
    reader.take(plain, author=words(plain.get("project")))
    for track in items(plain.get("tracks")):
        if isinstance(track, dict):
            reader.take(track, author=words(track.get("project")))
    url = next((held for name in _SOURCES if (held := words(plain.get(name)))), "")
    identifier = words(plain.get("sourceid"))
    facts = {"url": url, _SOURCE: words(plain.get("sourcedb")), _PART: words(plain.get("divid"))}
    return OutDocument(
        text,
        identifier or named_place(file, number),
        file,
        line,
        id=identifier,
        spans=reader.spans(),
        relations=reader.relations(),
        faults=reader.faults,
        metadata={name: held for name, held in facts.items() if held},
    )


class _Reader:
    """What one document says; ids are taken as they are, those that another track has as well with their track."""

    def __init__(self, file: str, line: int) -> None:
        self._file, self._line = file, line
        self._spans: list[OutSpan] = []
        self._relations: list[OutRelation] = []
        self._held: dict[str, dict[str, Value]] = {}
        self.faults: list[Fault] = []
        self._ids: dict[str, str] = {}  # as they are named here, and as they go on
        self._told: set[str] = set()  # ids that go on
        self._marks: dict[str, dict[str, str]] = {}
        self._tracks = 0

    def take(self, plain: Mapping[str, Any], author: str = "") -> None:
        """The annotations of a document, or of a track of it."""
        mark = f"track {self._tracks} " if self._tracks else ""
        self._tracks += 1
        for part in _PARTS:
            for each in items(plain.get(part)):
                self._denotation(each, author, mark)
        for each in items(plain.get("relations")):
            self._relation(each, author, mark)
        for each in items(plain.get("attributes")):
            self._attribute(each, mark)

    def spans(self) -> list[OutSpan]:
        """The denotations with their attributes."""
        return [
            each._replace(id=self._ids[each.id], attributes=self._attributes(each.id)) for each in self._spans
        ]

    def relations(self) -> list[OutRelation]:
        """The relations with their attributes."""
        return [
            each._replace(
                id=self._ids[each.id],
                arguments=tuple((role, self._ids.get(held, held)) for role, held in each.arguments),
                attributes=self._attributes(each.id),
            )
            for each in self._relations
        ]

    def _attributes(self, known: str) -> Attributes:
        held = self._held.get(known)
        if held is None:
            return NO_ATTRIBUTES
        return {**held, _MARKS: orjson.dumps(marks).decode()} if (marks := self._marks.get(known)) else held

    def _denotation(self, plain: Any, author: str, mark: str) -> None:
        match plain:
            case {"span": {"begin": int(), "end": int()} | list() as span, "obj": label, **rest} if words(
                label
            ):
                ranges = _ranges(span)
                if ranges is None:
                    self._fault(f"“{shown(span)}” is no place in the text.")
                    return
                known = self._own(rest.get("id"), mark, f"T{len(self._spans) + 1}")
                self._spans.append(OutSpan(words(label), ranges, known, author=author, line=self._line))
            case _:
                self._fault(f"“{shown(plain)}” is no denotation.")

    def _relation(self, plain: Any, author: str, mark: str) -> None:
        match plain:
            case {"pred": kind, "subj": first, "obj": second, **rest} if all(
                map(words, (kind, first, second))
            ):
                known = self._own(rest.get("id"), mark, f"R{len(self._relations) + 1}")
                ends = (("Arg1", mark + words(first)), ("Arg2", mark + words(second)))
                self._relations.append(OutRelation(words(kind), ends, known, author=author, line=self._line))
            case _:
                self._fault(f"“{shown(plain)}” is no relation.")

    def _attribute(self, plain: Any, mark: str) -> None:
        match plain:
            case {"pred": str(name), "subj": subject, "obj": str() | bool() | int() | float() as value} if (
                name
            ):
                held = self._held.setdefault(mark + words(subject), {})
                before = held.get(name)
                # of several values the format has an attribute each
                held[name] = value if before is None else ", ".join((str(before), str(value)))
                if known := words(plain.get("id")):
                    self._marks.setdefault(mark + words(subject), {}).setdefault(name, known)
            case _:
                self._fault(f"“{shown(plain)}” is no attribute.")

    def _own(self, known: Any, mark: str, otherwise: str) -> str:
        own = words(known)
        wanted = mark + (own or otherwise)
        while wanted in self._ids:
            wanted += "'"
        told = own if mark and own and own not in self._told else wanted
        self._ids[wanted] = told
        self._told.add(told)
        return wanted

    def _fault(self, what: str) -> None:
        self.faults.append(Fault(self._file, self._line, what))


def _ranges(span: Any) -> tuple[tuple[int, int], ...] | None:
    """One place, or the pieces of one that is in pieces."""
    parts = span if isinstance(span, list) else [span]
    found = []
    for part in parts:
        match part:
            case {"begin": int(begin), "end": int(end)} if not isinstance(begin, bool):
                found.append((begin, end))
            case _:
                return None
    return tuple(found) or None


# --- writing


def _plain(outgoing: Outgoing) -> dict[str, Any]:
    held, document = outgoing.annotations, outgoing.document
    mentions = list(held.in_order())
    relations = sorted(held.relations.values(), key=lambda each: each.id)
    ids = ids_of(mentions, relations)
    said = [(ids[each.id], each.attributes, each.subtype) for each in mentions]
    said += [(ids[each.id], each.attributes, "") for each in relations]
    facts = document.attributes
    made = {"sourcedb": facts.get(_SOURCE, ""), "sourceid": facts.get(ID, "") or document.name}
    made |= {"divid": facts.get(_PART, ""), "source_url": document.url, "project": outgoing.made_by[0]}
    return (
        {"sourcedb": "Glossator"}
        | {name: said_of for name, said_of in made.items() if said_of}
        | {
            "text": held.text,
            "denotations": [
                {"id": ids[each.id], "span": _span(each), "obj": each.label} for each in mentions
            ],
            "relations": [
                {
                    "id": ids[each.id],
                    "pred": each.type,
                    "subj": ids[each.arguments[0].target],
                    "obj": ids[each.arguments[1].target],
                }
                for each in relations
            ],
            "attributes": [
                {"id": known, "subj": subject, "pred": name, "obj": value}
                for known, subject, name, value in _with_ids(said)
            ],
        }
    )


def _with_ids(
    said: Sequence[tuple[str, Attributes, str]],
) -> Iterator[tuple[str, str, str, Value]]:
    """The attributes with the ids that they had, else the next free ones."""
    known = {
        (subject, str(name)): str(mark)
        for subject, attributes, _ in said
        if _MARKS in attributes
        for name, mark in fields(parsed(str(attributes[_MARKS]).encode())[0]).items()
    }
    values = list(_values(said))
    wanted = [known.get((subject, name)) or None for subject, name, _ in values]
    for own, value in zip(kept_or_free(wanted, repeat(map("A{}".format, count(1)))), values, strict=True):
        yield own, *value


def _span(mention: Mention) -> Any:
    places = [{"begin": each.start, "end": each.end} for each in mention.fragments]
    return places[0] if len(places) == 1 else places


def _values(said: Iterable[tuple[str, Attributes, str]]) -> Iterator[tuple[str, str, Value]]:
    for subject, attributes, subtype in said:
        if subtype:
            yield subject, SUBTYPE, subtype
        for name, value in ours(attributes).items():
            yield subject, name, value
