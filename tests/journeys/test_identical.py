"""Every identical string with three actions, in the user's words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator.core import edits
from glossator.core.annotations import Mention
from glossator.core.spans import Span
from glossator.ui.actions import desk
from glossator.ui.dialogs.identical import IdenticalDialog, Match, Who
from tests.journeys.analyst import Analyst


def opened(analyst: Analyst) -> IdenticalDialog:
    def visible() -> list[IdenticalDialog]:
        return [each for each in analyst.window.findChildren(IdenticalDialog) if each.isVisible()]

    analyst.qtbot.waitUntil(lambda: len(visible()) == 1)
    found = visible()
    analyst.qtbot.waitUntil(found[0].isActiveWindow)
    return found[0]


def take_back(analyst: Analyst) -> None:
    """Undo, once the window below is active again, as a window manager makes it."""
    analyst.window.activateWindow()
    analyst.qtbot.waitUntil(analyst.window.isActiveWindow)
    analyst.press("Ctrl+Z")


def times(analyst: Analyst, word: str) -> int:
    return len(re.findall(rf"\b{word}\b", analyst.text))


def tagged(analyst: Analyst, words: str) -> list[Mention]:
    return [each for each in analyst.annotations.in_order() if each.quote == words]


def test_all_identical_strings_take_three_actions(analyst: Analyst) -> None:
    analyst.put_caret("Russia")
    analyst.press("G")
    first = analyst.mention("Russia")
    analyst.actions = 0
    analyst.put_caret("Russia")
    analyst.press("Y")
    dialog = opened(analyst)
    assert dialog.model.total == times(analyst, "Russia") - 1 > 2
    analyst.press("Return", on=dialog.list)
    assert analyst.actions == 3
    assert len(tagged(analyst, "Russia")) == times(analyst, "Russia")
    assert {(each.label, each.subtype, each.entity) for each in tagged(analyst, "Russia")} == {
        ("GPE", "Nation", None)
    }
    take_back(analyst)
    assert tagged(analyst, "Russia") == [first]


def test_what_is_not_meant_is_unticked(analyst: Analyst) -> None:
    analyst.tag("Russia", "G")
    analyst.press("Y")
    dialog = opened(analyst)
    total = dialog.model.total
    analyst.press("Space", on=dialog.list)
    assert dialog.apply.text() == f"&Tag {total - 1}"
    current = dialog.list.currentIndex()
    assert dialog.model.data(current, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    assert dialog.model.data(dialog.model.index(0), Qt.ItemDataRole.CheckStateRole) == (
        Qt.CheckState.PartiallyChecked
    )
    analyst.press("Return", on=dialog.list)
    assert len(tagged(analyst, "Russia")) == total


def test_a_word_is_tagged_everywhere_with_the_label_set_last(analyst: Analyst) -> None:
    analyst.put_caret("Russia")
    analyst.press("Y")
    assert analyst.heard[-1].startswith("It is not said yet")
    analyst.tag("Tartus", "G")
    analyst.put_caret("Russia")
    analyst.press("Y")
    dialog = opened(analyst)
    assert dialog.model.total == times(analyst, "Russia")
    analyst.press("Esc", on=dialog.list)
    assert not tagged(analyst, "Russia")


def test_one_new_identity_for_all_in_the_project(analyst: Analyst, qtbot: QtBot) -> None:
    first = analyst.tag("Russia", "G")
    analyst.press("Shift+Y")
    dialog = opened(analyst)
    qtbot.waitUntil(lambda: dialog.model.total > 0)
    assert dialog.everywhere.isChecked()
    assert not dialog.tagged.isVisible()
    dialog.who.setCurrentIndex(dialog.who.findData(Who.NEW))
    assert dialog.tagged.isVisible()
    QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    assert len(tagged(analyst, "Russia")) == times(analyst, "Russia")
    assert len({each.entity for each in tagged(analyst, "Russia")}) == 1
    assert analyst.annotations.mentions[first.id].entity is not None
    take_back(analyst)
    assert tagged(analyst, "Russia") == [first]
    assert first.entity is None


def test_capitals_and_aliases_are_looked_for_where_wanted(analyst: Analyst) -> None:
    first = analyst.tag("Russia", "G")
    bench = analyst.window.desk.need_bench()
    russia = edits.new_entity("Russia", "GPE", by=bench.hand)
    russia = replace(russia, aliases=("Moscow",))
    bench.do(edits.identify(analyst.annotations, [first.id], russia, is_new=True, by=bench.hand))
    analyst.page.select_mention(first.id)
    analyst.press("Y")
    dialog = opened(analyst)
    before = dialog.model.total
    dialog.match.setCurrentIndex(dialog.match.findData(Match.ALIASES))
    dialog.match.activated.emit(dialog.match.currentIndex())
    assert dialog.model.total == before + times(analyst, "Moscow")
    assert dialog.who.currentData() is Who.SAME
    analyst.press("Return", on=dialog.list)
    assert {each.entity for each in tagged(analyst, "Moscow")} == {russia.id}


def test_nothing_else_to_tag_is_said(analyst: Analyst) -> None:
    analyst.tag("Tartus", "G")
    bench = analyst.window.desk.need_bench()
    gpe = bench.scheme.label("GPE")
    assert gpe is not None
    for nth in range(2, times(analyst, "Tartus") + 1):
        bench.do(edits.tag(analyst.annotations, [analyst.span("Tartus", nth)], gpe, by=bench.hand))
    analyst.page.select_mention(analyst.mention("Tartus").id)
    for key, where in (("Y", "in this document"), ("Shift+Y", "in the project")):
        analyst.press(key)
        said = f"Every “Tartus” {where} is tagged as {gpe.name} already."
        analyst.qtbot.waitUntil(lambda said=said: said in analyst.heard[-1:])  # type: ignore[misc]
        assert not analyst.window.findChildren(IdenticalDialog)


def test_where_only_other_capitals_are_left_these_are_listed(analyst: Analyst) -> None:
    bench = analyst.window.desk.need_bench()
    gpe = bench.scheme.label("GPE")
    assert gpe is not None
    whole = re.finditer(r"\bMoscow\b", analyst.text)
    for each in whole:
        bench.do(edits.tag(analyst.annotations, [Span(*each.span())], gpe, by=bench.hand))
    chosen = next(each for each in analyst.annotations.in_order() if each.quote == "Moscow")
    upper = replace(chosen, quote="MOSCOW")
    bench.do(bench.hand.change("Capitals", removed=[chosen], added=[upper]))
    analyst.page.select_mention(chosen.id)
    analyst.press("Y")
    assert "tagged as" in analyst.heard[-1], "in any capitals all are tagged too"
    last = max(analyst.annotations.mentions.values(), key=lambda each: each.start)
    bench.do(bench.hand.change("One less", removed=[last]))
    analyst.press("Y")
    dialog = opened(analyst)
    assert dialog.match.currentData() is Match.FOLDED
    assert dialog.model.total == 1
    dialog.reject()


def test_very_many_are_tagged_beside_the_window(
    analyst: Analyst, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "LARGE", 2)
    first = analyst.tag("Russia", "G")
    analyst.press("Y")
    analyst.press("Return", on=opened(analyst).list)
    qtbot.waitUntil(lambda: len(tagged(analyst, "Russia")) == times(analyst, "Russia"))
    qtbot.waitUntil(lambda: not analyst.window.desk.need_bench().is_lent)
    analyst.window.desk.need_bench().undo()
    assert tagged(analyst, "Russia") == [first]
