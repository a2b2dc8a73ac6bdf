"""What a format cannot carry is taken out by a rule, and counted exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossator.core.annotations import AnnotationSet, Note
from glossator.core.spans import Span
from glossator.formats.carries import EVERYTHING, Carries
from glossator.formats.comparing import differences, fingerprint
from glossator.formats.losses import Outgoing, Tally, reduce
from glossator.formats.mapping import NameTable, Target
from glossator.formats.naming import Naming
from tests.builders import annotated, entity, scheme, the


def told(outgoing: Outgoing, carries: Carries) -> tuple[Outgoing, list[str]]:
    tally = Tally()
    return reduce(outgoing, carries, tally), [str(each) for each in tally.losses]


def out(held: AnnotationSet, **more: object) -> Outgoing:
    return Outgoing(held, scheme=scheme(), **more)  # type: ignore[arg-type]


NESTED = annotated(
    "[[Libyan|GPE] National Army|ORG] and [Black |LOC#b][[Sea|LOC#b]|ORG#f][ Fleet|ORG#f] [Ada|PER,CUE]"
)
ALL = replace(EVERYTHING)


@pytest.mark.parametrize(
    ("lacking", "lost"),
    [
        ({"nested": False}, "1 mention within others: left out; the longer one stays"),
        ({"crossing": False}, "1 mention across others: left out; the longer one stays"),
        ({"same_span": False}, "1 mention on the same span: left out; the longer one stays"),
    ],
)
def test_mentions_that_cannot_stand_beside_others(lacking: dict[str, bool], lost: str) -> None:
    reduced, losses = told(out(NESTED), replace(ALL, **lacking))  # type: ignore[arg-type]
    assert losses == [lost]
    assert len(reduced.annotations.mentions) == len(NESTED.mentions) - 1


def test_of_two_that_overlap_the_longer_one_stays_and_relations_go_with_the_other() -> None:
    held = annotated(
        "[[Libyan|GPE] National Army|ORG] in [Tripoli|GPE]",
        relations=[("PART_OF", "Libyan National Army", "Tripoli"), ("PART_OF", "Libyan", "Tripoli")],
        notes=[("Libyan", "why?")],
    )
    reduced, losses = told(out(held), replace(ALL, nested=False))
    assert [each.quote for each in reduced.annotations.in_order()] == ["Libyan National Army", "Tripoli"]
    assert losses == [
        "1 mention within others: left out; the longer one stays",
        "1 relation or event: left out with what they join",
        "1 note: left out with what they are on",
    ]


def test_pieces_become_one_span_and_words_become_whole() -> None:
    held = annotated("[naval|FAC#n] and air [bases|FAC#n] near Tri[pol|GPE]i")
    reduced, losses = told(out(held), replace(ALL, discontinuous=False, tokens=True))
    assert [each.fragments for each in reduced.annotations.in_order()] == [(Span(0, 19),), (Span(25, 32),)]
    assert losses == [
        "1 mention in pieces: written as one span from the first piece to the last",
        "1 mention that begins or ends within a word: widened to whole words",
    ]


EVENTS = annotated(
    "[Ada|PER] [attacked|EVT] [Bo|PER] [again|EVT]",
    relations=[("SAME_AS", "Ada", "Bo")],
    events=[("ATTACK", "attacked", {"Agent": "Ada", "Target": "Bo"})],
    notes=[("", "on all"), ("Ada", "on her")],
)


@pytest.mark.parametrize(
    ("lacking", "losses"),
    [
        ({"events": False}, ["1 event: left out"]),
        ({"relations": False}, ["1 relation: left out"]),
        ({"notes": frozenset(("mention",))}, ["1 note on documents: left out"]),
        ({"authors": False}, ["8 authors: left out"]),
        ({"times": False}, ["8 times: left out"]),
    ],
)
def test_what_is_lacking_is_counted(lacking: dict[str, object], losses: list[str]) -> None:
    reduced, found = told(out(EVENTS), replace(ALL, **lacking))  # type: ignore[arg-type]
    counted = [each.replace("8", "6") for each in losses]  # notes lose their author without a word each
    assert found in (losses, counted)
    assert told(reduced, replace(ALL, **lacking))[1] == []  # type: ignore[arg-type]


def test_an_event_in_a_role_falls_where_that_cannot_be_and_all_that_hold_on_to_it() -> None:
    held = annotated("[Ada|PER] [spoke|EVT] of [war|EVT]", events=[("ATTACK", "war", {"Agent": "Ada"})])
    (war,) = held.relations.values()
    speech = replace(war, id=77, type="MEET", trigger=the(held, "spoke").id)
    speech = replace(speech, arguments=(*speech.arguments, type(speech.arguments[0])("Topic", war.id, True)))
    held.put_relation(speech)
    reduced, losses = told(out(held), replace(ALL, nested_events=False))
    assert list(reduced.annotations.relations) == [war.id]
    assert losses == ["1 relation or event with another one in a role: left out"]


def test_roles_without_names_go_by_their_order() -> None:
    held = annotated("[Ada|PER] [Army|ORG]", relations=[("CITES", "Ada", "Army")])
    (one,) = held.relations.values()
    held.put_relation(
        replace(
            one,
            arguments=(one.arguments[0]._replace(role="Content"), one.arguments[1]._replace(role="Source")),
        )
    )
    reduced, losses = told(out(held), replace(ALL, roles=False))
    (made,) = reduced.annotations.relations.values()
    assert losses == []
    assert [(each.role, each.target) for each in made.arguments] == [
        ("Arg1", the(held, "Army").id),
        ("Arg2", the(held, "Ada").id),
    ]


def identified() -> Outgoing:
    held = annotated("[Ada|PER] and [she|PER] and [Bo|PER]")
    for quoted, number in (("Ada", 1), ("she", 1), ("Bo", 2)):
        held.put_mention(replace(the(held, quoted), entity=number))
    ada = replace(entity("Ada", id=1), aliases=("A. L.",), identifiers={"Wikidata": "Q7259"})
    bo = replace(entity("Bo", id=2), identifiers={"Wikidata": "Q7259"})
    return out(
        held, entities={1: ada, 2: bo, 3: entity("Nobody", id=3)}, entity_notes={1: [Note(9, 1, "who?")]}
    )


def test_identities_are_lost_by_degrees() -> None:
    assert told(identified(), replace(ALL, identities="none"))[1] == [
        "3 identities: left out, so mentions of one thing are no longer joined"
    ]
    reduced, losses = told(identified(), replace(ALL, identities="groups", identifiers=False, aliases=False))
    assert losses == [
        "1 identity without a mention: left out",
        "1 identity of a single mention: left out, as only groups of mentions go out",
        "1 other name of identities: left out",
        "1 outside identifier: left out",
        "1 name of identities: left out; the group stays",
    ]
    assert [each.entity for each in reduced.annotations.in_order()] == [1, 1, None]
    _, losses = told(identified(), replace(ALL, identities="groups", aliases=False, notes=frozenset()))
    assert "1 outside identifier that another identity has: left out" in losses
    assert "1 note on identities: left out" in losses


def test_control_characters_become_blanks_and_line_ends_too() -> None:
    held = annotated("[A\x00b|PER]\x0b")
    mention = next(held.in_order())
    held.put_mention(replace(mention, attributes={"level": "one\ntwo", "empty": " "}))
    reduced, losses = told(out(held), replace(ALL, any_character=False, one_line=True, typed_values=False))
    assert reduced.text == "A b "
    assert losses == [
        "2 control characters: written as a blank each, so that offsets stay",
        "1 line end in notes, names and values: written as blanks",
        "1 value with nothing in it: left out",
    ]


def test_facts_that_do_not_go_along_are_counted() -> None:
    held = annotated("[Ada|PER]")
    held.document = replace(
        held.document, source="Wire", url="u", reliability="B", attributes={"page": "1", "text": "x"}
    )
    _, losses = told(
        out(held), replace(ALL, metadata=frozenset(("url", "attributes")), reserved=frozenset(("text",)))
    )
    assert sorted(losses) == [
        "1 further fact of documents: left out, as the format has “text” itself",
        "2 facts of documents: left out; the project keeps them",
    ]


def test_everything_loses_nothing() -> None:
    for held in (NESTED, EVENTS):
        reduced, losses = told(out(held), EVERYTHING)
        assert losses == []
        assert differences(out(held), reduced) == []


def test_names_are_brought_into_shape_and_chosen_ones_taken() -> None:
    held = annotated("[Ada|PER] leads [Army|ORG]", relations=[("LEADS", "Ada", "Army")])
    wanted = NameTable(labels={"PER": Target("a person"), "ORG": Target("")})
    naming, tally = Naming(scheme(), Carries(names=r"[A-Z]\w*"), wanted), Tally()
    made = naming.apply(out(held), tally)
    naming.tell(tally)
    assert [each.label for each in made.annotations.in_order()] == ["a person"]
    assert [str(each) for each in tally.losses][:2] == [
        "1 mention: left out with their label, as chosen",
        "1 relation or event: left out with what they join",
    ]
    assert naming.back.labels["a person"] == Target("PER")
    assert naming.attributes["level"] == "Nlevel"


def test_what_differs_is_told_and_what_does_not_is_not() -> None:
    one = out(EVENTS)
    other = AnnotationSet(EVENTS.document, EVENTS.text, list(EVENTS.mentions.values())[1:])
    assert fingerprint(one) == fingerprint(out(annotated_again()))
    said = differences(one, out(other))
    assert [each.split(":")[0] for each in said] == [
        "1 mentions are missing",
        "2 relations and events are missing",
        "2 notes are missing",
    ]
    moved = AnnotationSet(EVENTS.document, f"{EVENTS.text}!")
    assert differences(one, out(moved)) == ["The text is another one."]
    assert fingerprint(one) != fingerprint(out(other))


def annotated_again() -> AnnotationSet:
    """The same with other ids."""
    return annotated(
        "[Ada|PER] [attacked|EVT] [Bo|PER] [again|EVT]",
        id=5,
        relations=[("SAME_AS", "Ada", "Bo")],
        events=[("ATTACK", "attacked", {"Agent": "Ada", "Target": "Bo"})],
        notes=[("", "on all"), ("Ada", "on her")],
    )
