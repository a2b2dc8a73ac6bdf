"""Where badges, names and words find room, one after the other as they matter; what nothing changed around stays."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

import numpy as np

from glossator.ui.plots.links import labels
from glossator.ui.plots.links.geometry import Flags, Numbers, Points
from glossator.ui.plots.links.labels import LEADING, Box, Named, Slanted, Stretched
from glossator.ui.plots.links.since import taken

_CELL = 80.0
_APART = 1_000_000  # ranks of one kind: all badges are placed before all names, these before all words
_SHARE = 3  # from which part of all on the others are placed anew as well: to ask whom it concerns would take longer
_Boxes = tuple[Box, ...]


class Wants(NamedTuple):
    """What wants room, in pixels: nodes at ``places`` with these ``radii``; the widths of their ``badges`` and
    ``names`` (0: has none), these in an ``order`` (numbers of nodes); at the ``middles`` of links, turned by ``angles``
    (radians), words of these widths (0: none).  ``heights`` are those of a badge, a name and words; no name lies beyond
    ``within``.
    """

    places: Points
    radii: Points
    badges: Points
    names: Points
    order: Numbers
    middles: Points
    angles: Points
    words: Points
    heights: tuple[float, float, float]
    within: Box | None = None


class _Thing:
    """What takes room: the body of a node (rank -1), or a badge, a name or words of a rank that have found some."""

    __slots__ = ("held", "is_leading", "is_waiting", "keeps_off", "over", "rank", "wish")

    def __init__(self, wish: Named | Stretched, over: _Thing | None) -> None:
        self.wish = wish
        self.over: object = over  # whose room it may share: a badge and a name that of their own node
        self.keeps_off: object = None  # who may share its own room: see `over`
        self.held: _Boxes = ()
        self.rank = -1
        self.is_waiting = self.is_leading = False


class _Layer:
    """Things of one kind by number; a row of ``reaches`` is the box in which a thing can be."""

    def __init__(self, columns: int) -> None:
        self.things: list[_Thing | None] = []
        self.rows: Points = np.zeros((0, columns))
        self.reaches: Points = np.zeros((0, 4))

    def step(self, rows: Points, reaches: Points, since: Numbers) -> tuple[Numbers, list[_Thing], list[int]]:
        """Take over what was there with the same row: where each of them was (-1: is new), which of those before are
        gone, and the numbers of those that are to be made; the last column says 0 where nothing is wanted.
        """
        same: Flags = since >= 0
        same[same] = (rows[same] == self.rows[since[same]]).all(axis=1)
        stays = np.where(same, since, -1)
        left: Flags = np.ones(len(self.things), dtype=np.bool_)
        left[stays[same]] = False
        gone = [thing for at in np.flatnonzero(left).tolist() if (thing := self.things[at]) is not None]
        self.things = taken(self.things, stays, lambda _: None)
        self.rows, self.reaches = rows, reaches
        return stays, gone, np.flatnonzero(~same & (rows[:, -1] > 0)).tolist()

    def wanted(self) -> Iterator[tuple[int, _Thing]]:
        """Those that there are, by number."""
        things = self.things
        for at in np.flatnonzero(self.rows[:, -1] > 0).tolist():
            thing = things[at]
            if thing is not None:
                yield at, thing

    def meeting(self, box: Box) -> Iterable[_Thing]:
        """Those that could stand there."""
        left, top, right, bottom = self.reaches.T
        met = (left < box.right) & (right > box.left) & (top < box.bottom) & (bottom > box.top)
        return [thing for at in np.flatnonzero(met).tolist() if (thing := self.things[at]) is not None]


class Placing:
    """Places for all that wants room, in the order in which it matters."""

    def __init__(self, wants: Wants) -> None:
        self.touched: list[Box] = []
        """Where names and words came to stand or stood no more in the last step."""
        self._cells: dict[tuple[int, int], list[tuple[float, float, float, float, _Thing]]] = {}
        self._bodies, self._badges, self._names, self._words = _Layer(3), _Layer(4), _Layer(4), _Layer(4)
        self._stirred: list[Box] = []
        self._wants = wants
        self._waiting: list[tuple[int, int, _Thing]] = []
        self._count = count()
        self._is_whole = True
        self._leading: list[_Thing | None] = []
        self._step(wants, np.full(len(wants.radii), -1), np.full(len(wants.words), -1))

    def takes(self, wants: Wants) -> bool:
        """What is wanted can be had by a step from here."""
        return wants.within == self._wants.within and wants.heights == self._wants.heights

    def follow(self, wants: Wants, nodes: Numbers, links: Numbers) -> None:
        """Find places for what is wanted now: ``nodes`` and ``links`` tell which number each had before, -1 for what is
        new or matters otherwise now.  All is as if it were placed from the beginning.
        """
        new = int((nodes < 0).sum() + (links < 0).sum())
        self._is_whole = new * _SHARE > len(nodes) + len(links)
        self._step(wants, nodes, links)

    def unlike(self, other: Placing, nodes: Numbers, links: Numbers) -> list[Box]:
        """Where names and words stand here or in another one, but not alike; ``nodes`` and ``links`` tell which number
        each has there, -1 for what says something else.
        """
        other_names = [self._names.things[at] for at in np.flatnonzero(nodes < 0).tolist()]
        other_words = [self._words.things[at] for at in np.flatnonzero(links < 0).tolist()]
        said = (box for thing in (*other_names, *other_words) if thing for box in thing.held)
        return [*(self.written ^ other.written), *said]

    # --- what was found

    @property
    def written(self) -> set[Box]:
        """Where names and words stand."""
        things = (*self._names.things, *self._words.things)
        return {box for thing in things if thing is not None for box in thing.held}

    @property
    def badges(self) -> dict[int, Box]:
        """The places of badges by the number of their node."""
        return {at: thing.held[0] for at, thing in self._badges.wanted() if thing.held}

    @property
    def names(self) -> dict[int, Box]:
        """The places of names by the number of their node, those first that matter most."""
        held, found = self._names.things, {}
        for at in self._wants.order.tolist():
            thing = held[at]
            if thing is not None and thing.held:
                found[at] = thing.held[0]
        return found

    @property
    def words(self) -> dict[int, Slanted]:
        """The places of words by the number of their link."""
        return {at: Slanted(*thing.wish[:3]) for at, thing in self._words.wanted() if thing.held}

    # --- a step

    def _step(self, wants: Wants, nodes: Numbers, links: Numbers) -> None:
        self.touched, self._stirred = [], []
        stays = self._step_bodies(wants, nodes)
        new = [
            *self._step_named(self._badges, wants, wants.badges, stays, wants.heights[0]),
            *self._step_named(self._names, wants, wants.names, stays, wants.heights[1]),
            *self._step_words(wants, links),
        ]
        self._wants = wants
        self._rank()
        if self._is_whole:
            self._settle_all()
            return
        self._mark(self._stirred)
        for thing in new:
            self._await(thing)
        while self._waiting:
            self._settle(heappop(self._waiting)[2])

    def _settle_all(self) -> None:
        """Find places for everything, whatever stood where."""
        self._waiting.clear()
        names = [self._names.things[at] for at in self._wants.order.tolist()]
        every = [each for each in (*self._badges.things, *names, *self._words.things) if each is not None]
        before = self.written
        for thing in every:
            thing.is_waiting = False
            if thing.held:
                self._leave(thing)
        for thing in every:
            self._hold(thing, self._found(thing))
        self.touched += before | self.written

    def _step_bodies(self, wants: Wants, nodes: Numbers) -> Numbers:
        rows = np.column_stack([wants.places, wants.radii])
        stays, gone, _ = self._bodies.step(rows, np.zeros((len(rows), 4)), nodes)
        self._dismiss(gone)
        for at in np.flatnonzero(stays < 0).tolist():
            x, y, radius = rows[at].tolist()
            wish = Named(x, y, radius, 0.0, 0.0)
            body = _Thing(wish, None)
            body.keeps_off = body
            self._bodies.things[at] = body
            self._hold(body, (labels.body_of(wish),))
            self._stirred += body.held
        return stays

    def _step_named(
        self, layer: _Layer, wants: Wants, widths: Points, nodes: Numbers, height: float
    ) -> list[_Thing]:
        """Badges or names, of which those of ``nodes`` may still stand where they did."""
        rows = np.column_stack([wants.places, wants.radii, widths])
        off = wants.radii + labels.NAME_GAP
        reach = np.stack([off + widths, off + 2 * height], axis=1)
        reaches = np.concatenate([wants.places - reach, wants.places + reach], axis=1)
        _, gone, new = layer.step(rows, reaches, nodes)
        self._dismiss(gone)
        made = []
        for at in new:
            x, y, radius, width = rows[at].tolist()
            thing = _Thing(Named(x, y, radius, width, height), self._bodies.things[at])
            body = self._bodies.things[at]
            if layer is self._names and body is not None:
                thing.keeps_off, thing.is_leading = body, body.is_leading
            layer.things[at] = thing
            made.append(thing)
        return made

    def _step_words(self, wants: Wants, links: Numbers) -> list[_Thing]:
        rows = np.column_stack([wants.middles, wants.angles, wants.words])
        height = wants.heights[2]
        across, down = np.abs(np.cos(wants.angles)), np.abs(np.sin(wants.angles))
        reach = np.stack([wants.words * across + height * down, wants.words * down + height * across], axis=1)
        reach = reach / 2 + labels.AIR
        reaches = np.concatenate([wants.middles - reach, wants.middles + reach], axis=1)
        _, gone, new = self._words.step(rows, reaches, links)
        self._dismiss(gone)
        made = []
        for at in new:
            x, y, angle, width = rows[at].tolist()
            thing = _Thing(Stretched(x, y, angle, width, height), None)
            thing.over = thing  # it shares with nobody
            self._words.things[at] = thing
            made.append(thing)
        return made

    def _rank(self) -> None:
        """Give everything its rank; those that begin or cease to be the first are asked again, as these may stand over
        others where they have to.
        """
        for at, badge in self._badges.wanted():
            badge.rank = at
        order = self._wants.order
        place_of = np.empty(len(order), dtype=np.intp)
        place_of[order] = np.arange(len(order))
        places = place_of.tolist()
        for at, name in self._names.wanted():
            name.rank = _APART + places[at]
        for at, words in self._words.wanted():
            words.rank = 2 * _APART + at
        leading = [self._bodies.things[at] for at in order[:LEADING].tolist()]
        if leading != self._leading:
            for body in (*self._leading, *leading):
                if body is not None:
                    body.is_leading = body in leading
            for _, name in self._names.wanted():
                body = name.keeps_off
                is_leading = isinstance(body, _Thing) and body.is_leading
                if is_leading or name.is_leading:
                    self._await(name)
                name.is_leading = is_leading
            self._leading = leading

    def _await(self, thing: _Thing) -> None:
        if not thing.is_waiting:
            thing.is_waiting = True
            heappush(self._waiting, (thing.rank, next(self._count), thing))

    # --- places

    def _settle(self, thing: _Thing) -> None:
        """Find a place for one thing; who comes after it and could stand there, or stood there, is asked again."""
        thing.is_waiting = False
        before, now = thing.held, self._found(thing)
        if before == now:
            return
        self._leave(thing)
        self._hold(thing, now)
        if thing.rank >= _APART:
            self.touched += (*before, *now)
        self._mark((*before, *now), thing.rank)

    def _mark(self, boxes: Iterable[Box], rank: int = -1) -> None:
        """Ask all again that come after a rank and could stand there."""
        layers = (self._badges, self._names, self._words)[max(0, rank // _APART) :]
        for box in boxes:
            for layer in layers:
                for thing in layer.meeting(box):
                    if thing.rank > rank:
                        self._await(thing)

    def _found(self, thing: _Thing) -> _Boxes:
        wish = thing.wish
        if isinstance(wish, Stretched):
            pieces = labels.pieces_of(wish)
            return pieces if all(self._is_free(each, thing) for each in pieces) else ()
        is_name = thing.keeps_off is not None
        found = self._first(thing, labels.around(wish) if is_name else labels.corners(wish))
        if not found and thing.is_leading:
            found = self._least(thing, labels.about(wish))
        return found

    def _first(self, thing: _Thing, spots: Iterable[Box]) -> _Boxes:
        """The first spot that is free; those of names are within what is seen."""
        within = self._wants.within if thing.keeps_off is not None else None
        for each in spots:
            if (within is None or within.holds(each)) and self._is_free(each, thing):
                return (each,)
        return ()

    def _least(self, thing: _Thing, spots: Iterable[Box]) -> _Boxes:
        """The spot over the fewest nodes and the least of them, the first ones apart, which no name lies over."""
        within = self._wants.within
        best: tuple[tuple[int, float], _Boxes] | None = None
        for each in spots:
            if (within is None or within.holds(each)) and self._is_free(each, thing, over_small=True):
                covered = self._covered(each, thing)
                if best is None or covered < best[0]:
                    best = (covered, (each,))
        return best[1] if best is not None else ()

    def _covered(self, box: Box, thing: _Thing) -> tuple[int, float]:
        """How many nodes lie there, its own apart, and how much of them."""
        met = {
            id(other): box.shared(Box(*held))
            for cell in _cells_of(box)
            for *held, other in self._cells.get(cell, ())
            if other.rank < 0 and other.keeps_off is not thing.over and box.meets(Box(*held))
        }
        return len(met), math.fsum(met.values())

    def _is_free(self, box: Box, thing: _Thing, *, over_small: bool = False) -> bool:
        """Nothing that came before stands there; where it may be ``over_small`` nodes, these do not count."""
        left, top, right, bottom = box
        cells, rank, over = self._cells, thing.rank, thing.over
        for column in range(int(left // _CELL), int(right // _CELL) + 1):
            for row in range(int(top // _CELL), int(bottom // _CELL) + 1):
                for west, north, east, south, other in cells.get((column, row), ()):
                    if west < right and left < east and north < bottom and top < south:
                        if other.rank >= rank or other.keeps_off is over:
                            continue
                        if not over_small or other.rank >= 0 or other.is_leading:
                            return False
        return True

    def _hold(self, thing: _Thing, boxes: _Boxes) -> None:
        thing.held = boxes
        for box in boxes:
            for cell in _cells_of(box):
                self._cells.setdefault(cell, []).append((*box, thing))

    def _leave(self, thing: _Thing) -> None:
        for cell in {cell for box in thing.held for cell in _cells_of(box)}:
            self._cells[cell] = [each for each in self._cells[cell] if each[4] is not thing]
        thing.held = ()

    def _dismiss(self, gone: Iterable[_Thing]) -> None:
        """These are there no more."""
        for thing in gone:
            self._stirred += thing.held
            if thing.rank >= _APART:
                self.touched += thing.held
            self._leave(thing)


def _cells_of(box: Box) -> list[tuple[int, int]]:
    left, top, right, bottom = box
    return [
        (column, row)
        for column in range(int(left // _CELL), int(right // _CELL) + 1)
        for row in range(int(top // _CELL), int(bottom // _CELL) + 1)
    ]
