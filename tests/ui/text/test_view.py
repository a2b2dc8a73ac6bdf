"""What the page offers to the window around it, and what it looks like."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from glossator.core.annotations import Entity, Mention
from glossator.core.changes import Change
from glossator.core.spans import Span
from glossator.ui import theme
from glossator.ui.selection import Selection
from glossator.ui.text import tooltips
from glossator.ui.text.accessibility import _Page, _Text
from glossator.ui.text.layout import ArticleLayout
from glossator.ui.text.view import ArticleView
from tests import builders
from tests.ui.text import reach
from tests.ui.text.conftest import MakePage

NESTED = "The [[[[[[Russian|GPE] navy|ORG] base|FAC] command|PER] staff|LOC] office|CUE] spoke."


def layout_of(view: ArticleView) -> ArticleLayout:
    page = view._canvas.page
    assert page is not None
    return page


def colours(image: QImage) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name().upper() for x in range(image.width()) for y in range(image.height())
    }


# --- without an article -------------------------------------------------------------------------------------------


def test_an_empty_page_says_what_to_do(make_page: MakePage) -> None:
    view = make_page(None)
    before = reach.picture(view)
    assert len(colours(before)) > 2
    view.set_empty_text("There is no document yet. Press Ctrl+I to import texts.")
    assert reach.picture(view) != before
    view.show_article(builders.annotated("Some text."), builders.scheme())
    view.show_article(None, None)
    assert view.text == ""
    assert view.verticalScrollBar().maximum() == 0


def test_an_empty_text_and_a_missing_scheme_are_no_trouble(make_page: MakePage) -> None:
    view = make_page(builders.annotated(""))
    reach.picture(view)
    reach.click(view, QPoint(300, 100))
    assert view.caret == 0
    view.show_article(builders.annotated("[Ada|PER] was here."), None)
    reach.picture(view)
    (chip,) = layout_of(view).marks(0).chips.values()
    assert chip.text == "PER"


def test_a_mention_beyond_the_text_or_out_of_order_is_drawn_as_far_as_there_is_text(
    make_page: MakePage,
) -> None:
    held = builders.annotated("Short text.")
    held.put_mention(Mention(5, 1, "PER", (Span(6, 900),), "x"))
    held.put_mention(Mention(6, 1, "ORG", (Span(2000, 2010),), "x"))
    held.put_mention(Mention(7, 1, "GPE", (Span(6, 10), Span(0, 5)), "x"))
    view = make_page(held)
    for density in ("calm", "normal", "all"):
        view.set_density(density)
        reach.picture(view)
    for mention in (5, 6, 7):
        view.select_mention(mention)
        reach.picture(view)


# --- what it looks like -------------------------------------------------------------------------------------------


def test_every_mention_of_a_nest_has_a_bar_and_a_chip_of_its_own(make_page: MakePage) -> None:
    held = builders.annotated(NESTED)
    marks = layout_of(make_page(held)).marks(0)
    assert {box.lane for box in marks.boxes} == set(range(6))
    by_length = sorted(held.mentions.values(), key=lambda each: each.length)
    lane = {box.mention.id: box.lane for box in marks.boxes}
    assert [lane[each.id] for each in by_length] == [0, 1, 2, 3, 4, 5]
    chips = list(marks.chips.values())
    assert len(chips) == 6
    places = {(chip.left, chip.top) for chip in chips}
    assert len(places) == 6
    for one in chips:
        for other in chips:
            if one is not other and one.top == other.top:
                assert one.left + one.width <= other.left or other.left + other.width <= one.left


def test_the_ground_is_that_of_the_innermost_label_and_tints_do_not_add_up(make_page: MakePage) -> None:
    held = builders.annotated("[[Russian|GPE] navy|ORG]")
    view = make_page(held)
    view.select(Span(12, 12))
    image = reach.picture(view)
    found = colours(image)
    slots = theme.light().slots
    assert slots["GPE"].tint.upper() in found
    assert slots["ORG"].tint.upper() in found
    point = reach.on(view, 3)
    row = [QColor(image.pixel(point.x() + step, point.y())).name().upper() for step in range(-4, 5)]
    assert slots["GPE"].tint.upper() in row
    assert slots["ORG"].tint.upper() not in row


def test_patterns_tell_the_families_apart_without_colour(make_page: MakePage) -> None:
    held = builders.annotated("[aaaaaaaaaaaa|PER] [aaaaaaaaaaaa|LOC] [aaaaaaaaaaaa|EVT] [aaaaaaaaaaaa|CUE]")
    view = make_page(held)
    view.select(Span(13, 13))
    image = reach.picture(view).convertToFormat(QImage.Format.Format_Grayscale8)
    boxes = layout_of(view).marks(0).boxes
    left = view._canvas.left
    prints = set()
    for box in boxes:
        cells = [
            tuple(
                image.pixelColor(round(left + box.left) + 2 + x, round(box.bar) + y).value() < 200
                for x in range(40)
            )
            for y in range(4)
        ]
        prints.add(tuple(cells))
    assert len(prints) == 4


def test_density_decides_what_is_drawn(make_page: MakePage) -> None:
    held = builders.annotated("[Ada|PER] leads the [club|ORG].", relations=[("LEADS", "Ada", "club")])
    view = make_page(held)
    page = layout_of(view)
    seen = {}
    for density in ("normal", "calm", "all"):
        view.set_density(density)
        assert view.density == density
        marks = page.marks(0)
        seen[density] = (len(marks.chips), len(view._canvas.routes()), len(marks.boxes))
    assert seen == {"normal": (2, 0, 2), "calm": (0, 0, 2), "all": (2, 1, 2)}
    view.set_density("normal")
    view.select_mention(builders.the(held, "Ada").id)
    assert [route.name for route in view._canvas.routes()] == ["Leads"]
    assert [chip.relations for chip in page.marks(0).chips.values()] == [1, 1]


def test_selecting_a_mention_moves_no_text(make_page: MakePage) -> None:
    held = builders.annotated("[Ada|PER] leads the [club|ORG].\nMore.", relations=[("LEADS", "Ada", "club")])
    view = make_page(held)
    before = [reach.on(view, offset) for offset in range(len(held.text) - 5)]
    view.select_mention(builders.the(held, "Ada").id)
    assert [reach.on(view, offset) for offset in range(len(held.text) - 5)] == before


def test_an_arc_to_another_line_goes_through_the_margin_and_one_to_elsewhere_says_where(
    make_page: MakePage,
) -> None:
    held = builders.annotated(
        "[Ada|PER] leads it.\nThe [club|ORG] too.\n" + "More.\n" * 60 + "The [guild|ORG].",
        relations=[("LEADS", "Ada", "club"), ("CITES", "Ada", "guild")],
    )
    view = make_page(held)
    for density in ("normal", "all"):
        view.set_density(density)
        view.select_mention(builders.the(held, "Ada").id)
        near, far = sorted(view._canvas.routes(), key=lambda each: each.arc.relation)
        left = view._canvas.left
        assert min(x for x, _ in near.points) < left
        assert max(y for _, y in far.points) > view.viewport().height()
        assert len(near.heads) == 1
        assert not far.heads
        if density == "normal":
            assert far.name == "Cites ↓ guild"


def test_arcs_in_their_lanes_do_not_run_through_text(make_page: MakePage) -> None:
    held = builders.annotated(
        "[Ada|PER] leads the [club|ORG], and [Bob|PER] the [guild|ORG] in [town|GPE].",
        relations=[
            ("LEADS", "Ada", "club"),
            ("LEADS", "Bob", "guild"),
            ("LEADS", "Ada", "town"),
            ("CITES", "Bob", "club"),
        ],
        events=[],
    )
    view = make_page(held)
    view.set_density("all")
    marks = layout_of(view).marks(0)
    levels = {track.y for track in marks.tracks}
    assert len(levels) >= 2
    for track in marks.tracks:
        line = marks.lines[track.line]
        assert line.top <= track.y < line.chips_top < line.box_top


def test_the_theme_is_changed_without_laying_out(make_page: MakePage) -> None:
    view = make_page(builders.annotated(NESTED))
    light = reach.picture(view)
    page = layout_of(view)
    before = (page.laid_out, page.decorated)
    view.set_theme(theme.dark())
    dark = reach.picture(view)
    assert (page.laid_out, page.decorated) == before
    assert QColor(dark.pixel(5, 5)).name().upper() == theme.dark().paper.upper()
    view.set_theme(theme.light())
    assert reach.picture(view) == light
    assert light != dark


def test_face_and_size_can_be_chosen(make_page: MakePage) -> None:
    view = make_page(builders.annotated("Some text to read."))
    before = layout_of(view).text(0).x_of(10)
    view.set_page_font("", 20.0)
    assert layout_of(view).text(0).x_of(10) > before * 1.3
    view.set_page_font("A Face That Is Not There", 12.5)
    reach.picture(view)


def test_hints_are_drawn_also_where_chips_are_hidden(make_page: MakePage) -> None:
    held = builders.annotated("[Ada|PER] leads the [club|ORG].")
    view = make_page(held)
    for density in ("normal", "calm"):
        view.set_density(density)
        before = reach.picture(view)
        view.set_hints({builders.the(held, "club").id: "a"})
        assert reach.picture(view) != before
        view.set_hints({})
        assert reach.picture(view) == before
    assert view.mentions_in_view() == [each.id for each in held.in_order()]


def test_hits_of_a_search_are_marked(make_page: MakePage) -> None:
    view = make_page(builders.annotated("One two three.\n" * 100))
    view.select(Span(3, 3))
    before = reach.picture(view)
    hits = [Span(start, start + 3) for start in range(4, 1500, 15)]
    view.set_found(hits)
    after = reach.picture(view)
    assert after != before
    assert theme.blend(theme.light().warning, theme.light().paper, 0.35).upper() in colours(after)
    view.set_found([hits[-1]])
    assert reach.picture(view) == before
    view.set_found(())
    assert reach.picture(view) == before


def test_a_selected_relation_brings_out_its_mentions_and_its_arc(
    make_page: MakePage, selection: Selection
) -> None:
    held = builders.annotated("[Ada|PER] leads the [club|ORG].", relations=[("LEADS", "Ada", "club")])
    view = make_page(held)
    before = reach.picture(view)
    (relation,) = held.relations
    selection.set(None, records=(relation,))
    assert [route.arc.relation for route in view._canvas.routes()] == [relation]
    assert reach.picture(view) != before


def test_a_click_on_a_signpost_takes_the_relation(make_page: MakePage, selection: Selection) -> None:
    held = builders.annotated(
        "[Ada|PER] leads it.\n" + "[More|ORG] [and|ORG] [more|ORG].\n" * 60 + "The [guild|ORG].",
        relations=[("LEADS", "Ada", "guild")],
    )
    view = make_page(held)
    view.select_mention(builders.the(held, "Ada").id)
    (route,) = view._canvas.routes()
    assert route.is_signpost
    assert route.name_at is not None
    reach.click(view, QPoint(round(route.name_at[0]), round(route.name_at[1])))
    assert selection.records == tuple(held.relations)


def test_only_mentions_that_begin_in_the_window_get_hints(make_page: MakePage) -> None:
    held = builders.annotated("[Ada|PER] and so on. " * 300)
    view = make_page(held, size=(600, 400))
    some = view.mentions_in_view()
    assert 5 < len(some) < 100
    assert some == [each.id for each in held.in_order()][: len(some)]


# --- choosing -----------------------------------------------------------------------------------------------------


def test_selecting_a_mention_tells_the_shared_selection(make_page: MakePage, selection: Selection) -> None:
    held = builders.annotated("The [naval|FAC#n] and air [bases|FAC#n] there.")
    view = make_page(held)
    told: list[object] = []
    selection.changed.connect(told.append)
    naval = builders.the(held, "naval … bases")
    view.select_mention(naval.id)
    assert told == [view]
    assert (selection.records, selection.spans, selection.caret) == ((naval.id,), naval.fragments, 4)
    assert view.parts == naval.fragments
    view.select_mention(12345)
    assert selection.primary == naval.id


def test_what_others_select_is_shown(make_page: MakePage, selection: Selection) -> None:
    held = builders.annotated("[Ada|PER] leads the [club|ORG].")
    view = make_page(held)
    before = reach.picture(view)
    selection.set(None, records=(builders.the(held, "club").id,), spans=(Span(14, 18),))
    assert reach.picture(view) != before
    assert view.selected == Span(14, 18)


def test_everything_can_be_selected_and_a_span_beyond_the_text_is_cut(make_page: MakePage) -> None:
    view = make_page(builders.annotated("One.\nTwo."))
    view.select_all()
    assert view.selected_text() == "One.\nTwo."
    view.select(Span(5, 99))
    assert view.selected == Span(5, 9)
    view.reveal(Span(500, 600))


def test_another_article_begins_with_nothing_selected(make_page: MakePage, selection: Selection) -> None:
    view = make_page(builders.annotated("One two."))
    view.select(Span(0, 3))
    view.show_article(builders.annotated("Three four.", id=2), builders.scheme())
    assert (selection.document, selection.spans, view.caret) == (2, (), 0)


# --- tooltips -----------------------------------------------------------------------------------------------------


def test_a_tooltip_tells_what_is_under_the_pointer(make_page: MakePage) -> None:
    held = builders.annotated(
        "[Ada <A>|PER:Individual] leads the [club|ORG].",
        relations=[("LEADS", "Ada <A>", "club")],
        notes=[("Ada <A>", "To be checked")],
    )
    view = make_page(held)
    point = reach.on(view, 1)
    QApplication.sendEvent(
        view.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point))
    )
    told = QToolTip.text()
    QToolTip.hideText()
    for words in ("Person", "Individual", "Ada &lt;A&gt; → Leads → club", "To be checked"):
        assert words in told
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    for window in QApplication.topLevelWidgets():
        if window.objectName() == "qtooltip_label":
            window.close()


def test_what_is_said_of_events_identities_and_attributes() -> None:
    held = builders.annotated(
        "[Ada|PER] [attacked|EVT] [the port|FAC]",
        events=[("ATTACK", "attacked", {"Agent": "Ada", "Target": "the port"})],
    )
    scheme = builders.scheme()
    ada = builders.with_attributes(held, "Ada", level="Name")
    (event,) = held.relations.values()
    told = tooltips.of_relation(event, held, scheme)
    assert "Attack" in told
    assert "Agent: Ada" in told
    known = builders.entity("Ada Lovelace")
    ada = replace(ada, entity=known.id)
    held.put_mention(ada)
    told = tooltips.of_mention(ada, held, scheme, lambda _: known)
    assert "= Ada Lovelace" in told
    assert "Level: Name" in told
    assert tooltips.spoken(ada, held, scheme, lambda _: known) == "Ada, Person, Ada Lovelace, 1 relation"


# --- screen readers -----------------------------------------------------------------------------------------------


def test_a_screen_reader_finds_a_document_with_text(make_page: MakePage) -> None:
    view = make_page(builders.annotated("One 😀 two."))
    described = QAccessible.queryAccessibleInterface(view)
    assert described is not None
    assert described.role() == QAccessible.Role.Document
    assert described.text(QAccessible.Text.Name) == "Article"
    assert described.childCount() == 0


def test_the_text_interface_counts_code_points(make_page: MakePage) -> None:
    view = make_page(builders.annotated("One 😀 two."))
    text = _Text(view)
    assert text.characterCount() == 10
    assert text.text(4, 7) == "😀 t"
    assert text.text(6, -1) == "two."
    text.setCursorPosition(6)
    assert (text.cursorPosition(), view.caret) == (6, 6)
    rect = text.characterRect(6)
    assert rect.width() > 2
    assert text.offsetAtPoint(rect.center() + QPoint(-2, 0)) == 6
    assert text.selectionCount() == 0
    text.scrollToSubstring(0, 3)
    assert text.characterRect(400).isEmpty()


def test_a_screen_reader_is_told_of_the_caret_the_selection_and_the_mention(
    make_page: MakePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def note(event: object) -> None:
        told.append(f"{type(event).__name__} {event.message() if hasattr(event, 'message') else ''}".strip())

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    view = make_page(builders.annotated("[Ada|PER] was here."))
    told.clear()
    view.select(Span(5, 5))
    assert told == ["QAccessibleTextCursorEvent"]
    view.select(Span(4, 7))
    assert told[1:] == ["QAccessibleTextSelectionEvent"]
    view.put_caret(1)
    assert told[2:] == ["QAccessibleTextCursorEvent", "QAccessibleAnnouncementEvent Ada, Person"]


def test_other_interfaces_are_refused_with_a_null_pointer(make_page: MakePage) -> None:
    described = _Page(make_page(builders.annotated("One.")))
    assert isinstance(described.interface_cast(QAccessible.InterfaceType.TextInterface), _Text)
    assert int(described.interface_cast(QAccessible.InterfaceType.TableInterface)) == 0  # type: ignore[call-overload]
    assert described.child(0) is None


def test_pages_come_and_go_with_their_descriptions(qtbot: QtBot) -> None:
    for _ in range(30):
        view = ArticleView(Selection(), theme.light())
        view.show_article(builders.annotated("One."), builders.scheme())
        assert QAccessible.queryAccessibleInterface(view) is not None
        view.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        del view
    gc.collect()


def test_no_timer_runs_on_a_page_at_rest(make_page: MakePage, qtbot: QtBot) -> None:
    view = make_page(builders.annotated("One.\n" * 100))
    reach.move(view, QPoint(300, 100))
    view._scroller.by(100.0)
    timers = view.findChildren(QTimer)
    assert len(timers) >= 3
    qtbot.waitUntil(lambda: not any(each.isActive() for each in timers))


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_selected_chip_is_legible(name: str) -> None:
    made = theme.light() if name == "light" else theme.dark()
    for colour in made.slots.values():
        assert theme.contrast(made.paper, colour.accent) >= 4.5


def test_lines_stand_as_far_apart_and_the_column_is_as_wide_as_wished(make_page: MakePage) -> None:
    held = builders.annotated(("[Ada|PER] was here and said a word or two about it. " * 6 + "\n") * 40)
    view = make_page(held, size=(1200, 600))
    view.restore_place(2000)
    place, width, pitch = view.scroll_place(), view.column_width, view._canvas.metrics.pitch
    view.set_page_shape(spacing=200, column=50)
    assert view.column_width == pytest.approx(width * 50 / 80, abs=1)
    assert view._canvas.metrics.pitch > pitch * 1.3
    first = view.scroll_place()
    assert abs(first - place) < 100, "the place is kept"
    assert len(layout_of(view).text(0).lines) > 5
    view.set_page_shape(spacing=100, column=80)
    assert (view.column_width, view._canvas.metrics.pitch) == (width, pitch)


def test_chips_tell_everything_when_wanted(make_page: MakePage) -> None:
    held = builders.annotated("[Ada|PER:Individual] was here.\n[Bob|PER] too.")
    ada = replace(
        builders.the(held, "Ada"), entity=7, attributes={"level": "NAM", "doubt": True, "no": False}
    )
    held.put_mention(ada)
    people = {7: Entity(7, "Ada Lovelace, Countess of Lovelace")}
    view = make_page(held)
    view.show_article(held, builders.scheme(), people.get)

    def chips() -> list[str]:
        page = layout_of(view)
        return [chip.text for row in (0, 1) for chip in page.marks(row).chips.values()]

    assert chips() == ["PER", "PER"]
    width = layout_of(view).marks(0).chips[ada.id].width
    view.set_chips_in_full(True)
    assert chips() == ["PER·Individual ◦NAM ◦doubt =Ada Lovelace, Cou…", "PER"]
    assert layout_of(view).marks(0).chips[ada.id].width > width + 100
    long = builders.annotated("word " * 14 + "[Ada|PER:Individual] was here.")
    view.show_article(long, builders.scheme(), people.get)
    page = layout_of(view)
    (chip,) = page.marks(0).chips.values()
    assert chip.left + chip.width <= page.width + view._canvas.metrics.pad / 2 + 1
    view.show_article(held, builders.scheme(), people.get)
    people[7] = Entity(7, "Ada")
    view.follow(Change(1, "Renamed", "Ada", 0, removed=(Entity(7, "Ada L"),), added=(people[7],)))
    assert chips()[0].endswith("=Ada")
    view.set_chips_in_full(False)
    assert chips() == ["PER", "PER"]
