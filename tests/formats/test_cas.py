"""CAS of UIMA in both shapes: layers, labels, relations, type systems beside and in archives, and real files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from glossator.core.errors import GlossatorError
from glossator.formats import cas
from glossator.formats.catalogue import detected, format_named
from glossator.formats.standoff import Options, OutDocument
from tests.formats.exchange import Read, corpus

TYPES = """<?xml version="1.0"?><typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>
<typeDescription><name>x.Named</name><description/><supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>value</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>sure</name><description/><rangeTypeName>uima.cas.Boolean</rangeTypeName></featureDescription>
</features></typeDescription>
<typeDescription><name>x.Plain</name><description/><supertypeName>uima.tcas.Annotation</supertypeName></typeDescription>
<typeDescription><name>x.Link</name><description/><supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>Governor</name><description/><rangeTypeName>uima.tcas.Annotation</rangeTypeName>
</featureDescription><featureDescription><name>Dependent</name><description/>
<rangeTypeName>uima.tcas.Annotation</rangeTypeName></featureDescription></features></typeDescription>
</types></typeSystemDescription>"""
XMI = """<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI"
xmlns:cas="http:///uima/cas.ecore" xmlns:x="http:///x.ecore" xmi:version="2.0"><cas:NULL xmi:id="0"/>
<x:Named xmi:id="2" sofa="1" begin="3" end="6" value="PER" sure="true"/>
<x:Plain xmi:id="3" sofa="1" begin="7" end="10"/>
<x:Link xmi:id="4" sofa="1" begin="7" end="10" Governor="2" Dependent="3"/>
<x:Link xmi:id="5" sofa="1" begin="7" end="10" Governor="2"/>
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="😀 Ann met"/>
<cas:View sofa="1" members="2 3 4 5"/></xmi:XMI>"""


def read(path: Path, options: Options = Options()) -> list[OutDocument]:  # noqa: B008
    form = detected(path)
    assert form is not None
    return list(form.read(path, options))


def said(found: OutDocument) -> list[tuple[str, str]]:
    assert found.text is not None
    return sorted((each.label, found.text[slice(*each.ranges[0])]) for each in found.spans)


def test_layers_labels_and_relations_of_xmi(tmp_path: Path) -> None:
    (tmp_path / "a.xmi").write_text(XMI, "utf-8")
    (tmp_path / "Other.xml").write_text("<no/>", "utf-8")
    (tmp_path / "types.xml").write_text(TYPES, "utf-8")
    (found,) = read(tmp_path / "a.xmi")
    # UTF-16 in the file; what is read counts code points
    assert said(found) == [("PER", "Ann"), ("Plain", "met")]
    assert found.spans[0].attributes == {"sure": True}
    (made,) = found.relations
    assert (made.type, [target for _, target in made.arguments]) == (
        "Link",
        [each.id for each in found.spans],
    )
    assert "joins what is no annotation" in str(found.faults[0])
    assert read(tmp_path)[0].spans == found.spans


def test_without_its_type_system_the_layers_are_told_to_be_unknown(tmp_path: Path) -> None:
    (tmp_path / "a.xmi").write_text(XMI, "utf-8")
    (found,) = read(tmp_path / "a.xmi")
    assert found.text == "😀 Ann met"
    assert any("no type system" in each.what for each in found.remarks)
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "t.xml").write_text(TYPES, "utf-8")
    (named,) = read(tmp_path / "a.xmi", Options(extra={"typesystem": str(tmp_path / "x" / "t.xml")}))
    assert said(named) == [("PER", "Ann"), ("Plain", "met")]


def test_an_export_of_a_project_gives_each_persons_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        for person in ("ann", "bob"):
            archive.writestr(f"annotation/news.txt/{person}.xmi", XMI)
        archive.writestr("annotation/news.txt/TypeSystem.xml", TYPES)
    found = read(tmp_path / "p.zip")
    assert [each.name for each in found] == ["news.txt", "news.txt"]
    assert said(found[0]) == [("PER", "Ann"), ("Plain", "met")]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.xmi", XMI.replace('begin="3"', 'begin="x"'), "is no sound CAS"),
        ("a.xmi", XMI[:-20], "is not sound XML"),
        (
            "a.json",
            '{"%TYPES": {}, "%FEATURE_STRUCTURES": [{"%ID": 1, "%TYPE": "no.Such"}]}',
            "is no sound CAS",
        ),
    ],
)
def test_what_is_none_is_refused(tmp_path: Path, name: str, content: str, why: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    (tmp_path / "TypeSystem.xml").write_text(TYPES, "utf-8")
    with pytest.raises(GlossatorError, match=why):
        read(tmp_path / name)


def test_a_broken_type_system_or_json_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xmi").write_text(XMI, "utf-8")
    (tmp_path / "TypeSystem.xml").write_text(TYPES.replace("<name>x.Link</name>", ""), "utf-8")
    with pytest.raises(GlossatorError, match="type system"):
        read(tmp_path / "a.xmi")
    (tmp_path / "b.json").write_text('{"%TYPES": {', "utf-8")
    assert "not JSON" in str(read(tmp_path / "b.json")[0].faults[0])


@pytest.mark.parametrize(
    "inner",
    ["<value>PER<value>ORG</value></value>", "<value><x:Plain/></value>", "<a><b><c><d/></c></b></a>"],
)
def test_elements_within_features_are_told_or_passed_over(tmp_path: Path, inner: str) -> None:
    (tmp_path / "TypeSystem.xml").write_text(TYPES)
    bad = XMI.replace('value="PER" sure="true"/>', f'sure="true">{inner}</x:Named>')
    (tmp_path / "a.xmi").write_text(bad)
    with pytest.raises(GlossatorError, match="no sound CAS"):
        read(tmp_path / "a.xmi")


def test_what_we_write_has_layers_that_say_what_they_hold() -> None:
    names = {each.name for each in cas.type_system().get_types()}
    assert {cas.SPAN, cas.RELATION} <= names


def test_real_json_files() -> None:
    files = sorted(corpus("uima-cas").rglob("data.json"))
    assert all(detected(each) == format_named("cas-json") for each in files)
    counts = {each.parent.name: Read("cas-json", each).counts[:2] for each in files}
    assert counts["casWithTextAndAnnotations"] == (1, 4)
    assert counts["casWithTraditionalChineseTextAndAnnotations"] == (1, 4)
    assert counts["emptyCas"] == (0, 0)


def test_real_xmi_with_emoji_lies_on_whole_words() -> None:
    folder = corpus("uima-cas")
    extra = {"typesystem": str(folder / "typesystems" / "inception_typesystem.xml")}
    found = Read("cas-xmi", folder / "xmi" / "cas_with_smileys.xmi", options=Options(extra=extra))
    (taken,) = found.taken
    assert taken.mentions
    assert not found.findings
    assert all(each.quote == each.quote.strip() for each in taken.mentions)


def test_a_real_project_without_xmi_gives_its_texts_and_says_why() -> None:
    (file,) = corpus("inception-project-export").glob("*.zip")
    (found,) = read(file)
    assert (found.name, len(found.text or "")) == ("Obama", 2716)
    assert "objects of Java" in str(found.remarks[0])
