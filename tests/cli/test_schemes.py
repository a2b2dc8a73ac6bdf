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
