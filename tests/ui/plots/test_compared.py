"""Labels of two selections side by side: by menu and option, as shares, live, and back to the sentences of either."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from glossator import surveys
from glossator.analysis.facets import NONE, Facets, joined
from glossator.core.errors import Refused
from glossator.core.lens import Lens
from glossator.ui.plots.bars import LabelKey
from glossator.ui.plots.compared import OtherKey
from glossator.ui.plots.labels import LabelsPlot
from glossator.ui.plots.page import SummaryPage
from glossator.ui.plots.plot import About
from glossator.workbench import Workbench
from tests.ui.plots.conftest import FIRST, SECOND
from tests.ui.plots.test_page import lines, tag


def labels(page: SummaryPage) -> LabelsPlot:
    plot = page.plots["labels"]
    assert isinstance(plot, LabelsPlot)
    return plot


def entries(plot: LabelsPlot) -> dict[str, object]:
    plot._fill_menu()
    return {each.text(): each for each in plot.menu.actions() if each.text()}


def rows(page: SummaryPage) -> dict[str, tuple[object, ...]]:
    return {str(row[0]): row[2:6] for row in page.cards["labels"].view.table.rows if row[2] or row[4]}


def test_two_documents_side_by_side_as_shares(page: SummaryPage) -> None:
    plot = labels(page)
    documents = entries(plot)["With a &document"].menu()  # type: ignore[attr-defined]
    named = {each.text(): each for each in documents.actions()}
    assert list(named) == ["First", "Second"]
    named["Second"].trigger()
    page.refresh()
    assert rows(page) == {
        "PER": (3, 0.375, 1, 0.5),
        "GPE": (1, 0.125, 1, 0.5),
        "ORG": (2, 0.25, 0, 0.0),
        "FAC": (1, 0.125, 0, 0.0),
        "EVT": (1, 0.125, 0, 0.0),
    }
    view = plot.card.view
    assert [each.words for each in view.legend] == ["First", "Second"]
    assert (
        view.foot == "8 mentions shown, 0 hidden by the filter  ·  2 mentions there; bars are shares of all"
    )
    assert view.drawing is not None
    place, first = plot.card.canvas.place(), view.drawing.marks[0]
    assert place.reached(first).width() > place.rectangle(first.box).width() + 40, "its number is its own"
    assert not place.reached(first).intersects(place.reached(view.drawing.marks[1]))
    tips = [mark.tip for mark in view.drawing.marks][:2]
    assert tips == ["PER Person, First: 3 mentions, 37.5%", "PER Person, Second: 1 mention, 50.0%"]


def test_a_bar_of_the_other_side_leads_to_its_sentences_and_both_follow(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    plot = labels(page)
    plot.compare_with(Lens(document=SECOND.document.id))
    page.refresh()
    page.cards["labels"].chosen.emit(OtherKey("PER"))
    assert page.sentences.title.text() == "PER Person, Second  ·  1 sentence"
    assert [hit for hit, _ in lines(page)] == ["Ada"]
    page.cards["labels"].brushed.emit((OtherKey("PER"),), False)
    assert page.brush.facets.documents == {SECOND.document.id}
    plot.compare_with(Lens())
    page.refresh()
    assert rows(page)["PER"][::2] == (3, 4)
    tag(bench, "Libya", "PER")
    qtbot.waitUntil(lambda: rows(page)["PER"][::2] == (4, 5))


def test_what_is_shown_is_kept_and_compared_with_what_comes(page: SummaryPage) -> None:
    plot = labels(page)
    entries(plot)["&Keep what is shown now, and compare what comes with it"].trigger()  # type: ignore[attr-defined]
    page.bar.set_lens(Lens(document=1, labels=frozenset({"PER"})))
    page.refresh()
    assert [each.words for each in plot.card.view.legend] == ["First, filtered", "First"]
    assert rows(page)["PER"] == (3, 1.0, 3, 0.375)
    entries(plot)["&Nothing: these alone"].trigger()  # type: ignore[attr-defined]
    page.bar.clear()
    page.refresh()
    assert plot.card.view.table.headings[:3] == ("Label", "Name", "Mentions")
    assert LabelKey("ORG") in plot.card.view.table.keys
    entries(plot)["With the whole &project"].trigger()  # type: ignore[attr-defined]
    page.refresh()
    assert rows(page)["PER"] == (3, 0.375, 4, 0.4)
    plot.forget()
    assert plot.against is None, "another project has other documents"


def test_the_other_side_is_named_on_the_command_line(bench: Workbench) -> None:
    survey = surveys.find("labels")
    for said, count in (("project", 4), ("Second", 1), (surveys.as_against(Lens(document=2)), 1)):
        found = surveys.answer(bench, survey, Lens(document=FIRST.document.id), {"against": said})
        sheet = survey.sheet(found, bench.scheme)
        assert next(row for row in sheet.rows if row[0] == "PER")[4] == count
    with pytest.raises(Refused, match="no document “Third”"):
        surveys.answer(bench, survey, Lens(), {"against": "Third"})


def test_a_caption_without_anything_to_compare_with(page: SummaryPage, bench: Workbench) -> None:
    assert labels(page).caption(OtherKey("PER"), About(bench, Lens())) == "PER Person"


def test_a_document_that_is_compared_follows_the_filter(page: SummaryPage) -> None:
    plot = labels(page)
    plot.compare_with_document(SECOND.document.id)
    page.refresh()
    assert rows(page)["GPE"] == (1, 0.125, 1, 0.5)
    page.bar.set_lens(Lens(document=1, labels=frozenset({"GPE"})))
    page.refresh()
    assert rows(page) == {"GPE": (1, 1.0, 1, 1.0)}, "what comes later holds for both sides"
    assert plot.card.view.legend[1].words == "Second, filtered"
    page.bar.clear()
    plot.compare_with(None)
    assert not plot.is_comparing


def test_marks_of_both_sides_each_lead_to_their_own_sentences(page: SummaryPage, qtbot: QtBot) -> None:
    plot = labels(page)
    plot.compare_with_document(SECOND.document.id)
    page.refresh()
    page.cards["labels"].brushed.emit((LabelKey("GPE"),), False)
    page.cards["labels"].brushed.emit((OtherKey("PER"),), True)
    assert page.brush.facets.documents == {FIRST.document.id, SECOND.document.id}
    assert len(page.brush.facets.mentions) == 2
    assert [hit for hit, _ in lines(page)] == ["Libya", "Ada"]
    model = page.sentences.model
    source = model.source
    assert source is not None
    assert source.with_names, "they are of two documents"
    names = [source.name_of(line.document) for row in range(2) if (line := model.line(row)) is not None]
    assert names == ["First", "Second"]
    page.listing._ask_anew()
    assert [hit for hit, _ in lines(page)] == ["Libya", "Ada"]


def test_nothing_and_several_facets_are_joined() -> None:
    assert joined([]) == NONE
    one = Facets(mentions=frozenset({1}), labels=frozenset({"PER"}))
    other = Facets(mentions=frozenset({2}), documents=frozenset({7}), is_all=False)
    both = joined([one, other])
    assert both.mentions == {1, 2}
    assert both.labels == {"PER"}
    assert both.documents == {7}
    assert not both.is_all
    assert joined([one]) == one
