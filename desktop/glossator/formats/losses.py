"""What a format cannot carry: taken out of a document before it is written, counted, with the rule that was applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import chain
from typing import NamedTuple, TypeVar

from glossator.core.annotations import (
    NO_ATTRIBUTES,
    AnnotationSet,
    Attributes,
    Entity,
    Mention,
    Note,
    Relation,
)
from glossator.core.documents import Document
from glossator.core.outside import OUTSIDE
from glossator.core.scheme import Scheme
from glossator.formats.carries import Carries
from glossator.formats.placing import placed
from glossator.formats.pointing import Pointing
from glossator.formats.reducing import CONTROL, Identities, Seen, Values
from glossator.formats.respacing import respaced

_METADATA = ("source", "author", "url", "published", "retrieved", "reliability", "reliability_reason",
             "source_descriptor", "status")  # fmt: skip
_R = TypeVar("_R", Mention, Relation, Note)
_NO_NOTES: Mapping[int, Sequence[Note]] = {}


class Loss(NamedTuple):
    """So many things of a kind that cannot be carried, and what became of them."""

    kind: str
    number: int
    rule: str

    def __str__(self) -> str:
        """The loss as it is told."""
        return f"{self.number:,} {self.kind if self.number != 1 else _singular(self.kind)}: {self.rule}"


@dataclass(frozen=True)
class Outgoing:
    """A document on its way out: what is said of it, the entities that its mentions name, and the notes on these."""

    annotations: AnnotationSet
    entities: Mapping[int, Entity] = field(default_factory=dict)
    entity_notes: Mapping[int, Sequence[Note]] = field(default_factory=lambda: _NO_NOTES)
    scheme: Scheme = field(default_factory=lambda: Scheme("", "", ""))

    @property
    def document(self) -> Document:
        """The document."""
        return self.annotations.document

    @property
    def text(self) -> str:
        """Its text."""
        return self.annotations.text

    @property
    def made_by(self) -> tuple[str, int]:
        """Who said all that is said of it, and when, for formats that have one author and one time for a document."""
        held = self.annotations
        said: Iterator[Mention | Relation | Note] = chain(
            held.in_order(), held.relations.values(), held.notes.values()
        )
        first = next(said, None)
        return (first.author, first.created) if first is not None else ("", 0)


_ONE = {
    "relations and events": "relation or event",
    "relations and events with another one in a role": "relation or event with another one in a role",
    "mentions that begin or end within a word": "mention that begins or ends within a word",
    "values with nothing in them": "value with nothing in it",
}


def _singular(kind: str) -> str:
    """The words for one of what ``kind`` names in the plural: its first word that is one loses that."""
    if kind in _ONE:
        return _ONE[kind]
    words = kind.split(" ")
    for place, word in enumerate(words):
        if word.endswith("ies"):
            return " ".join([*words[:place], f"{word[:-3]}y", *words[place + 1 :]])
        if word.endswith("s"):
            return " ".join([*words[:place], word[:-1], *words[place + 1 :]])
    return kind


class Tally:
    """Losses of many documents added up, in the order in which they first came."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self.seen = Seen({}, {}, {})

    def add(self, kind: str, count: int, rule: str) -> None:
        """So many more of a kind."""
        if count:
            self._counts[kind, rule] += count

    @property
    def losses(self) -> list[Loss]:
        """All that was lost."""
        apart = sum(number > 1 for number in self.seen.groups.values())
        self.seen.groups.clear()
        self.add("identities over several documents", apart, "a group in each document, which nothing joins")
        return [Loss(kind, count, rule) for (kind, rule), count in self._counts.items()]


def reduce(outgoing: Outgoing, carries: Carries, tally: Tally | None = None) -> Outgoing:
    """What of a document ``carries`` can hold; what it cannot is told to ``tally``.

    Reducing once more what was reduced changes nothing.
    """
    return _Reducing(outgoing, carries, tally or Tally()).run()


