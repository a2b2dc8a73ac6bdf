from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from glossator.ui import settings as kept
from glossator.ui.dialogs.key_settings import KeyRow, clash
from glossator.ui.dialogs.settings_dialog import SettingsDialog
from glossator.ui.settings import Settings

ROWS = [
    KeyRow("undo", "Edit", "Undo", "Ctrl+Z"),
    KeyRow("redo", "Edit", "Redo", "Ctrl+Shift+Z"),
    KeyRow("close", "Project", "Close project", ""),
]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(tmp_path / "settings.ini")
    made.set(kept.AUTHOR, "Ada")
    return made


@pytest.fixture
def dialog(qtbot: QtBot, settings: Settings) -> SettingsDialog:
    made = SettingsDialog(settings, ROWS, labels={"P": "Person"})
    qtbot.addWidget(made)
    made.open()
    return made


def test_a_key_clashes_with_the_same_key_however_it_is_written() -> None:
    keys = {"undo": "Ctrl+Z", "redo": "Ctrl+Shift+Z", "close": ""}
    assert clash(keys, "close", "ctrl+z") == "undo"
    assert clash(keys, "close", "Shift+Ctrl+Z") == "redo"
    assert clash(keys, "undo", "Ctrl+Z") == ""
    assert clash(keys, "undo", "") == ""
    assert clash(keys, "close", "F7") == ""


def test_only_what_differs_is_applied(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.look.theme.setCurrentIndex(2)
    dialog.look.points.setValue(15)
    dialog.look.spacing.setValue(150)
    dialog.look.column.setValue(60)
    dialog.look.author.selectAll()
    QTest.keyClicks(dialog.look.author, "Grace")
    with qtbot.waitSignal(dialog.applied) as applied:
        QTest.keyClick(dialog.look.author, Qt.Key.Key_Return)
    assert applied.args[0] == (
        (kept.THEME, "dark"),
        (kept.PAGE_POINTS, 15.0),
        (kept.PAGE_SPACING, 150),
        (kept.PAGE_COLUMN, 60),
        (kept.AUTHOR, "Grace"),
    )


def test_nothing_changed_applies_nothing(dialog: SettingsDialog, qtbot: QtBot) -> None:
    assert dialog.changes() == ()
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    with qtbot.assertNotEmitted(dialog.applied):
        QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_a_typeface_is_chosen_and_given_back(
    dialog: SettingsDialog, settings: Settings, qtbot: QtBot
) -> None:
    dialog.look.family.setCurrentIndex(1)
    family = dialog.look.family.currentData()
    assert (kept.PAGE_FAMILY, family) in dialog.changes()
    dialog.reject()
    settings.set(kept.PAGE_FAMILY, family)
    again = SettingsDialog(settings, ROWS)
    qtbot.addWidget(again)
    assert again.changes() == ()
    again.look.family.setCurrentIndex(0)
    assert again.changes() == ((kept.PAGE_FAMILY, ""),)


def test_an_author_needs_a_name(dialog: SettingsDialog) -> None:
    dialog.look.author.setText(" ")
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Save).isEnabled()
    assert dialog.fault.isVisible()
    dialog.reject()


def type_key(dialog: SettingsDialog, row: int, key: str) -> None:
    dialog.tabs.setCurrentIndex(1)
    dialog.keys.table.selectRow(row)
    dialog.keys.editor.setKeySequence(QKeySequence(key))
    dialog.keys.editor.editingFinished.emit()


def test_a_shortcut_is_changed(dialog: SettingsDialog) -> None:
    type_key(dialog, 2, "Ctrl+W")
    assert dialog.changes() == ((kept.SHORTCUTS, {"close": "Ctrl+W"}),)
    item = dialog.keys.table.item(2, 2)
    assert item is not None
    assert item.text() == "Ctrl+W"
    assert item.font().bold()
    QTest.mouseClick(dialog.keys.default, Qt.MouseButton.LeftButton)
    assert dialog.changes() == ()
    dialog.reject()


def test_a_clash_is_refused_with_the_name_of_the_other_action(dialog: SettingsDialog) -> None:
    type_key(dialog, 2, "Ctrl+Z")
    assert dialog.keys.note.text() == "Ctrl+Z belongs to “Undo”. Give that another key first."
    assert dialog.changes() == ()
    assert dialog.keys.editor.keySequence().isEmpty()
    dialog.reject()


def test_keys_of_labels_are_not_given_away(dialog: SettingsDialog) -> None:
    type_key(dialog, 2, "P")
    assert "sets the label Person" in dialog.keys.note.text()
    dialog.reject()


