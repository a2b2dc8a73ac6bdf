from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glossator import guidebook, paths
from glossator.ui import theme
from glossator.ui.dialogs.guide import GuideWindow


@pytest.fixture
def window(qtbot: QtBot) -> GuideWindow:
    made = GuideWindow()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def at_the_top(window: GuideWindow) -> str:
    """The line at the top of what is shown."""
    return window.pages.cursorForPosition(window.pages.viewport().rect().topLeft()).block().text()


def test_the_guide_is_shown_and_searched(window: GuideWindow) -> None:
    assert "User guide" in window.pages.toPlainText()
    QTest.keyClicks(window.field, "relation")
    first = window.pages.textCursor()
    assert first.selectedText().lower() == "relation"
    many = len(window.pages.extraSelections())
    assert many > 20
    assert window.count.text() == f"1 of {many}"
    QTest.keyClick(window.field, Qt.Key.Key_Return)
    assert window.pages.textCursor().selectionStart() > first.selectionStart()
    assert window.count.text() == f"2 of {many}"


def test_no_line_and_no_table_is_wider_than_the_window(window: GuideWindow) -> None:
    assert window.pages.verticalScrollBar().maximum() > 10_000
    assert window.pages.horizontalScrollBar().maximum() == 0


def test_what_is_not_there_is_said_and_an_empty_field_marks_nothing(window: GuideWindow) -> None:
    QTest.keyClicks(window.field, "xyzzy")
    assert window.count.text() == "Nothing found"
    window.field.clear()
    assert window.count.text() == ""
    assert window.pages.extraSelections() == []


def test_links_between_pages_are_followed(window: GuideWindow) -> None:
    window.pages.anchorClicked.emit(QUrl("#jsonl"))
    assert "JSON" in at_the_top(window)
    window.show_page("data.md")
    assert "data" in at_the_top(window)


def test_the_contents_lead_to_every_heading(window: GuideWindow) -> None:
    (found,) = window.tree.findItems("Undo and history", Qt.MatchFlag.MatchRecursive)
    window.tree.setCurrentItem(found)
    assert at_the_top(window) == "Undo and history"
    listed = window.tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    assert len(listed) == len(guidebook.contents())


def test_it_is_opened_in_the_browser_as_one_local_file(
    window: GuideWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    QTest.mouseClick(window.outside, Qt.MouseButton.LeftButton)
    (url,) = opened
    assert url.isLocalFile()
    file = Path(url.toLocalFile())
    assert file.parent == paths.cache_dir()
    assert file.read_text("utf-8") == guidebook.for_browser()


def test_links_to_the_world_are_opened_outside(window: GuideWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    window.pages.anchorClicked.emit(QUrl("https://example.org/"))
    window.pages.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert opened == [QUrl("https://example.org/")]


def test_a_dark_window_has_a_dark_guide(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, theme.dark())
    try:
        made = GuideWindow()
        qtbot.addWidget(made)
        assert theme.dark().ink.lower() in made.pages.toHtml().lower()
    finally:
        theme.apply(app, theme.light())


def test_every_page_that_is_linked_is_there() -> None:
    import re

    for page in paths.resource("guide").glob("*.md"):
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name} links to {link}"