class _Reducing:
    def __init__(self, outgoing: Outgoing, carries: Carries, tally: Tally) -> None:
        self._out = outgoing
        self._can = carries
        self._says_all = carries.authors and carries.times and carries.confidence and carries.origin
        self._tell = tally.add
        self._values = Values(carries, tally.add, tally.seen.ids)
        self._seen = tally.seen
        held = outgoing.annotations
        self._lost: Counter[str] = Counter()
        self._document = held.document
        self._text = held.text
        self._mentions = list(held.in_order())
        self._relations = {
            each.id: each for each in sorted(held.relations.values(), key=lambda each: each.id)
        }
        self._notes = {each.id: each for each in sorted(held.notes.values(), key=lambda each: each.id)}
        self._as_one()

    def _as_one(self) -> None:
        """Where a document has one author or one time, records with several have none."""
        if "one" not in (self._can.authors, self._can.times):
            return
        said: list[Mention | Relation | Note] = [*self._mentions]
        said += [each for each in self._relations.values() if self._can.events or not each.is_event]
        said += [each for each in self._notes.values() if self._can.notes]
        if self._can.authors == "one" and len({each.author for each in said}) > 1:
            self._can = replace(self._can, authors=False)
        if self._can.times == "one" and len({each.created for each in said}) > 1:
            self._can = replace(self._can, times=False)

    def run(self) -> Outgoing:
        self._metadata()
        if not self._can.any_character:
            self._mentions = [self._by_letters(each) for each in self._mentions]
            self._relations = {key: self._by_letters(each) for key, each in self._relations.items()}
            self._notes = {key: self._by_letters(each) for key, each in self._notes.items()}
        mentions = placed(self._mentions, self._document, self._text, self._can, self._tell)
        if not self._can.whole_text:
            mentions = self._words_only(mentions)
        kept = {each.id for each in mentions}
        self._statements(kept)
        self._pointing = Pointing(self._out.annotations.mentions, mentions, self._text)
        mentions = [self._mention_record(each) for each in mentions]
        relations = [self._relation_record(each) for each in self._relations.values()]
        for what, count in self._lost.items():
            self._tell(what, count, "left out")
        identities = Identities(self._values, self._out.entities, self._out.entity_notes, self._seen)
        mentions, entities, notes = identities.reduce(mentions)
        mentions = [self._mention(each) for each in mentions]
        held = AnnotationSet(self._document, self._text, mentions, relations, self._remarks(kept))
        return replace(self._out, annotations=held, entities=entities, entity_notes=notes)

    # --- the document

    def _metadata(self) -> None:
        may = self._can.metadata
        lost = [
            name
            for name in _METADATA
            if "*" not in may and name not in may and getattr(self._document, name) != _DEFAULTS[name]
        ]
        self._tell("facts of documents", len(lost), "left out; the project keeps them")
        changed = {name: _DEFAULTS[name] for name in lost}
        own = {name: held for name, held in self._document.attributes.items() if not name.startswith(OUTSIDE)}
        if own and "*" not in may and "attributes" not in may:
            self._tell("further facts of documents", len(own), "left out")
            kept = {name: held for name, held in self._document.attributes.items() if name not in own}
            self._document = replace(self._document, attributes=kept)
        elif taken := [name for name in own if name in self._can.reserved]:
            self._tell(
                "further facts of documents", len(taken), f"left out, as the format has “{taken[0]}” itself"
            )
            kept = {name: held for name, held in self._document.attributes.items() if name not in taken}
            self._document = replace(self._document, attributes=kept)
        known = self._values.known(self._document.attributes, "document", self._document.id)
        self._document = replace(self._document, attributes=known, **changed)  # type: ignore[arg-type]
        self._document = replace(self._document, **self._clean_facts())  # type: ignore[arg-type]
        if not self._can.any_character and (bad := len(CONTROL.findall(self._text))):
            self._tell("control characters", bad, "written as a blank each, so that offsets stay")
            self._text = CONTROL.sub(" ", self._text)

    def _clean_facts(self) -> dict[str, object]:
        if self._can.any_character:
            return {}
        known = self._document.attributes
        attributes = {
            name: self._values.line(held) for name, held in known.items() if not CONTROL.search(name)
        }
        self._tell("further facts of documents", len(known) - len(attributes), "left out for their names")
        held = {name: self._values.line(getattr(self._document, name)) for name in ("name", *_METADATA)}
        return {**held, "attributes": attributes}

    def _by_letters(self, record: _R) -> _R:
        """A record whose author has a name of letters."""
        held = CONTROL.sub("", record.author)
        return record if held == record.author else replace(record, author=held)

    # --- mentions

    def _words_only(self, mentions: list[Mention]) -> list[Mention]:
        """The text as its words alone give it back."""
        made, gone = respaced(AnnotationSet(self._document, self._text, mentions))
        if made.text != self._text:
            self._tell(
                "texts", 1, "written as words: one blank between them, one line end where there was any"
            )
        self._tell("mentions of no word", gone, "left out")
        self._text = made.text
        return list(made.in_order())

    def _mention(self, mention: Mention) -> Mention:
        if mention.subtype and not self._can.subtypes:
            self._tell("subtypes", 1, "left out")
            return replace(mention, subtype="")
        subtype = self._values.line(mention.subtype)
        return mention if subtype == mention.subtype else replace(mention, subtype=subtype)

    # --- statements

    def _statements(self, kept: set[int]) -> None:
        can = self._can
        self._drop("events", lambda each: each.is_event and not can.events, "left out")
        self._drop("relations", lambda each: not each.is_event and not can.relations, "left out")
        if can.relations and not can.roles:
            self._by_order()
        if not (can.nested_events and can.nested_relations):
            self._drop(
                "relations and events with another one in a role",
                lambda each: any(not self._may_hold(other) for other in each.relations()),
                "left out",
            )
        if not can.events:
            return self._drop(
                "relations", lambda each: self._lacks(each, kept), "left out with the mention they join"
            )
        return self._drop(
            "relations and events", lambda each: self._lacks(each, kept), "left out with what they join"
        )

    def _by_order(self) -> None:
        """Where roles have no names, a relation has two ends, which are told apart by their order."""
        self._drop(
            "relations with other than two ends",
            lambda each: not each.is_event and len(each.arguments) != 2,
            "left out, as roles have no names there",
        )
        for each in self._relations.values():
            if not each.is_event:
                kind = self._out.scheme.relation_type(each.type)
                order = kind.roles if kind else ("Arg1", "Arg2")
                first, second = sorted(each.arguments, key=lambda held: held.role == order[1])
                known = (first.role, second.role) in (order, ("Arg1", "Arg2"))
                self._tell("names of roles", 0 if known else 2, "left out; their order stays")
                ends = (first._replace(role="Arg1"), second._replace(role="Arg2"))
                self._relations[each.id] = replace(each, arguments=ends)

    def _may_hold(self, relation: int) -> bool:
        held = self._relations.get(relation)
        return held is None or (self._can.nested_events if held.is_event else self._can.nested_relations)

    def _lacks(self, relation: Relation, kept: set[int]) -> bool:
        return any(each not in kept for each in relation.mentions()) or any(
            each not in self._relations for each in relation.relations()
        )

    def _drop(self, what: str, is_meant: Callable[[Relation], bool], rule: str) -> None:
        while gone := [each.id for each in self._relations.values() if is_meant(each)]:
            self._tell(what, len(gone), rule)
            for each in gone:
                del self._relations[each]

    # --- what records hold

    def _mention_record(self, each: Mention) -> Mention:
        can, held = self._can, self._held(each, "mention", may=self._can.mention_attributes)
        if self._says_all and held is each.attributes:
            return each
        return Mention(  # by its fields: this is done by the million
            each.id,
            each.document,
            each.label,
            each.fragments,
            each.quote,
            each.subtype,
            each.entity,
            held,
            each.author if can.authors else "",
            each.created if can.times else 0,
            each.origin if can.origin else "",
            each.confidence if can.confidence else None,
        )

    def _relation_record(self, each: Relation) -> Relation:
        can, held = self._can, self._held(each, "relation", may=self._can.relation_attributes)
        if self._says_all and held is each.attributes:
            return each
        return Relation(
            each.id,
            each.document,
            each.type,
            each.arguments,
            each.trigger,
            held,
            each.author if can.authors else "",
            each.created if can.times else 0,
            each.origin if can.origin else "",
            each.confidence if can.confidence else None,
        )

    def _held(self, record: Mention | Relation, of: str, *, may: bool) -> Attributes:
        """The attributes of a record as they can be written; its author, time and confidence are counted where lost."""
        can, lost, attributes = self._can, self._lost, record.attributes
        lost["authors"] += bool(record.author) and not can.authors
        lost["times"] += bool(record.created) and not can.times
        lost["confidences"] += record.confidence is not None and not can.confidence
        if attributes and may:
            attributes = self._pointed(attributes)
        return self._values.attributes(attributes, of, record.id, may=may)

    def _pointed(self, attributes: Attributes) -> Attributes:
        """``attributes`` with mentions named as a reader can find them."""
        held, lost = self._pointing.told(attributes)
        self._tell("values that name a mention", lost, "left out with the mention")
        self._tell(
            "values that name one of several mentions alike", self._pointing.alike, "the first stands for it"
        )
        self._pointing.alike = 0
        return held

    # --- notes

    def _remarks(self, kept: set[int]) -> Iterable[Note]:
        can, can_judge = self._can.notes, self._can.judgements
        lost: Counter[tuple[str, str]] = Counter()
        for note in self._notes.values():
            on = "document" if note.target == self._document.id else "mention"
            on = "relation" if note.target in self._out.annotations.relations else on
            is_there = on == "document" or note.target in kept or note.target in self._relations
            if on not in can:
                lost[f"notes on {on}s", "left out"] += 1
            elif not is_there:
                lost["notes", "left out with what they are on"] += 1
            else:
                is_judgement = note.kind != "note" and not can_judge
                lost["judgements", "written as notes"] += is_judgement
                yield replace(
                    replace(note, kind="note") if is_judgement else note,
                    attributes=self._values.known(
                        _outside(note.attributes) if is_judgement else note.attributes, "note", note.id
                    ),
                    body=self._values.line(note.body),
                    author=note.author if self._can.authors else "",
                    created=note.created if self._can.times else 0,
                )
        for (what, rule), count in lost.items():
            self._tell(what, count, rule)


_DEFAULTS: Mapping[str, str] = {
    each.name: str(each.default) for each in fields(Document) if each.name in _METADATA
}


def _outside(attributes: Attributes) -> Attributes:
    return {name: value for name, value in attributes.items() if name.startswith(OUTSIDE)} or NO_ATTRIBUTES
