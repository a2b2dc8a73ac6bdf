"""A form for each kind of item of a scheme: labels, relations, events, attributes, and the scheme itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast, get_args

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from glossator.core.scheme import (
    LABEL_KEYS,
    SLOTS,
    AttributeKind,
    AttributeType,
    EventType,
    Heading,
    Label,
    RelationType,
    Scheme,
    Target,
)
from glossator.ui.dialogs.scheme.form import Form, kept
from glossator.ui.dialogs.scheme.ids import IdsField, KnownLabel
from glossator.ui.dialogs.scheme.lists import EndsField, RolesField, ValueList
from glossator.ui.theme import Theme, swatch

SLOT_NAMES: Mapping[str, str] = {
    "PER": "blue",
    "ORG": "orange",
    "GPE": "dark green",
    "LOC": "green",
    "FAC": "violet",
    "WEA": "dark red",
    "VEH": "teal",
    "DOC": "grey",
    "TIM": "magenta",
    "VAL": "olive",
    "EVT": "indigo",
    "CUE": "brown",
}
"""What the twelve colours are called."""

KINDS: Mapping[AttributeKind, str] = {
    "choice": "One of the values",
    "several": "Several of the values",
    "flag": "Yes or no",
    "text": "Text",
    "number": "Number",
    "date": "Date",
    "place": "Place",
    "mention": "A mention",
    "mentions": "Several mentions",
}
"""The kinds of attribute as people call them."""


class LabelForm(Form[Label]):
    """The details of a label."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tag = self.line("tag", "&Tag", "Two or three letters on its chip")
        self.key = self.combo("key", "&Key")
        self.slot = self.combo("slot", "&Colour")
        self.parent_label = self.combo("parent", "&Under")
        self.definition = self.note("definition", "&Definition", "What it stands for")
        self.choose = self.note("choose", "C&hoose", "How to choose between it and others")
        self.subtypes = ValueList("subtype", self)
        self.row("subtypes", "&Subtypes", self.subtypes)
        self.follow(self.subtypes.changed)
        self.retired = self.box("retired", "Retired: offered no more, what is tagged stays")
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """The colours as this theme has them."""
        self.slot.blockSignals(True)
        at = self.slot.currentIndex()
        self.slot.clear()
        for each in SLOTS:
            look = theme.slots[each]
            self.slot.addItem(QIcon(swatch(look)), f"{SLOT_NAMES[each]}, {look.pattern}", each)
        self.slot.setCurrentIndex(at)
        self.slot.blockSignals(False)

    def fill(self, item: Label, scheme: Scheme) -> None:
        """See :class:`Form`."""
        self.tag.setText(item.tag)
        self._fill_keys(item, scheme)
        if self.slot.findData(item.slot) < 0:
            self.slot.addItem(item.slot, item.slot)
        self.slot.setCurrentIndex(self.slot.findData(item.slot))
        self.parent_label.clear()
        self.parent_label.addItem("(at the top)", "")
        below = under(scheme, item.id)
        for each in scheme.labels:
            if each.id not in below:
                self.parent_label.addItem(f"{each.name}  {each.id}", each.id)
        self.parent_label.setCurrentIndex(max(0, self.parent_label.findData(item.parent)))
        self.definition.setPlainText(item.definition)
        self.choose.setPlainText(item.choose)
        self.subtypes.show_values(item.subtypes)
        self.retired.setChecked(item.retired)

    def _fill_keys(self, item: Label, scheme: Scheme) -> None:
        self.key.clear()
        self.key.addItem("(none)", "")
        taken = {
            each.key.upper(): each.name
            for each in scheme.labels
            if each.key and not each.retired and each.id != item.id
        }
        for each in dict.fromkeys([*LABEL_KEYS, *([item.key.upper()] if item.key else [])]):
            self.key.addItem(f"{each}   {taken[each]} has it" if each in taken else each, each)
        self.key.setCurrentIndex(max(0, self.key.findData(item.key.upper())))

    def read(self, item: Label) -> Label:
        """See :class:`Form`."""
        key = self.key.currentData() or ""
        return replace(
            item,
            tag=self.tag.text().strip(),
            key=item.key if key == item.key.upper() else key,
            slot=self.slot.currentData() or item.slot,
            parent=self.parent_label.currentData() or "",
            definition=kept(self.definition, item.definition),
            choose=kept(self.choose, item.choose),
            subtypes=self.subtypes.values(),
            retired=self.retired.isChecked(),
        )

    def renames(self) -> dict[str, str]:
        """See :class:`Form`."""
        return self.subtypes.renames()


