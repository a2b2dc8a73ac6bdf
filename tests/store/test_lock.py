"""The lock beside a project: who holds it, when it is left over, and what is told."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glossator.store import lock
from glossator.store.lock import Locked
from tests.store.world import environment, names_in

HOLDER = """
import sys
from pathlib import Path
from glossator.store import lock
held = lock.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a project would be."""
    return tmp_path / "work.gloss"


def written(place: Path, **content: object) -> Path:
    """A lock that somebody else wrote."""
    told = {"host": socket.gethostname(), "pid": os.getpid(), "born": "", "time": time.time(), **content}
    path = lock.lock_path(place)
    path.write_text(json.dumps(told))
    return path


def dead_process() -> int:
    """The number of a process that is no more."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_a_lock_is_made_and_given_back(place: Path) -> None:
    held = lock.take(place)
    assert held.path == place.with_name(".work.gloss.lock")
    told = json.loads(held.path.read_text())
    assert (told["host"], told["pid"]) == (socket.gethostname(), os.getpid())
    with pytest.raises(Locked, match="already open in this Glossator"):
        lock.take(place)
    held.release()
    assert not held.path.exists()
    held.release()
    lock.take(place).release()


def test_another_process_is_named(place: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(place)],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    with pytest.raises(
        Locked, match=rf"in Glossator on this computer \(process {child.pid}, since 20"
    ) as told:
        lock.take(place)
    assert "open it here to read only" in told.value.remedy
    child.kill()
    child.communicate()
    lock.take(place).release()


def test_another_computer_is_named_and_never_overruled(place: Path) -> None:
    path = written(place, host="elsewhere", pid=dead_process())
    with pytest.raises(Locked, match="on the computer elsewhere") as told:
        lock.take(place)
    assert "delete the file “.work.gloss.lock”" in told.value.remedy
    assert path.exists()


@pytest.mark.parametrize("born", ["", "another boot:1"])
def test_the_lock_of_a_dead_process_is_taken_over(place: Path, born: str) -> None:
    written(place, pid=dead_process(), born=born)
    held = lock.take(place)
    assert json.loads(held.path.read_text())["pid"] == os.getpid()
    assert names_in(place.parent) == {".work.gloss.lock"}


def test_of_a_process_that_is_not_there_no_birth_is_known() -> None:
    assert lock._born(dead_process()) == ""


def test_a_later_process_with_the_same_number_is_another(place: Path) -> None:
    written(place, pid=os.getppid(), born="another boot:1")
    if not Path("/proc/self/stat").exists():
        pytest.skip("this system does not tell when a process was born")
    lock.take(place).release()


def test_a_process_whose_birth_is_unknown_counts_as_alive(place: Path) -> None:
    written(place, pid=os.getppid())
    with pytest.raises(Locked):
        lock.take(place)


def test_a_number_that_no_process_can_have_is_left_over(place: Path) -> None:
    written(place, pid=0)
    lock.take(place).release()


def test_a_process_of_another_user_lives(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(pid: int, signal: int) -> None:
        raise PermissionError

    written(place, pid=1)
    monkeypatch.setattr(os, "kill", refuse)
    with pytest.raises(Locked, match="process 1"):
        lock.take(place)


def test_where_processes_are_not_listed_the_number_alone_counts(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_born", lambda pid: "")
    written(place, pid=os.getppid(), born="boot:1")
    with pytest.raises(Locked):
        lock.take(place)


def test_a_lock_that_says_nothing_is_being_written_or_was_cut_off(place: Path) -> None:
    path = lock.lock_path(place)
    path.write_text("")
    with pytest.raises(Locked, match="in another Glossator"):
        lock.take(place)
    long_ago = time.time() - 3600
    os.utime(path, (long_ago, long_ago))
    lock.take(place).release()


def test_a_lock_that_vanishes_while_it_is_looked_at(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(place, host="elsewhere")
    read = lock._read

    def vanish(where: Path) -> str | None:
        path.unlink(missing_ok=True)
        return read(where)

    monkeypatch.setattr(lock, "_read", vanish)
    held = lock.take(place)
    assert held.path.exists()


def test_a_lock_made_in_the_moment_of_the_take_over_is_put_back(place: Path) -> None:
    path = written(place, host="elsewhere")
    lock._take_away(path, "what stood there before")
    assert json.loads(path.read_text())["host"] == "elsewhere"
    path.unlink()
    lock._take_away(path, "what stood there before")
    assert names_in(place.parent) == set()
    assert not lock._is_left_over("", path)


def test_a_lock_that_is_not_ours_any_more_is_left_alone(place: Path) -> None:
    held = lock.take(place)
    path = written(place, host="elsewhere")
    held.release()
    assert path.exists()


def test_a_lock_appears_with_all_that_it_says(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    link = os.link

    def watch(made: Path, path: Path) -> None:
        seen.append((path.exists(), lock._parsed(made.read_text())))
        link(made, path)

    monkeypatch.setattr(os, "link", watch)
    held = lock.take(place)
    assert seen == [(False, lock._parsed(held.path.read_text()))]
    assert names_in(place.parent) == {held.path.name}


def test_where_a_file_cannot_have_two_names_it_is_made_in_its_place(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(made: Path, path: Path) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    held = lock.take(place)
    assert names_in(place.parent) == {held.path.name}
    with pytest.raises(Locked):
        lock.take(place)
    held.release()
    assert names_in(place.parent) == set()


def test_another_who_is_quicker_has_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def be_late(made: Path, path: Path) -> None:
        written(place, host="elsewhere")
        raise FileExistsError

    monkeypatch.setattr(os, "link", be_late)
    with pytest.raises(Locked, match="elsewhere"):
        lock.take(place)


def test_what_a_killed_process_left_beside_the_lock_is_removed(place: Path) -> None:
    path = lock.lock_path(place)
    dead = path.with_name(f"{path.name}.{2**22 + 7}")
    alive = path.with_name(f"{path.name}.1")
    for each in (dead, alive):
        each.write_text("half")
    held = lock.take(place)
    assert not dead.exists()
    assert alive.exists()
    alive.unlink()
    held.release()
