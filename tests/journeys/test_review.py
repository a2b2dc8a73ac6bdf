"""Review in the user's words: what is odd is listed, put right, waved through, decided, in a document and a project."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from glossator.core import edits
from glossator.core.documents import Document, digest_of
from glossator.core.spans import Span
from glossator.ui.dialogs.note import NoteDialog
from glossator.ui.main_window import MainWindow
from glossator.ui.panels.review.panel import ReviewPanel
from tests.journeys.analyst import Analyst


def shown(panel: ReviewPanel) -> list[tuple[str, str]]:
    return [(each.oddity.kind, each.oddity.sentence) for each in panel.model.doubts]


def wait(analyst: Analyst, panel: ReviewPanel) -> None:
    analyst.qtbot.waitUntil(lambda: not panel.watch.is_busy and not panel.journey.is_under_way)


def choose(panel: ReviewPanel, kind: str, nth: int = 0) -> None:
    doubt = [each for each in panel.model.doubts if each.oddity.kind == kind][nth]
    panel.choose(panel.model.index_of(doubt.key))
    panel.list.setFocus()


def answer(analyst: Analyst, window: MainWindow, text: str) -> None:
    """Write into the dialog that is open, and save."""
    dialog = next(each for each in window.findChildren(NoteDialog) if each.isVisible())
    analyst.qtbot.waitUntil(dialog.isActiveWindow)
    dialog.body.setPlainText(text)
    QTest.keyClick(dialog.body, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    analyst.qtbot.waitUntil(lambda: not any(each.isVisible() for each in window.findChildren(NoteDialog)))
    window.activateWindow()
    analyst.qtbot.waitUntil(window.isActiveWindow)


def tag_span(analyst: Analyst, words: str, cut: int, key: str) -> None:
    """Tag ``words`` without their last ``cut`` characters."""
    span = analyst.span(words)
    bench = analyst.window.desk.need_bench()
    label = bench.scheme.label_for_key(key)
    assert label is not None
    bench.do(edits.tag(analyst.annotations, [Span(span.start, span.end - cut)], label, by=bench.hand))


@pytest.fixture
def panel(analyst: Analyst, window: MainWindow) -> ReviewPanel:
    """The Review panel in sight, on a document with two boundaries inside words and a relation that may not be."""
    analyst.qtbot.waitUntil(window.isActiveWindow)
    tag_span(analyst, "Russia", 1, "G")
    tag_span(analyst, "Moscow", 3, "G")
    analyst.press("Ctrl+Shift+R")
    analyst.qtbot.waitUntil(lambda: window.review.panel is not None and window.review.panel.isVisible())
    assert window.review.panel is not None
    wait(analyst, window.review.panel)
    return window.review.panel


def test_what_is_odd_is_listed_and_followed_as_one_works(analyst: Analyst, panel: ReviewPanel) -> None:
    assert shown(panel) == [
        ("boundary", "“Russi” ends or begins inside “Russia”."),
        ("boundary", "“Mos” ends or begins inside “Moscow”."),
    ]
    assert panel.count.text() == "2 to look at"
    analyst.press("Ctrl+Z")
    wait(analyst, panel)
    assert [each[1] for each in shown(panel)] == ["“Russi” ends or begins inside “Russia”."]


def test_enter_goes_there_and_f_puts_it_right(analyst: Analyst, panel: ReviewPanel) -> None:
    choose(panel, "boundary", 1)
    analyst.press("Return", on=panel.list)
    assert analyst.page.hasFocus()
    mention = analyst.window.desk.mention
    assert mention is not None
    assert mention.quote == "Mos"
    panel.list.setFocus()
    analyst.press("F", on=panel.list)
    assert analyst.annotations.mentions[mention.id].quote == "Moscow"
    wait(analyst, panel)
    assert len(shown(panel)) == 1


def test_all_of_a_kind_are_put_right_as_one_step(analyst: Analyst, panel: ReviewPanel) -> None:
    choose(panel, "boundary")
    analyst.click_on(panel.all)
    assert [each.quote for each in analyst.annotations.in_order()] == ["Russia", "Moscow"]
    wait(analyst, panel)
    assert panel.empty.text() == "Nothing is odd here."
    analyst.press("Ctrl+Z")
    assert [each.quote for each in analyst.annotations.in_order()] == ["Russi", "Mos"]


def test_one_is_waved_through_and_the_reason_is_taken_back(
    analyst: Analyst, panel: ReviewPanel, window: MainWindow
) -> None:
    choose(panel, "boundary")
    analyst.press("W", on=panel.list)
    answer(analyst, window, "as printed")
    wait(analyst, panel)
    assert len(shown(panel)) == 1
    assert panel.count.text() == "1 to look at, 1 waved through"
    panel.waved_too.setChecked(True)
    assert [each.oddity.waved for each in panel.model.doubts] == ["as printed", ""]
    choose(panel, "boundary")
    assert panel.wave.text() == "Take reason back"
    analyst.press("W", on=panel.list)
    wait(analyst, panel)
    assert [each.oddity.waved for each in panel.model.doubts] == ["", ""]


def test_a_flag_is_one_key_and_a_note(analyst: Analyst, panel: ReviewPanel, window: MainWindow) -> None:
    first = next(analyst.annotations.in_order())
    analyst.page.select_mention(first.id)
    analyst.page.setFocus()
    analyst.press("Q")
    answer(analyst, window, "the government or the country?")
    wait(analyst, panel)
    assert shown(panel)[0] == ("flag", "the government or the country?")
    choose(panel, "flag")
    assert panel.fix.text() == "Take flag away"
    analyst.press("F", on=panel.list)
    wait(analyst, panel)
    assert {each[0] for each in shown(panel)} == {"boundary"}


def test_a_relation_that_may_not_be_becomes_another(
    analyst: Analyst, panel: ReviewPanel, window: MainWindow
) -> None:
    bench = window.desk.need_bench()
    first, second = analyst.annotations.in_order()
    kind = next(
        each for each in bench.scheme.relation_types if not each.permits("GPE", "GPE") and not each.identity
    )
    bench.do(edits.relate(analyst.annotations, kind, first.id, second.id, by=bench.hand))
    wait(analyst, panel)
    choose(panel, "not permitted")
    assert panel.fix.text() == "Decide…"
    analyst.click_on(panel.fix)
    menu = window.relating.menu
    analyst.qtbot.waitUntil(menu.isVisible)
    permitted = menu.chooser.model.choice(0)
    assert permitted is not None
    menu.chooser.take()
    (relation,) = analyst.annotations.relations.values()
    assert relation.type != kind.id
    wait(analyst, panel)
    assert "not permitted" not in {each[0] for each in shown(panel)}


def test_a_missing_role_is_asked_for_in_the_strip(
    analyst: Analyst, panel: ReviewPanel, window: MainWindow
) -> None:
    bench = window.desk.need_bench()
    plain = next(each for each in bench.scheme.event_types if each.roles and "GPE" in each.roles[0].fillers)
    analyst.page.setFocus()
    trigger = analyst.tag("relocating", "E")
    window.relating.leave_document()
    bench.do(edits.event(analyst.annotations, plain, trigger.id, [], by=bench.hand))
    (event,) = analyst.annotations.relations.values()
    window.relating.complete(event.id)
    builder = window.relating.builder
    assert builder.role is not None
    analyst.press("1", on=builder.chooser.field)
    builder.finish_now()
    (filled,) = analyst.annotations.relations.values()
    assert filled.id == event.id
    assert len(filled.arguments) == 1


def add(window: MainWindow, names: Sequence[str]) -> None:
    bench = window.desk.need_bench()
    text = "The base in Tobruk was seen."
    made = [Document(bench.hand.new_id(), name, len(text), digest_of(text)) for name in names]
    bench.do(edits.add_documents([(each, text) for each in made], by=bench.hand))
    label = bench.scheme.label_for_key("F")
    assert label is not None
    for each in made:
        bench.do(edits.tag(bench.annotations(each.id), [Span(4, 7)], label, by=bench.hand))


def test_the_whole_project_is_gone_through_and_put_right_as_one_step(
    analyst: Analyst, panel: ReviewPanel, window: MainWindow
) -> None:
    add(window, ["b", "c"])
    panel.scope.setCurrentIndex(1)
    wait(analyst, panel)
    assert len(shown(panel)) == 4
    assert {each.name for each in panel.model.doubts} >= {"b", "c"}
    choose(panel, "boundary", 3)
    analyst.click_on(panel.all)
    wait(analyst, panel)
    analyst.qtbot.waitUntil(lambda: not shown(panel))
    analyst.press("Ctrl+Z")
    analyst.qtbot.waitUntil(lambda: len(shown(panel)) == 4)


def test_a_review_of_the_project_can_be_cancelled(
    analyst: Analyst, panel: ReviewPanel, window: MainWindow
) -> None:
    add(window, ["b", "c"])
    panel.scope.setCurrentIndex(1)
    under_way = [panel.journey.is_under_way]
    analyst.click_on(panel.cancel)
    under_way.append(panel.journey.is_under_way)
    assert under_way == [True, False]
    assert "not all documents were looked at" in panel.count.text()
