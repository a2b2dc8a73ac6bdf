"""The two-minute tour: a few things to do on the demo article, each shown where it is done and waited for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtWidgets import QTabWidget, QWidget

from glossator.ui.actions.desk import Desk
from glossator.ui.actions.project import ProjectActs

if TYPE_CHECKING:
    from glossator.ui.dialogs.callout import Callout


class Lesson(NamedTuple):
    """One thing to do: what is said, and when it is done (``None``: when the button is pressed)."""

    says: str
    is_done: Callable[[], bool] | None


class Touring(QObject):
    """Leads through the lessons; it waits for what the user really does, and goes away with Esc at any time."""

    def __init__(self, desk: Desk, projects: ProjectActs, tabs: QTabWidget) -> None:
        super().__init__(desk)
        self._desk = desk
        self._projects = projects
        self._tabs = tabs
        self._callout: Callout | None = None
        self._lessons: tuple[Lesson, ...] = ()
        self._at = 0
        self._before = (0, 0)
        desk.selection.changed.connect(self._look)
        desk.signals.changed.connect(self._look)
        tabs.currentChanged.connect(self._look)
        projects.closed.connect(self.end)

    @property
    def is_on(self) -> bool:
        """A lesson is waiting to be done."""
        return bool(self._lessons)

    @property
    def lesson(self) -> Lesson | None:
        """What is to be done now."""
        return self._lessons[self._at] if self._lessons else None

    def begin(self) -> None:
        """Open the demo article, untagged or as it was left, and begin with the first lesson."""
        from glossator.ui.dialogs.callout import Callout

        self.end()
        self._projects.open_demo()
        if self._desk.annotations is None:
            return
        if self._callout is None:
            self._callout = Callout(self._desk.window)
            self._callout.skipped.connect(self.step)
            self._callout.left.connect(self.end)
        self._tabs.setCurrentIndex(0)
        self._desk.page.setFocus()
        self._lessons = self._made()
        self._show(0)

    def end(self) -> None:
        """Take it away; the project stays as it is."""
        self._lessons = ()
        if self._callout is not None:
            self._callout.hide()

    def step(self) -> None:
        """To the next lesson, done or not."""
        if self._at + 1 < len(self._lessons):
            self._show(self._at + 1)
        else:
            self.end()

    # --- inside

    def _made(self) -> tuple[Lesson, ...]:
        return (
            Lesson(
                "This is an article. Double-click a name in it, such as “Russia”.",
                lambda: bool(self._desk.spans),
            ),
            Lesson("Press G: it is a country now. Every label has a key of its own.", lambda: self._grew(0)),
            Lesson("Another one: double-click “Libya” and press G.", lambda: self._grew(0)),
            Lesson(
                "Say how the two belong together: press R, type the letters at the other name, choose a relation.",
                lambda: self._grew(1),
            ),
            Lesson(
                "It is saved already, and nothing is final: take it back with Ctrl+Z, and once more if you like.",
                self._shrank,
            ),
            Lesson("See what the article says at a glance: Ctrl+2.", lambda: self._tabs.currentIndex() == 1),
            Lesson("And back to the article: Ctrl+1.", lambda: self._tabs.currentIndex() == 0),
            Lesson(
                "That is the way: read, tag, relate, see. Ctrl+I brings your texts in, Ctrl+E exports, Ctrl+K finds "
                "any command, F1 opens the guide.",
                None,
            ),
        )

    def _show(self, at: int) -> None:
        assert self._callout is not None
        self._at = at
        self._before = self._counts()
        is_last = at + 1 == len(self._lessons)
        self._callout.say(
            f"Tour, {at + 1} of {len(self._lessons)}",
            self._lessons[at].says,
            self._beside(),
            skip="Done" if is_last else "Skip",
        )

    def _beside(self) -> QRect:
        """The part of the window that the work is done in, in pixels of the window."""
        shown: QWidget = self._tabs.currentWidget() if self._tabs.currentIndex() else self._desk.page
        return QRect(shown.mapTo(self._desk.window, QPoint(0, 0)), shown.size())

    def _counts(self) -> tuple[int, int]:
        held = self._desk.annotations
        return (len(held.mentions), len(held.relations)) if held is not None else (0, 0)

    def _grew(self, which: int) -> bool:
        return self._counts()[which] > self._before[which]

    def _shrank(self) -> bool:
        return sum(self._counts()) < sum(self._before)

    def _look(self, *told: object) -> None:
        lesson = self.lesson
        if lesson is not None and lesson.is_done is not None and lesson.is_done():
            self.step()
