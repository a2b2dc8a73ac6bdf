"""Standoff of brat: a text beside its annotations, a file each, read and written byte for byte; whole folders too."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.core.outside import OUTSIDE
from glossator.formats import brat_config, folders, text
from glossator.formats.brat_lines import Lines
from glossator.formats.brat_writing import annotations_of
from glossator.formats.carries import Carries
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Fault, Options, OutDocument
from glossator.formats.units import CODE_POINT
from glossator.formats.whole import written_whole

NAME = "brat"
TITLE = "brat standoff"
ABOUT = "a text (.txt) and its annotations (.ann) beside it, or a folder of them with annotation.conf"
ENDINGS = (".ann",)
KIND = "folder"
DEFAULT_UNIT = CODE_POINT
GUESS_UNIT = True
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    discontinuous=True,
    subtypes=True,
    mention_attributes=True,
    relation_attributes=True,
    several_values=True,
    relations=True,
    roles=True,
    events=True,
    nested_events=True,
    identities="groups",
    identifiers=True,
    notes=frozenset(("mention", "relation")),
    any_character=True,
    one_line=True,
    names=r"[^\s:]+",
    identifier_names=r"[^:\t\r\n]+",
    ids={"mention": r"T[0-9]+", "relation": r"[RE][0-9]+", "entity": r"N[0-9]+", "note": r"#[0-9]+"},
)

PLACE = f"{OUTSIDE}path"
"""The attribute of a document that keeps where it lay in its folder, without its ending."""
STYLE = f"{OUTSIDE}style"
"""The attribute of a document that keeps how its lines end, so that they are written so again."""

_MARK = "\ufeff"
_ENDING = ".ann"
_FEW = 4  # one byte in so many may be zero; where there are more, two bytes make a character


def sniff(head: bytes, path: Path) -> bool:
    """A folder with files of annotations, or such a file."""
    if path.is_dir():
        return next(_files(path), None) is not None
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    is_line = first[:1] in b"TREAMN*#" and b"\t" in first
    return path.suffix.lower() in ENDINGS and (not head.strip() or is_line)


def read(path: Path, options: Options) -> Iterator[OutDocument]:
    """The documents of a folder, or the one whose annotations are in ``path``."""
    files = sorted(_files(path)) if path.is_dir() else [path]
    if not files:
        raise GlossatorError(f"There is no file with annotations (.ann) in “{path}”.")
    root = path if path.is_dir() else path.parent
    for done, file in enumerate(files, 1):
        name = printable(file.relative_to(root).with_suffix("").as_posix())
        yield _document(file, name, options)._replace(done=done, size=len(files))


def configuration(path: Path) -> Path | None:
    """The annotation.conf that belongs to a folder or a file: in it or above it, as brat looks for it."""
    folder = path if path.is_dir() else path.parent
    for each in (folder, *folder.resolve().parents[:2]):
        if (each / brat_config.NAME).is_file():
            return each / brat_config.NAME
    return None


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write each document into the folder ``target`` as a text and a file of annotations, with a configuration."""
    folders.made(target)
    taken: set[str] = set()
    for outgoing in documents:
        place = target / folders.free(_place_of(outgoing), taken)
        place.parent.mkdir(parents=True, exist_ok=True)
        style = _style_of(outgoing)
        for suffix, content in (
            (".txt", outgoing.text.encode()),
            (_ENDING, _styled(annotations_of(outgoing, style), style)),
        ):
            # of thousands of small files the disk is not waited for: they are read again afterwards
            with written_whole(Path(f"{place}{suffix}"), overwrite=options.overwrite, waits=False) as out:
                out.write(content)
    if options.scheme is not None and not (target / brat_config.NAME).exists():
        from glossator.formats.brat_configuring import configuration_of

        with written_whole(target / brat_config.NAME) as out:
            out.write(configuration_of(options.scheme).encode())


# --- reading


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in folder.rglob(f"*{_ENDING}") if each.is_file() and not each.name.startswith("."))


def _document(file: Path, name: str, options: Options) -> OutDocument:
    shown = f"{name}{_ENDING}"
    try:
        content = text.bytes_of(file)
        said = _decoded(file.name, content, options)
        raw, encoding, source = _text_beside(file, options)
    except GlossatorError as error:
        return OutDocument(None, name, shown, faults=[Fault(shown, 0, error.what)])
    lines = Lines(shown)
    ann = said.text.removeprefix(_MARK)
    lines.read(ann)
    lines.lost()
    style = _read_style(content, ann, lines)
    return OutDocument(
        raw,
        name,
        shown,
        spans=lines.spans(),
        relations=lines.relations(),
        groups=lines.groups,
        notes=lines.notes,
        faults=lines.faults,
        remarks=lines.remarks,
        metadata={PLACE: name} | ({STYLE: style} if style else {}),
        encoding=encoding,
        source=source,
    )


def _text_beside(file: Path, options: Options) -> tuple[str | None, str, bytes | None]:
    """The text of the same name, with its line ends as they are; nothing where it is not there."""
    beside = file.with_suffix(".txt")
    if not beside.is_file():
        return None, "", None
    content = text.bytes_of(beside)
    found = _decoded(beside.name, content, options)
    return found.text, found.encoding, content


def _decoded(name: str, content: bytes, options: Options) -> text.Decoded:
    """UTF-8 with its mark where that is what it is, and zero bytes in it as they stand; else as texts are read."""
    if not options.encoding and content.count(b"\x00") <= len(content) // _FEW:
        with contextlib.suppress(UnicodeDecodeError):
            return text.Decoded(content.decode("utf-8"), "UTF-8")
    return text.decoded(name, content, encoding=options.encoding)


def _read_style(content: bytes, ann: str, lines: Lines) -> str:
    """How the lines of a file end, where that is not how they would be written by themselves."""
    held = [f"{kind}={tail}" for kind, tail in sorted(lines.tails.items())]
    if content.startswith(_MARK.encode()):
        held.append("mark")
    if "\r\n" in ann:
        held.append("crlf")
    if ann and not ann.endswith("\n"):
        held.append("open")
    return "\n".join(held)


# --- writing


def _style_of(outgoing: Outgoing) -> list[str]:
    return outgoing.document.attributes.get(STYLE, "").split("\n")


def _styled(ann: str, style: list[str]) -> bytes:
    if "open" in style:
        ann = ann.removesuffix("\n")
    if "crlf" in style:
        ann = ann.replace("\n", "\r\n")
    return ((_MARK if "mark" in style else "") + ann).encode()


def _place_of(outgoing: Outgoing) -> str:
    """Where a document came from, else its name; never outside the folder."""
    document = outgoing.document
    kept = document.attributes.get(PLACE, "").replace("\\", "/")
    parts = [folders.safe(each) for each in (kept.split("/") if kept else (document.name,))]
    return "/".join(each for each in parts if each) or "document"
