"""The view of entities at work: names are looked for, rows come by the page, cards open, and several become one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from glossator import surveys
from glossator.core import edits
from glossator.core.annotations import Entity, Mention
from glossator.core.lens import Lens
from glossator.ui.plots.dots import EntityKey
from glossator.ui.plots.entities import EntitiesPlot
from glossator.ui.plots.page import SummaryPage
from glossator.ui.plots.plot import About
from glossator.ui.theme import light
from glossator.workbench import Workbench
from tests.builders import the
from tests.ui.plots.test_page import tag

ADA = EntityKey(77, "Ada Lovelace", "PER")


def entities(page: SummaryPage) -> EntitiesPlot:
    plot = page.plots["entities"]
    assert isinstance(plot, EntitiesPlot)
    return plot


def named(bench: Workbench, quote: str, number: int) -> None:
    """Who a mention is."""
    said = bench.current
    assert said is not None
    made = Entity(number, quote, "PER", author="Kim", created=1)
    bench.do(edits.identify(said, [the(said, quote).id], made, is_new=True, by=bench.hand))


def test_a_name_is_looked_for_under_the_filter(page: SummaryPage, bench: Workbench, qtbot: QtBot) -> None:
    named(bench, "Bob", 78)
    plot, card = entities(page), page.cards["entities"]
    QTest.keyClicks(plot.field, "LOVE")
    qtbot.waitUntil(lambda: [row[0] for row in card.view.table.rows] == ["Ada Lovelace"])
    assert card.view.foot.startswith("2 mentions shown, 0 hidden by the filter")
    tag(bench, "Libya", "LOC")
    qtbot.waitUntil(lambda: [row[0] for row in card.view.table.rows] == ["Ada Lovelace"])
    plot.field.setText("nobody")
    qtbot.waitUntil(lambda: card.view.is_empty)
    assert card.empty.text() == "No identity that is shown is called “nobody”."
    plot.field.clear()
    qtbot.waitUntil(lambda: len(card.view.table.rows) > 2)


def test_the_card_opens_and_two_are_merged_by_keys(page: SummaryPage, bench: Workbench, qtbot: QtBot) -> None:
    named(bench, "Bob", 78)
    page.refresh()
    plot, chart = entities(page), page.cards["entities"].chart
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart.current_key == ADA
    with qtbot.waitSignal(page.card_requested) as opened:
        QTest.keyClick(chart, Qt.Key.Key_C)
    assert opened.args == [77]
    with qtbot.waitSignal(plot.said) as said:
        QTest.keyClick(chart, Qt.Key.Key_M)
    assert said.args == ["Select two identities or more, with Ctrl and a click or Ctrl+Space."]
    page.cards["entities"].brushed.emit((ADA, EntityKey(78, "Bob", "PER")), False)
    with qtbot.waitSignal(page.merge_wanted) as merged:
        QTest.keyClick(chart, Qt.Key.Key_M)
    assert merged.args == [[77, 78]]
    chart.show_view(page.cards["entities"].view)
    QTest.keyClick(chart, Qt.Key.Key_End)
    with qtbot.waitSignal(plot.said) as said:
        plot.open.click()
    assert said.args == ["Choose an identity first; words in quotes have none yet."]


def test_rows_come_by_the_page(page: SummaryPage, bench: Workbench, qtbot: QtBot) -> None:
    said = bench.current
    assert said is not None
    bob = the(said, "Bob")
    for number in range(60):
        made = Entity(1_000 + number, f"Person {number:02}", "PER", author="Kim", created=1)
        mention = replace(bob, id=50_000 + number, entity=made.id)
        bench.do(bench.hand.change("One more", added=(made, mention)))
    page.refresh()
    plot, card = entities(page), page.cards["entities"]
    qtbot.waitUntil(lambda: "the first 15 names" in card.view.foot)
    QTest.keyClick(card.chart, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: "the first 50 names" in card.view.foot)
    plot.more.click()
    qtbot.waitUntil(lambda: card.view.drawing is not None and card.view.drawing.frame.rows > 60)
    assert not plot.more.isEnabled()
    QTest.keyClick(card.chart, Qt.Key.Key_Minus)
    QTest.keyClick(card.chart, Qt.Key.Key_Minus)
    qtbot.waitUntil(lambda: "the first 15 names" in card.view.foot)
    plot.forget()
    assert plot.options() == {"limit": "50", "name": ""}


def test_the_command_line_looks_for_a_name(bench: Workbench) -> None:
    survey = surveys.find("entities")
    found = survey.sheet(surveys.answer(bench, survey, Lens(), {"name": "lovelace"}), bench.scheme)
    assert [row[0] for row in found.rows] == ["Ada Lovelace"]
    assert (found.shown, found.hidden) == (3, 0)
    nobody = survey.sheet(surveys.answer(bench, survey, Lens(), {"name": "x y z"}), bench.scheme)
    assert nobody.rows == ()


def test_through_a_filter_by_status_names_are_counted_on_and_not_anew(qtbot: QtBot, bench: Workbench) -> None:
    """Of ten million mentions those of one who is often named are too many to be looked at again."""
    lens = Lens(statuses=frozenset({row.document.status for row in bench.ask.documents()}))
    holder = QWidget()
    qtbot.addWidget(holder)
    about, plot = About(bench, lens), EntitiesPlot(surveys.SURVEYS["entities"], light(), holder)
    said = bench.current
    assert said is not None
    mine = [each for each in said.mentions.values() if each.entity == ADA.entity]
    nobody = [replace(each, entity=None) for each in mine]
    assert len(mine) > 1
    plot.show(surveys.answer(bench, plot.survey, lens, plot.options()), about)
    new = replace(the(said, "Libya"), id=bench.hand.new_id(), label="PER", entity=ADA.entity)
    steps: list[tuple[list[Mention], list[Mention]]] = [
        ([], [new]),
        ([new], [replace(new, entity=None)]),
        ([replace(new, entity=None)], []),
        (mine[:1], nobody[:1]),
        (mine[1:], nobody[1:]),
        (nobody, mine),
    ]
    for removed, added in steps:
        change = bench.hand.change("Step", removed=removed, added=added)
        bench.do(change)
        is_followed = plot.follow(change, about)
        now = surveys.answer(bench, plot.survey, lens, plot.options())
        if not is_followed:
            plot.show(now, about)
        assert plot._found is not None
        assert plot._found.counts == now.counts
        assert (plot._found.shown, plot._found.total) == (now.shown, now.total)
        assert is_followed
