"""JSON of spaCy: documents with entities and span groups, training examples as pairs, and its older training format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from glossator.core.documents import printable
from glossator.core.outside import ours
from glossator.formats.carries import Carries
from glossator.formats.json_stream import records
from glossator.formats.loose_json import fields, items, shown, whole, words
from glossator.formats.losses import Outgoing
from glossator.formats.respacing import words_of
from glossator.formats.standoff import MADE_UP, Fault, Options, OutDocument, OutSpan, named_place
from glossator.formats.units import counting
from glossator.formats.whole import written_whole

NAME = "spacy-json"
TITLE = "spaCy JSON"
ABOUT = "a document per line as Doc.to_json has it: text, tokens, entities and span groups; training examples are read"
ENDINGS = (".jsonl", ".json", ".spacy.json")
FIELDS = ("source", "author", "url", "published", "retrieved")
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    metadata=frozenset((*FIELDS, "attributes")),
    any_character=True,
)

_GROUP = "sc"  # the span group that spaCy's own components use
_META = "glossator"
_TRIPLE = ("start", "end", "label")


def sniff(head: bytes, path: Path) -> bool:
    """Documents with entities by offsets, pairs of a text and its entities, or paragraphs with tokens."""
    if path.suffix.lower() not in {".json", ".jsonl"}:
        return False
    is_doc = b'"ents"' in head and b'"text"' in head and b'"tokens"' in head
    is_pair = (
        head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b'[["', b'[\n["', b'["')) and b'"entities"' in head
    )
    is_older = b'"paragraphs"' in head and b'"sentences"' in head and b'"orth"' in head
    return is_doc or is_pair or is_older


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The documents of the file, in whichever shape each is."""
    file, number = printable(path.name), 0
    for record in records(path):
        if record.fault:
            yield OutDocument(None, file=file, faults=[Fault(file, record.line, record.fault)])
            continue
        for each in _documents(record.value):
            number += 1
            made = _document(each, file, record.line, number)
            yield made._replace(done=record.end, size=record.size)


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write a line for each document; entities that lie apart are its entities, all mentions are a span group."""
    with written_whole(target, overwrite=options.overwrite) as out:
        for outgoing in documents:
            out.write(orjson.dumps(_plain(outgoing), option=orjson.OPT_APPEND_NEWLINE))


# --- reading


def _documents(value: Any) -> Iterator[Any]:
    """The texts in a value: a document, a pair, a list of pairs, or the paragraphs of an older one."""
    if isinstance(value, list) and value and isinstance(value[0], list):
        yield from value
    elif isinstance(value, dict) and "paragraphs" in value:
        yield from items(value["paragraphs"])
    else:
        yield value


def _document(plain: Any, file: str, line: int, number: int) -> OutDocument:
    held = fields(plain[1] if isinstance(plain, list) and len(plain) > 1 else plain)
    match plain:
        case [str(text), dict(), *_]:
            found, faults = _entities(items(held.get("entities")), file, line)
        case {"text": str(text)}:
            found, faults = _spans_of(held, file, line)
        case {"sentences": list()}:
            text = words(held.get("raw")) or _joined(held)
            found, faults = _tagged(text, held), []
        case _:
            return OutDocument(
                None, file=file, faults=[Fault(file, line, "there is no text in this record.")]
            )
    meta = fields(held.get(_META)) or fields(held.get("meta"))
    facts = {str(key): words(value) or shown(value) for key, value in meta.items() if value is not None}
    name = facts.pop("name", "") or named_place(file, number)
    return OutDocument(
        text, name, file, line, spans=found, faults=faults, metadata=facts, unit=counting(text)
    )


def _spans_of(held: Mapping[str, Any], file: str, line: int) -> tuple[list[OutSpan], list[Fault]]:
    """Entities and the spans of all groups; one that is both comes once."""
    groups = [each for group in fields(held.get("spans")).values() for each in items(group)]
    ents = [
        each
        for each in items(held.get("ents"))
        if each not in groups and _bare(each) not in map(_bare, groups)
    ]
    return _entities([*groups, *ents], file, line)


def _bare(plain: Any) -> tuple[Any, ...]:
    held = fields(plain)
    return held.get("start"), held.get("end"), held.get("label")


def _entities(plain: Iterable[Any], file: str, line: int) -> tuple[list[OutSpan], list[Fault]]:
    found: list[OutSpan] = []
    faults: list[Fault] = []
    for each in plain:
        held = fields(each)
        triple = each if isinstance(each, list) and len(each) > 2 else [held.get(key) for key in _TRIPLE]
        start, end, label = whole(triple[0]), whole(triple[1]), words(triple[2])
        if start is None or end is None or not label:
            faults.append(Fault(file, line, f"“{shown(each)}” is no entity with a label and a place."))
            continue
        more = {
            key: words(held.get(key)) for key in ("kb_id", "span_id") if words(held.get(key)) not in {"", "0"}
        }
        found.append(
            OutSpan(label, ((start, end),), f"{MADE_UP}S{len(found) + 1}", attributes=more, line=line)
        )
    return found, faults


def _joined(held: Mapping[str, Any]) -> str:
    """The words of sentences that come without their text."""
    sentences = [items(fields(each).get("tokens")) for each in items(held.get("sentences"))]
    return "\n".join(" ".join(words(fields(token).get("orth")) for token in tokens) for tokens in sentences)


def _tagged(text: str, held: Mapping[str, Any]) -> list[OutSpan]:
    """Entities of the older format, by the tags of its words, which are looked for one after the other."""
    found: list[OutSpan] = []
    at, begun, label = 0, -1, ""
    for sentence in items(held.get("sentences")):
        for token in map(fields, items(fields(sentence).get("tokens"))):
            word, tag = words(token.get("orth")), words(token.get("ner")) or "O"
            start = text.find(word, at)
            if not word or start < 0:
                continue
            at = start + len(word)
            kind, _, named = tag.partition("-")
            if kind in {"B", "U"}:
                begun, label = start, named
            if kind in {"L", "U"} and begun >= 0:
                found.append(OutSpan(label, ((begun, at),), f"{MADE_UP}S{len(found) + 1}"))
                begun = -1
    return found


# --- writing


def _plain(outgoing: Outgoing) -> dict[str, Any]:
    held, document = outgoing.annotations, outgoing.document
    spans = [
        {"start": each.start, "end": each.end, "label": each.label, "kb_id": ""} for each in held.in_order()
    ]
    ents: list[dict[str, Any]] = []
    for each in spans:
        if not ents or each["start"] >= ents[-1]["end"]:
            ents.append({key: each[key] for key in ("start", "end", "label")})
    tokens = [
        {"id": number, "start": each.start, "end": each.end}
        for number, each in enumerate(words_of(held.text))
    ]
    facts = {name: getattr(document, name) for name in FIELDS if getattr(document, name)}
    return {
        "text": held.text,
        "ents": ents,
        "spans": {_GROUP: spans},
        "tokens": tokens,
        _META: {"name": document.name, **facts, **ours(document.attributes)},
    }
