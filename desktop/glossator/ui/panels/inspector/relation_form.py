"""The form of a relation or event: type, who stands in which role, attributes, note."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from glossator import retrospect
from glossator.core import deletion, edits, happenings
from glossator.core.annotations import AnnotationSet, Argument, Relation, Value
from glossator.core.changes import Change
from glossator.core.edits import Hand
from glossator.core.scheme import AttributeType, Role, Scheme
from glossator.ui.panels.inspector.attributes import LABEL_WIDTH, AttributeForm, property_form, property_name
from glossator.ui.panels.inspector.fields import Choice
from glossator.ui.panels.inspector.links import Link, LinkList, add_button, beside, fill_menu, nearest, short
from glossator.ui.panels.inspector.more_notes import MoreNotes
from glossator.ui.panels.inspector.notes import NoteField
from glossator.ui.panels.inspector.remarks import OddLine, Sources
from glossator.ui.panels.inspector.sections import (
    Head,
    Make,
    Section,
    faint,
    form_column,
    provenance,
)
from glossator.ui.theme import LabelColour, Theme, icon
from glossator.workbench import Workbench

_GONE = "a record that is gone"
_PLAIN_ROLES = {"Arg1": "From", "Arg2": "To"}


class RoleField(QWidget):
    """What fills one role: links to it, each with a cross where it can be taken out, and a button for one more."""

    goto_requested = Signal(object)
    fill_requested = Signal(object)  # the button's widget, which the menu shall hang on
    cleared = Signal(object)  # an Argument

    def __init__(self, theme: Theme, *, can_change: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._can_change = can_change
        self.links = LinkList(theme, self)
        self.fill = add_button(theme, "Fill this role", self)
        self.fill.setVisible(can_change)
        self.links.followed.connect(lambda argument: self.goto_requested.emit(argument.target))
        self.links.removed.connect(self.cleared)
        self.fill.clicked.connect(lambda: self.fill_requested.emit(self.fill))
        beside(self, self.links, self.fill)

    def show_fillers(self, links: list[Link]) -> None:
        """Show what fills the role."""
        self.links.show_links(links, removable=self._can_change)


class RelationForm(QWidget):
    """Shows a relation or event and asks for edits of it."""

    edited = Signal(object)  # a Make
    goto_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._relation: Relation | None = None
        self._annotations: AnnotationSet | None = None
        self._scheme: Scheme | None = None
        self._shape: tuple[object, ...] = ()
        self.roles: dict[str, RoleField] = {}
        self.head = Head(theme, "relation", self)
        self.kind = Choice(self)
        self._turning = QWidget(self)
        self.turn = QPushButton("Turn round", self._turning)
        self.attributes = AttributeForm(theme, self)
        self.odd = OddLine(self)
        self.sources = Sources(theme, self)
        self.tellings = LinkList(theme, self)
        self.relations = LinkList(theme, self)
        self.note = NoteField(self)
        self.notes = MoreNotes(self.note, theme, self)
        self.origin = faint(parent=self)
        self._arguments = QWidget(self)
        self._rows = property_form(self._arguments)
        self._attribute_section = Section("Attributes", self.attributes, self)
        self._relation_section = Section("Stands in", self.relations, self)
        self._telling_section = Section("The same event is told at", self.tellings, self)
        self._build()
        self._connect()
        self.wear(theme)

    def show_relation(self, bench: Workbench, annotations: AnnotationSet, relation: Relation) -> None:
        """Show ``relation``, one of ``annotations``."""
        if self._relation is not None and self._relation.id != relation.id:
            self.attributes.tell()
        self._relation, self._annotations, self._scheme = relation, annotations, bench.scheme
        scheme = bench.scheme
        name = scheme.name_of(relation.type)
        kind = "Event" if relation.is_event else "Relation"
        self.head.chip.show_tag("EVT" if relation.is_event else "REL", kind, self._chip_colour(relation))
        self.head.show_words(name, kind.lower())
        self._show_kinds(relation)
        self._show_roles(relation)
        self._turning.setVisible(not relation.is_event)
        kinds = scheme.attributes_for("event" if relation.is_event else "relation")
        self.attributes.show_values(kinds, relation.attributes, annotations, scheme, self._start(relation))
        self._attribute_section.setVisible(bool(kinds))
        self.odd.show_record(bench, annotations, relation)
        self.sources.show_record(bench, annotations, relation)
        self._show_tellings(annotations, relation)
        held = annotations.relations_of(relation.id)
        self.relations.show_links([Link(each.id, scheme.name_of(each.type)) for each in held])
        self._relation_section.setVisible(bool(held))
        self.notes.show_notes(bench, annotations, relation.id)
        self.origin.setText(provenance(relation, retrospect.changed_by(bench, relation)))

    def set_editable(self, *, editable: bool) -> None:
        """Whether anything can be changed; what leads elsewhere can always be used."""
        for widget in (self.kind, self.turn, self.head.delete, self.attributes):
            widget.setEnabled(editable)
        for field in self.roles.values():
            field.fill.setEnabled(editable)
            for cross in field.links.crosses:
                cross.setEnabled(editable)
        self.notes.set_editable(editable=editable)

    def wear(self, theme: Theme) -> None:
        """Follow another look."""
        self._theme = theme
        self.notes.wear(theme)
        self.head.wear(theme)
        self.turn.setIcon(icon("redo", theme, theme.accent))
        self.relations.wear(theme)
        self.sources.wear(theme)
        self.tellings.wear(theme)
        self.attributes.theme = theme
        self.attributes.make_anew()
        self._shape = ()

    def candidates(self, role: Role) -> QMenu:
        """The mentions that may fill ``role``, the nearest first."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        relation, annotations, scheme = self._relation, self._annotations, self._scheme
        if relation is not None and annotations is not None and scheme is not None:
            held = {each.target for each in relation.arguments if each.role == role.name}
            held |= {relation.trigger} - {None}  # type: ignore[arg-type]
            near = nearest(annotations, self._start(relation), labels=role.fillers, leaving_out=held)
            fill_menu(menu, near, scheme, self._theme)
            menu.triggered.connect(lambda action: self._on_filled(role, action.data()))
        return menu

    def _build(self) -> None:
        self.turn.setToolTip("Exchange the two ends")
        self.turn.setProperty("role", "link")
        form = QWidget(self)
        rows = property_form(form)
        rows.addRow(property_name("Type"), self.kind)
        self.kind.setAccessibleName("Type")
        row = QHBoxLayout(self._turning)
        row.setContentsMargins(LABEL_WIDTH + 8, 0, 0, 0)
        row.addWidget(self.turn)
        row.addStretch(1)
        form_column(
            self,
            self.head,
            self.odd,
            form,
            self._arguments,
            self._turning,
            self._attribute_section,
            self.sources,
            self._telling_section,
            self._relation_section,
            Section("Note", self.notes, self),
            self.origin,
        )

    def _connect(self) -> None:
        self.kind.picked.connect(self._on_kind)
        self.turn.clicked.connect(
            lambda: self._edit(lambda here, by, r: edits.reverse(here, r, by=by, name=self._name()))
        )
        self.head.delete.clicked.connect(
            lambda: self._edit(lambda here, by, r: deletion.delete(here, [r], by=by))
        )
        self.attributes.edited.connect(self._on_attribute)
        self.attributes.goto_requested.connect(self.goto_requested)
        self.relations.followed.connect(self.goto_requested)
        self.tellings.followed.connect(self.goto_requested)
        self.sources.goto_requested.connect(self.goto_requested)
        self.note.edited.connect(self.edited)
        self.notes.edited.connect(self.edited)
        self.notes.goto_requested.connect(self.goto_requested)

    def _show_kinds(self, relation: Relation) -> None:
        """Types for the box: of events all; of relations those that the scheme permits here, then the others."""
        scheme, annotations = self._scheme, self._annotations
        if scheme is None or annotations is None:
            return
        self.kind.clear()
        if relation.is_event:
            for event in scheme.event_types:
                if not event.retired:
                    self.kind.addItem(event.name, event.id)
        else:
            labels = [annotations.mentions[m].label for m in relation.mentions() if m in annotations.mentions]
            fitting = scheme.permitted_relations(labels[0], labels[1]) if len(labels) == 2 else ()
            others = [each for each in scheme.relation_types if not each.retired and each not in fitting]
            for kind in fitting:
                self.kind.addItem(kind.name, kind.id)
            if fitting and others:
                self.kind.insertSeparator(self.kind.count())
            for kind in others:
                self.kind.addItem(f"{kind.name} (not permitted here)" if labels else kind.name, kind.id)
        self.kind.show_choice(relation.type)

    def _show_roles(self, relation: Relation) -> None:
        roles = self._role_names(relation)
        shape = (relation.is_event, *roles)
        if shape != self._shape:
            self._shape = shape
            self._make_rows(relation, roles)
        if relation.trigger is not None:
            self.roles[""].show_fillers([self._link(Argument("", relation.trigger))])
        for place, role in enumerate(roles):
            held = [each for each in relation.arguments if each.role == role]
            if not relation.is_event:
                held = [relation.arguments[place]]
            self.roles[role].show_fillers([self._link(each) for each in held])

    def _show_tellings(self, annotations: AnnotationSet, relation: Relation) -> None:
        """Where else the document tells the same event."""
        found = happenings.tellings(annotations, relation) if relation.is_event else []
        held = [(each.id, annotations.mentions[each.trigger or 0].quote) for each in found]
        self.tellings.show_links([Link(event, short(words)) for event, words in held])
        self._telling_section.setVisible(bool(held))

    def _role_names(self, relation: Relation) -> tuple[str, ...]:
        """The roles of the type, and those that the record has besides."""
        if not relation.is_event:
            return tuple(each.role for each in relation.arguments)
        kind = self._scheme.event_type(relation.type) if self._scheme else None
        known = [role.name for role in kind.roles] if kind else []
        return tuple(dict.fromkeys([*known, *(each.role for each in relation.arguments)]))

    def _make_rows(self, relation: Relation, roles: tuple[str, ...]) -> None:
        while self._rows.rowCount():
            self._rows.removeRow(0)
        self.roles = {}
        for role in (("",) if relation.is_event else ()) + roles:
            field = RoleField(self._theme, can_change=relation.is_event and bool(role), parent=self)
            field.goto_requested.connect(self.goto_requested)
            field.cleared.connect(self._on_cleared)
            field.fill_requested.connect(lambda button, role=role: self._on_fill(role, button))
            self.roles[role] = field
            name = _PLAIN_ROLES.get(role, role) or "Trigger"
            field.fill.setAccessibleName(f"Fill the role {name}")
            self._rows.addRow(property_name(name), field)

    def _link(self, argument: Argument) -> Link:
        annotations, scheme = self._annotations, self._scheme
        if annotations is None or scheme is None:
            return Link(argument, _GONE)
        if argument.is_relation:
            held = annotations.relations.get(argument.target)
            return Link(argument, scheme.name_of(held.type) if held else _GONE)
        mention = annotations.mentions.get(argument.target)
        return (
            Link(argument, short(mention.quote), scheme.name_of(mention.label))
            if mention
            else Link(argument, _GONE)
        )

    def _chip_colour(self, relation: Relation) -> LabelColour:
        scheme = self._scheme
        event = scheme.event_type(relation.type) if scheme else None
        return self._theme.of(scheme.label(scheme.trigger_of(event)) if scheme and event else None)

    def _start(self, relation: Relation) -> int:
        held = self._annotations.mentions if self._annotations else {}
        return next((held[each].start for each in relation.mentions() if each in held), 0)

    def _name(self) -> str:
        return self._scheme.name_of(self._relation.type) if self._scheme and self._relation else ""

    def _edit(self, make: Callable[[AnnotationSet, Hand, int], Change]) -> None:
        relation, here = self._relation, self._annotations
        if relation is not None and here is not None:
            wanted: Make = lambda by: make(here, by, relation.id)  # noqa: E731
            self.edited.emit(wanted)

    def _on_kind(self, type_id: str) -> None:
        scheme = self._scheme
        kind = (scheme.event_type(type_id) or scheme.relation_type(type_id)) if scheme else None
        if kind is not None:
            self._edit(lambda here, by, r: edits.retype(here, r, kind, by=by, name=self._name()))

    def _on_fill(self, role_name: str, button: QWidget) -> None:
        kind = self._scheme.event_type(self._relation.type) if self._scheme and self._relation else None
        role = (kind.role(role_name) if kind else None) or Role(role_name, ())
        self.candidates(role).popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _on_filled(self, role: Role, target: int) -> None:
        self._edit(lambda here, by, r: edits.fill_role(here, r, role.name, target, by=by, name=self._name()))

    def _on_cleared(self, argument: Argument) -> None:
        self._edit(lambda here, by, r: edits.clear_role(here, r, argument, by=by, name=self._name()))

    def _on_attribute(self, kind: AttributeType, value: Value | None) -> None:
        self._edit(lambda here, by, r: edits.set_attribute(here, r, kind.id, value, name=kind.name, by=by))
