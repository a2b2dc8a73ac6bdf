"""Where one was: written down while one works, so that it is known after a program that did not come to its end."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from glossator import crashes
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.project import ProjectActs
from glossator.ui.messages import Answer, Banner
from glossator.ui.settings import Settings
from glossator.workbench import Workbench

_SETTLED = 2000  # milliseconds without a move after which a place is worth remembering


class Continuing(QObject):
    """Remembers the open project and the place in it, and offers them at the next start where there was no end."""

    def __init__(self, desk: Desk, projects: ProjectActs, banner: Banner, settings: Settings) -> None:
        super().__init__(desk)
        self._desk = desk
        self._projects = projects
        self._banner = banner
        self._settings = settings
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLED)
        self._soon.timeout.connect(self.remember_place)
        projects.opened.connect(self._on_opened)
        projects.closed.connect(self._on_closed)
        desk.page.verticalScrollBar().valueChanged.connect(self._on_moved)
        desk.selection.changed.connect(self._on_moved)

    def offer(self, project: Path) -> None:
        """Offer to go on with ``project``, with which the program did not come to its end."""
        self._banner.say(
            f"Glossator did not come to its end last time. “{project.stem}” was open; all you did is in its file.",
            "warning",
            action="Go on where I was",
            do=lambda: self._go_on(project),
            second=Answer("Not now", self._banner.dismiss),
        )

    def keep_report(self, report: str) -> None:
        """Keep a report that the user asked for, and say where."""
        kept = crashes.keep(report)
        self._desk.said.emit(f"Kept in {kept}." if kept else "The report could not be kept.", kept is None)

    def remember_place(self) -> None:
        """Write down the place in the open document."""
        annotations = self._desk.annotations
        if annotations is not None:
            self._settings.remember_place(annotations.document.id, self._desk.page.scroll_place())
            self._settings.sync()

    def _go_on(self, project: Path) -> None:
        self._banner.dismiss()
        self._projects.open(project)

    def _on_opened(self, bench: Workbench) -> None:
        self._banner.dismiss()
        crashes.remember(str(bench.project_file.path))

    def _on_closed(self) -> None:
        self._soon.stop()
        crashes.remember("")

    def _on_moved(self, *told: object) -> None:
        if self._desk.bench is not None:
            self._soon.start()
