"""What the disk does in the middle of work: it fills up, it fails, the file goes away.  What was saved stays."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import IO

import pytest
from sqlcipher3 import dbapi2

from glossator.core.errors import GlossatorError
from glossator.store.check import check
from glossator.store.driver import Database
from glossator.store.project_file import ProjectFile
from tests.builders import annotated
from tests.store.world import Desk, names_in, new_project, run_script

BIG = 400_000
FOLDED_LATER = "work.gloss was closed with its side files: database or disk is full\n"


def test_a_full_disk_loses_nothing_that_was_saved(full: ProjectFile) -> None:
    desk = Desk(full)
    before = full.ask.history()
    pages = full._database.one("PRAGMA page_count")[0]
    full._database.run(f"PRAGMA max_page_count={pages + 2}")
    big = annotated("word " * (BIG // 5), name="Big", id=3)
    with pytest.raises(
        GlossatorError, match="The disk with the project “work.gloss” is full, so this was not saved"
    ):
        desk.bring(big)
    assert full.ask.history() == before
    assert full.ask.document_count() == 2
    full._database.run("PRAGMA max_page_count=1000000")
    desk.bring(big)
    assert full.ask.document_count() == 3
    full.close()
    assert check(full.path) == []


FILL = """
import resource, sys
from pathlib import Path
from glossator.core.errors import GlossatorError
from glossator.store.project_file import ProjectFile
from tests.builders import annotated
from tests.store.world import Desk

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

path = Path(sys.argv[1])
saved = []
with ProjectFile.open(path) as project:
    desk = Desk(project)
    if sys.argv[2] == "limit":
        limit(int(sys.argv[3]))
    for number in range(10, 2000):
        try:
            desk.bring(annotated(f"{number} " * 300 + "[Ada|PER]", name=str(number), id=number))
            saved.append(number)
        except GlossatorError as error:
            told = str(error)
            break
    there = [int(row.document.name) for row in project.ask.documents() if row.document.id >= 10]
    assert sorted(there) == saved, (there, saved)
    assert [step.title for step in project.ask.steps()[2:]] == [f"Import {each}" for each in saved]
    if sys.argv[2] == "limit":
        limit(resource.RLIM_INFINITY)
        desk.bring(annotated("[Eve|PER]", name="after", id=3))
