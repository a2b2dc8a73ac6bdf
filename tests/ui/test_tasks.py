from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QThreadPool
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from glossator.core.errors import GlossatorError
from glossator.ui.tasks import Cancelled, Progress, Report, Task, run


def never(answer: object) -> None:
    pytest.fail(f"must not be called: {answer!r}")


@pytest.fixture
def owner() -> Iterator[QObject]:
    made = QObject()
    yield made
    assert QThreadPool.globalInstance().waitForDone(5000)
    QCoreApplication.sendPostedEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert made.findChildren(QObject) == []


def started(qtbot: QtBot, make: Callable[[], Task[object]]) -> Task[object]:
    task = make()
    with qtbot.waitSignal(task.finished):
        pass
    return task


def test_work_is_done_on_a_thread_and_answered_on_the_main_one(qtbot: QtBot, owner: QObject) -> None:
    main = QThread.currentThread()
    threads: list[object] = []
    answers: list[object] = []

    def work(progress: Progress) -> int:
        threads.append(QThread.currentThread())
        return 42

    def done(answer: int) -> None:
        answers.append((answer, QThread.currentThread() is main))

    task = run(work, done=done, failed=never, parent=owner)
    assert task.is_running
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [(42, True)]
    assert threads[0] is not main
    assert not task.is_running


def test_a_failure_that_the_world_caused_is_handed_over(qtbot: QtBot, owner: QObject) -> None:
    told: list[GlossatorError] = []

    def work(progress: Progress) -> None:
        raise GlossatorError("The disk is full.")

    run(work, done=never, failed=told.append, parent=owner)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].what == "The disk is full."


def test_a_bug_is_raised_on_the_main_thread(qtbot: QtBot, owner: QObject) -> None:
    def work(progress: Progress) -> None:
        raise ZeroDivisionError("a bug")

    with qtbot.captureExceptions() as raised:
        started(qtbot, lambda: run(work, done=never, failed=never, parent=owner))
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]


def test_cancelled_work_stops_at_its_next_report(qtbot: QtBot, owner: QObject) -> None:
    reached, may_go = threading.Event(), threading.Event()
    steps: list[int] = []

    def work(progress: Progress) -> None:
        for step in count():
            reached.set()
            may_go.wait(5)
            progress.report(step, 1_000_000)
            steps.append(step)

    task = run(work, done=never, failed=never, progress=never, parent=owner)
    assert reached.wait(5)
    task.cancel()
    with qtbot.waitSignal(task.finished):
        may_go.set()
    assert steps == []
    assert task.cancelled


@pytest.mark.parametrize("outcome", ["answer", "error"])
def test_what_comes_after_cancelling_is_dropped(qtbot: QtBot, owner: QObject, outcome: str) -> None:
    may_go = threading.Event()

    def work(progress: Progress) -> str:
        may_go.wait(5)
        if outcome == "error":
            raise GlossatorError("Too late.")
        return outcome

    task = run(work, done=never, failed=never, parent=owner)
    task.cancel()
    with qtbot.waitSignal(task.finished):
        may_go.set()
    assert not task.is_running


def test_what_comes_after_the_owner_is_gone_is_dropped(qtbot: QtBot, owner: QObject) -> None:
    may_go, ended = threading.Event(), threading.Event()
    parent = QObject()

    def work(progress: Progress) -> int:
        may_go.wait(5)
        progress.report(1, 2)
        ended.set()
        return 1

    run(work, done=never, failed=never, progress=never, parent=parent)
    parent.deleteLater()
    QCoreApplication.sendPostedEvents(parent, QEvent.Type.DeferredDelete.value)
    may_go.set()
    assert ended.wait(5)
    assert QThreadPool.globalInstance().waitForDone(5000)
    QCoreApplication.sendPostedEvents()


def test_progress_reaches_the_main_thread(qtbot: QtBot, owner: QObject) -> None:
    told: list[Report] = []
    answers: list[str] = []

    def work(progress: Progress) -> str:
        progress.report(0, 2, "reading")
        progress.report(2, 2, "read")
        return "done"

    run(work, done=answers.append, failed=never, progress=told.append, parent=owner)
    qtbot.waitUntil(lambda: bool(answers))
    assert [(each.done, each.total, each.text) for each in told] == [(0, 2, "reading"), (2, 2, "read")]


def test_reports_are_thinned_and_the_last_one_always_comes() -> None:
    now = iter([0.0, *(step * 0.01 for step in range(1, 102))])
    told: list[Report] = []
    progress = Progress(told.append, clock=lambda: next(now))
    for step in range(101):
        progress.report(step, 100)
    assert told[-1].done == 100
    assert 15 <= len(told) <= 25


def test_the_time_left_is_estimated_from_the_pace() -> None:
    now = iter([0.0, 0.0, 10.0])
    told: list[Report] = []
    progress = Progress(told.append, clock=lambda: next(now))
    progress.report(0, 40)
    progress.report(10, 40)
    assert [each.seconds_left for each in told] == [None, 30.0]


def test_cancelled_progress_says_so() -> None:
    progress = Progress(never)
    progress.raise_if_cancelled()
    before = progress.cancelled
    progress.cancel()
    assert (before, progress.cancelled) == (False, True)
    with pytest.raises(Cancelled):
        progress.raise_if_cancelled()
    with pytest.raises(Cancelled):
        progress.report(1, 2)


ENDLESS = """
from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, QTimer
from glossator.ui import tasks

def work(progress):
    while True:
        progress.report(0, 1)

app = QCoreApplication([])
owner = QObject()
task = tasks.run(work, done=print, failed=print, parent=owner)
task.progressed.connect(app.quit)
app.exec()
assert task.cancelled
QThreadPool.globalInstance().waitForDone()
print("ended")
"""


def test_the_end_of_the_program_cancels_what_is_under_way() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", ENDLESS], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.stdout, ran.stderr, ran.returncode) == ("ended\n", "", 0)


GONE = """
import threading
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QThreadPool
from glossator.ui import tasks

def work(progress):
    gone.wait()
    for number in range(3):
        progress.report(number, 3, f"stage {number}")

gone = threading.Event()
app = QCoreApplication([])
owner = QObject()
task = tasks.run(work, done=print, failed=print, parent=owner)
shiboken6.delete(task._wire)  # as the end of the program does
gone.set()
QThreadPool.globalInstance().waitForDone()
print("ended")
"""


def test_work_that_goes_on_when_the_program_is_gone_ends_without_a_word() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", GONE], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.stdout, ran.stderr, ran.returncode) == ("ended\n", "", 0)


def test_who_hears_of_the_end_may_close_the_window(qtbot: QtBot) -> None:
    parent = QObject()
    answers: list[int] = []
    task = run(lambda progress: 1, done=answers.append, failed=print, parent=parent)
    task.finished.connect(lambda: delete(parent))
    with qtbot.waitSignal(parent.destroyed):
        pass
    assert answers == []
