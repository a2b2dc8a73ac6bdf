"""The command line and versions of documents: taken over, read anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossator import projects
from glossator.cli import program
from glossator.core import edits
from glossator.core.ids import to_text
from glossator.core.spans import Span

OLD = "Russia moved air defences from Tartus to Libya.\nBob left Tripoli.\n"
NEW = OLD.replace("Bob left Tripoli.", "Nobody knows more.") + "Late news.\n"


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """With a text, tagged, and its newer version."""
    path, file = str(tmp_path / "a.gloss"), tmp_path / "news.txt"
    assert program.run(["new", path, "--scheme", "conll-2003"]) == 0
    file.write_text(OLD, "utf-8")
    assert program.run(["import", path, str(file)]) == 0
    bench = projects.open(Path(path), author="Ada")
    here = bench.open_document(bench.ask.document_ids()[0])
    label = bench.scheme.label("LOC")
    assert label is not None
    for words in ("Tartus", "Tripoli"):
        start = OLD.index(words)
        bench.do(edits.tag(here, [Span(start, start + len(words))], label, by=bench.hand))
    bench.close()
    file.write_text(NEW, "utf-8")
    assert program.run(["import", path, str(file)]) == 0
    capsys.readouterr()
    return path


def test_annotations_of_an_earlier_version_are_taken_over(
    project: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run(["takeover", project, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert said.splitlines() == [
        "“news” from “news”: 1 moved, 0 changed, 1 lost.",
        "  lost: LOC “Tripoli”",
    ]
    assert program.run(["takeover", project]) == 0
    assert "Took over 1 record." in capsys.readouterr().out
    assert program.run(["takeover", project]) == 1
    assert "there already" in capsys.readouterr().err


def test_both_versions_may_be_named(project: str, capsys: pytest.CaptureFixture[str]) -> None:
    bench = projects.open(Path(project), author="", read_only=True)
    documents = [row.document for row in bench.ask.documents()]
    old, new = (each.id for each in sorted(documents, key=lambda each: "version_of" in each.attributes))
    bench.close()
    assert program.run(["takeover", project, to_text(new), "--from", to_text(old)]) == 0
    assert "Took over 1 record." in capsys.readouterr().out
    assert program.run(["takeover", project, to_text(old)]) == 1
    assert "No earlier version" in capsys.readouterr().err
    assert program.run(["takeover", project, "--from", to_text(old)]) == 1
    assert "One document has to be named" in capsys.readouterr().err
    assert program.run(["takeover", project, "news"]) == 1
    assert "several documents" in capsys.readouterr().err


def test_where_nothing_was_said_there_is_nothing_to_take(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "b.gloss")
    assert program.run(["new", path]) == 0
    assert program.run(["takeover", path]) == 0
    assert "Nothing is said of an earlier version." in capsys.readouterr().out


def test_a_file_is_read_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, file = str(tmp_path / "c.gloss"), tmp_path / "brief.txt"
    file.write_bytes("Müller blieb in Köln.\n".encode("cp1252"))
    assert program.run(["new", path]) == 0
    assert program.run(["import", path, str(file), "--encoding", "cp1251"]) == 0
    capsys.readouterr()
    assert program.run(["reread", path, "brief", "windows-1252"]) == 0
    assert "Read “brief” as windows-1252, with 0 mentions." in capsys.readouterr().out
    assert program.run(["reread", path, "nothing", "windows-1252"]) == 1
    assert "no document called" in capsys.readouterr().err
