"""The frame of the board: one filter, brushing, views that follow a tag, that wait, that are arranged and enlarged."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QToolButton
from pytestqt.qtbot import QtBot

from glossator import surveys
from glossator.analysis import coverage
from glossator.analysis.distribution import relation_matrix
from glossator.analysis.evidence import GradeKey
from glossator.analysis.facets import facets
from glossator.analysis.frequencies import LabelCounted, Labels
from glossator.core import edits, perusal, scheme_edits
from glossator.core.annotations import AnnotationSet, Argument, Entity, Mention, Relation
from glossator.core.errors import GlossatorError
from glossator.core.layers import EVERYBODY, Whose
from glossator.core.lens import Lens
from glossator.core.scheme import AttributeType, Label
from glossator.core.spans import Span
from glossator.store.project_file import ProjectFile
from glossator.store.summaries import RelationPair
from glossator.ui import messages, theme
from glossator.ui.linelabel import LineLabel
from glossator.ui.plots import arrangement, bars, matrix
from glossator.ui.plots.arrangement import USUAL, Placed
from glossator.ui.plots.bars import LabelKey
from glossator.ui.plots.catalogue import VIEWS
from glossator.ui.plots.concordance import ContextsPlot, LinesChart
from glossator.ui.plots.cooccurrence import TogetherPlot
from glossator.ui.plots.coverage.chart import CoverageChart
from glossator.ui.plots.coverage.plot import CoveragePlot
from glossator.ui.plots.coverage.rows import DocumentKey, GroupKey
from glossator.ui.plots.dots import EntityKey
from glossator.ui.plots.page import SummaryPage
from glossator.ui.selection import Selection
from glossator.ui.settings import BOARD, Settings
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.builders import annotated, scheme, the
from tests.ui.plots.conftest import FIRST, SECOND

MINE = ("labels", "entities", "together", "contexts", "pairs", "coverage", "pace", "grades", "sources")
ADA = EntityKey(77, "Ada Lovelace", "PER")


def shown_alone(page: SummaryPage, *names: str) -> None:
    """Only these views stand on the board."""
    page.sheet._set(tuple(replace(each, is_shown=each.name in names) for each in USUAL))
    page.refresh()


def tag(bench: Workbench, quote: str, label: str, *, entity: int | None = None) -> None:
    said = bench.current
    assert said is not None
    kind = bench.scheme.label(label)
    assert kind is not None
    start = said.text.index(quote)
    span = the(said, "Bob").fragments[0]._replace(start=start, end=start + len(quote))
    change = edits.tag(said, (span,), kind, by=bench.hand)
    added = tuple(
        replace(each, entity=entity) if isinstance(each, Mention) else each for each in change.added
    )
    bench.do(replace(change, added=added))


def lit(page: SummaryPage, name: str) -> set[object]:
    card = page.plots[name].card
    return {key for key in card.view.table.keys if key is not None and card._is_lit(key)}


def shown(page: SummaryPage, name: str) -> tuple[list[str], str]:
    """The rows of a view in any order, and the line below it."""
    view = page.cards[name].view
    return sorted(map(str, view.table.rows)), view.foot


# --- one filter


def test_the_filter_holds_for_all_views_and_says_what_it_hides(page: SummaryPage) -> None:
    page.bar.set_lens(Lens(labels=frozenset({"ORG", "GPE"})))
    page.refresh()
    assert page.cards["labels"].view.foot.startswith("4 mentions shown, 6 hidden by the filter")
    assert {row[1] for row in page.cards["entities"].view.table.rows} == {"ORG", "GPE"}
    assert page.cards["pairs"].view.foot.startswith("0 relations and events shown, 3 hidden by the filter")


def test_it_is_told_that_only_some_persons_are_counted(page: SummaryPage, bench: Workbench) -> None:
    def lines() -> list[str]:
        return [each.text() for each in page.bar.chips.findChildren(LineLabel) if not each.isHidden()]

    assert lines() == ["Nothing is selected: click a mark in a view, or several with Ctrl."]
    bench.show_whose(Whose(frozenset({"Bob"})))
    page.set_bench(bench)
    assert lines() == ["Only what Bob said is counted (View, Whose annotations)"]
    bench.show_whose(EVERYBODY)
    page.set_bench(bench)
    assert lines()[0].startswith("Nothing is selected")


def test_chips_name_the_filters_and_take_them_off(page: SummaryPage, qtbot: QtBot) -> None:
    page.bar.set_lens(Lens(labels=frozenset({"ORG"}), since="2024", reliability=frozenset("B")))

    def chips() -> dict[str, QToolButton]:
        return {each.text(): each for each in page.bar.chips.findChildren(QToolButton) if not each.isHidden()}

    assert set(chips()) == {
        "Organization",
        "Published from 2024 on",
        "Document: B usually reliable",
        "Clear all filters",
    }
    assert "A relation counts if all its ends have such a label" in chips()["Organization"].toolTip()
    assert chips()["Published from 2024 on"].toolTip() == "Remove this filter"
    page.bar.set_lens(replace(page.bar.lens, certainty=frozenset({"Possible"})))
    assert "What the label scheme gives no certainty is not hidden" in chips()["Possible"].toolTip()
    chips()["Possible"].click()
    chips()["Organization"].click()
    assert page.lens.labels == frozenset()
    assert page.lens.since == "2024"
    chips()["Clear all filters"].click()
    assert page.lens.is_open
    assert not chips()


def test_filters_are_ticked_in_the_strip_and_dates_are_checked(page: SummaryPage, qtbot: QtBot) -> None:
    page.bar.unfold.click()
    strip = page.bar.strip
    assert strip.isVisible()
    labels = strip.lists["labels"]
    labels.item(0).setCheckState(Qt.CheckState.Checked)
    assert page.lens.labels == {"PER"}
    strip.since.setText("2024-13")
    qtbot.waitUntil(lambda: "no such date" in strip.fault.text())
    assert page.lens.since == ""
    strip.since.setText("2024-12")
    qtbot.waitUntil(lambda: page.lens.since == "2024-12")
    strip.until.setText("2023")
    qtbot.waitUntil(lambda: strip.fault.text() == "2024-12 is after 2023")
    assert page.lens.until == ""
    strip.until.setText("2024")
    qtbot.waitUntil(lambda: page.lens.until == "2024")
    strip.until.clear()
    qtbot.waitUntil(lambda: page.lens.until == "")
    documents = strip.lists["documents"]
    strip.search.setText("Sec")
    qtbot.waitUntil(lambda: documents.count() == 1)
    documents.item(0).setCheckState(Qt.CheckState.Checked)
    assert page.lens.documents == {SECOND.document.id}
    page.bar.clear()
    assert labels.item(0).checkState() == Qt.CheckState.Unchecked


def test_a_click_on_the_words_ticks_as_one_on_the_box_does(page: SummaryPage) -> None:
    page.bar.unfold.click()
    labels = page.bar.strip.lists["labels"]
    row = labels.visualItemRect(labels.item(0))
    option = QStyleOptionViewItem()
    labels.initViewItemOption(option)
    option.rect = row
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    part = QStyle.SubElement.SE_ItemViewItemCheckIndicator
    box = labels.style().subElementRect(part, option, labels).center()
    hand, viewport, none = Qt.MouseButton.LeftButton, labels.viewport(), Qt.KeyboardModifier.NoModifier
    for place, ticked in ((row.center(), {"PER"}), (row.center(), set()), (box, {"PER"}), (box, set())):
        QTest.mouseClick(viewport, hand, none, place)
        assert page.lens.labels == ticked
    QTest.mouseClick(viewport, hand, none, row.center())
    QTest.mouseDClick(viewport, hand, none, row.center())
    assert page.lens.labels == {"PER"}, "two clicks tick twice"
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, none, row.center())
    QTest.mousePress(viewport, hand, none, row.center())
    QTest.mouseRelease(viewport, hand, none, labels.visualItemRect(labels.item(1)).center())
    assert page.lens.labels == {"PER"}, "let go of elsewhere, a row is as it was"


def test_what_can_be_ticked_can_be_read_in_a_narrow_window(page: SummaryPage, qtbot: QtBot) -> None:
    page.resize(620, 800)
    page.bar.unfold.click()
    strip = page.bar.strip
    qtbot.waitUntil(lambda: strip.height() > 200)
    tops = {name: each.mapTo(strip, QPoint(0, 0)) for name, each in strip.lists.items()}
    for name, each in strip.lists.items():
        assert each.viewport().width() >= each.sizeHintForColumn(0) or name == "documents", name
        assert tops[name].x() + each.width() <= strip.width(), name
    assert len({each.y() for each in tops.values()}) > 1, "more than one line of them"


def test_the_filter_is_kept_in_the_project(
    page: SummaryPage, bench: Workbench, selection: Selection, signals: ProjectSignals, qtbot: QtBot
) -> None:
    page.bar.set_lens(Lens(statuses=frozenset({"done"})))
    other = SummaryPage(bench, selection, signals, theme.light())
    qtbot.addWidget(other)
    assert other.lens.statuses == {"done"}
    page.bar.clear()
    assert bench.ask.kept("board/filter") is None


def test_a_filter_that_hides_everything_says_so(page: SummaryPage) -> None:
    page.bar.set_lens(Lens(statuses=frozenset({"dropped"})))
    page.refresh()
    assert "The filter hides all" in page.cards["labels"].empty.text()


# --- brushing and linking


def test_brushing_a_mark_lights_up_what_shares_its_annotations_everywhere(
    page: SummaryPage, selection: Selection
) -> None:
    shown_alone(page, "labels", "entities", "pairs", "coverage")
    page.bar.in_project.click()
    page.refresh()
    page.cards["labels"].brushed.emit((LabelKey("ORG"),), False)
    assert EntityKey(None, "navy", "ORG") in lit(page, "entities")
    assert ADA not in lit(page, "entities")
    assert len(lit(page, "pairs")) == 1, "the relation that holds on to the navy"
    assert lit(page, "coverage") == {DocumentKey(FIRST.document.id)}
    assert selection.documents == frozenset({FIRST.document.id})
    assert lit(page, "labels") == {LabelKey("ORG")}


def test_ctrl_adds_to_what_is_brushed_and_esc_clears_it(page: SummaryPage, selection: Selection) -> None:
    card = page.cards["labels"]
    card.brushed.emit((LabelKey("ORG"),), False)
    card.brushed.emit((LabelKey("GPE"),), True)
    assert list(page.brush.keys) == [LabelKey("ORG"), LabelKey("GPE")]
    assert page.sentences.title.text().startswith("2 marks")
    assert [line.hit for row in range(9) if (line := page.sentences.model.line(row))] == [
        "navy",
        "navy",
        "Libya",
    ]
    card.brushed.emit((LabelKey("ORG"),), True)
    assert list(page.brush.keys) == [LabelKey("GPE")]
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.brush.is_empty
    assert selection.documents is None


def test_what_is_brushed_becomes_the_filter(page: SummaryPage) -> None:
    page.bar.in_project.click()
    page.cards["labels"].brushed.emit((LabelKey("ORG"),), False)
    assert "Selected: " in page.bar._brushed
    page.bar.narrowed.emit()
    assert page.lens.labels == {"ORG"}
    assert page.brush.is_empty
    page.bar.clear()
    page.refresh()
    page.cards["entities"].brushed.emit((EntityKey(None, "navy", "ORG"),), False)
    page.bar.narrowed.emit()
    navy = frozenset(each.id for each in FIRST.mentions.values() if each.quote == "navy")
    only = page.lens.only
    assert only is not None
    assert (only.mentions, only.documents) == (navy, frozenset({FIRST.document.id}))
    assert {each.type for each in FIRST.relations.values() if each.id in only.relations} == {"LEADS"}
    page.refresh()
    assert {mark.key for mark in page.cards["labels"].canvas._drawing.marks} == {LabelKey("ORG")}  # type: ignore[union-attr]
    assert page.cards["labels"].foot.text().startswith("2 mentions shown, 8 hidden by the filter")
    chips = {each.text(): each for each in page.bar.chips.findChildren(QToolButton) if not each.isHidden()}
    chips["2 mentions and 1 relation selected in “Entities”"].click()
    assert page.lens == Lens()


def test_too_much_to_be_held_one_by_one_is_told_and_nothing_is_filtered(
    page: SummaryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("glossator.ui.plots.linking.MOST_SELECTED", 1)
    monkeypatch.setattr(messages, "show_error", lambda _, error: told.append(str(error)))
    page.cards["entities"].brushed.emit((EntityKey(None, "navy", "ORG"),), False)
    page.bar.narrowed.emit()
    assert told[0].startswith("These are more than 10,000 mentions or relations.")
    assert page.lens.only is None
    assert not page.brush.is_empty, "it stays selected"


def test_mentions_are_counted_by_the_claims_in_which_they_stand_and_follow_them(
    page: SummaryPage, bench: Workbench
) -> None:
    kind = AttributeType("certainty", "Certainty", ("relation", "event"), values=("Certain", "Possible"))
    bench.do(scheme_edits.add(bench.scheme, kind, by=bench.hand))
    page.bar.set_lens(Lens(certainty=frozenset({"Possible"})))
    page.refresh()
    assert page.cards["labels"].foot.text().startswith("0 mentions shown, 10 hidden by the filter")
    said = bench.current
    assert said is not None
    (leads,) = (each for each in said.relations.values() if each.type == "LEADS")
    bench.do(edits.set_attribute(said, leads.id, "certainty", "Possible", by=bench.hand))
    page.refresh()
    assert page.cards["labels"].foot.text().startswith("2 mentions shown, 8 hidden by the filter")


def test_a_drag_brushes_all_that_it_encloses(page: SummaryPage) -> None:
    canvas = page.cards["labels"].canvas
    view = canvas._plot.viewport()
    marks = [mark for mark in canvas._drawing.marks if mark.key in {LabelKey("PER"), LabelKey("ORG")}]  # type: ignore[union-attr]
    places = [canvas.place().reached(mark) for mark in marks]
    first, last = places[0].topLeft().toPoint(), places[-1].bottomRight().toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(view, first + (last - first) / 2)
    QTest.mouseMove(view, last)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=last)
    assert {LabelKey("PER"), LabelKey("ORG")} <= set(page.brush.keys)
    assert canvas.mark_at(QPointF(-50, -50)) is None


def test_what_is_selected_on_the_page_lights_up_in_all_views(page: SummaryPage, selection: Selection) -> None:
    shown_alone(page, "labels", "entities", "pairs", "coverage", "grades")
    (leads,) = (each for each in FIRST.relations.values() if each.type == "LEADS")
    selection.set(None, records=(leads.id,))
    assert {LabelKey("PER"), LabelKey("ORG")} == lit(page, "labels")
    assert len(lit(page, "pairs")) == 1
    selection.set(None, records=())
    assert lit(page, "labels") == set()


# --- following


@pytest.mark.parametrize("scope", ["document", "project"])
@pytest.mark.parametrize("name", MINE)
def test_a_tag_is_taken_into_an_open_view_without_asking_for_everything(
    page: SummaryPage, bench: Workbench, monkeypatch: pytest.MonkeyPatch, name: str, scope: str
) -> None:
    shown_alone(page, name)
    if scope == "project":
        page.bar.in_project.click()
        page.refresh()
    asked: list[str] = []
    real = surveys.answer

    def answer(where: Any, survey: Any, *rest: Any) -> Any:
        asked.append(survey.name)
        return real(where, survey, *rest)

    monkeypatch.setattr(surveys, "answer", answer)
    plot = page.plots[name]
    steps = [
        lambda: tag(bench, "cites", "LOC"),
        lambda: tag(bench, "leads", "PER", entity=77),
        bench.undo,
        lambda: tag(bench, "Ships", "ORG"),
        bench.undo,
    ]
    for step in steps:
        step()
        page.refresh()
        assert asked == [], "everything was asked for anew"
        followed = shown(page, name)
        plot.show(real(bench, plot.survey, page.lens, dict(plot.options())), page._about(bench))
        assert followed == shown(page, name), "what was followed is not what is counted anew"


@pytest.mark.parametrize("name", MINE)
def test_relations_and_identities_are_followed_too(
    page: SummaryPage, bench: Workbench, qtbot: QtBot, name: str
) -> None:
    shown_alone(page, name)
    said = bench.current
    assert said is not None
    kind = bench.scheme.relation_type("LEADS")
    assert kind is not None
    bench.do(edits.relate(said, kind, the(said, "Bob").id, the(said, "Libya").id, by=bench.hand))
    bob = Entity(78, "", "PER", author="Kim", created=2)  # an identity without a name
    bench.do(edits.identify(said, [the(said, "Bob").id], bob, is_new=True, by=bench.hand))
    plot = page.plots[name]
    qtbot.waitUntil(lambda: not page._soon.isActive())
    followed = shown(page, name)
    plot.show(surveys.answer(bench, plot.survey, page.lens, dict(plot.options())), page._about(bench))
    assert followed == shown(page, name)


def test_views_that_nobody_sees_ask_nothing(page: SummaryPage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = surveys.answer

    def answer(where: Any, survey: Any, *rest: Any) -> Any:
        asked.append(survey.name)
        return real(where, survey, *rest)

    monkeypatch.setattr(surveys, "answer", answer)
    page.resize(700, 300)  # one column: the first view alone has room
    page.bar.in_project.click()
    page.refresh()
    assert asked == ["labels"]
    page.area.verticalScrollBar().setValue(page.area.verticalScrollBar().maximum())
    page.refresh()
    assert "pairs" in asked
    page.hide()
    asked.clear()
    page.bar.in_document.click()
    page.refresh()
    assert asked == []


def test_large_projects_are_counted_beside_the_window(
    page: SummaryPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    shown_alone(page, "pace")
    before = page.cards["pace"].view.table.rows
    plot = page.plots["pace"]
    monkeypatch.setattr(plot, "survey", plot.survey._replace(small=lambda options: 0))
    page._go_stale({"pace"})
    page.refresh()
    inquiry = page._inquiries["pace"]
    assert inquiry.is_under_way
    page.cards["pace"].tell_progress(1, 4)
    assert page.cards["pace"].foot.text() == "Counting… 25 %"
    with qtbot.waitSignal(inquiry.answered):
        pass
    assert page.cards["pace"].view.table.rows == before
    page._go_stale({"pace"})
    page.refresh()
    page.set_bench(None)
    assert not inquiry.is_under_way


def test_what_cannot_be_counted_is_told_in_its_card(
    page: SummaryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise GlossatorError("The disk is gone.")

    monkeypatch.setattr(surveys, "answer", fail)
    page._go_stale({"labels"})
    page.refresh()
    assert page.cards["labels"].empty.text().startswith("The disk is gone.")
    assert page.cards["labels"].empty.isVisible()


# --- arranging


def test_a_view_is_enlarged_and_put_back_by_keys(page: SummaryPage) -> None:
    page.cards["labels"].canvas.setFocus()
    QTest.keyClick(page.cards["labels"].canvas, Qt.Key.Key_F)
    assert page.sheet.enlarged == "labels"
    assert page.cards["entities"].isHidden()
    QTest.keyClick(page.cards["labels"].canvas, Qt.Key.Key_Escape)
    assert page.sheet.enlarged == ""
    assert not page.cards["entities"].isHidden()
    page.show_view("grades")
    assert page.cards["grades"].isVisible()
    assert page.cards["grades"].canvas.hasFocus()


def test_order_width_and_choice_of_views_are_kept(
    qtbot: QtBot, bench: Workbench, selection: Selection, signals: ProjectSignals, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "glossator.ini")
    page = SummaryPage(bench, selection, signals, theme.light(), settings=settings)
    qtbot.addWidget(page)
    page.resize(1200, 900)
    page.show()
    page.cards["entities"].move_requested.emit(-1)
    page.cards["entities"].width_requested.emit()
    page.cards["pace"].hide_requested.emit()
    assert settings.get(BOARD)[:2] == ("+entities", "labels")
    assert "-pace" in settings.get(BOARD)
    other = SummaryPage(bench, selection, signals, theme.light(), settings=settings)
    qtbot.addWidget(other)
    assert other.sheet.arrangement[0] == Placed("entities", is_wide=True)
    assert other.cards["pace"].isHidden()
    other.sheet._fill_menu()
    ticked = [action.text() for action in other.sheet.menu.actions() if action.isChecked()]
    assert "Pace" not in ticked
    assert len(ticked) == len(VIEWS) - 1
    page.close()
    other.close()


def test_cards_fill_the_rows() -> None:
    board = (Placed("a"), Placed("b", is_wide=True), Placed("c"), Placed("d"), Placed("e", is_shown=False))
    assert arrangement.cells(board, 2) == {"a": (0, 0, 2), "b": (1, 0, 2), "c": (2, 0, 1), "d": (2, 1, 1)}
    assert arrangement.cells(board, 1)["d"] == (3, 0, 1)
    assert arrangement.read(["+b", "ghost", "-a"], (Placed("a"), Placed("b"), Placed("c"))) == (
        Placed("b", is_wide=True),
        Placed("a", is_shown=False),
        Placed("c"),
    )
    assert arrangement.moved(board, "d", -5)[0].name == "d"
    assert arrangement.moved(board, "ghost", 1) == board


def test_cards_are_moved_by_keys(page: SummaryPage) -> None:
    canvas = page.cards["entities"].canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.sheet.first == "entities"
    QTest.keyClick(canvas, Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    assert page.sheet.arrangement[0].is_wide
    assert not page.sheet.press(
        QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier)
    )


def test_a_view_is_printed(page: SummaryPage, tmp_path: Path) -> None:
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "view.pdf"))
    page.cards["labels"].out.print_on(printer)
    assert (tmp_path / "view.pdf").read_bytes().startswith(b"%PDF")


# --- bad data


@pytest.fixture
def odd(tmp_path: Path, signals: ProjectSignals) -> Iterator[Workbench]:
    """Many labels, a relation of a mention with itself, relations in a circle, an identity without a name."""
    many = tuple(Label(f"L{number}", f"Label {number}") for number in range(300))
    held = replace(scheme(), labels=(*scheme().labels, *many))
    file = ProjectFile.create(tmp_path / "odd.gloss", title="Odd", scheme=held, author="Kim")
    bench = Workbench(file, author="Kim", on_change=signals.changed.emit)
    said = annotated("[Ada|PER] and [Bob|PER].", id=5)
    nameless = [Entity(number, "", "", author="Kim", created=1) for number in (98, 99)]
    mentions = [replace(each, entity=98 + at) for at, each in enumerate(said.mentions.values())]
    extra = [
        Mention(6_000 + at, 5, f"L{at}", mentions[0].fragments, "Ada", author="Kim", created=-1)
        for at in range(0, 300, 3)
    ]
    first, second = (each.id for each in mentions)
    relations = [
        Relation(50_001, 5, "LEADS", (Argument("Arg1", first), Argument("Arg2", first))),
        Relation(50_002, 5, "LEADS", (Argument("Arg1", first), Argument("Arg2", second))),
        Relation(50_003, 5, "LEADS", (Argument("Arg1", second), Argument("Arg2", first))),
        Relation(
            50_004,
            5,
            "CITES",
            (Argument("Source", 50_003, is_relation=True), Argument("Content", first)),
            attributes={"attribution.source": "nonsense", "info_credibility": "9"},
        ),
    ]
    bench.do(edits.add_documents([(said.document, said.text)], by=bench.hand))
    bench.do(bench.hand.change("Odd", added=(*nameless, *mentions, *extra, *relations)))
    yield bench
    bench.close()


@pytest.mark.parametrize("name", MINE)
def test_odd_projects_are_drawn(
    qtbot: QtBot, odd: Workbench, signals: ProjectSignals, name: str, tmp_path: Path
) -> None:
    page = SummaryPage(odd, Selection(), signals, theme.dark())
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    page.show_view(name)
    assert not page.cards[name].view.is_empty
    assert not page.grab().isNull()
    for kind in ("PNG", "SVG", "CSV"):
        page.cards[name].out.save(tmp_path / f"x.{kind}", kind)
        assert (tmp_path / f"x.{kind}").stat().st_size > 50
    page.close()


def test_ten_thousand_labels_are_drawn_as_far_as_they_can_be_read() -> None:
    many = tuple(Label(f"L{number}", f"Label {number}") for number in range(10_000))
    held = replace(scheme(), labels=many)
    found = Labels(tuple(LabelCounted(each.id, "", "", 1) for each in many), 10_000)
    view = bars.view(found, held)
    assert view.drawing is not None
    assert view.drawing.frame.rows == 31
    rest = view.drawing.marks[-1]
    assert rest.tip == "Other: 9,970 labels: 9,970 mentions", "one bar for all others"
    assert isinstance(rest.key, bars.RestKey)
    assert len(rest.key.labels) == 9_970
    assert len(view.table.rows) == 10_000
    assert "the 30 labels with most have a bar each, all are in the table" in view.foot
    pairs = [RelationPair("LEADS", f"L{at}", f"L{at + 1}", 1) for at in range(100)]
    joined = matrix.view(relation_matrix(pairs, held), held, 100, 0)
    assert joined.drawing is not None
    assert joined.drawing.frame.rows <= matrix.MOST
    assert len(joined.table.rows) == 100


@pytest.mark.parametrize("name", MINE)
def test_an_empty_project_says_in_each_view_what_to_do(
    qtbot: QtBot, tmp_path: Path, signals: ProjectSignals, name: str
) -> None:
    file = ProjectFile.create(tmp_path / "empty.gloss", title="Empty", scheme=scheme(), author="Kim")
    bench = Workbench(file, author="Kim")
    page = SummaryPage(bench, Selection(), signals, theme.light())
    qtbot.addWidget(page)
    page.show()
    page.show_view(name)
    assert page.cards[name].view.is_empty
    assert len(page.cards[name].empty.text()) > 30
    page.close()
    bench.close()


def test_who_appears_with_whom_by_unit_measure_and_cell(page: SummaryPage, bench: Workbench) -> None:
    shown_alone(page, "together")
    said = bench.current
    assert said is not None
    navy = Entity(79, "The navy", "ORG", author="Kim", created=3)
    both = [each.id for each in said.mentions.values() if each.quote == "navy"]
    bench.do(edits.identify(said, both, navy, is_new=True, by=bench.hand))
    page.refresh()
    plot = page.plots["together"]
    assert isinstance(plot, TogetherPlot)
    (row,) = plot.card.view.table.rows
    assert set(row[:2]) == {"Ada Lovelace", "The navy"}
    assert row[2] == 2
    plot.card.chosen.emit(plot.card.view.table.keys[0])
    assert page.sentences.title.text() == "Ada Lovelace with The navy  ·  2 sentences"
    assert "2 sentences" in plot.card.canvas._words(plot.card.canvas._drawing.marks[0])  # type: ignore[union-attr]
    plot.unit.setCurrentIndex(plot.unit.findData("document"))
    plot.unit.activated.emit(plot.unit.currentIndex())
    page.refresh()
    assert plot.options() == {"unit": "document"}
    assert plot.card.view.table.rows[0][2] == 1
    before = plot.card.canvas.grab().toImage()
    plot.measure.setCurrentIndex(1)
    assert plot.card.canvas.grab().toImage() != before
    assert plot.is_lit(plot.card.view.table.keys[0], facets(said.mentions.values()))


def test_the_concordance_is_of_one_identity_and_sorted(page: SummaryPage) -> None:
    shown_alone(page, "contexts")
    plot = page.plots["contexts"]
    assert isinstance(plot, ContextsPlot)
    plot.whom.setCurrentIndex(1)
    plot.order.setCurrentIndex(plot.order.findData("right"))
    page.refresh()
    rights = [str(row[4]) for row in plot.card.view.table.rows]
    assert [row[3] for row in plot.card.view.table.rows] == ["Ada", "Ada"]
    assert rights == sorted(rights)
    chart = plot.card.chart
    assert isinstance(chart, LinesChart)
    chart.list.setCurrentIndex(chart.model.index(0))
    QTest.keyClick(chart.list, Qt.Key.Key_Return)
    assert page.sentences.isVisible()
    chart.list.clicked.emit(chart.model.index(0))
    assert page.brush.view == "contexts"


def test_the_wheel_is_of_the_lines_only_where_they_have_the_keyboard(qtbot: QtBot) -> None:
    chart = LinesChart(theme.light())
    qtbot.addWidget(chart)
    chart.show()
    qtbot.waitExposed(chart)

    def is_taken() -> bool:
        at = QPointF(20, 20)
        turned = QWheelEvent(
            at, at, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        bar = chart.list.verticalScrollBar()
        bar.setRange(0, 100)
        bar.setValue(50)
        chart.list.wheelEvent(turned)
        return bar.value() != 50

    chart.list.clearFocus()
    assert not is_taken(), "the board scrolls on"
    chart.use_room(600)
    assert is_taken(), "alone on the page they scroll"
    chart.use_room(0)
    chart.activateWindow()
    chart.list.setFocus()
    qtbot.waitUntil(chart.list.hasFocus)
    assert is_taken()


def test_progress_groups_many_documents_by_month(page: SummaryPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "MOST", 1)
    shown_alone(page, "coverage")
    page.bar.in_project.click()
    page.refresh()
    card = page.cards["coverage"]
    assert card.view.table.headings[0] == "Published"
    assert [row[:7] for row in card.view.table.rows] == [("no date", 2, 0, 0, 0, 2, 2)]
    assert "put together by month" in card.view.foot
    chart = card.chart
    assert isinstance(chart, CoverageChart)
    chart.list.setCurrentIndex(chart.model.index(0))
    assert card.tip.text() == "No date: 2 documents (2 new), 2 with mentions, 0% read"
    monkeypatch.setattr(coverage, "MOST", 500)
    QTest.keyClick(chart.list, Qt.Key.Key_Return)
    assert page.lens.documents == {FIRST.document.id, SECOND.document.id}, "the group by itself"
    page.refresh()
    assert card.view.table.headings[0] == "Document"


def test_progress_by_week_and_folder(page: SummaryPage, bench: Workbench) -> None:
    for number, name, published in ((1, "news/2024/First", "2024-12-31"), (2, "Second", "2024-12")):
        old = bench.ask.document(number)
        assert old is not None
        bench.do(edits.edit_document(old, replace(old, name=name, published=published), by=bench.hand))
    shown_alone(page, "coverage")
    page.bar.in_project.click()
    plot, card = page.plots["coverage"], page.cards["coverage"]
    assert isinstance(plot, CoveragePlot)
    for way, groups in (("week", ["2025-W01", "no date"]), ("folder", ["news/2024/", "no folder"])):
        plot.by.setCurrentIndex(plot.by.findData(way))
        page.refresh()
        assert [row[0] for row in card.view.table.rows] == groups
    chart = card.chart
    assert isinstance(chart, CoverageChart)
    chart.opened.emit(GroupKey("news/2024/"))
    assert page.lens.documents == {1}
    page.bar.clear()
    plot.by.setCurrentIndex(plot.by.findData("week"))
    page.refresh()
    chart.opened.emit(GroupKey("2025-W01"))
    assert (page.lens.since, page.lens.until) == ("2024-12-30", "2025-01-05")
    page.bar.clear()
    plot.by.setCurrentIndex(plot.by.findData("month"))
    page.refresh()
    chart.opened.emit(GroupKey("2024-12"))
    assert (page.lens.since, page.lens.until) == ("2024-12", "2024-12")


def test_what_was_read_is_marked_and_a_cell_leads_to_its_sentence(
    page: SummaryPage, bench: Workbench, signals: ProjectSignals, qtbot: QtBot
) -> None:
    shown_alone(page, "coverage")
    card = page.cards["coverage"]
    assert card.view.table.rows[0][4:] == (len(FIRST.text), 0, 3, 3)
    read = perusal.with_more({}, "Kim", Span(0, 30))
    bench.keep(perusal.name_of(1), perusal.as_plain(read))
    signals.perused.emit(1)
    qtbot.waitUntil(lambda: card.view.table.rows[0][5] == 30)
    chart = card.chart
    assert isinstance(chart, CoverageChart)
    went: list[tuple[object, object]] = []
    page.goto_requested.connect(lambda document, span, record: went.append((document, span)))
    chart.list.setCurrentIndex(chart.model.index(0))
    assert card.tip.text().endswith("3 of 3 sentences with mentions, 1 read")
    for key, told in (
        (Qt.Key.Key_Right, "Sentence 1 of 3: 2 mentions, read"),
        (Qt.Key.Key_Right, "Sentence 2 of 3: 3 mentions, not read yet"),
        (Qt.Key.Key_Left, "Sentence 1 of 3: 2 mentions, read"),
        (Qt.Key.Key_Right, "Sentence 2 of 3: 3 mentions, not read yet"),
    ):
        QTest.keyClick(chart.list, key)
        assert card.tip.text() == told
    QTest.keyClick(chart.list, Qt.Key.Key_Return)
    second = FIRST.text.index("Ada cites")
    assert [(document, span.start) for document, span in went] == [(1, second)]  # type: ignore[attr-defined]
    row = chart.list.visualRect(chart.model.index(0))
    area = chart._delegate.strip_area(QRectF(row))
    at = QPoint(round(area.left()) + 4, row.center().y())
    assert chart._told_at(at) == "Sentence 1 of 3: 2 mentions, read"
    QTest.mouseClick(chart.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert went[-1] == (1, Span(0, FIRST.text.index(".") + 1))
    QTest.mouseClick(chart.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, row.center().y()))
    assert page.sentences.isVisible(), "the name lists all sentences"


def test_claims_and_grades_lead_to_their_sentences(page: SummaryPage, bench: Workbench) -> None:
    shown_alone(page, "sources", "grades")
    for name, title in (("sources", "Claims of the texts themselves  ·  3"), ("grades", "F6: 2 claims; ")):
        plot = page.plots[name]
        mark = plot.card.canvas._drawing.marks[0]  # type: ignore[union-attr]
        plot.card.chosen.emit(mark.key)
        assert page.sentences.title.text().startswith(title)
        assert plot.card.canvas._words(mark)
    assert page.plots["grades"].narrowed((GradeKey("F", "6"),), Lens()) == Lens(credibility=frozenset("6"))


def test_the_keyboard_reaches_a_view_that_is_counted_beside_the_window(
    page: SummaryPage, qtbot: QtBot
) -> None:
    card = page.cards["labels"]
    held = card.view
    qtbot.waitActive(page)
    card.show_view(replace(held, drawing=None))
    page.sheet.focus_on("labels")
    assert card.larger.hasFocus(), "it waits in the head of the card"
    card.show_view(held)
    assert card.chart.hasFocus()
    assert card.chart.current_key is not None


# --- whose, and which project


def test_what_was_typed_a_moment_ago_is_not_meant_for_another_project(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    page.bar.unfold.click()
    strip = page.bar.strip
    strip.search.setText("Report")
    strip.until.setText("2024")
    assert strip._soon.isActive()
    assert strip._later.isActive()
    page.set_bench(None)
    assert not strip._soon.isActive()
    assert not strip._later.isActive()
    page.set_bench(bench)
    page.bar.unfold.click()
    assert strip.search.text() == ""
    assert strip.until.text() == ""
    assert page.lens.until == ""


@pytest.mark.parametrize("name", ["labels", "pace", "contexts", "entities"])
def test_what_is_not_seen_is_not_counted_as_hidden_by_the_filter(
    page: SummaryPage, bench: Workbench, qtbot: QtBot, name: str
) -> None:
    bench.show_whose(Whose(frozenset({"Ada"})))
    page.set_bench(bench)
    shown_alone(page, name)
    before = shown(page, name)
    tag(bench, "cites", "LOC")  # by Kim
    qtbot.waitUntil(lambda: not page._soon.isActive())
    assert shown(page, name) == before


def test_a_relation_of_what_is_not_seen_is_not_counted(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    tag(bench, "cites", "PER")
    bench.show_whose(Whose(frozenset({"Ada"})))
    page.set_bench(bench)
    shown_alone(page, "coverage")
    before = shown(page, "coverage")
    said, kind = bench.whole, bench.scheme.relation_type("LEADS")
    assert said is not None
    assert kind is not None
    change = edits.relate(said, kind, the(said, "cites").id, the(said, "Libya").id, by=bench.hand)
    made = tuple(replace(each, author="Ada") for each in change.added if isinstance(each, Relation))
    bench.do(replace(change, added=made))
    qtbot.waitUntil(lambda: not page._soon.isActive())
    assert shown(page, "coverage") == before


def test_who_has_no_mention_left_is_not_drawn_and_who_is_hidden_is_counted(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    shown_alone(page, "together")
    page.bar.in_project.click()
    for lens in (Lens(), Lens(labels=frozenset({"GPE"})), Lens(labels=frozenset({"PER"}))):
        page.bar.set_lens(lens)
        page.refresh()
        for step in (
            lambda: tag(bench, "cites", "LOC", entity=77),
            lambda: name_libya(bench),
            lambda: bench.do(edits.unidentify(said(bench), [the(said(bench), "Libya").id], by=bench.hand)),
            bench.undo,
            bench.undo,
            bench.undo,
        ):
            step()
            qtbot.waitUntil(lambda: not page._soon.isActive())
            followed, plot = shown(page, "together"), page.plots["together"]
            plot.show(surveys.answer(bench, plot.survey, page.lens, dict(plot.options())), page._about(bench))
            assert followed == shown(page, "together")


def name_libya(bench: Workbench) -> None:
    libya = Entity(78, "State of Libya", "GPE", author="Kim", created=2)
    bench.do(edits.identify(said(bench), [the(said(bench), "Libya").id], libya, is_new=True, by=bench.hand))


def said(bench: Workbench) -> AnnotationSet:
    assert bench.current is not None
    return bench.current


def test_minutes_in_which_relations_were_made_are_active_as_well(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    tag(bench, "cites", "LOC")
    shown_alone(page, "pace")
    kind = bench.scheme.relation_type("LEADS")
    assert kind is not None
    change = edits.relate(
        said(bench), kind, the(said(bench), "Bob").id, the(said(bench), "Libya").id, by=bench.hand
    )
    before = shown(page, "pace")
    bench.do(replace(change, time=change.time + 300_000))
    qtbot.waitUntil(lambda: not page._soon.isActive())
    followed, plot = shown(page, "pace"), page.plots["pace"]
    assert followed != before
    plot.show(surveys.answer(bench, plot.survey, page.lens, dict(plot.options())), page._about(bench))
    assert followed == shown(page, "pace")


def test_a_minute_on_another_document_is_not_active_in_this_one(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    tag(bench, "cites", "LOC")
    shown_alone(page, "pace")
    before = shown(page, "pace")
    other = bench.annotations(2)
    change = edits.tag(other, (the(other, "Ada").fragments[0],), said_label(bench), by=bench.hand)
    bench.do(replace(change, time=change.time + 300_000))
    qtbot.waitUntil(lambda: not page._soon.isActive())
    assert shown(page, "pace") == before


def said_label(bench: Workbench) -> Label:
    kind = bench.scheme.label("LOC")
    assert kind is not None
    return kind


def test_nothing_of_the_project_before_is_seen_while_another_one_is_counted(
    page: SummaryPage, bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    file = ProjectFile.create(tmp_path / "other.gloss", title="Other", scheme=scheme(), author="Kim")
    with contextlib.closing(Workbench(file, author="Kim")) as other:
        other.do(edits.add_documents([(SECOND.document, SECOND.text)], by=other.hand))
        assert not page.cards["labels"].view.is_empty
        monkeypatch.setattr(surveys, "at_once", lambda *_: False)
        stopped: list[object] = []
        monkeypatch.setattr(page.cards["labels"].out, "cancel", lambda: stopped.append(1))
        page.set_bench(other)
        page.refresh()
        inquiry = page._inquiries["labels"]
        assert inquiry.is_under_way
        assert stopped == [1], "a table of the project before"
        for card in page.cards.values():
            assert card.view.is_empty
            assert not card.view.table.rows
            assert card.empty.text().startswith("Counting…")
            assert card.out.origin is None
        with qtbot.waitSignal(inquiry.answered):
            pass
        page.set_bench(None)
