"""Prodigy: answers, relations by tokens, tokens at the ends of spans, and real files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from glossator.core.annotations import AnnotationSet, Mention
from glossator.core.documents import Document
from glossator.core.spans import Span
from glossator.formats import prodigy
from glossator.formats.catalogue import detected, format_named
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options, OutDocument
from tests.formats.exchange import Read, corpus


def read(tmp_path: Path, *tasks: Any) -> list[OutDocument]:
    (tmp_path / "a.jsonl").write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in tasks))
    return list(format_named("prodigy").read(tmp_path / "a.jsonl", Options()))


def test_spans_with_who_when_and_how_sure(tmp_path: Path) -> None:
    span = {"start": 0, "end": 3, "label": "PER", "text": "Ann", "score": 0.5}
    (found,) = read(
        tmp_path, {"text": "Ann met Bob", "spans": [span], "_annotator_id": "eve", "_timestamp": 1.5}
    )
    (made,) = found.spans
    assert (made.label, made.ranges, made.quoted) == ("PER", ((0, 3),), "Ann")
    assert (made.author, made.created, made.confidence) == ("eve", 1500, 0.5)


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_what_was_not_accepted_says_nothing_and_is_told(tmp_path: Path, answer: str) -> None:
    task = {"text": "Ann", "spans": [{"start": 0, "end": 3, "label": "PER"}], "answer": answer}
    (found,) = read(tmp_path, task)
    assert (found.text, list(found.spans), list(found.faults)) == ("Ann", [], [])
    assert f"answered with “{answer}”" in str(found.remarks[0])


def test_relations_join_spans_words_or_what_they_say_themselves(tmp_path: Path) -> None:
    tokens = [
        {"text": word, "start": at, "end": at + 3, "id": number}
        for number, (word, at) in enumerate((("Ann", 0), ("met", 4), ("Bob", 8)))
    ]
    relations = [
        {"head": 0, "child": 2, "label": "knows"},
        {"head_span": {"start": 4, "end": 7, "label": "VERB"}, "child": 0, "label": "subject"},
        {"head": 9, "child": 0, "label": "lost"},
    ]
    task = {
        "text": "Ann met Bob",
        "tokens": tokens,
        "spans": [tokens[0] | {"label": "PER"}],
        "relations": relations,
    }
    (found,) = read(tmp_path, task)
    labels = {each.id: (each.label, each.ranges[0]) for each in found.spans}
    assert [[labels[target] for _, target in each.arguments] for each in found.relations] == [
        [("PER", (0, 3)), ("word", (8, 11))],
        [("VERB", (4, 7)), ("PER", (0, 3))],
    ]
    assert "is no relation between words" in str(found.faults[0])


def test_faults_are_told_by_line(tmp_path: Path) -> None:
    one, two = read(tmp_path, {"text": "Ann", "spans": [{"start": 0}]}, {"label": "x"})
    assert "line 1" in str(one.faults[0])
    assert "no text in this task" in str(two.faults[0])


def test_each_span_begins_and_ends_with_a_token(tmp_path: Path) -> None:
    text = "preAnn  post"
    held = AnnotationSet(
        Document(1, "d", len(text), "0" * 64),
        text,
        [Mention(2, 1, "PER", (Span(3, 6),), "Ann"), Mention(3, 1, "GAP", (Span(6, 7),), " ")],
    )
    options = Options(overwrite=True)
    prodigy.write([Outgoing(held)], tmp_path / "o.jsonl", options)
    plain = orjson.loads((tmp_path / "o.jsonl").read_bytes())
    tokens = plain["tokens"]
    for span in plain["spans"]:
        assert tokens[span["token_start"]]["start"] == span["start"]
        assert tokens[span["token_end"]]["end"] == span["end"]
    assert [text[each["start"] : each["end"]] for each in tokens] == [each["text"] for each in tokens]


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("annotated_news_headlines-ORG-PERSON-LOCATION-ner.jsonl", (373, 303, 0)),
        ("bio_events.jsonl", (129, 422, 0)),
        ("emerson_annotated_text.jsonl", (30, 30, 0)),
        ("fashion_brands_eval.first150.jsonl", (150, 71, 0)),
        ("rel_component.first-half.jsonl", (75, 240, 136)),
    ],
)
def test_real_files(file: str, counts: tuple[int, int, int]) -> None:
    path = corpus("prodigy") / file
    form = detected(path)
    assert form is not None
    assert form.name == "prodigy"
    found = Read("prodigy", path)
    assert found.counts[:3] == counts
    assert (found.faults, found.findings) == ([], [])


def test_texts_and_patterns_without_annotations_are_not_taken_for_it() -> None:
    assert detected(corpus("prodigy") / "news_headlines.jsonl") is None
    assert detected(corpus("prodigy") / "patterns_countries-GPE.jsonl") is None
