"""Finding in the open document: hits, one after the other, on the page."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from glossator.core import find
from glossator.core.errors import Refused
from glossator.core.spans import Span
from glossator.ui.actions.desk import Desk

if TYPE_CHECKING:
    from glossator.ui.dialogs.find_bar import FindBar


class Searching(QObject):
    """Fills the find bar's count and goes from hit to hit."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._hits: list[Span] = []

    @cached_property
    def bar(self) -> FindBar:
        """The strip above the page, made when it is first wanted."""
        from glossator.ui.dialogs.find_bar import FindBar

        made = FindBar(self._desk.theme)
        self._desk.above.addWidget(made)
        made.find_requested.connect(self._on_find)
        made.step.connect(self.step)
        made.closed.connect(self._on_closed)
        self._desk.theme_changed.connect(made.set_theme)
        return made

    def open(self) -> None:
        """Show the bar with what is selected."""
        annotations = self._desk.annotations
        if annotations is not None:
            spans = self._desk.spans
            text = spans[0].slice(annotations.text) if spans and spans[0].length <= 100 else ""
            self.bar.open_with(text)

    def step(self, by: int) -> None:
        """The next (1) or previous (-1) hit, round the end of the document."""
        if not self._hits:
            if not self.bar.isVisible():
                self.open()
            return
        selected = self._desk.page.selected
        self._show(find.place_of(self._hits, selected.end if by > 0 else selected.start, by))

    def _on_find(self, pattern: str, options: find.FindOptions) -> None:
        annotations = self._desk.annotations
        self._hits = []
        if annotations is None:
            return
        self.bar.show_count(0, 0)
        try:
            self._hits = find.hits(annotations.text, pattern, **options._asdict())
        except Refused as refused:
            self.bar.show_fault(str(refused))
        self._desk.page.set_found(self._hits)
        if self._hits:
            self._show(find.place_of(self._hits, self._desk.page.selected.start, 1))

    def _show(self, place: int) -> None:
        self._desk.page.select(self._hits[place])
        self.bar.show_count(place + 1, len(self._hits))

    def _on_closed(self) -> None:
        self._hits = []
        self._desk.page.set_found(())
        self._desk.page.setFocus()
