"""Who looks after the link chart: what is done with nodes and links, and which records they stand for."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from glossator.analysis.facets import Facets
from glossator.analysis.links import LinkKey
from glossator.core.changes import Change
from glossator.core.lens import MentionPick, Pick, RelationPick
from glossator.core.statements import Node
from glossator.core.titles import counted
from glossator.surveys import Survey
from glossator.ui.plots.chart import Chart, IsLit, nothing
from glossator.ui.plots.links import menu, tips
from glossator.ui.plots.links.chart import LinkChart
from glossator.ui.plots.links.choice import DRAWABLE, TOPS, Choice
from glossator.ui.plots.links.content import Lighting, Lights, Mark, Place
from glossator.ui.plots.links.drawn import Drawn
from glossator.ui.plots.links.menu import PARTED, Entry
from glossator.ui.plots.marks import number
from glossator.ui.plots.plot import About
from glossator.ui.theme import Theme


class LinksPlot(Drawn):
    """The link chart, with all that can be done in it."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self._facets: tuple[Facets, Lights] | None = None
        self.controls.found.connect(self._on_found)
        self.controls.more_menu.aboutToShow.connect(
            lambda: menu.fill(self.controls.more_menu, self._chart_entries())
        )

    def make_chart(self, theme: Theme, parent: QWidget) -> Chart:
        chart = super().make_chart(theme, parent)
        assert isinstance(chart, LinkChart)
        chart.placed.connect(self._on_placed)
        chart.expand_requested.connect(self.expand)
        chart.hide_requested.connect(self.hide)
        chart.way_requested.connect(self.show_way)
        chart.menu_requested.connect(self._on_menu)
        return chart

    def told_by_controls(self) -> tuple[str, ...]:
        return () if self.controls.isHidden() else self.controls.told

    def follow(self, change: Change, about: About) -> bool:
        self._facets = None
        return super().follow(change, about)

    def forget(self) -> None:
        self._facets = None
        super().forget()

    # --- what is done

    def offer(self) -> None:
        """Ask what is to be drawn, where there is much."""
        self.choice = None
        self._draw()

    def expand(self, node: Node) -> None:
        """Draw the neighbours of a node as well."""
        if self.choice is None or node not in self.full.nodes:
            return
        new = {node, *self.full.neighbours(node)}
        self.choose(replace(self.choice, added=self.choice.added | new, hidden=self.choice.hidden - new))

    def only_around(self, node: Node) -> None:
        """Draw a node and its neighbours, and nothing else."""
        self.choose(Choice(begun=frozenset({node})))

    def hide(self, node: Node) -> None:
        """Draw a node no longer."""
        choice = self.choice or Choice()
        self.choose(replace(choice, hidden=choice.hidden | {node}, added=choice.added - {node}))

    def pin(self, node: Node, *, is_on: bool) -> None:
        """Keep a node where it is when everything is arranged anew, or do so no longer."""
        self.standing.pin(node, is_on=is_on)
        self._later.start()
        self._show(self.standing.places)

    def arrange_anew(self) -> None:
        """Find new places for everything but what is pinned."""
        self.standing.loosen()
        self._draw()
        self.chart.fit()

    def show_way(self, start: Node, goal: Node) -> None:
        """Point out the shortest way between two nodes, and list by whose word each step is."""
        way = self.network.path(start, goal)
        self._way, self._way_from = tuple(link.key for link in way), start
        if not way:
            self.said.emit("No way leads from one to the other along the links that are drawn.")
        self._show(self.standing.places)
        if len(way) > 1:
            self.card.brushed.emit(self._way, False)
        elif way:
            self.card.chosen.emit(way[0].key)

    def _on_placed(self, places: Mapping[Node, Place]) -> None:
        self.standing.add(places)
        for node in places:
            self.standing.pin(node, is_on=True)
        self._later.start()
        self._show(self.standing.places)

    def _on_found(self, node: Node) -> None:
        """Go to a node; where it is not drawn, draw it and what is around it."""
        if node not in self.network.nodes:
            if self.choice is None:
                self.choose(Choice(begun=frozenset({node})))
            else:
                self.expand(node)
        if node in self.network.nodes and self._task is None:
            self.chart.go_to(node)
            self.chart.select(node)
            self.chart.setFocus()

    def _on_menu(self, key: Mark | None, at: QPoint) -> None:
        menu.pop_up(self.chart, self.entries(key), at)

    def entries(self, key: Mark | None) -> list[Entry]:
        """What can be done with a node, a link, or (``None``) the chart."""
        if isinstance(key, Node):
            return self._node_entries(key)
        if key is not None:
            hide = Entry("&Hide this type", lambda: self.controls.hide_type(key.type))
            return [Entry("&Sentences\tEnter", lambda: self.card.chosen.emit(key)), hide]
        return self._chart_entries()

    def _node_entries(self, node: Node) -> list[Entry]:
        others = [each for each in self.chart.selected if each != node]
        is_pinned = node in self.standing.pinned
        pinning = "Un&pin" if is_pinned else "&Pin here"
        way = Entry("&Way from here\tP", lambda: self.chart.select(node))
        if others:
            way = Entry("Shortest &way to the selected\tP", lambda: self.show_way(others[-1], node))
        return [
            Entry("&Sentences\tEnter", lambda: self.card.chosen.emit(node)),
            Entry("&Open its card", lambda: self.card_requested.emit(node.entity), bool(node.entity)),
            PARTED,
            Entry("&Expand\tCtrl+Enter", lambda: self.expand(node), bool(self._beyond().get(node))),
            Entry("Only this and what is &around it", lambda: self.only_around(node)),
            Entry("&Hide\tDel", lambda: self.hide(node)),
            Entry(pinning, lambda: self.pin(node, is_on=not is_pinned)),
            way,
        ]

    def _chart_entries(self) -> list[Entry]:
        count = len(self.full.nodes)
        choice = self.choice or Choice()
        return [
            Entry("&Fit\t0", self.chart.fit),
            Entry("&Arrange anew", self.arrange_anew),
            Entry("&Unpin all", self.unpin_all, bool(self.standing.pinned)),
            PARTED,
            *(
                Entry(f"The {top} in most documents", partial(self.choose, Choice(top=top)), top < count)
                for top in TOPS
            ),
            Entry(f"All {number(count)}", partial(self.choose, Choice()), count <= DRAWABLE),
            Entry(
                f"Show the {counted(len(choice.hidden), 'hidden node')} again",
                lambda: self.choose(replace(choice, hidden=frozenset())),
                bool(choice.hidden),
            ),
        ]

    def unpin_all(self) -> None:
        """Nothing is kept where it is when everything is arranged anew."""
        self.standing.pinned.clear()
        self._later.start()
        self._show(self.standing.places)

    # --- what marks stand for

    def pick(self, key: Hashable, about: About) -> Pick | None:
        """Which records a node or a link stands for."""
        if isinstance(key, Node):
            if key.entity:
                return MentionPick(entity=key.entity)
            if key.event:
                return RelationPick(ids=frozenset({key.event}))
            return MentionPick(label=key.label, quote=key.quote, identified=False)
        if not isinstance(key, LinkKey):
            return None
        link = next((each for each in self.full.at.get(key.first, ()) if each.key == key), None)
        return (
            RelationPick(ids=frozenset(link.relations), role=key.role or None) if link is not None else None
        )

    def caption(self, key: Hashable, about: About) -> str:
        """What the list of its sentences is called."""
        if isinstance(key, Node):
            return tips.called(key, self.full, about.scheme)
        assert isinstance(key, LinkKey)
        link = next((each for each in self.full.at.get(key.first, ()) if each.key == key), None)
        told = tips.titled(key, self.full, about.scheme)
        return (
            f"{told}  ·  {tips.grade_words(link.grade)}, by {tips.voices(link)}" if link is not None else told
        )

    def entity_of(self, key: Hashable) -> int | None:
        """The identity of a node; events and words that stand for nobody have none."""
        return key.entity or None if isinstance(key, Node) else None

    def label_of(self, key: Hashable, about: About) -> str:
        """The label (id) of a node, or of the node to which a link leads."""
        node = key.second if isinstance(key, LinkKey) else key
        facts = self.full.nodes.get(node) if isinstance(node, Node) else None
        return facts.label if facts is not None else ""

    def lit(self, own: tuple[Hashable, ...], found: Facets) -> IsLit:
        return nothing if not own and found.is_empty else Lighting(partial(self._lights, own, found))

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        """Whether it shares annotations with what is brushed elsewhere or selected on the page."""
        return Lighting(partial(self._lights, (), facets))(key)

    def _lights(self, own: tuple[Hashable, ...], found: Facets) -> Lights:
        if own:
            nodes = frozenset(key for key in own if isinstance(key, Node))
            return Lights(nodes, frozenset(key for key in own if isinstance(key, LinkKey)))
        if self._facets is None or self._facets[0] is not found:
            self._facets = (found, self._lights_of(found))
        return self._facets[1]

    def _lights_of(self, found: Facets) -> Lights:
        """The nodes and links that share annotations with what was found; an event is an end of the links it says."""
        links = frozenset(self.web.keys_of(found.relations) if self.web is not None else ())
        nodes = {Node(entity=each) for each in found.entities}
        nodes |= {Node(quote=quote, label=label) for quote, label in found.quotes}
        events = {node for key in links for node in key[:2] if node.event in found.relations}
        return Lights(frozenset(nodes | events), links)
