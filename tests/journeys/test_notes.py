"""Notes with links to mentions, documents and identities, and several of them on one record."""

from __future__ import annotations

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator.core import edits, notes
from glossator.core.annotations import Mention
from glossator.ui.dialogs.note import NoteDialog
from tests.journeys.analyst import Analyst


def noted(analyst: Analyst) -> tuple[Mention, Mention]:
    """Two mentions, the first of them selected."""
    second = analyst.tag("Libya", "G")
    first = analyst.tag("Tartus", "G")
    analyst.page.select_mention(first.id)
    return first, second


def test_a_link_is_offered_written_and_leads_there(analyst: Analyst, qtbot: QtBot) -> None:
    first, second = noted(analyst)
    analyst.press("M")
    (dialog,) = analyst.window.findChildren(NoteDialog)
    analyst.type("Compare [[liby", dialog.body)
    offered = dialog.links.model.stringList()
    assert offered[0].startswith("Libya  (mention")
    dialog.links.take(0)
    assert dialog.body.toPlainText() == "Compare [[Libya]]"
    dialog.activateWindow()  # as every window system does it when the list closes
    qtbot.waitUntil(dialog.isActiveWindow)
    analyst.press("Ctrl+Return", on=dialog.body)
    assert not dialog.isVisible(), analyst.heard
    (note,) = analyst.annotations.notes_on(first.id)
    assert notes.references(note.body) == [notes.Reference(second.id, "Libya")]
    form = analyst.window.inspector.mention
    qtbot.waitUntil(lambda: form.note.toPlainText() == "Compare [[Libya]]")
    assert [each.text() for each in form.notes.links.lines] == ["Libya"]
    analyst.click_on(form.notes.links.lines[0])
    assert analyst.window.selection.primary == second.id


def test_documents_and_identities_are_linked_and_what_is_gone_is_told(analyst: Analyst, qtbot: QtBot) -> None:
    window = analyst.window
    first, second = noted(analyst)
    bench = window.desk.bench
    assert bench is not None
    libya = edits.new_entity("State of Libya", "GPE", by=bench.hand)
    bench.do(edits.identify(analyst.annotations, [second.id], libya, by=bench.hand, is_new=True))
    document = analyst.annotations.document
    body = " ".join(
        notes.written(notes.Reference(number, words))
        for number, words in ((libya.id, libya.name), (document.id, document.name), (987654321, "Lost"))
    )
    bench.do(edits.write_note(analyst.annotations, first.id, body, by=bench.hand))
    analyst.page.select_mention(first.id)
    form = window.inspector.mention
    qtbot.waitUntil(lambda: len(form.notes.links.lines) == 2)
    assert "No longer there: “Lost”" in form.notes.gone.text()
    analyst.click_on(form.notes.links.lines[0])
    assert window.selection.primary == second.id


def test_another_note_is_added_rewritten_and_taken_back(analyst: Analyst, qtbot: QtBot) -> None:
    window = analyst.window
    first, _ = noted(analyst)
    bench = window.desk.bench
    assert bench is not None
    form = window.inspector.mention
    qtbot.waitUntil(form.note.isVisible)
    assert form.notes.another.isHidden(), "the first one has a field already"
    bench.do(edits.write_note(analyst.annotations, first.id, "One.", by=bench.hand))
    qtbot.waitUntil(lambda: not form.notes.another.isHidden())
    analyst.click_on(form.notes.another)
    (field,) = form.notes.fields
    QTest.keyClicks(field, "Two.")
    analyst.press("Ctrl+Return", on=field)
    qtbot.waitUntil(lambda: [each.note is not None for each in form.notes.fields] == [True])
    assert [each.body for each in analyst.annotations.notes_on(first.id)] == ["One.", "Two."]
    (field,) = form.notes.fields
    QTest.keyClicks(field, "More. ")
    analyst.press("Ctrl+Return", on=field)
    bodies = [each.body for each in analyst.annotations.notes_on(first.id)]
    assert bodies[0] == "One."
    assert "More." in bodies[1]
    assert form.note.toPlainText() == "One."
