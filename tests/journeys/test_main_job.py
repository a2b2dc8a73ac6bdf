"""The main job in the user's words: read, tag, relate, keep, see, export."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from glossator import projects
from glossator.core.annotations import Argument
from glossator.ui.actions.hints import codes
from glossator.ui.main_window import MainWindow
from tests.journeys.analyst import Analyst


def test_the_demo_article_is_open_and_untagged(analyst: Analyst) -> None:
    assert analyst.text.startswith("According to U.S. and Libyan officials, Russia is now")
    assert not analyst.annotations.mentions
    assert "Glossator" in analyst.window.windowTitle()


def test_a_word_takes_two_actions(analyst: Analyst) -> None:
    analyst.put_caret("Russia")
    analyst.press("G")
    assert analyst.actions == 2
    made = analyst.mention("Russia")
    assert (made.label, made.subtype, made.quote) == ("GPE", "Nation", "Russia")
    assert analyst.window.selection.primary == made.id


def test_a_word_with_digits_and_hyphen_is_taken_whole(analyst: Analyst) -> None:
    analyst.put_caret("S-400")
    analyst.press("W")
    assert analyst.mention("S-400").label == "WEA"


def test_a_phrase_is_dragged_and_snaps_to_words(analyst: Analyst) -> None:
    analyst.drag("vanced air-defense sys")
    analyst.press("W")
    assert analyst.mention("advanced air-defense systems").label == "WEA"


def test_another_key_relabels_the_selected_mention(analyst: Analyst) -> None:
    made = analyst.tag("Moscow", "G")
    analyst.press("L")
    assert analyst.annotations.mentions[made.id].label == "LOC"
    analyst.press("Ctrl+Z")
    assert analyst.annotations.mentions[made.id].label == "GPE"


def test_a_second_label_on_the_same_words(analyst: Analyst) -> None:
    analyst.tag("Moscow", "G")
    analyst.page.select(analyst.span("Moscow"))
    analyst.press("O")
    assert {each.label for each in analyst.annotations.exactly((analyst.span("Moscow"),))} == {"GPE", "ORG"}


def test_boundaries_move_by_words(analyst: Analyst) -> None:
    made = analyst.tag("Khalifa", "P")
    analyst.press("]")
    assert analyst.annotations.mentions[made.id].quote == "Khalifa Haftar"
    analyst.press("}")
    assert analyst.annotations.mentions[made.id].quote == "warlord Khalifa Haftar"
    analyst.press("{")
    analyst.press("[")
    assert analyst.annotations.mentions[made.id].quote == "Khalifa"


def test_a_fragment_makes_it_discontinuous(analyst: Analyst) -> None:
    made = analyst.tag("S-400", "W")
    analyst.page.select(analyst.span("interceptor systems"))
    analyst.press("Ctrl+Shift+A")
    assert analyst.annotations.mentions[made.id].quote == "S-400 … interceptor systems"


def test_a_relation_by_keyboard(analyst: Analyst) -> None:
    army = analyst.tag("Libyan National Army", "O")
    haftar = analyst.tag("Haftar", "P", nth=2)
    analyst.actions = 0
    analyst.press("R")
    assert analyst.window.mode.isVisible()
    analyst.press(codes(1)[0])
    menu = analyst.window.relating.menu
    assert menu.isVisible()
    analyst.press("D", on=menu.chooser.list)
    assert analyst.actions == 3
    (made,) = analyst.annotations.relations.values()
    assert made.type == "LEADS"
    assert made.arguments == (Argument("Arg1", haftar.id), Argument("Arg2", army.id))


def test_the_only_permitted_relation_is_taken_at_once(analyst: Analyst) -> None:
    radar = analyst.tag("radars", "W")
    system = analyst.tag("S-400", "W")
    analyst.page.select_mention(radar.id)
    analyst.press("R")
    analyst.press("a")
    if analyst.window.relating.menu.isVisible():  # PART_OF and SAME_AS are both permitted between two weapons
        analyst.press("P", on=analyst.window.relating.menu.chooser.list)
    (made,) = analyst.annotations.relations.values()
    assert made.type == "PART_OF"
    assert [each.target for each in made.arguments] == [radar.id, system.id]


def test_a_relation_by_drag_and_menu(analyst: Analyst) -> None:
    first, second = analyst.tag("Russia", "G"), analyst.tag("Libyan", "G")
    analyst.page.relation_dragged.emit(
        first.id, second.id, analyst.page.mapToGlobal(analyst.page.rect().center())
    )
    menu = analyst.window.relating.menu
    assert menu.isVisible()
    analyst.press("S", on=menu.chooser.list)
    (made,) = analyst.annotations.relations.values()
    assert made.type == "SUPPORTS"


def test_deleting_a_mention_takes_its_relations_and_undo_brings_all_back(analyst: Analyst) -> None:
    test_a_relation_by_keyboard(analyst)
    before = (dict(analyst.annotations.mentions), dict(analyst.annotations.relations))
    analyst.page.select_mention(analyst.mention("Haftar", 2).id)
    analyst.press("Del")
    assert not analyst.annotations.relations
    assert len(analyst.annotations.mentions) == 1
    analyst.press("Ctrl+Z")
    assert (analyst.annotations.mentions, analyst.annotations.relations) == before


def test_an_event_with_its_roles(analyst: Analyst) -> None:
    aircraft = analyst.tag("Russian cargo aircraft", "V")
    equipment = analyst.tag("air-defense equipment", "W")
    analyst.put_caret("transported")
    analyst.press("E")
    builder = analyst.window.relating.builder
    assert builder.isVisible()
    analyst.type("transport", builder.chooser.field)
    analyst.press("Return", on=builder.chooser.field)  # Movement.Transport
    assert builder.role is not None
    assert builder.role.name == "Agent"
    analyst.press("Tab", on=builder.chooser.field)  # skipped
    assert builder.role is not None
    assert builder.role.name == "Artifact"
    builder.offer(equipment.id)
    assert builder.role is not None
    assert builder.role.name == "Vehicle"
    builder.offer(aircraft.id)
    analyst.press("Ctrl+Return", on=builder.chooser.field)
    assert analyst.annotations.relations, analyst.heard
    (made,) = analyst.annotations.relations.values()
    assert made.type == "Movement.Transport"
    assert made.trigger == analyst.mention("transported").id
    assert set(made.arguments) == {Argument("Artifact", equipment.id), Argument("Vehicle", aircraft.id)}
    assert not builder.isVisible()


def test_a_note_is_written_and_found(analyst: Analyst, qtbot: QtBot) -> None:
    made = analyst.tag("Tobruk", "G")
    analyst.press("M")
    from glossator.ui.dialogs.note import NoteDialog

    (dialog,) = analyst.window.findChildren(NoteDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    analyst.type("A port.", dialog.body)
    analyst.press("Ctrl+Return", on=dialog.body)
    assert [note.body for note in analyst.annotations.notes_on(made.id)] == ["A port."], analyst.heard


def test_yesterdays_step_is_undone_after_a_restart(analyst: Analyst, window: MainWindow) -> None:
    made = analyst.tag("Russia", "G")
    path = window.desk.need_bench().project_file.path
    window.actions_by_id["close"].trigger()
    assert window.desk.bench is None
    assert not path.with_name(path.name + "-wal").exists()
    window.projects.open(path)
    assert made.id in analyst.annotations.mentions
    window.actions_by_id["undo"].trigger()
    assert made.id in analyst.annotations.mentions, "it is of another sitting, so it is asked for first"
    assert window.undoing.strip.isVisible()
    window.actions_by_id["undo"].trigger()
    assert made.id not in analyst.annotations.mentions
    window.actions_by_id["redo"].trigger()
    assert analyst.annotations.mentions[made.id] == made


def test_undo_never_takes_back_the_scheme(analyst: Analyst, window: MainWindow) -> None:
    bench = window.desk.need_bench()
    while bench.history.to_undo:
        bench.undo()
    assert bench.project_file.scheme().label("PER") is not None


def test_export_and_read_back(analyst: Analyst, window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    made = analyst.tag("Russia", "G")
    target = tmp_path / "out.jsonl"
    with qtbot.waitSignal(window.projects.exported):
        window.projects.export(target)
    (line,) = [json.loads(each) for each in target.read_text("utf-8").splitlines()]
    (mention,) = line["mentions"]
    start, end = mention["fragments"][0]
    assert line["text"][start:end] == mention["quote"] == "Russia"
    copy = projects.create(tmp_path / "copy.gloss", title="Copy", scheme_id="news-intelligence", author="kl")
    projects.import_jsonl(copy, target)
    assert copy.ask.mentions_by_id([made.id])[made.id] == made
    copy.close()


def test_texts_are_imported_in_the_background(
    window: MainWindow, analyst: Analyst, qtbot: QtBot, texts: Path
) -> None:
    (texts / "one.txt").write_text("Ada met Babbage.\r\nIn London.\n", "utf-8", newline="")
    (texts / "empty.txt").write_bytes(b"")
    (texts / "latin.txt").write_bytes(
        "Der Präsident sprach über Größe und Übermut in Köln.\n".encode("latin-1") * 5
    )
    from glossator.ui.dialogs.import_texts import ImportTextsDialog

    window.projects.import_files(sorted(texts.iterdir()))
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportTextsDialog)))
    (dialog,) = window.findChildren(ImportTextsDialog)  # as an encoding has to be guessed
    with qtbot.waitSignal(window.projects.documents_added):
        dialog.go.click()
    assert window.desk.need_bench().ask.document_count() == 3
    from glossator.ui.messages import Message

    (told,) = window.findChildren(Message)
    assert "empty" in told.text()
    told.close()
    assert analyst.text == "Ada met Babbage.\nIn London.\n" or "Präsident" in analyst.text


def test_the_palette_finds_a_label_and_sets_it(analyst: Analyst) -> None:
    analyst.page.select(analyst.span("mercenaries"))
    analyst.press("Return")
    palette = analyst.window.asking.palette
    assert palette.isVisible()
    analyst.type("per group", palette.chooser.field)
    analyst.press("Return", on=palette.chooser.field)
    made = analyst.mention("mercenaries")
    assert (made.label, made.subtype) == ("PER", "Group")


def test_same_label_again(analyst: Analyst) -> None:
    analyst.tag("Benghazi", "G")
    analyst.page.select(analyst.span("Tobruk"))
    analyst.press(".")
    assert analyst.mention("Tobruk").label == "GPE"


def test_growing_selection(analyst: Analyst) -> None:
    analyst.put_caret("Khalifa")
    analyst.press("Ctrl+Space")
    assert analyst.page.selected_text() == "Khalifa"
    analyst.press("Ctrl+Space")
    assert analyst.page.selected_text() == "Khalifa Haftar"


def test_walking_and_going_back(analyst: Analyst) -> None:
    first, second = analyst.tag("Russia", "G"), analyst.tag("Tobruk", "G")
    analyst.page.select(analyst.span("According"))
    analyst.press("J")
    assert analyst.window.selection.primary == first.id
    analyst.press("J")
    assert analyst.window.selection.primary == second.id
    analyst.press("K")
    assert analyst.window.selection.primary == first.id
    here = analyst.page.caret
    analyst.window.moving.go_to_record(second.id)
    assert analyst.window.selection.primary == second.id
    analyst.press("B")
    assert analyst.page.caret == here


def test_painting(analyst: Analyst) -> None:
    analyst.press("Ctrl+Shift+G")
    assert analyst.window.mode.isVisible()
    analyst.drag("Greece")
    analyst.drag("Italy")
    assert analyst.mention("Greece").label == analyst.mention("Italy").label == "GPE"
    analyst.press("Esc")
    analyst.drag("Syria")
    assert len(analyst.annotations.mentions) == 2
    assert not analyst.window.mode.isVisible()


def test_every_action_is_reachable_and_says_its_key(window: MainWindow) -> None:
    titles = [action.text() for action in window.menuBar().actions()]
    assert titles == ["&Project", "&Document", "&Edit", "&Tag", "&Go", "&View", "&Help"]
    assert "Ctrl+Z" in window.actions_by_id["undo"].toolTip()


def test_single_letters_type_in_fields(analyst: Analyst, window: MainWindow) -> None:
    analyst.page.select(analyst.span("Russia"))
    analyst.press("Ctrl+F")
    analyst.type("gel", window.searching.bar.field)
    assert window.searching.bar.field.text().endswith("gel")
    assert not analyst.annotations.mentions


def test_without_a_project_the_window_says_what_to_do(window: MainWindow) -> None:
    assert window.middle.shown() is window.start
    assert not window.actions_by_id["relate"].isEnabled()
    assert window.actions_by_id["open"].isEnabled()
    assert window.acceptDrops()
    assert Qt.Key.Key_F1 is not None


def test_jsonl_is_imported_and_what_does_not_fit_is_told(
    analyst: Analyst, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    analyst.tag("Russia", "G")
    target = tmp_path / "out.jsonl"
    with qtbot.waitSignal(window.projects.exported):
        window.projects.export(target)
    line = json.loads(target.read_text("utf-8"))
    line["mentions"][0]["label"] = "NO-SUCH"
    target.write_text(json.dumps(line), "utf-8")
    window.projects.take(
        projects.create(tmp_path / "copy.gloss", title="Copy", scheme_id="news-intelligence", author="kl")
    )
    window.projects.import_files([target])
    from PySide6.QtWidgets import QPushButton

    from glossator.ui.messages import Message

    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(Message)))
    (message,) = [each for each in window.findChildren(Message) if each.isVisible()]
    assert "NO-SUCH" in message.text()
    assert window.desk.need_bench().ask.document_count() == 0
    next(each for each in message.findChildren(QPushButton) if "sound" in each.text()).click()
    qtbot.waitUntil(lambda: window.desk.need_bench().ask.document_count() == 1)
    qtbot.waitUntil(lambda: not window.status.is_busy)
    assert window.desk.need_bench().ask.document_count() == 1
    assert not window.desk.need_bench().ask.mentions_where(limit=10)
    for each in window.findChildren(Message):
        each.close()


def test_a_copy_is_a_project_of_its_own(analyst: Analyst, window: MainWindow, tmp_path: Path) -> None:
    made = analyst.tag("Russia", "G")
    window.projects.save_copy(tmp_path / "copy.gloss")
    analyst.tag("Tobruk", "G")
    copy = projects.open(tmp_path / "copy.gloss", author="somebody")
    assert list(copy.ask.mentions_by_id([made.id]).values()) == [made]
    assert len(copy.ask.mentions_where(limit=10)) == 1
    copy.close()


def test_the_status_line_counts_a_relation_that_was_just_made(analyst: Analyst) -> None:
    test_a_relation_by_keyboard(analyst)
    assert analyst.window.status.selected.endswith("1 relation")
    analyst.press("Ctrl+Z")
    assert "relation" not in analyst.window.status.selected


def test_the_relation_menu_explains_by_the_quotations(analyst: Analyst) -> None:
    first, second = analyst.tag("Russia", "G"), analyst.tag("Libyan", "G")
    at = analyst.page.mapToGlobal(analyst.page.rect().center())
    analyst.page.relation_dragged.emit(first.id, second.id, at)
    rows = analyst.window.relating.menu.chooser.model
    found = [row for number in range(rows.rowCount()) if (row := rows.choice(number))]
    supports = [row.hint for row in found if row.title == "Supports"]
    assert supports[0].startswith("“Russia” backs “Libyan”")
    assert supports[1].startswith("“Libyan” backs “Russia”"), "the other way round"
    assert not any("arg1" in row.hint.lower() for row in found)
    analyst.window.relating.cancel()
    analyst.window.relating.menu.close()
