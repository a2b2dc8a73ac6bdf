"""Who appears with whom?  Identities against identities, shaded by how often they stand in the same sentence."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, cast

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QComboBox, QToolButton, QWidget

from glossator import surveys
from glossator.analysis.cooccurrence import (
    HEADINGS,
    Meetings,
    Unit,
    sheet,
)
from glossator.analysis.facets import Facets
from glossator.analysis.sheets import Later, called
from glossator.analysis.summary import EntityCount
from glossator.core.annotations import Entity
from glossator.core.changes import Change
from glossator.core.lens import MentionPick, Pick
from glossator.core.scheme import Scheme
from glossator.core.titles import counted
from glossator.surveys import Survey
from glossator.ui.plots.backing import Kept
from glossator.ui.plots.canvas import Canvas
from glossator.ui.plots.chart import Chart
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
    short,
    shown_hidden,
)
from glossator.ui.plots.meetings import stepped, with_people
from glossator.ui.plots.plot import About, Plot, steps_of
from glossator.ui.plots.signs import (
    CHIP,
    chip,
    in_cell,
    ink_on,
    shade_of,
    words,
)
from glossator.ui.theme import Theme

_ROW = 20
_LEFT = 200
_TOP = 124
_WIDEST = 26
_SHADES = 24
_HEAD = 15  # pixels that a name above its column takes
_FEW = 24  # identities up to which a cell has room for its number
_UNITS: tuple[tuple[Unit, str], ...] = (
    ("sentence", "same sentence"),
    ("paragraph", "same paragraph"),
    ("document", "same document"),
)


class MeetKey(NamedTuple):
    """What a cell stands for: the places where both are mentioned."""

    first: int
    second: int


class Crossing:
    """The drawing: a cell for each two that meet, names on both sides, on the diagonal nothing."""

    def __init__(self, found: Meetings, scheme: Scheme, names: Kept | None = None, *, by_lift: bool) -> None:
        self._found = found
        self._names = names or Kept()
        self._scheme = scheme
        size = len(found.people)
        self._is_few = size <= _FEW
        places = {each.entity: at for at, each in enumerate(found.people)}
        values = {pair: found.lift(pair) if by_lift else float(n) for pair, n in found.together.items()}
        self._by_lift = by_lift
        self._most = max(values.values(), default=1.0)
        self._values = {
            (places[a], places[b]): value
            for pair, value in values.items()
            for a, b in (pair, pair[::-1])
            if a in places and b in places
        }
        self.frame = Frame(
            size, _ROW, size, _LEFT, top=_TOP, has_axis=False, widest=_WIDEST + 10 * self._is_few
        )

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """A mark for each cell, made when somebody points at one."""
        return tuple(
            Mark(
                MeetKey(*_ids(self._found.people, row, column)),
                Box(column, row, 1, 1),
                "",
                row,
                column,
            )
            for row, column in sorted(self._values)
        )

    def tip_of(self, mark: Mark) -> str:
        """How often two meet, in words."""
        return told(self._found, mark.row, mark.column)

    def paint(self, painter: QPainter, place: Place, theme: Theme) -> None:
        """Draw names and cells."""
        device = painter.device()
        if isinstance(device, QWidget):  # paper and pictures have shapes
            first = place.rectangle(Box(0, 0, 1, 1))
            people = tuple((each.entity, each.name, each.label) for each in self._found.people)
            size = (device.devicePixelRatioF(), device.size(), painter.font())
            key = (people, self._scheme.labels, first.getRect(), theme, *size)
            self._names.draw(painter, device, key, lambda on: self._paint_names(on, place, theme))
            self._paint_image(painter, place, theme)
        else:
            self._paint_names(painter, place, theme)
            self._paint_cells(painter, place, theme)
        self._paint_numbers(painter, place, theme)

    def _paint_names(self, painter: QPainter, place: Place, theme: Theme) -> None:
        for at, each in enumerate(self._found.people):
            line = place.rectangle(Box(0, at, 1, 1))
            label = self._scheme.label(each.label)
            tag = label.tag if label and label.tag else each.label[:3]
            chip(
                painter,
                QRectF(line.left() - _LEFT + 4, line.top(), CHIP, line.height()),
                tag,
                theme.of(label),
            )
            side = QRectF(line.left() - _LEFT + CHIP + 10, line.top(), _LEFT - CHIP - 18, line.height())
            words(painter, side, called(each.name), theme.ink)
            own = place.rectangle(Box(at, at, 1, 1)).adjusted(1, 1, -1, -1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.panel))
            painter.drawRect(own)
        self.paint_head(painter, place, theme)

    def paint_head(self, painter: QPainter, place: Place, theme: Theme) -> None:
        """Draw the names above the columns; those that would lie over one another are left out."""
        wide = place.rectangle(Box(0, 0, 1, 1)).width()
        for at, each in enumerate(self._found.people):
            if at % max(1, math.ceil((_HEAD - 2) / wide)) == 0:
                painter.save()
                painter.translate(place.rectangle(Box(at, 0, 1, 1)).center().x() + 4, _TOP - 6)
                painter.rotate(-90)
                words(painter, QRectF(0, -10, _TOP - 12, 16), called(each.name), theme.ink)
                painter.restore()

    def _shade(self, value: float) -> int:
        return min(_SHADES - 1, int(value / self._most * _SHADES))

    def _paint_image(self, painter: QPainter, place: Place, theme: Theme) -> None:
        """The cells as a picture with a pixel for each, and the lines between them: a large matrix is drawn after each
        tag.
        """
        size = len(self._found.people)
        shades = [QColor(shade_of(step + 1, _SHADES, theme)).rgba() for step in range(_SHADES)]
        pixels = array("I", bytes(4 * size * size))
        for (row, column), value in self._values.items():
            pixels[row * size + column] = shades[self._shade(value)]
        image = QImage(pixels.tobytes(), size, size, 4 * size, QImage.Format.Format_ARGB32)
        first = place.rectangle(Box(0, 0, 1, 1))
        whole = QRectF(first.left(), first.top(), first.width() * size, first.height() * size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawImage(whole, image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        ground = QColor(theme.raised)
        for at in range(size + 1):
            x, y = whole.left() + at * first.width(), whole.top() + at * first.height()
            painter.fillRect(QRectF(x - 1, whole.top(), 2, whole.height()), ground)
            painter.fillRect(QRectF(whole.left(), y - 1, whole.width(), 2), ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_cells(self, painter: QPainter, place: Place, theme: Theme) -> None:
        first = place.rectangle(Box(0, 0, 1, 1))
        left, top, wide, high = first.left() + 1, first.top() + 1, first.width(), first.height()
        shades = [QColor(shade_of(step + 1, _SHADES, theme)) for step in range(_SHADES)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        for (row, column), value in self._values.items():
            painter.setBrush(shades[self._shade(value)])
            painter.drawRect(QRectF(left + column * wide, top + row * high, wide - 2, high - 2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_numbers(self, painter: QPainter, place: Place, theme: Theme) -> None:
        if not self._is_few:
            return
        first = place.rectangle(Box(0, 0, 1, 1))
        left, top, wide, high = first.left() + 1, first.top() + 1, first.width(), first.height()
        inks = [ink_on(shade_of(step + 1, _SHADES, theme), theme) for step in range(_SHADES)]
        for (row, column), value in self._values.items():
            ink = inks[self._shade(value)]
            text = f"{value:,.1f}" if self._by_lift else number(round(value))
            body = QRectF(left + column * wide, top + row * high, wide - 2, high - 2)
            in_cell(painter, body, ink, text, short(round(value)))


def _ids(people: Sequence[EntityCount], row: int, column: int) -> tuple[int, int]:
    return people[row].entity or 0, people[column].entity or 0


def ramp_words(found: Meetings, *, by_lift: bool) -> str:
    """What the faintest and the fullest shade stand for."""
    if by_lift:
        most = max((found.lift(pair) for pair in found.together), default=1.0)
        return f"seldom to {most:,.1f} times as often as by chance"
    most_often = max(found.together.values(), default=1)
    unit = found.unit if most_often == 1 else f"{found.unit}s"
    return f"1 {unit}" if most_often == 1 else f"1 to {number(most_often)} {unit}"


def told(found: Meetings, row: int, column: int) -> str:
    """How often two meet, in words."""
    first, second = found.people[row], found.people[column]
    a, b = _ids(found.people, row, column)
    pair = (min(a, b), max(a, b))
    n = found.together[pair]
    unit = found.unit if n == 1 else f"{found.unit}s"
    return (
        f"{called(first.name)} with {called(second.name)}: {number(n)} {unit}, "
        f"of {number(found.alone[a])} and {number(found.alone[b])}; {found.lift(pair):.1f} times as often as by chance"
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
        self.zoom_button = self._button(
            "Zoom", "Only those of the selected cells (Z); again for all", self._zoom
        )
        self.zoom_button.setCheckable(True)
        self.chart_button = self._button(
            "Link chart",
            "Those of the selected cells, with what is around them, in the link chart (L)",
            self._ask_links,
        )
        self.card.for_marks += [self.unit, self.measure, self.zoom_button, self.chart_button]

    def _button(self, text: str, tip: str, do: Callable[[], None]) -> QToolButton:
        made = QToolButton(self.card)
        made.setText(text)
        made.setToolTip(tip)
        made.clicked.connect(lambda _=False: do())
        self.card.controls.addWidget(made)
        return made

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
        # ways out of an empty view: two who share no sentence may share a document, and all may be drawn again
        self.unit.setEnabled(len(found.people) > 1)
        self.zoom_button.setEnabled(self.zoom_button.isEnabled() or bool(self.zoomed))

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
