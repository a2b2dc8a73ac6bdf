"""The import doctor: in which unit a file counts, and where a quotation stands that is not where it should be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from glossator.core.spans import Fragments, Span, normalise
from glossator.formats.standoff import OutDocument, OutSpan, Ranges, shown_id
from glossator.formats.units import BASES, CODE_POINT, Text, Unit

How = Literal["stated", "quotations", "word boundaries", "rule"]
_FOUND_BY: Mapping[How, str] = {
    "stated": "as the file says",
    "quotations": "as its quotations show",
    "word boundaries": "as the ends of words show",
    "rule": "as is usual for this format",
}
ENOUGH = 0.99
"""Share of the quotations that have to stand where a unit puts them."""

_Placed = tuple[Fragments, str | None]
_HOW: Mapping[str, How] = {each: each for each in get_args(How)}
_FAR = 20_000  # code points around a place in which a quotation is looked for by more than its very letters
_SAMPLE = 200  # quotations of a document from which its unit is seen
_LEAST_MORE = 3  # spans by which word boundaries have to favour another unit than the rule of the format
_SAME = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-"}
)
_SIGNS = {"'": "['‘’‚]", '"': '["“”„]', "-": "[-–—−]"}
_EDGE = re.compile(r"\w")


class Verdict(NamedTuple):
    """The unit in which a document was read, how that was found, and on how many of its quotations it fits."""

    unit: Unit
    how: How
    fits: int
    quoted: int

    def __str__(self) -> str:
        """The unit and how it was found, as people are told."""
        return f"{self.unit.words}, {_FOUND_BY[self.how]}"


class Finding(NamedTuple):
    """A quotation that does not stand where the file says: what stands there, and the nearest place where it does;
    ``where`` tells the place that the file names.
    """

    file: str
    line: int
    id: str
    label: str
    quoted: str
    found: str
    nearest: Fragments = ()
    where: str = ""

    @property
    def key(self) -> tuple[str, int, str, str]:
        """What tells it from others in the same import."""
        return self.file, self.line, self.id, self.quoted or self.where

    def __str__(self) -> str:
        """The finding as it is told."""
        place = f"{self.file}, line {self.line}" if self.line else self.file
        named = f"{shown_id(self.id)} " if self.id else ""
        if not self.quoted:
            return f"{place}: {named or 'a span '}{self.where}covers nothing of the text."
        said = f"{place}: {named}should read “{_short(self.quoted)}”, but “{_short(self.found)}” stands there"
        if not self.nearest:
            return f"{said}, and it stands nowhere in the text."
        places = ", ".join(f"{each.start}–{each.end}" for each in self.nearest)
        return f"{said}; the nearest place that reads so is {places}."


class Healed(NamedTuple):
    """Where the spans of a document stand in our text, in their order (empty where that is nowhere)."""

    text: Text
    verdict: Verdict
    places: Sequence[Fragments]
    findings: Sequence[Finding]


Accept = Callable[[Finding], bool]
"""Says of a finding whether its nearest place is to be taken."""


def none_accepted(_finding: Finding) -> bool:
    """Nothing is taken that does not fit."""
    return False


def all_accepted(_finding: Finding) -> bool:
    """The nearest place is always taken."""
    return True


class Doctor:
    """Looks at the documents of an import twice: first :meth:`see` all of them, then :meth:`heal` one after the other.

    ``default`` is the unit of the format, ``may_guess`` allows word boundaries to find another where nothing is
    quoted.  A base and how line ends count are found for each document; where counting begins and how a span ends
    only where that holds for all documents together, as in one a mistake may look the same.
    """

    def __init__(self, default: Unit = CODE_POINT, *, may_guess: bool = False) -> None:
        self._default = default
        self._may_guess = may_guess
        self._fits: Counter[Unit] = Counter()
        self._quoted = 0
        self._edges: Counter[Unit] = Counter()
        self._overall: Unit | None = None
        self._how: How = "rule"

    def see(self, document: OutDocument, text: Text) -> None:
        """Remember for which units a document speaks."""
        self._overall = None
        default = document.unit or self._default
        quoted = [each for each in document.spans if each.quoted is not None and each.ranges]
        quoted = quoted[
            :: max(1, len(quoted) // _SAMPLE)
        ]  # enough to see a unit; each is looked at when it is healed
        self._quoted += len(quoted)
        fits = _fitting(quoted, text, default, document.joint)
        self._fits[default] += fits
        if fits < len(quoted):
            for unit in text.units():
                if unit != default:
                    self._fits[unit] += _fitting(quoted, text, unit, document.joint)
        if self._may_guess and not quoted and document.unit is None:
            plain = _on_edges(document.spans, text, CODE_POINT)
            differing = set(_bases(text))
            for unit in (*(Unit(base) for base in BASES), Unit(crlf=True), Unit("UTF-16", crlf=True)):
                is_other = unit in differing and (not unit.crlf or "\r" in text.raw)
                self._edges[unit] += _on_edges(document.spans, text, unit) if is_other else plain

    def heal(self, document: OutDocument, text: Text, accept: Accept = none_accepted) -> Healed:
        """The places of the spans of ``document`` in the unit that fits best."""
        verdict, placed = self._verdict(document, text)
        unit, joint = verdict.unit, document.joint
        places: list[Fragments] = []
        findings: list[Finding] = []
        for span, (fragments, found) in zip(document.spans, placed, strict=True):
            if found is None:
                places.append(fragments)
                continue
            place = _elsewhere(span, text, unit, joint) if span.quoted else ()
            if not place:
                finding = _finding(document, span, text, unit, found)
                findings.append(finding)
                place = finding.nearest if accept(finding) else ()
            places.append(place)
        return Healed(text, verdict, places, findings)

    # --- inside

    def _verdict(self, document: OutDocument, text: Text) -> tuple[Verdict, list[_Placed]]:
        spans, joint = document.spans, document.joint
        quoted = sum(each.quoted is not None for each in spans)
        rule = document.unit or self._default
        if not quoted:
            unit, how = (document.unit, "stated") if document.unit else self._unquoted()
            return Verdict(unit, _HOW[how], 0, 0), [_place(each, text, unit, joint) for each in spans]
        best, most, chosen = rule, -1, list[_Placed]()
        for unit in self._candidates(rule, text):
            placed = [_place(each, text, unit, joint) for each in spans]
            wrong = sum(found is not None for _, found in placed)
            if len(spans) - wrong > most:
                best, most, chosen = unit, len(spans) - wrong, placed
            if wrong <= (1 - ENOUGH) * quoted:
                break
        how = "stated" if document.unit == best else "quotations"
        return Verdict(best, _HOW[how], max(0, most - len(spans) + quoted), quoted), chosen

    def _candidates(self, rule: Unit, text: Text) -> Iterator[Unit]:
        overall = self._unquoted()[0]
        yield rule
        if overall != rule:
            yield overall
        for unit in text.units():
            if unit.first == rule.first and unit.inclusive == rule.inclusive and unit not in (rule, overall):
                yield unit

    def _unquoted(self) -> tuple[Unit, How]:
        """The unit that all documents together speak for."""
        if self._overall is None:
            self._overall, self._how = self._together()
        return self._overall, self._how

    def _together(self) -> tuple[Unit, How]:
        if self._quoted:
            unit, fits = max(self._fits.items(), key=lambda each: each[1])
            if fits >= ENOUGH * self._quoted and fits > self._fits[self._default]:
                return unit, "quotations"
            return self._default, "quotations"
        if self._edges:
            unit, edges = max(self._edges.items(), key=lambda each: each[1])
            if edges >= self._edges[self._default] + _LEAST_MORE:
                return unit, "word boundaries"
        return self._default, "rule"


def _place(span: OutSpan, text: Text, unit: Unit, joint: str) -> tuple[Fragments, str | None]:
    """The fragments of a span; where they do not read as quoted, what stands there instead."""
    ranges, quoted = span.ranges, span.quoted
    if len(ranges) == 1:
        found = text.span(*ranges[0], unit)
        if found is not None and found[0] < found[1]:
            here = text.settled[found[0] : found[1]]
            if quoted is None or here == quoted or alike(here, quoted):
                return (Span(*found),), None
            return (), here
    elif fragments := _several(ranges, text, unit):
        here = joint.join(each.slice(text.settled) for each in fragments)
        if quoted is None or here == quoted or alike(here, quoted):
            return normalise(fragments), None
        return (), here
    return (), ""


def _elsewhere(span: OutSpan, text: Text, unit: Unit, joint: str) -> Fragments:
    """The fragments in another base, where they read as quoted: one file may have been made by two programs."""
    for other in text.units():
        if other.base != unit.base and (other.first, other.inclusive) == (unit.first, unit.inclusive):
            fragments, wrong = _place(span, text, other, joint)
            if wrong is None:
                return fragments
    return ()


def _several(ranges: Ranges, text: Text, unit: Unit) -> list[Span]:
    """The stretches in the order written; none where one of them lies outside the text or all are empty."""
    found = [text.span(start, end, unit) for start, end in ranges]
    spans = [Span(*each) for each in found if each is not None]
    return spans if len(spans) == len(ranges) and any(not each.is_empty for each in spans) else []


def _fitting(spans: Sequence[OutSpan], text: Text, unit: Unit, joint: str) -> int:
    return sum(_place(each, text, unit, joint)[1] is None for each in spans)


def _bases(text: Text) -> Iterator[Unit]:
    return (each for each in text.units() if not each.first and not each.inclusive)


def _on_edges(spans: Sequence[OutSpan], text: Text, unit: Unit) -> int:
    """How many spans begin and end between words."""
    settled, count = text.settled, 0
    for span in spans:
        for start, end in span.ranges:
            found = text.span(start, end, unit)
            count += found is not None and found[0] < found[1] and all(_between(settled, at) for at in found)
    return count


def _between(text: str, offset: int) -> bool:
    """No word goes on from one side of ``offset`` to the other."""
    before, after = text[offset - 1 : offset] if offset else "", text[offset : offset + 1]
    return not (_EDGE.match(before) and _EDGE.match(after))


def alike(one: str, other: str) -> bool:
    """The same but for white space between words, the shape of quotation marks and dashes, and case."""
    if one[:1].isspace() != other[:1].isspace() or one[-1:].isspace() != other[-1:].isspace():
        return False  # a blank at one end would let a unit fit that is one too far
    return one.translate(_SAME).casefold().split() == other.translate(_SAME).casefold().split()


def _finding(document: OutDocument, span: OutSpan, text: Text, unit: Unit, found: str) -> Finding:
    quoted = span.quoted or ""
    near = text.place(span.ranges[0][0], unit) if span.ranges else 0
    nearest: Fragments = ()
    if quoted.strip():
        if len(span.ranges) > 1:
            nearest = _moved(span, text, unit, document.joint, near)
        if not nearest and (place := nearest_place(text.settled, quoted, near)):
            nearest = (place,)
    pairs = ", ".join(f"{start} to {end}" for start, end in span.ranges)
    where = f"(from {pairs}) " if pairs else ""
    return Finding(
        document.file, span.line or document.line, span.id, span.label, quoted, found, nearest, where
    )


def nearest_place(text: str, quoted: str, near: int) -> Span | None:
    """The place nearest to ``near`` where ``quoted`` stands, at least but for white space, signs and case."""
    before = text.rfind(quoted, 0, near + len(quoted))
    after = text.find(quoted, near)
    places = [each for each in (before, after) if each >= 0]
    if places:
        start = min(places, key=lambda at: abs(at - near))
        return Span(start, start + len(quoted))
    words = r"\s+".join(
        "".join(_SIGNS.get(c, re.escape(c)) for c in w.translate(_SAME)) for w in quoted.split()
    )
    low = max(0, near - _FAR)
    hits = re.compile(words, re.IGNORECASE).finditer(text, low, near + _FAR + len(quoted))
    spans = [Span(*each.span()) for each in hits]
    return min(spans, key=lambda each: abs(each.start - near)) if spans else None


def _moved(span: OutSpan, text: Text, unit: Unit, joint: str, near: int) -> Fragments:
    """All fragments shifted by the same number of characters, so that they read as quoted."""
    origin = span.ranges[0][0]
    pieces = _several(span.ranges, text, unit)
    if pieces:
        origin = pieces[0].start
    else:
        pieces = [Span(start, end + unit.inclusive) for start, end in span.ranges]
    head = (span.quoted or "")[: pieces[0].length]
    for at in sorted(_all(text.settled, head, near), key=lambda each: abs(each - near)) if head else ():
        moved = [Span(each.start + at - origin, each.end + at - origin) for each in pieces]
        if min(moved).start >= 0 and joint.join(each.slice(text.settled) for each in moved) == span.quoted:
            return normalise(moved)
    return ()


def _all(text: str, words: str, near: int) -> Iterator[int]:
    at = text.find(words, max(0, near - _FAR))
    while 0 <= at < near + _FAR:
        yield at
        at = text.find(words, at + 1)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
