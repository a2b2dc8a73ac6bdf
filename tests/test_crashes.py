"""What is kept of an unexpected error, and what of a program that did not come to its end."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from types import TracebackType

import pytest

from glossator import crashes, paths

SECRET = "Khalifa Haftar met the ambassador"


def failing() -> tuple[type[BaseException], BaseException, TracebackType | None]:
    try:
        try:
            {}[SECRET]  # type: ignore[index]
        except KeyError as error:
            raise ValueError(SECRET) from error
    except ValueError as error:
        return type(error), error, error.__traceback__
    raise AssertionError


def test_a_report_tells_the_way_and_no_words_of_a_document() -> None:
    text = crashes.report(*failing())
    assert SECRET not in text.replace("SECRET", "")
    assert "ValueError" in text
    assert "KeyError" in text
    assert "test_crashes.py" in text
    assert "Glossator " in text


def test_words_are_in_it_when_asked_for() -> None:
    assert SECRET in crashes.report(*failing(), with_words=True)


def test_reports_are_kept_private_and_not_for_ever() -> None:
    made = [crashes.keep(f"report {number}") for number in range(crashes.KEPT + 3)]
    assert all(made)
    there = crashes.kept()
    assert len(there) == crashes.KEPT
    assert {each.parent for each in there} == {paths.log_dir()}
    assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in there)


def test_where_nothing_can_be_written_there_is_no_report(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GLOSSATOR_HOME", str(tmp_path / "file"))
    assert crashes.keep("report") is None
    assert crashes.watch() is None
    crashes.remember("somewhere.gloss")
    assert crashes.begin() is None


def test_a_program_that_ended_is_not_missed() -> None:
    assert crashes.begin() is None
    crashes.remember("/here/project.gloss")
    crashes.end()
    assert crashes.begin() is None


def dead_pid() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def mark(pid: int) -> Path:
    file = paths.ensure(paths.data_dir()) / "running.json"
    file.write_text(json.dumps({"pid": pid, "began": 5.0, "project": "/here/project.gloss"}))
    return file


def test_one_that_was_killed_is_told_with_its_project() -> None:
    mark(dead_pid())
    assert crashes.begin() == crashes.Unfinished("/here/project.gloss", 5.0)
    assert crashes.begin() is None, "it is told once"


def test_one_that_runs_beside_is_left_alone() -> None:
    file = mark(os.getppid())
    assert crashes.begin() is None
    crashes.remember("/mine.gloss")
    crashes.end()
    assert json.loads(file.read_text())["pid"] == os.getppid()


@pytest.mark.parametrize("text", ["", "[]", "{", '"a"'])
def test_a_damaged_mark_is_no_mark(text: str) -> None:
    (paths.ensure(paths.data_dir()) / "running.json").write_text(text)
    assert crashes.begin() is None


def test_a_fault_below_python_is_written_down(tmp_path: Path) -> None:
    source = (
        "import faulthandler; from glossator import crashes; held = crashes.watch(); faulthandler._sigsegv()"
    )
    done = subprocess.run(
        [sys.executable, "-c", source],
        env={**os.environ, "GLOSSATOR_HOME": str(tmp_path)},
        capture_output=True,
    )
    assert done.returncode != 0
    assert "Segmentation fault" in (tmp_path / "log" / "fatal.txt").read_text()
