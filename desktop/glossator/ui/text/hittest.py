"""What is under a point of the window: text, a mention, its chip or handle, an arc."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from glossator.core.annotations import Mention
from glossator.core.spans import Span
from glossator.ui.text import curves
from glossator.ui.text.curves import Route
from glossator.ui.text.layout import Placed
from glossator.ui.text.marks import Arc, by_length

Edge = Literal["start", "end"]

_ARC_REACH = 4.0
_HANDLE_REACH = 5.0
_NAME_REACH = 6.0


class Handle(NamedTuple):
    """A boundary of a mention that can be dragged: the ``edge`` of its fragment number ``fragment``."""

    mention: int
    fragment: int
    edge: Edge
    x: float
    top: float
    bottom: float


class Hit(NamedTuple):
    """What is under a point.

    ``offset`` is the place between two characters that is nearest, ``mentions`` are those drawn under the point, the
    smallest first, ``chip`` the one whose chip is hit.
    """

    offset: int
    mentions: tuple[int, ...] = ()
    chip: int | None = None
    handle: Handle | None = None
    arc: Arc | None = None

    @property
    def mention(self) -> int | None:
        """The mention that is meant: by its chip, or the smallest under the point."""
        return self.chip if self.chip is not None else (self.mentions[0] if self.mentions else None)


def offset_at(placed: Sequence[Placed], x: float, y: float) -> int:
    """The offset between two characters nearest to (x, y), x counted from the left of the column."""
    if not placed:
        return 0
    each, line = _line_at(placed, y)
    return each.text.offset_at(x, line)


def _line_at(placed: Sequence[Placed], y: float) -> tuple[Placed, int]:
    each = next((one for one in reversed(placed) if one.y <= y), placed[0])
    lines = each.marks.lines
    line = next((index for index, box in enumerate(lines) if y - each.y < box.bottom), len(lines) - 1)
    return each, line


def hit(
    placed: Sequence[Placed],
    shown: Sequence[Route],
    point: tuple[float, float],
    *,
    left: float,
    handles: Iterable[Handle] = (),
) -> Hit:
    """What is under ``point`` of the window, when the column begins at ``left``."""
    if not placed:
        return Hit(0)
    x, y = point[0] - left, point[1]
    each, line = _line_at(placed, y)
    offset = each.text.offset_at(x, line)
    handle = next((one for one in handles if _is_on(one, point)), None)
    chip = _chip_at(each, x, y - each.y)
    mentions = _mentions_at(each, line, x, y - each.y)
    arc = None
    signpost = next((each for each in shown if each.is_signpost and _is_on_name(each, point)), None)
    if signpost is not None:
        return Hit(offset, arc=signpost.arc)
    if chip is None and not mentions:
        arc = _arc_at(shown, point)
    return Hit(offset, mentions, chip, handle, arc)


def _is_on(handle: Handle, point: tuple[float, float]) -> bool:
    return abs(point[0] - handle.x) <= _HANDLE_REACH and handle.top <= point[1] <= handle.bottom


def _chip_at(placed: Placed, x: float, y: float) -> int | None:
    height = placed.marks.chip_height
    for chip in placed.marks.chips.values():
        if chip.left <= x < chip.left + chip.width and chip.top <= y < chip.top + height:
            return chip.mention
    return None


def _mentions_at(placed: Placed, line: int, x: float, y: float) -> tuple[int, ...]:
    box = placed.marks.lines[line]
    if not box.box_top <= y < box.bottom:
        return ()
    found: dict[int, Mention] = {}
    for each in placed.marks.on_line(line):
        if each.left <= x < each.right and (not each.is_gap or y >= box.box_bottom):
            found[each.mention.id] = each.mention
    return tuple(mention.id for mention in sorted(found.values(), key=by_length))


def _arc_at(shown: Sequence[Route], point: tuple[float, float]) -> Arc | None:
    best: tuple[float, Arc] | None = None
    for route in shown:
        away = 0.0 if _is_on_name(route, point) else curves.distance_to(route.points, *point)
        if away <= _ARC_REACH and (best is None or away <= best[0]):
            best = (away, route.arc)
    return best[1] if best else None


def _is_on_name(route: Route, point: tuple[float, float]) -> bool:
    if route.name_at is None:
        return False
    x, y = route.name_at
    return abs(point[0] - x) <= route.name_width / 2 and abs(point[1] - y) <= _NAME_REACH


def handles_of(
    placed: Sequence[Placed], mention: Mention, left: float, fragments: Sequence[Span]
) -> list[Handle]:
    """The handles at the ends of ``fragments`` (those of ``mention``, or where they are being dragged to)."""
    found = []
    for index, span in enumerate(fragments):
        for edge, offset in (("start", span.start), ("end", span.end)):
            place = _edge_place(placed, offset, is_end=edge == "end")
            if place is not None:
                x, top, bottom = place
                found.append(
                    Handle(mention.id, index, "start" if edge == "start" else "end", left + x, top, bottom)
                )
    return found


def _edge_place(placed: Sequence[Placed], offset: int, *, is_end: bool) -> tuple[float, float, float] | None:
    """(x, top, bottom) of the edge of the character before (``is_end``) or behind ``offset``."""
    character = offset - 1 if is_end else offset
    each = next((one for one in placed if one.text.span.holds(character)), None)
    if each is None:
        return None
    line = each.text.line_at(character)
    rects = each.text.rects(line, character)
    if not rects:
        return None
    goes_left = each.text.is_right_to_left_at(character)
    x = rects[0][0] if is_end == goes_left else rects[-1][1]
    box = each.marks.lines[line]
    return x, each.y + box.box_top, each.y + box.box_bottom
