"""Controls that rest while there is nothing, lines that end well, words that stay, views that split what they tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from glossator import surveys
from glossator.analysis.distribution import Cell
from glossator.core import edits
from glossator.core.annotations import Entity
from glossator.core.claims import SOURCE, Setting
from glossator.core.dates import read
from glossator.core.ids import to_text
from glossator.core.lens import Lens
from glossator.store.project_file import ProjectFile
from glossator.ui import theme
from glossator.ui.linelabel import LineLabel
from glossator.ui.plots import multiples
from glossator.ui.plots.canvas import Canvas
from glossator.ui.plots.card import Card
from glossator.ui.plots.claims import ClaimsPlot, OddsKey
from glossator.ui.plots.concordance import ContextsPlot
from glossator.ui.plots.cooccurrence import TogetherPlot
from glossator.ui.plots.counted import PairsPlot
from glossator.ui.plots.coverage.plot import CoveragePlot
from glossator.ui.plots.crossing import MeetKey
from glossator.ui.plots.dots import EntityKey
from glossator.ui.plots.entities import EntitiesPlot
from glossator.ui.plots.grades import GradesPlot
from glossator.ui.plots.labels import LabelsPlot
from glossator.ui.plots.legend import Legend
from glossator.ui.plots.marks import LegendEntry, View
from glossator.ui.plots.matrix import PairKey
from glossator.ui.plots.page import SummaryPage
from glossator.ui.plots.plot import Plot
from glossator.ui.plots.timeline.plot import TimelinePlot
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.builders import scheme, the
from tests.ui.plots.test_entities import named
from tests.ui.plots.test_frame import shown_alone
from tests.ui.plots.test_page import lines, tag

ADA = EntityKey(77, "Ada Lovelace", "PER")


def settle(page: SummaryPage) -> None:
    """Everything takes its place now."""
    layout = page.layout()
    assert layout is not None
    layout.activate()


def usable(card: Card) -> set[str]:
    """What of a view's own controls a hand can work; how the card stands on the board is never in question."""
    held = [
        each
        for kind in (QAbstractButton, QComboBox, QLineEdit)
        for each in card.findChildren(kind)
        if each.isVisible() and each.isEnabled() and each not in (card.larger, card.more)
    ]
    return {each.accessibleName() or each.toolTip() for each in held}


def test_where_there_is_nothing_nothing_can_be_done_with_it(
    qtbot: QtBot, tmp_path: Path, signals: ProjectSignals
) -> None:
    file = ProjectFile.create(tmp_path / "empty.gloss", title="Empty", scheme=scheme(), author="Kim")
    bench = Workbench(file, author="Kim")
    page = SummaryPage(bench, Selection(), signals, theme.light())
    qtbot.addWidget(page)
    page.show()
    for name in page.plots:
        page.show_view(name)
        card = page.cards[name]
        assert card.view.is_empty
        assert not any(each.isEnabled() for each in card.for_marks), name
        assert usable(card) == set(), name
        rows = {each.text().replace("&", ""): each.isEnabled() for each in card.more.menu().actions()}
        assert not rows["Save as PNG…"]
        assert not rows["Copy table"]
        assert rows["Hide"]
    page.close()
    bench.close()


def test_where_the_filter_leaves_nothing_nothing_can_be_done_with_it(page: SummaryPage) -> None:
    page.bar.in_project.click()
    page.bar.set_lens(Lens(annotators=frozenset({"Nobody"}), statuses=frozenset({"done"})))
    for name in page.plots:
        page.show_view(name)
        assert page.cards[name].view.is_empty
        assert usable(page.cards[name]) == set(), name


def test_while_the_first_numbers_are_counted_nothing_can_be_done_with_them(qtbot: QtBot) -> None:
    card = Card("How many?", theme.light())
    qtbot.addWidget(card)
    button = QToolButton(card)
    card.for_marks.append(button)
    card.count()
    assert not button.isEnabled()
    card.show_view(View(None, empty="Nobody is called so."))
    button.setEnabled(True)  # the way out
    card.count()
    assert button.isEnabled(), "what was chosen last keeps the keyboard while it is counted"


