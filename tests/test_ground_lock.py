"""What is installed: exact versions with hashes, of no named registry, the same for users and developers."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

import glossator

PROJECT = Path(__file__).resolve().parents[1]
RUNTIME = PROJECT / "packaging" / "requirements.txt"
DEVELOPMENT = PROJECT / "packaging" / "requirements-dev.txt"

PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^ ;\\]+)(?: ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def pins(path: Path) -> dict[str, str]:
    return {m["name"]: m["version"] for m in map(PIN.fullmatch, path.read_text("utf-8").splitlines()) if m}


@cache
def project() -> dict[str, object]:
    parsed: dict[str, object] = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    return parsed


def wanted(*groups: list[str]) -> set[str]:
    names = (re.split(r"[<>=!~;\[ ]", line)[0] for group in groups for line in group)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in names}


@pytest.mark.parametrize("path", [RUNTIME, DEVELOPMENT], ids=lambda path: path.name)
def test_every_package_is_pinned_and_hashed_and_nothing_else_is_said(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    strange = [line for line in lines if not PIN.fullmatch(line) and not HASH.fullmatch(line)]
    assert strange == [], "only pins and hashes: no index, no link, no comment"
    hashed = [
        bool(HASH.fullmatch(after))
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
        if PIN.fullmatch(line)
    ]
    assert hashed, "there are pins"
    assert all(hashed)


def test_what_the_project_asks_for_is_locked() -> None:
    dependencies, extras = project()["dependencies"], project()["optional-dependencies"]
    assert isinstance(dependencies, list)
    assert isinstance(extras, dict)
    assert wanted(dependencies) <= pins(RUNTIME).keys()
    assert wanted(dependencies, extras["dev"]) <= pins(DEVELOPMENT).keys()


def test_developers_run_exactly_what_users_run() -> None:
    runtime = pins(RUNTIME)
    assert runtime
    assert {name: version for name, version in pins(DEVELOPMENT).items() if name in runtime} == runtime


def test_qt_is_the_version_that_keeps_none_alive() -> None:
    assert pins(RUNTIME)["pyside6-essentials"] == "6.11.3"
    assert pins(RUNTIME)["shiboken6"] == "6.11.3"


def test_the_version_stands_in_one_place() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", glossator.__version__)
    assert "version" not in project()
    assert project()["dynamic"] == ["version"]
    changelog = (PROJECT / "CHANGELOG.md").read_text("utf-8")
    assert f"## [{glossator.__version__}]" in changelog or "## [Unreleased]" in changelog
