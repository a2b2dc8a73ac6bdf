"""How the window comes onto the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glossator.ui import app
from glossator.ui.main_window import MainWindow
from glossator.ui.settings import GEOMETRY


@pytest.fixture
def make(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], MainWindow]]:
    """Makes windows as the program does; each reads what the one before left in the settings."""
    import sys

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # each sets its own; put back afterwards
    windows: list[MainWindow] = []

    def made() -> MainWindow:
        window = app.make_window(qapp)
        sys.excepthook = sys.__excepthook__
        qtbot.addWidget(window)
        windows.append(window)
        return window

    yield made
    for each in windows:
        each.close()


def test_where_the_screen_has_no_room_for_it_and_its_title_bar_it_takes_all_of_it(
    make: Callable[[], MainWindow],
) -> None:
    window = make()
    window.resize(820, window.screen().availableSize().height())
    app.show(window)
    assert window.isMaximized()


def test_where_there_is_room_it_stands_as_large_as_it_is(make: Callable[[], MainWindow]) -> None:
    window = make()
    window.resize(820, 700)
    app.show(window)
    assert window.isVisible()
    assert not window.isMaximized()
    assert window.height() == 700


def test_it_comes_back_as_it_was_left(make: Callable[[], MainWindow]) -> None:
    first = make()
    first.resize(820, first.screen().availableSize().height())
    first.show()
    first.close()
    assert first.settings.get(GEOMETRY)
    again = make()
    app.show(again)
    assert again.isVisible()
    assert not again.isMaximized()
