"""The libraries that the program stands on."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from glossator import libraries

PROJECT = Path(__file__).resolve().parents[1]


def test_every_library_that_the_project_asks_for_has_a_version() -> None:
    asked = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {each.split("=")[0].split(">")[0].replace("_", "-").lower() for each in asked}
    known = libraries.versions()
    assert {each.replace("_", "-").lower() for each in libraries.DISTRIBUTIONS} == names
    assert known.pop("Python")
    assert "?" not in known.values()


def test_what_is_not_there_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "DISTRIBUTIONS", ("no-such-library",))
    assert libraries.versions()["no-such-library"] == "?"


def test_every_library_does_its_work() -> None:
    assert libraries.at_work() == []


def test_a_library_that_answers_something_else_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "_TRIALS", {"adding": (3, lambda: 1 + 1)})
    assert libraries.at_work() == ["adding answers 2."]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted as Linux tells them")
def test_linear_algebra_starts_no_threads() -> None:
    code = "import glossator, os, numpy; numpy.linalg.eigh(numpy.eye(99)); print(len(os.listdir('/proc/self/task')))"
    environment = {name: value for name, value in os.environ.items() if "THREADS" not in name}
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "1"
