from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossator import projects, surveys
from glossator.cli.program import run


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
        (["--status", "done"], "A filter is for the figures of a view."),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(
    project: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["summary", str(project), *arguments]) == 1
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--since", "2024-13"], ["--set", "unit"], ["--status", "eaten"], ["--reliability", "G"]]
)
def test_wrong_usage_is_told(project: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["summary", str(project), "--view", "labels", *arguments]) == 2
    assert "error: argument" in capsys.readouterr().err
