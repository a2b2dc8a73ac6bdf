"""How good the evidence is and who gives it: claims by their grades, and by their sources with what they contradict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from glossator.analysis.sheets import Sheet
from glossator.core.claims import CREDIBILITY, CREDIBILITY_WORDS, RELIABILITY_WORDS, Setting
from glossator.core.lens import CERTAINTY
from glossator.core.scheme import Scheme

WARNING = 0.87
"""The share on the diagonal that graders reach who take the grade of the source for that of what it says."""
_DIAGONAL = frozenset(zip("ABCDE", "12345", strict=True))


class ClaimRow(Protocol):
    """A relation or event as a claim; see the store's own word on it."""

    @property
    def relation(self) -> int:
        """Its id."""

    @property
    def type(self) -> str:
        """The id of its type."""

    @property
    def voice(self) -> int:
        """The identity who says so; 0 for none."""

    @property
    def name(self) -> str:
        """What that one is called; empty for the author of the text."""

    @property
    def reliability(self) -> str:
        """A to F."""

    @property
    def credibility(self) -> str:
        """1 to 6."""

    @property
    def certainty(self) -> str:
        """As it is stated; empty where it is not."""

    @property
    def is_denied(self) -> bool:
        """It is said not to be so."""

    @property
    def telling(self) -> int:
        """The identity of an event that is told more than once; 0 for none."""

    @property
    def ends(self) -> Sequence[tuple[str, str]]:
        """Role, who or what fills it."""

    @property
    def settings(self) -> Sequence[Setting]:
        """Where and when it puts an event that is told more than once."""


class GradeKey(NamedTuple):
    """A cell: the grade of the source and that of what it says."""

    reliability: str
    credibility: str


class Grades(NamedTuple):
    """Claims by grade.  ``stated`` are the ids behind a cell of those that say something of themselves, ``bare`` counts
    the others by the grade of their document; ``is_graded`` tells that the scheme grades claims at all.
    """

    counts: Mapping[GradeKey, int]
    stated: Mapping[GradeKey, frozenset[int]]
    bare: Mapping[str, int]
    total: int
    is_graded: bool

    @property
    def shown(self) -> int:
        """How many claims are counted."""
        return sum(self.counts.values())

    def some_bare(self, relations: frozenset[int]) -> bool:
        """Any of these (ids) is among the claims that say nothing of themselves."""
        return not all(any(each in held for held in self.stated.values()) for each in relations)

    @property
    def judged(self) -> int:
        """How many are graded both ways (neither F nor 6)."""
        return sum(n for key, n in self.counts.items() if key.reliability != "F" and key.credibility != "6")

    @property
    def diagonal(self) -> float:
        """The share of those whose two grades say the same: A1, B2, C3, D4, E5."""
        same = sum(n for key, n in self.counts.items() if tuple(key) in _DIAGONAL)
        return same / self.judged if self.judged else 0.0


def grades(stated: Iterable[ClaimRow], bare: Mapping[str, int], total: int, scheme: Scheme) -> Grades:
    """The grid out of claims that say something of themselves, and counts of those that do not."""
    counts: Counter[GradeKey] = Counter({GradeKey(each, "6"): n for each, n in bare.items()})
    held: dict[GradeKey, set[int]] = {}
    for claim in stated:
        key = GradeKey(claim.reliability, claim.credibility)
        counts[key] += 1
        held.setdefault(key, set()).add(claim.relation)
    return Grades(
        counts,
        {key: frozenset(each) for key, each in held.items()},
        bare,
        total,
        scheme.attribute(CREDIBILITY) is not None,
    )


def grades_sheet(found: Grades, _scheme: Scheme) -> Sheet:
    """A row for each grade of a source, a column for each grade of what it says."""
    return Sheet(
        ("Source", "In words", *CREDIBILITY_WORDS, "All"),
        tuple(
            (
                *(letter, words),
                *(found.counts.get(GradeKey(letter, digit), 0) for digit in CREDIBILITY_WORDS),
                sum(found.counts.get(GradeKey(letter, digit), 0) for digit in CREDIBILITY_WORDS),
            )
            for letter, words in RELIABILITY_WORDS.items()
        ),
        found.shown,
        found.total - found.shown,
        ("claim", "claims"),
    )


# --- claims by source


class VoiceKey(NamedTuple):
    """Who says it: an identity, or (``voice`` is 0) a name without one; an empty name is the author of the text."""

    voice: int
    name: str


class SourceRow(NamedTuple):
    """The claims of one source: by certainty (empty: none is stated), how many are denials, the ids of those that
    contradict another claim, and of all that say something of themselves.
    """

    key: VoiceKey
    claims: int
    certainties: Mapping[str, int]
    denied: int
    contradicting: frozenset[int]
    stated: frozenset[int]


