"""Web annotations: selectors, tags, comments, links, texts that lie elsewhere, and real files, the wrong ones too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from glossator.core.errors import GlossatorError
from glossator.formats.catalogue import detected, format_named
from glossator.formats.standoff import Options, OutDocument
from tests.formats.exchange import Read, corpus

PLACE = {"type": "TextPositionSelector", "start": 8, "end": 11}
QUOTE = {"type": "TextQuoteSelector", "exact": "Bob", "prefix": "met ", "suffix": ""}


def read(tmp_path: Path, plain: Any) -> list[OutDocument]:
    (tmp_path / "a.json").write_bytes(orjson.dumps(plain))
    return list(format_named("w3c").read(tmp_path / "a.json", Options()))


def page(*annotations: dict[str, Any], text: str | None = "Ann met Bob") -> dict[str, Any]:
    resource = {} if text is None else {"value": text, "label": "One", "facts": {"url": "u"}}
    return {"type": "AnnotationPage", "resource": resource, "items": list(annotations)}


def about(**more: Any) -> dict[str, Any]:
    return {"id": "#1", "type": "Annotation", "target": {"source": "x", "selector": [QUOTE, PLACE]}} | more


def test_tags_comments_and_makers(tmp_path: Path) -> None:
    bodies = [
        {"purpose": "tagging", "value": "PER"},
        {"purpose": "tagging", "value": "FRIEND"},
        {"purpose": "commenting", "value": "sure?", "creator": "eve"},
        {"value": "hm"},
    ]
    made = about(body=bodies, creator={"name": "ann"}, created="2020-05-26T10:00:00Z")
    (found,) = read(tmp_path, page(made))
    assert (found.text, found.name, found.metadata) == ("Ann met Bob", "One", {"url": "u"})
    assert [(each.label, each.id, each.ranges, each.quoted) for each in found.spans] == [
        ("PER", "#1", ((8, 11),), "Bob"),
        ("FRIEND", "\x00#1 2", ((8, 11),), "Bob"),  # the file has one id for both
    ]
    assert (found.spans[0].author, found.spans[0].created) == ("ann", 1_590_487_200_000)
    assert [(each.body, each.target, each.author) for each in found.notes] == [
        ("sure?", "#1", "eve"),
        ("hm", "#1", ""),
    ]


def test_a_quotation_alone_is_found_by_what_is_around_it(tmp_path: Path) -> None:
    (found,) = read(
        tmp_path, page(about(target={"selector": QUOTE}, body={"purpose": "tagging", "value": "PER"}))
    )
    assert found.spans[0].ranges == ((8, 11),)
    (lost,) = read(tmp_path, page(about(target={"selector": QUOTE | {"prefix": "saw "}})))
    assert "is no place in a text" in str(lost.faults[0])


def test_several_places_are_one_mention_and_links_are_relations(tmp_path: Path) -> None:
    first = {"selector": {"type": "TextPositionSelector", "start": 0, "end": 3}}
    pieces = about(id="#2", target=[first, {"selector": PLACE}])
    link = about(
        id="#3", motivation="linking", target=[{"id": "#1"}, "#2"], body={"purpose": "tagging", "value": "of"}
    )
    (found,) = read(tmp_path, page(about(), pieces, link))
    assert found.spans[1].ranges == ((0, 3), (8, 11))
    (made,) = found.relations
    assert (made.type, made.arguments) == ("of", (("Arg1", "#1"), ("Arg2", "#2")))


def test_annotations_without_text_go_by_their_source(tmp_path: Path) -> None:
    other = about(target={"source": {"id": "y"}, "selector": PLACE})
    note = {"type": "Annotation", "target": "x", "body": {"value": "read this"}}
    found = read(tmp_path, [about(), other, note])
    assert [(each.name, each.text, len(each.spans), len(each.notes)) for each in found] == [
        ("x", None, 1, 1),
        ("y", None, 1, 0),
    ]


def test_what_has_no_target_is_told(tmp_path: Path) -> None:
    (found,) = read(tmp_path, page({"type": "Annotation"}))
    assert "is no annotation with a target" in str(found.faults[0])


def test_real_annotations_of_a_text() -> None:
    path = corpus("w3c-web-annotation") / "inception-recogito" / "annotations.w3c.json"
    form = detected(path)
    assert form is not None
    assert form.name == "w3c"
    (found,) = form.read(path, Options())
    plain = orjson.loads(path.read_bytes())
    marks = [each for each in plain if each.get("motivation") != "linking"]
    tags = sum(max(1, sum(body.get("purpose") == "tagging" for body in each["body"])) for each in marks)
    assert (len(found.spans), len(found.relations)) == (tags, len(plain) - len(marks)) == (4, 1)
    assert all(each.quoted for each in found.spans)


@pytest.mark.parametrize("folder", ["correct", "incorrect"])
def test_every_sample_is_read_or_told(folder: str) -> None:
    files = sorted(corpus("w3c-web-annotation").glob(f"tools/samples/{folder}/*.json"))
    assert files
    told = 0
    for file in files:
        try:
            told += len(Read("w3c", file).faults)
        except GlossatorError:
            told += 1
    assert told <= len(files)
