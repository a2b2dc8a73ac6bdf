"""The six shipped label schemes are whole, sound, readable and as their sources have them."""

from __future__ import annotations

import json
from itertools import combinations

import pytest

from glossator import paths
from glossator.core.plain import from_plain, scheme_from_plain, to_plain
from glossator.core.scheme import LABEL_KEYS, SLOTS, Scheme, SchemeItem

COUNTS = {  # labels, relation types in use, event types, attributes
    "conll-2003": (4, 0, 0, 0),
    "news-intelligence": (12, 14, 21, 23),
    "ontonotes-18": (18, 0, 0, 0),
    "plover": (19, 0, 16, 5),
    "stix-cti": (12, 18, 0, 5),
    "timeml-lite": (3, 12, 0, 9),
}


def shipped(name: str) -> Scheme:
    return scheme_from_plain(json.loads(paths.resource("schemes", f"{name}.json").read_text("utf-8")))


@pytest.fixture(scope="module", params=sorted(COUNTS))
def scheme(request: pytest.FixtureRequest) -> Scheme:
    return shipped(request.param)


def test_just_these_are_shipped() -> None:
    assert sorted(path.stem for path in paths.resource("schemes").glob("*.json")) == sorted(COUNTS)


def test_each_is_whole_and_sound(scheme: Scheme) -> None:
    active = [each for each in scheme.relation_types if not each.retired]
    found = (len(scheme.labels), len(active), len(scheme.event_types), len(scheme.attributes))
    assert found == COUNTS[scheme.id]
    assert scheme.faults() == ()
    assert from_plain(Scheme, json.loads(json.dumps(to_plain(scheme)))) == scheme


def test_every_label_has_a_key_a_colour_and_a_tag_of_its_own(scheme: Scheme) -> None:
    assert {each.key for each in scheme.labels} <= set(LABEL_KEYS)
    assert all(each.key for each in scheme.labels)
    assert {each.slot for each in scheme.labels} <= set(SLOTS)
    tags = [each.tag for each in scheme.labels]
    assert len(set(tags)) == len(tags)
    assert all(2 <= len(tag) <= 3 and tag.isupper() for tag in tags)


def test_every_active_relation_can_be_chosen_by_a_key(scheme: Scheme) -> None:
    assert all(each.key for each in scheme.relation_types if not each.retired)


def test_everything_is_explained_in_a_sentence(scheme: Scheme) -> None:
    items: tuple[SchemeItem, ...] = (
        *scheme.labels,
        *scheme.relation_types,
        *scheme.event_types,
        *scheme.attributes,
    )
    for each in items:
        assert each.definition.rstrip().endswith((".", "…")), each.id
    assert scheme.definition.endswith(".")


def test_labels_that_share_a_colour_differ_in_their_tag(scheme: Scheme) -> None:
    for one, other in combinations(scheme.labels, 2):
        assert (one.slot, one.tag) != (other.slot, other.tag)


def test_plover_asks_for_the_roles_of_the_type_that_was_tagged() -> None:
    plover = shipped("plover")
    assert len(plover.triggers) == 16
    for event in plover.event_types:
        assert plover.events_on(event.trigger) == (event,)
        assert [role.name for role in event.roles] == ["actor", "recipient", "place", "date"]
        assert event.roles[0].required
        assert event.roles[1].required is (event.id in {"COOPERATE", "AID", "SANCTION"})
    modes = {each.id: len(each.subtypes) for each in plover.labels if each.subtypes}
    assert modes == {
        "CONSULT": 4,
        "RETREAT": 6,
        "REQUEST": 4,
        "ACCUSE": 3,
        "REJECT": 4,
        "THREATEN": 6,
        "PROTEST": 7,
        "SANCTION": 4,
        "MOBILIZE": 4,
        "COERCE": 10,
        "ASSAULT": 15,
    }
    contexts = plover.attribute("contexts")
    assert contexts is not None
    assert len(contexts.values) == 37


@pytest.mark.parametrize(
    ("first", "relation", "second", "permitted"),
    [
        ("threat-actor", "uses", "malware", True),
        ("tool", "uses", "infrastructure", True),
        ("tool", "uses", "malware", False),
        ("malware", "targets", "infrastructure", True),
        ("campaign", "targets", "infrastructure", False),
        ("campaign", "attributed-to", "threat-actor", True),
        ("threat-actor", "attributed-to", "campaign", False),
        ("indicator", "indicates", "malware", True),
        ("malware", "drops", "tool", True),
        ("malware", "variant-of", "malware", True),
        ("location", "originates-from", "malware", False),
    ],
)
def test_stix_permits_what_the_standard_permits(
    first: str, relation: str, second: str, permitted: bool
) -> None:
    found = shipped("stix-cti").relation_type(relation)
    assert found is not None
    assert found.permits(first, second) is permitted


def test_timeml_keeps_the_full_set_for_what_is_imported() -> None:
    timeml = shipped("timeml-lite")
    lite = {"BEFORE", "AFTER", "INCLUDES", "IS_INCLUDED", "SIMULTANEOUS", "VAGUE"}
    temporal = {each.id for each in timeml.relation_types if not each.id.startswith("SLINK.")}
    assert {each.id for each in timeml.permitted_relations("EVENT", "TIMEX3")} == lite
    assert temporal - lite == {
        "DURING",
        "DURING_INV",
        "IAFTER",
        "IBEFORE",
        "IDENTITY",
        "BEGINS",
        "ENDS",
        "BEGUN_BY",
        "ENDED_BY",
    }
