"""Who told us what, and where do they disagree?  Claims by source, by how sure they are, contradictions flagged."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPolygonF
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from glossator import surveys
from glossator.analysis.evidence import AUTHOR, SourceRow, Sources, at_odds, sources_sheet
from glossator.analysis.facets import Facets
from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.core.lens import Pick, RelationPick
from glossator.core.titles import counted, short
from glossator.surveys import Claim, Survey
from glossator.ui.plots.marks import (
    Box,
    Frame,
    LegendEntry,
    Mark,
    Place,
    Table,
    View,
    nothing_shown,
    number,
    shown_hidden,
)
from glossator.ui.plots.plot import About, Plot
from glossator.ui.plots.signs import fill, words
from glossator.ui.theme import Theme

_ROW = 26
_BAR = 13
_LEFT = 220
_RIGHT = 150
_DRAWN = 25
_OFFERED = 15  # contradictions in the menu
_STYLES = {"Certain": "solid", "Probable": "hatched", "Possible": "hollow"}


class ClaimBars:
    """The drawing: a row for each source, its claims by certainty, a flag where one of them contradicts another."""

    def __init__(self, rows: Sequence[SourceRow], order: Sequence[str]) -> None:
        self._rows = rows
        self._order = order
        longest = max((row.claims for row in rows), default=1)
        self.frame = Frame(len(rows), _ROW, longest * 1.04, _LEFT, right=_RIGHT)
        self.marks = tuple(
            Mark(row.key, Box(0, at + 0.06, row.claims, 0.88), told(row, order), at, reach="row")
            for at, row in enumerate(rows)
        )

    def paint(self, painter: QPainter, place: Place, theme: Theme) -> None:
        """Draw the rows."""
        for at, row in enumerate(self._rows):
            line = place.rectangle(Box(0, at, self.frame.width, 1))
            name = QRectF(line.left() - _LEFT + 8, line.top(), _LEFT - 20, line.height())
            words(painter, name, _called(row), theme.ink if row.key.name else theme.muted)
            x = 0.0
            for certainty in self._order:
                count = row.certainties.get(certainty, 0)
                body = place.rectangle(Box(x, at, count, 1))
                body.setTop(line.center().y() - _BAR / 2)
                body.setHeight(_BAR)
                if count:
                    fill(painter, body, _STYLES.get(certainty, "grey"), theme.neutral)
                x += count
            end = place.to_pixels(x, at).x() + 8
            words(painter, QRectF(end, line.top(), 60, line.height()), number(row.claims), theme.ink)
            if row.contradicting:
                self._flag(painter, QPointF(place.area.right() + 12, line.center().y()), theme)
                area = QRectF(place.area.right() + 26, line.top(), _RIGHT - 30, line.height())
                words(painter, area, f"{number(len(row.contradicting))} contradicted", theme.danger)

    @staticmethod
    def _flag(painter: QPainter, at: QPointF, theme: Theme) -> None:
        painter.setPen(QColor(theme.danger))
        painter.setBrush(QColor(theme.danger))
        painter.drawPolygon(QPolygonF([at + QPointF(-4, 5), at + QPointF(4, 5), at + QPointF(0, -5)]))


def _called(row: SourceRow) -> str:
    return row.key.name or "the texts themselves"


def told(row: SourceRow, order: Sequence[str]) -> str:
    """A row in words."""
    split = ", ".join(
        f"{number(n)} {each.lower() or 'not stated'}" for each in order if (n := row.certainties.get(each))
    )
    more = f"; {number(row.denied)} denied" if row.denied else ""
    odds = f"; {number(len(row.contradicting))} contradicted by another" if row.contradicting else ""
    return f"{_called(row)}: {counted(row.claims, 'claim')} ({split}){more}{odds}"


class OddsKey(NamedTuple):
    """Two claims (ids of relations) that cannot both be right."""

    first: int
    second: int


class ClaimsPlot(Plot):
    """Claims by source; two that contradict each other are listed below one another."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self._found: Sources | None = None
        self._about: About | None = None
        self.compare = QToolButton(self.card)
        self.compare.setText("Compare")
        self.compare.setToolTip("Two claims that contradict each other, below one another")
        self.compare.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.compare)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.compare.setMenu(self.menu)
        self.card.controls.addWidget(self.compare)
        self.card.for_marks.append(self.compare)

    def _fill_menu(self) -> None:
        """The contradictions, those of the source that the keyboard is on first."""
        self.menu.clear()
        found, about = self._found, self._about
        if found is None or about is None:
            return
        row = self._row(self.card.chart.current_key)
        mine = row.contradicting if row is not None else frozenset()
        pairs = sorted(found.contradictions, key=mine.isdisjoint)
        keys = [OddsKey(*pair) for pair in pairs[:_OFFERED]]
        try:
            captions = [self.caption(key, about).replace("&", "&&") for key in keys]
        except GlossatorError as error:
            self.said.emit(str(error))
            return
        for key, caption in zip(keys, captions, strict=True):
            self.menu.addAction(caption).triggered.connect(lambda _=False, key=key: self._compare(key))
        if len(pairs) > _OFFERED:
            self.menu.addAction(f"{number(len(pairs) - _OFFERED)} more: a filter leaves fewer").setEnabled(
                False
            )

    def _compare(self, key: OddsKey) -> None:
        self.card.brushed.emit((key,), False)
        self.card.chosen.emit(key)

    def _odds(self, key: OddsKey, claims: Mapping[int, Claim], about: About) -> str:
        """Who says what against whom, what differs, and in which documents."""
        first, second = (claims[each] for each in key)
        parts = [f"{self._who(key.first)} against {self._who(key.second)}"]
        parts += [f"{a.called} ↔ {b.called}" for a, b in at_odds(first.settings, second.settings)]
        if first.document != second.document:
            names = [about.bench.ask.document(each.document) for each in (first, second)]
            parts.append(" / ".join(short(each.name) for each in names if each is not None))
        return f"{about.scheme.name_of(first.type)}: {'  ·  '.join(parts)}"

    def _who(self, relation: int) -> str:
        rows = self._found.rows if self._found else ()
        return next((_called(row) for row in rows if relation in row.stated), "the texts themselves")

    def show(self, answer: Any, about: About) -> None:
        found: Sources = answer
        self._found, self._about = found, about
        twin = sources_sheet(found, about.scheme)
        kind = about.scheme.attribute("certainty")
        known = [*(kind.values if kind else ()), ""]
        order = [*known, *sorted({each for row in found.rows for each in row.certainties} - set(known))]
        drawn = found.rows[:_DRAWN]
        foot = [shown_hidden(found.shown, found.total - found.shown, "claim")]
        if len(found.rows) > len(drawn):
            foot.append(
                f"the first {len(drawn)} of {counted(len(found.rows), 'source')}, all are in the table"
            )
        if found.contradictions:
            foot.append(counted(len(found.contradictions), "contradiction"))
        used = [each for each in order if any(row.certainties.get(each) for row in found.rows)]
        self.card.show_view(
            View(
                ClaimBars(drawn, order) if found.rows else None,
                legend=tuple(LegendEntry(_STYLES.get(each, "grey"), each or "not stated") for each in used),
                table=Table(twin.headings, twin.rows, tuple(row.key for row in found.rows)),
                foot="  ·  ".join(foot),
                empty=nothing_shown(
                    found.total,
                    "No claims yet. Relate two mentions with R or tag an event with E, then say who says so: the "
                    "source of a claim is a mention in the text.",
                    "claim",
                ),
            )
        )
        self.compare.setEnabled(self.compare.isEnabled() and bool(found.contradictions))

    def follow(self, change: Change, about: About) -> bool:
        """A mention that is new, or goes with nothing that holds on to it, is no claim."""
        before = {each.id for each in change.removed if isinstance(each, Mention)}
        after = {each.id for each in change.added if isinstance(each, Mention)}
        return (
            self._found is not None
            and all(isinstance(each, Mention) for each in (*change.removed, *change.added))
            and not before & after
        )

    def picks_all(self, key: Hashable, about: About) -> tuple[Pick, ...]:
        if isinstance(key, OddsKey):
            return tuple(RelationPick(ids=frozenset({each})) for each in key)
        row = self._row(key)
        if row is None or self._found is None:
            return ()
        picks: list[Pick] = [RelationPick(ids=row.contradicting)] if row.contradicting else []
        if row.stated - row.contradicting:
            picks.append(RelationPick(ids=row.stated - row.contradicting))
        if row.key == AUTHOR and self._found.bare:
            picks.append(RelationPick(is_bare=True))
        return tuple(picks)

    def caption(self, key: Hashable, about: About) -> str:
        if isinstance(key, OddsKey):
            claims = {each.relation: each for each in surveys.claims_of(about.bench, about.lens, list(key))}
            return self._odds(key, claims, about) if len(claims) == 2 else "Two claims, one of which is gone"
        row = self._row(key)
        return f"Claims of {_called(row)}" if row is not None else ""

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        row = self._row(key)
        if row is None:
            return False
        if row.key.voice in facets.entities or not facets.relations.isdisjoint(row.stated):
            return True
        is_of_texts = not row.key.voice and not row.key.name
        return is_of_texts and self._found is not None and self._found.some_bare(facets.relations)

    def _row(self, key: Hashable) -> SourceRow | None:
        return next((each for each in self._found.rows if each.key == key), None) if self._found else None

    def forget(self) -> None:
        self._found = self._about = None
