"""Files that cannot be opened, or only to read: each has its own clear sentence, and is left as it was."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from glossator.core.errors import GlossatorError
from glossator.store import migrations
from glossator.store.check import check
from glossator.store.lock import Locked
from glossator.store.project_file import ProjectFile
from glossator.store.schema import FORMAT
from tests.builders import annotated
from tests.store.world import Desk, filled, names_in, run_script


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A project of two documents that nobody has open."""
    project = filled(tmp_path)
    project.close()
    return project.path


def altered(path: Path, *statements: str) -> None:
    """Let another program write into a project file."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def missing(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def prose(path: Path) -> None:
    path.write_text("Not a project at all. " * 100)


def foreign(path: Path) -> None:
    path.unlink()
    altered(path, "CREATE TABLE bookmarks(url TEXT)", "PRAGMA application_id=7")


def newer(path: Path) -> None:
    altered(path, f"PRAGMA user_version={FORMAT + 2}", "UPDATE meta SET value='2.4' WHERE key='needs'")


def much_newer(path: Path) -> None:
    altered(path, "PRAGMA user_version=9", "DELETE FROM meta WHERE key='needs'")


def strange_newer(path: Path) -> None:
    altered(path, "PRAGMA user_version=99", "DROP TABLE meta")


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:60])


def without_table(path: Path) -> None:
    altered(path, "DROP TABLE note")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (missing, r"There is no file “work.gloss” in “.*”\. See whether it was moved"),
        (folder, "“work.gloss” is a folder, not a project"),
        (pipe, "“work.gloss” is not a file"),
        (empty, r"“work.gloss” is empty \(0 bytes\)"),
        (prose, "“work.gloss” is not a Glossator project"),
        (cut_short, "“work.gloss” is damaged"),
        (foreign, "“work.gloss” is a database of another program"),
        (
            newer,
            rf"newer Glossator \(format {FORMAT + 2}; .* {FORMAT}\).*Open it with Glossator 2.4 or later",
        ),
        (much_newer, "Open it with Glossator in a newer version"),
        (strange_newer, "Open it with Glossator in a newer version"),
        (truncated, "“work.gloss” is damaged"),
        (without_table, r"“work.gloss” is damaged: a part of it \(note\) is missing"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
@pytest.mark.parametrize("read_only", [False, True], ids=["write", "read"])
def test_a_file_that_cannot_be_opened_says_why_and_stays_as_it_is(
    closed: Path, spoil: Callable[[Path], None], sentence: str, read_only: bool
) -> None:
    spoil(closed)
    before = closed.read_bytes() if closed.is_file() else None
    with pytest.raises(GlossatorError, match=sentence):
        ProjectFile.open(closed, read_only=read_only)
    assert before == (closed.read_bytes() if closed.is_file() else None)
    assert {each.name for each in closed.parent.iterdir()} <= {"work.gloss"}, "no lock is left"


def test_a_file_in_a_folder_that_may_not_be_searched(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> os.stat_result:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(GlossatorError, match="cannot be looked at: Permission denied"):
        ProjectFile.open(closed)


def read_all(path: Path) -> None:
    with ProjectFile.open(path) as project:
        project.scheme()
        project.ask.annotations(1)


def test_damage_that_shows_only_later_is_told_when_it_is_met(closed: Path) -> None:
    pages = bytearray(closed.read_bytes())
    pages[4096 * 3 :] = bytes(len(pages) - 4096 * 3)
    closed.write_bytes(pages)
    with pytest.raises(GlossatorError, match="is damaged") as told:
        read_all(closed)
    assert "malformed" in told.value.details
    assert any("damaged" in fault for fault in check(closed))


def test_a_text_that_is_no_unicode_is_damage(closed: Path) -> None:
    altered(closed, "UPDATE text SET body=CAST(X'ff80ff' AS TEXT)")
    with ProjectFile.open(closed) as project, pytest.raises(GlossatorError, match="is damaged"):
        project.ask.text_of(1)


AS_ANOTHER_USER = """
import os, sys
from pathlib import Path
from glossator.core.errors import GlossatorError
from glossator.store.project_file import ProjectFile
from glossator.store.schema import FORMAT
from tests.store.world import Desk
if os.getuid() == 0:  # to root nothing is read-only
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    with ProjectFile.open(Path(sys.argv[1])) as project:
        print(project.read_only, project.ask.document_count(), project.ask.annotations(1).document.name)
        Desk(project).write()
except GlossatorError as error:
    print(error)
"""


@pytest.fixture
def common() -> Iterator[Path]:
    """A folder that every user may enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
        Path(name).chmod(0o755)


def seen_by_another(path: Path) -> list[str]:
    found = run_script(AS_ANOTHER_USER, path)
    assert found.stderr == ""
    return found.stdout.splitlines()


def test_a_read_only_file_is_opened_to_read(closed: Path, common: Path) -> None:
    path = Path(shutil.copy(closed, common))
    path.chmod(0o444)
    common.chmod(0o777)
    told, refused = seen_by_another(path)
    assert told == "True 2 Sample"
    assert refused.startswith("The project “work.gloss” is open to read only, so nothing was changed in it.")
    assert names_in(common) == {"work.gloss"}


def test_a_file_in_a_read_only_folder_is_opened_to_read(closed: Path, common: Path) -> None:
    path = Path(shutil.copy(closed, common))
    path.chmod(0o666)
    common.chmod(0o555)
    assert seen_by_another(path)[0] == "True 2 Sample"


