"""What torture has found, each in the smallest way that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from glossator import projects
from glossator.core import edits
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.core.spans import Span
from glossator.store import places, reading, rekeying, replay
from glossator.store.check import check
from glossator.store.driver import Damaged, Database, IntegrityError
from glossator.store.keys import Key
from glossator.store.project_file import ProjectFile
from glossator.store.schema import lay_out
from glossator.workbench import Workbench
from tests.builders import scheme
from tests.store.world import Desk, attack, names_in, run_script

BACKUP_WITHOUT_ROOM = """
import resource, sys
from pathlib import Path
from glossator.core.errors import GlossatorError
from glossator.store import backups
from glossator.store.keys import Key
from glossator.store.project_file import ProjectFile
with ProjectFile.open(Path(sys.argv[1])) as project:
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
    try:
        backups.snapshot(project._database, "import")
    except GlossatorError as error:
        print(error.what)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(len(list(backups.snapshot(project._database, "import").parent.iterdir())))
"""


def test_a_backup_for_which_there_is_no_room_is_refused_in_a_sentence(full: ProjectFile) -> None:
    full.close()
    found = run_script(BACKUP_WITHOUT_ROOM, full.path)
    assert found.stderr == ""
    told, number = found.stdout.splitlines()
    assert "disk" in told
    assert number == "1", "nothing is left of the first one"


def test_a_project_that_was_left_half_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "half.gloss"
    path.touch()
    database = Database(path, read_only=False)
    lay_out(database)  # as when the power goes before the first step
    database.close()
    with pytest.raises(GlossatorError, match="was not finished when it was made"):
        ProjectFile.open(path)


def test_a_disk_that_ends_a_transaction_by_itself_is_no_bug(full: ProjectFile) -> None:
    Desk(full).write("Step")
    with full._database.one_state():
        full._database.run("ROLLBACK")  # as SQLite does where it cannot go on
    assert not full._database.connection.in_transaction


def flipped(path: Path, what: bytes, into: bytes) -> None:
    """Another byte where these are found."""
    content = path.read_bytes()
    assert what in content
    path.write_bytes(content.replace(what, into))


def test_words_of_sqlite_that_are_no_unicode_mean_damage(full: ProjectFile) -> None:
    full.close()
    flipped(full.path, b"CREATE TABLE meta", b"CREATE\xe5TABLE meta")
    with pytest.raises(Damaged):
        ProjectFile.open(full.path)


@pytest.mark.parametrize(
    ("what", "into"), [(b"label", b"la\x7fel"), (b'"id":"PER"', b'"iq":"PER"'), (b'"roles":[', b'"roles":"')]
)
def test_an_item_of_the_scheme_that_makes_no_sense_is_damage(
    full: ProjectFile, what: bytes, into: bytes
) -> None:
    connection = full._database.connection
    found = connection.execute("SELECT key, kind, spec FROM item").fetchall()
    key, kind, spec = next(row for row in found if what in f"{row[1]} {row[2]}".encode())
    changed = [each.encode().replace(what, into).decode() for each in (kind, spec)]
    connection.execute("UPDATE item SET kind=?, spec=? WHERE key=?", (*changed, key))
    with pytest.raises(Damaged):
        full.scheme()


def test_a_mention_with_a_number_that_nobody_has_is_damage(full: ProjectFile) -> None:
    full._database.run("PRAGMA foreign_keys=OFF")
    full._database.run("UPDATE mention SET author=99")
    with pytest.raises(Damaged, match="A record of the project is damaged"):
        full.ask.annotations(1)


@pytest.mark.expects_log
def test_a_page_of_a_protected_project_that_cannot_be_deciphered_is_damage(tmp_path: Path) -> None:
    key = Key(bytes(32), bytes(range(16)))
    path = tmp_path / "work.gloss"
    with ProjectFile.create(path, title="Work", scheme=scheme(), author="Ada", key=key) as project:
        Desk(project).bring(attack())
    content = path.read_bytes()
    told = set()
    for place in range(4096, len(content), 4096):
        path.write_bytes(content[:place] + bytes(4096) + content[place + 4096 :])
        try:
            with ProjectFile.open(path, key=key) as project:
                Desk(project).write("Delete", removed=project.ask.annotations(1).notes.values())
        except Damaged as error:
            told.add(str(error))
        for side in tmp_path.glob("work.gloss-*"):
            side.unlink()
    assert told


def test_a_count_of_a_label_that_nobody_has_is_damage(full: ProjectFile) -> None:
    full._database.run("UPDATE stat_label SET label=99 WHERE label=(SELECT min(label) FROM stat_label)")
    with pytest.raises(Damaged, match="A record of the project is damaged"):
        full.ask.label_counts()


def test_a_document_without_its_text_in_the_list_is_damage(full: ProjectFile) -> None:
    full._database.run("PRAGMA foreign_keys=OFF")
    full._database.run("DELETE FROM text WHERE key=(SELECT min(key) FROM text)")
    for ask in (full.ask.documents, lambda: full.ask.annotations(1)):
        with pytest.raises(Damaged, match="A record of the project is damaged"):
            ask()


def test_a_schema_in_which_what_is_referred_to_has_another_name_is_damage(full: ProjectFile) -> None:
    full.close()
    flipped(full.path, b"CREATE TABLE action(place", b"CREATE TABLE action(plaze")
    found = check(full.path)
    assert "The table, index or view “action” is not as Glossator makes it." in found
    assert [each for each in found if "no such column: place" in each]
    assert [each for each in found if "foreign key mismatch" in each]


def test_a_schema_in_which_a_column_has_another_name_is_damage(full: ProjectFile) -> None:
    full.close()
    flipped(full.path, b"aliases TEXT, identifiers TEXT", b"aliases TEXT, identifiexs TEXT")
    with ProjectFile.open(full.path, read_only=True) as damaged, pytest.raises(Damaged, match="is damaged"):
        damaged.ask.entities()


def test_a_record_that_stands_twice_in_a_damaged_table_is_told(
    full: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.close()
    assert check(full.path) == []
    there, records = replay._there, reading.every_record
    monkeypatch.setattr(replay, "_there", lambda *given: [*there(*given), *there(*given)])
    monkeypatch.setattr(reading, "every_record", lambda *given: [*records(*given), *records(*given)])
    twice = "The document 0000000000002 is not what the journal says of it: “Meeting”."
    assert twice in check(full.path)


def test_a_step_that_contradicts_damaged_tables_is_damage_and_no_bug(full: ProjectFile) -> None:
    document = full.ask.annotations(1)
    mention = replace(next(iter(document.in_order())), id=full.new_id())
    full._database.run("PRAGMA foreign_keys=OFF")
    full._database.run("DELETE FROM document WHERE id=1")
    full._database.run("PRAGMA foreign_keys=ON")
    before = full.ask.history()
    with pytest.raises(Damaged, match="its tables contradict each other") as told:
        Desk(full).write("Tag", added=[mention])
    assert "document" in told.value.details
    assert full.ask.history() == before


def test_a_step_that_contradicts_whole_tables_is_a_bug(full: ProjectFile) -> None:
    mention = replace(next(iter(full.ask.annotations(1).in_order())), id=full.new_id(), document=999)
    with pytest.raises(IntegrityError):
        Desk(full).write("Tag", added=[mention])


HALF_WRITTEN = """
import os, sys
from pathlib import Path
from glossator.store import places
from glossator.store.keys import Key
from glossator.store.project_file import ProjectFile
places.is_network = lambda path: True
database = ProjectFile.open(Path(sys.argv[1]), key=Key(bytes(32), bytes(range(16))))._database
for statement in (
    "PRAGMA cache_size=5", "BEGIN IMMEDIATE", "CREATE TABLE begun(x)", "INSERT INTO begun VALUES(zeroblob(400000))",
):
    database.run(statement)
