"""Tables of texts: CSV, TSV, XLSX and JSONL, each row a document, one column its text and the others what is known
of it.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import orjson

from glossator.core.errors import GlossatorError
from glossator.formats.text import Decoded
from glossator.formats.zips import Archive

TEXTS = ("text", "content", "body", "article", "fulltext", "full_text", "message", "sentence", "data")
"""What the column with the text is called, the likeliest first."""

_FIELDS = {
    "name": ("title", "name", "headline", "subject", "id", "doc_id", "document_id", "meta.title"),
    "author": ("author", "byline", "creator", "by"),
    "url": ("url", "link", "source_url", "href", "meta.source"),
    "published": (
        "published",
        "date",
        "publication_date",
        "pubdate",
        "published_at",
        "datetime",
        "created_at",
    ),
}
_BEGINNINGS = frozenset(("begin", "start"))
_SAMPLE = 64_000  # characters in which the separator is looked for
_LONGEST = 200_000_000  # characters of a cell
_MOST_COLUMNS = 2_000


class Row(NamedTuple):
    """A row as a document: its text, what its other columns say, those without a field of their own as they are."""

    number: int
    text: str
    name: str = ""
    author: str = ""
    url: str = ""
    published: str = ""
    attributes: Mapping[str, str] = {}


class Table(NamedTuple):
    """A table as it was read: its columns, the one that holds the text, its rows, and how many had no text."""

    columns: tuple[str, ...]
    column: str
    rows: tuple[Row, ...]
    blank: int


Wanted = str | Mapping[tuple[str, ...], str]
"""The column that is the text, for every table or by the headings of each; where nothing is said it is found out."""
Cells = tuple[int, Mapping[str, str]]
"""The number of a row (from 1, as its program shows it) and its cells by column."""


def of_csv(name: str, read: Decoded, column: Wanted = "") -> Table:
    """A table of values with separators (comma, semicolon, tab, bar: the one it uses), its first row the headings."""
    csv.field_size_limit(_LONGEST)
    sample = read.text[:_SAMPLE]
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(sample, delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel_tab if sample.count("\t") > sample.count(",") else csv.excel
    lines = csv.reader(io.StringIO(read.text, newline=""), delimiter=dialect.delimiter, strict=True)
    try:
        numbered = [(lines.line_num, cells) for cells in lines]
    except csv.Error as error:
        raise GlossatorError(f"“{name}” is not a sound table: line {lines.line_num}: {error}.") from error
    if not numbered:
        raise GlossatorError(f"“{name}” is empty: there is no table in it.")
    heads = _heads(name, numbered[0][1])
    return _table(
        name, [(number, dict(zip(heads, cells, strict=False))) for number, cells in numbered[1:]], column
    )


def of_jsonl(name: str, read: Decoded, column: Wanted = "") -> Table:
    """JSON objects, one a line (or all in one list), nested ones by the path to their values."""
    rows: list[Cells] = []
    for number, value in _values(name, read.text):
        if not isinstance(value, dict):
            raise GlossatorError(
                f"Line {number} of “{name}” is no JSON object, so it has no field with a text."
            )
        rows.append((number, _flat(value)))
    return _table(name, rows, column)


def of_xlsx(name: str, content: bytes, column: Wanted = "") -> Table:
    """The first sheet of a workbook that has anything in it, its first row the headings."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    with Archive(content, name, "Excel workbook") as archive:
        for part in archive.names:
            archive.read(part)  # a workbook that is a trap is refused before it is read
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        OSError,
        SyntaxError,
    ) as error:
        raise GlossatorError(f"“{name}” is not a sound Excel workbook.", details=str(error)) from error
    lines = next((sheet for sheet in sheets if sheet), None)
    if lines is None:
        raise GlossatorError(f"“{name}” is empty: there is no table in it.")
    heads = _heads(name, [_shown(cell) for cell in lines[0]])
    rows = [
        (number, dict(zip(heads, map(_shown, cells), strict=False)))
        for number, cells in enumerate(lines[1:], 2)
    ]
    return _table(name, rows, column)


