"""A process killed in the middle of its work: each step that it had reported is there, and the file is whole."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from tests.store.world import environment, filled, quick_folder

KILLS = 20
WORKER = """
import random, sys
from dataclasses import replace
from pathlib import Path
from glossator.core.annotations import Mention
from glossator.core.spans import Span
from glossator.store.project_file import ProjectFile
from tests.builders import annotated
from tests.store.world import Desk

rng = random.Random(int(sys.argv[2]))
with ProjectFile.open(Path(sys.argv[1])) as project:
    desk = Desk(project)
    text = project.ask.text_of(1)
    done = []
    while True:
        act = rng.choice(["tag", "tag", "tag", "undo", "import", "bulk", "close"])
        if act == "undo" and done:
            change = desk.undo(done.pop())
        elif act == "import":
            change = desk.bring(annotated("[Ada|PER] " * 50, name="more", id=rng.getrandbits(40)))
        elif act == "close":
            project.close()
            project = desk.project = ProjectFile.open(project.path)
            continue
        else:
            spans = [Span(n % 9, n % 9 + 3) for n in range(400 if act == "bulk" else 1)]
            change = desk.write(act, added=[
                Mention(project.new_id(), 1, "PER", (span,), span.slice(text)) for span in spans
            ])
            done.append(change)
        print(change.id, flush=True)
"""


def reported_before_killed(path: Path, seed: int, lines: int) -> set[int]:
    """Ids of the Changes that a process reported as saved before it was killed."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(path), str(seed)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    first = [worker.stdout.readline() for _ in range(lines)]
    worker.kill()
    rest, told = worker.communicate()
    assert told == ""
    # the very last line may be cut off: what is not reported whole is not reported
    whole = "".join(first) + rest[: rest.rfind("\n") + 1]
    return {int(line) for line in whole.split()}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory: a killed process leaves to the system what it has written."""
    with quick_folder() as made:
        yield made


def test_no_reported_step_is_lost_by_kill_9(folder: Path) -> None:
    filled(folder).close()
    path = folder / "work.gloss"
    rng = random.Random(7)
    reported: set[int] = set()
    for seed in range(KILLS):
        now = reported_before_killed(path, seed, rng.randint(1, 25))
        assert now
        reported |= now
        with ProjectFile.open(path, read_only=True) as project:
            there = {row.id for row in project.ask.history(limit=1_000_000)}
        assert reported <= there, f"{len(reported - there)} steps were lost"
    with ProjectFile.open(path) as project:
        assert not project.read_only, "the lock of the killed process was taken over"
    assert check(path) == []
    assert [each.name for each in folder.iterdir()] == ["work.gloss"]
    assert len(reported) > 5 * KILLS