def test_a_changed_shortcut_of_earlier_is_shown(settings: Settings, qtbot: QtBot) -> None:
    settings.set(kept.SHORTCUTS, {"undo": "F5"})
    made = SettingsDialog(settings, ROWS)
    qtbot.addWidget(made)
    assert made.keys.set_key("close", "F5") != ""
    assert made.keys.set_key("close", "Ctrl+Z") == ""
    assert made.changes() == ((kept.SHORTCUTS, {"undo": "F5", "close": "Ctrl+Z"}),)


def test_the_table_filters_by_name_and_key(dialog: SettingsDialog) -> None:
    dialog.tabs.setCurrentIndex(1)
    QTest.keyClicks(dialog.keys.filter, "ctrl+z")
    assert [dialog.keys.table.isRowHidden(row) for row in range(3)] == [False, True, True]
    dialog.keys.filter.setText("project")
    assert [dialog.keys.table.isRowHidden(row) for row in range(3)] == [True, True, False]
    dialog.keys.filter.clear()
    assert not any(dialog.keys.table.isRowHidden(row) for row in range(3))
    dialog.reject()


def test_enter_on_a_row_goes_to_the_key(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.tabs.setCurrentIndex(1)
    dialog.keys.table.selectRow(0)
    dialog.activateWindow()
    dialog.keys.table.activated.emit(dialog.keys.table.currentIndex())
    assert dialog.focusWidget() is dialog.keys.editor or dialog.keys.editor.isAncestorOf(dialog.focusWidget())
    dialog.reject()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Down])
def test_keys_that_everything_needs_are_not_given_away(dialog: SettingsDialog, key: Qt.Key) -> None:
    dialog.keys.table.selectRow(2)
    refusal = dialog.keys.set_key("close", QKeySequence(key).toString())
    assert "keeps its meaning" in refusal
    assert dialog.changes() == ()


def test_shortcuts_go_to_a_file_and_come_from_one(
    dialog: SettingsDialog, settings: Settings, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "keys.json"
    ids = [row.id for row in ROWS]
    first, second = dialog.keys._keys[ids[0]], dialog.keys._keys[ids[1]]
    assert dialog.keys.set_key(ids[0], "F5") == ""
    assert dialog.keys.set_key(ids[1], first) == "", "keys change places"
    dialog.keys.export_keys(path)
    assert "keys.json" in dialog.keys.note.text()
    dialog.reject()
    other = SettingsDialog(settings, ROWS)
    qtbot.addWidget(other)
    assert other.keys._keys[ids[1]] == second
    other.keys.import_keys(path)
    assert (other.keys._keys[ids[0]], other.keys._keys[ids[1]]) == ("F5", first)
    assert "hold when you save" in other.keys.note.text()
    ((setting, own),) = other.changes()
    assert setting is kept.SHORTCUTS
    assert own == {ids[0]: "F5", ids[1]: first}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{", "no JSON file"),
        ("[" * 100_000, "no JSON file"),
        ('{"keys": {}}', "no shortcuts of Glossator"),
        ('{"kind": "glossator-shortcuts", "keys": []}', "no shortcuts of Glossator"),
        ('{"kind": "glossator-shortcuts", "keys": {"undo": 5}}', "is no key"),
        ('{"kind": "glossator-shortcuts", "keys": {"undo": "Ctrl+X, Ctrl+Y"}}', "is no key"),
        ('{"kind": "glossator-shortcuts", "keys": {"undo": "F5", "close": "F5"}}', "belongs to"),
        ('{"kind": "glossator-shortcuts", "keys": {"close": "F6", "undo": "P"}}', "sets the label Person"),
        ('{"kind": "glossator-shortcuts", "keys": {"undo": "Esc"}}', "keeps its meaning"),
    ],
)
def test_a_file_with_a_fault_changes_no_shortcut(
    dialog: SettingsDialog, tmp_path: Path, written: str, said: str
) -> None:
    path = tmp_path / "keys.json"
    path.write_text(written, encoding="utf-8")
    before = dict(dialog.keys._keys)
    dialog.keys.import_keys(path)
    assert said in dialog.keys.note.text()
    assert dialog.keys._keys == before
    dialog.keys.import_keys(tmp_path / "missing.json")
    assert "cannot be read" in dialog.keys.note.text()
    dialog.reject()


def test_an_action_that_there_is_not_is_told_and_left_out(dialog: SettingsDialog, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text('{"kind": "glossator-shortcuts", "keys": {"undo": "F5", "fly": "F6"}}', encoding="utf-8")
    dialog.keys.import_keys(path)
    assert dialog.keys._keys["undo"] == "F5"
    assert "no such action: fly" in dialog.keys.note.text()
    dialog.reject()
