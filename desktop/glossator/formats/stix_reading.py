"""STIX 2.1 bundles read: a document for each report, objects as identities, relationships as relations, and notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from glossator.core.annotations import Attributes
from glossator.core.errors import GlossatorError
from glossator.core.outside import LINES
from glossator.formats.graph import NODE
from glossator.formats.graph_reading import UNTYPED, Node, Stating
from glossator.formats.json_stream import parsed
from glossator.formats.jsonl.shape import time_from_text
from glossator.formats.loose_json import fields, items, shown, words
from glossator.formats.standoff import MADE_UP, Fault, OutDocument, OutGroup, OutNote, OutRelation

_REPORTS = ("report", "grouping")
_NO_THINGS = frozenset(
    (
        *_REPORTS,
        *("relationship", "sighting", "note", "opinion", "marking-definition", "extension-definition"),
        *("language-content", "bundle"),
    )
)
_NAMES = ("name", "value", "path", "key", "subject", "command_line", "display_name", "user_id", "abstract")
_TOLD = ("description", "pattern", "country", "region", "sophistication", "primary_motivation")

Thing = Mapping[str, Any]


class _Bundle(NamedTuple):
    """The objects of a bundle by what they are to us."""

    id: str
    things: dict[str, Thing]
    links: dict[str, Thing]
    notes: list[Thing]
    reports: list[Thing]
    rest: list[Thing]
    order: list[str]
    names: dict[str, str]


def documents(content: bytes, file: str, key: str) -> Iterator[OutDocument]:
    """The documents of a bundle; ``key`` tells its identities from those of other files."""
    bundle = _sorted(content, file)
    if not bundle.things:
        raise GlossatorError(f"“{file}” has no objects in it that could be identities.")
    name = file.rpartition(".")[0] or file
    parts = _parts(bundle)
    for number, (report, named, links) in enumerate(parts):
        made = _Making(bundle, report, file, key)
        document = made.document(named, links, words(report.get("name")) or name)
        if not number:
            remarks = [Fault(file, 0, each) for each in _remarks(bundle)]
            held = {"bundle": bundle.id, "order": bundle.order, "rest": bundle.rest, "report": report}
            document = document._replace(
                remarks=remarks, metadata={**document.metadata, LINES: _packed(held)}
            )
        yield document._replace(done=number + 1, size=len(parts))


def _sorted(content: bytes, file: str) -> _Bundle:
    plain, fault = parsed(content)
    if fault or not isinstance(plain, dict) or not isinstance(plain.get("objects"), list):
        raise GlossatorError(f"“{file}” is no bundle of STIX. {fault or ''}".rstrip())
    objects = [each for each in plain["objects"] if isinstance(each, dict) and words(each.get("id"))]
    makers = {words(each.get("created_by_ref")) for each in objects}
    named = {str(end) for each in objects for end in _ends(each)}
    names = {str(each["id"]): words(each.get("name")) for each in objects}
    made = _Bundle(words(plain.get("id")), {}, {}, [], [], [], list(names), names)
    for each in objects:
        kind, known = words(each.get("type")), str(each["id"])
        if kind == "relationship":
            made.links[known] = each
        elif kind == "note":
            made.notes.append(each)
        elif kind in _REPORTS:
            made.reports.append(each)
        elif kind in _NO_THINGS or not kind or (known in makers and known not in named):
            made.rest.append(each)
        else:
            made.things[known] = each
    return made


def _ends(thing: Thing) -> list[Any]:
    return [thing.get("source_ref"), thing.get("target_ref"), *items(thing.get("object_refs"))]


def _parts(bundle: _Bundle) -> list[tuple[Thing, list[str], list[str]]]:
    """Each report with the things and the links in it; then all that stands in none."""
    parts: list[tuple[Thing, list[str], list[str]]] = []
    for report in bundle.reports:
        held = [str(each) for each in items(report.get("object_refs"))]
        parts.append(
            (
                report,
                [each for each in held if each in bundle.things],
                [each for each in held if each in bundle.links],
            )
        )
    placed = {each for _, _, links in parts for each in links}
    loose: list[str] = []
    for known, link in bundle.links.items():
        ends = {str(link.get("source_ref")), str(link.get("target_ref"))}
        home = next((links for _, named, links in parts if ends <= set(named)), None)
        if known not in placed:
            (loose if home is None else home).append(known)
    told = {each for _, named, _ in parts for each in named}
    others = [each for each in bundle.things if each not in told]
    if others or loose or not parts:
        parts.append(({}, others, loose))
    return parts


def _remarks(bundle: _Bundle) -> Iterator[str]:
    counts = Counter(words(each.get("type")) or "object without a type" for each in bundle.rest)
    for kind, count in counts.items():
        yield f"{count:,} of the type “{shown(kind)}” is kept only for writing the bundle again."


class _Making:
    """Makes the document of a report."""

    def __init__(self, bundle: _Bundle, report: Thing, file: str, key: str) -> None:
        self._bundle = bundle
        self._report = report
        self._file = file
        self._stating = Stating(file, key, words(report.get("name")))
        self._faults: list[Fault] = []
        self._relations: list[OutRelation] = []

    def document(self, named: Sequence[str], links: Sequence[str], name: str) -> OutDocument:
        """What the report says."""
        on_links: set[str] = set()
        for each in links:
            on_links |= self._link(each, self._bundle.links[each])
        for each in named:
            if each not in on_links:
                self._stating.mention(self._node(each))
                self._stating.put("\n")
        found = self._stating.document(name)
        groups = [self._group(each) for each in found.groups]
        there = {each.id for each in groups} | {each.id for each in self._relations}
        things = self._bundle.things
        named_by = [things[each.id.rpartition("/")[0].removeprefix(MADE_UP)] for each in found.spans]
        spans = [
            each._replace(confidence=self._confidence(thing), author=self._author(thing))
            for each, thing in zip(found.spans, named_by, strict=True)
        ]
        return found._replace(
            id=words(self._report.get("id")),
            spans=spans,
            relations=self._relations,
            groups=groups,
            notes=list(self._notes(there)),
            faults=[*found.faults, *self._faults],
            metadata=self._facts(),
        )

    def _node(self, known: str) -> Node:
        thing = self._bundle.things[known]
        called = next((words(thing.get(name)) for name in _NAMES if words(thing.get(name)).strip()), known)
        return Node(known, " ".join(called.split()), "", _kind(thing))

    def _link(self, known: str, link: Thing) -> set[str]:
        ends = [str(link.get("source_ref")), str(link.get("target_ref"))]
        lost = next((each for each in ends if each not in self._bundle.things), None)
        if lost is not None:
            self._fault(f"a relationship leads to “{shown(lost)}”, which is not there.")
            return set()
        kind = words(link.get("relationship_type")) or "related-to"
        first = self._stating.mention(self._node(ends[0]))
        self._stating.put(f" — {kind} — ")
        second = self._stating.mention(self._node(ends[1]))
        self._stating.put("\n")
        self._relations.append(
            OutRelation(
                kind,
                (("Arg1", first), ("Arg2", second)),
                known,
                attributes={LINES: _packed(link)},
                author=self._author(link),
                created=_time(link),
                confidence=self._confidence(link),
                line=len(self._relations) + 1,
            )
        )
        return set(ends)

    def _group(self, group: OutGroup) -> OutGroup:
        known = group.id.removeprefix(NODE)
        thing = self._bundle.things[known]
        marks = {
            words(each.get("source_name")): words(each.get("external_id"))
            for each in map(fields, items(thing.get("external_references")))
            if words(each.get("source_name")) and words(each.get("external_id"))
        }
        held: Attributes = {name: thing[name] for name in _TOLD if isinstance(thing.get(name), str)}
        aliases = [each for each in items(thing.get("aliases")) if isinstance(each, str)]
        return group._replace(
            id=known,
            identifiers=marks,
            aliases=tuple(aliases),
            attributes={**held, LINES: _packed(thing)},
            author=self._author(thing),
            created=_time(thing),
        )

    def _notes(self, there: set[str]) -> Iterator[OutNote]:
        """The notes on what is in this document, or on the report itself."""
        report = words(self._report.get("id"))
        for note in self._bundle.notes:
            refs = [str(each) for each in items(note.get("object_refs"))]
            target = next((each for each in refs if each in there or each == report), None)
            if target is not None and words(note.get("content")):
                yield OutNote(
                    words(note.get("content")),
                    "" if target == report else target,
                    str(note["id"]),
                    self._author(note),
                    created=_time(note),
                    attributes={LINES: _packed(note)},
                )

    def _facts(self) -> dict[str, str]:
        source = fields(next(iter(items(self._report.get("external_references"))), None))
        found = {
            "source": words(source.get("source_name")),
            "url": words(source.get("url")),
            "published": words(self._report.get("published"))[:10],
        }
        held = {name: said for name, said in found.items() if said}
        return {**held, LINES: _packed({"report": self._report})}

    def _author(self, thing: Thing) -> str:
        """Who made it; of a note who is named as its author, where no object tells."""
        maker = self._bundle.names.get(words(thing.get("created_by_ref")), "")
        return maker or next((each for each in items(thing.get("authors")) if isinstance(each, str)), "")

    def _confidence(self, thing: Thing) -> float | None:
        sure = thing.get("confidence")
        is_number = isinstance(sure, int) and not isinstance(sure, bool)
        return sure / 100 if is_number and sure is not None and 0 <= sure <= 100 else None

    def _fault(self, what: str) -> None:
        self._faults.append(Fault(self._file, 0, what))


def _kind(thing: Thing) -> str:
    """What a thing is: the label under which we wrote it, the class of an identity, the type of STIX."""
    labels = [each for each in items(thing.get("labels")) if isinstance(each, str) and each.strip()]
    try:
        is_ours = UUID(str(thing["id"]).rpartition("--")[2]).version == 5
    except ValueError:
        is_ours = False
    if is_ours and len(labels) == 1:
        return str(labels[0])
    return words(thing.get("identity_class")) or words(thing.get("type")) or UNTYPED


def _time(thing: Thing) -> int:
    try:
        return max(0, time_from_text(words(thing.get("created"))))
    except (ValueError, OverflowError):
        return 0


def _packed(plain: Any) -> str:
    return orjson.dumps(plain).decode()
