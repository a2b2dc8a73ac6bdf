from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest

from glossator import projects, surveys
from glossator.analysis import contexts, cooccurrence, coverage
from glossator.cli import controls
from glossator.cli.program import run
from glossator.core import edits, ids
from glossator.core.spans import Span
from tests.builders import annotated


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return projects.demo(tmp_path_factory.mktemp("demo"), tagged=True, author="Kim")


@pytest.mark.parametrize("name", list(surveys.SURVEYS))
def test_each_view_is_printed_as_a_table_and_as_json(
    project: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["summary", str(project), "--view", name]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(surveys.find(name).question)
    assert "hidden by the filter" in printed


def test_json_names_the_view_its_filter_and_its_rows(
    project: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["summary", str(project), "--view", "labels", "--label", "PER", "--json"]) == 0
    told = json.loads(capfdbinary.readouterr().out)
    assert told["view"] == "labels"
    assert told["filter"] == {"labels": ["PER"]}
    assert (told["shown"], told["hidden"]) == (23, 131)
    assert told["rows"][0]["Label"] == "PER"
    assert told["rows"][0]["Mentions"] == 23


def test_whose_annotations_are_counted(project: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with contextlib.closing(projects.open(project, author="Second Reader")) as bench:
        said = bench.open_document(bench.ask.document_ids()[0])
        kind = bench.scheme.label("PER")
        assert kind is not None
        bench.do(edits.tag(said, (Span(0, 3),), kind, by=bench.hand))
    wanted = ["summary", str(project), "--view", "labels", "--json", "--whose", "Second Reader"]
    assert run(wanted) == 0
    told = json.loads(capfdbinary.readouterr().out)
    assert (told["shown"], told["hidden"]) == (1, 0), "what others did is not there, and so not hidden"
    assert told["whose"] == ["Second Reader"]
    assert run([*wanted[:-1], "Nobody"]) == 1


def test_a_control_of_the_view_and_a_document_by_name(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "russia moves air defenses from Syria to Libya"
    arguments = ["--view", "together", "--set", "unit=document", "--document", name]
    assert run(["summary", str(project), *arguments]) == 0
    assert "39 identities shown" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--view", "nonsense"], "There is no view “nonsense”. Choose one of labels, "),
        (["--view", "labels", "--label", "XYZ"], "The project has no label “XYZ”. There is PER, "),
        (["--view", "labels", "--document", "ghost"], "No document is called “ghost”."),
        (["--view", "labels", "--certainty", "Maybe"], "The project has no certainty “Maybe”."),
        (["--view", "labels", "--annotator", "Nobody"], "The project has no annotator “Nobody”."),
        (["--view", "entities", "--set", "limit=many"], "“many” is no whole number for “limit”."),
        (["--view", "entities", "--set", "limit=0"], "“limit” has to be 1 at least."),
        (["--view", "together", "--set", "most=-3"], "“most” has to be 1 at least."),
        (
            ["--view", "together", "--set", "bogus=1"],
            "“together” has no control “bogus”. There is unit, most.",
        ),
        (["--view", "pace", "--set", "by=week"], "The view “pace” has no control “by”. It has none."),
        (
            ["--view", "together", "--set", "unit=foo"],
            "“unit” cannot be “foo”. It can be sentence or paragraph or document.",
        ),
        (["--view", "contexts", "--set", "entity=99999"], "The project has no identity “99999”. Name it by"),
        (["--view", "contexts", "--set", "entity=Ada"], "The project has no identity “Ada”."),
        (["--view", "labels", "--entities", "3"], "The view “labels” has no use for --entities."),
        (["--view", "entities", "--entities", "3"], "has no use for --entities. Say --set limit=N."),
        (
            ["--view", "labels", "--since", "2020-03", "--until", "2020-02-28"],
            "Nothing is published from 2020-03 on and until 2020-02-28. Give --since the earlier date.",
        ),
        (["--status", "done"], "A filter is for the figures of a view."),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(
    project: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["summary", str(project), *arguments]) == 1
    assert told in capsys.readouterr().err


def test_lines_of_an_identity_by_its_id(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with contextlib.closing(projects.open(project, author="", read_only=True)) as bench:
        number = next(row.entity.id for row in bench.ask.entities(text="Khalifa Haftar"))
    for named in (str(number), ids.to_text(number)):
        assert run(["summary", str(project), "--view", "contexts", "--set", f"entity={named}"]) == 0
        assert "7 mentions shown" in capsys.readouterr().out
    part = ["summary", str(project), "--view", "labels", "--since", "2020-03", "--until", "2020"]
    assert run(part) == 0, "until any day of the year"


def test_the_controls_are_those_that_the_views_have() -> None:
    assert list(controls.CONTROLS) == list(surveys.SURVEYS)
    assert controls.CONTROLS["contexts"]["order"] == contexts.ORDERS
    assert controls.CONTROLS["together"]["unit"] == cooccurrence.UNITS
    assert controls.CONTROLS["coverage"]["by"] == coverage.WAYS


def test_the_help_names_views_and_controls(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["summary", "--help"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "of the Summary page: labels, entities, pairs" in told
    assert "together: unit (sentence | paragraph | document), most (a number); contexts: order (text" in told


def test_all_lines_are_printed_and_of_fewer_it_is_told(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = str(tmp_path / "a.gloss")
    bench = projects.create(tmp_path / "a.gloss", title="A", scheme_id="news-intelligence", author="Kim")
    held = annotated("[Ada|PER] met Bo. " * 260, id=1)
    bench.do(edits.add_documents([(held.document, held.text)], by=bench.hand))
    bench.do(bench.hand.change("Tag", added=tuple(held.mentions.values())))
    bench.close()

    def told(*arguments: str) -> dict[str, Any]:
        assert run(["summary", path, "--view", "contexts", "--json", *arguments]) == 0
        read: dict[str, Any] = json.loads(capfdbinary.readouterr().out)
        return read

    assert (told()["shown"], len(told()["rows"])) == (260, 260)
    assert "notes" not in told()
    few = told("--set", "limit=20", "--set", "order=left")
    assert (len(few["rows"]), few["notes"]) == (20, ["the first 20 of 260 lines"])


def test_of_many_names_the_first_are_told_as_that(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["summary", str(project), "--view", "entities", "--set", "limit=3"]) == 0
    assert capsys.readouterr().out.endswith(
        "0 hidden by the filter  ·  without CUE, EVT, TIM, VAL  ·  the first 3 names\n"
    )


@pytest.mark.parametrize(
    "arguments", [["--since", "2024-13"], ["--set", "unit"], ["--status", "eaten"], ["--reliability", "G"]]
)
def test_wrong_usage_is_told(project: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["summary", str(project), "--view", "labels", *arguments]) == 2
    assert "error: argument" in capsys.readouterr().err
