"""The scheme is changed in the middle of work: by its editor, with every tag, and back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from glossator import reworking, workbench
from glossator.core import edits
from glossator.core.annotations import Mention
from glossator.core.scheme import AttributeType, EventType, Label, RelationType, Scheme
from glossator.ui.dialogs.scheme import SchemeEditor
from glossator.ui.dialogs.scheme.fates import FateQuestion
from glossator.ui.dialogs.scheme.forms import AttributeForm
from glossator.ui.dialogs.scheme.reshape import DeleteQuestion, MergeQuestion, PreviewDialog, SplitQuestion
from glossator.ui.main_window import MainWindow
from glossator.ui.messages import Message
from tests.journeys.analyst import Analyst

W = TypeVar("W", bound=QWidget)


class Editing:
    """Somebody who has the editor open, over the demo article with some tags."""

    def __init__(self, analyst: Analyst, qtbot: QtBot) -> None:
        self.analyst = analyst
        self.window = analyst.window
        self.qtbot = qtbot
        qtbot.waitUntil(self.window.isActiveWindow)
        analyst.tag("Russia", "G")
        analyst.tag("Syria", "G")
        analyst.tag("Middle East", "L")
        self.window.actions_by_id["scheme"].trigger()
        editor = self.window.scheming.editor
        assert editor is not None
        self.editor: SchemeEditor = editor

    @property
    def scheme(self) -> Scheme:
        assert self.window.desk.bench is not None
        return self.window.desk.bench.scheme

    def label(self, name: str) -> Label:
        found = self.scheme.label(name)
        assert found is not None
        return found

    def dialog(self, kind: type[W]) -> W:
        """The dialog of a kind that is open."""
        (found,) = [
            each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()
        ]
        return found

    def confirm(self) -> list[tuple[str, str]]:
        """Look at the preview, do it, wait until it is done; what it said."""
        dialog = self.dialog(PreviewDialog)
        lines = dialog.lines()
        QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
        self.settle()
        return lines

    def go_to_page(self) -> None:
        """Work on the page again, with the editor still open."""
        self.window.activateWindow()
        self.analyst.page.setFocus()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def settle(self) -> None:
        """Wait until nothing is written any more."""
        bench = self.window.desk.bench
        assert bench is not None
        self.qtbot.waitUntil(lambda: not bench.is_lent)

    def all_mentions(self) -> list[Mention]:
        return sorted(self.analyst.annotations.mentions.values(), key=lambda each: each.start)


@pytest.fixture
def editing(analyst: Analyst, qtbot: QtBot) -> Editing:
    return Editing(analyst, qtbot)


def test_a_renamed_label_is_renamed_everywhere_at_once(editing: Editing) -> None:
    editor, window = editing.editor, editing.window
    editor.tree.choose((Label, "GPE"))
    form = editor.label_form
    form.name.setText("Country or city")
    form.key.setCurrentIndex(form.key.findData("1"))
    form.slot.setCurrentIndex(form.slot.findData("CUE"))
    editor.apply_edit()
    assert editing.label("GPE").name == "Country or city"
    actions = {each.text(): each.shortcut().toString() for each in window.actions_by_id.label_actions()}
    assert actions["Country or city"] == "1"
    assert "Change" in editing.analyst.heard[-1] or "Rename" in editing.analyst.heard[-1]
    found = window.page._canvas.scheme
    assert found is not None
    assert found is editing.scheme
    editing.go_to_page()
    mention = editing.analyst.tag("Libya", "1")
    assert mention.label == "GPE"
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editing.label("GPE").name == "Geo-political entity"
    assert editor.label_form.name.text() == "Geo-political entity"


def test_a_new_label_can_be_used_at_once(editing: Editing) -> None:
    editor = editing.editor
    editor.begin(Label)
    editor.label_form.id.setText("GUN")
    editor.label_form.name.setText("Gun")
    editor.label_form.tag.setText("GUN")
    editor.label_form.key.setCurrentIndex(editor.label_form.key.findData("2"))
    QTest.mouseClick(editor.apply, Qt.MouseButton.LeftButton)
    assert editor.form.shown == editing.label("GUN")
    editing.go_to_page()
    assert editing.analyst.tag("weapons", "2").label == "GUN"


def test_every_kind_of_item_is_made_copied_and_retired(editing: Editing) -> None:
    editor = editing.editor
    for kind in (RelationType, EventType, AttributeType, Label):
        before = len(editing.scheme.items())
        editor.begin(kind)
        assert editor.apply_edit()
        assert len(editing.scheme.items()) == before + 1
        editor.copy.click()
        assert editor.apply_edit()
        assert len(editing.scheme.items()) == before + 2
        editor.retire.trigger()
        assert getattr(editor.form.shown, "retired", None) is True
        editor.retire.trigger()
        assert getattr(editor.form.shown, "retired", None) is False
    assert editing.scheme.faults() == ()


def test_merging_shows_what_it_touches_and_is_one_step(editing: Editing) -> None:
    editor = editing.editor
    before = editing.all_mentions()
    editor.tree.choose((Label, "LOC"))
    editor.merge.trigger()
    question = editing.dialog(MergeQuestion)
    question.into.setCurrentIndex(question.into.findData("GPE"))
    question.keep.setChecked(True)
    question.go.click()
    lines = editing.confirm()
    assert ("Middle East", "becomes Geo-political entity › Location") in lines
    assert editing.scheme.label("LOC") is None
    assert {each.label for each in editing.all_mentions()} == {"GPE"}
    editing.window.actions_by_id["undo"].trigger()
    editing.settle()
    assert editing.all_mentions() == before
    assert editing.label("LOC").name == "Location"
    folder = editing.window.desk.need_bench().project_file.path.parent
    assert list(folder.rglob("*before a change of the scheme*"))


def test_what_touches_much_is_looked_at_and_done_beside_the_window(
    editing: Editing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reworking, "LARGE", 1)
    editor = editing.editor
    editor.tree.choose((Label, "GPE"))
    editor.delete.trigger()
    question = editing.dialog(DeleteQuestion)
    question.what.setCurrentIndex(question.what.findData("drop"))
    question.go.click()
    assert editing.window.desk.need_bench().is_lent  # the window goes on meanwhile
    editing.qtbot.waitUntil(
        lambda: any(isinstance(each, PreviewDialog) for each in QApplication.topLevelWidgets())
    )
    assert ("Russia", "is deleted") in editing.confirm()
    assert [each.label for each in editing.all_mentions()] == ["LOC"]
    monkeypatch.setattr(workbench, "LARGE", 1)
    editor.undo_requested.emit()
    editing.settle()
    assert [each.label for each in editing.all_mentions()] == ["GPE", "GPE", "LOC"]
    editor.redo_requested.emit()
    editing.settle()
    assert [each.label for each in editing.all_mentions()] == ["LOC"]
    assert editor.form.shown is not None
    assert editor.form.shown.id != "GPE"


def test_another_kind_of_an_attribute_turns_its_values(editing: Editing) -> None:
    bench, annotations = editing.window.desk.need_bench(), editing.analyst.annotations
    mention = editing.analyst.mention("Russia")
    bench.do(edits.set_attribute(annotations, mention.id, "level", "NOM", by=bench.hand))
    editor = editing.editor
    editor.tree.choose((AttributeType, "level"))
    form = editor.form
    assert isinstance(form, AttributeForm)
    form.values.list.item(1).setText("Nominal")
    editor.apply_edit()
    assert ("Russia", "level: NOM → Nominal") in editing.confirm()
    assert editing.analyst.mention("Russia").attributes == {"level": "Nominal"}
    assert editor.form.item().values[1] == "Nominal"


def test_a_preview_that_is_cancelled_changes_nothing(editing: Editing) -> None:
    before = editing.scheme
    editing.editor.tree.choose((Label, "GPE"))
    editing.editor.delete.trigger()
    question = editing.dialog(DeleteQuestion)
    question.what.setCurrentIndex(question.what.findData("drop"))
    question.go.click()
    dialog = editing.dialog(PreviewDialog)
    assert ("Russia", "is deleted") in dialog.lines()
    dialog.reject()
    assert editing.scheme == before


@pytest.mark.parametrize("what", ["move", "drop", "retire"])
def test_deleting_with_what_becomes_of_the_tags(editing: Editing, what: str) -> None:
    editing.editor.tree.choose((Label, "GPE"))
    editing.editor.delete.trigger()
    question = editing.dialog(DeleteQuestion)
    question.what.setCurrentIndex(question.what.findData(what))
    question.into.setCurrentIndex(question.into.findData("LOC"))
    question.go.click()
    if what != "retire":
        editing.confirm()
    labels = [each.label for each in editing.all_mentions()]
    label = editing.scheme.label("GPE")
    assert labels == {"move": ["LOC"] * 3, "drop": ["LOC"], "retire": ["GPE", "GPE", "LOC"]}[what] or sorted(
        labels
    ) == sorted({"move": ["LOC"] * 3, "drop": ["LOC"], "retire": ["GPE", "GPE", "LOC"]}[what])
    assert label == (replace(editing.label("GPE"), retired=True) if what == "retire" else None)


def test_splitting_by_subtype(editing: Editing) -> None:
    editing.editor.tree.choose((Label, "GPE"))
    editing.editor.split.trigger()
    question = editing.dialog(SplitQuestion)
    assert not question.go.isEnabled()
    value, into = question.rows[0]
    into.setCurrentIndex(1)
    question.go.click()
    lines = editing.confirm()
    assert ("Russia", f"becomes {value}") in lines
    assert editing.label(value).parent == "GPE"
    assert [each.label for each in editing.all_mentions()].count(value) == 2


def test_splitting_by_an_attribute_and_going_on_with_its_parts(editing: Editing) -> None:
    bench = editing.window.desk.need_bench()
    before = editing.all_mentions()
    russia = editing.analyst.mention("Russia")
    bench.do(edits.set_attribute(editing.analyst.annotations, russia.id, "metonymy", True, by=bench.hand))
    bench.do(edits.set_attribute(editing.analyst.annotations, russia.id, "level", "NOM", by=bench.hand))
    editing.editor.tree.choose((Label, "GPE"))
    editing.editor.split.trigger()
    question = editing.dialog(SplitQuestion)
    question.by.setCurrentIndex(question.by.findText("Attribute Level"))
    assert [value for value, _ in question.rows] == ["NAM", "NOM", "PRO"]
    question.rows[1][1].setCurrentIndex(1)
    QTest.mouseClick(question.go, Qt.MouseButton.LeftButton)
    assert ("Russia", "becomes NOM › ") not in editing.confirm()
    mention = editing.analyst.mention("Russia")
    assert (mention.id, mention.label, dict(mention.attributes)) == (russia.id, "NOM", {"metonymy": True})
    assert editing.label("NOM").parent == "GPE"
    editing.editor.tree.choose((Label, "NOM"))
    assert editing.editor.form.shown == editing.label("NOM"), "the editor goes on with the new label"
    editing.go_to_page()
    editing.analyst.page.select(editing.analyst.span("Tartus"))
    editing.analyst.press(editing.label("NOM").key)
    assert editing.analyst.mention("Tartus").label == "NOM"
    for _ in range(4):
        editing.window.actions_by_id["undo"].trigger()
        editing.settle()
    assert editing.all_mentions() == before
    assert editing.scheme.label("NOM") is None


def test_a_renamed_subtype_takes_its_tags_along(editing: Editing) -> None:
    editing.editor.tree.choose((Label, "GPE"))
    editing.editor.label_form.subtypes.list.item(0).setText("Country")
    editing.editor.apply_edit()
    lines = editing.confirm()
    assert ("Syria", "becomes Geo-political entity › Country") in lines
    assert {each.subtype for each in editing.all_mentions() if each.label == "GPE"} == {"Country"}
    assert editing.label("GPE").subtypes[0] == "Country"


def test_moving_under_another_by_the_tree(editing: Editing) -> None:
    editing.editor.tree.moved.emit(editing.label("LOC"), "GPE")
    assert editing.label("LOC").parent == "GPE"
    editing.editor.tree.moved.emit(editing.label("GPE"), "LOC")
    assert editing.label("GPE").parent == ""
    assert "in a ring" in editing.analyst.heard[-1]
    assert "in a ring" in editing.editor.said.text()


def test_out_to_a_file_and_in_again_changed(editing: Editing, tmp_path: Path) -> None:
    target = tmp_path / "s.json"
    editing.window.scheming.export_file(target)
    written = json.loads(target.read_text(encoding="utf-8"))
    written["labels"][0]["name"] = "Human"
    target.write_text(json.dumps(written), encoding="utf-8")
    editing.window.scheming.import_file(target)
    lines = editing.confirm()
    assert ("Changes: the label Person, called Human then.", "") in lines
    assert editing.label("PER").name == "Human"


def test_a_file_that_knows_less_asks_what_becomes_of_the_tags(editing: Editing, tmp_path: Path) -> None:
    target = tmp_path / "s.json"
    before = editing.all_mentions()
    editing.window.scheming.export_file(target)
    written = json.loads(target.read_text(encoding="utf-8"))
    place = next(each for each in written["labels"] if each["id"] == "GPE")
    place["subtypes"] = ["Country", *place["subtypes"][1:]]
    region = next(each for each in written["labels"] if each["id"] == "LOC")
    region["subtypes"] = [f"{region['subtypes'][0]}s", *region["subtypes"][1:]]
    target.write_text(json.dumps(written), encoding="utf-8")
    editing.window.scheming.import_file(target)
    question = editing.dialog(FateQuestion)
    (nations, into), (_, likely) = question.rows
    assert (nations.word.value, nations.tags) == ("Nation", 2)
    assert into.currentText() == "Keep it as it is: Review lists it", "what nobody would guess is not guessed"
    assert likely.currentText() == f"Make it “{region['subtypes'][0]}”", "another spelling is proposed"
    into.setCurrentIndex(into.findData("Country"))
    QTest.mouseClick(question.go, Qt.MouseButton.LeftButton)
    lines = editing.confirm()
    assert ("Russia", "becomes Geo-political entity › Country") in lines
    assert ("Changes: the label Geo-political entity.", "") in lines
    assert {each.subtype for each in editing.all_mentions()} == {"Country", region["subtypes"][0]}
    assert editing.label("GPE").subtypes[0] == "Country"
    editing.window.actions_by_id["undo"].trigger()
    assert editing.all_mentions() == before
    assert editing.label("GPE").subtypes[0] == "Nation"


def test_a_file_that_knows_less_may_leave_tags_as_they_are(editing: Editing, tmp_path: Path) -> None:
    target = tmp_path / "s.json"
    before = editing.all_mentions()
    editing.window.scheming.export_file(target)
    written = json.loads(target.read_text(encoding="utf-8"))
    next(each for each in written["labels"] if each["id"] == "GPE")["subtypes"] = ["Country"]
    target.write_text(json.dumps(written), encoding="utf-8")
    editing.window.scheming.import_file(target)
    question = editing.dialog(FateQuestion)
    question.reject()
    assert editing.label("GPE").subtypes[0] == "Nation", "nothing is taken where nothing is confirmed"
    editing.window.scheming.import_file(target)
    QTest.mouseClick(editing.dialog(FateQuestion).go, Qt.MouseButton.LeftButton)
    lines = [words for words, _ in editing.confirm()]
    assert any("2 tags say “Nation” of Geo-political entity" in each for each in lines)
    assert editing.all_mentions() == before
    assert editing.label("GPE").subtypes == ("Country",)


def test_files_are_chosen_in_a_dialog(editing: Editing, tmp_path: Path) -> None:
    scheming = editing.window.scheming
    for ask in (scheming.ask_import, scheming.ask_export):
        ask()
        dialog = editing.dialog(QFileDialog)
        if ask == scheming.ask_export:
            dialog.fileSelected.emit(str(tmp_path / "s.json"))
        dialog.reject()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["id"] == editing.scheme.id


def test_a_bad_file_is_told_and_nothing_is_taken(editing: Editing, tmp_path: Path) -> None:
    before = editing.scheme
    (tmp_path / "s.json").write_text('{"id": "x", "name": "x", "version": "1", "labels": [{}]}')
    editing.window.scheming.import_file(tmp_path / "s.json")
    message = editing.dialog(Message)
    assert "at labels[0]: the field 'id' is missing" in message.text()
    message.accept()
    assert editing.scheme == before


def test_a_configuration_of_brat_is_taken_in_with_what_is_lost_told(editing: Editing, tmp_path: Path) -> None:
    (tmp_path / "annotation.conf").write_text("[entities]\nBird\n[relations]\nEats Arg1:Bird, Arg2:Worm\n")
    editing.window.scheming.import_file(tmp_path / "annotation.conf")
    lines = editing.confirm()
    assert ("Worm is no entity and no event, but is named by Eats.", "") in lines
    assert editing.label("Bird").name == "Bird"


def test_the_preview_draws_labels_relations_and_events(editing: Editing) -> None:
    editor = editing.editor
    for key in ((Label, "GPE"), (RelationType, "LOCATED_IN"), (EventType, editing.scheme.event_types[0].id)):
        editor.tree.choose(key)
        sizes = [picture.pixmap().size() for picture in editor.preview.pictures]
        assert all(size.width() > 100 for size in sizes)
        light, dark = (picture.pixmap().toImage() for picture in editor.preview.pictures)
        assert light.pixelColor(2, 2).lightness() > 200
        assert dark.pixelColor(2, 2).lightness() < 60


def test_closing_the_project_closes_the_editor(editing: Editing, window: MainWindow) -> None:
    editing.editor.label_form.name.setText("half done")
    window.actions_by_id["close"].trigger()
    editing.qtbot.waitUntil(lambda: window.scheming.editor is None)


def test_the_menu_of_labels_explains_them(editing: Editing) -> None:
    actions = editing.window.actions_by_id.label_actions()
    tips = {each.text(): each.toolTip() for each in actions}
    label = editing.label("GPE")
    assert label.definition in tips[label.name]
    assert label.choose in tips[label.name]
    menus = [each for each in editing.window.menuBar().findChildren(QMenu) if each.title() == "&Label"]
    assert menus
    for each in menus:
        each.aboutToShow.emit()
    assert all(each.toolTipsVisible() for each in menus)
