"""From nothing to the first window with the seed article painted, against an empty window of the same Qt."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.frame import Measurement

_ROUNDS = 11
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
    pairs = [ours / theirs for ours, theirs in zip(seed[1:], empty[1:], strict=True)]
    return [
        Measurement("start: an empty window", "process", "ms", empty[1:]),
        Measurement("start: the seed article", "process", "ms", seed[1:]),
        Measurement("start: ratio of the two", "process", "×", pairs, 3.0),
    ]


def _like_the_users(home: str) -> dict[str, str]:
    """The environment of the measured processes: off screen, and with byte code, as an installed program has it."""
    own = {"GLOSSATOR_HOME": home, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": f"{home}/bytecode"}
    return {name: value for name, value in {**os.environ, **own}.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _cpu_ms(command: list[str], environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000
