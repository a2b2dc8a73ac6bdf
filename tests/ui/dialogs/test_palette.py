from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from glossator.ui import theme
from glossator.ui.dialogs.frames import fitted
from glossator.ui.dialogs.palette import Palette, PaletteItem, label_items
from tests.builders import scheme

ITEMS = [
    PaletteItem("action", "undo", "Undo", "Edit", "Ctrl+Z"),
    PaletteItem("label", ("PER", ""), "PER  Person", shortcut="P", icon_colour="#006CD9", tag="PER"),
    PaletteItem("document", 7, "A report"),
    PaletteItem("entity", 8, "Khalifa Haftar", icon_colour="#006CD9", tag="PER"),
]


@pytest.fixture
def palette(qtbot: QtBot) -> Iterator[Palette]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    window.show()
    made = Palette(theme.light(), window)
    yield made
    made.close()


def test_what_is_typed_finds_across_all_kinds(palette: Palette, qtbot: QtBot) -> None:
    asked: list[str] = []

    def items(text: str) -> list[PaletteItem]:
        asked.append(text)
        return ITEMS

    palette.open_with(items)
    assert palette.isVisible()
    QTest.keyClicks(palette.chooser.field, "haf")
    assert asked == ["", "h", "ha", "haf"]
    with qtbot.waitSignal(palette.chosen) as chosen:
        QTest.keyClick(palette.chooser.field, Qt.Key.Key_Return)
    assert chosen.args == [ITEMS[3]]
    assert not palette.isVisible()


def test_kinds_are_headed_while_nothing_is_typed(palette: Palette) -> None:
    palette.open_with(lambda text: ITEMS)
    rows = [palette.chooser.model.choice(row) for row in range(4)]
    assert [row.heading for row in rows if row] == ["Actions", "Labels", "Documents", "Entities"]


def test_a_click_chooses(palette: Palette, qtbot: QtBot) -> None:
    palette.open_with(lambda text: ITEMS)
    view = palette.chooser.list
    place = view.visualRect(palette.chooser.model.index(2)).center() + QPoint(0, 8)
    with qtbot.waitSignal(palette.chosen) as chosen:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args[0].id == 7


def test_escape_closes_without_choosing(palette: Palette, qtbot: QtBot) -> None:
    palette.open_with(lambda text: ITEMS)
    with qtbot.assertNotEmitted(palette.chosen), qtbot.waitSignal(palette.closed):
        QTest.keyClick(palette.chooser.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_labels_come_with_their_subtypes_key_and_definition() -> None:
    items = label_items(scheme(), theme.light())
    assert [item.id for item in items][:4] == [
        ("PER", ""),
        ("PER", "Individual"),
        ("PER", "Group"),
        ("ORG", ""),
    ]
    assert items[0].shortcut == "P"
    assert items[2].title == "PER › Group"
    assert not any(item.id == ("OLD", "") for item in items)


def test_a_subtype_is_found_by_its_letters(palette: Palette, qtbot: QtBot) -> None:
    palette.open_with(lambda text: label_items(scheme(), theme.light()), at=QPoint(40, 40))
    QTest.keyClicks(palette.chooser.field, "gro")
    with qtbot.waitSignal(palette.chosen) as chosen:
        QTest.keyClick(palette.chooser.field, Qt.Key.Key_Return)
    assert chosen.args[0].id == ("PER", "Group")


def test_ten_thousand_items_show_the_best_two_hundred(palette: Palette) -> None:
    many = [PaletteItem("entity", number, f"Entity {number}") for number in range(10_000)]
    palette.open_with(lambda text: many, text="9876")
    assert palette.chooser.model.rowCount() <= 200
    assert palette.chooser.current is not None
    assert palette.chooser.current.title == "Entity 9876"


@pytest.mark.parametrize(
    ("at", "place"),
    [
        (QPoint(100, 100), QRect(100, 108, 300, 200)),
        (QPoint(900, 100), QRect(700, 108, 300, 200)),
        (QPoint(100, 700), QRect(100, 492, 300, 200)),
    ],
)
def test_a_popup_stays_on_the_screen(at: QPoint, place: QRect) -> None:
    assert fitted(QSize(300, 200), at, QRect(0, 0, 1000, 800)) == place


def test_it_changes_its_colours(palette: Palette) -> None:
    palette.open_with(lambda text: ITEMS)
    bright = palette.grab().toImage()
    palette.set_theme(theme.dark())
    assert palette.grab().toImage() != bright
