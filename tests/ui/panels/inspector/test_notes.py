from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator.core import deletion
from glossator.ui.panels.inspector import InspectorPanel
from glossator.ui.selection import Selection
from glossator.workbench import Workbench
from tests.ui.panels.conftest import import_documents
from tests.ui.panels.inspector.inspecting import Carry, article, mention_of, select


def notes(bench: Workbench, target: int) -> list[str]:
    return [each.body for each in article(bench).notes_on(target)]


def test_a_note_is_saved_by_ctrl_enter(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    done = carried_out(panel)
    mention = mention_of(bench, "WEA")
    select(panel, selection, mention.id)
    QTest.keyClicks(panel.mention.note, "Check the type.")
    assert done == []
    QTest.keyClick(panel.mention.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert notes(bench, mention.id) == ["Check the type."]
    panel.mention.label.setFocus()
    assert len(done) == 1


def test_a_note_is_saved_when_it_is_left_and_deleted_when_it_is_emptied(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    mention = mention_of(bench, "WEA")
    select(panel, selection, mention.id)
    panel.activateWindow()
    panel.mention.note.setFocus()
    QTest.keyClicks(panel.mention.note, "Left.")
    panel.mention.label.setFocus()
    assert notes(bench, mention.id) == ["Left."]
    panel.mention.note.setFocus()
    panel.mention.note.clear()
    panel.mention.label.setFocus()
    assert notes(bench, mention.id) == []


def test_a_note_stays_with_its_record_when_another_is_selected(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    first, second = mention_of(bench, "WEA"), mention_of(bench, "VEH")
    select(panel, selection, first.id)
    QTest.keyClicks(panel.mention.note, "About the first.")
    select(panel, selection, second.id)
    assert (notes(bench, first.id), notes(bench, second.id)) == (["About the first."], [])
    assert panel.mention.note.toPlainText() == ""


def test_a_note_stays_with_its_document_when_another_is_opened(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    (other,) = import_documents(bench, "Other")
    first = article(bench).document.id
    before = notes(bench, first)
    QTest.keyClicks(panel.document.note, "More. ")
    bench.open_document(other.id)
    selection.set(None, document=other.id)
    panel.refresh()
    assert (
        [each.body for each in bench.ask.notes_on(first)] == ["More. " + before[0]] if before else ["More."]
    )
    assert bench.ask.notes_on(other.id) == []


def test_a_note_on_what_was_deleted_meanwhile_is_refused_with_its_text(
    qtbot: QtBot, panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    carried_out(panel)
    mention = mention_of(bench, "WEA")
    select(panel, selection, mention.id)
    QTest.keyClicks(panel.mention.note, "Too late.")
    bench.do(deletion.delete(article(bench), [mention.id], by=bench.hand))
    with qtbot.waitSignal(panel.refused) as told:
        panel.tell()
    assert told.args[0].details == "Too late."


def test_escape_brings_the_stored_note_back(
    panel: InspectorPanel, bench: Workbench, selection: Selection, carried_out: Carry
) -> None:
    done = carried_out(panel)
    select(panel, selection, mention_of(bench, "WEA").id)
    QTest.keyClicks(panel.mention.note, "No.")
    QTest.keyClick(panel.mention.note, Qt.Key.Key_Escape)
    assert panel.mention.note.toPlainText() == ""
    panel.tell()
    assert done == []


def test_the_note_is_as_high_as_its_text(
    panel: InspectorPanel, bench: Workbench, selection: Selection
) -> None:
    select(panel, selection, mention_of(bench, "WEA").id)
    low = panel.mention.note.height()
    panel.mention.note.setPlainText("word " * 60)
    middle = panel.mention.note.height()
    panel.mention.note.setPlainText("word " * 6000)
    assert low < middle < panel.mention.note.height() < 400
