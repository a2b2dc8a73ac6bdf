"""The passphrase of a project set, changed and taken away: by a whole new file or not at all."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from glossator.core.errors import GlossatorError
from glossator.store import backups, rekeying
from glossator.store.check import check
from glossator.store.driver import Database
from glossator.store.keys import Key, NeedsPassphrase, WrongPassphrase
from glossator.store.lock import Locked, lock_path
from glossator.store.project_file import ProjectFile
from tests.store.world import environment, filled, quick_folder

KILLS = 15
SALTS = "9f03d1c25be87a44c0116e93ab5d20f7", "04e1b97c3fd8605ae2917bc8546fa31d"
FIRST, SECOND = (Key(bytes([number]) * 32, bytes.fromhex(each)) for number, each in enumerate(SALTS))
WORKER = """
import sys
from pathlib import Path
from glossator.store import backups, rekeying
from tests.store.test_rekeying import KEYS as keys
now = int(sys.argv[2])
while True:
    rekeying.rekey(Path(sys.argv[1]), keys[now], keys[now := (now + 1) % 3])
    print(now, flush=True)
"""
KEYS = (None, FIRST, SECOND)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A project that is not protected, with everything in it, and that nobody has open."""
    project = filled(tmp_path)
    project.close()
    return project.path


def rows_of(path: Path, key: Key | None) -> dict[str, list[object]]:
    """Every row of every table."""
    database = Database(path, read_only=True, key=key)
    names = [
        name for (name,) in database.rows("SELECT name FROM sqlite_schema WHERE type='table' AND rootpage>0")
    ]
    found = {name: database.rows(f'SELECT * FROM "{name}"') for name in names}
    found["what it is"] = [database.one(f"PRAGMA {each}") for each in ("application_id", "user_version")]
    found["laid out"] = database.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2")
    database.drop()
    return found


def test_all_stays_through_every_change_of_the_key(plain: Path) -> None:
    os.chmod(plain, 0o640)  # noqa: PTH101 - says that it changes a mode
    before = rows_of(plain, None)
    for old, new in ((None, FIRST), (FIRST, SECOND), (SECOND, None), (None, SECOND), (SECOND, SECOND)):
        rekeying.rekey(plain, old, new)
        assert rows_of(plain, new) == before
        assert check(plain, key=new) == []
        assert plain.stat().st_mode & 0o777 == 0o640
        assert [each.name for each in plain.parent.iterdir()] == ["work.gloss"]
    with pytest.raises(WrongPassphrase):
        ProjectFile.open(plain, key=FIRST)


