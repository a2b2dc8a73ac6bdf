"""The gate itself: the floors it holds rooms to, the blocked Qt, the watched log, the set-up's questions."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[1]
GATE = (PROJECT / "packaging" / "gate.sh").read_text("utf-8")
needs_sh = pytest.mark.skipif(os.name != "posix", reason="the set-up script is for POSIX systems")

# --- coverage floors ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def floors() -> ModuleType:
    spec = importlib.util.spec_from_file_location("floors", PROJECT / "packaging" / "floors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measured(covered: int, lines: int, covered_branches: int, branches: int) -> dict[str, dict[str, int]]:
    return {
        "summary": {
            "covered_lines": covered,
            "num_statements": lines,
            "covered_branches": covered_branches,
            "num_branches": branches,
        }
    }


def test_a_room_is_all_its_files_and_counts_lines_and_branches(floors: ModuleType) -> None:
    report = {
        "files": {
            "desktop/glossator/core/spans.py": measured(10, 10, 3, 4),
            "desktop/glossator/core/edits.py": measured(80, 90, 0, 0),
            "desktop/glossator/ui/text/view.py": measured(1, 2, 1, 2),
            "desktop/glossator/cli/program.py": measured(5, 5, 0, 0),
        }
    }
    assert floors.tally(report) == {"core": (93, 104), "ui": (2, 4), "cli": (5, 5)}


def test_a_room_on_its_floor_holds_and_one_below_it_does_not(floors: ModuleType) -> None:
    rows = floors.verdicts({"core": (95, 100), "store": (949, 1000), "ui": (85, 100), "__main__": (0, 10)})
    assert [(room, holds) for room, _percent, _floor, holds in rows] == [
        ("core", True),
        ("store", False),
        ("ui", True),
    ]


def test_a_room_without_a_floor_does_not_hold_even_when_covered(floors: ModuleType) -> None:
    assert [row[3] for row in floors.verdicts({"cellar": (10, 10)})] == [False]


def test_every_room_of_the_house_has_a_floor_of_85_at_least(floors: ModuleType) -> None:
    rooms = {
        path.stem for path in (PROJECT / "desktop" / "glossator").iterdir() if path.suffix in {"", ".py"}
    }
    assert rooms - {"__init__", "__main__", "__pycache__"} <= floors.FLOORS.keys()
    assert min(floors.FLOORS.values()) >= 85


# --- what holds for every test ------------------------------------------------------------------------------


WATCHED = {
    "imports_the_binding": ("import PySide6", {"FAILED"}),
    "imports_a_module_of_the_binding": ("import PySide6.QtCore", {"FAILED"}),
    "imports_shiboken": ("import shiboken6", {"FAILED"}),
    "imports_pyqtgraph": ("import pyqtgraph", {"FAILED"}),
    "logs_quietly": ("logging.getLogger('x').info('fine')", {"PASSED"}),
    "logs_a_warning": ("logging.getLogger('x').warning('odd')", {"PASSED", "ERROR"}),
    "warns": ("warnings.warn('old')", {"FAILED"}),
    "leaves_a_file_at_home": ("(Path.home() / 'left').touch()", {"PASSED"}),
    "finds_its_home_empty": ("assert list(Path.home().iterdir()) == []", {"PASSED"}),
    "expected_error_came": ("logging.getLogger('x').error('told')", {"PASSED"}),
    "expected_error_did_not_come": ("logging.getLogger('x').info('fine')", {"PASSED", "ERROR"}),
}
"""Bodies of tests by name, and what becomes of them; an ERROR is a fault found after the test."""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Run WATCHED, once, under the project's own settings and conftest; return the verdicts by name."""
    folder = tmp_path_factory.mktemp("watched")
    (folder / "tests").mkdir()
    shutil.copy(PROJECT / "pyproject.toml", folder)
    shutil.copy(PROJECT / "tests" / "conftest.py", folder / "tests")
    source = "import logging, warnings\nfrom pathlib import Path\nimport pytest\n"
    for name, (body, _verdict) in WATCHED.items():
        mark = "@pytest.mark.expects_log\n" if name.startswith("expected") else ""
        source += f"{mark}def test_{name}():\n    {body}\n"
    (folder / "tests" / "test_it.py").write_text(source, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-rA",
            "--tb=no",
            "tests",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:pytest-qt",
        ],
        cwd=folder,
        env={**os.environ, "GLOSSATOR_NO_QT": "1"},
        capture_output=True,
        text=True,
    )
    found: dict[str, set[str]] = {}
    for verdict, name in re.findall(
        r"^(PASSED|FAILED|ERROR) \S+::test_(\w+)", done.stdout, flags=re.MULTILINE
    ):
        found.setdefault(name, set()).add(verdict)
    return found


@pytest.mark.parametrize("name", WATCHED)
def test_every_test_is_watched(verdicts: dict[str, set[str]], name: str) -> None:
    assert verdicts[name] == WATCHED[name][1]


