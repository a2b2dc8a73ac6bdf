"""The steps that were made in the project, the newest first, with undo and redo."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from glossator.core.changes import Change
from glossator.core.history import Step
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.ui.theme import Theme, icon
from glossator.workbench import Workbench

PAGE = 200
"""How many steps are asked of the file at once."""
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The HistoryLine of an index."""

_Index = QModelIndex | QPersistentModelIndex


class HistoryLine(NamedTuple):
    """What a row shows: ``time`` is UTC in milliseconds since 1970, ``changes`` the number of records touched,
    ``undoes`` the id of the step it takes back; ``undone`` means that it holds no more.
    """

    id: int
    title: str
    author: str
    time: int
    undoes: int | None
    changes: int
    undone: bool

    @property
    def facts(self) -> str:
        """When, by whom and how much, in one line."""
        much = f"{self.changes:,} record{'' if self.changes == 1 else 's'}"
        return " · ".join(part for part in (written_time(self.time), self.author, much) if part)


class HistoryModel(QAbstractListModel):
    """The steps, asked of the file page by page as the list is scrolled."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench: Workbench | None = None
        self._lines: list[HistoryLine] = []
        self._all_here = True

    def show_steps(self, bench: Workbench | None) -> None:
        """Begin anew with the last steps of ``bench``."""
        self.beginResetModel()
        self._bench = bench
        self._lines = self._ask(None, PAGE)
        self._all_here = len(self._lines) < PAGE
        self.endResetModel()

    def follow(self, change: Change) -> None:
        """Put the step on top that ``change`` made; one that undoes also changes how older rows look."""
        if not self._bench:
            return
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._lines[:0] = self._ask(None, 1)
        self.endInsertRows()
        if change.undoes is not None:
            self._lines = self._ask(None, len(self._lines))
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))

    def line(self, place: int) -> HistoryLine:
        """The step in row ``place``."""
        return self._lines[place]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, explanation and sentence for a screen reader."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.title
            case Qt.ItemDataRole.ToolTipRole:
                return f"{line.title}\n{line.facts}" + ("\nThis step was taken back." if line.undone else "")
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{line.title}, {'taken back, ' if line.undone else ''}{line.facts}"
            case _ if role == LINE_ROLE:
                return line
        return None

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and not self._all_here

    def fetchMore(self, parent: _Index) -> None:
        more = self._ask(self._lines[-1].id if self._lines else None, PAGE)
        self._all_here = len(more) < PAGE
        if more:
            self.beginInsertRows(QModelIndex(), len(self._lines), len(self._lines) + len(more) - 1)
            self._lines += more
            self.endInsertRows()

    def _ask(self, before: int | None, limit: int) -> list[HistoryLine]:
        if self._bench is None:
            return []
        return [
            HistoryLine(
                each.id, each.title, each.author, each.time, each.undoes, each.changes, bool(each.undone)
            )
            for each in self._bench.ask.history(before=before, limit=limit)
        ]


class HistoryPanel(QWidget):
    """Shows the steps of the project and asks to undo and redo."""

    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(
        self,
        bench: Workbench | None,
        selection: Selection,
        signals: ProjectSignals,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bench: Workbench | None = None
        self._is_stale = False
        self.model = HistoryModel(self)
        self.list = QListView(self)
        self._delegate = _StepPainter(theme, self)
        self.undo = QPushButton("Undo", self)
        self.redo = QPushButton("Redo", self)
        self._empty = QLabel("No steps yet.\nWhat you tag, relate and change is listed here.", self)
        self._pile = QStackedWidget(self)
        self._build()
        self.undo.clicked.connect(self.undo_requested)
        self.redo.clicked.connect(self.redo_requested)
        signals.changed.connect(self._on_changed)
        self.set_theme(theme)
        self.set_bench(bench)

    def set_bench(self, bench: Workbench | None) -> None:
        """Show another project, or none."""
        self._bench = bench
        self._refill()

    def set_theme(self, theme: Theme) -> None:
        """Follow another look."""
        self._delegate.theme = theme
        self.undo.setIcon(icon("undo", theme))
        self.redo.setIcon(icon("redo", theme))
        self.list.viewport().update()

    def showEvent(self, event: object) -> None:
        if self._is_stale:
            self._refill()

    def _build(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName("History")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setProperty("tone", "empty")
        self._pile.addWidget(self.list)
        self._pile.addWidget(self._empty)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 8, 8, 6)
        bar.setSpacing(8)
        bar.addWidget(self.undo, 1)
        bar.addWidget(self.redo, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._pile, 1)
        self.setFocusProxy(self.list)

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and not self._is_stale:
            self.model.follow(change)
            self._after_change()
        else:
            self._is_stale = True

    def _refill(self) -> None:
        self._is_stale = False
        self.model.show_steps(self._bench)
        self._after_change()

    def _after_change(self) -> None:
        history = self._bench.history if self._bench and not self._bench.read_only else None
        self._offer(self.undo, "Undo", history.to_undo if history else None)
        self._offer(self.redo, "Redo", history.to_redo if history else None)
        self._pile.setCurrentIndex(0 if self.model.rowCount() else 1)

    @staticmethod
    def _offer(button: QPushButton, verb: str, step: Step | None) -> None:
        button.setEnabled(step is not None)
        button.setToolTip(f"{verb}: {step.title}" if step else f"There is nothing to {verb.lower()}.")


class _StepPainter(QStyledItemDelegate):
    """Draws a step in two lines: what was done; when and by whom.  What holds no more is struck through."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, 2 * option.fontMetrics.height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, title and facts."""
        line: HistoryLine = index.data(LINE_ROLE)
        frame: QRect = option.rect
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
        )
        painter.save()
        font = QFont(option.font)
        font.setStrikeOut(line.undone)
        height = option.fontMetrics.height()
        ink = option.palette.color(QPalette.ColorRole.Text)
        is_faint = line.undone or line.undoes is not None
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted) if is_faint else ink)
        title = QRect(frame.left() + 12, frame.top() + 6, frame.width() - 24, height)
        painter.drawText(title, 0, _elided(painter, line.title, title.width()))
        painter.setFont(option.font)
        painter.setPen(QColor(self.theme.muted))
        facts = title.translated(0, height + 2)
        painter.drawText(facts, 0, _elided(painter, line.facts, facts.width()))
        painter.restore()


def written_time(time: int) -> str:
    """A time (UTC, milliseconds since 1970) on the user's clock: today the hour only, else the date as well."""
    moment = datetime.fromtimestamp(time / 1000).astimezone()
    is_today = moment.date() == datetime.now().astimezone().date()
    return moment.strftime("%H:%M:%S" if is_today else "%Y-%m-%d %H:%M")


def _elided(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
