"""The history at work: single steps taken back or done again, the history of a record, and the project as it was."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDockWidget

from glossator import projects, retrospect
from glossator.core.annotations import Relation
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError, Refused
from glossator.protection import Key
from glossator.retrospect import Entangled, Kept
from glossator.ui import messages, tasks
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.moving import Moving
from glossator.ui.actions.project import ProjectActs
from glossator.ui.messages import Answer, Banner
from glossator.ui.panels.history import HistoryPanel
from glossator.ui.panels.history.model import written_time
from glossator.ui.settings import AUTHOR, Settings
from glossator.workbench import Workbench


class _Then(NamedTuple):
    """The project as it was: the copy that is shown, and the project that it is of."""

    kept: Kept
    now: Path
    key: Key | None
    said: str


class Past(QObject):
    """Carries out what the history is asked for.

    ``working`` tells of a long task under way (a title and the Task).
    """

    working = Signal(str, object)

    def __init__(
        self,
        desk: Desk,
        projects_: ProjectActs,
        moving: Moving,
        panel: HistoryPanel,
        banner: Banner,
        settings: Settings,
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._projects = projects_
        self._moving = moving
        self._panel = panel
        self._banner = banner
        self._settings = settings
        self._then: _Then | None = None
        self._task: tasks.Task[Kept] | None = None
        panel.take_back_requested.connect(partial(self.turn, again=False))
        panel.again_requested.connect(partial(self.turn, again=True))
        panel.goto_requested.connect(self.go_to)
        panel.then_requested.connect(self.see)
        projects_.closed.connect(self._on_closed)

    # --- single steps

    def turn(self, change_id: int, *, again: bool) -> None:
        """Take one step back, or do it ``again``; what holds on to it is told, with a way to it."""

        def work(bench: Workbench) -> Change:
            return bench.do_again(change_id) if again else bench.take_back(change_id)

        try:
            bench = self._desk.need_bench()
            if bench.is_large(change_id):
                self._desk.do_beside("Redo one step" if again else "Undo one step", work)
                return
            change = work(bench)
        except Entangled as entangled:
            self._tell(entangled)
        except Refused as refused:
            self._desk.said.emit(str(refused), True)
        except GlossatorError as error:
            messages.show_error(self._desk.window, error)
        else:
            self._desk.said.emit(change.title, False)
            self._moving.show_change(change)

    def go_to(self, change_id: int) -> None:
        """Bring the page to what a step touched, as far as that is there."""

        def work() -> None:
            ask = self._desk.need_bench().ask
            change = ask.change(change_id)
            where = sorted(change.documents()) if change is not None else []
            there = next((each for each in where if ask.document(each) is not None), None)
            if change is None or there is None:
                raise Refused("What this step was about is in no document that is there now.")
            if self._desk.selection.document not in where:
                self._moving.open_document(there)
            self._moving.show_change(change)
            self._desk.page.setFocus()

        self._desk.attempt(work)

    def history_of_selected(self) -> None:
        """Show the history of the selected mention, relation or event; of the open document where none is selected."""
        selection = self._desk.selection
        self.history_of(selection.primary if selection.primary is not None else selection.document)

    def history_of(self, record_id: int | None) -> None:
        """Show every step that touched a mention, relation, entity or document."""

        def work() -> None:
            bench = self._desk.need_bench()
            record = bench.ask.record(record_id) if record_id is not None else None
            if record_id is None or record is None:
                raise Refused("Select a mention or a relation, or open a document, to see its history.")
            called = bench.ask.called(record_id)
            if isinstance(record, Relation):
                called = bench.scheme.name_of(record.type)
            self._panel.show_record(record_id, called)
            self._raise()

        self._desk.attempt(work)

    def _tell(self, entangled: Entangled) -> None:
        bench, steps = self._desk.need_bench(), entangled.steps
        lines = [
            "a step that is hidden during a second reading"
            if retrospect.is_hidden(bench, each)
            else f"{written_time(each.time)}  {each.author}  {each.title}"
            for each in steps
        ]
        told = messages.show_error(self._desk.window, entangled)
        told.add_details("\n".join(lines))
        told.unfold()
        told.add_answer(
            Answer("Show the last of them" if len(steps) > 1 else "Show it", partial(self._show, steps[0].id))
        )

    def _show(self, change_id: int) -> None:
        self._panel.show_step(change_id)
        self._raise()

    def _raise(self) -> None:
        """Bring the panel into sight, also where it is folded away or behind another one."""
        dock = self._panel.parentWidget()
        if isinstance(dock, QDockWidget):
            dock.show()
            dock.raise_()
        self._panel.setFocus()

    # --- the project as it was

    def ask_moment(self) -> None:
        """Ask at which moment the project should be seen."""
        from glossator.ui.dialogs.moment import MomentDialog

        bench = self._desk.need_bench()
        people = bench.ask.history(limit=1)
        dialog = MomentDialog(people[0].time if people else bench.hand.now(), self._desk.window)
        dialog.chosen.connect(self.see_at)
        dialog.open()

    def see_at(self, moment: int) -> None:
        """Show the project as it was at ``moment`` (UTC, milliseconds since 1970)."""

        def work() -> None:
            self.see(retrospect.place_at(self._desk.need_bench(), moment))

        self._desk.attempt(work)

    def see(self, place: int) -> None:
        """Show the project as it was after the step in ``place`` of the journal, to be read; it is made beside."""
        bench = self._desk.need_bench()
        if self._task is not None:
            self._task.cancel()
        (step,) = bench.ask.history_at([place])
        file = bench.project_file
        then = self._then
        now, key = (then.now, then.key) if then is not None else (file.path, file.key)
        keep = retrospect.keeper(bench, place)
        said = f"The project as it was {_moment(step.time)}, after this step: {step.title}"

        def done(kept: Kept) -> None:
            self._task = None
            if self._desk.bench is bench:
                self._open(_Then(kept, now, key, said))
            else:  # another project was opened meanwhile
                retrospect.forget(kept)

        def failed(error: GlossatorError) -> None:
            self._task = None
            messages.show_error(self._desk.window, error)

        self._task = tasks.run(
            lambda progress: keep(progress.report),
            done=done,
            failed=failed,
            parent=self,
        )
        self.working.emit("Taking back what came later", self._task)

    def back_to_now(self) -> None:
        """Show the project as it is."""
        then = self._then
        if then is not None:
            self._projects.close()
            self._projects.open(then.now, key=then.key)

    @property
    def is_past(self) -> bool:
        """What is shown is the project as it was."""
        return self._then is not None

    def clear_away(self) -> None:
        """Delete what an earlier start left behind, when it came to no good end."""
        tasks.run(lambda progress: retrospect.clear_away(), done=_no_answer, failed=_no_answer, parent=self)

    def _open(self, then: _Then) -> None:
        author = self._settings.get(AUTHOR)
        try:
            bench = projects.open(then.kept.path, author=author, read_only=True, key=then.key)
        except GlossatorError as error:
            retrospect.forget(then.kept)
            messages.show_error(self._desk.window, error)
            return
        bench.is_past = True
        self._projects.take(bench)
        self._then = then
        self._settings.forget_recent(then.kept.path)
        self._settings.add_recent(then.now)
        self._banner.say(then.said, "info", action="Back to now", do=self.back_to_now)

    def _on_closed(self) -> None:
        then, self._then = self._then, None
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if then is not None:
            self._banner.dismiss()
            retrospect.forget(then.kept)


def _moment(time: int) -> str:
    from datetime import datetime

    return f"on {datetime.fromtimestamp(time / 1000).astimezone():%A, %Y-%m-%d %H:%M:%S}"


def _no_answer(answer: object) -> None:
    """Nothing follows."""
