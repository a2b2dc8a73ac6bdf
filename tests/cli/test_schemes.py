"""The commands on the label scheme of a project: what they write, what they would change, and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from glossator.__main__ import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder with a project."""
    monkeypatch.chdir(tmp_path)

    def work(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(arguments)
        return code, *capfd.readouterr()

    assert work("new", "p.gloss", "--scheme", "conll-2003")[0] == 0
    return work


def test_out_changed_and_in_again(run: Run) -> None:
    code, out, _ = run("scheme", "export", "p.gloss", "s.json")
    assert (code, out) == (0, "Wrote the scheme CoNLL-2003 1.0 to s.json.\n")
    assert run("scheme", "export", "p.gloss", "s.json")[0] == 1
    assert run("scheme", "export", "p.gloss", "s.json", "--force")[0] == 0
    written = json.loads(Path("s.json").read_text(encoding="utf-8"))
    written["labels"][0]["name"] = "Human"
    Path("s.json").write_text(json.dumps(written), encoding="utf-8")
    code, out, _ = run("scheme", "import", "p.gloss", "s.json", "--dry-run")
    assert (code, out) == (0, "Changes: the label Person, called Human then.\nNothing was changed.\n")
    assert run("scheme", "import", "p.gloss", "s.json")[1].endswith("Take in the scheme s.json: done.\n")
    code, _, err = run("scheme", "import", "p.gloss", "s.json")
    assert code == 1
    assert "everything that is in this scheme already" in err
    run("scheme", "export", "p.gloss", "again.json")
    assert json.loads(Path("again.json").read_text(encoding="utf-8"))["labels"][0]["name"] == "Human"


def test_a_configuration_of_brat_goes_in_and_makes_projects(run: Run) -> None:
    Path("annotation.conf").write_text("[entities]\nBird\n[relations]\nEats Arg1:Bird, Arg2:TODO\n")
    code, out, err = run("scheme", "import", "p.gloss", ".")
    assert (code, "New: the label Bird." in out) == (0, True)
    assert "TODO is no entity" in err
    assert run("new", "q.gloss", "--scheme", "annotation.conf")[0] == 0
    assert "Bird" in run("schemes", ".")[1]


def test_what_is_wrong_is_said_with_its_place_and_nothing_is_done(run: Run) -> None:
    Path("bad.json").write_text(
        '{"id": "x", "name": "x", "version": "1", "labels": [{"id": 3, "name": "x"}]}'
    )
    before = Path("p.gloss").read_bytes()
    code, out, err = run("scheme", "import", "p.gloss", "bad.json")
    assert (code, out) == (1, "")
    assert "at labels[0].id" in err
    assert Path("p.gloss").read_bytes() == before


def test_a_scheme_of_thousands_of_labels_that_a_file_brought_comes_back(run: Run) -> None:
    Path("x").mkdir()
    words = [f"w{number}" for number in range(2_500)]
    Path("x/a.txt").write_text(" ".join(words), encoding="utf-8")
    lines, at = [], 0
    for number, word in enumerate(words, 1):
        lines.append(f"T{number}\tKind{number} {at} {at + len(word)}\t{word}\n")
        at += len(word) + 1
    Path("x/a.ann").write_text("".join(lines), encoding="utf-8")
    assert run("import", "p.gloss", "x")[0] == 0
    assert run("export", "p.gloss", "-o", "p.jsonl")[0] == 0
    assert run("new", "q.gloss", "--scheme", "p.scheme.json")[0] == 0
    assert run("import", "q.gloss", "p.jsonl")[0] == 0
    assert run("export", "q.gloss", "-o", "q.jsonl")[0] == 0
    assert Path("q.jsonl").read_bytes() == Path("p.jsonl").read_bytes()
