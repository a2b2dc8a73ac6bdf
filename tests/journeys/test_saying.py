"""Saying in the user's words: certainty, grades, source and cues by single keys, on one record and on several."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator.core import claims, edits, ids
from glossator.core.annotations import Argument, Relation
from glossator.core.documents import Document, digest_of
from glossator.core.spans import Span
from glossator.ui.dialogs.palette import Palette
from glossator.ui.dialogs.saying import SayingStrip
from glossator.ui.main_window import MainWindow
from tests.journeys.analyst import Analyst


@pytest.fixture
def event(analyst: Analyst, window: MainWindow) -> Relation:
    """An event on the page, with people and cues around it; its trigger is selected."""
    analyst.qtbot.waitUntil(window.isActiveWindow)
    bench = window.desk.need_bench()
    for words, key in (
        ("officials", "P"),
        ("According to", "C"),
        ("reportedly", "C"),
        ("Russia", "G"),
        ("U.S.", "G"),
    ):
        label = bench.scheme.label_for_key(key)
        assert label is not None
        bench.do(edits.tag(analyst.annotations, [analyst.span(words)], label, by=bench.hand))
    trigger_label = bench.scheme.label("EVT")
    assert trigger_label is not None
    bench.do(edits.tag(analyst.annotations, [analyst.span("relocating")], trigger_label, by=bench.hand))
    trigger = analyst.mention("relocating")
    kind = bench.scheme.event_type("Movement.Transport")
    assert kind is not None
    agent = [Argument("Agent", analyst.mention("Russia").id)]
    bench.do(edits.event(analyst.annotations, kind, trigger.id, agent, by=bench.hand))
    analyst.page.select_mention(trigger.id)
    analyst.page.setFocus()
    analyst.actions = 0
    return next(iter(analyst.annotations.relations.values()))


def strip(window: MainWindow) -> SayingStrip:
    return window.saying.strip


def now(analyst: Analyst, event: Relation) -> Relation:
    return analyst.annotations.relations[event.id]


def test_credibility_is_two_keys_and_has_no_copied_default(
    analyst: Analyst, window: MainWindow, event: Relation
) -> None:
    analyst.press("S")
    assert "not judged" in strip(window).grade.text()
    assert any("Credibility: not judged" in each.toolTip() for each in strip(window).buttons.values())
    analyst.press("2", on=strip(window))
    assert analyst.actions == 2
    assert now(analyst, event).attributes[claims.CREDIBILITY] == "2"
    assert window.desk.need_annotations().document.reliability == "F"
    analyst.press("Shift+B", on=strip(window))
    assert window.desk.need_annotations().document.reliability == "B"
    assert now(analyst, event).attributes[claims.CREDIBILITY] == "2"
    analyst.press("6", on=strip(window))
    assert claims.CREDIBILITY not in now(analyst, event).attributes
    analyst.press("Return", on=strip(window))
    assert analyst.page.hasFocus()
    analyst.press("Ctrl+Z")
    assert now(analyst, event).attributes[claims.CREDIBILITY] == "2"


def test_certainty_is_a_letter_and_a_letter(analyst: Analyst, window: MainWindow, event: Relation) -> None:
    analyst.press("S")
    said = strip(window)
    key = next(key for key, each in said.buttons.items() if each.toolTip().startswith("Certainty"))
    analyst.press(key, on=said)
    key = next(key for key, each in said.buttons.items() if each.toolTip() == "Probable")
    analyst.press(key, on=said)
    assert analyst.actions == 3
    assert now(analyst, event).attributes["certainty"] == "Probable"
    key = next(key for key, each in said.buttons.items() if each.toolTip().startswith("Certainty"))
    analyst.press("-", on=said)
    analyst.press(key, on=said)
    assert "certainty" not in now(analyst, event).attributes


def test_a_reason_is_written_in_the_strip(analyst: Analyst, window: MainWindow, event: Relation) -> None:
    analyst.press("S")
    said = strip(window)
    key = next(key for key, each in said.buttons.items() if each.toolTip().startswith("Why this cred"))
    analyst.press(key, on=said)
    QTest.keyClicks(said.line, "two satellites saw it")
    analyst.press("Return", on=said.line)
    assert now(analyst, event).attributes["info_credibility.reason"] == "two satellites saw it"
    analyst.press("Escape", on=said)
    assert not said.isVisible()


def test_a_source_is_picked_by_its_letters_and_has_one_itself(
    analyst: Analyst, window: MainWindow, event: Relation
) -> None:
    officials, washington = analyst.mention("officials"), analyst.mention("U.S.")
    analyst.press("S")
    said = strip(window)
    key = next(key for key, each in said.buttons.items() if each.toolTip().startswith("Source"))
    analyst.press(key, on=said)
    codes = {mention: code for code, mention in window.saying._hints._codes.items()}
    assert set(codes) == {officials.id, washington.id, analyst.mention("Russia").id}
    analyst.press(codes[officials.id])
    assert analyst.actions == 3
    assert now(analyst, event).attributes[claims.SOURCE] == ids.to_text(officials.id)
    analyst.press("Escape", on=said)
    analyst.page.select_mention(officials.id)
    analyst.press("S")
    key = next(key for key, each in said.buttons.items() if each.toolTip().startswith("Source"))
    analyst.press(key, on=said)
    codes = {mention: code for code, mention in window.saying._hints._codes.items()}
    analyst.press(codes[washington.id])
    assert [each.quote for each in claims.sources(analyst.annotations, now(analyst, event))] == [
        "officials",
        "U.S.",
    ]
    analyst.press("Escape", on=said)


def test_several_cues_are_picked_one_after_the_other(
    analyst: Analyst, window: MainWindow, event: Relation
) -> None:
    analyst.press("S")
    said = strip(window)
    key = next(key for key, each in said.buttons.items() if each.toolTip().startswith("Cues"))
    analyst.press(key, on=said)
    for words in ("reportedly", "According to"):
        codes = {mention: code for code, mention in window.saying._hints._codes.items()}
        analyst.press(codes[analyst.mention(words).id])
    assert analyst.actions == 4
    analyst.press("Escape")
    assert said.hasFocus()
    wanted = tuple(ids.to_text(analyst.mention(words).id) for words in ("reportedly", "According to"))
    assert now(analyst, event).attributes[claims.CUES] == wanted
    assert any("“reportedly”" in each.toolTip() for each in said.buttons.values())


def test_a_source_with_an_identity_is_graded_itself(
    analyst: Analyst, window: MainWindow, event: Relation
) -> None:
    bench = window.desk.need_bench()
    officials = analyst.mention("officials")
    made = edits.new_entity("U.S. officials", "PER", by=bench.hand)
    bench.do(edits.identify(analyst.annotations, [officials.id], made, is_new=True, by=bench.hand))
    kind = bench.scheme.attribute(claims.SOURCE)
    assert kind is not None
    bench.do(
        claims.set_source(analyst.annotations, [event.id], kind, officials.id, bench.scheme, by=bench.hand)
    )
    analyst.press("S")
    assert strip(window).grade.text() == "Reliability of U.S. officials: not judged"
    analyst.press("Shift+C", on=strip(window))
    entity = bench.ask.entity(made.id)
    assert entity is not None
    assert entity.attributes[claims.RELIABILITY] == "C"
    assert strip(window).grade.text() == "Reliability of U.S. officials: C · fairly reliable"
    assert window.desk.need_annotations().document.reliability == "F"


def test_tab_goes_to_the_trigger_itself_and_back(
    analyst: Analyst, window: MainWindow, event: Relation
) -> None:
    analyst.press("S")
    said = strip(window)
    assert said.title.text() == "“relocating” · Transport"
    analyst.press("Tab", on=said)
    assert said.title.text() == "“relocating” · Event trigger"
    analyst.press("Tab", on=said)
    assert said.title.text() == "“relocating” · Transport"


def test_several_records_are_said_of_as_one_step(
    analyst: Analyst, window: MainWindow, event: Relation
) -> None:
    two = (analyst.mention("Russia").id, analyst.mention("U.S.").id)
    window.selection.set(window, records=two)
    window.saying.open()
    said = strip(window)
    assert said.title.text() == "2 are selected"
    key = next(key for key, each in said.buttons.items() if each.toolTip().startswith("Metonymy"))
    analyst.press(key, on=said)
    assert all(analyst.annotations.mentions[each].attributes.get("metonymy") is True for each in two)
    analyst.press("Escape", on=said)
    analyst.press("Ctrl+Z")
    assert not any("metonymy" in analyst.annotations.mentions[each].attributes for each in two)


def test_what_was_deleted_closes_the_strip(analyst: Analyst, window: MainWindow, event: Relation) -> None:
    analyst.press("S")
    assert strip(window).isVisible()
    window.actions_by_id["undo"].trigger()
    assert not strip(window).isVisible()


def test_the_inspector_shows_the_way_of_a_claim_and_its_grades(
    analyst: Analyst, window: MainWindow, event: Relation
) -> None:
    bench = window.desk.need_bench()
    kind = bench.scheme.attribute(claims.SOURCE)
    assert kind is not None
    officials, washington = analyst.mention("officials"), analyst.mention("U.S.")
    for what, source in ((event.id, officials.id), (officials.id, washington.id)):
        bench.do(claims.set_source(analyst.annotations, [what], kind, source, bench.scheme, by=bench.hand))
    analyst.press("S")
    analyst.press("2", on=strip(window))
    analyst.press("Return", on=strip(window))
    window.selection.set(window, records=(event.id,))
    window.inspector.refresh()
    form = window.inspector.relation
    assert [each.accessibleName().strip() for each in form.sources.links.lines] == ["officials", "U.S."]
    assert not form.odd.isVisible()
    analyst.click_on(form.sources.history)
    assert "6 → 2" in form.sources.grades.text()
    analyst.click_on(form.sources.links.lines[0])
    mention = window.desk.mention
    assert mention is not None
    assert mention.id == officials.id


def test_the_inspector_says_what_is_odd(analyst: Analyst, window: MainWindow, event: Relation) -> None:
    bench = window.desk.need_bench()
    russia = analyst.mention("Russia")
    bench.do(edits.fill_role(analyst.annotations, event.id, "Time", russia.id, by=bench.hand))
    window.selection.set(window, records=(event.id,))
    window.inspector.refresh()
    assert "is not meant to be Time of Transport" in window.inspector.relation.odd.text()


def test_an_event_told_twice_is_joined_by_three_keys(
    analyst: Analyst, window: MainWindow, event: Relation
) -> None:
    bench = window.desk.need_bench()
    label, kind = bench.scheme.label("EVT"), bench.scheme.event_type(event.type)
    assert label is not None
    assert kind is not None
    bench.do(edits.tag(analyst.annotations, [analyst.span("transported")], label, by=bench.hand))
    again = analyst.mention("transported")
    bench.do(edits.event(analyst.annotations, kind, again.id, [], by=bench.hand))
    analyst.press("Shift+I")
    (code,) = window.joining._hints._codes
    analyst.press(code)
    assert analyst.actions == 2
    one, other = analyst.mention("relocating"), analyst.mention("transported")
    assert one.entity is not None
    assert one.entity == other.entity
    window.selection.set(window, records=(event.id,))
    window.inspector.refresh()
    tellings = window.inspector.relation.tellings
    assert [each.accessibleName() for each in tellings.lines] == ["transported"]
    counted = [each for each in bench.ask.entity_counts() if each.entity == one.entity]
    assert [each.mentions for each in counted] == [2]
    analyst.press("Ctrl+Z")
    assert analyst.mention("transported").entity is None
    assert bench.ask.entity(one.entity) is None


def test_an_event_fills_the_role_of_another_one(analyst: Analyst, qtbot: QtBot) -> None:
    """Picked by its trigger on the page, it is the event that stands there; undo takes it out."""
    window = analyst.window
    analyst.tag("Moscow", "G")
    for words, name in (("transported", "Transport"), ("discuss", "Meet")):
        analyst.page.select(analyst.span(words))
        analyst.press("E")
        builder = window.relating.builder
        qtbot.waitUntil(builder.isVisible)
        analyst.type(name, builder.chooser.field)
        analyst.press("Return", on=builder.chooser.field)
        if name == "Meet":
            while builder.role is None or builder.role.name != "Topic":
                analyst.press("Tab", on=builder.chooser.field)
            trigger = analyst.mention("transported")
            analyst.show(trigger.fragments[0])
            analyst.click(trigger.start + 2)
            if not builder.arguments:  # the scheme advises: it is asked once more
                analyst.click(trigger.start + 2)
        analyst.press("Ctrl+Return", on=builder.chooser.field)
        assert not builder.isVisible()
    moved, met = sorted(analyst.annotations.relations.values(), key=lambda each: each.type, reverse=True)
    assert (moved.type, met.type) == ("Movement.Transport", "Contact.Meet")
    (topic,) = met.arguments
    assert (topic.role, topic.target, topic.is_relation) == ("Topic", moved.id, True)
    window.actions_by_id["undo"].trigger()
    assert met.id not in analyst.annotations.relations
    window.actions_by_id["redo"].trigger()
    assert list(analyst.annotations.relations[met.id].relations()) == [moved.id]


def test_an_event_that_is_told_once_has_nothing_to_join(
    analyst: Analyst, window: MainWindow, event: Relation
) -> None:
    analyst.press("Shift+I")
    assert analyst.heard[-1].startswith("No other Transport is told that could be the same")


def test_the_same_event_in_another_document_is_joined(
    analyst: Analyst, window: MainWindow, event: Relation
) -> None:
    bench = window.desk.need_bench()
    label, kind = bench.scheme.label("EVT"), bench.scheme.event_type(event.type)
    assert label is not None
    assert kind is not None
    text = "Planes were flown to Libya."
    other = Document(bench.hand.new_id(), "Other report", len(text), digest_of(text))
    bench.do(edits.add_documents([(other, text)], by=bench.hand))
    held = bench.ask.annotations(other.id)
    start = text.index("flown")
    tag = edits.tag(held, [Span(start, start + 5)], label, by=bench.hand)
    bench.do(tag)
    (flown,) = bench.ask.annotations(other.id).mentions.values()
    bench.do(edits.event(bench.ask.annotations(other.id), kind, flown.id, [], by=bench.hand))
    analyst.press("Shift+I")
    (palette,) = [each for each in window.findChildren(Palette) if each.isVisible()]
    (row,) = [palette.chooser.model.choice(at) for at in range(palette.chooser.model.rowCount())]
    assert row is not None
    assert (row.title, row.detail) == ("flown", "Other report")
    QTest.keyClick(palette.chooser.field, Qt.Key.Key_Return)
    one = analyst.mention("relocating")
    there = bench.ask.annotations(other.id).mentions[flown.id]
    assert one.entity is not None
    assert one.entity == there.entity
    assert analyst.heard[-1] == "“flown” tells the same Transport as “relocating”"
    analyst.page.setFocus()
    analyst.press("Shift+I")
    assert analyst.heard[-1].startswith("No other Transport"), "what is one already is not offered"
    bench.undo()
    assert bench.ask.annotations(other.id).mentions[flown.id].entity is None
    assert bench.ask.entity(one.entity) is None


def test_enter_among_the_letters_lists_other_documents(
    analyst: Analyst, window: MainWindow, event: Relation
) -> None:
    bench = window.desk.need_bench()
    label, kind = bench.scheme.label("EVT"), bench.scheme.event_type(event.type)
    assert label is not None
    assert kind is not None
    bench.do(edits.tag(analyst.annotations, [analyst.span("transported")], label, by=bench.hand))
    again = analyst.mention("transported")
    bench.do(edits.event(analyst.annotations, kind, again.id, [], by=bench.hand))
    analyst.press("Shift+I")
    analyst.press("Return")
    assert analyst.heard[-1].startswith("No other Transport is told"), "no other document tells one"
    assert not window.joining._hints.is_active


def test_the_reason_for_a_grade_of_the_source_is_written_in_the_strip(
    analyst: Analyst, window: MainWindow, event: Relation
) -> None:
    analyst.press("S")
    asked = strip(window)
    analyst.press("Shift+C", on=asked)
    (key,) = [key for key, each in asked.buttons.items() if "Why the document is graded so" in each.toolTip()]
    analyst.press(key, on=asked)
    assert asked.line.isVisible()
    analyst.type("no byline", asked.line)
    analyst.press("Return", on=asked.line)
    document = analyst.annotations.document
    assert (document.reliability, document.reliability_reason) == ("C", "no byline")
    assert "Why the document is graded so: no byline" in asked.buttons[key].toolTip()
    analyst.press("-", on=asked)
    analyst.press(key, on=asked)
    assert analyst.annotations.document.reliability_reason == ""
    analyst.press("Esc", on=asked)


def test_the_reason_for_the_grade_of_an_identity_is_kept_on_it(
    analyst: Analyst, window: MainWindow, event: Relation
) -> None:
    bench = window.desk.need_bench()
    source = analyst.mention("officials")
    entity = edits.new_entity("U.S. officials", "PER", by=bench.hand)
    bench.do(edits.identify(analyst.annotations, [source.id], entity, by=bench.hand, is_new=True))
    kind = bench.scheme.attribute(claims.SOURCE)
    assert kind is not None
    bench.do(claims.set_source(analyst.annotations, [event.id], kind, source.id, bench.scheme, by=bench.hand))
    analyst.press("S")
    asked = strip(window)
    (key,) = [
        key for key, each in asked.buttons.items() if "Why U.S. officials is graded so" in each.toolTip()
    ]
    analyst.press(key, on=asked)
    analyst.type("unnamed", asked.line)
    analyst.press("Return", on=asked.line)
    kept = bench.ask.entity(entity.id)
    assert kept is not None
    assert kept.attributes[claims.RELIABILITY + claims.REASON] == "unnamed"
    assert analyst.annotations.document.reliability_reason == ""
    analyst.press("Esc", on=asked)