os._exit(0)
"""


@pytest.mark.parametrize("read_only", [False, True])
def test_a_free_page_that_was_half_written_on_a_share_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_only: bool
) -> None:
    """Who takes the step back does not look at it, as it holds nothing; but a protected one cannot be deciphered."""
    monkeypatch.setattr(places, "is_network", lambda path: True)
    key = Key(bytes(32), bytes(range(16)))
    path = tmp_path / "work.gloss"
    with ProjectFile.create(path, title="Work", scheme=scheme(), author="Ada", key=key) as project:
        Desk(project).bring(attack())
        for statement in (
            "CREATE TABLE passing(x)",
            "INSERT INTO passing VALUES (zeroblob(200000))",
            "DROP TABLE passing",
        ):
            project._database.run(statement)
    before = path.read_bytes()
    assert run_script(HALF_WRITTEN, path).stderr == ""
    torn = bytearray(path.read_bytes())
    for place in range(0, len(before), 4096):
        if torn[place : place + 4096] != before[place : place + 4096]:
            torn[place : place + 512] = bytes(512)
    path.write_bytes(torn)
    with ProjectFile.open(path, key=key, read_only=read_only) as project:
        assert project.ask.document_count() == 1
    assert check(path, key=key) == []
    with ProjectFile.open(path, key=key) as project:
        assert check(project.snapshot("request", lambda done, total: None), key=key) == []


LEFT_IN_THE_MIDDLE = """
import os, sys
from pathlib import Path
from glossator.store import places
from glossator.store.project_file import ProjectFile
places.is_network = lambda path: True
database = ProjectFile.open(Path(sys.argv[1]))._database
for statement in (
    "PRAGMA cache_size=5", "BEGIN IMMEDIATE", "UPDATE document SET name=name||'x'",
    "CREATE TABLE begun(x)", "INSERT INTO begun VALUES(zeroblob(400000))",
):
    database.run(statement)
