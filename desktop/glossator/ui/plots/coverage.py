"""What is done, and what is unread?  Documents by status as one bar, and each as a strip of its sentences."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from glossator import surveys
from glossator.analysis.coverage import MOST, Coverage, Month, ProgressRow, months, sheet
from glossator.analysis.facets import Facets
from glossator.core.annotations import Mention, Relation
from glossator.core.changes import Change, document_of
from glossator.core.documents import STATUSES, Document
from glossator.core.lens import MentionPick, Pick
from glossator.surveys import Survey
from glossator.ui.plots.chart import Chart, IsLit
from glossator.ui.plots.marks import LegendEntry, Table, View, counted, number, shown_hidden
from glossator.ui.plots.plot import MOST_FOLLOWED, About, Plot
from glossator.ui.plots.signs import fill, shade_of, words
from glossator.ui.theme import Theme

_ROW = 26
_HEIGHT = 300
_NAME = 220
_STATE = 60
_BAR = 30
_STYLES = {"done": "solid", "in work": "hatched", "new": "hollow", "dropped": "grey"}
_ORDER = ("done", "in work", "new", "dropped")
_ROLE = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex
Strip = tuple[tuple[int, int], ...]


class DocumentKey(NamedTuple):
    """What a row stands for: what is said of a document."""

    document: int


class MonthKey(NamedTuple):
    """What a row of many documents stands for: those that were published in a month (empty: without a date)."""

    month: str


class Rows(NamedTuple):
    """What the chart draws: the share of each status, documents or months, and how to get the strip of a document."""

    statuses: Mapping[str, int]
    documents: Sequence[ProgressRow]
    months: Sequence[Month]
    strip_of: Callable[[Document], Strip]


class _Bar(QWidget):
    """All documents by status, as one bar."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.statuses: Mapping[str, int] = {}
        self.setFixedHeight(_BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_statuses(painter, QRectF(8, 4, self.width() - 16, 14), self.statuses, self.theme)


def paint_statuses(painter: QPainter, area: QRectF, statuses: Mapping[str, int], theme: Theme) -> None:
    """Documents by status as one stacked bar."""
    total = sum(statuses.values()) or 1
    x = area.left()
    for status in _ORDER:
        width = area.width() * statuses.get(status, 0) / total
        if width:
            fill(painter, QRectF(x, area.top(), width, area.height()), _STYLES[status], theme.neutral)
        x += width


class _RowModel(QAbstractListModel):
    """Documents, or months where there are too many of them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Rows | None = None

    def show(self, rows: Rows) -> None:
        """Hold these instead."""
        same = self.rows is not None and len(self._held(self.rows)) == len(self._held(rows))
        if same:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    @staticmethod
    def _held(rows: Rows) -> Sequence[ProgressRow | Month]:
        return rows.months or rows.documents

    def held(self, row: int) -> ProgressRow | Month | None:
        """What stands in a row."""
        listed = self._held(self.rows) if self.rows else ()
        return listed[row] if 0 <= row < len(listed) else None

    def key(self, row: int) -> Hashable | None:
        """The key of what stands in a row."""
        found = self.held(row)
        if isinstance(found, Month):
            return MonthKey(found.month)
        return DocumentKey(found.document.id) if found is not None else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() or self.rows is None else len(self._held(self.rows))

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self.held(index.row())
        if found is None:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return told(found)
        return found if role == _ROLE else None


def told(row: ProgressRow | Month) -> str:
    """A row in words."""
    if isinstance(row, Month):
        split = ", ".join(f"{number(n)} {status}" for status in STATUSES if (n := row.statuses.get(status)))
        held = counted(row.documents, "document")
        return f"{row.month or 'No date'}: {held} ({split}), {number(row.tagged)} with mentions"
    said = f"{counted(row.mentions, 'mention')}, {counted(row.relations, 'relation')}"
    return f"{row.document.name}: {row.document.status}, {said}"


class _RowDelegate(QStyledItemDelegate):
    """Draws a row: name, status, and the sentences as cells, the darker the more mentions begin in them."""

    def __init__(self, theme: Theme, model: _RowModel, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme
        self.is_lit: Callable[[Hashable], bool] = lambda key: False
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(300, _ROW)

    def strip_area(self, option_rect: QRectF) -> QRectF:
        """Where the cells of a row stand."""
        left = option_rect.left() + _NAME + _STATE + 16
        return QRectF(left, option_rect.top() + 5, option_rect.right() - left - 60, option_rect.height() - 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row, rows = index.data(_ROLE), self._model.rows
        if rows is None:
            return
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(self.theme.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(self.theme.hover))
        if self.is_lit(self._model.key(index.row())):
            painter.fillRect(
                QRectF(area.left(), area.top() + 4, 3, area.height() - 8), QColor(self.theme.focus)
            )
        name = QRectF(area.left() + 8, area.top(), _NAME - 8, area.height())
        state = QRectF(name.right() + 8, area.top(), _STATE, area.height())
        strip = self.strip_area(area)
        end = QRectF(strip.right() + 6, area.top(), 50, area.height())
        if isinstance(row, Month):
            words(painter, name, row.month or "no date", self.theme.ink)
            words(painter, state, f"{row.tagged / max(1, row.documents):.0%}", self.theme.muted)
            paint_statuses(painter, strip, row.statuses, self.theme)
            words(painter, end, number(row.documents), self.theme.muted, at_right=True)
        else:
            words(painter, name, row.document.name, self.theme.ink)
            words(painter, state, row.document.status, self.theme.muted)
            paint_strip(painter, strip, rows.strip_of(row.document), self.theme)
            words(painter, end, number(row.mentions), self.theme.muted, at_right=True)
        painter.restore()


def paint_strip(painter: QPainter, area: QRectF, cells: Strip, theme: Theme) -> None:
    """The sentences of a document side by side; where there are more than pixels, several share one."""
    if not cells or area.width() < 4:
        return
    count = min(len(cells), max(1, int(area.width() // 3)))
    width = area.width() / count
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for at in range(count):
        held = cells[at * len(cells) // count : (at + 1) * len(cells) // count]
        n = max((n for _, n in held), default=0)
        body = QRectF(area.left() + at * width, area.top(), max(1.0, min(width - 1, 30)), area.height())
        if n:
            painter.fillRect(body, QColor(shade_of(min(n, 6), 6, theme)))
        else:
            painter.setPen(QPen(QColor(theme.rule), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(body.adjusted(0, 0, -1, -1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


class CoverageChart(Chart):
    """The bar over the rows; ``content`` of its view are :class:`Rows`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.bar = _Bar(theme, self)
        self.model = _RowModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self._delegate = _RowDelegate(theme, self.model, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName("Documents and their sentences")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.list.clicked.connect(lambda _: self._on_clicked())
        self.list.activated.connect(lambda index: self._take(index.row()))
        self.list.entered.connect(lambda index: self._tell(index.row()))
        self.list.selectionModel().currentChanged.connect(lambda index, _: self._tell(index.row()))
        self.setFixedHeight(_HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        self.theme = self.bar.theme = self._delegate.theme = theme
        self.bar.update()
        self.list.viewport().update()

    def show_view(self, view: View) -> None:
        rows = view.content
        assert isinstance(rows, Rows)
        self.bar.statuses = rows.statuses
        self.bar.setToolTip(", ".join(f"{number(rows.statuses.get(s, 0))} {s}" for s in _ORDER))
        self.bar.update()
        self.model.show(rows)
        self._fit(0)

    def _fit(self, room: int) -> None:
        needed = _BAR + 8 + _ROW * self.model.rowCount()
        self.setFixedHeight(min(max(_HEIGHT, room), max(needed, _BAR + 4 * _ROW)))

    def point_out(self, is_lit: IsLit) -> None:
        self.is_lit = is_lit
        self._delegate.is_lit = is_lit
        self.list.viewport().update()

    def use_room(self, height: int) -> None:
        self._fit(height)

    @property
    def current_key(self) -> Hashable | None:
        return self.model.key(self.list.currentIndex().row())

    def center_of_current(self) -> QPoint | None:
        index = self.list.currentIndex()
        return self.list.mapTo(self, self.list.visualRect(index).center()) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _on_clicked(self) -> None:
        rows = [index.row() for index in self.list.selectionModel().selectedRows()]
        keys = tuple(key for row in rows if (key := self.model.key(row)) is not None)
        self.brushed.emit(keys, False)
        if len(keys) == 1:
            self.chosen.emit(keys[0])

    def _take(self, row: int) -> None:
        key = self.model.key(row)
        if key is not None:
            self.chosen.emit(key)

    def _tell(self, row: int) -> None:
        found = self.model.held(row)
        self.moved.emit(told(found) if found is not None else "")


class CoveragePlot(Plot):
    """Progress; the strip of a document is made when its row is first seen, and anew when something in it changes."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self._found: Coverage | None = None
        self._about: About | None = None
        self._strips: dict[int, Strip] = {}

    def make_chart(self, theme: Theme, parent: QWidget) -> Chart:
        return CoverageChart(theme, parent)

    def show(self, answer: Any, about: About) -> None:
        self._strips.clear()
        self._found, self._about = answer, about
        self._draw(about)

    def _draw(self, about: About) -> None:
        found = self._found
        assert found is not None
        twin = sheet(found, about.scheme)
        grouped = months(found.groups)
        done = found.statuses.get("done", 0)
        foot = [shown_hidden(found.documents, found.total - found.documents, "document")]
        foot.append(f"{number(done)} done")
        if grouped:
            foot.append(f"more than {MOST}, so put together by month of publication")
        keys: tuple[Hashable, ...] = tuple(MonthKey(each.month) for each in grouped) or tuple(
            DocumentKey(each.document.id) for each in found.rows
        )
        used = [status for status in _ORDER if found.statuses.get(status)]
        ramp = () if grouped else (LegendEntry("ramp", "sentence with few to many mentions"),)
        self.card.show_view(
            View(
                None,
                legend=(*(LegendEntry(_STYLES[each], each) for each in used), *ramp),
                table=Table(twin.headings, twin.rows, keys),
                foot="  ·  ".join(foot),
                content=Rows(found.statuses, found.rows, grouped, self._strip_of)
                if found.documents
                else None,
                empty="The project has no documents yet. Import texts with Ctrl+I."
                if not found.total
                else f"The filter hides all {counted(found.total, 'document')}. Take a filter off above.",
            )
        )

    def _strip_of(self, document: Document) -> Strip:
        if document.id not in self._strips and self._about is not None:
            bench = self._about.bench
            current = bench.whole
            is_open = current is not None and current.document.id == document.id
            text = current.text if current is not None and is_open else bench.ask.text_of(document.id)
            self._strips[document.id] = surveys.strip(bench, self._about.lens, document.id, text)
        return self._strips.get(document.id, ())

    def follow(self, change: Change, about: About) -> bool:
        found = self._found
        records = (*change.removed, *change.added)
        if found is None or len(records) > MOST_FOLLOWED:
            return False
        if not all(isinstance(each, Mention | Relation) for each in records):
            return False
        steps: dict[int, tuple[int, int]] = {}
        for sign, held in ((-1, change.removed), (1, change.added)):
            for each in held:
                number_ = document_of(each)
                if number_ is not None:
                    said, joined = steps.get(number_, (0, 0))
                    is_said = isinstance(each, Mention)
                    steps[number_] = (said + sign * is_said, joined + sign * (not is_said))
        if found.groups:
            return not any(said for said, _ in steps.values())
        for document in steps:
            self._strips.pop(document, None)
        self._found = found._replace(
            rows=tuple(
                _Row(row, *steps[row.document.id]) if row.document.id in steps else row for row in found.rows
            )
        )
        self._about = about
        self._draw(about)
        return True

    def pick(self, key: Hashable, about: About) -> Pick | None:
        return MentionPick(document=key.document) if isinstance(key, DocumentKey) else None

    def caption(self, key: Hashable, about: About) -> str:
        rows = self._found.rows if self._found else ()
        return next((each.document.name for each in rows if DocumentKey(each.document.id) == key), "")

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        return isinstance(key, DocumentKey) and key.document in facets.documents

    def forget(self) -> None:
        self._found = self._about = None
        self._strips.clear()


class _Row:
    """A row with so many mentions and relations more."""

    def __init__(self, row: ProgressRow, mentions: int, relations: int) -> None:
        self.document = row.document
        self.mentions = row.mentions + mentions
        self.relations = row.relations + relations
