from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from glossator.ui.panels.start import StartPage


def test_recent_projects_stand_below_each_other(qtbot: QtBot, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.gloss" for name in "abcdef"]
    for each in files:
        each.touch()
    page = StartPage()
    qtbot.addWidget(page)
    page.resize(900, 760)
    page.show()
    page.show_recent(files)
    qtbot.waitUntil(lambda: len([each for each in page.findChildren(QPushButton) if each.isVisible()]) == 11)
    rows = sorted(
        {each.geometry().top(): each.geometry() for each in page.findChildren(QPushButton)}.values(),
        key=lambda each: each.top(),
    )
    assert all(above.bottom() < below.top() for above, below in pairwise(rows))
