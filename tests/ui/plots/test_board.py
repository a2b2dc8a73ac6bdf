from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from glossator.core import edits
from glossator.core.annotations import Entity, Note
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.ui import theme
from glossator.ui.plots.bars import LabelKey
from glossator.ui.plots.board import ENTITIES, LABELS, LINKS, SummaryBoard, touched_views
from glossator.ui.plots.card import Card
from glossator.ui.plots.dots import EntityKey
from glossator.ui.plots.matrix import PairKey
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.builders import the
from tests.ui.plots.conftest import FIRST, SECOND

LEFT = Qt.MouseButton.LeftButton


def table(board: SummaryBoard, name: str) -> list[tuple[str | int, ...]]:
    return list(board.cards[name].twin.numbers.table.rows)


def lines(board: SummaryBoard) -> list[tuple[str, str]]:
    model = board.sentences.model
    return [(line.hit, line.detail) for row in range(model.rowCount()) if (line := model.line(row))]


def tag(bench: Workbench, quote: str, label: str) -> None:
    said = bench.current
    assert said is not None
    start = said.text.index(quote)
    found = bench.scheme.label(label)
    assert found is not None
    span = the(said, "Bob").fragments[0]._replace(start=start, end=start + len(quote))
    bench.do(edits.tag(said, (span,), found, by=bench.hand))


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


def test_the_document_is_counted_and_after_a_switch_the_project(board: SummaryBoard) -> None:
    assert board.title.text() == "First"
    assert [row[:3] for row in table(board, LABELS)][:2] == [("PER", "Person", 3), ("ORG", "Organization", 2)]
    assert table(board, ENTITIES)[0] == ("Ada Lovelace", "PER", "yes", 2, 1)
    QTest.mouseClick(board.in_project, LEFT)
    board.refresh()
    assert board.title.text() == "Case  ·  2 documents"
    assert table(board, ENTITIES)[0] == ("Ada Lovelace", "PER", "yes", 3, 2)
    assert table(board, LABELS)[0][:3] == ("PER", "Person", 4)


def test_a_change_is_followed(board: SummaryBoard, bench: Workbench, qtbot: QtBot) -> None:
    tag(bench, "Libya", "LOC")
    qtbot.waitUntil(lambda: ("LOC", "Location", 1) in [row[:3] for row in table(board, LABELS)])
    bench.undo()
    qtbot.waitUntil(lambda: ("LOC", "Location", 0) in [row[:3] for row in table(board, LABELS)])


def test_a_hidden_board_asks_when_it_is_seen_again(board: SummaryBoard, bench: Workbench) -> None:
    board.hide()
    tag(bench, "Libya", "LOC")
    assert not board._soon.isActive()
    assert ("LOC", "Location", 0) in [row[:3] for row in table(board, LABELS)]
    board.show()
    assert ("LOC", "Location", 1) in [row[:3] for row in table(board, LABELS)]


def test_only_the_views_that_a_change_touches_are_asked_anew() -> None:
    def change(*records: object) -> Change:
        return Change(1, "", "", 0, added=records)  # type: ignore[arg-type]

    relation = next(iter(FIRST.relations.values()))
    assert touched_views(change(the(FIRST, "Bob"))) == {LABELS, ENTITIES, LINKS}
    assert touched_views(change(relation)) == {LINKS}
    assert touched_views(change(Entity(1, "Ada"))) == {ENTITIES}
    assert touched_views(change(Note(1, 2, "x"))) == frozenset()
    assert touched_views(change(FIRST.document)) == {LABELS, ENTITIES, LINKS}


def test_a_click_on_a_bar_lists_its_sentences_and_a_click_there_goes_to_the_page(
    board: SummaryBoard, qtbot: QtBot
) -> None:
    canvas = board.cards[LABELS].canvas
    mark = next(each for each in canvas._drawing.marks if each.key == LabelKey("ORG"))  # type: ignore[union-attr]
    view = canvas._plot.viewport()
    QTest.mouseClick(view, LEFT, pos=canvas.center_of(mark))
    assert board.sentences.isVisible()
    assert [hit for hit, _ in lines(board)] == ["navy", "navy"]
    with qtbot.waitSignal(board.goto_requested) as went:
        QTest.keyClick(board.sentences.list, Qt.Key.Key_Return)
    navy = next(each for each in FIRST.mentions.values() if each.quote == "navy")
    assert went.args == [FIRST.document.id, navy.fragments[0], navy.id]


