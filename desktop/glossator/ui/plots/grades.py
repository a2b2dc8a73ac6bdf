"""How good is the evidence, and are we grading lazily?  Claims by the grade of their source and of what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import replace
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from glossator import surveys
from glossator.analysis.evidence import WARNING, GradeKey, Grades, grades_sheet
from glossator.analysis.facets import Facets
from glossator.core.annotations import Entity, Mention, Relation
from glossator.core.changes import Change
from glossator.core.claims import CREDIBILITY_WORDS, RELIABILITY_WORDS
from glossator.core.lens import Lens, Pick, RelationPick
from glossator.core.titles import counted
from glossator.surveys import Survey
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
from glossator.ui.plots.plot import MOST_FOLLOWED, About, Plot
from glossator.ui.plots.signs import (
    edge_of,
    in_cell,
    ink_on,
    shade_of,
    words,
)
from glossator.ui.theme import Theme

_ROW = 36
_LEFT = 188
_TOP = 64
_WIDEST = 96


class GradeGrid:
    """The drawing: six by six cells, the diagonal as a line; what nobody judged is outlined in grey only."""

    def __init__(self, found: Grades) -> None:
        self._found = found
        self._most = max(
            (n for key, n in found.counts.items() if key.reliability != "F" and key.credibility != "6"),
            default=1,
        )
        self.frame = Frame(6, _ROW, 6, _LEFT, top=_TOP, has_axis=False, widest=_WIDEST)
        self.marks = tuple(
            Mark(
                GradeKey(letter, digit),
                Box(column, row, 1, 1),
                told(found, GradeKey(letter, digit)),
                row,
                column,
            )
            for row, letter in enumerate(RELIABILITY_WORDS)
            for column, digit in enumerate(CREDIBILITY_WORDS)
            if found.counts.get(GradeKey(letter, digit))
        )

    def paint(self, painter: QPainter, place: Place, theme: Theme) -> None:
        """Draw names, cells and the diagonal."""
        for row, (letter, told_) in enumerate(RELIABILITY_WORDS.items()):
            line = place.rectangle(Box(0, row, 1, 1))
            side = QRectF(line.left() - _LEFT + 8, line.top(), _LEFT - 20, line.height())
            words(painter, side, f"{letter}  {told_}", theme.ink)
        for column, (digit, told_) in enumerate(CREDIBILITY_WORDS.items()):
            head = place.rectangle(Box(column, 0, 1, 1))
            painter.setPen(QColor(theme.ink))
            area = QRectF(head.left() + 2, 0, head.width() - 4, _TOP - 4)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(flags), f"{digit}\n{told_}")
        painter.setPen(QPen(QColor(theme.muted), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(
            place.rectangle(Box(0, 0, 1, 1)).topLeft() + QPointF(2, 2),
            place.rectangle(Box(4, 4, 1, 1)).bottomRight() - QPointF(2, 2),
        )
        for row, letter in enumerate(RELIABILITY_WORDS):
            for column, digit in enumerate(CREDIBILITY_WORDS):
                body = place.rectangle(Box(column, row, 1, 1)).adjusted(1.5, 1.5, -1.5, -1.5)
                self._paint_cell(painter, body, GradeKey(letter, digit), theme)

    def _paint_cell(self, painter: QPainter, body: QRectF, key: GradeKey, theme: Theme) -> None:
        count = self._found.counts.get(key, 0)
        is_judged = key.reliability != "F" and key.credibility != "6"
        painter.setPen(QPen(QColor(edge_of(theme)), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ink = theme.muted
        if count and is_judged:
            shade = shade_of(count, self._most, theme)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shade))
            ink = ink_on(shade, theme)
        elif count:
            painter.setPen(QPen(QColor(theme.muted), 1.5))
        painter.drawRoundedRect(body, 3, 3)
        if count:
            in_cell(painter, body, ink, number(count), short(count))


class SourceGrade(NamedTuple):
    """A row of the table: the claims of all sources with this grade."""

    reliability: str


def _cells_of(key: SourceGrade) -> list[GradeKey]:
    return [GradeKey(key.reliability, digit) for digit in CREDIBILITY_WORDS]


def _row_key(found: Grades, reliability: object) -> SourceGrade | None:
    """What a row of the table stands for; ``None`` where there are no such claims."""
    key = SourceGrade(str(reliability))
    return key if any(found.counts.get(each) for each in _cells_of(key)) else None


def told(found: Grades, key: GradeKey) -> str:
    """A cell in words."""
    return (
        f"{key.reliability}{key.credibility}: {counted(found.counts.get(key, 0), 'claim')}; source "
        f"{RELIABILITY_WORDS.get(key.reliability, '')}, information {CREDIBILITY_WORDS.get(key.credibility, '')}"
    )


class GradesPlot(Plot):
    """The grid of grades; of a changed claim only its own grades are asked for."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self._found: Grades | None = None
        self._about: About | None = None
        self.again = QToolButton(self.card)
        self.again.setText("Grade anew…")
        self.again.setToolTip("Other grades for all claims of the chosen cells, with the reason (G)")
        self.again.clicked.connect(self._ask_again)
        self.card.controls.addWidget(self.again)
        self.card.for_marks.append(self.again)

    def make_chart(self, theme: Theme, parent: QWidget) -> Chart:
        made = Canvas(theme, parent)
        made.letters = frozenset("g")
        made.lettered.connect(lambda _: self._ask_again())
        return made

    def _ask_again(self) -> None:
        keys = self.brushed or (() if self.card.view.is_empty else (self.card.chart.current_key,))
        about = self._about
        picks = [pick for key in keys for pick in self.picks_all(key, about)] if about else []
        if about is not None and picks:
            self.grades_wanted.emit(picks, about.lens)
        else:
            self.said.emit("Choose a cell of the grid first, by a click or with the arrows.")

    def show(self, answer: Any, about: About) -> None:
        found: Grades = answer
        self._found, self._about = found, about
        twin = grades_sheet(found, about.scheme)
        foot = [shown_hidden(found.shown, found.total - found.shown, "claim")]
        if found.judged:
            share = f"{found.diagonal:.0%} of {counted(found.judged, 'judged claim')} on the diagonal"
            foot.append(
                share
                + (
                    f": {WARNING:.0%} is where graders copy one grade from the other"
                    if found.diagonal >= WARNING
                    else f" ({WARNING:.0%} would be a warning)"
                )
            )
        else:
            foot.append("none is graded both ways")
        self.card.show_view(
            View(
                GradeGrid(found) if found.shown else None,
                legend=(
                    LegendEntry("ramp", "few to many"),
                    LegendEntry("frame", "not judged (F or 6)"),
                ),
                table=Table(twin.headings, twin.rows, tuple(_row_key(found, row[0]) for row in twin.rows)),
                foot="  ·  ".join(foot),
                empty=nothing_shown(
                    found.total,
                    "No claims yet. Relate two mentions with R or tag an event with E; then grade what is said "
                    "with the keys of the strip “Say something of it”."
                    if found.is_graded
                    else "No claims yet, and the label scheme of this project does not grade them.",
                    "claim",
                ),
            )
        )
        self.again.setEnabled(self.again.isEnabled() and not about.bench.read_only)

    def follow(self, change: Change, about: About) -> bool:
        found = self._found
        records = (*change.removed, *change.added)
        if found is None or len(records) > MOST_FOLLOWED:
            return False
        if any(not isinstance(each, Mention | Relation | Entity) for each in records):
            return False
        if any(found.stated.values()) and _may_speak(change):
            return False
        touched = [each.id for each in records if isinstance(each, Relation)]
        if not touched:
            return True
        held = {number for each in found.stated.values() for number in each}
        counts, bare = Counter(found.counts), Counter(found.bare)
        stated = {key: set(each) for key, each in found.stated.items()}
        for relation in (each for each in change.removed if isinstance(each, Relation)):
            if relation.id in held:
                key = next(key for key, each in stated.items() if relation.id in each)
                stated[key].discard(relation.id)
            elif relation.attributes or not self._takes(relation, about):
                continue
            else:
                document = about.bench.ask.document(relation.document)
                key = GradeKey(document.reliability if document else "F", "6")
                bare[key.reliability] -= 1
            counts[key] -= 1
        for claim in surveys.claims_of(about.bench, about.lens, touched):
            key = GradeKey(claim.reliability, claim.credibility)
            counts[key] += 1
            if claim.is_bare:
                bare[claim.reliability] += 1
            else:
                stated.setdefault(key, set()).add(claim.relation)
        scope = about.lens.document
        moved = sum(
            sign
            for sign, part in ((1, change.added), (-1, change.removed))
            for each in part
            if isinstance(each, Relation) and scope in {None, each.document}
        )
        kept = {key: frozenset(each) for key, each in stated.items() if each}
        self.show(Grades(+counts, kept, +bare, found.total + moved, found.is_graded), about)
        return True

    @staticmethod
    def _takes(relation: Relation, about: About) -> bool:
        document = about.bench.ask.document(relation.document)
        if document is None or not about.lens.takes_document(document):
            return False
        said = about.bench.ask.mentions_by_id(relation.mentions()) if about.lens.labels else {}
        labels = {number: each.label for number, each in said.items()}
        return about.lens.takes_relation(relation, labels.get, about.scheme)

    def picks_all(self, key: Hashable, about: About) -> tuple[Pick, ...]:
        if isinstance(key, SourceGrade):
            return tuple(pick for each in _cells_of(key) for pick in self.picks_all(each, about))
        if not isinstance(key, GradeKey) or self._found is None:
            return ()
        picks: list[Pick] = []
        if stated := self._found.stated.get(key):
            picks.append(RelationPick(ids=stated))
        if key.credibility == "6" and self._found.bare.get(key.reliability):
            picks.append(RelationPick(is_bare=True, reliability=key.reliability))
        return tuple(picks)

    def caption(self, key: Hashable, about: About) -> str:
        if isinstance(key, SourceGrade):
            return f"{key.reliability}: source {RELIABILITY_WORDS.get(key.reliability, '')}"
        assert isinstance(key, GradeKey)
        return told(self._found, key) if self._found else ""

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        if isinstance(key, SourceGrade):
            return any(self.is_lit(each, facets) for each in _cells_of(key))
        if not isinstance(key, GradeKey) or self._found is None:
            return False
        if not facets.relations.isdisjoint(self._found.stated.get(key, ())):
            return True
        if key.credibility != "6" or not self._found.bare.get(key.reliability) or self._about is None:
            return False
        ask = self._about.bench.ask
        graded = {
            each.reliability for number in facets.documents if (each := ask.document(number)) is not None
        }
        return key.reliability in graded and self._found.some_bare(facets.relations)

    def narrowed(self, keys: tuple[Hashable, ...], lens: Lens) -> Lens | None:
        """Whole columns are grades of the claim; the grade of a source may be that of its document or its own."""
        columns = frozenset(key.credibility for key in keys if isinstance(key, GradeKey))
        counts = self._found.counts if self._found else {}
        is_whole = {key for key, n in counts.items() if n and key.credibility in columns} == set(keys)
        return replace(lens, credibility=columns) if is_whole else None

    def forget(self) -> None:
        self._found = self._about = None


def _may_speak(change: Change) -> bool:
    """Who stands behind a mention is another, or an identity is, so that claims may have another source or grade."""
    before = {each.id: each for each in change.removed if isinstance(each, Mention | Entity)}
    return any(isinstance(each, Entity) and each.id in before for each in change.added) or any(
        isinstance(each, Mention) and each.id in before and before[each.id] != each for each in change.added
    )
