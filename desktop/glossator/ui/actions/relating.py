"""Acts that ask for a second thing: relations, events with their roles, notes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal

from glossator.core import edits, happenings, tokens
from glossator.core.annotations import Argument, Mention, Note
from glossator.core.changes import Change
from glossator.core.errors import Refused
from glossator.core.scheme import Scheme
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.hints import Hints

if TYPE_CHECKING:
    from glossator.ui.dialogs.event_roles import EventBuilder
    from glossator.ui.dialogs.relation_menu import RelationChoice, RelationMenu

_NEAREST = 200
"""Mentions that get hint letters, the nearest to the source."""


class Relating(QObject):
    """Joins mentions to each other, to events and to notes."""

    waiting = Signal(str)  # what is waited for, in words; empty when nothing is

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._hints = Hints(desk.page, desk.selection)
        self._source: int | None = None
        self._target: int | None = None
        self._trigger: int | None = None
        self._event: int | None = None
        self._retyped: int | None = None
        self._hints.picked.connect(self._on_picked)
        self._hints.ended.connect(self.cancel)
        self._hints.scrolled.connect(self._on_scrolled)
        desk.selection.changed.connect(self._on_selection_changed)
        desk.page.relation_dragged.connect(self._on_dragged)

    @cached_property
    def menu(self) -> RelationMenu:
        """The menu between two mentions, made when it is first wanted."""
        from glossator.ui.dialogs.relation_menu import RelationMenu

        made = RelationMenu(self._desk.theme, self._desk.window)
        made.chosen.connect(self._on_relation_chosen)
        made.closed.connect(self._on_menu_closed)
        self._desk.theme_changed.connect(made.set_theme)
        return made

    @cached_property
    def builder(self) -> EventBuilder:
        """The strip that asks for an event's roles, made when it is first wanted."""
        from glossator.ui.dialogs.event_roles import EventBuilder

        made = EventBuilder(self._desk.theme)
        self._desk.below.addWidget(made)
        made.finished.connect(self._on_event_finished)
        made.hints_changed.connect(self._desk.page.set_hints)
        made.cancelled.connect(self._on_builder_cancelled)
        self._desk.theme_changed.connect(made.set_theme)
        return made

    # --- relations

    def relate(self) -> None:
        """R: the selected mention is the first end; hint letters, arrows or a click pick the second."""

        def work() -> None:
            source = self._desk.need_mention()
            self._desk.page.reveal(tokens.sentence_at(self._desk.need_annotations().text, source.start))
            near = self._near(source)
            if not near:
                raise Refused("There is no other mention to relate it to.")
            self._source = source.id
            self._desk.page.set_relation_source(source.id)
            self.waiting.emit(f"Relate “{source.quote}” to: type its letters, or click on it. Esc ends.")
            self._hints.start([each.id for each in near])
            self._keep_in_view(source)

        self._desk.attempt(work)

    def leave_document(self) -> None:
        """Another document comes: what was begun in this one is given up."""
        self.cancel()
        if self._trigger is not None:
            self.builder.give_up()

    def cancel(self) -> None:
        """Nothing is waited for any more."""
        self._hints.stop()
        self._source = self._target = self._retyped = None
        self._desk.page.set_relation_source(None)
        self.waiting.emit("")

    # --- events

    def build_event(self, trigger_id: int | None = None) -> None:
        """Ask for the type and the roles of the event that the selected mention (or ``trigger_id``) triggers."""

        def work() -> None:
            annotations = self._desk.need_annotations()
            bench = self._desk.need_bench()
            trigger = (
                edits.mention(annotations, trigger_id)
                if trigger_id is not None
                else self._desk.need_mention()
            )
            if trigger.label not in bench.scheme.triggers:
                label = _any_of([bench.scheme.name_of(each) for each in sorted(bench.scheme.triggers)])
                raise Refused(
                    f"“{trigger.quote}” is not an event trigger.",
                    remedy=f"Tag the word that tells it as {label} first.",
                )
            self.cancel()
            self._trigger, self._event = trigger.id, None
            self.builder.begin(bench.scheme, annotations, trigger)
            self._keep_in_view(trigger)

        self._desk.attempt(work)

    def complete(self, event_id: int) -> None:
        """Ask for the roles of an event that is there, from the first one that nothing fills."""

        def work() -> None:
            annotations, bench = self._desk.need_annotations(), self._desk.need_bench()
            event = edits.relation(annotations, event_id)
            trigger = edits.mention(annotations, event.trigger or 0)
            self.cancel()
            self._trigger, self._event = trigger.id, event.id
            self.builder.begin(
                bench.scheme, annotations, trigger, type_id=event.type, arguments=event.arguments
            )
            self._keep_in_view(trigger)

        self._desk.attempt(work)

    def ask_other_type(self, relation_id: int) -> None:
        """Ask which relation two related mentions shall be in instead, those that the scheme permits first."""
        from glossator.ui.dialogs.relation_menu import choices

        def work() -> None:
            annotations, bench = self._desk.need_annotations(), self._desk.need_bench()
            ends = list(edits.relation(annotations, relation_id).mentions())
            if len(ends) != 2 or any(each not in annotations.mentions for each in ends):
                raise Refused("Only a relation of two mentions can become another.")
            first, second = (annotations.mentions[each] for each in ends)
            found = choices(bench.scheme, first.label, second.label)
            possible = [each for each in found if not each.role and not _is_identity(bench.scheme, each)]
            self.cancel()
            self._retyped = relation_id
            self.menu.open_for(bench.scheme, possible, first.quote, second.quote, self._below(second.id))

        self._desk.attempt(work)

    # --- notes

    def note(self) -> None:
        """M: the note on the selected mention or relation, or on the document where neither is selected."""

        def work() -> None:
            annotations = self._desk.need_annotations()
            chosen = self._desk.mention or self._desk.relation
            target = chosen.id if chosen is not None else annotations.document.id
            what = self._desk.mention.quote if self._desk.mention else annotations.document.name
            old: Sequence[Note] = annotations.remarks_on(target)
            from glossator.ui.dialogs.note import NoteDialog
            from glossator.ui.notelinks import candidates

            dialog = NoteDialog(self._desk.window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.saved.connect(
                lambda text: self._desk.perform(
                    lambda: edits.write_note(
                        self._desk.need_annotations(), target, text, by=self._desk.need_bench().hand
                    )
                )
            )
            bench = self._desk.need_bench()
            dialog.links.offered = lambda begun: candidates(bench, annotations, begun)
            dialog.open_for(f"Note on “{what}”", old[0].body if old else "")

        self._desk.attempt(work)

    # --- inside

    def _keep_in_view(self, mention: Mention) -> None:
        """A strip takes room from the page: what it asks about stays visible above it, once it has its height."""
        page = self._desk.page
        QTimer.singleShot(0, page, lambda: page.reveal(mention.fragments[0]))

    def _near(self, source: Mention) -> list[Mention]:
        """The other mentions that can be seen, the nearest first; all of them where none can be seen."""
        annotations = self._desk.need_annotations()
        seen = [
            annotations.mentions[each] for each in self._desk.page.mentions_in_view() if each != source.id
        ]
        others = seen or [each for each in annotations.mentions.values() if each.id != source.id]
        return sorted(others, key=lambda each: (abs(each.start - source.start), each.start, each.id))[
            :_NEAREST
        ]

    def _on_scrolled(self) -> None:
        """Other mentions are in the window: they are those that may be meant."""
        source = self._desk.need_annotations().mentions.get(self._source or 0)
        if source is not None:
            self._hints.start([each.id for each in self._near(source)])

    def _on_picked(self, mention_id: int) -> None:
        if self._source is not None:
            self._ask(self._source, mention_id, self._below(mention_id))

    def _on_dragged(self, source: int, target: int, at: QPoint) -> None:
        self.cancel()
        self._ask(source, target, at)

    def _ask(self, source: int, target: int, at: QPoint) -> None:
        from glossator.ui.dialogs.relation_menu import choices, sole

        annotations = self._desk.annotations
        bench = self._desk.need_bench()
        if annotations is None or source not in annotations.mentions or target not in annotations.mentions:
            self.cancel()
            return
        first, second = annotations.mentions[source], annotations.mentions[target]
        found = choices(bench.scheme, first.label, second.label, event_type=self._event_type(source))
        self._source, self._target = source, target
        only = sole(found)
        if only is not None:
            self._take(only)
        else:
            self.menu.open_for(bench.scheme, found, first.quote, second.quote, at)

    def _below(self, mention_id: int) -> QPoint:
        """Where a menu about a mention belongs, on the desktop: under its first letter, where that can be seen."""
        page = self._desk.page
        target = self._desk.need_annotations().mentions[mention_id]
        first = page.character_rect(target.start)
        return page.mapToGlobal(page.rect().center()) if first.isEmpty() else first.bottomLeft()

    def _on_menu_closed(self) -> None:
        """The menu went away; where nothing was chosen, nothing is waited for any more."""
        if self.menu.choice is None:
            self.cancel()

    def _on_relation_chosen(self, type_id: str, is_reversed: bool) -> None:
        if self.menu.choice is not None:
            self._take(self.menu.choice)

    def _take(self, choice: RelationChoice) -> None:
        source, target, retyped = self._source, self._target, self._retyped
        self.cancel()
        if retyped is not None:
            self._desk.perform(lambda: self._as_other(retyped, choice))
            return
        if source is None or target is None:
            return
        if self.join(choice, source, target):
            self._desk.page.select_mention(source)

    def _as_other(self, relation_id: int, choice: RelationChoice) -> Change:
        annotations, bench = self._desk.need_annotations(), self._desk.need_bench()
        kind = bench.scheme.relation_type(choice.type_id)
        if kind is None:
            raise Refused(f"The scheme has no relation {choice.type_id} any more.")
        name = bench.scheme.name_of(edits.relation(annotations, relation_id).type)
        turn = choice.reversed
        return edits.retype(annotations, relation_id, kind, by=bench.hand, name=name, turned=turn)

    def join(self, choice: RelationChoice, source: int, target: int) -> bool:
        """Join two mentions as ``choice`` says; False when it was refused."""
        ends = (target, source) if choice.reversed else (source, target)
        return self._desk.perform(lambda: self._joined(choice, *ends)) is not None

    def _joined(self, choice: RelationChoice, first: int, second: int) -> Change:
        annotations, bench = self._desk.need_annotations(), self._desk.need_bench()
        if not choice.role:
            kind = bench.scheme.relation_type(choice.type_id)
            if kind is None:
                raise Refused(f"The scheme has no relation {choice.type_id} any more.")
            if kind.identity:
                return self._same(first, second)
            return edits.relate(annotations, kind, first, second, by=bench.hand)
        for relation in annotations.relations_of(first):
            if relation.trigger == first and relation.type == choice.type_id:
                name = bench.scheme.name_of(relation.type)
                return edits.fill_role(
                    annotations, relation.id, choice.role, second, by=bench.hand, name=name
                )
        event_type = bench.scheme.event_type(choice.type_id)
        if event_type is None:
            raise Refused(f"The scheme has no event {choice.type_id} any more.")
        return edits.event(annotations, event_type, first, [Argument(choice.role, second)], by=bench.hand)

    def _same(self, first: int, second: int) -> Change:
        """SAME_AS is kept as a shared identity, not as an edge: either end's, else a new one by the first's name."""
        annotations, bench = self._desk.need_annotations(), self._desk.need_bench()
        ends = annotations.mentions[first], annotations.mentions[second]
        known = next((each.entity for each in ends if each.entity is not None), None)
        entity = bench.ask.entity(known) if known is not None else None
        if entity is not None:
            return edits.identify(annotations, (first, second), entity, by=bench.hand)
        made = edits.new_entity(ends[0].quote, ends[0].label, by=bench.hand)
        return edits.identify(annotations, (first, second), made, is_new=True, by=bench.hand)

    def _event_type(self, trigger: int) -> str:
        annotations = self._desk.need_annotations()
        return next((each.type for each in annotations.relations_of(trigger) if each.trigger == trigger), "")

    def _on_selection_changed(self, by: object) -> None:
        """A mention that is clicked while roles are asked fills the role."""
        clicked = self._desk.mention
        if self._trigger is not None and by is self._desk.page and clicked is not None:
            self.builder.offer(clicked.id)
            self.builder.chooser.field.setFocus()
        if self._trigger is not None and by is self._desk.page:
            # the same one may be clicked again: for another role, or because it is meant although it does not fit
            self._desk.selection.set(self, records=(self._trigger,))

    def _on_event_finished(self, type_id: str, arguments: tuple[Argument, ...]) -> None:
        trigger, self._trigger = self._trigger, None
        event, self._event = self._event, None
        self._desk.page.set_hints({})
        bench = self._desk.need_bench()
        kind = bench.scheme.event_type(type_id)

        def make() -> Change:
            annotations = self._desk.need_annotations()
            fillers = happenings.nested(annotations, arguments, trigger or 0)
            if event is not None:
                name = bench.scheme.name_of(type_id)
                return edits.refill(annotations, event, fillers, by=bench.hand, name=name)
            assert kind is not None, "a type that is gone is asked for nothing"
            assert trigger is not None, "nothing is made where no trigger was asked about"
            return edits.event(annotations, kind, trigger, fillers, by=bench.hand)

        if trigger is not None and (kind is not None or event is not None):
            self._desk.perform(make)
            self._desk.page.select_mention(trigger)
        self._desk.page.setFocus()
        if self.builder.ended_itself:
            self._desk.ended_at = self._desk.standing

    def _on_builder_cancelled(self) -> None:
        self._trigger = self._event = None
        self._desk.page.set_hints({})
        self._desk.page.setFocus()


def _is_identity(scheme: Scheme, choice: RelationChoice) -> bool:
    kind = scheme.relation_type(choice.type_id)
    return kind is not None and kind.identity


def _any_of(names: Sequence[str]) -> str:
    """Names as a choice in a sentence; a long list is cut short."""
    shown = [*names[:4], "another trigger"] if len(names) > 5 else list(names)
    return " or ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))
