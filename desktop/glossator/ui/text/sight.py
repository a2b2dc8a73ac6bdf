"""What of the page is in the window, as the ways of arcs have to know it, and what all of them have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from glossator.ui.text import lanes, names
from glossator.ui.text.curves import CORNER, Head, Point, Route, rounded
from glossator.ui.text.decoration import Chip
from glossator.ui.text.layout import ArticleLayout, Placed
from glossator.ui.text.marks import Arc
from glossator.ui.text.names import Rect

NEAREST_LANE = 14.0
"""How far the first lane of the margin is from the text, in pixels."""
LANE = 6.0
"""From one lane of the margin to the next."""
_LEAST_LANE = 2.5
_EDGE = 4.0
_SLOTS = 16
MOST_LEAVING = 48
"""So many arcs that leave the window together are drawn; more of them would lie on the same lines."""

Key = TypeVar("Key")


class Sight:
    """The rows in a window that is ``window`` pixels high, with the column at ``left``; ``name_width`` measures a name.

    Everything is in pixels of the window.
    """

    def __init__(
        self,
        page: ArticleLayout,
        placed: Sequence[Placed],
        *,
        left: float,
        window: float,
        name_width: Callable[[str], float],
    ) -> None:
        self.page = page
        self.placed = placed
        self.left = left
        self.window = window
        self.name_width = name_width
        self.y_of = {each.row: each.y for each in placed}
        self.marks = {each.row: each.marks for each in placed}

    @property
    def name_height(self) -> float:
        """What names that stand one over the other are apart."""
        return self.page.metrics.arc_pitch

    def lane_x(self, lane: int) -> float:
        """Where a lane of the margin is."""
        return self.left - NEAREST_LANE - LANE * lane

    def chips(self) -> Iterable[Rect]:
        """Where chips are, for what should not lie over them."""
        for each in self.placed:
            for chip in each.marks.chips.values():
                left, top = self.left + chip.left, each.y + chip.top
                yield Rect(left, top, left + chip.width, top + each.marks.chip_height)

    def spread(self, source: Chip, target: Chip) -> Point:
        """Where an arc leaves and arrives: a little off the middle, so that coming and going are told apart; between
        chips that stand one over the other it goes from side to side.
        """
        direction = 1 if source.middle <= target.middle else -1
        aside = min(4.0, source.width / 5, target.width / 5)
        if abs(source.middle - target.middle) < 3 * aside:
            aside = -min(source.width, target.width) / 4
        return (
            self.left + source.middle + direction * aside,
            self.left + target.middle - direction * aside,
        )

    def distance(self, arc: Arc) -> int:
        """How many characters lie between the beginnings of the two ends."""
        mentions = self.page.annotations.mentions
        return abs(mentions[arc.source].start - mentions[arc.target].start)

    def leads_down(self, arc: Arc, shown: int) -> bool:
        """The end of ``arc`` that is not the mention ``shown`` lies farther down."""
        mentions = self.page.annotations.mentions
        return mentions[arc.other(shown)].start > mentions[shown].start

    def edge(self, *, is_below: bool) -> float:
        """Where an arc ends that goes on beyond the window."""
        return self.window + 8 if is_below else -8.0

    def made(
        self, arc: Arc, points: Sequence[Point], places: Sequence[Point] = (), *, is_focus: bool = False
    ) -> Route:
        """An arc along ``points``, its name at the first of ``places`` that is free."""
        name_at, *others = places or (None,)
        width = self.name_width(arc.name)
        heads = self._heads(arc, points)
        return Route(
            arc, rounded(points), heads, arc.name, name_at, width, tuple(filter(None, others)), is_focus
        )

    def signposted(self, arc: Arc, points: Sequence[Point], shown: int, *, slots: int = _SLOTS) -> Route:
        """An arc that leaves the window, its name and where it leads in one of the first ``slots`` at the edge."""
        is_below = self.leads_down(arc, shown)
        quote = self.page.annotations.mentions[arc.other(shown)].quote
        name = f"{arc.name} {'↓' if is_below else '↑'} {_shortened(quote)}"
        width = self.name_width(name)
        x = self.left - NEAREST_LANE + 12 + width / 2
        steps = [(slot + 0.5) * (self.name_height + 10) + 4 for slot in range(slots)]
        places = [(x, self.window - step if is_below else step) for step in steps]
        heads = self._heads(arc, points)
        at, others = places[0], tuple(places[1:])
        return Route(arc, rounded(points), heads, name, at, width, others, is_focus=True, is_signpost=True)

    def settled(
        self, routes: Sequence[Route], named: int | None, left_out: Mapping[bool, int]
    ) -> list[Route]:
        """``routes`` with no name over another (see :func:`names.settled`); where there are more signposts than slots,
        the last one says how many are not shown, with those ``left_out`` that lead down (``True``) or up.
        """
        found = names.settled(routes, self.chips(), self.name_height, named)
        for is_below in (True, False):
            posts = [
                index
                for index, each in enumerate(found)
                if each.is_signpost and is_below == any(y > self.window for _, y in each.points)
            ]
            hidden = sum(found[index].name_at is None for index in posts) + left_out.get(is_below, 0)
            placed = [(at[1], index) for index in posts if (at := found[index].name_at) is not None]
            if hidden and placed:
                _, last = min(placed) if is_below else max(placed)
                found[last] = self._with_rest(found[last], hidden)
        return found

    def _with_rest(self, post: Route, hidden: int) -> Route:
        assert post.name_at is not None
        name = f"{post.name} … and {hidden} more"
        width = self.name_width(name)
        x, y = post.name_at
        return replace(post, name=name, name_width=width, name_at=(x + (width - post.name_width) / 2, y))

    def _heads(self, arc: Arc, points: Sequence[Point]) -> tuple[Head, ...]:
        ends = (points[-1], points[0]) if arc.is_symmetric else (points[-1],)
        return tuple(Head(tip) for tip in ends if 0 <= tip[1] <= self.window)

    def fan(self, extents: Mapping[Key, tuple[float, float]]) -> dict[Key, float]:
        """Where what shares a lane of the margin runs when it fans out, by from where to where each takes the margin:
        short ones next to the text, lanes as narrow as need be; only when these are too narrow to be told apart the
        last is shared.
        """
        room = self.left - NEAREST_LANE - _EDGE
        most = max(1, int(room / _LEAST_LANE))
        taken: lanes.Lanes = []
        lane_of: dict[Key, int] = {}
        for each, (low, high) in sorted(extents.items(), key=lambda item: item[1][1] - item[1][0]):
            lane_of[each] = lanes.fit(taken, low - CORNER, high + CORNER) if len(taken) <= most else most
        pitch = min(LANE, room / max(1, min(len(taken) - 1, most)))
        return {each: self.left - NEAREST_LANE - pitch * min(lane, most) for each, lane in lane_of.items()}


def _shortened(quote: str, limit: int = 28) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
