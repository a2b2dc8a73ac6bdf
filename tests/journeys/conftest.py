"""A real window on a real file, worked by keys and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glossator.ui.app import make_window
from glossator.ui.main_window import MainWindow
from tests.journeys.analyst import Analyst


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window as it stands after the program was started, with no project."""
    import sys

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # the window sets its own; put back afterwards
    made = make_window(qapp)
    sys.excepthook = sys.__excepthook__
    qtbot.addWidget(made)
    made.resize(1280, 832)  # as on a usual screen; that of the offscreen platform is narrower
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


@pytest.fixture
def analyst(window: MainWindow, qtbot: QtBot) -> Analyst:
    """Somebody who sits in front of the demo article."""
    window.actions_by_id["demo"].trigger()
    return Analyst(window, qtbot)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder for files to import."""
    folder = tmp_path / "texts"
    folder.mkdir()
    return folder