def is_empty(plot: Plot) -> bool:
    """The view has nothing to draw now."""
    return plot.card.view.is_empty


def test_the_way_out_of_an_empty_view_stays(page: SummaryPage, bench: Workbench, qtbot: QtBot) -> None:
    named(bench, "Bob", 78)
    together, contexts, entities = (page.plots[name] for name in ("together", "contexts", "entities"))
    assert isinstance(together, TogetherPlot)
    assert isinstance(contexts, ContextsPlot)
    assert isinstance(entities, EntitiesPlot)
    nobody = Lens(annotators=frozenset({"Nobody"}))
    shown_alone(page, "together")
    assert is_empty(together), "Ada and Bob stand in two sentences"
    assert together.unit.isEnabled()
    assert not together.zoom_button.isEnabled()
    together.unit.setCurrentIndex(together.unit.findData("document"))
    together.unit.activated.emit(together.unit.currentIndex())
    page.refresh()
    page.brush.set("together", (MeetKey(77, 78),))
    together.zoom_button.click()
    page.refresh()
    assert not is_empty(together)
    page.bar.set_lens(nobody)
    page.refresh()
    assert is_empty(together)
    assert together.zoom_button.isEnabled()
    together.zoom_button.click()
    page.refresh()
    assert not together.zoom_button.isEnabled()
    page.bar.clear()
    page.show_view("contexts")
    contexts.whom.setCurrentIndex(contexts.whom.findData("77"))
    page.bar.set_lens(nobody)
    page.refresh()
    assert is_empty(contexts)
    assert contexts.whom.isEnabled()
    contexts.whom.setCurrentIndex(0)
    page.refresh()
    assert not contexts.whom.isEnabled()
    page.bar.clear()
    page.show_view("entities")
    entities.field.setText("somebody else")
    qtbot.waitUntil(lambda: is_empty(entities))
    assert entities.field.isEnabled()


def test_who_types_a_name_that_nobody_has_goes_on_typing(page: SummaryPage, qtbot: QtBot) -> None:
    page.show_view("entities")
    entities = page.plots["entities"]
    assert isinstance(entities, EntitiesPlot)
    qtbot.waitActive(page)
    entities.field.setFocus()
    for letter in "zz":
        QTest.keyClicks(entities.field, letter)
        qtbot.waitUntil(lambda: is_empty(entities))
        assert entities.field.hasFocus(), "it was never off, so nothing else has taken the keyboard"
    assert entities.field.text() == "zz"


def test_they_can_as_soon_as_there_is_something(page: SummaryPage) -> None:
    labels, entities = page.plots["labels"], page.cards["entities"]
    assert isinstance(labels, LabelsPlot)
    assert labels.compare.isEnabled()
    assert labels.by.isEnabled()
    held = {each.text(): each.isEnabled() for each in entities.findChildren(QToolButton) if each.text()}
    assert held["Card"]
    assert held["Merge"]
    assert not held["More"], "all of them are drawn"


def test_a_line_that_has_no_room_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    line = LineLabel()
    qtbot.addWidget(line)
    line.say("8 mentions shown, 0 hidden by the filter  ·  12 labels not used yet")
    line.resize(160, 20)
    line.show()
    assert line.shown.endswith("…")
    assert (
        line.text() == line.toolTip() == "8 mentions shown, 0 hidden by the filter  ·  12 labels not used yet"
    )
    narrow = line.grab().toImage()
    line.resize(900, 20)
    assert line.shown == line.text()
    assert line.toolTip() == "", "it says nothing more"
    font = line.font()
    font.setPointSizeF(60)
    line.setFont(font)
    assert line.toolTip() == line.text()
    font.setPointSizeF(9)
    line.setFont(font)
    assert narrow.size() != line.grab().toImage().size()


