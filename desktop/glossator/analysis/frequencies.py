"""How often things are mentioned: labels, and entities or the words that stand for none yet, as a view counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count
from typing import NamedTuple

from glossator.analysis.distribution import PairCount, by_label, is_permitted, levels_of
from glossator.analysis.sheets import Sheet, called
from glossator.analysis.summary import EntityCount, SubtypeCount
from glossator.core import dating
from glossator.core.annotations import Mention
from glossator.core.lens import Lens
from glossator.core.scheme import Scheme

ENTITIES = 50
"""Entities that are listed at once."""
_NAMELESS = {"CUE", "EVT", "TIM", "VAL"}  # ids: of colours a scheme may take any for any label


class LabelCounted(NamedTuple):
    """So many mentions have this label, subtype and level."""

    label: str
    subtype: str
    level: str
    mentions: int


class Labels(NamedTuple):
    """Mentions by label, subtype and level, and how many there are in the scope without the filter; ``other`` are those
    that they are compared with, ``parts`` the same counts of some documents, where they are split by these.
    """

    counts: tuple[SubtypeCount, ...]
    total: int
    other: Labels | None = None
    parts: tuple[Part, ...] = ()

    @property
    def shown(self) -> int:
        """How many mentions are counted."""
        return sum(each.mentions for each in self.counts)

    def with_steps(self, removed: Iterable[Mention], added: Iterable[Mention], total: int) -> Labels:
        """These counts without some mentions and with others."""
        counted = Counter({(each.label, each.subtype, each.level): each.mentions for each in self.counts})
        counted.subtract(_told(each) for each in removed)
        counted.update(_told(each) for each in added)
        return self._replace(
            counts=tuple(LabelCounted(*key, n) for key, n in counted.items() if n), total=total
        )


class Part(NamedTuple):
    """What of the counts is in one document: its id, its name, and the counts."""

    document: int
    name: str
    labels: Labels


def _told(mention: Mention) -> tuple[str, str, str]:
    level = mention.attributes.get("level", "")
    return mention.label, mention.subtype, level if isinstance(level, str) else ""


class Entities(NamedTuple):
    """Entities (and quotes without one) by mentions: the first ``limit``, and one more where there are others.
    ``shown`` and ``total`` count mentions: those the lens takes, and all in its scope.  Words with a label that is
    ``nameless`` are not among them.
    """

    counts: tuple[EntityCount, ...]
    limit: int
    shown: int
    total: int
    nameless: frozenset[str] = frozenset()


class Pairs(NamedTuple):
    """Relations and events by the labels that they join; ``shown`` and ``total`` count relations and events: those the
    lens takes, and all in its scope.
    """

    counts: tuple[PairCount, ...]
    shown: int
    total: int


class SplitRow(NamedTuple):
    """A label with its mentions in each of the documents that it is split by, and in all others."""

    label: str
    counts: tuple[int, ...]
    others: int

    @property
    def mentions(self) -> int:
        """All of them."""
        return sum(self.counts) + self.others


def split(found: Labels, scheme: Scheme) -> list[SplitRow]:
    """Every label with its mentions by document, in the order of the bars."""
    held = [{row.label: row.mentions for row in by_label(part.labels.counts, scheme)} for part in found.parts]
    rows = []
    for row in by_label(found.counts, scheme):
        counts = tuple(each.get(row.label, 0) for each in held)
        rows.append(SplitRow(row.label, counts, row.mentions - sum(counts)))
    return rows


def _split_sheet(found: Labels, scheme: Scheme) -> Sheet:
    own = ("Label", "Name", "Mentions")
    names: list[str] = []
    for part in found.parts:  # documents may be called alike, or as a column is
        taken = {*own, "Other documents", *names}
        turns = (f"{part.name} ({turn})" for turn in count(2))
        names.append(
            part.name if part.name not in taken else next(each for each in turns if each not in taken)
        )
    return Sheet(
        (*own, *names, "Other documents"),
        tuple(
            (row.label, scheme.name_of(row.label), row.mentions, *row.counts, row.others)
            for row in split(found, scheme)
        ),
        found.shown,
        found.total - found.shown,
    )


class ComparedRow(NamedTuple):
    """A label in two selections of mentions: how many, and which share of all that is."""

    label: str
    counts: tuple[int, int]
    shares: tuple[float, float]


def compared(found: Labels, scheme: Scheme) -> list[ComparedRow]:
    """Every label with its mentions here and there, those with the larger share of either first."""
    there = found.other or Labels((), 0)
    here, others = (
        {row.label: row.mentions for row in by_label(each.counts, scheme)} for each in (found, there)
    )
    rows = []
    for label in dict.fromkeys([*here, *others]):
        counts = (here.get(label, 0), others.get(label, 0))
        shares = (counts[0] / (found.shown or 1), counts[1] / (there.shown or 1))
        rows.append(ComparedRow(label, counts, shares))
    return sorted(rows, key=lambda row: -max(row.shares))


def _compared_sheet(found: Labels, scheme: Scheme) -> Sheet:
    return Sheet(
        ("Label", "Name", "Mentions", "Share", "Mentions there", "Share there", "Difference"),
        tuple(
            (
                *(row.label, scheme.name_of(row.label), row.counts[0], round(row.shares[0], 4)),
                *(row.counts[1], round(row.shares[1], 4), round(row.shares[0] - row.shares[1], 4)),
            )
            for row in compared(found, scheme)
        ),
        found.shown,
        found.total - found.shown,
    )


def labels_sheet(found: Labels, scheme: Scheme) -> Sheet:
    """A row for each label, with its mentions by level, or by document where they are split so; labels that are not
    used yet come last.  Where they are compared with others, a row has both with their shares.
    """
    if found.other is not None:
        return _compared_sheet(found, scheme)
    if found.parts:
        return _split_sheet(found, scheme)
    rows = by_label(found.counts, scheme)
    known = levels_of(scheme)
    levels = [*known, *sorted({share.level for row in rows for share in row.shares} - set(known))]
    return Sheet(
        ("Label", "Name", "Mentions", *(level or "No level" for level in levels)),
        tuple(
            (
                row.label,
                scheme.name_of(row.label),
                row.mentions,
                *(sum(s.mentions for s in row.shares if s.level == level) for level in levels),
            )
            for row in rows
        ),
        found.shown,
        found.total - found.shown,
    )


def nameless(scheme: Scheme, lens: Lens) -> frozenset[str]:
    """Labels of words that are nobody's name, so that they are no answer to who matters: cues, triggers, times and
    values.  Where the ``lens`` chooses labels, these are asked for, and none is left out.
    """
    if lens.labels:
        return frozenset()
    known = _NAMELESS | {scheme.trigger_of(each) for each in scheme.event_types}
    return frozenset(each.id for each in scheme.labels if each.id in known or _has_time(each.id, scheme))


def _has_time(label: str, scheme: Scheme) -> bool:
    return any(label in each.labels for each in dating.time_attributes(scheme, "mention", label))


def left_out(found: Entities) -> tuple[str, ...]:
    """Which labels are not among the names, in words; nothing where all are."""
    return (f"without {', '.join(sorted(found.nameless))}",) if found.nameless else ()


def entities_sheet(found: Entities, _scheme: Scheme) -> Sheet:
    """A row for each entity, or quote without one, the most frequent first."""
    return Sheet(
        ("Name", "Type", "Identity", "Mentions", "Documents"),
        tuple(
            (
                called(each.name),
                each.label,
                "yes" if each.entity is not None else "no",
                each.mentions,
                each.documents,
            )
            for each in found.counts[: found.limit]
        ),
        found.shown,
        found.total - found.shown,
        notes=(
            *left_out(found),
            *((f"the first {found.limit:,} names",) if len(found.counts) > found.limit else ()),
        ),
    )


def pairs_sheet(found: Pairs, scheme: Scheme) -> Sheet:
    """A row for each type and pair of labels, of events for each role and filler, the most frequent first."""
    rows: Sequence[PairCount] = sorted(
        found.counts,
        key=lambda each: (-each.relations, each.type, each.role, each.first_label, each.second_label),
    )
    return Sheet(
        ("Type", "Name", "Role", "First", "Second", "Number", "Permitted"),
        tuple(
            (
                *(each.type, scheme.name_of(each.type), each.role, each.first_label, each.second_label),
                *(each.relations, "yes" if is_permitted(each, scheme) else "no"),
            )
            for each in rows
        ),
        found.shown,
        found.total - found.shown,
        ("relation or event", "relations and events"),
    )
