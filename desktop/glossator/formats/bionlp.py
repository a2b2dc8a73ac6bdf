"""Standoff of the BioNLP shared tasks: a text, what was given (.a1), and the events that were to be found (.a2)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.formats import text
from glossator.formats.brat_lines import Lines
from glossator.formats.carries import Carries
from glossator.formats.standoff import Fault, Options, OutDocument
from glossator.formats.units import CODE_POINT

NAME = "bionlp"
TITLE = "BioNLP shared task"
ABOUT = "a text (.txt) beside the entities that were given (.a1) and the events to be found (.a2), or a folder of them"
ENDINGS = (".a1", ".a2")
DEFAULT_UNIT = CODE_POINT
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    discontinuous=True,
    mention_attributes=True,
    relation_attributes=True,
    relations=True,
    roles=True,
    events=True,
    nested_events=True,
    identities="groups",
    any_character=True,
    one_line=True,
    ids={"mention": "", "relation": "", "entity": "", "note": ""},
)


def sniff(head: bytes, path: Path) -> bool:
    """A file or a folder of these."""
    if path.is_dir():
        return next(_files(path), None) is not None
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    return path.suffix.lower() in ENDINGS and (not head.strip() or b"\t" in first)


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The documents of a folder, or the one of a file."""
    root = path if path.is_dir() else path.parent
    files = sorted(_files(path)) if path.is_dir() else [path]
    # a document of two files is one, whichever of them is named
    places = dict.fromkeys(each.with_suffix("") for each in files)
    if not places:
        raise GlossatorError(f"There is no .a1 or .a2 in “{printable(path.name)}”.")
    for done, place in enumerate(places, 1):
        name = printable(place.relative_to(root).as_posix())
        yield _document(place, name)._replace(done=done, size=len(places))


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in folder.rglob("*.a[12]") if each.is_file() and not each.name.startswith("."))


def _beside(place: Path, ending: str) -> Path | None:
    found = place.with_name(f"{place.name}{ending}")
    return found if found.is_file() else None


def _document(place: Path, name: str) -> OutDocument:
    parts = [each for each in (_beside(place, ending) for ending in ENDINGS) if each is not None]
    beside = _beside(place, ".txt")
    try:
        held = [text.bytes_of(each).decode("utf-8", "replace").removeprefix("\ufeff") for each in parts]
        raw = text.decoded(beside.name, text.bytes_of(beside)) if beside else None
    except GlossatorError as error:
        return OutDocument(None, name, name, faults=[Fault(name, 0, error.what)])
    if not parts:
        raise GlossatorError(f"There is no file “{name}.a1” or “{name}.a2”.")
    lines = Lines(name)
    lines.read("".join(each if each.endswith("\n") else f"{each}\n" for each in held if each))
    lines.lost()
    ends = [
        (each.name, words.count("\n") + (not words.endswith("\n")))
        for each, words in zip(parts, held, strict=True)
    ]
    return OutDocument(
        raw.text if raw else None,
        name,
        name,
        spans=lines.spans(),
        relations=lines.relations(),
        groups=lines.groups,
        notes=lines.notes,
        faults=[_placed(each, ends) for each in lines.faults],
        remarks=[_placed(each, ends) for each in lines.remarks],
        encoding=raw.encoding if raw else "",
    )


def _placed(fault: Fault, ends: list[tuple[str, int]]) -> Fault:
    """A fault in the file and at the line where it stands: both files are read as one."""
    line = fault.line
    for name, count in ends:
        if line <= count:
            return Fault(name, line, fault.what)
        line -= count
    return fault
