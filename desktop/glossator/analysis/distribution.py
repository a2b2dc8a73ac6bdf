"""What was tagged and how often: labels with their levels, and relations between labels against what is permitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from glossator.core.scheme import Scheme


class LabelCount(Protocol):
    """A count of mentions by label, subtype and level, as the store gives it."""

    @property
    def label(self) -> str:
        """The label's id."""

    @property
    def level(self) -> str:
        """The value of the attribute "level"; empty where it has its default or the label has none."""

    @property
    def mentions(self) -> int:
        """How many."""


class PairCount(Protocol):
    """A count of relations by type and the labels of their ends, as the store gives it."""

    @property
    def type(self) -> str:
        """The id of the relation or event type."""

    @property
    def first_label(self) -> str:
        """The label of the first argument, of an event that of its trigger."""

    @property
    def second_label(self) -> str:
        """The label of the second argument, of an event that of the filler."""

    @property
    def relations(self) -> int:
        """How many."""

    @property
    def role(self) -> str:
        """The role that is filled; empty for a binary relation."""


class Share(NamedTuple):
    """A part of a label's mentions: those with one level (empty for labels that have none)."""

    level: str
    mentions: int


class LabelRow(NamedTuple):
    """A label and its mentions by level, in the order of the scheme's levels."""

    label: str
    shares: tuple[Share, ...]

    @property
    def mentions(self) -> int:
        """All of them."""
        return sum(share.mentions for share in self.shares)


def by_label(counts: Iterable[LabelCount], scheme: Scheme) -> list[LabelRow]:
    """Every label of ``scheme`` in use, and every other one that has mentions, those with most mentions first; labels
    without any come last, in the order of the scheme: they are what was left out.
    """
    found: dict[str, dict[str, int]] = {label.id: {} for label in scheme.labels if not label.retired}
    for count in counts:
        levels = found.setdefault(count.label, {})
        level = count.level or default_level(scheme, count.label)
        levels[level] = levels.get(level, 0) + count.mentions
    order = {"": -1} | {value: at for at, value in enumerate(levels_of(scheme))}
    rows = [
        LabelRow(
            label,
            tuple(Share(*each) for each in sorted(levels.items(), key=lambda each: order.get(each[0], 99))),
        )
        for label, levels in found.items()
    ]
    return sorted(rows, key=lambda row: -row.mentions)


def levels_of(scheme: Scheme) -> tuple[str, ...]:
    """The values of the attribute "level", the default first; none where the scheme does not have it."""
    level = scheme.attribute("level")
    return level.values if level is not None else ()


def default_level(scheme: Scheme, label: str) -> str:
    """The level of a mention with this label that says nothing of it; empty where the label has no levels."""
    level = scheme.attribute("level")
    if level is None or not level.values or (level.labels and label not in level.labels):
        return ""
    return level.values[0]


class Cell(NamedTuple):
    """A place in the matrix: the row and the column by their names."""

    row: str
    column: str


@dataclass(frozen=True)
class Matrix:
    """Counts by row and column.  For binary relations rows are the labels of the first argument, columns those of the
    second; for events rows are event types, or the roles of one, and columns the labels of the fillers.

    ``permitted`` are the cells that the scheme permits, whether there is something in them or not.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[Cell, int] = field(default_factory=dict)
    permitted: frozenset[Cell] = frozenset()

    @property
    def forbidden(self) -> int:
        """How many of the counted the scheme does not permit."""
        return sum(count for cell, count in self.counts.items() if cell not in self.permitted)

    @property
    def total(self) -> int:
        """How many are counted."""
        return sum(self.counts.values())


def is_permitted(pair: PairCount, scheme: Scheme) -> bool:
    """Whether the scheme permits what is counted; a type or a role that it does not know is not permitted."""
    event, relation = scheme.event_type(pair.type), scheme.relation_type(pair.type)
    if event is not None:
        role = event.role(pair.role)
        return role is not None and pair.second_label in role.fillers
    return relation is not None and relation.permits(pair.first_label, pair.second_label)


_MANY = 200  # labels: of more, only those that are joined are asked for what is permitted


def _ends(counts: Iterable[PairCount]) -> set[str]:
    return {end for each in counts for end in (each.first_label, each.second_label)}


def relation_matrix(counts: Iterable[PairCount], scheme: Scheme, type_id: str = "") -> Matrix:
    """Binary relations, all or those of one type, by the labels of their ends."""
    wanted = [each for each in scheme.relation_types if (each.id == type_id if type_id else not each.retired)]
    labels = [label.id for label in scheme.labels if not label.retired]
    listed = list(counts)
    near = labels if len(labels) <= _MANY else sorted(_ends(listed) & set(labels))
    permitted = frozenset(
        Cell(first, second)
        for first in near
        for second in near
        if any(each.permits(first, second) and not (each.identity and not type_id) for each in wanted)
    )
    found: dict[Cell, int] = {}
    wrong: set[Cell] = set()
    for count in listed:
        if count.role or (type_id and count.type != type_id):
            continue
        cell = Cell(count.first_label, count.second_label)
        found[cell] = found.get(cell, 0) + count.relations
        if not is_permitted(count, scheme):
            wrong.add(
                cell
            )  # among all types a cell is right only if its own type permits each relation in it
    return _framed(found, (permitted | frozenset(found)) - wrong, labels)


def role_matrix(counts: Iterable[PairCount], scheme: Scheme, type_id: str = "") -> Matrix:
    """Fillers of event roles: by event type and label, or, for one type, by role and label."""
    events = [each for each in scheme.event_types if (each.id == type_id if type_id else not each.retired)]
    labels = [label.id for label in scheme.labels if not label.retired]
    permitted = frozenset(
        Cell(role.name if type_id else event.id, filler)
        for event in events
        for role in event.roles
        for filler in role.fillers
    )
    found: dict[Cell, int] = {}
    wrong: set[Cell] = set()
    for count in counts:
        if not count.role or (type_id and count.type != type_id):
            continue
        cell = Cell(count.role if type_id else count.type, count.second_label)
        found[cell] = found.get(cell, 0) + count.relations
        if not is_permitted(count, scheme):
            wrong.add(cell)
    names = (
        [role.name for event in events for role in event.roles] if type_id else [each.id for each in events]
    )
    made = _framed(found, (permitted | frozenset(found)) - wrong, labels)
    held = {cell.row for cell in found}
    rows = names if type_id else [name for name in names if name in held]
    rows += sorted(held - set(rows))
    return Matrix(tuple(dict.fromkeys(rows)), made.columns, made.counts, made.permitted)


def type_counts(counts: Iterable[PairCount]) -> dict[str, int]:
    """How many relations there are of each type; of events, how many fillers."""
    found: dict[str, int] = {}
    for count in counts:
        found[count.type] = found.get(count.type, 0) + count.relations
    return found


def _framed(found: Mapping[Cell, int], permitted: frozenset[Cell], labels: list[str]) -> Matrix:
    """A matrix with the rows and columns that hold something or might, in the order of the labels."""
    cells = {*found, *permitted}
    firsts = {cell.row for cell in cells}
    seconds = {cell.column for cell in cells}
    rows = [label for label in labels if label in firsts]
    columns = [label for label in labels if label in seconds]
    rows += sorted(firsts - set(rows))
    columns += sorted(seconds - set(columns))
    return Matrix(tuple(rows), tuple(columns), dict(found), permitted)
