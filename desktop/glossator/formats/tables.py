"""A folder of CSV tables: documents, mentions, relations, entities and notes, a row each, for sheets and statistics."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.formats import folders, record_rows, row_reading, text
from glossator.formats.limits import head_of
from glossator.formats.losses import Outgoing
from glossator.formats.record_rows import COLUMNS, Row, Rows
from glossator.formats.standoff import Options, OutDocument
from glossator.formats.whole import written_whole

NAME = "tables"
TITLE = "CSV tables"
ABOUT = "a folder with documents.csv, mentions.csv, relations.csv, entities.csv and notes.csv, in UTF-8"
ENDINGS = (".csv",)
KIND = "folder"
CARRIES = record_rows.CARRIES

_MARK = b"\xef\xbb\xbf"  # by it Excel knows UTF-8
_FORMULA = "=+-@\t\r\n'"
"""What sheets take for the beginning of a formula (or drop), and the sign that is put before it."""
_QUOTED = frozenset('",;\r\n\t ')
_LONGEST = 200_000_000  # characters of a cell
_FILES = {name: f"{name}.csv" for name in COLUMNS}


def sniff(_head: bytes, path: Path) -> bool:
    """A folder with a table of mentions that has their spans and labels."""
    if not path.is_dir():
        return False
    head = head_of(path / _FILES["mentions"], 2000).split(b"\n", 1)[0]
    return b"spans" in head and b"label" in head


def read(path: Path, options: Options) -> Iterator[OutDocument]:
    """The documents of the folder; a table that is not there is empty."""
    lines: dict[int, tuple[str, int]] = {}
    sheets = {name: _table(path / file, name, options, lines) for name, file in _FILES.items()}
    if not sheets["mentions"] and not sheets["documents"]:
        raise GlossatorError(f"“{printable(path.name)}” has neither documents nor mentions in it.")
    size = len(sheets["documents"])
    found = row_reading.documents(sheets, printable(path.name), str(path), lines)
    for done, each in enumerate(found, 1):
        yield each._replace(done=done, size=max(done, size))


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write the tables into the folder ``target``."""
    folders.made(target)
    rows = Rows()
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(written_whole(target / file, overwrite=options.overwrite))
            for name, file in _FILES.items()
        }
        for name, file in files.items():
            file.write(_MARK + _line(COLUMNS[name]))
        for outgoing in documents:
            for name, held in rows.of(outgoing).items():
                columns = COLUMNS[name]
                files[name].writelines(
                    _line([guarded(row.get(column, "")) for column in columns]) for row in held
                )


def guarded(words: str) -> str:
    """A cell that no sheet takes for a formula: with an apostrophe before it, where it begins like one."""
    return f"'{words}" if words[:1] and words[0] in _FORMULA else words


def unguarded(words: str) -> str:
    """A cell as it was before :func:`guarded`; the apostrophe of a word stays."""
    return words[1:] if words[:1] == "'" and words[1:2] and words[1] in _FORMULA else words


def _line(cells: Sequence[str]) -> bytes:
    made = [f'"{each.replace(chr(34), chr(34) * 2)}"' if _QUOTED & {*each} else each for each in cells]
    return (",".join(made) + "\r\n").encode()


def _table(
    path: Path, name: str, options: Options, lines: dict[int, tuple[str, int]]
) -> list[Mapping[str, str]]:
    """The rows of a table by its headings; where each stands is put into ``lines``."""
    if not path.is_file():
        return []
    words = text.decoded(path.name, text.bytes_of(path), encoding=options.encoding).text.removeprefix(
        "\ufeff"
    )
    head = words[: words.find("\n")]
    separator = max(",;\t", key=head.count)  # sheets of some languages write semicolons
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    before = 0
    try:
        heads = [each.strip() for each in next(reader, [])]
        before = reader.line_num
        for cells in reader:
            if any(cells):
                rows.append(dict(zip(heads, map(unguarded, cells), strict=False)))
                lines[id(rows[-1])] = (path.name, before + 1)
            before = reader.line_num
    except csv.Error as error:
        raise GlossatorError(
            f"“{path.name}” is not a sound table: the row that begins in line {before + 1} does not end.",
            details=str(error),
        ) from error
    if "spans" not in heads and name == "mentions":
        raise GlossatorError(
            f"“{path.name}” has no column “spans”.", remedy=f"It has: {', '.join(heads[:20])}."
        )
    return list(rows)
