"""From nothing to the first window with the seed article painted, against an empty window of the same Qt; and from
there to the Summary, which is looked at for the first time.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.frame import Measurement

_ROUNDS = 11
_OPENED = (
    ("its frames", "first", 100.0),
    ("the longest turn", "longest", 75.0),
    ("views in sight", "whole", None),
)
_EMPTY = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 832)
window.show()
QTimer.singleShot(0, lambda: (window.grab(), QTimer.singleShot(0, app.quit)))
app.exec()
"""
_SEED = """
import os
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
from glossator.__main__ import main
app = QApplication([])
os.environ["QT_QPA_PLATFORM"] = "xcb"  # Qt runs off screen by now; the program takes the way it takes on a screen
def look():
    window, = (each for each in app.topLevelWidgets() if isinstance(each, QMainWindow))
    assert window.desk.annotations.mentions and window.page.isVisible()
    window.grab()
    QTimer.singleShot(0, app.quit)
QTimer.singleShot(0, lambda: QTimer.singleShot(0, look))  # the first comes before the project is opened
sys.exit(main([sys.argv[1]]))
"""


_SUMMARY = """
import json
import os
import sys
import time
import traceback
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
from glossator.__main__ import main
app = QApplication([])
os.environ["QT_QPA_PLATFORM"] = "xcb"
turns = []
def look():
    window, = (each for each in app.topLevelWidgets() if isinstance(each, QMainWindow))
    app.processEvents()
    board = window.board
    def turn(work):
        began = time.process_time()
        work()
        turns.append((time.process_time() - began) * 1000)
    painted = []
    began = time.process_time()
    window.actions_by_id["summary"].trigger()
    board._front.painted.connect(lambda: painted.append((time.process_time() - began) * 1000))
    turns.append((time.process_time() - began) * 1000)
    def is_drawn():
        page = board.page
        return page is not None and board.focusProxy() is page and not any(map(page._is_seen, page._stale))
    until = time.monotonic() + 60
    while not is_drawn() and time.monotonic() < until:
        turn(app.processEvents)
    assert not board.page.cards["labels"].view.is_empty and board.page.isVisible()
    board.page.grab()
    print(json.dumps({"first": painted[0], "longest": max(turns), "whole": sum(turns)}), flush=True)
    app.quit()
def begin():
    try:
        look()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
QTimer.singleShot(0, lambda: QTimer.singleShot(0, lambda: QTimer.singleShot(100, begin)))
sys.exit(main([sys.argv[1]]))
"""


def measure() -> list[Measurement]:
    """CPU milliseconds of whole processes, taken in turn, and their ratio pair by pair."""
    with tempfile.TemporaryDirectory() as home:
        environment = _like_the_users(home)
        made = "from glossator import projects; from pathlib import Path; import sys; "
        made += "print(projects.demo(Path(sys.argv[1]), tagged=True, author='bench'))"
        answer = subprocess.run(
            [sys.executable, "-c", made, home], env=environment, check=True, capture_output=True, text=True
        )
        project = Path(answer.stdout.strip().splitlines()[-1])
        empty, seed = [], []
        for _ in range(_ROUNDS + 1):  # the first round warms the disk
            empty.append(_cpu_ms([sys.executable, "-c", _EMPTY], environment))
            seed.append(_cpu_ms([sys.executable, "-c", _SEED, str(project)], environment))
        summaries = [_summary(str(project), environment) for _ in range(_ROUNDS + 1)][1:]
    pairs = [ours / theirs for ours, theirs in zip(seed[1:], empty[1:], strict=True)]
    return [
        Measurement("start: an empty window", "process", "ms", empty[1:]),
        Measurement("start: the seed article", "process", "ms", seed[1:]),
        Measurement("start: ratio of the two", "process", "×", pairs, 3.0),
        *(
            Measurement(
                f"first Summary after a start: {what}",
                "process",
                "ms",
                [each[key] for each in summaries],
                bound,
            )
            for what, key, bound in _OPENED
        ),
    ]


def _summary(project: str, environment: dict[str, str]) -> dict[str, float]:
    """What the first look at the Summary costs in a process of its own, in CPU milliseconds."""
    command = [sys.executable, "-c", _SUMMARY, project]
    answer = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(answer.stdout.strip().splitlines()[-1])
    return told


def _like_the_users(home: str) -> dict[str, str]:
    """The environment of the measured processes: off screen, and with byte code, as an installed program has it."""
    own = {"GLOSSATOR_HOME": home, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": f"{home}/bytecode"}
    return {name: value for name, value in {**os.environ, **own}.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _cpu_ms(command: list[str], environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000
