"""Places with a tick each, in their sentences, under the names of their documents: the model and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from glossator.analysis.concordance import Line, of_spans
from glossator.core.identical import Place
from glossator.ui.concordance import draw_ground, draw_line, draw_text
from glossator.ui.theme import LabelColour, Theme

LINE_ROLE = int(Qt.ItemDataRole.UserRole)
"""The :class:`Line` of a row; ``None`` where the row is a document."""
_TICK = 18  # pixels
_ROW = 28
_KEPT = 64  # texts that are remembered while one scrolls
_Index = QModelIndex | QPersistentModelIndex
_TICKED, _BARE, _SOME = Qt.CheckState.Checked, Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked


class TickedPlaces(QAbstractListModel):
    """Rows of documents and of the places in them, all ticked at first; ``ticked`` follows every other tick.

    A place is read out of its text when it is first seen, so thousands of them stand at once.
    """

    ticked = Signal()

    def __init__(self, text_of: Callable[[int], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text_of = text_of
        self._texts: dict[int, str] = {}
        self._places: list[Place] = []
        self._names: dict[int, str] = {}
        self._ticks = bytearray()
        self._rows: list[range | int] = []  # of a document the indexes of its places, of a place its own

    def show(self, places: Iterable[Place], names: dict[int, str]) -> None:
        """Hold these places instead, those of one document together."""
        self.beginResetModel()
        self._places, self._names = list(places), names
        self._ticks = bytearray(b"\1") * len(self._places)
        self._rows = []
        first = 0
        for _, group in groupby(self._places, key=lambda each: each.document):
            behind = first + sum(1 for _ in group)
            self._rows += [range(first, behind), *range(first, behind)]
            first = behind
        self.endResetModel()
        self.ticked.emit()

    @property
    def chosen(self) -> list[Place]:
        """The places that are ticked."""
        return [place for place, tick in zip(self._places, self._ticks, strict=True) if tick]

    @property
    def count(self) -> int:
        """How many places are ticked."""
        return sum(self._ticks)

    @property
    def total(self) -> int:
        """How many places there are."""
        return len(self._places)

    @property
    def documents(self) -> int:
        """In how many documents."""
        return len(self._rows) - len(self._places)

    def toggle(self, rows: Iterable[int]) -> None:
        """Tick the rows, or, where all of them are ticked, take the ticks out; a document stands for all its places."""
        meant: set[int] = set()
        for row in rows:
            held = self._rows[row]
            meant.update(held if isinstance(held, range) else (held,))
        if not meant:
            return
        tick = 0 if all(self._ticks[each] for each in meant) else 1
        for each in meant:
            self._ticks[each] = tick
        self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        self.ticked.emit()

    def is_document(self, row: int) -> bool:
        """The row is the name of a document."""
        return isinstance(self._rows[row], range)

    # --- what Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        held = self._rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._state(held)
        if isinstance(held, range):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._names.get(self._places[held.start].document, "")
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._names.get(self._places[held.start].document, '')}, {len(held)} places"
            return None
        if role == LINE_ROLE:
            return self._line(self._places[held])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            line = self._line(self._places[held])
            return f"{line.left}{line.hit}{line.right}"
        return None

    def _state(self, held: range | int) -> Qt.CheckState:
        if isinstance(held, int):
            return _TICKED if self._ticks[held] else _BARE
        ticks = sum(self._ticks[held.start : held.stop])
        return _TICKED if ticks == len(held) else _SOME if ticks else _BARE

    def _line(self, place: Place) -> Line:
        text = self._texts.get(place.document)
        if text is None:
            if len(self._texts) >= _KEPT:
                self._texts.pop(next(iter(self._texts)))
            text = self._texts[place.document] = self._text_of(place.document)
        return next(of_spans(place.document, text, [place.span]))


class TickedPainter(QStyledItemDelegate):
    """Draws the tick, then a document's name or a place in its sentence; a click on the tick toggles it."""

    def __init__(self, theme: Theme, look: LabelColour, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme
        self.look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(400, max(_ROW, option.fontMetrics.height() + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, tick, words."""
        painter.save()
        area = draw_ground(painter, option, self.theme)
        line: Line | None = index.data(LINE_ROLE)
        self._draw_tick(painter, option, index, is_document=line is None)
        if line is None:
            bold = QFont(option.font)
            bold.setWeight(QFont.Weight.DemiBold)
            painter.setFont(bold)
            draw_text(painter, area.adjusted(_TICK + 16, 0, -12, 0), str(index.data()), self.theme.ink)
        else:
            draw_line(painter, area.adjusted(_TICK + 36, 0, -12, 0), line, self.look.tint, self.theme)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A click on the tick, or its double, is a tick and nothing else."""
        kinds = (QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick)
        if not isinstance(event, QMouseEvent) or event.type() not in kinds:
            return False
        at = event.position().toPoint()
        if isinstance(model, TickedPlaces) and _tick(option.rect, model.is_document(index.row())).contains(
            at
        ):
            if event.type() == QEvent.Type.MouseButtonRelease:
                model.toggle([index.row()])
            return True
        return False

    def _draw_tick(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, *, is_document: bool
    ) -> None:
        state = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        box = QStyleOptionViewItem(option)
        box.rect = _tick(option.rect, is_document)
        box.state = QStyle.StateFlag.State_Enabled
        box.state |= QStyle.StateFlag.State_On if state == _TICKED else QStyle.StateFlag.State_Off
        option.widget.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, option.widget
        )
        if state == _SOME:  # the style has no sign for this
            dash = QRectF(box.rect).adjusted(4.5, 8, -4.5, -8)
            painter.fillRect(dash, QColor(self.theme.ink))


def _tick(row: QRect, is_document: bool) -> QRect:
    """Where the tick stands in a row."""
    left = row.left() + (8 if is_document else 28)
    return QRect(left, row.center().y() - _TICK // 2 + 1, _TICK, _TICK)
