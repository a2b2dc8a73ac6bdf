"""Going back to a backup: what would be taken back is told before, the present is kept, and nothing is half done."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossator.core.errors import GlossatorError
from glossator.store import backups, restoring
from glossator.store.backups import Plan, snapshot
from glossator.store.check import check
from glossator.store.keys import Key, NeedsPassphrase
from glossator.store.lock import Locked
from glossator.store.project_file import ProjectFile
from glossator.store.rekeying import rekey
from tests.builders import annotated, entity
from tests.store.world import Desk, filled, names_in, new_project


def beside(path: Path) -> list[Path]:
    return backups.folders(path, Plan())


def test_what_would_be_taken_back_is_counted_by_document(full: ProjectFile) -> None:
    kept = snapshot(full._database, "request")
    desk = Desk(full, author="Grace")
    desk.bring(annotated("[Ada|PER] later.", name="Later", id=9))
    mentions = full.ask.annotations(2).mentions
    desk.write("Delete “Ada”", removed=[next(iter(mentions.values()))])
    desk.write("New entity", added=[entity("Lord Byron", id=77)])
    found = restoring.difference(full.path, kept, None)
    assert (found.kinship, found.taken_back) == ("same", 3)
    assert [(each.title, each.author, each.documents) for each in found.steps] == [
        ("New entity", "Grace", ()),
        ("Delete “Ada”", "Grace", ("Meeting",)),
        ("Import Later", "Grace", ("Later",)),
    ]
    assert found.documents == (("Later", 1), ("Meeting", 1))
    (entry,) = restoring.entries(full.path, beside(full.path), None)
    assert (entry.backup.path, entry.kinship, entry.behind) == (kept, "same", 3)
    assert entry.size == kept.stat().st_size


def test_restore_keeps_the_present_and_comes_back_to_the_past(full: ProjectFile) -> None:
    kept = snapshot(full._database, "daily")
    before = full.ask.history()
    Desk(full).bring(annotated("[Ada|PER] later.", name="Later", id=9))
    now = full.ask.history()
    full.close()
    (full.path.with_name("work.gloss-shm")).write_bytes(b"left over")
    present = restoring.restore(full.path, kept)
    assert names_in(full.path.parent) == {"work.gloss", "work backups"}
    assert present.name.endswith("before a restore.gloss")
    with ProjectFile.open(full.path) as project:
        assert project.ask.history() == before
    with ProjectFile.open(present, read_only=True) as project:
        assert project.ask.history() == now
    assert check(full.path) == []
    restoring.restore(full.path, present)  # and the way back
    with ProjectFile.open(full.path) as project:
        assert project.ask.history() == now


def test_work_that_waits_in_a_side_file_is_kept_too(full: ProjectFile) -> None:
    kept = snapshot(full._database, "daily")
    Desk(full).bring(annotated("[Ada|PER] later.", name="Later", id=9))
    now = full.ask.history()
    wal = full.path.with_name("work.gloss-wal")
    main, waiting = full.path.read_bytes(), wal.read_bytes()
    full.close()
    full.path.write_bytes(main)  # as a crash leaves them
    wal.write_bytes(waiting)
    present = restoring.restore(full.path, kept)
    with ProjectFile.open(present, read_only=True) as project:
        assert project.ask.history() == now


def test_an_open_project_is_refused(full: ProjectFile) -> None:
    kept = snapshot(full._database, "daily")
    with pytest.raises(Locked, match="already open"):
        restoring.restore(full.path, kept)
    assert len(names_in(kept.parent)) == 1


def test_a_backup_that_is_not_whole_changes_nothing(full: ProjectFile) -> None:
    kept = snapshot(full._database, "daily")
    full.close()
    data = bytearray(kept.read_bytes())
    data[5000:9000] = bytes(4000)
    kept.write_bytes(data)
    before = full.path.read_bytes()
    with pytest.raises(GlossatorError):
        restoring.restore(full.path, kept)
    assert full.path.read_bytes() == before
    assert names_in(full.path.parent) == {"work.gloss", "work backups"}


def test_a_damaged_project_is_kept_as_it_is_and_restored(full: ProjectFile) -> None:
    kept = snapshot(full._database, "daily")
    full.close()
    damaged = full.path.read_bytes()[:10_000]
    full.path.write_bytes(damaged)
    assert [each.kinship for each in restoring.entries(full.path, beside(full.path), None)] == ["same"]
    assert restoring.difference(full.path, kept, None).kinship == "unreadable"
    present = restoring.restore(full.path, kept)
    assert present.read_bytes() == damaged
    assert check(full.path) == []


def test_what_was_taken_back_by_going_back_is_told_as_what_would_come_again(full: ProjectFile) -> None:
    kept = snapshot(full._database, "daily")
    Desk(full, author="Grace").bring(annotated("[Ada|PER] later.", name="Later", id=9))
    full.close()
    present = restoring.restore(full.path, kept)
    found = restoring.difference(full.path, present, None)
    assert (found.kinship, found.taken_back, found.brought_back, found.steps) == ("same", 0, 1, ())
    assert [(each.title, each.author) for each in found.brought] == [("Import Later", "Grace")]
    entries = {each.backup.path: each for each in restoring.entries(full.path, beside(full.path), None)}
    assert (entries[present].behind, entries[present].ahead) == (0, 1)
    assert (entries[kept].behind, entries[kept].ahead) == (0, 0)
    with ProjectFile.open(full.path) as again:
        Desk(again, author="Ada").bring(annotated("[Ada|PER] instead.", name="Instead", id=10))
    found = restoring.difference(full.path, present, None)
    assert (found.kinship, found.taken_back, found.brought_back) == ("same", 1, 1)
    assert [each.title for each in found.steps] == ["Import Instead"]


def test_another_history_and_another_project_are_told(full: ProjectFile, tmp_path: Path) -> None:
    full.save_copy(tmp_path / "copy.gloss")
    with ProjectFile.open(tmp_path / "copy.gloss") as copy:
        Desk(copy).bring(annotated("[Ada|PER] there.", name="There", id=9))
        other = snapshot(copy._database, "daily")
    Desk(full).bring(annotated("[Ada|PER] here.", name="Here", id=10))
    forked = restoring.difference(full.path, other, None)
    assert (forked.kinship, forked.taken_back, forked.brought_back) == ("same", 1, 1)
    assert [each.title for each in (*forked.steps, *forked.brought)] == ["Import Here", "Import There"]
    (tmp_path / "another").mkdir()
    with filled(tmp_path / "another") as another:
        foreign = snapshot(another._database, "daily")
    assert restoring.difference(full.path, foreign, None).kinship == "other project"
    (tmp_path / "noise.gloss").write_bytes(b"noise" * 1000)
    assert restoring.difference(full.path, tmp_path / "noise.gloss", None).kinship == "unreadable"


def test_a_daily_backup_is_due_once_a_day_and_only_after_work(tmp_path: Path) -> None:
    day = 86_400.0

    def due(now: float) -> bool:
        return backups.is_due(project._database, Plan(), now=now, day_of=lambda seconds: seconds // day)

    with new_project(tmp_path) as project:
        assert not due(10 * day)  # nothing in it yet
        desk = Desk(project)
        desk.bring(annotated("[Ada|PER] met [Babbage|PER].", name="Meeting", id=2))
        assert due(10 * day)
        snapshot(project._database, "daily", now=lambda: 10 * day)
        desk.bring(annotated("[Ada|PER] again.", name="Later", id=9))
        assert not due(10 * day + 80_000)
        assert due(11 * day)
        snapshot(project._database, "import", now=lambda: 10 * day + 80_000)
        assert not due(11 * day)  # there is one of any kind that knows it all


def test_a_backup_from_before_the_passphrase_is_protected_as_it_is_put_back(full: ProjectFile) -> None:
    kept = snapshot(full._database, "daily")
    full.close()
    key = Key.passing()
    rekey(full.path, None, key)
    with ProjectFile.open(full.path, key=key) as project:
        Desk(project).bring(annotated("[Ada|PER] later.", name="Later", id=9))
    assert [each.kinship for each in restoring.entries(full.path, beside(full.path), key)] == ["same"]
    assert restoring.difference(full.path, kept, key).taken_back == 1
    present = restoring.restore(full.path, kept, key=key)
    with pytest.raises(NeedsPassphrase):
        ProjectFile.open(full.path)
    assert check(full.path, key=key) == []
    with ProjectFile.open(full.path, key=key) as project:
        assert project.ask.document_count() == 2
    assert check(present, key=key) == []
    assert check(kept) == [], "the backup itself is as it was"
