"""Backups and repair: one a day while a project is open, the list of them, going back, and a way out of damage."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from glossator import safekeeping
from glossator.core.errors import GlossatorError
from glossator.core.titles import counted
from glossator.protection import Key
from glossator.safekeeping import Plan
from glossator.ui import messages, tasks
from glossator.ui.actions.desk import Desk
from glossator.ui.messages import Answer
from glossator.ui.settings import (
    BACKUP_DAYS,
    BACKUP_PLACE,
    BACKUP_WEEKS,
    BACKUPS_ON,
    Setting,
    Settings,
)
from glossator.workbench import Workbench

if TYPE_CHECKING:
    from glossator.safekeeping import Difference, Salvaged, StepBack
    from glossator.ui.dialogs.backups import BackupsDialog

_LOOK_AGAIN = 600_000  # milliseconds; midnight is noticed by then
_FIRST_LOOK = 5_000  # the window comes first


class Opens(Protocol):
    """Opens a project in the window."""

    def __call__(self, path: Path, *, read_only: bool = False, key: Key | None = None) -> None:
        """What cannot be opened is told."""


class Safekeeping(QObject):
    """Keeps backups of the open project, and leads back to them.

    ``working`` tells of a long task under way (a title and the Task).  ``close`` and ``reopen`` are what the window
    does with its project, which nobody may have open while a backup takes its place.
    """

    working = Signal(str, object)
    told = Signal(object)  # the last backup that was made by itself: its Path

    def __init__(self, desk: Desk, settings: Settings, *, close: Callable[[], None], reopen: Opens) -> None:
        super().__init__(desk)
        self._desk = desk
        self._settings = settings
        self._close = close
        self._reopen = reopen
        self._daily: tasks.Task[Path | None] | None = None
        self._waiting: list[Callable[[], None]] = []  # until nobody has the file open
        self._has_failed = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        settings.changed.connect(self._on_setting)

    @property
    def plan(self) -> Plan:
        """What is kept and where, by the settings."""
        place = self._settings.get(BACKUP_PLACE)
        return Plan(
            Path(place) if place else None,
            daily=self._settings.get(BACKUP_DAYS),
            weekly=self._settings.get(BACKUP_WEEKS),
        )

    # --- by itself

    def begin(self, bench: Workbench) -> None:
        """A project was opened: look soon, and from time to time, whether a daily backup is wanted."""
        bench.project_file.plan = self.plan
        self._has_failed = False
        if not bench.read_only:
            self._timer.start(_FIRST_LOOK)

    def end(self) -> None:
        """The project is being closed."""
        self._timer.stop()
        if self._daily is not None:
            self._daily.cancel()

    def look(self) -> None:
        """Make the daily backup in the background, if one is wanted."""
        self._timer.setInterval(_LOOK_AGAIN)
        bench = self._desk.bench
        if bench is None or bench.read_only or self._daily is not None or not self._settings.get(BACKUPS_ON):
            return
        file, now = bench.project_file, time.time()
        if file.is_alone:  # on a network share there may be no second connection
            try:
                self._on_daily(file.keep_daily(now, lambda done, total: None))
            except GlossatorError as error:
                self._on_failed(error)
            return
        opened = file.lend()  # so that whoever lets go of the file last leaves one file behind

        def work(progress: tasks.Progress) -> Path | None:
            with opened() as lent:
                return lent.keep_daily(now, progress.report)

        self._daily = tasks.run(
            work,
            done=self._on_daily,
            failed=self._on_failed,
            parent=self,
        )
        self._daily.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        self._daily = None
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            each()

    def _on_daily(self, made: Path | None) -> None:
        self._has_failed = False
        if made is not None:
            self._desk.said.emit("The backup of today is made.", False)
            self.told.emit(made)

    def _on_failed(self, error: GlossatorError) -> None:
        if not self._has_failed:  # once is enough until it works again or another project is opened
            messages.show_error(self._desk.window, error)
        self._has_failed = True

    def _on_setting(self, setting: Setting[object]) -> None:
        bench = self._desk.bench
        if bench is not None and setting in (BACKUP_PLACE, BACKUP_DAYS, BACKUP_WEEKS):
            bench.project_file.plan = self.plan

    # --- the list

    def open(self) -> None:
        """Show the backups of the open project."""
        file = self._desk.need_bench().project_file
        self.show_backups(file.path, file.key)

    def show_backups(self, path: Path, key: Key | None = None) -> None:
        """Show the backups of the project in ``path``, which may be damaged and need not be open."""
        from glossator.ui.dialogs.backups import BackupsDialog

        bench = self._desk.bench
        is_open = bench is not None and bench.project_file.path == path
        folder = safekeeping.folders(path, self.plan)[0] if self.plan.place is None else self.plan.place
        dialog = BackupsDialog(path.name, folder, self._desk.window, is_open=is_open)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda backup: self._compare(dialog, path, backup, key))
        dialog.restore_requested.connect(lambda backup: self._ask_restore(dialog, path, backup, key))
        dialog.open_requested.connect(lambda backup: self._look_at(dialog, backup, key))
        dialog.folder_requested.connect(
            lambda folder: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        )
        dialog.make_requested.connect(lambda: self._make(dialog, path, key))
        dialog.open()
        self._list(dialog, path, key)

    def _list(self, dialog: BackupsDialog, path: Path, key: Key | None) -> None:
        plan = self.plan
        tasks.run(
            lambda progress: safekeeping.entries(path, plan, key=key),
            done=dialog.show_entries,
            failed=_telling(dialog),
            parent=dialog,
        )

    def _compare(self, dialog: BackupsDialog, path: Path, backup: Path, key: Key | None) -> None:
        tasks.run(
            lambda progress: safekeeping.difference(path, backup, key=key),
            done=lambda found: dialog.show_difference(backup, self._as_seen(found)),
            failed=_telling(dialog),
            parent=dialog,
        )

    def _as_seen(self, found: Difference) -> Difference:
        """While a document is read a second time, what others did is not told by its title."""
        bench = self._desk.bench
        if bench is None or not bench.whose.blind:
            return found
        readers = frozenset[str]().union(*bench.whose.blind.values())

        def spared(steps: Sequence[StepBack]) -> tuple[StepBack, ...]:
            return tuple(
                each if each.author in readers else each._replace(title="(hidden during a second reading)")
                for each in steps
            )

        return found._replace(steps=spared(found.steps), brought=spared(found.brought))

    def _make(self, dialog: BackupsDialog, path: Path, key: Key | None) -> None:
        plan = self.plan
        dialog.make.setEnabled(False)

        def done(made: Path) -> None:
            dialog.make.setEnabled(True)
            self._desk.said.emit(f"The backup is {made}.", False)
            self._list(dialog, path, key)

        def failed(error: GlossatorError) -> None:
            dialog.make.setEnabled(True)
            messages.show_error(dialog, error)

        task = tasks.run(
            lambda progress: safekeeping.back_up(path, "request", plan, progress.report, key=key),
            done=done,
            failed=failed,
            parent=dialog,
        )
        self.working.emit("Keeping a backup", task)

    def _look_at(self, dialog: BackupsDialog, backup: Path, key: Key | None) -> None:
        dialog.accept()
        self._reopen(backup, read_only=True, key=key)
        self._settings.forget_recent(backup)  # it is not what one comes back to

    # --- going back

    def _ask_restore(self, dialog: BackupsDialog, path: Path, backup: Path, key: Key | None) -> None:
        messages.ask(
            dialog,
            f"Put “{path.name}” back to this backup?",
            f"{dialog.headline.text()} The project as it is now is kept as a backup first, so this can be undone in the"
            " same way.",
            [Answer("Restore", lambda: self._restore(dialog, path, backup, key), is_danger=True)],
        )

    def _restore(self, dialog: BackupsDialog, path: Path, backup: Path, key: Key | None) -> None:
        dialog.accept()
        bench = self._desk.bench
        if bench is not None and bench.project_file.path == path:
            self._close()
        if self._daily is None:
            self._put_back(path, backup, key)
        else:
            self._waiting.append(lambda: self._put_back(path, backup, key))

    def _put_back(self, path: Path, backup: Path, key: Key | None) -> None:
        plan = self.plan

        def done(kept: Path) -> None:
            self._reopen(path, key=key)
            self._desk.said.emit(f"The project is as it was. What it was until now is {kept.name}.", False)

        def failed(error: GlossatorError) -> None:
            self._reopen(path, key=key)
            messages.show_error(self._desk.window, error)

        task = tasks.run(
            lambda progress: safekeeping.restore(path, backup, plan, progress.report, key=key),
            done=done,
            failed=failed,
            parent=self,
        )
        self.working.emit(f"Going back in {path.name}", task)

    # --- damage

    def tell_damage(self, path: Path, error: GlossatorError, key: Key | None = None) -> None:
        """Say why a project cannot be opened and, where it is damaged, offer a repair and its backups."""
        window = messages.show_error(self._desk.window, error)
        if safekeeping.may_repair(path, error):
            window.add_answer(Answer("Backups…", lambda: self.show_backups(path.absolute().resolve(), key)))
            window.add_answer(Answer("Repair…", lambda: self.repair(path, key)))

    def repair(self, path: Path, key: Key | None = None) -> None:
        """Write what can be read of a damaged project to a new file beside it, and tell what is missing."""
        plan, to = self.plan, safekeeping.repaired_name(path.absolute())
        task = tasks.run(
            lambda progress: safekeeping.repair(path, to, plan, progress.report, key=key),
            done=partial(self._on_repaired, key=key),
            failed=_telling(self._desk.window),
            parent=self,
        )
        self.working.emit(f"Repairing {path.name}", task)

    def _on_repaired(self, found: Salvaged, key: Key | None) -> None:
        lines = safekeeping.told(found)
        head = "The repaired project is whole." if not lines else "What could be read is in a new project."
        missing = "The details tell what is missing." if lines else "Nothing is missing."
        message = messages.ask(
            self._desk.window,
            head,
            f"{found.path.name} has {counted(found.documents, 'document')}, {counted(found.mentions, 'mention')} and"
            f" {counted(found.steps, 'step')} of the history. {missing} The damaged file was not touched.",
            [Answer("Open it", lambda: self._reopen(found.path, key=key), is_default=True)],
        )
        if lines:
            message.add_details("\n".join(lines))
            message.unfold()
            message.add_copy()


def _telling(window: QWidget) -> Callable[[GlossatorError], None]:
    def tell(error: GlossatorError) -> None:
        messages.show_error(window, error)

    return tell
