"""Project files appear whole or not at all, and over nobody else's."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from glossator.core.errors import GlossatorError
from glossator.core.scheme import Scheme
from glossator.store import creating
from glossator.store.appearing import appearing
from glossator.store.driver import Database
from glossator.store.keys import Key
from glossator.store.project_file import ProjectFile
from tests.builders import scheme
from tests.store.world import names_in


def refusal(error: OSError) -> GlossatorError:
    return GlossatorError(f"It cannot be made: {error.strerror}.")


@pytest.fixture(params=["links", "no links"])
def links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """File systems with hard links and without."""

    def refuse(source: object, target: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    if request.param == "no links":
        monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("links")
def test_a_file_gets_its_name_when_all_is_in_it(tmp_path: Path) -> None:
    to = tmp_path / "new.gloss"
    with appearing(to, refusal) as part:
        assert stat.S_IMODE(part.stat().st_mode) == 0o600
        part.write_bytes(b"all of it")
        assert not to.exists()
    assert names_in(tmp_path) == {"new.gloss"}
    assert to.read_bytes() == b"all of it"


@pytest.mark.usefixtures("links")
def test_a_file_that_came_meanwhile_stays(tmp_path: Path) -> None:
    to = tmp_path / "new.gloss"

    def make() -> None:
        with appearing(to, refusal) as part:
            part.write_bytes(b"ours")
            to.write_bytes(b"theirs")

    with pytest.raises(GlossatorError, match="already a file “new.gloss”"):
        make()
    assert names_in(tmp_path) == {"new.gloss"}
    assert to.read_bytes() == b"theirs"


def test_nothing_is_left_of_what_failed_and_it_is_told_by_its_name(tmp_path: Path) -> None:
    to = tmp_path / "new.gloss"

    def fail() -> None:
        with appearing(to, refusal) as part:
            part.with_name(f"{part.name}-journal").touch()
            raise GlossatorError(f"The disk with “{part.name}” is full.")

    with pytest.raises(GlossatorError, match="disk with “new.gloss” is full"):
        fail()
    assert names_in(tmp_path) == set()
    with (
        pytest.raises(GlossatorError, match="cannot be made: No such file"),
        appearing(tmp_path / "nowhere" / "new.gloss", refusal),
    ):
        pass


def test_what_was_killed_long_ago_is_cleared_away(tmp_path: Path) -> None:
    old, young, other = (
        tmp_path / f".{'a' * 16}.part",
        tmp_path / f".{'b' * 16}.part",
        tmp_path / ".mine.part",
    )
    for each in (old, young, other):
        each.touch()
    for each in (old, other):
        os.utime(each, (1_000, 1_000))
    with appearing(tmp_path / "new.gloss", refusal):
        pass
    assert names_in(tmp_path) == {young.name, other.name, "new.gloss"}


def test_a_copy_and_a_new_project_have_no_name_while_they_are_made(
    full: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = full.path.parent
    seen: list[set[str]] = []
    copy, make = Database.copy_into, creating.make

    def watched_copy(self: Database, to: Path) -> None:
        copy(self, to)
        seen.append({each.name for each in folder.glob("*.gloss")})

    def watched_make(path: Path, *, title: str, scheme: Scheme, author: str, key: Key | None) -> None:
        make(path, title=title, scheme=scheme, author=author, key=key)
        seen.append({each.name for each in folder.glob("*.gloss")})

    monkeypatch.setattr(Database, "copy_into", watched_copy)
    monkeypatch.setattr(creating, "make", watched_make)
    full.save_copy(folder / "copy.gloss")
    ProjectFile.create(folder / "new.gloss", title="New", scheme=scheme(), author="Ada").close()
    assert seen == [{"work.gloss"}, {"work.gloss", "copy.gloss"}]
    assert names_in(folder) >= {"copy.gloss", "new.gloss"}
