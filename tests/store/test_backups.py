"""Backups: what is kept is the whole file as it was, verified, under a name of its own, and old ones go in time."""

from __future__ import annotations

import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from glossator.core.errors import GlossatorError
from glossator.store import backups
from glossator.store.backups import Backup, Plan, listed, named, outdated, snapshot
from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from tests.builders import entity
from tests.store.world import Desk, names_in

MOMENT = datetime(2026, 11, 22, 15, 52, 1, tzinfo=UTC).timestamp()


def beside(project: ProjectFile) -> Path:
    return project.path.with_name("work backups")


def test_a_snapshot_is_the_whole_project_in_a_file_of_its_own(full: ProjectFile) -> None:
    made = snapshot(full._database, "import", now=lambda: MOMENT)
    assert made == beside(full) / "2026-11-22 15-52-01Z before an import.gloss"
    assert names_in(beside(full)) == {made.name}
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    assert made.read_bytes()[18:20] == b"\x01\x01"  # no side files are wanted to read it
    assert check(made) == []
    with ProjectFile.open(made, read_only=True) as kept:
        assert kept.ask.history() == full.ask.history()
    assert named(made) == Backup(made, int(MOMENT * 1000), "import")


def test_later_work_is_not_in_it_and_a_second_one_has_another_name(full: ProjectFile) -> None:
    first = snapshot(full._database, "import", now=lambda: MOMENT)
    Desk(full).write("later", origin="later", added=())
    second = snapshot(full._database, "import", now=lambda: MOMENT)
    assert second.name == "2026-11-22 15-52-01Z 2 before an import.gloss"
    with ProjectFile.open(first, read_only=True) as kept:
        assert len(kept.ask.history()) + 1 == len(full.ask.history())


def test_of_many_in_one_second_the_last_are_kept_and_the_one_just_made_always(full: ProjectFile) -> None:
    made = [snapshot(full._database, "import", now=lambda: MOMENT) for _ in range(12)]
    assert [each for each in made if each.exists()] == made[-5:]
    when_the_clock_went_back = snapshot(full._database, "import", now=lambda: MOMENT - 3600)
    assert when_the_clock_went_back.exists()


def test_a_reader_beside_the_writer_keeps_what_it_sees(full: ProjectFile) -> None:
    from glossator.store.opening import opened

    reader = opened(full.path)
    told = []

    def write_meanwhile(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) == 1:
            Desk(full).write("meanwhile", origin="meanwhile")

    try:
        made = snapshot(reader, "daily", progress=write_meanwhile)
    finally:
        reader.drop()
    assert told[-1][0] == told[-1][1]
    with ProjectFile.open(made, read_only=True) as kept:
        assert "meanwhile" not in [row.title for row in kept.ask.history()]
    assert "meanwhile" in [row.title for row in full.ask.history()]


def test_one_that_is_given_up_leaves_nothing(full: ProjectFile) -> None:
    class GivenUp(Exception):
        pass

    def give_up(done: int, total: int) -> None:
        raise GivenUp

    with pytest.raises(GivenUp):
        snapshot(full._database, "daily", progress=give_up)
    assert names_in(beside(full)) == set()
    assert snapshot(full._database, "daily").exists()


def test_it_may_be_given_up_while_it_is_read_through(
    full: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    class GivenUp(Exception):
        pass

    def give_up(done: int, total: int) -> None:
        if done * 2 > total:
            raise GivenUp

    monkeypatch.setattr("glossator.store.driver._WATCH_STEPS", 50)
    with pytest.raises(GivenUp):
        snapshot(full._database, "daily", progress=give_up)
    assert names_in(beside(full)) == set()


def test_a_damaged_project_is_no_backup_and_older_ones_stay(full: ProjectFile) -> None:
    plan = Plan(others=1)
    kept = snapshot(full._database, "import", plan=plan)
    path = full.path
    full.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size - 4096)
        file.write(b"\xff" * 4096)
    from glossator.store.driver import Database

    database = Database(path, read_only=True)
    with pytest.raises(GlossatorError, match="was not kept, as it is not whole|is damaged"):
        snapshot(database, "import", plan=plan)
    database.drop()
    assert names_in(kept.parent) == {kept.name}


