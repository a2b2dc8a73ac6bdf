"""Formats that are read only: TimeML and YEDDA with marks in the text, MedTator with spans beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossator.core.errors import GlossatorError
from glossator.formats.catalogue import detected, format_named
from glossator.formats.standoff import Options, OutDocument
from tests.formats.exchange import Read, corpus, cut_everywhere

TIMEML = """<?xml version="1.0"?><TimeML><DOCID>d7</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="1997-04-01" functionInDocument="CREATION_TIME">April 1</TIMEX3></DCT>
<TEXT>They <EVENT eid="e1" class="REPORTING">said &amp; <EVENT eid="e2" class="STATE">won</EVENT></EVENT> it.</TEXT>
<MAKEINSTANCE eventID="e1" eiid="ei1" tense="PAST" polarity="NEG"/><MAKEINSTANCE eventID="e1" eiid="ei9" tense="NONE"/>
<MAKEINSTANCE eventID="e2" eiid="ei2"/><MAKEINSTANCE eventID="e8" eiid="ei8"/>
<TLINK lid="l1" eventInstanceID="ei1" relatedToTime="t0" relType="BEFORE" signalID="s1"/>
<SLINK lid="l2" eventInstanceID="ei1" subordinatedEventInstance="ei2" relType="FACTIVE"/>
<TLINK lid="l3" eventInstanceID="ei1" relatedToTime="t5" relType="AFTER"/></TimeML>"""
MEDTATOR = """<?xml version="1.0"?><TASK><TEXT><![CDATA[Ann <met> Bob 😀 Eve]]></TEXT><TAGS>
<PER spans="0~3" text="Ann" id="P1" sure="yes"/><PAIR spans="0~3,10~13" text="Ann...Bob" id="Q1"/>
<PER spans="17~20" text="Eve" id="P2"/><PER spans="x" id="P3"/><DOC spans="-1~-1" id="D1"/>
<KNOWS fromID="P1" fromText="Ann" toID="P2" toText="Eve" id="K1" since="2011"/><KNOWS id="K2"/></TAGS></TASK>"""


def read(tmp_path: Path, name: str, file: str, content: str) -> OutDocument:
    (tmp_path / file).write_bytes(content.encode())
    (found,) = format_named(name).read(tmp_path / file, Options())
    return found


def test_timeml_marks_instances_and_links(tmp_path: Path) -> None:
    found = read(tmp_path, "timeml", "a.tml", TIMEML)
    assert found.text is not None
    assert (found.name, found.metadata) == ("d7", {"published": "1997-04-01"})
    spans = {each.id: each for each in found.spans}
    said = {key: found.text[slice(*each.ranges[0])] for key, each in spans.items()}
    assert said == {"t0": "April 1", "e1": "said & won", "e2": "won"}
    assert spans["e1"].subtype == "REPORTING"
    assert spans["e1"].attributes == {"tense": "PAST", "polarity": "NEG"}
    assert spans["t0"].attributes == {"time.value": "1997-04-01", "function": "CREATION_TIME"}
    assert [(each.type, each.arguments, each.attributes) for each in found.relations] == [
        ("BEFORE", (("Arg1", "e1"), ("Arg2", "t0")), {"signalID": "s1"}),
        ("SLINK.FACTIVE", (("Arg1", "e1"), ("Arg2", "e2")), {}),
    ]
    assert [each.what for each in found.faults] == [
        "ei8 is of an event that is not there.",
        "l3 joins what is not in the text.",
    ]


def test_timeml_without_text_and_with_an_id_twice(tmp_path: Path) -> None:
    assert read(tmp_path, "timeml", "a.tml", "<TimeML><DOCID/></TimeML>").faults
    twice = '<TimeML><EVENT eid="e1">a</EVENT><EVENT eid="e1">b</EVENT><TIMEX3 tid="t1"/></TimeML>'
    found = read(tmp_path, "timeml", "a.tml", twice)
    assert [each.id for each in found.spans] == ["e1", "e1 2"]
    assert "a second time" in found.faults[0].what


def test_medtator_spans_pieces_and_links(tmp_path: Path) -> None:
    found = read(tmp_path, "medtator", "a.txt.xml", MEDTATOR)
    assert (found.name, found.text) == ("a", "Ann <met> Bob 😀 Eve")
    assert [(each.id, each.ranges, each.attributes) for each in found.spans] == [
        ("P1", ((0, 3),), {"sure": "yes"}),
        ("Q1", ((0, 3), (10, 13)), {}),
        ("P2", ((17, 20),), {}),
    ]
    (made,) = found.relations
    assert (made.type, made.arguments, made.attributes) == (
        "KNOWS",
        (("from", "P1"), ("to", "P2")),
        {"since": "2011"},
    )
    assert ["are no spans" in str(found.faults[0]), len(found.faults)] == [True, 3]
    # it counts as JavaScript does, so what stands behind an emoji is found in UTF-16
    held = Read("medtator", tmp_path / "a.txt.xml")
    assert sorted(each.quote for each in held.taken[0].mentions) == ["Ann", "Ann … Bob", "Eve"]


def test_medtator_without_text(tmp_path: Path) -> None:
    assert "no text in it" in str(read(tmp_path, "medtator", "a.xml", "<T><TEXT></TEXT></T>").faults[0])


def test_yedda_labels_in_the_text(tmp_path: Path) -> None:
    found = read(
        tmp_path, "yedda", "a.txt.ann", "[@Ann Lee#PER*] met\n[@the UN#ORG*] [$now#TIME*] at [@home#"
    )
    assert found.text == "Ann Lee met\nthe UN now at [@home#"
    assert [(each.label, found.text[slice(*each.ranges[0])], each.line) for each in found.spans] == [
        ("PER", "Ann Lee", 1),
        ("ORG", "the UN", 2),
        ("TIME", "now", 2),
    ]
    assert found.name == "a"
    form = detected(tmp_path / "a.txt.ann")
    assert form is not None
    assert form.name == "yedda"
    assert "not closed" in read(tmp_path, "yedda", "a.ann", "[@Ann#PER").faults[0].what


@pytest.mark.parametrize(("name", "content"), [("timeml", TIMEML), ("medtator", MEDTATOR)])
def test_cut_off_anywhere_it_is_refused(tmp_path: Path, name: str, content: str) -> None:
    def work(part: bytes) -> None:
        (tmp_path / "c.xml").write_bytes(part)
        with pytest.raises(GlossatorError):
            list(format_named(name).read(tmp_path / "c.xml", Options()))

    cut_everywhere(content.encode(), work)


def test_real_timeml_files() -> None:
    files = sorted(corpus("timeml").glob("*/*/*.tml"))
    found = [Read("timeml", each) for each in files]
    assert all(detected(each) == format_named("timeml") for each in files)
    # 313 events and 74 times, as the files say, and every link
    assert [sum(each.counts[at] for each in found) for at in (0, 1, 2)] == [9, 387, 575]
    assert not any(each.faults or each.findings for each in found)


def test_real_medtator_files() -> None:
    files = sorted(corpus("medtator").glob("*/ann_xml/*.xml"))
    found = [Read("medtator", each) for each in files]
    assert all(detected(each) == format_named("medtator") for each in files)
    assert [sum(each.counts[at] for each in found) for at in (0, 1)] == [3, 17]
    assert not any(each.faults or each.findings for each in found)
