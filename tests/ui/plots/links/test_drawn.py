from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from glossator import connections, projects
from glossator.core.annotations import Argument, Relation
from glossator.core.changes import Change
from glossator.core.lens import Lens
from glossator.core.statements import Node
from glossator.ui.plots.links import beyond
from glossator.ui.plots.links.choice import Choice
from glossator.ui.plots.links.plot import LinksPlot
from glossator.ui.plots.plot import About
from glossator.workbench import Workbench

WHOLE = Lens()
SOME = frozenset({Node(entity=1)})  # stands for every third node
Show = Callable[[Workbench, Lens], LinksPlot]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Workbench]:
    made = projects.open(projects.demo(tmp_path, tagged=True, author="Kim"), author="Kim")
    yield made
    made.close()


def edit(chance: Random, bench: Workbench, held: Relation) -> Change:
    """Any change of a relation or an event, or one beside it: at times one of a mention with itself."""
    hand, kind = bench.hand, chance.random()
    if kind < 0.35 and not bench.ask.notes_on(held.id):
        return hand.change("Delete", removed=(held,))
    others = [each.id for each in bench.scheme.relation_types]
    if kind < 0.6 and held.trigger is None:
        return hand.change("Retype", removed=(held,), added=(replace(held, type=chance.choice(others)),))
    pair = chance.choices([each.target for each in held.arguments], k=2)
    arguments = (Argument("Arg1", pair[0]), Argument("Arg2", pair[1]))
    made = Relation(hand.new_id(), held.document, chance.choice(others), arguments, author="Kim")
    return hand.change("Relate", added=(made,))


@pytest.mark.parametrize(
    "choice",
    [None, Choice(), Choice(top=20), Choice(hidden=SOME)],
    ids=["unasked", "all", "a part", "but some"],
)
@pytest.mark.parametrize("many", [1_500, 5], ids=["small", "large"])
def test_what_is_drawn_after_any_steps_is_what_is_drawn_anew(
    demo: Workbench, show: Show, monkeypatch: pytest.MonkeyPatch, choice: Choice | None, many: int
) -> None:
    plot = show(demo, WHOLE)
    about = About(demo, WHOLE)
    if choice is not None:
        if choice.hidden:
            choice = Choice(hidden=frozenset(list(plot.network.nodes)[::3]))
        plot.choose(choice)
    monkeypatch.setattr(connections, "MANY", many)
    chance = Random(many)
    if many < 100:
        plot.controls.hide_type(next(iter(plot.web.types())) if plot.web is not None else "")
    undone, chosen = 0, set(plot.network.nodes)
    for _ in range(30):
        if undone and chance.random() < 0.35:
            change, undone = demo.undo(), undone - 1
        else:
            assert plot.web is not None
            held = demo.ask.record(chance.choice(sorted(plot.web.relations())))
            assert isinstance(held, Relation)
            change, undone = edit(chance, demo, held), undone + 1
            demo.do(change)
        assert plot.follow(change, about)
        assert plot._task is None
        fresh, sieve = connections.web(demo.ask, demo.scheme, WHOLE), plot.controls.sieve
        whole = fresh.network(sieve)
        assert plot.network.nodes.keys() <= whole.nodes.keys(), "nothing that the controls do not let through"
        is_anew = many > 100 or choice is None or choice.is_all
        wanted = (choice or Choice()).of(whole)
        if not is_anew:  # of a part of a large web, the same nodes stay
            wanted = fresh.network(sieve, chosen & whole.nodes.keys())
        assert list(plot.network.nodes.items()) == list(wanted.nodes.items())
        assert plot.network.links == wanted.links
        assert plot.full.links == whole.links
        assert list(plot.full.nodes) == list(whole.nodes)
        is_whole = choice is None or (choice.is_all and not choice.hidden)
        assert plot._beyond() == ({} if is_whole else beyond.beyond(fresh, wanted, sieve))
        assert f"{len({each for link in wanted.links for each in link.relations})} " in plot.card.foot.text()
        assert [link.key for link in wanted.links] == list(plot.card.view.table.keys)
        scene = plot.chart.scene
        assert scene is not None
        assert scene.cast.links == wanted.links


def test_what_nobody_asked_for_during_several_steps_is_made_up_for(
    demo: Workbench, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    plot = show(demo, WHOLE)
    about = About(demo, WHOLE)
    plot.choose(Choice())
    monkeypatch.setattr(connections, "MANY", 5)
    chance = Random(3)
    for _ in range(4):
        before = plot.full
        for _ in range(5):
            held = demo.ask.record(chance.choice(chance.choice(plot.network.links).relations))
            assert isinstance(held, Relation)
            change = edit(chance, demo, held)
            demo.do(change)
            assert plot.follow(change, about)
        assert plot._whole is before, "nobody asked"
        whole = connections.web(demo.ask, demo.scheme, WHOLE).network()
        assert plot.full.links == whole.links
        assert list(plot.full.nodes.items()) == list(whole.nodes.items())
