"""The self-test: it passes, and it does not pass over anything."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glossator.ui import selftest
from glossator.ui.alarm import Alarm
from glossator.ui.plots.page import SummaryPage
from glossator.ui.selftest import Failed, SelfTest, Step


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """A self-test in a process of its own, as every package does it."""
    home = tmp_path_factory.mktemp("selftest")
    return subprocess.run(
        [sys.executable, "-m", "glossator", "--self-test"],
        env={**os.environ, "HOME": str(home), "GLOSSATOR_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
    )


def test_it_passes_with_a_line_for_each_step(told: subprocess.CompletedProcess[str]) -> None:
    assert told.returncode == 0, told.stdout + told.stderr
    lines = told.stdout.splitlines()
    assert all(re.match(r"ok +\d+\.\d\d s  [^:]+: .", each) for each in lines[:-1])
    assert lines[-1].startswith("The self-test passed after ")
    assert told.stderr == ""
    for words in ("Qt 6", "SQLite 3", "numpy 2", "4 mentions", "OWNS_OR_USES", "to the byte"):
        assert words in told.stdout


def test_it_draws_every_view_of_the_board(told: subprocess.CompletedProcess[str], qtbot: QtBot) -> None:
    (line,) = [each for each in told.stdout.splitlines() if "every view of the Summary" in each]
    names = re.findall(r"(?:: |; )(\w+) (?=\d+ colours|\()", line)
    from glossator.ui import theme
    from glossator.ui.selection import Selection
    from glossator.ui.signals import ProjectSignals

    page = SummaryPage(None, Selection(), ProjectSignals(), theme.light())
    qtbot.addWidget(page)
    assert names == list(page.cards)


def test_it_leaves_the_users_folders_alone(told: subprocess.CompletedProcess[str], tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("GLOSSATOR_HOME", None)
    probe = "import sys; from glossator.ui import selftest as made; made.SelfTest.steps = lambda self: (); "
    probe += "sys.exit(made.main())"
    done = subprocess.run([sys.executable, "-c", probe], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [each for each in tmp_path.rglob("*") if "lossator" in each.name] == []


# --- what it does not pass over


class Played(SelfTest):
    """A self-test of one step."""

    def __init__(
        self, app: QApplication, alarm: Alarm, say: Callable[[str], object], step: Callable[[], Step]
    ) -> None:
        self.step = step
        super().__init__(app, alarm, say)

    def steps(self) -> tuple[tuple[str, Callable[[], Step]], ...]:
        return (("the step", self.step),)


@pytest.fixture
def alarm() -> Iterator[Alarm]:
    made = Alarm()
    with warnings.catch_warnings():
        made.arm()
        yield made
        made.disarm()


def played(qtbot: QtBot, qapp: QApplication, alarm: Alarm, step: Callable[[], Step]) -> tuple[int, list[str]]:
    codes: list[int] = []
    lines: list[str] = []
    test = Played(qapp, alarm, lines.append, step)
    test.ended.append(codes.append)
    test.start()
    qtbot.waitUntil(lambda: bool(codes))
    test.deleteLater()
    return codes[0], lines


def quiet() -> Step:
    yield lambda: True
    return "nothing"


def warns() -> Step:
    warnings.warn("this is old", DeprecationWarning, stacklevel=1)
    yield lambda: True
    return ""


def qt_warns() -> Step:
    qWarning("Qt does not like this")
    yield lambda: True
    return ""


def logs() -> Step:
    logging.getLogger("glossator.somewhere").warning("something is odd")
    yield lambda: True
    return ""


def fails() -> Step:
    yield lambda: True
    raise Failed("It is not what it was.")


def hangs() -> Step:
    yield lambda: False
    return ""


def breaks_in_a_slot() -> Step:
    def slot() -> None:
        raise ZeroDivisionError("in a slot")

    QTimer.singleShot(0, slot)
    yield lambda: True
    yield lambda: False
    return ""


def breaks() -> Step:
    yield lambda: True
    raise ZeroDivisionError("in a step")


def test_a_quiet_step_passes(qtbot: QtBot, qapp: QApplication, alarm: Alarm) -> None:
    code, lines = played(qtbot, qapp, alarm, quiet)
    assert code == 0
    assert lines[0].endswith("the step: nothing")
    assert lines[1].startswith("The self-test passed")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (warns, "DeprecationWarning: this is old"),
        (qt_warns, "Qt: Qt does not like this"),
        (fails, "It is not what it was."),
    ],
)
def test_it_fails_loudly(
    qtbot: QtBot, qapp: QApplication, alarm: Alarm, step: Callable[[], Step], words: str
) -> None:
    code, lines = played(qtbot, qapp, alarm, step)
    assert code == 1
    assert lines[0].startswith("FAILED")
    assert words in lines[0]
    assert lines[1].startswith("THE SELF-TEST FAILED")


@pytest.mark.expects_log
def test_a_line_of_the_log_fails_it(qtbot: QtBot, qapp: QApplication, alarm: Alarm) -> None:
    code, lines = played(qtbot, qapp, alarm, logs)
    assert code == 1
    assert "Log: WARNING glossator.somewhere: something is odd" in lines[0]


def test_a_step_that_does_not_end_fails_it(
    qtbot: QtBot, qapp: QApplication, alarm: Alarm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selftest, "PATIENCE", 0.05)
    code, lines = played(qtbot, qapp, alarm, hangs)
    assert code == 1
    assert "did not come to an end" in lines[0]


@pytest.mark.parametrize("step", [breaks_in_a_slot, breaks])
def test_an_error_nobody_caught_fails_it(
    qtbot: QtBot, qapp: QApplication, alarm: Alarm, step: Callable[[], Step]
) -> None:
    with qtbot.captureExceptions():
        alarm.arm()  # behind the hook that captures
        code, lines = played(qtbot, qapp, alarm, step)
    assert code == 1
    assert "ZeroDivisionError" in lines[0]
