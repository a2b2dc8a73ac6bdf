"""How is it spoken of?  Mentions in their lines, aligned, in the order of the text or of what stands around them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QVBoxLayout, QWidget

from glossator import surveys
from glossator.analysis.concordance import Line, of_mentions
from glossator.analysis.contexts import MOST, Contexts, Order, sheet
from glossator.analysis.facets import Facets
from glossator.analysis.sheets import called
from glossator.core import natural
from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.lens import MentionPick, Pick
from glossator.surveys import FIRST_LINES, Survey
from glossator.ui.plots.chart import Chart, IsLit
from glossator.ui.plots.listed import ListedChart, RowList
from glossator.ui.plots.marks import Table, View, cut_short, nothing_shown, number, one_line, shown_hidden
from glossator.ui.plots.plot import MOST_SAVED, About, Plot, steps_of
from glossator.ui.plots.sentences import LINE_ROLE, LineDelegate, LineModel, Page, Source
from glossator.ui.theme import Theme, widen_list

_HEIGHT = 420
_ENTITIES = 50
_ORDERS: tuple[tuple[Order, str], ...] = (
    ("text", "as in the texts"),
    ("left", "by what stands before"),
    ("hit", "by the words"),
    ("right", "by what stands behind"),
    ("date", "by date"),
    ("source", "by source"),
)


class LineKey(NamedTuple):
    """What a line stands for: a mention."""

    mention: int


class Lines(RowList):
    """The lines; among other cards the wheel is theirs only while they have the keyboard, else the board scrolls on."""

    is_among_others = True

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.is_among_others and not self.hasFocus():
            event.ignore()
        else:
            super().wheelEvent(event)


class LinesChart(ListedChart):
    """The lines as a list that fetches more when it is scrolled; ``content`` of its view is a :class:`Source`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.model = LineModel(self)
        self.list = self._lines = Lines(self)
        self.list.setModel(self.model)
        self._delegate = LineDelegate(theme, self.model, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName("Mentions in context")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.setFocusProxy(self.list)
        self.list.clicked.connect(self._on_clicked)
        self.list.activated.connect(self._on_activated)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.setFixedHeight(_HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._delegate.theme = theme
        self.list.viewport().update()

    def show_view(self, view: View) -> None:
        source = view.content
        assert isinstance(source, Source)
        at, top = self.current_key, self.list.verticalScrollBar().value()
        self.model.show(source)
        for row in range(self.model.rowCount()):
            line = self.model.line(row)
            if line is not None and LineKey(line.record) == at:
                self.list.setCurrentIndex(self.model.index(row))
        self.list.verticalScrollBar().setValue(top)

    def point_out(self, is_lit: IsLit) -> None:
        self.is_lit = is_lit
        self._delegate.is_lit = lambda line: is_lit(LineKey(line.record))
        self.list.viewport().update()

    def use_room(self, height: int) -> None:
        self._lines.is_among_others = not height
        self.setFixedHeight(height or _HEIGHT)

    @property
    def current_key(self) -> Hashable | None:
        line = self.model.line(self.list.currentIndex().row())
        return LineKey(line.record) if line is not None else None

    def center_of_current(self) -> QPoint | None:
        index = self.list.currentIndex()
        return self.list.visualRect(index).center() if index.isValid() else None

    def drawer(self, theme: Theme, parent: QWidget) -> LineDelegate:
        return LineDelegate(theme, self.model, parent)

    def noun(self) -> str:
        return "lines"

    def total(self) -> int:
        return self.model.rowCount() if self.model.is_whole else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_key is not None:
            self.chosen.emit(self.current_key)
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, _index: QModelIndex) -> None:
        rows = self.list.selectionModel().selectedRows()
        lines = [line for row in rows if (line := self.model.line(row.row())) is not None]
        self.brushed.emit(tuple(LineKey(line.record) for line in lines), False)

    def _on_activated(self, index: QModelIndex) -> None:
        line: Line | None = index.data(LINE_ROLE)
        if line is not None:
            self.chosen.emit(LineKey(line.record))

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        line: Line | None = index.data(LINE_ROLE)
        if line is not None and self.model.source is not None:
            self.moved.emit(f"{line.hit}, in {self.model.source.name_of(line.document)}")


class ContextsPlot(Plot):
    """The concordance: of one identity, or of all that the filter leaves."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self._found: Contexts | None = None
        self._about: About | None = None
        self.whom = QComboBox(self.card)
        self.whom.setAccessibleName("Of whom or what")
        self.whom.addItem("All mentions", "")
        self.whom.setMaximumWidth(220)
        self.order = QComboBox(self.card)
        self.order.setAccessibleName("In which order")
        for order, text in _ORDERS:
            self.order.addItem(text, order)
        for choice in (self.whom, self.order):
            choice.currentIndexChanged.connect(lambda _: self.stale.emit())
            self.card.controls.addWidget(choice)
        self.card.for_marks += [self.whom, self.order]
        self.card.ways_out = lambda: (
            (self.whom,) if self._pick().entity else ()
        )  # somebody of whom nothing is left

    def make_chart(self, theme: Theme, parent: QWidget) -> Chart:
        return LinesChart(theme, parent)

    def options(self) -> Mapping[str, str]:
        return {"entity": str(self.whom.currentData() or ""), "order": str(self.order.currentData())}

    def table_options(self) -> Mapping[str, str] | None:
        """In the order of the texts the table lists the first lines."""
        return {**self.options(), "limit": str(MOST_SAVED)} if self.card.view.cut else None

    def show(self, answer: Any, about: About) -> None:
        self._found, self._about = answer, about
        self._fill_whom(about)
        self._draw(about)

    def _draw(self, about: About) -> None:
        found = self._found
        assert found is not None
        twin = sheet(found, about.scheme)
        foot = [shown_hidden(found.shown, found.total - found.shown, "mention")]
        if found.order != "text" and found.shown > len(found.lines):
            foot.append(f"the first {number(MOST)} in this order")
        source = Source(
            "",
            self._fetch,
            lambda document: found.names.get(document) or _name(about, document),
            lambda theme: theme.neutral,
            with_names=about.lens.document is None,
            by_label=lambda theme, label: theme.of(about.scheme.label(label)),
        )
        self.card.show_view(
            View(
                None,
                table=Table(twin.headings, twin.rows, tuple(LineKey(line.record) for line in found.lines)),
                foot="  ·  ".join(foot),
                cut=cut_short(len(twin.rows), "line") if found.order == "text" and twin.notes else "",
                hint="click a line to select it, Enter shows it below, Enter there goes to the page",
                content=source if found.lines else None,
                empty=nothing_shown(
                    found.total,
                    "Nothing is tagged yet. What you tag stands here in its line, below all others.",
                    "mention",
                ),
            )
        )

    def _fetch(self, offset: int, limit: int) -> Page:
        found, about = self._found, self._about
        if found is None or about is None:
            return Page((), is_last=True)
        if offset + limit <= len(found.lines) or found.order != "text" or len(found.lines) < FIRST_LINES:
            return Page(
                found.lines[offset : offset + limit],
                is_last=offset + limit >= len(found.lines)
                and (found.order != "text" or len(found.lines) < FIRST_LINES),
            )
        said = surveys.mentions_after(about.bench, about.lens, self._pick(), found.lines, limit)
        texts: dict[int, str] = {}

        def text_of(document: int) -> str:
            return texts.setdefault(document, about.bench.ask.text_of(document))

        more = tuple(of_mentions(said, text_of))
        self._found = found._replace(lines=found.lines + more)
        return Page(self._found.lines[offset : offset + limit], is_last=len(said) < limit)

    def _pick(self) -> MentionPick:
        entity = str(self.whom.currentData() or "")
        return MentionPick(entity=int(entity)) if entity else MentionPick()

    def _fill_whom(self, about: About) -> None:
        """Whom one may ask for: those with most mentions; who was chosen stays chosen."""
        if self.whom.count() > 1 or about.lens.asks_of_records or about.lens.asks_of_origin:
            return
        counts = about.bench.ask.under(about.lens.scope, about.scheme).entity_counts(_ENTITIES)
        self.whom.blockSignals(True)
        for each in counts:
            if each.entity is not None:
                self.whom.addItem(f"{one_line(called(each.name))}  {number(each.mentions)}", str(each.entity))
        self.whom.blockSignals(False)
        widen_list(self.whom)

    def follow(self, change: Change, about: About) -> bool:
        steps, found = steps_of(change, about), self._found
        if steps is None or found is None or found.order != "text":
            return False
        pick = self._pick()
        wanted = {pick.entity} if pick.entity is not None else None
        gone = {each.id for each in change.removed if isinstance(each, Mention)}
        come = [each for each in steps.mentions if wanted is None or each.entity in wanted]
        kept = [line for line in found.lines if line.record not in gone]
        before = [each for each in steps.mentions_before if wanted is None or each.entity in wanted]
        is_whole = len(found.lines) >= found.shown
        place = _places(found, about)
        last = place(kept[-1]) if kept else ()
        new = [
            line
            for line in of_mentions(come, lambda number: _text(about, number))
            if is_whole or place(line) < last
        ]
        scope = about.lens.document
        moved = sum(
            sign
            for sign, held in ((1, change.added), (-1, change.removed))
            for each in held
            if isinstance(each, Mention) and scope in {None, each.document}
        )
        self._found = found._replace(
            lines=tuple(sorted([*kept, *new], key=place)),
            shown=found.shown + len(come) - len(before),
            total=found.total + moved,
        )
        self._about = about
        self._draw(about)
        return True

    def pick(self, key: Hashable, about: About) -> Pick | None:
        return MentionPick(ids=frozenset({key.mention})) if isinstance(key, LineKey) else None

    def caption(self, key: Hashable, about: About) -> str:
        return "The mention in its sentence"

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        return isinstance(key, LineKey) and key.mention in facets.mentions

    def forget(self) -> None:
        self._found = self._about = None
        self.whom.blockSignals(True)
        while self.whom.count() > 1:
            self.whom.removeItem(1)
        self.whom.blockSignals(False)


def _places(found: Contexts, about: About) -> Callable[[Line], tuple[object, ...]]:
    """Where lines stand in the order of the texts: that of the documents list, and in each that of the places."""
    documents: dict[int, tuple[object, ...]] = {}

    def place(line: Line) -> tuple[object, ...]:
        number = line.document
        if number not in documents:
            documents[number] = (*natural.order(found.names.get(number) or _name(about, number)), number)
        return *documents[number], line.span.start, line.record

    return place


def _name(about: About, document: int) -> str:
    found = about.bench.ask.document(document)
    return found.name if found is not None else ""


def _text(about: About, document: int) -> str:
    current = about.bench.whole
    if current is not None and current.document.id == document:
        return current.text
    return about.bench.ask.text_of(document)
