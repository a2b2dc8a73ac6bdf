"""doccano: its three shapes, real exports in UTF-16 and elsewhere, and what is no record told by its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from glossator.formats.units import BYTE, CODE_POINT, UTF_16
from tests.formats.exchange import Read, corpus, cut_everywhere

REAL = "doccano/real-exports"
EXPORTED = "doccano/data_export/pipeline/examples"
TAKEN = "doccano/data_import"


@pytest.mark.parametrize(
    ("name", "counts", "faults"),
    [
        (f"{REAL}/SIEF-relations-emoji.part-a.jsonl", (12, 554, 351, 0, 0), 0),
        (f"{REAL}/BSNER-BW-admin.jsonl", (454, 444, 0, 0, 0), 0),
        (f"{EXPORTED}/relation_extraction/example.jsonl", (1, 4, 3, 0, 0), 0),  # one record over many lines
        (f"{EXPORTED}/sequence_labeling/example.jsonl", (3, 4, 0, 0, 0), 0),
        (f"{EXPORTED}/intent_detection/example.jsonl", (2, 3, 0, 0, 0), 0),
        (f"{EXPORTED}/text_classification/example.json", (3, 0, 0, 0, 0), 0),
        (f"{TAKEN}/pipeline/examples/relation_extraction/example.jsonl", (1, 4, 3, 0, 0), 0),
        (f"{TAKEN}/pipeline/examples/sequence_labeling/example.jsonl", (3, 3, 0, 0, 0), 0),  # column_data
        (f"{TAKEN}/tests/data/sequence_labeling/example.jsonl", (2, 1, 0, 0, 0), 1),  # one has no text
        (f"{TAKEN}/tests/data/sequence_labeling/example_overlapping.jsonl", (1, 2, 0, 0, 0), 0),
        (f"{TAKEN}/tests/data/intent/example.jsonl", (4, 2, 0, 0, 0), 1),
        (f"{TAKEN}/tests/data/relation_extraction/example.jsonl", (1, 4, 3, 0, 0), 0),
    ],
)
def test_real_files(name: str, counts: tuple[int, ...], faults: int) -> None:
    found = Read("doccano", corpus(name))
    assert found.counts == counts
    assert len(found.faults) == faults
    assert found.findings == []


def test_a_real_export_with_emoji_is_read_in_utf_16() -> None:
    """In code points most spans behind an emoji would begin or end within a word."""
    found = Read("doccano", corpus(f"{REAL}/SIEF-relations-emoji.part-a.jsonl"))
    assert found.units == {UTF_16}
    quotes = [each.quote for taken in found.taken for each in taken.mentions if each.label == "国家"]
    assert quotes
    assert {"China", "Russia"} & {each.strip() for each in quotes}


def written(path: Path, *records: Any) -> Path:
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records), "utf-8")
    return path


TEXT = "🚀 Ada met Bo in Tripoli and Zwara 🚀 today, Misrata too."
PLACES = [(TEXT.index(word), TEXT.index(word) + len(word)) for word in "Ada Bo Tripoli Zwara Misrata".split()]


@pytest.mark.parametrize(("unit", "wide"), [(UTF_16, {0: 2, 34: 2}), (CODE_POINT, {}), (BYTE, {0: 4, 34: 4})])
def test_the_unit_is_found_by_word_boundaries(unit: object, wide: dict[int, int], tmp_path: Path) -> None:
    def moved(at: int) -> int:
        return at + sum(width - 1 for place, width in wide.items() if place < at)

    labels = [[moved(start), moved(end), "X"] for start, end in PLACES]
    found = Read("doccano", written(tmp_path / "a.jsonl", {"text": TEXT, "label": labels}))
    assert found.units == {unit}
    assert [each.quote for each in found.taken[0].mentions] == ["Ada", "Bo", "Tripoli", "Zwara", "Misrata"]


def test_all_shapes_say_the_same(tmp_path: Path) -> None:
    triples = [[0, 3, "PER"], [8, 10, "PER"]]
    entities = [
        {"id": 7, "label": "PER", "start_offset": 0, "end_offset": 3},
        {"id": 9, "label": "PER", "start_offset": 8, "end_offset": 10},
    ]
    relations = [{"id": 7, "from_id": 7, "to_id": 9, "type": "met"}]
    records = (
        {"id": 1, "text": "Ada met Bo", "label": triples},
        {"id": 2, "text": "Ada met Bo.", "labels": triples, "Comments": ["well"]},
        {"id": 3, "text": "Ada met Bo!", "entities": entities, "relations": relations, "source": "wire"},
        {"id": 4, "data": "Ada met Bo?", "label": triples, "meta": {"page": 3}},
    )
    found = Read("doccano", written(tmp_path / "a.jsonl", *records), skip_bad=False)
    assert found.counts == (4, 8, 1, 0, 1)
    third, fourth = found.taken[2].document, found.taken[3].document
    assert (third.name, third.source, third.attributes["outside.id"]) == ("a 3", "wire", "3")
    assert fourth.attributes["meta"] == '{"page":3}'
    (relation,) = found.taken[2].relations
    quotes = {each.id: each.quote for each in found.taken[2].mentions}
    assert [quotes[each.target] for each in relation.arguments] == ["Ada", "Bo"]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ([1], "no object with a text"),
        ({"label": []}, "there is no text"),
        ({"text": 7}, "there is no text"),
        ({"text": ""}, "there is no text"),
        ({"text": "Ada", "label": [[0, 3]]}, "no label with a place"),
        ({"text": "Ada", "label": [[0.5, 3, "X"]]}, "no label with a place"),
        ({"text": "Ada", "entities": [{"id": 1}]}, "no label with a place"),
        ({"text": "Ada", "relations": [{"id": 1}]}, "is no relation"),
        (
            {"text": "Ada", "relations": [{"id": 1, "from_id": 1, "to_id": 2, "type": "x"}]},
            "names 1, which is not there",
        ),
    ],
)
def test_a_bad_record_is_told_by_its_line(record: Any, said: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", {"text": "sound", "label": []}, record)
    found = Read("doccano", path)
    assert len(found.faults) == 1
    assert str(found.faults[0]).startswith("a.jsonl, line 2: ")
    assert said in str(found.faults[0])


def test_a_span_outside_the_text_is_told(tmp_path: Path) -> None:
    found = Read(
        "doccano", written(tmp_path / "a.jsonl", {"text": "Ada", "label": [[0, 3, "X"], [2, 9, "X"]]})
    )
    assert found.counts[1] == 1
    assert [str(each) for each in found.findings] == [
        "a.jsonl, line 1: a span (from 2 to 9) covers nothing of the text."
    ]


def test_a_span_without_a_label_is_told(tmp_path: Path) -> None:
    found = Read(
        "doccano", written(tmp_path / "a.jsonl", {"text": "Ada met Bo", "label": [[0, 3, ""], [8, 10, "X"]]})
    )
    assert found.counts[1] == 1
    (taken,) = found.taken
    assert list(map(str, taken.remarks)) == ["a.jsonl, line 1: “Ada” has no label there, and was left out."]


def test_a_file_cut_anywhere_is_an_import_or_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    entity = {"id": 1, "label": "X", "start_offset": 0, "end_offset": 1}
    content = (
        json.dumps({"text": "🚀 Ada\n", "entities": [entity], "relations": [], "Comments": ["\u2028"]}) + "\n"
    )

    def read(cut: bytes) -> None:
        path.write_bytes(cut)
        Read("doccano", path)

    cut_everywhere((content * 2).encode(), read)
