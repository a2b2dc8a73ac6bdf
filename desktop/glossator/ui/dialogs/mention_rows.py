"""All mentions of an identity in their sentences, over all documents: fetched page by page, and how they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from glossator.analysis.concordance import Line, of_mentions
from glossator.analysis.contexts import Order, sort_key
from glossator.core.annotations import Mention
from glossator.ui.concordance import draw_ground, draw_line, draw_text
from glossator.ui.theme import LabelColour, Theme

PAGE = 200
"""How many mentions are fetched at once."""
MOST_SORTED = 2_000
"""Mentions that are put in another order at one go; more are gathered piece by piece, and then all stand in it."""
LINE_ROLE = int(Qt.ItemDataRole.UserRole)
NAME_ROLE = LINE_ROLE + 1
LABEL_ROLE = LINE_ROLE + 2
_NAME = 150  # pixels
_ROW = 28
_KEPT = 64  # texts and names that are remembered while one scrolls
_Index = QModelIndex | QPersistentModelIndex


class MentionRows(QAbstractListModel):
    """Mentions by document and place, or in another order.  ``fetch(offset, limit)`` gives some of them; a sentence is
    read out of its text when it is first seen, but where all are put in an order.  ``gathered`` tells how many are in
    that order by now; until all are, the first ones are shown.
    """

    gathered = Signal(int)

    def __init__(
        self, text_of: Callable[[int], str], name_of: Callable[[int], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._text_of = text_of
        self._name_of = name_of
        self._fetch: Callable[[int, int], Sequence[Mention]] = lambda offset, limit: ()
        self._mentions: list[Mention] = []
        self._texts: dict[int, str] = {}
        self._names: dict[int, str] = {}
        self._is_whole = True
        self._waiting: list[Mention] = []  # for their place in the order
        self._sorted: list[tuple[Any, int, Mention]] = []
        self._more = QTimer(self)
        self._more.setInterval(0)
        self._more.timeout.connect(self._gather)
        self.order: Order = "text"

    @property
    def is_gathering(self) -> bool:
        """Not all mentions are in the order yet."""
        return self._more.isActive()

    @property
    def read(self) -> int:
        """How many mentions were read so far."""
        return len(self._sorted) if self.is_gathering else len(self._mentions)

    def show(self, fetch: Callable[[int, int], Sequence[Mention]]) -> None:
        """Hold the first page of other mentions."""
        self.beginResetModel()
        self._fetch = fetch
        self._names.clear()
        self._fill()
        self.endResetModel()

    def arrange(self, order: Order) -> None:
        """Show them in this order: by place, left context, words, right context, or the name of the document."""
        self.beginResetModel()
        self.order = order
        self._fill()
        self.endResetModel()

    def _fill(self) -> None:
        self._more.stop()
        self._waiting, self._sorted = [], []
        if self.order == "text":
            self._mentions = list(self._fetch(0, PAGE))
            self._is_whole = len(self._mentions) < PAGE
            return
        self._read_on()
        self._place(len(self._waiting))
        if not self._is_whole:
            self._more.start()
        self._mentions = self._in_order()

    def _read_on(self) -> None:
        """Have more mentions waiting for their place in the order."""
        more = self._fetch(len(self._sorted), MOST_SORTED)
        self._is_whole = len(more) < MOST_SORTED
        self._waiting = list(more)

    def _place(self, most: int) -> None:
        """Find the places in the order for so many of those that wait."""
        key = sort_key(self.order, lambda document: ("", ""))
        for each in self._waiting[:most]:
            held: Any = (
                (self._name_of(each.document).casefold(), each.document, each.start)
                if self.order == "source"
                else key(self._line(each))
            )
            self._sorted.append((held, each.id, each))
        del self._waiting[:most]

    def _in_order(self) -> list[Mention]:
        return [mention for _, _, mention in sorted(self._sorted, key=lambda each: each[:2])]

    def _gather(self) -> None:
        """A few more; when they were the last, all of them are shown in their order."""
        if not self._waiting and not self._is_whole:
            self._read_on()
        self._place(PAGE)
        if self._waiting or not self._is_whole:
            self.gathered.emit(len(self._sorted))
            return
        self._more.stop()
        self.beginResetModel()
        self._mentions, self._sorted = self._in_order(), []
        self.endResetModel()
        self.gathered.emit(len(self._mentions))

    def mention(self, row: int) -> Mention | None:
        """The mention in a row."""
        return self._mentions[row] if 0 <= row < len(self._mentions) else None

    # --- what Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._mentions)

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and not self._is_whole and self.order == "text"

    def fetchMore(self, parent: _Index) -> None:
        if not self.canFetchMore(parent):
            return
        more = self._fetch(len(self._mentions), PAGE)
        self._is_whole = len(more) < PAGE
        if more:
            first = len(self._mentions)
            self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
            self._mentions += more
            self.endInsertRows()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        mention = self.mention(index.row())
        if mention is None:
            return None
        if role == LABEL_ROLE:
            return mention.label
        if role == NAME_ROLE:
            return self._kept(self._names, mention.document, self._name_of)
        if role == LINE_ROLE:
            return self._line(mention)
        if role == Qt.ItemDataRole.DisplayRole:
            line = self._line(mention)
            return f"{line.left}{line.hit}{line.right}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            line = self._line(mention)
            return f"{line.hit}: {line.left}{line.hit}{line.right}, {self._name_of(mention.document)}"
        return None

    def _line(self, mention: Mention) -> Line:
        text = self._kept(self._texts, mention.document, self._text_of)
        return next(of_mentions([mention], lambda _: text))

    @staticmethod
    def _kept(known: dict[int, str], document: int, ask: Callable[[int], str]) -> str:
        if document not in known:
            if len(known) >= _KEPT:
                known.pop(next(iter(known)))
            known[document] = ask(document)
        return known[document]


class MentionPainter(QStyledItemDelegate):
    """Draws the name of the document, then the mention in its sentence, on the tint of its label."""

    def __init__(self, theme: Theme, look: Callable[[str], LabelColour], parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(400, max(_ROW, option.fontMetrics.height() + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, name, sentence."""
        painter.save()
        area = draw_ground(painter, option, self.theme)
        area.adjust(12, 0, -12, 0)
        name = QRectF(area.left(), area.top(), _NAME, area.height())
        draw_text(painter, name, str(index.data(NAME_ROLE)), self.theme.muted)
        area.setLeft(name.right() + 16)
        draw_line(
            painter, area, index.data(LINE_ROLE), self._look(str(index.data(LABEL_ROLE))).tint, self.theme
        )
        painter.restore()