def test_a_legend_that_has_no_room_is_cut_between_words(qtbot: QtBot) -> None:
    legend = Legend(theme.light())
    qtbot.addWidget(legend)
    legend.show_entries(
        (LegendEntry("solid", "a document with a long name"), LegendEntry("hollow", "others"))
    )
    legend.resize(110, 24)
    right = legend.grab().toImage()
    ground = right.pixelColor(right.width() - 1, 0)
    assert all(right.pixelColor(right.width() - 1, y) == ground for y in range(right.height())), "not cut off"
    assert "others" in legend.toolTip()


def test_a_picture_tells_all_of_the_line_below(page: SummaryPage, qtbot: QtBot) -> None:
    card = page.cards["labels"]
    with card.out.composed() as picture:
        before = picture.size
    card.show_view(card.view.__class__(**{**vars(card.view), "foot": "a word " * 240}))
    with card.out.composed() as picture:
        assert picture.size.height() > before.height() + 24
        assert picture.size.width() == before.width()


@pytest.mark.parametrize("name", ["labels", "entities"])
def test_what_is_said_of_the_current_mark_stays_said_after_a_tag(
    page: SummaryPage, bench: Workbench, qtbot: QtBot, name: str
) -> None:
    card = page.cards[name]
    card.chart.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(card.chart, Qt.Key.Key_Home)
    assert card.tip.text()
    tag(bench, "leads", "EVT")
    assert card.tip.text() == card.chart.told != ""


