"""The overlay with the keys that work right now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from glossator.core import fuzzy
from glossator.ui.dialogs.frames import PopupFrame
from glossator.ui.theme import Theme

_COLUMN = 300
_HEAD = 72
_SIZE = QSize(1000, 640)


class ShortcutRow(NamedTuple):
    """A key that works now: its group, what it does, and the key as it is written (several part by two blanks)."""

    group: str
    title: str
    shortcut: str


def matching(rows: Sequence[ShortcutRow], typed: str) -> list[ShortcutRow]:
    """The rows whose title or key ``typed`` matches, in their order."""
    if not typed.strip():
        return list(rows)
    wanted = typed.strip().casefold()
    return [
        row
        for row in rows
        if wanted in row.shortcut.casefold().split() or fuzzy.match(typed, f"{row.title} {row.group}")
    ]


def columns_of(rows: Sequence[ShortcutRow], count: int) -> list[list[tuple[str, list[ShortcutRow]]]]:
    """The groups of ``rows`` dealt to at most ``count`` columns of about the same length, in order."""
    groups: dict[str, list[ShortcutRow]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    whole = sum(len(held) + 2 for held in groups.values())
    columns: list[list[tuple[str, list[ShortcutRow]]]] = [[]]
    filled = 0
    for group, held in groups.items():
        size = len(held) + 2
        full = filled + size / 2 > whole / count * len(columns)
        if columns[-1] and full and len(columns) < count:
            columns.append([])
        columns[-1].append((group, held))
        filled += size
    return columns


class ShortcutsOverlay(PopupFrame):
    """Lists keys by group; typing filters, Esc or ``?`` closes."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._window = parent.window()
        self._rows: list[ShortcutRow] = []
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Type what you want to do, or a key")
        self.field.setMaximumWidth(360)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._show_matching)
        title = QLabel("Keys that work now", self)
        title.setProperty("tone", "head")
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 4, 0)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.field, 1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addLayout(head)
        self.column.addWidget(self.area, 1)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._show_matching()

    def open_with(self, rows: Sequence[ShortcutRow | tuple[str, str, str]]) -> None:
        """Show these rows over the window."""
        self._rows = [ShortcutRow(*row) for row in rows]
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self.show_over(self._window, _SIZE)
        wanted = self._show_matching()
        self.resize(self.width(), min(self.height(), wanted + _HEAD))
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape or (event.text() == "?" and not self.field.text()):
                self.close()
                return True
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                bar = self.area.verticalScrollBar()
                bar.setValue(bar.value() + step * 40)
                return True
        return super().eventFilter(watched, event)

    def _show_matching(self) -> int:
        """The height that the keys would like to have, in pixels."""
        found = matching(self._rows, self.field.text())
        sheet = QWidget()
        sheet.setStyleSheet(
            f'QWidget {{ background: {self.theme.raised}; }} QLabel[cap="true"] {{ background: {self.theme.window};'
            f" color: {self.theme.ink}; border: 1px solid {self.theme.rule}; border-radius: 4px; padding: 1px 6px; }}"
        )
        row = QHBoxLayout(sheet)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(32)
        if not found:
            nothing = QLabel("No key does that now. Ctrl+K finds every action by its name.")
            nothing.setProperty("tone", "empty")
            row.addWidget(nothing)
        count = max(1, (self.width() - 32) // _COLUMN)
        for groups in columns_of(found, count) if found else []:
            row.addLayout(_column(groups), 1)
        self.area.setWidget(sheet)  # it deletes the sheet before
        return row.totalHeightForWidth(self.width() - 32)


def _column(groups: Sequence[tuple[str, Sequence[ShortcutRow]]]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    for group, rows in groups:
        heading = QLabel(group)
        heading.setProperty("tone", "section")
        heading.setContentsMargins(0, 8, 0, 4)
        column.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for at, row in enumerate(rows):
            title = QLabel(row.title)
            title.setWordWrap(True)
            grid.addWidget(title, at, 0)
            grid.addLayout(_caps(row.shortcut), at, 1)
        column.addLayout(grid)
    column.addStretch(1)
    return column


def _caps(shortcut: str) -> QHBoxLayout:
    caps = QHBoxLayout()
    caps.setSpacing(4)
    caps.addStretch(1)
    for part in shortcut.split("  "):
        cap = QLabel(part)
        cap.setProperty("cap", "true")
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        caps.addWidget(cap)
    return caps
