"""The same event told twice: the other telling is picked by its letters on the page, and the two are joined."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from glossator.core import happenings
from glossator.core.annotations import Relation
from glossator.core.changes import Change
from glossator.core.errors import Refused
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.hints import Hints

_NEAREST = 200  # triggers that get hint letters


class Joining(QObject):
    """Joins two tellings of an event in one identity."""

    waiting = Signal(str)  # what is waited for, in words; empty when nothing is

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._hints = Hints(desk.page, desk.selection)
        self._event: int | None = None
        self._others: dict[int, int] = {}  # the event, by its trigger
        self._hints.picked.connect(self._on_picked)
        self._hints.ended.connect(self.cancel)
        desk.signals.document_opened.connect(self.cancel)
        desk.signals.project_closed.connect(self.cancel)

    def join(self) -> None:
        """Shift+I: the selected event is the one that is told again at a trigger with letters."""

        def work() -> None:
            annotations, event = self._desk.need_annotations(), self._selected()
            found = happenings.others(annotations, event)
            name = self._desk.need_bench().scheme.name_of(event.type)
            if not found:
                raise Refused(f"This document tells no other {name} that could be the same.")
            start = annotations.mentions[event.trigger or 0].start
            found.sort(key=lambda each: abs(annotations.mentions[each.trigger or 0].start - start))
            self._event = event.id
            self._others = {each.trigger or 0: each.id for each in reversed(found[:_NEAREST])}
            self.waiting.emit(
                f"Which other {name} is the same event? Type its letters, or click on it. Esc ends."
            )
            self._hints.start(list(reversed(self._others)))

        self._desk.attempt(work)

    def cancel(self) -> None:
        """Nothing is waited for any more."""
        self._hints.stop()
        if self._event is not None:
            self._event = None
            self.waiting.emit("")

    def _selected(self) -> Relation:
        annotations = self._desk.need_annotations()
        chosen = self._desk.relation
        if chosen is None:
            trigger = self._desk.need_mention()
            chosen = next(
                (each for each in annotations.relations_of(trigger.id) if each.trigger == trigger.id), None
            )
        if chosen is None or chosen.trigger not in annotations.mentions:
            raise Refused("No event is selected.", remedy="Go to the trigger of one, with J and K.")
        return chosen

    def _on_picked(self, trigger: int) -> None:
        first, second = self._event, self._others.get(trigger)
        self.cancel()
        if first is None or second is None:
            return

        def make() -> Change:
            annotations, bench = self._desk.need_annotations(), self._desk.need_bench()
            pair = annotations.relations[first], annotations.relations[second]
            known = happenings.identity_of(annotations, *pair)
            entity = bench.ask.entity(known) if known is not None else None
            name = bench.scheme.name_of(pair[0].type)
            return happenings.join(annotations, first, second, entity, by=bench.hand, name=name)

        self._desk.perform(make)
