"""Arcs: any number of them stays legible, their names are readable and never lie over one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF

from glossator.core.annotations import AnnotationSet
from glossator.ui.text import names
from glossator.ui.text.curves import Route
from glossator.ui.text.decoration import Density
from glossator.ui.text.marks import Arc
from glossator.ui.text.names import Rect
from glossator.ui.text.sight import MOST_LEAVING
from glossator.ui.text.view import ArticleView
from tests import builders
from tests.bench import documents
from tests.ui.text import reach
from tests.ui.text.conftest import MakePage

HEIGHT = 10.0


def route(
    number: int, place: tuple[float, float], width: float, others: Sequence[tuple[float, float]]
) -> Route:
    arc = Arc(number, 0, number, number + 100, "name")
    return Route(arc, ((0.0, 0.0), place), (), "name", place, width, tuple(others))


points = st.tuples(st.integers(0, 80), st.integers(0, 80)).map(lambda at: (float(at[0]), float(at[1])))
routes = st.lists(st.tuples(points, st.integers(1, 40), st.lists(points, max_size=3)), max_size=15).map(
    lambda made: [route(number, *each) for number, each in enumerate(made)]
)
chips = st.lists(points.map(lambda at: Rect(*at, at[0] + 20, at[1] + 8)), max_size=6)


def rects_of(found: Iterable[Route]) -> list[Rect]:
    return [names.rect_of(each, each.name_at, HEIGHT) for each in found if each.name_at is not None]


@given(routes, chips, st.integers(0, 14))
def test_settled_names_do_not_overlap_and_stand_where_they_may(
    made: list[Route], over: list[Rect], named: int
) -> None:
    found = names.settled(made, over, HEIGHT, named)
    assert [each.arc for each in found] == [each.arc for each in made]
    assert not any(one.overlaps(other) for one, other in combinations(rects_of(found), 2))
    for before, after in zip(made, found, strict=True):
        assert after.name_at in {None, before.name_at, *before.name_else}
        if before.arc.relation == named:
            assert after.name_at is not None, "the one that is asked for is shown in any case"
    assert names.settled(made, over, HEIGHT, named) == found


def test_a_name_keeps_clear_of_chips_where_it_can() -> None:
    chip = Rect(0, 0, 30, 10)
    (moved,) = names.settled([route(1, (10, 5), 10, [(10, 50)])], [chip], HEIGHT)
    assert (moved.name_at, moved.is_framed) == ((10, 50), False)
    (framed,) = names.settled([route(1, (10, 5), 10, [(12, 5)])], [chip], HEIGHT)
    assert (framed.name_at, framed.is_framed) == ((10, 5), True)


def shown_names(view: ArticleView) -> list[Rect]:
    canvas = view._canvas
    height = canvas.metrics.arc_pitch
    return [names.rect_of(each, each.name_at, height) for each in canvas.routes() if each.name_at is not None]


@pytest.mark.parametrize("density", ["normal", "all"])
def test_no_name_lies_over_another_whatever_is_selected_and_hovered(
    density: Density, make_page: MakePage
) -> None:
    held = documents.article(documents.S1)
    view = make_page(held, documents.scheme(), size=(900, 700))
    view.set_density(density)
    canvas = view._canvas
    seen = 0
    related = [each.id for each in held.in_order() if held.relations_of(each.id)]
    for selected, hovered in zip(related, [*related[3:], *related[:3]], strict=True):
        view.select_mention(selected)
        canvas.hovered_arcs = hovered
        for relation in (None, *(each.id for each in held.relations_of(hovered))):
            canvas.hovered_relation = relation
            canvas.refresh()
            found = shown_names(view)
            assert not any(one.overlaps(other) for one, other in combinations(found, 2))
            seen += len(found)
            arcs = [each for each in canvas.routes() if each.arc.relation == relation]
            assert not arcs or any(each.name_at is not None for each in arcs)
    assert seen > 100


def hub(count: int, *, target: bool = False) -> AnnotationSet:
    """A mention with relations to ``count`` others, each on a line of its own."""
    others = [f"n{each}" for each in range(count)]
    text = "[Hub|PER] spoke.\n" + "".join(f"Then [{name}|ORG] heard.\n" for name in others)
    related = [("LEADS", name, "Hub") if target else ("LEADS", "Hub", name) for name in others]
    return builders.annotated(text, relations=related)


def lanes_used(view: ArticleView) -> list[float]:
    return sorted({min(x for x, _ in each.points) for each in view._canvas.routes()})


@pytest.mark.parametrize("target", [False, True])
def test_many_arcs_of_one_mention_share_a_run_and_push_no_text_away(
    target: bool, make_page: MakePage
) -> None:
    heights = {}
    for count in (1, 4, 5, 300):
        view = make_page(hub(count, target=target))
        view.set_density("all")
        page = view._canvas.page
        assert page is not None
        heights[count] = page.marks(0).height
    assert heights[1] < heights[4]
    assert heights[5] <= heights[4]
    assert heights[300] == heights[5]


def test_where_many_arrive_on_one_run_each_has_its_name_at_its_own_beginning(make_page: MakePage) -> None:
    view = make_page(hub(8, target=True))
    view.set_density("all")
    first = view._canvas.scroller.placed[0]
    whole = [each for each in view._canvas.routes() if each.heads]
    assert len(whole) == 8
    places = [each.name_at for each in whole if each.name_at is not None]
    assert len(places) == 8
    assert all(y > first.y + first.marks.height for _, y in places)


def test_in_the_full_view_arcs_that_share_a_lane_fan_out_under_the_pointer(make_page: MakePage) -> None:
    view = make_page(hub(40), size=(1200, 600))
    view.set_density("all")
    canvas = view._canvas
    reach.move(view, QPoint(500, 580))
    before = reach.picture(view)
    shared = lanes_used(view)
    assert len(shared) <= 8
    by_lane: dict[float, int] = {}
    for each in canvas.routes():
        lane = min(x for x, _ in each.points)
        by_lane[lane] = by_lane.get(lane, 0) + 1
    fullest = max(by_lane, key=lambda lane: by_lane[lane])
    assert by_lane[fullest] > 10
    reach.move(view, QPointF(fullest, 590).toPoint())
    fan = canvas.fan
    assert 10 < len(fan) <= by_lane[fullest]
    fanned = [each for each in canvas.routes() if each.is_focus]
    assert {each.arc.relation for each in fanned} == fan
    assert len({min(x for x, _ in each.points) for each in fanned}) == len(fanned)
    assert all(0 < min(x for x, _ in each.points) < canvas.left for each in fanned)
    assert all(each.is_faint for each in canvas.routes() if not each.is_focus)
    assert reach.picture(view) != before
    reach.move(view, QPointF(fullest - 30, 580).toPoint())
    assert canvas.fan == fan, "until the pointer leaves the margin"
    reach.move(view, QPoint(500, 580))
    assert not canvas.fan
    assert lanes_used(view) == shared
    assert reach.picture(view) == before


def test_the_pointer_on_one_arc_alone_moves_nothing(make_page: MakePage) -> None:
    view = make_page(hub(1))
    view.set_density("all")
    before = lanes_used(view)
    reach.move(view, QPointF(before[0], 80).toPoint())
    assert view._canvas.hovered_relation is not None
    assert lanes_used(view) == before


@pytest.mark.parametrize("count", [30, 400])
def test_signposts_say_how_many_more_there_are(count: int, make_page: MakePage) -> None:
    held = hub(count)
    view = make_page(held, size=(800, 300))
    view.select_mention(builders.the(held, "Hub").id)
    view.restore_place(0)
    posts = [each for each in view._canvas.routes() if each.is_signpost]
    shown = [each for each in posts if each.name_at is not None]
    inside = sum(not each.is_signpost for each in view._canvas.routes())
    assert 2 <= len(shown) <= 4
    assert len(posts) == min(MOST_LEAVING, count - inside)
    (last,) = [each for each in shown if "more" in each.name]
    assert last.name.endswith(f" … and {count - inside - len(shown)} more")
    nearest = [f"Leads ↓ n{each}" for each in range(inside, inside + len(shown))]
    assert {each.name.partition(" …")[0] for each in shown} == set(nearest)


def test_an_arc_between_the_hovered_and_the_selected_mention_is_drawn_once(make_page: MakePage) -> None:
    held = builders.annotated(
        "[Ada|PER] leads the [club|ORG] in [town|GPE].",
        relations=[("LEADS", "Ada", "club"), ("PART_OF", "club", "town")],
    )
    view = make_page(held)
    view.select_mention(builders.the(held, "Ada").id)
    view._canvas.hovered_arcs = builders.the(held, "club").id
    view._canvas.refresh()
    assert sorted(each.name for each in view._canvas.routes()) == ["Leads", "Part of"]


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("zoom", [67, 100, 150])
def test_in_the_full_view_every_arc_that_has_room_has_its_name(
    zoom: int, ratio: float, make_page: MakePage
) -> None:
    held = documents.article(documents.S1)
    view = make_page(held, documents.scheme(), size=(1000, 2400))
    view.set_density("all")
    view.set_zoom(zoom)
    canvas = view._canvas
    canvas.set_look(ratio=ratio)
    shown = {chip for each in canvas.scroller.placed for chip in each.marks.chips}
    seen = 0
    for each in canvas.routes():
        if not {each.arc.source, each.arc.target} <= shown:
            continue
        longest = max(abs(one[0] - other[0]) for one, other in pairwise(each.points))
        is_local = min(x for x, _ in each.points) >= canvas.left
        if not is_local or longest > each.name_width + 30:
            assert each.name_at is not None, each
            seen += 1
    assert seen >= 8
