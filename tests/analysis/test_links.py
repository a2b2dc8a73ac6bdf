from __future__ import annotations

from dataclasses import replace

import pytest

from glossator.analysis.link_tables import LINKS, NODES, link_rows, node_rows, way_in_words
from glossator.analysis.links import GRADED, LinkKey, Network, Sieve, ring
from glossator.analysis.web import Web
from glossator.core.scheme import AttributeType, Scheme
from glossator.core.statements import Node, NodeFacts, Statement, node_of
from tests.builders import scheme as small

ADA, BOB, NAVY, LIBYA = (Node(entity=number) for number in (11, 12, 13, 14))
SHIP = Node(quote="a ship", label="FAC")
RAID = Node(event=99, label="ATTACK")
FACTS = {
    ADA: NodeFacts("Ada", "PER", 5, 3),
    BOB: NodeFacts("Bob", "PER", 2, 2),
    NAVY: NodeFacts("navy", "ORG", 2, 1),
    LIBYA: NodeFacts("Libya", "GPE", 9, 4),
    SHIP: NodeFacts("a ship", "FAC", 1, 1),
    RAID: NodeFacts("raided", "EVT", 1, 1),
}


def scheme() -> Scheme:
    made = small()
    sure = AttributeType("certainty", "Certainty", ("relation",), values=("Certain", "Probable", "Possible"))
    return replace(made, attributes=(*made.attributes, sure))


def said(number: int, first: Node, second: Node, kind: str = "LEADS", **more: object) -> Statement:
    values = {"document": number, "role": "", "source": f"paper {number}", **more}
    return Statement(relation=number, first=first, second=second, type=kind, **values)  # type: ignore[arg-type]


def web(*statements: Statement) -> Web:
    return Web(scheme(), statements, FACTS)


def test_statements_about_the_same_are_added_up() -> None:
    net = web(
        said(
            1, ADA, NAVY, source="Herald", voice="Bob", certainty="Possible", credibility="2", reliability="C"
        ),
        said(2, ADA, NAVY, source="Herald", voice="Bob", is_denied=True, credibility="3", reliability="B"),
        said(3, ADA, NAVY, source="Times", document=2, certainty="Probable"),
        said(4, NAVY, ADA),
    ).network()
    first, back = net.links
    assert first.key == LinkKey(ADA, NAVY, "LEADS")
    assert (first.relations, first.documents, first.sources) == ((1, 2, 3), 2, 2)
    assert first.voices == (("Bob", 2), ("", 1))
    assert (first.certainty, first.grade, first.denied, first.arrow) == ("Certain", "B3", 1, 1)
    assert back.key == LinkKey(NAVY, ADA, "LEADS")
    assert list(net.nodes) == [ADA, NAVY]


def test_a_symmetric_relation_has_no_direction_and_one_key() -> None:
    net = web(said(1, NAVY, ADA, "NEAR"), said(2, ADA, NAVY, "NEAR")).network()
    assert [(link.key, link.arrow) for link in net.links] == [(LinkKey(ADA, NAVY, "NEAR"), 0)]


def test_the_first_role_of_an_event_leads_into_it_and_the_others_out_of_it() -> None:
    net = web(
        said(9, RAID, ADA, "ATTACK", role="Agent"), said(9, RAID, SHIP, "ATTACK", role="Target")
    ).network()
    assert {link.key.role: link.arrow for link in net.links} == {"Agent": -1, "Target": 1}


def test_a_relation_with_itself_is_a_loop_and_makes_nobody_its_own_neighbour() -> None:
    net = web(said(1, ADA, ADA), said(2, ADA, BOB)).network()
    assert [first == second for first, second in (link.ends for link in net.links)] == [True, False]
    assert net.neighbours(ADA) == (BOB,)
    assert len(net.at[ADA]) == 2


def test_a_sieve_hides_types_doubtful_and_badly_graded_statements() -> None:
    whole = web(
        said(1, ADA, NAVY, certainty="Possible"),
        said(2, ADA, NAVY, reliability="B", credibility="2"),
        said(3, ADA, BOB, "NEAR", certainty="Probable", reliability="C", credibility="4"),
    )

    def links(sieve: Sieve) -> list[tuple[str, tuple[int, ...]]]:
        return sorted((link.key.type, link.relations) for link in whole.network(sieve).links)

    assert links(Sieve()) == [("LEADS", (1, 2)), ("NEAR", (3,))]
    assert links(Sieve(hidden=frozenset({"LEADS"}))) == [("NEAR", (3,))]
    assert links(Sieve(certainty="Certain")) == [("LEADS", (2,))]
    assert links(Sieve(certainty="Probable")) == [("LEADS", (2,)), ("NEAR", (3,))]
    assert links(Sieve(grade=GRADED)) == [("LEADS", (2,)), ("NEAR", (3,))]
    assert links(Sieve(grade="B2")) == [("LEADS", (2,))]
    hidden = whole.network(Sieve(hidden=frozenset({"LEADS"})))
    assert (hidden.hidden_nodes, hidden.hidden_links) == (1, 1)
    assert links(Sieve()) == [("LEADS", (1, 2)), ("NEAR", (3,))]


