"""A report as one HTML file that needs no other: texts with highlights, tables and bars, and the data to read it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, BinaryIO

import orjson

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.formats import limits, record_rows
from glossator.formats.html_page import Page
from glossator.formats.json_stream import parsed
from glossator.formats.loose_json import fields, items
from glossator.formats.losses import Outgoing
from glossator.formats.record_rows import COLUMNS, Row, Rows
from glossator.formats.row_reading import Reader
from glossator.formats.standoff import Fault, Options, OutDocument
from glossator.formats.whole import written_whole

NAME = "html-report"
TITLE = "HTML report"
ABOUT = (
    "one page for any browser: texts with highlights, tables, bars; its data are in it, so it is read again"
)
ENDINGS = (".html",)
CARRIES = record_rows.CARRIES

_OPEN = b'<script type="application/json" class="glossator-records">'
_CLOSE = b"</script>"
_HELD = 32_000_000  # bytes of a page that are kept in memory until its head is known


def sniff(head: bytes, path: Path) -> bool:
    """It says that it is a report of ours."""
    return path.suffix.lower() in (".html", ".htm") and b'content="Glossator report"' in head[:4000]


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The documents whose data are in the page."""
    file, found = printable(path.name), 0
    reader = Reader(file, str(path))
    with limits.opened(path) as (stream, size):
        for line in limits.lines(stream):
            if line.content is None or not line.content.startswith(_OPEN):
                continue
            found += 1
            document = _document(line.content, reader, file, line.number)
            yield document._replace(line=line.number, done=line.end, size=size)
    if not found:
        raise GlossatorError(f"“{file}” is no report with data in it, so nothing can be read from it.")


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write the page; what stands at its head is known only when all documents were seen, so they wait until then."""
    rows = Rows()
    with written_whole(target, overwrite=options.overwrite) as out:
        page = Page(target.stem)
        # beside the report, so that nothing of it lies where it was not wanted
        with tempfile.SpooledTemporaryFile(_HELD, dir=str(target.resolve().parent)) as body:
            for outgoing in documents:
                held = rows.of(outgoing)
                body.write(page.article(outgoing).encode())
                body.write(_OPEN + _data(held) + _CLOSE + b"\n")
            out.write(page.head().encode())
            _pour(body, out)
        out.write(page.foot().encode())


def _pour(body: IO[bytes], out: BinaryIO) -> None:
    body.seek(0)
    while piece := body.read(1 << 20):
        out.write(piece)


def _data(sheets: dict[str, list[Row]]) -> bytes:
    """The rows as JSON in which nothing looks like markup."""
    plain = {
        name: [{key: cell for key, cell in row.items() if cell} for row in held]
        for name, held in sheets.items()
    }
    return orjson.dumps(plain).replace(b"<", rb"\u003c").replace(b">", rb"\u003e").replace(b"&", rb"\u0026")


def _document(line: bytes, reader: Reader, file: str, number: int) -> OutDocument:
    content, close, _ = line.removeprefix(_OPEN).partition(_CLOSE)
    plain, fault = parsed(content)
    if not close or fault or not isinstance(plain, dict):
        what = fault if close and fault else "the data of a document are cut off here."
        return OutDocument(None, file=file, faults=[Fault(file, number, what)])
    return reader.document({name: [_row(each) for each in items(plain.get(name))] for name in COLUMNS})


def _row(plain: object) -> Row:
    return {str(key): cell for key, cell in fields(plain).items() if isinstance(cell, str)}
