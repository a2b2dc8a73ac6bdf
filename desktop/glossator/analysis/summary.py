"""A project in numbers: labels by count, entities by mentions, types by the labels they join, as values and as text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from glossator.analysis.distribution import LabelCount, PairCount, Share, by_label, is_permitted
from glossator.analysis.tables import table
from glossator.core.ids import to_text
from glossator.core.scheme import Scheme
from glossator.core.titles import counted

TOP_ENTITIES = 50


class SubtypeCount(LabelCount, Protocol):
    """A count of mentions by label, level and subtype."""

    @property
    def subtype(self) -> str:
        """Subtype; empty where it has none."""


class EntityCount(Protocol):
    """So many mentions in so many documents stand for an entity, or (``entity`` is ``None``) read ``name``."""

    @property
    def entity(self) -> int | None:
        """Entity id."""

    @property
    def name(self) -> str:
        """Name of the entity, or the quoted text."""

    @property
    def label(self) -> str:
        """Label id."""

    @property
    def mentions(self) -> int:
        """How many mentions."""

    @property
    def documents(self) -> int:
        """In how many documents."""


class Questions(Protocol):
    """What a project is asked for its summary."""

    def title(self) -> str:
        """What the project is called."""

    def document_count(self) -> int:
        """How many documents there are."""

    def relation_count(self) -> int:
        """How many relations and events there are."""

    def label_counts(self) -> Sequence[SubtypeCount]:
        """Mentions by label, subtype and level."""

    def entity_counts(self, *, limit: int) -> Sequence[EntityCount]:
        """Mentions and documents by entity, the most frequent first."""

    def relation_pairs(self) -> Sequence[PairCount]:
        """Relations by type and labels."""


class LabelLine(NamedTuple):
    """A label in use: its mentions in all, by level and by subtype, the most frequent subtype first."""

    label: str
    name: str
    mentions: int
    levels: tuple[Share, ...]
    subtypes: tuple[tuple[str, int], ...]


class EntityLine(NamedTuple):
    """An entity, or a quoted text that stands for none yet (``entity`` is ``None``), with its two counts."""

    entity: int | None
    name: str
    label: str
    mentions: int
    documents: int


class PairLine(NamedTuple):
    """How often a type joins two labels, and whether the scheme permits that.

    Of an event ``first`` is the label of the trigger and ``second`` that of what fills ``role``; a relation has an
    empty ``role``.
    """

    type: str
    name: str
    role: str
    first: str
    second: str
    relations: int
    permitted: bool


class Summary(NamedTuple):
    """A project in numbers.  ``relations`` counts relations and events; each list begins with what is most frequent."""

    title: str
    scheme: str
    documents: int
    mentions: int
    relations: int
    labels: tuple[LabelLine, ...]
    entities: tuple[EntityLine, ...]
    pairs: tuple[PairLine, ...]


def summarise(ask: Questions, scheme: Scheme, *, entities: int = TOP_ENTITIES) -> Summary:
    """The summary of a whole project, with this many ``entities`` at most."""
    labels = _label_lines(ask.label_counts(), scheme)
    return Summary(
        title=ask.title(),
        scheme=f"{scheme.name} {scheme.version}",
        documents=ask.document_count(),
        mentions=sum(each.mentions for each in labels),
        relations=ask.relation_count(),
        labels=labels,
        entities=tuple(
            EntityLine(each.entity, each.name, each.label, each.mentions, each.documents)
            for each in ask.entity_counts(limit=entities)
        ),
        pairs=tuple(_pair_lines(ask.relation_pairs(), scheme)),
    )


def as_plain(summary: Summary) -> dict[str, Any]:
    """The summary as JSON can hold it; ids in their text form."""
    return {
        "title": summary.title,
        "scheme": summary.scheme,
        "documents": summary.documents,
        "mentions": summary.mentions,
        "relations": summary.relations,
        "labels": [
            each._asdict() | {"levels": dict(each.levels), "subtypes": dict(each.subtypes)}
            for each in summary.labels
        ],
        "entities": [
            each._asdict() | {"entity": None if each.entity is None else to_text(each.entity)}
            for each in summary.entities
        ],
        "pairs": [each._asdict() for each in summary.pairs],
    }


def as_text(summary: Summary) -> str:
    """The summary as lines for a terminal."""
    held = ", ".join(
        (
            counted(summary.documents, "document"),
            counted(summary.mentions, "mention"),
            counted(summary.relations, "relation or event", "relations and events"),
            f"scheme {summary.scheme}",
        )
    )
    parts = [f"{summary.title}\n{held}"]
    if summary.labels:
        parts.append(table(("Label", "Mentions", "Levels"), map(_label_row, summary.labels)))
    if summary.entities:
        parts.append(table(("Entity", "Label", "Mentions", "Documents"), map(_entity_row, summary.entities)))
    if summary.pairs:
        heads = ("Relation or event", "From", "To", "Count", "")
        parts.append(table(heads, map(_pair_row, summary.pairs)))
    if len(parts) == 1:
        parts.append("Nothing is tagged yet.")
    return "\n\n".join(parts)


def _label_lines(counts: Sequence[SubtypeCount], scheme: Scheme) -> tuple[LabelLine, ...]:
    subtypes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in counts:
        subtypes[each.label][each.subtype] += each.mentions
    return tuple(
        LabelLine(
            row.label,
            scheme.name_of(row.label),
            row.mentions,
            row.shares,
            tuple(sorted(subtypes[row.label].items(), key=lambda each: (-each[1], each[0]))),
        )
        for row in by_label(counts, scheme)
        if row.mentions
    )


def _pair_lines(counts: Iterable[PairCount], scheme: Scheme) -> list[PairLine]:
    lines = [
        PairLine(
            each.type,
            scheme.name_of(each.type),
            each.role,
            each.first_label,
            each.second_label,
            each.relations,
            is_permitted(each, scheme),
        )
        for each in counts
    ]
    return sorted(lines, key=lambda line: (-line.relations, line.name, line.role, line.first, line.second))


def _label_row(line: LabelLine) -> tuple[object, ...]:
    levels = ", ".join(f"{each.level} {each.mentions}" for each in line.levels if each.level)
    return f"{line.name} ({line.label})", line.mentions, levels


def _entity_row(line: EntityLine) -> tuple[object, ...]:
    name = line.name if line.entity is not None else f"“{line.name}”"
    return name, line.label, line.mentions, line.documents


def _pair_row(line: PairLine) -> tuple[object, ...]:
    name = f"{line.name}, {line.role}" if line.role else line.name
    permitted = "" if line.permitted else "not permitted by the scheme"
    return name, line.first, line.second, line.relations, permitted
