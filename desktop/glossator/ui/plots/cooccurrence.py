"""Who appears with whom?  Identities against identities, shaded by how often they stand in the same sentence."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, cast

from PySide6.QtWidgets import QComboBox, QWidget

from glossator import surveys
from glossator.analysis.cooccurrence import HEADINGS, Meetings, Unit, sheet
from glossator.analysis.facets import Facets
from glossator.analysis.sheets import Later
from glossator.core.annotations import Entity
from glossator.core.changes import Change
from glossator.core.lens import MentionPick, Pick
from glossator.core.titles import counted
from glossator.surveys import Survey
from glossator.ui.plots.backing import Kept
from glossator.ui.plots.canvas import Canvas
from glossator.ui.plots.chart import Chart
from glossator.ui.plots.crossing import Crossing, MeetKey, ramp_words
from glossator.ui.plots.marks import LegendEntry, Table, View, nothing_shown, shown_hidden
from glossator.ui.plots.meetings import stepped, with_people
from glossator.ui.plots.plot import About, Plot, steps_of
from glossator.ui.theme import Theme

_UNITS: tuple[tuple[Unit, str], ...] = (
    ("sentence", "same sentence"),
    ("paragraph", "same paragraph"),
    ("document", "same document"),
)


class TogetherPlot(Plot):
    """Who appears with whom; after a tag only the sentences that it stands in are looked at again."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self._found: Meetings | None = None
        self._about: About | None = None
        self._is_chosen = False
        self._names = Kept()
        self.unit = QComboBox(self.card)
        self.unit.setAccessibleName("Where two have to be mentioned")
        for unit, text in _UNITS:
            self.unit.addItem(text, unit)
        self.measure = QComboBox(self.card)
        self.measure.setAccessibleName("What the cells tell")
        self.measure.addItems(["how often", "more often than by chance"])
        self.unit.activated.connect(lambda _: self._choose())
        self.measure.currentIndexChanged.connect(lambda _: self._draw())
        self.card.controls.addWidget(self.unit)
        self.card.controls.addWidget(self.measure)
        self.zoomed: frozenset[int] = frozenset()
        self.zoom_button = self.button(
            "Zoom", "Only those of the selected cells (Z); again for all", self._zoom
        )
        self.zoom_button.setCheckable(True)
        self.chart_button = self.button(
            "Link chart",
            "Those of the selected cells, with what is around them, in the link chart (L)",
            self._ask_links,
        )
        self.card.for_marks += [self.unit, self.measure, self.zoom_button, self.chart_button]
        self.card.ways_out = self._ways_out

    def make_chart(self, theme: Theme, parent: QWidget) -> Chart:
        made = Canvas(theme, parent)
        made.letters = frozenset("lz")
        made.lettered.connect(lambda letter: self._ask_links() if letter == "l" else self._zoom())
        return made

    def _chosen(self) -> frozenset[int]:
        """The identities (ids) of the selected cells, or of the one that the keyboard is on."""
        keys = self.brushed or (() if self.card.view.is_empty else (self.card.chart.current_key,))
        return frozenset(each for key in keys if isinstance(key, MeetKey) for each in key)

    def _ask_links(self) -> None:
        chosen = self._chosen()
        if chosen:
            self.links_wanted.emit(chosen)
        else:
            self.said.emit("Choose a cell first, or drag over several.")

    def _zoom(self) -> None:
        """Draw those of the selected cells alone; all again where that is done already."""
        chosen = frozenset() if self.zoomed else self._chosen()
        if not chosen and not self.zoomed:
            self.said.emit("Choose a cell first, or drag over several.")
        if chosen != self.zoomed:
            self.zoomed = chosen
            self.stale.emit()
        self.zoom_button.setChecked(bool(self.zoomed))

    def _choose(self) -> None:
        self._is_chosen = True
        self.stale.emit()

    def options(self) -> Mapping[str, str]:
        """What is chosen; before that the survey takes sentences, or documents where there are very many."""
        found = {"unit": str(self.unit.currentData())} if self._is_chosen else {}
        return found | ({"only": ",".join(map(str, sorted(self.zoomed)))} if self.zoomed else {})

    def show(self, answer: Any, about: About) -> None:
        self._found, self._about = answer, about
        self.unit.setCurrentIndex(self.unit.findData(answer.unit))
        self._draw()

    def _draw(self) -> None:
        found, about = self._found, self._about
        if found is None or about is None:
            return
        scheme = about.scheme
        by_lift = self.measure.currentIndex() == 1
        foot = [shown_hidden(len(found.people), found.hidden, "identity", "identities")]
        if found.others:
            foot.append(f"those with most mentions, {counted(found.others, 'other')} not drawn")
        if self.zoomed:
            foot = [f"the {len(found.people)} chosen identities, {counted(found.others, 'other')} not drawn"]
        base = counted(found.units, found.unit)
        if found.unit != "document":
            base += " that name anybody"
        foot.append(f"{counted(len(found.together), 'pair')} in {base}")
        size = len(found.together)
        rows = Later(size, lambda: sheet(found, scheme).rows)
        keys = Later(size, lambda: self._keys(found))
        self.card.show_view(
            View(
                Crossing(found, scheme, self._names, by_lift=by_lift) if found.together else None,
                legend=(LegendEntry("ramp", ramp_words(found, by_lift=by_lift)),),
                table=Table(HEADINGS, cast(Any, rows), cast(Any, keys)),
                foot="  ·  ".join(foot),
                empty=nothing_shown(
                    0 if found.people else found.hidden,
                    f"No two identities stand in the same {found.unit}. Press I on a mention to say who or what "
                    "it is: those that are mentioned together meet here.",
                    "identity",
                    "identities",
                ),
            )
        )

    def _ways_out(self) -> tuple[QWidget, ...]:
        """Two who share no sentence may share a document, and all may be drawn again."""
        may_meet = self._found is not None and len(self._found.people) > 1
        return (self.unit,) * may_meet + (self.zoom_button,) * bool(self.zoomed)

    @staticmethod
    def _keys(found: Meetings) -> tuple[Hashable, ...]:
        names = {each.entity: each.name for each in found.people}
        ordered = sorted(
            found.together.items(), key=lambda each: (-each[1], names[each[0][0]], names[each[0][1]])
        )
        return tuple(MeetKey(*pair) for pair, _ in ordered)

    def follow(self, change: Change, about: About) -> bool:
        steps, found = steps_of(change, about), self._found
        if steps is None or found is None or any(isinstance(each, Entity) for each in change.added):
            return False
        if self.zoomed:  # others than those that are drawn are counted as well
            return False
        before = [each for each in steps.mentions_before if each.entity is not None]
        after = [each for each in steps.mentions if each.entity is not None]
        if not before and not after and about.lens == about.lens.scope:
            return True
        drawn = with_people(found, change, before, after, about)
        if drawn is None:
            return False
        self.show(stepped(drawn, before, after, about), about)
        return True

    def picks_all(self, key: Hashable, about: About) -> tuple[Pick, ...]:
        if not isinstance(key, MeetKey) or self._found is None:
            return ()
        return (MentionPick(ids=surveys.meeting(about.bench, about.lens, key, self._found.unit)),)

    def caption(self, key: Hashable, about: About) -> str:
        names = {each.entity: each.name for each in self._found.people} if self._found else {}
        assert isinstance(key, MeetKey)
        return f"{names.get(key.first, '')} with {names.get(key.second, '')}"

    def label_of(self, key: Hashable, about: About) -> str:
        if not isinstance(key, MeetKey) or self._found is None:
            return ""
        return next((each.label for each in self._found.people if each.entity == key.first), "")

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        if not isinstance(key, MeetKey):
            return False
        held = {key.first, key.second} & facets.entities
        return len(held) == min(2, len(facets.entities)) and bool(held)

    def forget(self) -> None:
        self._found = self._about = None
        self.zoomed = frozenset()
        self.zoom_button.setChecked(False)
