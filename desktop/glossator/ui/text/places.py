"""Where mentions and characters stand in the window, among the rows that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF

from glossator.core.annotations import Mention
from glossator.core.spans import Span
from glossator.ui.text.layout import Placed


def beginning_in(placed: Iterable[Placed], window: float) -> list[Mention]:
    """The mentions that begin on a line whose text is in the first ``window`` pixels, in the order of the text."""
    found: dict[int, Mention] = {}
    for each in placed:
        for box in each.marks.boxes:
            begins_here = each.text.line_span(box.line).holds(box.mention.start)
            if begins_here and not box.is_gap and 0 <= each.y + each.marks.lines[box.line].box_top < window:
                found[box.mention.id] = box.mention
    return sorted(found.values(), key=lambda each: (each.start, -each.end, each.id))


def top_of(placed: Iterable[Placed], mention_id: int) -> tuple[float, float] | None:
    """The middle of the top of a mention's chip (or of its text), x from the left of the column; ``None`` where it is
    not shown.
    """
    for each in placed:
        chip = each.marks.chips.get(mention_id)
        if chip is not None:
            return chip.middle, each.y + chip.top
        for box in each.marks.boxes:
            if box.mention.id == mention_id:
                return (box.left + box.right) / 2, each.y + each.marks.lines[box.line].box_top
    return None


def box_of(placed: Iterable[Placed], offset: int) -> QRectF | None:
    """The box of a character, x from the left of the column; ``None`` where it is not shown."""
    for each in placed:
        if each.text.span.start <= offset <= each.text.span.end:
            line = each.text.line_at(offset)
            box = each.marks.lines[line]
            x = each.text.x_of(offset, line)
            low, high = next(iter(each.text.rects(line, offset)), (x, x + 1))
            return QRectF(low, each.y + box.box_top, high - low, box.box_bottom - box.box_top)
    return None


def text_of(placed: Sequence[Placed]) -> Span:
    """The stretch of the text that the rows hold."""
    return Span(placed[0].text.span.start, placed[-1].text.span.end) if placed else Span(0, 0)
