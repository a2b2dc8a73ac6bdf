"""The panel with the tables of annotations, which is also the page's twin for those who do not see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QMenu, QTabWidget, QVBoxLayout, QWidget

from glossator.core import deletion
from glossator.core.annotations import AnnotationSet, Entity, Mention, Relation
from glossator.core.changes import Change
from glossator.core.errors import Refused
from glossator.core.titles import enumerated
from glossator.ui.panels.annotations.columns import EntityLine, Wording
from glossator.ui.panels.annotations.tab import TableTab, Width
from glossator.ui.panels.annotations.table import RecordsModel
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.ui.theme import Theme
from glossator.workbench import Workbench

ENTITY_LIMIT = 2000
"""How many entities are shown at once; the filter finds the others."""

_PLACE = 3
_MENTIONS_OF_ENTITY = 2
_MOST_SHOWN = 300


class AnnotationsPanel(QWidget):
    """Tables of mentions, of relations and events, and of entities: sorted by a click on a head, filtered by a text.

    A click or Enter asks to go to the record (for an entity: to its next mention, here or in another document);
    Del asks for the Change that deletes what is selected.
    """

    goto_requested = Signal(object)  # the id of a mention or relation
    edit_requested = Signal(object)  # a Change
    key_pressed = Signal(str)  # what is pressed on rows of the open document means what it means on the page
    menu_requested = Signal(QPoint)  # the menu of what is selected, at a point of the desktop
    history_requested = Signal(object)  # the id of an entity
    card_requested = Signal(object)  # the id of an entity
    merge_requested = Signal(object)  # ids of entities that are one
    remove_requested = Signal(object)  # ids of entities
    refused = Signal(object)  # a Refused: why what was wanted is not possible

    def __init__(
        self,
        bench: Workbench | None,
        selection: Selection,
        signals: ProjectSignals,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bench: Workbench | None = None
        self._selection = selection
        self._marked: tuple[int, ...] = ()
        self._words = Wording(theme)
        self.mentions = TableTab(
            "Mentions",
            RecordsModel(self._words.mention_columns(), _PLACE),
            fill=self._all_mentions,
            emptiness=lambda text: self._emptiness(text, "mention", "Select a word and press a label's key."),
            widths=(Width(4), Width(3), Width(3), Width(pixels=64, least_room=430)),
            sort_by=_PLACE,
        )
        self.relations = TableTab(
            "Relations and events",
            RecordsModel(self._words.relation_columns(), _PLACE),
            fill=self._all_relations,
            emptiness=lambda text: self._emptiness(text, "relation", "Select a mention and press R."),
            widths=(Width(3), Width(3), Width(4), Width(pixels=64, least_room=430)),
            sort_by=_PLACE,
        )
        self.entities = TableTab(
            "Entities",
            RecordsModel(self._words.entity_columns(), _MENTIONS_OF_ENTITY),
            fill=self._all_entities,
            emptiness=self._no_entities,
            widths=(Width(3), Width(1), Width(pixels=92), Width(pixels=108, least_room=430)),
            sort_by=_MENTIONS_OF_ENTITY,
            order=Qt.SortOrder.DescendingOrder,
            is_filtered=True,
        )
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for tab, name in (
            (self.mentions, "Mentions"),
            (self.relations, "Relations"),
            (self.entities, "Entities"),
        ):
            self.tabs.addTab(tab, name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        self.hidden = QLabel(self)
        self.hidden.setProperty("tone", "muted")
        self.hidden.setContentsMargins(12, 4, 12, 6)
        layout.addWidget(self.hidden)
        self._connect(signals)
        self.set_bench(bench)

    def set_bench(self, bench: Workbench | None) -> None:
        """Show another project, or none."""
        self._bench = self._words.bench = bench
        self._forget()

    def set_theme(self, theme: Theme) -> None:
        """Follow another look."""
        self._words.theme = theme
        for tab in self._tabs:
            tab.table.viewport().update()

    @property
    def _tabs(self) -> tuple[TableTab, TableTab, TableTab]:
        return self.mentions, self.relations, self.entities

    @property
    def _current(self) -> AnnotationSet | None:
        return self._bench.current if self._bench else None

    def _bench_whole(self) -> AnnotationSet | None:
        return self._bench.whole if self._bench else None

    def _tell_hidden(self) -> None:
        """How much of the open document is not in the tables, because it is others' (but not in a second reading)."""
        bench = self._bench
        text = ""
        if bench is not None and bench.whole is not None and bench.current is not bench.whole:
            mentions, relations = bench.hidden()
            if bench.whole.document.id in bench.whose.blind:
                text = "Second reading: the others’ annotations are hidden."
            elif mentions or relations:
                text = f"{enumerated({'mention': mentions, 'relation': relations})} hidden"
        self.hidden.setText(text)
        self.hidden.setVisible(bool(text))

    def _connect(self, signals: ProjectSignals) -> None:
        for tab in (self.mentions, self.relations):
            tab.went.connect(self.goto_requested)
            tab.chosen.connect(self._on_chosen)
            tab.key_pressed.connect(self.key_pressed)
            tab.delete_requested.connect(self._on_delete)
            tab.menu_wanted.connect(lambda _record, at: self.menu_requested.emit(at))
        self.entities.went.connect(self._on_entity)
        self.entities.delete_requested.connect(self.remove_requested)
        self.entities.menu_wanted.connect(lambda entity, at: self.entity_menu(entity).popup(at))
        signals.changed.connect(self._on_changed)
        signals.document_opened.connect(self._forget)
        signals.project_closed.connect(lambda: self.set_bench(None))
        self._selection.changed.connect(self._on_selection)
        self.tabs.currentChanged.connect(self._mark)

    def entity_menu(self, entity: int) -> QMenu:
        """What can be asked of an entity; the menu deletes itself when it is closed."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = self.entities.selected()
        chosen = chosen if entity in chosen else (entity,)
        is_open = self._bench is not None and not self._bench.read_only
        made.addAction("Identity card…", lambda: self.card_requested.emit(entity))
        if len(chosen) > 1:
            merge = made.addAction(f"Merge these {len(chosen)}", lambda: self.merge_requested.emit(chosen))
            merge.setEnabled(is_open)
        made.addAction("History of this", lambda: self.history_requested.emit(entity))
        made.addSeparator()
        remove = made.addAction(
            "Delete the identity" if len(chosen) == 1 else f"Delete {len(chosen)} identities",
            lambda: self.remove_requested.emit(chosen),
        )
        remove.setEnabled(is_open)
        return made

    def _forget(self) -> None:
        self._words.learn_names()
        for tab in self._tabs:
            tab.forget()
        self._tell_hidden()
        self._mark()

    def _on_changed(self, change: Change) -> None:
        current = self._current
        pairs = list(change.pairs())
        if current is None or any(isinstance(each, Entity) for pair in pairs for each in pair):
            self._forget()
            return
        here = current.document.id
        if current is not self._bench_whole():
            self._forget()  # what else is hidden or seen now is not told by the change alone
            return
        mentions = [(b, a) for b, a in pairs if _are(Mention, b, a, here)]
        relations = [(b, a) for b, a in pairs if _are(Relation, b, a, here)]
        self._learn_new_names(a for _, a in mentions)
        self.mentions.follow(mentions)
        self.relations.follow([*relations, *self._that_name(current, mentions)])
        if any(_entity_of(b) != _entity_of(a) for b, a in pairs):
            self.entities.forget()
        self._mark()

    def _learn_new_names(self, records: Iterable[object]) -> None:
        wanted = {each.entity for each in records if isinstance(each, Mention) and each.entity is not None}
        if self._bench and (missing := wanted - self._words.names.keys()):
            found = self._bench.ask.entities_by_id(missing)
            self._words.names.update({entity.id: entity.name for entity in found.values()})

    @staticmethod
    def _that_name(
        current: AnnotationSet, mentions: Sequence[tuple[object, object]]
    ) -> Iterator[tuple[Relation, Relation]]:
        """The relations whose words change because those of a mention did."""
        for before, after in mentions:
            if (
                isinstance(before, Mention)
                and isinstance(after, Mention)
                and before.fragments != after.fragments
            ):
                yield from ((relation, relation) for relation in current.relations_of(after.id))

    def _on_selection(self, by: object) -> None:
        if self._selection.records != self._marked:  # not at every step of the caret
            self._mark(by)

    def _mark(self, by: object = None) -> None:
        self._marked = self._selection.records
        tab = self.tabs.currentWidget()
        if by is not self and isinstance(tab, TableTab) and tab is not self.entities:
            tab.mark(self._marked)

    def _on_chosen(self, ids: tuple[int, ...]) -> None:
        current = self._current
        held = current.mentions if current else {}
        seen = (
            ids if len(ids) <= _MOST_SHOWN else ids[:1]
        )  # the page marks them all, as long as they are not too many
        spans = tuple(span for each in seen if each in held for span in held[each].fragments)
        self._selection.set(self, records=ids, spans=spans or None)

    def _on_delete(self, ids: tuple[int, ...]) -> None:
        if self._bench is None or self._current is None:
            return
        try:
            change = deletion.delete(self._current, ids, by=self._bench.hand)
        except Refused as refused:
            self.refused.emit(refused)
        else:
            self.edit_requested.emit(change)

    def _on_entity(self, entity_id: int) -> None:
        """Go to the entity's next mention behind the caret, else to its first one anywhere."""
        current = self._current
        if self._bench is None:
            return
        here = [m for m in current.in_order() if m.entity == entity_id] if current else []
        after = [m for m in here if m.start > self._selection.caret and m.id != self._selection.primary]
        found = after or here or self._bench.seen.mentions_where(entity=entity_id, limit=1)
        if found:
            self.goto_requested.emit(found[0].id)
        else:
            self.refused.emit(Refused("No mention refers to this entity."))

    def _all_mentions(self, text: str) -> Iterable[Mention]:
        return self._current.mentions.values() if self._current else ()

    def _all_relations(self, text: str) -> Iterable[Relation]:
        return self._current.relations.values() if self._current else ()

    def _all_entities(self, text: str) -> Iterable[EntityLine]:
        if self._bench is None:
            return ()
        rows = self._bench.unhidden.entities(text=text, limit=ENTITY_LIMIT)
        return [EntityLine(row.entity.id, row.entity, row.mentions, row.documents) for row in rows]

    def _emptiness(self, text: str, what: str, advice: str) -> str:
        if self._bench is None:
            return "No project is open."
        if self._current is None:
            return "No document is open.\nChoose one with Ctrl+P, or import texts with Ctrl+I."
        if text:
            return f"No {what} matches “{text}”.\nDelete some letters of the filter."
        return f"There is no {what} in this document yet.\n{advice}"

    def _no_entities(self, text: str) -> str:
        if text:
            return f"No entity matches “{text}”.\nDelete some letters of the filter."
        return "There is no entity yet.\nSelect a mention and press I to say who or what it is."


def _are(kind: type[Mention | Relation], before: object, after: object, document: int) -> bool:
    record = before if after is None else after
    return isinstance(record, kind) and record.document == document


def _entity_of(record: object) -> int | None:
    return record.entity if isinstance(record, Mention) else None
