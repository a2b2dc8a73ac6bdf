"""What would come in: texts of files, how they were read, and the choices that the files leave, before an import."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from glossator import intake
from glossator.core.errors import GlossatorError

if TYPE_CHECKING:  # who opens a window does not wait for the formats
    from glossator.formats.text import TextFile

_LOOKED_AT = 40  # files of an import that are read for it
_BYTES = 30_000_000  # of them together
_ENCODED = frozenset(("text", "html", "mhtml", "csv", "jsonl"))
_NAMES_IN_ARCHIVE = 2_000


class Sample(NamedTuple):
    """A file as it would come in: its ``first`` text, ``None`` with a ``fault`` where there is none.

    ``kinds`` are those of the file or, in an archive, of what is in it; of a table there are ``columns``, the one that
    is the text, and how many ``rows`` have one.
    """

    file: Path
    kinds: frozenset[str]
    first: TextFile | None = None
    fault: str = ""
    columns: tuple[str, ...] = ()
    column: str = ""
    rows: int = 0

    @property
    def is_page(self) -> bool:
        """It can come in as the article alone or as the whole page."""
        return bool(self.kinds & {"html", "mhtml"})

    @property
    def was_guessed(self) -> bool:
        """Its encoding is not known for sure."""
        return self.first is not None and self.first.was_guessed

    @property
    def has_encoding(self) -> bool:
        """It is text in some encoding, so that another may be meant."""
        return bool(self.kinds & _ENCODED)

    @property
    def has_choice(self) -> bool:
        """There is more than one way to read it."""
        return self.is_page or len(self.columns) > 1 or self.was_guessed


def sample(file: Path, options: intake.Options = intake.DEFAULTS) -> Sample:
    """The file as it would come in with these options."""
    from glossator.formats import text
    from glossator.formats.documents import reading

    kinds: frozenset[str] = frozenset()
    try:
        content = text.bytes_of(file)
        kinds = _kinds(file.name, content)
        found = Sample(file, kinds)
        if kinds & reading.TABLES and "zip" not in kinds:
            table, _ = reading.table_of(file.name, content, options.reading)
            found = found._replace(columns=table.columns, column=table.column, rows=len(table.rows))
        first = next(iter(reading.from_bytes(file.name, content, options.reading)), None)
    except GlossatorError as error:
        return Sample(file, kinds, fault=str(error))
    if first is None or isinstance(first, GlossatorError):
        return found._replace(fault=str(first) if first else f"“{file.name}” has no text.")
    return found._replace(first=first._replace(content=b""))


def samples(files: Sequence[Path], options: intake.Options = intake.DEFAULTS) -> tuple[Sample, ...]:
    """Files of an import that stand for all of it: of each kind the first one, and those whose encoding was guessed.

    Only some of many files are read.
    """
    found: list[Sample] = []
    known: set[frozenset[str]] = set()
    for file in _few(files):
        made = sample(file, options)
        if made.first is not None and (made.kinds not in known or made.was_guessed):
            known.add(made.kinds)
            found.append(made)
    return tuple(found)


def _few(files: Iterable[Path]) -> Iterable[Path]:
    """Some files, and of those behind them the first with each ending that has not been seen yet."""
    seen: set[str] = set()
    size = number = 0
    for file in files:
        ending = file.suffix.lower()
        if number >= _LOOKED_AT and ending in seen:
            continue
        try:
            size += file.stat().st_size
        except OSError:
            continue  # the import tells what is wrong with it
        if size > _BYTES and ending in seen:
            continue
        seen.add(ending)
        number += 1
        yield file


def _kinds(name: str, content: bytes) -> frozenset[str]:
    from glossator.formats.documents import reading
    from glossator.formats.zips import Archive

    kind = reading.kind_of(name, content)
    if kind != "zip":
        return frozenset((kind,))
    with Archive(content, name) as archive:
        inside = {reading.kind_of(each, b"") for each in archive.names[:_NAMES_IN_ARCHIVE]}
    return frozenset((kind, *inside))
