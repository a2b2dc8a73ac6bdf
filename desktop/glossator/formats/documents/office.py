"""Office documents: paragraphs, tables and notes of DOCX and ODT as text, without what was deleted in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from glossator.core.errors import GlossatorError
from glossator.formats import xml
from glossator.formats.zips import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CREATED = (
    "{http://purl.org/dc/terms/}created",
    "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}creation-date",
)
_AUTHOR = ("{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}initial-creator", f"{_DC}creator")
_WORD = "Word document"
_INSTEAD = "Save it as text or PDF and import that."
_WHITE = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 10_000  # one element may stand for many spaces

_DELETED = frozenset(
    (f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}pPr", f"{_W}rPr", _FALLBACK)
)
_LEFT_OUT = frozenset((f"{_OFFICE}annotation", f"{_T}tracked-changes", f"{_T}note", f"{_T}note-citation"))
_DOCX_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "\u00ad",
}


class Office(NamedTuple):
    """A document as text, and what it says of itself (``created`` in ISO 8601)."""

    text: str
    title: str = ""
    author: str = ""
    created: str = ""


def docx(name: str, content: bytes) -> Office:
    """A document of Word: its body with tables row by row, text boxes behind their paragraph, notes at the end.

    Insertions that are tracked are in it, deletions are not (ECMA-376 part 1, 17.13.5).
    """
    with Archive(content, name, _WORD) as archive:
        main = _main_part(archive, name)
        parts = [_docx_text(xml.parsed(archive.read(main), name))]
        folder = main.rpartition("/")[0]
        parts += [
            _docx_text(xml.parsed(archive.read(notes), name))
            for notes in (f"{folder}/footnotes.xml", f"{folder}/endnotes.xml")
            if notes in archive.names
        ]
        about = _about(archive, "docProps/core.xml", name)
    return about._replace(text="\n\n".join(part for part in parts if part))


def odt(name: str, content: bytes) -> Office:
    """A text document of OpenDocument: its paragraphs and tables, notes behind their paragraph (ODF 1.3, part 3)."""
    with Archive(content, name, "OpenDocument text") as archive:
        if "content.xml" not in archive.names:
            raise GlossatorError(f"“{name}” is no text document: it has no text part.", remedy=_INSTEAD)
        root = xml.parsed(archive.read("content.xml"), name)
        about = _about(archive, "meta.xml", name)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise GlossatorError(f"“{name}” is no text document.", remedy=_INSTEAD)
    return about._replace(text=_joined(_odt_lines(body)))


def _main_part(archive: Archive, name: str) -> str:
    """The part with the body, which the package names (ECMA-376 part 2, 9.3)."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    if "_rels/.rels" in archive.names:
        for each in xml.parsed(archive.read("_rels/.rels"), name):
            main = (each.get("Target") or "").lstrip("/")
            if each.get("Type") in {kind, strict} and main in archive.names:
                return main
    raise GlossatorError(f"“{name}” is not a Word document.", remedy=_INSTEAD)


def _about(archive: Archive, part: str, name: str) -> Office:
    if part not in archive.names:
        return Office("")
    root = xml.parsed(archive.read(part), name)

    def first(*tags: str) -> str:
        return next((" ".join(each.text.split()) for tag in tags for each in root.iter(tag) if each.text), "")

    return Office("", first(f"{_DC}title"), first(*_AUTHOR), first(*_CREATED)[:10])


def _joined(lines: Iterator[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _docx_text(root: _Element) -> str:
    if not root.tag.startswith(_W):
        root = _translated(root)
    return _joined(_docx_lines(root))


def _translated(root: _Element) -> _Element:
    """A "strict" document with the names of a usual one: they differ in their namespace only."""
    strict = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
    for each in root.iter():
        if each.tag.startswith(strict):
            each.tag = _W + each.tag[len(strict) :]
    return root


def _docx_lines(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}p":
            yield _docx_words(child)
            for box in child.iter(f"{_W}txbxContent"):
                if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                    yield from _docx_lines(box)
        elif child.tag == f"{_W}tr":
            cells = (_joined(_docx_lines(cell)) for cell in child.iter(f"{_W}tc") if _row_of(cell) is child)
            yield "\t".join(cell.replace("\n", " ") for cell in cells)
        elif child.tag not in _DELETED:
            yield from _docx_lines(child)


def _row_of(cell: _Element) -> _Element | None:
    return next((above for above in cell.iterancestors() if above.tag == f"{_W}tr"), None)


def _docx_words(paragraph: _Element) -> str:
    """The text of a paragraph, without that of the boxes that hang on it."""
    pieces: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        here = waiting.pop()
        if here.tag == f"{_W}t":
            pieces.append(here.text or "")
        elif here.tag in _DOCX_SIGNS:
            pieces.append(_DOCX_SIGNS[here.tag])
        elif here.tag not in _DELETED and here.tag != f"{_W}txbxContent":
            waiting += reversed(here)
    return "".join(pieces)


def _odt_lines(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag in {f"{_T}p", f"{_T}h"}:
            yield "".join(_odt_words(child))
            for note in child.iter(f"{_T}note-body"):
                yield from _odt_lines(note)
        elif child.tag == f"{_TABLE}table-row":
            yield "\t".join(_joined(_odt_lines(cell)).replace("\n", " ") for cell in child)
        elif child.tag not in _LEFT_OUT:
            yield from _odt_lines(child)


def _odt_words(element: _Element) -> Iterator[str]:
    """The text of a paragraph, whose white space counts as one space (ODF 1.3, part 3, 6.1.2)."""
    yield _collapsed(element.text)
    for child in element:
        if child.tag == f"{_T}s":
            yield " " * min(int(child.get(f"{_T}c") or "1"), _MOST_SPACES)
        elif child.tag == f"{_T}tab":
            yield "\t"
        elif child.tag == f"{_T}line-break":
            yield "\n"
        elif child.tag not in _LEFT_OUT:
            yield from _odt_words(child)
        yield _collapsed(child.tail)


def _collapsed(text: str | None) -> str:
    return _WHITE.sub(" ", text) if text else ""
