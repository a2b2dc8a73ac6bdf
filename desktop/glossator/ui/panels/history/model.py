"""The steps of a project as a list model: found a few at a time, by what is wanted, and kept up with every Change."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from glossator.core.changes import Change
from glossator.core.titles import counted
from glossator.retrospect import HistoryRow, Wanted, is_hidden
from glossator.workbench import Workbench

PAGE = 200
"""How many steps are asked of the file at once."""
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The HistoryRow of an index."""

EVERYTHING = Wanted()

_Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractListModel):
    """The steps that are wanted, the newest first.

    They are asked of the file page by page as the list is scrolled; where few of many are wanted the file is looked
    through in short pieces, between which the window lives.  ``looked`` tells that such a piece is done.
    """

    looked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wanted = EVERYTHING
        self._bench: Workbench | None = None
        self._lines: list[HistoryRow] = []
        self._rest: int | None = None
        self._missing = 0
        self._seen = 0  # the place of the last step of the project that was looked at
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._look_on)

    def show_steps(self, bench: Workbench | None, wanted: Wanted = EVERYTHING) -> None:
        """Begin anew with the last steps of ``bench`` that are ``wanted``."""
        self._next.stop()
        self.beginResetModel()
        self._bench, self.wanted = bench, wanted
        self._lines, self._rest, self._missing = [], None, PAGE
        if bench is not None:
            found, self._rest = bench.ask.history_page(wanted, before=None, limit=PAGE)
            self._lines = self._seen_of(found)
            self._seen = self._newest()
        self.endResetModel()
        self._after_look(len(self._lines))

    def follow(self, change: Change) -> None:
        """Put the step on top that ``change`` made, where it is wanted, and show what it took back as it is now."""
        if self._bench is None:
            return
        newest = self._newest()
        if new := newest - self._seen:
            asked = self._bench.ask.history_page(self.wanted, before=None, limit=new, effort=10 * new)
            rows = self._seen_of([each for each in asked.rows if each.place > self._seen])
            self._seen = newest
            if rows:
                self.beginInsertRows(QModelIndex(), 0, len(rows) - 1)
                self._lines[:0] = rows
                self.endInsertRows()
        if change.undoes is not None:
            self._renew()

    @property
    def is_looking(self) -> bool:
        """More is being looked for."""
        return self._next.isActive()

    def line(self, place: int) -> HistoryRow:
        """The step in row ``place``."""
        return self._lines[place]

    def row_of(self, change_id: int) -> int:
        """The row of a step; -1 where it is not shown, or not yet."""
        return next((place for place, each in enumerate(self._lines) if each.id == change_id), -1)

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
                return f"{line.title}\n{facts(line)}" + ("\nThis step was taken back." if line.undone else "")
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{line.title}, {'taken back, ' if line.undone else ''}{facts(line)}"
            case _ if role == LINE_ROLE:
                return line
        return None

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and self._rest is not None and not self.is_looking

    def fetchMore(self, parent: _Index) -> None:
        self._missing = PAGE
        self._look_on()

    def _look_on(self) -> None:
        if self._bench is None or self._rest is None:
            return
        rows, self._rest = self._bench.ask.history_page(self.wanted, before=self._rest, limit=self._missing)
        rows = self._seen_of(rows)
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._lines), len(self._lines) + len(rows) - 1)
            self._lines += rows
            self.endInsertRows()
        self._after_look(len(rows))

    def _after_look(self, found: int) -> None:
        self._missing -= found
        if self._rest is not None and self._missing > 0:
            self._next.start()
        self.looked.emit()

    def _seen_of(self, rows: list[HistoryRow]) -> list[HistoryRow]:
        """Without what others did in a document that is read a second time."""
        bench = self._bench
        return rows if bench is None else [each for each in rows if not is_hidden(bench, each)]

    def _newest(self) -> int:
        newest = self._bench.ask.history(limit=1) if self._bench else []
        return newest[0].place if newest else 0

    def _renew(self) -> None:
        """Which steps hold may have changed."""
        if self._bench is None or not self._lines:
            return
        now = {each.id: each for each in self._bench.ask.history_at([each.place for each in self._lines])}
        self._lines = [now.get(each.id, each) for each in self._lines]
        self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))


def facts(line: HistoryRow) -> str:
    """When, by whom and how much, in one line."""
    much = counted(line.changes, "record")
    return " · ".join(part for part in (written_time(line.time), line.author, much) if part)


def written_time(time: int) -> str:
    """A time (UTC, milliseconds since 1970) on the user's clock: today the hour only, else the date as well."""
    moment = datetime.fromtimestamp(time / 1000).astimezone()
    is_today = moment.date() == datetime.now().astimezone().date()
    return moment.strftime("%H:%M:%S" if is_today else "%Y-%m-%d %H:%M")
