"""Places: the portable home, the user's folders, and the files that ship with the program."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import appdirs
import pytest

from glossator import paths

SEED = "russia-libya-air-defense.txt"
SEED_SHA256 = "4847de22abd62cbdcd1918e26c6d975844b62c15818491b98cbf447763c7467a"
ALL = (paths.config_dir, paths.data_dir, paths.cache_dir, paths.log_dir, paths.projects_dir)


def test_the_portable_home_holds_everything_and_each_thing_apart(home: Path) -> None:
    places = [place() for place in ALL]
    assert {place.parent for place in places} == {home}
    assert len(set(places)) == len(ALL)


def test_a_portable_home_may_be_relative_and_begin_with_a_tilde(
    monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path
) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, "~/stick")
    assert paths.data_dir() == home / "stick" / "data"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(paths.HOME_VARIABLE, "stick")
    assert paths.data_dir() == tmp_path / "stick" / "data"


def test_without_a_portable_home_the_system_says_where(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    assert paths.config_dir() == Path(appdirs.user_config_dir("glossator", appauthor=False))
    assert paths.data_dir() == Path(appdirs.user_data_dir("glossator", appauthor=False))
    assert paths.cache_dir() == Path(appdirs.user_cache_dir("glossator", appauthor=False))
    assert paths.log_dir() == Path(appdirs.user_log_dir("glossator", appauthor=False))
    assert all(place().is_relative_to(home) for place in ALL)


def test_an_empty_variable_is_no_portable_home(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, "")
    assert paths.projects_dir() == home / "Glossator"


def test_projects_are_offered_among_the_documents_where_there_are_any(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    assert paths.projects_dir() == home / "Glossator"
    (home / "Documents").mkdir()
    assert paths.projects_dir() == home / "Documents" / "Glossator"


@pytest.mark.parametrize(
    ("named", "expected"),
    [("$HOME/Dokumente", "Dokumente"), ("$HOME/Mes textes/à lire", "Mes textes/à lire")],
)
def test_the_documents_folder_has_the_name_that_the_desktop_gave_it(
    monkeypatch: pytest.MonkeyPatch, home: Path, named: str, expected: str
) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    (home / ".config").mkdir()
    (home / ".config" / "user-dirs.dirs").write_text(
        f'# written by the desktop\nXDG_DESKTOP_DIR="$HOME/Tisch"\nXDG_DOCUMENTS_DIR="{named}"\n',
        encoding="utf-8",
    )
    (home / "Documents").mkdir()
    assert paths.projects_dir() == home / "Glossator", "a folder that is named and not there is not used"
    (home / expected).mkdir(parents=True)
    assert paths.projects_dir() == home / expected / "Glossator"


def test_the_documents_folder_may_lie_outside_the_home(
    monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path
) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "settings"))
    (home / "settings").mkdir()
    (home / "settings" / "user-dirs.dirs").write_text(f'XDG_DOCUMENTS_DIR="{tmp_path}"\n', encoding="utf-8")
    assert paths.projects_dir() == tmp_path / "Glossator"


def test_asking_creates_nothing_and_ensure_creates_for_the_owner_alone(home: Path) -> None:
    for place in ALL:
        place()
    assert list(home.iterdir()) == []
    made = paths.ensure(paths.data_dir() / "deeper")
    assert made.is_dir()
    assert paths.ensure(made) == made
    if os.name == "posix":
        assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_what_cannot_be_created_is_said(home: Path) -> None:
    (home / "data").write_text("a file is in the way", encoding="utf-8")
    with pytest.raises(OSError, match="data"):
        paths.ensure(paths.data_dir())


def test_the_sample_article_is_the_one_that_was_given_byte_for_byte() -> None:
    assert hashlib.sha256(paths.seed(SEED).read_bytes()).hexdigest() == SEED_SHA256


def test_resources_are_found() -> None:
    assert paths.resource("schemes").is_dir()


def test_what_does_not_ship_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="resources/schemes/of-nobody.json"):
        paths.resource("schemes", "of-nobody.json")
    with pytest.raises(FileNotFoundError, match="seeds/nothing.txt"):
        paths.seed("nothing.txt")


def test_an_installed_program_finds_its_files_inside_its_package(tmp_path: Path) -> None:
    package = tmp_path / "site" / "glossator"
    (package / "_resources" / "schemes").mkdir(parents=True)
    (package / "_seeds").mkdir()
    (package / "_seeds" / SEED).write_text("installed", encoding="utf-8")
    for module in ("__init__.py", "paths.py"):
        source = Path(paths.__file__).with_name(module)
        (package / module).write_bytes(source.read_bytes())
    script = f"from glossator import paths; print(paths.seed({SEED!r})); print(paths.resource('schemes'))"
    # its own folder first on the path, as an installed package's would be
    answer = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(package.parent)!r}); {script}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split("\n")[:2] == [
        str(package / "_seeds" / SEED),
        str(package / "_resources" / "schemes"),
    ]


# --- portable: everything beside the program


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program on a stick, with the mark beside it."""
    program = tmp_path / "stick" / "glossator"
    program.parent.mkdir()
    program.write_bytes(b"")
    (program.parent / paths.MARKER).write_text("")
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.delenv("GLOSSATOR_HOME")
    return program.parent


def test_a_marked_program_keeps_everything_beside_itself(stick: Path) -> None:
    assert paths.is_portable()
    places = (paths.config_dir, paths.data_dir, paths.cache_dir, paths.log_dir, paths.projects_dir)
    assert {place().parent for place in places} == {stick / "Glossator data"}
    assert len({place() for place in places}) == len(places)
    assert not (stick / "Glossator data").exists(), "asking creates nothing"


def test_without_the_mark_it_keeps_them_where_the_system_does(stick: Path) -> None:
    (stick / paths.MARKER).unlink()
    assert not paths.is_portable()
    assert not paths.config_dir().is_relative_to(stick)


def test_the_variable_is_stronger_than_the_mark(
    stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLOSSATOR_HOME", str(tmp_path / "elsewhere"))
    assert paths.config_dir() == tmp_path / "elsewhere" / "config"


def test_a_dialog_begins_in_the_nearest_folder_that_is_there(tmp_path: Path) -> None:
    assert paths.existing(tmp_path) == tmp_path
    assert paths.existing(tmp_path / "not" / "yet") == tmp_path
