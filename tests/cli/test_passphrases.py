"""Protected projects on the command line: every command opens them, by file, environment or question."""

from __future__ import annotations

import getpass
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from glossator.__main__ import main
from glossator.protection import VARIABLE
from tests.conftest import PROJECT

PASSPHRASE = "four winds over Tobruk"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in an empty folder, without a terminal; returns its exit code and what it wrote."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def work(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(arguments)
        return code, *capfd.readouterr()

    return work


@pytest.fixture
def made(run: Run, tmp_path: Path) -> Path:
    """A protected project of one text; its passphrase lies in “secret”."""
    (tmp_path / "secret").write_text(PASSPHRASE + "\n")
    (tmp_path / "a.txt").write_text("Ada met Bo.\n")
    secret = ("--passphrase-file", "secret")
    assert run("new", "case", "--protect", *secret)[0] == 0
    assert run("import", "case.gloss", "a.txt", *secret)[0] == 0
    assert b"Ada met Bo" not in (tmp_path / "case.gloss").read_bytes()
    return tmp_path / "case.gloss"


class Terminal:
    """Somebody who types ``lines`` where a passphrase is asked for."""

    def __init__(self, *lines: str) -> None:
        self.lines: Iterator[str] = iter(lines)
        self.asked: list[str] = []

    def getpass(self, question: str, stream: object) -> str:
        """What is typed next."""
        self.asked.append(question)
        line = next(self.lines, None)
        if line is None:
            raise EOFError
        return line


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Terminal]:
    """Sits somebody at the terminal."""

    def sit(*lines: str) -> Terminal:
        somebody = Terminal(*lines)
        monkeypatch.setattr(getpass, "getpass", somebody.getpass)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        return somebody

    return sit


COMMANDS = (
    ("import", "case.gloss", "b.txt"),
    ("export", "case.gloss", "--force"),
    ("export", "case.gloss", "-o", "-"),
    ("summary", "case.gloss"),
    ("history", "case.gloss"),
    ("asof", "case.gloss", "today", "--to", "then.gloss"),
    ("check", "case.gloss"),
    ("check", "case.gloss", "--repair"),
    ("search", "case.gloss", "Ada"),
    ("backups", "case.gloss", "--make"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[::2]))
def test_every_command_opens_a_protected_project(
    run: Run, made: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    (made.parent / "b.txt").write_text("Bo met Ada.\n")
    code, out, said = run(*command)
    assert (code, out) == (1, "")
    assert said == (
        "glossator: A passphrase is wanted for “case.gloss”, and there is no terminal to ask on. Nothing was written "
        "to it. Name a file that holds it with --passphrase-file (a new one of a project: --new-passphrase-file), or "
        "put it into the environment variable GLOSSATOR_PASSPHRASE.\n"
    )
    monkeypatch.setenv(VARIABLE, "something else")
    code, out, said = run(*command)
    assert (code, out) == (1, "")
    assert "This passphrase does not open “case.gloss”" in said
    assert "something else" not in said
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    code, out, said = run(*command)
    assert (code, said) == (0, "")
    assert out


def test_the_file_counts_before_the_environment(
    run: Run, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "something else")
    assert run("check", "case.gloss", "--passphrase-file", "secret") == (0, "case.gloss is whole.\n", "")


def test_a_passphrase_comes_through_a_pipe(run: Run, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSPHRASE + "\r\nmore\n"))
    assert run("check", "case.gloss", "--passphrase-file", "-") == (0, "case.gloss is whole.\n", "")


def test_a_protected_project_without_its_beginning_is_repaired(run: Run, made: Path) -> None:
    data = bytearray(made.read_bytes())
    data[16:4096] = bytes(4080)
    made.write_bytes(data)
    code, out, _ = run("check", "case.gloss", "--passphrase-file", "secret")
    assert code == 1
    assert "its beginning cannot be deciphered, though the passphrase is right" in out
    code, out, said = run("check", "case.gloss", "--repair", "--passphrase-file", "secret")
    assert (code, said) == (0, "")
    assert "Nothing is missing in it." in out
    again = ("case (repaired).gloss", "--passphrase-file", "secret")
    assert run("check", *again) == (0, "case (repaired).gloss is whole.\n", "")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be read"),
        (b"\n\n", "no passphrase in the first line"),
        (b"\xff\xfe\xff", "not text in UTF-8"),
    ],
)
def test_a_file_without_a_passphrase(run: Run, made: Path, content: bytes | None, sentence: str) -> None:
    if content is not None:
        (made.parent / "other").write_bytes(content)
    code, _, said = run("check", "case.gloss", "--passphrase-file", "other")
    assert code == 1
    assert sentence in said


