"""Several mentions of the table edited at once, in the user's words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from glossator.ui.dialogs.identity import IdentityDialog
from glossator.ui.dialogs.palette import Palette
from tests.journeys.analyst import Analyst

CONTROL = Qt.KeyboardModifier.ControlModifier
WORDS = ("Russia", "Libya", "Tartus", "Moscow")


def gathered(analyst: Analyst, count: int) -> None:
    """Mentions of places, the first of which are selected in the table."""
    for words in WORDS:
        analyst.tag(words, "G")
    tab = analyst.window.annotations.mentions
    analyst.window.annotations.tabs.setCurrentWidget(tab)
    tab.table.clearSelection()
    for row in range(count):
        at = tab.table.visualRect(tab.model.index(row, 0)).center()
        QTest.mouseClick(tab.table.viewport(), Qt.MouseButton.LeftButton, CONTROL, at)
    assert len(analyst.window.selection.records) == count


def labels(analyst: Analyst) -> list[str]:
    return [each.label for each in analyst.annotations.in_order()]


def test_a_label_key_on_the_table_relabels_all_that_is_selected(analyst: Analyst) -> None:
    gathered(analyst, 3)
    table = analyst.window.annotations.mentions.table
    analyst.press("L", on=table)
    assert labels(analyst).count("LOC") == 3
    assert len(analyst.window.selection.records) == 3
    analyst.press("Ctrl+Z", on=table)
    assert labels(analyst).count("GPE") == 4


def test_the_page_marks_what_is_gathered(analyst: Analyst) -> None:
    gathered(analyst, 2)
    chosen = [analyst.annotations.mentions[each] for each in analyst.window.selection.records]
    assert set(analyst.window.selection.spans) == {each.fragments[0] for each in chosen}


def test_all_get_one_identity(analyst: Analyst) -> None:
    gathered(analyst, 3)
    table = analyst.window.annotations.mentions.table
    analyst.press("I", on=table)
    dialog = next(each for each in analyst.window.findChildren(IdentityDialog) if each.isVisible())
    assert "and 2 more" in dialog.title.text()
    analyst.press("Ctrl+Return", on=dialog.chooser.field)
    held = [each.entity for each in analyst.annotations.in_order() if each.entity is not None]
    assert len(held) == 3
    assert len(set(held)) == 1
    analyst.press("U", on=table)
    assert all(each.entity is None for each in analyst.annotations.in_order())


def test_all_get_one_attribute_by_its_name(analyst: Analyst) -> None:
    gathered(analyst, 3)
    analyst.window.actions_by_id["set_attribute"].trigger()
    palette = next(each for each in analyst.window.findChildren(Palette) if each.isVisible())
    analyst.type("nom", palette.chooser.field)
    analyst.press("Return", on=palette.chooser.field)
    assert [each.attributes.get("level") for each in analyst.annotations.in_order()].count("NOM") == 3
    analyst.window.desk.need_bench().undo()
    assert all("level" not in each.attributes for each in analyst.annotations.in_order())


def test_all_are_deleted_as_one_step(analyst: Analyst) -> None:
    gathered(analyst, 3)
    analyst.press("Del", on=analyst.window.annotations.mentions.table)
    assert len(labels(analyst)) == 1
    analyst.window.desk.need_bench().undo()
    assert len(labels(analyst)) == 4
