"""Bad input in the window: a clear sentence, the window goes on, what was saved stays."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from glossator import projects
from glossator.ui.main_window import MainWindow
from glossator.ui.messages import Message
from tests.journeys.analyst import Analyst


def told(window: MainWindow) -> str:
    """The one message that stands in the window; it is closed."""
    (message,) = [each for each in window.findChildren(Message) if each.isVisible()]
    text = message.text()
    message.close()
    message.deleteLater()
    window.activateWindow()  # a window manager does so, the offscreen platform not always
    return text


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A whole project with nothing in it."""
    path = tmp_path / "case.gloss"
    projects.create(path, title="Case", scheme_id="news-intelligence", author="Ada").close()
    return path


def _missing(path: Path) -> None:
    path.unlink()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
        other.commit()


def _no_database(path: Path) -> None:
    path.write_text("Dear diary, today I found a file.\n" * 200, "utf-8")


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6000])


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_missing, "no file"),
        (_empty, "empty"),
        (_foreign, "not a Glossator project"),
        (_no_database, "not a Glossator project"),
        (_truncated, "damaged"),
        (_newer, "newer"),
    ],
)
def test_a_project_that_cannot_be_opened(
    window: MainWindow, project: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    spoil(project)
    before = project.read_bytes() if project.exists() else None
    window.projects.open(project)
    assert sentence in told(window)
    assert window.desk.bench is None
    assert window.middle.shown() is window.start
    assert (project.read_bytes() if project.exists() else None) == before


def test_the_open_project_stays_open_when_another_cannot_be_opened(
    window: MainWindow, analyst: Analyst, tmp_path: Path
) -> None:
    analyst.tag("Russia", "G")
    window.projects.open(tmp_path / "nothing.gloss")
    told(window)
    assert analyst.mention("Russia").label == "GPE"
    analyst.tag("Tobruk", "G")


def test_a_project_that_another_program_holds_is_offered_for_reading(
    window: MainWindow, project: Path
) -> None:
    holder = projects.open(project, author="Bob")
    window.projects.open(project)
    assert not [each for each in window.findChildren(Message) if each.isVisible()]
    bench = window.desk.bench
    assert bench is not None
    assert bench.read_only
    assert "reading only" in window.banner.text
    assert not window.actions_by_id["import"].isEnabled()
    window.projects.close()
    holder.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_file_is_opened_for_reading(window: MainWindow, project: Path) -> None:
    project.chmod(0o400)
    window.projects.open(project)
    assert window.desk.need_bench().read_only


def test_a_disk_that_fills_up_in_the_middle_of_a_tag(window: MainWindow, analyst: Analyst) -> None:
    kept = analyst.tag("Russia", "G")
    connection = window.desk.need_bench().project_file._database.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    words = [word for word in analyst.text.split() if word.isalpha() and len(word) > 4]
    sentence = ""
    for word in dict.fromkeys(words):
        analyst.page.select(analyst.span(word))
        analyst.press("W")
        if any(each.isVisible() for each in window.findChildren(Message)):
            sentence = told(window)
            break
    assert "full" in sentence
    assert kept.id in analyst.annotations.mentions
    saved = {each.id for each in window.desk.need_bench().ask.mentions_where(limit=10_000)}
    assert saved == set(analyst.annotations.mentions), (
        "what is on the screen is on the disk, no more and no less"
    )
    connection.execute("PRAGMA max_page_count = 1000000")
    analyst.tag("Benghazi", "G")


def test_texts_that_are_none(window: MainWindow, analyst: Analyst, texts: Path, qtbot: QtBot) -> None:
    (texts / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (texts / "empty.txt").write_bytes(b"")
    before = window.desk.need_bench().ask.document_count()
    window.projects.import_files(sorted(texts.iterdir()))
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(Message)))
    sentence = told(window)
    assert "binary.txt" in sentence
    assert "empty.txt" in sentence
    assert window.desk.need_bench().ask.document_count() == before


def test_an_export_to_where_nothing_can_be_written(
    window: MainWindow, analyst: Analyst, tmp_path: Path, qtbot: QtBot
) -> None:
    analyst.tag("Russia", "G")
    with qtbot.waitSignal(window.projects.failed):
        window.projects.export(tmp_path / "no such folder" / "out.jsonl")
    assert "no such folder" in told(window)
    qtbot.waitUntil(window.isActiveWindow)
    analyst.tag("Tobruk", "G")


def test_a_file_that_is_moved_while_it_is_open(window: MainWindow, analyst: Analyst, tmp_path: Path) -> None:
    analyst.tag("Russia", "G")
    path = window.desk.need_bench().project_file.path
    shutil.move(path, tmp_path / "elsewhere.gloss")
    analyst.page.select(analyst.span("Tobruk"))
    analyst.press("G")
    assert told(window)
    assert not [each for each in analyst.annotations.mentions.values() if each.quote == "Tobruk"]
    shutil.move(tmp_path / "elsewhere.gloss", path)
