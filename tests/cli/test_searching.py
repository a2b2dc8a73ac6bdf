"""The command that searches: what it prints for people and for programs, and what it says of what cannot be found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from glossator import projects
from glossator.__main__ import main
from glossator.core import edits
from glossator.core.spans import Span

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder with a project of three texts."""
    monkeypatch.chdir(tmp_path)
    texts = {
        "a.txt": "The army left. 😀 Die Außenminister kamen.",
        "b.txt": "Army, army! See a.b(c).",
        "c.txt": "None.",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    def work(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(arguments)
        return code, *capfd.readouterr()

    assert work("new", "p.gloss")[0] == 0
    assert work("import", "p.gloss", *texts)[0] == 0
    return work


def test_hits_stand_below_one_another(run: Run) -> None:
    code, out, err = run("search", "p.gloss", "army", "--order", "name")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "a"
    assert lines[1].split("[")[0].endswith("The ")
    assert {line.index("[") for line in lines if "[" in line} == {lines[1].index("[")}
    assert lines[-1] == "2 documents."


def test_programs_get_offsets_in_code_points(run: Run) -> None:
    found = json.loads(run("search", "p.gloss", "aussenminister", "--json")[1])
    (hit,) = found["found"][0]["hits"]
    text = Path("a.txt").read_text(encoding="utf-8")
    assert text[hit["start"] : hit["end"]] == hit["hit"] == "Außenminister"
    assert (found["documents"], found["all"], found["order"]) == (1, True, "best")


def test_what_is_left_out_and_how_much_is_shown(run: Run) -> None:
    assert run("search", "p.gloss", "army -left")[1].startswith("b\n")
    assert run("search", "p.gloss", "army", "--limit", "1")[1].endswith("2 documents, 1 of them shown.\n")
    assert "more in this document" in run("search", "p.gloss", "army -left", "--hits", "1")[1]
    assert run("search", "p.gloss", "nothing")[1] == "0 documents.\n"


def test_text_as_it_stands_and_expressions(run: Run) -> None:
    assert run("search", "p.gloss", "a.b(c)", "--exact")[1].startswith("b\n")
    assert run("search", "p.gloss", r"\barmy,", "--regex")[1].count("[") == 1
    assert run("search", "p.gloss", "army", "--regex", "--limit", "1")[1].endswith("1 document and more.\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["!!!"], "There is no word in “!!!”"),
        (["--", "-army"], "only what to leave out"),
        (["(", "--regex"], "is not a regular expression"),
    ],
)
def test_what_cannot_be_looked_for_is_1_and_a_sentence(run: Run, arguments: list[str], sentence: str) -> None:
    code, out, err = run("search", "p.gloss", *arguments)
    assert (code, out) == (1, "")
    assert sentence in err


def test_annotations_are_found_and_what_the_scheme_has_not_is_told(run: Run) -> None:
    code, out, _ = run("search", "p.gloss", "status:new", "army")
    assert code == 0
    assert "document" in out.splitlines()[-1]
    code, _, err = run("search", "p.gloss", "label:NOTHING")
    assert code != 0
    assert "The scheme has no label “NOTHING”" in err
    code, _, err = run("search", "p.gloss", "status:ready")
    assert "There is no status “ready”" in err


def test_of_annotations_those_of_one_person_are_found_and_written(run: Run, tmp_path: Path) -> None:
    bench = projects.open(tmp_path / "p.gloss", author="Ada")
    label = next(each for each in bench.scheme.labels if each.id == "ORG")
    for author, row in zip(("Ada", "Bob"), bench.ask.documents(), strict=False):
        bench.sign_as(author)
        bench.do(edits.tag(bench.open_document(row.document.id), [Span(0, 4)], label, by=bench.hand))
    bench.close()
    assert run("search", "p.gloss", "label:ORG")[1].splitlines()[-1] == "2 documents."
    found = run("search", "p.gloss", "label:ORG", "--whose", "Bob")[1]
    assert found.splitlines()[0] == "b"
    assert found.splitlines()[-1] == "1 document."
    code, _, err = run("search", "p.gloss", "label:ORG", "--whose", "Eve")
    assert code == 1
    assert "Nobody called “Eve” annotated this project" in err
    assert "“Ada”, “Bob”" in err
    lines = [
        json.loads(each) for each in run("export", "p.gloss", "-o", "-", "--whose", "Ada")[1].splitlines()
    ]
    assert [mention["author"] for each in lines for mention in each["mentions"]] == ["Ada"]
    both = run("export", "p.gloss", "-o", "-", "--whose", "Ada", "--whose", "Bob")[1]
    assert both == run("export", "p.gloss", "-o", "-")[1]
