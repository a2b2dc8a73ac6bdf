"""A real client of AT-SPI, as a screen reader is one, reads the page over the bus of a session of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[3]
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
SYSTEM_PYTHON = "/usr/bin/python3"

PAGE = """
import sys
sys.path[:0] = {paths!r}
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from glossator.ui import theme
from glossator.ui.selection import Selection
from glossator.ui.text.view import ArticleView
from tests import builders
app = QApplication(["page"])
app.setApplicationName("page-under-test")
view = ArticleView(Selection(), theme.light())
held = builders.annotated("[Ada|PER] met 👩‍🔬 [Babbage|PER] in [القاهرة|GPE].\\nSecond line.",
                          relations=[("NEAR", "Ada", "Babbage")])
view.resize(800, 600)
view.show_article(held, builders.scheme())
view.show()
view.setFocus()
QTimer.singleShot(60_000, app.quit)
app.exec()
"""

READER = """
import json, time
import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib
Atspi.init()

def found(node, depth=0):
    if node is None or depth > 6:
        return None
    if node.get_role_name().startswith("document") and node.get_name() == "Article":
        return node
    for index in range(node.get_child_count()):
        hit = found(node.get_child_at_index(index), depth + 1)
        if hit is not None:
            return hit

page = None
for _ in range(150):
    try:
        page = found(Atspi.get_desktop(0))
    except GLib.Error:
        page = None
    if page is not None:
        break
    time.sleep(0.1)
told = {"found": page is not None}
if page is not None:
    text = page.get_text_iface()
    heard = []
    def on_event(event):
        heard.append([event.type, event.detail1, event.any_data if isinstance(event.any_data, str) else ""])
    listener = Atspi.EventListener.new(on_event)
    for kind in ("object:text-caret-moved", "object:announcement"):
        listener.register(kind)
    def listen(seconds):
        loop = GLib.MainLoop()
        GLib.timeout_add(int(seconds * 1000), loop.quit)
        loop.run()
    count = text.get_character_count()
    told["name"] = page.get_name()
    told["role"] = page.get_role_name()
    told["text"] = Atspi.Text.get_text(text, 0, count)  # a newer library has another get_text on the page itself
    told["count"] = count
    told["caret"] = text.get_caret_offset()
    box = text.get_character_extents(12, Atspi.CoordType.SCREEN)
    told["box"] = [box.x, box.y, box.width, box.height]
    told["at"] = text.get_offset_at_point(box.x + 1, box.y + box.height // 2, Atspi.CoordType.SCREEN)
    told["set"] = text.set_caret_offset(1)
    listen(1.5)
    told["caret after"] = text.get_caret_offset()
    told["heard"] = heard
    states = page.get_state_set()
    told["focusable"] = states.contains(Atspi.StateType.FOCUSABLE)
print(json.dumps(told))
"""

SESSION = """
"$LAUNCHER" --launch-immediately &
bus=$!
"$PYTHON" "$PAGE" &
page=$!
"$READER_PYTHON" "$READER"
kill $page $bus
"""


def missing() -> str:
    """What this computer lacks for the test, as the reason to leave it out; empty when there is everything."""
    for program in ("Xvfb", "dbus-run-session"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    if not LAUNCHER.exists():
        return "at-spi2-core is not installed"
    probe = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if (
        not Path(SYSTEM_PYTHON).exists()
        or subprocess.run([SYSTEM_PYTHON, "-c", probe], capture_output=True).returncode
    ):
        return "python3-gi or gir1.2-atspi-2.0 is not installed"
    return ""


def read_by_a_client(folder: Path) -> dict[str, Any]:
    """Show the page on a screen of its own, read it over the bus, and return what was read."""
    page, reader = folder / "page.py", folder / "reader.py"
    page.write_text(PAGE.format(paths=[str(PROJECT / "desktop"), str(PROJECT)]), encoding="utf-8")
    reader.write_text(READER, encoding="utf-8")
    seen, told = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(told), "-screen", "0", "1024x768x24", "-nolisten", "tcp"],
        pass_fds=(told,),
        stderr=subprocess.DEVNULL,
    ) as screen:
        try:
            os.close(told)
            with os.fdopen(seen) as number:
                display = f":{number.readline().strip()}"
            environment = os.environ | {
                "DISPLAY": display,
                "QT_QPA_PLATFORM": "xcb",
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                "LAUNCHER": str(LAUNCHER),
                "PYTHON": sys.executable,
                "READER_PYTHON": SYSTEM_PYTHON,
                "PAGE": str(page),
                "READER": str(reader),
                "HOME": str(folder),
                "XDG_RUNTIME_DIR": str(folder),
            }
            done = subprocess.run(
                ["dbus-run-session", "--", "sh", "-c", SESSION],
                env=environment,
                capture_output=True,
                text=True,
                timeout=90,
            )
        finally:
            screen.terminate()
    if "Could not load the Qt platform plugin" in done.stderr or "xcb-cursor" in done.stderr:
        pytest.skip("the libraries of Qt's X11 platform (libxcb-cursor0) are not installed")
    said = [
        line for line in done.stdout.splitlines() if line.startswith("{")
    ]  # the registry may speak as well
    assert said, done.stdout + done.stderr
    answer: dict[str, Any] = json.loads(said[-1])
    return answer


def test_a_screen_reader_finds_the_page_reads_it_and_moves_in_it(tmp_path: Path) -> None:
    if reason := missing():
        pytest.skip(reason)
    told = read_by_a_client(tmp_path)
    text = "Ada met 👩‍🔬 Babbage in القاهرة.\nSecond line."
    assert told["found"]
    assert (told["name"], told["text"], told["count"]) == ("Article", text, len(text))
    assert told["role"].startswith("document")
    assert told["focusable"]
    x, y, width, height = told["box"]
    assert width > 3
    assert height > 8
    assert x > 0
    assert y > 0
    assert told["at"] == 12
    assert told["caret"] == 0
    assert told["set"]
    assert told["caret after"] == 1
    assert sorted({detail for kind, detail, _ in told["heard"] if "caret" in kind}) == [1]
    assert any(
        "Ada, Person, 1 relation" in words for kind, _, words in told["heard"] if "announcement" in kind
    )
