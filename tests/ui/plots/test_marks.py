from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from glossator.core.titles import counted
from glossator.ui.plots.marks import Box, Mark, Place, Table, neighbour, number, whole_ticks
from glossator.ui.plots.signs import words
from glossator.ui.plots.tables import TableModel, as_csv, as_tabbed

MARKS = [
    Mark("a0", Box(0, 0, 2, 1), "", 0, 0),
    Mark("a1", Box(2, 0, 1, 1), "", 0, 1),
    Mark("a3", Box(3, 0, 1, 1), "", 0, 3),
    Mark("c1", Box(1, 2, 1, 1), "", 2, 1),
]


@pytest.mark.parametrize(
    ("key", "rows", "columns", "expected"),
    [
        ("a0", 0, 1, "a1"),
        ("a1", 0, 1, "a3"),
        ("a3", 0, 1, "a3"),
        ("a3", 0, -1, "a1"),
        ("a3", 1, 0, "c1"),
        ("c1", -1, 0, "a1"),
        ("c1", 1, 0, "c1"),
    ],
)
def test_arrows_go_to_the_nearest_mark(key: str, rows: int, columns: int, expected: str) -> None:
    current = next(mark for mark in MARKS if mark.key == key)
    found = neighbour(MARKS, current, rows, columns)
    assert found is not None
    assert found.key == expected


def test_the_first_arrow_goes_to_the_first_mark() -> None:
    assert neighbour(MARKS, None, 1, 0) is MARKS[0]
    assert neighbour([], None, 1, 0) is None


@pytest.mark.parametrize(
    ("width", "ticks"),
    [
        (-1, []),
        (1, [0, 1]),
        (6, [0, 1, 2, 3, 4, 5, 6]),
        (7, [0, 2, 4, 6]),
        (44, [0, 10, 20, 30, 40]),
        (1000, [0, 200, 400, 600, 800, 1000]),
    ],
)
def test_ticks_are_whole_and_few(width: float, ticks: list[int]) -> None:
    assert whole_ticks(width) == ticks


def test_a_mark_reaches_its_box_its_row_or_its_name() -> None:
    place = Place(QRectF(100, 0, 200, 50), lambda x, y: QPointF(100 + 10 * x, 10 * y))
    assert place.reached(Mark("", Box(2, 1, 3, 1), "", 0)) == QRectF(120, 10, 30, 10)
    assert place.reached(Mark("", Box(2, 1, 3, 1), "", 0, reach="row")) == QRectF(0, 10, 300, 10)
    assert place.reached(Mark("", Box(0, 1, 0, 1), "", 0, reach="name")) == QRectF(0, 10, 94, 10)


def test_numbers_are_written_with_thin_spaces_and_nouns() -> None:
    assert number(1234567) == "1,234,567"
    assert counted(1, "mention") == "1 mention"
    assert counted(0, "mention") == "0 mentions"
    assert counted(2, "entity", "entities") == "2 entities"


def test_a_table_as_csv_and_for_the_clipboard() -> None:
    table = Table(("Name", "Mentions"), (('Ada, "Countess"', 3), ("two\nlines", 1)))
    assert as_csv(table) == 'Name,Mentions\r\n"Ada, ""Countess""",3\r\n"two\nlines",1\r\n'
    assert as_tabbed(table) == 'Name\tMentions\nAda, "Countess"\t3\ntwo lines\t1'


def test_a_name_with_breaks_stands_on_one_line(qtbot: QtBot) -> None:
    def painted(text: str) -> QImage:
        image = QImage(300, 120, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        with QPainter(image) as painter:
            words(painter, QRectF(10, 50, 280, 20), text, "#000000")
        return image

    assert painted("No\n\tbody\r\n<b>\u2028&") == painted("No body <b> &")
    assert painted("No body") != painted("")
    model = TableModel()
    table = Table(("Name", "Mentions"), (("No\n\tbody", 3),))
    model.show(table)
    shown = [model.index(0, column).data(Qt.ItemDataRole.DisplayRole) for column in range(2)]
    assert shown == ["No body", 3]
    assert model.arranged().rows == table.rows, "what is copied is the name as it is"
