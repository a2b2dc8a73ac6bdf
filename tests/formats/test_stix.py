"""STIX bundles: kinds of objects, ids that stay, evidence, notes, and that all that is named is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings

from glossator.core.errors import GlossatorError
from glossator.formats import stix
from glossator.formats.catalogue import format_named
from glossator.formats.standoff import Options
from tests.formats.exchange import outgoing
from tests.formats.random_projects import Case, cases
from tests.formats.test_graph import written
from tests.formats.test_tables import project


def bundle(tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    written(tmp_path / "a.json", "stix", project())
    found: dict[str, list[dict[str, Any]]] = {}
    for each in orjson.loads((tmp_path / "a.json").read_bytes())["objects"]:
        found.setdefault(each["type"], []).append(each)
    return found


def test_entities_relations_notes_and_reports(tmp_path: Path) -> None:
    found = bundle(tmp_path)
    ada, bo = (each for each in found["identity"] if each["identity_class"] == "individual")
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


def test_nothing_is_read_from_a_bundle(tmp_path: Path) -> None:
    assert not format_named("stix").sniff(b"", tmp_path)
    with pytest.raises(GlossatorError, match="is a bundle without texts"):
        list(format_named("stix").read(tmp_path / "a.json", Options()))
