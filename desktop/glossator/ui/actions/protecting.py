"""Passphrases: asked for where a project is opened, set, changed and taken away, and left out of a copy on purpose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog

from glossator import projects, protection
from glossator.core.errors import GlossatorError
from glossator.protection import Key
from glossator.ui import messages, tasks
from glossator.ui.actions.desk import Desk
from glossator.workbench import Workbench


class Opens(Protocol):
    """Opens a project in the window."""

    def __call__(self, path: Path, *, key: Key | None = None) -> None:
        """:class:`protection.WrongPassphrase` when ``key`` does not open it."""


class Protecting(QObject):
    """Asks for passphrases and gives projects others.

    ``working`` tells of a long task under way (a title and the Task).  ``close`` and ``reopen`` are what the window
    does with its project, which nobody may have open while it is written anew.
    """

    working = Signal(str, object)

    def __init__(self, desk: Desk, *, close: Callable[[], None], reopen: Opens) -> None:
        super().__init__(desk)
        self._desk = desk
        self._close = close
        self._reopen = reopen

    def ask(self, path: Path, attempt: Callable[[Key | None], None]) -> None:
        """Ask for the passphrase of the project in ``path`` until ``attempt`` with its key raises no
        :class:`protection.WrongPassphrase`; when the user cancels, nothing else has happened.
        """
        from glossator.ui.dialogs.passphrase import AskPassphrase

        dialog = AskPassphrase(path.name, self._desk.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def on_key(key: Key | None) -> None:
            try:
                attempt(key)
            except protection.WrongPassphrase as wrong:
                dialog.refuse(f"{wrong.what} {wrong.remedy}")
            else:
                dialog.accept()

        def on_submitted(passphrase: str) -> None:
            self._derive(dialog, lambda: protection.unlock(path, passphrase), on_key, dialog.refuse)

        dialog.submitted.connect(on_submitted)
        dialog.open()

    def ask_change(self) -> None:
        """Ask for another passphrase of the open project, its first one, or none."""
        from glossator.ui.dialogs.passphrase import ChangePassphrase

        bench = self._desk.need_bench()
        path, old = bench.project_file.path, bench.project_file.key
        dialog = ChangePassphrase(path.name, self._desk.window, is_protected=old is not None)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def derived(was: str, new: str) -> Key | None:
            if old is not None and Key.derive(was, old.salt) != old:
                raise protection.WrongPassphrase(path)
            return protection.new_key(new) if new else None

        def on_key(new: Key | None) -> None:
            dialog.accept()
            if self._desk.bench is bench:
                self.change(bench, new)

        def on_submitted(was: str, new: str) -> None:
            self._derive(dialog, lambda: derived(was, new), on_key, dialog.refuse)

        dialog.submitted.connect(on_submitted)
        dialog.open()

    def change(self, bench: Workbench, new: Key | None) -> None:
        """Close the project, write it anew with the key ``new`` and open it again; as it was where that fails."""
        path, old = bench.project_file.path, bench.project_file.key
        self._close()
        if self._desk.bench is not None:  # it could not be closed, as the user was told
            return

        def on_done(left: int) -> None:
            self._reopen(path, key=new)
            more = f" {left} backups could not be written anew and are as they were." if left else ""
            self._desk.said.emit(_done(old, new) + more, bool(left))

        def reopen() -> None:
            self._reopen(path, key=new if protection.fits(path, new) else old)

        def on_failed(error: GlossatorError) -> None:
            reopen()
            messages.show_error(self._desk.window, error)

        task = tasks.run(
            lambda progress: protection.change(path, old, new, progress.report),
            done=on_done,
            failed=on_failed,
            parent=self,
        )
        task.finished.connect(lambda: reopen() if task.cancelled else None)
        self.working.emit(f"Writing {path.name} anew", task)

    def ask_unprotected(self, ask_target: Callable[[Path], None]) -> None:
        """Say what an unprotected copy means; then ``ask_target``, which gets a name, asks where it should go."""
        path = self._desk.need_bench().project_file.path
        messages.ask(
            self._desk.window,
            "Save a copy that is not protected?",
            "Everybody who gets hold of the copy can read all that the project holds, its history included.",
            [
                messages.Answer(
                    "Save unprotected",
                    lambda: ask_target(path.with_stem(f"{path.stem} unprotected")),
                    is_danger=True,
                )
            ],
        )

    def save_unprotected(self, target: Path) -> None:
        """Write the project, as it is now, to ``target``, which must be new, so that no passphrase is needed."""

        def work() -> None:
            made = projects.save_copy(self._desk.need_bench(), target, unprotected=True)
            self._desk.said.emit(f"The copy is {made}. It is not protected.", False)

        self._desk.attempt(work)

    def _derive(
        self,
        dialog: QDialog,
        work: Callable[[], Key | None],
        done: Callable[[Key | None], None],
        refuse: Callable[[str], None],
    ) -> None:
        """Make a key beside the window, as it takes a while; a dialog that was closed meanwhile hears nothing."""
        tasks.run(
            lambda _: work(),
            done=done,
            failed=lambda error: refuse(f"{error.what} {error.remedy}".strip()),
            parent=dialog,
        )


def _done(old: Key | None, new: Key | None) -> str:
    if new is None:
        return "The project is no longer protected."
    return "The project is protected now." if old is None else "The passphrase was changed."
