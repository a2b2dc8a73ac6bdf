"""What the way to the first window must not load, and what it leaves behind it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from glossator import projects
from glossator.ui.actions.bars import TOOLBAR
from glossator.ui.actions.table import BY_ID

_START = """
import gc, json, os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
from glossator.__main__ import main
app = QApplication([])
os.environ["QT_QPA_PLATFORM"] = "xcb"  # Qt runs off screen by now; the program takes the way it takes on a screen
def look():
    window, = (each for each in app.topLevelWidgets() if isinstance(each, QMainWindow))
    page = window.page.grab().toImage()
    colours = {page.pixel(x, y) for x in range(0, page.width(), 2) for y in range(0, page.height(), 2)}
    print(json.dumps({
        "modules": sorted(sys.modules),
        "collects": gc.isenabled(),
        "looks": sys.modules["shibokensupport.feature"]._mod_uses_pyside(sys.modules["glossator.ui.app"]),
        "icons": sorted(name for name, each in window.actions_by_id.by_id.items() if not each.icon().isNull()),
        "mentions": len(window.desk.annotations.mentions),
        "colours": len(colours),
    }))
    QTimer.singleShot(0, app.quit)
QTimer.singleShot(0, lambda: QTimer.singleShot(0, look))  # the first comes before the project is opened
sys.exit(main([sys.argv[1]]))
"""
_HEAVY = (
    "charset_normalizer",
    "hashlib",
    "html",
    "igraph",
    "jsonschema",
    "logging.handlers",
    "numpy",
    "PySide6.QtPrintSupport",
    "pyqtgraph",
    "socket",
    "sqlite3",
    "sqlite_utils",
)
_OURS = (
    "glossator.formats",
    "glossator.store.check",
    "glossator.ui.dialogs",
    "glossator.ui.panels.inspector.mention_form",
    "glossator.ui.panels.inspector.relation_form",
    "glossator.ui.plots.page",
    "glossator.ui.text.printing",
    "glossator.ui.unseen",
)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a process of its own tells that has opened the window with the tagged seed article in it."""
    home = tmp_path_factory.mktemp("start")
    project = projects.demo(home, tagged=True, author="test")
    environment = {**os.environ, "GLOSSATOR_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    answer = subprocess.run(
        [sys.executable, "-c", _START, str(project)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, object] = json.loads(answer.stdout)
    return told


@pytest.mark.parametrize("name", [*_HEAVY, *_OURS])
def test_the_window_does_not_wait_for(started: dict[str, object], name: str) -> None:
    modules = started["modules"]
    assert isinstance(modules, list)
    assert "glossator.ui.main_window" in modules
    assert [each for each in modules if each == name or each.startswith(f"{name}.")] == []


def test_the_article_is_there_with_its_marks(started: dict[str, object]) -> None:
    assert isinstance(started["mentions"], int)
    assert isinstance(started["colours"], int)
    assert started["mentions"] > 100
    assert started["colours"] > 100


def test_the_collector_works_once_the_window_stands(started: dict[str, object]) -> None:
    assert started["collects"] is True


def test_a_double_click_does_not_wait_for_the_command_line(started: dict[str, object]) -> None:
    modules = started["modules"]
    assert isinstance(modules, list)
    assert [each for each in modules if each.startswith("glossator.cli")] == []


def test_no_module_is_looked_through_for_features_of_qt_for_python(started: dict[str, object]) -> None:
    assert started["looks"] is False


def test_what_stands_behind_another_tab_is_not_made(started: dict[str, object]) -> None:
    modules = started["modules"]
    assert isinstance(modules, list)
    assert "glossator.ui.panels.review.place" in modules
    assert "glossator.ui.panels.review.panel" not in modules


def test_only_icons_that_can_be_seen_are_drawn(started: dict[str, object]) -> None:
    assert started["icons"] == sorted(each for each in TOOLBAR if BY_ID.get(each) and BY_ID[each].icon)
