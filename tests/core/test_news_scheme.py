"""The shipped scheme News intelligence is whole, permits what ACE permits, and its colours can be read."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from glossator import paths
from glossator.core.plain import from_plain, scheme_from_plain, to_plain
from glossator.core.scheme import Scheme, SchemeItem, Target

LABEL_KEYS = set("CDEFGLNOPTVW0123456789")
COMMAND_LETTERS = set("ABHIJKMQRSUXYZ")
LABELS = ("PER", "ORG", "GPE", "LOC", "FAC", "WEA", "VEH", "DOC", "TIM", "VAL", "EVT", "CUE")
ENTITY_LABELS = LABELS[:8]

# The argument pairs of ACE 2005 (English relation guidelines v6.2), under the relation type that each folds into.
ACE_PAIRS = {
    "PHYS.Located": ("LOCATED_IN", "PER", "FAC LOC GPE"),
    "PHYS.Near": ("NEAR", "PER FAC GPE LOC", "FAC GPE LOC"),
    "PART-WHOLE.Geographical": ("PART_OF", "FAC LOC GPE", "FAC LOC GPE"),
    "PART-WHOLE.Subsidiary": ("PART_OF", "ORG", "ORG GPE"),
    "PART-WHOLE.Artifact, weapons": ("PART_OF", "WEA", "WEA"),
    "PART-WHOLE.Artifact, vehicles": ("PART_OF", "VEH", "VEH"),
    "PER-SOC.Family": ("FAMILY", "PER", "PER"),
    "PER-SOC.Business": ("ASSOCIATED_WITH", "PER", "PER"),
    "PER-SOC.Lasting-Personal": ("ASSOCIATED_WITH", "PER", "PER"),
    "ORG-AFF.Employment": ("EMPLOYED_BY", "PER", "ORG GPE"),
    "ORG-AFF.Ownership": ("CONTROLS", "PER", "ORG"),
    "ORG-AFF.Founder": ("ASSOCIATED_WITH", "PER ORG", "ORG GPE"),
    "ORG-AFF.Investor-Shareholder": ("ASSOCIATED_WITH", "PER ORG GPE", "ORG GPE"),
    "ORG-AFF.Student-Alum": ("MEMBER_OF", "PER", "ORG"),
    "ORG-AFF.Sports-Affiliation": ("MEMBER_OF", "PER", "ORG"),
    "ORG-AFF.Membership": ("MEMBER_OF", "PER ORG GPE", "ORG"),
    "ART.User-Owner-Inventor-Manufacturer": ("OWNS_OR_USES", "PER ORG GPE", "WEA VEH FAC"),
    "GEN-AFF.Citizen-Resident-Religion-Ethnicity": ("ORIGIN", "PER", "PER LOC GPE ORG"),
    "GEN-AFF.Org-Location": ("LOCATED_IN", "ORG", "LOC GPE"),
    "GEN-AFF.Org-Location as origin": ("ORIGIN", "ORG", "LOC GPE"),
}


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return scheme_from_plain(
        json.loads(paths.resource("schemes", "news-intelligence.json").read_text("utf-8"))
    )


@pytest.fixture(scope="module")
def colours() -> Any:
    return json.loads(paths.resource("styles", "label-colours.json").read_text("utf-8"))["slots"]


# --- the scheme as a whole ------------------------------------------------------------------------------------------


def test_it_has_everything(scheme: Scheme) -> None:
    assert (scheme.id, scheme.name, scheme.version) == ("news-intelligence", "News intelligence", "1.0")
    assert tuple(each.id for each in scheme.labels) == LABELS
    assert len(scheme.relation_types) == 14
    assert len(scheme.event_types) == 21
    assert len(scheme.attributes) == 23
    assert scheme.trigger_label == "EVT"
    assert scheme.faults() == ()


def test_it_names_the_sources_that_it_rests_on(scheme: Scheme) -> None:
    for source in ("ACE 2005", "Rich ERE", "FactBank", "TimeML", "Admiralty", "ICD 203"):
        assert source in scheme.definition


def test_it_survives_the_plain_form(scheme: Scheme) -> None:
    again = json.loads(json.dumps(to_plain(scheme)))
    assert from_plain(Scheme, again) == scheme


def test_everything_is_explained(scheme: Scheme) -> None:
    items: tuple[SchemeItem, ...] = (
        *scheme.labels,
        *scheme.relation_types,
        *scheme.event_types,
        *scheme.attributes,
    )
    for each in items:
        assert each.definition.endswith("."), each.id
        assert each.name
        assert each.name == each.name.strip()


def test_names_tags_and_keys_are_all_different(scheme: Scheme) -> None:
    kinds: tuple[tuple[SchemeItem, ...], ...] = (
        scheme.event_types,
        scheme.relation_types,
        scheme.labels,
        scheme.attributes,
    )
    for items in kinds:
        assert len({each.name.casefold() for each in items}) == len(items)
        assert len({each.id for each in items}) == len(items)
    assert len({each.tag for each in scheme.labels}) == 12
    assert len({each.key for each in scheme.labels}) == 12
    assert len({each.key for each in scheme.relation_types}) == 14


def test_label_keys_are_not_those_of_commands(scheme: Scheme) -> None:
    keys = {each.key for each in scheme.labels}
    assert keys <= LABEL_KEYS
    assert not keys & COMMAND_LETTERS
    assert "".join(each.key for each in scheme.labels) == "POGLFWVDTNEC"
    assert scheme.label_for_key("g") == scheme.label("GPE")


def test_each_label_has_its_own_slot_and_a_short_tag(scheme: Scheme, colours: Any) -> None:
    assert tuple(each.slot for each in scheme.labels) == LABELS
    assert set(colours) == set(LABELS)
    assert all(2 <= len(each.tag) <= 3 for each in scheme.labels)


# --- labels ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "count", "first", "last"),
    [
        ("PER", 3, "Individual", "Indeterminate"),
        ("ORG", 12, "Government", "Other"),
        ("GPE", 6, "Nation", "Special"),
        ("LOC", 8, "Region-International", "Celestial"),
        ("FAC", 8, "Military-Base", "Other"),
        ("WEA", 9, "Air-Defense", "Unspecified"),
        ("VEH", 6, "Air", "Underspecified"),
        ("DOC", 6, "Report", "Other"),
        ("TIM", 4, "Date", "Set"),
        ("VAL", 12, "Count", "Other"),
        ("CUE", 5, "Attribution", "Condition"),
    ],
)
def test_subtypes_are_whole_and_in_order(
    scheme: Scheme, label: str, count: int, first: str, last: str
) -> None:
    found = scheme.label(label)
    assert found is not None
    assert len(set(found.subtypes)) == len(found.subtypes) == count
    assert (found.default_subtype, found.subtypes[-1]) == (first, last)


def test_a_trigger_has_no_subtype_because_its_event_has_the_type(scheme: Scheme) -> None:
    trigger = scheme.label("EVT")
    assert trigger is not None
    assert trigger.subtypes == ()


def test_the_rule_of_choice_stands_where_two_labels_compete(scheme: Scheme) -> None:
    ruled = {each.id for each in scheme.labels if each.choose}
    assert ruled == set(LABELS) - {"DOC", "EVT", "CUE"}


# --- relations ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ace", ACE_PAIRS)
def test_what_ace_permits_is_permitted(scheme: Scheme, ace: str) -> None:
    folded, firsts, seconds = ACE_PAIRS[ace]
    kind = scheme.relation_type(folded)
    assert kind is not None
    refused = [
        (first, second)
        for first in firsts.split()
        for second in seconds.split()
        if not kind.permits(first, second)
    ]
    assert refused == []


@pytest.mark.parametrize(
    ("kind", "pairs"),
    [
        ("LOCATED_IN", 18),
        ("NEAR", 27),  # in either order, as it is symmetric
        ("PART_OF", 14),
        ("MEMBER_OF", 3),
        ("EMPLOYED_BY", 2),
        ("LEADS", 2),
        ("ORIGIN", 6),
        ("OWNS_OR_USES", 12),
        ("CONTROLS", 12),
        ("FAMILY", 1),
        ("ASSOCIATED_WITH", 9),
        ("SUPPORTS", 9),
        ("OPPOSES", 9),
        ("SAME_AS", 12),
    ],
)
def test_each_relation_permits_its_pairs_and_no_other(scheme: Scheme, kind: str, pairs: int) -> None:
    found = scheme.relation_type(kind)
    assert found is not None
    permitted = [(first, second) for first in LABELS for second in LABELS if found.permits(first, second)]
    assert len(permitted) == pairs


@pytest.mark.parametrize(
    ("kind", "first", "second", "permitted"),
    [
        ("LOCATED_IN", "FAC", "GPE", True),
        ("LOCATED_IN", "GPE", "LOC", False),
        ("PART_OF", "ORG", "GPE", True),
        ("PART_OF", "ORG", "LOC", False),
        ("PART_OF", "GPE", "LOC", True),
        ("PART_OF", "WEA", "VEH", True),
        ("PART_OF", "VEH", "WEA", False),
        ("LEADS", "PER", "ORG", True),
        ("LEADS", "ORG", "PER", False),
        ("ORIGIN", "PER", "PER", True),
        ("ORIGIN", "ORG", "ORG", False),
        ("OWNS_OR_USES", "GPE", "DOC", True),
        ("OWNS_OR_USES", "WEA", "VEH", False),
        ("CONTROLS", "PER", "FAC", True),
        ("CONTROLS", "PER", "PER", False),
        ("SUPPORTS", "GPE", "PER", True),
        ("SAME_AS", "TIM", "TIM", True),
        ("SAME_AS", "GPE", "LOC", False),
    ],
)
def test_the_direction_of_a_relation_counts(
    scheme: Scheme, kind: str, first: str, second: str, *, permitted: bool
) -> None:
    found = scheme.relation_type(kind)
    assert found is not None
    assert found.permits(first, second) is permitted


def test_symmetric_relations_and_the_identity(scheme: Scheme) -> None:
    symmetric = {each.id for each in scheme.relation_types if each.symmetric}
    assert symmetric == {"NEAR", "FAMILY", "ASSOCIATED_WITH", "SAME_AS"}
    assert [each.id for each in scheme.relation_types if each.identity or each.same_type] == ["SAME_AS"]
    assert "".join(each.key for each in scheme.relation_types) == "LNPMEDOUCFASXI"


def test_the_menu_for_a_base_and_a_country(scheme: Scheme) -> None:
    assert [each.id for each in scheme.permitted_relations("FAC", "GPE")] == ["LOCATED_IN", "NEAR", "PART_OF"]


# --- events ---------------------------------------------------------------------------------------------------------


def test_every_event_has_roles_that_are_filled_by_mentions(scheme: Scheme) -> None:
    for event in scheme.event_types:
        assert event.role("Time") is not None, event.id
        assert len({role.name for role in event.roles}) == len(event.roles)
        for role in event.roles:
            assert set(role.fillers) <= set(LABELS[:10]), (event.id, role.name)
            assert len(set(role.fillers)) == len(role.fillers)


def test_place_is_a_role_of_every_event_but_movements(scheme: Scheme) -> None:
    without = [event.id for event in scheme.event_types if event.role("Place") is None]
    assert without == ["Movement.Transport", "Movement.Withdraw"]
    for event in scheme.event_types:
        if place := event.role("Place"):
            assert place.fillers == ("GPE", "LOC", "FAC")


@pytest.mark.parametrize(
    ("event", "roles"),
    [
        (
            "Movement.Transport",
            (
                "Agent=PER/ORG/GPE Artifact=PER/ORG/WEA/VEH/DOC/VAL Vehicle=VEH "
                "Origin=GPE/LOC/FAC Destination=GPE/LOC/FAC Time=TIM"
            ),
        ),
        ("Military.Deploy", "Agent=PER/ORG/GPE Force=PER/ORG/WEA/VEH Place=GPE/LOC/FAC Time=TIM"),
        (
            "Contact.Meet",
            "Participant=PER/ORG/GPE Topic=DOC/VAL/FAC/WEA/GPE/ORG/PER/LOC Place=GPE/LOC/FAC Time=TIM",
        ),
        (
            "Facility.Build",
            "Agent=PER/ORG/GPE Facility=FAC/WEA/VEH Beneficiary=PER/ORG/GPE/VEH Place=GPE/LOC/FAC Time=TIM",
        ),
        (
            "Cyber.Operation",
            (
                "Attacker=PER/ORG/GPE Target=PER/ORG/GPE/LOC/FAC/WEA/VEH Instrument=WEA/DOC/VAL "
                "Place=GPE/LOC/FAC Time=TIM"
            ),
        ),
    ],
)
def test_roles_and_their_fillers(scheme: Scheme, event: str, roles: str) -> None:
    found = scheme.event_type(event)
    assert found is not None
    assert " ".join(f"{role.name}={'/'.join(role.fillers)}" for role in found.roles) == roles


def test_the_event_families(scheme: Scheme) -> None:
    families = Counter(event.id.partition(".")[0] for event in scheme.event_types)
    assert families == {
        "Movement": 2,
        "Military": 1,
        "Conflict": 3,
        "Contact": 2,
        "Government": 3,
        "Support": 1,
        "Transaction": 1,
        "Facility": 1,
        "Personnel": 2,
        "Life": 2,
        "Justice": 2,
        "Cyber": 1,
    }


# --- attributes and cues --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attribute", "on", "values"),
    [
        ("level", "mention", "NAM NOM PRO"),
        ("genericity", "mention event", "Specific Generic"),
        ("polarity", "relation event", "Positive Negative"),
        ("tense", "relation event", "Unspecified Past Present Future"),
        ("modality", "relation event", "Asserted Reported Prospective Hypothetical Other"),
        ("certainty", "relation event", "Certain Probable Possible Unknown"),
        ("info_credibility", "relation event", "6 1 2 3 4 5"),
        ("source_reliability", "entity", "F A B C D E"),
        ("analytic_confidence", "judgement", "Not-stated Low Moderate High"),
        ("time_precision", "mention event", "Unknown Day Week-Month Longer"),
        ("place_precision", "mention", "Unknown Exact Area Region"),
    ],
)
def test_choices_and_where_they_stand(scheme: Scheme, attribute: str, on: str, values: str) -> None:
    found = scheme.attribute(attribute)
    assert found is not None
    assert found.kind == "choice"
    assert " ".join(found.on) == on
    assert " ".join(found.values) == values


def test_every_choice_offers_one(scheme: Scheme) -> None:
    for each in scheme.attributes:
        assert each.kind != "choice" or len(each.values) >= 2, each.id
        assert len(set(each.values)) == len(each.values)


def test_likelihood_has_the_seven_words_and_none_as_default(scheme: Scheme) -> None:
    found = scheme.attribute("likelihood")
    assert found is not None
    assert found.on == ("judgement",)
    assert found.values[0] == "Not-stated"
    assert len(found.values) == 8


def test_source_and_cues_are_mentions(scheme: Scheme) -> None:
    source, cues = scheme.attribute("attribution.source"), scheme.attribute("attribution.cues")
    assert source is not None
    assert cues is not None
    assert (source.kind, source.values) == ("mention", ("AUTHOR",))
    assert source.on == ("relation", "event", "mention")
    assert source.labels == ("PER", "ORG", "GPE", "DOC")
    assert cues.on == ("relation", "event")
    assert cues.kind == "mentions"


@pytest.mark.parametrize(
    ("target", "label", "wanted"),
    [
        ("mention", "PER", {"level", "genericity", "metonymy", "attribution.source"}),
        ("mention", "TIM", {"genericity", "time.value", "time.mod", "time_precision"}),
        ("mention", "CUE", {"genericity"}),
        (
            "mention",
            "FAC",
            {
                "level",
                "genericity",
                "metonymy",
                "place.latitude",
                "place.longitude",
                "place.gazetteer_id",
                "place.country",
                "place_precision",
            },
        ),
        ("judgement", "", {"likelihood", "analytic_confidence"}),
        ("document", "", set()),
        (
            "relation",
            "",
            {
                "polarity",
                "tense",
                "modality",
                "certainty",
                "attribution.source",
                "attribution.cues",
                "info_credibility",
                "info_credibility.reason",
            },
        ),
    ],
)
def test_what_the_inspector_offers(scheme: Scheme, target: Target, label: str, wanted: set[str]) -> None:
    assert {each.id for each in scheme.attributes_for(target, label)} == wanted


def test_the_subtypes_of_a_time_are_the_types_of_timex3(scheme: Scheme) -> None:
    times = scheme.label("TIM")
    assert times is not None
    assert [each.upper() for each in times.subtypes] == ["DATE", "TIME", "DURATION", "SET"]


def test_cues_belong_to_the_subtypes_of_the_cue_label(scheme: Scheme) -> None:
    cue = scheme.label("CUE")
    assert cue is not None
    assert {name.partition(".")[0] for name in scheme.cues} == set(cue.subtypes)
    for name, phrases in scheme.cues.items():
        assert phrases, name
        assert len(set(phrases)) == len(phrases)
        assert all(each == each.strip().lower() for each in phrases)
    assert "denied" in scheme.cues["Attribution"]
    assert "denied" in scheme.cues["Negation"]
    assert "reportedly" in scheme.cues["Hedge.Probable"]


# --- colours --------------------------------------------------------------------------------------------------------

THEMES = json.loads(paths.resource("styles", "themes.json").read_text("utf-8"))
BACKGROUND = {name: theme["paper"] for name, theme in THEMES.items()}
TEXT = {name: theme["ink"] for name, theme in THEMES.items()}
PATTERNS = {
    "solid": "PER ORG GPE",
    "dashed": "LOC FAC",
    "double": "WEA VEH",
    "dotted": "DOC TIM VAL",
    "thick": "EVT",
    "wavy": "CUE",
}


def channels(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_rightly() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("slot", LABELS)
def test_accents_and_text_on_tints_can_be_read(colours: Any, slot: str, theme: str) -> None:
    here = colours[slot][theme]
    assert contrast(here["accent"], BACKGROUND[theme]) >= 4.5
    assert contrast(TEXT[theme], here["tint"]) >= 4.5


@pytest.mark.parametrize(("theme", "share"), [("light", 0.14), ("dark", 0.22)])
@pytest.mark.parametrize("slot", LABELS)
def test_a_tint_is_its_accent_over_the_background(colours: Any, slot: str, theme: str, share: float) -> None:
    here = colours[slot][theme]
    mixed = [
        share * above + (1 - share) * below
        for above, below in zip(channels(here["accent"]), channels(BACKGROUND[theme]), strict=True)
    ]
    assert channels(here["tint"]) == pytest.approx(mixed, abs=1.01 / 255)


def test_patterns_follow_the_families(colours: Any) -> None:
    found = {slot: colours[slot]["pattern"] for slot in colours}
    assert found == {slot: pattern for pattern, slots in PATTERNS.items() for slot in slots.split()}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_two_slots_share_an_accent(colours: Any, theme: str) -> None:
    assert len({colours[slot][theme]["accent"] for slot in LABELS}) == 12
