from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from glossator import connections
from glossator.analysis.link_tables import links_sheet
from glossator.analysis.links import Network, Sieve
from glossator.analysis.web import Web
from glossator.core import edits, ids
from glossator.core.annotations import AnnotationSet, Argument, Entity, Mention, Relation
from glossator.core.changes import Change, Record
from glossator.core.layers import Whose
from glossator.core.lens import Lens
from glossator.core.scheme import AttributeType, Scheme, Target
from glossator.core.statements import Node
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench
from tests.builders import AUTHOR, annotated, scheme, the

FIRST = annotated(
    "[Ada|PER] leads the [navy|ORG]. [Ada|PER#2] cites the [army|ORG] in [Libya|GPE].\n"
    "[Ships|FAC] [attacked|EVT] [Bob|PER], and the [raid|EVT] was [talked|EVT] about.",
    id=1,
    name="First",
    relations=[("LEADS", "Ada", "navy"), ("CITES", "2", "army")],
    events=[
        ("ATTACK", "attacked", {"Target": "Bob", "Agent": "Ships"}),
        ("MEET", "talked", {"Participant": "Bob", "Topic": "attacked"}),
    ],
)
SECOND = annotated(
    "[Ada|PER] is in [Libya|GPE] near the [port|FAC].",
    id=2,
    name="Second",
    relations=[("LEADS", "Ada", "Libya"), ("NEAR", "port", "Libya")],
)
WHOLE = Lens()


def rich() -> Scheme:
    """The small scheme with what a claim may say."""
    made = scheme()
    on: tuple[Target, ...] = ("relation", "event")
    return replace(
        made,
        attributes=(
            *made.attributes,
            AttributeType("certainty", "Certainty", on, values=("Certain", "Probable", "Possible")),
            AttributeType("polarity", "Polarity", on, values=("Positive", "Negative")),
            AttributeType("attribution.source", "Source", on, "mention", values=("AUTHOR",)),
            AttributeType("info_credibility", "Credibility", on, values=("6", "1", "2", "3", "4", "5")),
            AttributeType("source_reliability", "Reliability", ("entity",), values=("F", "A", "B")),
        ),
    )


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    clock = iter(range(1_700_000_000_000, 1_800_000_000_000, 1000))
    file = ProjectFile.create(tmp_path / "case.gloss", title="Case", scheme=rich(), author="Kim")
    made = Workbench(file, author="Kim", now=lambda: next(clock))
    for each in (FIRST, SECOND):
        made.do(edits.add_documents([(each.document, each.text)], by=made.hand))
        made.do(made.hand.change("Tag", added=(*each.mentions.values(), *each.relations.values())))
    yield made
    made.close()


def web(bench: Workbench, lens: Lens = WHOLE) -> Web:
    return connections.web(bench.ask, bench.scheme, lens)


def put(bench: Workbench, *pairs: tuple[Record | None, Record | None]) -> Change:
    change = bench.hand.change(
        "Change",
        removed=[before for before, _ in pairs if before is not None],
        added=[after for _, after in pairs if after is not None],
    )
    bench.do(change)
    return change


def first(said: AnnotationSet, quote: str) -> Mention:
    """The first mention that reads so."""
    return next(each for each in said.in_order() if each.quote == quote)


def told(network: Network) -> set[tuple[str, str, str]]:
    """(first, link, second) by the names of the ends."""
    return {
        (
            network.nodes[link.key.first].name,
            link.key.role or link.key.type,
            network.nodes[link.key.second].name,
        )
        for link in network.links
    }


def test_mentions_without_identity_stand_together_by_words_and_label(bench: Workbench) -> None:
    assert told(web(bench).network()) == {
        ("Ada", "LEADS", "navy"),
        ("Ada", "CITES", "army"),
        ("Ada", "LEADS", "Libya"),
        ("Libya", "NEAR", "port"),
        ("attacked", "Target", "Bob"),
        ("attacked", "Agent", "Ships"),
        ("talked", "Participant", "Bob"),
        ("talked", "Topic", "attacked"),
    }