os._exit(0)
"""


def test_what_was_left_in_the_middle_of_a_step_is_read_and_checked(
    full: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.close()
    beside = full.path.with_name("work.gloss-journal")
    assert run_script(LEFT_IN_THE_MIDDLE, full.path).stderr == ""
    assert beside.stat().st_size
    monkeypatch.setattr("glossator.store.places.may_write", lambda path: False)
    with pytest.raises(GlossatorError, match="was left in the middle of a step"):
        check(full.path)
    monkeypatch.undo()
    assert check(full.path) == []
    with ProjectFile.open(full.path, read_only=True) as project:
        assert [row.document.name for row in project.ask.documents()] == ["Meeting", "Sample"]


@pytest.fixture
def arrived(full: ProjectFile, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Workbench, Change]]:
    """A project, and a tag that is in its file although the disk refused the last of its writes."""
    full.close()
    bench = projects.open(full.path, author="Ada")
    run = Database.run

    def refuse(self: Database, sql: str, values: Sequence[object] = ()) -> int:
        found = run(self, sql, values)
        if sql == "COMMIT":  # as where the last fsync of a rollback journal fails
            raise GlossatorError("The disk refused to write.")
        return found

    change = edits.tag(bench.open_document(2), [Span(0, 3)], bench.scheme.labels[1], by=bench.hand)
    monkeypatch.setattr(Database, "run", refuse)
    with pytest.raises(GlossatorError, match="refused to write"):
        bench.do(change)
    monkeypatch.undo()
    yield bench, change
    bench.close()
    assert check(full.path) == []


@pytest.mark.parametrize("on_share", [False, True])
def test_an_emptied_journal_of_a_killed_program_is_not_taken_for_another_one_at_work(
    full: ProjectFile, monkeypatch: pytest.MonkeyPatch, on_share: bool
) -> None:
    """On a network share the journal is emptied, not deleted, after each step; who is killed then leaves it."""
    full.close()
    monkeypatch.setattr(places, "is_network", lambda path: on_share)
    side = full.path.with_name(f"{full.path.name}-journal")
    side.touch()
    rekeying.rekey(full.path, None, None)
    assert not side.exists()
    side.touch()
    ProjectFile.open(full.path).close()
    assert names_in(full.path.parent) == {"work.gloss"}
    assert check(full.path) == []


def test_a_step_that_arrived_although_the_disk_said_no_is_not_written_twice(
    arrived: tuple[Workbench, Change],
) -> None:
    bench, change = arrived
    told: list[Change] = []
    bench.on_change = told.append
    bench.try_again()
    assert bench.unsaved is None
    assert told == [change]
    assert bench.current is not None
    assert change.added[0].id in bench.current.mentions
    assert not bench.look().changes
    assert bench.undo().undoes == change.id
    assert change.added[0].id not in bench.current.mentions


def test_a_step_that_arrived_and_is_heard_of_by_others_does_not_wait_any_more(
    arrived: tuple[Workbench, Change],
) -> None:
    bench, change = arrived
    with bench.lend("The import")(lambda done, total, what: None) as other:
        document = other.open_document(2)
        other.do(edits.tag(document, [Span(4, 6)], other.scheme.labels[1], by=other.hand))
    bench.take_over()
    assert bench.unsaved is None
    assert bench.current is not None
    assert change.added[0].id in bench.current.mentions