def test_the_sentences_of_an_identity_begin_with_what_is_known_of_it(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    page.bar.in_project.click()
    page.refresh()
    page.cards["entities"].chosen.emit(ADA)
    assert page.sentences.facts.isVisible()
    assert page.sentences.facts.text() == "Person  ·  3 mentions in 2 documents"
    assert len(lines(page)) == 3
    wanted: list[object] = []
    page.card_requested.connect(wanted.append)
    page.sentences.card.click()
    QTest.keyClick(page.sentences.list, Qt.Key.Key_C)
    assert wanted == [77, 77]
    page.cards["pairs"].chosen.emit(PairKey("", "PER", "ORG"))
    assert not page.sentences.facts.isVisible()
    assert not page.sentences.card.isVisible()
    QTest.keyClick(page.sentences.list, Qt.Key.Key_C)
    assert len(wanted) == 2


def test_kinds_of_links_type_by_type(page: SummaryPage, bench: Workbench) -> None:
    shown_alone(page, "pairs")
    page.bar.in_project.click()
    page.refresh()
    plot, card = page.plots["pairs"], page.cards["pairs"]
    assert isinstance(plot, PairsPlot)
    plot.type.setCurrentIndex(plot.type.findText("Each type by itself"))
    drawing = card.view.drawing
    assert isinstance(drawing, multiples.Multiples)
    assert [small.type for small in drawing._smalls] == ["LEADS"]
    assert [mark.key for mark in drawing.marks] == [
        PairKey("LEADS", "PER", "ORG"),
        PairKey("LEADS", "PER", "GPE"),
    ]
    assert drawing.marks[0].tip == "Leads, Person → Organization: 1"
    assert "2 relations of 1 type" in card.foot.text()
    assert card.view.table.rows[0][:1] == ("LEADS",)
    assert card.view.table.keys[0] in {mark.key for mark in drawing.marks}
    card.chosen.emit(PairKey("LEADS", "PER", "GPE"))
    assert page.sentences.title.text().startswith("Leads: Person → ")
    for look in (theme.light(), theme.dark()):
        page.set_theme(look)
        assert not card.chart.grab().isNull()


def test_matrices_of_many_types_have_one_frame_and_say_what_is_left_out() -> None:
    from glossator.analysis.frequencies import Pairs
    from glossator.store.summaries import RelationPair

    held = scheme()
    labels = [each.id for each in held.labels]
    counts = tuple(
        RelationPair(f"T{at:02}", labels[at % 3], labels[(at + 1) % 4], at + 1) for at in range(16)
    )
    total = sum(each.relations for each in counts)
    view = multiples.view(Pairs(counts, total, total + 3), held)
    drawing = view.drawing
    assert isinstance(drawing, multiples.Multiples)
    assert len(drawing._smalls) == 14
    assert drawing._smalls[0].type == "T15", "the most frequent type comes first"
    assert "the 14 most frequent types are drawn, all are in the table" in view.foot
    assert view.foot.startswith(f"{total} relations and events shown, 3 hidden by the filter")
    assert len(view.table.rows) == 16
    assert [each.style for each in view.legend] == ["ramp", "frame", "outline"], (
        "the scheme has no such types"
    )
    boxes = {mark.key: mark.box for mark in drawing.marks}
    assert len({(box.x, box.y) for box in boxes.values()}) == len(boxes) == 14, "each has a place of its own"
    assert Cell(labels[0], labels[1]) in drawing._smalls[-1].matrix.counts or drawing._smalls
    assert multiples.view(Pairs((), 0, 0), held).drawing is None


def test_very_many_documents_without_dates_are_told_by_folder(
    page: SummaryPage, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    from glossator.analysis import coverage

    monkeypatch.setattr(coverage, "MOST", 1)
    for number, folder in ((1, "Case/wires"), (2, "Case/posts")):
        old = bench.ask.document(number)
        assert old is not None
        new = replace(old, attributes={"folder": folder}, published="")
        bench.do(edits.edit_document(old, new, by=bench.hand))
    shown_alone(page, "coverage")
    page.bar.in_project.click()
    page.refresh()
    card, plot = page.cards["coverage"], page.plots["coverage"]
    assert isinstance(plot, CoveragePlot)
    assert [row[0] for row in card.view.table.rows] == ["Case/posts", "Case/wires"]
    assert "so put together by folder" in card.foot.text()
    assert card.view.table.headings[0] == "Folder"
    assert page.lens == Lens()


def test_all_names_of_a_fitted_link_chart_are_seen(page: SummaryPage, qtbot: QtBot) -> None:
    from glossator.ui.plots.links.chart import LinkChart

    shown_alone(page, "links")
    page.bar.in_project.click()
    page.refresh()
    chart = page.cards["links"].chart
    assert isinstance(chart, LinkChart)
    for size in (QSize(900, 420), QSize(420, 300)):
        chart.setFixedSize(size)
        chart.fit()
        scene = chart.scene
        assert scene is not None
        scene.place_names()
        assert scene.names
        for box in scene.names.values():
            assert box.left >= chart.origin.x()
            assert box.right <= chart.origin.x() + chart.width()
            assert box.top >= chart.origin.y()
            assert box.bottom <= chart.origin.y() + chart.height() - chart.key.height


def test_chips_of_many_filters_stand_in_lines_and_never_widen_the_window(page: SummaryPage) -> None:
    page.resize(640, 800)
    one = page.bar.chips.height()
    page.bar.set_lens(
        Lens(
            since="2020",
            until="2025-12",
            labels=frozenset({"PER", "ORG", "GPE"}),
            reliability=frozenset("FA"),
            credibility=frozenset("26"),
            annotators=frozenset({"Kim"}),
            statuses=frozenset({"new", "done"}),
        )
    )
    page.refresh()
    settle(page)
    chips = page.bar.chips
    assert page.minimumSizeHint().width() <= 640
    assert chips.height() >= 2 * one
    held = [each for each in chips.findChildren(QToolButton) if not each.isHidden()]
    assert len(held) == 7, "one for each filter, and one for all"
    assert all(chips.rect().contains(each.geometry()) for each in held)
    assert not any(a.geometry().intersects(b.geometry()) for a in held for b in held if a is not b)
    page.bar.clear()
    settle(page)
    assert chips.height() == one, "a row of the same height stays"


def is_on(plot: TogetherPlot) -> bool:
    """The matrix shows a block of it."""
    return plot.zoom_button.isChecked()


def pairs(page: SummaryPage) -> int:
    """How many pairs the matrix tells of."""
    return len(page.cards["together"].view.table.rows)


def test_a_block_of_the_matrix_is_looked_at_alone(page: SummaryPage, bench: Workbench, qtbot: QtBot) -> None:
    said = bench.current
    assert said is not None
    for number, quote in ((78, "navy"), (79, "Libya")):
        named = [each.id for each in said.mentions.values() if each.quote == quote]
        entity = Entity(number, quote.title(), "ORG", author="Kim", created=1)
        bench.do(edits.identify(said, named, entity, is_new=True, by=bench.hand))
    shown_alone(page, "together")
    plot, card = page.plots["together"], page.cards["together"]
    assert isinstance(plot, TogetherPlot)
    assert pairs(page) == 3
    spoken: list[str] = []
    plot.said.connect(spoken.append)
    assert isinstance(card.chart, Canvas)
    card.chart._current = None
    QTest.keyClick(card.chart, Qt.Key.Key_Z)
    assert [*spoken, is_on(plot)] == ["Choose a cell first, or drag over several.", False]
    page.brush.set("together", (MeetKey(77, 78),))
    plot.zoom_button.click()
    page.refresh()
    assert [row[:2] for row in card.view.table.rows] == [("Ada Lovelace", "Navy")]
    assert card.foot.text().startswith("the 2 chosen identities, 1 other not drawn")
    assert is_on(plot)
    tag(bench, "cites", "EVT")
    assert pairs(page) == 1, "a tag brings nobody in"
    QTest.keyClick(card.chart, Qt.Key.Key_Z)
    page.refresh()
    assert pairs(page) == 3
    assert not is_on(plot)


def test_what_a_click_does_is_said_while_nothing_is_selected(page: SummaryPage) -> None:
    settle(page)
    hint = next(each for each in page.bar.chips.findChildren(LineLabel) if not each.isHidden())
    assert hint.text().startswith("Nothing is selected")
    assert hint.shown == hint.text(), "there is room for all of it"
    page.resize(480, 800)
    settle(page)
    assert page.bar.chips.rect().contains(hint.geometry())


@pytest.mark.parametrize("name", ["labels", "entities", "pairs"])
def test_pictures_have_the_ground_of_the_card_and_no_frame_of_the_keyboard(
    page: SummaryPage, tmp_path: Path, name: str
) -> None:
    card = page.cards[name]
    card.out.save(tmp_path / "before.png", "PNG")
    card.chart.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(card.chart, Qt.Key.Key_Home)
    assert card.chart.current_key is not None
    card.out.save(tmp_path / "after.png", "PNG")
    before, after = QImage(str(tmp_path / "before.png")), QImage(str(tmp_path / "after.png"))
    assert before == after
    ground = after.pixelColor(after.width() - 8, after.height() - 8)
    assert ground.name() == page.theme.raised.lower()


def test_while_nothing_is_dated_only_the_tray_can_be_worked(page: SummaryPage, qtbot: QtBot) -> None:
    shown_alone(page, "timeline")
    plot, card = page.plots["timeline"], page.cards["timeline"]
    assert isinstance(plot, TimelinePlot)
    assert not card.view.is_empty
    assert not any(each.isEnabled() for each in (plot.by, *plot.pictured))
    held = plot.chart.tray.list
    held.setFocus(Qt.FocusReason.TabFocusReason)
    assert [held.row(each) for each in held.selectedItems()] == [0], "what the keys work on is seen"
    assert card.tip.text().startswith("“attacked”")


def test_what_is_said_on_timeline_and_map_stays_said_after_a_tag(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    shown_alone(page, "timeline")
    card = page.cards["timeline"]
    plot = page.plots["timeline"]
    assert isinstance(plot, TimelinePlot)
    plot.chart.tray.list.setFocus(Qt.FocusReason.TabFocusReason)
    before = card.tip.text()
    assert before
    said = bench.current
    assert said is not None
    event = next(each for each in said.relations.values() if each.trigger is not None)
    changed = replace(event, attributes={**event.attributes, "polarity": "Negative"})
    bench.do(bench.hand.change("Deny", removed=(event,), added=(changed,)))
    assert card.tip.text().startswith("“attacked”")


def test_who_may_only_read_is_offered_no_changes_however_a_view_is_shown(
    qtbot: QtBot, bench: Workbench, signals: ProjectSignals
) -> None:
    file = ProjectFile.open(bench.project_file.path, read_only=True)
    reader = Workbench(file, author="Lee")
    page = SummaryPage(reader, Selection(), signals, theme.light())
    qtbot.addWidget(page)
    page.show()
    entities, grades = page.plots["entities"], page.plots["grades"]
    assert isinstance(entities, EntitiesPlot)
    assert isinstance(grades, GradesPlot)
    for plot, barred in ((entities, [entities.merge, entities.more]), (grades, [grades.again])):
        page.show_view(plot.survey.name)
        assert not plot.card.view.is_empty
        for _ in range(3):
            assert not any(each.isEnabled() for each in barred), plot.survey.name
            plot.card.as_table.click()
    assert entities.open.isEnabled(), "who only looks may look"
    page.close()
    reader.close()


def test_two_claims_that_contradict_each_other_are_put_below_one_another(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    shown_alone(page, "sources")
    plot = page.plots["sources"]
    assert isinstance(plot, ClaimsPlot)
    assert not plot.compare.isEnabled(), "nobody contradicts anybody"
    for _ in range(2):
        plot.card.as_table.click()
        assert not plot.compare.isEnabled(), "however it is shown"
    said = bench.current
    assert said is not None
    leads = next(each for each in said.relations.values() if each.type == "LEADS")
    attributes = {"polarity": "Negative", SOURCE: to_text(the(said, "Bob").id)}
    denial = replace(leads, id=bench.hand.new_id(), attributes=attributes)
    bench.do(bench.hand.change("Deny", added=(denial,)))
    page.refresh()
    qtbot.waitUntil(plot.compare.isEnabled)
    assert page.cards["sources"].foot.text().endswith("1 contradiction")
    plot._fill_menu()
    (entry,) = plot.menu.actions()
    assert entry.text() == "Leads: the texts themselves against Bob"
    entry.trigger()
    assert page.sentences.title.text().startswith("Leads: the texts themselves against Bob  ·  2")
    records = [line.record for row in range(2) if (line := page.sentences.model.line(row)) is not None]
    assert records == [leads.id, denial.id]
    assert page.brush.facets.relations >= {leads.id, denial.id}


def test_what_two_tellings_say_differently_is_named(
    page: SummaryPage, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown_alone(page, "sources")
    plot = page.plots["sources"]
    assert isinstance(plot, ClaimsPlot)
    current = bench.current
    assert current is not None
    document = current.document.id

    def claim(number: int, document: int, *settings: Setting) -> surveys.Claim:
        return surveys.Claim(number, document, "LEADS", 0, "", "F", "6", "", False, 9, (), settings)

    here = Setting("Place", "#1", "Damascus"), Setting("Time", "then", "2024-12", read("2024-12"))
    there = Setting("Place", "#2", "Tehran"), Setting("Time", "now", "2024-12-05", read("2024-12-05"))
    told = [claim(1, document, *here), claim(2, document, *there)]
    monkeypatch.setattr(surveys, "claims_of", lambda *_: told)
    about = page._about(bench)
    said = "Leads: the texts themselves against the texts themselves  ·  Damascus ↔ Tehran"
    assert plot.caption(OddsKey(1, 2), about) == said
    told.pop()
    assert plot.caption(OddsKey(1, 2), about) == "Two claims, one of which is gone"
