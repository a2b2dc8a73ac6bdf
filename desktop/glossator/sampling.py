"""What would come in: texts of files, how they were read, and the choices that the files leave, before an import."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from glossator import intake
from glossator.core.errors import GlossatorError

if TYPE_CHECKING:  # who opens a window does not wait for the formats
    from glossator.formats.text import TextFile
    from glossator.formats.zips import Archive

_LOOKED_AT = 40  # files of an import that are read for it
_BYTES = 30_000_000  # of them together
_ENCODED = frozenset(("text", "html", "mhtml", "csv", "jsonl"))
_NAMES_IN_ARCHIVE = 2_000
_TABLES_IN_ARCHIVE = 20  # whose headings are looked at
_PLAIN = frozenset((".txt", ".text", ".md", ".html", ".htm", ".pdf", ".docx", ".eml", ".zip"))
"""Endings of files that nobody has to look into for annotations."""
_PLAIN_TEXT = frozenset((".txt", ".text", ".md", ".markdown", ".log", ""))
_ONE_WAY = _PLAIN_TEXT | {".pdf", ".docx", ".odt", ".rtf", ".eml", ".mbox", ".mbx"}
"""Endings of files that are read in one way only, unless their encoding has to be guessed."""
_LOOKED_INTO, _HEAD = 200, 65_536  # files whose first bytes are looked at, and how many of these


class Sorted(NamedTuple):
    """What was chosen or dropped, by what is to become of it: files with ``texts``, files of Glossator's own JSONL
    (``ours``), files and folders with annotations of other programs (``foreign``); and a sentence on the rest.
    """

    texts: tuple[Path, ...]
    ours: tuple[Path, ...]
    foreign: tuple[Path, ...]
    left_out: str = ""


def sort(paths: Sequence[Path]) -> Sorted:
    """Look what ``paths`` and the files in folders are.  Thousands take a while."""
    foreign = tuple(each for each in paths if is_foreign(each))
    found = intake.files_in([each for each in paths if each not in foreign])
    ours = tuple(each for each in found.files if intake.is_ours(each))
    known = set(ours)
    return Sorted(tuple(each for each in found.files if each not in known), ours, foreign, found.left_out)


def is_foreign(path: Path) -> bool:
    """Whether a file or folder holds annotations in a format of other programs."""
    if not path.is_dir() and path.suffix.lower() in _PLAIN:
        return False
    from glossator.formats.catalogue import detected

    return detected(path) is not None


def may_have_choice(texts: Sequence[Path]) -> bool:
    """Whether there may be more than one way to read one of these files, as far as their names and first bytes tell.

    Plain text in UTF-8 can only be read as it is, and most files are that.
    """
    if any(each.suffix.lower() not in _ONE_WAY for each in texts):
        return True
    return any(_is_odd(each) for each in texts[:_LOOKED_INTO] if each.suffix.lower() in _PLAIN_TEXT)


def _is_odd(path: Path) -> bool:
    """Whether a file begins like no text in UTF-8."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False  # the import tells what is wrong with it
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return True
    return b"\x00" in head or b"\x1b" in head


class Sample(NamedTuple):
    """A file as it would come in: its ``first`` text, ``None`` with a ``fault`` where there is none.

    ``kinds`` are those of the file or, in an archive, of what is in it; of a table there are ``columns``, the one that
    is the text, and how many ``rows`` have one.  ``inside`` is the path of a table in an archive that is shown for it.
    """

    file: Path
    kinds: frozenset[str]
    first: TextFile | None = None
    fault: str = ""
    columns: tuple[str, ...] = ()
    column: str = ""
    rows: int = 0
    inside: str = ""

    @property
    def name(self) -> str:
        """What it is called."""
        return f"{self.file.name}: {self.inside}" if self.inside else self.file.name

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


def sample(file: Path, options: intake.Options = intake.DEFAULTS, inside: str = "") -> Sample:
    """The file as it would come in with these options; of an archive the table ``inside`` it, where one is named."""
    from glossator.formats import text
    from glossator.formats.zips import Archive

    kinds: frozenset[str] = frozenset()
    try:
        content = text.bytes_of(file)
        kinds = _kinds(file.name, content)
        if inside:
            with Archive(content, file.name) as archive:
                content = archive.read(inside)
    except GlossatorError as error:
        return Sample(file, kinds, fault=str(error), inside=inside)
    return _of(Sample(file, kinds, inside=inside), content, options)


def _of(found: Sample, content: bytes, options: intake.Options) -> Sample:
    """``found`` with what is in ``content``, which are the bytes of the file or of the table inside it."""
    from glossator.formats.documents import reading

    name = PurePath(found.inside).name or found.file.name
    try:
        if reading.kind_of(name, content) in reading.TABLES:
            table, _ = reading.table_of(name, content, options.reading)
            found = found._replace(columns=table.columns, column=table.column, rows=len(table.rows))
        first = next(iter(reading.from_bytes(name, content, options.reading)), None)
    except GlossatorError as error:
        return Sample(found.file, found.kinds, fault=str(error), inside=found.inside)
    if first is None or isinstance(first, GlossatorError):
        return found._replace(fault=str(first) if first else f"“{found.file.name}” has no text.")
    return found._replace(first=first._replace(content=b""))


def samples(files: Sequence[Path], options: intake.Options = intake.DEFAULTS) -> tuple[Sample, ...]:
    """Files of an import that stand for all of it: of each kind the first one, of tables with each kind of headings
    (in archives too), and those whose encoding was guessed.

    Only some of many files are read.
    """
    found: list[Sample] = []
    known: set[tuple[frozenset[str], tuple[str, ...]]] = set()
    with_choice = [each for each in files if each.suffix.lower() not in _ONE_WAY - _PLAIN_TEXT]
    for file in _few(with_choice or files[:1]):  # nobody waits for a hundred PDFs that leave no choice
        made = sample(file, options)
        inner = _tables_in(made, options)
        for each in [made, *inner] if made.is_page or not inner else inner:
            mark = (each.kinds, each.columns)
            if each.first is not None and (mark not in known or each.was_guessed):
                known.add(mark)
                found.append(each)
    return tuple(found)


def _tables_in(made: Sample, options: intake.Options) -> list[Sample]:
    """The tables in an archive, as far as one looks for other headings; it is opened once for all of them."""
    from glossator.formats.documents import reading
    from glossator.formats.zips import Archive

    if "zip" not in made.kinds or not made.kinds & reading.TABLES:
        return []
    try:
        with Archive(made.file, made.file.name) as archive:
            names = archive.names[:_NAMES_IN_ARCHIVE]
            tables = [each for each in names if reading.kind_of(each, b"") in reading.TABLES]
            return [_member(made, archive, each, options) for each in tables[:_TABLES_IN_ARCHIVE]]
    except GlossatorError:  # the import tells what is wrong with it
        return []


def _member(made: Sample, archive: Archive, inside: str, options: intake.Options) -> Sample:
    found = Sample(made.file, made.kinds, inside=inside)
    try:
        content = archive.read(inside)
    except GlossatorError as error:
        return found._replace(fault=str(error))
    return _of(found, content, options)


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
