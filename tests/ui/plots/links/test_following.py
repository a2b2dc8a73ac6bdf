from __future__ import annotations

from random import Random

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from glossator.analysis.chart_layout import arrange
from glossator.analysis.links import Network
from glossator.analysis.web import Web
from glossator.core.statements import Node, NodeFacts, Statement
from glossator.ui import theme
from glossator.ui.plots.links.cast import Cast
from glossator.ui.plots.links.chart import LinkChart
from glossator.ui.plots.links.content import Content
from glossator.ui.plots.marks import View
from tests.builders import scheme
from tests.ui.plots.links.conftest import said
from tests.ui.plots.links.plainly import plainly

_ROUNDED = 6  # a line that a clip cuts is rounded otherwise in a few of its pixels
KINDS = ("LEADS", "PART_OF", "NEAR")
NODES = (
    *(Node(entity=number) for number in range(1, 46)),
    *(Node(quote=f"thing {number}", label="FAC") for number in range(6)),
)


def facts(chance: Random, node: Node) -> NodeFacts:
    label = chance.choice(["PER", "ORG", "GPE"]) if node.entity else node.label
    return NodeFacts(f"Entity number {node.entity}", label, 60, chance.randrange(1, 9))


def statement(chance: Random, number: int) -> Statement:
    weights = [1 / (at + 1) ** 0.7 for at in range(len(NODES))]
    one, other = chance.choices(NODES, weights, k=2)
    return said(
        number,
        one,
        other,
        chance.choice(KINDS),
        document=number % 40,
        certainty=chance.choice(["", "Probable", "Possible"]),
        credibility=chance.choice("126"),
        is_denied=chance.random() < 0.1,
        source=f"paper {chance.randrange(9)}",
    )


def chart_of(qtbot: QtBot, wide: int = 900) -> LinkChart:
    made = LinkChart(theme.light())
    qtbot.addWidget(made)
    made.resize(wide, 560)
    made.show()
    return made


def view_of(net: Network, places: dict[Node, tuple[float, float]]) -> View:
    beyond = {node: 1 + node.entity % 30 for node in net.nodes if node.entity % 3 == 0}
    return View(None, content=Content(net, scheme(), dict(places), beyond=beyond))


def picture(chart: LinkChart) -> QImage:
    return chart.grab().toImage()


def large(qtbot: QtBot) -> tuple[Random, Web, dict[Node, tuple[float, float]], LinkChart]:
    """A chart of many links that was painted and moved a little, with the web that it shows and its places."""
    chance = Random(8)
    held = [statement(chance, number) for number in range(1, 150)]
    web = Web(scheme(), held, {node: facts(chance, node) for node in NODES})
    places = arrange(list(NODES), [(each.first, each.second) for each in held])
    chart = chart_of(qtbot)
    chart.show_view(view_of(web.network(), places))
    chart.move_by(3, 0)
    picture(chart)
    return chance, web, places, chart


def unlike(one: QImage, other: QImage) -> int:
    """How much the two differ anywhere, in steps of a colour, of which there are 255."""
    pixels = [
        np.frombuffer(each.convertToFormat(QImage.Format.Format_RGB32).constBits(), dtype=np.uint8).astype(
            int
        )
        for each in (one, other)
    ]
    return int(np.abs(pixels[0] - pixels[1]).max())


def same(followed: LinkChart, anew: LinkChart) -> None:
    one, other = followed.scene, anew.scene
    assert one is not None
    assert other is not None
    assert one.cast[:6] == other.cast[:6]
    for mine, its in zip((*one.cast.wires, *one.course), (*other.cast.wires, *other.course), strict=True):
        assert np.array_equal(mine, its)
    for name in ("radii", "kinds", "styles"):
        assert np.array_equal(getattr(one.cast, name), getattr(other.cast, name)), name
    assert (one.badges, one.names, one.words) == plainly(one._wants())
    assert list(one.names) == list(other.names)
    assert followed.key.words == anew.key.words


