"""The log: what is written where, how it rotates, and that the program lives on without it."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator import log, paths

logger = logging.getLogger("glossator.somewhere")


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    log.stop()
    logging.getLogger("glossator").setLevel(logging.NOTSET)


def test_nothing_is_written_before_it_is_started(home: Path) -> None:
    logger.info("too early")
    assert list(home.iterdir()) == []


def test_the_file_says_when_how_grave_who_and_what() -> None:
    path = log.start()
    logger.info("opened %s in %d ms", "demo.gloss", 12)
    logger.debug("too fine")
    assert path == paths.log_dir() / "glossator.log"
    text = path.read_text(encoding="utf-8")
    assert text.endswith(" INFO glossator.somewhere: opened demo.gloss in 12 ms\n")
    assert "too fine" not in text
    assert text.count("\n") == 1


def test_the_level_is_the_one_asked_for() -> None:
    path = log.start(level=logging.DEBUG)
    logger.debug("fine")
    assert path is not None
    assert "DEBUG glossator.somewhere: fine" in path.read_text(encoding="utf-8")


@pytest.mark.expects_log
def test_warnings_go_to_stderr_too(capsys: pytest.CaptureFixture[str]) -> None:
    log.start()
    logger.info("quiet")
    logger.warning("loud")
    assert capsys.readouterr().err == "glossator: WARNING: loud\n"


def test_other_peoples_records_stay_out() -> None:
    path = log.start()
    logging.getLogger("somebody.else").info("chatter")
    assert path is not None
    assert path.read_text(encoding="utf-8") == ""


def test_starting_twice_writes_each_line_once() -> None:
    log.start()
    path = log.start()
    logger.info("once")
    assert path is not None
    assert path.read_text(encoding="utf-8").count("once") == 1


def test_the_log_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "FILE_BYTES", 2000)
    path = log.start()
    for number in range(400):
        logger.info("line %d", number)
    assert path is not None
    files = sorted(file.name for file in path.parent.iterdir())
    assert files == ["glossator.log", "glossator.log.1", "glossator.log.2", "glossator.log.3"]
    line = len("2026-01-01 12:00:00,000 INFO glossator.somewhere: line 399\n")
    assert all(file.stat().st_size < 2000 + line for file in path.parent.iterdir())
    kept = [line for name in reversed(files) for line in (path.parent / name).read_text("utf-8").splitlines()]
    numbers = [int(line.rpartition(" ")[2]) for line in kept]
    assert numbers == list(range(numbers[0], 400))


def test_a_log_that_cannot_be_set_aside_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(log, "FILE_BYTES", 100)
    path = log.start()
    assert path is not None
    path.with_name("glossator.log.3").mkdir()
    for number in range(20):
        logger.info("line %d", number)
    assert "line 19" in path.read_text(encoding="utf-8")
    assert "Logging error" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="file modes are a matter of POSIX")
def test_only_the_owner_may_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "FILE_BYTES", 200)
    path = log.start()
    for number in range(10):
        logger.info("line %d", number)
    assert path is not None
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


@pytest.mark.expects_log
def test_where_no_log_can_be_kept_it_is_said_and_the_program_goes_on(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "log").write_text("a file is in the way", encoding="utf-8")
    assert log.start() is None
    logger.warning("still heard")
    said = capsys.readouterr().err
    assert "No log is kept" in said
    assert "still heard" in said


def test_stopping_closes_the_file_and_may_be_done_twice() -> None:
    path = log.start()
    log.stop()
    log.stop()
    logger.info("too late")
    assert path is not None
    assert path.read_text(encoding="utf-8") == ""