def test_the_gate_has_its_steps_in_order() -> None:
    steps = re.findall(r'^ *step "([^"]+)"', GATE, flags=re.MULTILINE)
    assert steps == [
        "format",
        "ruff",
        "import contracts",
        "types",
        "tests with Qt and without",
        "coverage floors",
    ]


@needs_sh
@pytest.mark.parametrize(
    ("first", "second", "code"),
    [(0, 0, 0), (3, 0, 3), (0, 4, 4), (3, 4, 3)],
    ids="both neither with all".split(),
)
def test_tests_beside_each_other_fail_where_one_of_them_does(first: int, second: int, code: int) -> None:
    (function,) = re.findall(r"^both\(\) \{\n.*?^\}\n", GATE, flags=re.MULTILINE | re.DOTALL)
    script = f"""set -eu
    without_qt() {{ echo first; return {first}; }}
    with_qt() {{ echo second; return {second}; }}
    {function}
    code=0
    both || code=$?
    exit "$code"
    """
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True)
    assert done.returncode == code
    said = ["second", "", "--- tests without Qt", "first"]
    again = ["", "--- tests with Qt", "second"] if second else []
    assert done.stdout.splitlines() == said + again


# --- the set-up ---------------------------------------------------------------------------------------------


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """Return a copy of what the set-up reads, in a folder whose path has spaces and a quote."""
    folder = tmp_path / "a path with spaces, 'quotes' and ü"
    (folder / "packaging").mkdir(parents=True)
    for name in ("packaging/setup.sh", "packaging/requirements-dev.txt", "pyproject.toml", "Makefile"):
        shutil.copy(PROJECT / name, folder / name)
    return folder


def set_up(folder: Path, mode: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "packaging/setup.sh", mode],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def as_if_made(folder: Path) -> None:
    """Leave an environment and the recipe that it was made from, as a finished set-up does."""
    binaries = folder / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (binaries / "python").chmod(0o755)
    recipe = [f"{folder}\n".encode()]
    recipe += [
        (folder / name).read_bytes()
        for name in ("packaging/setup.sh", "packaging/requirements-dev.txt", "pyproject.toml")
    ]
    (folder / ".venv" / "made-for-run").write_bytes(b"".join(recipe))


@needs_sh
def test_with_nothing_changed_the_set_up_does_nothing(stranger: Path) -> None:
    as_if_made(stranger)
    done = set_up(stranger, "run", PYTHON="/nowhere/python")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@needs_sh
@pytest.mark.parametrize("changed", ["pyproject.toml", "packaging/requirements-dev.txt"])
def test_a_changed_recipe_is_noticed(stranger: Path, changed: str) -> None:
    as_if_made(stranger)
    with (stranger / changed).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    done = set_up(stranger, "run", PYTHON="/nowhere/python")
    assert done.returncode == 1
    assert "PYTHON=/nowhere/python is not a Python of version 3.11 or newer" in done.stderr


@needs_sh
def test_a_folder_that_moved_is_noticed(stranger: Path) -> None:
    as_if_made(stranger)
    moved = stranger.rename(stranger.with_name("elsewhere, with spaces"))
    assert set_up(moved, "run", PYTHON="/nowhere/python").returncode == 1


@needs_sh
def test_an_unknown_purpose_is_refused(stranger: Path) -> None:
    done = set_up(stranger, "walk")
    assert done.returncode == 1
    assert "what is 'walk'?" in done.stderr


@needs_sh
def test_what_is_missing_is_said_in_one_line_where_one_may_not_install(
    stranger: Path, tmp_path: Path
) -> None:
    """A user without root, on a Debian whose python3 has no ensurepip and whose Qt libraries are not there."""
    binaries = tmp_path / "bin"
    binaries.mkdir()
    for name, script in {
        "id": "echo 1000",
        "apt-get": "exit 100",
        # suitable, without ensurepip, and blind to every library whose name has GL in it
        "python": 'case "$*" in *ensurepip*|*GL*) exit 1 ;; *print*) echo python3.11-venv ;; esac',
    }.items():
        (binaries / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (binaries / name).chmod(0o755)
    done = set_up(stranger, "run", PATH=f"{binaries}:{os.environ['PATH']}", PYTHON=str(binaries / "python"))
    assert done.returncode == 1
    assert done.stderr == (
        "setup: system packages are missing. As root: "
        "apt-get update && apt-get install --no-install-recommends python3.11-venv libgl1 libegl1\n"
    )


@needs_sh
@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_the_makefile_lists_what_can_be_made_from_a_path_with_spaces(stranger: Path) -> None:
    done = subprocess.run(["make", "help"], cwd=stranger, capture_output=True, text=True, check=True)
    named = [line.split("\t")[0] for line in done.stdout.splitlines()]
    assert {"run", "test", "lint", "bench", "shots", "lock", "clean", "help"} <= set(named)
