"""Reading a file for the texts in it, whatever kind of file it is; one file can hold many."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path, PurePath, PurePosixPath
from typing import NamedTuple

from glossator.core.documents import FOLDER, printable, settle
from glossator.core.errors import GlossatorError
from glossator.formats import text as plain
from glossator.formats.documents import mail, office, pdf, rows, rtf, web
from glossator.formats.text import Decoded, TextFile
from glossator.formats.zips import Archive, Member


class Options(NamedTuple):
    """How files are read: in which ``encoding`` (empty: found out), web pages as a ``whole`` instead of their article,
    which ``column`` of tables is the text (empty: found out; ``columns`` say it by their headings), and which encoding
    is the ``fallback`` where one would have to be guessed.
    """

    encoding: str = ""
    whole_page: bool = False
    column: str = ""
    fallback: str = ""
    columns: tuple[tuple[tuple[str, ...], str], ...] = ()


DEFAULTS = Options()
"""Everything found out."""


class Kind(NamedTuple):
    """A kind of file: what people call it, and how its names end."""

    name: str
    endings: tuple[str, ...]


KINDS = (
    Kind("plain text", (".txt", ".text", ".md", ".markdown", ".log")),
    Kind("web page", (".html", ".htm", ".xhtml", ".mht", ".mhtml")),
    Kind("PDF", (".pdf",)),
    Kind("office document", (".docx", ".odt", ".rtf")),
    Kind("mail", (".eml", ".mbox", ".mbx")),
    Kind("table with a column of texts", (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson", ".json")),
    Kind("archive of these", (".zip",)),
)
"""What can be read, for the dialogs and the guide.  Any other ending is read as plain text, if it is one."""
ENDINGS = frozenset(ending for kind in KINDS for ending in kind.endings)

PAGES = frozenset(("html", "mhtml"))
"""Kinds of files (as :func:`kind_of` tells them) that are web pages."""
TABLES = frozenset(("csv", "xlsx", "jsonl"))
"""Kinds of files that are tables of texts."""

_NO_TITLE = re.compile(r"\.\w{2,5}$|^(?:Microsoft \w+ - |untitled\b)", re.IGNORECASE)
"""Titles of PDFs that programs made of the names of files."""
_DEEPEST = 3  # archives within archives
_HTML = (b"<!doctype html", b"<html")
_EMPTY = "there is no text in it."
_MARKUP = "is XML of no kind that is known here: its markup is part of the text."


def read(path: Path, options: Options = DEFAULTS) -> Iterator[TextFile | GlossatorError]:
    """The texts in the file at ``path``, and for each part of it that cannot be read the sentence why.

    :class:`GlossatorError` where the whole file cannot be read.
    """
    return from_bytes(path.name, plain.bytes_of(path), options)


def from_bytes(
    name: str, content: bytes, options: Options = DEFAULTS, *, depth: int = 0
) -> Iterator[TextFile | GlossatorError]:
    """As :func:`read`, out of the bytes of a file that is called ``name``; ``depth`` counts the archives around it."""
    kind = kind_of(name, content)
    if kind == "zip":
        yield from _from_archive(name, content, options, depth)
    elif kind in TABLES:
        yield from _of_table(name, content, options)
    elif kind == "mbox":
        yield from _of_box(name, content)
    elif kind in _PAGES:
        yield _PAGES[kind](name, content, options)
    elif kind in _ONE:
        yield _ONE[kind](name, content)
    else:
        read = plain.from_bytes(name, content, encoding=options.encoding, fallback=options.fallback)
        yield read._replace(told=(f"“{name}” {_MARKUP}",)) if _is_markup(name, content) else read


def _is_markup(name: str, content: bytes) -> bool:
    """Whether a file is XML, of which nobody said that it is a text."""
    head = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return PurePath(name).suffix.lower() == ".xml" or head.startswith(b"<?xml")


def kind_of(name: str, content: bytes) -> str:
    """Which of our readers a file is for: by its first bytes, and where those say nothing by its ending.

    One of pdf, docx, odt, xlsx, zip, rtf, html, mhtml, eml, mbox, csv, jsonl; ``text`` for all others.
    """
    ending = PurePath(name).suffix.lower()
    head = content[:1024]
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"PK\x03\x04"):
        return ending[1:] if ending in {".docx", ".odt", ".xlsx"} else _packed_kind(content)
    if ending in _BY_ENDING:
        kind = _BY_ENDING[ending]
        return "mbox" if kind == "eml" and head.startswith(b"From ") else kind
    return "html" if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(_HTML) else "text"


_BY_ENDING = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".xlsx": "xlsx",
    ".zip": "zip",
    ".rtf": "rtf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mht": "mhtml",
    ".mhtml": "mhtml",
    ".eml": "eml",
    ".mbox": "mbox",
    ".mbx": "mbox",
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
}


def _packed_kind(content: bytes) -> str:
    head = content[:4096]
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in head:
        return "odt"
    if b"word/" in head:
        return "docx"
    return "xlsx" if b"xl/" in head else "zip"


# --- one file, one text


def _taken(name: str, content: bytes, text: str, *, called: str = "", encoding: str = "") -> TextFile:
    """The text of a file, which ``called`` names, else its file; :class:`GlossatorError` where there is none."""
    settled = settle(text.replace("\x00", ""))
    if not settled.strip():
        raise GlossatorError(f"“{name}” is empty: {_EMPTY}")
    return TextFile(
        name=printable(" ".join(called.split())) or printable(PurePath(name).stem),
        file_name=printable(name),
        text=settled,
        encoding=encoding,
        source_digest=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def _of_page(name: str, content: bytes, options: Options) -> TextFile:
    markup = web.markup_of(name, content, encoding=options.encoding, fallback=options.fallback)
    return _of_markup(name, content, markup, options)


def _of_web_archive(name: str, content: bytes, options: Options) -> TextFile:
    page, charset, address = mail.page_in(name, content)
    encoding = options.encoding or charset
    markup = web.markup_of(name, page, encoding=encoding, fallback=options.fallback)
    read = _of_markup(name, content, markup, options)
    return read._replace(url=read.url or address)


def _of_markup(name: str, content: bytes, markup: Decoded, options: Options) -> TextFile:
    page = web.page_of(name, markup.text, whole=options.whole_page)
    taken = _taken(name, content, page.text, called=page.title, encoding=markup.encoding)
    return taken._replace(
        was_guessed=markup.was_guessed,
        confidence=markup.confidence,
        author=page.author,
        source=page.site,
        url=page.url,
        published=page.published,
        told=tuple(f"“{name}”: {each}" for each in page.told),
    )


def _of_pdf(name: str, content: bytes) -> TextFile:
    found = pdf.text_of(name, content)
    pages = ", ".join(map(str, found.empty[:10])) + (" …" if len(found.empty) > 10 else "")
    told = (f"“{name}” has pages without text: {pages}.",) if found.empty else ()
    called = "" if _NO_TITLE.search(found.title) else found.title
    return _taken(name, content, found.text, called=called)._replace(
        author=found.author, published=found.published, attributes=found.attributes, told=told
    )


def _of_office(name: str, content: bytes) -> TextFile:
    read = office.odt if kind_of(name, content) == "odt" else office.docx
    found = read(name, content)
    return _taken(name, content, found.text, called=found.title)._replace(
        author=found.author, published=found.created
    )


def _of_rtf(name: str, content: bytes) -> TextFile:
    return _taken(name, content, rtf.text_of(name, content))


def _of_mail(name: str, content: bytes) -> TextFile:
    found = mail.message_of(name, content)
    return _taken(name, content, found.text, called=found.subject)._replace(
        author=found.sender, published=found.sent, attributes=found.attributes, told=found.told
    )


_PAGES: Mapping[str, Callable[[str, bytes, Options], TextFile]] = {"html": _of_page, "mhtml": _of_web_archive}
_ONE: Mapping[str, Callable[[str, bytes], TextFile]] = {
    "pdf": _of_pdf,
    "docx": _of_office,
    "odt": _of_office,
    "rtf": _of_rtf,
    "eml": _of_mail,
}


# --- one file, many texts


def _of_box(name: str, content: bytes) -> Iterator[TextFile | GlossatorError]:
    for number, message in enumerate(mail.messages_in(content), 1):
        yield _or_why(partial(_of_mail, f"{name}, message {number}", message))


def _of_table(name: str, content: bytes, options: Options) -> Iterator[TextFile | GlossatorError]:
    table, read = table_of(name, content, options)
    for row in table.rows:
        yield _or_why(partial(_of_row, name, content, read, row))
    if table.blank:
        yield GlossatorError(
            f"“{name}” has {table.blank:,} rows without text in the column “{table.column}”."
        )


def table_of(name: str, content: bytes, options: Options = DEFAULTS) -> tuple[rows.Table, Decoded]:
    """The table in the bytes of a file, and how these were read (nothing of that for a workbook)."""
    kind = kind_of(name, content)
    column = dict(options.columns) or options.column
    if kind == "xlsx":
        return rows.of_xlsx(name, content, column), Decoded("", "")
    read = plain.decoded(name, content, encoding=options.encoding, fallback=options.fallback)
    return (rows.of_csv if kind == "csv" else rows.of_jsonl)(name, read, column), read


def _of_row(name: str, content: bytes, read: Decoded, row: rows.Row) -> TextFile:
    called = row.name or f"{PurePath(name).stem} {row.number}"
    return _taken(f"{name}, row {row.number}", content, row.text, called=called)._replace(
        encoding=read.encoding,
        was_guessed=read.was_guessed,
        confidence=read.confidence,
        author=row.author,
        url=row.url,
        published=row.published,
        attributes=row.attributes,
    )


def _or_why(take: Callable[[], TextFile]) -> TextFile | GlossatorError:
    try:
        return take()
    except GlossatorError as error:
        return error


def _from_archive(
    name: str, content: bytes, options: Options, depth: int
) -> Iterator[TextFile | GlossatorError]:
    if depth == _DEEPEST:
        raise GlossatorError(
            f"“{name}” is an archive within archives more than {_DEEPEST} times, so it was not read."
        )
    with Archive(content, name) as archive:
        if not archive.names:
            raise GlossatorError(f"“{name}” is empty: there is no file in it.")
        for inside in archive.names:
            try:
                member = Member(inside, archive.read(inside))
                folder = printable(PurePosixPath(name, inside.lstrip("/")).parent.as_posix())
                for read in from_bytes(PurePath(inside).name, member.content, options, depth=depth + 1):
                    if isinstance(read, TextFile):
                        yield read._replace(attributes={FOLDER: folder, **read.attributes})
                    else:
                        yield read
            except GlossatorError as error:
                yield error
