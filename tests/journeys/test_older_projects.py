"""A project of an older Glossator in the window: brought up to date beside it, given up, failing, and overtaken."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event, current_thread, main_thread

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glossator.core.errors import GlossatorError
from glossator.store import search, side_file
from glossator.store.check import check
from glossator.ui.main_window import MainWindow
from glossator.ui.messages import Message
from glossator.ui.tasks import Report, Task
from tests.store.test_old_files import content

OLD = Path(__file__).resolve().parents[1] / "old_files" / "format-1.gloss"


class Gate:
    """The migration waits here, near its end, until it may go on."""

    def __init__(self) -> None:
        self.is_reached = Event()
        self.may_pass = Event()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A project of format 1 that nobody has open."""
    return Path(shutil.copy(OLD, tmp_path / "old.gloss"))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Holds up a migration when it comes to the texts."""
    made, index = Gate(), search.index

    def wait(*arguments: object) -> None:
        if current_thread() is not main_thread():  # the window writes texts as well
            made.is_reached.set()
            assert made.may_pass.wait(20)
        index(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(search, "index", wait)
    yield made
    made.may_pass.set()


@pytest.fixture
def works(window: MainWindow) -> list[tuple[str, Task[object]]]:
    """The long work that the window has told of."""
    told: list[tuple[str, Task[object]]] = []
    window.projects.working.connect(lambda title, task: told.append((title, task)))
    return told


@pytest.fixture
def said(window: MainWindow) -> list[str]:
    """The sentences that were said in passing."""
    told: list[str] = []
    window.desk.said.connect(lambda sentence, is_warning: told.append(sentence))
    return told


def open_path(window: MainWindow) -> Path | None:
    """The file of the open project."""
    return window.desk.bench.project_file.path if window.desk.bench else None


def at_work(qtbot: QtBot, gate: Gate) -> None:
    """Wait until the migration has come to the gate."""
    qtbot.waitUntil(gate.is_reached.is_set)


def test_it_is_brought_up_to_date_beside_the_window(
    window: MainWindow,
    qtbot: QtBot,
    old: Path,
    gate: Gate,
    works: list[tuple[str, Task[object]]],
    said: list[str],
) -> None:
    window.actions_by_id["demo"].trigger()
    demo = open_path(window)
    window.projects.open(old)
    [(title, task)] = works
    reports: list[Report] = []
    task.progressed.connect(reports.append)
    assert title == "Bringing old.gloss up to date"
    assert said[-1].startswith("“old.gloss” is of an older Glossator")
    at_work(qtbot, gate)
    qtbot.waitUntil(lambda: bool(reports) and reports[-1].text == "Reading its texts for the search")
    assert reports[0].text == "Keeping a backup"
    assert window.status.is_busy
    assert open_path(window) == demo, "the window goes on with what it shows"
    window.projects.open(old)
    assert said[-1] == "“old.gloss” is being brought up to date already."
    assert len(works) == 1
    with qtbot.waitSignal(window.projects.opened):
        gate.may_pass.set()
    assert open_path(window) == old
    assert not window.desk.need_bench().read_only
    [kept] = (old.parent / "old backups").iterdir()
    assert said[-1] == f"“old.gloss” is up to date now; as it was, it is kept in the backups ({kept.name})."
    window.projects.close()
    assert check(old) == []


def test_given_up_it_is_as_it_was(
    window: MainWindow, qtbot: QtBot, old: Path, gate: Gate, works: list[tuple[str, Task[object]]]
) -> None:
    before = content(old)
    window.projects.open(old)
    at_work(qtbot, gate)
    [(_, task)] = works
    task.cancel()
    with qtbot.waitSignal(task.finished):
        gate.may_pass.set()
    assert open_path(window) is None
    assert not [each for each in window.findChildren(Message) if each.isVisible()]
    assert content(old) == before
    assert [each.name for each in old.parent.iterdir() if each.name.startswith(("old.gloss", ".old"))] == [
        old.name
    ]
    with qtbot.waitSignal(window.projects.opened):
        window.projects.open(old)


def test_what_fails_is_told_and_leaves_it_as_it_was(
    window: MainWindow, qtbot: QtBot, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise GlossatorError("The disk is full.")

    before = content(old)
    window.actions_by_id["demo"].trigger()
    demo = open_path(window)
    monkeypatch.setattr(search, "index", fail)
    with qtbot.waitSignal(window.projects.failed):
        window.projects.open(old)
    [message] = [each for each in window.findChildren(Message) if each.isVisible()]
    assert message.sentences[0] == "The disk is full."
    message.close()
    assert open_path(window) == demo
    assert content(old) == before


def test_steps_that_were_lost_beside_it_are_told(
    window: MainWindow, qtbot: QtBot, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = iter(
        [side_file.Lost(3, old.with_name("kept"))]
    )  # the side file is cleared away by the first look at it
    monkeypatch.setattr(side_file, "kept_if_damaged", lambda path: next(lost, None))
    with qtbot.waitSignal(window.projects.opened):
        window.projects.open(old)
    qtbot.waitUntil(lambda: "at least 3 steps that waited" in window.banner.text)


def test_what_was_opened_meanwhile_stays(
    window: MainWindow,
    qtbot: QtBot,
    old: Path,
    gate: Gate,
    works: list[tuple[str, Task[object]]],
    said: list[str],
) -> None:
    window.projects.open(old)
    at_work(qtbot, gate)
    window.actions_by_id["demo"].trigger()
    demo = open_path(window)
    [(_, task)] = works
    with qtbot.waitSignal(task.finished):
        gate.may_pass.set()
    qtbot.waitUntil(lambda: said[-1].startswith("“old.gloss” is up to date now"))
    assert open_path(window) == demo
    assert check(old) == []


def test_a_window_that_is_closed_meanwhile_leaves_it_as_it_was(
    window: MainWindow,
    qtbot: QtBot,
    qapp: QApplication,
    old: Path,
    gate: Gate,
    works: list[tuple[str, Task[object]]],
) -> None:
    before = content(old)
    window.projects.open(old)
    at_work(qtbot, gate)
    assert window.close()
    qapp.aboutToQuit.emit()  # what comes when the last window is closed, before the work is waited for
    [(_, task)] = works
    with qtbot.waitSignal(task.finished):
        gate.may_pass.set()
    assert content(old) == before
