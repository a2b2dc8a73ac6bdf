"""A link chart with little in it, and one over a real project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from glossator import connections, surveys
from glossator.analysis.chart_layout import arrange
from glossator.analysis.links import Network
from glossator.analysis.web import Web
from glossator.core.lens import Lens
from glossator.core.scheme import Scheme
from glossator.core.statements import Node, NodeFacts, Statement
from glossator.store.project_file import ProjectFile
from glossator.ui import theme
from glossator.ui.plots.links.chart import LinkChart
from glossator.ui.plots.links.content import Content
from glossator.ui.plots.links.plot import LinksPlot
from glossator.ui.plots.marks import View
from glossator.ui.plots.plot import About
from glossator.workbench import Workbench
from tests.builders import scheme as small

ADA, BOB, NAVY, LIBYA = (Node(entity=number) for number in (11, 12, 13, 14))
SHIP = Node(quote="a ship", label="FAC")
RAID = Node(event=99, label="ATTACK")
FACTS = {
    ADA: NodeFacts("Ada Lovelace", "PER", 9, 6),
    BOB: NodeFacts("Bob", "PER", 2, 2),
    NAVY: NodeFacts("the navy", "ORG", 2, 1),
    LIBYA: NodeFacts("Libya", "GPE", 9, 4),
    SHIP: NodeFacts("a ship", "FAC", 1, 1),
    RAID: NodeFacts("raided", "EVT", 1, 1),
}


def said(number: int, one: Node, other: Node, kind: str = "LEADS", **more: object) -> Statement:
    """A statement from a paper of its own."""
    values = {"document": number, "role": "", "source": f"paper {number}", **more}
    return Statement(relation=number, first=one, second=other, type=kind, **values)  # type: ignore[arg-type]


SAID = (
    said(1, ADA, NAVY),
    said(2, ADA, NAVY, "PART_OF"),
    said(3, NAVY, ADA, "LEADS", is_denied=True),
    said(4, ADA, ADA, "NEAR"),
    said(5, BOB, LIBYA, credibility="2", reliability="B"),
    said(6, NAVY, LIBYA, "NEAR"),
    said(9, RAID, NAVY, "ATTACK", role="Agent"),
    said(9, RAID, SHIP, "ATTACK", role="Target"),
)
PLACES = {
    ADA: (0.0, 0.0),
    NAVY: (300.0, 0.0),
    LIBYA: (600.0, 0.0),
    BOB: (600.0, 200.0),
    RAID: (300.0, 200.0),
    SHIP: (0.0, 200.0),
}


def network(*statements: Statement, scheme: Scheme | None = None) -> Network:
    """The network of these statements, or the usual one."""
    return Web(scheme or small(), statements or SAID, FACTS).network()


def large(nodes: int, links: int) -> Network:
    """A network of any size."""
    from random import Random

    chance = Random(1)
    every = [Node(entity=at + 1) for at in range(nodes)]
    facts = {
        node: NodeFacts(
            f"Entity number {node.entity}", chance.choice(["PER", "ORG", "GPE"]), 3, 1 + node.entity % 9
        )
        for node in every
    }
    pairs = [(every[at], every[at + 1]) for at in range(min(nodes - 1, links))]
    pairs += [(chance.choice(every), chance.choice(every)) for _ in range(links - len(pairs))]
    statements = [
        said(at + 1, one, other, chance.choice(["LEADS", "PART_OF", "NEAR"]))
        for at, (one, other) in enumerate(pairs)
    ]
    return Web(small(), statements, facts).network()


def content(net: Network, places: dict[Node, tuple[float, float]] | None = None, **more: object) -> Content:
    """A content that shows this network; arranged, where no places are given."""
    found = places or arrange(list(net.nodes), [link.ends for link in net.links])
    return Content(net, small(), found, **more)  # type: ignore[arg-type]


@pytest.fixture
def chart(qtbot: QtBot) -> Iterator[LinkChart]:
    """The usual network in a chart that is seen."""
    made = LinkChart(theme.light())
    qtbot.addWidget(made)
    made.resize(900, 560)
    made.show()
    made.show_view(View(None, content=content(network(), dict(PLACES))))
    yield made
    made.close()


@pytest.fixture
def begin(qtbot: QtBot) -> Callable[[Workbench, Lens], LinksPlot]:
    """Has a plot show the web of a project; what is laid out beside the window may come later."""
    held: list[QWidget] = []  # nothing else holds on to the widget it stands in

    def work(bench: Workbench, lens: Lens) -> LinksPlot:
        parent = QWidget()
        held.append(parent)
        qtbot.addWidget(parent)
        parent.resize(1000, 760)
        made = LinksPlot(surveys.find("links"), theme.light(), parent)
        made.card.resize(1000, 760)
        parent.show()
        made.show(connections.web(bench.ask, bench.scheme, lens), About(bench, lens))
        return made

    return work


@pytest.fixture
def show(
    qtbot: QtBot, begin: Callable[[Workbench, Lens], LinksPlot]
) -> Callable[[Workbench, Lens], LinksPlot]:
    """Shows the web of a project in a plot, and waits until it is drawn."""

    def work(bench: Workbench, lens: Lens) -> LinksPlot:
        made = begin(bench, lens)
        qtbot.waitUntil(lambda: made._task is None, timeout=8_000)
        return made

    return work


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workbench]:
    """A project in which nothing is said."""
    file = ProjectFile.create(tmp_path / "empty.gloss", title="Empty", scheme=small(), author="Kim")
    made = Workbench(file, author="Kim")
    yield made
    made.close()
