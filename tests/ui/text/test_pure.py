"""The rooms of the page that know no Qt: offsets, rows, lanes, heights, marks, corners of arcs."""

from __future__ import annotations

import ast
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.annotations import Argument, Mention
from glossator.core.spans import Span, normalise
from glossator.ui import text as room
from glossator.ui.text import curves, lanes, marks, rows
from glossator.ui.text.heights import Heights
from glossator.ui.text.offsets import map_of
from glossator.ui.text.rows import ROW_LIMIT, Rows
from tests import builders

characters = st.characters(codec="utf-8")
texts = st.text(characters, max_size=60)
prose = st.text(st.sampled_from("ab \n\tא山😀\u0301\u200d🇩🇪"), max_size=300)


@pytest.mark.parametrize(
    "name", ["offsets", "rows", "lanes", "heights", "marks", "margin", "gestures", "choice"]
)
def test_a_pure_room_does_not_import_qt(name: str) -> None:
    source = (Path(room.__file__).parent / f"{name}.py").read_text("utf-8")
    imported = [
        alias.name if isinstance(node, ast.Import) else str(node.module)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    assert not [each for each in imported if "PySide6" in each]


# --- offsets ------------------------------------------------------------------------------------------------------


@given(texts)
def test_positions_are_utf16_units_and_lead_back(text: str) -> None:
    mapped = map_of(text)
    for offset in range(len(text) + 1):
        position = len(text[:offset].encode("utf-16-le")) // 2
        assert mapped.position(offset) == position
        assert mapped.offset(position) == offset


@given(texts)
def test_a_position_inside_a_pair_is_taken_to_its_start(text: str) -> None:
    mapped = map_of(text)
    for offset, character in enumerate(text):
        if ord(character) > 0xFFFF:
            assert mapped.offset(mapped.position(offset) + 1) == offset


def test_texts_without_astral_characters_share_one_map() -> None:
    assert map_of("abc") is map_of("日本語")
    assert map_of("abc") is map_of("xyz")
    assert map_of("😀") is not map_of("abc")


# --- rows ---------------------------------------------------------------------------------------------------------


@given(prose, st.integers(4, 40))
def test_rows_hold_all_of_the_text_but_its_line_breaks(text: str, limit: int) -> None:
    cut = Rows(text, limit=limit)
    spans = [cut.span(row) for row in range(len(cut))]
    assert spans[0].start == 0
    assert spans[-1].end == len(text)
    for (row, before), after in zip(enumerate(spans), spans[1:], strict=False):
        between = text[before.end : after.start]
        assert between == ("\n" if cut.ends_paragraph(row) else "")
        assert cut.begins_paragraph(row + 1) == (between == "\n")
    assert all("\n" not in span.slice(text) and span.length <= limit for span in spans)


@given(prose, st.integers(4, 40))
def test_every_offset_has_its_row(text: str, limit: int) -> None:
    cut = Rows(text, limit=limit)
    for offset in range(len(text) + 1):
        span = cut.span(cut.row_at(offset))
        assert span.start <= offset <= span.end
        if offset == span.end and offset < len(text):
            assert text[offset] == "\n", (
                "the offset at which a paragraph is divided belongs to the row behind"
            )


def test_a_long_paragraph_is_cut_behind_white_space() -> None:
    text = "word " * 2000
    cut = Rows(text)
    spans = [cut.span(row) for row in range(len(cut))]
    assert len(spans) > 1
    assert all(text[span.end - 1] == " " for span in spans)
    rows = range(len(cut))
    assert [row for row in rows if cut.begins_paragraph(row)] == [0]
    assert [row for row in rows if cut.ends_paragraph(row)] == [rows[-1]]


def test_a_cut_without_white_space_does_not_part_a_character() -> None:
    family = "👩\u200d👩\u200d👧"
    text = family * 1000
    cut = Rows(text, limit=100)
    assert len(cut) > 10
    assert all((cut.span(row).start % len(family)) == 0 for row in range(len(cut)))


def test_the_base_direction_is_that_of_the_whole_paragraph() -> None:
    hebrew = "12 שלום " + "word " * 1000
    cut = Rows(f"Latin שלום\n{hebrew}\n12 34\n\u200fabc")
    assert not cut.is_right_to_left(0)
    last = len(cut) - 2
    assert last > 2
    assert all(cut.is_right_to_left(row) for row in range(1, last))
    assert not cut.is_right_to_left(last)
    assert cut.is_right_to_left(last + 1)


def test_covering_names_the_rows_of_a_span() -> None:
    cut = Rows("ab\ncd\nef")
    assert list(cut.covering(Span(0, 2))) == [0]
    assert list(cut.covering(Span(1, 4))) == [0, 1]
    assert list(cut.covering(Span(3, 3))) == [1]
    assert list(cut.covering(Span(0, 8))) == [0, 1, 2]


@given(st.text(max_size=30))
def test_what_is_shown_has_as_many_units(text: str) -> None:
    drawn = rows.shown(text)
    assert len(drawn) == len(text)
    assert all(ord(each) >= 0x20 or each == "\t" for each in drawn)
    assert [ord(each) > 0xFFFF for each in drawn] == [ord(each) > 0xFFFF for each in text]
    drawn.encode("utf-8")  # no lone surrogate is left


# --- lanes --------------------------------------------------------------------------------------------------------

intervals = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda each: (each[0], sum(each))))