print(len(saved), told)
"""


@pytest.mark.parametrize("room", [70_000, 150_000, 300_001, 1_000_000])
def test_a_file_that_may_not_grow_says_so_and_keeps_what_it_has(full: ProjectFile, room: int) -> None:
    full.close()
    found = run_script(FILL, full.path, "limit", room)
    assert found.stderr == ""
    assert "The disk refused to read or write the project “work.gloss”, so this was not done." in found.stdout
    assert "Everything that was saved before is safe." in found.stdout
    assert check(full.path) == []
    with ProjectFile.open(full.path) as project:
        assert project.ask.document(3) is not None, "it goes on once there is room"


def test_a_small_disk_that_fills_up(full: ProjectFile, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    inside = shutil.which("unshare")
    if inside is None or subprocess.run([inside, "-m", "true"], capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    full.close()
    script = (
        "import shutil, subprocess, sys\n"
        "disk, source, result = sys.argv[1:4]\n"
        "subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=1500k', 'small', disk], check=True)\n"
        "path = shutil.copy(source, disk)\n"
        "sys.argv = ['', path, 'tmpfs']\n"
        f"exec({FILL!r})\n"
        "shutil.copytree(disk, result)\n"
    )
    found = run_script(script, disk, full.path, tmp_path / "after", before=[inside, "-m"])
    if "mount" in found.stderr:
        pytest.skip("no small disk can be mounted here")
    assert found.stderr in {"", FOLDED_LATER}
    saved, _, told = found.stdout.partition(" ")
    assert int(saved) > 5
    assert told.startswith("The disk with the project “work.gloss” is full, so this was not saved.")
    path = tmp_path / "after" / "work.gloss"
    assert check(path) == []
    with ProjectFile.open(path) as project:  # there is room again
        assert project.ask.document_count() == int(saved) + 2
    assert [each.name for each in path.parent.iterdir()] == ["work.gloss"]


FULL_DISK = """
import shutil, subprocess, sys
from pathlib import Path
from glossator.core.errors import GlossatorError
from glossator.store.project_file import ProjectFile
from tests.store.world import new_project
disk, source = Path(sys.argv[1]), sys.argv[2]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "small", disk], check=True)
path = Path(shutil.copy(source, disk))
try:
    with open(disk / "filler", "wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))
except OSError as error:
    print(error.errno)
with ProjectFile.open(path) as project:
    print(project.read_only, project.ask.document_count(), project.ask.annotations(1).document.name)
    try:
        project.save_copy(disk / "copy.gloss")
    except GlossatorError as error:
        print(error.what)
    project.save_copy(Path(sys.argv[3]))
try:
    new_project(disk, "new.gloss")
except GlossatorError as error:
    print(error.what)
print(sorted(each.name for each in disk.iterdir()))
"""


def test_on_a_full_disk_a_project_is_opened_to_read_and_none_is_made(
    full: ProjectFile, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    inside = shutil.which("unshare")
    if inside is None or subprocess.run([inside, "-m", "true"], capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    full.close()
    elsewhere = tmp_path / "elsewhere.gloss"
    found = run_script(FULL_DISK, disk, full.path, elsewhere, before=[inside, "-m"])
    if "mount" in found.stderr:
        pytest.skip("no small disk can be mounted here")
    assert found.stderr == ""
    number, told, no_copy, refused, names = found.stdout.splitlines()
    assert no_copy == "The disk with the project “copy.gloss” is full, so this was not saved."
    assert check(elsewhere) == [], "a copy on another disk is the way out"
    assert (number, told) == ("28", "True 2 Sample")
    assert "new.gloss" in refused
    assert names == "['filler', 'work.gloss']", "nothing is left of what could not be made"


@pytest.mark.parametrize("code", ["SQLITE_FULL", "SQLITE_IOERR", "SQLITE_BUSY"])
def test_a_disk_that_takes_no_write_at_opening(
    full: ProjectFile, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    full.close()
    prepare = Database.prepare

    def refuse(self: Database) -> None:
        if not self.read_only:
            error = dbapi2.OperationalError("no")
            error.sqlite_errorcode = getattr(dbapi2, code)
            self._tell(error)
        prepare(self)

    monkeypatch.setattr(Database, "prepare", refuse)
    if code == "SQLITE_BUSY":
        with pytest.raises(GlossatorError, match="Another program is using"):
            ProjectFile.open(full.path)
    else:
        with ProjectFile.open(full.path) as project:
            assert project.read_only
            assert names_in(full.path.parent) == {"work.gloss"}, "no lock is held by who only reads"
    assert names_in(full.path.parent) == {"work.gloss"}


def test_a_lock_that_cannot_be_written_makes_a_reader(
    full: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int, *args: object, **rest: object) -> IO[str]:
        os.close(handle)
        raise OSError(28, "No space left on device")

    full.close()
    monkeypatch.setattr(os, "fdopen", refuse)
    with ProjectFile.open(full.path) as project:
        assert project.read_only
        assert names_in(full.path.parent) == {"work.gloss"}
    with pytest.raises(GlossatorError, match="“new.gloss” cannot be made in .*No space left"):
        new_project(full.path.parent, "new.gloss")
    assert names_in(full.path.parent) == {"work.gloss"}


def test_a_file_that_vanishes_while_it_is_opened(tmp_path: Path) -> None:
    with pytest.raises(GlossatorError, match="“work.gloss” or a file beside it cannot be opened"):
        Database(tmp_path / "work.gloss", read_only=True)


def test_a_file_that_was_moved_is_noticed_before_anything_is_written(
    full: ProjectFile, tmp_path: Path
) -> None:
    moved = tmp_path / "moved.gloss"
    full.path.rename(moved)
    with pytest.raises(GlossatorError, match="“work.gloss” was moved or deleted while it was open") as told:
        Desk(full).write()
    assert "save a copy" in told.value.remedy
    copy = tmp_path / "copy.gloss"
    full.save_copy(copy)
    assert check(copy) == []
    with ProjectFile.open(copy, read_only=True) as rescued:
        assert rescued.ask.document_count() == 2
    moved.rename(full.path)
    Desk(full).write("After all")
    assert full.ask.steps()[-1].title == "After all"


def test_a_file_that_was_deleted_is_noticed_and_can_be_copied(full: ProjectFile, tmp_path: Path) -> None:
    full.path.unlink()
    with pytest.raises(GlossatorError, match="moved or deleted"):
        Desk(full).write()
    full.save_copy(tmp_path / "copy.gloss")
    assert check(tmp_path / "copy.gloss") == []


def test_a_file_that_was_replaced_is_noticed(full: ProjectFile, tmp_path: Path) -> None:
    other = tmp_path / "other.gloss"
    full.save_copy(other)
    other.replace(full.path)
    with pytest.raises(GlossatorError, match="was replaced by another file while it was open"):
        Desk(full).write()


@pytest.mark.expects_log
def test_a_moved_file_has_all_that_was_saved_after_closing(full: ProjectFile, tmp_path: Path) -> None:
    moved = tmp_path / "moved.gloss"
    full.path.rename(moved)
    full.close()
    assert check(moved) == []
    with ProjectFile.open(moved) as project:
        assert project.ask.document_count() == 2
