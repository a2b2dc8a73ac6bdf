"""What a start costs: the frozen program beside the plain one and beside an empty window of the same build, in turn."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from shipping.ground import Ground

ROUNDS = 7

_EMPTY = """
import json, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 832)
window.show()
def done():
    window.grab()
    print(json.dumps({"painted": time.time(), "memory": memory()}), flush=True)
    app.quit()
QTimer.singleShot(0, lambda: QTimer.singleShot(0, done))
app.exec()
"""
_FULL = """
import json, os, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
from glossator.__main__ import main
app = QApplication([])
os.environ["QT_QPA_PLATFORM"] = "xcb"  # Qt runs off screen by now; the program takes the way it takes on a screen
def done():
    window, = (each for each in app.topLevelWidgets() if isinstance(each, QMainWindow))
    assert window.desk.annotations.mentions and window.page.isVisible()
    window.grab()
    print(json.dumps({"painted": time.time(), "memory": memory()}), flush=True)
    QTimer.singleShot(0, app.quit)
QTimer.singleShot(0, lambda: QTimer.singleShot(0, done))  # the first comes before the project is opened
sys.exit(main([sys.argv[1]]))
"""
_FIRST = (
    _FULL.replace(
        "import json, os, sys, time\n", 'import json, os, sys, time\nos.environ["GLOSSATOR_HOME"] += "-new"\n'
    )
    .replace("window.desk.annotations.mentions and window.page.isVisible()", "window.start.isVisible()")
    .replace("[sys.argv[1]]", "[]")
)
"""The start page, where nothing was opened before."""
_MEMORY = """
def memory():
    with open("/proc/self/status") as told:
        return next(int(line.split()[1]) / 1024 for line in told if line.startswith("VmRSS"))
"""


class Start:
    """One start: seconds to the painted window, processor seconds, megabytes (2**20 bytes) resident then."""

    def __init__(self, seconds: float, processor: float, memory: float) -> None:
        self.seconds, self.processor, self.memory = seconds, processor, memory


def table(ground: Ground) -> list[str]:
    """Return the lines of the table; each kind of start is taken in turn, cold (its files out of memory) and warm."""
    folder = ground.fresh("measuring")
    for name, source in (("empty.py", _EMPTY), ("full.py", _FULL), ("first.py", _FIRST)):
        (folder / name).write_text(_MEMORY + source)
    home = folder / "home"
    home.mkdir()
    probe = ground.frozen / "probe"
    environment = _environment(home)
    project = _demo(probe, folder, environment)
    plain = ground.python
    kinds: dict[str, Sequence[object]] = {
        "plain python, seed article": (plain, folder / "full.py", project),
        "frozen, seed article": (probe, folder / "full.py", project),
        "frozen, first window": (probe, folder / "first.py"),
        "frozen, empty window": (probe, folder / "empty.py"),
    }
    trees = {"plain": _tree_of(plain), "frozen": [ground.frozen]}
    taken: dict[tuple[str, bool], list[Start]] = {}
    for turn in range(ROUNDS + 1):
        for is_cold in (True, False):
            for name, command in kinds.items():
                if is_cold:
                    _forget(trees["plain" if name.startswith("plain") else "frozen"])
                start = _start(command, environment)
                if turn:  # the first round compiles and warms
                    taken.setdefault((name, is_cold), []).append(start)
    return _lines(taken)


def _lines(taken: dict[tuple[str, bool], list[Start]]) -> list[str]:
    lines = [
        f"{'':32} {'cold ms':>8} {'warm ms':>8} {'CPU ms':>8} {'MB':>6}   medians of {ROUNDS}, taken in turn"
    ]
    names = list(dict.fromkeys(name for name, _ in taken))
    for name in names:
        cold, warm = taken[name, True], taken[name, False]
        lines.append(
            f"{name:32} {1000 * _middle(s.seconds for s in cold):8.0f} {1000 * _middle(s.seconds for s in warm):8.0f}"
            f" {1000 * _middle(s.processor for s in warm):8.0f} {_middle(s.memory for s in warm):6.0f}"
        )
    plain, full, first, empty = names
    for ours, other in ((full, plain), (full, empty), (first, empty)):
        ratios = [_ratio(taken[ours, is_cold], taken[other, is_cold]) for is_cold in (True, False)]
        processor = _middle(
            a.processor / b.processor for a, b in zip(taken[ours, False], taken[other, False], strict=True)
        )
        lines.append(f"{ours} / {other}: cold {ratios[0]:.2f}, warm {ratios[1]:.2f}, CPU {processor:.2f}")
    return lines


def _ratio(ours: list[Start], theirs: list[Start]) -> float:
    return _middle(a.seconds / b.seconds for a, b in zip(ours, theirs, strict=True))


def _middle(values: Iterable[float]) -> float:
    return statistics.median(values)


def _environment(home: Path) -> dict[str, str]:
    own = {"GLOSSATOR_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "HOME": str(home)}
    return {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "GLOSSATOR", "QT_"))} | own


def _demo(probe: Path, folder: Path, environment: dict[str, str]) -> Path:
    source = folder / "demo.py"
    source.write_text(
        "import sys, pathlib\nfrom glossator import projects\n"
        "print(projects.demo(pathlib.Path(sys.argv[1]), tagged=True, author='measured'))\n"
    )
    command = [str(probe), str(source), str(folder)]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    return Path(told.strip().splitlines()[-1])


def _start(command: Sequence[object], environment: dict[str, str]) -> Start:
    began = time.time()
    process = subprocess.Popen(
        [str(each) for each in command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    process.stdout.read()
    _, code, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(code)
    return Start(told["painted"] - began, usage.ru_utime + usage.ru_stime, told["memory"])


def _tree_of(python: Path) -> list[Path]:
    """Where it is loaded from: what is installed, and the standard library without what others put beside it."""
    home = Path(os.path.realpath(python)).parent.parent / "lib"
    standard = [each for each in home.glob("python3.*/*") if each.name != "site-packages"]
    return [python.parent.parent / "lib", *standard, *home.glob("libpython*")]


def _forget(trees: Iterable[Path]) -> None:
    """Have the system forget the files of these folders, so that they are read from the disk."""
    for tree in trees:
        for path in tree.rglob("*") if tree.is_dir() else (tree,):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as stream:
                    os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
