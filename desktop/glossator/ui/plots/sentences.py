"""The sentences behind a mark, as a concordance: document, left context, hit, right context."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from glossator.analysis.concordance import Line
from glossator.core.titles import counted
from glossator.ui.concordance import draw_line, draw_text
from glossator.ui.linelabel import LineLabel
from glossator.ui.theme import LabelColour, Theme, icon

PAGE = 200
"""How many lines are fetched at once."""
LINE_ROLE = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex
_NAME = 150
_DETAIL = 0.3
_CLAIM, _GRADE = 130, 24  # pixels for who says so and the grade, and for the grade alone
_WIDE = 720  # pixels from which on there is room for both
_TEXT = "the text itself"
_ROW = 30


class Page(NamedTuple):
    """Some of the lines; ``is_last`` tells that there are no others."""

    lines: Sequence[Line]
    is_last: bool


class About(NamedTuple):
    """Whose mentions are listed: the id of an identity, and what is known of it, in one line."""

    entity: int
    words: str


class Source(NamedTuple):
    """Where lines come from: ``fetch(offset, limit)`` gives a page of them, made of at most ``limit`` records;
    ``colour`` marks the hits, or ``by_label`` gives each the colours of its own label (id), ``with_names`` puts the
    document's name before each line, ``about`` stands above them.
    """

    title: str
    fetch: Callable[[int, int], Page]
    name_of: Callable[[int], str]
    colour: Callable[[Theme], LabelColour]
    with_names: bool = True
    about: About | None = None
    by_label: Callable[[Theme, str], LabelColour] | None = None

    def colour_of(self, line: Line, theme: Theme) -> LabelColour:
        """The colours of the hit of a line."""
        if self.by_label is not None and line.label:
            return self.by_label(theme, line.label)
        return self.colour(theme)


class LineModel(QAbstractListModel):
    """The lines, fetched page by page as they come into view."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: Source | None = None
        self._lines: list[Line] = []
        self._is_whole = True
        self._asked = 0

    @property
    def source(self) -> Source | None:
        """Where the lines come from."""
        return self._source

    @property
    def is_whole(self) -> bool:
        """There are no lines but those fetched."""
        return self._is_whole

    def show(self, source: Source | None) -> None:
        """Hold the first page of ``source`` instead."""
        self.beginResetModel()
        self._source = source
        page = source.fetch(0, PAGE) if source else Page((), is_last=True)
        self._lines, self._is_whole, self._asked = list(page.lines), page.is_last, PAGE
        self.endResetModel()

    def renew(self, source: Source | None) -> bool:
        """Hold as many lines of ``source`` as were fetched before, where these are others now; whether they are."""
        page = source.fetch(0, max(PAGE, self._asked)) if source else Page((), is_last=True)
        if list(page.lines) == self._lines and page.is_last == self._is_whole:
            self._source = source
            return False
        self.beginResetModel()
        self._source = source
        self._lines, self._is_whole = list(page.lines), page.is_last
        self.endResetModel()
        return True

    def line(self, row: int) -> Line | None:
        """The line in a row, if there is such a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and not self._is_whole

    def fetchMore(self, parent: _Index) -> None:
        if self._source is None or parent.isValid():
            return
        more, self._is_whole = self._source.fetch(self._asked, PAGE)
        self._asked += PAGE
        if more:
            self.beginInsertRows(QModelIndex(), len(self._lines), len(self._lines) + len(more) - 1)
            self._lines += more
            self.endInsertRows()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index.row())
        if line is None or self._source is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.left}{line.hit}{line.right}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            place = self._source.name_of(line.document)
            return f"{line.hit}: {line.left}{line.hit}{line.right}, {place}{_claimed(line, ', ')}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.detail + _claimed(line, "\n") or None
        return line if role == LINE_ROLE else None


class LineDelegate(QStyledItemDelegate):
    """Draws a line with its hit in one column below the other hits."""

    def __init__(self, theme: Theme, model: LineModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.is_lit: Callable[[Line], bool] = lambda line: False
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(400, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: Line = index.data(LINE_ROLE)
        source = self._model.source
        if source is None:
            return
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(self.theme.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(self.theme.hover))
        if self.is_lit(line):
            painter.fillRect(
                QRectF(area.left() + 2, area.top() + 4, 3, area.height() - 8), QColor(self.theme.focus)
            )
        area.adjust(12, 0, -12, 0)
        if source.with_names:
            name = QRectF(area.left(), area.top(), _NAME, area.height())
            draw_text(painter, name, source.name_of(line.document), self.theme.muted)
            area.setLeft(name.right() + 16)
        whole = area.width()
        if line.detail:
            detail = QRectF(area.left(), area.top(), whole * _DETAIL, area.height())
            draw_text(painter, detail, line.detail, self.theme.ink)
            area.setLeft(detail.right() + 16)
        if line.grade:
            claim = QRectF(area.left(), area.top(), _CLAIM if whole >= _WIDE else _GRADE, area.height())
            words = f"{line.grade}  {line.voice or _TEXT}" if whole >= _WIDE else line.grade
            draw_text(painter, claim, words, self.theme.muted)
            area.setLeft(claim.right() + 16)
        draw_line(painter, area, line, source.colour_of(line, self.theme).tint, self.theme)
        painter.restore()


class LineList(QListView):
    """The list; the letter that opens a card is left to who holds it, and does not look for a line that begins so."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_C and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Sentences(QFrame):
    """A list of sentences.  ``went`` carries the :class:`Line` that was clicked or taken with Enter, ``closed`` follows
    Esc or the cross, ``card_requested`` carries the id of the identity whose sentences they are.
    """

    went = Signal(object)
    card_requested = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "panel")
        self.model = LineModel(self)
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("tone", "head")
        self.keys = QLabel("Enter goes to the page  ·  Esc closes", self)
        self.keys.setProperty("tone", "muted")
        self.facts = LineLabel(self)
        self.facts.setContentsMargins(16, 0, 16, 0)
        self.card = QToolButton(self)
        self.card.setText("Card")
        self.card.setToolTip("Open the card of the identity (C)")
        self.cross = QToolButton(self)
        self.cross.setToolTip("Close the sentences (Esc)")
        self.cross.setAccessibleName("Close the sentences")
        self.list = LineList(self)
        self.list.setModel(self.model)
        self._delegate = LineDelegate(theme, self.model, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName("Sentences")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 8, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.keys)
        head.addWidget(self.card)
        head.addWidget(self.cross)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.facts)
        column.addWidget(self.list, 1)
        self.cross.clicked.connect(self.closed)
        self.list.clicked.connect(self._on_taken)
        self.card.clicked.connect(self._ask_card)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._delegate.theme = theme
        self.cross.setIcon(icon("close", theme))
        self.list.viewport().update()

    def show_source(self, source: Source | None) -> None:
        """List the sentences of ``source`` instead; the first one is the current one."""
        self.model.show(source)
        self._tell()
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))

    def renew(self, source: Source | None) -> None:
        """List the same of a project that was changed: what is shown stays where it is, as far as it is still there."""
        row, top = self.list.currentIndex().row(), self.list.verticalScrollBar().value()
        held = self.model.line(row)
        if self.model.renew(source):
            at = next(
                (each for each in range(self.model.rowCount()) if _same(self.model.line(each), held)), row
            )
            if self.model.rowCount():
                self.list.setCurrentIndex(self.model.index(min(max(0, at), self.model.rowCount() - 1)))
            self.list.verticalScrollBar().setValue(top)
        self._tell()

    def _tell(self) -> None:
        source, count = self.model.source, self.model.rowCount()
        more = "" if self.model.is_whole else " and more"
        self.title.setText(
            f"{source.title}  ·  {counted(count, 'sentence')}{more}"
            if source
            else "There are no sentences any more."
        )
        about = source.about if source else None
        self.facts.say(about.words if about else "")
        for each in (self.facts, self.card):
            each.setVisible(about is not None)

    def _ask_card(self) -> None:
        source = self.model.source
        if source is not None and source.about is not None:
            self.card_requested.emit(source.about.entity)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_taken(self.list.currentIndex())
        elif event.key() == Qt.Key.Key_C and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._ask_card()
        else:
            super().keyPressEvent(event)

    def _on_taken(self, index: QModelIndex) -> None:
        line = self.model.line(index.row())
        if line is not None:
            self.went.emit(line)


def _claimed(line: Line, before: str) -> str:
    """Who says so and how it is graded, for a relation or event."""
    return (
        f"{before}graded {line.grade}, said by {' '.join(line.voice.split()) or _TEXT}" if line.grade else ""
    )


def _same(line: Line | None, other: Line | None) -> bool:
    """Two lines are of the same record, of an event of the same role."""
    return (
        line is not None and other is not None and (line.record, line.detail) == (other.record, other.detail)
    )
