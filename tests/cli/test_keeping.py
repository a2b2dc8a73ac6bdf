"""Backups, restore and repair on the command line: what they do, what they say, and their exit codes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlcipher3 import dbapi2

from glossator import intake, projects, safekeeping
from glossator.__main__ import main
from glossator.core import edits
from glossator.core.spans import Span
from glossator.store import lock, places
from glossator.store.check import check
from glossator.store.schema import FORMAT

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "200")

    def work(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(each) for each in arguments])
        return code, *capfd.readouterr()

    return work


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "a.gloss"
    (tmp_path / "one.txt").write_text("Ada met Bo.\n")
    bench = projects.create(found, title="A", scheme_id="news-intelligence", author="Ada")
    intake.import_texts(bench, [tmp_path / "one.txt"])
    bench.close()
    return found


def tag(path: Path, span: Span) -> None:
    bench = projects.open(path, author="Ada")
    document = bench.ask.documents()[0].document.id
    bench.do(edits.tag(bench.open_document(document), [span], bench.scheme.labels[0], by=bench.hand))
    bench.close()


def backup_of(path: Path) -> Path:
    (found,) = (path.parent / "a backups").iterdir()
    return found


def test_a_backup_is_made_listed_and_restored(run: Run, path: Path) -> None:
    assert run("backups", path)[:2] == (
        0,
        f"There is no backup of {path} in “{path.parent / 'a backups'}”.\n",
    )
    code, out, err = run("backups", path, "--make")
    backup = backup_of(path)
    assert (code, out, err) == (0, f"Made {backup}.\n", "")
    tag(path, Span(0, 3))
    code, out, _ = run("backups", path)
    assert code == 0
    assert out.splitlines()[1].split()[2:4] == ["on", "request"]
    assert out.splitlines()[1].split()[-1] == "1"
    assert out.splitlines()[2] == f"They lie in {backup.parent}."
    before = path.read_bytes()
    code, out, _ = run("restore", path, backup, "--dry-run")
    assert code == 0
    assert out.splitlines()[:2] == ["1 step made since would be taken back.", "  one: 1 step"]
    assert out.splitlines()[-1] == "Nothing was changed."
    assert path.read_bytes() == before
    code, out, _ = run("restore", path, backup.name[:20])
    assert code == 0
    assert f"{path} is as it was in {backup.name}.\n" in out
    assert "before a restore.gloss" in out
    bench = projects.open(path, author="Ada")
    assert bench.ask.documents()[0].mentions == 0
    bench.close()


def test_an_unknown_backup_and_an_open_project_are_refused(run: Run, path: Path) -> None:
    run("backups", path, "--make")
    code, _, err = run("restore", path, "1999")
    assert (code, err.startswith("glossator: No backups are called “1999”.")) == (1, True)
    bench = projects.open(path, author="Ada")
    code, _, err = run("restore", path, backup_of(path))
    bench.close()
    assert code == 1
    assert "is already open" in err


def test_backups_may_lie_in_one_place_for_all(run: Run, path: Path, tmp_path: Path) -> None:
    code, out, _ = run("backups", path, "--make", "--place", tmp_path / "all")
    assert code == 0
    assert str(tmp_path / "all") in out
    assert "on request" in run("backups", path, "--place", tmp_path / "all")[1]


def test_a_damaged_project_is_repaired_into_a_new_file(run: Run, path: Path) -> None:
    tag(path, Span(0, 3))
    data = bytearray(path.read_bytes())
    data[:4096] = bytes(4096)
    path.write_bytes(data)
    assert run("check", path)[0] == 1
    code, out, err = run("check", path, "--repair")
    new = path.with_name("a (repaired).gloss")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "Nothing is missing in it."
    assert f"Wrote {new}: 1 document, 1 mention, 3 steps of the history." in out
    assert check(new) == []
    assert path.read_bytes() == data
    assert run("check", path, "--repair", "--to", new)[0] == 1  # never over a file
    run("check", path, "--repair")
    assert path.with_name("a (repaired 2).gloss").exists()


def test_what_is_missing_is_told_by_document(run: Run, path: Path) -> None:
    tag(path, Span(0, 3))
    data = path.read_bytes()
    path.write_bytes(data.replace(b"Ada met Bo.", b"Ada mat Bo."))
    code, out, err = run("check", path, "--repair", "--to", path.with_name("new.gloss"))
    assert code == 1
    assert out.splitlines()[:2] == [
        "one: all mentions are there.",
        "  Its text is damaged: it is not quite the one that was imported.",
    ]
    assert "Something is missing" in err
    assert check(path.with_name("new.gloss")) == []


def test_to_goes_with_repair(run: Run, path: Path) -> None:
    code, _, err = run("check", path, "--to", "x.gloss")
    assert code == 1
    assert "--repair" in err


# --- migrate


OLD = Path(__file__).resolve().parents[1] / "old_files"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(OLD / "format-1.gloss", tmp_path / "old.gloss"))


@pytest.mark.parametrize("place", [None, "all backups"])
def test_an_old_project_is_brought_up_to_date_and_kept_as_it_was(
    run: Run, old: Path, tmp_path: Path, place: str | None
) -> None:
    before = old.read_bytes()
    where = ("--place", tmp_path / place) if place else ()
    code, out, err = run("migrate", old, *where)
    [kept] = (tmp_path / place).rglob("*.gloss") if place else (tmp_path / "old backups").iterdir()
    assert (code, err) == (0, "")
    assert out == (
        f"Brought {old} from format 1 to format {FORMAT}.\nWhat it was until now is kept in {kept}.\n"
    )
    assert check(old) == []
    assert len(kept.read_bytes()) == len(before)
    assert run("migrate", kept)[0] == 0, "it is a project of the old format"
    code, out, err = run("migrate", old)
    assert (code, out, err) == (0, f"{old} is up to date (format {FORMAT}); nothing was done.\n", "")


def test_a_project_that_cannot_be_migrated_is_refused_in_a_sentence(
    run: Run, old: Path, path: Path, tmp_path: Path
) -> None:
    before = old.read_bytes()
    old.chmod(0o400)
    with patch.object(places, "may_write", return_value=False):  # who may do everything may write that, too
        code, out, err = run("migrate", old)
    assert (code, out) == (1, "")
    assert "is of an older Glossator (format 1)" in err
    assert old.read_bytes() == before
    connection = dbapi2.connect(str(path))
    connection.execute("PRAGMA user_version=99")
    connection.close()
    code, out, err = run("migrate", path)
    assert (code, out) == (1, "")
    assert "last used with a newer Glossator (format 99" in err
    held = lock.take(old)
    code, out, err = run("migrate", old)
    held.release()
    assert (code, out) == (1, "")
    assert "“old.gloss” is already open" in err
    assert old.read_bytes() == before
    code, out, err = run("migrate", tmp_path / "none.gloss")
    assert (code, out) == (1, "")
    assert "There is no file" in err


def test_the_window_keeps_the_backup_of_a_migration_where_the_settings_say(old: Path, tmp_path: Path) -> None:
    plan = safekeeping.Plan(tmp_path / "elsewhere")
    bench = projects.open(old, author="Ada", plan=plan)
    migrated = bench.project_file.migrated
    bench.close()
    assert migrated is not None
    assert migrated.format == 1
    assert migrated.kept.is_relative_to(tmp_path / "elsewhere")
    assert not (tmp_path / "old backups").exists()
