"""A workbook of Excel with a sheet each for documents, mentions, relations, entities and notes."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.formats import record_rows, row_reading, text
from glossator.formats.losses import Outgoing
from glossator.formats.record_rows import COLUMNS, Row, Rows
from glossator.formats.standoff import Options, OutDocument
from glossator.formats.whole import written_whole
from glossator.formats.zips import Archive

NAME = "xlsx"
TITLE = "Excel workbook"
ABOUT = (
    "one workbook with the same sheets as the CSV tables; a text too long for a cell goes on in the next row"
)
ENDINGS = (".xlsx",)
CARRIES = record_rows.CARRIES

PART = "part"
"""The last column: 2, 3 … on rows that go on with the cells of the row above."""
MOST_ROWS = 1_048_576
"""Rows that a sheet of Excel may have."""
_WIDEST = 40  # columns that are read
_LONGEST = 32_767  # UTF-16 units of a cell
_PIECE = 16_000  # characters that are tried as one cell
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")  # halves of characters stay as they are


def sniff(head: bytes, path: Path) -> bool:
    """A workbook with sheets of mentions and documents."""
    if path.suffix.lower() not in ENDINGS or not head.startswith(b"PK"):
        return False
    try:
        with Archive(path, path.name) as archive:
            return b'"mentions"' in archive.read("xl/workbook.xml")
    except GlossatorError:
        return False


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The documents of the workbook; a sheet that is not there is empty."""
    file = printable(path.name)
    content = text.bytes_of(path)
    with Archive(content, file, "Excel workbook") as archive:
        for part in archive.names:  # a workbook that is a trap is refused before it is read
            if b"<!ENTITY" in archive.read(part).replace(b"\x00", b""):
                raise GlossatorError(f"“{file}” defines entities of its own, so it was not read.")
    lines: dict[int, tuple[str, int]] = {}
    sheets = {name: _rows(cells, name, file, lines) for name, cells in _sheets(content, file).items()}
    size = len(sheets.get("documents", ()))
    if not size and not sheets.get("mentions"):
        raise GlossatorError(f"“{file}” has neither documents nor mentions in it.")
    for done, each in enumerate(row_reading.documents(sheets, file, str(path), lines), 1):
        yield each._replace(done=done, size=max(done, size))


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write the workbook.  :class:`GlossatorError` where a sheet would need more rows than Excel has."""
    import openpyxl

    with written_whole(target, overwrite=options.overwrite) as out:
        book = openpyxl.Workbook(write_only=True)
        sheets = {name: _begun(book, name, columns) for name, columns in COLUMNS.items()}
        is_whole = False
        try:
            _fill(sheets, documents)
            is_whole = True
        finally:  # its own temporary files are gone only when it is saved
            book.save(out if is_whole else io.BytesIO())


def _fill(sheets: Mapping[str, Any], documents: Iterable[Outgoing]) -> None:
    counts = dict.fromkeys(COLUMNS, 1)
    rows = Rows()
    for outgoing in documents:
        for name, held in rows.of(outgoing).items():
            for cells in (each for row in held for each in _cells(row, name)):
                counts[name] += 1
                _refuse_more(counts[name], name)
                sheets[name].append([_cell(sheets[name], each) for each in cells])


def _refuse_more(count: int, name: str) -> None:
    if count > MOST_ROWS:
        raise GlossatorError(
            f"There are more {name} than the {MOST_ROWS:,} rows of a sheet.", remedy="Take the CSV tables."
        )


# --- cells


def escaped(words: str) -> str:
    """Words as a cell may have them, in the way of Excel: what XML cannot hold by its number, ``_x0000_``."""
    return _SPECIAL.sub(lambda found: f"_x{ord(found[0]):04X}_", words)


def unescaped(words: str) -> str:
    """The words of a cell, as they were before :func:`escaped`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words)


def pieces(words: str) -> Iterator[str]:
    """Words cut so that each piece fits into a cell, escaped."""
    for at in range(0, len(words) or 1, _PIECE):
        made = [words[at : at + _PIECE]]
        while made:
            piece = made.pop()
            held = escaped(piece)
            if len(held.encode("utf-16-le")) <= 2 * _LONGEST:
                yield held
            else:
                half = len(piece) // 2
                made += [piece[half:], piece[:half]]


def _cells(row: Row, name: str) -> Iterator[list[str]]:
    """The rows that a row needs: more than one where a cell is too long."""
    columns = [list(pieces(row.get(column, ""))) for column in COLUMNS[name]]
    for number, cells in enumerate(zip_longest(*columns, fillvalue=""), 1):
        yield [*cells, str(number) if number > 1 else ""]


def _cell(sheet: Any, words: str) -> Any:
    """A cell of text, whatever its words look like: no formula, no number, no error."""
    from openpyxl.cell import WriteOnlyCell

    if not words:
        return None
    cell = WriteOnlyCell(sheet, words)
    cell.data_type = "s"
    return cell


def _begun(book: Any, name: str, columns: Iterable[str]) -> Any:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for column, letter in zip((*columns, PART), "ABCDEFGHIJKLMNOP", strict=False):
        wide = {"text": 60, "quote": 40, "reads": 60, "body": 60, "name": 30}.get(column, 14)
        sheet.column_dimensions[letter].width = wide
    sheet.append([*columns, PART])
    return sheet


# --- reading


def _sheets(content: bytes, file: str) -> dict[str, list[tuple[Any, ...]]]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return {
            sheet.title.casefold(): _cells_of(sheet)
            for sheet in book.worksheets
            if sheet.title.casefold() in COLUMNS
        }
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        SyntaxError,
        OverflowError,
        EOFError,
        RecursionError,
        NotImplementedError,
        zlib.error,
        struct.error,
    ) as error:
        raise GlossatorError(f"“{file}” is not a sound Excel workbook.", details=str(error)) from error


def _cells_of(sheet: Any) -> list[tuple[Any, ...]]:
    """The rows of a sheet, no more and no wider than a sheet of ours can be, whatever the file says of its size."""
    sheet.reset_dimensions()
    found = sheet.iter_rows(max_row=MOST_ROWS, max_col=_WIDEST, values_only=True)
    return [cells if any(each is not None for each in cells) else () for cells in found]


def _rows(
    cells: list[tuple[Any, ...]], name: str, file: str, lines: dict[int, tuple[str, int]]
) -> list[Mapping[str, str]]:
    """The rows of a sheet by its headings, those joined that are parts of one."""
    heads = [_words(each).strip() for each in cells[0]] if cells else []
    rows: list[dict[str, str]] = []
    for number, held in enumerate(cells[1:], 2):
        row = dict(zip(heads, map(_words, held), strict=False))
        if row.pop(PART, "") not in ("", "1") and rows:
            for column, words in row.items():
                rows[-1][column] += words
        elif any(row.values()):
            rows.append(row)
            lines[id(row)] = (f"{file}, sheet {name}", number)
    return list(rows)


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return unescaped(value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