def test_a_terminal_is_asked_three_times(run: Run, made: Path, terminal: Callable[..., Terminal]) -> None:
    somebody = terminal("no", "nor this", PASSPHRASE)
    code, out, said = run("check", "case.gloss")
    assert (code, out) == (0, "case.gloss is whole.\n")
    assert said == "glossator: This passphrase does not open “case.gloss”.\n" * 2
    assert somebody.asked == ["Passphrase of case.gloss: "] * 3
    assert run("check", "case.gloss")[0] == 1, "nobody types any more"
    terminal("a", "b", "c", PASSPHRASE)
    code, _, said = run("check", "case.gloss")
    assert code == 1
    assert "Caps Lock" in said


def test_nobody_is_asked_for_a_project_that_is_not_protected(
    run: Run, terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    somebody = terminal()
    assert run("new", "plain")[0] == 0
    assert run("check", "plain.gloss") == (0, "plain.gloss is whole.\n", "")
    assert somebody.asked == []


def test_a_new_project_is_protected_by_what_is_typed_twice(
    run: Run, tmp_path: Path, terminal: Callable[..., Terminal]
) -> None:
    somebody = terminal("kitten", "mitten", "kitten", "kitten", "kitten")
    code, out, said = run("new", "case", "--protect")
    assert (code, out.partition(" with")[0]) == (0, f"Made {tmp_path / 'case.gloss'}")
    assert "The two are not the same." in said
    assert "6 characters are found by trying." in said
    assert somebody.asked[:2] == ["New passphrase of case: ", "The same once more: "]
    assert run("check", "case.gloss")[0] == 0


def test_a_passphrase_is_set_changed_and_taken_away(run: Run, made: Path) -> None:
    (made.parent / "other").write_text("another one of five words\n")
    code, out, _ = run("passphrase", "case.gloss", "--passphrase-file", "secret", "--remove")
    assert (code, out) == (0, "case.gloss is no longer protected.\n")
    assert b"Ada met Bo" in made.read_bytes()
    code, _, said = run("passphrase", "case.gloss", "--remove")
    assert (code, said) == (1, "glossator: “case.gloss” is not protected. Nothing was changed.\n")
    code, out, _ = run("passphrase", "case.gloss", "--new-passphrase-file", "secret")
    assert code == 0
    assert "nobody can recover" in out
    assert "not protected." in out
    changed = run("passphrase", "case.gloss", "--passphrase-file", "secret", "--new-passphrase-file", "other")
    assert changed[0] == 0
    assert run("check", "case.gloss", "--passphrase-file", "secret")[0] == 1
    assert run("check", "case.gloss", "--passphrase-file", "other")[0] == 0
    assert b"Ada met Bo" not in made.read_bytes()


def test_what_is_protected_or_not_is_no_project(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.gloss").write_text("Not a project. " * 1000)
    code, _, said = run("passphrase", "case.gloss")
    assert code == 1
    assert "is not a Glossator project" in said


def test_the_unseen_window_takes_the_passphrase_from_the_environment(made: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}
    }
    environment |= {
        "PYTHONPATH": str(PROJECT / "desktop"),
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(made.parent),
        "XDG_CONFIG_HOME": str(made.parent / "config"),
    }
    command = [sys.executable, "-m", "glossator", str(made)]
    asked = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert asked.returncode == 1
    assert "protected by a passphrase" in asked.stdout
    assert f"Put it into the environment variable {VARIABLE}" in asked.stdout
    done = subprocess.run(
        command, env=environment | {VARIABLE: PASSPHRASE}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    assert PASSPHRASE not in done.stdout + done.stderr
    assert "Ada met Bo." in made.with_suffix(".jsonl").read_text("utf-8")
