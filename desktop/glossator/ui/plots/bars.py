"""What did I tag, and what have I left out?  Labels by the number of their mentions, as bars."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from glossator.analysis.distribution import by_label, levels_of
from glossator.analysis.frequencies import Labels, labels_sheet, split
from glossator.core.scheme import Label, Scheme
from glossator.core.titles import counted
from glossator.ui.plots.marks import (
    DIGIT,
    Box,
    Frame,
    LegendEntry,
    Mark,
    Place,
    Table,
    View,
    nothing_shown,
    number,
    shown_hidden,
)
from glossator.ui.plots.signs import CHIP, chip, fill, words
from glossator.ui.theme import LabelColour, Theme

MOST = 40
"""Labels that are drawn one by one; of more the first ``DRAWN`` are, and the others are one bar."""
DRAWN = 30
_ROW = 28
_BAR = 14
_LEFT = 204
_COUNT = 48
_STYLES = ("solid", "hatched", "hollow")
_NO_LEVEL = "without level"
_SEEN = 0.25  # share of all mentions that the parts have at least, to be seen beside the others
_PARTS = ("solid", "hatched", "dotted", "crossed")


class LabelKey(NamedTuple):
    """What a bar, or a segment of it, stands for: the mentions with a label, or those of them with one ``level`` only,
    or in one ``document``.
    """

    label: str
    level: str | None = None
    document: int | None = None


class OutsideKey(NamedTuple):
    """The mentions with a label in all documents but these."""

    label: str
    documents: frozenset[int]


class RestKey(NamedTuple):
    """The mentions with any of the labels that have no bar of their own."""

    labels: frozenset[str]


class Segment(NamedTuple):
    """A part of a bar: what it stands for, in words, how it is filled, and how many mentions it is."""

    key: Hashable
    words: str
    style: str
    mentions: int


class Bar(NamedTuple):
    """A row: what it stands for, its label (empty: that of several labels), what these are called, its parts, and how
    many mentions it stands for, which may be more than are drawn.
    """

    key: Hashable
    label: str
    name: str
    segments: tuple[Segment, ...]
    mentions: int

    @property
    def drawn(self) -> int:
        """How long it is."""
        return sum(each.mentions for each in self.segments)


class Bars:
    """The drawing: a row for each label, its bar in segments by level or document."""

    def __init__(self, bars: Sequence[Bar], scheme: Scheme, *, is_filtered: bool = False) -> None:
        self._bars = bars
        self._none = "none shown" if is_filtered else "none yet"
        self._labels = [scheme.label(bar.label) for bar in bars]
        longest = max((bar.drawn for bar in bars), default=1) or 1
        right = max(_COUNT, len(number(longest)) * DIGIT + 20)  # for the number behind the longest bar
        self.frame = Frame(len(bars), _ROW, longest * 1.04, _LEFT, right=right)
        self.marks = tuple(mark for at, bar in enumerate(bars) for mark in _marks_of(at, bar))

    def paint(self, painter: QPainter, place: Place, theme: Theme) -> None:
        for at, bar in enumerate(self._bars):
            line = place.rectangle(Box(0, at, self.frame.width, 1))
            colour = theme.of(self._labels[at])
            if bar.label:
                draw_name(painter, line, self._labels[at], bar.label, theme)
            else:
                name = QRectF(line.left() - _LEFT + CHIP + 12, line.top(), _LEFT - CHIP - 24, line.height())
                words(painter, name, bar.name, theme.muted)
            x = 0.0
            for each in bar.segments:
                body = place.rectangle(Box(x, at, each.mentions, 1))
                body.setTop(line.center().y() - _BAR / 2)
                body.setHeight(_BAR)
                if each.mentions:
                    fill(painter, body, each.style, colour)
                x += each.mentions
            end = place.to_pixels(x, at).x() + 8
            told = QRectF(end, line.top(), 120, line.height())
            if bar.mentions:
                words(painter, told, number(bar.drawn), theme.ink if bar.drawn else theme.muted)
            else:
                words(painter, told, self._none, theme.muted)


def _marks_of(at: int, bar: Bar) -> list[Mark]:
    if not bar.mentions:
        return []
    whole = counted(bar.mentions, "mention")
    if len(bar.segments) == 1:
        box = Box(0, at + 0.06, bar.drawn, 0.88)
        return [Mark(bar.key, box, f"{bar.name}: {whole}", at, reach="row")]
    marks = [Mark(bar.key, Box(0, at + 0.06, 0, 0.88), f"{bar.name}: {whole}", at, reach="name")]
    x = 0.0
    for column, each in enumerate(bar.segments, 1):
        tip = f"{bar.name}, {each.words}: {number(each.mentions)} of {whole}"
        if each.mentions:
            marks.append(Mark(each.key, Box(x, at + 0.06, each.mentions, 0.88), tip, at, column))
        x += each.mentions
    return marks


def style_of(level: str, levels: Sequence[str]) -> str:
    """The fill for a level: by its place among the levels, so that they differ without colour; none looks like one, nor
    does one that the scheme does not know.
    """
    if level in levels:
        return _STYLES[min(levels.index(level), 2)]
    if level:
        return "crossed"
    return "dotted" if levels else "solid"


def draw_name(painter: QPainter, line: QRectF, label: Label | None, fallback: str, theme: Theme) -> None:
    """A label's chip and name to the left of its row."""
    colour: LabelColour = theme.of(label)
    tag = label.tag if label and label.tag else fallback[:3]
    chip(painter, QRectF(line.left() - _LEFT + 4, line.top(), CHIP, line.height()), tag, colour)
    name = QRectF(line.left() - _LEFT + CHIP + 12, line.top(), _LEFT - CHIP - 24, line.height())
    words(painter, name, label.name if label else fallback, theme.ink)