def _values(name: str, text: str) -> Iterator[tuple[int, object]]:
    """The JSON values of a file with the lines on which they stand."""
    if text.lstrip().startswith("["):
        value = _loads(name, text, 1)
        yield from enumerate(value, 1) if isinstance(value, list) else ()
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, _loads(name, line, number)


def _loads(name: str, text: str, number: int) -> object:
    try:
        value: object = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise GlossatorError(f"Line {number} of “{name}” is not JSON: {error.msg}.") from error
    return value


def _flat(value: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting: list[tuple[str, object]] = [*reversed(tuple(value.items()))]
    while waiting:
        path, held = waiting.pop()
        if isinstance(held, dict):
            waiting += [(f"{path}.{key}", each) for key, each in reversed(held.items())]
        else:
            found[path] = held if isinstance(held, str) else _shown(held)
    return found


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (str, int, float)):
        return str(value)
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat()) if isoformat is not None else json.dumps(value, ensure_ascii=False, default=str)


def _heads(name: str, cells: Sequence[str]) -> list[str]:
    """The headings, each once: a blank one is called after its place, one that comes again gets a number."""
    if len(cells) > _MOST_COLUMNS:
        raise GlossatorError(f"“{name}” has {len(cells):,} columns, and {_MOST_COLUMNS:,} are read at most.")
    heads: dict[str, None] = {}
    for number, cell in enumerate(cells, 1):
        called = cell.strip() or f"column {number}"
        again = 2
        while called in heads:
            called = f"{cell.strip() or 'column'} {again}"
            again += 1
        heads[called] = None
    return list(heads)


def _table(name: str, rows: Sequence[Cells], column: Wanted) -> Table:
    columns = tuple(dict.fromkeys(key for _, cells in rows for key in cells))
    wanted = column if isinstance(column, str) else _of_headings(columns, column)
    chosen = _column(name, columns, rows, wanted)
    fields = {
        field: next(
            (each for wanted in names for each in columns if each.lower() == wanted and each != chosen), None
        )
        for field, names in _FIELDS.items()
    }
    found = [_row(number, cells, chosen, fields) for number, cells in rows if cells.get(chosen, "").strip()]
    if not found:
        raise GlossatorError(f"“{name}” has no text: its column “{chosen}” is blank.")
    return Table(columns, chosen, tuple(found), len(rows) - len(found))


def _of_headings(columns: tuple[str, ...], wanted: Mapping[tuple[str, ...], str]) -> str:
    """The column that was chosen for these headings; for others one that was chosen elsewhere and is here as well."""
    return wanted.get(columns) or next((each for each in wanted.values() if each in columns), "")


def _column(name: str, columns: Sequence[str], rows: Sequence[Cells], wanted: str) -> str:
    """The column with the text: the one named, one that is called so, or the one with by far the most in it."""
    if wanted:
        if wanted in columns:
            return wanted
        raise GlossatorError(
            f"“{name}” has no column “{wanted}”.", remedy=f"It has: {', '.join(columns[:20]) or 'none'}."
        )
    if not columns:
        raise GlossatorError(f"“{name}” is empty: there is no row in it.")
    lowered = {each.lower(): each for each in reversed(columns)}
    for likely in TEXTS:
        if likely in lowered:
            return lowered[likely]
    if "end" in lowered and lowered.keys() & _BEGINNINGS:
        raise GlossatorError(
            f"The rows of “{name}” tell from where to where something stands in texts, and have no text themselves.",
            remedy="Name the column that is the text, if there is one.",
        )
    return max(columns, key=lambda each: sum(len(cells.get(each, "")) for _, cells in rows[:200]))


def _row(number: int, cells: Mapping[str, str], column: str, fields: Mapping[str, str | None]) -> Row:
    taken = {
        field: " ".join(cells.get(head, "").split()) for field, head in fields.items() if head is not None
    }
    known = {column, *(head for head in fields.values() if head is not None)}
    return Row(
        number,
        cells[column],
        taken.get("name", ""),
        taken.get("author", ""),
        taken.get("url", ""),
        taken.get("published", ""),
        {key: value for key, value in cells.items() if key not in known and value},
    )
