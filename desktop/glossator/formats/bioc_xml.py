"""BioC XML: the same collection as elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from glossator.core.documents import printable
from glossator.formats import bioc, text, xml
from glossator.formats.carries import LETTERS
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options, OutDocument
from glossator.formats.units import CODE_POINT
from glossator.formats.whole import written_whole

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "bioc-xml"
TITLE = "BioC XML"
ABOUT = "a collection of documents with passages, annotations in places, and relations with roles"
ENDINGS = (".xml", ".bioc")
DEFAULT_UNIT = CODE_POINT
GUESS_UNIT = True
CARRIES = replace(bioc.CARRIES, names=rf"(?!type$){LETTERS}", ids=dict.fromkeys(bioc.CARRIES.ids, LETTERS))

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE collection SYSTEM "BioC.dtd">\n'
    "<collection><source>Glossator</source><date></date><key></key>\n"
)
_LISTS = {
    "passage": "passages",
    "sentence": "sentences",
    "annotation": "annotations",
    "relation": "relations",
}


def sniff(head: bytes, path: Path) -> bool:
    """Its root is a collection with passages in documents."""
    return path.suffix.lower() in ENDINGS and b"<collection" in head and b"<document" in head


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The documents of the collection."""
    file = printable(path.name)
    content = text.bytes_of(path)
    documents = xml.parsed(content, file).findall("document")
    for number, each in enumerate(documents, 1):
        made = bioc.document(_plain(each), file, int(getattr(each, "sourceline", 0) or 0), number)
        yield made._replace(done=len(content) * number // len(documents), size=len(content))


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write all documents as one collection."""
    with written_whole(target, overwrite=options.overwrite) as out:
        out.write(_HEAD.encode())
        for outgoing in documents:
            out.write("".join(_document(bioc.plain_of(outgoing))).encode())
        out.write(b"</collection>\n")


# --- reading


def _plain(element: _Element) -> dict[str, Any]:
    """An element with parts in the shape of the JSON."""
    made: dict[str, Any] = {"infons": {}, "locations": [], "nodes": []}
    made |= {name: [] for name in _LISTS.values()}
    if element.get("id") is not None:
        made["id"] = element.get("id")
    for child in element:
        tag = child.tag
        if tag in _LISTS:
            made[_LISTS[tag]].append(_plain(child))
        elif tag == "infon":
            made["infons"][child.get("key") or ""] = child.text or ""
        elif tag == "location":
            made["locations"].append({name: _number(child.get(name)) for name in ("offset", "length")})
        elif tag == "node":
            made["nodes"].append({"refid": child.get("refid"), "role": child.get("role")})
        elif tag == "offset":
            made["offset"] = _number(child.text)
        elif tag in {"text", "id"}:
            made[tag] = child.text or ""
    return made


def _number(words: str | None) -> int | None:
    held = (words or "").strip()
    return int(held) if held.isascii() and held.isdecimal() and len(held) < 16 else None


# --- writing


def _document(plain: Mapping[str, Any]) -> Iterator[str]:
    yield f"<document><id>{_held(plain['id'])}</id>{_infons(plain)}\n"
    for passage in plain["passages"]:
        yield f"<passage>{_infons(passage)}<offset>{passage['offset']}</offset><text>{_held(passage['text'])}</text>\n"
        for each in passage["annotations"]:
            places = "".join(
                f'<location offset="{at["offset"]}" length="{at["length"]}"/>' for at in each["locations"]
            )
            yield f"<annotation id={_named(each['id'])}>{_infons(each)}{places}<text>{_held(each['text'])}</text>"
            yield "</annotation>\n"
        for each in passage["relations"]:
            nodes = "".join(
                f"<node refid={_named(at['refid'])} role={_named(at['role'])}/>" for at in each["nodes"]
            )
            yield f"<relation id={_named(each['id'])}>{_infons(each)}{nodes}</relation>\n"
        yield "</passage>\n"
    yield "</document>\n"


def _infons(plain: Mapping[str, Any]) -> str:
    return "".join(
        f"<infon key={_named(key)}>{_held(value)}</infon>" for key, value in plain["infons"].items()
    )


def _held(words: str) -> str:
    """Text of an element: a lone carriage return would come back as a line end."""
    return escape(words, {"\r": "&#13;"})


def _named(words: str) -> str:
    """A value of an attribute, in which line ends and tabs would come back as blanks."""
    return quoteattr(words, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
