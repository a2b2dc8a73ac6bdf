from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from glossator.surveys import SURVEYS
from glossator.ui import theme
from glossator.ui.middle import Middle
from glossator.ui.plots import opening
from glossator.ui.plots.board import SummaryBoard
from glossator.ui.plots.choosing import FilterStrip
from glossator.ui.plots.front import Front
from glossator.ui.plots.opening import Opening
from glossator.ui.plots.page import SummaryPage
from glossator.ui.plots.tables import TwinView
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.ui.text.view import ArticleView
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
        "assert 'pyqtgraph' not in sys.modules, 'before the frames of the cards are painted'\n"
        "while board.page is None:\n"
        "    app.processEvents()\n"
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
    assert not board.findChildren(SummaryPage)
    qtbot.waitUntil(lambda: board.focusProxy() is not None)
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
    qtbot.waitUntil(lambda: board.page is not None)
    assert board.page is not None
    page = board.page
    qtbot.waitUntil(lambda: not page.cards["labels"].view.is_empty)
    canvas = page.cards["labels"].canvas
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    with qtbot.waitSignal(board.goto_requested) as went:
        QTest.keyClick(page.sentences.list, Qt.Key.Key_Return)
    assert went.args[0] == FIRST.document.id


def opened(qtbot: QtBot, board: SummaryBoard) -> SummaryPage:
    """Its page, once the keyboard has been given to it."""
    qtbot.waitUntil(lambda: board.focusProxy() is not None)
    assert board.page is not None
    return board.page


@pytest.fixture
def board(bench: Workbench, selection: Selection, signals: ProjectSignals) -> Iterator[SummaryBoard]:
    """A board that nobody has looked at yet."""
    made = SummaryBoard(bench, selection, signals, theme.light())
    made.resize(1200, 800)
    yield made
    if isValid(made):  # it was not put into another widget, which is gone
        made.close()


def test_frames_with_their_questions_are_there_before_anything_is_made(
    board: SummaryBoard, qtbot: QtBot
) -> None:
    board.show()
    (front,) = board.findChildren(Front)
    assert front.questions[:2] == (SURVEYS["labels"].question, SURVEYS["entities"].question)
    frames = {each.text(): each.parentWidget() for each in front.findChildren(QLabel)}
    first, second, third = (frames[question] for question in front.questions[:3])
    assert first is not None
    assert second is not None
    assert third is not None
    front.grab()
    assert first.y() == second.y() < third.y()
    assert first.geometry().right() < second.geometry().left()
    assert third.width() > first.width() + second.width()
    front.resize(700, 800)
    front.grab()
    assert first.y() < second.y() < third.y(), "in a narrow window they stand in one column"
    opened(qtbot, board)
    qtbot.waitUntil(lambda: board.findChildren(Front) == [])


def test_views_come_one_after_another_the_upper_ones_first(
    board: SummaryBoard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[list[str]] = []
    take = SummaryPage._take_turn

    def noted(page: SummaryPage) -> None:
        take(page)
        drawn.append([name for name, card in page.cards.items() if not card.view.is_empty])

    monkeypatch.setattr(SummaryPage, "_take_turn", noted)
    board.show()
    qtbot.waitUntil(lambda: len(drawn) > 1)
    assert drawn[:2] == [["labels"], ["labels", "entities"]]


def test_keys_pressed_while_it_opens_are_for_the_first_view(board: SummaryBoard, qtbot: QtBot) -> None:
    board.show()
    board.setFocus()
    QTest.keyClick(board, Qt.Key.Key_End)
    QTest.keyClick(board, Qt.Key.Key_Tab)
    page = opened(qtbot, board)
    drawing = page.cards["labels"].view.drawing
    assert drawing is not None
    qtbot.waitUntil(lambda: page.cards["labels"].canvas.current == drawing.marks[-1])


def test_a_view_that_is_wanted_while_it_opens_is_on_the_whole_page(board: SummaryBoard, qtbot: QtBot) -> None:
    board.show()
    board.setFocus()
    board.show_view("pairs")
    page = opened(qtbot, board)
    assert page.sheet.enlarged == "pairs"
    assert page.cards["labels"].view.is_empty, "nobody sees it"
    board.show_view("labels")
    assert page.sheet.enlarged == "labels"


def test_who_leaves_while_it_opens_is_not_held_and_finds_it_later(board: SummaryBoard, qtbot: QtBot) -> None:
    board.show()
    board.setFocus()
    QTest.keyClick(board, Qt.Key.Key_End)
    board.show_view("pairs")
    board.hide()
    qtbot.wait(80)
    assert board.page is None, "nothing is made for nobody"
    board.show()
    page = opened(qtbot, board)
    assert page.sheet.enlarged == ""
    drawing = page.cards["labels"].view.drawing
    assert drawing is not None
    assert page.cards["labels"].canvas.current != drawing.marks[-1], "that key was for what was left"


def test_the_pointer_at_the_tabs_has_it_loaded(
    board: SummaryBoard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(opening, "pieces", lambda: iter([lambda: loaded.append("all of it")]))
    middle = Middle(
        ArticleView(Selection(), theme.light()), board, theme.light(), (QVBoxLayout(), QVBoxLayout())
    )
    qtbot.addWidget(middle)
    middle.show()
    middle.show_project()
    assert loaded == []
    bar = middle.tabs.tabBar()
    at = QPointF(5, 5)
    QCoreApplication.sendEvent(bar, QEnterEvent(at, at, at))
    qtbot.waitUntil(lambda: loaded == ["all of it"])
    assert board.page is None, "it may not be looked at after all"
    QCoreApplication.sendEvent(bar, QEnterEvent(at, at, at))
    middle.show_summary()
    opened(qtbot, board)
    assert loaded == ["all of it"]


def test_one_piece_is_taken_in_a_turn_and_what_is_left_waits(qtbot: QtBot) -> None:
    taken: list[int] = []
    parent = QObject()
    pieces = [partial(taken.append, number) for number in range(3)]
    work = Opening([pieces[0]], parent)
    work._left.extend((work.pause, *pieces[1:]))
    work.go_on()
    qtbot.waitUntil(lambda: taken == [0])
    qtbot.wait(30)
    assert taken == [0]
    assert work._left
    with qtbot.waitSignal(work.done):
        work.go_on()
    assert taken == [0, 1, 2]
    assert work.is_done
    with qtbot.waitSignal(work.done):
        work.go_on()
    assert taken == [0, 1, 2]


def test_what_follows_the_last_piece_has_a_turn_of_its_own(qtbot: QtBot) -> None:
    told: list[str] = []
    parent = QObject()
    work = Opening([partial(told.append, "piece")], parent)
    work.done.connect(partial(told.append, "done"))
    work._take()
    assert told == ["piece"]
    qtbot.waitUntil(lambda: told == ["piece", "done"])


def test_what_nobody_looked_at_is_not_made(board: SummaryBoard, qtbot: QtBot) -> None:
    board.show()
    page = opened(qtbot, board)
    assert not page.findChildren(TwinView)
    assert not page.findChildren(FilterStrip)
    page.bar.unfold.click()
    page.cards["labels"].as_table.click()
    assert [each.isVisible() for each in page.findChildren(TwinView)] == [True]
    assert [each.isVisible() for each in page.findChildren(FilterStrip)] == [True]


def test_a_page_without_a_project_opens_as_well(
    qtbot: QtBot, selection: Selection, signals: ProjectSignals
) -> None:
    board = SummaryBoard(None, selection, signals, theme.light())
    qtbot.addWidget(board)
    board.show()
    assert opened(qtbot, board).bar.title.text().startswith("No project is open.")
