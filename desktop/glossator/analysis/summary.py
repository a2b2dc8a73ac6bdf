"""A project in numbers: what it holds, the three counts of its summary, as plain values and as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from glossator.analysis import counts
from glossator.analysis.counts import EntityDot, EntityTally, LabelBar, LabelTally, PairTally, RelationCell
from glossator.analysis.tables import table
from glossator.core.ids import to_text
from glossator.core.scheme import Scheme


class DocumentTally(Protocol):
    """A document has so many relations and events."""

    @property
    def relations(self) -> int:
        """How many."""


class Questions(Protocol):
    """What a project is asked for its summary; ``document`` keeps to one document."""

    def title(self) -> str:
        """What the project is called."""

    def document_count(self) -> int:
        """How many documents it has."""

    def documents(self) -> Sequence[DocumentTally]:
        """Each of them with its counts."""

    def label_counts(self, document: int | None = None) -> Sequence[LabelTally]:
        """Mentions by label, subtype and level."""

    def entity_counts(self, document: int | None = None, limit: int = 50) -> Sequence[EntityTally]:
        """Mentions and documents by entity."""

    def relation_pairs(self, document: int | None = None) -> Sequence[PairTally]:
        """Relations by type and labels."""


class Summary(NamedTuple):
    """A project in numbers.

    ``relations`` counts relations and events.  ``labels`` holds those in use, ``entities`` the most frequent ones,
    ``pairs`` every type with every pair of labels that it joins.
    """

    title: str
    scheme: str
    documents: int
    mentions: int
    relations: int
    labels: tuple[LabelBar, ...]
    entities: tuple[EntityDot, ...]
    pairs: tuple[RelationCell, ...]


def summarise(ask: Questions, scheme: Scheme, *, entities: int = counts.TOP_ENTITIES) -> Summary:
    """The summary of a whole project, with this many ``entities``."""
    bars = counts.labels_by_count(ask.label_counts(), scheme, unused=False, limit=len(scheme.labels) + 1)
    return Summary(
        title=ask.title(),
        scheme=f"{scheme.name} {scheme.version}",
        documents=ask.document_count(),
        mentions=sum(bar.mentions for bar in bars),
        relations=sum(row.relations for row in ask.documents()),
        labels=tuple(bars),
        entities=tuple(counts.entities_by_mentions(ask.entity_counts(limit=entities), limit=entities)),
        pairs=tuple(counts.relation_cells(ask.relation_pairs(), scheme)),
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
            {
                "label": bar.label,
                "name": bar.name,
                "mentions": bar.mentions,
                "levels": {each.level: each.mentions for each in bar.segments},
                "subtypes": dict(bar.subtypes),
            }
            for bar in summary.labels
        ],
        "entities": [
            dot._asdict() | {"entity": None if dot.entity is None else to_text(dot.entity)}
            for dot in summary.entities
        ],
        "pairs": [cell._asdict() for cell in summary.pairs],
    }


def as_text(summary: Summary) -> str:
    """The summary as lines for a terminal."""
    held = ", ".join(
        (
            _number(summary.documents, "document"),
            _number(summary.mentions, "mention"),
            _number(summary.relations, "relation or event", "relations and events"),
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


def _label_row(bar: LabelBar) -> tuple[object, ...]:
    levels = ", ".join(f"{each.level} {each.mentions}" for each in bar.segments if each.level)
    return f"{bar.name} ({bar.label})", bar.mentions, levels


def _entity_row(dot: EntityDot) -> tuple[object, ...]:
    name = dot.name if dot.entity is not None else f"“{dot.name}”"
    return name, dot.label, dot.mentions, dot.documents


def _pair_row(cell: RelationCell) -> tuple[object, ...]:
    name = f"{cell.name}, {cell.role}" if cell.role else cell.name
    return (
        name,
        cell.first,
        cell.second,
        cell.relations,
        "" if cell.permitted else "not permitted by the scheme",
    )


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