def test_a_file_that_was_left_in_wal_mode_is_read_in_a_read_only_folder(closed: Path, common: Path) -> None:
    altered(closed, "PRAGMA journal_mode=WAL")
    path = Path(shutil.copy(closed, common))
    path.chmod(0o444)
    common.chmod(0o555)
    assert seen_by_another(path)[0] == "True 2 Sample"


def test_work_that_waits_in_a_side_file_is_read_or_missed_aloud(tmp_path: Path, common: Path) -> None:
    project = filled(tmp_path)
    for side in ("work.gloss", "work.gloss-wal", "work.gloss-shm"):  # as after a crash
        shutil.copy(tmp_path / side, common)
        (common / side).chmod(0o444)
    project.close()
    common.chmod(0o555)
    assert seen_by_another(common / "work.gloss")[0] == "True 2 Sample"
    common.chmod(0o755)
    (common / "work.gloss-shm").unlink()
    common.chmod(0o555)
    (told,) = seen_by_another(common / "work.gloss")
    assert told.startswith("The project “work.gloss” or a file beside it cannot be opened.")


@contextmanager
def unprivileged() -> Iterator[None]:
    """To root nothing is read-only, so be somebody else for a while."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        if was == 0:
            os.seteuid(was)


def test_a_file_in_wal_mode_where_side_files_cannot_be_made(closed: Path, common: Path) -> None:
    altered(closed, "PRAGMA journal_mode=WAL")
    path = Path(shutil.copy(closed, common))
    path.chmod(0o444)
    common.chmod(0o555)
    with unprivileged(), ProjectFile.open(path, read_only=True) as project:
        assert project.ask.annotations(2).document.name == "Meeting"
    common.chmod(0o755)
    (common / "work.gloss-wal").write_bytes(b"work")
    (common / "work.gloss-wal").chmod(0o000)
    common.chmod(0o555)
    with unprivileged(), pytest.raises(GlossatorError, match="a file beside it cannot be opened"):
        ProjectFile.open(path, read_only=True)


def test_a_file_that_may_not_be_read(closed: Path, common: Path) -> None:
    path = Path(shutil.copy(closed, common))
    path.chmod(0o000)
    assert seen_by_another(path) == [
        "You have no permission to read “work.gloss”. Ask its owner for permission, or for a copy."
    ]


def test_where_nothing_may_be_written_no_lock_is_made(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossator.store.places.may_write", lambda path: False)
    with ProjectFile.open(closed) as project:
        assert project.read_only
        assert project.ask.document_count() == 2
        assert names_in(closed.parent) == {"work.gloss"}


def test_an_unreadable_file_is_refused(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(GlossatorError, match="no permission to read"):
        ProjectFile.open(closed)


def test_a_writer_that_is_kept_out_by_another_program_says_so(full: ProjectFile) -> None:
    full._database.run("PRAGMA busy_timeout=10")
    other = dbapi2.connect(str(full.path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(GlossatorError, match="Another program is using the project “work.gloss”") as told:
        Desk(full).bring(annotated("[Eve|PER]", id=3))
    assert "Everything that was saved before is safe." in str(told.value)
    other.execute("ROLLBACK")
    other.close()
    Desk(full).bring(annotated("[Eve|PER]", id=3))
    assert full.ask.document_count() == 3


def test_an_older_file_is_brought_up_to_date_and_kept(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered(closed, "PRAGMA user_version=0")
    with pytest.raises(
        GlossatorError, match=r"\(format 0\).*Open it once in the window.*Copy it to a folder"
    ):
        ProjectFile.open(closed, read_only=True)
    steps = {0: lambda database, told: database.run("INSERT INTO meta VALUES ('step', 'done')")}
    monkeypatch.setattr(migrations.migrate, "__kwdefaults__", {"to": 1, "steps": steps})
    with ProjectFile.open(closed) as project:
        assert project._database.one("PRAGMA user_version")[0] == 1
        assert project._database.one("SELECT value FROM meta WHERE key='step'")[0] == "done"
        assert project._database.one("PRAGMA foreign_keys")[0] == 1
        assert project.ask.document_count() == 2
    [kept] = closed.with_name("work backups").iterdir()
    assert "before a new format" in kept.name
    altered(kept, f"PRAGMA user_version={FORMAT}")
    with ProjectFile.open(kept) as project:
        assert project.ask.document_count() == 2


def test_a_migration_that_fails_leaves_the_file_as_it_was(full: ProjectFile) -> None:
    steps = {
        1: lambda database, told: database.run("DROP TABLE note"),
        2: lambda database, told: database.run("DROP TABLE nothing"),
    }
    before = content(full)
    for _ in range(2):  # each time a backup is made
        with pytest.raises(dbapi2.OperationalError, match="nothing"):
            migrations.migrate(full._database, 1, to=3, steps=steps)
        assert content(full) == before
        assert full._database.one("PRAGMA foreign_keys")[0] == 1
    backups = list(full.path.with_name("work backups").iterdir())
    assert [check(each) for each in backups] == [[], []]
    assert migrations.migrate(full._database, FORMAT) is None


def content(project: ProjectFile) -> list[object]:
    """All that the file says of itself and of the project."""
    database = project._database
    tables = database.rows("SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name")
    rows = [database.rows(f"SELECT * FROM {name}") for (name,) in tables]
    return [database.rows("PRAGMA user_version"), database.rows("SELECT * FROM sqlite_schema"), rows]


def test_a_file_opened_by_another_glossator_is_locked(full: ProjectFile) -> None:
    with pytest.raises(Locked, match="is already open in this Glossator"):
        ProjectFile.open(full.path)
    with ProjectFile.open(full.path, read_only=True) as reader:
        assert reader.ask.document_count() == 2
