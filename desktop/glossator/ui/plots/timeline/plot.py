"""In what order did it happen, and what overlaps?  Who looks after the timeline."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QWidget

from glossator import chronicles
from glossator.analysis.facets import Facets
from glossator.analysis.sheets import Later
from glossator.analysis.timeline import HEADINGS, NO_KINDS, By, Chronicle, EventKey, Row
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError, Refused
from glossator.core.lens import Pick, RelationPick
from glossator.core.titles import counted
from glossator.surveys import Survey
from glossator.ui.plots.chart import Chart, IsLit
from glossator.ui.plots.marks import LegendEntry, Table, View, nothing_shown, number, shown_hidden
from glossator.ui.plots.plot import About, Plot
from glossator.ui.plots.timeline.chart import TimelineChart
from glossator.ui.plots.timeline.content import BinKey, Content, Lit, PileKey, span_words, title
from glossator.ui.theme import Theme

_EMPTY = (
    "No event is tagged yet. Put the caret on the word that tells what happened, press E, and fill the role Time "
    "with a date: its value puts the event on the line."
)
_NO_KINDS = (
    f"{NO_KINDS[0].upper()}{NO_KINDS[1:]}. Kinds of events with their roles are added in the label scheme."
)
_AT_ONCE = chronicles.MOST  # events of which it is read on the thread of the window who had a part in them
_LEGEND = (
    LegendEntry("dot", "a day"),
    LegendEntry("bar", "a stretch of time"),
    LegendEntry("faded", "not known exactly"),
    LegendEntry("hatched", "probable"),
    LegendEntry("hollow", "possible"),
)


class _Cells(Sequence[Any]):
    """The rows of the table, each made when somebody looks at it; ``found`` finds what makes them, at the first."""

    def __init__(self, rows: Sequence[Row], found: Callable[[], Callable[[Row], Any]]) -> None:
        self._rows = rows
        self._found = found
        self._make: Callable[[Row], Any] | None = None

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: Any) -> Any:
        make = self._make = self._make or self._found()
        return [make(each) for each in self._rows[at]] if isinstance(at, slice) else make(self._rows[at])


class TimelinePlot(Plot):
    """Events along the calendar, each in its lane."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self._held: Chronicle | None = None
        self._about: About | None = None
        self._content: Content | None = None
        self._is_awaited = False
        self.by = QComboBox(self.card)
        self.by.setAccessibleName("What the lanes are")
        for words, value in (("Lanes: type of event", "type"), ("Lanes: who", "actor")):
            self.by.addItem(words, value)
        self.by.currentIndexChanged.connect(lambda _: self._draw(None))
        self.card.controls.addWidget(self.by)
        for name, tip, do in (
            ("zoom-in", "A shorter time (+)", lambda: self.chart.surface.zoom(0.8)),
            ("zoom-out", "A longer time (-)", lambda: self.chart.surface.zoom(1.25)),
            ("goto", "Everything (0)", lambda: self.chart.surface.fit(everything=True)),
        ):
            self.picture_button(name, tip, do)
        self.card.as_table.toggled.connect(lambda _: self._awaits())
        self.card.for_marks.append(self.by)

    def make_chart(self, theme: Theme, parent: QWidget) -> Chart:
        made = TimelineChart(theme, parent)
        made.date_wanted.connect(self._on_date_wanted)
        return made

    @property
    def chart(self) -> TimelineChart:
        """What draws it."""
        assert isinstance(self.card.chart, TimelineChart)
        return self.card.chart

    def options(self) -> Mapping[str, str]:
        """Of a very large project some are enough, unless a filter asks for others; who had a part in them is wanted
        where it is seen.
        """
        return {"wanted": "some", **({"cast": "known"} if self._shows_who else {})}

    def table_options(self) -> Mapping[str, str] | None:
        """Who had a part in the events is in the table, and may not have been read yet."""
        is_whole = self._held is None or not self._held.lacking()
        return None if is_whole else {"wanted": "some", "cast": "known"}

    @property
    def _shows_who(self) -> bool:
        """Lanes or rows say who had a part in the events."""
        return self.by.currentData() == "actor" or self.card.as_table.isChecked()

    def _awaits(self) -> bool:
        """Who had a part in very many events is asked for, beside the window; they are drawn when it is known."""
        held = self._held
        if held is None or not self._shows_who or len(held.lacking()) <= _AT_ONCE:
            return False
        if not self._is_awaited:
            self._is_awaited = True
            self.stale.emit()
        return True

    def show(self, answer: Any, about: About) -> None:
        self._held, self._about = answer, about
        self._is_awaited = False
        self._draw(None)

    def follow(self, change: Change, about: About) -> bool:
        if self._held is None:
            return False
        before = self._held.revision, self._held.total
        if not chronicles.follow(self._held, change, about.bench.ask, about.scheme, about.lens):
            return False
        if (self._held.revision, self._held.total) != before:
            self._about, self._is_awaited = about, False
            self._draw(self._content)
        return True

    def _draw(self, before: Content | None) -> None:
        """Draw the events, as a step from what was drawn ``before``, where that is known."""
        held, about = self._held, self._about
        if held is None or about is None or self._awaits():
            return
        by = self._lanes()
        news = held.news(by)
        if before is not None and news is not None and (before.by, before.scheme) == (by, about.scheme):
            content = before.stepped(news)
        else:
            content = Content(held.rows(by), about.scheme, by, self._told, has_all_dated=held.has_all_dated)
        self._content = content
        count = len(held)
        told = len(held.tellings())
        hidden = max(0, held.total - told)
        foot = [shown_hidden(told, hidden, "event")]
        if held.is_part:
            most = f"{number(told)} of {counted(held.total, 'event')}"
            others = "a filter above" if about.lens.is_open else "a narrower filter"
            dated = "all that have a date" if held.has_all_dated else "those with a date first"
            foot = [f"{most} are drawn, {dated}: {others} shows others"]
        if told > count:
            foot.append(f"told more than once, they are {number(count)}")
        if count and not content.dated:
            foot.append("none has a date yet")
        elif content.undated:
            foot.append(f"{counted(len(content.undated), 'of them has', 'of them have')} no date")
        rows = _Cells(held.rows(), self._cells)
        self.card.show_view(
            View(
                None,
                _LEGEND if content.dated else (),
                Table(HEADINGS, cast(Any, rows), cast(Any, Later(count, held.keys))),
                "  ·  ".join(foot),
                nothing_shown(hidden, _EMPTY if about.scheme.event_types else _NO_KINDS, "event"),
                content if count else None,
                hint="Enter proposes what the words may mean" * bool(content.undated and not content.dated),
            )
        )
        for each in (self.by, *self.pictured):
            each.setEnabled(bool(content.dated))  # the tray has no lanes, and nothing in it is near or far

    def _lanes(self) -> By:
        """What the lanes are: who did it only where that can be had."""
        by = cast(By, self.by.currentData())
        if by == "actor":
            try:
                self._meet()
            except GlossatorError as error:
                with QSignalBlocker(self.by):
                    self.by.setCurrentIndex(self.by.findData("type"))
                self.said.emit(str(error))
                return "type"
        return by

    def _meet(self, events: Iterable[int] | None = None) -> None:
        """Have it known who had a part in these events (in all)."""
        if self._held is not None and self._about is not None:
            about = self._about
            chronicles.meet(self._held, about.bench.ask, about.scheme, about.lens, events)

    def _told(self, row: Row) -> list[str]:
        """Who had a part in an event, and where it was, in words."""
        if self._held is None:
            return []
        try:
            self._meet(row.events)
        except GlossatorError as error:
            return [str(error)]
        found = self._held.cast_of(row)
        where = [f"in {', '.join(found.places)}"] if found.places else []
        return [", ".join(found.actors), *where] if found.actors else where

    def _cells(self) -> Callable[[Row], Any]:
        """What makes the rows of the table: who had a part in them is read when somebody looks at it;
        :class:`GlossatorError` where that cannot be, or is under way.
        """
        assert self._held is not None, "something is drawn"
        if self._awaits():
            raise Refused("Who had a part in so many events is being read.", remedy="The table follows.")
        self._meet()
        return self._held.cells_of

    def _on_date_wanted(self, key: Hashable, value: str) -> None:
        rows = self._content.rows_of(key) if self._content else []
        if rows:
            self.date_wanted.emit(rows[0].events, value)

    def pick(self, key: Hashable, about: About) -> Pick | None:
        rows = self._content.rows_of(key) if self._content else []
        if not rows:
            return None
        return RelationPick(is_event=True, ids=frozenset(event for row in rows for event in row.events))

    def caption(self, key: Hashable, about: About) -> str:
        rows = self._content.rows_of(key) if self._content else []
        if isinstance(key, BinKey):
            if self._content is None:
                return ""
            return f"{self._content.lane_name(key)}: {self._content.counted(len(rows))}"
        if not rows or self._content is None:
            return ""
        if isinstance(key, PileKey):
            return self._content.pile_words(key)
        when = f", {span_words(rows[0])}" if rows[0].whens else ""
        return f"{about.scheme.name_of(rows[0].type)} {title(rows[0])}{when}"

    def label_of(self, key: Hashable, about: About) -> str:
        rows = self._content.rows_of(key) if self._content else []
        event = about.scheme.event_type(rows[0].type) if rows else None
        return about.scheme.trigger_of(event) if event else ""

    def lit(self, own: tuple[Hashable, ...], found: Facets) -> IsLit:
        """The events that are lit are looked up, as each of very many marks would else be asked."""
        if self._content is None or self._held is None:
            return super().lit(own, found)
        if own:
            return Lit({row.key for each in own for row in self._content.rows_of(each)})
        return Lit(self._held.keys_of(found.relations, found.mentions))

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        if self._content is None or not isinstance(key, EventKey | PileKey):
            return False
        return any(
            not facets.relations.isdisjoint(row.events) or not facets.mentions.isdisjoint(row.triggers)
            for row in self._content.rows_of(key)
        )

    def forget(self) -> None:
        self._held = self._about = self._content = None
        self._is_awaited = False
