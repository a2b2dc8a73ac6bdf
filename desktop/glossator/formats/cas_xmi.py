"""UIMA CAS as XMI, with its type system in a file beside it or in the same archive; projects of INCEpTION as well."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.formats import cas, folders, text, xml
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Fault, Options, OutDocument
from glossator.formats.whole import written_whole
from glossator.formats.zips import Archive

if TYPE_CHECKING:
    from cassis import TypeSystem

NAME = "cas-xmi"
TITLE = "UIMA CAS XMI"
ABOUT = (
    "layers of annotations and relations, a file for each document, with TypeSystem.xml; exports of INCEpTION"
)
ENDINGS = (".xmi", ".zip")
KIND = "folder"
CARRIES = cas.CARRIES

_TYPES = "TypeSystem.xml"
_IS_TYPES = b"<typeSystemDescription"
_HEAD = 4000
_OTHERS = frozenset((".ann", ".jsonl", ".tsv", ".a1", ".a2", ".conll", ".spacy"))


def sniff(head: bytes, path: Path) -> bool:
    """XMI of UIMA; a folder or an archive with such files."""
    if path.is_dir():
        return any(path.glob("*.xmi"))
    if head.startswith(b"PK"):
        return _is_all_xmi(path)
    return path.suffix.lower() == ".xmi" or b"http:///uima/cas.ecore" in head


def _is_all_xmi(path: Path) -> bool:
    """An archive with nothing to read but XMI, or a project of which there are only the objects of Java."""
    try:
        with Archive(path, path.name) as archive:
            endings = {PurePosixPath(each).suffix for each in archive.names}
            project = [each for each in archive.names if each.startswith(("annotation/", "curation/"))]
    except GlossatorError:
        return False
    if any(not each.endswith((".xmi", ".xml")) for each in project):
        return False
    is_project = not project and ".ser" in endings
    return is_project or (".xmi" in endings and not endings & _OTHERS)


def read(path: Path, options: Options) -> Iterator[OutDocument]:
    """The documents of a file, a folder or an archive."""
    if path.is_dir():
        for each in sorted(path.glob("*.xmi")):
            yield from read(each, options)
        return
    file = printable(path.name)
    content = text.bytes_of(path)
    if content.startswith(b"PK"):
        yield from _from_archive(content, file)
        return
    yield from _read(content, _types_near(path, options), file, file.rpartition(".")[0])


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write a file for each document into the folder ``target``, and their type system."""
    types = cas.type_system()

    def content(outgoing: Outgoing) -> bytes:
        made: str = cas.made_of(outgoing, types).to_xmi()
        return made.encode()

    folders.write_each(documents, target, ".xmi", options, content)
    with written_whole(target / _TYPES, overwrite=True) as out:
        out.write(types.to_xml().encode())


def _types_near(path: Path, options: Options) -> bytes | None:
    """The type system of a file: the one named in ``extra`` as ``typesystem``, one beside it under its usual name, else
    the first file there that is one.
    """
    if named := options.extra.get("typesystem"):
        return text.bytes_of(Path(named))
    known = [each for each in path.parent.glob("*.xml") if each.name.lower() == _TYPES.lower()]
    for each in (*known, *sorted(path.parent.glob("*.xml"))):
        content = text.bytes_of(each)
        if _IS_TYPES in content[:_HEAD]:
            return content
    return None


def _read(content: bytes, types: bytes | None, file: str, name: str) -> Iterator[OutDocument]:
    import cassis

    xml.parsed(content, file)  # refuses what could fill the memory or ask for other files
    system = _system(types, file)
    found, told = cas.loaded(
        file, lambda: cassis.load_cas_from_xmi(io.BytesIO(content), typesystem=system, lenient=True)
    )
    missing = [] if types is not None else ["There is no type system beside it, so its layers are not known."]
    yield from cas.documents(found, [*missing, *told], file, name)


def _system(types: bytes | None, file: str) -> TypeSystem:
    import cassis

    if types is None:
        return cassis.TypeSystem()
    xml.parsed(types, f"{_TYPES} of {file}")
    try:
        return cassis.load_typesystem(io.BytesIO(types))
    except cas.FAULTS as error:
        raise GlossatorError(f"The type system of “{file}” is not sound.", details=str(error)) from error


def _from_archive(content: bytes, file: str) -> Iterator[OutDocument]:
    """Each XMI of an archive, with the type system beside it there; texts alone where there are only Java objects."""
    with Archive(content, file) as archive:
        found = [each for each in archive.names if each.endswith(".xmi")]
        types = {
            str(PurePosixPath(each).parent): each
            for each in archive.names
            if each.lower().endswith(_TYPES.lower())
        }
        for number, each in enumerate(found, 1):
            place = types.get(str(PurePosixPath(each).parent)) or next(iter(types.values()), None)
            held = archive.read(place) if place else None
            name = _name_in(each)
            for document in _read(archive.read(each), held, f"{file}/{each}", name):
                yield document._replace(done=number, size=len(found))
        if not found:
            yield from _sources(archive, file)


def _name_in(place: str) -> str:
    """``annotation/<document>/<person>.xmi`` of a project is called after its document."""
    parts = PurePosixPath(place).parts
    if len(parts) > 2 and parts[-3].startswith(("annotation", "curation")):
        return parts[-2]
    return PurePosixPath(place).stem


def _sources(archive: Archive, file: str) -> Iterator[OutDocument]:
    texts = [each for each in archive.names if each.startswith("source/")]
    if not texts:
        yield OutDocument(None, file=file, faults=[Fault(file, 0, "there is no XMI in it.")])
    for each in texts:
        told = "its annotations are there as objects of Java alone: export it with UIMA CAS XMI as secondary format."
        try:
            read = text.from_bytes(PurePosixPath(each).name, archive.read(each))
        except GlossatorError as error:
            yield OutDocument(None, file=f"{file}/{each}", faults=[Fault(f"{file}/{each}", 0, error.what)])
            continue
        yield OutDocument(read.text, read.name, f"{file}/{each}", remarks=[Fault(f"{file}/{each}", 0, told)])
