"""What happens to an open file from outside: read as steps where it is known, told where it is not."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.core.spans import Span
from glossator.store import driver, lock
from glossator.store.driver import Database
from glossator.store.news import FOLLOWED, NOTHING
from glossator.store.project_file import ProjectFile
from tests.store.world import Desk, attack, environment, names_in

OTHER = """
import sys
from pathlib import Path
from glossator.store.project_file import ProjectFile
from tests.builders import annotated
from tests.store.world import Desk
with ProjectFile.open(Path(sys.argv[1])) as project:
    desk = Desk(project, author="Eve")
    for line in sys.stdin:
        exec(line)
        print("done", flush=True)
"""


class Other:
    """Another process that has the project open for writing and does what it is told, a line of Python each."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", OTHER, str(path)],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def do(self, line: str) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n"

    def close(self) -> None:
        self._process.communicate()
        assert self._process.returncode == 0


STRANGER = """
import sqlite3, sys
path, held = sys.argv[1], []
def opened(mode):
    held.append(sqlite3.connect(f"file:{path}?mode={mode}", uri=True, isolation_level=None))
    held[-1].execute("SELECT count(*) FROM mention").fetchall()
def ask(sql):
    return held[-1].execute(sql).fetchall()
for line in sys.stdin:
    exec(line)
    print("done", flush=True)
"""


