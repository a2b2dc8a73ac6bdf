"""The form of a mention: label, identity, attributes, the relations it takes part in, its note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPushButton, QToolButton, QWidget

from glossator import retrospect
from glossator.core import dating, deletion, edits
from glossator.core.annotations import AnnotationSet, Mention, Relation, Value
from glossator.core.scheme import AttributeType, Label, Scheme
from glossator.ui.panels.inspector.attributes import AttributeForm, property_form, property_name
from glossator.ui.panels.inspector.fields import Choice
from glossator.ui.panels.inspector.links import Link, LinkList, short
from glossator.ui.panels.inspector.more_notes import MoreNotes
from glossator.ui.panels.inspector.notes import NoteField
from glossator.ui.panels.inspector.proposal import DateProposals
from glossator.ui.panels.inspector.remarks import OddLine, Sources
from glossator.ui.panels.inspector.sections import (
    Head,
    Make,
    Section,
    faint,
    form_column,
    provenance,
)
from glossator.ui.theme import Theme, icon, swatch
from glossator.workbench import Workbench

if TYPE_CHECKING:
    from glossator.normalising.proposals import Proposal


class MentionForm(QWidget):
    """Shows a mention and asks for edits of it."""

    edited = Signal(object)  # a Make
    goto_requested = Signal(object)
    entity_requested = Signal()
    card_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mention: Mention | None = None
        self._annotations: AnnotationSet | None = None
        self._scheme: Scheme | None = None
        self.head = Head(theme, "mention", self)
        self.label = Choice(self)
        self.subtype = Choice(self)
        self.identity = QPushButton(self)
        self.card = QToolButton(self)
        self.no_identity = QToolButton(self)
        self.attributes = AttributeForm(theme, self)
        self.dates = DateProposals(self)
        self.odd = OddLine(self)
        self.sources = Sources(theme, self)
        self.relations = LinkList(theme, self)
        self.note = NoteField(self)
        self.notes = MoreNotes(self.note, theme, self)
        self.origin = faint(parent=self)
        self._form = self._properties()
        self._attribute_section = Section("Attributes", self.attributes, self)
        self._date_section = Section("What may it mean?", self.dates, self)
        self._relation_section = Section("Relations and events", self.relations, self)
        form_column(
            self,
            self.head,
            self.odd,
            self._form,
            self._date_section,
            self._attribute_section,
            self.sources,
            self._relation_section,
            Section("Note", self.notes, self),
            self.origin,
        )
        self._connect()
        self.wear(theme)

    def show_mention(self, bench: Workbench, annotations: AnnotationSet, mention: Mention) -> None:
        """Show ``mention``, one of ``annotations``."""
        scheme = bench.scheme
        if self._mention is not None and self._mention.id != mention.id:
            self.attributes.tell()
        self._mention, self._annotations = mention, annotations
        if scheme is not self._scheme:
            self._scheme = scheme
            self._fill_labels(scheme)
        label = scheme.label(mention.label)
        self.head.chip.show_tag(
            label.tag if label else mention.label, scheme.name_of(mention.label), self._theme.of(label)
        )
        self.head.show_words(mention.quote, _facts(mention))
        self.label.show_choice(mention.label)
        self._show_subtypes(label, mention.subtype)
        self._show_identity(bench, mention)
        kinds = scheme.attributes_for("mention", mention.label)
        kinds = tuple(each for each in kinds if each.id != "subtype")
        self.attributes.show_values(kinds, mention.attributes, annotations, scheme, mention.start)
        self._attribute_section.setVisible(bool(kinds))
        is_open = self.dates.show_mention(mention, annotations.document, scheme)
        self._date_section.setVisible(is_open)
        self.odd.show_record(bench, annotations, mention)
        self.sources.show_record(bench, annotations, mention)
        held = annotations.relations_of(mention.id)
        self.relations.show_links([relation_link(scheme, annotations, each, mention.id) for each in held])
        self._relation_section.setVisible(bool(held))
        self.notes.show_notes(bench, annotations, mention.id)
        self.origin.setText(provenance(mention, retrospect.changed_by(bench, mention)))

    def set_editable(self, *, editable: bool) -> None:
        """Whether anything can be changed; what leads elsewhere can always be used."""
        for widget in (self.label, self.subtype, self.identity, self.no_identity, self.head.delete):
            widget.setEnabled(editable)
        self.attributes.setEnabled(editable)
        self.dates.setEnabled(editable)
        self.notes.set_editable(editable=editable)

    def wear(self, theme: Theme) -> None:
        """Follow another look."""
        self._theme = theme
        self.notes.wear(theme)
        self.head.wear(theme)
        self.card.setIcon(icon("inspector", theme, theme.muted))
        self.no_identity.setIcon(icon("close", theme, theme.muted))
        self.identity.setIcon(icon("identity", theme))
        self.relations.wear(theme)
        self.sources.wear(theme)
        self.attributes.theme = theme
        self.attributes.make_anew()
        self._scheme = None

    def _properties(self) -> QWidget:
        self.card.setToolTip("The card of this identity (Ctrl+Shift+I)")
        self.card.setAccessibleName("The card of this identity")
        self.no_identity.setToolTip("Take it out of its identity (U)")
        self.no_identity.setAccessibleName("Take it out of its identity")
        self.identity.setToolTip("Say who or what it is (I)")
        self.identity.setProperty("role", "field")
        row = QWidget(self)
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(4)
        beside.addWidget(self.identity, 1)
        beside.addWidget(self.card)
        beside.addWidget(self.no_identity)
        holder = QWidget(self)
        self._rows: QFormLayout = property_form(holder)
        for name, field in (("Label", self.label), ("Subtype", self.subtype), ("Identity", row)):
            self._rows.addRow(property_name(name), field)
            field.setAccessibleName(name)
        return holder

    def _connect(self) -> None:
        self.label.picked.connect(self._on_label)
        self.subtype.picked.connect(self._on_subtype)
        self.identity.clicked.connect(self.entity_requested)
        self.card.clicked.connect(self.card_requested)
        self.no_identity.clicked.connect(self._on_no_identity)
        self.head.delete.clicked.connect(self._on_delete)
        self.attributes.edited.connect(self._on_attribute)
        self.dates.taken.connect(self._on_date)
        self.attributes.goto_requested.connect(self.goto_requested)
        self.relations.followed.connect(self.goto_requested)
        self.sources.goto_requested.connect(self.goto_requested)
        self.note.edited.connect(self.edited)
        self.notes.edited.connect(self.edited)
        self.notes.goto_requested.connect(self.goto_requested)

    def _fill_labels(self, scheme: Scheme) -> None:
        self.label.clear()
        for label in scheme.labels:
            if not label.retired:
                self.label.addItem(QIcon(swatch(self._theme.of(label))), label.name, label.id)
                key = f"Key {label.key}: " if label.key else ""
                place = self.label.count() - 1
                self.label.setItemData(place, f"{key}{label.definition}", Qt.ItemDataRole.ToolTipRole)

    def _show_subtypes(self, label: Label | None, subtype: str) -> None:
        names = label.subtypes if label else ()
        self.subtype.clear()
        for name in names:
            self.subtype.addItem(name, name)
        if not subtype:
            self.subtype.insertItem(0, "none", "")
        self.subtype.show_choice(subtype)
        self._rows.setRowVisible(1, bool(names) or bool(subtype))

    def _show_identity(self, bench: Workbench, mention: Mention) -> None:
        entity = bench.ask.entity(mention.entity) if mention.entity is not None else None
        name = entity.name if entity else "Choose…" if mention.entity is None else "an entity that is gone"
        self.identity.setText(short(name, 40).replace("&", "&&"))
        self.card.setVisible(mention.entity is not None)
        self.no_identity.setVisible(mention.entity is not None)

    def _ask(self, make: Make) -> None:
        self.edited.emit(make)

    def _on_label(self, label_id: str) -> None:
        label = self._scheme.label(label_id) if self._scheme else None
        mention, here = self._mention, self._annotations
        if label and mention and here:
            self._ask(lambda by: edits.relabel(here, mention.id, label, by=by))

    def _on_subtype(self, subtype: str) -> None:
        mention, here = self._mention, self._annotations
        label = self._scheme.label(mention.label) if self._scheme and mention else None
        if label and mention and here:
            self._ask(lambda by: edits.relabel(here, mention.id, label, subtype=subtype, by=by))

    def _on_attribute(self, kind: AttributeType, value: Value | None) -> None:
        mention, here = self._mention, self._annotations
        if mention and here:
            self._ask(lambda by: edits.set_attribute(here, mention.id, kind.id, value, name=kind.name, by=by))

    def _on_date(self, proposal: Proposal) -> None:
        mention, here, scheme = self._mention, self._annotations, self._scheme
        if mention and here and scheme:
            kind = dating.time_attributes(scheme, "mention", mention.label)[0].kind
            value = proposal.as_date or proposal.value if kind == "date" else proposal.value
            self._ask(
                lambda by: dating.date_mention(here, scheme, mention.id, value, mod=proposal.mod, by=by)
            )

    def _on_no_identity(self) -> None:
        mention, here = self._mention, self._annotations
        if mention and here:
            self._ask(lambda by: edits.unidentify(here, [mention.id], by=by))

    def _on_delete(self) -> None:
        mention, here = self._mention, self._annotations
        if mention and here:
            self._ask(lambda by: deletion.delete(here, [mention.id], by=by))


def relation_link(scheme: Scheme, annotations: AnnotationSet, relation: Relation, seen_from: int) -> Link:
    """A line that says in which relation or event a record stands, and with whom."""
    name = scheme.name_of(relation.type)
    others = [
        short(annotations.mentions[each].quote, 30)
        for each in relation.mentions()
        if each != seen_from and each in annotations.mentions
    ]
    if relation.is_event:
        roles = [each.role for each in relation.arguments if each.target == seen_from]
        text = f"{name} · {', '.join(roles) or 'trigger'}"
        return Link(relation.id, text, "\n".join([name, *others]))
    is_first = bool(relation.arguments) and relation.arguments[0].target == seen_from
    words = ", ".join(others)
    return Link(relation.id, f"{name} → {words}" if is_first else f"← {name} · {words}", f"{name}: {words}")


def _facts(mention: Mention) -> str:
    count = len(mention.fragments)
    return f"characters {mention.start:,}–{mention.end:,}" + (f" in {count} fragments" if count > 1 else "")