def test_what_is_replaced_is_forgotten_and_added_up_anew() -> None:
    whole = web(said(1, ADA, NAVY), said(2, ADA, BOB))
    assert len(whole.network().links) == 2
    whole.replace([1, 2], [said(2, BOB, LIBYA)], {})
    net = whole.network()
    assert [link.key for link in net.links] == [LinkKey(BOB, LIBYA, "LEADS")]
    assert set(net.nodes) == {BOB, LIBYA} == whole.nodes()
    assert whole.types() == {"LEADS": 1}


def test_the_shortest_way_is_the_one_that_most_speaks_for() -> None:
    net = web(
        said(1, ADA, NAVY),
        said(2, NAVY, LIBYA),
        said(3, ADA, BOB, "NEAR"),
        said(4, BOB, LIBYA, "NEAR", source="Herald"),
        said(5, LIBYA, BOB, "NEAR", source="Times", reliability="A", credibility="1"),
    ).network()
    assert [link.key for link in net.path(ADA, LIBYA)] == [
        LinkKey(ADA, BOB, "NEAR"),
        LinkKey(BOB, LIBYA, "NEAR"),
    ]
    assert [link.key.first for link in net.path(LIBYA, ADA)] == [BOB, ADA]
    assert net.path(ADA, ADA) == net.path(ADA, SHIP) == ()
    told = way_in_words(net.path(ADA, LIBYA), ADA, net, scheme())
    assert told == "Ada – Near (by the text itself (1)) – Bob – Near (by the text itself (2)) – Libya"


def test_there_is_no_way_between_groups() -> None:
    net = web(said(1, ADA, NAVY), said(2, NAVY, BOB), said(3, LIBYA, SHIP)).network()
    assert net.path(ADA, LIBYA) == ()
    assert ring(net, ADA) == {ADA, NAVY}
    assert ring(net, ADA, 2) == {ADA, NAVY, BOB}


def test_the_top_are_those_in_most_documents_with_the_events_that_join_them() -> None:
    net = web(
        said(1, ADA, LIBYA),
        said(2, BOB, SHIP),
        said(9, RAID, ADA, "ATTACK", role="Agent"),
        said(9, RAID, LIBYA, "ATTACK", role="Place"),
    ).network()
    top = net.top(2)
    assert set(top.nodes) == {LIBYA, ADA, RAID}
    assert (top.hidden_nodes, top.hidden_links) == (2, 1)
    assert set(net.top(1).nodes) == {LIBYA}


def test_a_reduced_web_knows_nobody_but_the_leading_ones() -> None:
    held = Web(scheme(), leading=frozenset({11, 14}))
    held.replace(
        (),
        [
            said(1, ADA, LIBYA),
            said(2, ADA, BOB),
            said(9, RAID, ADA, "ATTACK", role="Agent"),
            said(9, RAID, LIBYA, "ATTACK", role="Place"),
            said(8, RAID, ADA, "ATTACK", role="Agent"),
        ],
        FACTS,
    )
    assert held.relations() == {1, 9}
    assert held.types() == {"ATTACK": 1, "LEADS": 1}
    held.replace((9,), [said(7, LIBYA, ADA), said(6, ADA, LIBYA)], FACTS)
    assert held.types() == {"LEADS": 3}, "each relation once, and those that are gone no more"
    held.replace((1, 6), [], FACTS)
    assert held.types() == {"LEADS": 1}


def test_the_tables_tell_all_of_it() -> None:
    net = web(said(1, ADA, NAVY, voice="Bob\n Brown"), said(9, RAID, ADA, "ATTACK", role="Agent")).network()
    rows = [dict(zip(LINKS, row, strict=True)) for row in link_rows(net, scheme())]
    leads = next(row for row in rows if row["Link"] == "Leads")
    assert (leads["From"], leads["To"], leads["Said by"]) == ("Ada", "navy", "Bob Brown (1)")
    agent = next(row for row in rows if row["Link"] == "Agent")
    assert (agent["From"], agent["To"]) == ("Ada", "Attack “raided”")
    nodes = {row[0]: dict(zip(NODES, row, strict=True)) for row in node_rows(net, scheme())}
    assert (nodes["Ada"]["Links"], nodes["Ada"]["Neighbours"], nodes["Ada"]["Identity"]) == (2, 2, "yes")
    assert nodes["Attack “raided”"]["Identity"] == "an event"


def test_an_empty_web_is_an_empty_network() -> None:
    net = web().network()
    assert net.is_empty
    assert net == Network()
    assert net.top(20) == net


@pytest.mark.parametrize(
    "node", [ADA, SHIP, RAID, Node(quote="tab\tand\nline", label="PER"), Node(quote="", label="PER")]
)
def test_a_node_comes_back_from_its_text(node: Node) -> None:
    assert node_of(node.text) == node


@pytest.mark.parametrize("text", ["", "x", "event x", "quote without a tab", "0" * 14, "event \tATTACK"])
def test_what_is_no_node_is_none(text: str) -> None:
    assert node_of(text) is None


def test_who_has_a_name_without_a_letter_is_said_to_have_none() -> None:
    facts = {ADA: NodeFacts("   ", "PER", 1, 1), NAVY: FACTS[NAVY]}
    net = Web(scheme(), [said(1, ADA, NAVY)], facts).network()
    (row,) = link_rows(net, scheme())
    assert (row[LINKS.index("From")], row[LINKS.index("To")]) == ("(without a name)", "navy")
    assert {each[0] for each in node_rows(net, scheme())} == {"navy", "(without a name)"}
