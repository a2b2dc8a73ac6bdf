"""BioC in its two shapes: places, roles, triggers, passages at their offsets, traps refused, real files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from glossator.core.errors import GlossatorError
from glossator.formats.catalogue import detected, format_named
from glossator.formats.standoff import Options, OutDocument
from tests.formats.exchange import Read, corpus, cut_everywhere

XML = """<?xml version="1.0"?><!DOCTYPE collection SYSTEM "BioC.dtd">
<collection><source>s</source><document><id>7</id><infon key="name">Seven</infon><infon key="url">u</infon>
<passage><offset>0</offset><text>Ann &amp; Bob</text>
<annotation id="1"><infon key="type">PER</infon><infon key="sure">true</infon><location offset="0" length="3"/>
<location offset="6" length="3"/><text>Ann Bob</text></annotation>
<annotation id="2"><location offset="0" length="3"/></annotation>
<relation id="R1"><infon key="type">meets</infon><node refid="1" role="who"/><node refid="2" role=""/></relation>
<relation id="R2"><infon key="type">Attack</infon><node refid="1" role="Trigger"/>
<node refid="R1" role="of"/></relation></passage>
<passage><offset>10</offset><text>End.</text></passage></document></collection>"""


def read_xml(tmp_path: Path, content: str) -> list[OutDocument]:
    (tmp_path / "a.xml").write_bytes(content.encode())
    return list(format_named("bioc-xml").read(tmp_path / "a.xml", Options()))


def read_json(tmp_path: Path, plain: Any) -> list[OutDocument]:
    (tmp_path / "a.json").write_bytes(orjson.dumps(plain))
    return list(format_named("bioc-json").read(tmp_path / "a.json", Options()))


def test_places_roles_and_triggers(tmp_path: Path) -> None:
    (found,) = read_xml(tmp_path, XML)
    assert (found.text, found.name, found.metadata) == ("Ann & Bob\nEnd.", "Seven", {"url": "u"})
    one, two = found.spans
    assert (one.label, one.ranges, one.quoted, one.attributes) == (
        "PER",
        ((0, 3), (6, 9)),
        "Ann Bob",
        {"sure": "true"},
    )
    assert (two.label, two.quoted) == ("annotation", None)
    relation, event = found.relations
    assert relation.arguments == (("who", "1"), ("Arg2", "2"))
    assert (event.trigger, event.arguments) == ("1", (("of", "R1"),))


def test_passages_stand_at_their_offsets_whatever_they_count(tmp_path: Path) -> None:
    for widths in ((0, 4), (0, 6)):  # in characters, in bytes
        passages = [{"offset": at, "text": text} for at, text in zip(widths, ("Löß", "End"), strict=True)]
        assert read_json(tmp_path, {"documents": [{"id": "1", "passages": passages}]})[0].text == "Löß\nEnd"


def test_text_of_sentences_where_the_passage_has_none(tmp_path: Path) -> None:
    sentences = [{"offset": 0, "text": "One."}, {"offset": 5, "text": "Two."}]
    (found,) = read_json(tmp_path, {"id": "1", "passages": [{"offset": 0, "sentences": sentences}]})
    assert found.text == "One.\nTwo."


def test_what_is_none_is_told(tmp_path: Path) -> None:
    part = {
        "offset": 0,
        "text": "Ann",
        "annotations": [{"id": "1", "locations": []}],
        "relations": [{"nodes": []}],
    }
    (found,) = read_json(tmp_path, {"documents": [{"passages": [part]}]})
    assert ["is no annotation" in str(found.faults[0]), "is no relation" in str(found.faults[1])] == [
        True,
        True,
    ]
    assert "no text in this document" in str(read_json(tmp_path, {"documents": [{}]})[0].faults[0])
    (tmp_path / "b.json").write_bytes(b'{"documents": [')
    (cut,) = format_named("bioc-json").read(tmp_path / "b.json", Options())
    assert "ends in the middle" in str(cut.faults[0])


@pytest.mark.parametrize(
    "trap",
    [
        '<!DOCTYPE c [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><collection><document>&b;</document></collection>',
        '<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/hostname">]><collection><document>&x;</document></collection>',
        "<collection>" + "<document>" * 100_000 + "</document>" * 100_000 + "</collection>",
        "<collection><document>",
    ],
    ids=["bomb", "outside file", "deep", "cut off"],
)
def test_traps_are_refused_in_a_sentence(tmp_path: Path, trap: str) -> None:
    with pytest.raises(GlossatorError, match="“a.xml”"):
        read_xml(tmp_path, trap)


def test_cut_off_anywhere_it_is_read_or_told(tmp_path: Path) -> None:
    def work(content: bytes) -> None:
        (tmp_path / "c.xml").write_bytes(content)
        with pytest.raises(GlossatorError):
            list(format_named("bioc-xml").read(tmp_path / "c.xml", Options()))

    cut_everywhere(XML.encode(), work)


@pytest.mark.parametrize(
    ("file", "form", "counts"),
    [
        ("bioc-pubtator/bioc/everything.xml", "bioc-xml", (2, 5, 3)),
        ("bioc-pubtator/bioc/everything.json", "bioc-json", (2, 5, 3)),
        ("dkpro-io/bioc/bioc/example-with-multiple-documents.xml", "bioc-xml", (3, 0, 0)),
        # two sentence annotations quote what stands nowhere in the text
        ("dkpro-io/bioc/bioc/example-with-sentences.xml", "bioc-xml", (1, 0, 0)),
        ("dkpro-io/bioc/bioc-suite/passage-without-sentences/reference.xml", "bioc-xml", (1, 2, 1)),
    ],
)
def test_real_files(file: str, form: str, counts: tuple[int, int, int]) -> None:
    path = corpus(file)
    found = detected(path)
    assert found is not None
    assert found.name == form
    assert Read(form, path).counts[:3] == counts
