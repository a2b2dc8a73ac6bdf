"""GATE documents as XML: a text with nodes, and annotation sets between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from glossator.core.annotations import Value
from glossator.core.documents import printable
from glossator.core.outside import ours
from glossator.formats import folders, text, xml
from glossator.formats.carries import LETTERS, Carries
from glossator.formats.gate_json import NUMBERED
from glossator.formats.losses import Outgoing
from glossator.formats.numbering import numbers_of
from glossator.formats.standoff import SUBTYPE, Fault, Options, OutDocument, OutSpan
from glossator.formats.units import CODE_POINT, UTF_16, Text

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "gate-xml"
TITLE = "GATE XML"
ABOUT = "a text with nodes, and annotation sets (one for each person) with types and features; a file for each document"
ENDINGS = (".xml",)
KIND = "folder"
DEFAULT_UNIT = CODE_POINT
FIELDS = ("source", "author", "url", "published", "retrieved")
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    subtypes=True,
    mention_attributes=True,
    typed_values=True,
    authors=True,
    metadata=frozenset((*FIELDS, "attributes")),
    names=LETTERS,
    ids={"mention": NUMBERED},
)

_STRING = "java.lang.String"
_CLASSES = {bool: "java.lang.Boolean", int: "java.lang.Long", float: "java.lang.Double", str: _STRING}
_NAME = "gate.name"
_WHOLE = frozenset(("java.lang.Integer", "java.lang.Long", "java.lang.Short"))
_BROKEN = frozenset(("java.lang.Double", "java.lang.Float"))


def sniff(head: bytes, path: Path) -> bool:
    """Its root is a GATE document; a folder with such files."""
    if path.is_dir():
        return any(b"<GateDocument" in each.read_bytes()[:2000] for each in sorted(path.glob("*.xml"))[:1])
    return path.suffix.lower() in ENDINGS and b"<GateDocument" in head


def read(path: Path, options: Options) -> Iterator[OutDocument]:
    """The one document of the file, or those of a folder."""
    if path.is_dir():
        for each in sorted(path.glob("*.xml")):
            yield from read(each, options)
        return
    file = printable(path.name)
    content = text.bytes_of(path)
    yield _document(xml.parsed(content, file), file)._replace(done=len(content), size=len(content))


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write a file for each document into the folder ``target``."""
    folders.write_each(documents, target, ".xml", options, lambda each: "".join(_lines(each)).encode())


# --- reading


def _document(root: _Element, file: str) -> OutDocument:
    body = root.find("TextWithNodes")
    pieces: list[str] = []
    nodes: dict[str, int] = {}
    at = 0
    if body is not None:
        for piece, node in _nodes(body):
            pieces.append(piece)
            at += len(piece)
            if node is not None:
                nodes[node] = at
    facts = {name: str(value) for name, value in _features(root.find("GateDocumentFeatures")).items()}
    name = facts.pop(_NAME, "") or file.rpartition(".")[0]
    spans: list[OutSpan] = []
    faults: list[Fault] = [] if at else [Fault(file, 0, "there is no text in it.")]
    for held in root.iterfind("AnnotationSet"):
        for each in held.iterfind("Annotation"):
            made = _span(each, nodes, held.get("Name") or "")
            if made is not None:
                spans.append(made)
            else:
                line = int(getattr(each, "sourceline", 0) or 0)
                faults.append(
                    Fault(file, line, f"annotation {each.get('Id')} is between nodes that are not there.")
                )
    return OutDocument("".join(pieces) or None, name, file, spans=spans, faults=faults, metadata=facts)


def _nodes(body: _Element) -> Iterator[tuple[str, str | None]]:
    """The text in pieces, with the node behind each."""
    before = body.text or ""
    for node in body:
        yield before, node.get("id")
        before = node.tail or ""
    yield before, None


def _span(each: _Element, nodes: Mapping[str, int], author: str) -> OutSpan | None:
    start, end = nodes.get(each.get("StartNode") or ""), nodes.get(each.get("EndNode") or "")
    if start is None or end is None:
        return None
    features = _features(each)
    subtype = str(features.pop(SUBTYPE, ""))
    known = f"{author} {each.get('Id') or ''}".strip()
    line = int(getattr(each, "sourceline", 0) or 0)
    return OutSpan(
        each.get("Type") or "annotation",
        ((start, end),),
        known,
        subtype=subtype,
        attributes=features,
        author=author,
        line=line,
    )


def _features(element: _Element | None) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for each in element.iterfind("Feature") if element is not None else ():
        value = each.find("Value")
        name = each.findtext("Name") or ""
        if name and value is not None:
            found[name] = _value(value.text or "", value.get("className") or _STRING)
    return found


def _value(words: str, kind: str) -> Value:
    """A value of Java's; what is no number in spite of its class stays text."""
    try:
        if kind in _WHOLE:
            return int(words)
        if kind in _BROKEN:
            return float(words)
    except ValueError:
        return words
    return words == "true" if kind == "java.lang.Boolean" else words


# --- writing


def _lines(outgoing: Outgoing) -> Iterator[str]:
    held, document = outgoing.annotations, outgoing.document
    facts: dict[str, Value] = {name: getattr(document, name) for name in FIELDS if getattr(document, name)}
    yield "<?xml version='1.0' encoding='UTF-8'?>\n<GateDocument version=\"3\">\n<GateDocumentFeatures>\n"
    yield from _plain_features({_NAME: document.name, **facts, **ours(document.attributes)})
    yield "</GateDocumentFeatures>\n<TextWithNodes>"
    ruler = Text(held.text).ruler(UTF_16)  # nodes are numbered by where Java has them
    edges = sorted({edge for each in held.in_order() for edge in (each.start, each.end)})
    last = 0
    for edge in edges:
        yield f'{_held(held.text[last:edge])}<Node id="{ruler[edge]}"/>'
        last = edge
    yield f"{_held(held.text[last:])}</TextWithNodes>\n"
    sets: dict[str, list[str]] = {}
    mentions = list(held.in_order())
    numbers = numbers_of(mentions, 0)  # in all sets together
    for each in mentions:
        features = "".join(
            _plain_features(ours(each.attributes) | ({SUBTYPE: each.subtype} if each.subtype else {}))
        )
        sets.setdefault(each.author, []).append(
            f'<Annotation Id="{numbers[each.id]}" Type={_named(each.label)} StartNode="{ruler[each.start]}"'
            f' EndNode="{ruler[each.end]}">\n{features}</Annotation>\n'
        )
    for author, lines in sets.items():
        name = f" Name={_named(author)}" if author else ""
        yield f"<AnnotationSet{name}>\n{''.join(lines)}</AnnotationSet>\n"
    yield "</GateDocument>\n"


def _plain_features(features: Mapping[str, Value]) -> Iterator[str]:
    for name, value in features.items():
        words = ("true" if value else "false") if isinstance(value, bool) else str(value)
        yield f'<Feature>\n<Name className="{_STRING}">{_held(name)}</Name>\n'
        yield f'<Value className="{_CLASSES.get(type(value), _STRING)}">{_held(words)}</Value>\n</Feature>\n'


def _held(words: str) -> str:
    return escape(words, {"\r": "&#13;"})


def _named(words: str) -> str:
    return quoteattr(words, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
