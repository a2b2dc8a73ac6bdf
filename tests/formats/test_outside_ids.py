"""Ids of somebody else's file: they come in, go out into the same format as they were, and what cannot is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest

from glossator.core.errors import GlossatorError
from glossator.core.outside import ID
from glossator.formats import conveying, graph
from glossator.formats.carries import ANY_IDS, EVERYTHING
from glossator.formats.catalogue import Format, format_named, formats
from glossator.formats.conveying import Exporting
from glossator.formats.losses import Outgoing, Tally, reduce
from glossator.formats.standoff import MADE_UP, Options
from tests.builders import annotated, scheme
from tests.formats.exchange import Read, corpus

NOTHING = Options()


class Ids(NamedTuple):
    """What the ids of a file stand for, those that its reader made up left out."""

    documents: Counter[object]
    mentions: Counter[object]
    relations: Counter[object]
    entities: Counter[object]
    notes: Counter[object]


def ids_in(form: Format, path: Path) -> Ids:
    found = Ids(*(Counter[object]() for _ in Ids._fields))
    for each in conveying.read(form, [path], NOTHING, lambda done, total: None):
        words = each.text or ""  # those of a network stand elsewhere each time
        places = {
            span.id: (span.label, *(words[start:end] for start, end in sorted(span.ranges)))
            for span in each.spans
        }
        found.documents[each.id] += bool(each.id)
        found.mentions.update((span.id, places[span.id]) for span in each.spans if is_told(span.id))
        found.relations.update(
            (link.id, link.type, tuple(places.get(end, end) for _, end in link.arguments))
            for link in each.relations
            if is_told(link.id)
        )
        found.entities.update((group.id, group.name) for group in each.groups if is_told(group.id))
        found.notes.update((note.id, note.body) for note in each.notes if is_told(note.id))
    return found


def is_told(known: str) -> bool:
    return bool(known) and not known.startswith(MADE_UP)


def imported(name: str, path: Path) -> list[Outgoing]:
    found = Read(name, path)
    return [conveying.as_outgoing(each, found.entities, found.plan.scheme) for each in found.taken]


def exported(name: str, documents: Sequence[Outgoing], target: Path) -> list[str]:
    """Write documents; the losses that are about ids."""
    form = format_named(name)
    assert form.write is not None
    exporting = Exporting(form, documents[0].scheme if documents else scheme())
    form.write(exporting.out(documents), target, Options(overwrite=True))
    return [str(each) for each in exporting.done().losses if "ids out of files" in each.kind]


def again(name: str, path: Path, folder: Path) -> tuple[Ids, Ids, list[str]]:
    form = format_named(name)
    target = folder / f"again{'' if form.writes_folder else form.endings[0]}"
    told = exported(name, imported(name, path), target)
    return ids_in(form, path), ids_in(form, target), told


TEXT = "Ada met Bo in Rome"
ADA, BO, ROME = (0, 3), (8, 10), (14, 18)


def region(key: str, place: tuple[int, int], label: str) -> dict[str, Any]:
    value = {"start": place[0], "end": place[1], "text": TEXT[slice(*place)], "labels": [label]}
    return {"id": key, "type": "labels", "from_name": "label", "to_name": "text", "value": value}


DOCCANO = {
    "id": 712,
    "text": TEXT,
    "entities": [
        {"id": 41, "label": "PER", "start_offset": 8, "end_offset": 10},
        {"id": 39, "label": "PER", "start_offset": 0, "end_offset": 3},
    ],
    "relations": [{"id": 39, "from_id": 39, "to_id": 41, "type": "MET"}],
    "Comments": [],
}
LABEL_STUDIO = [
    {
        "id": 88,
        "data": {"text": TEXT},
        "annotations": [
            {
                "id": 1017,
                "result": [
                    region("xK3_a", ADA, "PER"),
                    region("Zz-9", BO, "PER"),
                    {
                        "type": "relation",
                        "from_id": "Zz-9",
                        "to_id": "xK3_a",
                        "direction": "right",
                        "labels": ["MET"],
                    },
                ],
            }
        ],
    }
]
PRODIGY = {
    "text": TEXT,
    "_input_hash": -1886,
    "spans": [{"start": 0, "end": 3, "label": "PER"}],
    "answer": "accept",
}
PUBANNOTATION = {
    "text": TEXT,
    "sourcedb": "PMC",
    "sourceid": "12345",
    "divid": 3,
    "denotations": [
        {"id": "E1", "span": {"begin": 0, "end": 3}, "obj": "PER"},
        {"id": "x.7", "span": {"begin": 8, "end": 10}, "obj": "PER"},
    ],
    "relations": [{"id": "L9", "pred": "MET", "subj": "x.7", "obj": "E1"}],
    "attributes": [{"id": "M4", "subj": "E1", "pred": "sure", "obj": True}],
}
BIOC = {
    "source": "s",
    "documents": [
        {
            "id": "PMC-5",
            "infons": {},
            "passages": [
                {
                    "offset": 0,
                    "infons": {},
                    "text": TEXT,
                    "annotations": [
                        {
                            "id": "g8",
                            "infons": {"type": "PER"},
                            "text": "Ada",
                            "locations": [{"offset": 0, "length": 3}],
                        },
                        {
                            "id": "g2",
                            "infons": {"type": "PER"},
                            "text": "Bo",
                            "locations": [{"offset": 8, "length": 2}],
                        },
                    ],
                    "relations": [
                        {
                            "id": "r-1",
                            "infons": {"type": "MET"},
                            "nodes": [{"refid": "g8", "role": "a"}, {"refid": "g2", "role": "b"}],
                        }
                    ],
                }
            ],
        }
    ],
}


def anno(key: str, place: tuple[int, int], tag: str) -> dict[str, Any]:
    return {
        "id": key,
        "type": "Annotation",
        "motivation": "tagging",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": tag},
            {"id": f"{key}/said", "type": "TextualBody", "purpose": "commenting", "value": f"on {key}"},
        ],
        "target": {
            "source": "urn:x",
            "selector": [
                {"type": "TextQuoteSelector", "exact": TEXT[slice(*place)]},
                {"type": "TextPositionSelector", "start": place[0], "end": place[1]},
            ],
        },
    }


W3C = [
    {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://a.example/page/7",
        "type": "AnnotationPage",
        "resource": {"id": "urn:x", "type": "Text", "label": "x", "value": TEXT},
        "items": [
            anno("https://a.example/9", ADA, "PER"),
            anno("anno-4", BO, "PER"),
            {
                "id": "#link",
                "type": "Annotation",
                "motivation": "linking",
                "body": [{"type": "TextualBody", "purpose": "tagging", "value": "MET"}],
                "target": [{"id": "https://a.example/9"}, {"id": "anno-4"}],
            },
            {
                "id": "remark-1",
                "type": "Annotation",
                "motivation": "commenting",
                "body": [{"type": "TextualBody", "purpose": "commenting", "value": "on all of it"}],
                "target": "urn:x",
            },
        ],
    }
]
GATE = {
    "text": TEXT,
    "offset_type": "p",
    "name": "one",
    "features": {},
    "annotation_sets": {
        "": {
            "name": "",
            "next_annid": 99,
            "annotations": [{"id": 98, "type": "PER", "start": 8, "end": 10, "features": {}}],
        },
        "ann w": {
            "name": "ann w",
            "next_annid": 99,
            "annotations": [
                {"id": 98, "type": "PER", "start": 0, "end": 3, "features": {}},
                {"id": 0, "type": "PLACE", "start": 14, "end": 18, "features": {}},
            ],
        },
    },
}
GATE_XML = """<?xml version='1.0' encoding='UTF-8'?>
<GateDocument version="3"><GateDocumentFeatures></GateDocumentFeatures>
<TextWithNodes><Node id="0"/>Ada<Node id="3"/> met <Node id="8"/>Bo<Node id="10"/> in Rome</TextWithNodes>
<AnnotationSet><Annotation Id="31" Type="PER" StartNode="8" EndNode="10"></Annotation></AnnotationSet>
<AnnotationSet Name="ann"><Annotation Id="7" Type="PER" StartNode="0" EndNode="3"></Annotation></AnnotationSet>
</GateDocument>
"""
GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="l" for="all" attr.name="label" attr.type="string"/>
<graph edgedefault="directed">
<node id="ada &amp; co"><data key="l">Ada</data></node><node id="n1"><data key="l">Bo</data></node>
<node id="n0"><data key="l">Rome</data></node>
<edge id="e7" source="ada &amp; co" target="n1"><data key="l">MET</data></edge>
<edge id="e8" source="ada &amp; co" target="n1"><data key="l">MET</data></edge>
<edge source="n1" target="n0"><data key="l">MET</data></edge>
</graph></graphml>
"""
GEXF = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="directed">
<nodes><node id="ada" label="Ada"/><node id="1" label="Bo"/><node id="0" label="Rome"/></nodes>
<edges><edge id="70" source="ada" target="1" label="MET"/><edge id="x" source="1" target="0" label="MET"/></edges>
</graph></gexf>
"""
XMI = """<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///custom.ecore"
 xmlns:m="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore" xmi:version="2.0">
