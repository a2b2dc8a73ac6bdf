"""A project as it was: for random work and any moment of it, the same file as it was then, and whole."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.core.errors import GlossatorError
from glossator.store import asof, lock
from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from tests.builders import entity, the
from tests.store.test_random_work import WORK, Worker
from tests.store.world import Desk, filled, names_in, quick_folder, records_of

TABLES = (
    *(
        "meta",
        "site",
        "action",
        "touched",
        "item",
        "document",
        "entity",
        "mention",
        "relation",
        "argument",
        "note",
    ),
    *("gone", "stat_document", "stat_label", "stat_document_label", "stat_entity", "stat_quote", "stat_pair"),
    "stat_made",
)


def told(project: ProjectFile) -> dict[str, Any]:
    """All rows of the tables, but for texts, which stay for ever."""
    found = {}
    for table in TABLES:
        columns = [row[1] for row in project._database.rows(f"PRAGMA table_info({table})")]
        names = ", ".join(f'"{each}"' for each in columns)
        found[table] = project._database.rows(f"SELECT {names} FROM {table} ORDER BY {names}")
    return found


def last_place(project: ProjectFile) -> int:
    return project.ask.history(limit=1)[0].place


@settings(max_examples=30)
@given(data=st.data())
def test_a_moment_is_the_file_as_it_was_then(data: st.DataObject) -> None:
    with quick_folder() as folder:
        worker = Worker(folder, data.draw)
        try:
            moments = {last_place(worker.project): told(worker.project)}
            for act in data.draw(st.lists(st.sampled_from(WORK), min_size=6, max_size=25)):
                worker.do(act)
                moments[last_place(worker.project)] = told(worker.project)
            chosen = data.draw(st.sampled_from(sorted(moments)))
            asof.write(worker.project.path, chosen, folder / "then.gloss")
        finally:
            worker.project.close()
        with ProjectFile.open(folder / "then.gloss") as then:
            assert told(then) == moments[chosen]
        assert check(folder / "then.gloss") == []


def test_what_was_deleted_and_brought_back_keeps_its_story(tmp_path: Path) -> None:
    with filled(tmp_path) as project:
        desk = Desk(project)
        moments = {}
        for removed in (project.ask.annotations(2), project.ask.annotations(1)):
            gone = desk.write(removed=records_of(removed))
            moments[last_place(project)] = told(project)
            desk.undo(gone)
            moments[last_place(project)] = told(project)
        ada = the(project.ask.annotations(1), "Ada")
        desk.write(removed=[ada], added=[replace(ada, subtype="Group")])
        for place, expected in moments.items():
            asof.write(project.path, place, tmp_path / f"{place}.gloss")
            with ProjectFile.open(tmp_path / f"{place}.gloss") as then:
                assert told(then) == expected
                Desk(then).write(added=[entity("Somebody", id=999)])
            assert check(tmp_path / f"{place}.gloss") == []


def test_portions_come_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asof, "_BATCH", 2)
    heard: list[tuple[int, int]] = []
    with filled(tmp_path) as project:
        place, expected = last_place(project), told(project)
        desk = Desk(project)
        for number in range(5):
            desk.write(added=[entity(f"E{number}", id=900 + number)])
        asof.write(
            project.path,
            place,
            tmp_path / "then.gloss",
            progress=lambda done, total: heard.append((done, total)),
        )
    assert [each for each in heard if each[0]] == [(2, 5), (4, 5), (5, 5)]
    with ProjectFile.open(tmp_path / "then.gloss") as then:
        assert told(then) == expected


class Enough(Exception):
    """What a cancelled task raises."""


@pytest.mark.parametrize("at", [0, 1])
def test_cancelled_or_refused_it_leaves_nothing(tmp_path: Path, at: int) -> None:
    with filled(tmp_path) as project:
        Desk(project).write(added=[entity("X", id=900)])
        before = names_in(tmp_path)

        def look(done: int, total: int) -> None:
            if done >= at:
                raise Enough

        with pytest.raises(Enough):
            asof.write(project.path, 2, tmp_path / "then.gloss", progress=look)
        with pytest.raises(GlossatorError, match="has no such step"):
            asof.write(project.path, 99, tmp_path / "then.gloss")
        with pytest.raises(GlossatorError, match="There is already a file"):
            asof.write(project.path, 2, project.path)
        assert names_in(tmp_path) == before
        with pytest.raises(Enough):
            asof.keep(project.path, 2, tmp_path / "cache", key=None, progress=look)
        assert names_in(tmp_path / "cache") == set()


def test_what_is_only_looked_at_is_deleted_afterwards_also_after_a_crash(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    with filled(tmp_path) as project:
        kept = asof.keep(project.path, 2, cache, key=None, progress=lambda done, total: None)
        other = asof.keep(project.path, 2, cache, key=None, progress=lambda done, total: None)
    with ProjectFile.open(kept.path, read_only=True) as then:
        assert then.ask.document_count() == 1
    asof.clear_away(cache)
    assert kept.path.exists(), "its program still runs"
    asof.forget(kept)
    assert not kept.path.parent.exists()
    lock.lock_path(other.path).write_text(f'{{"host": "{lock._host()}", "pid": 0, "born": "", "time": 1}}')
    shutil.copytree(other.path.parent, cache / "as-of-without-a-lock", ignore=lambda *_: [".work.gloss.lock"])
    asof.clear_away(cache)
    assert names_in(cache) == set()


@pytest.mark.skipif(not hasattr(os, "umask"), reason="modes are of this kind on Unix only")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    with filled(tmp_path) as project:
        kept = asof.keep(project.path, 2, tmp_path / "cache", key=None, progress=lambda done, total: None)
    assert kept.path.stat().st_mode & 0o077 == 0
    assert kept.path.parent.stat().st_mode & 0o077 == 0