def test_no_room_is_told_before_the_disk_is_full(full: ProjectFile, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = snapshot(full._database, "daily")
    usage = shutil.disk_usage(full.path.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1 << 20))
    with pytest.raises(GlossatorError, match="No backup was made in .*: the disk has 1 MB free"):
        snapshot(full._database, "daily")
    assert names_in(kept.parent) == {kept.name}


def test_a_folder_that_cannot_be_made_is_told(full: ProjectFile) -> None:
    beside(full).write_text("a file stands in the way")
    with pytest.raises(GlossatorError, match="No backup was made in .*: File exists"):
        snapshot(full._database, "daily")


def test_in_a_place_for_all_projects_each_has_its_own_folder(full: ProjectFile, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere" / "backups"
    made = snapshot(full._database, "daily", plan=Plan(place))
    number = backups.head(full._database).project[:8]
    assert made.parent == place / f"work {number} backups"


def test_what_was_killed_is_cleared_away_after_a_day(full: ProjectFile) -> None:
    folder = beside(full)
    folder.mkdir()
    (folder / ".0123456789abcdef.part").write_bytes(b"half a file")
    (folder / "2026-01-01 00-00-00Z daily.gloss").touch()
    (folder / "mine.txt").touch()
    later = datetime.now(UTC).timestamp()
    first = snapshot(full._database, "daily", now=lambda: later)
    assert len(names_in(folder)) == 4
    snapshot(full._database, "daily", now=lambda: later + 90_000)
    assert {"mine.txt", first.name} < names_in(folder)
    assert len(names_in(folder)) == 3


def at(days: float, reason: str = "daily") -> Backup:
    moment = datetime(2026, 11, 22, 12, tzinfo=UTC) - timedelta(days=days)
    return Backup(Path(f"{moment:%Y-%m-%d %H-%M-%SZ} {reason}"), int(moment.timestamp() * 1000), reason)


def test_seven_days_and_four_weeks_of_daily_ones_are_kept() -> None:
    # The 22nd is a Sunday, the end of its week.
    found = [at(days) for days in range(60)]
    gone = outdated(found, Plan())
    assert [each for each in found if each not in gone] == [at(days) for days in (*range(7), 7, 14, 21)]
    assert outdated([each for each in found if each not in gone], Plan()) == []


def test_of_one_day_the_last_is_kept_and_a_holiday_deletes_nothing() -> None:
    assert outdated([at(0), at(0.2)], Plan()) == [at(0.2)]
    long_ago = [at(days) for days in range(300, 304)]
    assert outdated([at(0), *long_ago], Plan()) == []


def test_of_other_reasons_the_last_few_are_kept_and_those_on_request_for_ever() -> None:
    found = [at(days, reason) for days in range(9) for reason in ("import", "restore", "request")]
    gone = outdated(found, Plan(others=2))
    assert {each.reason for each in gone} == {"import", "restore"}
    assert [each for each in found if each.reason == "import" and each not in gone] == [
        at(0, "import"),
        at(1, "import"),
    ]


def test_a_backup_that_was_killed_is_none_and_stands_for_no_day(full: ProjectFile) -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp()
    kept = snapshot(full._database, "daily", now=lambda: noon)
    Desk(full).write("Later", added=[entity("Lord Byron", id=77)])
    broken = kept.with_name("2026-11-23 12-00-00Z daily.gloss")
    broken.touch()
    assert [each.path for each in listed([kept.parent])] == [kept]
    assert backups.is_due(full._database, Plan(), now=noon + 24 * 3600)


def test_names_that_are_not_ours_are_no_backups(tmp_path: Path) -> None:
    for name in ("2026-02-31 00-00-00Z daily.gloss", "2026-02-01 00-00-00Z yearly.gloss", "work.gloss"):
        (tmp_path / name).touch()
        assert named(tmp_path / name) is None
    assert listed([tmp_path, tmp_path / "not there"]) == []
