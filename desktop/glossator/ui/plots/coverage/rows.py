"""The rows of the progress: a document with the strip of its sentences, or a group of documents."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from glossator.analysis.coverage import Group, ProgressRow, Sentence, share_of
from glossator.core.documents import STATUSES, Document
from glossator.core.titles import counted
from glossator.ui.plots.marks import number
from glossator.ui.plots.signs import edge_of, fill, shade_of, words
from glossator.ui.theme import Theme

ROW = 26
"""The height of a row, in pixels."""
STYLES = {"done": "solid", "in work": "hatched", "new": "hollow", "dropped": "grey"}
"""The fill of each status."""
ORDER = ("done", "in work", "new", "dropped")
"""The order of the statuses in a bar."""
_NAME = 220
_STATE = 60
_END = 60
_LEAST = 3
_MOST = 30
_ROLE = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex
Strip = tuple[Sentence, ...]


class DocumentKey(NamedTuple):
    """What a row stands for: what is said of a document."""

    document: int


class GroupKey(NamedTuple):
    """What a row of many documents stands for: those of a month, week or folder (empty: of none)."""

    name: str


class Rows(NamedTuple):
    """What the chart draws: the share of each status, documents or groups, and how to get the strip of a document."""

    statuses: Mapping[str, int]
    documents: Sequence[ProgressRow]
    groups: Sequence[Group]
    strip_of: Callable[[Document], Strip]
    nameless: str = "no date"


class Cursor(NamedTuple):
    """The cell that the keyboard is on: its row, and the first and the last of the sentences that share it."""

    row: int
    first: int
    last: int


def paint_statuses(painter: QPainter, area: QRectF, statuses: Mapping[str, int], theme: Theme) -> None:
    """Documents by status as one stacked bar."""
    total = sum(statuses.values()) or 1
    x = area.left()
    for status in ORDER:
        width = area.width() * statuses.get(status, 0) / total
        if width:
            fill(painter, QRectF(x, area.top(), width, area.height()), STYLES[status], theme.neutral)
        x += width


class RowModel(QAbstractListModel):
    """Documents, or groups of them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Rows | None = None

    def show(self, rows: Rows) -> None:
        """Hold these instead."""
        same = self.rows is not None and len(_held(self.rows)) == len(_held(rows)) > 0
        if same:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def held(self, row: int) -> ProgressRow | Group | None:
        """What stands in a row."""
        listed = _held(self.rows) if self.rows else ()
        return listed[row] if 0 <= row < len(listed) else None

    def key(self, row: int) -> Hashable | None:
        """The key of what stands in a row."""
        found = self.held(row)
        if isinstance(found, Group):
            return GroupKey(found.name)
        return DocumentKey(found.document.id) if found is not None else None

    def strip(self, row: int) -> Strip:
        """The sentences of the document in a row; none for a group."""
        found = self.held(row)
        if self.rows is None or found is None or isinstance(found, Group):
            return ()
        return self.rows.strip_of(found.document)

    def told(self, row: int) -> str:
        """A row in words."""
        found = self.held(row)
        if self.rows is None or found is None:
            return ""
        if isinstance(found, Group):
            return told_group(found, self.rows.nameless)
        return told_document(found, self.strip(row))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() or self.rows is None else len(_held(self.rows))

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.told(index.row())
        return self.held(index.row()) if role == _ROLE else None


def _held(rows: Rows) -> Sequence[ProgressRow | Group]:
    return rows.groups or rows.documents


def told_group(row: Group, nameless: str) -> str:
    """A group in words."""
    split = ", ".join(f"{number(n)} {status}" for status in STATUSES if (n := row.statuses.get(status)))
    held = counted(row.documents, "document")
    name = row.name or nameless.capitalize()
    return f"{name}: {held} ({split}), {number(row.tagged)} with mentions, {_percent(row.read, row.characters)} read"


def told_document(row: ProgressRow, strip: Strip) -> str:
    """A document in words."""
    said = f"{counted(row.mentions, 'mention')}, {counted(row.relations, 'relation')}"
    tagged, many = share_of(strip)
    read = sum(each.is_read for each in strip)
    parts = f"{number(tagged)} of {counted(many, 'sentence')} with mentions, {number(read)} read"
    return f"{row.document.name}: {row.document.status}, {said}, {parts}"


