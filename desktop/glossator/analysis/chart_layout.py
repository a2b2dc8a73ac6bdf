"""Where the nodes of a link chart stand: groups apart and packed, what stood somewhere stays, what is new joins it."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    import numpy as np

STEP_X, STEP_Y = 190.0, 112.0
"""How far two nodes that a link joins stand apart, in pixels where nothing is enlarged: farther along the lines of
their names.
"""
_APART = 0.62  # of that is what two nodes keep at least
_AT_EASE = 0.9  # … in a group of a few
_LITTLE = 40  # nodes of a group that are a few, and take the room that there is
_LONG = 1.9  # width to height of such a group, in pixels, as far as it is
_STRETCHED = 1.5  # … drawn so many times as wide at most
_GAP = 0.9  # of that lies between groups
_WIDE = 1.5  # width to height of the whole, in pixels
_EXACT = 300  # nodes of a group up to which every distance in it is looked at
_FULL = 2_000  # … and every pair of nodes
_STEPS = 200
_PUSHED = 500  # nodes up to which they are pushed apart
_ROOM = 0.7  # of a link's length squared is what every node gets in the middle
_SMALL = 12  # nodes of a group that may stand in the room that others leave
_FEW = 8  # new nodes that look for a free place each, on their own
_TURN = math.pi * (3 - math.sqrt(5))  # golden angle: places on a spiral are spread evenly

N = TypeVar("N", bound=Hashable)
Told = Callable[[], object]
Place = tuple[float, float]


class _Group(NamedTuple):
    """Nodes that hang together, and the links between them by their numbers in the group."""

    nodes: list[Any]
    links: list[tuple[int, int]]


def arrange(
    nodes: Sequence[N],
    links: Iterable[tuple[N, N]],
    known: Mapping[N, Place] | None = None,
    told: Told = lambda: None,
) -> dict[N, Place]:
    """A place for every node, in pixels, ``y`` growing downwards.

    What is ``known`` stays where it is.  A new node stands near those that it is linked to; new groups stand beside
    one another below what was there; nodes without a link stand in rows at the end.  The same question has the same
    answer.  ``told`` is called now and then; what it raises ends the work.
    """
    known = known or {}
    placed: dict[N, Place] = {node: known[node] for node in nodes if node in known}
    fresh: list[dict[N, Place]] = []
    loose: list[N] = []
    for group in _groups(nodes, links):
        told()
        held = {node: placed[node] for node in group.nodes if node in placed}
        if len(held) == len(group.nodes):
            continue
        if held:
            placed.update(_joined(group, held, placed))
        elif len(group.nodes) == 1:
            loose.append(group.nodes[0])
        else:
            fresh.append(_fresh(group))
    top = max((y for _, y in placed.values()), default=None)
    left = min((x for x, _ in placed.values()), default=0.0)
    packed = _packed(fresh, left, None if top is None else top + STEP_Y * _GAP)
    return placed | packed | _in_rows(loose, {**placed, **packed})


def _groups(nodes: Sequence[N], links: Iterable[tuple[N, N]]) -> list[_Group]:
    """The nodes that hang together, the largest group first."""
    number = {node: at for at, node in enumerate(nodes)}
    parent = list(range(len(nodes)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    pairs = {
        (min(number[a], number[b]), max(number[a], number[b]))
        for a, b in links
        if a != b and a in number and b in number
    }
    for a, b in pairs:
        parent[root(a)] = root(b)
    members: dict[int, list[int]] = {}
    for at in range(len(nodes)):
        members.setdefault(root(at), []).append(at)
    place = {at: (top, order) for top, held in members.items() for order, at in enumerate(held)}
    inner: dict[int, list[tuple[int, int]]] = {}
    for a, b in sorted(pairs):
        inner.setdefault(place[a][0], []).append((place[a][1], place[b][1]))
    ordered = sorted(members.items(), key=lambda each: (-len(each[1]), each[1][0]))
    return [_Group([nodes[at] for at in held], inner.get(top, [])) for top, held in ordered]


# --- a group of which nothing is known


def _fresh(group: _Group) -> dict[Any, Place]:
    """A place for each node of a group, its middle at 0, 0."""
    import numpy as np

    count = len(group.nodes)
    if count == 2:
        return {group.nodes[0]: (-STEP_X / 2, 0.0), group.nodes[1]: (STEP_X / 2, 0.0)}
    found = _scaled(_drawn(group), group.links)
    if count <= _PUSHED:
        found = _pushed(found, np.ones(count, dtype=bool))
    found -= (found.max(axis=0) + found.min(axis=0)) / 2
    found = _lying(found)
    if count <= _LITTLE:
        found = _stretched(found)
    return {
        node: (float(x) * STEP_X, float(y) * STEP_Y) for node, (x, y) in zip(group.nodes, found, strict=True)
    }


def _drawn(group: _Group) -> np.ndarray[Any, Any]:
    import numpy as np

    count = len(group.nodes)
    graph = _graph(group)
    if count <= _EXACT:
        circle = [[math.cos(i * math.tau / count), math.sin(i * math.tau / count)] for i in range(count)]
        return np.array(graph.layout_kamada_kawai(seed=circle).coords)
    wide = math.sqrt(count)
    seed = [[wide * math.sqrt(i / count) * f(i * _TURN) for f in (math.cos, math.sin)] for i in range(count)]
    steps = max(45, min(_STEPS, 90_000 // count)) if count <= _FULL else 150
    grid = "nogrid" if count <= _FULL else "grid"
    heat = wide / 5
    laid = graph.layout_fruchterman_reingold(niter=steps, seed=seed, grid=grid, start_temp=heat)
    return np.array(laid.coords)


def _graph(group: _Group) -> Any:
    import igraph

    igraph.set_random_number_generator(Random(0))  # noqa: S311 - for pictures that are the same each time
    return igraph.Graph(n=len(group.nodes), edges=group.links)


def _scaled(found: np.ndarray[Any, Any], links: Sequence[tuple[int, int]]) -> np.ndarray[Any, Any]:
    """The same drawing in which a link of middle length is 1 long, or longer where the nodes would not have room."""
    import numpy as np

    ends = np.array(links)
    lengths = np.hypot(*(found[ends[:, 0]] - found[ends[:, 1]]).T)
    middle = float(np.median(lengths))
    if middle <= 1e-9:
        return found
    width, height = (found.max(axis=0) - found.min(axis=0)) / middle
    crowded = math.sqrt(_ROOM * len(found) / (max(width, 1.0) * max(height, 1.0)))
    return found / middle * max(1.0, crowded)


def _lying(found: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The same drawing, turned by a right angle where it stands: names are read along the lines."""
    height, width = found[:, 1].max() - found[:, 1].min(), found[:, 0].max() - found[:, 0].min()
    return found[:, ::-1] if height * STEP_Y > width * STEP_X else found