@given(intervals)
def test_nothing_overlaps_in_a_lane(wanted: list[tuple[int, int]]) -> None:
    taken: lanes.Lanes = []
    found = [(lanes.fit(taken, start, end), start, end) for start, end in wanted]
    for index, (lane, start, end) in enumerate(found):
        for other, low, high in found[:index]:
            assert other != lane or end <= low or high <= start


@given(intervals)
def test_the_first_free_lane_is_taken(wanted: list[tuple[int, int]]) -> None:
    taken: lanes.Lanes = []
    for start, end in wanted:
        before = [list(lane) for lane in taken]
        lane = lanes.fit(taken, start, end)
        assert all(not lanes.is_free(each, start, end) for each in before[:lane])


@given(intervals, st.integers(1, 9))
def test_things_that_slide_do_not_overlap(wanted: list[tuple[int, int]], width: int) -> None:
    taken: lanes.Lanes = []
    found = [(*lanes.fit_along(taken, start, width, end, 2), start, end) for start, end in wanted]
    for index, (lane, place, start, end) in enumerate(found):
        assert place == start or start < place <= end - width
        for other, low, _, _ in found[:index]:
            assert other != lane or place + width <= low or low + width <= place


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda each: (min(each), max(each)))))
def test_a_partition_is_free_of_overlaps_but_in_the_last_lane(wanted: list[tuple[int, int]]) -> None:
    ordered = sorted(wanted)
    found = lanes.partition(ordered, 3)
    assert found == lanes.partition(ordered, 3)
    for lane in range(2):
        mine = [each for each, taken in zip(ordered, found, strict=True) if taken == lane]
        assert all(before[1] < after[0] for before, after in pairwise(mine))


# --- heights ------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=700),
    st.lists(st.tuples(st.integers(0, 699), st.integers(1, 20)), max_size=20),
    st.integers(-5, 9000),
)
def test_heights_add_up(estimates: list[int], measured: list[tuple[int, int]], y: int) -> None:
    heights, plain = Heights(estimates), list(estimates)
    for row, height in measured:
        if row < len(plain):
            assert heights.measure(row, height) == height - plain[row]
            assert heights.is_exact(row)
            plain[row] = height
    assert heights.total == sum(plain)
    assert all(heights.top(row) == sum(plain[:row]) for row in range(0, len(plain), 97))
    row, inside = heights.at(y)
    if 0 <= y < sum(plain):
        assert heights.top(row) + inside == y
        assert 0 <= inside < plain[row]
    else:
        assert row == (0 if y < 0 else len(plain) - 1)


# --- marks --------------------------------------------------------------------------------------------------------

spans = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda each: Span(each[0], sum(each)))
mentions = st.lists(st.lists(spans, min_size=1, max_size=3), max_size=12).map(
    lambda found: [Mention(number, 1, "PER", normalise(each), "") for number, each in enumerate(found, 1)]
)


@given(mentions, st.sets(st.integers(1, 51), max_size=4))
def test_every_character_of_a_mention_is_on_its_line_and_no_other(
    made: list[Mention], cuts: set[int]
) -> None:
    starts = [0, *sorted(cuts)]
    shared = marks.by_line(made, starts, 52)
    found: dict[int, set[int]] = {each.id: set() for each in made}
    for line, on_line in enumerate(shared):
        span = Span(starts[line], starts[line + 1] if line + 1 < len(starts) else 52)
        pieces, _ = marks.pieces_on(span, on_line)
        for piece in pieces:
            assert span.start <= piece.start < piece.end <= span.end
            if not piece.is_gap:
                found[piece.mention.id] |= set(range(piece.start, piece.end))
    for each in made:
        assert found[each.id] == {offset for span in each.fragments for offset in range(*span)}


