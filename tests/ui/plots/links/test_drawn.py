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
from glossator.ui.plots.links import beyond
from glossator.ui.plots.links.choice import Choice
from glossator.ui.plots.links.plot import LinksPlot
from glossator.ui.plots.plot import About
from glossator.workbench import Workbench

WHOLE = Lens()
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


@pytest.mark.parametrize("choice", [None, Choice(top=20)], ids=["all", "a part"])
@pytest.mark.parametrize("many", [1_500, 5], ids=["small", "large"])
def test_what_is_drawn_after_any_steps_is_what_is_drawn_anew(
    demo: Workbench, show: Show, monkeypatch: pytest.MonkeyPatch, choice: Choice | None, many: int
) -> None:
    plot = show(demo, WHOLE)
    about = About(demo, WHOLE)
    if choice is not None:
        plot.choose(choice)
    monkeypatch.setattr(connections, "MANY", many)
    chance = Random(many)
    if many < 100:
        plot.controls.hide_type(next(iter(plot.web.types())) if plot.web is not None else "")
    undone = 0
    for _ in range(30):
        if undone and chance.random() < 0.35:
            change, undone = demo.undo(), undone - 1
        else:
            link = chance.choice(plot.network.links)
            held = demo.ask.record(chance.choice(link.relations))
            assert isinstance(held, Relation)
            change, undone = edit(chance, demo, held), undone + 1
            demo.do(change)
        assert plot.follow(change, about)
        assert plot._task is None
        fresh, sieve = connections.web(demo.ask, demo.scheme, WHOLE), plot.controls.sieve
        whole = fresh.network(sieve)
        wanted = (
            (choice or Choice()).of(whole) if many > 100 else fresh.network(sieve, set(plot.network.nodes))
        )
        assert list(plot.network.nodes.items()) == list(wanted.nodes.items())
        assert plot.network.links == wanted.links
        assert plot.full.links == whole.links
        assert list(plot.full.nodes) == list(whole.nodes)
        assert plot._beyond() == ({} if choice is None else beyond.beyond(fresh, wanted, sieve))
        assert f"{len({each for link in wanted.links for each in link.relations})} " in plot.card.foot.text()
        assert [link.key for link in wanted.links] == list(plot.card.view.table.keys)
        scene = plot.chart.scene
        assert scene is not None
        assert scene.cast.links == wanted.links