def test_arrows_and_enter_on_the_bars(board: SummaryBoard, qtbot: QtBot) -> None:
    canvas = board.cards[LABELS].canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.current is not None
    assert canvas.current.key == LabelKey("PER")
    assert board.cards[LABELS].foot.text() == "PER Person: 3 mentions"
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert board.sentences.title.text() == "ORG Organization  ·  2"
    QTest.keyClick(board.sentences.list, Qt.Key.Key_Escape)
    assert not board.sentences.isVisible()
    QTest.keyClick(canvas, Qt.Key.Key_End)
    assert canvas.current.row > 0


def test_an_entity_lists_its_mentions_over_all_documents(board: SummaryBoard) -> None:
    board.in_project.click()
    board.refresh()
    board._on_chosen(EntityKey(77, "Ada Lovelace", "PER"))
    assert [hit for hit, _ in lines(board)] == ["Ada", "Ada", "Ada"]
    assert board.sentences.model.source is not None
    assert board.sentences.model.source.with_names
    assert board.sentences.model.source.name_of(SECOND.document.id) == "Second"
    board._on_chosen(EntityKey(None, "Libya", "GPE"))
    assert [hit for hit, _ in lines(board)] == ["Libya", "Libya"]


def test_a_level_lists_only_its_mentions(board: SummaryBoard) -> None:
    board._on_chosen(LabelKey("PER", "Name"))
    assert len(lines(board)) == 3
    board._on_chosen(LabelKey("PER", "Pronoun"))
    assert lines(board) == []


def choose_type(board: SummaryBoard, start: str) -> None:
    board.type.setCurrentIndex(
        next(row for row in range(board.type.count()) if board.type.itemText(row).startswith(start))
    )


def test_relations_by_type_and_their_sentences(board: SummaryBoard) -> None:
    assert board.type.currentText() == "All relations"
    assert table(board, LINKS) == [("PER", "ORG", 1, "yes")]
    choose_type(board, "Leads")
    canvas = board.cards[LINKS].canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert lines(board) == [("Ada leads the navy", "Ada – Leads → navy")]
    assert board.sentences.title.text().startswith("Leads: Person → Organization")


def test_event_roles_are_a_choice_of_their_own_and_forbidden_ones_are_told(board: SummaryBoard) -> None:
    choose_type(board, "Roles of all events")
    assert set(table(board, LINKS)) == {("ATTACK", "PER", 1, "yes"), ("ATTACK", "FAC", 1, "no")}
    assert "1 in pairs that the scheme does not permit" in board.cards[LINKS].foot.text()
    choose_type(board, "Attack")
    assert ("Agent", "FAC", 1, "no") in table(board, LINKS)
    board._on_chosen(PairKey("ATTACK", "Agent", "FAC", is_role=True))
    assert lines(board) == [("Ships attacked", "Attack · Agent: Ships")]
    board._on_chosen(PairKey("", "ATTACK", "PER", is_role=True))
    assert lines(board) == [("attacked Bob", "Attack · Target: Bob")]


def test_the_chosen_type_stays_when_something_changes(board: SummaryBoard, bench: Workbench) -> None:
    choose_type(board, "Roles of all events")
    tag(bench, "Libya", "LOC")
    board.refresh()
    assert board.type.currentText() == "Roles of all events"


def test_the_table_twin_chooses_too(board: SummaryBoard, qtbot: QtBot) -> None:
    card = board.cards[LABELS]
    QTest.mouseClick(card.as_table, LEFT)
    assert card.twin.isVisible()
    assert not card.canvas.isVisible()
    with qtbot.waitSignal(card.chosen) as chosen:
        card.twin.activated.emit(card.twin.numbers.index(1, 0))
    assert chosen.args == [LabelKey("ORG")]
    unused = len(card.twin.numbers.table.rows) - 1
    with qtbot.assertNotEmitted(card.chosen):
        card.twin.activated.emit(card.twin.numbers.index(unused, 0))


def test_the_pointer_tells_the_numbers(board: SummaryBoard) -> None:
    canvas = board.cards[ENTITIES].canvas
    mark = canvas._drawing.marks[0]  # type: ignore[union-attr]
    QTest.mouseMove(canvas._plot.viewport(), canvas.center_of(mark))
    assert board.cards[ENTITIES].foot.text() == "Ada Lovelace (Person): 2 mentions in 1 document"
    QTest.mouseMove(canvas._plot.viewport(), QPoint(canvas.width() - 2, canvas.height() - 2))
    assert "shown" in board.cards[ENTITIES].foot.text()


