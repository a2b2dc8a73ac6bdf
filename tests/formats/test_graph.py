"""Networks as GraphML and GEXF: nodes, edges, counts, characters that XML cannot hold; read and written again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from glossator.core.errors import GlossatorError
from glossator.core.outside import ours
from glossator.formats import conveying
from glossator.formats.catalogue import detected, format_named
from glossator.formats.conveying import Exporting
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options
from tests.formats.exchange import Read, outgoing
from tests.formats.random_projects import SCHEME, Case, cases
from tests.formats.test_tables import project

FORMS = ("graphml", "gexf")


def written(target: Path, name: str, documents: list[Outgoing]) -> Exporting:
    form = format_named(name)
    exporting = Exporting(form, SCHEME)
    assert form.write is not None
    form.write(exporting.out(documents), target, Options(scheme=SCHEME, overwrite=True))
    return exporting


def two_meetings() -> list[Outgoing]:
    (made,) = project()
    held = made.annotations
    held.put_relation(replace(held.relations[22], arguments=held.relations[22].arguments[:1]))
    held.put_relation(replace(held.relations[21], id=23))
    return [made]


def test_entities_events_and_words_are_nodes_of_graphml(tmp_path: Path) -> None:
    exporting = written(tmp_path / "a.graphml", "graphml", two_meetings())
    root = etree.parse(tmp_path / "a.graphml").getroot()
    space = "{http://graphml.graphdrawing.org/xmlns}"
    said = [[data.text for data in node] for node in root.iter(f"{space}node")]
    assert said == [
        ["Ada", "entity", "PER", "1", "One", "0:1"],
        ["met", "mention", "EVT", "1", "One", "0:1"],
        ["Bo … friend", "mention", "PER", "1", "One", "0:1"],
        ["met", "event", "Meet", "1", "One", "0:1", "n1"],
    ]
    edges = [(e.get("source"), e.get("target"), *(d.text for d in e)) for e in root.iter(f"{space}edge")]
    assert edges == [
        ("n0", "n2", "SAME_AS", "relation", "2", "One", "0:2"),
        ("n3", "n0", "Agent", "role", "1", "One", "0:1"),
    ]
    told = [str(each) for each in exporting.done().losses]
    assert "3 mentions: written as what they name, without the text and their places" in told


def test_gexf_says_the_same(tmp_path: Path) -> None:
    written(tmp_path / "a.gexf", "gexf", two_meetings())
    root = etree.parse(tmp_path / "a.gexf").getroot()
    space = "{http://gexf.net/1.3}"
    assert [each.get("label") for each in root.iter(f"{space}node")] == ["Ada", "met", "Bo … friend", "met"]
    assert [(e.get("label"), e.get("weight")) for e in root.iter(f"{space}edge")] == [
        ("SAME_AS", "2"),
        ("Agent", "1"),
    ]


@pytest.mark.parametrize("name", FORMS)
def test_any_project_is_a_sound_network(name: str, tmp_path: Path) -> None:
    target = tmp_path / f"a.{name}"

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cases())
    def check(case: Case) -> None:
        written(target, name, outgoing(case))
        assert format_named(name).check(target) == []

    check()


@pytest.mark.parametrize("name", FORMS)
def test_a_network_that_lacks_something_is_told(name: str, tmp_path: Path) -> None:
    target = tmp_path / f"a.{name}"
    written(target, name, two_meetings())
    words = target.read_text("utf-8")
    first = words.index("<node id")
    target.write_text(words[:first] + words[words.index("</node>") + len("</node>\n") :], "utf-8")
    told = format_named(name).check(target)
    assert told[0] == "3 nodes and 2 edges were written, 4 and 2 are stated."
    assert "which is no node" in told[1]


def again(source: Path, name: str) -> bytes:
    """What a network is when it was read and is written again."""
    found = Read(name, source, skip_bad=False)
    made = [conveying.as_outgoing(each, found.entities, found.plan.scheme) for each in found.taken]
    form = format_named(name)
    target = source.with_name(f"again.{name}")
    assert form.write is not None
    form.write(
        Exporting(form, found.plan.scheme).out(made),
        target,
        Options(scheme=found.plan.scheme, overwrite=True),
    )
    return target.read_bytes()


@pytest.mark.parametrize("name", FORMS)
def test_any_project_s_network_is_read_and_written_again_as_it_was(name: str, tmp_path: Path) -> None:
    target = tmp_path / f"a.{name}"

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cases())
    def check(case: Case) -> None:
        written(target, name, outgoing(case))
        assert detected(target) == format_named(name)
        if any(held.mentions for held in case.sets):
            assert again(target, name) == target.read_bytes()

    check()


@pytest.mark.parametrize("name", FORMS)
def test_a_network_of_ours_states_documents_with_identities(name: str, tmp_path: Path) -> None:
    written(tmp_path / f"a.{name}", name, two_meetings())
    found = Read(name, tmp_path / f"a.{name}", skip_bad=False)
    (taken,) = found.taken
    assert (taken.text, taken.document.name) == ("One\n\nAda\nmet\nBo … friend\n", "One")
    assert found.counts == (1, 3, 2, 1, 0)
    assert [(each.name, each.type) for each in found.entities.values()] == [("Ada", "PER")]


YED = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<key id="d0" for="node" yfiles.type="nodegraphics"/><key id="d1" for="node" attr.name="born" attr.type="int"/>
<key id="d2" for="edge" attr.name="since" attr.type="int"><default>1990</default></key>
<graph edgedefault="undirected"><node id="a"><data key="d0"><y:ShapeNode><y:NodeLabel>Ada
Lee</y:NodeLabel></y:ShapeNode></data><data key="d1">1815</data></node>
<node id="b"><port name="p"/></node><node id="c"/>
<edge source="a" target="b"/><edge source="a" target="x"/></graph></graphml>"""
GEPHI = """<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph><attributes class="node">
<attribute id="0" title="Category" type="string"/></attributes><nodes><node id="1" label="Ada"><attvalues>
<attvalue for="0" value="Person"/></attvalues><spells><spell start="1"/></spells></node>
<node id="2" label="Bo"/></nodes>
<edges><edge id="0" source="1" target="2" type="directed" label="knows" weight="2.5"/></edges></graph></gexf>"""


