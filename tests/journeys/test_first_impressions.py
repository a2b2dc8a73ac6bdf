"""What somebody notices who sits down in front of the window for the first time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QToolButton
from pytestqt.qtbot import QtBot

from glossator import intake, projects
from glossator.core.spans import Span
from glossator.ui import settings as kept
from glossator.ui.actions.hints import codes
from glossator.ui.dialogs.frames import fitted
from glossator.ui.dialogs.import_texts import ImportTextsDialog
from glossator.ui.dialogs.new_project import NewProjectDialog
from glossator.ui.dialogs.shortcuts import ShortcutsOverlay
from glossator.ui.main_window import MainWindow
from glossator.ui.messages import Message
from tests.journeys.analyst import Analyst


def test_undo_brings_the_page_to_what_it_took_back(analyst: Analyst) -> None:
    first = analyst.tag("Russia", "G")
    analyst.press("L")
    last = analyst.span("Greece")
    analyst.page.select(last)
    assert not analyst.page.character_rect(last.start).isEmpty()
    analyst.press("Ctrl+Z")
    assert analyst.window.selection.primary == first.id
    assert not analyst.page.character_rect(first.start).isEmpty()
    analyst.page.select(last)
    analyst.press("Ctrl+Z")
    assert first.id not in analyst.annotations.mentions
    assert analyst.page.caret == first.start
    assert analyst.window.selection.primary is None


def test_undo_of_a_relation_shows_where_it_was(analyst: Analyst) -> None:
    radar, system = analyst.tag("radars", "W"), analyst.tag("S-400", "W")
    analyst.page.relation_dragged.emit(radar.id, system.id, QPoint(200, 200))
    analyst.press("P", on=analyst.window.relating.menu.chooser.list)
    assert analyst.annotations.relations
    analyst.page.select(analyst.span("Greece"))
    analyst.press("Ctrl+Z")
    assert not analyst.annotations.relations
    assert analyst.window.selection.primary == radar.id


def test_leaving_the_relation_menu_leaves_nothing_behind(analyst: Analyst) -> None:
    analyst.tag("Libyan National Army", "O")
    analyst.tag("Haftar", "P", nth=2)
    analyst.press("R")
    assert analyst.window.mode.isVisible()
    analyst.press(codes(1)[0])
    analyst.press("Esc", on=analyst.window.relating.menu.chooser.list)
    assert not analyst.window.relating.menu.isVisible()
    assert not analyst.window.mode.isVisible()
    assert not analyst.annotations.relations


def test_the_relation_menu_opens_at_the_second_mention(analyst: Analyst) -> None:
    army = analyst.tag("Libyan National Army", "O")
    analyst.tag("Haftar", "P", nth=2)
    analyst.press("R")
    analyst.press(codes(1)[0])
    menu = analyst.window.relating.menu
    at = analyst.page.character_rect(army.start).bottomLeft()
    assert menu.geometry() == fitted(menu.size(), at, menu.screen().availableGeometry())


def test_no_line_moves_while_something_is_waited_for(analyst: Analyst) -> None:
    analyst.tag("Tobruk", "G")
    made = analyst.tag("Russia", "G")
    before = analyst.page.character_rect(made.start)
    analyst.press("R")
    assert analyst.window.mode.isVisible()
    assert analyst.page.character_rect(made.start) == before
    assert [each.isVisible() for each in analyst.window.mode.findChildren(QToolButton)] == [False]


def test_a_mode_ends_by_its_button(analyst: Analyst) -> None:
    analyst.press("Ctrl+Shift+G")
    analyst.click_on(analyst.button(analyst.window.mode, "Stop"))
    assert analyst.window.tagging.brush is None
    assert not analyst.window.mode.isVisible()


def test_label_keys_rest_where_nothing_can_be_changed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "held.gloss"
    holder = projects.create(path, title="Held", scheme_id="news-intelligence", author="other")
    text = tmp_path / "one.txt"
    text.write_text("Ada met Babbage.\n", "utf-8")
    intake.import_texts(holder, [text])
    window.projects.open(path)
    analyst = Analyst(window, qtbot)
    analyst.page.setFocus()
    assert not any(each.isEnabled() for each in window.actions_by_id.label_actions())
    analyst.press("P")
    assert window.findChildren(Message) == []
    assert not analyst.annotations.mentions
    window.projects.close()
    holder.close()


def test_the_keyboard_walks_round_the_panes_and_comes_home(analyst: Analyst, qtbot: QtBot) -> None:
    window = analyst.window
    analyst.tag("Russia", "G")
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.inspector.findChildren(QComboBox)))

    def held_by() -> list[str]:
        focus = QApplication.focusWidget()
        panes = {
            "documents": window.documents,
            "inspector": window.inspector,
            "annotations": window.annotations,
            "page": window.page,
        }
        return [name for name, pane in panes.items() if focus and (focus is pane or pane.isAncestorOf(focus))]

    way = []
    for _ in range(4):
        analyst.press("F6", on=QApplication.focusWidget())
        way += held_by()
    assert way == ["documents", "inspector", "annotations", "page"]
    analyst.press("Shift+F6")
    assert held_by() == ["annotations"]
    analyst.press("Esc", on=QApplication.focusWidget())
    assert held_by() == ["page"]


def test_the_window_keeps_its_size_whatever_is_shown_in_it(analyst: Analyst) -> None:
    window = analyst.window
    analyst.tag("Russia", "G")
    window.banner.say("Something holds.", action="An answer that needs room " * 8)
    for keys in ("S", "Esc", "Ctrl+F", "Esc", "Ctrl+Shift+F", "Ctrl+2", "Ctrl+1"):
        analyst.press(keys, on=QApplication.focusWidget())
        least = window.minimumSizeHint()
        assert (least.width() <= 950, least.height() <= 670) == (True, True), keys


def test_the_keys_that_work_now_are_shown_off_the_page_too(analyst: Analyst, qtbot: QtBot) -> None:
    analyst.press("Ctrl+2")
    analyst.press("?", on=QApplication.focusWidget())  # it waits for the first view
    qtbot.waitUntil(lambda: bool(analyst.window.findChildren(ShortcutsOverlay)))
    (shown,) = analyst.window.findChildren(ShortcutsOverlay)
    assert shown.isVisible()
    shown.close()


def test_the_page_grows_to_four_times_its_size(analyst: Analyst) -> None:
    for _ in range(20):
        analyst.press("Ctrl++")
    assert analyst.page.zoom == analyst.window.settings.get(kept.ZOOM) == 400
    for _ in range(20):
        analyst.press("Ctrl+-")
    assert analyst.page.zoom == 50


def test_a_new_name_signs_the_next_annotation(analyst: Analyst) -> None:
    old = analyst.tag("Russia", "G")
    analyst.window.choosing._on_applied([(kept.AUTHOR, "Ada")])
    new = analyst.tag("Tobruk", "G")
    assert (old.author == "Ada", new.author) == (False, "Ada")


def test_a_new_shortcut_is_told_and_takes_the_brush_from_its_key(analyst: Analyst) -> None:
    analyst.window.choosing._on_applied([(kept.SHORTCUTS, {"note": "Ctrl+Shift+G"})])
    assert "Ctrl+Shift+G" in analyst.window.actions_by_id["note"].toolTip()
    keys = [
        each.shortcut().toString(QKeySequence.SequenceFormat.PortableText)
        for each in analyst.window.actions_by_id.label_actions(painting=True)
    ]
    assert "Ctrl+Shift+P" in keys
    assert "Ctrl+Shift+G" not in keys


def test_texts_dropped_before_a_project_is_open_ask_for_one(
    window: MainWindow, qtbot: QtBot, texts: Path
) -> None:
    (texts / "Port calls.txt").write_text("Ada met Babbage.\n", "utf-8")
    window.projects.take_files([texts / "Port calls.txt"])
    (dialog,) = window.findChildren(NewProjectDialog)
    assert dialog.title.text() == "Port calls"
    with qtbot.waitSignal(window.projects.documents_added):
        QTest.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    analyst = Analyst(window, qtbot)
    assert analyst.text == "Ada met Babbage.\n"


def test_a_guessed_encoding_is_told_with_the_name_of_its_document(
    analyst: Analyst, qtbot: QtBot, texts: Path
) -> None:
    text = "Der Präsident sprach über Größe und Übermut in Köln.\n" * 5
    (texts / "rede.txt").write_bytes(text.encode("latin-1"))
    analyst.window.projects.import_files([texts / "rede.txt"])
    qtbot.waitUntil(lambda: bool(analyst.window.findChildren(ImportTextsDialog)))
    (dialog,) = analyst.window.findChildren(ImportTextsDialog)
    assert "which was guessed" in dialog.preview.facts.text()
    with qtbot.waitSignal(analyst.window.projects.documents_added):
        QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert any("“rede” (" in each and "guessed" in each for each in analyst.heard)


def test_the_document_left_last_is_open_again(analyst: Analyst, qtbot: QtBot, texts: Path) -> None:
    for name in ("a", "b", "z"):
        (texts / f"{name}.txt").write_text(f"This is {name}.\n", "utf-8")
    with qtbot.waitSignal(analyst.window.projects.documents_added):
        analyst.window.projects.import_files(sorted(texts.iterdir()))
    path = analyst.window.desk.need_bench().project_file.path
    analyst.press("Ctrl+Down")
    here = analyst.annotations.document.name
    assert here == "b"
    analyst.window.projects.close()
    analyst.window.projects.open(path)
    assert analyst.annotations.document.name == here


def test_the_menu_tells_which_panels_are_shown(analyst: Analyst) -> None:
    window = analyst.window
    shown = window.actions_by_id["fold_right"]
    assert shown.isChecked()
    assert window.actions_by_id["fold_left"].isChecked()
    analyst.press("F10")
    assert not window.right_docks[0].isVisible()
    assert not shown.isChecked()
    analyst.press("F11")
    analyst.press("F11")
    assert window.right_docks[0].isVisible()
    assert shown.isChecked()


def test_the_foot_says_how_it_ended_in_the_right_number(
    analyst: Analyst, qtbot: QtBot, tmp_path: Path
) -> None:
    analyst.tag("Russia", "G")
    with qtbot.waitSignal(analyst.window.projects.exported):
        analyst.window.projects.export(tmp_path / "out.jsonl")
    assert analyst.heard[-1] == "Exported 1 document with 1 mention to out.jsonl."
    analyst.press("Ctrl+Return")
    assert analyst.annotations.document.status == "done"
    assert analyst.heard[-1] == "Done. This was the last document of the list."


def test_the_key_of_triggers_on_a_trigger_asks_for_its_event(analyst: Analyst) -> None:
    analyst.tag("transported", "E")
    analyst.press("Esc", on=analyst.window.relating.builder.chooser.field)
    assert not analyst.window.relating.builder.isVisible()
    analyst.put_caret("transported")
    analyst.press("E")
    assert analyst.window.relating.builder.isVisible()
    assert len(analyst.annotations.mentions) == 1


def test_the_trigger_stays_in_sight_while_its_roles_are_asked(analyst: Analyst, qtbot: QtBot) -> None:
    analyst.page.select(analyst.span("maintained"))
    middle = analyst.page.viewport().rect().bottom()
    lowest = next(
        span
        for word in ("Middle", "fall", "aircraft", "radars", "control", "Haftar", "evacuated", "maintained")
        if _below(analyst, span := analyst.span(word)) > middle - 120
    )
    analyst.page.select(lowest)
    analyst.press("E")
    assert analyst.window.relating.builder.isVisible()
    qtbot.waitUntil(lambda: analyst.page.viewport().rect().bottom() < middle - 100)
    qtbot.waitUntil(lambda: 0 < _below(analyst, lowest) <= analyst.page.viewport().rect().bottom())


def _below(analyst: Analyst, span: Span) -> int:
    """How many pixels below the upper edge of the page the words end; 0 where they cannot be seen."""
    there = analyst.page.character_rect(span.start)
    top = analyst.page.viewport().mapToGlobal(QPoint(0, 0)).y()
    return 0 if there.isEmpty() else there.bottom() - top


def test_an_empty_project_begins_where_texts_are_brought_in(analyst: Analyst, tmp_path: Path) -> None:
    window = analyst.window
    window.actions_by_id["summary"].trigger()
    made = projects.create(
        tmp_path / "empty.gloss", title="Empty", scheme_id="news-intelligence", author="Kim"
    )
    made.close()
    window.projects.open(tmp_path / "empty.gloss")
    assert window.middle.shown() is window.page
    assert "Ctrl+I" in window.inspector.empty.text()
