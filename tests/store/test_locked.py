"""Another process holds the file for ten seconds: a sentence says so, nobody hangs, and work goes on afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from glossator import projects
from glossator.core import edits
from glossator.core.errors import GlossatorError
from glossator.core.spans import Span
from glossator.store import driver
from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from tests.store.world import environment

HOLDER = """
import sys
from sqlcipher3 import dbapi2
connection = dbapi2.connect(sys.argv[1], isolation_level=None)
connection.execute(sys.argv[2])
print("held", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
connection.close()
"""
KEPT_OUT = "Another program is using the project “work.gloss” and does not let go of it."


@contextmanager
def held(path: Path, statement: str) -> Iterator[None]:
    """Another process has the lock, and gives it back when it is told: who hung would hang for ever."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path), statement],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        yield
    finally:
        holder.communicate("go\n")


def test_an_edit_waits_for_five_seconds_is_kept_and_written_afterwards(full: ProjectFile) -> None:
    full.close()
    bench = projects.open(full.path, author="Ada")
    here = bench.open_document(2)
    change = edits.tag(here, [Span(0, 3)], bench.scheme.labels[1], by=bench.hand)
    with held(full.path, "BEGIN IMMEDIATE"):
        with pytest.raises(GlossatorError, match=KEPT_OUT):
            bench.do(change)
        assert bench.ask.document_count() == 2, "it can be read meanwhile"
        with pytest.raises(GlossatorError, match=KEPT_OUT):
            bench.try_again()  # ten seconds by now
        assert change.added[0].id not in here.mentions
    bench.try_again()
    assert change.added[0].id in here.mentions
    bench.undo()
    bench.close()
    assert check(full.path) == []


def test_a_project_that_is_locked_from_the_start_is_opened_later(
    full: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "_BUSY_SECONDS", 0.1)
    full.close()
    with held(full.path, "BEGIN EXCLUSIVE"):
        for read_only in (False, True):
            with pytest.raises(GlossatorError, match=KEPT_OUT):
                ProjectFile.open(full.path, read_only=read_only)
        with pytest.raises(GlossatorError, match=KEPT_OUT):
            check(full.path)
    with ProjectFile.open(full.path) as project:
        assert not project.read_only
        assert project.ask.document_count() == 2
    assert [each.name for each in full.path.parent.iterdir()] == ["work.gloss"]
