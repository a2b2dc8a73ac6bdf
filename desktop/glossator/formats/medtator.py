"""MedTator XML: a text and its tags, in one or several pieces, with links between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.core.documents import printable
from glossator.formats import text, xml
from glossator.formats.carries import Carries
from glossator.formats.standoff import Fault, Options, OutDocument, OutRelation, OutSpan
from glossator.formats.units import UTF_16

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "medtator"
TITLE = "MedTator XML"
ABOUT = "a text and its tags, by spans such as 45~60,70~72, with attributes and links (read only)"
ENDINGS = (".xml",)
DEFAULT_UNIT = UTF_16
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    discontinuous=True,
    mention_attributes=True,
    relations=True,
    relation_attributes=True,
    ids={"mention": "", "relation": ""},
)

_SPAN = re.compile(r"\s*(-?\d{1,12})\s*~\s*(-?\d{1,12})\s*")
_LINKED = re.compile(r"(.*)ID", re.IGNORECASE)
_HELD = frozenset(("id", "spans", "text"))


def sniff(head: bytes, path: Path) -> bool:
    """It has a text as character data, and tags with spans."""
    return path.suffix.lower() in ENDINGS and b"<TEXT>" in head and (b"<TAGS" in head or b"<![CDATA[" in head)


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The one document of the file."""
    file = printable(path.name)
    content = text.bytes_of(path)
    root = xml.parsed(content, file)
    held = root.findtext("TEXT")
    name = re.sub(r"\.(txt|xml)$", "", file.rpartition(".")[0]) or file
    if not held:
        what = [Fault(file, 0, "there is no text in it.")]
        yield OutDocument(None, name, file, faults=what, done=len(content), size=len(content))
        return
    reader = _Reader(file)
    for tags in root.iterfind("TAGS"):
        for each in tags:
            reader.take(each)
    yield OutDocument(
        held,
        name,
        file,
        spans=reader.spans,
        relations=reader.relations,
        faults=reader.faults,
        joint="...",
        done=len(content),
        size=len(content),
    )


class _Reader:
    """Tags with spans are mentions, those that name others are relations; ``-1~-1`` marks the whole document."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.spans: list[OutSpan] = []
        self.relations: list[OutRelation] = []
        self.faults: list[Fault] = []

    def take(self, each: _Element) -> None:
        line = int(getattr(each, "sourceline", 0) or 0)
        known = each.get("id") or f"{each.tag}{len(self.spans) + len(self.relations) + 1}"
        held = {str(name): str(value) for name, value in each.items() if name not in _HELD and value}
        if each.get("spans") is None:
            ends = [(name, value) for name, value in held.items() if _LINKED.fullmatch(name)]
            more = {
                name: value
                for name, value in held.items()
                if (name, value) not in ends and not name.endswith("Text")
            }
            arguments = tuple((_LINKED.sub(r"\1", name) or name, value) for name, value in ends)
            if len(arguments) > 1:
                self.relations.append(OutRelation(each.tag, arguments, known, attributes=more, line=line))
            else:
                self.faults.append(Fault(self._file, line, f"{known} has no spans, and joins no two tags."))
            return
        found = [_SPAN.fullmatch(part) for part in (each.get("spans") or "").split(",")]
        ranges = tuple((int(one[1]), int(one[2])) for one in found if one is not None)
        if len(ranges) < len(found) or not ranges:
            self.faults.append(Fault(self._file, line, f"“{each.get('spans')}” are no spans."))
        elif ranges == ((-1, -1),):
            self.faults.append(
                Fault(self._file, line, f"{known} is on the whole document, which has no place here.")
            )
        else:
            quoted = each.get("text")
            self.spans.append(OutSpan(each.tag, ranges, known, quoted or None, attributes=held, line=line))
