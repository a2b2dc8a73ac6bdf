"""A card on the board: a question, its view, the table twin, and the menu of what can be done with both."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from glossator.ui.linelabel import LineLabel
from glossator.ui.plots.canvas import Canvas
from glossator.ui.plots.chart import Chart, IsLit, nothing
from glossator.ui.plots.flow import Beside
from glossator.ui.plots.legend import Legend
from glossator.ui.plots.marks import Table, View
from glossator.ui.plots.outlet import Outlet
from glossator.ui.plots.tables import TwinView
from glossator.ui.theme import Theme, icon

_UNSEEN = 220
COUNTING = "Counting…"
"""What a card says as long as it has nothing to show."""
_EDGE = 16
_ROW = 28


class Card(QFrame):
    """Shows a :class:`View` under its ``question``.  ``chosen`` carries the key of the mark or row that was taken,
    ``brushed`` the keys of those that are to be selected in all views and whether these come to the ones that are.
    ``enlarge_requested``, ``width_requested`` and ``hide_requested`` ask for what the board does with cards,
    ``move_requested`` carries -1 or 1.

    ``for_marks`` are controls that are of use only where there is something to draw: a new view turns them on or off,
    but for ``ways_out``, those that lead out of an empty view as it is now.  Whoever shows it may turn some off
    afterwards, for reasons of their own, and none on: what was off for a moment has lost the keyboard.

    ``choices`` are what ``told_by_controls`` said when the view that is shown was drawn: others may be counted yet.

    The chart is made with ``make_chart`` when there is first something to draw, the table when it is first looked at,
    so that a card that nobody has seen costs next to nothing.  ``failed`` carries why a table cannot be read.
    """

    chosen = Signal(object)
    brushed = Signal(object, bool)
    failed = Signal(str)
    enlarge_requested = Signal()
    width_requested = Signal()
    hide_requested = Signal()
    move_requested = Signal(int)

    def __init__(
        self,
        question: str,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        make_chart: Callable[[Theme, QWidget], Chart] = Canvas,
    ) -> None:
        super().__init__(parent)
        self.question = question
        self.theme = theme
        self._view = View(None)
        self._make_chart = make_chart
        self._chart: Chart | None = None
        self._twin: TwinView | None = None
        self._is_lit: IsLit = nothing
        self._tabled: Table | None = None
        self._is_counting = False
        self._is_awaited = False
        self._room = 0
        self.for_marks: list[QWidget] = []
        self.ways_out: Callable[[], Collection[QWidget]] = tuple
        self.told_by_controls: Callable[[], tuple[str, ...]] = tuple
        self.choices: tuple[str, ...] = ()
        self.out = Outlet(self, self)
        self.setProperty("frame", "card")
        self.title = QLabel(question, self)
        self.title.setProperty("tone", "head")
        self.title.setWordWrap(True)
        self.as_table = self._button("As a table (T)")
        self.as_table.setCheckable(True)
        self.larger = self._button("On the whole page (F)")
        self.more = self._button("Save, print, copy, arrange")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu())
        self.legend = Legend(theme, self)
        self.empty = QLabel(COUNTING, self)
        self.empty.setProperty("tone", "empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMinimumHeight(_UNSEEN)
        self.tip = LineLabel(self)
        self.foot = LineLabel(self)
        self.foot.setProperty("tone", "muted")
        self.cancel = QPushButton("Cancel", self)
        self.cancel.setToolTip("Make no table (Esc)")
        self.cancel.hide()
        self._lay_out()
        self.cancel.clicked.connect(self.out.cancel)
        self.out.counting.connect(self._on_counting)
        self.as_table.toggled.connect(self._show_parts)
        self.as_table.clicked.connect(self.take_keyboard)
        self.larger.clicked.connect(self.enlarge_requested)
        self.set_theme(theme)
        self._show_parts()

    @property
    def chart(self) -> Chart:
        """What draws; made when it is first asked for."""
        if self._chart is None:
            made = self._chart = self._make_chart(self.theme, self)
            made.setAccessibleName(self.question)
            made.point_out(self._is_lit)
            made.use_room(self._room)
            made.chosen.connect(self.chosen)
            made.brushed.connect(self.brushed)
            made.moved.connect(self._on_moved)
            self._column.insertWidget(self._column.indexOf(self.empty), made)
            before: QWidget = self._twin or self.more
            # Made last, it would be behind all other views; and so would one that hands the keyboard on to what is in
            # it, if it took none itself: from the last widget of the window Tab would come back to it.
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            for stop in dict.fromkeys((made, *made.tab_stops)):
                QWidget.setTabOrder(before, stop)
                before = stop
        return self._chart

    @property
    def twin(self) -> TwinView:
        """Its numbers as a table; made when it is first asked for."""
        if self._twin is None:
            made = self._twin = TwinView(self)
            made.setAccessibleName(f"{self.question} As a table.")
            made.point_out(self._is_lit)
            made.chosen.connect(self.chosen)
            made.brushed.connect(self.brushed)
            made.failed.connect(self.failed)
            made.ready = self._have_table
            made.hide()
            self._column.insertWidget(self._column.indexOf(self.empty), made)
            self._fit_twin()
            QWidget.setTabOrder(self.more, made)
        return self._twin

    @property
    def canvas(self) -> Canvas:
        """The chart of a view that is drawn on axes."""
        assert isinstance(self.chart, Canvas)
        return self.chart

    @property
    def view(self) -> View:
        """What it shows."""
        return self._view

    @property
    def table(self) -> Table:
        """Its numbers, in the order in which they are seen."""
        is_shown = self.as_table.isChecked() and self.twin.numbers.sorted_by is not None
        return self.twin.numbers.arranged() if is_shown else self._view.table

    def sorted_alike(self, table: Table) -> Table:
        """A table with more rows than the window lists, in the order in which those are seen."""
        return self.twin.numbers.sorted_alike(table) if self.as_table.isChecked() else table

    def point_out(self, is_lit: IsLit) -> None:
        """Light up the marks whose key ``is_lit`` by what is selected elsewhere."""
        if is_lit is nothing and self._is_lit is nothing:
            return  # or each tag would paint every view again
        self._is_lit = is_lit
        if self._chart is not None:
            self._chart.point_out(is_lit)
        if self._twin is not None:
            self._twin.point_out(is_lit)

    def take_keyboard(self) -> None:
        """The keyboard goes to the chart or the table; while there is nothing to draw yet it waits in the head."""
        self._is_awaited = self._view.is_empty
        if self._is_awaited:
            self.larger.setFocus()
        else:
            (self.twin if self.as_table.isChecked() else self.chart).setFocus(Qt.FocusReason.TabFocusReason)

    def use_room(self, height: int) -> None:
        """So many pixels are free for the chart; 0 where it stands among others."""
        self._room = height
        if self._chart is not None:
            self._chart.use_room(height)
        self._fit_twin()

    def count(self) -> None:
        """Its numbers are being counted; until they are there it shows the old ones, or that it counts."""
        self._is_counting = True
        if self._view.is_empty:
            self.empty.setText(COUNTING)
        if self._view.is_empty and not self._view.empty:  # there was no view yet
            self._turn_marks()
        self._say("")

    def fail(self, sentence: str) -> None:
        """Its numbers cannot be had, for this reason."""
        self.show_view(View(None, empty=sentence))

    def tell_progress(self, done: int, total: int) -> None:
        """How far the counting is."""
        if self._is_counting:
            share = f" {100 * done // total} %" if total else ""
            self.foot.setVisible(True)
            self.foot.say(f"{COUNTING}{share}")
            if self._view.is_empty:
                self.empty.setText(f"{COUNTING}{share}")

    def _button(self, tip: str) -> QToolButton:
        made = QToolButton(self)
        made.setToolTip(tip)
        made.setAccessibleName(tip)
        return made

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self.out.fill(menu)
        self._for_view = [each for each in menu.actions() if not each.isSeparator()]
        self._kept_on_board = menu.addSeparator()
        self._for_board = [
            menu.addAction("&Forward\tAlt+Left"),
            menu.addAction("&Backward\tAlt+Right"),
            menu.addAction("&Wide or narrow\tAlt+W"),
            menu.addAction("&Hide"),
        ]
        for action, ask in zip(
            self._for_board,
            (
                lambda: self.move_requested.emit(-1),
                lambda: self.move_requested.emit(1),
                self.width_requested.emit,
                self.hide_requested.emit,
            ),
            strict=True,
        ):
            action.triggered.connect(lambda _=False, a=ask: a())
        return menu

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title, 1)
        head.addWidget(self.as_table)
        head.addWidget(self.larger)
        head.addWidget(self.more)
        self.controls = Beside()
        self.controls.setSpacing(8)
        self.controls.lead(self.legend)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self.controls)
        column.addWidget(self.empty)
        below = QVBoxLayout()
        below.setSpacing(2)
        below.addWidget(self.tip)
        last = QHBoxLayout()
        last.addWidget(self.foot, 1)
        last.addWidget(self.cancel)
        below.addLayout(last)
        column.addLayout(below)
        column.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self.legend.theme = theme
        self.legend.update()
        if self._chart is not None:
            self._chart.set_theme(theme)
        self.larger.setIcon(icon("enlarge", theme))
        self.as_table.setIcon(icon("table", theme))
        self.more.setIcon(icon("more", theme))

    def show_view(self, view: View) -> None:
        """Show this view instead."""
        self._is_counting = False
        self._view = view
        self.choices = self.told_by_controls()
        self._on_moved("")  # what was said of a mark may hold no more
        if not view.is_empty:
            self.chart.show_view(view)
            if not self.tip.text():
                self._on_moved(self.chart.told)
        self.legend.show_entries(view.legend if not view.is_empty else ())
        if self.as_table.isChecked():
            self._show_table()
        self._fit_twin()
        self.empty.setText(view.empty)
        self.empty.setMinimumHeight(0)
        self._say(self._told)
        self._turn_marks()
        self._show_parts()
        if self._is_awaited and not view.is_empty and self.larger.hasFocus():
            self.take_keyboard()

    def _turn_marks(self) -> None:
        """What is of use only where something is drawn is turned on or off."""
        kept = self.ways_out()
        for each in self.for_marks:
            each.setEnabled(not self._view.is_empty or each in kept)

    def _show_table(self) -> None:
        self._tabled = self._view.table
        self.twin.show_table(self._tabled)

    def _fit_twin(self) -> None:
        needed = (len(self._view.table.rows) + 1) * _ROW + 16
        if self._twin is not None:
            self._twin.setFixedHeight(min(needed, max(12 * _ROW + 16, self._room)))

    def _show_parts(self) -> None:
        is_empty = self._view.is_empty
        is_table = self.as_table.isChecked()
        if is_table and self._tabled is not self._view.table:
            self._show_table()
        if self._chart is not None:
            self._chart.setVisible(not is_empty and not is_table)
        if is_table or self._twin is not None:
            self.twin.setVisible(not is_empty and is_table)
        self.empty.setVisible(is_empty)
        self.foot.setVisible(bool(self._view.foot))
        self.tip.setVisible(not is_empty and not is_table)
        self.as_table.setEnabled(not is_empty)
        self._say(self._told)
        for action in self._for_view:
            action.setEnabled(not is_empty)

    @property
    def _told(self) -> str:
        more = self._view.cut if self.as_table.isChecked() else self._view.hint
        return "  ·  ".join(each for each in (self._view.foot, more) if each)

    def _on_moved(self, tip: str) -> None:
        self.tip.say(tip)

    def _say(self, words: str) -> None:
        self.foot.say(words)

    # --- tables that are made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.cancel.isHidden():
            self.out.cancel()
        elif event.text() == "t" and not event.modifiers() and not self._view.is_empty:
            self.as_table.toggle()
            self.take_keyboard()
        else:
            super().keyPressEvent(event)

    def _have_table(self, then: Callable[[], None]) -> None:
        """Do something with the rows of the table when what they say is at hand; where only the first are listed, with
        these.
        """
        if self._view.cut:
            then()
            return

        def use(table: Table) -> None:
            if table is not self._view.table and len(table.rows) == len(self._view.table.rows):
                self.twin.show_table(replace(table, keys=self._view.table.keys))
            then()

        self.out.with_table(use)

    def _on_counting(self, words: str) -> None:
        """A table is made for a file or the clipboard: how far it is stands in the line below, with a way out."""
        self.cancel.setVisible(bool(words))
        self._say(words or self._told)
        self.foot.setVisible(bool(self.foot.text()))
