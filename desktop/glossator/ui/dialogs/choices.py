"""Rows to choose from: what they hold, which of them what is typed leaves, and how they are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from glossator.core import fuzzy
from glossator.ui.theme import LabelColour, Theme, draw_underline, icon

CHOICE_ROLE = int(Qt.ItemDataRole.UserRole)
"""The role under which the model hands out the whole :class:`Choice`."""
ROW = 32
"""Height of a row, in pixels, unless the font wants more."""
_HEADING = 24
EDGE = 12
"""What is left free on either side of a row, in pixels."""
_CHIP = 36
MOST = 300
"""How many rows are shown at most; who wants another one types a letter more."""
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Choice:
    """One row.  ``value`` is what the caller gets back; ``look`` and ``tag`` draw a label's chip, ``icon`` names an
    icon instead; ``hint`` is shown below the list while the row is the current one; ``heading`` stands above it;
    ``places`` are the indexes of the letters of ``title`` that were typed; a dim row is possible, but unusual.
    """

    value: object
    title: str
    detail: str = ""
    shortcut: str = ""
    tag: str = ""
    look: LabelColour | None = None
    icon: str = ""
    hint: str = ""
    heading: str = ""
    is_dim: bool = False
    places: tuple[int, ...] = ()


def filtered(text: str, choices: Sequence[Choice], *, limit: int = MOST) -> list[Choice]:
    """The choices that ``text`` matches: those by their title first, the best in front, then those by their detail.
    Headings stand only while nothing is typed.
    """
    if not text.strip():
        return list(choices[:limit])
    found = found_rows(text, [each.title for each in choices], [each.detail for each in choices], limit=limit)
    return [replace(choices[each.row], places=each.places, heading="") for each in found]


def found_rows(
    text: str, titles: Sequence[str], details: Sequence[str], *, limit: int = MOST
) -> list[fuzzy.Ranked]:
    """The rows that ``text`` matches, by their title first, the best in front, then by title and detail together, for
    which no places are told.
    """
    rows = fuzzy.ranked(text, titles, limit=limit)
    if len(rows) < limit:
        seen = {each.row for each in rows}
        rest = [row for row, detail in enumerate(details) if detail and row not in seen]
        more = fuzzy.ranked(text, [f"{titles[row]} {details[row]}" for row in rest], limit=limit - len(rows))
        rows += [fuzzy.Ranked(rest[each.row], each.score, ()) for each in more]
    return rows


class ChoiceModel(QAbstractListModel):
    """The rows of a chooser."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices: list[Choice] = []

    def show(self, choices: Iterable[Choice]) -> None:
        """Hold these rows instead."""
        self.beginResetModel()
        self._choices = list(choices)
        self.endResetModel()

    def choice(self, row: int) -> Choice | None:
        """The row's choice, if there is such a row."""
        return self._choices[row] if 0 <= row < len(self._choices) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        choice = self.choice(index.row())
        if choice is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return choice.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(part for part in (choice.title, choice.detail, choice.shortcut) if part)
            case _ if role == CHOICE_ROLE:
                return choice
        return None


