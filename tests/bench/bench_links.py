"""What the link chart costs: laying out and moving 2,000 nodes with 5,000 links, and a tag while any of it is drawn."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from glossator import connections, projects, surveys
from glossator.analysis.chart_layout import arrange
from glossator.analysis.links import Network
from glossator.analysis.web import Web
from glossator.core.annotations import Argument, Entity, Mention, Relation
from glossator.core.changes import Change
from glossator.core.documents import Document, digest_of
from glossator.core.lens import Lens
from glossator.core.spans import Span
from glossator.core.statements import Node, NodeFacts, Statement
from glossator.ui import theme
from glossator.ui.plots.links.chart import LinkChart
from glossator.ui.plots.links.choice import Choice
from glossator.ui.plots.links.content import Content
from glossator.ui.plots.links.plot import LinksPlot
from glossator.ui.plots.marks import View
from glossator.ui.plots.plot import About
from glossator.workbench import Workbench
from tests.bench.documents import LABELS, RELATIONS, scheme
from tests.bench.frame import Measurement, cpu_ms
from tests.bench.large_project import Scale, build

_LAYOUT, _FRAME, _TAG = 1000.0, 16.0, 20.0
_FRAMES = 60
_TAGS = 20
_SIZES = ((150, 300), (2_000, 5_000))
_WHOLE = Lens()
_CHOICES = (Choice(top=60), Choice(top=150), Choice())
_IN_DOCUMENT = 25
_ROLES = ("Arg1", "Arg2")


def measure() -> list[Measurement]:
    """Layout and frames by size, then tags in three projects."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, theme.light())
    found = [each for nodes, links in _SIZES for each in _drawing(app, nodes, links)]
    with TemporaryDirectory() as folder:
        demo = projects.demo(Path(folder), tagged=True, author="Bench")
        found += _tags(app, demo, "the demo", None)
        middle = build(Path(folder) / "middle.gloss", Scale(1_000, 50, 10))
        found += _tags(app, middle, "60 of 50,000 mentions", Choice(top=60))
        found += _tags(app, middle, "all around one", Choice(top=1))
        web = web_project(Path(folder) / "web.gloss", *_SIZES[-1])
        for choice in _CHOICES:
            found += _edits(app, web, choice)
    return found


def network(nodes: int, links: int) -> Network:
    """A network in which few nodes have many links, and links are drawn in every way there is."""
    chance = Random(1)
    every = [Node(entity=at + 1) for at in range(nodes)]
    weights = [1 / (at + 1) ** 0.6 for at in range(nodes)]
    said = []
    for number in range(links):
        first, second = chance.choices(every, weights, k=2)
        sure, grade = chance.choice(["", "Probable", "Possible"]), chance.choice("6612")
        source = f"source {chance.randrange(9)}"
        kind = chance.choice(RELATIONS)
        said.append(Statement(number + 1, number % 200, kind, "", first, second, sure, grade, source=source))
    facts = {
        node: NodeFacts(f"Entity number {node.entity}", chance.choice(LABELS), 9, chance.randrange(1, 40))
        for node in every
    }
    return Web(scheme(), said, facts).network()


def _drawing(app: QApplication, nodes: int, links: int) -> Iterator[Measurement]:
    size = f"{nodes:,} nodes, {links:,} links"
    net = network(nodes, links)
    names, ends = list(net.nodes), [link.ends for link in net.links]
    arrange(names[:9], ends[:9])  # what it needs is loaded
    yield Measurement("links: laid out", size, "ms", cpu_ms(lambda: arrange(names, ends), times=3), _LAYOUT)
    places = arrange(names, ends)
    known = {node: place for at, (node, place) in enumerate(places.items()) if at % 50}
    again = cpu_ms(lambda: arrange(names, ends, known), times=3)
    yield Measurement("links: … every fiftieth is new", size, "ms", again, _LAYOUT)
    chart = LinkChart(theme.light())
    chart.resize(1300, 700)
    chart.show()
    app.processEvents()
    view = View(None, content=Content(net, scheme(), places))
    yield Measurement("links: shown", size, "ms", cpu_ms(lambda: _shown(chart, view), times=3))
    _settle(app, chart)
    for zoom in (chart.zoom, 0.5, 1.0):
        chart.fit()
        chart.magnify(zoom / chart.zoom)
        _settle(app, chart)
        chart.grab()
        samples = [each for turn in range(_FRAMES) for each in _frame(chart, turn)]
        what = f"links: moved, magnified {'to fit' if zoom not in (0.5, 1.0) else zoom}"
        yield Measurement(what, size, "ms", samples, _FRAME, "p95")
    chart.close()


def _shown(chart: LinkChart, view: View) -> None:
    chart.show_view(view)
    chart.grab()


def _frame(chart: LinkChart, turn: int) -> list[float]:
    x, y = 14 if turn % 20 < 10 else -14, 9 if turn % 30 < 15 else -9

    def move() -> None:
        chart.move_by(x, y)
        chart.viewport.repaint()

    return cpu_ms(move)


