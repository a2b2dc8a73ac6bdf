"""The analyst's own judgement, from the key to the export."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from glossator import projects
from glossator.core import edits, identities
from glossator.core.annotations import Note
from glossator.ui.dialogs.entity_card import EntityCard
from glossator.ui.dialogs.note import NoteDialog
from glossator.ui.text import tooltips
from tests.journeys.analyst import Analyst


def opened(analyst: Analyst) -> NoteDialog:
    """The dialog that is open."""
    (dialog,) = [each for each in analyst.window.findChildren(NoteDialog) if each.isVisible()]
    return dialog


def come_back(analyst: Analyst) -> None:
    """The window below is active again, as a window manager makes it."""
    analyst.window.activateWindow()
    analyst.qtbot.waitUntil(analyst.window.isActiveWindow)


def written(analyst: Analyst, text: str) -> Note:
    """Write a judgement of what is selected and stay in the strip."""
    analyst.press("Shift+M")
    dialog = opened(analyst)
    analyst.qtbot.waitUntil(dialog.isActiveWindow)
    dialog.body.setPlainText(text)
    analyst.press("Ctrl+Return", on=dialog.body)
    come_back(analyst)
    return analyst.annotations.judgements_on(
        analyst.window.selection.primary or analyst.annotations.document.id
    )[0]


def test_a_judgement_takes_its_likelihood_and_confidence_by_keys(
    analyst: Analyst, qtbot: QtBot, tmp_path: Path
) -> None:
    mention = analyst.tag("Tartus", "G")
    analyst.page.select_mention(mention.id)
    note = written(analyst, "Tartus stays in use.")
    strip = analyst.window.saying.strip
    assert strip.isVisible()
    assert strip.title.text() == "Judgement “Tartus stays in use.”"
    assert strip.grade.text() == "", "one's own judgement has no source"
    for key in ("L", "L", "A", "M"):
        analyst.press(key, on=strip)
    analyst.press("Return", on=strip)
    note = analyst.annotations.judgements_on(mention.id)[0]
    assert dict(note.attributes) == {"likelihood": "Likely", "analytic_confidence": "Moderate"}
    assert not analyst.annotations.mentions[mention.id].attributes.get("likelihood")
    history = analyst.window.history.model
    titles = [history.line(row).title for row in range(3)]
    assert titles == [
        "Set Analytic confidence to Moderate",
        "Set Likelihood to Likely",
        "Judge “Tartus stays in use.”",
    ]
    told = tooltips.of_mention(
        mention, analyst.annotations, analyst.window.desk.need_bench().scheme, lambda entity: None
    )
    assert "Judgement: <i>Tartus stays in use. (Likely (55–80 %), confidence moderate)</i>" in told
    projects.export_jsonl(analyst.window.desk.need_bench(), tmp_path / "out.jsonl")
    (line,) = [json.loads(each) for each in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    (exported,) = [each for mention in line["mentions"] for each in mention.get("notes", ())]
    assert (exported["kind"], exported["attributes"]) == ("judgement", dict(note.attributes))
    for _ in range(3):
        analyst.press("Ctrl+Z")
    assert analyst.annotations.judgements_on(mention.id) == []


def test_the_inspector_shows_it_and_lets_it_be_changed(analyst: Analyst, qtbot: QtBot) -> None:
    mention = analyst.tag("Tartus", "G")
    analyst.page.select_mention(mention.id)
    written(analyst, "It is likely and probable.")
    analyst.press("Esc", on=analyst.window.saying.strip)
    judgements = analyst.window.inspector.mention.notes.judgements
    qtbot.waitUntil(lambda: judgements.isVisibleTo(analyst.window.inspector.mention))
    (view,) = judgements.views
    assert view.text.toPlainText() == "It is likely and probable."
    assert "mixes the two rows" in view.odd.text()
    assert analyst.window.inspector.mention.note.toPlainText() == "", "it is no note"
    likelihood = view.attributes.fields["likelihood"].findChild(QComboBox)
    assert isinstance(likelihood, QComboBox)
    place = likelihood.findData("Very unlikely")
    likelihood.setCurrentIndex(place)
    likelihood.activated.emit(place)
    (note,) = analyst.annotations.judgements_on(mention.id)
    assert note.attributes == {"likelihood": "Very unlikely"}
    qtbot.waitUntil(lambda: "the likelihood is “Very unlikely”" in view.odd.text())
    view.text.setPlainText("")
    view.text.tell()
    assert analyst.annotations.judgements_on(mention.id) == []
    qtbot.waitUntil(lambda: not judgements.isVisibleTo(analyst.window.inspector.mention))


def test_the_strip_leads_from_the_mention_to_its_judgement_and_never_offers_likelihood_before(
    analyst: Analyst,
) -> None:
    mention = analyst.tag("Tartus", "G")
    analyst.page.select_mention(mention.id)
    written(analyst, "In use.")
    strip = analyst.window.saying.strip
    analyst.press("Shift+B", on=strip)
    assert "your own" in strip.message.text()
    analyst.press("Esc", on=strip)
    analyst.press("S")
    assert "Likelihood" not in " ".join(button.text() for button in strip.buttons.values())
    analyst.press("Tab", on=strip)
    assert strip.title.text() == "Judgement “In use.”"
    assert "Likelihood" in " ".join(button.text() for button in strip.buttons.values())
    analyst.press("Esc", on=strip)


def test_written_again_it_goes_on_from_what_is_there(analyst: Analyst) -> None:
    analyst.put_caret("According")
    first = written(analyst, "All in all it goes on.")
    assert first.target == analyst.annotations.document.id
    analyst.press("Esc", on=analyst.window.saying.strip)
    analyst.press("Shift+M")
    dialog = opened(analyst)
    analyst.qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog.body.toPlainText() == "All in all it goes on."
    analyst.press("Ctrl+Return", on=dialog.body)
    assert analyst.window.saying.subject == (first.id,)
    assert len(analyst.annotations.notes) == 1
    analyst.press("Esc", on=analyst.window.saying.strip)


def test_an_identity_is_judged_on_its_card(analyst: Analyst, qtbot: QtBot, tmp_path: Path) -> None:
    window = analyst.window
    bench = window.desk.need_bench()
    mention = analyst.tag("Tartus", "G")
    port = edits.new_entity("Tartus", "GPE", by=bench.hand)
    bench.do(edits.identify(analyst.annotations, [mention.id], port, is_new=True, by=bench.hand))
    analyst.page.select_mention(mention.id)
    analyst.press("Ctrl+Shift+I")
    (card,) = [each for each in window.findChildren(EntityCard) if each.isVisible()]
    fields = card.fields
    likelihood = fields.said["likelihood"]
    assert likelihood.itemText(likelihood.findData("Likely")) == "Likely  55–80 %"
    likelihood.setCurrentIndex(likelihood.findData("Likely"))
    likelihood.activated.emit(likelihood.currentIndex())
    analyst.click_on(card.save)
    assert card.hint.text() == "A judgement says something: write it first."
    fields.judgement.setPlainText("It will probably stay, with low confidence.")
    assert "stand in one sentence" in fields.odd.text()
    fields.judgement.setPlainText("It will stay.")
    assert fields.odd.isHidden()
    analyst.click_on(card.save)
    (note,) = bench.ask.notes_on(port.id)
    assert (note.kind, note.body, dict(note.attributes)) == (
        "judgement",
        "It will stay.",
        {"likelihood": "Likely"},
    )
    assert bench.ask.entity(port.id) == port, "a likelihood is said of the judgement alone"
    assert not fields.is_edited
    window.actions_by_id["undo"].trigger()
    assert bench.ask.notes_on(port.id) == []
    assert fields.judgement.toPlainText() == ""
    window.actions_by_id["redo"].trigger()
    assert fields.judgement.toPlainText() == "It will stay."
    assert likelihood is not fields.said["likelihood"] or likelihood.currentData() == "Likely"
    projects.export_jsonl(bench, tmp_path / "out.jsonl")
    assert '"judgement"' in (tmp_path / "out.jsonl").read_text("utf-8")
    card.reject()


def test_what_another_judges_of_an_identity_is_shown_and_kept(analyst: Analyst) -> None:
    bench = analyst.window.desk.need_bench()
    mention = analyst.tag("Tartus", "G")
    port = edits.new_entity("Tartus", "GPE", by=bench.hand)
    bench.do(edits.identify(analyst.annotations, [mention.id], port, is_new=True, by=bench.hand))
    theirs = identities.describe(
        port, port, (), None, identities.Judged("It falls.", {"likelihood": "Unlikely"}), by=bench.hand
    )
    (note,) = theirs.added
    assert isinstance(note, Note)
    bench.do(replace(theirs, added=(replace(note, author="Ada"),)))
    analyst.page.select_mention(mention.id)
    analyst.press("Ctrl+Shift+I")
    (card,) = [each for each in analyst.window.findChildren(EntityCard) if each.isVisible()]
    assert card.fields.others.text() == "Ada: It falls. · Unlikely (20–45 %)"
    assert card.fields.judgement.toPlainText() == ""
    card.fields.judgement.setPlainText("It stays.")
    analyst.click_on(card.save)
    assert {(each.author, each.body) for each in bench.ask.notes_on(port.id)} == {
        ("Ada", "It falls."),
        (bench.author, "It stays."),
    }
    card.reject()