<cas:NULL xmi:id="0"/>
<m:DocumentMetaData xmi:id="5" sofa="12" begin="0" end="18" documentTitle="one" documentId="doc-77"/>
<custom:Mention xmi:id="1" sofa="12" begin="0" end="3" label="PER"/>
<custom:Mention xmi:id="401" sofa="12" begin="8" end="10" label="PER"/>
<custom:Relation xmi:id="3" sofa="12" begin="8" end="10" Governor="1" Dependent="401" label="MET"/>
<cas:Sofa xmi:id="12" sofaNum="1" sofaID="_InitialView" mimeType="text/plain" sofaString="Ada met Bo in Rome"/>
<cas:View sofa="12" members="5 1 401 3"/>
</xmi:XMI>
"""
UUIDS = [f"0a1b2c3d-0000-4000-8000-00000000000{number}" for number in range(6)]
STIX = {
    "type": "bundle",
    "id": f"bundle--{UUIDS[0]}",
    "objects": [
        {"type": "identity", "id": f"identity--{UUIDS[1]}", "name": "Ada", "identity_class": "individual"},
        {"type": "tool", "id": f"tool--{UUIDS[2]}", "name": "Loom"},
        {
            "type": "relationship",
            "id": f"relationship--{UUIDS[3]}",
            "relationship_type": "uses",
            "source_ref": f"identity--{UUIDS[1]}",
            "target_ref": f"tool--{UUIDS[2]}",
        },
        {
            "type": "report",
            "id": f"report--{UUIDS[4]}",
            "name": "One",
            "object_refs": [f"identity--{UUIDS[1]}", f"tool--{UUIDS[2]}", f"relationship--{UUIDS[3]}"],
        },
        {"type": "note", "id": f"note--{UUIDS[5]}", "content": "hm", "object_refs": [f"tool--{UUIDS[2]}"]},
    ],
}
TABLES = {
    "documents": "id,name,text\nD-9,one,Ada met Bo in Rome\n",
    "mentions": "document,id,label,spans,entity\nD-9,m7,PER,8-10,q1\nD-9,m2,PER,0-3,q2\n",
    "relations": 'document,id,type,arguments\nD-9,r5,MET,"[[""a"", ""m7""], [""b"", ""m2""]]"\n',
    "entities": "id,name,type\nq2,Ada,PER\nq1,Bo,PER\n",
    "notes": "document,id,on,target,body\nD-9,n8,mention,m2,hm\nD-9,n3,document,,all\nD-9,n5,entity,q1,who\n",
}
BRAT = "T7\tPER 0 3\tAda\nT2\tPER 8 10\tBo\nR5\tMET Arg1:T7 Arg2:T2\n#4\tAnnotatorNotes T2\thm\n"
BRAT += "N3\tReference T7 W:Q7\tAda\n"
PLAIN: Mapping[str, tuple[str, object]] = {
    "doccano": ("a.jsonl", DOCCANO),
    "label-studio": ("a.json", LABEL_STUDIO),
    "prodigy": ("a.jsonl", PRODIGY),
    "pubannotation": ("a.json", PUBANNOTATION),
    "bioc-json": ("a.json", BIOC),
    "w3c": ("a.jsonld", W3C),
    "gate-json": ("a.bdocjs", GATE),
    "gate-xml": ("a.xml", GATE_XML),
    "graphml": ("a.graphml", GRAPHML),
    "gexf": ("a.gexf", GEXF),
    "stix": ("a.json", STIX),
}
COUNTS = {  # documents, mentions, relations, entities, notes that have an id there
    "doccano": (1, 2, 1, 0, 0),
    "label-studio": (1, 2, 0, 0, 0),
    "prodigy": (1, 0, 0, 0, 0),
    "pubannotation": (1, 2, 1, 0, 0),
    "bioc-json": (1, 2, 1, 0, 0),
    "w3c": (1, 2, 1, 0, 3),
    "gate-json": (0, 3, 0, 0, 0),
    "gate-xml": (0, 2, 0, 0, 0),
    "graphml": (0, 0, 2, 3, 0),
    "gexf": (0, 0, 2, 3, 0),
    "stix": (1, 0, 1, 2, 1),
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_file_comes_out_with_the_ids_that_it_came_in_with(name: str, tmp_path: Path) -> None:
    file, plain = PLAIN[name]
    content = plain.encode() if isinstance(plain, str) else orjson.dumps(plain)
    (tmp_path / file).write_bytes(content)
    before, after, told = again(name, tmp_path / file, tmp_path)
    assert tuple(map(Counter.total, before)) == COUNTS[name]
    made_new = name in ("graphml", "gexf")  # an edge without an id gets one
    assert (before.relations <= after.relations) if made_new else before.relations == after.relations
    assert before._replace(relations=after.relations) == after
    if name not in ("graphml", "gexf", "stix"):
        assert told == []


@pytest.mark.parametrize("name", ["tables", "xlsx", "parquet", "html-report"])
def test_rows_keep_the_ids_of_all_records(name: str, tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    for sheet, words in TABLES.items():
        (tmp_path / "first" / f"{sheet}.csv").write_text(words)
    before = ids_in(format_named("tables"), tmp_path / "first")
    assert tuple(map(Counter.total, before)) == (1, 2, 1, 2, 3)
    target = tmp_path / f"again{'' if format_named(name).writes_folder else format_named(name).endings[0]}"
    assert exported(name, imported("tables", tmp_path / "first"), target) == []
    assert ids_in(format_named(name), target) == before


def test_bioc_xml_keeps_the_ids_of_bioc_json(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(orjson.dumps(BIOC))
    assert exported("bioc-xml", imported("bioc-json", tmp_path / "a.json"), tmp_path / "a.xml") == []
    before, after, told = again("bioc-xml", tmp_path / "a.xml", tmp_path)
    assert before == after == ids_in(format_named("bioc-json"), tmp_path / "a.json")
    assert told == []


@pytest.mark.parametrize("name", ["cas-xmi", "cas-json"])
def test_uima_keeps_numbers_even_where_its_own_are_in_the_way(name: str, tmp_path: Path) -> None:
    from glossator.formats import cas

    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.xmi").write_text(XMI)
    (tmp_path / "a" / "TypeSystem.xml").write_bytes(cas.type_system().to_xml().encode())
    before = ids_in(format_named("cas-xmi"), tmp_path / "a")
    assert [*before.documents, *sorted(str(each[0]) for each in before.mentions)] == ["doc-77", "1", "401"]  # type: ignore[index]
    assert exported(name, imported("cas-xmi", tmp_path / "a"), tmp_path / "b") == []
    assert ids_in(format_named(name), tmp_path / "b") == before


def test_brat_keeps_the_ids_of_notes_and_references_too(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    (tmp_path / "first" / "a.txt").write_text(TEXT)
    (tmp_path / "first" / "a.ann").write_text(BRAT)
    before, after, told = again("brat", tmp_path / "first", tmp_path)
    assert before == after
    assert before.notes == Counter({("#4", "hm"): 1})
    assert told == []


def test_further_ids_of_the_file_stay(tmp_path: Path) -> None:
    """Those of what is no record of ours: the annotation of a task, where a text is from, attributes."""
    for name in ("label-studio", "pubannotation"):
        (tmp_path / f"{name}.json").write_bytes(orjson.dumps(PLAIN[name][1]))
        assert exported(name, imported(name, tmp_path / f"{name}.json"), tmp_path / f"{name}-2.json") == []
    (task,) = orjson.loads((tmp_path / "label-studio-2.json").read_bytes())
    assert task["annotations"][0]["id"] == 1017
    (text,) = orjson.loads((tmp_path / "pubannotation-2.json").read_bytes())
    assert (text["sourcedb"], text["sourceid"], text["divid"]) == ("PMC", "12345", "3")
    assert text["attributes"] == PUBANNOTATION["attributes"]


def test_what_is_new_gets_an_id_that_nothing_else_has(tmp_path: Path) -> None:
    for name in ("doccano", "label-studio", "pubannotation", "bioc-json", "w3c", "gate-json"):
        file, plain = PLAIN[name]
        (tmp_path / file).write_bytes(orjson.dumps(plain))
        (held,) = imported(name, tmp_path / file)
        first = next(held.annotations.in_order())
        new = replace(first, id=99_001, fragments=first.fragments, label="NEW", attributes={})
        held.annotations.put_mention(new)
        if first_link := next(iter(held.annotations.relations.values()), None):
            held.annotations.put_relation(replace(first_link, id=99_002, type="NEW", attributes={}))
        target = tmp_path / f"new-{name}{'' if format_named(name).writes_folder else file[1:]}"
        assert exported(name, [held], target) == []
        before, after = ids_in(format_named(name), tmp_path / file), ids_in(format_named(name), target)
        known = [each[0] for each in after.mentions]  # type: ignore[index]
        assert before.mentions < after.mentions, name
        assert before.relations <= after.relations, name
        assert len(set(known)) == len(known) == before.mentions.total() + 1, name


# --- what cannot be kept is counted


def with_ids(*known: str) -> Outgoing:
    held = annotated("[Ada|PER] and [Bo|PER]", relations=[("SAME_AS", "Ada", "Bo")])
    for each, own in zip(list(held.in_order()), known, strict=False):
        held.put_mention(replace(each, attributes={ID: own}))
    (link,) = held.relations.values()
    held.put_relation(replace(link, attributes={ID: "R1"}))
    return Outgoing(held, scheme=scheme())


def lost(name: str, *known: str) -> list[str]:
    tally = Tally()
    once = reduce(with_ids(*known), format_named(name).carries, tally)
    twice = Tally()
    reduce(once, format_named(name).carries, twice)
    assert [str(each) for each in twice.losses if "ids" in each.kind] == []
    return [str(each) for each in tally.losses if "out of files" in each.kind]


def test_a_format_without_ids_says_so_with_numbers() -> None:
    assert lost("conll", "T1", "T2") == ["2 mention ids out of files: left out"]
    assert lost("spacy-json", "T1") == ["1 mention id out of files: left out"]
    assert lost("label-studio", "T1", "T2") == ["1 relation id out of files: left out"]


def test_ids_that_a_format_cannot_have_are_counted() -> None:
    told = "2 mention ids out of files: others are given, as its ids are other ones"
    assert lost("doccano", "T1", "x") == [told]
    assert lost("doccano", "1", "007") == [told.replace("2 mention ids", "1 mention id")]
    assert lost("brat", "17", "T2") == [told.replace("2 mention ids", "1 mention id")]
    assert lost("bioc-xml", "a\x01", "b") == [told.replace("2 mention ids", "1 mention id")]


def test_of_two_with_one_id_the_second_gets_another() -> None:
    assert lost("bioc-json", "T1", "T1") == [
        "1 mention id out of files: others are given, as two have the same"
    ]
    assert lost("bioc-json", "R1", "T2") == [
        "1 relation id out of files: others are given, as two have the same"
    ]


def test_an_id_of_two_documents_is_counted_where_a_file_holds_both() -> None:
    tally = Tally()
    for number in (1, 2):
        made = with_ids()
        document = replace(made.document, id=number, attributes={ID: "D1"})
        held = made.annotations
        copy = type(held)(document, held.text, held.in_order(), held.relations.values(), ())
        reduce(replace(made, annotations=copy), EVERYTHING, tally)
    assert [str(each) for each in tally.losses] == [
        "1 document id out of files: others are given, as two have the same"
    ]


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_edges_of_several_documents_with_one_id_are_counted(name: str, tmp_path: Path) -> None:
    made = []
    for number, ends in ((1, ("Ada", "Bo")), (2, ("Cy", "Dan"))):
        held = annotated("[{}|PER] and [{}|PER]".format(*ends), relations=[("SAME_AS", *ends)])
        (link,) = held.relations.values()
        link = replace(link, id=link.id + 1_000 * number, attributes={ID: "edge e7"})
        document = replace(held.document, id=number)
        made.append(Outgoing(type(held)(document, held.text, held.in_order(), [link], ()), scheme=scheme()))
    form = format_named(name)
    target = tmp_path / f"a{form.endings[0]}"
    assert exported(name, made, target) == [
        "1 relation id out of files: others are given, as two have the same"
    ]
    assert target.read_text("utf-8").count('<edge id="e7"') == 1
    assert form.check(target) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["", "n0", "n1", "n2", "n3"], ["n5", "n0", "n1", "n2", "n3"]),
        (["n1", "", "", "n5"], ["n1", "n4", "n2", "n5"]),
        (["a", "a", "n1"], ["a", "n3", "n1"]),
        (["", ""], ["n0", "n1"]),
    ],
)
def test_an_id_that_a_node_had_is_given_to_no_other_one(before: list[str], after: list[str]) -> None:
    held = [graph.Node(place, "", "entity", "", id=known) for place, known in enumerate(before)]
    assert graph.ids_of(held, "n") == after


def test_the_table_says_of_each_format_whose_ids_it_keeps() -> None:
    told = {each.name: dict(each.carries.told())["ids out of files, of"] for each in formats().values()}
    assert (
        told["conll"] == told["docbin"] == told["spacy-json"] == told["yedda"] == told["webanno-tsv"] == "no"
    )
    assert told["tables"] == ", ".join(sorted(ANY_IDS))
    assert told["doccano"] == "document, mention, relation"
    assert told["graphml"] == told["gexf"] == "entity, relation"


def kept_in(documents: Sequence[Outgoing]) -> set[str]:
    """The ids that mentions and relations have from a file."""
    found: set[str] = set()
    for held in documents:
        bearers = [each.attributes for each in held.annotations.mentions.values()]
        bearers += [each.attributes for each in held.annotations.relations.values()]
        found |= {str(each[ID]) for each in bearers if ID in each}
    return found


CORPUS_FILES = (
    ("doccano", "doccano", "*.jsonl"),
    ("label-studio", "label-studio", "*.json"),
    ("pubannotation", "pubannotation", "*.json"),
    ("bioc-xml", "bioc-pubtator", "*.xml"),
    ("bioc-json", "bioc-pubtator", "*.json"),
    ("cas-xmi", "uima-cas", "*.xmi"),
    ("cas-json", "uima-cas", "*.json"),
    ("gate-json", "gate", "*.bdocjs"),
)


@pytest.mark.parametrize(("name", "folder", "pattern"), CORPUS_FILES)
def test_real_files_keep_their_ids_or_the_report_counts_them(
    name: str, folder: str, pattern: str, tmp_path: Path
) -> None:
    form = format_named(name)
    kept = 0
    for path in sorted(corpus(folder).rglob(pattern)):
        if not form.sniff(path.read_bytes()[:65536], path):
            continue
        try:
            documents = imported(name, path)
        except GlossatorError:
            continue  # files that are unsound on purpose
        own = kept_in(documents)
        if not documents:
            continue
        target = tmp_path / f"{path.name}-again{'' if form.writes_folder else form.endings[0]}"
        exporting = Exporting(form, documents[0].scheme)
        assert form.write is not None
        going = list(exporting.out(documents))
        form.write(going, target, Options(overwrite=True))
        left = kept_in(going)
        again_read = list(conveying.read(form, [target], NOTHING, lambda done, total: None))
        found = {span.id for each in again_read for span in each.spans}
        found |= {link.id for each in again_read for link in each.relations}
        assert left <= found, path.name
        assert left == own or exporting.done().losses, path.name
        kept += len(left)
    assert kept
