"""What of the web is drawn in the link chart, and where it stands: asked for, sifted, laid out, followed and kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from glossator import connections
from glossator.analysis import link_tables
from glossator.analysis.chart_layout import arrange
from glossator.analysis.links import LinkKey, Network
from glossator.analysis.web import Step, Web
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.core.statements import Node
from glossator.core.titles import counted
from glossator.surveys import Survey
from glossator.ui import messages, tasks
from glossator.ui.plots.chart import Chart
from glossator.ui.plots.links import beyond
from glossator.ui.plots.links.beyond import Counts
from glossator.ui.plots.links.chart import LinkChart
from glossator.ui.plots.links.choice import DRAWABLE, READABLE, Choice, ChoicePanel, Offer, shown_words
from glossator.ui.plots.links.content import Content, Place
from glossator.ui.plots.links.controls import Controls
from glossator.ui.plots.links.standing import Standing
from glossator.ui.plots.links.twin import Twin
from glossator.ui.plots.marks import Table, View
from glossator.ui.plots.plot import About, Plot
from glossator.ui.tasks import Progress, Task
from glossator.ui.theme import Theme

_AT_ONCE = 60  # nodes that are arranged while one waits: some milliseconds
_FEW = 8  # new ones among known ones, likewise
_SCARCE = 1  # new nodes for each known one, from which on these do not hold the others up
_OFFERED = 2_000  # names
_KEEP_AFTER = 800  # milliseconds
_EMPTY = (
    "Nothing is connected yet. Press R on a mention and then the letter shown on another to relate the two, or E on a "
    "word that tells what happened to make it an event."
)
_FILTERED = "No link is let through by the filter."
_APART = (
    "None of those chosen is linked with anything: they are mentioned together, but no relation or event joins them "
    "that the filter lets through. Press R on a mention of one and then the letter shown on the other to relate them. "
    "Chart, above, draws the others."
)
_HIDDEN = "All that was chosen is hidden. Chart, above, shows it again."


_MATRIX = "together"  # the view of who appears with whom


class Drawn(Plot):
    """The link chart as far as it shows: its web is held, followed Change by Change, and drawn in part or whole."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self.web: Web | None = None
        self.network = Network()
        self.choice: Choice | None = None
        self.standing = Standing()
        self._about: About | None = None
        self._chosen: set[Node] = set()  # of a large web, whatever becomes of their links meanwhile
        self._whole: Network | None = None
        self._missed = Step()
        self._near: tuple[Network, Counts] | None = None
        self._twin = Twin()
        self._awaited: frozenset[int] = frozenset()
        self._way: tuple[LinkKey, ...] = ()
        self._way_from: Node | None = None
        self._task: Task[dict[Node, Place]] | None = None
        self._panel: ChoicePanel | None = None
        self._later = QTimer(self, singleShot=True, interval=_KEEP_AFTER)
        self._later.timeout.connect(self._keep)
        self.controls = Controls(self.card)
        self.controls.changed.connect(self._on_sieve)
        self.controls.table_changed.connect(self._draw)
        self.controls.field.offer(self._names)
        self.card.controls.addWidget(self.controls)
        self.card.as_table.toggled.connect(self.controls.table.setVisible)
        self.controls.hide()

    def make_chart(self, theme: Theme, parent: QWidget) -> Chart:
        chart = LinkChart(theme, parent)
        chart.cleared.connect(self.clear_way)
        self._panel = ChoicePanel(chart)
        self._panel.hide()
        self._panel.chosen.connect(self.choose)
        self._panel.matrix_requested.connect(lambda: self.view_requested.emit(_MATRIX))
        chart.resized.connect(self._center_panel)
        return chart

    @property
    def chart(self) -> LinkChart:
        """What it is drawn in."""
        assert isinstance(self.card.chart, LinkChart)
        return self.card.chart

    # --- what is shown

    def show(self, answer: Any, about: About) -> None:
        assert isinstance(answer, Web)
        before = self._about
        self._about = about
        self.web = answer
        if before is None or before.bench is not about.bench or before.lens.document != about.lens.document:
            self._flush(before)
            self.standing.read(about.bench, about.lens.document)
            self.choice = None
            self.clear_way(is_drawn=False)
        if self._awaited:
            self.begin_with(self._awaited)
        else:
            self._sift()

    def begin_with(self, entities: frozenset[int]) -> None:
        self._awaited = frozenset()
        if self.web is None:
            self._awaited = entities
        else:
            self.choose(Choice(begun=frozenset(Node(entity=each) for each in entities)))

    def options(self) -> Mapping[str, str]:
        return {} if self.choice is not None else {"wanted": "count"}

    def follow(self, change: Change, about: About) -> bool:
        if self.web is None or not connections.follow(
            self.web, change, about.bench.ask, about.scheme, about.lens
        ):
            return False
        self._about = about
        before = self.network
        self._missed = self._missed.and_then(self.web.step)
        if self._is_chosen_anew:
            self._sift(is_step=True)
        else:
            self._follow_drawn(before)
        return True

    @property
    def _is_chosen_anew(self) -> bool:
        """After each Change it is asked again what is to be drawn; of a large web the same nodes stay."""
        assert self.web is not None
        return len(self.web.relations()) <= connections.MANY or self.network.is_empty

    def _follow_drawn(self, before: Network) -> None:
        """Of a large web only what is drawn is looked at."""
        web, sieve = self.web, self.controls.sieve
        assert web is not None
        assert self._about is not None
        self._stop()
        choice, touched = self.choice or Choice(), web.step.nodes
        asked = touched - choice.hidden if choice.is_all else touched & self._chosen
        drawn = (before.nodes.keys() - touched) | {node for node in asked if web.shows(node, sieve)}
        if not 0 < len(drawn) <= self._limit:
            self._sift(is_step=True)
            return
        self.controls.show_types(web.types(), self._about.scheme)
        self.network = web.followed(before, web.step, sieve, drawn)
        self._step_beyond(before)
        self._place()

    def forget(self) -> None:
        self._flush(self._about)
        self._stop()
        self._about = self.web = self.choice = None
        self._whole = self._near = None
        self._awaited = frozenset()
        self.network = Network()
        self._way = ()
        self.controls.clear()

    def _on_sieve(self) -> None:
        if self.web is not None:
            self._sift()

    def _sift(self, *, is_step: bool = False) -> None:
        """Draw what the controls let through; after a step of the web all that it let through before holds."""
        assert self.web is not None
        assert self._about is not None
        self.controls.show_types(self.web.types(), self._about.scheme)
        if not is_step:
            self._whole = None
        self._draw(is_step=is_step)

    @property
    def full(self) -> Network:
        """All that the controls let through, found when it is first asked for."""
        if self._whole is None:
            self._whole = self.web.network(self.controls.sieve) if self.web is not None else Network()
        elif self._missed.nodes and self.web is not None:
            self._whole = self.web.followed(self._whole, self._missed, self.controls.sieve)
        self._missed = Step()
        return self._whole

    def _names(self) -> list[tuple[str, Node]]:
        if self._about is None:
            return []
        scheme = self._about.scheme
        if self.web is not None and self.web.unasked:
            known = self._about.bench.ask.entities(limit=_OFFERED)
            return [(row.entity.name, Node(entity=row.entity.id)) for row in known if row.mentions]
        return [
            (link_tables.plain_name(node, facts, scheme), node) for node, facts in self.full.nodes.items()
        ]

    def _draw(self, *, is_step: bool = False) -> None:
        about = self._about
        if about is None or self.web is None:
            return
        before = self.network
        self._stop()
        self.controls.setVisible(bool(self.web.relations()))
        if self.web.unasked:
            self.network = Network()
            self._show({})
            return
        if self.full.is_empty:
            self.network = self.full
            self._say_empty(_FILTERED if self.web.total else _EMPTY)
            return
        limit = self._limit
        self.network = Network()
        if self.choice is not None or len(self.full.nodes) <= limit:
            self.network = (self.choice or Choice()).of(self.full)
        if len(self.network.nodes) > limit:
            self.choice, self.network = None, Network()
        self._chosen = set(self.network.nodes)
        if is_step:
            self._step_beyond(before)
        if self.network.is_empty:
            self._show_nothing()
            return
        self._place()

    @property
    def _limit(self) -> int:
        """Nodes up to which what is chosen is drawn."""
        return READABLE if self.choice is None else DRAWABLE

    def _show_nothing(self) -> None:
        """Ask what is to be drawn, or say why nothing of what was chosen is."""
        if self.choice is None:
            self._show({})
            return
        is_hidden = any(node in self.full.nodes for node in self.choice.hidden)
        self._say_empty(_HIDDEN if is_hidden else _APART)

    def _say_empty(self, words: str) -> None:
        """Say why nothing is drawn; the keyboard stays in the card, or it would go to whatever comes next."""
        held = self.card.window().focusWidget()
        is_made = self._panel is not None
        has_keyboard = is_made and (held is self.chart or self.chart.isAncestorOf(held))
        self.card.show_view(View(None, empty=words, foot=self._foot()))
        if has_keyboard:
            self.card.take_keyboard()

    def _place(self) -> None:
        """Find places for what is to be drawn and has none, and draw it."""
        if self.network.nodes.keys() <= self.standing.places.keys():
            self._show(self.standing.places)
            return
        missing = [node for node in self.network.nodes if node not in self.standing.places]
        if len(self.network.nodes) <= _AT_ONCE or len(missing) <= min(_FEW, len(self.network.nodes) // 2):
            self._on_arranged(self._asked()(None))
        else:
            self.card.count()
            self._task = tasks.run(self._asked(), done=self._on_arranged, failed=self._on_failed, parent=self)

    def _asked(self) -> Any:
        """The work of finding places: a pure function."""
        nodes = list(self.network.nodes)
        links = [link.ends for link in self.network.links]
        known = {node: self.standing.places[node] for node in nodes if node in self.standing.places}

        def work(progress: Progress | None) -> dict[Node, Place]:
            told = progress.raise_if_cancelled if progress is not None else lambda: None
            return arrange(nodes, links, known, told)

        return work

    def _on_arranged(self, places: Mapping[Node, Place]) -> None:
        was_late, self._task = self._task is not None, None
        self.standing.add(places)
        self._later.start()
        self._show(self.standing.places)
        if was_late:
            self.drawn.emit()

    def _on_failed(self, error: GlossatorError) -> None:
        self._task = None
        self.card.fail(str(error))

    def _show(self, places: Mapping[Node, Place]) -> None:
        about = self._about
        assert about is not None
        self._way = self._way if self._is_whole(self._way) else ()
        content = Content(
            self.network,
            about.scheme,
            places,
            frozenset(self.standing.pinned),
            self._way,
            self._beyond(),
            by_mentions=all(facts.documents < 2 for facts in self.network.nodes.values()),
            identity=(
                id(about.bench),
                about.lens.document,
                self.choice and (self.choice.top, self.choice.begun),
            ),
        )
        self.card.show_view(View(None, table=self._table(), foot=self._foot(), content=content))
        self._show_panel()

    def _is_whole(self, way: tuple[LinkKey, ...]) -> bool:
        at = self.network.at
        return all(any(link.key == key for link in at.get(key.first, ())) for key in way)

    def _beyond(self) -> Counts:
        """How many neighbours of each node are not drawn."""
        assert self.web is not None
        if self.choice is None or (self.choice.is_all and not self.choice.hidden):
            return {}
        if self._near is None or self._near[0] is not self.network:
            self._near = (self.network, beyond.beyond(self.web, self.network, self.controls.sieve))
        return self._near[1]

    def _step_beyond(self, before: Network) -> None:
        """What was counted of the network ``before`` the web changed is kept up."""
        assert self.web is not None
        held, self._near = self._near, None
        if held is not None and held[0] is before:
            counts = beyond.stepped(held[1], self.web, before, self.network, self.controls.sieve)
            self._near = (self.network, counts)

    def _table(self) -> Table:
        assert self._about is not None
        scheme = self._about.scheme
        network = self.network if not self.network.is_empty or self._is_unasked else self.full
        return self._twin.table(network, scheme, lists_nodes=self.controls.lists_nodes)

    def _foot(self) -> str:
        assert self.web is not None
        assert self._about is not None
        if self._is_unasked:
            many = counted(self.web.unasked, "relation or event", "relations and events")
            return f"{many}, of which none is drawn yet"
        if self.choice is None and self.network.is_empty and not self.full.is_empty:
            full = f"{counted(len(self.full.nodes), 'node')} and {counted(len(self.full.links), 'link')}"
            return f"{full}, of which none is drawn yet"
        parts = [
            *shown_words(self.web, len(self.network.said), self.choice or Choice(), self.controls.sieve),
            f"{counted(len(self.network.nodes), 'node')}, {counted(len(self.network.links), 'link')}",
        ]
        if self._way and self._way_from is not None:
            way = tuple(link for key in self._way for link in self.network.links if link.key == key)
            told = link_tables.way_in_words(way, self._way_from, self.network, self._about.scheme)
            parts.insert(0, f"The shortest way: {told}")
        return "  ·  ".join(parts)

    def _show_panel(self) -> None:
        panel = self._panel
        if panel is None:
            return
        is_asked = self.choice is None and self.network.is_empty
        held = panel.window().focusWidget()
        has_keyboard = held is self.chart or self.chart.isAncestorOf(held)
        if is_asked:
            panel.show_offer(self._offer())
            self._center_panel()
        panel.setVisible(is_asked)
        # who comes to the chart by keys is asked at once, and whoever has answered is in the chart
        self.chart.setFocusProxy(panel.begin if is_asked else None)  # type: ignore[arg-type]
        if has_keyboard and not panel.isAncestorOf(panel.window().focusWidget()):
            self.chart.setFocus()

    @property
    def _is_unasked(self) -> bool:
        return self.web is not None and self.web.unasked > 0

    def _offer(self) -> Offer:
        if self.web is not None and self.web.unasked:
            return Offer(0, self.web.unasked, self._names)
        return Offer(len(self.full.nodes), len(self.full.links), self._names)

    def _center_panel(self) -> None:
        if self._panel is not None:
            room = self.chart.size() - self._panel.size()
            self._panel.move(max(0, room.width() // 2), max(0, room.height() // 2))

    def choose(self, choice: Choice) -> None:
        """Draw this part of the network.  Another one of which little stood anywhere before is arranged as a whole."""
        before, self.choice = self.choice, choice
        if self._is_unasked:
            self.card.count()
            self.stale.emit()
            return
        if before is None or (before.top, before.begun) != (choice.top, choice.begun):
            nodes = choice.of(self.full).nodes
            known = sum(node in self.standing.places for node in nodes)
            if len(nodes) - known > _SCARCE * known:
                self.standing.loosen()
        self._draw()

    def clear_way(self, *, is_drawn: bool = True) -> None:
        """Point out no way."""
        had, self._way = self._way, ()
        if had and is_drawn:
            self._show(self.standing.places)

    # --- places are remembered

    def _keep(self) -> None:
        about = self._about
        if about is not None:
            try:
                self.standing.keep(about.bench, about.lens.document, self.network.nodes)
            except GlossatorError as error:
                messages.show_error(self.card, error)

    def _flush(self, about: About | None) -> None:
        """Remember now what was to be remembered soon."""
        if self._later.isActive() and about is not None:
            self._later.stop()
            self.standing.keep(about.bench, about.lens.document, self.network.nodes)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
