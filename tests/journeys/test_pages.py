"""Pages of a PDF: told where the caret is, gone to by number, named in a citation."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog, QLabel
from pytestqt.qtbot import QtBot

from glossator.ui.main_window import MainWindow
from tests.formats.documents.test_pdf import column, made
from tests.journeys.analyst import Analyst


def test_a_page_is_told_gone_to_and_cited(
    analyst: Analyst, window: MainWindow, qtbot: QtBot, texts: Path
) -> None:
    window.actions_by_id["go_page"].trigger()
    assert any("has no pages" in each for each in analyst.heard)
    assert "page" not in window.status.place
    pages = [column(50, 700, f"This stands on page {number}.") for number in ("one", "two", "three")]
    (texts / "report.pdf").write_bytes(made(*pages))
    with qtbot.waitSignal(window.projects.documents_added):
        window.projects.import_files([texts / "report.pdf"])
    assert window.status.place.startswith("page 1 of 3")
    window.actions_by_id["go_page"].trigger()
    (dialog,) = window.findChildren(QInputDialog)
    assert (dialog.intMinimum(), dialog.intMaximum(), dialog.intValue()) == (1, 3, 1)
    dialog.setIntValue(3)
    dialog.accept()
    assert analyst.text[window.selection.caret :].startswith("This stands on page three.")
    assert window.status.place.startswith("page 3 of 3")
    analyst.page.select(analyst.span("page two"))
    window.actions_by_id["cite"].trigger()
    assert "(report, page 2, paragraph 2" in QGuiApplication.clipboard().text()
    window.selection.set(None, records=(), spans=())
    qtbot.waitUntil(lambda: any("on 3 pages" in each.text() for each in window.findChildren(QLabel)))
    window.actions_by_id["back"].trigger()
    assert window.status.place.startswith("page 1 of 3")
