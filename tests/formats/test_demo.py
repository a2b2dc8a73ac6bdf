"""The annotations of the sample article are true to its text and to the scheme; the reader refuses what is not."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from glossator import paths
from glossator.core.annotations import AnnotationSet, Attributes, Entity, Mention, Note, Relation, Value
from glossator.core.changes import Record
from glossator.core.documents import Document, digest_of
from glossator.core.errors import GlossatorError
from glossator.core.ids import to_text
from glossator.core.plain import scheme_from_plain
from glossator.core.scheme import AttributeType, Scheme, Target
from glossator.core.spans import Span, quote
from glossator.formats.demo import tagged

CREATED = 1_700_000_000_000


def source() -> Callable[[], int]:
    return itertools.count(101).__next__


def document(text: str) -> Document:
    return Document(id=100, name="sample", length=len(text), digest=digest_of(text))


def made(text: str, **rows: list[Any]) -> tuple[Record, ...]:
    return tagged(document(text), text, rows, new_id=source(), author="Ada", created=CREATED)


def mentions(records: Iterable[Record]) -> list[Mention]:
    return [each for each in records if isinstance(each, Mention)]


# --- the reader -----------------------------------------------------------------------------------------------------


def test_a_quotation_becomes_a_mention() -> None:
    [ada] = mentions(
        made("Ada met Ann.", mentions=[{"key": "a", "find": "Ada", "label": "PER", "subtype": "Individual"}])
    )
    assert ada == Mention(
        id=101,
        document=100,
        label="PER",
        fragments=(Span(0, 3),),
        quote="Ada",
        subtype="Individual",
        author="Ada",
        created=CREATED,
    )


def test_offsets_are_code_points() -> None:
    [ship] = mentions(made("𝔸 🛳 ship", mentions=[{"key": "s", "find": "ship", "label": "VEH"}]))
    assert ship.fragments == (Span(4, 8),)


def test_a_quotation_is_found_as_whole_words_only() -> None:
    text = "Syrian its Syria it"
    rows = [{"key": word, "find": word, "label": "GPE"} for word in ("Syria", "it")]
    assert [each.start for each in mentions(made(text, mentions=rows))] == [11, 17]


def test_a_surrounding_stretch_or_a_number_says_which_one_is_meant() -> None:
    text = "the base in Tartus and the base in Tobruk"
    rows = [
        {"key": "second", "find": "base", "within": "base in Tobruk", "label": "FAC"},
        {"key": "first", "find": "base", "nth": 1, "label": "FAC"},
        {"key": "last", "find": "base", "nth": 2, "label": "FAC"},
    ]
    assert [each.start for each in mentions(made(text, mentions=rows))] == [27, 4, 27]


def test_parts_become_fragments_in_order_and_their_words_may_repeat() -> None:
    text = "officials: U.S. and Libyan officials"
    row = {"key": "us", "parts": ["U.S.", "officials"], "within": "U.S. and Libyan officials", "label": "PER"}
    [found] = mentions(made(text, mentions=[row]))
    assert found.fragments == (Span(11, 15), Span(27, 36))
    assert found.quote == "U.S. … officials"


def test_relations_events_entities_and_notes_name_mentions_by_key() -> None:
    records = made(
        "Ada met Ann, he said.",
        entities=[
            {"key": "ann", "name": "Ann Lee", "type": "PER", "aliases": ["Ann"], "identifiers": {"x": "1"}}
        ],
        mentions=[
            {"key": "1", "find": "Ada", "label": "PER"},
            {"key": "2", "find": "Ann", "label": "PER", "entity": "ann"},
            {"key": "3", "find": "met", "label": "EVT"},
            {"key": "4", "find": "he", "label": "PER", "attributes": {"level": "PRO"}},
            {"key": "5", "find": "said", "label": "CUE"},
        ],
        relations=[{"key": "r", "type": "FAMILY", "first": "1", "second": "2"}],
        events=[
            {
                "key": "e",
                "type": "Contact.Meet",
                "trigger": "3",
                "arguments": [["Participant", "1"], ["Participant", "2"]],
                "attributes": {
                    "tense": "Past",
                    "attribution.source": {"mention": "4"},
                    "attribution.cues": {"mentions": ["5"]},
                    "weight": 2.5,
                    "seen": True,
                },
            }
        ],
        notes=[
            {"target": "document", "body": "of the page"},
            {"target": "e", "body": "of the event"},
            {"target": "ann", "body": "of Ann"},
        ],
    )
    [ann] = [each for each in records if isinstance(each, Entity)]
    one, two, met, he, said = mentions(records)
    family, meeting = [each for each in records if isinstance(each, Relation)]
    page, event_note, ann_note = [each for each in records if isinstance(each, Note)]
    assert (ann.name, ann.type, ann.aliases, ann.identifiers) == ("Ann Lee", "PER", ("Ann",), {"x": "1"})
    assert (one.entity, two.entity) == (None, ann.id)
    assert he.attributes == {"level": "PRO"}
    assert [tuple(each) for each in family.arguments] == [("Arg1", one.id, False), ("Arg2", two.id, False)]
    assert not family.is_event
    assert meeting.trigger == met.id
    assert [(each.role, each.target) for each in meeting.arguments] == [
        ("Participant", one.id),
        ("Participant", two.id),
    ]
    assert list(meeting.attributes.items()) == [
        ("attribution.cues", (to_text(said.id),)),
        ("attribution.source", to_text(he.id)),
        ("seen", True),
        ("tense", "Past"),
        ("weight", 2.5),
    ]
    assert (page.target, page.document) == (100, 100)
    assert (event_note.target, event_note.document) == (meeting.id, 100)
    assert (ann_note.target, ann_note.document) == (ann.id, None)
    assert len({each.id for each in records}) == len(records) == 11


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"find": "Grace"}, "Mention k: “Grace” is not in the text."),
        ({"find": ""}, "Mention k: “” is not in the text."),
        ({"find": "Ann", "within": "met Ann"}, "Mention k: “met Ann” is not in the text."),
        ({"find": "Ada", "within": "saw Ann"}, "Mention k: “Ada” is not in the text within “saw Ann”."),
        ({"find": "Ada"}, "Mention k: “Ada” stands 2 times, so it is unclear which one is meant."),
        ({"find": "Ann", "within": "Ada"}, "Mention k: “Ada” stands 2 times"),
        ({"find": "Ada", "nth": 3}, "Mention k: “Ada” stands 2 times, not 3."),
        ({"find": "Ada", "nth": -1}, "Mention k: “Ada” stands 2 times, not -1."),
        ({"parts": ["Ann", "saw"]}, "Mention k: “saw” is not in the text."),
        ({"find": "An"}, "Mention k: “An” is not in the text."),
        ({"find": "Ann", "entity": "ann"}, "No row of the annotations has the key 'ann'."),
        ({"find": 7}, "The annotations cannot be read: at mentions[0].find: text is wanted, not 7."),
    ],
)
def test_a_mention_that_does_not_fit_is_told(row: dict[str, Any], told: str) -> None:
    with pytest.raises(GlossatorError) as refused:
        made("Ada saw Ann. Ada left.", mentions=[{"key": "k", "label": "PER", **row}])
    assert str(refused.value).startswith(told)


def test_unknown_and_repeated_keys_are_told() -> None:
    ada = {"key": "a", "find": "Ada", "label": "PER"}
    with pytest.raises(GlossatorError, match=r"^The key 'a' stands twice in the annotations\.$"):
        made("Ada", mentions=[ada, ada])
    with pytest.raises(GlossatorError, match=r"^No row of the annotations has the key 'b'\.$"):
        made("Ada", mentions=[ada], relations=[{"key": "r", "type": "FAMILY", "first": "a", "second": "b"}])
    with pytest.raises(GlossatorError, match=r"'nobody'"):
        made("Ada", notes=[{"target": "nobody", "body": "…"}])


# --- the annotations of the article ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return scheme_from_plain(
        json.loads(paths.resource("schemes", "news-intelligence.json").read_text("utf-8"))
    )


@pytest.fixture(scope="module")
def text() -> str:
    return paths.seed("russia-libya-air-defense.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def records(text: str) -> tuple[Record, ...]:
    data = json.loads(paths.resource("demo", "russia-libya-air-defense.json").read_text("utf-8"))
    return tagged(document(text), text, data, new_id=source(), author="Ada", created=CREATED)


@pytest.fixture(scope="module")
def article(text: str, records: tuple[Record, ...]) -> AnnotationSet:
    return AnnotationSet(
        document(text),
        text,
        mentions(records),
        (each for each in records if isinstance(each, Relation)),
        (each for each in records if isinstance(each, Note)),
    )


@pytest.fixture(scope="module")
def entities(records: tuple[Record, ...]) -> dict[int, Entity]:
    return {each.id: each for each in records if isinstance(each, Entity)}


def has_value(kind: AttributeType, value: Value, article: AnnotationSet) -> bool:
    known = {to_text(each) for each in article.mentions}
    match kind.kind:
        case "choice":
            return value in kind.values[1:]  # the first one is the default, which is not stored
        case "flag":
            return value is True
        case "number":
            return isinstance(value, float)
        case "mention":
            return value in known
        case "mentions":
            return isinstance(value, tuple) and set(value) <= known
        case _:
            return isinstance(value, str) and bool(value)


def unfit(
    attributes: Attributes, target: Target, label: str, scheme: Scheme, article: AnnotationSet
) -> list[str]:
    """The attributes that a record may not have, or not with this value."""
    found = []
    for name, value in attributes.items():
        kind = scheme.attribute(name)
        allowed = kind is not None and target in kind.on
        if kind is not None and target == "mention" and kind.labels:
            allowed = label in kind.labels
        if kind is None or not allowed or not has_value(kind, value, article):
            found.append(f"{name}={value!r}")
    return found


def test_the_article_is_tagged_throughout(article: AnnotationSet, entities: dict[int, Entity]) -> None:
    relations = [each for each in article.relations.values() if not each.is_event]
    events = [each for each in article.relations.values() if each.is_event]
    assert len(article.mentions) >= 110
    assert len(relations) >= 25
    assert len(events) >= 12
    assert len(entities) >= 25
    assert len(article.notes) >= 5
    for number, line in enumerate(article.text.splitlines(keepends=True)):
        start = sum(len(each) for each in article.text.splitlines(keepends=True)[:number])
        assert len(article.within(Span(start, start + len(line)))) >= 5, line


def test_every_label_of_the_scheme_is_used(article: AnnotationSet, scheme: Scheme) -> None:
    used = Counter(each.label for each in article.mentions.values())
    assert set(used) == {each.id for each in scheme.labels}
    assert {each.attributes.get("level", "NAM") for each in article.mentions.values()} == {
        "NAM",
        "NOM",
        "PRO",
    }


def test_quotes_are_what_stands_there_and_are_cut_cleanly(article: AnnotationSet) -> None:
    for each in article.mentions.values():
        assert each.quote == quote(each.fragments, article.text)
        for fragment in each.fragments:
            piece = fragment.slice(article.text)
            assert piece == piece.strip()
            assert piece.split()[0].lower() not in {"a", "an", "the"}, piece
            assert not piece.endswith(("’s", ",", ";", ":")), piece


def test_no_mention_stands_twice(article: AnnotationSet) -> None:
    seen = Counter((each.label, each.fragments) for each in article.mentions.values())
    assert [key for key, count in seen.items() if count > 1] == []


def test_some_mentions_nest_and_some_have_gaps(article: AnnotationSet) -> None:
    gaps = sorted(each.quote for each in article.mentions.values() if len(each.fragments) > 1)
    assert gaps == [
        "S-400 … interceptor systems",
        "U.S. … officials",
        "bases … of the United States and other North Atlantic Treaty Organization members",
        "ports of … Tobruk",
    ]
    [navy] = [each for each in article.mentions.values() if each.quote == "Russian navy"]
    around = {each.label for each in article.at(navy.start)}
    assert around == {"GPE", "ORG", "FAC"}


def test_subtypes_and_attributes_are_those_of_the_scheme(article: AnnotationSet, scheme: Scheme) -> None:
    for each in article.mentions.values():
        label = scheme.label(each.label)
        assert label is not None
        assert each.subtype in (label.subtypes or ("",)), each.quote
        assert unfit(each.attributes, "mention", each.label, scheme, article) == [], each.quote


def test_relations_are_permitted_and_none_stands_twice(article: AnnotationSet, scheme: Scheme) -> None:
    seen: Counter[tuple[str, tuple[int, ...]]] = Counter()
    for each in article.relations.values():
        if each.is_event:
            continue
        kind = scheme.relation_type(each.type)
        assert kind is not None
        assert not kind.identity  # sameness is told by an entity
        assert tuple(argument.role for argument in each.arguments) == kind.roles
        first, second = (article.mentions[argument.target] for argument in each.arguments)
        assert first.id != second.id
        assert kind.permits(first.label, second.label), (each.type, first.quote, second.quote)
        assert unfit(each.attributes, "relation", "", scheme, article) == []
        ends = (first.id, second.id)
        seen[each.type, tuple(sorted(ends)) if kind.symmetric else ends] += 1
    assert max(seen.values()) == 1
    assert len({kind for kind, _ in seen}) >= 10


def test_events_have_roles_and_fillers_of_the_scheme(article: AnnotationSet, scheme: Scheme) -> None:
    triggers = set()
    for each in article.relations.values():
        if each.trigger is None:
            continue
        kind = scheme.event_type(each.type)
        assert kind is not None
        assert article.mentions[each.trigger].label == scheme.trigger_label
        triggers.add(each.trigger)
        for argument in each.arguments:
            role = kind.role(argument.role)
            filler = article.mentions[argument.target]
            assert role is not None, (each.type, argument.role)
            assert filler.label in role.fillers, (each.type, argument.role, filler.quote)
        assert len(set(each.arguments)) == len(each.arguments) > 0
        assert unfit(each.attributes, "event", "", scheme, article) == [], each.type
    assert triggers == {each.id for each in article.mentions.values() if each.label == scheme.trigger_label}


def test_relations_and_events_stay_in_their_paragraph(article: AnnotationSet) -> None:
    for each in article.relations.values():
        lines = {article.text.count("\n", 0, article.mentions[held].start) for held in each.mentions()}
        assert len(lines) == 1, each.type


def test_every_cue_serves_a_claim(article: AnnotationSet) -> None:
    cited: set[str] = set()
    for each in article.relations.values():
        held = each.attributes.get("attribution.cues", ())
        assert isinstance(held, tuple)
        cited |= set(held)
    assert cited == {to_text(each.id) for each in article.mentions.values() if each.label == "CUE"}


def test_reported_claims_name_their_source(article: AnnotationSet) -> None:
    reported = [each for each in article.relations.values() if each.attributes.get("modality") == "Reported"]
    assert len(reported) == 3
    assert all("attribution.source" in each.attributes for each in reported)


def test_identities_have_the_label_of_their_mentions(
    article: AnnotationSet, entities: dict[int, Entity]
) -> None:
    used = {each.entity for each in article.mentions.values() if each.entity is not None}
    assert used == set(entities)
    for each in article.mentions.values():
        if each.entity is not None:
            assert entities[each.entity].type == each.label, each.quote
    assert len({each.name for each in entities.values()}) == len(entities)


def test_moscow_is_the_government_or_the_city(article: AnnotationSet, entities: dict[int, Entity]) -> None:
    moscows = [each for each in article.in_order() if each.quote == "Moscow"]
    names = [entities[each.entity].name for each in moscows if each.entity is not None]
    assert names == ["Russia", "Moscow (the city)", "Russia", "Russia", "Russia"]
    assert [each.attributes.get("metonymy", False) for each in moscows] == [True, False, True, True, True]


def test_no_grade_is_copied_from_the_certainty_of_the_text(article: AnnotationSet) -> None:
    graded = [each for each in article.relations.values() if "info_credibility" in each.attributes]
    assert {each.attributes.get("certainty", "Certain") for each in graded} == {"Certain", "Probable"}
    assert {each.attributes["info_credibility"] for each in graded} == {"3"}
    noted = {note.target for note in article.notes.values()}
    assert all(each.id in noted for each in graded)  # each grade has its reason
