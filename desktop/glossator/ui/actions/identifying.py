"""Identities over all documents: the card of one, and what is done with them: described, merged, split, deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from glossator.core import identities, names
from glossator.core.annotations import Entity, Mention, Note
from glossator.core.changes import Change
from glossator.core.errors import Refused
from glossator.core.identities import Judged
from glossator.ui.actions.alike import Alike
from glossator.ui.actions.attributing import Attributing
from glossator.ui.actions.dating import Dating
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.moving import Moving
from glossator.ui.actions.naming import Naming
from glossator.ui.actions.placing import Placing
from glossator.ui.actions.tagging import Tagging
from glossator.ui.panels.annotations import AnnotationsPanel
from glossator.workbench import LARGE, Workbench

if TYPE_CHECKING:
    from glossator.ui.dialogs.entity_card import EntityCard
    from glossator.ui.dialogs.palette import PaletteItem

_MOST = 200
"""Identities that are offered at once."""


class Identifying(QObject):
    """Shows the card of an identity and carries out what is asked of identities."""

    def __init__(self, desk: Desk, moving: Moving, tagging: Tagging, tables: AnnotationsPanel) -> None:
        super().__init__(desk)
        self._desk = desk
        self._moving = moving
        self.alike = Alike(desk, tagging)
        self.naming = Naming(desk)
        self.attributing = Attributing(desk)
        self.dating = Dating(desk)
        self.placing = Placing(desk)
        tables.card_requested.connect(self.show_card)
        tables.merge_requested.connect(self.merge_many)
        tables.remove_requested.connect(self.remove)
        self._card: EntityCard | None = None
        desk.signals.changed.connect(self._on_changed)
        desk.signals.renewed.connect(self._refresh)
        desk.signals.project_closed.connect(self._close)

    def card_of_selected(self) -> None:
        """The card of the identity of the selected mention."""

        def work() -> None:
            mention = self._desk.need_mention()
            if mention.entity is None:
                raise Refused(f"“{mention.quote}” stands for nobody yet.", remedy="Press I to say who it is.")
            self.show_card(mention.entity)

        self._desk.attempt(work)

    def show_card(self, entity_id: int) -> None:
        """The card of an identity; the one that is open shows it instead."""

        def work() -> None:
            entity = self._need(entity_id)
            card = self._card or self._made()
            self._fill(card, entity)
            card.show()
            card.activateWindow()

        self._desk.attempt(work)

    def merge(self, kept_id: int, others: Sequence[int]) -> None:
        """``others`` were this identity all along."""

        def make(bench: Workbench) -> Change:
            found = bench.ask.entities_by_id([kept_id, *others])
            if kept_id not in found:
                raise Refused("This identity is no longer there.")
            gone = [found[each] for each in others if each in found and each != kept_id]
            ids = [each.id for each in gone]
            notes = [note for held in bench.ask.notes_on_each(ids).values() for note in held]
            return identities.merge(
                found[kept_id], gone, bench.ask.alike.mentions_of(ids), notes, by=bench.hand
            )

        self._do([each for each in others if each != kept_id], make)

    def merge_many(self, entity_ids: Sequence[int]) -> None:
        """All of these are the one that is mentioned most."""
        counts = self._counts(entity_ids)
        if len(counts) < 2:
            self._desk.said.emit("Choose two identities or more.", True)
            return
        kept = max(counts, key=lambda each: (counts[each], -list(entity_ids).index(each)))
        self.merge(kept, [each for each in entity_ids if each != kept])

    def split(self, entity_id: int, mention_ids: Iterable[int], name: str) -> None:
        """These mentions are somebody else, of that name."""
        chosen = list(mention_ids)

        def make(bench: Workbench) -> Change:
            found = bench.ask.entity(entity_id)
            if found is None:
                raise Refused("This identity is no longer there.")
            return identities.split(found, bench.ask.mentions_by_id(chosen).values(), name, by=bench.hand)

        self._desk.perform(lambda: make(self._desk.need_bench()))

    def remove(self, entity_ids: Sequence[int]) -> None:
        """These identities go as one step; their mentions stay and stand for nobody."""

        def make(bench: Workbench) -> Change:
            found = list(bench.ask.entities_by_id(entity_ids).values())
            ids = [each.id for each in found]
            notes = [note for held in bench.ask.notes_on_each(ids).values() for note in held]
            return identities.remove_all(found, bench.ask.alike.mentions_of(ids), notes, by=bench.hand)

        self._do(entity_ids, make)

    # --- inside

    def _do(self, moving: Sequence[int], make: Callable[[Workbench], Change]) -> None:
        """Make a Change and do it; beside the window where these identities have very many mentions."""
        if sum(self._counts(moving).values()) >= LARGE:
            self._desk.do_beside("The identities are written", lambda bench: bench.do(make(bench)))
        else:
            self._desk.perform(lambda: make(self._desk.need_bench()))

    def _counts(self, entity_ids: Iterable[int]) -> dict[int, int]:
        ask = self._desk.need_bench().ask
        return {each: ask.alike.counts(each)[0] for each in dict.fromkeys(entity_ids)}

    def _need(self, entity_id: int) -> Entity:
        found = self._desk.need_bench().ask.entity(entity_id)
        if found is None:
            raise Refused("This identity is no longer there.")
        return found

    def _made(self) -> EntityCard:
        from glossator.ui.dialogs.entity_card import EntityCard

        desk = self._desk
        made = EntityCard(desk.theme, self._text_of, self._name_of, desk.window)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.saved.connect(self._on_saved)
        made.split_wanted.connect(lambda ids, name: self._with_shown(lambda it: self.split(it.id, ids, name)))
        made.merge_wanted.connect(lambda: self._with_shown(lambda it: self._ask_merge(made, it)))
        made.place_wanted.connect(lambda: self._with_shown(lambda it: self.placing.ask(it.id)))
        made.remove_wanted.connect(lambda: self._with_shown(lambda it: self.remove([it.id])))
        made.goto_requested.connect(self._moving.go_to_record)
        made.destroyed.connect(self._forget)
        desk.theme_changed.connect(made.set_theme)
        self._card = made
        return made

    def _fill(self, card: EntityCard, entity: Entity) -> None:
        from glossator.ui.dialogs.entity_card import Known

        bench = self._desk.need_bench()
        notes = self._notes_on(entity)
        remarks = [each for each in notes if each.kind == "note"]
        judged = tuple(each for each in notes if each.kind == "judgement")
        mine = next((each for each in judged if each.author == bench.author), None)

        def fetch(offset: int, limit: int) -> list[Mention]:
            return self._desk.need_bench().seen.mentions_where(entity=entity.id, offset=offset, limit=limit)

        counts = bench.seen.counts([entity.id])[entity.id]
        known = Known(entity, remarks[0].body if remarks else "", *counts, mine, judged)
        card.show_known(known, bench.scheme, fetch, is_editable=not bench.read_only)

    def _notes_on(self, entity: Entity) -> list[Note]:
        bench = self._desk.need_bench()
        held = bench.ask.notes_on(entity.id)
        return [each for each in held if bench.whose.is_seen(each.author, None)]

    def _on_saved(self, wanted: Entity, remark: str, judged: Judged) -> None:
        def make() -> Change:
            bench = self._desk.need_bench()
            return identities.describe(
                self._need(wanted.id), wanted, self._notes_on(wanted), remark, judged, by=bench.hand
            )

        if self._desk.perform(make) is None:
            self._refresh()

    def _ask_merge(self, parent: QWidget, kept: Entity) -> None:
        from glossator.ui.dialogs.palette import Palette

        palette = Palette(self._desk.theme, parent)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.chosen.connect(lambda item: self.merge(kept.id, [int(item.id)]))
        palette.open_with(
            lambda typed: self._others(kept, typed),
            placeholder=f"Type the name of the identity that is {kept.name} too",
        )

    def _others(self, kept: Entity, typed: str) -> list[PaletteItem]:
        """The identities that may be the same, the likeliest first."""
        from glossator.ui.dialogs.palette import PaletteItem

        seen = self._desk.need_bench().seen
        asked = (
            [typed] if typed.strip() else ["", kept.name, *kept.aliases, *names.plain_name(kept.name).split()]
        )
        found = {
            row.entity.id: row for each in asked for row in seen.entities(text=each.strip(), limit=_MOST)
        }
        found.pop(kept.id, None)
        likeness = {
            key: names.likeness(kept.name, row.entity.name, row.entity.aliases) for key, row in found.items()
        }
        order = sorted(found, key=lambda each: (names.strength(likeness[each]), -found[each].mentions))
        return [
            PaletteItem(
                "entity",
                each,
                found[each].entity.name,
                detail="  ·  ".join(
                    filter(
                        None,
                        (why.value if (why := likeness[each]) else "", f"{found[each].mentions:,} mentions"),
                    )
                ),
            )
            for each in order
        ]

    def _text_of(self, document_id: int) -> str:
        current = self._desk.annotations
        if current is not None and current.document.id == document_id:
            return current.text
        return self._desk.need_bench().ask.text_of(document_id)

    def _name_of(self, document_id: int) -> str:
        found = self._desk.need_bench().ask.document(document_id)
        return found.name if found else ""

    def _with_shown(self, do: Callable[[Entity], object]) -> None:
        if self._card is not None and self._card.entity is not None:
            do(self._card.entity)

    def _on_changed(self, change: Change) -> None:
        if self._card is not None:
            self._refresh()

    def _refresh(self) -> None:
        """The card shows what is there now; it closes where its identity is gone."""
        card, bench = self._card, self._desk.bench
        if card is None or card.entity is None or bench is None:
            return
        found = bench.ask.entity(card.entity.id)
        if found is None:
            self._close()
        else:
            self._fill(card, found)

    def _close(self) -> None:
        card, self._card = self._card, None
        if card is not None:
            card.done(0)

    def _forget(self) -> None:
        self._card = None
