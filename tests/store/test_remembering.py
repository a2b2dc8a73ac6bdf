"""What a project keeps beside its records: values by name, and the bytes that documents were imported from."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from glossator import projects
from glossator.core.documents import Document, digest_of
from glossator.core.errors import GlossatorError
from glossator.store import remembering
from glossator.store.asof import write as write_as_of
from glossator.store.backups import snapshot
from glossator.store.check import check
from glossator.store.driver import IntegrityError
from glossator.store.news import NOTHING
from glossator.store.pages import PAGE
from glossator.store.project_file import ProjectFile
from glossator.store.restoring import restore
from glossator.store.salvage import salvage
from tests.store.test_locked import held
from tests.store.world import Desk

PAPER = b"<html>" + b"the Libyan army hit a naval base " * 300


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def with_source(project: ProjectFile, content: bytes, *, id: int = 900) -> Document:  # noqa: A002
    text = f"text {id}"
    document = Document(id, f"Paper {id}", len(text), digest_of(text), source_digest=sha256(content))
    change = Desk(project).change("Import", added=[document], texts={document.digest: text})
    project.write(replace(change, sources={document.source_digest: content}))
    return document


def test_a_value_is_remembered_until_it_is_forgotten(full: ProjectFile) -> None:
    steps = len(full.ask.history())
    assert full.ask.kept("chart") is None
    full.keep({"chart": {"at": [1, 2.5, None]}, "other": "é"})
    full.keep({"chart": {"at": []}})
    assert full.ask.kept("chart") == {"at": []}
    full.keep({"chart": None})
    assert (full.ask.kept("chart"), full.ask.kept("other")) == (None, "é")
    assert len(full.ask.history()) == steps, "it is no step"
    full.close()
    assert check(full.path) == []
    with ProjectFile.open(full.path) as again:
        assert again.ask.kept("other") == "é"


def test_other_windows_take_it_for_no_news(full: ProjectFile) -> None:
    with ProjectFile.open(full.path, read_only=True) as reader:
        full.keep({"chart": 1})
        full.write_ahead({}, {sha256(PAPER): PAPER})
        assert reader.look()._replace(since=None) == NOTHING
        assert full.look() == NOTHING
        assert reader.ask.kept("chart") == 1


def test_a_project_that_is_read_only_remembers_nothing_and_says_nothing(full: ProjectFile) -> None:
    full.close()
    bench = projects.open(full.path, author="Ada", read_only=True)
    bench.keep("chart", [1])
    assert bench.ask.kept("chart") is None
    bench.close()


def test_what_is_to_be_kept_waits_while_another_writes(full: ProjectFile) -> None:
    full.close()
    bench = projects.open(full.path, author="Ada")
    bench.project_file.wait_for_others(0.01)
    with held(full.path, "BEGIN IMMEDIATE"):
        bench.keep("chart", [1])
        bench.keep("mapping", {"a": "b"})
    assert bench.ask.kept("chart") is None
    bench.close()
    with ProjectFile.open(full.path, read_only=True) as reader:
        assert (reader.ask.kept("chart"), reader.ask.kept("mapping")) == ([1], {"a": "b"})


@pytest.mark.parametrize(
    "content", [PAPER, b"", b"x", os.urandom(100_000)], ids=["text", "empty", "one", "noise"]
)
def test_a_source_comes_back_to_the_last_byte(full: ProjectFile, content: bytes) -> None:
    document = with_source(full, content)
    assert full.ask.source_bytes(document.source_digest) == content
    kept = full._database.one("SELECT octet_length(bytes) FROM source_bytes")[0]
    assert kept < len(content) / 10 if content == PAPER else kept <= len(content)
    assert check(full.path) == []


def test_a_source_is_kept_once_and_stays_for_documents_that_come_back(full: ProjectFile) -> None:
    document = with_source(full, PAPER)
    with_source(full, PAPER, id=901)
    Desk(full).write("Remove", removed=[document])
    assert full.ask.source_bytes(document.source_digest) == PAPER
    assert full._database.one("SELECT count(*) FROM source_bytes")[0] == 1
    assert full.ask.source_bytes("00" * 32) is None
    assert full.ask.source_bytes("no digest") is None


def test_a_source_of_another_digest_is_a_bug_and_one_too_large_a_sentence(
    full: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(IntegrityError):
        full.write_ahead({}, {sha256(b"other"): PAPER})
    monkeypatch.setattr(remembering, "LARGEST_SOURCE", 100)
    with pytest.raises(GlossatorError, match="too large to be kept"):
        with_source(full, PAPER)
    assert full.ask.document(900) is None, "all of the step or nothing"


def test_damage_is_told_and_not_shown(full: ProjectFile) -> None:
    document = with_source(full, PAPER)
    full.keep({"chart": 1})
    full._database.run("UPDATE source_bytes SET bytes=zeroblob(20)")
    full._database.run("UPDATE kept SET value='{'")
    with pytest.raises(GlossatorError, match="a file that a document was imported from"):
        full.ask.source_bytes(document.source_digest)
    with pytest.raises(GlossatorError, match="“chart”"):
        full.ask.kept("chart")
    assert len([each for each in check(full.path) if "source" in each or "chart" in each]) == 2


@pytest.mark.parametrize("spoil", ["nothing", "beginning", "source"])
def test_a_repair_keeps_them_and_takes_a_damaged_source_out_of_a_backup(
    full: ProjectFile, tmp_path: Path, spoil: str
) -> None:
    document = with_source(full, PAPER)
    full.keep({"chart": {"at": [1]}, "name": "5"})
    kept = snapshot(full._database, "daily")
    if spoil == "source":
        full._database.run("UPDATE source_bytes SET bytes=zeroblob(20)")
    full.close()
    if spoil == "beginning":
        data = bytearray(full.path.read_bytes())
        data[:PAGE] = bytes(PAGE)
        full.path.write_bytes(data)
    found = salvage(full.path, tmp_path / "new.gloss", backups=[kept])
    assert found.is_whole
    with ProjectFile.open(tmp_path / "new.gloss") as project:
        assert project.ask.source_bytes(document.source_digest) == PAPER
        assert (project.ask.kept("chart"), project.ask.kept("name")) == ({"at": [1]}, "5")
        assert project.ask.kept("title") is None
    if spoil == "source":
        alone = salvage(full.path, tmp_path / "alone.gloss")
        faults = [fault for each in alone.losses for fault in each.faults]
        assert faults == ["The file that it was imported from is damaged and left out."]
        assert alone.check == ()


def test_they_go_with_the_project_into_copies_and_back_to_a_backup(full: ProjectFile, tmp_path: Path) -> None:
    document = with_source(full, PAPER)
    full.keep({"chart": 1})
    full.save_copy(tmp_path / "copy.gloss")
    kept = snapshot(full._database, "daily")
    write_as_of(full.path, full.ask.place_at(1 << 62) or 0, tmp_path / "then.gloss")
    full.keep({"chart": 2})
    full.close()
    restore(full.path, kept)
    for path in (tmp_path / "copy.gloss", tmp_path / "then.gloss", full.path):
        with ProjectFile.open(path, read_only=True) as project:
            assert project.ask.kept("chart") == 1
            assert project.ask.source_bytes(document.source_digest) == PAPER
