"""Label Studio: tasks old and new, regions on text and on rendered pages, relations, choices, predictions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from glossator.formats import xml
from glossator.formats.catalogue import format_named
from glossator.formats.losses import Outgoing
from glossator.formats.units import CODE_POINT, UTF_16
from tests.builders import annotated, scheme
from tests.formats.exchange import Read, corpus, cut_everywhere, round_trip

FRONTEND = "label-studio/frontend-examples"


@pytest.mark.parametrize(
    ("name", "counts", "findings"),
    [
        ("label-studio/real-exports/Lue01-Uie-weapons.tasks-1-60.json", (60, 240, 180, 0, 0), 0),
        (f"{FRONTEND}/named_entity/tasks.json", (1, 1, 0, 0, 0), 0),
        (f"{FRONTEND}/named_entity/annotations/1.json", (1, 1, 0, 0, 0), 0),
        # its region quotes words of another example
        (f"{FRONTEND}/rich_text_plain/tasks.json", (1, 0, 0, 0, 0), 1),
        (f"{FRONTEND}/rich_text_plain/annotations/1.json", (1, 0, 0, 0, 0), 1),
        # one of its four regions was made on another page
        (f"{FRONTEND}/rich_text_html/tasks.json", (1, 3, 0, 0, 0), 1),
        (f"{FRONTEND}/rich_text_html/annotations/1.json", (1, 3, 0, 0, 0), 1),
        (f"{FRONTEND}/dialogue_analysis/tasks.json", (1, 0, 0, 0, 0), 0),
    ],
)
def test_real_files(name: str, counts: tuple[int, ...], findings: int) -> None:
    found = Read("label-studio", corpus(name))
    assert found.counts == counts
    assert len(found.findings) == findings
    assert found.units == {CODE_POINT}
    assert found.faults == []


def test_pictures_have_no_text_and_are_told() -> None:
    found = Read("label-studio", corpus("label-studio/sdk-converter/test_export_json_min/data_repeater.json"))
    assert found.counts[:2] == (0, 0)
    assert "there is no text in this task" in str(found.faults[0])


def region(key: str, start: int, end: int, words: str, *labels: str, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": words, "labels": list(labels)}
    return {"id": key, "type": "labels", "from_name": "label", "to_name": "text", "value": value, **more}


def read(path: Path, *tasks: Any) -> Read:
    path.write_text(json.dumps(list(tasks), ensure_ascii=False), "utf-8")
    return Read("label-studio", path)


def task(*results: Any, text: str = "Ada met Bo", **more: Any) -> dict[str, Any]:
    return {
        "id": 5,
        "data": {"text": text, "name": "a"},
        "annotations": [{"id": 1, "result": list(results), **more}],
    }


def test_what_annotators_say_comes_with_their_names_and_times(tmp_path: Path) -> None:
    first: dict[str, Any] = {
        "completed_by": {"email": "ada@example.org"},
        "created_at": "2024-01-02T03:04:05.600Z",
    }
    made = task(region("r", 0, 3, "Ada", "PER"), **first)
    made["annotations"].append(
        {"id": 2, "completed_by": 7, "result": [region("r", 8, 10, "Bo", "PER", "VIP")]}
    )
    made["annotations"].append({"id": 3, "was_cancelled": True, "result": [region("x", 0, 3, "Ada", "ORG")]})
    made["predictions"] = [{"model_version": "m", "result": [region("p", 0, 3, "Ada", "ORG")]}]
    found = read(tmp_path / "a.json", made)
    (taken,) = found.taken
    told = [(each.quote, each.label, each.author, each.created) for each in taken.mentions]
    assert told == [
        ("Ada", "PER", "ada@example.org", 1_704_164_645_600),
        ("Bo", "PER", "user 7", 0),
        ("Bo", "VIP", "user 7", 0),
    ]
    assert [each.what for each in taken.remarks] == [
        "1 annotations were cancelled by their annotators and left out.",
        "1 predictions were left out, as there are annotations.",
    ]


def test_predictions_alone_are_suggestions(tmp_path: Path) -> None:
    made = {"data": {"t": "Ada met Bo"}, "predictions": [
        {"model_version": "m1", "score": 0.5, "result": [region("p", 0, 3, "Ada", "PER", score=0.75)]}
    ]}  # fmt: skip
    (mention,) = read(tmp_path / "a.json", made).taken[0].mentions
    assert (mention.origin, mention.confidence) == ("suggestion:m1", 0.75)


def test_relations_choices_and_notes_stand_on_their_regions(tmp_path: Path) -> None:
    def said(kind: str, name: str, key: str, value: Any) -> dict[str, Any]:
        return {
            "id": key,
            "type": kind,
            "from_name": name,
            "to_name": "text",
            "value": {kind: value, "start": 0, "end": 3},
        }

    def joined(direction: str, *labels: str) -> dict[str, Any]:
        return {
            "type": "relation",
            "from_id": "a",
            "to_id": "b",
            "direction": direction,
            "labels": list(labels),
        }

    found = read(
        tmp_path / "a.json",
        task(
            region("a", 0, 3, "Ada", "PER", meta={"text": ["who?"]}),
            region("b", 8, 10, "Bo", "PER"),
            said("choices", "level", "a", ["NAM"]),
            said("choices", "tags", "a", ["x", "y"]),
            said("number", "size", "a", 7),
            {
                "id": "a",
                "type": "textarea",
                "from_name": "said",
                "to_name": "text",
                "value": {"text": ["words"]},
            },
            said("choices", "mood", "elsewhere", ["good"]),
            said("taxonomy", "kind", "a", [["thing", "tool"]]),
            joined("left", "met"),
            joined("right"),
            {"id": "z", "type": "rectanglelabels", "value": {"x": 1}},
        ),
    )
    (taken,) = found.taken
    ada, bo = taken.mentions
    held = {name: value for name, value in ada.attributes.items() if not name.startswith("outside.")}
    assert held == {"level": "NAM", "tags": ("x", "y"), "size": 7, "said": "words", "kind": "thing / tool"}
    assert taken.document.attributes["mood"] == "good"
    ends = [(each.type, [argument.target for argument in each.arguments]) for each in taken.relations]
    assert ends == [("met", [bo.id, ada.id]), ("relation", [ada.id, bo.id])]
    assert [(each.body, each.target) for each in taken.notes] == [("who?", ada.id)]
    assert "rectanglelabels" in taken.remarks[0].what


def test_old_and_new_offsets_may_stand_in_one_task(tmp_path: Path) -> None:
    """Older releases count an emoji as two; each region is placed by what it quotes."""
    text = "🚀 Ada met Bo and Cy"
    found = read(
        tmp_path / "a.json",
        task(region("n", 2, 5, "Ada", "PER"), region("o", 11, 13, "Bo", "PER"), text=text),
    )
    assert [each.quote for each in found.taken[0].mentions] == ["Ada", "Bo"]
    assert found.findings == []
    old = read(
        tmp_path / "b.json",
        task(region("n", 3, 6, "Ada", "PER"), region("o", 11, 13, "Bo", "PER"), text=text),
    )
    assert old.units == {UTF_16}


def test_old_exports_have_completions(tmp_path: Path) -> None:
    made = task(region("r", 0, 3, "Ada", "PER"))
    made["completions"] = made.pop("annotations")
    assert read(tmp_path / "a.json", made).counts == (1, 1, 0, 0, 0)


def test_regions_of_a_page_are_found_by_their_paths(tmp_path: Path) -> None:
    value = {
        "start": "/p[1]/b[1]/text()[1]", "startOffset": 0, "end": "/p[1]/text()[1]", "endOffset": 4,
        "text": "Ada met", "hypertextlabels": ["X"],
    }  # fmt: skip
    made = task(
        {"id": "r", "type": "hypertextlabels", "value": value}, text="<p><b>Ada</b> met &amp; saw</p>"
    )
    (taken,) = read(tmp_path / "a.json", made).taken
    assert taken.text == "Ada met & saw"
    assert [each.quote for each in taken.mentions] == ["Ada met"]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"id": "r", "type": "labels"}, "has no place"),
        ({"id": "r", "type": "labels", "value": {"start": 0, "end": 3}}, "has no label"),
        ({"id": "r", "type": "labels", "value": {"labels": ["X"]}}, "has no place"),
        ({"type": "relation", "from_id": "a"}, "joins nothing"),
        ({"type": "relation", "from_id": "a", "to_id": "b"}, "names a, which is not there"),
    ],
)
def test_a_bad_result_is_told(bad: Any, said: str, tmp_path: Path) -> None:
    found = read(tmp_path / "a.json", task(bad, region("ok", 0, 3, "Ada", "PER")))
    assert found.counts[1] == 1
    assert len(found.faults) == 1
    assert said in str(found.faults[0])


def test_the_configuration_lies_beside_and_is_sound_xml(tmp_path: Path) -> None:
    held = annotated('[Ada|PER:Individual] "met" [Bo|PER]', relations=[("SAME_AS", "Ada", "Bo")])
    target = tmp_path / "case.json"
    assert round_trip(format_named("label-studio"), [Outgoing(held, scheme=scheme())], target)[0] == []
    made = xml.parsed((tmp_path / "case.config.xml").read_bytes(), "config")
    assert [each.get("value") for each in made.iter("Label")] == ["PER"]
    assert [each.get("value") for each in made.iter("Relation")] == ["SAME_AS"]
    assert [each.get("name") for each in made.iter("Choices", "TextArea")] == ["subtype"]
    (plain,) = json.loads(target.read_text("utf-8"))
    assert plain["annotations"][0]["result"][-1]["direction"] == "bi"


def test_a_file_cut_anywhere_is_an_import_or_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    content = json.dumps([task(region("r", 0, 3, "Ada", "PER"), text="Ada \U0001f680")])

    def read_cut(cut: bytes) -> None:
        path.write_bytes(cut)
        Read("label-studio", path)

    cut_everywhere(content.encode(), read_cut)
