"""GATE documents in both shapes: sets as persons, features with their types, nodes, and real files."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest

from glossator.core.errors import GlossatorError
from glossator.formats import folders
from glossator.formats.catalogue import detected, format_named
from glossator.formats.standoff import Options, OutDocument
from glossator.formats.units import CODE_POINT, UTF_16, Unit
from tests.formats.exchange import Read, corpus, cut_everywhere

XML = """<?xml version='1.0' encoding='UTF-8'?><GateDocument version="3"><GateDocumentFeatures>
<Feature><Name className="java.lang.String">url</Name><Value className="java.lang.String">u</Value></Feature>
</GateDocumentFeatures><TextWithNodes>Hi <Node id="3"/>😀 Ann<Node id="9"/>!</TextWithNodes>
<AnnotationSet Name="eve"><Annotation Id="4" Type="PER" StartNode="3" EndNode="9">
<Feature><Name className="java.lang.String">n</Name><Value className="java.lang.Integer">7</Value></Feature>
<Feature><Name className="java.lang.String">x</Name><Value className="java.lang.Double">a</Value></Feature>
<Feature><Name className="java.lang.String">sure</Name><Value className="java.lang.Boolean">true</Value></Feature>
</Annotation><Annotation Id="5" Type="PER" StartNode="3" EndNode="11"/></AnnotationSet></GateDocument>"""


def read(path: Path, content: bytes) -> list[OutDocument]:
    path.write_bytes(content)
    form = detected(path)
    assert form is not None
    return list(form.read(path, Options()))


def bdoc(**more: Any) -> bytes:
    one = {
        "type": "PER",
        "start": 0,
        "end": 3,
        "id": 1,
        "features": {"a": [1, 2], "b": ["x"], "c": 1.5, "d": None},
    }
    sets = {"eve": {"name": "eve", "annotations": [one, {"type": "PER"}]}}
    plain = {
        "annotation_sets": sets,
        "text": "Ann",
        "features": {"url": "u", "n": 7},
        "offset_type": "p",
        "name": "d",
    }
    return orjson.dumps(plain | more)


def test_nodes_sets_and_features_of_xml(tmp_path: Path) -> None:
    (found,) = read(tmp_path / "a.xml", XML.encode())
    assert (found.text, found.name, found.metadata) == ("Hi 😀 Ann!", "a", {"url": "u"})
    (made,) = found.spans
    assert (made.ranges, made.author, made.id) == (((3, 8),), "eve", "eve 4")
    assert made.attributes == {"n": 7, "x": "a", "sure": True}
    assert "between nodes that are not there" in str(found.faults[0])
    assert "no text in it" in str(read(tmp_path / "b.xml", b"<GateDocument/>")[0].faults[0])


def test_sets_and_features_of_json(tmp_path: Path) -> None:
    (found,) = read(tmp_path / "a.bdocjs", bdoc())
    assert (found.name, found.unit, found.metadata) == ("d", CODE_POINT, {"url": "u", "n": "7"})
    assert found.spans[0].attributes == {"a": "[1,2]", "b": ("x",), "c": 1.5}
    assert "is no annotation with a type and a place" in str(found.faults[0])
    (packed,) = read(tmp_path / "p.bdocjs.gz", gzip.compress(bdoc(offset_type="j")))
    assert packed.unit == UTF_16
    (wide,) = read(tmp_path / "w.bdocjs", bdoc(text="A\r\nn"))
    assert wide.unit == Unit(crlf=True)
    assert "no text in it" in str(read(tmp_path / "n.bdocjs", b'{"annotation_sets": {}}')[0].faults[0])


def test_a_packed_file_that_is_damaged_or_a_trap_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(GlossatorError, match="is damaged"):
        read(tmp_path / "a.bdocjs.gz", b"\x1f\x8b nothing")
    monkeypatch.setattr("glossator.formats.gate_json._MOST", 10)
    with pytest.raises(GlossatorError, match="unpacks to more than"):
        read(tmp_path / "b.bdocjs.gz", gzip.compress(bdoc()))


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.bdocjs").write_bytes(bdoc(name=f"d{number}"))
    form = detected(tmp_path)
    assert form is not None
    assert [each.name for each in form.read(tmp_path, Options())] == ["d1", "d2"]
    other = tmp_path / "x"
    other.mkdir()
    (other / "1.xml").write_bytes(XML.encode())
    assert detected(other) == format_named("gate-xml")


def test_cut_off_anywhere_it_is_read_or_told(tmp_path: Path) -> None:
    def work(content: bytes) -> None:
        (tmp_path / "c.bdocjs").write_bytes(content)
        assert list(format_named("gate-json").read(tmp_path / "c.bdocjs", Options()))

    cut_everywhere(bdoc(), work)


@pytest.mark.parametrize(
    ("file", "form", "mentions", "empty"),
    [
        # annotations on no character are told and left out
        ("docs/testdocument1.bdocjs", "gate-json", 785, 0),
        ("docs/overview/ann-relations.bdocjs", "gate-json", 9, 3),
        ("tests/testdoc1.bdocjs", "gate-json", 4, 3),
        ("tests/testdoc1.bdocjs.gz", "gate-json", 4, 3),
        ("tests/testdoc1.xml", "gate-xml", 4, 3),
    ],
)
def test_real_files(file: str, form: str, mentions: int, empty: int) -> None:
    path = corpus("gate") / "python-gatenlp" / file
    assert detected(path) == format_named(form)
    found = Read(form, path)
    assert (found.counts[1], len(found.findings), len(found.faults)) == (mentions, empty, 0)


def test_both_shapes_of_one_document_say_the_same() -> None:
    folder = corpus("gate") / "python-gatenlp" / "tests"
    said = [
        sorted(
            (each.label, each.fragments, each.quote) for each in Read(name, folder / file).taken[0].mentions
        )
        for name, file in (("gate-json", "testdoc1.bdocjs"), ("gate-xml", "testdoc1.xml"))
    ]
    assert said[0] == said[1]


def test_names_that_every_file_system_takes(tmp_path: Path) -> None:
    taken: set[str] = set()
    assert folders.safe(" a/b:c?\x00. ") == "a_b_c__"
    assert [folders.free(name, taken) for name in ("A", "a", "", "")] == [
        "A",
        "a 2",
        "document",
        "document 2",
    ]
    (tmp_path / "file").write_text("x")
    with pytest.raises(GlossatorError, match="cannot be made"):
        folders.made(tmp_path / "file" / "in")
