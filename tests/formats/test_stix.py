"""STIX bundles: kinds of objects, ids that stay, evidence, notes, and that all that is named is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings

from glossator.core.errors import GlossatorError
from glossator.formats import conveying, stix
from glossator.formats.catalogue import detected, format_named
from glossator.formats.conveying import Exporting
from glossator.formats.standoff import Options
from tests.formats.exchange import Read, cut_everywhere, outgoing
from tests.formats.random_projects import Case, cases
from tests.formats.test_graph import written
from tests.formats.test_hostile_files import attempt
from tests.formats.test_tables import project


def bundle(tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    written(tmp_path / "a.json", "stix", project())
    found: dict[str, list[dict[str, Any]]] = {}
    for each in orjson.loads((tmp_path / "a.json").read_bytes())["objects"]:
        found.setdefault(each["type"], []).append(each)
    return found


def test_entities_relations_notes_and_reports(tmp_path: Path) -> None:
    found = bundle(tmp_path)
    makers = {each.get("created_by_ref") for held in found.values() for each in held}
    people = [each for each in found["identity"] if each["identity_class"] == "individual"]
    ada, bo = (each for each in people if each["id"] not in makers)
    assert (ada["name"], ada["description"], bo["confidence"]) == ("Ada", "Also: Countess", 50)
    assert ada["external_references"] == [
        {"source_name": "wikidata", "external_id": "Q7259"},
        {"source_name": "One", "description": "“Ada” 1–4"},
    ]
    (same,) = found["relationship"]
    assert (same["relationship_type"], same["source_ref"], same["target_ref"]) == (
        "same-as",
        ada["id"],
        bo["id"],
    )
    (trigger,) = found["x-glossator-entity"]
    (extension,) = found["extension-definition"]
    assert trigger["extensions"] == {extension["id"]: {"extension_type": "new-sdo"}}
    (report,) = found["report"]
    assert set(report["object_refs"]) == {ada["id"], bo["id"], trigger["id"], same["id"]}
    assert {each["content"]: each["object_refs"][0] for each in found["note"]} == {
        "read\nthis": report["id"],
        "=1+1": bo["id"],
        "hm": same["id"],
        "who?": ada["id"],
    }


def test_the_same_project_is_the_same_file(tmp_path: Path) -> None:
    assert bundle(tmp_path) == bundle(tmp_path)


def test_what_is_said_twice_stands_there_twice(tmp_path: Path) -> None:
    (made,) = project()
    held = made.annotations
    held.put_relation(replace(held.relations[21], id=23, confidence=0.25))
    for name in ("a.json", "b.json"):
        written(tmp_path / name, "stix", [made])
    objects = orjson.loads((tmp_path / "a.json").read_bytes())["objects"]
    first, again = (each for each in objects if each["type"] == "relationship")
    assert first["id"] != again["id"]
    assert ("confidence" in first, again["confidence"]) == (False, 25)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert not stix.check(tmp_path / "a.json")


def test_labels_and_types_as_stix_has_them() -> None:
    assert stix.kind_of("GPE")[0] == stix.kind_of("Facility")[0] == "location"
    assert stix.kind_of("Organization") == ("identity", {"identity_class": "organization"})
    assert stix.kind_of("WEA")[0] == "x-glossator-entity"
    assert (stix.type_name("MEMBER_OF"), stix.type_name("…")) == ("member-of", "related-to")


def test_any_project_is_a_sound_bundle(tmp_path: Path) -> None:
    target = tmp_path / "a.json"

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cases())
    def check(case: Case) -> None:
        written(target, "stix", outgoing(case))
        assert stix.check(target) == []

    check()


def test_what_is_named_and_not_there_is_told(tmp_path: Path) -> None:
    bundle(tmp_path)
    target = tmp_path / "a.json"
    plain = orjson.loads(target.read_bytes())
    plain["objects"] = [each for each in plain["objects"] if each["type"] != "relationship"]
    target.write_bytes(orjson.dumps(plain))
    assert "is named and not there" in stix.check(target)[0]
    target.write_bytes(b"{")
    assert "this is not JSON" in stix.check(target)[0]


def again(source: Path) -> bytes:
    """What a bundle is when it was read and is written again."""
    found = Read("stix", source, skip_bad=False)
    made = [conveying.as_outgoing(each, found.entities, found.plan.scheme) for each in found.taken]
    target = source.with_name("again.json")
    exporting = Exporting(format_named("stix"), found.plan.scheme)
    stix.write(exporting.out(made), target, Options(scheme=found.plan.scheme, overwrite=True))
    return target.read_bytes()


def test_any_project_s_bundle_is_read_and_written_again_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "a.json"

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cases())
    def check(case: Case) -> None:
        written(target, "stix", outgoing(case))
        if any(held.mentions for held in case.sets):
            assert again(target) == target.read_bytes()

    check()


def test_a_bundle_of_ours_is_a_document_for_each_report(tmp_path: Path) -> None:
    bundle(tmp_path)
    path = tmp_path / "a.json"
    assert detected(path) == format_named("stix")
    found = Read("stix", path, skip_bad=False)
    (taken,) = found.taken
    assert (taken.document.name, taken.document.source) == ("One", "Times")
    assert taken.text == "One\n\nAda — same-as — Bo … friend\nmet\n"
    assert [each.label for each in taken.mentions] == ["PER", "PER", "EVT"]
    ada = next(each for each in found.entities.values() if each.name == "Ada")
    assert (ada.type, ada.identifiers) == ("PER", {"wikidata": "Q7259"})
    assert sorted(each.body for each in taken.notes) == ["=1+1", "hm", "read\nthis", "who?"]


def threat(kind: str, number: int, **more: Any) -> dict[str, Any]:
    known = f"{kind}--00000000-0000-4000-8000-{number:012}"
    return {"type": kind, "spec_version": "2.1", "id": known, "created": "2020-01-01T00:00:00.000Z"} | more


def threats() -> dict[str, Any]:
    maker = threat("identity", 1, name="CERT", identity_class="organization")
    bear = threat("intrusion-set", 2, name="Bear", aliases=["Ursa"], created_by_ref=maker["id"])
    pony = threat(
        "malware", 3, name="Pony", is_family=True, confidence=80, external_references=[{"source_name": "x"}]
    )
    page = {"type": "domain-name", "id": threat("domain-name", 4)["id"], "value": "a.example"}
    uses = threat(
        "relationship", 5, relationship_type="uses", source_ref=bear["id"], target_ref=pony["id"], x_sure=1.5
    )
    talks = threat(
        "relationship",
        6,
        relationship_type="communicates-with",
        source_ref=pony["id"],
        target_ref=page["id"],
    )
    refs = [bear["id"], pony["id"]]
    report = threat("report", 7, name="On bears", published="2020-02-03T04:05:06Z", object_refs=refs)
    note = threat("note", 8, content="seen twice", object_refs=[pony["id"]])
    seen = threat("sighting", 9, sighting_of_ref=pony["id"])
    objects = [maker, report, bear, uses, pony, page, talks, note, seen]
    return {"type": "bundle", "id": threat("bundle", 10)["id"], "objects": objects}


def test_a_bundle_of_others_comes_back_with_all_that_we_do_not_know(tmp_path: Path) -> None:
    path = tmp_path / "bears.json"
    content = orjson.dumps(threats(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    path.write_bytes(content)
    found = Read("stix", path, skip_bad=False)
    first, second = found.taken
    assert first.text == "On bears\n\nBear — uses — Pony\n"
    assert second.text == "Pony — communicates-with — a.example\n"
    assert (first.document.published, second.document.name) == ("2020-02-03", "bears")
    assert [(each.label, each.confidence) for each in first.mentions] == [
        ("intrusion-set", None),
        ("malware", 0.8),
    ]
    assert sorted((each.name, each.aliases) for each in found.entities.values()) == [
        ("Bear", ("Ursa",)),
        ("Pony", ()),
        ("a.example", ()),
    ]
    assert [each.what for each in first.remarks] == [
        "1 of the type “identity” is kept only for writing the bundle again.",
        "1 of the type “sighting” is kept only for writing the bundle again.",
    ]
    assert again(path) == content


def test_what_was_changed_after_reading_is_written_changed(tmp_path: Path) -> None:
    path = tmp_path / "bears.json"
    path.write_bytes(orjson.dumps(threats()))
    found = Read("stix", path)
    bear = next(each for each in found.entities.values() if each.name == "Bear")
    entities = found.entities | {bear.id: replace(bear, name="Brown Bear")}
    made = [conveying.as_outgoing(each, entities, found.plan.scheme) for each in found.taken]
    exporting = Exporting(format_named("stix"), found.plan.scheme)
    stix.write(exporting.out(made), tmp_path / "b.json", Options(scheme=found.plan.scheme))
    objects = orjson.loads((tmp_path / "b.json").read_bytes())["objects"]
    (changed,) = (each for each in objects if each["type"] == "intrusion-set")
    assert (changed["name"], changed["aliases"]) == ("Brown Bear", ["Ursa"])
    assert stix.check(tmp_path / "b.json") == []


def test_what_is_no_bundle_is_refused_and_loose_ends_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for content, what in (
        (b"{", "is no bundle of STIX"),
        (b'{"objects": 3}', "is no bundle of STIX"),
        (b'{"objects": [3, {"id": "x"}, {"type": "note", "id": "n"}]}', "has no objects in it"),
    ):
        path.write_bytes(content)
        with pytest.raises(GlossatorError, match=what):
            list(stix.read(path, Options()))
    plain = threats()
    plain["objects"] = [each for each in plain["objects"] if each["type"] != "domain-name"]
    path.write_bytes(orjson.dumps(plain))
    assert "leads to “domain-name--" in str(Read("stix", path).faults[0])


def test_cut_off_anywhere_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"

    def work(content: bytes) -> None:
        path.write_bytes(content)
        attempt("stix", path)

    cut_everywhere(orjson.dumps(threats()), work)


def test_who_made_an_object_goes_out_and_comes_in(tmp_path: Path) -> None:
    (one,) = project()
    held = one.annotations
    for each in list(held.relations.values()):
        held.put_relation(replace(each, author="Eve"))
    for mention in list(held.in_order()):
        held.put_mention(replace(mention, author="Max"))
    exporting = written(tmp_path / "a.json", "stix", [one])
    assert not any("author" in each.kind for each in exporting.done().losses)
    objects = orjson.loads((tmp_path / "a.json").read_bytes())["objects"]
    names = {each["id"]: each.get("name") for each in objects}
    made_by = {names[each["created_by_ref"]] for each in objects if each["type"] == "relationship"}
    assert made_by == {"Eve"}
    found = Read("stix", tmp_path / "a.json")
    (taken,) = found.taken
    assert {each.author for each in taken.relations} == {"Eve"}
    assert {"Max"} <= {each.author for each in taken.mentions}
    assert "Eve" not in {
        each.name for each in found.entities.values()
    }  # who says it is none of those it is about


def test_a_note_may_name_its_author_itself(tmp_path: Path) -> None:
    bear = threat("intrusion-set", 2, name="Bear")
    note = threat("note", 3, content="hm", object_refs=[bear["id"]], authors=["Jo Doe"])
    (tmp_path / "a.json").write_bytes(
        orjson.dumps({"type": "bundle", "id": "bundle--1", "objects": [bear, note]})
    )
    (document,) = stix.read(tmp_path / "a.json", Options())
    assert [each.author for each in document.notes] == ["Jo Doe"]
    assert [each.author for each in document.spans] == [""]