def test_who_is_tagged_by_somebody_else_keeps_words_and_label_through_a_filter_by_annotator(
    bench: Workbench,
) -> None:
    lens = Lens(annotators=frozenset({"Bob"}))
    held = web(bench, lens)
    ada, army = first(FIRST, "Ada"), the(FIRST, "army")
    claim = next(each for each in FIRST.relations.values() if each.type == "CITES")
    change = put(bench, (claim, replace(claim, author="Bob")))
    net = web(bench, lens).network()
    assert told(net) == {("Ada", "CITES", "army")}
    assert {net.nodes[Node(quote=each.quote, label=each.label)].mentions for each in (ada, army)} == {0}
    assert connections.follow(held, change, bench.ask, bench.scheme, lens)
    assert held.network().nodes == net.nodes
    put(bench, (army, replace(army, author="Bob")))
    assert web(bench, lens).network().nodes[Node(quote="army", label="ORG")].mentions == 1


def test_an_event_in_a_role_is_its_node_and_not_its_word(bench: Workbench) -> None:
    attack = next(each for each in FIRST.relations.values() if each.type == "ATTACK")
    net = web(bench).network()
    topic = next(link for link in net.links if link.key.role == "Topic")
    assert topic.key.second == Node(event=attack.id, label="ATTACK")


def test_identities_join_documents_and_name_the_nameless(bench: Workbench) -> None:
    ada, nobody = Entity(77, "Ada Lovelace", "PER"), Entity(78, "", "")
    said = [first(FIRST, "Ada"), first(SECOND, "Ada")]
    navy = the(FIRST, "navy")
    put(
        bench,
        (None, ada),
        (None, nobody),
        *((each, replace(each, entity=77)) for each in said),
        (navy, replace(navy, entity=78)),
    )
    net = web(bench).network()
    assert ("Ada Lovelace", "LEADS", "navy") in told(net)
    assert ("Ada Lovelace", "LEADS", "Libya") in told(net)
    assert (net.nodes[Node(entity=77)].mentions, net.nodes[Node(entity=77)].documents) == (2, 2)
    assert net.nodes[Node(entity=78)].label == "ORG"


def test_who_says_it_how_surely_and_how_well_graded(bench: Workbench) -> None:
    relation = next(each for each in FIRST.relations.values() if each.type == "LEADS")
    bob = the(FIRST, "Bob")
    source = Entity(79, "Robert", "PER", attributes={"source_reliability": "B"})
    values = {
        "certainty": "Possible",
        "polarity": "Negative",
        "attribution.source": ids.to_text(bob.id),
        "info_credibility": "3",
    }
    put(
        bench,
        (None, source),
        (bob, replace(bob, entity=79)),
        (relation, replace(relation, attributes=values)),
    )
    link = next(each for each in web(bench).network().links if each.relations == (relation.id,))
    assert link.voices == (("Robert", 1),)
    assert (link.certainty, link.grade, link.denied, link.sources) == ("Possible", "B3", 1, 1)


@pytest.mark.parametrize("value", ["AUTHOR", "nonsense", "0000000000000", ids.to_text(12345)])
def test_a_source_that_is_no_mention_is_the_text_itself(bench: Workbench, value: str) -> None:
    relation = next(each for each in FIRST.relations.values() if each.type == "LEADS")
    put(bench, (relation, replace(relation, attributes={"attribution.source": value})))
    link = next(each for each in web(bench).network().links if each.relations == (relation.id,))
    assert link.voices == (("", 1),)


def test_a_lens_narrows_links_and_counts(bench: Workbench) -> None:
    second = web(bench, Lens(document=2))
    assert told(second.network()) == {("Ada", "LEADS", "Libya"), ("Libya", "NEAR", "port")}
    assert second.network().nodes[Node(quote="Ada", label="PER")].mentions == 1
    assert second.total == 2
    people = web(bench, Lens(labels=frozenset({"PER", "GPE"})))
    assert told(people.network()) == {
        ("Ada", "LEADS", "Libya"),
        ("attacked", "Target", "Bob"),
        ("talked", "Participant", "Bob"),
    }
    assert (len(people.relations()), people.total, people.hidden, people.alone) == (3, 6, 3, 0)


