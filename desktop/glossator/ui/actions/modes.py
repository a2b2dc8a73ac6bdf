"""What the page waits for, told in the strip above it with a way out: another mention, or a label that paints."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from glossator.ui.actions.joining import Joining
from glossator.ui.actions.relating import Relating
from glossator.ui.actions.saying import Saying
from glossator.ui.actions.tagging import Tagging
from glossator.ui.messages import Banner


class Modes(QObject):
    """Tells each act that waits for something, and ends it when the strip is asked to."""

    def __init__(
        self, strip: Banner, tagging: Tagging, relating: Relating, saying: Saying, joining: Joining
    ) -> None:
        super().__init__(strip)
        self._strip = strip
        self._tagging = tagging
        for act, cancel in ((relating, relating.cancel), (saying, saying.stop), (joining, joining.cancel)):
            act.waiting.connect(partial(self._on_waiting, cancel))
        tagging.armed.connect(lambda label: self.show_brush())

    def show_brush(self) -> None:
        """Tell which label paints; nothing where none does."""
        label = self._tagging.brush
        if label is not None:
            said = f"Painting {label.name}: every selection by mouse gets it. Esc ends."
            self._strip.say(said, "info", action="Stop", do=lambda: self._tagging.arm(None))
        else:
            self._strip.dismiss()

    def _on_waiting(self, cancel: Callable[[], None], text: str) -> None:
        if text:
            self._strip.say(text, "info", action="Cancel", do=cancel)
        else:
            self.show_brush()
