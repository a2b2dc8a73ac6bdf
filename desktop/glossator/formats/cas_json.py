"""UIMA CAS as JSON (0.4): types, texts and annotations in one file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from glossator.core.documents import printable
from glossator.formats import cas, folders, text
from glossator.formats.json_stream import parsed
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Fault, Options, OutDocument

NAME = "cas-json"
TITLE = "UIMA CAS JSON"
ABOUT = (
    "layers of annotations and relations with their types, as INCEpTION writes them; a file for each document"
)
ENDINGS = (".json",)
KIND = "folder"
CARRIES = cas.CARRIES


def sniff(head: bytes, path: Path) -> bool:
    """It has feature structures; a folder with such files."""
    if path.is_dir():
        return any(b"%FEATURE_STRUCTURES" in each.read_bytes() for each in sorted(path.glob("*.json"))[:1])
    return path.suffix.lower() in ENDINGS and (b"%FEATURE_STRUCTURES" in head or b'"%TYPES"' in head)


def read(path: Path, options: Options) -> Iterator[OutDocument]:
    """The documents of the file: one for each view with a text; or those of a folder."""
    if path.is_dir():
        for each in sorted(path.glob("*.json")):
            yield from read(each, options)
        return
    import cassis

    file = printable(path.name)
    content = text.bytes_of(path)
    fault = parsed(content)[1]
    if fault:
        yield OutDocument(None, file=file, faults=[Fault(file, 1, fault)])
        return
    found, told = cas.loaded(file, lambda: cassis.load_cas_from_json(io.BytesIO(content)))
    yield from cas.documents(found, told, file, file.rpartition(".")[0])


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write a file for each document into the folder ``target``."""
    types = cas.type_system()

    def content(outgoing: Outgoing) -> bytes:
        made: str = cas.made_of(outgoing, types).to_json()
        return made.encode()

    folders.write_each(documents, target, ".json", options, content)