@pytest.mark.parametrize("zoom", [0.0, 1.1], ids=["all of it", "near"])
@pytest.mark.parametrize("seed", range(3))
def test_a_chart_that_followed_any_steps_is_the_one_that_is_drawn_anew(
    qtbot: QtBot, seed: int, zoom: float
) -> None:
    chance = Random(seed)
    held = {number: statement(chance, number) for number in range(1, 150)}
    web = Web(scheme(), held.values(), {node: facts(chance, node) for node in NODES})
    net = web.network()
    every = [(each.first, each.second) for each in held.values()]
    places = arrange(list(NODES), every)
    chart, anew = chart_of(qtbot), chart_of(qtbot)
    for each in (chart, anew):
        each.show_view(view_of(net, places))
        if zoom:
            each.magnify(zoom / each.zoom)
        each.move_by(3, 0)  # the view stays where it is
    picture(chart)
    undo: list[tuple[int, Statement | None]] = []
    for number in range(1_000, 1_025):
        if undo and chance.random() < 0.4:
            relation, was = undo.pop()
        else:
            relation = chance.choice([number, chance.choice(list(held))])
            undo.append((relation, held.get(relation)))
            was = None if relation in held and chance.random() < 0.5 else statement(chance, relation)
        held.pop(relation, None)
        if was is not None:
            held[relation] = was
        known = {NODES[at]: facts(chance, NODES[at]) for at in chance.sample(range(40), chance.randrange(2))}
        web.replace([relation], [was] if was is not None else [], known)
        net = web.followed(net, web.step)
        if chance.random() < 0.2:
            places[chance.choice(NODES)] = (chance.uniform(-300, 300), chance.uniform(-300, 300))
        chart.show_view(view_of(net, places))
        assert chart.scene is not None
        assert chart.scene.has_followed
        shown = picture(chart)
        anew._cast = None  # nothing is taken over
        anew.show_view(view_of(web.network(), places))
        same(chart, anew)
        assert unlike(shown, picture(anew)) <= _ROUNDED


def test_one_relation_paints_what_is_along_it_and_asks_who_stands_beside_it(qtbot: QtBot) -> None:
    chance, web, places, chart = large(qtbot)
    net = web.network()
    for number in range(500, 520):
        new = statement(chance, number)
        painted = chart._backing.painted
        web.replace([number], [new], {})
        net = web.followed(net, web.step)
        chart.show_view(view_of(net, places))
        picture(chart)
        assert chart.scene is not None
        assert (chart.scene.cast.since.links < 0).sum() == 1
        assert (chart.scene.cast.since.nodes >= 0).all()
        assert 0 < chart._backing.painted - painted < 0.25 * chart.width() * chart.height()


def radii(counts: dict[int, int]) -> dict[int, float]:
    facts = {Node(entity=at): NodeFacts(f"{at}", "PER", count, count) for at, count in counts.items()}
    told = [said(at, Node(entity=1), Node(entity=at)) for at in counts if at > 1]
    net = Web(scheme(), told, facts).network()
    cast = Cast.of(net, scheme(), by_mentions=False)
    return {node.entity: float(radius) for node, radius in zip(cast.nodes, cast.radii, strict=True)}


def test_one_document_more_of_the_largest_makes_no_other_smaller() -> None:
    before = radii({1: 49, 2: 3, 3: 17, 4: 30})
    after = radii({1: 50, 2: 3, 3: 17, 4: 30})
    assert after == before
    assert before[2] < before[3] < before[4] < before[1]
    assert radii({1: 90, 2: 3, 3: 17, 4: 30})[4] < before[4], "many more do"
    assert radii({1: 2, 2: 1})[1] > radii({1: 2, 2: 1})[2], "among few, one more is a size of its own"


def test_a_chart_that_nobody_looks_at_remembers_no_more_than_it_can_paint(qtbot: QtBot) -> None:
    chance, web, places, chart = large(qtbot)
    net = web.network()
    chart.hide()
    for number in range(500, 620):
        web.replace([number], [statement(chance, number)], {})
        net = web.followed(net, web.step)
        chart.show_view(view_of(net, places))
        assert len(chart._backing._together) <= 4_000
    chart.show()
    shown = picture(chart)
    chart.refresh()
    assert unlike(shown, picture(chart)) <= _ROUNDED
