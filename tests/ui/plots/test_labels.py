"""Labels by count: split by document, two documents' bars dragged together, one bar for all rare labels."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator import figures, surveys
from glossator.analysis.frequencies import LabelCounted, Labels, Part
from glossator.core import edits
from glossator.core.lens import Lens, MentionPick
from glossator.ui.plots import bars
from glossator.ui.plots.bars import LabelKey, OutsideKey, RestKey
from glossator.ui.plots.compared import OtherKey
from glossator.ui.plots.dragging import DragCanvas
from glossator.ui.plots.labels import LabelsPlot
from glossator.ui.plots.page import SummaryPage
from glossator.ui.plots.plot import About
from glossator.workbench import Workbench
from tests.builders import scheme
from tests.ui.plots.conftest import FIRST, SECOND
from tests.ui.plots.test_page import lines, tag

ONE, TWO = FIRST.document.id, SECOND.document.id


def labels(page: SummaryPage) -> LabelsPlot:
    plot = page.plots["labels"]
    assert isinstance(plot, LabelsPlot)
    return plot


@pytest.fixture
def plot(page: SummaryPage) -> LabelsPlot:
    """The labels of the whole project, split by document."""
    found = labels(page)
    page.bar.in_project.click()
    found.by.setCurrentIndex(1)
    page.refresh()
    return found


def tips(plot: LabelsPlot) -> dict[object, str]:
    drawing = plot.card.view.drawing
    assert drawing is not None
    return {mark.key: mark.tip for mark in drawing.marks}


def canvas(plot: LabelsPlot) -> DragCanvas:
    assert isinstance(plot.card.chart, DragCanvas)
    return plot.card.chart


def at(plot: LabelsPlot, key: object) -> QPoint:
    drawing = plot.card.view.drawing
    assert drawing is not None
    return canvas(plot).center_of(next(mark for mark in drawing.marks if mark.key == key))


def test_bars_in_segments_by_document(page: SummaryPage, plot: LabelsPlot) -> None:
    assert [each.words for each in plot.card.view.legend] == ["First", "Second"]
    told = tips(plot)
    assert told[LabelKey("PER")] == "PER Person: 4 mentions"
    assert told[LabelKey("PER", document=ONE)] == "PER Person, First: 3 of 4 mentions"
    assert told[LabelKey("PER", document=TWO)] == "PER Person, Second: 1 of 4 mentions"
    assert LabelKey("ORG", document=TWO) not in told, "there is nothing of it there"
    table = plot.card.view.table
    assert table.headings == ("Label", "Name", "Mentions", "First", "Second", "Other documents")
    assert table.rows[0] == ("PER", "Person", 4, 3, 1, 0)
    page.cards["labels"].chosen.emit(LabelKey("PER", document=TWO))
    assert page.sentences.title.text() == "PER Person, Second  ·  1 sentence"
    assert [hit for hit, _ in lines(page)] == ["Ada"]


def test_a_tag_is_followed_in_its_document(plot: LabelsPlot, bench: Workbench, qtbot: QtBot) -> None:
    tag(bench, "Libya", "PER")
    qtbot.waitUntil(lambda: plot.card.view.table.rows[0] == ("PER", "Person", 5, 4, 1, 0))
    bench.undo()
    qtbot.waitUntil(lambda: plot.card.view.table.rows[0] == ("PER", "Person", 4, 3, 1, 0))


def test_other_documents_are_one_part(
    page: SummaryPage, plot: LabelsPlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "SPLIT", 1)
    plot.stale.emit()
    page.refresh()
    assert [each.words for each in plot.card.view.legend] == ["First", "other documents"]
    key = OutsideKey("PER", frozenset({ONE}))
    assert tips(plot)[key] == "PER Person, other documents: 1 of 4 mentions"
    page.cards["labels"].chosen.emit(key)
    assert page.sentences.title.text() == "PER Person, other documents  ·  1 sentence"
    assert [page.sentences.model.line(0).document] == [TWO]  # type: ignore[union-attr]


def test_a_bar_dragged_onto_that_of_another_document_compares_the_two(
    page: SummaryPage, plot: LabelsPlot
) -> None:
    first, second = LabelKey("PER", document=ONE), LabelKey("GPE", document=TWO)
    begin, end = at(plot, first), at(plot, second)
    view = canvas(plot)._plot.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(view, begin + QPoint(3, 30))
    QTest.mouseMove(view, end)
    assert plot.card.tip.text() == "Compare First with Second"
    assert not canvas(plot).grab().isNull(), "what is carried is drawn"
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    page.refresh()
    assert [each.words for each in plot.card.view.legend] == ["First", "Second"]
    rows = {row[0]: row[2:6] for row in plot.card.view.table.rows}
    assert rows["PER"] == (3, 0.375, 1, 0.5)
    assert plot.card.foot.text().startswith("8 mentions shown, 0 hidden by the filter  ·  2 mentions there")
    assert not plot.by.isEnabled(), "two selections stand side by side"
    plot.card.as_table.click()
    assert not plot.by.isEnabled(), "as a table as well"
    plot.card.as_table.click()
    plot.compare_with(None)
    page.refresh()
    assert plot.by.isEnabled()
    assert LabelKey("PER", document=ONE) in tips(plot)


def test_a_drag_that_ends_nowhere_compares_nothing_and_a_click_still_lists_sentences(
    page: SummaryPage, plot: LabelsPlot
) -> None:
    first = LabelKey("PER", document=ONE)
    begin = at(plot, first)
    view = canvas(plot)._plot.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(view, begin + QPoint(40, 9))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(plot, LabelKey("ORG", document=ONE)))
    assert not plot.is_comparing, "both are of one document"
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=begin)
    assert page.sentences.title.text() == "PER Person, First  ·  3 sentences"


def test_two_selected_documents_are_compared_by_key_and_menu(page: SummaryPage, plot: LabelsPlot) -> None:
    said: list[str] = []
    plot.said.connect(said.append)
    QTest.keyClick(canvas(plot), Qt.Key.Key_C)
    assert said == ["Split the bars by document, and select those of two, with Ctrl and a click."]
    page.cards["labels"].brushed.emit((LabelKey("PER", document=TWO), LabelKey("PER", document=ONE)), False)
    plot._fill_menu()
    entry = next(each for each in plot.menu.actions() if each.text() == "The two &selected documents\tC")
    assert entry.isEnabled()
    entry.trigger()
    page.refresh()
    assert [each.words for each in plot.card.view.legend] == ["Second", "First"]
    page.cards["labels"].chosen.emit(LabelKey("PER"))
    assert [page.sentences.model.line(0).document] == [TWO]  # type: ignore[union-attr]


def test_what_is_compared_follows_a_tag(
    page: SummaryPage, plot: LabelsPlot, bench: Workbench, qtbot: QtBot
) -> None:
    plot._on_dropped(LabelKey("PER", document=TWO), LabelKey("PER", document=ONE))
    page.refresh()
    assert plot.card.view.table.rows[0][2:5:2] == (1, 3)
    tag(bench, "Libya", "PER")
    qtbot.waitUntil(lambda: plot.card.view.table.rows[0][2:5:2] == (1, 4))


def test_two_compared_documents_are_seen_through_the_filter_of_all_views(
    page: SummaryPage, plot: LabelsPlot, bench: Workbench, qtbot: QtBot
) -> None:
    plot._on_dropped(LabelKey("PER", document=ONE), LabelKey("PER", document=TWO))
    page.refresh()
    page.bar.set_lens(Lens(labels=frozenset({"PER"})))
    page.refresh()
    rows = {row[0]: row[2:6] for row in plot.card.view.table.rows if row[2] or row[4]}
    assert rows == {"PER": (3, 1.0, 1, 1.0)}
    assert [each.words for each in plot.card.view.legend] == ["First, filtered", "Second, filtered"]
    page.cards["labels"].chosen.emit(OtherKey("PER"))
    assert page.sentences.title.text() == "PER Person, Second, filtered  ·  1 sentence"
    tag(bench, "navy", "GPE")
    tag(bench, "Libya", "PER")
    qtbot.waitUntil(lambda: plot.card.view.table.rows[0][2:5:2] == (4, 1))
    page.bar.clear()
    page.bar.in_project.click()
    page.refresh()
    assert {row[0]: row[2:5:2] for row in plot.card.view.table.rows}["GPE"] == (2, 1)
    assert [each.words for each in plot.card.view.legend] == ["First", "Second"]


def test_a_comparison_is_left_where_neither_side_has_anything(page: SummaryPage, plot: LabelsPlot) -> None:
    plot._on_dropped(LabelKey("PER", document=ONE), LabelKey("PER", document=TWO))
    page.bar.set_lens(Lens(annotators=frozenset({"Nobody"})))
    page.refresh()
    assert plot.card.view.is_empty
    assert plot.compare.isEnabled(), "the way out"
    plot._fill_menu()
    next(each for each in plot.menu.actions() if each.text() == "&Nothing: these alone").trigger()
    page.refresh()
    assert not plot.is_comparing
    assert not plot.compare.isEnabled(), "there is nothing to compare"


def test_a_compared_document_that_is_removed_is_not_taken_for_the_project(
    page: SummaryPage, plot: LabelsPlot, bench: Workbench
) -> None:
    plot._on_dropped(LabelKey("PER", document=ONE), LabelKey("PER", document=TWO))
    page.refresh()
    bench.do(edits.remove_documents([bench.annotations(TWO)], by=bench.hand))
    page.refresh()
    assert [each.words for each in plot.card.view.legend] == ["First", "a document that is gone"]


def test_where_the_others_would_hide_them_only_the_parts_are_drawn() -> None:
    def counts(**held: int) -> tuple[LabelCounted, ...]:
        return tuple(LabelCounted(label, "", "", n) for label, n in held.items())

    part = Part(1, "First", Labels(counts(PER=1, ORG=2), 3))
    view = bars.view(Labels(counts(PER=900, ORG=100), 1000, parts=(part,)), scheme())
    assert view.drawing is not None
    assert [(mark.key, mark.tip) for mark in view.drawing.marks] == [
        (LabelKey("ORG"), "ORG Organization: 100 mentions"),
        (LabelKey("PER"), "PER Person: 900 mentions"),
    ], "the longest of those that are drawn comes first"
    assert view.drawing.frame.width < 10, "the parts take the room"
    assert "997 in other documents are not drawn" in view.foot
    assert [each.words for each in view.legend] == ["First"]
    assert view.table.rows[0] == ("PER", "Person", 900, 1, 899)
    assert view.table.keys[:2] == (LabelKey("PER"), LabelKey("ORG"))


def test_rare_labels_share_a_bar_that_leads_to_their_sentences(
    page: SummaryPage, monkeypatch: pytest.MonkeyPatch, bench: Workbench
) -> None:
    monkeypatch.setattr(bars, "MOST", 3)
    monkeypatch.setattr(bars, "DRAWN", 2)
    plot = labels(page)
    plot.stale.emit()
    page.refresh()
    rest = next(key for key in tips(plot) if isinstance(key, RestKey))
    assert rest.labels == {"GPE", "FAC", "EVT"}
    assert tips(plot)[rest].endswith("labels: 3 mentions")
    picks = plot.picks_all(rest, About(bench, Lens()))
    assert picks == (MentionPick(labels=rest.labels),), "one question, however many labels"
    page.cards["labels"].chosen.emit(rest)
    assert page.sentences.title.text() == "3 other labels  ·  3 sentences"
    page.cards["labels"].brushed.emit((rest,), False)
    assert page.brush.facets.labels == rest.labels
    for both in ((rest, LabelKey("ORG")), (LabelKey("ORG"), rest)):
        page.cards["labels"].brushed.emit(both, False)
        assert page.brush.facets.labels == rest.labels | {"ORG"}, "and not all there are"
        assert page.sentences.title.text().startswith("2 marks  ·  5 ")
        assert sorted(hit for hit, _ in lines(page)) == ["Libya", "Ships", "attacked", "navy", "navy"]
    page.cards["labels"].brushed.emit((rest,), False)
    page.bar.narrowed.emit()
    page.refresh()
    assert page.lens.labels == rest.labels


def test_split_by_document_on_the_command_line_and_through_every_filter(bench: Workbench) -> None:
    survey = surveys.find("labels")
    for lens, parts in (
        (Lens(), {"First": 8, "Second": 2}),
        (Lens(labels=frozenset({"GPE"})), {"First": 1, "Second": 1}),
        (Lens(annotators=frozenset({"Nobody"})), {}),
        (Lens(document=TWO), {"Second": 2}),
    ):
        found = surveys.answer(bench, survey, lens, {"split": "document"})
        assert {part.name: part.labels.shown for part in found.parts} == parts


def test_the_band_over_empty_ground_brushes_as_everywhere(plot: LabelsPlot) -> None:
    brushed: list[object] = []
    plot.card.brushed.connect(lambda keys, more: brushed.append(keys))
    view, size = canvas(plot)._plot.viewport(), canvas(plot).size()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(size.width() - 3, 2))
    QTest.mouseMove(view, QPoint(size.width() // 2, 20))
    QTest.mouseMove(view, QPointF(1, size.height() - 40).toPoint())
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(1, size.height() - 40))
    assert len(brushed) == 1
    assert LabelKey("PER", document=TWO) in brushed[0]  # type: ignore[operator]
