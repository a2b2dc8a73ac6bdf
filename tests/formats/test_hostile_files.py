"""Files that mean harm, or were cut, turned or mixed up: every format gives a sentence or an import, and soon."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator.core.errors import GlossatorError
from glossator.formats import limits
from glossator.formats.catalogue import detected, formats
from tests.formats.exchange import Read, corpus

JUNK = (
    b"",
    b"\x00" * 5_000,
    b"\xff\xfe" + b"a\x00" * 50,
    b"\xef\xbb\xbf",
    b"{" * 50_000,
    b"[" * 50_000,
    b'{"text": "' + b"a" * 100_000,
    b"<a>" * 20_000,
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d '&b;&b;&b;'>]><a>&d;</a>",
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    b"T1\t\nT\t\n\t\n" * 100,
    b'{"data": {"text": "a"}, "annotations": [{"result": [{"type": "labels", "value": {"start": 1e99}}]}]}',
    b'{"text": "a", "label": [[99999999999999999999, -5, "X"]]}',
    b'{"text": "\\ud800", "label": []}',
    "T1\tX ٣ ٤\t\n".encode(),
    b"T1\tX 0 99999999999999999999999999\tx\n",
)


def attempt(name: str, path: Path) -> None:
    """Read a file in a format: an import or a sentence, anything else fails the test."""
    said = "an import"
    try:
        Read(name, path)
    except GlossatorError as error:
        said = error.what
    assert said
    assert "\n" not in said


@pytest.mark.parametrize("name", list(formats()))
@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_junk_is_a_sentence_or_an_import(name: str, junk: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"a{formats()[name].endings[0]}"
    path.write_bytes(junk)
    (tmp_path / "a.txt").write_text("Ada met Bo.", "utf-8")
    attempt(name, path)
    detected(path)


def samples() -> Iterator[tuple[str, Path]]:
    yield "brat", corpus("brat-examples/corpora/BioNLP-ST_2011/BioNLP-ST_2011_EPI/PMID-18296627.ann")
    yield "doccano", corpus("doccano/data_import/pipeline/examples/relation_extraction/example.jsonl")
    yield "label-studio", corpus("label-studio/frontend-examples/rich_text_html/annotations/1.json")
    yield "label-studio", corpus("label-studio/frontend-examples/dialogue_analysis/annotations/1.json")


def test_bytes_that_were_turned_are_a_sentence_or_an_import(tmp_path: Path) -> None:
    dice = random.Random(8)
    for name, source in samples():
        content = source.read_bytes()
        path = tmp_path / source.name
        beside = source.with_suffix(".txt")
        if beside.exists():
            path.with_suffix(".txt").write_bytes(beside.read_bytes())
        for _ in range(150):
            turned = bytearray(content)
            for _ in range(dice.randint(1, 8)):
                place = dice.randrange(len(turned))
                match dice.randint(0, 2):
                    case 0:
                        turned[place] = dice.randrange(256)
                    case 1:
                        del turned[place : place + dice.randint(1, 40)]
                    case _:
                        turned[place:place] = turned[place : place + dice.randint(1, 40)]
            path.write_bytes(turned)
            attempt(name, path)


def test_a_line_without_end_is_told_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LONGEST_LINE", 1_000)
    path = tmp_path / "a.jsonl"
    good = json.dumps({"text": "Ada", "label": [[0, 3, "X"]]})
    path.write_text(f'{good}\n{{"text": "{"x" * 5_000}"}}\n{good.replace("Ada", "Bob")}\n')
    found = Read("doccano", path)
    assert found.counts[:2] == (2, 2)
    assert [str(each) for each in found.faults] == ["a.jsonl, line 2: it is too long to be read."]


def test_a_file_that_is_too_large_or_no_file_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Ada", "label": []}')
    monkeypatch.setattr(limits, "LARGEST", 5)
    with pytest.raises(GlossatorError, match="too large"):
        Read("doccano", path)
    for name in ("doccano", "label-studio"):
        with pytest.raises(GlossatorError):
            Read(name, tmp_path)
        with pytest.raises(GlossatorError):
            Read(name, tmp_path / "nowhere.json")
    with pytest.raises(GlossatorError, match="no file with annotations"):
        Read("brat", tmp_path)
    assert limits.head_of(tmp_path) == b""
    assert limits.head_of(tmp_path / "nowhere\x00") == b""


@pytest.mark.parametrize(
    "text",
    ["Ada\r\nmet\rBo", "😀 a\u2028b\u0085c", "a\x00b\x0b", "שלום \u202eabc\u202c", "e\u0301\u200d🧑‍🚀"],
)
def test_awkward_texts_come_in_as_they_are(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(json.dumps({"text": text, "label": [[0, 1, "X"]]}).encode())
    found = Read("doccano", path)
    assert found.taken[0].text == text.replace("\r\n", "\n").replace("\r", "\n")
