"""The parts of a report for the browser: head, texts with highlights, tables, bars; all words in it are escaped."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from glossator import paths
from glossator.core.annotations import AnnotationSet, Entity, Mention, Note, Relation
from glossator.core.documents import Document
from glossator.core.outside import ours
from glossator.core.scheme import Label, Scheme
from glossator.core.spans import Span, hull
from glossator.core.tokens import sentence_at
from glossator.formats.losses import Outgoing
from glossator.formats.record_rows import in_words

_FACTS = ("source", "author", "published", "retrieved", "url")
_SIGNS = {code: 0x2400 + code for code in range(32) if code not in (9, 10)} | {0x7F: 0x2421}
_NONE = re.compile("[\x80-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_DEEPEST = 5  # underlines that are told apart
_LONGEST = 320  # characters of a sentence in a table
_BAR = 180  # pixels of the longest bar


def said(words: object) -> str:
    """Words as they may stand anywhere in the page: markup escaped, control characters as signs for them."""
    return html.escape(_NONE.sub("\ufffd", str(words).translate(_SIGNS)))


@dataclass
class _Known:
    """What is known of an entity so far."""

    entity: Entity
    mentions: int = 0
    documents: dict[str, str] = field(default_factory=dict)


class Page:
    """A report that grows by a document at a time; its head and its foot are made when all were seen."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._labels: Counter[str] = Counter()
        self._types: Counter[str] = Counter()
        self._documents: list[tuple[str, str, int, int]] = []
        self._entities: dict[int, _Known] = {}
        self._statements: list[str] = []
        self._scheme: Scheme | None = None

    def article(self, outgoing: Outgoing) -> str:
        """The text of a document with its highlights, its facts and the notes on it."""
        held, document = outgoing.annotations, outgoing.document
        self._scheme = outgoing.scheme
        mark = f"d{len(self._documents) + 1}"
        mentions = list(held.in_order())
        self._count(outgoing, mentions, mark)
        for each in sorted(held.relations.values(), key=lambda one: _start(one, held)):
            self._statements.append(self._statement(each, held, mark))
        facts = "".join(f"<dt>{name}</dt><dd>{said(value)}</dd>" for name, value in _facts(document))
        text = "".join(self._highlighted(outgoing, mentions, mark))
        return (
            f'<article id="{mark}"><h2 dir="auto">{said(document.name)}</h2><dl>{facts}</dl>\n'
            f'<div class="text" dir="auto">{text}</div>\n{_notes(outgoing)}</article>\n'
        )

    def head(self) -> str:
        """All that stands before the documents."""
        numbers = (
            (len(self._documents), "document", "documents"),
            (self._labels.total(), "mention", "mentions"),
            (len(self._entities), "entity", "entities"),
            (self._types.total(), "relation or event", "relations and events"),
        )
        counts = "".join(
            f"<li><b>{count:,}</b> {one if count == 1 else many}</li>" for count, one, many in numbers
        )
        return (
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="generator" content="Glossator report">'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';"
            ' img-src data:"><meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="icon" href="data:,"><title>{said(self._title)}</title>\n<style>{_style()}</style></head>\n'
            f'<body><header><h1 dir="auto">{said(self._title)}</h1><ul class="counts">{counts}</ul></header>\n'
            f'<main><section class="two"><div><h2>Labels</h2>{self._label_bars()}</div>'
            f"<div><h2>Relations and events</h2>{self._type_bars()}</div></section>\n{self._contents()}"
        )

    def foot(self) -> str:
        """All that stands behind the documents."""
        return f"{self._entity_table()}{self._statement_table()}</main></body></html>\n"

    # --- counting

    def _count(self, outgoing: Outgoing, mentions: Sequence[Mention], mark: str) -> None:
        relations = outgoing.annotations.relations.values()
        self._documents.append((mark, outgoing.document.name, len(mentions), len(relations)))
        self._labels.update(each.label for each in mentions)
        self._types.update(each.type for each in relations)
        for each in mentions:
            entity = outgoing.entities.get(each.entity or 0)
            if entity is not None:
                known = self._entities.setdefault(entity.id, _Known(entity))
                known.mentions += 1
                known.documents.setdefault(mark, outgoing.document.name)

    # --- the text

    def _highlighted(self, outgoing: Outgoing, mentions: Sequence[Mention], mark: str) -> Iterator[str]:
        """The text in pieces between the edges of mentions, each within all mentions that cover it."""
        text = outgoing.text
        numbers = {each.id: f"{mark}-{number}" for number, each in enumerate(mentions, 1)}
        levels = _levels(outgoing.annotations, mentions)
        edges = sorted({0, len(text)}.union(*((s.start, s.end) for each in mentions for s in each.fragments)))
        opening: dict[int, list[tuple[int, Mention]]] = {}
        for each in mentions:
            for span in each.fragments:
                opening.setdefault(span.start, []).append((span.end, each))
        covering: list[tuple[int, Mention]] = []
        begun: set[int] = set()
        for start, end in pairwise(edges):
            covering = [each for each in covering if each[0] > start] + opening.get(start, [])
            covering.sort(key=lambda each: (-each[1].length, each[1].id))
            inner = said(text[start:end])
            for last, each in reversed(covering):
                place = f' id="{numbers[each.id]}"' if each.id not in begun else ""
                begun.add(each.id)
                ends = last == end and last == each.end
                inner = f"{self._opened(each, outgoing, levels[each.id], place, ends=ends)}{inner}</span>"
            yield inner

    def _opened(self, each: Mention, outgoing: Outgoing, depth: int, place: str, *, ends: bool) -> str:
        label = self._label(each.label)
        entity = outgoing.entities.get(each.entity or 0)
        held = [f"{name}: {_value(value)}" for name, value in ours(each.attributes).items()]
        words = [self._name(each.label), each.subtype, entity.name if entity else "", *held]
        title = said(" · ".join(each for each in words if each))
        tag = f' data-tag="{said(label.tag or label.id[:4])}"' if ends and label else ""
        tag = f' data-tag="{said(each.label[:4])}"' if ends and not label else tag
        return f'<span class="m n{depth} {_slot(label)}"{place}{tag} title="{title}">'

    # --- statements

    def _statement(self, relation: Relation, held: AnnotationSet, mark: str) -> str:
        span = _hull(relation, held)
        sentence = _sentence(held.text, span, relation, held) if span else ""
        parts = "".join(
            f'<div><span class="role">{said(each.role)}</span> <bdi>{said(_filler(each.target, held))}</bdi></div>'
            for each in relation.arguments
        )
        trigger = held.mentions.get(relation.trigger or 0)
        about = f'<div class="role">“{said(_line(trigger.quote))}”</div>' if trigger else ""
        return (
            f"<tr><td><b>{said(self._name(relation.type))}</b>{about}</td><td>{parts}</td>"
            f'<td dir="auto">{sentence}</td><td><a href="#{mark}">{said(held.document.name)}</a></td></tr>\n'
        )

    # --- tables and bars

    def _label_bars(self) -> str:
        return _bars(
            (self._chip(name), count, _slot(self._label(name))) for name, count in self._labels.most_common()
        )

    def _type_bars(self) -> str:
        return _bars((said(self._name(name)), count, "arc") for name, count in self._types.most_common())

    def _contents(self) -> str:
        if len(self._documents) < 2:
            return ""
        rows = "".join(
            f'<tr><td dir="auto"><a href="#{mark}">{said(name)}</a></td><td class="n">{mentions:,}</td>'
            f'<td class="n">{relations:,}</td></tr>'
            for mark, name, mentions, relations in self._documents
        )
        heads = '<th>Document</th><th class="n">Mentions</th><th class="n">Relations and events</th>'
        return f"<section><h2>Documents</h2>{_table(heads, rows)}</section>\n"

    def _entity_table(self) -> str:
        if not self._entities:
            return ""
        order = sorted(
            self._entities.values(), key=lambda each: (-each.mentions, each.entity.name.casefold())
        )
        rows = "".join(map(self._entity_row, order))
        heads = '<th>Entity</th><th>Type</th><th class="n">Mentions</th><th>Documents</th>'
        return f"<section><h2>Entities</h2>{_table(heads, rows)}</section>\n"

    def _entity_row(self, known: _Known) -> str:
        entity = known.entity
        more = [*entity.aliases, *(f"{name} {number}" for name, number in entity.identifiers.items())]
        also = f'<div class="role">{said(", ".join(more))}</div>' if more else ""
        places = ", ".join(f'<a href="#{mark}">{said(name)}</a>' for mark, name in known.documents.items())
        kind = self._chip(entity.type) if entity.type else ""
        return (
            f'<tr><td dir="auto"><b>{said(entity.name)}</b>{also}</td><td>{kind}</td>'
            f'<td class="n">{known.mentions:,}</td><td dir="auto">{places}</td></tr>\n'
        )

    def _statement_table(self) -> str:
        if not self._statements:
            return ""
        heads = "<th>Relation or event</th><th>Who and what</th><th>Sentence</th><th>Document</th>"
        return f"<section><h2>Relations and events</h2>{_table(heads, ''.join(self._statements))}</section>\n"

    def _chip(self, label: str) -> str:
        return f'<span class="chip {_slot(self._label(label))}">{said(self._name(label))}</span>'

    def _label(self, label: str) -> Label | None:
        return self._scheme.label(label) if self._scheme else None

    def _name(self, name: str) -> str:
        return self._scheme.name_of(name) if self._scheme else name