def _kept_apart(count: int) -> float:
    """How far two nodes of a group of so many keep apart at least, where links are 1 long."""
    return _AT_EASE if count <= _LITTLE else _APART


def _stretched(found: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The same drawing as wide as a chart is, as names and arrows between nodes want it."""
    width, height = (found.max(axis=0) - found.min(axis=0)) * (STEP_X, STEP_Y)
    if width > 1e-9:
        found = found * (min(_STRETCHED, max(1.0, _LONG * height / width)), 1.0)
    return found


def _pushed(found: np.ndarray[Any, Any], free: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The same drawing with nodes that stand too near each other pushed apart; only the ``free`` ones move."""
    import numpy as np

    apart = _kept_apart(len(found))
    for _ in range(max(20, min(60, 9_000 // len(found)))):
        across = found[:, None, :] - found[None, :, :]
        lengths = np.hypot(across[..., 0], across[..., 1])
        np.fill_diagonal(lengths, np.inf)
        near = lengths < apart
        near &= free[:, None]
        if not near.any():
            break
        rows, columns = np.nonzero(near)
        way = across[rows, columns]
        length = lengths[rows, columns]
        still = length < 1e-6  # at the same place: each leaves in a direction of its own
        way[still] = np.stack([np.cos(rows[still] * _TURN), np.sin(rows[still] * _TURN)], axis=1)
        length[still] = 1.0
        share = np.where(free[columns], 0.52, 1.02)
        step = way * (share * (apart - np.where(still, 0.0, length)) / length)[:, None]
        moved = np.zeros_like(found)
        np.add.at(moved, rows, step)
        found = found + moved
    return found


# --- a group of which something is known


def _joined(group: _Group, held: Mapping[Any, Place], everything: Mapping[Any, Place]) -> dict[Any, Place]:
    """Places for the new nodes of a group, near those they are linked to; nothing else moves."""
    new = [node for node in group.nodes if node not in held]
    found = _one_by_one(group, held, everything)
    if len(new) <= _FEW:
        return found
    import numpy as np

    count = len(group.nodes)
    at = np.array([found.get(node, held.get(node)) for node in group.nodes]) / (STEP_X, STEP_Y)
    free = np.array([node not in held for node in group.nodes])
    far = np.where(free, np.inf, 0.0)
    low, high = at - far[:, None], at + far[:, None]
    laid = _graph(group).layout_fruchterman_reingold(
        niter=max(30, min(120, 40_000 // count)),
        seed=at.tolist(),
        start_temp=1.0,
        grid="nogrid" if count <= _FULL else "grid",
        minx=low[:, 0].tolist(),
        maxx=high[:, 0].tolist(),
        miny=low[:, 1].tolist(),
        maxy=high[:, 1].tolist(),
    )
    ends = np.where(free[:, None], np.array(laid.coords), at)
    if count <= _PUSHED:
        ends = _pushed(ends, free)
    return {
        node: (float(x) * STEP_X, float(y) * STEP_Y)
        for node, (x, y), is_free in zip(group.nodes, ends, free, strict=True)
        if is_free
    }


def _one_by_one(
    group: _Group, held: Mapping[Any, Place], everything: Mapping[Any, Place]
) -> dict[Any, Place]:
    """Each new node in the nearest free place to the middle of those it is linked to, the best linked first."""
    near: list[list[int]] = [[] for _ in group.nodes]
    for a, b in group.links:
        near[a].append(b)
        near[b].append(a)
    at: dict[int, Place] = {i: held[node] for i, node in enumerate(group.nodes) if node in held}
    taken = _Taken(everything.values(), _kept_apart(len(group.nodes)))
    found: dict[Any, Place] = {}
    ahead = {i for i in range(len(group.nodes)) if i not in at and any(each in at for each in near[i])}
    while ahead:
        best = max(ahead, key=lambda i: (sum(1 for each in near[i] if each in at), -i))
        ahead.discard(best)
        around = [at[each] for each in near[best] if each in at]
        middle = (sum(x for x, _ in around) / len(around), sum(y for _, y in around) / len(around))
        at[best] = found[group.nodes[best]] = taken.free(middle)
        ahead |= {each for each in near[best] if each not in at}
    return found


class _Taken:
    """Places that are taken, by the cell of a grid they lie in; none lies nearer to another than ``apart`` steps."""

    def __init__(self, places: Iterable[Place], apart: float) -> None:
        self._apart = apart
        self._cells: dict[tuple[int, int], list[Place]] = {}
        for place in places:
            self._add(place)

    def _add(self, place: Place) -> None:
        self._cells.setdefault(_cell(place), []).append(place)

    def free(self, middle: Place) -> Place:
        """A free place as near to ``middle`` as there is one, taken from now on."""
        turn = 0
        while True:
            reach = 0.55 * math.sqrt(turn)
            angle = turn * _TURN
            place = (
                middle[0] + STEP_X * reach * math.cos(angle),
                middle[1] + STEP_Y * reach * math.sin(angle),
            )
            if self._is_free(place):
                self._add(place)
                return place
            turn += 1

    def _is_free(self, place: Place) -> bool:
        column, row = _cell(place)
        return all(
            math.hypot((x - place[0]) / STEP_X, (y - place[1]) / STEP_Y) >= self._apart
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for x, y in self._cells.get((column + dx, row + dy), ())
        )


def _cell(place: Place) -> tuple[int, int]:
    return math.floor(place[0] / STEP_X), math.floor(place[1] / STEP_Y)


# --- groups beside one another


def _packed(groups: Sequence[Mapping[N, Place]], left: float, top: float | None) -> dict[N, Place]:
    """Groups beside one another, from ``left`` and ``top`` on, so that the whole is wider than high: small ones in the
    room that larger ones leave, the others in rows.
    """
    found: dict[N, Place] = {}
    sizes = [_size(group) for group in groups]
    area = sum(width * height for width, height in sizes)
    widest = max([math.sqrt(area * _WIDE), *(width for width, _ in sizes)], default=0.0)
    x, y, tallest = left, top or 0.0, 0.0
    room = _Room()
    for group, (width, height) in sorted(zip(groups, sizes, strict=True), key=lambda each: -each[1][1]):
        at = room.find(group, widest) if len(group) <= _SMALL else None
        if at is None:
            if x > left and x + width > left + widest * 1.001:
                x, y, tallest = left, y + tallest, 0.0
            near = min(px for px, _ in group.values()), min(py for _, py in group.values())
            at = (x - near[0], y - near[1])
            x += width
            tallest = max(tallest, height)
        moved = {node: (at[0] + px, at[1] + py) for node, (px, py) in group.items()}
        room.take(moved.values())
        found.update(moved)
    return found


class _Room:
    """The room between groups, by the cells of a grid."""

    def __init__(self) -> None:
        self._taken: set[tuple[int, int]] = set()
        self._left = self._top = math.inf
        self._right = self._bottom = -math.inf
        self._tries = 400

    def take(self, places: Iterable[Place]) -> None:
        """Nodes stand there, and nothing else near by."""
        for x, y in places:
            column, row = _half_cell((x, y))
            self._taken.update(
                (column + dx, row + dy) for dx in (-2, -1, 0, 1, 2) for dy in (-2, -1, 0, 1, 2)
            )
            self._left, self._right = min(self._left, x), max(self._right, x)
            self._top, self._bottom = min(self._top, y), max(self._bottom, y)

    def find(self, group: Mapping[N, Place], widest: float) -> Place | None:
        """How far a small group is to be moved to stand in free room; ``None`` where there is none for it."""
        if not self._taken or self._tries <= 0:
            return None
        self._tries -= 1
        xs, ys = [x for x, _ in group.values()], [y for _, y in group.values()]
        right = max(self._right, self._left + widest)
        y = self._top - min(ys)
        while y + max(ys) <= self._bottom:
            x = self._left - min(xs)
            while x + max(xs) <= right:
                if all(_half_cell((x + px, y + py)) not in self._taken for px, py in group.values()):
                    return x, y
                x += STEP_X / 2
            y += STEP_Y / 2
        return None


def _half_cell(place: Place) -> tuple[int, int]:
    return math.floor(place[0] / STEP_X * 2), math.floor(place[1] / STEP_Y * 2)


def _size(group: Mapping[N, Place]) -> tuple[float, float]:
    """Width and height of a group, with the gap to the next."""
    xs, ys = [x for x, _ in group.values()], [y for _, y in group.values()]
    return max(xs) - min(xs) + STEP_X * (1 + _GAP) / 1.4, max(ys) - min(ys) + STEP_Y * (1 + _GAP) / 1.4


def _in_rows(loose: Sequence[N], placed: Mapping[N, Place]) -> dict[N, Place]:
    """Nodes without links in rows below all others."""
    if not loose:
        return {}
    left = min((x for x, _ in placed.values()), default=0.0)
    right = max((x for x, _ in placed.values()), default=0.0)
    top = max((y + STEP_Y * (1 + _GAP) / 1.4 for _, y in placed.values()), default=0.0)
    columns = max(round((right - left) / STEP_X) + 1, math.ceil(math.sqrt(len(loose) * _WIDE)), 1)
    return {
        node: (left + at % columns * STEP_X, top + at // columns * STEP_Y * 0.8)
        for at, node in enumerate(loose)
    }
