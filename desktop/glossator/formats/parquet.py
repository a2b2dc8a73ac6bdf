"""A folder of Parquet tables with the same columns as the CSV tables, for pandas, R, DuckDB and other statistics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.formats import folders, limits, parquet_files, record_rows, row_reading, text
from glossator.formats.losses import Outgoing
from glossator.formats.parquet_files import MARK, Writing
from glossator.formats.record_rows import COLUMNS, Rows
from glossator.formats.standoff import Options, OutDocument
from glossator.formats.whole import written_whole

NAME = "parquet"
TITLE = "Parquet tables"
ABOUT = "a folder with documents.parquet, mentions.parquet and the others, in the columns of the CSV tables"
ENDINGS = (".parquet",)
KIND = "folder"
CARRIES = record_rows.CARRIES

_FILES = {name: f"{name}.parquet" for name in COLUMNS}


def sniff(head: bytes, path: Path) -> bool:
    """A folder with a table of mentions, or one of its tables."""
    if path.is_dir():
        return limits.head_of(path / _FILES["mentions"], 4) == MARK
    return head.startswith(MARK) and path.name in _FILES.values()


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The documents of the folder; a table that is not there is empty."""
    folder = path if path.is_dir() else path.parent
    file = printable(folder.name)
    sheets = {
        name: list(parquet_files.rows(text.bytes_of(folder / held), held, COLUMNS[name]))
        for name, held in _FILES.items()
        if (folder / held).is_file()
    }
    size = len(sheets.get("documents", ()))
    if not size and not sheets.get("mentions"):
        raise GlossatorError(f"“{file}” has neither documents nor mentions in it.")
    for done, each in enumerate(row_reading.documents(sheets, file, str(folder)), 1):
        yield each._replace(done=done, size=max(done, size))


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write the tables into the folder ``target``."""
    folders.made(target)
    rows = Rows()
    with ExitStack() as stack:
        files = {
            name: Writing(
                stack.enter_context(written_whole(target / file, overwrite=options.overwrite)), COLUMNS[name]
            )
            for name, file in _FILES.items()
        }
        for outgoing in documents:
            for name, held in rows.of(outgoing).items():
                for row in held:
                    files[name].add(row)
        for each in files.values():
            each.close()
