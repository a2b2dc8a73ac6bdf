"""A card on the board: a question, its view, the table twin, and ways to save and copy both."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from glossator.core.errors import GlossatorError
from glossator.ui import messages
from glossator.ui.plots.canvas import Canvas
from glossator.ui.plots.marks import LegendEntry, Mark, View
from glossator.ui.plots.pictures import image, png, svg
from glossator.ui.plots.signs import sample
from glossator.ui.plots.tables import TwinView, as_csv, as_tabbed
from glossator.ui.theme import Theme, icon

_LINE = 24
_SAMPLE = QSize(20, 12)
_EDGE = 16
_KINDS = {"PNG": "Picture (*.png)", "SVG": "Vector picture (*.svg)", "CSV": "Table (*.csv)"}
_ROW = 28


class Legend(QWidget):
    """A row of samples with their words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.entries: tuple[LegendEntry, ...] = ()
        self.setFixedHeight(_LINE)

    def show_entries(self, entries: tuple[LegendEntry, ...]) -> None:
        """Show these instead."""
        self.entries = entries
        self.setVisible(bool(entries))
        self.setAccessibleName("Legend: " + ", ".join(entry.words for entry in entries))
        self.update()

    def draw(self, painter: QPainter, at: QPointF) -> None:
        """Draw it with ``painter``, beginning at ``at``."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        metrics = QFontMetricsF(self.font())
        x = at.x()
        for entry in self.entries:
            width = _SAMPLE.width() * (2 if entry.style == "ramp" else 1)
            area = QRectF(x, at.y() + (_LINE - _SAMPLE.height()) / 2, width, _SAMPLE.height())
            sample(painter, area, entry.style, self.theme)
            painter.setPen(QColor(self.theme.muted))
            told = QRectF(area.right() + 6, at.y(), metrics.horizontalAdvance(entry.words) + 2, _LINE)
            painter.drawText(told, Qt.AlignmentFlag.AlignVCenter, entry.words)
            x = told.right() + 16

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.draw(painter, QPointF())


class Card(QFrame):
    """Shows a :class:`View` under its ``question``.  ``chosen`` carries the key of the mark or row that was taken."""

    chosen = Signal(object)

    def __init__(self, question: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.theme = theme
        self._view = View(None)
        self.setProperty("frame", "card")
        self.title = QLabel(question, self)
        self.title.setProperty("tone", "head")
        self.title.setWordWrap(True)
        self.as_table = self._button("As a table")
        self.as_table.setCheckable(True)
        self.more = self._button("Save and copy")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu())
        self.legend = Legend(theme, self)
        self.canvas = Canvas(theme, self)
        self.canvas.setAccessibleName(question)
        self.twin = TwinView(self)
        self.twin.setAccessibleName(f"{question} As a table.")
        self.empty = QLabel(self)
        self.empty.setProperty("tone", "empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.foot = QLabel(self)
        self.foot.setProperty("tone", "muted")
        self.foot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.as_table.toggled.connect(self._show_parts)
        self.canvas.chosen.connect(self._on_mark_chosen)
        self.canvas.moved.connect(self._on_moved)
        self.twin.chosen.connect(self.chosen)
        self.set_theme(theme)

    def _button(self, tip: str) -> QToolButton:
        made = QToolButton(self)
        made.setToolTip(tip)
        made.setAccessibleName(tip)
        return made

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for kind in _KINDS:
            menu.addAction(f"Save as &{kind}…").triggered.connect(lambda _=False, k=kind: self._ask_file(k))
        menu.addSeparator()
        menu.addAction("&Copy picture").triggered.connect(self.copy_picture)
        menu.addAction("Copy &table").triggered.connect(self.copy_table)
        return menu

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title, 1)
        head.addWidget(self.as_table)
        head.addWidget(self.more)
        self.controls = QHBoxLayout()
        self.controls.setSpacing(8)
        self.controls.addWidget(self.legend, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self.controls)
        for part in (self.canvas, self.twin, self.empty, self.foot):
            column.addWidget(part)
        column.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self.legend.theme = theme
        self.legend.update()
        self.canvas.set_theme(theme)
        self.as_table.setIcon(icon("table", theme))
        self.more.setIcon(icon("more", theme))

    def show_view(self, view: View) -> None:
        """Show this view instead."""
        self._view = view
        if view.drawing is not None:
            self.canvas.show_drawing(view.drawing)
        self.legend.show_entries(view.legend if view.drawing is not None else ())
        self.twin.show_table(view.table)
        self.twin.setFixedHeight(min(12, len(view.table.rows) + 1) * _ROW + 16)
        self.empty.setText(view.empty)
        self._say(view.foot)
        self._show_parts()

    def _show_parts(self) -> None:
        is_empty = self._view.drawing is None
        is_table = self.as_table.isChecked()
        self.canvas.setVisible(not is_empty and not is_table)
        self.twin.setVisible(not is_empty and is_table)
        self.empty.setVisible(is_empty)
        self.foot.setVisible(not is_empty)
        self.as_table.setEnabled(not is_empty)
        self.more.setEnabled(not is_empty)

    def _on_mark_chosen(self, mark: Mark) -> None:
        self.chosen.emit(mark.key)

    def _on_moved(self, mark: Mark | None) -> None:
        self._say(mark.tip if mark else self._view.foot)

    def _say(self, words: str) -> None:
        self.foot.setText(words)
        self.foot.setToolTip(words)

    # --- saving and copying

    def _picture_size(self) -> QSize:
        return QSize(self.canvas.width() + 2 * _EDGE, self.canvas.height() + 4 * _LINE + 2 * _EDGE)

    def _paint_picture(self, painter: QPainter) -> None:
        """The question, the legend, the view and the line below, as one picture."""
        size = self._picture_size()
        painter.fillRect(QRectF(QPointF(), size), QColor(self.theme.raised))
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(self.theme.ink))
        line = QRectF(_EDGE, _EDGE, size.width() - 2 * _EDGE, _LINE)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self.question)
        self.legend.draw(painter, QPointF(_EDGE, _EDGE + _LINE))
        self.canvas.picture(painter, QPointF(_EDGE, _EDGE + 2 * _LINE + 8))
        painter.setFont(self.font())
        painter.setPen(QColor(self.theme.muted))
        line.moveTop(size.height() - _EDGE - _LINE)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._view.foot)

    def save(self, path: Path, kind: str) -> None:
        """Write the view to ``path`` as ``PNG``, ``SVG`` or ``CSV``; :class:`GlossatorError` when it cannot be."""
        try:
            path.write_bytes(self._encoded(kind))
        except OSError as error:
            raise GlossatorError(
                f"{path.name} could not be written.",
                safe="The project is as it was.",
                remedy="Choose another folder, or make room on the disk.",
                details=str(error),
            ) from error

    def _encoded(self, kind: str) -> bytes:
        if kind == "CSV":
            # with the mark that makes spreadsheets read it as UTF-8
            return as_csv(self._view.table).encode("utf-8-sig")
        if kind == "SVG":
            return svg(self._picture_size(), self._paint_picture, title=self.question)
        return png(self._picture_size(), self._paint_picture)

    def copy_picture(self) -> None:
        """Put the view on the clipboard as a picture."""
        QGuiApplication.clipboard().setImage(image(self._picture_size(), self._paint_picture))

    def copy_table(self) -> None:
        """Put the numbers on the clipboard, for a spreadsheet."""
        QGuiApplication.clipboard().setText(as_tabbed(self._view.table))

    def _ask_file(self, kind: str) -> None:
        dialog = QFileDialog(self, f"Save as {kind}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_KINDS[kind])
        dialog.setDefaultSuffix(kind.lower())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self._save(Path(chosen), kind))
        dialog.open()

    def _save(self, path: Path, kind: str) -> None:
        try:
            self.save(path, kind)
        except GlossatorError as error:
            messages.show_error(self, error)
