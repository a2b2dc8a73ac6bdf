"""The file of the open project, looked after about once a second: what happens to it is followed, told and mended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from glossator import projects, rescue
from glossator.core.errors import GlossatorError
from glossator.protection import Key
from glossator.ui import messages, tasks
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.notices import OFFERS, Notice, State, notices
from glossator.ui.actions.project import ProjectActs
from glossator.ui.messages import Answer, Banner
from glossator.workbench import Workbench

LOOK_MS = 1000
"""Milliseconds from look to look."""

_DISK_EVERY = 20  # looks: a disk fills up more slowly than a file is moved


class Watching(QObject):
    """Follows what others do to the open file, and says in the banner what one has to know of it."""

    def __init__(self, desk: Desk, acts: ProjectActs, banner: Banner) -> None:
        super().__init__(desk)
        self._desk = desk
        self._acts = acts
        self._banner = banner
        self._offers: dict[str, Callable[[], None]] = {
            "open_rescued": self._open_rescued,
            "show_rescued": self._show_rescued,
            "try_again": self.try_again,
            "give_up": self._give_up,
            "check": self.check,
            "edit_here": acts.edit_here,
        }
        self.state = State()
        self._looks = 0
        self._said: Notice | None = None
        self._closed: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        banner.closed.connect(self._on_closed)

    def begin(self) -> None:
        """A project was opened."""
        self._forget()
        self._timer.start()
        self.look()

    def end(self) -> None:
        """The project was closed."""
        self._timer.stop()
        self._forget()
        self._banner.hide()

    def look(self) -> None:
        """See what happened, follow it, and say what is to be said."""
        bench = self._desk.bench
        if bench is None:
            return
        state, where = self.state, self.state.where
        try:
            news = bench.look()
        except GlossatorError as error:  # what is to be followed cannot be read
            state.fault = error.what
        else:
            state.where, state.fault = news.where, ""
            state.wrote_beside |= news.is_beside
        if state.where != where:
            self._on_whereabouts(bench)
        if bench.read_only:
            holder = bench.holder()
            state.holder = holder.words if holder is not None else ""
            state.was_held |= holder is not None
        if self._looks % _DISK_EVERY == 0:
            state.free = rescue.free_bytes(bench.project_file.path)
        self._looks += 1
        self._say()

    def try_again(self) -> None:
        """Write what could not be saved; where that fails again it goes on waiting."""
        bench = self._desk.need_bench()
        change = bench.unsaved
        if change is not None and self._desk.attempt(bench.try_again):
            self._desk.said.emit(f"Saved now: {change.title}", False)
        self._say()

    # --- what happened ------------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self.state = State()
        self._looks = 0
        self._said = None
        self._closed = set()

    def _on_whereabouts(self, bench: Workbench) -> None:
        if self.state.where != "here":
            if self.state.rescued is None and not self.state.is_rescuing:
                self._rescue(bench)
            return
        self.state.rescued = None  # what is saved from now on is not in it
        self._desk.said.emit(f"“{bench.project_file.path.name}” is back, and work goes on.", False)
        if bench.unsaved is not None:
            self.try_again()

    def _rescue(self, bench: Workbench) -> None:
        """Copy what can be read, on another thread, as that may be much; where nothing can, write what is in memory."""
        state = self.state

        def done(path: Path) -> None:
            state.is_rescuing, state.rescued = False, path
            self._say()

        def failed(error: GlossatorError) -> None:
            state.is_rescuing, state.rescue_fault = False, error.what
            try:
                state.rescued = rescue.from_memory(bench)
            except GlossatorError as second:
                state.rescue_fault = second.what
            self._say()

        state.is_rescuing = True
        tasks.run(lambda progress: rescue.everything(bench), done=done, failed=failed, parent=self)

    # --- what is said -------------------------------------------------------------------------------------------------

    def _say(self) -> None:
        """The first notice that holds and was not closed."""
        bench = self._desk.bench
        if bench is None:
            return
        notice = next((each for each in notices(self.state, bench) if each.key not in self._closed), None)
        if notice == self._said:
            return
        self._said = notice
        if notice is None:
            self._banner.hide()
            return
        self._banner.say(
            notice.text,
            notice.tone,
            action=OFFERS.get(notice.first, ""),
            do=self._offers.get(notice.first, lambda: None),
            second=Answer(OFFERS[notice.second], self._offers[notice.second]) if notice.second else None,
            can_close=notice.can_close,
        )

    def _on_closed(self) -> None:
        if self._said is not None:
            self._closed.add(self._said.key)
            self._said = None
            self._say()

    # --- what is done -------------------------------------------------------------------------------------------------

    def _open_rescued(self) -> None:
        """Go on in the rescue file; what could not be saved comes along."""
        bench, rescued = self._desk.need_bench(), self.state.rescued
        if rescued is None:
            return
        unsaved, key = bench.unsaved, bench.project_file.key
        self._acts.close()  # first: its side files must not be taken for those of another file
        self._acts.open(rescued, key=key)
        new = self._desk.bench
        if unsaved is not None and new is not None and new.project_file.path == rescued.resolve():
            self._desk.perform(lambda: unsaved)

    def _show_rescued(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(rescue.folder())))

    def _give_up(self) -> None:
        self._desk.need_bench().unsaved = None
        self._say()

    def check(self) -> None:
        """Read the whole project beside the window, and say what is wrong with it or that nothing is."""
        self.state.wrote_beside = False
        file = self._desk.need_bench().project_file
        name = file.path.name

        def done(faults: list[str]) -> None:
            if not faults:
                self._desk.said.emit(f"“{name}” is whole: nothing is wrong with it.", False)
                return
            self._tell_faults(file.path, file.key, faults)

        def failed(error: GlossatorError) -> None:
            messages.show_error(self._desk.window, error)

        task = tasks.run(
            lambda progress: projects.faults(file.path, progress.report, key=file.key),
            done=done,
            failed=failed,
            parent=self,
        )
        self._desk.long.working.emit(f"Check {name}", task)
        self._say()

    def _tell_faults(self, path: Path, key: Key | None, faults: list[str]) -> None:
        many = f"{len(faults)} faults, the first" if len(faults) > 1 else "a fault"
        error = GlossatorError(
            f"“{path.name}” has {many}: {faults[0]}",
            remedy="Go back to a backup, or have it repaired: a new file is written, and this one stays as it is.",
            details="\n".join(faults),
        )
        keeping = self._acts.safekeeping

        def repair() -> None:
            self._acts.close()  # a repair reads the file at rest
            keeping.repair(path, key)

        window = messages.show_error(self._desk.window, error)
        window.unfold()
        window.add_answer(Answer("Backups…", lambda: keeping.show_backups(path, key)))
        window.add_answer(Answer("Repair…", repair))