class Sources(NamedTuple):
    """Claims by source, those with most first; ``contradictions`` are pairs of ids.  ``bare`` of the claims of the
    texts say nothing of themselves, so that their ids are not among those that are stated.
    """

    rows: tuple[SourceRow, ...]
    contradictions: tuple[tuple[int, int], ...]
    bare: int
    total: int

    def some_bare(self, relations: frozenset[int]) -> bool:
        """Any of these (ids) is among the claims of the texts that say nothing of themselves."""
        return bool(self.bare) and not all(any(each in row.stated for row in self.rows) for each in relations)

    @property
    def shown(self) -> int:
        """How many claims are counted."""
        return sum(each.claims for each in self.rows)


AUTHOR = VoiceKey(0, "")
"""The text itself says it."""


def by_source(
    stated: Iterable[ClaimRow], comparable: Iterable[ClaimRow], bare: int, total: int, scheme: Scheme
) -> Sources:
    """Claims by who makes them: those that say something of themselves, and ``bare`` others that the texts make, of
    which those that may contradict another are ``comparable``.
    """
    held: dict[VoiceKey, list[ClaimRow]] = {AUTHOR: []} if bare else {}
    every = list(stated)
    for claim in every:
        held.setdefault(VoiceKey(claim.voice, "" if claim.voice else claim.name), []).append(claim)
    names = {claim.voice: claim.name for claim in every if claim.voice}
    others = list(comparable)
    pairs = contradictions([*every, *others])
    at_odds = {each for pair in pairs for each in pair}
    default = kind.values[0] if (kind := scheme.attribute(CERTAINTY)) and kind.values else ""
    rows = []
    for key, mine in held.items():
        certainties = Counter(each.certainty or default for each in mine)
        odd = {each.relation for each in mine} & at_odds
        if key == AUTHOR and bare:
            certainties[default] += bare
            odd |= {each.relation for each in others} & at_odds
        rows.append(
            SourceRow(
                VoiceKey(key.voice, names.get(key.voice, key.name)),
                len(mine) + (bare if key == AUTHOR else 0),
                certainties,
                sum(each.is_denied for each in mine),
                frozenset(odd),
                frozenset(each.relation for each in mine),
            )
        )
    rows.sort(key=lambda row: (-row.claims, row.key.name, row.key.voice))
    return Sources(tuple(rows), pairs, bare, total)


def contradictions(claims: Iterable[ClaimRow]) -> tuple[tuple[int, int], ...]:
    """Pairs of claims (ids) that cannot both be right: the same type about the same ends, once as so and once as not
    so; or two tellings of one event with another place or time.
    """
    same: dict[object, list[ClaimRow]] = {}
    told: dict[int, list[ClaimRow]] = {}
    for claim in claims:
        if claim.telling:
            told.setdefault(claim.telling, []).append(claim)
        elif claim.ends:
            same.setdefault((claim.type, frozenset(claim.ends)), []).append(claim)
    found: set[tuple[int, int]] = set()
    for mine in same.values():
        _against(mine, found)
    for mine in told.values():
        _against(mine, found)
        _apart(mine, found)
    return tuple(sorted(found))


def _against(claims: Sequence[ClaimRow], found: set[tuple[int, int]]) -> None:
    denied = [each.relation for each in claims if each.is_denied]
    held = [each.relation for each in claims if not each.is_denied]
    found.update((min(a, b), max(a, b)) for a in denied[:50] for b in held[:50])


def _apart(claims: Sequence[ClaimRow], found: set[tuple[int, int]]) -> None:
    told = claims[:50]
    for at, first in enumerate(told):
        for second in told[at + 1 :]:
            if at_odds(first.settings, second.settings):
                found.add((min(first.relation, second.relation), max(first.relation, second.relation)))


def at_odds(mine: Sequence[Setting], other: Sequence[Setting]) -> list[tuple[Setting, Setting]]:
    """What two tellings say differently: of each role that both fill, where nothing that one says goes with anything
    that the other says, the first of both.
    """
    found = []
    for role in dict.fromkeys(each.role for each in mine):
        pairs = [(a, b) for a in mine for b in other if a.role == b.role == role]
        if pairs and all(a.is_at_odds(b) for a, b in pairs):
            found.append(pairs[0])
    return found


def sources_sheet(found: Sources, scheme: Scheme) -> Sheet:
    """A row for each source, with its claims by certainty."""
    kind = scheme.attribute(CERTAINTY)
    known = list(kind.values) if kind else []
    others = sorted({each for row in found.rows for each in row.certainties} - set(known))
    columns = [*known, *others]
    return Sheet(
        ("Source", "Claims", *(each or "Not stated" for each in columns), "Denied", "Contradicting"),
        tuple(
            (
                *(row.key.name or "the texts themselves", row.claims),
                *(row.certainties.get(each, 0) for each in columns),
                *(row.denied, len(row.contradicting)),
            )
            for row in found.rows
        ),
        found.shown,
        found.total - found.shown,
        ("claim", "claims"),
    )