def test_work_that_waits_in_a_side_file_comes_along(plain: Path) -> None:
    connection = dbapi2.connect(str(plain), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("UPDATE meta SET value='Renamed' WHERE key='title'")
    side = plain.with_name("work.gloss-wal")
    kept, content = plain.read_bytes(), side.read_bytes()
    connection.close()
    plain.write_bytes(kept)
    side.write_bytes(content)
    rekeying.rekey(plain, None, FIRST)
    with ProjectFile.open(plain, key=FIRST) as project:
        assert project.ask.title() == "Renamed"


def refused(
    path: Path, old: Key | None, error: type[GlossatorError], sentence: str, *, real: Key | None = None
) -> None:
    """A key that cannot be given, after which all is as it was."""
    before, names = rows_of(path, real), {each.name for each in path.parent.iterdir()}
    with pytest.raises(error, match=sentence):
        rekeying.rekey(path, old, SECOND)
    assert rows_of(path, real) == before
    assert {each.name for each in path.parent.iterdir()} == names


def test_what_stands_in_the_way_is_told_and_nothing_is_changed(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ProjectFile.open(plain), pytest.raises(Locked):
        rekeying.rekey(plain, None, FIRST)
    rekeying.rekey(plain, None, FIRST)
    refused(plain, None, NeedsPassphrase, "protected by a passphrase", real=FIRST)
    refused(plain, SECOND, WrongPassphrase, "does not open", real=FIRST)
    connection = dbapi2.connect(str(plain), isolation_level=None)
    connection.execute(f'PRAGMA key="{FIRST.spell()}"')
    connection.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("glossator.store.driver._BUSY_SECONDS", 0.0)
    refused(plain, FIRST, GlossatorError, "Another program is using", real=FIRST)
    connection.execute("ROLLBACK")
    connection.close()
    rekeying.rekey(plain, FIRST, SECOND)


def test_a_program_that_writes_meanwhile_is_noticed(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = rekeying.read_again

    def meddle(beside: Path, key: Key | None) -> None:
        made(beside, key)
        connection = dbapi2.connect(str(plain), isolation_level=None)
        connection.execute("UPDATE meta SET value='Renamed' WHERE key='title'")
        connection.close()

    monkeypatch.setattr(rekeying, "read_again", meddle)
    with pytest.raises(GlossatorError, match="Another program is using"):
        rekeying.rekey(plain, None, FIRST)
    with ProjectFile.open(plain) as project:
        assert project.ask.title() == "Renamed"
    assert [each.name for each in plain.parent.iterdir()] == ["work.gloss"]


def test_a_disk_that_gives_back_something_else(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = rekeying.read_again

    def spoil(beside: Path, key: Key | None) -> None:
        content = bytearray(beside.read_bytes())
        content[-50] ^= 1
        beside.write_bytes(content)
        made(beside, key)

    monkeypatch.setattr(rekeying, "read_again", spoil)
    refused(plain, None, GlossatorError, "gave back something else|is damaged")
    assert check(plain) == []


def test_a_disk_without_room(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rekeying, "_bring_to_disk", full)
    refused(
        plain,
        None,
        GlossatorError,
        "cannot be written anew.*No space left.*room for the project twice",
    )


def test_it_can_be_cancelled_and_tells_how_far_it_is(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Enough(Exception):
        pass

    told: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        raise Enough

    monkeypatch.setattr("glossator.store.driver._WATCH_STEPS", 10)
    before = rows_of(plain, None)
    with pytest.raises(Enough):
        rekeying.rekey(plain, None, FIRST, tell)
    assert rows_of(plain, None) == before
    assert [each.name for each in plain.parent.iterdir()] == ["work.gloss"]
    assert told
    assert all(0 <= done <= total for done, total in told)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is read-only for this user")
def test_a_folder_that_cannot_be_written(plain: Path) -> None:
    plain.parent.chmod(0o500)
    try:
        with pytest.raises(GlossatorError, match="cannot be written"):
            rekeying.rekey(plain, None, FIRST)
    finally:
        plain.parent.chmod(0o700)


def test_what_was_cut_off_is_removed_when_the_project_is_opened_next(plain: Path) -> None:
    left = rekeying._beside(plain)
    left.write_bytes(b"half of it")
    ProjectFile.open(plain, read_only=True).close()
    assert left.exists(), "who only reads does not know whether it is still being written"
    ProjectFile.open(plain).close()
    assert not left.exists()


# --- backups


def test_its_backups_follow_and_no_others(tmp_path: Path) -> None:
    project = filled(tmp_path)
    made = backups.snapshot(project._database, "daily")
    rows = rows_of(made, None)
    project.close()
    (tmp_path / "other").mkdir()
    stranger = made.with_name(made.name.replace("daily", "import"))
    other = filled(tmp_path / "other")
    other.save_copy(stranger)
    other.close()
    damaged = made.with_name(made.name.replace("daily", "repair"))
    damaged.write_bytes(made.read_bytes()[:5000])
    others = {each: each.read_bytes() for each in (stranger, damaged)}
    for old, new in ((None, FIRST), (FIRST, SECOND), (SECOND, None)):
        rekeying.rekey(project.path, old, new)
        assert rekeying.rekey_backups(project.path, [made, stranger, damaged], old, new) == []
        assert rows_of(made, new) == rows
        assert {each: each.read_bytes() for each in others} == others
    assert {each.name for each in made.parent.iterdir()} == {made.name, stranger.name, damaged.name}


def test_a_backup_that_cannot_be_written_anew_is_told_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = filled(tmp_path)
    made = backups.snapshot(project._database, "daily")
    project.close()
    rekeying.rekey(project.path, None, FIRST)
    before = made.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rekeying, "_bring_to_disk", full)
    assert rekeying.rekey_backups(project.path, [made], None, FIRST) == [made]
    assert made.read_bytes() == before
    assert [each.name for each in made.parent.iterdir()] == [made.name]


# --- kill -9


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory: a killed process leaves to the system what it has written."""
    with quick_folder() as made:
        yield made


def let_a_minute_pass(path: Path) -> None:
    """A lock that was cut off before it said whose it is counts for a minute."""
    lock = lock_path(path)
    if lock.exists() and lock.stat().st_size == 0:
        os.utime(lock, (0, 0))


def opening_key(path: Path) -> int:
    """Which of the keys opens it."""
    for number, key in enumerate(KEYS):
        try:
            ProjectFile.open(path, key=key).close()
        except NeedsPassphrase:
            continue
        return number
    raise AssertionError("no key opens it")


def test_kill_9_leaves_the_old_file_or_the_new_one(folder: Path) -> None:
    project = filled(folder)
    project.close()
    path = project.path
    before = rows_of(path, None)
    rng = random.Random(3)
    now, cut_off = 0, 0
    for _ in range(KILLS):
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(path), str(now)],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert worker.stdout is not None
        for _ in range(rng.randint(1, 4)):
            last = int(worker.stdout.readline())
        spin(rng.randrange(2_000_000))
        worker.kill()
        assert worker.stderr is not None
        rest, told = (
            worker.stdout.read(),
            worker.stderr.read(),
        )  # communicate() would pass over what was read ahead
        worker.wait()
        worker.stdout.close()
        worker.stderr.close()
        assert told == ""
        last = int((rest.split() or [str(last)])[-1])
        cut_off += rekeying._beside(path).exists()
        let_a_minute_pass(path)
        now = opening_key(path)
        assert now in {last, (last + 1) % 3}, "a change that was reported is there, and at most one more"
        assert check(path, key=KEYS[now]) == []
        assert rows_of(path, KEYS[now]) == before
        assert [each.name for each in folder.iterdir()] == ["work.gloss"]
    assert cut_off, "none of the kills came while a file was being written"


def spin(rounds: int, step: Callable[[int], object] = abs) -> None:
    """Pass a while that differs from kill to kill."""
    for each in range(rounds):
        step(each)