class RelationForm(Form[RelationType]):
    """The details of a relation type."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = self.line("key", "&Key", "The letter that chooses it after R")
        self.key.setMaxLength(1)
        self.ends = EndsField(self)
        self.row("signatures", "&Permitted", self.ends)
        self.follow(self.ends.changed)
        self.first = QLineEdit(self)
        self.second = QLineEdit(self)
        roles = QWidget(self)
        row = QHBoxLayout(roles)
        row.setContentsMargins(0, 0, 0, 0)
        for each, name in ((self.first, "First role"), (self.second, "Second role")):
            each.setAccessibleName(name)
            self.follow(each.textChanged)
            row.addWidget(each)
        self.row("roles", "R&oles", roles)
        self.symmetric = self.box("symmetric", "Symmetric: it says the same in both directions")
        self.same_type = self.box("same_type", "Both ends have the same label, whichever")
        self.identity = self.box("identity", "Identity: it makes one entity of both")
        self.definition = self.note("definition", "&Definition", "What it says of the two")
        self.retired = self.box("retired", "Retired: offered no more, what is tagged stays")

    def fill(self, item: RelationType, scheme: Scheme) -> None:
        """See :class:`Form`."""
        self.key.setText(item.key)
        self.ends.show_ends(item.signatures, known_labels(scheme))
        self.first.setText(item.roles[0])
        self.second.setText(item.roles[1])
        self.symmetric.setChecked(item.symmetric)
        self.same_type.setChecked(item.same_type)
        self.identity.setChecked(item.identity)
        self.definition.setPlainText(item.definition)
        self.retired.setChecked(item.retired)

    def read(self, item: RelationType) -> RelationType:
        """See :class:`Form`."""
        return replace(
            item,
            key=self.key.text().strip(),
            signatures=self.ends.ends(),
            roles=(self.first.text().strip(), self.second.text().strip()),
            symmetric=self.symmetric.isChecked(),
            same_type=self.same_type.isChecked(),
            identity=self.identity.isChecked(),
            definition=kept(self.definition, item.definition),
            retired=self.retired.isChecked(),
        )

    def renames(self) -> dict[str, str]:
        """See :class:`Form`."""
        before = self.shown.roles if self.shown is not None else ("", "")
        now = (self.first.text().strip(), self.second.text().strip())
        return {old: new for old, new in zip(before, now, strict=True) if new and new != old}


class EventForm(Form[EventType]):
    """The details of an event type."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trigger = self.combo("trigger", "&Trigger")
        self.roles = RolesField(self)
        self.row("roles", "&Roles", self.roles)
        self.follow(self.roles.changed)
        self.definition = self.note("definition", "&Definition", "What happens")
        self.retired = self.box("retired", "Retired: offered no more, what is tagged stays")

    def fill(self, item: EventType, scheme: Scheme) -> None:
        """See :class:`Form`."""
        self.trigger.clear()
        usual = scheme.name_of(scheme.trigger_label) if scheme.trigger_label else "none"
        self.trigger.addItem(f"(as the scheme says: {usual})", "")
        for each in scheme.labels:
            self.trigger.addItem(f"{each.name}  {each.id}", each.id)
        self.trigger.setCurrentIndex(max(0, self.trigger.findData(item.trigger)))
        self.roles.show_roles(item.roles, known_labels(scheme))
        self.definition.setPlainText(item.definition)
        self.retired.setChecked(item.retired)

    def read(self, item: EventType) -> EventType:
        """See :class:`Form`."""
        return replace(
            item,
            trigger=self.trigger.currentData() or "",
            roles=self.roles.roles(),
            definition=kept(self.definition, item.definition),
            retired=self.retired.isChecked(),
        )

    def renames(self) -> dict[str, str]:
        """See :class:`Form`."""
        return self.roles.renames()


