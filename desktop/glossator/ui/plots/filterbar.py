"""The filter that holds for all views: the scope, a strip that unfolds to choose, and a chip for each filter that is
set.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from glossator.core.lens import Lens
from glossator.ui.linelabel import LineLabel
from glossator.ui.plots.choosing import FilterStrip
from glossator.ui.plots.flow import Beside, Flow
from glossator.ui.plots.narrowing import in_words, named, several
from glossator.ui.theme import Theme, icon
from glossator.workbench import Workbench

_BELOW = 4
_TITLE = 240  # pixels of a title below which it has a line to itself
_RULES = {
    "labels": ".  A relation counts if all its ends have such a label, an event if any of its roles has",
    "certainty": ".  What the label scheme gives no certainty is not hidden",
    "credibility": ".  What the label scheme gives no grade is not hidden",
}
_NOTHING = "Nothing is selected: click a mark in a view, or several with Ctrl."


class FilterBar(QWidget):
    """``changed`` carries the :class:`Lens` that is set now; ``cleared`` says that nothing is brushed any more, and
    ``narrowed`` asks to show only what is brushed.
    """

    changed = Signal(object)
    cleared = Signal()
    narrowed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.lens = Lens()
        self._bench: Workbench | None = None
        self._open_document: int | None = None
        self._brushed = ""
        self.title = LineLabel(self)
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.title.setProperty("tone", "head")
        self.in_document = self._button("Docume&nt", "Only the open document")
        self.in_project = self._button("P&roject", "All documents of the project")
        self._scopes = QButtonGroup(self)
        for button in (self.in_document, self.in_project):
            button.setCheckable(True)
            self._scopes.addButton(button)
        self.in_document.setChecked(True)
        self.unfold = self._button("F&ilter", "Choose what all views count")
        self.unfold.setCheckable(True)
        self.unfold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._strip: FilterStrip | None = None
        self.chips = QWidget(self)
        self._chips = Flow(self.chips)
        self._gauge = self._chip("Selected", has_cross=True)
        self._gauge.hide()
        self._lay_out()
        self._scopes.buttonClicked.connect(self._on_scope)
        self.unfold.toggled.connect(self._on_unfolded)
        self.set_theme(theme)
        self.show_brushed("")

    def _button(self, text: str, tip: str) -> QToolButton:
        made = QToolButton(self)
        made.setText(text)
        made.setToolTip(tip)
        return made

    def _lay_out(self) -> None:
        self.head = Beside(least=_TITLE)
        self.head.setContentsMargins(24, 16, 24, 4)
        self.head.setSpacing(8)
        self.head.lead(self.title)
        for button in (self.in_document, self.in_project, self.unfold):
            self.head.addWidget(button)
        self._chips.setContentsMargins(24, 0, 24, _BELOW)
        self._chips.setSpacing(6)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.head)
        column.addWidget(self.chips)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self.unfold.setIcon(icon("filter", theme))
        self._show_chips()

    def set_bench(self, bench: Workbench | None, lens: Lens) -> None:
        """Choose from another project, beginning with this lens."""
        if self._strip is not None:
            self._strip.leave()
        self._bench = bench
        self.lens = replace(lens, document=self._scoped())
        self.unfold.setChecked(False)
        self._show_chips()

    @property
    def strip(self) -> FilterStrip:
        """What the filter is chosen in; made when it is first unfolded, as it takes as long as all else of the bar."""
        if self._strip is None:
            made = self._strip = FilterStrip(self)
            made.hide()
            made.changed.connect(self._on_chosen)
            self._column.insertWidget(self._column.indexOf(self.chips), made)
            before: QWidget = self.unfold
            for stop in made.tab_stops:  # what is made last would be behind all views
                QWidget.setTabOrder(before, stop)
                before = stop
        return self._strip

    @property
    def document(self) -> int | None:
        """The document that is open."""
        return self._open_document

    def set_document(self, document: int | None) -> None:
        """Another document is open (or none, and only the project can be shown); ``changed`` tells where it matters."""
        self._open_document = document
        self.in_document.setEnabled(document is not None)
        if document is None:
            self.in_project.setChecked(True)
        self._set(self.lens.within(self._scoped()))

    def set_lens(self, lens: Lens) -> None:
        """Set these filters, as if they had been chosen by hand; the scope is one document or the project."""
        if lens.document is None:
            self.in_project.setChecked(True)
        if self.unfold.isChecked() and self._bench is not None:
            self.strip.show_choices(self._bench, lens)
        self._set(replace(lens, document=self._scoped()))

    def renew(self) -> None:
        """What can be chosen is called otherwise: the label scheme is another one."""
        if self.unfold.isChecked() and self._bench is not None:
            self.strip.show_choices(self._bench, self.lens)
        self._show_chips()

    def show_brushed(self, words: str) -> None:
        """What is brushed, in words; empty where nothing is."""
        self._brushed = words
        self._show_chips()

    def _scoped(self) -> int | None:
        return self._open_document if self.in_document.isChecked() else None

    def _set(self, lens: Lens) -> None:
        if lens != self.lens:
            self.lens = lens
            self._show_chips()
            self.changed.emit(lens)

    def _on_scope(self, _button: object = None) -> None:
        self._set(self.lens.within(self._scoped()))

    def _on_unfolded(self, is_open: bool) -> None:
        if not is_open and self._strip is None:
            return
        if is_open and self._bench is not None:
            self.strip.show_choices(self._bench, self.lens)
        self.strip.setVisible(is_open)
        if is_open:
            self.strip.tab_stops[0].setFocus()

    def _on_chosen(self, lens: Lens) -> None:
        self._set(replace(lens, document=self._scoped()))

    # --- chips

    def _show_chips(self) -> None:
        """The row of them is as high without any, so that nothing moves between two clicks on marks below."""
        while (item := self._chips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        told = in_words(self.lens, self._bench.scheme, named(self.lens, self._bench)) if self._bench else {}
        persons = self._bench.whose.persons if self._bench else None
        if persons is not None:
            self._add_line(
                f"Only what {several(sorted(persons), 'persons')} said is counted (View, Whose annotations)"
            )
        for field, words in told.items():
            tip = f"Remove this filter{_RULES.get(field, '')}"
            self._add_chip(words, tip, lambda field=field: self._remove(field))
        if len(told) > 1:
            self._add_chip("Clear all filters", "Show everything", self.clear)
        if self._brushed:
            self._add_chip(self._brushed, "Select nothing in the views (Esc)", self.cleared.emit)
            self._add_chip(
                "Only these", "Show only what is selected in the views", self.narrowed.emit, cross=False
            )
        if not told and not self._brushed and persons is None:
            self._add_line(_NOTHING)
        self.chips.setVisible(self._bench is not None)
        self._gauge.ensurePolished()
        self.chips.setMinimumHeight(self._gauge.sizeHint().height() + _BELOW)

    def _add_line(self, words: str) -> None:
        hint = LineLabel(self.chips)
        hint.say(words)
        hint.setProperty("tone", "muted")
        hint.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._chips.addWidget(hint)
        hint.show()

    def _add_chip(self, words: str, tip: str, do: object, *, cross: bool = True) -> None:
        chip = self._chip(words, has_cross=cross)
        chip.setToolTip(tip)
        chip.setAccessibleName(f"{words}. {tip}")
        chip.clicked.connect(lambda _=False: do() if callable(do) else None)
        self._chips.addWidget(chip)
        chip.show()

    def _chip(self, words: str, *, has_cross: bool) -> QToolButton:
        chip = QToolButton(self.chips)
        chip.setText(words)
        if has_cross:
            chip.setIcon(icon("close", self.theme))
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setProperty("tone", "chip")
        return chip

    def clear(self) -> None:
        """Take all filters off; the scope stays."""
        self.set_lens(self.lens.scope)

    def _remove(self, field: str) -> None:
        empty = Lens()
        gone = {"since": "", "until": ""} if field == "published" else {field: getattr(empty, field)}
        self.set_lens(replace(self.lens, **gone))
