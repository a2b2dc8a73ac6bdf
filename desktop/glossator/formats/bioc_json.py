"""BioC JSON: a collection of documents in one object, or a document per line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import orjson

from glossator.core.documents import printable
from glossator.formats import bioc
from glossator.formats.json_stream import records
from glossator.formats.loose_json import fields, items
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Fault, Options, OutDocument
from glossator.formats.units import CODE_POINT
from glossator.formats.whole import written_whole

NAME = "bioc-json"
TITLE = "BioC JSON"
ABOUT = "a collection of documents with passages, annotations in places, and relations with roles"
ENDINGS = (".json",)
DEFAULT_UNIT = CODE_POINT
GUESS_UNIT = True
CARRIES = replace(bioc.CARRIES, any_character=True)

_HEAD = b'{"source":"Glossator","date":"","key":"","version":"1.0","infons":{},"documents":['


def sniff(head: bytes, path: Path) -> bool:
    """It has passages with offsets."""
    return path.suffix.lower() in (*ENDINGS, ".jsonl") and b'"passages"' in head and b'"infons"' in head


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The documents of the collection, or of each line."""
    file, number = printable(path.name), 0
    for record in records(path):
        if record.fault:
            yield OutDocument(None, file=file, faults=[Fault(file, record.line, record.fault)])
            continue
        held = fields(record.value)
        documents = items(held.get("documents")) if "documents" in held else [held]
        for each in documents:
            number += 1
            made = bioc.document(fields(each), file, record.line, number)
            yield made._replace(done=record.end, size=record.size)


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write all documents as one collection, a line for each."""
    with written_whole(target, overwrite=options.overwrite) as out:
        out.write(_HEAD)
        for number, outgoing in enumerate(documents):
            out.write(b"\n," if number else b"")  # no line is a value by itself: it would be read as one
            out.write(orjson.dumps(bioc.plain_of(outgoing)))
        out.write(b"\n]}\n")
