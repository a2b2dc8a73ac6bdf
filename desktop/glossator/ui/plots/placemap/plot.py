"""Where is it, and how sure?  Who looks after the place map."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from glossator import chronicles, surveys
from glossator.analysis.facets import Facets
from glossator.analysis.journeys import SiteKey, WayKey
from glossator.analysis.places import HEADINGS, UNIT, Gazette, sheet_of
from glossator.analysis.sheets import Later
from glossator.chronicles import Told
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.core.lens import MentionPick, Pick, RelationPick
from glossator.core.titles import counted
from glossator.surveys import Survey
from glossator.ui import tasks
from glossator.ui.plots.chart import Chart, IsLit
from glossator.ui.plots.marks import LegendEntry, Table, View, nothing_shown, shown_hidden
from glossator.ui.plots.placemap.chart import PlaceMapChart
from glossator.ui.plots.placemap.content import Content, Lit
from glossator.ui.plots.plot import About, Plot
from glossator.ui.tasks import Task
from glossator.ui.theme import Theme

_LOOKED_FOR_AFTER = 400  # milliseconds after the map is drawn, as it takes a while
_EMPTY = (
    "No place is tagged yet. Put the caret in a name on the page and press G for a country or a city, L for a region "
    "or a sea, F for a building; then I says which one it is."
)
LEGEND = (
    LegendEntry("dot", "exact"),
    LegendEntry("disc", "an area"),
    LegendEntry("region", "a region or country"),
    LegendEntry("ring", "how exact is not said"),
    LegendEntry("arrow", "from origin to destination"),
)
"""The key to the signs."""


class PlaceMapPlot(Plot):
    """Places on the map, and ways between them."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self._held: Gazette | None = None
        self._content: Content | None = None
        self._task: Task[Any] | None = None
        self._since: list[Change] = []
        self._told = ""
        self._about: About | None = None
        self._soon = QTimer(self, singleShot=True, interval=_LOOKED_FOR_AFTER)
        self._soon.timeout.connect(self._look_for_told)
        for name, tip, do in (
            ("zoom-in", "Larger (+)", lambda: self.chart.surface.zoom(1.35)),
            ("zoom-out", "Smaller (-)", lambda: self.chart.surface.zoom(1 / 1.35)),
            ("goto", "All places (0)", lambda: self.chart.surface.fit()),  # noqa: PLW0108 - there is no chart yet
        ):
            self.picture_button(name, tip, do)

    def make_chart(self, theme: Theme, parent: QWidget) -> Chart:
        made = PlaceMapChart(theme, parent)
        made.place_wanted.connect(self._on_place_wanted)
        return made

    @property
    def chart(self) -> PlaceMapChart:
        """What draws it."""
        assert isinstance(self.card.chart, PlaceMapChart)
        return self.card.chart

    def options(self) -> Mapping[str, str]:
        """Of very many some are enough, unless a filter asks for others."""
        return {"wanted": "some"}

    def show(self, answer: Any, about: About) -> None:
        self._stop()
        self._held = answer
        if self._held is not None and self._held.is_part:
            self._told = "those that mentions alone place are still looked for"
            self._about = about
            self._soon.start()
        self._draw(answer, about, None)

    # --- of a part: the places that mentions alone put on the map

    @property
    def is_looking(self) -> bool:
        """Places of which mentions alone say where they are are looked for beside the window."""
        return self._task is not None or self._soon.isActive()

    def _look_for_told(self) -> None:
        """Look for the places of which mentions say where they are: all mentions have to be gone through."""
        about = self._about
        assert about is not None, "it was shown"
        survey, where, options = self.survey, surveys.Where.of(about.bench), {"wanted": "told"}
        if where is None:
            self._on_told(surveys.answer(about.bench, survey, about.lens, options), about)
            return
        self._task = tasks.run(
            lambda progress: surveys.answer(where, survey, about.lens, options, progress.report),
            done=lambda told: self._on_told(told, about),
            failed=lambda error: self._on_not_told(error, about),
            parent=self,
        )

    def _learn(self, told: Told, about: About) -> None:
        assert self._held is not None
        ask, scheme, lens = about.bench.ask, about.scheme, about.lens
        chronicles.learn(self._held, told, self._since, ask, scheme, lens)
        self._since = []
        self._held.sites()
        count = self._held.by_mentions
        alone = f"{counted(count, 'of them is', 'of them are')} placed by mentions alone"
        self._told = f"{alone}{'' if told.is_all else ', and there are others'}" if count else ""

    def _on_told(self, told: Told, about: About) -> None:
        self._task = None
        try:
            self._learn(told, about)
        except GlossatorError as error:
            self._on_not_told(error, about)
        else:
            assert self._held is not None
            self._draw(self._held, about, self._content)

    def _on_not_told(self, error: GlossatorError, about: About) -> None:
        """The map is of use without them, and says that it is."""
        self._task = None
        self._told = f"those that mentions alone place could not be looked for ({error})"
        if self._held is not None:
            self._draw(self._held, about, self._content)

    def _stop(self) -> None:
        self._since, self._told, self._about = [], "", None
        self._soon.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    # --- what is shown

    def _draw(self, held: Gazette, about: About, before: Content | None) -> None:
        """Draw the places, as a step from what was drawn ``before`` where they lie as they did."""
        news, sites, ways = held.news(), held.sites(), held.ways()
        content = before.stepped(sites, ways, news) if before and before.scheme == about.scheme else None
        self._content = content = content or Content(sites, ways, about.scheme)
        hidden = max(0, held.total - held.shown)
        foot = [shown_hidden(held.shown, hidden, *UNIT)]
        if held.is_part:
            most = f"the {counted(len(sites), 'place')} with most of the {counted(held.taken, *UNIT)}"
            foot = [f"{most}: a filter above shows others"]
            if not about.lens.is_open:
                foot = [f"{most} that the filter takes: a narrower one shows others"]
            foot += [self._told] if self._told else []
        if content.unplaced:
            foot.append(f"{counted(len(content.unplaced), 'place')} not on the map")
        if content.undrawn:
            foot.append(f"{counted(content.undrawn, 'further way')} in the table")
        if content.unplaced_ways:
            foot.append(f"{counted(len(content.unplaced_ways), 'way')} without both ends on it")
        size = len(sites) + len(ways)
        rows = Later(size, lambda: sheet_of(held, sites, ways, about.scheme).rows)
        keys = Later(size, lambda: [*(each.key for each in sites), *(each.key for each in ways)])
        self.card.show_view(
            View(
                None,
                LEGEND,
                Table(HEADINGS, cast(Any, rows), cast(Any, keys)),
                "  ·  ".join(foot),
                nothing_shown(hidden, _EMPTY, "mention of a place", "mentions of places"),
                content if sites else None,
            )
        )

    def follow(self, change: Change, about: About) -> bool:
        if self._held is None:
            return False
        ask, scheme, lens = about.bench.ask, about.scheme, about.lens
        before = self._held.state
        if not chronicles.follow_places(self._held, change, ask, scheme, lens):
            return False
        if self.is_looking:
            self._since.append(change)
        if self._held.state != before:
            self._draw(self._held, about, self._content)
        return True

    def _on_place_wanted(self, key: SiteKey) -> None:
        if key.entity is not None:
            self.place_wanted.emit(key.entity)

    def pick(self, key: Hashable, about: About) -> Pick | None:
        if isinstance(key, SiteKey):
            if key.entity is not None:
                return MentionPick(entity=key.entity)
            return MentionPick(label=key.label, quote=key.quote, identified=False)
        way = self._content.way_of(key) if self._content is not None and isinstance(key, WayKey) else None
        return RelationPick(is_event=True, ids=frozenset(way.events)) if way is not None else None

    def picks_all(self, key: Hashable, about: About) -> tuple[Pick, ...]:
        if isinstance(key, SiteKey | WayKey):
            return super().picks_all(key, about)
        sites = self._content.sites_of(key) if self._content is not None else []
        return tuple(found for each in sites if (found := self.pick(each.key, about)) is not None)

    def caption(self, key: Hashable, about: About) -> str:
        if self._content is None:
            return ""
        way = self._content.way_of(key) if isinstance(key, WayKey) else None
        if way is not None:
            return self._content.way_tip(way)
        sites = self._content.sites_of(key)
        return sites[0].name if len(sites) == 1 else counted(len(sites), "place")

    def label_of(self, key: Hashable, about: About) -> str:
        sites = self._content.sites_of(key) if self._content is not None else []
        return sites[0].label if sites else ""

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        if isinstance(key, SiteKey):
            if key.entity is not None:
                return key.entity in facets.entities
            return (key.quote, key.label) in facets.quotes
        way = self._content.way_of(key) if self._content is not None and isinstance(key, WayKey) else None
        return way is not None and not facets.relations.isdisjoint(way.events)

    def lit(self, own: tuple[Hashable, ...], found: Facets) -> IsLit:
        """Places are looked up, as each of very many would else be asked."""
        if own or found.is_empty:
            return Lit(own, lambda _: False)
        quoted = (SiteKey(None, quote, label) for quote, label in found.quotes)
        return Lit({*map(SiteKey, found.entities), *quoted}, lambda key: self.is_lit(key, found))

    def forget(self) -> None:
        self._stop()
        self._held = self._content = None
