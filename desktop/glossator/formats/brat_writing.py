"""The annotations of a document as lines of brat, in the order and under the ids that they had where they came from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from glossator.core.annotations import Entity, Mention, Note, Relation, Value
from glossator.core.outside import ID, LINES, RANGES, ours
from glossator.core.spans import Fragments, Span, normalise
from glossator.formats.brat_lines import BESIDE, NOTE, REFERENCE, Kept, kept_in
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import SUBTYPE

_OUTSIDE_ID = re.compile(r"[TRE#]\d+")
_RANGE = re.compile(r"(\d+) (\d+)")


def annotations_of(outgoing: Outgoing, style: Sequence[str]) -> str:
    """All lines of a document; ``style`` says with what lines of a class end."""
    return _Writing(outgoing, style).run()


class _Writing:
    def __init__(self, outgoing: Outgoing, style: Sequence[str]) -> None:
        self._out = outgoing
        held = outgoing.annotations
        self._text = held.text
        self._mentions = sorted(held.mentions.values(), key=lambda each: each.id)
        self._relations = sorted(held.relations.values(), key=lambda each: each.id)
        self._notes = sorted(held.notes.values(), key=lambda each: each.id)
        self._tails = dict(each.split("=", 1) for each in style if "=" in each)
        self._types = _trigger_types(outgoing)
        self._ids: dict[int, str] = {}
        self._used: set[str] = set()
        self._numbers: dict[str, int] = defaultdict(int)
        self._lines: dict[str, str] = {}
        self._order: list[tuple[int, str]] = []

    def run(self) -> str:
        self._name(self._mentions, "T")
        self._name((each for each in self._relations if each.is_event), "E")
        self._name((each for each in self._relations if not each.is_event), "R")
        self._name(self._notes, "#")
        for mention in self._mentions:
            self._put(mention.id, self._t(mention))
        for relation in self._relations:
            self._put(relation.id, self._e(relation) if relation.is_event else self._r(relation))
        for note in self._notes:
            self._put(note.id, self._note(note))
        bearers: list[Mention | Relation] = [*self._mentions, *self._relations]
        further = [line for each in bearers for line in self._further(each)]
        stars = list(self._stars())
        placed = self._place(further, stars)
        return "".join(f"{line}\n" for line in placed)

    # --- ids and order

    def _name(self, records: Iterable[Mention | Relation | Note], letter: str) -> None:
        held = list(records)
        for each in held:
            wanted = str(each.attributes.get(ID, "")) if each.attributes else ""
            if wanted[:1] == letter and wanted not in self._used and _OUTSIDE_ID.fullmatch(wanted):
                self._ids[each.id] = wanted
                self._used.add(wanted)
        for each in held:
            if each.id not in self._ids:
                self._ids[each.id] = self._free(letter)

    def _free(self, letter: str) -> str:
        while True:
            self._numbers[letter] += 1
            made = f"{letter}{self._numbers[letter]}"
            if made not in self._used:
                self._used.add(made)
                return made

    def _put(self, record: int, line: str) -> None:
        key = self._ids[record]
        self._lines[key] = line
        self._order.append((record, key))

    def _place(
        self, further: Sequence[tuple[str, Kept, str]], stars: Sequence[tuple[int, Kept, str]]
    ) -> Iterator[str]:
        """All lines in order: those of records by their age, the others where they stood."""
        known = {*self._lines, *(kept.id for _, kept, _ in (*further, *stars))}
        behind: dict[str, list[str]] = defaultdict(list)
        lines = dict(self._lines)
        last: dict[str, str] = {}
        loose: list[tuple[int, str]] = []
        for record, kept, line in stars:
            lines[kept.id] = line
            if kept.words and (not kept.after or kept.after in known):
                behind[kept.after].append(kept.id)
            else:
                loose.append((record, kept.id))
        for bearer, kept, line in further:
            lines[kept.id] = line
            after = kept.after if kept.after in known else last.get(bearer, bearer)
            behind[after].append(kept.id)
            last[bearer] = kept.id
        order = [key for _, key in sorted((*self._order, *loose))]
        return _walked(["", *order, *lines], behind, lines)  # at last what stood behind a line that is gone

    # --- lines

    def _t(self, mention: Mention) -> str:
        spans = _written(mention)
        offsets = ";".join(f"{each.start} {each.end}" for each in spans)
        words = " ".join(each.slice(self._text) for each in spans)
        label = self._types.get(mention.id, mention.label)
        return f"{self._ids[mention.id]}\t{label} {offsets}\t{_flat(words)}"

    def _e(self, event: Relation) -> str:
        assert event.trigger is not None
        head = f"{event.type}:{self._ids[event.trigger]}"
        return f"{self._ids[event.id]}\t{' '.join([head, *self._arguments(event)])}{self._tail('E', event)}"

    def _r(self, relation: Relation) -> str:
        words = " ".join([relation.type, *self._arguments(relation)])
        return f"{self._ids[relation.id]}\t{words}{self._tail('R', relation)}"

    def _arguments(self, relation: Relation) -> Iterator[str]:
        return (f"{each.role}:{self._ids[each.target]}" for each in relation.arguments)

    def _tail(self, letter: str, relation: Relation) -> str:
        tail = self._tails.get(letter if relation.arguments else f"{letter}.", "")
        if not tail and relation.attributes and LINES in relation.attributes:
            return next((each.words for each in kept_in(relation.attributes[LINES]) if not each.id), "")
        return tail

    def _note(self, note: Note) -> str:
        kind = str(note.attributes.get(LINES, NOTE)) if note.attributes else NOTE
        return f"{self._ids[note.id]}\t{kind} {self._ids[note.target]}\t{note.body}"

    def _further(self, record: Mention | Relation) -> Iterator[tuple[str, Kept, str]]:
        """The attributes and references of a record: what they are on, where they stood, and their words."""
        has_more = isinstance(record, Mention) and bool(record.entity or record.subtype)
        if not has_more and not (record.attributes.keys() - {ID}):
            return
        bearer = self._ids[record.id]
        kept = {each.id: each for each in kept_in(record.attributes.get(LINES, "")) if each.id}
        lines = list(self._attribute_lines(record, bearer))
        marks = [each for each in kept.values() if not each.words]
        for number, words in enumerate(lines):
            held = (
                marks[number]
                if number < len(marks) and marks[number].id not in self._used
                else Kept(self._free("A"))
            )
            self._used.add(held.id)
            yield bearer, held, f"{held.id}\t{words}"
        if isinstance(record, Mention) and record.entity is not None:
            yield from self._references(record, bearer, kept)
        for held in kept.values():
            if held.words.startswith(BESIDE) and held.id not in self._used:
                self._used.add(held.id)
                kind, _, rest = held.words.removeprefix(BESIDE).split(" ", 2)
                yield bearer, held, f"{held.id}\t{kind} {bearer} {rest}"

    def _attribute_lines(self, record: Mention | Relation, bearer: str) -> Iterator[str]:
        held: dict[str, Value] = dict(ours(record.attributes))
        if isinstance(record, Mention) and record.subtype:
            held[SUBTYPE] = record.subtype
        for name, value in held.items():
            for each in value if isinstance(value, tuple) else (value,):
                blank = self._tails.get("A", "") if each is True else ""
                yield f"{name} {bearer}{blank}" if each is True else f"{name} {bearer} {_word(each)}"

    def _references(
        self, mention: Mention, bearer: str, kept: Mapping[str, Kept]
    ) -> Iterator[tuple[str, Kept, str]]:
        entity = self._out.entities.get(mention.entity or 0)
        if entity is None:
            return
        wanted = dict(entity.identifiers)
        for each in kept.values():
            if each.words.startswith(BESIDE):
                continue
            head, _, _ = each.words.partition("\t")
            parts = head.split(" ", 2)
            if len(parts) == 3 and ":" in parts[2]:
                database, _, number = parts[2].partition(":")
                if wanted.get(database) == number and each.id not in self._used:
                    del wanted[database]
                    self._used.add(each.id)
                    yield bearer, each, f"{each.id}\t{parts[0]} {bearer} {parts[2]}{each.words[len(head) :]}"
        for database, number in wanted.items():
            made = Kept(self._free("N"))
            yield bearer, made, f"{made.id}\t{REFERENCE} {bearer} {database}:{number}\t{entity.name}"

    # --- groups

    def _stars(self) -> Iterator[tuple[int, Kept, str]]:
        """Mentions of one thing: in the words that the file had, and all in one line where it had none."""
        members: dict[int, list[str]] = defaultdict(list)
        for each in self._mentions:
            if each.entity is not None:
                members[each.entity].append(self._ids[each.id])
        for entity in sorted(members):
            record = self._out.entities.get(entity)
            if record is not None:
                yield from self._lines_of(record, members[entity])

    def _lines_of(self, entity: Entity, members: Sequence[str]) -> Iterator[tuple[int, Kept, str]]:
        covered: dict[str, None] = {}
        for each in kept_in(entity.attributes.get(LINES, "")):
            _, *named = each.words.split(" ")
            if each.id[:1] == "*" and set(named) <= set(members):
                covered |= dict.fromkeys(named)
                yield entity.id, each, f"*\t{each.words}"
        rest = [each for each in members if each not in covered]
        if rest and not entity.identifiers and (covered or len(rest) > 1):
            line = " ".join([*list(covered)[:1], *rest])
            yield entity.id, Kept(f"*{entity.id}"), f"*\tEquiv {line}"


def _walked(
    order: Iterable[str], behind: Mapping[str, Sequence[str]], lines: Mapping[str, str]
) -> Iterator[str]:
    """The lines by their keys in order, each with those behind it."""
    done: set[str] = set()
    for key in order:
        waiting = [key]
        while waiting:
            at = waiting.pop()
            if at not in done:
                done.add(at)
                if at in lines:
                    yield lines[at]
                waiting += reversed(behind.get(at, ()))


def _trigger_types(outgoing: Outgoing) -> Mapping[int, str]:
    """Triggers that have the label of all triggers are written with the type of their event, as brat has it."""
    scheme, held = outgoing.scheme, outgoing.annotations
    found: dict[int, str] = {}
    for each in sorted(held.relations.values(), key=lambda one: one.id):
        kind = scheme.event_type(each.type)
        mention = held.mentions.get(each.trigger or 0)
        if kind is not None and mention is not None and scheme.trigger_of(kind) == mention.label:
            found.setdefault(mention.id, each.type)
    return {each: name for each, name in found.items() if scheme.label(name) is None}


def _written(mention: Mention) -> Sequence[Span]:
    """The fragments in the order in which they were written, as long as they are still the same."""
    wanted = str(mention.attributes.get(RANGES, "")) if mention.attributes else ""
    spans = [Span(int(start), int(end)) for start, end in _RANGE.findall(wanted)]
    return spans if spans and _same(spans, mention.fragments) else mention.fragments


def _same(spans: Sequence[Span], fragments: Fragments) -> bool:
    return normalise(spans) == fragments


def _flat(words: str) -> str:
    return words.replace("\n", " ")


def _word(value: Value) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
