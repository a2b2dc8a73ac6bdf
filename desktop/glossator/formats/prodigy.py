"""Prodigy JSONL: texts with spans, relations between words, and whether somebody took them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson

from glossator.core.annotations import Mention
from glossator.core.outside import ID, ours
from glossator.core.spans import Span
from glossator.formats.carries import Carries
from glossator.formats.json_stream import parsed
from glossator.formats.loose_json import documents_in, fields, items, shown, whole, words
from glossator.formats.losses import Outgoing
from glossator.formats.respacing import words_of
from glossator.formats.standoff import (
    MADE_UP,
    Fault,
    Options,
    OutDocument,
    OutRelation,
    OutSpan,
    named_place,
)
from glossator.formats.whole import written_whole

NAME = "prodigy"
TITLE = "Prodigy JSONL"
ABOUT = "one task per line: its text with tokens, spans and relations; rejected and ignored ones say nothing"
ENDINGS = (".jsonl",)
FIELDS = ("source", "author", "url", "published", "retrieved")
_INPUT = "input "  # before the hash of a text, which is its id there
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    relations=True,
    authors="one",
    times="one",
    metadata=frozenset((*FIELDS, "attributes")),
    any_character=True,
    ids={"document": rf"{_INPUT}-?[0-9]{{1,18}}"},
)

_OURS = ("tokens", "spans", "answer", "_input_hash", "_task_hash", "_view_id")
_Place = tuple[int, int, str]


def sniff(head: bytes, path: Path) -> bool:
    """The first task has a text, and spans, tokens or an answer."""
    if path.suffix.lower() not in ENDINGS:
        return False
    first = parsed(head.split(b"\n", 1)[0])[0]
    if isinstance(first, dict):
        is_other = "offset_unit" in first or "entities" in first
        return isinstance(first.get("text"), str) and not is_other and any(name in first for name in _OURS)
    return b'"text"' in head and (b'"_input_hash"' in head or b'"token_start"' in head)


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The tasks of the file; what was rejected or ignored comes without annotations, and is told."""
    return documents_in(path, _document)


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write a task for each document; words are cut so that each span begins and ends with one."""
    with written_whole(target, overwrite=options.overwrite) as out:
        for outgoing in documents:
            out.write(orjson.dumps(_plain(outgoing), option=orjson.OPT_APPEND_NEWLINE))


# --- reading


def _document(value: Any, file: str, line: int, number: int) -> OutDocument:
    plain = fields(value)
    if not isinstance(plain.get("text"), str):
        return OutDocument(None, file=file, faults=[Fault(file, line, "there is no text in this task.")])
    meta = fields(plain.get("meta"))
    facts = {str(key): words(value) or shown(value) for key, value in meta.items() if value is not None}
    name = facts.pop("name", "") or named_place(file, number)
    answer = plain.get("answer", "accept")
    if answer in {"reject", "ignore"}:
        told = [
            Fault(file, line, f"this task was answered with “{answer}”, so its annotations were left out.")
        ]
        return OutDocument(plain["text"], name, file, line, _id(plain), metadata=facts, remarks=told)
    reader = _Reader(plain, file, line)
    return OutDocument(
        plain["text"],
        name,
        file,
        line,
        _id(plain),
        spans=reader.spans,
        relations=reader.relations,
        faults=reader.faults,
        metadata=facts,
    )


def _id(plain: Mapping[str, Any]) -> str:
    known = whole(plain.get("_input_hash"))
    return "" if known is None else f"{_INPUT}{known}"


class _Reader:
    """What one task says of its text."""

    def __init__(self, plain: Mapping[str, Any], file: str, line: int) -> None:
        self._file, self._line = file, line
        self._author = words(plain.get("_annotator_id") or plain.get("_session_id"))
        moment = plain.get("_timestamp")
        self._created = round(moment * 1000) if isinstance(moment, (int, float)) and 0 < moment < 1e11 else 0
        self._ids: dict[_Place, str] = {}
        self._tokens = [_place(each) for each in items(plain.get("tokens"))]
        self.spans: list[OutSpan] = []
        self.relations: list[OutRelation] = []
        self.faults: list[Fault] = []
        for each in items(plain.get("spans")):
            self._span(fields(each))
        for each in items(plain.get("relations")):
            self._relation(fields(each))

    def _span(self, plain: Mapping[str, Any]) -> None:
        place = _place(plain)
        if place is None or not place[2]:
            self._fault(f"“{shown(plain)}” is no span with a label.")
            return
        self._add(place, plain)

    def _add(self, place: _Place, plain: Mapping[str, Any]) -> str:
        start, end, label = place
        known = f"{MADE_UP}S{len(self.spans) + 1}"
        self._ids.setdefault(place, known)
        score = plain.get("score")
        self.spans.append(
            OutSpan(
                label,
                ((start, end),),
                known,
                plain["text"] if isinstance(plain.get("text"), str) else None,
                author=self._author,
                created=self._created,
                confidence=float(score) if isinstance(score, (int, float)) and 0 <= score <= 1 else None,
                line=self._line,
            )
        )
        return known

    def _relation(self, plain: Mapping[str, Any]) -> None:
        ends = [self._end(plain, "head"), self._end(plain, "child")]
        label = words(plain.get("label"))
        if None in ends or not label:
            self._fault(f"“{shown(plain)}” is no relation between words of the text.")
            return
        arguments = (("Arg1", ends[0] or ""), ("Arg2", ends[1] or ""))
        known = f"{MADE_UP}R{len(self.relations) + 1}"
        self.relations.append(
            OutRelation(label, arguments, known, author=self._author, created=self._created, line=self._line)
        )

    def _end(self, plain: Mapping[str, Any], name: str) -> str | None:
        """The span at an end of a relation; where the task has no such span, one is made of what the relation says."""
        held = fields(plain.get(f"{name}_span"))
        place = _place(held)
        if place is None:
            number = whole(plain.get(name))
            place = self._tokens[number] if number is not None and 0 <= number < len(self._tokens) else None
        if place is None:
            return None
        if place in self._ids:
            return self._ids[place]
        same = next(
            (known for (start, end, _), known in self._ids.items() if (start, end) == place[:2]), None
        )
        return same or self._add((place[0], place[1], place[2] or "word"), held)

    def _fault(self, what: str) -> None:
        self.faults.append(Fault(self._file, self._line, what))


def _place(plain: Any) -> _Place | None:
    held = fields(plain)
    start, end = whole(held.get("start")), whole(held.get("end"))
    return None if start is None or end is None else (start, end, words(held.get("label")))


# --- writing


def _plain(outgoing: Outgoing) -> dict[str, Any]:
    held, document = outgoing.annotations, outgoing.document
    mentions = list(held.in_order())
    tokens = _tokens(held.text, mentions)
    starts, ends = [each.start for each in tokens], [each.end for each in tokens]
    spans = {
        each.id: {
            "start": each.start,
            "end": each.end,
            "token_start": bisect_left(starts, each.start),
            "token_end": bisect_right(ends, each.end) - 1,  # its last token, and not the one behind it
            "label": each.label,
        }
        for each in mentions
    }
    facts = {name: getattr(document, name) for name in FIELDS if getattr(document, name)}
    relations = []
    for each in sorted(held.relations.values(), key=lambda one: one.id):
        head, child = (spans[argument.target] for argument in each.arguments)
        relations.append(
            {
                "head": head["token_end"],
                "child": child["token_end"],
                "head_span": head,
                "child_span": child,
                "label": each.type,
            }
        )
    known = document.attributes.get(ID, "")
    author, created = outgoing.made_by
    return {
        "text": held.text,
        **({"_input_hash": int(known.removeprefix(_INPUT))} if known.startswith(_INPUT) else {}),
        "meta": {"name": document.name, **facts, **ours(document.attributes)},
        "tokens": [
            {"text": each.slice(held.text), "start": each.start, "end": each.end, "id": number}
            for number, each in enumerate(tokens)
        ],
        "spans": list(spans.values()),
        "relations": relations,
        "answer": "accept",
        **({"_annotator_id": author} if author else {}),
        **({"_timestamp": created / 1000} if created else {}),
    }


def _tokens(text: str, mentions: Sequence[Mention]) -> list[Span]:
    """Words, cut at the ends of spans; a span on nothing but blanks is a word by itself."""
    edges = sorted({edge for each in mentions for edge in (each.start, each.end)})
    found: list[Span] = []
    for word in words_of(text):
        inner = edges[bisect_right(edges, word.start) : bisect_left(edges, word.end)]
        cuts = [word.start, *inner, word.end]
        found += [Span(one, other) for one, other in pairwise(cuts)]
    covered = {edge for span in found for edge in (span.start, span.end)}
    for each in mentions:
        for edge, blank in (
            (each.start, Span(each.start, each.start + 1)),
            (each.end, Span(each.end - 1, each.end)),
        ):
            if edge not in covered:
                found.append(blank)
                covered |= {blank.start, blank.end}
    return sorted(set(found))
