from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator import paths
from glossator.ui.dialogs.guide import GuideWindow


def test_the_guide_is_shown_and_searched(qtbot: QtBot) -> None:
    window = GuideWindow()
    qtbot.addWidget(window)
    assert "User guide" in window.pages.toPlainText()
    QTest.keyClicks(window.field, "relation")
    first = window.pages.textCursor()
    assert first.selectedText().lower() == "relation"
    QTest.keyClick(window.field, Qt.Key.Key_Return)
    assert window.pages.textCursor().selectionStart() > first.selectionStart()


def test_links_between_pages_are_followed(qtbot: QtBot) -> None:
    window = GuideWindow()
    qtbot.addWidget(window)
    window.pages.anchorClicked.emit(QUrl("jsonl.md"))
    assert window.pages.toPlainText().startswith("JSON") or "JSONL" in window.pages.toPlainText()[:200]


def test_every_page_that_is_linked_is_there() -> None:
    import re

    for page in paths.resource("guide").glob("*.md"):
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name} links to {link}"
