"""What was tagged, counted: labels with their levels, entities with their documents, relation types by label pairs.

The numbers come from the project's own counts (:class:`LabelTally` and its kin say what of them is needed), so that no
text is read; what a person sees of them comes from the scheme.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from glossator.core.scheme import Scheme

LEVEL = "level"
"""The attribute that splits a label's count: named, nominal, pronoun."""
TOP_LABELS = 30
TOP_ENTITIES = 50


class LabelTally(Protocol):
    """So many mentions have this label, subtype and level (empty where they have none)."""

    @property
    def label(self) -> str:
        """Label id."""

    @property
    def subtype(self) -> str:
        """Subtype."""

    @property
    def level(self) -> str:
        """Value of the attribute ``level``."""

    @property
    def mentions(self) -> int:
        """How many."""


class EntityTally(Protocol):
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


class PairTally(Protocol):
    """So many relations of a type lead from mentions of one label to mentions of another; events by role."""

    @property
    def type(self) -> str:
        """Relation or event type id."""

    @property
    def first_label(self) -> str:
        """Label of the first end; of an event that of the trigger."""

    @property
    def second_label(self) -> str:
        """Label of the second end; of an event that of the filler.  A relation as end stands with its type."""

    @property
    def relations(self) -> int:
        """How many."""

    @property
    def role(self) -> str:
        """The role that the filler has in an event; empty for a relation."""


class Segment(NamedTuple):
    """A part of a label's bar: the mentions of one level; ``level`` is empty for labels that have no levels."""

    level: str
    mentions: int


class LabelBar(NamedTuple):
    """A label with its count.  ``label`` is its id, empty for what was gathered as “other”; ``slot`` is its colour.

    ``segments`` are the levels in the order of the scheme, ``subtypes`` the counts by subtype, the most frequent first.
    """

    label: str
    name: str
    slot: str
    mentions: int
    segments: tuple[Segment, ...] = ()
    subtypes: tuple[tuple[str, int], ...] = ()


class EntityDot(NamedTuple):
    """An entity, or a quoted text that stands for none yet, with its two counts."""

    entity: int | None
    name: str
    label: str
    mentions: int
    documents: int


class RelationCell(NamedTuple):
    """How often a type joins two labels, and whether the scheme permits that."""

    type: str
    name: str
    role: str
    first: str
    second: str
    relations: int
    permitted: bool


class RelationMatrix(NamedTuple):
    """One relation type, or one role of an event type: labels by labels.  Empty combinations have no cell."""

    type: str
    name: str
    role: str
    firsts: tuple[str, ...]
    seconds: tuple[str, ...]
    cells: tuple[RelationCell, ...]

    @property
    def relations(self) -> int:
        """How many relations it holds."""
        return sum(cell.relations for cell in self.cells)


def labels_by_count(
    tallies: Iterable[LabelTally], scheme: Scheme, *, unused: bool = True, limit: int = TOP_LABELS
) -> list[LabelBar]:
    """Labels by their counts, the most frequent first; with ``unused``, those at the end that were never set, so that
    what was left out is seen.  Past ``limit`` the rest is one bar, “other”.
    """
    levels: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    subtypes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in tallies:
        levels[each.label][each.level or _default_level(scheme, each.label)] += each.mentions
        subtypes[each.label][each.subtype] += each.mentions
    if unused:
        for label in scheme.labels:
            if not label.retired:
                levels.setdefault(label.id, {})
    bars = [_bar(scheme, label, levels[label], subtypes.get(label, {})) for label in levels]
    places = {label.id: place for place, label in enumerate(scheme.labels)}
    bars.sort(key=lambda bar: (-bar.mentions, places.get(bar.label, len(places)), bar.label))
    return bars if len(bars) <= limit else [*bars[:limit], _other(bars[limit:])]


def entities_by_mentions(tallies: Iterable[EntityTally], *, limit: int = TOP_ENTITIES) -> list[EntityDot]:
    """Entities by their mentions, then by their documents, then by name, ``limit`` of them."""
    dots = [EntityDot(each.entity, each.name, each.label, each.mentions, each.documents) for each in tallies]
    return sorted(dots, key=lambda dot: (-dot.mentions, -dot.documents, dot.name, dot.label))[:limit]


def relation_cells(tallies: Iterable[PairTally], scheme: Scheme) -> list[RelationCell]:
    """Each type with each pair of labels that it joins, the most frequent first."""
    cells = [
        RelationCell(
            each.type,
            scheme.name_of(each.type),
            each.role,
            each.first_label,
            each.second_label,
            each.relations,
            is_permitted(scheme, each),
        )
        for each in tallies
    ]
    return sorted(cells, key=lambda c: (-c.relations, c.name, c.role, c.first, c.second))


def relation_matrices(tallies: Iterable[PairTally], scheme: Scheme) -> list[RelationMatrix]:
    """A matrix for each relation type and for each role of each event type, those with most relations first.

    Rows and columns stand in the order of the scheme's labels.
    """
    by_type: dict[tuple[str, str], list[RelationCell]] = defaultdict(list)
    for cell in relation_cells(tallies, scheme):
        by_type[cell.type, cell.role].append(cell)
    order = {label.id: place for place, label in enumerate(scheme.labels)}
    matrices = [
        RelationMatrix(
            type_id,
            cells[0].name,
            role,
            _in_order((cell.first for cell in cells), order),
            _in_order((cell.second for cell in cells), order),
            tuple(cells),
        )
        for (type_id, role), cells in by_type.items()
    ]
    return sorted(matrices, key=lambda matrix: (-matrix.relations, matrix.name, matrix.role))


def is_permitted(scheme: Scheme, pair: PairTally) -> bool:
    """Whether the scheme permits what a tally counts; a type or a role that it does not know is not permitted."""
    relation, event = scheme.relation_type(pair.type), scheme.event_type(pair.type)
    if event is not None:
        role = event.role(pair.role)
        fits_trigger = pair.first_label == scheme.trigger_label
        return role is not None and fits_trigger and pair.second_label in role.fillers
    if relation is None:
        return False
    ends = (pair.first_label, pair.second_label)
    return relation.permits(*ends) or (relation.symmetric and relation.permits(*reversed(ends)))


def _default_level(scheme: Scheme, label: str) -> str:
    """The level of mentions for which none was stated: a default is not stored."""
    level = scheme.attribute(LEVEL)
    if level is None or not level.values or (level.labels and label not in level.labels):
        return ""
    return level.values[0]


def _bar(scheme: Scheme, label_id: str, levels: dict[str, int], subtypes: dict[str, int]) -> LabelBar:
    label = scheme.label(label_id)
    level = scheme.attribute(LEVEL)
    order = {value: place for place, value in enumerate(level.values if level else ())}
    return LabelBar(
        label=label_id,
        name=label.name if label else label_id,
        slot=label.slot if label else "",
        mentions=sum(levels.values()),
        segments=tuple(Segment(each, levels[each]) for each in _in_order(levels, order)),
        subtypes=tuple(sorted(subtypes.items(), key=lambda each: (-each[1], each[0]))),
    )


def _other(bars: Sequence[LabelBar]) -> LabelBar:
    return LabelBar("", f"Other ({len(bars)} labels)", "", sum(bar.mentions for bar in bars))


def _in_order(names: Iterable[str], order: dict[str, int]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(names), key=lambda name: (order.get(name, len(order)), name)))