class AttributeForm(Form[AttributeType]):
    """The details of an attribute."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = self.combo("kind", "&Kind")
        for kind, words in KINDS.items():
            self.kind.addItem(words, kind)
        self.values = ValueList("value", self)
        self.values.list.setToolTip("The first is the default; F2 renames, and every tag follows")
        self.row("values", "&Values", self.values)
        self.follow(self.values.changed)
        on = QWidget(self)
        row = QHBoxLayout(on)
        row.setContentsMargins(0, 0, 0, 0)
        self.on: dict[Target, QCheckBox] = {}
        for target in cast("Sequence[Target]", get_args(Target)):
            self.on[target] = QCheckBox(target, on)
            self.follow(self.on[target].toggled)
            row.addWidget(self.on[target])
        row.addStretch(1)
        self.row("on", "&On", on)
        self.labels = IdsField((), self)
        self.labels.setPlaceholderText("All labels; or some of them, such as GPE LOC")
        self.follow(self.labels.textChanged)
        self.row("labels", "&Labels", self.labels)
        self.definition = self.note("definition", "&Definition", "What it says")
        self.retired = self.box("retired", "Retired: offered no more, what is stated stays")

    def fill(self, item: AttributeType, scheme: Scheme) -> None:
        """See :class:`Form`."""
        self.kind.setCurrentIndex(self.kind.findData(item.kind))
        self.values.show_values(item.values)
        for target, box in self.on.items():
            box.setChecked(target in item.on)
        self.labels.know(known_labels(scheme))
        self.labels.show_ids(item.labels)
        self.definition.setPlainText(item.definition)
        self.retired.setChecked(item.retired)

    def read(self, item: AttributeType) -> AttributeType:
        """See :class:`Form`."""
        ticked = tuple(target for target, box in self.on.items() if box.isChecked())
        return replace(
            item,
            kind=self.kind.currentData(),
            values=self.values.values(),
            on=item.on if set(ticked) == set(item.on) else ticked,
            labels=self.labels.ids(),
            definition=kept(self.definition, item.definition),
            retired=self.retired.isChecked(),
        )

    def renames(self) -> dict[str, str]:
        """See :class:`Form`."""
        return self.values.renames()

    def faults(self, scheme: Scheme) -> dict[str, str]:
        """See :class:`Form`; a choice without values can say nothing."""
        found = super().faults(scheme)
        if self.kind.currentData() in ("choice", "several") and not self.values.values():
            found.setdefault("values", "A choice needs values.")
        return found


class HeadingForm(Form[Heading]):
    """What a scheme says of itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.version = self.line("version", "&Version")
        self.trigger = self.combo("trigger_label", "&Trigger")
        self.definition = self.note("definition", "&Definition", "What it is for")
        self.cues = self.note("cues", "&Cues", "Hedge: may, might, could")

    def fill(self, item: Heading, scheme: Scheme) -> None:
        """See :class:`Form`."""
        self.version.setText(item.version)
        self.trigger.clear()
        self.trigger.addItem("(none)", "")
        for each in scheme.labels:
            self.trigger.addItem(f"{each.name}  {each.id}", each.id)
        self.trigger.setCurrentIndex(max(0, self.trigger.findData(item.trigger_label)))
        self.definition.setPlainText(item.definition)
        self.cues.setPlainText("\n".join(f"{name}: {', '.join(held)}" for name, held in item.cues.items()))

    def read(self, item: Heading) -> Heading:
        """See :class:`Form`."""
        cues: dict[str, tuple[str, ...]] = {}
        for line in self.cues.toPlainText().splitlines():
            name, colon, held = line.partition(":")
            if colon and name.strip():
                cues[name.strip()] = tuple(each.strip() for each in held.split(",") if each.strip())
        return replace(
            item,
            version=self.version.text().strip(),
            trigger_label=self.trigger.currentData() or "",
            definition=kept(self.definition, item.definition),
            cues=cues,
        )


def under(scheme: Scheme, label: str) -> set[str]:
    """The ids of a label and of all below it."""
    found = {label}
    while more := {each.id for each in scheme.labels if each.parent in found} - found:
        found |= more
    return found


def known_labels(scheme: Scheme) -> list[KnownLabel]:
    """The labels in use as the tree has them, those below another one under it."""
    used = [each for each in scheme.labels if not each.retired]
    there = {each.id for each in used}
    below: dict[str, list[Label]] = {}
    for each in used:
        below.setdefault(each.parent if each.parent in there else "", []).append(each)

    def listed(parent: str, depth: int) -> Iterator[KnownLabel]:
        for each in below.get(parent, ()):
            yield KnownLabel(each, depth)
            yield from listed(each.id, depth + 1)

    return list(listed("", 0))