def _name(label_id: str, label: Label | None) -> str:
    return f"{label_id} {label.name}" if label else label_id


def by_level(found: Labels, scheme: Scheme) -> list[Bar]:
    """A bar for each label, in segments by level."""
    levels = levels_of(scheme)
    return [
        Bar(
            LabelKey(row.label),
            row.label,
            _name(row.label, scheme.label(row.label)),
            tuple(
                Segment(
                    LabelKey(row.label, each.level),
                    each.level or _NO_LEVEL,
                    style_of(each.level, levels),
                    each.mentions,
                )
                for each in row.shares
            ),
            row.mentions,
        )
        for row in by_label(found.counts, scheme)
    ]


def by_document(found: Labels, scheme: Scheme) -> list[Bar]:
    """A bar for each label, in segments by document: those that it is split by, and, as long as these can be seen
    beside them, all others.
    """
    outside = frozenset(part.document for part in found.parts)
    has_others = not are_others_left_out(found)
    bars = []
    for row in split(found, scheme):
        segments = [
            Segment(LabelKey(row.label, document=part.document), part.name, style, count)
            for part, style, count in zip(found.parts, _PARTS, row.counts, strict=False)
        ]
        if has_others:
            segments.append(Segment(OutsideKey(row.label, outside), _OTHERS, "hollow", row.others))
        name = _name(row.label, scheme.label(row.label))
        bars.append(Bar(LabelKey(row.label), row.label, name, tuple(segments), row.mentions))
    return bars


def are_others_left_out(found: Labels) -> bool:
    """So much is in other documents that a bar with all of it would hide the parts it is split by."""
    return sum(part.labels.shown for part in found.parts) < _SEEN * found.shown


def together(bars: Sequence[Bar]) -> list[Bar]:
    """The bars that are drawn: all where they can be read, else the first ones and one for all others."""
    if len(bars) <= MOST:
        return list(bars)
    rest = bars[DRAWN:]
    key = RestKey(frozenset(bar.label for bar in rest if bar.mentions))
    name = f"Other: {counted(len(rest), 'label')}"
    whole = Segment(key, name, "solid", sum(bar.drawn for bar in rest))
    return [*bars[:DRAWN], Bar(key, "", name, (whole,), sum(bar.mentions for bar in rest))]


_OTHERS = "other documents"


def view(found: Labels, scheme: Scheme) -> View:
    """The view of these counts; of very many labels the table has each, the drawing the most frequent ones."""
    bars = by_document(found, scheme) if found.parts else by_level(found, scheme)
    total = found.shown
    shown = together(sorted(bars, key=lambda bar: -bar.drawn))
    unused = sum(1 for bar in bars if not bar.mentions)
    foot = [shown_hidden(total, found.total - total, "mention")]
    if len(shown) < len(bars):
        foot.append(f"the {DRAWN} labels with most have a bar each, all are in the table")
    if found.parts and are_others_left_out(found):
        rest = total - sum(part.labels.shown for part in found.parts)
        foot.append(f"{number(rest)} in other documents are not drawn")
    if unused and total == found.total:
        foot.append(f"{counted(unused, 'label')} not used yet")
    sheet = labels_sheet(found, scheme)
    return View(
        drawing=Bars(shown, scheme, is_filtered=total < found.total) if total else None,
        legend=_legend(found, shown, scheme),
        table=Table(sheet.headings, sheet.rows, tuple(bar.key if bar.mentions else None for bar in bars)),
        foot="  ·  ".join(foot),
        empty=_nothing(found.total),
    )


def _legend(found: Labels, shown: Sequence[Bar], scheme: Scheme) -> tuple[LegendEntry, ...]:
    if found.parts:
        entries = [LegendEntry(style, part.name) for style, part in zip(_PARTS, found.parts, strict=False)]
        if any(each.words == _OTHERS and each.mentions for bar in shown for each in bar.segments):
            entries.append(LegendEntry("hollow", _OTHERS))
        return tuple(entries)
    drawn = {
        each.key.level
        for bar in shown
        for each in bar.segments
        if each.mentions and isinstance(each.key, LabelKey) and each.key.level is not None
    }
    levels = levels_of(scheme)
    unknown = sorted(drawn - {*levels, ""})
    if not levels and not unknown:
        return ()
    known = [level for level in (*levels, "") if level in drawn]
    return tuple(LegendEntry(style_of(level, levels), level or _NO_LEVEL) for level in (*known, *unknown))


def _nothing(total: int) -> str:
    return nothing_shown(
        total,
        "Nothing is tagged yet. Put the caret in a name on the page and press the key of a label: "
        "P for a person, G for a country.",
        "mention",
    )