def test_relations_with_odd_ends_are_passed_over(bench: Workbench) -> None:
    leads = next(each for each in FIRST.relations.values() if each.type == "LEADS")
    attack = next(each for each in FIRST.relations.values() if each.type == "ATTACK")
    ada = first(FIRST, "Ada").id
    odd = [
        Relation(9001, 1, "NEAR", (Argument("Arg1", ada), Argument("Arg2", leads.id, True))),
        Relation(9002, 1, "NEAR", (Argument("Arg1", ada),)),
        Relation(9003, 1, "NEAR", ()),
        Relation(9004, 1, "NEAR", (Argument("Arg1", ada), Argument("Arg2", ada))),
        Relation(9005, 1, "NEAR", (Argument("Arg1", ada), Argument("Arg2", attack.id, True))),
    ]
    put(bench, *((None, each) for each in odd))
    made = web(bench)
    assert made.relations() >= {9004, 9005}
    assert not made.relations() & {9001, 9002, 9003}
    assert (made.hidden, made.alone) == (0, 3)
    sheet = links_sheet(made, bench.scheme)
    assert (sheet.shown, sheet.hidden, sheet.notes) == (8, 0, ("3 with fewer than two ends link nothing",))
    second = web(bench, Lens(document=2))
    assert (second.hidden, second.alone) == (0, 0)
    loop = next(link for link in made.network().links if 9004 in link.relations)
    assert loop.ends[0] == loop.ends[1]
    over = next(link for link in made.network().links if 9005 in link.relations)
    assert Node(event=attack.id, label="ATTACK") in over.ends


def same(one: Web, other: Web) -> None:
    assert one.network() == other.network()
    assert one.types() == other.types()
    assert (one.total, one.taken, one.alone) == (other.total, other.taken, other.alone)


LENSES = [
    WHOLE,
    Lens(document=1),
    Lens(labels=frozenset({"PER", "ORG", "EVT"})),
    Lens(annotators=frozenset({"Kim"})),
]


@pytest.mark.parametrize("lens", LENSES)
def test_followed_step_by_step_it_is_what_it_would_be_asked_anew(bench: Workbench, lens: Lens) -> None:
    chance = Random(4)
    held = web(bench, lens)
    kinds = ("LEADS", "NEAR", "PART_OF")
    for step in range(120):
        said = bench.annotations(chance.choice([1, 2]))
        mentions, relations = list(said.mentions.values()), list(said.relations.values())
        one, other = chance.sample(mentions, 2)
        entities = [row.entity for row in bench.ask.entities()]
        match step % 8:
            case 0:
                made = Relation(
                    bench.hand.new_id(),
                    said.document.id,
                    chance.choice(kinds),
                    (Argument("Arg1", one.id), Argument("Arg2", other.id)),
                    author=chance.choice(["Kim", "Lee"]),
                )
                change = put(bench, (None, made))
            case 1:
                new = Entity(bench.hand.new_id(), f"Entity {step}", one.label)
                change = put(bench, (None, new), (one, replace(one, entity=new.id)))
            case 2 if entities:
                change = put(bench, (one, replace(one, entity=chance.choice(entities).id)))
            case 3 if entities:
                old = chance.choice(entities)
                change = put(bench, (old, replace(old, name=f"{old.name}!")))
            case 4:
                change = put(
                    bench, (one, replace(one, entity=None, label=chance.choice(["PER", "ORG", "FAC"])))
                )
            case 5 if relations:
                old_one = chance.choice(relations)
                values = {"certainty": "Probable", "attribution.source": ids.to_text(other.id)}
                change = put(bench, (old_one, replace(old_one, attributes=values)))
            case 6 if relations and len(relations) > 3:
                change = put(bench, (chance.choice(relations), None))
            case _:
                triggers = [each for each in mentions if each.label == "EVT"] or [one]
                made = Relation(
                    bench.hand.new_id(),
                    said.document.id,
                    "ATTACK",
                    (Argument("Agent", one.id), Argument("Target", other.id)),
                    chance.choice(triggers).id,
                    author="Kim",
                )
                change = put(bench, (None, made))
        assert connections.follow(held, change, bench.ask, bench.scheme, lens)
        same(held, web(bench, lens))
    for _ in range(40):
        assert connections.follow(held, bench.undo(), bench.ask, bench.scheme, lens)
        same(held, web(bench, lens))