def test_a_network_of_yed_is_a_line_for_each_edge(tmp_path: Path) -> None:
    (tmp_path / "who.graphml").write_text(YED, "utf-8")
    found = Read("graphml", tmp_path / "who.graphml")
    (taken,) = found.taken
    assert (taken.text, taken.document.name) == ("Ada Lee — related to — b\nc\n", "who")
    assert [(each.label, each.quote) for each in taken.mentions] == [
        ("Entity", "Ada Lee"),
        ("Entity", "b"),
        ("Entity", "c"),
    ]
    first = next(iter(found.entities.values()))
    assert (first.name, ours(first.attributes)) == ("Ada Lee", {"born": "1815"})
    (link,) = taken.relations
    assert (link.type, ours(link.attributes)) == ("related to", {"since": "1990"})
    assert [str(each) for each in found.faults] == ["who.graphml: an edge leads to “x”, which is no node."]
    (document,) = format_named("graphml").read(tmp_path / "who.graphml", Options())
    assert [each.what for each in document.remarks] == [
        "1 ports are left out.",
        "directions, as it has none: the ends of its edges stand as in the file are left out.",
    ]


def test_a_network_of_gephi_has_types_and_weights(tmp_path: Path) -> None:
    (tmp_path / "who.gexf").write_text(GEPHI, "utf-8")
    found = Read("gexf", tmp_path / "who.gexf", skip_bad=False)
    (taken,) = found.taken
    assert taken.text == "Ada — knows — Bo\n"
    assert [each.label for each in taken.mentions] == ["Person", "Entity"]
    assert [ours(each.attributes) for each in taken.relations] == [{"weight": "2.5"}]
    (document,) = format_named("gexf").read(tmp_path / "who.gexf", Options())
    assert [each.what for each in document.remarks] == ["1 spells are left out."]


@pytest.mark.parametrize("name", FORMS)
def test_what_is_no_sound_network_is_refused_or_told(name: str, tmp_path: Path) -> None:
    target = tmp_path / f"a.{name}"
    written(target, name, two_meetings())
    words = target.read_text("utf-8")
    for old, new, what in (
        ("0:1", "0:9999999", "things, and 1,000,000 are read at most"),
        ("0:1", "one", "does not say how often"),
        (name, "other", f"is no {format_named(name).title}"),
    ):
        target.write_text(words.replace(old, new), "utf-8")
        with pytest.raises(GlossatorError, match=what):
            list(format_named(name).read(target, Options()))
    target.write_text(f"<{name}/>")
    with pytest.raises(GlossatorError, match="has no nodes in it"):
        list(format_named(name).read(target, Options()))
