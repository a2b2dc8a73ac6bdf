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


def test_a_long_way_to_a_project_is_cut_in_its_middle(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / ("a very long name of a folder " * 4).strip()
    folder.mkdir()
    (project := folder / "R&D.gloss").touch()
    page = StartPage()
    qtbot.addWidget(page)
    page.show_recent([project])
    button = next(each for each in page.findChildren(QPushButton) if each.toolTip() == str(project))
    assert button.text().startswith("R&&D   —   ")
    assert "…" in button.text()
    assert button.fontMetrics().horizontalAdvance(button.text()) <= 440
