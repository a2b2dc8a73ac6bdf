"""GATE documents as JSON (bdoc): annotation sets with types and features on a text, in the unit that the file names."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from glossator.core.annotations import Attributes, Mention, Value
from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.core.outside import ours
from glossator.formats import folders
from glossator.formats.carries import Carries
from glossator.formats.json_stream import parsed
from glossator.formats.loose_json import fields, items, shown, whole, words
from glossator.formats.losses import Outgoing
from glossator.formats.numbering import numbers_of
from glossator.formats.standoff import SUBTYPE, Fault, Options, OutDocument, OutSpan
from glossator.formats.text import bytes_of
from glossator.formats.units import CODE_POINT, Base, counting

NAME = "gate-json"
TITLE = "GATE bdoc JSON"
ABOUT = "a text with annotation sets (one for each person), types and features; a file for each document"
ENDINGS = (".bdocjs", ".bdocjs.gz")
KIND = "folder"
DEFAULT_UNIT = CODE_POINT
FIELDS = ("source", "author", "url", "published", "retrieved")
NUMBERED = r"(?s:.* )?[0-9]{1,9}"
"""An id as it is read: the name of its set, and its number there."""
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    subtypes=True,
    mention_attributes=True,
    several_values=True,
    typed_values=True,
    authors=True,
    metadata=frozenset((*FIELDS, "attributes")),
    any_character=True,
    ids={"mention": NUMBERED},
)

_BASES: Mapping[str, Base] = {"p": "code point", "j": "UTF-16"}
_PACKED = b"\x1f\x8b"
_MOST = 500_000_000  # bytes that a packed file may have


def sniff(head: bytes, path: Path) -> bool:
    """It is called so, or has annotation sets and an offset type; a folder with such files."""
    if path.is_dir():
        return any(path.glob("*.bdocjs"))
    return path.name.lower().endswith(ENDINGS) or (b'"annotation_sets"' in head and b'"offset_type"' in head)


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The one document of the file, or those of a folder."""
    if path.is_dir():
        for each in sorted(path.glob("*.bdocjs")):
            yield from read(each, _options)
        return
    file = printable(path.name)
    content = _unpacked(bytes_of(path), file)
    plain, fault = parsed(content)
    if fault or not isinstance(fields(plain).get("text"), str):
        what = [Fault(file, 1, fault or "there is no text in it.")]
        yield OutDocument(None, file=file, faults=what, done=len(content), size=len(content))
        return
    yield _document(plain, file)._replace(done=len(content), size=len(content))


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write a file for each document into the folder ``target``."""
    folders.write_each(documents, target, ".bdocjs", options, lambda each: orjson.dumps(_plain(each)))


# --- reading


def _unpacked(content: bytes, file: str) -> bytes:
    if not content.startswith(_PACKED):
        return content
    try:
        held = zlib.decompressobj(wbits=31).decompress(content, _MOST)
    except (zlib.error, gzip.BadGzipFile, EOFError) as error:
        raise GlossatorError(f"“{file}” is damaged: it cannot be unpacked.", details=str(error)) from error
    if len(held) == _MOST:
        raise GlossatorError(f"“{file}” unpacks to more than {_MOST // 1_000_000} MB, so it was not read.")
    return held


def _document(plain: Mapping[str, Any], file: str) -> OutDocument:
    spans: list[OutSpan] = []
    faults: list[Fault] = []
    for key, held in fields(plain.get("annotation_sets")).items():
        for each in map(fields, items(fields(held).get("annotations"))):
            start, end, kind = whole(each.get("start")), whole(each.get("end")), words(each.get("type"))
            if start is None or end is None or not kind:
                faults.append(Fault(file, 1, f"“{shown(each)}” is no annotation with a type and a place."))
                continue
            features = _features(fields(each.get("features")))
            subtype = features.pop(SUBTYPE, "")
            known = words(each.get("id"))
            spans.append(
                OutSpan(
                    kind,
                    ((start, end),),
                    f"{key} {known}".strip(),
                    subtype=str(subtype),
                    attributes=features,
                    author=str(key),
                )
            )
    facts = {
        str(key): words(value) or shown(value)
        for key, value in fields(plain.get("features")).items()
        if value is not None
    }
    name = words(plain.get("name")) or file.partition(".")[0]
    base = _BASES.get(words(plain.get("offset_type")))
    unit = counting(plain["text"], base) if base is not None else None
    return OutDocument(plain["text"], name, file, 1, spans=spans, faults=faults, metadata=facts, unit=unit)


def _features(plain: Mapping[str, Any]) -> dict[str, Value]:
    return {str(key): _value(value) for key, value in plain.items() if value is not None}


def _value(value: Any) -> Value:
    if isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    return orjson.dumps(value).decode()


# --- writing


def _plain(outgoing: Outgoing) -> dict[str, Any]:
    held, document = outgoing.annotations, outgoing.document
    sets: dict[str, list[Mention]] = {}
    for each in held.in_order():
        sets.setdefault(each.author, []).append(each)
    numbers = {author: numbers_of(mentions, 0) for author, mentions in sets.items()}
    facts = {name: getattr(document, name) for name in FIELDS if getattr(document, name)}
    return {
        "annotation_sets": {
            author: {
                "name": author,
                "annotations": [_annotation(each, numbers[author][each.id]) for each in mentions],
                "next_annid": max(numbers[author].values()) + 1,
            }
            for author, mentions in sets.items()
        },
        "text": held.text,
        "features": facts | ours(document.attributes),
        "offset_type": "p",
        "name": document.name,
    }


def _annotation(mention: Mention, number: int) -> dict[str, Any]:
    features = _plain_features(mention.attributes)
    return {
        "type": mention.label,
        "start": mention.start,
        "end": mention.end,
        "id": number,
        "features": features | {SUBTYPE: mention.subtype} if mention.subtype else features,
    }


def _plain_features(attributes: Attributes) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in ours(attributes).items()
    }