class Stranger:
    """Another program with an SQLite of its own, which does what it is told, a line of Python each."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", STRANGER, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, line: str) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n"

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture
def stranger(full: ProjectFile) -> Iterator[Stranger]:
    made = Stranger(full.path)
    yield made
    made.close()


def by_another_program(path: Path, sql: str) -> None:
    """What sqlite-utils or Datasette would do; in a process of its own, as two SQLites in one lose the locks."""
    script = (
        f"import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute({sql!r}); c.commit(); c.close()"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=True)


def mentions(project: ProjectFile, number: int) -> list[Mention]:
    text = project.ask.text_of(1)
    spans = (Span(each % 9, each % 9 + 3) for each in range(number))
    return [Mention(project.new_id(), 1, "PER", (span,), span.slice(text)) for span in spans]


def test_own_steps_are_no_news(full: ProjectFile) -> None:
    Desk(full).write("Tag", added=mentions(full, 2))
    assert full.look() == NOTHING


def test_a_reader_hears_each_step_of_another_process(full: ProjectFile) -> None:
    full.close()
    other = Other(full.path)
    other.do("pass")
    with ProjectFile.open(full.path, read_only=True) as reader:
        holder = reader.holder()
        assert holder is not None
        assert f"(process {other.pid}, since 20" in holder.words
        assert reader.look() == NOTHING
        other.do('desk.bring(annotated("[Zoe|PER] came.", name="New", id=77))')
        news = reader.look()
        assert [(each.title, each.author) for each in news.changes] == [("Import New", "Eve")]
        assert (news.is_renewed, news.is_beside) == (False, False)
        assert reader.touched_since(77, news.since)
        assert not reader.touched_since(1, news.since)
        assert reader.ask.annotations(77).text == "Zoe came."
        assert reader.look() == NOTHING
        other.do("project.write_ahead({})")
        assert reader.look() == NOTHING
        other.close()
        news = reader.look()
        assert not news.is_beside, "closing folds the side file, which is nobody else's work"
        assert reader.holder() is None
    assert names_in(full.path.parent) == {"work.gloss"}, "who leaves last folds what is left"


def test_much_is_read_anew(full: ProjectFile) -> None:
    with ProjectFile.open(full.path, read_only=True) as reader:
        Desk(full).write("Much", added=mentions(full, FOLLOWED + 1))
        news = reader.look()
        assert reader.touched_since(1, news.since)
        assert not reader.touched_since(2, news.since)
    assert (news.changes, news.is_renewed, news.is_beside) == ((), True, False)


def test_texts_ahead_are_no_news(full: ProjectFile) -> None:
    with ProjectFile.open(full.path, read_only=True) as reader:
        said = attack()
        full.write_ahead({said.document.digest: said.text})
        assert reader.look() == NOTHING


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE mention SET quote='other'",
        "CREATE TABLE mine(x)",
        "DELETE FROM gone WHERE 0",
        "UPDATE meta SET value='x'",
    ],
)
def test_another_program_is_noticed(full: ProjectFile, sql: str) -> None:
    full.look()
    by_another_program(full.path, sql)
    news = full.look()
    if sql.startswith("DELETE"):
        assert news == NOTHING, "nothing was there to be deleted"
    else:
        assert (news.is_renewed, news.is_beside, news.since) == (True, True, None)
    assert full.look() == NOTHING, "it is told once"


def test_a_side_file_that_another_program_folds_is_no_alarm(full: ProjectFile) -> None:
    full.keep({"chart": 1})
    assert full.look() == NOTHING
    by_another_program(full.path, "PRAGMA wal_checkpoint(TRUNCATE)")
    news = full.look()
    assert (news.where, news.changes, news.is_beside) == ("here", (), False)
    assert news.is_renewed, "what was written before it was folded is not known"
    assert full.look() == NOTHING


def test_one_that_is_folded_before_we_write_on_is_no_alarm(full: ProjectFile) -> None:
    full.keep({"chart": 1})
    assert full.look() == NOTHING
    by_another_program(full.path, "PRAGMA wal_checkpoint(TRUNCATE)")
    full.keep({"chart": 2})
    news = full.look()
    assert (news.changes, news.is_renewed, news.is_beside) == ((), True, False)


@pytest.mark.skipif(sys.platform == "win32", reason="nobody else can drop a lock there")
def test_locks_that_the_system_drops_are_taken_again(full: ProjectFile) -> None:
    # a dialog that looks into files for their kinds closes them, and with them all locks of the process go
    for end in ("", "-shm", "-wal"):
        full.path.with_name(full.path.name + end).read_bytes()
    assert full.look() == NOTHING
    script = (
        "import fcntl, os, sys\n"
        "for name, start, length in ((sys.argv[1], 0x40000002, 510), (sys.argv[1] + '-shm', 128, 1)):\n"
        "    try: fcntl.lockf(os.open(name, os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)\n"
        "    except BlockingIOError: print('held')"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(full.path)], check=True, capture_output=True, text=True
    )
    assert told.stdout.split() == ["held", "held"]


@pytest.mark.skipif(sys.platform == "win32", reason="nobody else can drop a lock there")
def test_who_reads_while_our_locks_are_gone_is_no_alarm(full: ProjectFile, stranger: Stranger) -> None:
    full.keep({"chart": 1})
    for end in ("", "-shm"):
        full.path.with_name(full.path.name + end).read_bytes()
    stranger.do("opened('ro')")  # takes the memory beside the file for that of a program that was killed
    full.keep({"chart": 2})
    assert full.look()._replace(since=None) == NOTHING
    Desk(full).write("Tag", added=mentions(full, 1))
    stranger.do("held.pop().close()")
    assert full.look()._replace(since=None) == NOTHING


def test_where_it_may_not_be_asked_how_far_it_goes_the_size_of_the_side_file_tells(
    full: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    plainly = Database.one

    def refused(database: Database, sql: str, values: Sequence[object] = ()) -> Any:
        if "NOOP" in sql:  # as SQLite says where a folder is read-only
            raise GlossatorError("The project cannot be written.")
        return plainly(database, sql, values)

    monkeypatch.setattr(Database, "one", refused)
    full.keep({"chart": 1})
    assert full.look() == NOTHING
    by_another_program(full.path, "UPDATE mention SET quote='other'")
    assert full.look().is_beside
    by_another_program(full.path, "PRAGMA wal_checkpoint(TRUNCATE)")
    assert not full.look().is_beside
    assert full.look() == NOTHING


def test_a_helper_that_writes_ahead_and_gives_up_is_no_alarm(full: ProjectFile) -> None:
    said = attack()
    with full.lend()() as helper:
        helper.write_ahead({said.document.digest: said.text})
    full.keep({"chart": 1})
    assert full.look() == NOTHING
    by_another_program(full.path, "UPDATE mention SET quote='other'")
    assert full.look().is_beside, "it has gone, so what is written now is not its work"


_READING = (
    "opened('ro')",
    "opened('rw')",
    "held and held.pop().close()",
    "held and ask('SELECT sum(length(quote)) FROM mention')",
    "held and ask('PRAGMA integrity_check')",
    "opened('rw'); ask('PRAGMA wal_checkpoint(PASSIVE)'); held.pop().close()",
    "opened('rw'); ask('PRAGMA wal_checkpoint(FULL)'); held.pop().close()",
    "opened('rw'); ask('PRAGMA wal_checkpoint(RESTART)'); held.pop().close()",
    "opened('rw'); ask('PRAGMA wal_checkpoint(TRUNCATE)'); held.pop().close()",
    "opened('rw'); ask('BEGIN IMMEDIATE'); ask('ROLLBACK'); held.pop().close()",
    "opened('rw'); ask('BEGIN IMMEDIATE'); ask('COMMIT'); held.pop().close()",
)


class Hand:
    """Works on a project at random, as the window does."""

    def __init__(self, project: ProjectFile, chance: random.Random) -> None:
        self._project = project
        self._chance = chance
        self._desk = Desk(project)
        self._made: list[Change] = []

    def work(self) -> None:
        """Remember something, tag, take a step back, lose the locks, or give up an import."""
        match self._chance.randrange(6):
            case 0 | 1:
                self._project.keep({"chart": "x" * self._chance.randrange(20_000)})
            case 2:
                self._made.append(self._desk.write("Tag", added=mentions(self._project, 1)))
            case 3 if self._made:
                self._desk.undo(self._made.pop())
            case 4 if sys.platform != "win32":
                self._project.path.read_bytes()
                self._project.path.with_name(f"{self._project.path.name}-shm").read_bytes()
                self._project.where()
            case _:
                with self._project.lend()() as helper:
                    text = str(self._chance.random())
                    helper.write_ahead({hashlib.sha256(text.encode()).hexdigest(): text})


@pytest.mark.parametrize("seed", range(12))
def test_whoever_reads_is_never_an_alarm_and_whoever_writes_always(
    full: ProjectFile, stranger: Stranger, seed: int
) -> None:
    chance = random.Random(seed)
    hand = Hand(full, chance)
    for turn in range(40):
        for _ in range(chance.randrange(4)):
            hand.work()
        if chance.random() < 0.7:
            stranger.do(chance.choice(_READING))
        if chance.random() < 0.7:
            assert not full.look().is_beside, turn
        if chance.random() < 0.15:
            full.look()  # what helped has gone
            stranger.do(
                f"opened('rw'); ask(\"INSERT OR REPLACE INTO meta VALUES ('strange', {turn})\"); held.pop().close()"
            )
            for _ in range(chance.randrange(3)):
                full.keep({"chart": turn})
            assert full.look().is_beside, turn
            assert full.look() == NOTHING


def test_names_are_learnt_anew_when_another_program_has_written(full: ProjectFile) -> None:
    desk = Desk(full)
    desk.write("Tag", added=mentions(full, 1))
    by_another_program(full.path, "UPDATE person SET name=name || '!'")
    made = mentions(full, 1)[0]
    desk.write("Tag", added=[made])
    assert full.ask.mentions_by_id([made.id])[made.id] == made


def test_where_a_file_is(full: ProjectFile, tmp_path: Path) -> None:
    assert full.where() == "here"
    away = tmp_path / "away.gloss"
    full.path.rename(away)
    assert full.where() == "gone"
    assert full.look().where == "gone"
    (full.path).write_bytes(b"another")
    assert full.where() == "replaced"
    away.replace(full.path)
    assert full.where() == "here"
    Desk(full).write("Tag", added=mentions(full, 1))


def test_a_file_that_comes_back_otherwise_is_another_one(full: ProjectFile, tmp_path: Path) -> None:
    assert full.where() == "here"
    away = tmp_path / "away.gloss"
    full.path.rename(away)
    assert full.where() == "gone"
    os.utime(away, ns=(1, 1))
    away.rename(full.path)
    assert full.where() == "replaced"


def test_a_folder_that_is_gone_with_its_disk(full: ProjectFile, tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    full.close()
    path = full.path.rename(folder / "work.gloss")
    with ProjectFile.open(path) as project:
        folder.rename(tmp_path / "gone")
        assert project.where() == "unreachable"
        (tmp_path / "gone").rename(folder)
        assert project.where() == "here"


def test_a_second_hand_writes_under_the_same_lock(full: ProjectFile) -> None:
    with full.lend()() as second:
        Desk(second).write("By the second", added=mentions(second, 3))
        assert lock.holder(full.path) is not None
    news = full.look()
    assert [each.title for each in news.changes] == ["By the second"]
    mine = Desk(full).write("By the first", added=mentions(full, 1))
    assert full.ask.history(limit=1)[0].id == mine.id
    assert full.look() == NOTHING


def test_steps_of_both_hands_are_told_apart(full: ProjectFile) -> None:
    with full.lend()() as second:
        Desk(second).write("By the second", added=mentions(second, 1))
        Desk(full).write("By the first", added=mentions(full, 1))
        Desk(second).write("By the second again", added=mentions(second, 1))
    assert [each.title for each in full.look().changes] == ["By the second", "By the second again"]
    assert full.look() == NOTHING


def test_who_closes_last_leaves_one_file(full: ProjectFile) -> None:
    opened = full.lend()
    with opened() as second:
        full.close()
        assert lock.holder(full.path) is not None
        Desk(second).write("After the first has gone", added=mentions(second, 1))
    assert names_in(full.path.parent) == {"work.gloss"}
    with ProjectFile.open(full.path) as again:
        assert again.ask.history(limit=1)[0].title == "After the first has gone"


def test_a_change_that_is_cancelled_leaves_nothing(full: ProjectFile) -> None:
    class Enough(Exception):
        """Somebody wants no more."""

    told: list[int] = []

    def tell(rows: int) -> None:
        told.append(rows)
        if len(told) > 3:
            raise Enough

    before = full.ask.history()
    with pytest.raises(Enough), full.told(tell):
        Desk(full).write("Much", added=mentions(full, 20_000))
    assert told[-2] > 0
    assert full.ask.history() == before
    assert len(full.ask.annotations(1).mentions) < 100
    Desk(full).write("Tag", added=mentions(full, 1))


def test_this_sqlite_knows_a_look_at_the_side_file_that_folds_nothing() -> None:
    assert tuple(map(int, driver.version().split("."))) >= (3, 51), "older ones fold where NOOP is said"
