"""Files appear whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from glossator.core.errors import GlossatorError
from glossator.formats.whole import is_stream, written_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_there_when_the_block_ends_and_not_before(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    with written_whole(target) as stream:
        stream.write(b"one")
        assert not target.exists()
    assert target.read_bytes() == b"one"
    assert names(tmp_path) == ["out.jsonl"]


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old")
    with (
        pytest.raises(GlossatorError, match=r"There is a file “.*out.jsonl” already. It was left as it is."),
        written_whole(target),
    ):
        pytest.fail("the block was entered")
    assert target.read_bytes() == b"old"
    with written_whole(target, overwrite=True) as stream:
        stream.write(b"new")
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["out.jsonl"]


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_what_replaces_a_file_may_be_read_by_nobody_else(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old")
    target.chmod(mode)
    with written_whole(target, overwrite=True) as stream:
        (part,) = (each for each in tmp_path.iterdir() if each != target)
        assert stat.S_IMODE(part.stat().st_mode) == mode, "not even while it is written"
        stream.write(b"new")
    assert stat.S_IMODE(target.stat().st_mode) == mode
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("failure", [GlossatorError("no"), KeyboardInterrupt(), ZeroDivisionError()])
def test_a_failure_in_the_block_leaves_no_trace(tmp_path: Path, failure: BaseException) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old")

    def fail_half_way() -> None:
        with written_whole(target, overwrite=True) as stream:
            stream.write(b"half")
            raise failure

    with pytest.raises(type(failure)):
        fail_half_way()
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["out.jsonl"]


def test_a_full_disk_is_told_and_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GlossatorError) as refused, written_whole(target, overwrite=True) as stream:
        stream.write(b"new")
    assert str(refused.value) == (
        f"“{target}” cannot be written: No space left on device. The file that was there before is unchanged."
    )
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["out.jsonl"]


def test_a_folder_that_is_not_there_or_a_folder_as_target_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(GlossatorError, match="cannot be written: No such file"),
        written_whole(tmp_path / "a" / "b"),
    ):
        pytest.fail("the block was entered")
    with pytest.raises(GlossatorError, match="is a folder"), written_whole(tmp_path):
        pytest.fail("the block was entered")


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_link_is_followed(tmp_path: Path) -> None:
    real, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    real.write_bytes(b"old")
    link.symlink_to(real)
    with written_whole(link, overwrite=True) as stream:
        stream.write(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes with names")
def test_into_a_pipe_the_bytes_go_as_they_come(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[Any] = []
    listener = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    listener.start()
    with written_whole(pipe) as stream:
        stream.write(b"through")
    listener.join()
    assert heard == [b"through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert is_stream(pipe)
    assert not is_stream(tmp_path)
    assert not is_stream(tmp_path / "gone")
    assert names(tmp_path) == ["pipe"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_new_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with written_whole(tmp_path / "out") as stream:
            stream.write(b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o640