def _levels(held: AnnotationSet, mentions: Sequence[Mention]) -> dict[int, int]:
    """How far under the text the line of each mention runs: under those of the shorter ones that it overlaps."""
    levels: dict[int, int] = {}
    for each in sorted(mentions, key=lambda one: (one.length, -one.id)):
        near = [levels[other.id] for other in held.within(hull(each.fragments)) if other.id in levels]
        levels[each.id] = min(_DEEPEST, max(near, default=-1) + 1)
    return levels


def _slot(label: Label | None) -> str:
    return label.slot if label and label.slot.isalpha() else "none"


def _line(words: str) -> str:
    return " ".join(words.split())


def _value(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    for name in _FACTS:
        if getattr(document, name):
            yield name.capitalize(), getattr(document, name)


def _notes(outgoing: Outgoing) -> str:
    held = outgoing.annotations
    notes: list[Note] = sorted(held.notes.values(), key=lambda each: (each.created, each.id))
    rows = "".join(f"<li>{_on(each, held)}{said(each.body)}{_by(each)}</li>" for each in notes)
    return f'<h3>Notes</h3><ul class="notes">{rows}</ul>\n' if rows else ""


def _on(note: Note, held: AnnotationSet) -> str:
    mention, relation = held.mentions.get(note.target), held.relations.get(note.target)
    about = f"“{_line(mention.quote)}”" if mention else in_words(relation, held) if relation else ""
    return f"<b>{said(about)}</b>: " if about else ""


def _by(note: Note) -> str:
    return f' <span class="role">{said(note.author)}</span>' if note.author else ""


def _filler(target: int, held: AnnotationSet) -> str:
    mention, relation = held.mentions.get(target), held.relations.get(target)
    return _line(mention.quote) if mention else in_words(relation, held) if relation else ""


def _hull(relation: Relation, held: AnnotationSet) -> Span | None:
    """From the first to the last word of what a relation joins itself."""
    found = [held.mentions[each] for each in relation.mentions() if each in held.mentions]
    if not found:
        return None
    return Span(min(each.start for each in found), max(each.end for each in found))


def _start(relation: Relation, held: AnnotationSet) -> tuple[int, int]:
    span = _hull(relation, held)
    return (span.start if span else len(held.text)), relation.id


def _sentence(text: str, span: Span, relation: Relation, held: AnnotationSet) -> str:
    """The sentence (or those) in which a relation stands, what it joins in bold."""
    start, end = sentence_at(text, span.start).start, sentence_at(text, max(span.start, span.end - 1)).end
    start, end = min(start, span.start), max(end, span.end)
    before, behind = "", ""
    if end - start > _LONGEST:
        low = max(start, span.start - _LONGEST // 4)
        high = min(end, low + _LONGEST)
        before, behind = "… " if low > start else "", " …" if high < end else ""
        start, end = low, high
    bold = [held.mentions[each] for each in relation.mentions() if each in held.mentions]
    inside = [each for one in bold for each in one.fragments]
    edges = sorted({start, end, *(at for s in inside for at in s if start < at < end)})
    pieces = [
        f"<b>{said(text[a:b])}</b>" if any(s.start <= a and b <= s.end for s in inside) else said(text[a:b])
        for a, b in pairwise(edges)
    ]
    return f"{before}{''.join(pieces)}{behind}"


def _table(heads: str, rows: str) -> str:
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _bars(rows: Iterable[tuple[str, int, str]]) -> str:
    """A table of counts with a bar each, the longest first."""
    held = list(rows)
    if not held:
        return '<p class="role">None.</p>'
    most = max(count for _, count, _ in held)
    made = "".join(
        f'<tr><td>{name}</td><td class="n">{count:,}</td><td><svg class="{slot}" width="{_BAR}" height="12" '
        f'role="img" aria-label="{count}"><rect width="{max(2, round(_BAR * count / most))}" height="12" rx="3"/>'
        "</svg></td></tr>"
        for name, count, slot in held
    )
    return f'<table class="bars"><tbody>{made}</tbody></table>'


def _style() -> str:
    slots = json.loads(paths.resource("styles", "label-colours.json").read_text("utf-8"))["slots"]
    light = "".join(
        f"--{slot}:{each['light']['accent']};--{slot}-t:{each['light']['tint']};"
        for slot, each in slots.items()
    )
    dark = "".join(
        f"--{slot}:{each['dark']['accent']};--{slot}-t:{each['dark']['tint']};"
        for slot, each in slots.items()
    )
    lines = {"dashed": "dashed", "dotted": "dotted", "double": "double"}
    rules = "".join(
        f".{slot}{{--c:var(--{slot});--t:var(--{slot}-t);--s:{lines.get(each['pattern'], 'solid')}}}"
        for slot, each in slots.items()
    )
    page = paths.resource("styles", "report.css").read_text("utf-8")
    return (
        f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{rules}\n{page}"
    )
