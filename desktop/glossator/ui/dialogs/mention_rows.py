"""All mentions of an identity in their sentences, over all documents: fetched page by page, and how they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
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
"""Mentions that are put in another order than that of the texts; of more, the first ones."""
LINE_ROLE = int(Qt.ItemDataRole.UserRole)
NAME_ROLE = LINE_ROLE + 1
LABEL_ROLE = LINE_ROLE + 2
_NAME = 150  # pixels
_ROW = 28
_KEPT = 64  # texts and names that are remembered while one scrolls
_Index = QModelIndex | QPersistentModelIndex


class MentionRows(QAbstractListModel):
    """Mentions by document and place, or in another order.  ``fetch(offset, limit)`` gives some of them; a sentence is
    read out of its text when it is first seen, but where all are put in an order.
    """

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
        self.order: Order = "text"

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
        most = PAGE if self.order == "text" else MOST_SORTED
        self._mentions = list(self._fetch(0, most))
        self._is_whole = len(self._mentions) < most
        if self.order == "source":
            self._mentions.sort(
                key=lambda each: (self._name_of(each.document).casefold(), each.document, each.start)
            )
        elif self.order != "text":
            key = sort_key(self.order, lambda document: ("", ""))
            lines = {each.id: self._line(each) for each in self._mentions}
            self._mentions.sort(key=lambda each: key(lines[each.id]))

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
