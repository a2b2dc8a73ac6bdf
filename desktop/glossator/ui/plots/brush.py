"""What is brushed: the marks of one view whose annotations are selected in all views."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QObject, Signal

from glossator.analysis.facets import NONE, Facets
from glossator.core.titles import counted


class Brush(QObject):
    """The brushed marks: the ``view`` they are of, their ``keys``, and the ``facets`` of what they stand for."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = ""
        self.keys: tuple[Hashable, ...] = ()
        self.facets: Facets = NONE

    @property
    def is_empty(self) -> bool:
        """Nothing is brushed."""
        return not self.keys

    def set(self, view: str, keys: Sequence[Hashable], *, is_adding: bool = False) -> None:
        """Brush these marks; with ``is_adding`` beside those that are, or, where they are brushed already, not them."""
        held = self.keys if is_adding and view == self.view else ()
        common = [key for key in keys if key in held]
        wanted = tuple(key for key in held if key not in common) + tuple(
            key for key in keys if key not in held
        )
        if (view, wanted) != (self.view, self.keys):
            self.view, self.keys = view if wanted else "", wanted
            self.changed.emit()

    def clear(self) -> None:
        """Brush nothing."""
        self.set("", ())

    def in_words(self) -> str:
        """What is brushed, for a chip; empty for nothing."""
        if self.is_empty:
            return ""
        said, joined = len(self.facets.mentions), len(self.facets.relations)
        first = "" if self.facets.is_all else "the first "
        held = f"{first}{counted(said, 'mention')} and {counted(joined, 'relation')}"
        return f"Selected: {held} in {counted(len(self.facets.documents), 'document')}"
