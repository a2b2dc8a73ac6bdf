"""Folders and ZIP archives of annotations in any format: each file is read as what it is, and what is none is told."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.formats import brat, folders, zips
from glossator.formats.carries import EVERYTHING
from glossator.formats.doctor import Doctor
from glossator.formats.standoff import Fault, Options, OutDocument
from glossator.formats.strangers import form_of
from glossator.formats.units import CODE_POINT, Text
from glossator.formats.zips import Archive

if TYPE_CHECKING:
    from glossator.formats.catalogue import Format

NAME = "archive"
TITLE = "folder or ZIP of annotations"
ABOUT = "files of the other formats together, each read as what it is: exports of brat, of INCEpTION, of a whole team"
ENDINGS = (".zip",)
DEFAULT_UNIT = CODE_POINT
GUESS_UNIT = True
CARRIES = replace(EVERYTHING, judgements=False)

_PACKED = b"PK\x03\x04"
_DEEPEST = 3  # archives within archives: an export of INCEpTION has one for each annotator
_LOOKED_AT = 300  # files that are looked at before a folder is taken for one of something else
_HEAD = 1 << 16
_MOST_TOLD = 5
_PROJECT = ("annotation", "curation")
_FIRST = "INITIAL_CAS"  # what a document of INCEpTION was before anybody touched it
_SILENT = frozenset((".txt", ".conf", ".log", ".md", ".xml", ".csv", ".ser", ""))
"""Endings of files that lie beside annotations without being any."""


class _Source(NamedTuple):
    """A file (or a folder) that is in a format, and its path for people."""

    path: Path
    name: str
    form: Format


def sniff(head: bytes, path: Path) -> bool:
    """Some file in it is in a format that is known."""
    if path.is_dir():
        files = (each for each in path.rglob("*") if each.is_file())
        return any(form_of(each) for _, each in zip(range(_LOOKED_AT), files, strict=False))
    if not head.startswith(_PACKED) or path.suffix.lower() not in ENDINGS:
        return False
    try:
        with Archive(path, path.name) as archive:
            return any(_is_known(archive, each) for each in archive.names[:_LOOKED_AT])
    except GlossatorError:
        return False


def read(path: Path, options: Options) -> Iterator[OutDocument]:
    """The documents of all files in it.  An archive is unpacked into a folder of its own, which is gone afterwards."""
    shown = printable(path.name)
    with ExitStack() as stack:
        root = path
        if not path.is_dir():
            root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="glossator-")))
            _Unpacking(root).unpack(path, path.name, PurePosixPath(), 1)
        sources, others = _sources(root)
        if not sources:
            raise GlossatorError(f"There is no file with annotations in “{shown}”.")
        told = [Fault(shown, 0, each) for each in _told(others)]
        for number, source in enumerate(sources, 1):
            for document in _documents(source, options):
                made = document._replace(
                    file=f"{shown}/{source.name}",
                    faults=[each._replace(file=f"{shown}/{each.file}") for each in document.faults],
                    remarks=[*told, *document.remarks],
                    done=number,
                    size=len(sources),
                )
                told = []
                yield made


# --- what is in it


def _is_known(archive: Archive, name: str) -> bool:
    place = PurePosixPath(name)
    if place.suffix.lower() == ".zip":
        return place.parts[0] in _PROJECT
    # by a path that leads nowhere, as some formats look what lies beside a file
    from glossator.formats import catalogue

    head = archive.head(name, _HEAD)
    if not head:
        return False
    path = Path("\x00") / place.name
    return any(
        each.sniff(head, path)
        for each in catalogue.formats().values()
        if each.name not in (NAME, "xlsx") and each.reads
    )


def _sources(root: Path) -> tuple[list[_Source], list[str]]:
    """The files in a format, and the names of those in none."""
    from glossator.formats import catalogue

    sources: list[_Source] = []
    others: list[str] = []
    tables = catalogue.format_named("tables")
    for folder in sorted({root, *(each for each in root.rglob("*") if each.is_dir())}):
        files = sorted(each for each in folder.iterdir() if each.is_file() and not each.name.startswith("."))
        if tables.sniff(b"", folder):
            sources.append(_Source(folder, _name(folder, root), tables))
            files = [each for each in files if each.suffix.lower() != ".csv"]
        begun = [each for each in files if each.stem == _FIRST]
        files = files if len(files) == len(begun) else [each for each in files if each not in begun]
        for each in files:
            form = form_of(each)
            if form is not None and not (each.suffix == ".a2" and each.with_suffix(".a1") in files):
                sources.append(_Source(each, _name(each, root), form))
            elif form is None and each.suffix.lower() not in _SILENT and each.name != "exportedproject.json":
                others.append(_name(each, root))
    return sources, others


def _name(path: Path, root: Path) -> str:
    return printable(path.relative_to(root).as_posix())


def _told(others: list[str]) -> Iterator[str]:
    if others:
        more = f" and {len(others) - _MOST_TOLD:,} more" if len(others) > _MOST_TOLD else ""
        yield f"no format is known for {', '.join(others[:_MOST_TOLD])}{more}."


def _documents(source: _Source, options: Options) -> Iterator[OutDocument]:
    """The documents of a file under the names that they have in the archive; what is no good is told as its fault."""
    try:
        doctor = _doctor(source, options)
        for document in source.form.read(source.path, options):
            yield _named(_with_unit(document, source.form, doctor), source)
    except GlossatorError as error:
        yield OutDocument(None, source.name, faults=[Fault(source.name, 0, error.what)])


def _doctor(source: _Source, options: Options) -> Doctor | None:
    """Finds the unit of a file whose format counts in another one than most, and in which that may be wrong."""
    form = source.form
    if form.unit == DEFAULT_UNIT or not form.may_guess:
        return None
    doctor = Doctor(form.unit, may_guess=True)
    for document in form.read(source.path, options):
        if text := _text_of(document):
            doctor.see(document, text)
    return doctor


def _text_of(document: OutDocument) -> Text | None:
    try:
        return Text(document.text) if document.text else None
    except GlossatorError:  # half of a character: whoever asked for the document is told
        return None


def _with_unit(document: OutDocument, form: Format, doctor: Doctor | None) -> OutDocument:
    """A document that says its unit, where the format of its file has another one than an archive."""
    if document.unit is not None or form.unit == DEFAULT_UNIT:
        return document
    text = _text_of(document) if doctor else None
    unit = doctor.heal(document, text).verdict.unit if doctor and text else form.unit
    return document._replace(unit=unit)


def _named(document: OutDocument, source: _Source) -> OutDocument:
    place = PurePosixPath(source.name)
    faults = [each._replace(file=source.name) for each in document.faults]
    document = document._replace(faults=faults)
    parts = place.parts
    if len(parts) > 2 and parts[0] in _PROJECT:  # annotation/<document>/<person>.<ending>
        return document._replace(name=parts[1], author=document.author or place.stem)
    if source.form.name in ("brat", "bionlp"):
        name = place.with_suffix("").as_posix()
        held = {brat.PLACE: name} if source.form.name == "brat" else {}
        return document._replace(name=name, metadata={**document.metadata, **held})
    return document


# --- unpacking


class _Unpacking:
    """Unpacks an archive into a folder, under names that lead nowhere else, within bounds for all of it together."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._bytes = 0
        self._files = 0

    def unpack(self, source: Path | bytes, name: str, place: PurePosixPath, depth: int) -> None:
        """What is in an archive, and in the archives in it."""
        taken: set[str] = set()
        with Archive(source, name) as archive:
            for member in archive.members():
                self._bytes += len(member.content)
                self._files += 1
                if self._bytes > zips.LARGEST or self._files > zips.MOST_MEMBERS:
                    raise GlossatorError(f"“{name}” unpacks to more than is read from an archive.")
                here = place / _safe(member.name)
                while str(here).casefold() in taken:
                    here = here.with_name(f"_{here.name}")
                taken.add(str(here).casefold())
                is_packed = member.content.startswith(_PACKED) and here.suffix.lower() == ".zip"
                if is_packed and depth < _DEEPEST:
                    self.unpack(member.content, member.name, here.with_suffix(""), depth + 1)
                else:
                    self._write(here, member.content)

    def _write(self, place: PurePosixPath, content: bytes) -> None:
        target = self._root / place
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except OSError as error:
            raise GlossatorError(
                f"“{printable(place.name)}” cannot be unpacked: {error.strerror}."
            ) from error


def _safe(name: str) -> PurePosixPath:
    """A path of an archive as one below a folder of ours: no root, no way up, no name that a system has a use for."""
    parts = [folders.safe(each) for each in name.replace("\\", "/").split("/")]
    return PurePosixPath(*([each for each in parts if each] or ["file"]))
