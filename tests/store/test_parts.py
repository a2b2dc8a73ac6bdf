"""Files that are not finished: whose they are, and that nothing is left for long of those of killed programs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from glossator.store import lock, parts
from glossator.store.project_file import ProjectFile
from tests.store.world import environment, names_in

MAKE = """
import sys
from pathlib import Path
from glossator.store import parts
made = parts.new(Path(sys.argv[1]))
made.write_bytes(b"half a backup")
print(made.name)
"""


def left_by_the_dead(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    found = subprocess.run(
        [sys.executable, "-c", MAKE, str(folder)],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return folder / found.stdout.strip()


def test_what_the_dead_left_goes_at_once_and_what_others_are_at_stays(tmp_path: Path) -> None:
    mine = parts.new(tmp_path)
    dead = left_by_the_dead(tmp_path)
    journal = dead.with_name(f"{dead.name}-journal")
    elsewhere = tmp_path / f".{'0' * 8}{os.getpid():08x}{'0' * 8}.part"
    other, ours = tmp_path / ".notes.part", tmp_path / "work.part"
    for each in (mine, journal, elsewhere, other, ours):
        each.touch()
    parts.clear_away(tmp_path, time.time())
    assert names_in(tmp_path) == {each.name for each in (mine, elsewhere, other, ours)}
    parts.clear_away(tmp_path, time.time() + 90_000)
    assert names_in(tmp_path) == {other.name, ours.name}
    parts.clear_away(tmp_path / "nowhere", time.time())


def test_a_part_tells_which_process_makes_it(tmp_path: Path) -> None:
    assert parts.new(tmp_path) != parts.new(tmp_path)
    assert not lock.is_dead(lock.mark())
    assert lock.is_dead(left_by_the_dead(tmp_path).name[1:17])


def test_the_next_opening_clears_away_what_a_killed_backup_left(full: ProjectFile) -> None:
    full.close()
    folder = full.path.with_name(f"{full.path.stem} backups")
    kept = folder / "mine.txt"
    left_by_the_dead(folder)
    left_by_the_dead(full.path.parent)
    kept.touch()
    ProjectFile.open(full.path).close()
    assert names_in(folder) == {kept.name}
    assert names_in(full.path.parent) >= {full.path.name}
    assert not list(full.path.parent.glob(".*.part"))
