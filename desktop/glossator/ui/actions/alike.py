"""The same string everywhere: found, shown with a tick each, and tagged as one step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from glossator.core import edits, identical, tokens
from glossator.core.annotations import Entity
from glossator.core.changes import Change
from glossator.core.errors import Refused
from glossator.core.titles import short
from glossator.ui import tasks
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.tagging import Tagging
from glossator.ui.tasks import Task

if TYPE_CHECKING:
    from glossator.everywhere import Same, Sought
    from glossator.ui.dialogs.identical import Found, IdenticalDialog, Order, Pattern

_PATIENCE = 250  # milliseconds after which the dialog comes although nothing is found yet


class Alike(QObject):
    """Tags every place that reads as the selected mention does, in the document or in the project."""

    def __init__(self, desk: Desk, tagging: Tagging) -> None:
        super().__init__(desk)
        self._desk = desk
        self._tagging = tagging
        self._task: Task[Same] | Task[Found | None] | None = None
        self._dialog: IdenticalDialog | None = None
        self._waiting: Pattern | None = None  # what is looked for while no dialog is open yet
        self._late = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._late.timeout.connect(self._on_late)
        desk.signals.project_closed.connect(self._stop)
        desk.signals.document_opened.connect(self._stop)

    def tag_identical(self, *, in_project: bool) -> None:
        """Y: list every place that reads as the selected mention, or as the selection or the word at the caret, which
        then gets the label that was set last.
        """

        def work() -> None:
            pattern = self._pattern()
            self._stop()
            if in_project:
                self._look_first(pattern)
                return
            from glossator import everywhere

            here = self._desk.need_annotations()
            found = _found(pattern, partial(everywhere.in_document, here))
            if found is None:
                self._say_done(pattern, "in this document")
            else:
                self._made(pattern, in_project=False, found=found)

        self._desk.attempt(work)

    def _look_first(self, pattern: Pattern) -> None:
        """Look through the project; the dialog comes when something is found, or when it takes long."""
        from glossator import everywhere
        from glossator.searches import Where

        bench, first = self._desk.need_bench(), self._desk.need_annotations().document.id
        where = Where.of(bench)
        if not isinstance(where, Where):  # a network share, where the window has to wait
            self._on_looked(pattern, _found(pattern, partial(everywhere.in_project, bench, first=first)))
            return

        def look(progress: tasks.Progress) -> Found | None:
            return _found(
                pattern, lambda sought: everywhere.in_project(where, sought, progress.report, first=first)
            )

        self._waiting = pattern
        self._late.start()
        self._task = tasks.run(
            look,
            done=lambda found: self._on_looked(pattern, found),
            failed=self._on_failed,
            progress=lambda report: self._on_progress(report.done, report.total),
            parent=self,
        )

    def _on_late(self) -> None:
        if self._waiting is not None:
            self._made(self._waiting, in_project=True)

    def _on_progress(self, done: int, total: int) -> None:
        if self._dialog is not None:
            self._dialog.say_progress(done, total)

    def _on_looked(self, pattern: Pattern, found: Found | None) -> None:
        from glossator.everywhere import Same
        from glossator.ui.dialogs.identical import Found, Match

        self._late.stop()
        self._waiting = None
        if self._dialog is not None:
            self._dialog.show_found(found or Found(Match.EXACT, Same((), (), {})))
        elif found is not None:
            self._made(pattern, in_project=True, found=found)
        else:
            self._say_done(pattern, "in the project")

    def _made(self, pattern: Pattern, *, in_project: bool, found: Found | None = None) -> IdenticalDialog:
        from glossator.ui.dialogs.identical import IdenticalDialog

        dialog = IdenticalDialog(self._desk.theme, self._desk.need_bench().ask.text_of, self._desk.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.sought.connect(lambda sought, everywhere: self._look(dialog, sought, everywhere=everywhere))
        dialog.ordered.connect(lambda order: self._on_ordered(pattern, order))
        dialog.finished.connect(self._on_finished)
        self._dialog = dialog
        dialog.open_for(pattern, self._desk.theme, in_project=in_project, found=found)
        return dialog

    def _say_done(self, pattern: Pattern, where: str) -> None:
        self._desk.said.emit(
            f"Every “{short(pattern.quote)}” {where} is tagged as {pattern.label.name} already.", False
        )

    def _pattern(self) -> Pattern:
        from glossator.ui.dialogs.identical import Pattern

        desk, bench = self._desk, self._desk.need_bench()
        annotations = desk.need_annotations()
        chosen = desk.mention
        if chosen is not None:
            label = bench.scheme.label(chosen.label)
            if label is None:
                raise Refused(f"The scheme has no label {chosen.label} any more.")
            if len(chosen.fragments) > 1:
                raise Refused("This mention stands in several pieces, which read the same nowhere else.")
            entity = bench.ask.entity(chosen.entity) if chosen.entity is not None else None
            return Pattern(" ".join(chosen.quote.split()), label, chosen.subtype, entity)
        if self._tagging.last is None:
            raise Refused(
                "It is not said yet as what to tag it.",
                remedy="Tag one with the key of a label, then press Y.",
            )
        span = desk.spans[0] if desk.spans else tokens.word_at(annotations.text, desk.selection.caret)
        words = " ".join(span.slice(annotations.text).split())
        if not words:
            raise Refused("There is no word at the caret.", remedy="Put it into one, or select a mention.")
        return Pattern(words, *self._tagging.last)

    def _look(self, dialog: IdenticalDialog, sought: Sought, *, everywhere: bool) -> None:
        from glossator import everywhere as places
        from glossator.searches import Where

        self._stop()
        bench = self._desk.need_bench()
        here = self._desk.need_annotations()
        if not everywhere:
            dialog.show_same(places.in_document(here, sought))
            return
        where, first = Where.of(bench), here.document.id
        if not isinstance(where, Where):  # a network share, where the window has to wait
            dialog.show_same(places.in_project(bench, sought, first=first))
            return
        self._task = tasks.run(
            lambda progress: places.in_project(where, sought, progress.report, first=first),
            done=dialog.show_same,
            failed=self._on_failed,
            progress=lambda report: dialog.say_progress(report.done, report.total),
            parent=dialog,
        )

    def _on_failed(self, error: Exception) -> None:
        def again() -> None:
            raise error

        dialog = self._dialog
        self._stop()
        if dialog is not None:
            dialog.reject()
        self._desk.attempt(again)

    def _on_finished(self) -> None:
        self._dialog = None
        self._stop()

    def _stop(self) -> None:
        self._late.stop()
        self._waiting = None
        if self._task is not None and self._task.is_running:
            self._task.cancel()
        self._task = None

    def _on_ordered(self, pattern: Pattern, order: Order) -> None:
        from glossator.ui.dialogs.identical import Who

        def make() -> Change:
            bench = self._desk.need_bench()
            entity: Entity | None = None
            if order.who is Who.SAME:
                entity = pattern.entity
            elif order.who is Who.NEW:
                entity = edits.new_entity(pattern.quote, pattern.label.id, by=bench.hand)
            return identical.tag_all(
                order.places,
                pattern.label,
                subtype=pattern.subtype,
                entity=entity,
                is_new=order.who is Who.NEW,
                identified=list(bench.ask.mentions_by_id(order.identified).values()),
                by=bench.hand,
            )

        self._desk.perform(make)
        self._desk.page.setFocus()


def _found(pattern: Pattern, look: Callable[[Sought], Same]) -> Found | None:
    """The first way of being the same in which something is left to be done."""
    from glossator.ui.dialogs.identical import Found, has_work, sought_by, ways

    for match in ways(pattern):
        same = look(sought_by(pattern, match))
        if has_work(pattern, same):
            return Found(match, same)
    return None