class ChoiceDelegate(QStyledItemDelegate):
    """Draws a row: chip or icon, the name with the typed letters marked, detail, key."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        choice: Choice = index.data(CHOICE_ROLE)
        line = max(ROW, QFontMetricsF(option.font).height() + 12)
        return QSize(240, round(line) + (_HEADING if choice.heading else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        choice: Choice = index.data(CHOICE_ROLE)
        area = QRectF(option.rect)
        font: QFont = option.font
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        if choice.heading:
            self._draw_heading(painter, area, choice.heading)
            area.setTop(area.top() + _HEADING)
        self._draw_ground(painter, area, state)
        area.adjust(EDGE, 0, -EDGE, 0)
        if choice.tag or choice.icon or choice.look:
            self._draw_sign(painter, QRectF(area.left(), area.top(), _CHIP, area.height()), choice)
            area.setLeft(area.left() + _CHIP + 10)
        area.setRight(self._draw_key(painter, area, choice.shortcut))
        self._draw_words(painter, area, choice)
        painter.restore()

    def _draw_heading(self, painter: QPainter, area: QRectF, heading: str) -> None:
        font = QFont(painter.font())
        font.setPointSizeF(font.pointSizeF() * 0.88)
        font.setWeight(QFont.Weight.DemiBold)
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted))
        line = QRectF(area.left() + EDGE, area.top(), area.width() - 2 * EDGE, _HEADING)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, heading)
        painter.restore()

    def _draw_ground(self, painter: QPainter, area: QRectF, state: QStyle.StateFlag) -> None:
        if state & QStyle.StateFlag.State_Selected:
            ground = self.theme.selection
        elif state & QStyle.StateFlag.State_MouseOver:
            ground = self.theme.hover
        else:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area.adjusted(4, 1, -4, -1), 5, 5)

    def _draw_sign(self, painter: QPainter, area: QRectF, choice: Choice) -> None:
        if choice.icon:
            drawn = icon(choice.icon, self.theme, self.theme.muted)
            drawn.paint(painter, area.toRect().adjusted(0, 0, -12, 0), Qt.AlignmentFlag.AlignCenter)
            return
        draw_chip(painter, area, choice.tag, choice.look or self.theme.neutral)

    def _draw_key(self, painter: QPainter, area: QRectF, key: str) -> float:
        """The left edge of what was drawn."""
        right = area.right()
        metrics = QFontMetricsF(painter.font())
        for part in reversed(key.split("  ") if key else []):
            width = max(20.0, metrics.horizontalAdvance(part) + 12)
            cap = QRectF(right - width, area.center().y() - 10, width, 20)
            painter.setPen(QPen(QColor(self.theme.rule), 1))
            painter.setBrush(QColor(self.theme.raised))
            painter.drawRoundedRect(cap, 4, 4)
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, part)
            right = cap.left() - 6
        return right

    def _draw_words(self, painter: QPainter, area: QRectF, choice: Choice) -> None:
        metrics = QFontMetricsF(painter.font())
        wanted = metrics.horizontalAdvance(choice.detail) + 16 if choice.detail else 0.0
        room = max(area.width() - min(wanted, area.width() * 0.5), 40.0)
        title = metrics.elidedText(choice.title, Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(self.theme.muted if choice.is_dim else self.theme.ink))
        used = self._draw_title(painter, QRectF(area.left(), area.top(), room, area.height()), title, choice)
        if not choice.detail:
            return
        rest = QRectF(area.left() + used + 16, area.top(), area.width() - used - 16, area.height())
        painter.setPen(QColor(self.theme.muted))
        detail = metrics.elidedText(choice.detail, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, detail)

    def _draw_title(self, painter: QPainter, area: QRectF, title: str, choice: Choice) -> float:
        """The width of what was drawn."""
        layout = QTextLayout(title, painter.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        mark = QTextCharFormat()
        mark.setForeground(QColor(self.theme.accent))
        mark.setFontWeight(QFont.Weight.Bold)
        shared = _shared_length(title, choice.title)
        layout.setFormats([_marked(title, place, mark) for place in choice.places if place < shared])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(100_000)
        layout.endLayout()
        layout.draw(painter, QRectF(area.left(), area.center().y() - line.height() / 2, 0, 0).topLeft())
        return line.naturalTextWidth()


def draw_chip(painter: QPainter, area: QRectF, tag: str, look: LabelColour) -> None:
    """A label's sign in the middle of ``area``: its tag on its tint, over its underline."""
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * 0.8)
    font.setWeight(QFont.Weight.DemiBold)
    chip = QRectF(area.left(), area.center().y() - 9, area.width(), 15)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.tint))
    painter.drawRoundedRect(chip, 3, 3)
    painter.setPen(QColor(look.accent))
    painter.setFont(font)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, tag)
    draw_underline(painter, look, chip.left() + 1, chip.right() - 1, chip.bottom() + 2.5)
    painter.restore()


def _shared_length(shown: str, title: str) -> int:
    return len(title) if shown == title else max(len(shown) - 1, 0)


def _marked(title: str, place: int, mark: QTextCharFormat) -> QTextLayout.FormatRange:
    """The format of one letter, given by its offset in code points."""
    made = QTextLayout.FormatRange()
    made.start = len(title[:place].encode("utf-16-le")) // 2
    made.length = len(title[place : place + 1].encode("utf-16-le")) // 2
    made.format = mark
    return made
