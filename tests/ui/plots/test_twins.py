"""The table twin of every view: rows in the order of a column, on the clipboard, and each leading to its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator.core.errors import Refused
from glossator.surveys import SURVEYS
from glossator.ui.plots.card import Card
from glossator.ui.plots.marks import Table
from glossator.ui.plots.page import SummaryPage
from glossator.ui.plots.tables import TwinView, _shared
from glossator.workbench import Workbench

each_view = pytest.mark.parametrize("name", SURVEYS)
ROWS = Table(("Name", "Number"), (("b", 2), ("A", 10), ("c", 1)), ("kb", "ka", None))


@pytest.fixture
def page(sampled_page: SummaryPage) -> SummaryPage:
    return sampled_page


@pytest.fixture
def twin(qtbot: QtBot) -> TwinView:
    made = TwinView()
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    made.show_table(ROWS)
    made.setFocus()
    return made


def as_table(page: SummaryPage, name: str, qtbot: QtBot) -> Card:
    page.show_view(name)
    card = page.cards[name]
    qtbot.waitUntil(lambda: not card.view.is_empty and not card._is_counting)
    card.as_table.click()
    return card


def column(twin: TwinView, at: int) -> list[object]:
    model = twin.numbers
    return [model.index(row, at).data() for row in range(model.rowCount())]


def test_a_heading_sorts_up_down_and_not(twin: TwinView) -> None:
    header = twin.horizontalHeader()

    def click(section: int) -> None:
        at = QPoint(header.sectionViewportPosition(section) + 20, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)

    click(1)
    assert column(twin, 1) == [1, 2, 10]
    assert header.isSortIndicatorShown()
    assert twin.numbers.key(2) == "ka", "rows keep what they stand for"
    assert twin.numbers.key(twin.currentIndex().row()) == "kb", "and the keyboard stays on its row"
    click(1)
    assert column(twin, 1) == [10, 2, 1]
    click(0)
    assert column(twin, 0) == ["A", "b", "c"], "capitals do not matter"
    click(0)
    click(0)
    assert column(twin, 0) == ["b", "A", "c"], "as it was"
    assert not header.isSortIndicatorShown()


def test_a_letter_sorts_by_the_column_that_the_keyboard_is_on(twin: TwinView) -> None:
    QTest.keyClick(twin, Qt.Key.Key_Right)
    QTest.keyClick(twin, Qt.Key.Key_S)
    assert column(twin, 1) == [1, 2, 10]
    assert twin.currentIndex().column() == 1
    taken: list[object] = []
    twin.chosen.connect(taken.append)
    QTest.keyClick(twin, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(twin, Qt.Key.Key_Return)
    assert taken == ["ka"]


def test_the_order_and_the_row_stay_while_the_numbers_change(twin: TwinView) -> None:
    twin.sort_by(1)
    twin.setCurrentIndex(twin.numbers.index(2, 0))
    twin.show_table(
        Table(ROWS.headings, (("b", 20), ("A", 10), ("c", 1), ("d", 5)), ("kb", "ka", None, "kd"))
    )
    assert column(twin, 1) == [1, 5, 10, 20]
    assert twin.numbers.key(twin.currentIndex().row()) == "ka"
    twin.show_table(Table(("Other",), (("z",), ("y",))))
    assert column(twin, 0) == ["z", "y"], "other columns, no order yet"
    twin.show_table(Table(("Other",)))
    assert column(twin, 0) == []


def test_selected_rows_are_copied_as_they_stand(twin: TwinView) -> None:
    twin.sort_by(1)
    twin.setCurrentIndex(twin.numbers.index(1, 0))
    QTest.keyClick(twin, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(twin, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data is not None
    assert data.text() == "Name\tNumber\nb\t2\nA\t10"
    assert data.html().count("<tr>") == 3


def test_what_cannot_be_had_is_not_sorted_nor_copied_but_told(qtbot: QtBot) -> None:
    class Gone(tuple[tuple[str, ...], ...]):
        __slots__ = ()

        def __getitem__(self, at: object) -> tuple[str, ...]:  # type: ignore[override]
            raise Refused("It cannot be had.")

        def __iter__(self) -> Iterator[tuple[str, ...]]:
            raise Refused("It cannot be had.")

    twin, told = TwinView(), list[str]()
    qtbot.addWidget(twin)
    twin.failed.connect(told.append)
    twin.show_table(Table(("Name",), Gone((("x",),)), ("k",)))
    twin.sort_by(0)
    assert told
    assert set(told) == {"It cannot be had."}
    twin.copy_rows()
    assert told[-1] == "It cannot be had."


@each_view
def test_every_row_leads_to_sentences(page: SummaryPage, sampled: Workbench, qtbot: QtBot, name: str) -> None:
    card = as_table(page, name, qtbot)
    table, plot, about = card.view.table, page.plots[name], page._about(sampled)
    assert len(table.keys) == len(table.rows)
    for row, key in zip(table.rows, table.keys, strict=True):
        if key is None:
            assert not any(each for each in row[1:] if isinstance(each, int)), "nothing is counted in it"
            continue
        picks = plot.picks_all(key, about)
        assert picks
        assert plot.caption(key, about)
        lens = plot.lens_of(key, page.lens)
        lines = [line for pick in picks for line in page._evidence.page(pick, lens, 0, 5).lines]  # type: ignore[union-attr]
        assert lines, f"{row} has no sentences"


@each_view
def test_every_table_is_sorted_by_each_of_its_columns(page: SummaryPage, qtbot: QtBot, name: str) -> None:
    card = as_table(page, name, qtbot)
    as_it_is = card.table.rows
    before = [tuple(row) for row in as_it_is]
    for at in range(len(card.view.table.headings)):
        card.twin.sort_by(at)
        values = [row[at] for row in card.table.rows]
        numbers = [each for each in values if isinstance(each, int | float)]
        words = [str(each).casefold() for each in values if not isinstance(each, int | float)]
        assert numbers == sorted(numbers)
        assert words == sorted(words)
        assert sorted(map(repr, card.table.rows)) == sorted(map(repr, before))

    def copied() -> list[str]:
        """What stands in the last column that was sorted, of all rows, more than the window lists."""
        QGuiApplication.clipboard().setText("")
        card.out.copy_table()
        qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()))
        return [line.split("\t")[-1] for line in QGuiApplication.clipboard().text().split("\n")[1:]]

    def written(rows: Sequence[Sequence[object]]) -> list[str]:
        return [" ".join(str(row[-1]).split()) for row in rows]

    last = copied()
    if len(last) == len(before):
        assert last == written(card.table.rows)
    else:
        assert len(last) > len(before)
        numbers = [int(each) for each in last]
        assert numbers == sorted(numbers)
    card.as_table.click()
    assert copied()[: len(before)] == written(before)


@pytest.mark.parametrize(
    ("name", "sum_of"),
    [
        ("labels", lambda table: sum(row[table.headings.index("Mentions")] for row in table.rows)),
        ("grades", lambda table: sum(row[-1] for row in table.rows)),
        ("contexts", lambda table: len(table.rows)),
        ("coverage", lambda table: len(table.rows)),
        ("together", lambda table: len({name for row in table.rows for name in row[:2]})),
    ],
)
def test_the_line_below_says_the_same_number(
    page: SummaryPage, qtbot: QtBot, name: str, sum_of: Callable[[Table], int]
) -> None:
    card = as_table(page, name, qtbot)
    assert card.view.foot.startswith(f"{sum_of(card.view.table):,} ")


def test_the_keyboard_goes_to_the_table_and_back(page: SummaryPage, qtbot: QtBot) -> None:
    card = as_table(page, "labels", qtbot)
    card.take_keyboard()
    assert card.twin.hasFocus()
    QTest.keyClick(card.twin, Qt.Key.Key_F)
    assert page.sheet.enlarged == "", "F brings the board back from a table as well"


def test_columns_are_as_wide_as_their_words(qtbot: QtBot) -> None:
    twin = TwinView()
    qtbot.addWidget(twin)
    twin.resize(900, 200)
    twin.show()
    long = "North Atlantic Treaty Organization, with its members"
    twin.show_table(Table(("Name", "Is", "Count"), ((long, "ORG", 1), ("b", "PER", 2_000)), ("k", "l")))
    assert twin.columnWidth(0) > twin.fontMetrics().horizontalAdvance(long)
    assert twin.columnWidth(1) < twin.columnWidth(0) / 3
    whole = sum(map(twin.columnWidth, range(3)))
    assert twin.viewport().width() - 4 <= whole <= twin.viewport().width()
    assert twin.numbers.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == long
    twin.resize(420, 200)
    assert twin.columnWidth(2) >= twin.fontMetrics().horizontalAdvance("2,000"), "numbers are never cut"
    assert sum(map(twin.columnWidth, range(3))) <= twin.viewport().width()
    twin.resize(200, 200)
    assert twin.columnWidth(0) == 130, "rather than saying nothing it scrolls"


def test_room_is_shared_by_what_is_left_of_the_least() -> None:
    assert _shared(400, [300, 60, 80], {2}) == [260, 60, 80]
    assert _shared(620, [300, 60, 80], {2}) == [450, 90, 80]
    assert _shared(100, [300, 60, 80], {2}) == [130, 60, 80]
    assert _shared(100, [80], {0}) == [80]
    assert _shared(100, [], set()) == []


def test_the_button_gives_the_keyboard_to_the_table_and_to_the_chart(page: SummaryPage, qtbot: QtBot) -> None:
    card = as_table(page, "labels", qtbot)
    assert card.twin.hasFocus()
    card.as_table.click()
    assert card.chart.hasFocus()
