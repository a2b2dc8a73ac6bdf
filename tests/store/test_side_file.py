"""Steps that wait in a side file are told as lost where damage hides them, and only there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from glossator.store import backups
from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from glossator.store.side_file import lost_steps
from tests.store.world import Desk, filled

STEPS = 8


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """A project as a crash leaves it, with eight steps in its side file."""
    (tmp_path / "open").mkdir()
    (tmp_path / "left").mkdir()
    filled(tmp_path / "open").close()
    with ProjectFile.open(tmp_path / "open" / "work.gloss") as project:
        desk = Desk(project)
        for number in range(STEPS):
            desk.write(f"Step {number}")
        for each in (tmp_path / "open").glob("work.gloss*"):
            if not each.name.endswith("-shm"):
                shutil.copy(each, tmp_path / "left")
    return tmp_path / "left" / "work.gloss"


def damaged(path: Path, place: float) -> None:
    beside = path.with_name("work.gloss-wal")
    content = bytearray(beside.read_bytes())
    content[int(len(content) * place)] ^= 1
    beside.write_bytes(content)


def test_a_side_file_that_is_whole_has_lost_nothing(left: Path) -> None:
    assert lost_steps(left) == 0
    assert check(left) == []
    assert lost_steps(left.with_name("other.gloss")) == 0


@pytest.mark.expects_log
@pytest.mark.parametrize("place", [0, 0.0001, 0.02, 0.3, 0.5])
def test_steps_behind_damage_are_told(left: Path, place: float) -> None:
    damaged(left, place)
    lost = lost_steps(left)
    assert 0 < lost < STEPS + 1
    faults = check(left)
    assert any(f"At least {lost} step" in each for each in faults), faults
    with ProjectFile.open(left) as project:
        titles = [row.title for row in project.ask.history()]
    there = sum(title.startswith("Step") for title in titles)
    assert there + lost in {STEPS - 1, STEPS}


@pytest.mark.expects_log
def test_damage_is_told_and_kept_before_it_is_folded(left: Path) -> None:
    damaged(left, 0.3)
    beside = left.with_name("work.gloss-wal")
    was, lost = beside.read_bytes(), lost_steps(left)
    with ProjectFile.open(left, read_only=True) as reader:
        assert reader.lost is None
    assert beside.read_bytes() == was, "a reader folds nothing that nobody was told of"
    with ProjectFile.open(left) as project:
        assert project.lost is not None
        assert project.lost.steps == lost
        kept = project.lost.kept
        assert kept.with_name(f"{kept.name}-wal").read_bytes() == was
        assert backups.named(kept) is not None
    with ProjectFile.open(left) as project:
        assert project.lost is None
    assert check(left) == []


def test_what_is_whole_is_not_kept_twice(left: Path) -> None:
    with ProjectFile.open(left) as project:
        assert project.lost is None
    assert [each.name for each in left.parent.iterdir()] == ["work.gloss"]


def test_a_step_that_was_not_finished_when_the_power_went_is_no_loss(left: Path) -> None:
    beside = left.with_name("work.gloss-wal")
    whole = beside.read_bytes()
    beside.write_bytes(whole[:-3000])
    assert lost_steps(left) == 0
    beside.write_bytes(whole[:-2000] + bytes(2000))
    assert lost_steps(left) == 0
    assert check(left) == []


def test_a_side_file_that_holds_nothing(left: Path) -> None:
    for content in (b"", b"short", bytes(5000)):
        left.with_name("work.gloss-wal").write_bytes(content)
        assert lost_steps(left) == 0
