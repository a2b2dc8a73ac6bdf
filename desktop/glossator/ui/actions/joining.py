"""The same event told twice: the other telling is picked by its letters on the page, and the two are joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from glossator.core import happenings
from glossator.core.annotations import Mention, Relation
from glossator.core.changes import Change
from glossator.core.errors import Refused
from glossator.core.titles import short
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.hints import Hints

if TYPE_CHECKING:
    from glossator.ui.dialogs.palette import PaletteItem

_NEAREST = 200  # triggers that get hint letters
_MOST = 2_000  # events of other documents that are listed


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
        self._hints.entered.connect(
            lambda: self._desk.attempt(lambda: self._open_elsewhere(self._event or 0))
        )
        desk.signals.document_opened.connect(self.cancel)
        desk.signals.project_closed.connect(self.cancel)

    def join(self) -> None:
        """Shift+I: the selected event is the one that is told again at a trigger with letters."""

        def work() -> None:
            annotations, event = self._desk.need_annotations(), self._selected()
            found = happenings.others(annotations, event)
            name = self._desk.need_bench().scheme.name_of(event.type)
            if not found:
                self._open_elsewhere(event.id)
                return
            start = annotations.mentions[event.trigger or 0].start
            found.sort(key=lambda each: abs(annotations.mentions[each.trigger or 0].start - start))
            self._event = event.id
            self._others = {each.trigger or 0: each.id for each in reversed(found[:_NEAREST])}
            self.waiting.emit(
                f"Which other {name} is the same event? Type its letters, or click on it. Enter lists those of other"
                " documents, Esc ends."
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

    # --- in other documents

    def _open_elsewhere(self, event_id: int) -> None:
        """List the events of the same type that other documents tell."""
        from glossator.ui.dialogs.palette import Palette

        desk = self._desk
        annotations, bench = desk.need_annotations(), desk.need_bench()
        event = annotations.relations[event_id]
        name = bench.scheme.name_of(event.type)
        trigger = annotations.mentions[event.trigger or 0]
        found = self._elsewhere(event, trigger)
        self.cancel()
        if not found:
            raise Refused(f"No other {name} is told that could be the same, in this document or another.")
        palette = Palette(desk.theme, desk.window)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.chosen.connect(lambda item: self._on_chosen(trigger.id, int(item.id), name))
        palette.open_with(
            lambda typed: found,
            placeholder=f"Which {name} of another document is the same as “{short(trigger.quote)}”?",
        )

    def _elsewhere(self, event: Relation, trigger: Mention) -> list[PaletteItem]:
        """The triggers of such events, those whose roles are filled as here first."""
        from glossator.ui.dialogs.palette import PaletteItem

        bench, here = self._desk.need_bench(), self._desk.need_annotations().document.id
        told = [
            each
            for each in bench.ask.relations_where(type=event.type, is_event=True, limit=_MOST)
            if each.document != here and bench.whose.is_seen(each.author, each.document)
        ]
        mentions = bench.ask.mentions_by_id({end for each in (*told, event) for end in each.mentions()})
        names = {
            each: found.name for each in {r.document for r in told} if (found := bench.ask.document(each))
        }
        mine = {mentions[each].entity for each in event.mentions() if each in mentions} - {None}
        rows: list[tuple[int, PaletteItem]] = []
        for each in told:
            other = mentions.get(each.trigger or 0)
            if other is None or (other.entity is not None and other.entity == trigger.entity):
                continue
            ends = [(a.role, mentions[a.target]) for a in each.arguments if a.target in mentions]
            roles = ", ".join(f"{role} {short(end.quote)}" for role, end in ends)
            shared = len(mine & {end.entity for _, end in ends})
            title = f"{short(other.quote)}: {roles}" if roles else short(other.quote)
            detail = names.get(each.document, "")
            rows.append((-shared, PaletteItem("entity", other.id, title, detail=detail, icon="event")))
        rows.sort(key=lambda row: (row[0], row[1].detail.casefold(), row[1].title))
        return [row for _, row in rows]

    def _on_chosen(self, here: int, there: int, name: str) -> None:
        def make() -> Change:
            bench = self._desk.need_bench()
            found = bench.ask.mentions_by_id([here, there])
            if len(found) < 2:
                raise Refused("One of the two is no longer there.")
            pair = found[here], found[there]
            known = next((each.entity for each in pair if each.entity is not None), None)
            entity = bench.ask.entity(known) if known is not None else None
            return happenings.join_across(*pair, entity, by=bench.hand, name=name)

        self._desk.perform(make)
        self._desk.page.setFocus()

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
