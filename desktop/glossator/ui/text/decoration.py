"""What is drawn around the text of one row: where its lines, tints, underlines, chips and arcs stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF

from glossator.core.annotations import Mention
from glossator.ui.text import lanes, marks
from glossator.ui.text.marks import Arc
from glossator.ui.text.metrics import Metrics
from glossator.ui.text.rowtext import RowText

Density = Literal["calm", "normal", "all"]

NAME_ROOM = 20.0
"""What the name of an arc needs beside its own width, in pixels."""
_OWN_RUNS = 4
"""So many relations go from a chip to the margin on runs of their own, and as many come."""
_FAR_LEFT = -1e6


class LineBox(NamedTuple):
    """The heights of one line, in pixels from the top of its row.

    From ``top`` come the arcs, then the chips (``chips_top``), the text box (``box_top`` to ``box_bottom``, around
    ``baseline``) and the underlines; ``bottom`` is where the next line begins.
    """

    top: float
    chips_top: float
    box_top: float
    baseline: float
    box_bottom: float
    bottom: float


class Box(NamedTuple):
    """A rectangle of a mention on one line: of a fragment, or (``is_gap``) of what lies between two.

    ``bar`` is the top of its underline; ``begins`` and ``ends`` as in :class:`glossator.ui.text.marks.Piece`.
    """

    mention: Mention
    line: int
    left: float
    right: float
    bar: float
    lane: int
    is_gap: bool
    begins: bool
    ends: bool


class Chip(NamedTuple):
    """The label chip of a mention, above the line on which it begins; ``is_noted``: there is a note on the mention."""

    mention: int
    line: int
    left: float
    top: float
    width: float
    text: str
    relations: int
    label: str
    is_noted: bool = False

    @property
    def middle(self) -> float:
        """Where arcs begin and end."""
        return self.left + self.width / 2


class Track(NamedTuple):
    """The horizontal run of an arc on a line: between two chips, or from a chip to the margin; there many
    share one.
    """

    arc: Arc
    line: int
    y: float
    is_local: bool
    is_shared: bool = False


@dataclass(slots=True)
class Decoration:
    """Everything around the text of a row; x from the left of the column, y from the top of the row, in pixels."""

    height: float
    chip_height: float
    lines: list[LineBox] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    chips: dict[int, Chip] = field(default_factory=dict)
    tracks: list[Track] = field(default_factory=list)

    def on_line(self, line: int) -> Iterator[Box]:
        """The boxes on a line."""
        low = bisect_left(self.boxes, line, key=_line_of)
        for index in range(low, len(self.boxes)):
            if self.boxes[index].line != line:
                return
            yield self.boxes[index]


def _line_of(box: Box) -> int:
    return box.line


@dataclass(frozen=True, slots=True)
class Asks:
    """What a decoration has to know of the annotations: all by mention id."""

    tag: Callable[[Mention], str]
    count: Callable[[int], int]
    arcs: Callable[[int], list[Arc]]
    is_noted: Callable[[int], bool]
    chip_width: Callable[[str, int, bool], float]
    name_width: Callable[[str], float]


def decorate(
    row: RowText,
    mentions: Iterable[Mention],
    density: Density,
    metrics: Metrics,
    asks: Asks,
    *,
    above: float = 0.0,
    below: float = 0.0,
) -> Decoration:
    """Decorate a row with its ``mentions`` and set its lines at their heights.

    ``above`` and ``below`` are extra room at its top and bottom.  The outcome depends on nothing but the row's own
    text and mentions and the relations with an end in it, so that a change touches only the rows it names.
    """
    shared = marks.by_line(mentions, row.starts, row.span.end)
    made = Decoration(above, metrics.chip_height)
    starting: list[list[Mention]] = [[] for _ in row.lines]
    for line, on_line in enumerate(shared):
        span = row.line_span(line)
        starting[line] = [each for each in on_line if span.holds(each.start)]
    chips = [_chips_on(row, line, starting[line], metrics, asks, density) for line in range(len(row.lines))]
    placed = {chip.mention: chip for on_line, _ in chips for chip in on_line}
    for line, on_line in enumerate(shared):
        found, lane_count = marks.pieces_on(row.line_text(line), on_line)
        on_chips, chip_lanes = chips[line]
        runs, arc_lanes = _tracks_on(line, on_chips, placed, metrics, asks, density)
        box = _line_box(row, line, made.height, metrics, density, (arc_lanes, chip_lanes, lane_count))
        made.lines.append(box)
        made.boxes += _boxes(row, line, found, box, metrics)
        for chip in on_chips:
            top = box.box_top - metrics.unit - metrics.chip_height - chip.top * metrics.chip_pitch
            made.chips[chip.mention] = chip._replace(top=top)
        made.tracks += [
            run._replace(y=box.chips_top - metrics.unit - (run.y + 0.5) * metrics.arc_pitch) for run in runs
        ]
        each = row.lines[line]
        each.line.setPosition(QPointF(0, box.baseline - each.ascent))
        made.height = box.bottom
    made.height = metrics.snap(made.height + below)
    return made


def _line_box(
    row: RowText, line: int, top: float, metrics: Metrics, density: Density, counts: tuple[int, int, int]
) -> LineBox:
    arc_lanes, chip_lanes, bar_lanes = counts
    if not row.span.length:  # high enough for the caret, and no higher: it parts two paragraphs
        bottom = metrics.snap(top + metrics.blank_line)
        return LineBox(top, top, top, bottom - metrics.descent, bottom, bottom)
    each = row.lines[line]
    is_tall = each.ascent > metrics.ascent + 1  # another face helps out: its letters need the whole box
    ascent = metrics.snap(min(each.ascent, 1.3 * metrics.ascent)) if is_tall else metrics.box_ascent
    if density == "calm":
        chips = metrics.calm_lead
    else:
        chips = max(metrics.lead, chip_lanes * metrics.chip_pitch + 2 * metrics.unit)
    chips_top = top + arc_lanes * metrics.arc_pitch + (2 * metrics.unit if arc_lanes else 0)
    box_top = metrics.snap(chips_top + chips)
    baseline = box_top + ascent
    box_bottom = baseline + metrics.descent
    foot = max(metrics.foot, bar_lanes * metrics.bar_pitch + metrics.unit)
    bottom = metrics.snap(box_bottom + max(foot, each.descent - metrics.descent))
    top_of_chips = box_top - 2 * metrics.unit - max(1, chip_lanes) * metrics.chip_pitch
    return LineBox(top, min(top_of_chips, box_top), box_top, baseline, box_bottom, bottom)


def _boxes(row: RowText, line: int, pieces: list[marks.Piece], box: LineBox, metrics: Metrics) -> list[Box]:
    found = []
    for piece in pieces:
        bar = box.box_bottom + metrics.unit + piece.lane * metrics.bar_pitch
        rects = row.rects(line, piece.start, piece.end)
        first, last = (len(rects) - 1, 0) if row.is_rtl else (0, len(rects) - 1)
        for index, (left, right) in enumerate(rects):
            found.append(
                Box(
                    piece.mention,
                    line,
                    left,
                    right,
                    bar,
                    piece.lane,
                    piece.is_gap,
                    piece.begins and index == first,
                    piece.ends and index == last,
                )
            )
    return found


def _chips_on(
    row: RowText, line: int, mentions: list[Mention], metrics: Metrics, asks: Asks, density: Density
) -> tuple[list[Chip], int]:
    """Chips of the mentions that begin on a line, with their lane as ``top``; and how many lanes they take.

    Where several begin at one place, the outer ones slide along their own span rather than climb.
    """
    if density == "calm":
        return [], 0
    taken: lanes.Lanes = []
    found = []
    text = row.line_text(line)
    for mention in mentions:
        first = mention.fragments[0]
        rects = row.rects(line, first.start, max(first.start + 1, min(first.end, text.end)))
        if not rects:
            continue
        tag, count, is_noted = asks.tag(mention), asks.count(mention.id), asks.is_noted(mention.id)
        width = asks.chip_width(tag, count, is_noted)
        if row.is_rtl:
            edge = rects[-1][1]
            lane, place = lanes.fit_along(taken, -edge, width, -rects[-1][0], 2 * metrics.unit)
            left = max(0.0, -place - width)
        else:
            # a long one begins further left rather than beyond the edge of the window
            start = min(rects[0][0], max(0.0, row.width + metrics.pad / 2 - width))
            lane, left = lanes.fit_along(taken, start, width, rects[0][1], 2 * metrics.unit)
        left = metrics.snap(left)
        found.append(Chip(mention.id, line, left, lane, width, tag, count, mention.label, is_noted))
    return found, len(taken)


class _Run(NamedTuple):
    """A wish for a lane: from ``low`` to ``high``; ``arcs`` share it, being of one relation with one end here."""

    low: float
    high: float
    arcs: tuple[Arc, ...]
    is_local: bool
    is_shared: bool = False


def _tracks_on(
    line: int, chips: list[Chip], placed: dict[int, Chip], metrics: Metrics, asks: Asks, density: Density
) -> tuple[list[Track], int]:
    """The arcs that begin or end on a line, with their lane as ``y``: short ones lowest, then those to the margin."""
    if density != "all":
        return [], 0
    wanted = [run for chip in chips for run in _runs_of(chip, placed, asks)]
    wanted.sort(
        key=lambda run: (run.high - run.low, run.low, run.arcs[0].relation, run.arcs[0].number, run.is_local)
    )
    taken: lanes.Lanes = []
    gap = 4 * metrics.unit
    found = []
    for run in wanted:
        lane = lanes.fit(taken, run.low - gap, run.high + gap)
        found += [Track(arc, line, lane, run.is_local, run.is_shared) for arc in run.arcs]
    return found, len(taken)


def _runs_of(chip: Chip, placed: dict[int, Chip], asks: Asks) -> Iterator[_Run]:
    """Those to the margin go as one for each relation, and leave room for the name of what ends here; where many leave
    a chip, or many come to it, they go as one.
    """
    leaving: dict[int, list[Arc]] = {}
    for arc in asks.arcs(chip.mention):
        other = placed.get(arc.other(chip.mention))
        if other is None or other.line != chip.line:
            leaving.setdefault(arc.relation, []).append(arc)
        elif chip.mention == arc.source:
            low, high = sorted((chip.middle, other.middle))
            yield _Run(low, high, (arc,), is_local=True)
    going = [arcs for arcs in leaving.values() if arcs[0].target != chip.mention]
    coming = [arcs for arcs in leaving.values() if arcs[0].target == chip.mention]
    for side in (going, coming):
        if len(side) > _OWN_RUNS:
            yield _Run(_FAR_LEFT, chip.middle, tuple(chain(*side)), is_local=False, is_shared=True)
            continue
        for arcs in side:
            width = asks.name_width(arcs[0].name) + NAME_ROOM if side is coming else 0.0
            right = chip.middle if width <= chip.middle else chip.middle + width
            yield _Run(_FAR_LEFT, right, tuple(arcs), is_local=False)
