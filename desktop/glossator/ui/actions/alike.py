"""The same string everywhere: found, shown with a tick each, and tagged as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from glossator.core import edits, identical, tokens
from glossator.core.annotations import Entity
from glossator.core.changes import Change
from glossator.core.errors import Refused
from glossator.ui import tasks
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.tagging import Tagging
from glossator.ui.tasks import Task

if TYPE_CHECKING:
    from glossator.everywhere import Same, Sought
    from glossator.ui.dialogs.identical import IdenticalDialog, Order, Pattern


class Alike(QObject):
    """Tags every place that reads as the selected mention does, in the document or in the project."""

    def __init__(self, desk: Desk, tagging: Tagging) -> None:
        super().__init__(desk)
        self._desk = desk
        self._tagging = tagging
        self._task: Task[Same] | None = None

    def tag_identical(self, *, in_project: bool) -> None:
        """Y: list every place that reads as the selected mention, or as the selection or the word at the caret, which
        then gets the label that was set last.
        """

        def work() -> None:
            from glossator.ui.dialogs.identical import IdenticalDialog

            pattern = self._pattern()
            bench = self._desk.need_bench()
            dialog = IdenticalDialog(self._desk.theme, bench.ask.text_of, self._desk.window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.sought.connect(
                lambda sought, everywhere: self._look(dialog, sought, everywhere=everywhere)
            )
            dialog.ordered.connect(lambda order: self._on_ordered(pattern, order))
            dialog.finished.connect(self._stop)
            dialog.open_for(pattern, self._desk.theme, in_project=in_project)

        self._desk.attempt(work)

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
            failed=lambda error: self._on_failed(dialog, error),
            progress=lambda report: dialog.say_progress(report.done, report.total),
            parent=dialog,
        )

    def _on_failed(self, dialog: IdenticalDialog, error: Exception) -> None:
        def again() -> None:
            raise error

        dialog.reject()
        self._desk.attempt(again)

    def _stop(self) -> None:
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
