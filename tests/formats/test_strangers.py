"""What a folder holds beside what is read of it: named before the import and after it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossator.formats import strangers
from glossator.formats.catalogue import format_named
from tests.formats.exchange import Read

DOCCANO = json.dumps({"text": "Bo left", "label": [[0, 2, "PER"]]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "brat"
    (place / "deep").mkdir(parents=True)
    (place / "a.txt").write_text("Ann left")
    (place / "a.ann").write_text("T1\tPER 0 3\tAnn\n")
    return place


def test_other_annotations_in_a_folder_of_brat_are_named(folder: Path) -> None:
    (folder / "deep" / "b.jsonl").write_text(DOCCANO + "\n")
    (folder / "c.conll").write_text("Bo\tB-PER\nleft\tO\n\nAnn\tB-PER\nleft\tO\n")
    (folder / "readme.rst").write_text("about this folder")
    found = Read("brat", folder)
    assert found.counts[:2] == (1, 1)
    conll, doccano = (str(each) for each in found.survey.remarks.values())
    assert conll.startswith("brat: c.conll holds annotations in another format (CoNLL")
    assert doccano == (
        "brat: deep/b.jsonl holds annotations in another format (doccano JSONL) and is not read with this one: bring "
        "the folder in as “folder or ZIP of annotations”, or these by themselves."
    )
    assert [each.what for each in found.taken[0].remarks] == list(found.survey.remarks)
    assert not Read("archive", folder).survey.remarks or "readme.rst" in next(
        iter(Read("archive", folder).survey.remarks)
    )


def test_texts_without_annotations_are_named(folder: Path) -> None:
    for number in range(8):
        (folder / f"t{number}.txt").write_text("Nobody left")
    (told,) = strangers.told(format_named("brat"), folder)
    assert (
        told
        == "t0.txt, t1.txt, t2.txt, t3.txt, t4.txt and 3 more have no annotations beside them, and are not brought in."
    )
    for number in range(1, 8):
        (folder / f"t{number}.txt").unlink()
    (told,) = strangers.told(format_named("brat"), folder)
    assert told == "t0.txt has no annotations beside it, and is not brought in."


def test_a_folder_of_one_format_needs_no_word(folder: Path) -> None:
    (folder / "annotation.conf").write_text("[entities]\nPER\n")
    (folder / ".hidden.jsonl").write_text(DOCCANO)
    assert list(strangers.told(format_named("brat"), folder)) == []
    assert Read("brat", folder).survey.remarks == {}


def test_a_file_is_told_by_its_format(folder: Path) -> None:
    (folder / "b.jsonl").write_text(DOCCANO)
    found = strangers.form_of(folder / "b.jsonl")
    assert found is not None
    assert found.name == "doccano"
    assert strangers.form_of(folder / "none.jsonl") is None
    (folder / "c.zip").write_bytes(b"PK\x03\x04")
    assert strangers.form_of(folder / "c.zip") is None