def test_the_selected_mention_is_pointed_out(board: SummaryBoard, selection: Selection) -> None:
    before = board.cards[LABELS].canvas.grab().toImage()
    selection.set(None, records=(the(FIRST, "Bob").id,))
    is_linked = board.cards[LABELS].canvas._is_linked
    assert is_linked(LabelKey("PER"))
    assert not is_linked(LabelKey("ORG"))
    assert not is_linked(EntityKey(77, "Ada Lovelace", "PER"))
    assert not is_linked(PairKey("", "PER", "ORG"))
    assert board.cards[LABELS].canvas.grab().toImage() != before


def test_another_document_is_counted_when_it_is_opened(
    board: SummaryBoard, selection: Selection, signals: ProjectSignals, qtbot: QtBot
) -> None:
    board._on_chosen(LabelKey("PER"))
    selection.set(None, document=SECOND.document.id)
    signals.document_opened.emit(SECOND.document.id)
    qtbot.waitUntil(lambda: board.title.text() == "Second")
    assert not board.sentences.isVisible()
    assert table(board, LABELS)[0][:3] == ("PER", "Person", 1)


def test_without_a_document_the_project_is_shown(
    qtbot: QtBot, bench: Workbench, signals: ProjectSignals
) -> None:
    made = SummaryBoard(bench, Selection(), signals, theme.light())
    qtbot.addWidget(made)
    made.show()
    assert not made.in_document.isEnabled()
    assert made.title.text() == "Case  ·  2 documents"
    made.close()


def test_without_a_project_it_says_what_to_do(board: SummaryBoard, qtbot: QtBot) -> None:
    board.set_bench(None)
    qtbot.waitUntil(lambda: board.title.text().startswith("No project is open."))
    board._on_chosen(LabelKey("PER"))
    assert not board.sentences.isVisible()


def test_a_change_of_a_documents_name_is_followed(
    board: SummaryBoard, bench: Workbench, qtbot: QtBot
) -> None:
    old = bench.ask.document(FIRST.document.id)
    assert old is not None
    bench.do(edits.edit_document(old, replace(old, name="Renamed"), by=bench.hand))
    qtbot.waitUntil(lambda: board.title.text() == "Renamed")


def test_narrow_or_wide(board: SummaryBoard) -> None:
    wide = [(card.x(), card.y()) for card in board.cards.values()]
    board.resize(600, 900)
    board._sheet.layout().activate()  # type: ignore[union-attr]
    assert [(card.x(), card.y()) for card in board.cards.values()] != wide


def test_it_changes_its_colours(board: SummaryBoard) -> None:
    bright = board.grab().toImage()
    board.set_theme(theme.dark())
    assert board.cards[LABELS].canvas.theme.is_dark
    assert board.grab().toImage() != bright


@pytest.mark.parametrize(
    ("kind", "start"), [("PNG", b"\x89PNG"), ("SVG", b"<?xml"), ("CSV", b"\xef\xbb\xbfLabel")]
)
def test_a_view_is_saved(board: SummaryBoard, tmp_path: Path, kind: str, start: bytes) -> None:
    path = tmp_path / f"view.{kind.lower()}"
    board.cards[LABELS].save(path, kind)
    written = path.read_bytes()
    assert written.startswith(start)
    if kind == "SVG":
        assert b"What did I tag" in written


def test_a_view_that_cannot_be_saved_is_told(board: SummaryBoard, tmp_path: Path) -> None:
    with pytest.raises(GlossatorError, match="could not be written"):
        board.cards[LABELS].save(tmp_path / "nowhere" / "view.png", "PNG")


def test_the_menu_saves_through_a_file_dialog(board: SummaryBoard, tmp_path: Path) -> None:
    card = board.cards[LABELS]
    menu = card.more.menu()
    assert menu is not None
    entries = {action.text().replace("&", ""): action for action in menu.actions()}
    entries["Save as CSV…"].trigger()
    files = card.findChild(QFileDialog)
    assert files is not None
    files.fileSelected.emit(str(tmp_path / "labels.csv"))
    files.close()
    assert "PER,Person,3" in (tmp_path / "labels.csv").read_text("utf-8-sig")


def test_a_view_is_copied(board: SummaryBoard) -> None:
    card: Card = board.cards[LABELS]
    card.copy_table()
    assert QGuiApplication.clipboard().text().startswith("Label\tName\tMentions")
    card.copy_picture()
    assert not QGuiApplication.clipboard().image().isNull()
