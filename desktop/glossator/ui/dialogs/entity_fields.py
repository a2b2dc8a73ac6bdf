"""The fields of an identity: name, type, other names, outside identifiers, place, note, one's own judgement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from glossator.core import judgements, values
from glossator.core.annotations import Entity, Note, Value
from glossator.core.identities import Judged
from glossator.core.scheme import AttributeType, Scheme

_WIDTH = 320  # pixels
_PLACE = "place"  # with what the ids of the attributes of places begin


class Facts(NamedTuple):
    """What the fields say."""

    name: str
    type: str
    aliases: tuple[str, ...]
    identifiers: dict[str, str]
    attributes: dict[str, Value]
    remark: str
    judged: Judged


class EntityFields(QScrollArea):
    """Fields that tell by ``edited`` that one of them was changed."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entity = Entity(0, "")
        self._shown: Facts | None = None
        self._kinds: dict[str, AttributeType] = {}
        self.name = QLineEdit(self)
        self.type = QComboBox(self)
        self.aliases = _lines("One name in each line", 84, self)
        self.identifiers = _lines("wikidata: Q159", 62, self)
        self.remark = _lines("What should be remembered about this?", 84, self)
        self.judgement = _lines("What do you make of it?", 84, self)
        self.said: dict[str, QComboBox] = {}  # of the judgement, by attribute
        self.odd = QLabel(self)
        self.odd.setProperty("tone", "warning")
        self.others = QLabel(self)
        self.others.setProperty("tone", "muted")
        self._judged = Judged("")
        self.place: dict[str, QLineEdit] = {}
        self._captions: dict[QWidget, QLabel] = {}
        body = QWidget(self)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 12, 0)
        self._column.setSpacing(4)
        for caption, field in (
            ("Name", self.name),
            ("Type", self.type),
            ("Other names", self.aliases),
            ("Identifiers elsewhere", self.identifiers),
            ("Note", self.remark),
            ("Your judgement", self.judgement),
        ):
            self._add(caption, field)
        for label in (self.odd, self.others):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            self._column.addWidget(label)
        self._column.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFixedWidth(_WIDTH)
        self.name.textEdited.connect(self.edited)
        self.type.activated.connect(self.edited)
        for each in (self.aliases, self.identifiers, self.remark, self.judgement):
            each.textChanged.connect(self.edited)
        self.edited.connect(self._tell_style)

    def show_entity(
        self,
        entity: Entity,
        remark: str,
        scheme: Scheme,
        notes: Sequence[Note] = (),
        mine: Note | None = None,
    ) -> None:
        """Show what is known of an identity: its remark, one's own judgement (``mine``), and those of others among
        ``notes``.
        """
        self.blockSignals(True)
        self._entity = entity
        self.name.setText(entity.name)
        self.type.clear()
        self.type.addItem("no type", "")
        for label in scheme.labels:
            if not label.retired or label.id == entity.type:
                self.type.addItem(f"{label.id}  {label.name}", label.id)
        self.type.setCurrentIndex(max(0, self.type.findData(entity.type)))
        self.aliases.setPlainText("\n".join(entity.aliases))
        self.identifiers.setPlainText("\n".join(f"{key}: {each}" for key, each in entity.identifiers.items()))
        self.remark.setPlainText(remark)
        self._show_place(entity, scheme)
        self._show_judgement(mine, scheme)
        told = [(each.body, judgements.in_words(each, scheme), each.author) for each in notes if each != mine]
        self.others.setText(
            "\n".join(f"{who}: {body}" + f" · {said}" * bool(said) for body, said, who in told)
        )
        self.others.setVisible(bool(told))
        self.blockSignals(False)
        self.settle()
        self._tell_style()

    @property
    def is_edited(self) -> bool:
        """Something else stands in them than was shown."""
        return self._shown is not None and self.values() != self._shown

    @property
    def fault(self) -> str:
        """What cannot be kept as it is, in a sentence; empty where all can."""
        if not self.name.text().strip():
            return "An identity needs a name."
        judged = self._now_judged()
        if judged.attributes and not judged.body:
            return "A judgement says something: write it first."
        for line in _of_lines(self.identifiers):
            key, colon, number = line.partition(":")
            if not (colon and key.strip() and number.strip()):
                return f"“{line}” is no identifier: write it as wikidata: Q159."
        for key, field in self.place.items():
            text = field.text().strip()
            kind = self._kinds[key]
            if text and values.turned(text, kind) is None:
                wanted = f"one of {', '.join(kind.values)}" if kind.values else "a number"
                return f"{kind.name} cannot be “{text}”: {wanted} is wanted."
        return ""

    def values(self) -> Facts:
        """What the fields say now."""
        pairs = [line.partition(":") for line in _of_lines(self.identifiers)]
        attributes = {key: value for key, value in self._entity.attributes.items() if key not in self.place}
        for key, field in self.place.items():
            text = field.text().strip()
            value = values.turned(text, self._kinds[key]) if text else None
            if value is not None:
                attributes[key] = value
            elif text:
                attributes[key] = text
        return Facts(
            " ".join(self.name.text().split()),
            str(self.type.currentData() or ""),
            tuple(_of_lines(self.aliases)),
            {key.strip(): number.strip() for key, _, number in pairs},
            dict(sorted(attributes.items())),
            self.remark.toPlainText().strip(),
            self._now_judged(),
        )

    def settle(self) -> None:
        """What stands in them now counts as shown."""
        self._shown = self.values()

    def _show_judgement(self, mine: Note | None, scheme: Scheme) -> None:
        """One's own judgement, with a list for each choice that the scheme has for judgements."""
        self._judged = Judged(mine.body, mine.attributes) if mine is not None else Judged("")
        self.judgement.setPlainText(self._judged.body)
        for field in self.said.values():
            for each in (self._captions.pop(field), field):
                self._column.removeWidget(each)
                each.deleteLater()
        self.said = {}
        at = self._column.indexOf(self.judgement) + 1
        for kind in judgements.attributes_of(scheme):
            if kind.kind != "choice":
                continue
            box = QComboBox(self)
            for value in kind.values:
                much = judgements.PERCENT.get(value, "") if kind.id == judgements.LIKELIHOOD else ""
                box.addItem(f"{value}  {much}".rstrip(), value)
            box.setCurrentIndex(max(0, box.findData(self._judged.attributes.get(kind.id))))
            box.setToolTip(kind.definition)
            box.activated.connect(self.edited)
            at = self._add(kind.name, box, at)
            self.said[kind.id] = box

    def _now_judged(self) -> Judged:
        """One's own judgement as it is written now; what is not stated is not kept."""
        held = {key: value for key, value in self._judged.attributes.items() if key not in self.said}
        held |= {key: box.currentData() for key, box in self.said.items() if box.currentIndex() > 0}
        return Judged(self.judgement.toPlainText().strip(), dict(sorted(held.items())))

    def _tell_style(self) -> None:
        """What ICD 203 would have otherwise in the judgement."""
        judged = self._now_judged()
        faults = judgements.style_faults(Note(0, 0, judged.body, attributes=judged.attributes))
        self.odd.setText("\n".join(f"⚠ {each}" for each in faults))
        self.odd.setVisible(bool(faults))

    def _show_place(self, entity: Entity, scheme: Scheme) -> None:
        for field in self.place.values():
            for each in (self._captions.pop(field), field):
                self._column.removeWidget(each)
                each.deleteLater()
        kinds = [each for each in scheme.attributes_for("mention", entity.type) if each.id.startswith(_PLACE)]
        self._kinds = {
            each.id: each for each in kinds if entity.type in each.labels or each.id in entity.attributes
        }
        self.place = {}
        at = self._column.indexOf(self.others) + 1
        for key, kind in self._kinds.items():
            field = QLineEdit(self)
            held = entity.attributes.get(key)
            field.setText("" if held is None else str(held))
            field.setToolTip(kind.definition)
            field.setPlaceholderText(", ".join(kind.values))
            field.textEdited.connect(self.edited)
            at = self._add(kind.name, field, at)
            self.place[key] = field

    def _add(self, caption: str, field: QWidget, at: int = -1) -> int:
        """Put a field under its caption; the place behind it."""
        label = QLabel(caption, self)
        label.setProperty("tone", "section")
        self._captions[field] = label
        field.setAccessibleName(caption)
        if at < 0:
            self._column.addWidget(label)
            self._column.addWidget(field)
            return self._column.count()
        self._column.insertWidget(at, label)
        self._column.insertWidget(at + 1, field)
        return at + 2


def _lines(placeholder: str, height: int, parent: QWidget) -> QPlainTextEdit:
    made = QPlainTextEdit(parent)
    made.setPlaceholderText(placeholder)
    made.setTabChangesFocus(True)
    made.setFixedHeight(height)
    return made


def _of_lines(field: QPlainTextEdit) -> list[str]:
    return [tidy for line in field.toPlainText().splitlines() if (tidy := " ".join(line.split()))]
