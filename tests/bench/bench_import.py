"""What an import of ten thousand articles costs, bad files among them: time, memory, and how long the window stands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.bench.frame import Measurement

ARTICLES, BAD = 10_000, 20
STALL = 150.0
"""Milliseconds that the window may stand still at most while the articles come in."""

_PARAGRAPHS, _WORDS = 8, 60
_WINDOW = """
import json, resource, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from glossator import projects
from glossator.ui import app
from glossator.ui.messages import Message

source, project = map(Path, sys.argv[1:])
qt = QApplication(sys.argv[:1])
window = app.make_window(qt)
window.show()
window.projects.take(projects.create(project, title="In", scheme_id="conll-2003", author="Bench"))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
beat = QTimer(interval=5)
last, worst, began = time.perf_counter(), 0.0, time.perf_counter()
seconds = documents = 0

def on_beat():
    global last, worst
    now = time.perf_counter()
    worst, last = max(worst, now - last), now

def on_added(ids):
    global seconds, documents
    seconds, documents = time.perf_counter() - began, len(ids)
    QTimer.singleShot(2_000, end)

def end():
    for each in window.findChildren(Message):
        each.reject()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(json.dumps({"seconds": seconds, "documents": documents, "stall": 1000 * worst, "memory": grown}))
    window.close()
    qt.quit()

beat.timeout.connect(on_beat)
beat.start()
window.projects.documents_added.connect(on_added)
window.projects.take_files([source])
qt.exec()
"""


def measure() -> list[Measurement]:
    """A folder taken by the window in a process of its own, as when it is dropped there."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "articles"
        _write(source)
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_CONFIG_HOME": str(folder / "settings"),
        }
        command = [sys.executable, "-c", _WINDOW, str(source), str(folder / "in.gloss")]
        said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
        found = json.loads(said.splitlines()[-1])
        assert found["documents"] == ARTICLES
    size = f"{ARTICLES:,} articles"
    return [
        Measurement("import of a folder", size, "s", [found["seconds"]]),
        Measurement("import of a folder, memory", size, "MB", [found["memory"]]),
        Measurement("import of a folder, window stands", size, "ms", [found["stall"]], STALL),
    ]


def _write(folder: Path) -> None:
    random = Random(8)
    words = [
        "".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=random.randint(2, 9))) for _ in range(8_000)
    ]
    for number in range(ARTICLES):
        paragraphs = (" ".join(random.choices(words, k=_WORDS)).capitalize() for _ in range(_PARAGRAPHS))
        file = folder / f"{number // 500:02}" / f"{number:05}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(".\n\n".join(paragraphs) + f". {number}", "utf-8")
    for number in range(BAD):
        (folder / "00" / f"bad {number}.txt").write_bytes(b"\x00\x01\xff" * 100)
