"""Networks as GraphML and GEXF: nodes, edges and their counts, characters that XML cannot hold, and no reading."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from glossator.core.errors import GlossatorError
from glossator.formats.catalogue import format_named
from glossator.formats.conveying import Exporting
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options
from tests.formats.exchange import outgoing
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
        ["Ada", "entity", "PER", "1", "One"],
        ["met", "mention", "EVT", "1", "One"],
        ["Bo … friend", "mention", "PER", "1", "One"],
        ["met", "event", "Meet", "1", "One"],
    ]
    edges = [(e.get("source"), e.get("target"), *(d.text for d in e)) for e in root.iter(f"{space}edge")]
    assert edges == [("n0", "n2", "SAME_AS", "2", "One"), ("n3", "n0", "Agent", "1", "One")]
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


@pytest.mark.parametrize("name", FORMS)
def test_nothing_is_read_from_a_network(name: str, tmp_path: Path) -> None:
    form = format_named(name)
    assert (form.can, form.reads, form.sniff(b"<graphml", tmp_path)) == ("writes", False, False)
    with pytest.raises(GlossatorError, match="is a network without a text"):
        list(form.read(tmp_path / "a", Options()))
