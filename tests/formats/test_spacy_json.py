"""JSON of spaCy in its shapes: documents, pairs, and paragraphs with tagged words; real files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from glossator.formats.catalogue import detected, format_named
from glossator.formats.standoff import Options, OutDocument
from tests.formats.exchange import Read, corpus, cut_everywhere


def read(tmp_path: Path, plain: Any) -> list[OutDocument]:
    (tmp_path / "a.json").write_bytes(orjson.dumps(plain))
    return list(format_named("spacy-json").read(tmp_path / "a.json", Options()))


def said(found: OutDocument) -> list[tuple[str, str]]:
    assert found.text is not None
    return [(each.label, found.text[slice(*each.ranges[0])]) for each in found.spans]


def test_entities_and_span_groups_come_once(tmp_path: Path) -> None:
    ann = {"start": 0, "end": 3, "label": "PER"}
    plain = {
        "text": "Ann met Bob",
        "ents": [ann, {"start": 8, "end": 11, "label": "PER", "kb_id": "Q1"}],
        "spans": {"sc": [ann | {"kb_id": ""}]},
        "meta": {"name": "One", "url": "u"},
    }
    (found,) = read(tmp_path, plain)
    assert (found.name, found.metadata) == ("One", {"url": "u"})
    assert said(found) == [("PER", "Ann"), ("PER", "Bob")]
    assert found.spans[1].attributes == {"kb_id": "Q1"}


@pytest.mark.parametrize("wrap", [lambda pair: [pair], lambda pair: [pair, pair]])
def test_pairs_of_training_examples(tmp_path: Path, wrap: Any) -> None:
    pair = ["Ann met Bob", {"entities": [[0, 3, "PER"], [8, 11]]}]
    found = read(tmp_path, wrap(pair))
    assert said(found[0]) == [("PER", "Ann")]
    assert "is no entity with a label" in str(found[0].faults[0])
    assert len(found) == len(wrap(pair))


def test_words_with_tags_with_and_without_their_text(tmp_path: Path) -> None:
    tokens = [
        {"orth": word, "ner": tag}
        for word, tag in (
            ("Ann", "B-PER"),
            ("Lee", "L-PER"),
            ("lost", "O"),
            ("UN", "U-ORG"),
            ("", "O"),
            ("gone", "U-X"),
        )
    ]
    raw = {"raw": "Ann  Lee lost: UN", "sentences": [{"tokens": tokens}]}
    (found,) = read(tmp_path, [{"paragraphs": [raw]}])
    assert said(found) == [("PER", "Ann  Lee"), ("ORG", "UN")]
    (bare,) = read(
        tmp_path, [{"paragraphs": [{"sentences": [{"tokens": tokens[:4]}, {"tokens": tokens[:1]}]}]}]
    )
    assert bare.text == "Ann Lee lost UN\nAnn"


def test_what_is_no_document_is_told(tmp_path: Path) -> None:
    assert "no text in this record" in str(read(tmp_path, {"x": 1})[0].faults[0])


def test_cut_off_anywhere_it_is_read_or_told(tmp_path: Path) -> None:
    def work(content: bytes) -> None:
        (tmp_path / "c.json").write_bytes(content)
        Read("spacy-json", tmp_path / "c.json")

    cut_everywhere(b'{"text": "Ann", "ents": [{"start": 0, "end": 3, "label": "PER"}], "tokens": []}\n', work)


@pytest.mark.parametrize(
    ("file", "documents", "mentions"),
    [
        ("example_data/training-data.json", 1, 11),
        ("example_data/ner_example_data/ner-token-per-line-conll2003.json", 1, 7),
        ("example_data/textcat_example_data/cooking.json", 10, 0),
    ],
)
def test_real_files(file: str, documents: int, mentions: int) -> None:
    path = corpus("spacy") / file
    assert detected(path) == format_named("spacy-json")
    found = Read("spacy-json", path)
    assert (found.counts[:2], found.faults) == ((documents, mentions), [])
