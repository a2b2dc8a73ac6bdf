from __future__ import annotations

from random import Random

import pytest

from glossator.analysis import link_tables
from glossator.analysis.web import Web
from glossator.ui.plots.links.twin import Twin
from tests.builders import scheme
from tests.ui.plots.links.test_following import NODES, facts, statement


@pytest.fixture
def chance() -> Random:
    return Random(4)


def test_rows_that_followed_any_steps_are_those_made_anew(chance: Random) -> None:
    labels = scheme()
    web = Web(
        labels,
        [statement(chance, at) for at in range(120)],
        {node: facts(chance, node) for node in NODES},
    )
    net, twin = web.network(), Twin()
    for number in range(200, 230):
        known = {NODES[at]: facts(chance, NODES[at]) for at in chance.sample(range(40), chance.randrange(3))}
        web.replace([chance.randrange(120)], [statement(chance, number)], known)
        net = web.followed(net, web.step)
        links = twin.table(net, labels, lists_nodes=False)
        nodes = twin.table(net, labels, lists_nodes=True)
        assert list(links.rows) == list(link_tables.link_rows(net, labels))
        assert list(links.keys) == [link.key for link in net.links]
        assert list(nodes.rows) == list(link_tables.node_rows(net, labels))
        assert nodes.keys == tuple(net.nodes)


def test_a_row_is_made_once_and_in_the_words_of_its_scheme(chance: Random) -> None:
    labels = scheme()
    web = Web(
        labels, [statement(chance, at) for at in range(40)], {node: facts(chance, node) for node in NODES}
    )
    net, twin = web.network(), Twin()
    before = list(twin.table(net, labels, lists_nodes=False).rows)
    web.replace([99], [statement(chance, 99)], {})
    net = web.followed(net, web.step)
    after = list(twin.table(net, labels, lists_nodes=False).rows)
    assert len({id(row) for row in after} - {id(row) for row in before}) == 1
    again = list(twin.table(net, scheme(), lists_nodes=False).rows)
    assert again == after
    assert not {id(row) for row in again} & {id(row) for row in after}
