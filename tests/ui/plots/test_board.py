from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator.ui import theme
from glossator.ui.plots.board import SummaryBoard
from glossator.ui.plots.page import SummaryPage
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.ui.plots.conftest import FIRST


def test_pyqtgraph_is_loaded_only_when_the_board_is_shown() -> None:
    code = (
        "import os, sys\n"
        "os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "from glossator.ui import theme\n"
        "from glossator.ui.plots.board import SummaryBoard\n"
        "from glossator.ui.selection import Selection\n"
        "from glossator.ui.signals import ProjectSignals\n"
        "board = SummaryBoard(None, Selection(), ProjectSignals(), theme.light())\n"
        "assert 'pyqtgraph' not in sys.modules, 'too early'\n"
        "board.show()\n"
        "assert 'pyqtgraph' in sys.modules, 'never'\n"
        "board.close()\n"
    )
    desktop = str(Path(__file__).resolve().parents[3] / "desktop")
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {desktop!r})\n{code}"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


def test_the_page_is_made_when_it_is_first_shown(
    qtbot: QtBot, bench: Workbench, selection: Selection, signals: ProjectSignals
) -> None:
    board = SummaryBoard(None, selection, signals, theme.light())
    qtbot.addWidget(board)
    board.set_bench(bench)
    board.set_theme(theme.dark())
    assert not board.findChildren(SummaryPage)
    board.show()
    (page,) = board.findChildren(SummaryPage)
    assert page.theme == theme.dark()
    assert page.bar.title.text() == "First"
    assert board.focusProxy() is page
    board.hide()
    board.show()
    assert board.findChildren(SummaryPage) == [page]
    board.set_theme(theme.light())
    assert page.theme == theme.light()
    board.set_bench(None)
    qtbot.waitUntil(lambda: page.bar.title.text().startswith("No project is open."))


def test_a_sentence_that_is_taken_is_passed_on(
    qtbot: QtBot, bench: Workbench, selection: Selection, signals: ProjectSignals
) -> None:
    board = SummaryBoard(bench, selection, signals, theme.light())
    qtbot.addWidget(board)
    board.show()
    assert board.page is not None
    page = board.page
    qtbot.waitUntil(lambda: not page.cards["labels"].view.is_empty)
    canvas = page.cards["labels"].canvas
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    with qtbot.waitSignal(board.goto_requested) as went:
        QTest.keyClick(page.sentences.list, Qt.Key.Key_Return)
    assert went.args[0] == FIRST.document.id