def _settle(app: QApplication, chart: LinkChart) -> None:
    while chart._soon.isActive():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def web_project(path: Path, nodes: int, links: int) -> Path:
    """A project in which few identities have many relations, these in every way there is, many of them parallel."""
    chance = Random(1)
    bench = projects.create(path, title="Web", scheme_id=scheme(), author="Bench")
    new = bench.hand.new_id
    made = [
        Entity(new(), f"Entity number {at}", chance.choice(LABELS), author="Bench") for at in range(nodes)
    ]
    weights = [1 / (at + 1) ** 0.6 for at in range(nodes)]
    pairs = [chance.choices(made, weights, k=2) for _ in range(links)]
    records: list[Any] = [*made]
    texts = {}
    for first in range(0, links, _IN_DOCUMENT):
        held = pairs[first : first + _IN_DOCUMENT]
        text = f"Report {first}: " + " ".join(end.name for pair in held for end in pair)
        document = Document(new(), f"Report {first}", len(text), digest_of(text), status="new")
        texts[document.digest] = text
        records.append(document)
        at = text.index(": ") + 2
        for pair in held:
            ends = []
            for end in pair:
                span = Span(at, at + len(end.name))
                at = span.end + 1
                ends.append(
                    Mention(new(), document.id, end.type, (span,), end.name, entity=end.id, author="Bench")
                )
            arguments = tuple(Argument(role, end.id) for role, end in zip(_ROLES, ends, strict=True))
            sure = chance.choice([None, "Probable", "Possible"])
            told = {"certainty": sure} if sure else {}
            kind = chance.choice(RELATIONS)
            records += [
                *ends,
                Relation(new(), document.id, kind, arguments, attributes=told, author="Bench"),
            ]
    bench.do(replace(bench.hand.change("Import", added=tuple(records)), texts=texts))
    bench.close()
    return path


def _tags(app: QApplication, path: Path, size: str, choice: Choice | None) -> Iterator[Measurement]:
    """From a Change to the chart painted: a relation, and its being taken back."""
    with _drawn(app, path, choice) as (plot, bench, about):
        samples = [each for turn in range(_TAGS) for each in _one(plot, bench, about, turn)]
    yield Measurement("links: a relation drawn", size, "ms", samples, _TAG, "p95")


@contextmanager
def _drawn(
    app: QApplication, path: Path, choice: Choice | None
) -> Iterator[tuple[LinksPlot, Workbench, About]]:
    """The link chart of a project as it is seen on an enlarged card, until it is drawn with all names."""
    bench = projects.open(path, author="Bench")
    parent = QWidget()
    parent.resize(1300, 900)
    plot = LinksPlot(surveys.find("links"), theme.light(), parent)
    plot.card.resize(1300, 900)
    parent.show()
    plot.choice = choice
    gc.collect()
    gc.freeze()  # as the window does after its start
    about = About(bench, _WHOLE)
    plot._about = about
    plot.show(connections.web(bench.ask, bench.scheme, _WHOLE), about)
    while plot._task is not None:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    _settle(app, plot.chart)
    plot.chart.grab()
    yield plot, bench, about
    plot.forget()
    parent.close()
    bench.close()


def _edits(app: QApplication, path: Path, choice: Choice) -> Iterator[Measurement]:
    """From a Change to all of the card painted: relations added, deleted and of another type, each taken back as well.
    How many links are drawn is said with each.
    """
    samples: dict[str, list[float]] = {"added": [], "deleted": [], "retyped": []}
    with _drawn(app, path, choice) as (plot, bench, about):
        size = f"{len(plot.network.nodes):,} nodes, {len(plot.network.links):,} links drawn"

        def timed(what: str, change: Change) -> None:
            samples[what] += cpu_ms(lambda: _painted(app, plot, change, about))

        for turn in range(_TAGS):
            for name, change in _changes(plot, bench, turn).items():
                bench.do(change)
                timed(name, change)
                timed({"added": "deleted", "deleted": "added"}.get(name, name), bench.undo())
    for what, held in samples.items():
        yield Measurement(f"links: a relation {what}", size, "ms", held, _TAG, "p95")


def _changes(plot: LinksPlot, bench: Workbench, turn: int) -> dict[str, Change]:
    """What is done to a link that is drawn: another one the other way round, none any more, one of another type."""
    chance = Random(turn)
    held = bench.ask.record(chance.choice(plot.network.links).relations[0])
    assert isinstance(held, Relation)
    ends = tuple(Argument(each.role, each.target) for each in reversed(held.arguments))
    made = Relation(bench.hand.new_id(), held.document, chance.choice(RELATIONS), ends, author="Bench")
    other = replace(held, type=chance.choice([each for each in RELATIONS if each != held.type]))
    return {
        "added": bench.hand.change("Relate", added=(made,)),
        "deleted": bench.hand.change("Delete", removed=(held,)),
        "retyped": bench.hand.change("Retype", removed=(held,), added=(other,)),
    }


def _painted(app: QApplication, plot: LinksPlot, change: Change, about: About) -> None:
    assert plot.follow(change, about)
    app.processEvents()
    assert not plot.chart._soon.isActive(), "nothing of it is drawn later"


def _one(plot: LinksPlot, bench: Workbench, about: About, turn: int) -> Iterator[float]:
    drawn = [link for link in plot.network.links if not link.key.role]
    relation = bench.ask.record(drawn[turn % len(drawn)].relations[0])
    assert isinstance(relation, Relation)
    ends = tuple(Argument(each.role, each.target) for each in reversed(relation.arguments))
    made = Relation(bench.hand.new_id(), relation.document, RELATIONS[0], ends, author="Bench")
    if bench.scheme.relation_type(RELATIONS[0]) is None:
        made = Relation(made.id, made.document, relation.type, ends, author="Bench")
    change = bench.hand.change("Relate", added=(made,))
    bench.do(change)
    yield from cpu_ms(lambda: _followed(plot, change, about))
    undone = bench.undo()
    yield from cpu_ms(lambda: _followed(plot, undone, about))


def _followed(plot: LinksPlot, change: Change, about: About) -> None:
    assert plot.follow(change, about)
    chart = plot.card.chart
    assert isinstance(chart, LinkChart)
    chart.viewport.repaint()
