"""Names on their way between a file and a scheme: those that somebody chose, those that are found, and new ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from glossator.core.errors import GlossatorError
from glossator.core.scheme import AttributeType, Label
from glossator.formats import mapping
from glossator.formats.doctor import Doctor
from glossator.formats.mapping import LEFT_OUT, NO_NAMES, NameTable, Target
from glossator.formats.planning import Plan, plan
from glossator.formats.standoff import OutDocument, OutGroup, OutRelation, OutSpan
from glossator.formats.survey import Survey
from tests.builders import scheme

TABLE = NameTable(
    labels={"Person": Target("PER", "Individual"), "Junk": LEFT_OUT},
    relations={"leads": Target("LEADS")},
    attributes={"size": Target("level")},
)


def test_a_table_is_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "names.json"
    path.write_bytes(mapping.to_bytes(TABLE))
    assert mapping.read(path) == TABLE
    assert json.loads(path.read_text())["labels"] == {
        "Person": {"id": "PER", "subtype": "Individual"},
        "Junk": None,
    }


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        ([], "is no mapping"),
        ({"format": "other"}, "is no mapping"),
        ({"format": mapping.FORMAT, "version": 2}, "version 2"),
        ({"format": mapping.FORMAT, "version": 1, "label": {}}, "“label” is none of labels"),
        ({"format": mapping.FORMAT, "version": 1, "labels": []}, "“labels” has to be an object"),
        ({"format": mapping.FORMAT, "version": 1, "labels": {"a": 1}}, "“a” in “labels” has to become"),
        ({"format": mapping.FORMAT, "version": 1, "labels": {"a": {"subtype": "x"}}}, "has to become"),
    ],
)
def test_what_makes_no_sense_is_a_sentence(plain: Any, said: str) -> None:
    with pytest.raises(GlossatorError, match=said):
        mapping.from_plain(plain, "“names.json”")


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GlossatorError, match="cannot be read"):
        mapping.read(tmp_path / "nowhere.json")
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(GlossatorError, match="is not JSON"):
        mapping.read(tmp_path / "a.json")
    monkeypatch.setattr(mapping, "LARGEST", 0)
    with pytest.raises(GlossatorError, match="too large"):
        mapping.read(tmp_path / "a.json")


def planned(wanted: NameTable = NO_NAMES) -> Plan:
    spans = [
        OutSpan("person", ((0, 3),), "1", "Ada"),
        OutSpan("Army", ((4, 8),), "2", "army", subtype="field", attributes={"level": "x", "old": True}),
        OutSpan("ATTACK", ((9, 12),), "3", "hit"),
        OutSpan("Wonder", ((0, 3),), "4", attributes={"size": 3, "tags": ("a", "b"), "hue": "red"}),
        OutSpan("Wonder", ((0, 4),), "5", attributes={"hue": "red"}),
    ]
    relations = [
        OutRelation("leads", (("Arg1", "1"), ("Arg2", "2"))),
        OutRelation("sees", (("who", "1"), ("what", "4"))),
        OutRelation("ATTACK", (("Agent", "1"),), "E1", trigger="3"),
        OutRelation("Flight", (("Who", "1"), ("Why", "E1")), trigger="4"),
    ]
    survey = Survey(Doctor())
    groups = [OutGroup(("1",), type="Deity")]
    survey.see(OutDocument("Ada army hit", spans=spans, relations=relations, groups=groups), "Ada army hit")
    return plan(survey, scheme(), wanted)


def test_names_that_the_scheme_has_are_found_and_others_made() -> None:
    made = planned()
    assert made.names.labels["person"] == Target("PER")  # by its name, capitals apart
    assert made.names.labels["ATTACK"] == Target("EVT")  # the label of the triggers of that event
    assert made.names.relations["leads"] == Target("LEADS")
    assert made.names.events["ATTACK"] == Target("ATTACK")
    assert [each.id for each in made.added] == [
        "Army",
        "Wonder",
        "Deity",
        "sees",
        "Flight",
        "old",
        "size",
        "tags",
        "hue",
    ]
    assert made.scheme.faults() == ()
    sees = made.scheme.relation_type("sees")
    assert sees is not None
    assert sees.roles == ("who", "what")
    assert sees.permits("PER", "Wonder")
    flight = made.scheme.event_type("Flight")
    assert flight is not None
    assert flight.trigger == "Wonder"
    assert [(each.name, each.fillers) for each in flight.roles] == [("Who", ("PER",)), ("Why", ("EVT",))]
    kinds = {each.id: each.kind for each in made.added if isinstance(each, AttributeType)}
    assert kinds == {"old": "flag", "size": "number", "tags": "several", "hue": "choice"}


def test_new_labels_have_keys_that_are_free_and_the_subtypes_that_were_seen() -> None:
    army = planned().scheme.label("Army")
    assert isinstance(army, Label)
    assert army.subtypes == ("field",)
    assert army.key
    assert scheme().label_for_key(army.key) is None


def test_chosen_names_go_first_and_a_subtype_is_added_to_its_label() -> None:
    made = planned(
        NameTable(labels={"person": Target("ORG", "Band"), "Wonder": LEFT_OUT, "Army": Target("ORG")})
    )
    assert made.names.labels["person"] == Target("ORG", "Band")
    ((old, new),) = made.changed
    assert isinstance(old, Label)
    assert isinstance(new, Label)
    assert new.subtypes == (*old.subtypes, "Band", "field")
    assert "Wonder" not in {each.id for each in made.added}


def test_a_relation_may_not_have_the_id_of_an_event() -> None:
    survey = Survey(Doctor())
    relation = OutRelation("ATTACK", (("Arg1", "1"), ("Arg2", "1")))
    survey.see(OutDocument("Ada", spans=[OutSpan("PER", ((0, 3),), "1")], relations=[relation]), "Ada")
    made = plan(survey, scheme())
    assert made.names.relations["ATTACK"] == Target("ATTACK-2")
    assert made.scheme.faults() == ()
