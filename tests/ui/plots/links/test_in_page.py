from __future__ import annotations

from pytestqt.qtbot import QtBot

from glossator.core import edits
from glossator.core.annotations import Argument, Relation
from glossator.core.statements import Node
from glossator.ui.plots.dots import EntityKey
from glossator.ui.plots.links.plot import LinksPlot
from glossator.ui.plots.page import SummaryPage
from glossator.workbench import Workbench
from tests.builders import the


def links_of(page: SummaryPage, qtbot: QtBot) -> LinksPlot:
    page.bar.in_project.click()
    page.show_view("links")
    plot = page.plots["links"]
    assert isinstance(plot, LinksPlot)
    qtbot.waitUntil(lambda: not plot.network.is_empty and plot._task is None)
    return plot


def test_the_page_shows_it_and_a_change_is_drawn(page: SummaryPage, bench: Workbench, qtbot: QtBot) -> None:
    plot = links_of(page, qtbot)
    before = len(plot.network.links)
    said = bench.current
    assert said is not None
    ends = (Argument("Arg1", the(said, "Bob").id), Argument("Arg2", the(said, "Libya").id))
    bench.do(
        bench.hand.change("Relate", added=(Relation(9_100, said.document.id, "LEADS", ends, author="Kim"),))
    )
    assert len(plot.network.links) == before + 1
    bench.undo()
    assert len(plot.network.links) == before


def test_what_is_selected_in_the_chart_is_lit_in_the_other_views_and_the_other_way_round(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    plot = links_of(page, qtbot)
    ada = Node(entity=77)
    plot.chart.select(ada)
    assert page.brush.keys == (ada,)
    key = EntityKey(77, "Ada Lovelace", "PER")
    assert page.plots["entities"].is_lit(key, page.brush.facets)
    page.brush.clear()
    page.brush.set("entities", (key,))
    assert plot.chart.is_lit(ada)
    assert not plot.chart.is_lit(Node(quote="Bob", label="PER"))


def test_a_line_lists_its_sentences_and_the_card_of_an_identity_is_asked_for(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    plot = links_of(page, qtbot)
    link = next(each for each in plot.network.links if each.key.first == Node(entity=77))
    plot.chart.chosen.emit(link.key)
    model = page.sentences.model
    assert model.rowCount() == len(link.relations)
    line = model.line(0)
    assert line is not None
    assert line.record in link.relations
    cards: list[object] = []
    page.card_requested.connect(cards.append)
    next(each for each in plot.entries(Node(entity=77)) if "card" in each.words).do()
    assert cards == [77]


def test_the_matrix_is_another_view_and_sentences_for_the_status_line_are_told(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    plot = links_of(page, qtbot)
    said: list[str] = []
    page.said.connect(said.append)
    plot.show_way(Node(quote="Bob", label="PER"), Node(entity=77))
    assert len(said) == 1
    assert plot._panel is not None
    plot._panel.matrix.click()
    assert page.sheet.enlarged == "together"


def test_an_identity_given_on_the_page_renames_its_node(
    page: SummaryPage, bench: Workbench, qtbot: QtBot
) -> None:
    plot = links_of(page, qtbot)
    said = bench.current
    assert said is not None
    ada = bench.ask.entity(77)
    assert ada is not None
    bench.do(edits.identify(said, [the(said, "Bob").id], ada, is_new=False, by=bench.hand))
    assert Node(quote="Bob", label="PER") not in plot.network.nodes
    assert plot.network.nodes[Node(entity=77)].mentions == 4