def test_documents_and_the_scheme_are_not_followed(bench: Workbench) -> None:
    held = web(bench)
    document = bench.ask.documents()[0].document
    change = put(bench, (document, replace(document, source="Herald")))
    assert not connections.follow(held, change, bench.ask, bench.scheme, WHOLE)


def test_of_a_very_large_project_those_in_most_documents_are_taken(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    entities = [Entity(70 + at, name, "PER") for at, name in enumerate(("Ada L.", "Libya S.", "Bob B."))]
    pairs: list[tuple[Record | None, Record | None]] = [(None, each) for each in entities]
    for said in (FIRST, SECOND):
        for quote, number in (("Ada", 70), ("Libya", 71), ("Bob", 72)):
            held = [each for each in said.mentions.values() if each.quote == quote]
            pairs += [(each, replace(each, entity=number)) for each in held]
    put(bench, *pairs)
    monkeypatch.setattr(connections, "MOST", 3)
    monkeypatch.setattr(connections, "LEADING", 2)
    large = web(bench)
    assert large.leading == frozenset({70, 71})
    assert told(large.network()) == {("Ada L.", "LEADS", "Libya S.")}
    assert (large.total, large.hidden, large.alone) == (6, 0, 0)
    assert links_sheet(large, bench.scheme).notes == ("among the 2 identities in most documents",)
    mention = next(each for each in FIRST.mentions.values() if each.quote == "navy")
    change = put(bench, (mention, replace(mention, entity=71)))
    assert connections.follow(large, change, bench.ask, bench.scheme, WHOLE)
    assert len(large.relations()) == 2


def test_names_of_any_length_and_script(bench: Workbench) -> None:
    long, hebrew = "x" * 2_000, "ראש הממשלה"
    one = first(FIRST, "Ada")
    other = the(FIRST, "navy")
    put(
        bench,
        (None, Entity(90, long, "PER")),
        (None, Entity(91, hebrew, "ORG")),
        (one, replace(one, entity=90)),
        (other, replace(other, entity=91)),
    )
    assert (long, "LEADS", hebrew) in told(web(bench).network())


def test_an_empty_project_has_an_empty_web(tmp_path: Path) -> None:
    file = ProjectFile.create(tmp_path / "empty.gloss", title="Empty", scheme=scheme(), author="Kim")
    made = Workbench(file, author="Kim")
    assert web(made).network().is_empty
    made.close()


def test_progress_is_told_and_can_end_it(bench: Workbench) -> None:
    heard: list[tuple[int, int]] = []
    connections.web(bench.ask, bench.scheme, WHOLE, lambda done, total: heard.append((done, total)))
    assert heard == [(0, 3), (1, 3), (2, 3)]


def test_of_many_relations_only_their_number_is_asked_for_at_first(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert connections.counted(bench.ask, bench.scheme, WHOLE).unasked == 0
    monkeypatch.setattr(connections, "MANY", 3)
    held = connections.counted(bench.ask, bench.scheme, WHOLE)
    assert (held.unasked, held.total, held.network().is_empty) == (6, 6, True)
    made = Relation(
        9_200, 1, "NEAR", (Argument("Arg1", first(FIRST, "Ada").id), Argument("Arg2", first(FIRST, "Bob").id))
    )
    assert connections.follow(held, put(bench, (None, made)), bench.ask, bench.scheme, WHOLE)
    assert (held.unasked, held.total) == (7, 7)


@pytest.mark.parametrize(
    "lens",
    [
        Lens(labels=frozenset({"PER", "ORG"})),
        Lens(labels=frozenset({"FAC", "GPE"}), document=2),
        Lens(statuses=frozenset({"done"})),
        Lens(certainty=frozenset({"Certain"})),
        Lens(annotators=frozenset({"Somebody"})),
    ],
)
def test_through_a_filter_the_number_follows_each_step_without_a_count_of_all(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, lens: Lens
) -> None:
    monkeypatch.setattr(connections, "MANY", -9)
    second = bench.ask.document(2)
    assert second is not None
    bench.do(bench.hand.change("Done", removed=[second], added=[replace(second, status="done")]))
    ada, bob = first(FIRST, "Ada"), first(FIRST, "Bob")
    port, libya = first(SECOND, "port"), first(SECOND, "Libya")
    leads = next(each for each in FIRST.relations.values() if each.type == "LEADS")
    near = next(each for each in SECOND.relations.values() if each.type == "NEAR")
    attack = next(each for each in FIRST.relations.values() if each.type == "ATTACK")
    new = Relation(9_200, 1, "NEAR", (Argument("Arg1", ada.id), Argument("Arg2", bob.id)), author="Kim")
    steps: list[list[tuple[Record | None, Record | None]]] = [
        [(None, new)],
        [(new, replace(new, attributes={"certainty": "Possible"}))],
        [(near, None)],
        [(None, near), (port, replace(port, label="LOC"))],
        [(leads, None)],
        [(attack, replace(attack, arguments=attack.arguments[:1]))],
        [(replace(port, label="LOC"), port)],
        [(libya, replace(libya, label="PER"))],
    ]
    held = connections.counted(bench.ask, bench.scheme, lens)
    held.unasked = held.taken  # where there is none it would be known as a whole
    for pairs in steps:
        change = put(bench, *pairs)
        held.unasked = held.unasked or -1
        is_followed = connections.follow(held, change, bench.ask, bench.scheme, lens)
        now = connections.counted(bench.ask, bench.scheme, lens)
        if is_followed:
            assert (held.taken, held.total) == (now.taken, now.total)
        else:  # somebody relabelled may hide relations that are not in the Change
            assert lens.labels
            assert all(isinstance(each, Mention) for pair in pairs[-1:] for each in pair)
            held.taken, held.total = now.taken, now.total


def test_through_a_filter_by_person_a_relation_is_counted_anew(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MANY", 0)
    lens = Lens(whose=Whose(frozenset({AUTHOR})))
    held = connections.counted(bench.ask, bench.scheme, lens)
    assert held.unasked
    bob = first(FIRST, "Bob")
    assert connections.follow(
        held, put(bench, (bob, replace(bob, quote="bob"))), bench.ask, bench.scheme, lens
    )
    new = Relation(9_200, 1, "NEAR", (Argument("Arg1", first(FIRST, "Ada").id), Argument("Arg2", bob.id)))
    assert not connections.follow(held, put(bench, (None, new)), bench.ask, bench.scheme, lens)


def test_a_change_that_touches_too_much_is_asked_anew(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = web(bench)
    monkeypatch.setattr(connections, "_FOLLOWED", 0)
    mention = first(FIRST, "Bob")
    change = put(bench, (mention, replace(mention, label="ORG")))
    assert not connections.follow(held, change, bench.ask, bench.scheme, WHOLE)


def test_some_nodes_alone_are_what_the_whole_says_of_them(bench: Workbench) -> None:
    held = web(bench)
    whole = held.network()
    ada, libya = (Node(quote=quote, label=label) for quote, label in (("Ada", "PER"), ("Libya", "GPE")))
    some = held.network(Sieve(), {ada, libya, Node(entity=12345)})
    assert set(some.nodes) == {ada, libya}
    assert [link.key for link in some.links] == [
        link.key for link in whole.links if set(link.ends) == {ada, libya}
    ]
    assert held.neighbours(ada, Sieve()) == set(whole.neighbours(ada))