def told_cell(strip: Strip, first: int, last: int) -> str:
    """A cell in words: a sentence, or several that share it."""
    held = strip[first : last + 1]
    mentions, read = sum(each.mentions for each in held), sum(each.is_read for each in held)
    if first == last:
        state = "read" if read else "not read yet"
        return f"Sentence {first + 1} of {len(strip)}: {counted(mentions, 'mention')}, {state}"
    return f"Sentences {first + 1} to {last + 1} of {len(strip)}: {counted(mentions, 'mention')}, {read} read"


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "0%"


def shared(sentences: int, width: float) -> int:
    """How many cells there are for so many sentences in so many pixels; several share one where they are too many."""
    return min(sentences, max(1, int(width // _LEAST)))


def _width_of(count: int, width: float) -> float:
    """How wide each of so many cells is in so many pixels."""
    return min(width / count, _MOST)


class RowDelegate(QStyledItemDelegate):
    """Draws a row: name, status, and the sentences as cells, the darker the more mentions begin in them, with a line
    below those that were read.
    """

    def __init__(self, theme: Theme, model: RowModel, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme
        self.is_lit: Callable[[Hashable], bool] = lambda key: False
        self.cursor: Cursor | None = None
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(300, ROW)

    def strip_area(self, row: QRectF) -> QRectF:
        """Where the cells of a row stand."""
        left = row.left() + _NAME + _STATE + 16
        return QRectF(left, row.top() + 5, row.right() - left - _END, row.height() - 10)

    def cell_at(self, row: QRectF, sentences: int, x: float) -> tuple[int, int] | None:
        """The sentences (first and last) whose cell is under ``x``."""
        area = self.strip_area(row)
        if not sentences or not area.left() <= x < area.right():
            return None
        count = shared(sentences, area.width())
        at = int((x - area.left()) // _width_of(count, area.width()))
        return sentences_of(at, count, sentences) if at < count else None

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
        cursor = self.cursor if self.cursor is not None and self.cursor.row == index.row() else None
        self._paint_row(painter, area, row, rows, cursor)
        painter.restore()

    def _paint_row(
        self, painter: QPainter, area: QRectF, row: ProgressRow | Group, rows: Rows, cursor: Cursor | None
    ) -> None:
        name = QRectF(area.left() + 8, area.top(), _NAME - 8, area.height())
        state = QRectF(name.right() + 8, area.top(), _STATE, area.height())
        strip = self.strip_area(area)
        end = QRectF(strip.right() + 6, area.top(), _END - 10, area.height())
        if isinstance(row, Group):
            words(painter, name, row.name or rows.nameless, self.theme.ink)
            words(painter, state, _percent(row.read, row.characters) + " read", self.theme.muted)
            paint_statuses(painter, strip, row.statuses, self.theme)
            words(painter, end, number(row.documents), self.theme.muted, at_right=True)
        else:
            words(painter, name, row.document.name, self.theme.ink)
            words(painter, state, row.document.status, self.theme.muted)
            paint_strip(painter, strip, rows.strip_of(row.document), self.theme, cursor)
            words(painter, end, number(row.mentions), self.theme.muted, at_right=True)


def sentences_of(at: int, count: int, sentences: int) -> tuple[int, int]:
    """The first and the last sentence of a cell."""
    return at * sentences // count, max(at * sentences // count, (at + 1) * sentences // count - 1)


def paint_strip(
    painter: QPainter, area: QRectF, strip: Strip, theme: Theme, cursor: Cursor | None = None
) -> None:
    """The sentences of a document side by side; where there are more than pixels, several share one."""
    if not strip or area.width() < 4:
        return
    count = shared(len(strip), area.width())
    width = _width_of(count, area.width())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for at in range(count):
        first, last = sentences_of(at, count, len(strip))
        held = strip[first : last + 1]
        n = max((each.mentions for each in held), default=0)
        body = QRectF(area.left() + at * width, area.top(), max(1.0, width - 1), area.height() - 3)
        if n:
            painter.fillRect(body, QColor(shade_of(min(n, 6), 6, theme)))
        else:
            painter.setPen(QPen(QColor(edge_of(theme)), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(body.adjusted(0, 0, -1, -1))
        if all(each.is_read for each in held):
            painter.fillRect(QRectF(body.left(), area.bottom() - 1.5, body.width(), 2), QColor(theme.ink))
        if cursor is not None and first <= cursor.first <= last:
            painter.setPen(QPen(QColor(theme.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(body.adjusted(-1, -1, 1, 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
