"""Finding in the document, in the user's words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from glossator.core import find
from glossator.ui.dialogs.guide import GuideWindow
from tests.journeys.analyst import Analyst


def test_hits_are_counted_and_walked(analyst: Analyst) -> None:
    analyst.press("Ctrl+F")
    bar = analyst.window.searching.bar
    bar.field.clear()
    analyst.type("libya", bar.field)
    assert analyst.page.selected_text() == "Libya"
    total = analyst.text.lower().count("libya")
    assert bar.count.text() == f"1 of {total}"
    first = analyst.page.selected
    analyst.press("Return", on=bar.field)
    assert analyst.page.selected.start > first.start
    assert bar.count.text() == f"2 of {total}"
    analyst.press("Shift+Return", on=bar.field)
    assert analyst.page.selected == first
    analyst.press("Shift+Return", on=bar.field)
    assert bar.count.text() == f"{total} of {total}"


def test_a_bad_expression_is_told_in_the_bar(analyst: Analyst) -> None:
    analyst.press("Ctrl+F")
    bar = analyst.window.searching.bar
    bar.regex.setChecked(True)
    analyst.type("(", bar.field)
    assert "not a regular expression" in bar.count.text()


def test_an_expression_that_would_never_end_is_given_up(
    analyst: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "AT_HAND", 0.05)
    monkeypatch.setattr(find.Finder.spans, "__defaults__", (0.05,))
    analyst.press("Ctrl+F")
    bar = analyst.window.searching.bar
    bar.regex.setChecked(True)
    bar.field.setText(r"(\w|\w\w|\s)+\d{40}")
    assert "was given up" in bar.count.text()
    bar.field.setText(r"S-\d00")
    assert analyst.page.selected_text().startswith("S-")


def test_what_is_found_is_tagged_with_one_key(analyst: Analyst) -> None:
    analyst.press("Ctrl+F")
    bar = analyst.window.searching.bar
    analyst.type("Tartus", bar.field)
    analyst.press("Esc", on=bar.field)
    assert not bar.isVisible()
    analyst.press("G")
    assert analyst.mention("Tartus").label == "GPE"


def test_what_stands_anywhere_in_the_project_is_found_and_gone_to(analyst: Analyst, qtbot: QtBot) -> None:
    analyst.put_caret("Tartus")
    analyst.press("Ctrl+Shift+F")
    panel = analyst.window.seeking.panel
    assert analyst.window.seeking.dock.isVisible()
    analyst.type("s-300 OR tartus", panel.strip.field)
    qtbot.waitUntil(lambda: bool(panel.model.documents))
    analyst.press("Return", on=panel.strip.field)
    analyst.press("Down", on=panel.list)
    analyst.press("Return", on=panel.list)
    hits = panel.model.documents[0].lines
    assert analyst.page.selected == hits[1].span
    assert analyst.page.selected_text() == hits[1].hit
    assert analyst.page.hasFocus()
    analyst.press("Ctrl+Shift+F")
    assert panel.strip.field.text() == hits[1].hit
    analyst.press("Esc", on=panel.strip.field)
    assert not analyst.window.seeking.dock.isVisible()
    assert analyst.page.hasFocus()
    qtbot.waitUntil(lambda: not panel.is_searching)


def test_the_help_menu_leads_to_the_project_as_data(analyst: Analyst) -> None:
    analyst.window.actions_by_id["guide_data"].trigger()
    (guide,) = analyst.window.findChildren(GuideWindow)
    assert guide.isVisible()
    top = guide.pages.cursorForPosition(QPoint(60, 30))
    assert top.block().text() == "The project as data"
    guide.close()


def test_what_is_found_in_the_project_is_tagged_as_one_step(analyst: Analyst, qtbot: QtBot) -> None:
    analyst.press("Ctrl+Shift+F")
    panel = analyst.window.seeking.panel
    panel.strip.field.clear()
    analyst.type("tartus", panel.strip.field)
    qtbot.waitUntil(lambda: bool(panel.model.documents))
    analyst.press("Return", on=panel.strip.field)
    hits = panel.model.documents[0].lines
    analyst.press("Ctrl+A", on=panel.list)
    analyst.press("G", on=panel.list)
    tagged = [each for each in analyst.annotations.in_order() if each.quote == "Tartus"]
    assert [each.fragments[0] for each in tagged] == [line.span for line in hits]
    assert {each.label for each in tagged} == {"GPE"}
    analyst.press("G", on=panel.list)
    assert "nothing among these hits" in analyst.heard[-1]
    panel.strip.field.setText("label:GPE")
    qtbot.waitUntil(lambda: not panel.is_searching)
    assert [line.record for line in panel.model.documents[0].lines] == [each.id for each in tagged]
    analyst.press("Ctrl+Z")
    assert not analyst.annotations.mentions
