"""A project of an older Glossator in the window: brought up to date beside it, with progress, and opened then."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from glossator import safekeeping
from glossator.core.errors import GlossatorError
from glossator.projects import Older
from glossator.protection import Key
from glossator.safekeeping import Migrated, Plan
from glossator.ui import tasks
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.safekeeping import Opens
from glossator.workbench import Workbench


class Upgrading(QObject):
    """Brings projects of older formats to ours while the window goes on with what it shows.

    ``working`` tells of the task under way (a title and the Task).  What is cancelled, fails, or is under way when the
    window is closed leaves the file as it was, and a backup of it.
    """

    working = Signal(str, object)

    def __init__(
        self,
        desk: Desk,
        *,
        plan: Callable[[], Plan],
        reopen: Opens,
        failed: Callable[[Path, GlossatorError, Key | None], None],
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._plan = plan
        self._reopen = reopen
        self._failed = failed
        self._under_way: set[Path] = set()

    @property
    def is_busy(self) -> bool:
        """Some project is being brought up to date, and will be opened."""
        return bool(self._under_way)

    def is_at(self, path: Path) -> bool:
        """Whether this project is being brought up to date just now, which then is said."""
        if path.absolute() not in self._under_way:
            return False
        self._desk.said.emit(f"“{path.name}” is being brought up to date already.", False)
        return True

    def begin(self, path: Path, key: Key | None, older: Older) -> None:
        """Bring the project in ``path`` up to date, which ``key`` opens where it is protected and of which ``older``
        tells, then open it; where another one was opened meanwhile, only say that it is done.
        """
        path = path.absolute()
        self._under_way.add(path)
        self._desk.said.emit(
            f"“{path.name}” is of an older Glossator.", False
        )  # the progress beside it says the rest
        plan = self._plan()
        task = tasks.run(
            lambda progress: safekeeping.migrate(path, plan, progress.report, key=key),
            done=partial(self._on_done, path, key, (self._desk.bench, older)),
            failed=lambda error: self._failed(path, error, key),
            parent=self,
        )
        task.finished.connect(lambda: self._under_way.discard(path))
        self.working.emit(f"Bringing {path.name} up to date", task)

    def _on_done(
        self, path: Path, key: Key | None, then: tuple[Workbench | None, Older], migrated: Migrated | None
    ) -> None:
        kept = f"; as it was, it is kept in the backups ({migrated.kept.name})" if migrated else ""
        shown, older = then
        if self._desk.bench is None or self._desk.bench is shown:
            self._reopen(path, key=key)
        bench = self._desk.bench
        if bench is not None and bench is not shown and bench.project_file.path == path.resolve():
            bench.project_file.lost = older.lost
        self._desk.said.emit(f"“{path.name}” is up to date now{kept}.", False)
