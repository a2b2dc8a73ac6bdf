"""The command line where the world is unkind: odd names, folders for files, pipes, and nobody who listens."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from glossator import cli
from tests.conftest import PROJECT

ODD = os.fsdecode(b"caf\xe9")


def glossator(folder: Path, *arguments: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    """Runs a command in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(PROJECT / "desktop"), "COLUMNS": "200"}
    command = [sys.executable, "-m", "glossator", *arguments]
    wanted = {"capture_output": True} | more
    return subprocess.run(command, cwd=folder, env=environment, **wanted)  # type: ignore[call-overload,no-any-return]


def said(done: subprocess.CompletedProcess[bytes]) -> tuple[int, str]:
    """The exit code and what stood on stderr."""
    return done.returncode, done.stderr.decode()


@pytest.fixture
def project(tmp_path: Path) -> str:
    (tmp_path / "one.txt").write_text("Ada met Bo.\n", encoding="utf-8")
    assert said(glossator(tmp_path, "new", "a")) == (0, "")
    assert said(glossator(tmp_path, "import", "a.gloss", "one.txt")) == (0, "")
    return "a.gloss"


@pytest.mark.parametrize("name", [".", "..", "", "sub/.."])
def test_a_folder_is_no_name_for_a_project(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    assert cli.run(["new", name]) == 1
    assert capsys.readouterr().err.endswith("is a folder. Name the file that is to be made in it.\n")
    assert [each.name for each in tmp_path.rglob("*")] == ["sub"]


def test_a_project_has_the_ending_whatever_else_is_in_its_name(tmp_path: Path) -> None:
    for name in ("case.2024", "case", "other.gloss"):
        assert said(glossator(tmp_path, "new", name)) == (0, "")
    assert {each.name for each in tmp_path.iterdir()} == {"case.2024.gloss", "case.gloss", "other.gloss"}
    assert glossator(tmp_path, "summary", "case.2024.gloss").stdout.startswith(b"case.2024\n")


@pytest.mark.skipif(sys.platform == "win32", reason="names are characters there")
def test_names_that_are_no_characters_are_kept_as_well_as_can_be(tmp_path: Path, project: str) -> None:
    exported = tmp_path / f"{ODD}.jsonl"
    if not can_be_made(exported):
        pytest.skip("this file system allows characters only")
    assert said(glossator(tmp_path, "export", project, "-o", exported.name, "--force")) == (0, "")
    made = f"{ODD}.gloss"
    assert said(glossator(tmp_path, "new", made, "--author", ODD)) == (0, "")
    assert said(glossator(tmp_path, "import", made, exported.name, "--author", ODD)) == (0, "")
    listed = glossator(tmp_path, "history", made).stdout.decode().splitlines()
    assert listed[1].split(maxsplit=3)[2:] == ["caf\ufffd", "1  Import “caf\ufffd.jsonl”"]
    assert glossator(tmp_path, "summary", made).stdout.decode().startswith("caf\ufffd\n1 document")
    assert glossator(tmp_path, "new", "b", "--title", ODD).returncode == 0
    assert glossator(tmp_path, "summary", "b.gloss").stdout.decode().startswith("caf\ufffd\n")


def can_be_made(path: Path) -> bool:
    try:
        path.touch()
    except OSError:
        return False
    return True


def test_an_export_into_a_folder_is_refused(tmp_path: Path, project: str) -> None:
    before = sorted(tmp_path.iterdir())
    for name in (".", ""):
        code, err = said(glossator(tmp_path, "export", project, "-o", name or "./"))
        assert (code, err) == (
            1,
            "glossator: “.” is a folder, so no file of that name can be written.\n",
        )
    assert sorted(tmp_path.iterdir()) == before


def test_the_scheme_beside_an_export_is_not_replaced_unasked(tmp_path: Path, project: str) -> None:
    (tmp_path / "a.scheme.json").write_text("mine")
    code, err = said(glossator(tmp_path, "export", project))
    assert (code, err) == (
        1,
        "glossator: There is a file “a.scheme.json” already. Replace it with --force.\n",
    )
    assert (tmp_path / "a.scheme.json").read_text() == "mine"
    assert not (tmp_path / "a.jsonl").exists()
    assert said(glossator(tmp_path, "export", project, "--force")) == (0, "")
    assert (tmp_path / "a.scheme.json").read_text() != "mine"


def test_jsonl_may_come_out_of_a_pipe(tmp_path: Path, project: str) -> None:
    exported = glossator(tmp_path, "export", project, "-o", "-").stdout
    assert said(glossator(tmp_path, "new", "b")) == (0, "")
    done = glossator(tmp_path, "import", "b.gloss", "/dev/stdin", "--format", "jsonl", input=exported)
    assert (done.stdout, *said(done)) == (b"Imported 1 document.\n", 0, "")
    assert glossator(tmp_path, "export", "b.gloss", "-o", "-").stdout == exported


def test_a_device_that_never_ends_is_not_read(
    tmp_path: Path, project: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["import", str(tmp_path / project), "/dev/zero", "--format", "jsonl"]) == 1
    assert capsys.readouterr().err == "glossator: “zero” is a device, not a JSONL file.\n"


def test_a_program_without_a_terminal_has_somewhere_to_speak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert cli.run(["formats"]) == 0
    assert cli.run(["check", "nowhere.gloss"]) == 1
    spoken = (sys.stdout, sys.stderr)
    assert all(each.writable() for each in spoken)
    for each in spoken:
        each.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize(
    "command", [["export", "a.gloss", "-o", "-"], ["summary", "a.gloss", "--json"], ["formats"]]
)
def test_a_full_disk_behind_stdout_is_one_sentence(tmp_path: Path, project: str, command: list[str]) -> None:
    assert project == "a.gloss"
    with Path("/dev/full").open("wb") as full:
        done = glossator(tmp_path, *command, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert said(done) == (1, "glossator: This could not be done: No space left on device.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="it is closed by a shell")
def test_the_work_is_done_where_nobody_listens(tmp_path: Path, project: str) -> None:
    for command in ("summary a.gloss --json", "check a.gloss", "export a.gloss", "export a.gloss -o -"):
        line = f'"{sys.executable}" -m glossator {command} >&- 2>err'
        environment = os.environ | {"PYTHONPATH": str(PROJECT / "desktop")}
        done = subprocess.run(line, cwd=tmp_path, env=environment, shell=True)
        assert (done.returncode, (tmp_path / "err").read_text()) == (0, "")
        assert subprocess.run(f"{line} 2>&-", cwd=tmp_path, env=environment, shell=True).returncode in {0, 1}
    assert (tmp_path / "a.jsonl").exists()
    assert said(glossator(tmp_path, "check", project)) == (0, "")


def test_a_count_that_is_none_is_told_in_words(tmp_path: Path) -> None:
    code, err = said(glossator(tmp_path, "summary", "a.gloss", "--entities", "0"))
    assert code == 2
    assert err.startswith("usage: glossator summary ")
    assert err.endswith("argument --entities: a whole number from 1 on is wanted, not “0”\n")
