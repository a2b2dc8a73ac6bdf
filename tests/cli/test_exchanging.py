"""The command line and other formats: import, export, convert, the table; sentences and exit codes."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import pytest

from glossator import projects
from glossator.cli import exchanging, program

TEXT = "Ada Lovelace met Bo in Tripoli.\n"
ANN = "T1\tPerson 0 12\tAda Lovelace\nT2\tTown 23 30\tTripoli\nR1\tMET Arg1:T1 Arg2:T2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "brat"
    made.mkdir()
    (made / "a.txt").write_text(TEXT, "utf-8")
    (made / "a.ann").write_text(ANN, "utf-8")
    return made


@pytest.fixture
def project(tmp_path: Path) -> str:
    path = str(tmp_path / "a.gloss")
    assert program.run(["new", path]) == 0
    return path


def test_a_folder_is_found_to_be_brat_and_comes_in(
    project: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run(["import", project, str(folder)]) == 0
    said = capsys.readouterr()
    assert "Imported 1 document, 2 mentions, 1 relation." in said.out
    assert "New in the label scheme: Town, MET." in said.err
    assert "New although called much like what the scheme has: Town (GPE). A mapping joins them." in said.err


def test_formats_that_are_only_read_are_not_offered_for_writing(
    project: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run(["export", project, "--format", "timeml"]) == 2
    said = capsys.readouterr().err
    assert "“timeml” is only read; there are: jsonl, html-report, tables," in said
    assert "webanno-tsv" not in said
    assert program.run(["export", project, "--format", "nonsense"]) == 2
    assert "yedda" not in capsys.readouterr().err
    assert program.run(["import", project, "x", "--format", "nonsense"]) == 2
    assert "yedda" in capsys.readouterr().err


def test_a_file_gets_the_ending_by_which_it_is_known(
    project: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run(["import", project, str(folder)]) == 0
    for name, called in (("excel", "e.xlsx"), ("html", "e.html"), ("jsonl", "e.jsonl")):
        assert program.run(["export", project, "--format", name, "-o", str(tmp_path / "e")]) == 0
        assert f"to {tmp_path / called}." in capsys.readouterr().out
        assert (tmp_path / called).is_file()
    assert program.run(["export", project, "--format", "csv", "-o", str(tmp_path / "sheets")]) == 0
    assert (tmp_path / "sheets" / "mentions.csv").is_file()
    assert program.run(["export", project, "--format", "xlsx", "-o", str(tmp_path / "b.out")]) == 0
    assert (tmp_path / "b.out").is_file()
    assert program.run(["convert", str(folder), str(tmp_path / "c"), "--to", "stix"]) == 0
    assert (tmp_path / "c.json").is_file()
    assert exchanging.with_ending(Path(os.devnull), ".jsonl") == Path(os.devnull)


def test_our_own_jsonl_is_converted_as_any_other(
    project: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, scheme = tmp_path / "a.jsonl", tmp_path / "a.scheme.json"
    assert program.run(["import", project, str(folder)]) == 0
    assert program.run(["export", project, "-o", str(ours)]) == 0
    said = "1 document, 2 mentions and 1 relation"
    for number, more in enumerate(([], ["--from", "jsonl"])):
        capsys.readouterr()
        assert program.run(["convert", str(ours), str(tmp_path / f"{number}"), "--to", "brat", *more]) == 0
        assert said in capsys.readouterr().out
        assert (tmp_path / f"{number}/a.ann").read_text("utf-8") == ANN.replace("Person", "PER")
    again = tmp_path / "b.jsonl"
    assert program.run(["convert", str(folder), str(again), "--to", "jsonl"]) == 0
    assert said in capsys.readouterr().out
    assert TEXT in again.read_text("utf-8").replace("\\n", "\n")
    assert (tmp_path / "b.scheme.json").is_file()
    assert program.run(["convert", str(again), str(tmp_path / "again"), "--to", "brat"]) == 0
    assert (tmp_path / "again/a.ann").read_text("utf-8") == (folder / "a.ann").read_text("utf-8")
    scheme.unlink()
    assert program.run(["convert", str(ours), str(tmp_path / "c"), "--to", "brat"]) == 1
    assert "Put it there as “a.scheme.json”" in capsys.readouterr().err


def test_documents_with_the_same_text_are_joined_in_our_own_and_that_is_said(
    project: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tasks = tmp_path / "tasks.jsonl"
    said = [{"id": at, "text": TEXT, "label": [[0, 3, "PER"]]} for at in (1, 2)]
    tasks.write_text("\n".join(map(json.dumps, said)), "utf-8")
    assert program.run(["convert", str(tasks), str(tmp_path / "out"), "--to", "jsonl"]) == 0
    assert "1 document with the text of another one: joined with that one" in capsys.readouterr().out
    assert program.run(["import", project, str(tasks)]) == 0
    told = capsys.readouterr()
    assert "1 document has the text of another one that came in" in told.out + told.err


def test_neither_a_mapping_nor_nearest_places_are_taken_for_our_own_jsonl(
    project: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, names = tmp_path / "a.jsonl", tmp_path / "names.json"
    mapping = {"format": "glossator-mapping", "version": 1, "labels": {"PER": {"id": "ORG"}}}
    names.write_text(json.dumps(mapping), "utf-8")
    assert program.run(["import", project, str(folder)]) == 0
    assert program.run(["export", project, "-o", str(ours)]) == 0
    for more in (["--mapping", str(names)], ["--accept-nearest"]):
        assert program.run(["convert", str(ours), str(tmp_path / "out"), "--to", "brat", *more]) == 1
        assert "is taken as it is" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_converted_is_said(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run(["convert", str(folder), str(tmp_path / "b.jsonl")]) == 1
    assert "Name it with --to: jsonl, spacy-json, prodigy, doccano." in capsys.readouterr().err
    (folder / "a.ann").write_text("bad\n", "utf-8")
    assert program.run(["convert", str(folder), str(tmp_path / "c.json"), "--to", "stix"]) == 1
    assert "Leave out what does not fit with --skip-bad." in capsys.readouterr().err


def test_a_dry_run_brings_nothing_in(project: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.ann").write_text("T1\tPerson 1 13\tAda Lovelace\nT2\tTown 23 30\tTripoli\nbad\n", "utf-8")
    assert program.run(["import", project, str(folder), "--dry-run"]) == 0
    said = capsys.readouterr()
    assert "“brat” is brat standoff: 1 document, 2 mentions" in said.out
    assert "Labels: Person (1), Town (1)" in said.out
    assert "the nearest place that reads so is 0–12" in said.err
    assert "fault: a.ann, line 3" in said.err
    assert program.run(["summary", project]) == 0
    assert "Town" not in capsys.readouterr().out


def test_what_does_not_fit_is_listed_and_may_be_healed_or_left_out(
    project: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.ann").write_text(f"{ANN}T3\tPerson 18 20\tBo\nbad\n", "utf-8")
    assert program.run(["import", project, str(folder)]) == 1
    said = capsys.readouterr().err
    assert "“brat” has 2 faults" in said
    assert "Nothing of it was imported." in said
    assert program.run(["import", project, str(folder), "--accept-nearest", "--skip-bad"]) == 0
    said = capsys.readouterr().out
    assert "3 mentions" in said


def test_a_mapping_says_what_labels_become(
    project: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = tmp_path / "names.json"
    names.write_text(
        json.dumps(
            {
                "format": "glossator-mapping",
                "version": 1,
                "labels": {"Town": "GPE"},
                "relations": {"MET": None},
            }
        )
    )
    assert program.run(["import", project, str(folder), "--format", "brat", "--mapping", str(names)]) == 0
    assert "Imported 1 document, 2 mentions, 0 relations." in capsys.readouterr().out
    (folder / "a.txt").write_text(f"Again: {TEXT}", "utf-8")
    (folder / "a.ann").write_text("T1\tTown 30 37\tTripoli\n", "utf-8")
    assert program.run(["import", project, str(folder)]) == 0  # the project remembers what was chosen
    said = capsys.readouterr()
    assert "Names as they were chosen last for brat standoff" in said.err
    assert "New in the label scheme" not in said.err
    target = tmp_path / "out"
    assert program.run(["export", project, "--format", "brat", "-o", str(target)]) == 0
    assert "Names as they were chosen last" in capsys.readouterr().err
    assert any("\tTown " in each.read_text("utf-8") for each in target.glob("*.ann"))


def test_only_the_annotations_of_those_who_are_named_go_out(
    project: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run(["import", project, str(folder), "--author", "Ada"]) == 0
    (folder / "a.ann").write_text("T1\tPerson 17 19\tBo\n", "utf-8")
    assert program.run(["import", project, str(folder), "--author", "Bo"]) == 0
    target = tmp_path / "out"
    assert program.run(["export", project, "--format", "brat", "-o", str(target), "--whose", "Bo"]) == 0
    (ann,) = target.glob("*.ann")
    assert "Tripoli" not in ann.read_text("utf-8")
    assert "\tBo" in ann.read_text("utf-8")


def test_an_export_tells_its_losses_before_and_after(
    project: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program.run(["import", project, str(folder), "--author", "Ada"])
    target = tmp_path / "out.jsonl"
    command = ["export", project, "--format", "doccano", "-o", str(target)]
    capsys.readouterr()
    assert program.run([*command, "--dry-run"]) == 0
    before = capsys.readouterr().out
    assert before.startswith("Would write 1 document, 2 mentions and 1 relation")
    assert "  3 authors: left out" in before
    assert not target.exists()
    assert program.run(command) == 0
    assert capsys.readouterr().out.split("\n", 1)[1] == before.split("\n", 1)[1]
    assert program.run(command) == 1
    assert "Replace it with --force" in capsys.readouterr().err
    assert program.run([*command, "--force"]) == 0
    assert program.run(["export", project, "--format", "brat", "-o", "-"]) == 1
    assert program.run(["export", project, "--format", "docano"]) == 2
    assert "There is no format “docano”" in capsys.readouterr().err


def test_a_conversion_without_a_project(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "a.json")
    assert program.run(["convert", str(folder), target, "--to", "label-studio"]) == 0
    assert "Wrote 1 document, 2 mentions and 1 relation" in capsys.readouterr().out
    assert program.run(["convert", str(folder), target, "--to", "label-studio"]) == 1
    assert program.run(["convert", str(folder), str(folder), "--to", "brat", "--force"]) == 1
    assert "cannot be written over" in capsys.readouterr().err
    (folder / "a.ann").write_text(f"{ANN}bad\n", "utf-8")
    other = str(tmp_path / "b.jsonl")
    assert program.run(["convert", str(folder), other, "--from", "brat", "--to", "doccano"]) == 1
    assert program.run(["convert", str(folder), other, "--to", "doccano", "--skip-bad"]) == 0
    assert "left out: a.ann, line 4" in capsys.readouterr().err


def test_the_table_tells_what_each_format_carries(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["formats"]) == 0
    said = capsys.readouterr().out
    assert "mentions in pieces" in said
    assert "label-studio" in said
    assert program.run(["formats", "--json"]) == 0
    held = json.loads(capsys.readouterr().out)
    assert held["brat"]["mentions in pieces"] == "yes"
    assert held["doccano"]["mentions in pieces"] == "no"


def test_the_mapping_of_an_export_is_remembered(
    project: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run(["import", project, str(folder)]) == 0
    names = tmp_path / "names.json"
    mapping = {"format": "glossator-mapping", "version": 1, "labels": {"Town": {"id": "Stadt"}}}
    names.write_text(json.dumps(mapping), "utf-8")
    out = ["export", project, "--format", "doccano", "--force", "-o", str(tmp_path / "a.jsonl")]
    assert program.run([*out, "--mapping", str(names), "--dry-run"]) == 0
    assert program.run(out) == 0
    assert "Stadt" not in (tmp_path / "a.jsonl").read_text("utf-8")  # a dry run chooses nothing
    assert program.run([*out, "--mapping", str(names)]) == 0
    capsys.readouterr()
    assert program.run(out) == 0
    assert "Stadt" in (tmp_path / "a.jsonl").read_text("utf-8")
    assert "Names as they were chosen last for doccano JSONL" in capsys.readouterr().err


def test_an_export_out_of_a_project_that_is_open_elsewhere_says_that_nothing_is_remembered(
    project: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run(["import", project, str(folder)]) == 0
    names = tmp_path / "names.json"
    names.write_text(
        '{"format": "glossator-mapping", "version": 1, "labels": {"Town": {"id": "Stadt"}}}', "utf-8"
    )
    out = ["export", project, "--format", "doccano", "-o", str(tmp_path / "a.jsonl"), "--mapping", str(names)]
    with contextlib.closing(projects.open(Path(project), author="ann")):
        assert program.run(out) == 0
    assert "The project does not remember these names:" in capsys.readouterr().err
    assert "Stadt" in (tmp_path / "a.jsonl").read_text("utf-8")
