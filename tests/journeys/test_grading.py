"""The grades of a whole cell of the grid are changed at once, with the reason, and taken back at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator.analysis.evidence import GradeKey
from glossator.core import claims, edits, ids
from glossator.core.annotations import Argument, Entity, Relation
from glossator.ui.actions.regrading import Regrading
from glossator.ui.dialogs.regrading import RegradeDialog
from glossator.ui.plots.grades import GradesPlot
from glossator.workbench import Workbench
from tests.journeys.analyst import Analyst


def bench(analyst: Analyst) -> Workbench:
    found = analyst.window.desk.bench
    assert found is not None
    return found


def claimed(analyst: Analyst) -> list[Relation]:
    """Two claims of the text, and one that a graded source makes."""
    by = bench(analyst).hand
    first, second, voice = (analyst.tag(each, "G") for each in ("Russia", "Libya", "Tartus"))
    graded = Entity(
        by.new_id(), "Tartus", "GPE", attributes={claims.RELIABILITY: "C"}, author="Kim", created=1
    )
    bench(analyst).do(edits.identify(analyst.annotations, [voice.id], graded, is_new=True, by=by))
    ends = (Argument("Arg1", first.id), Argument("Arg2", second.id))
    plain = Relation(by.new_id(), first.document, "LOCATED_IN", ends, None, author="Kim", created=1)
    made = [
        plain,
        replace(plain, id=by.new_id()),
        replace(plain, id=by.new_id(), attributes={claims.SOURCE: ids.to_text(voice.id)}),
    ]
    bench(analyst).do(by.change("Three claims", added=made))
    return made


def grid(analyst: Analyst) -> GradesPlot:
    analyst.window.actions_by_id["summary"].trigger()
    board = analyst.window.board
    analyst.qtbot.waitUntil(lambda: board.page is not None and board.page.isVisible())
    assert board.page is not None
    board.page.show_view("grades")
    plot = board.page.plots["grades"]
    assert isinstance(plot, GradesPlot)
    return plot


def asked(acts: Regrading, qtbot: QtBot) -> RegradeDialog:
    dialog = acts.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_a_cell_is_graded_anew_by_keys_and_one_undo_takes_all_back(analyst: Analyst, qtbot: QtBot) -> None:
    made = claimed(analyst)
    plot, acts = grid(analyst), analyst.window.judging.regrading
    qtbot.waitUntil(lambda: not plot.card.view.is_empty)
    before = {row[0]: row[2:] for row in plot.card.view.table.rows}
    assert (before["C"][5], before["F"][5]) == (1, 2)
    chart = plot.card.chart
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.current_key == GradeKey("F", "6")
    QTest.keyClick(chart, Qt.Key.Key_G)
    dialog = asked(acts, qtbot)
    assert dialog.what.text() == "2 claims"
    assert dialog.sources.text().startswith(f"Their sources: {analyst.annotations.document.name}.")
    dialog.credibility.setCurrentIndex(dialog.credibility.findData("2"))
    dialog.reliability.setCurrentIndex(dialog.reliability.findData("B"))
    dialog.set_button.click()
    assert dialog.fault.text().startswith("A reason is needed.")
    analyst.type("two more papers say so", dialog.reason)
    dialog.set_button.click()
    qtbot.waitUntil(lambda: plot.card.view.table.rows[1][3] == 2)
    held = analyst.annotations.relations
    assert [held[each.id].attributes.get(claims.CREDIBILITY) for each in made] == ["2", "2", None]
    assert analyst.annotations.document.reliability_reason == "two more papers say so"
    analyst.window.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: {row[0]: row[2:] for row in plot.card.view.table.rows} == before)
    assert analyst.annotations.document.reliability == "F"
    analyst.window.actions_by_id["article"].trigger()


def test_the_grade_of_who_says_it_goes_before_that_of_the_document(analyst: Analyst, qtbot: QtBot) -> None:
    claimed(analyst)
    plot, acts = grid(analyst), analyst.window.judging.regrading
    qtbot.waitUntil(lambda: not plot.card.view.is_empty)
    plot.card.brushed.emit((GradeKey("C", "6"),), False)
    plot.again.click()
    dialog = asked(acts, qtbot)
    assert dialog.sources.text() == "Their sources: Tartus."
    dialog.reliability.setCurrentIndex(dialog.reliability.findData("A"))
    analyst.type("it was there", dialog.reason)
    dialog.set_button.click()
    qtbot.waitUntil(lambda: plot.card.view.table.rows[0][-1] == 1)
    assert analyst.annotations.document.reliability == "F"
    analyst.window.actions_by_id["article"].trigger()


def test_without_a_cell_it_says_what_to_do(analyst: Analyst, qtbot: QtBot) -> None:
    claimed(analyst)
    plot = grid(analyst)
    qtbot.waitUntil(lambda: not plot.card.view.is_empty)
    plot.card.canvas._go_to(None)
    with qtbot.waitSignal(plot.said) as heard:
        plot.again.click()
    assert heard.args == ["Choose a cell of the grid first, by a click or with the arrows."]
    analyst.window.actions_by_id["article"].trigger()


def test_the_keys_that_work_now_are_those_of_the_view_that_has_the_keyboard(
    analyst: Analyst, qtbot: QtBot
) -> None:
    claimed(analyst)
    window = analyst.window
    analyst.page.setFocus()
    told = {(group, keys) for group, _, keys in window.asking.keys_now()}
    assert ("Labels", "G") in told
    plot = grid(analyst)
    qtbot.waitUntil(lambda: not plot.card.view.is_empty)
    plot.card.chart.setFocus()
    told = {(group, keys) for group, _, keys in window.asking.keys_now()}
    assert {("Grades of the evidence", "G"), ("Views", "F"), ("Views", "Alt+W")} <= told
    assert "Labels" not in {group for group, _ in told}, "G does not tag here"
    assert {"?", "Ctrl+Z"} <= {keys.split("  ")[0] for _, keys in told}
    assert not {"J", "K", "Y", "U"} & {keys for _, keys in told}
    assert window.board.page is not None
    window.board.page.bar.unfold.setFocus()
    assert not {"Labels", "Views"} & {group for group, _, _ in window.asking.keys_now()}
