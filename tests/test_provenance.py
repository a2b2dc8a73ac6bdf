"""Where the program comes from, and how it is brought up to date."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import glossator
from glossator import paths, provenance


def test_a_checkout_is_not_packaged_and_comes_by_python() -> None:
    assert provenance.build_id() == "not packaged"
    assert provenance.kind() == "python"
    assert "pip" in provenance.how_to_update()


def test_a_build_tells_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glossator, "__file__", str(tmp_path / "__init__.py"))
    (tmp_path / provenance.BUILD_FILE).write_text('{"build": "0.1.0-abc"}')
    assert provenance.build_id() == "0.1.0-abc"
    (tmp_path / provenance.BUILD_FILE).write_text("{")
    assert provenance.build_id() == "not packaged"


def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: str) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "glossator"))
    if way == "portable":
        (tmp_path / paths.MARKER).write_text("")
    elif way == "windows":
        monkeypatch.setattr(sys, "platform", "win32")
        (tmp_path / "uninstall.exe").write_bytes(b"")
    else:
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(provenance, "_DEBIAN", tmp_path / "glossator.list")
        if way == "deb":
            (tmp_path / "glossator.list").write_text("")


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("portable", "Glossator data"),
        ("windows", "set-up"),
        ("deb", "apt install"),
        ("package", "over this one"),
    ],
)
def test_each_way_of_installing_has_its_way_of_updating(
    way: str, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(monkeypatch, tmp_path, way)
    assert provenance.kind() == way
    assert words in provenance.how_to_update()


def test_every_library_has_its_licence() -> None:
    found = {each.name.lower().replace("_", "-"): each for each in provenance.licences()}
    assert "glossator" not in found
    assert "LGPL" in found["pyside6-essentials"].terms
    assert "GPL" in found["igraph"].terms
    assert all(each.version and each.terms for each in found.values())
    assert "GNU GPL 3" in provenance.terms()