@given(mentions)
def test_underlines_share_no_lane_and_inner_ones_are_nearer(made: list[Mention]) -> None:
    ordered = sorted(made, key=marks.by_length)
    pieces, count = marks.pieces_on(Span(0, 60), ordered)
    lane = {piece.mention.id: piece.lane for piece in pieces}
    assert count == max(lane.values(), default=-1) + 1
    hulls = {each.id: Span(each.start, each.end) for each in made}
    for one in made:
        for other in made:
            if one.id < other.id and hulls[one.id].overlaps(hulls[other.id]):
                assert lane[one.id] != lane[other.id]
            nested = hulls[other.id].contains(hulls[one.id]) and one.length < other.length
            if nested and hulls[one.id] != hulls[other.id]:
                assert lane[one.id] < lane[other.id]


def test_gaps_join_the_fragments_of_a_mention() -> None:
    held = builders.annotated("[naval|FAC#n] and [air|FAC#a] [bases|FAC#n,FAC#a]")
    pieces, count = marks.pieces_on(Span(0, 19), sorted(held.mentions.values(), key=marks.by_length))
    assert count == 2
    naval = [each for each in pieces if each.mention.quote == "naval … bases"]
    assert [(each.start, each.end, each.is_gap) for each in naval] == [
        (0, 5, False),
        (5, 14, True),
        (14, 19, False),
    ]
    assert {each.lane for each in naval} == {1}


def test_an_event_has_an_arc_from_its_trigger_to_each_filler() -> None:
    held = builders.annotated(
        "[Ada|PER] [attacked|EVT] [the port|FAC]",
        events=[("ATTACK", "attacked", {"Agent": "Ada", "Target": "the port"})],
    )
    (event,) = held.relations.values()
    trigger = builders.the(held, "attacked").id
    arcs = marks.arcs_of(event, held, builders.scheme())
    assert [(each.source, each.name, each.kind) for each in arcs] == [
        (trigger, "Agent", "Attack"),
        (trigger, "Target", "Attack"),
    ]
    assert marks.arcs_at(builders.the(held, "Ada").id, held, builders.scheme()) == arcs[:1]
    assert marks.mentions_drawn_by(event, held) == set(held.mentions)


def test_a_binary_relation_is_one_arc_with_the_name_of_its_type() -> None:
    held = builders.annotated("[Ada|PER] leads [it|ORG]", relations=[("LEADS", "Ada", "it")])
    (relation,) = held.relations.values()
    (arc,) = marks.arcs_of(relation, held, builders.scheme())
    assert (arc.source, arc.target) == (builders.the(held, "Ada").id, builders.the(held, "it").id)
    assert (arc.name, arc.is_symmetric) == ("Leads", False)
    assert arc.other(arc.source) == arc.target


def test_a_relation_as_filler_is_drawn_at_its_trigger() -> None:
    held = builders.annotated("[met|EVT] [after|EVT]", events=[("MEET", "after", {}), ("MEET", "met", {})])
    inner, outer = held.relations.values()
    held.put_relation(replace(outer, arguments=(Argument("Topic", inner.id, is_relation=True),)))
    met, after = builders.the(held, "met").id, builders.the(held, "after").id
    (arc,) = marks.arcs_at(after, held, None)
    assert (arc.source, arc.target, arc.name) == (met, after, "Topic")


def test_a_relation_without_its_mentions_has_no_arcs() -> None:
    held = builders.annotated("[Ada|PER] leads [it|ORG]", relations=[("LEADS", "Ada", "it")])
    held.drop_mention(builders.the(held, "Ada").id)
    (relation,) = held.relations.values()
    assert marks.arcs_of(relation, held, None) == []


# --- routes -------------------------------------------------------------------------------------------------------


def test_corners_are_cut_and_ends_kept() -> None:
    points = curves.rounded([(0, 20), (0, 0), (50, 0), (50, 20)], corner=5)
    assert list(points) == [(0, 20), (0, 5), (5, 0), (45, 0), (50, 5), (50, 20)]


@given(st.floats(-10, 60), st.floats(-10, 30))
def test_the_distance_to_a_line_is_that_to_its_nearest_point(x: float, y: float) -> None:
    line = [(0.0, 0.0), (50.0, 0.0)]
    nearest = min(50.0, max(0.0, x))
    assert curves.distance_to(line, x, y) == pytest.approx(((x - nearest) ** 2 + y * y) ** 0.5)


def test_only_very_long_paragraphs_are_divided_and_then_into_small_rows() -> None:
    whole = Rows("word " * (ROW_LIMIT // 5))
    assert len(whole) == 1
    divided = Rows("word " * 4000)
    sizes = [divided.span(row).length for row in range(len(divided))]
    assert sum(sizes) == 20_000
    assert max(sizes) <= ROW_LIMIT // 2
    assert min(sizes[:-1]) > ROW_LIMIT // 4
