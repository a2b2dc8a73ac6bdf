"""The form of a record's attributes, made from what the scheme says of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFormLayout, QLabel, QMenu, QWidget

from glossator.core.annotations import AnnotationSet, Value
from glossator.core.ids import from_text, to_text
from glossator.core.scheme import AttributeType, Scheme
from glossator.ui.panels.inspector.fields import ChoiceField, FlagField, LineField, SeveralField
from glossator.ui.panels.inspector.links import Link, LinkList, add_button, beside, fill_menu, nearest, short
from glossator.ui.theme import Theme

LABEL_WIDTH = 104
"""Pixels that the names of attributes and properties take."""
ROW_HEIGHT = 28
"""Pixels that a row of properties takes at least."""


class Field(Protocol):
    """What every field can do."""

    edited: SignalInstance

    def show_value(self, value: Value | None) -> None:
        """Show a stored value."""


class MentionField(QWidget):
    """A mention as value, by the text form of its id.

    An attribute of the kind ``mention`` holds one, or a value of the scheme (such as AUTHOR), the first being the
    default; one of the kind ``mentions`` holds several, told as a tuple.
    """

    edited = Signal(object)
    goto_requested = Signal(object)

    def __init__(self, kind: AttributeType, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._theme = theme
        self._annotations: AnnotationSet | None = None
        self._scheme: Scheme | None = None
        self._offset = 0
        self._held: tuple[str, ...] = ()
        self.links = LinkList(theme, self)
        self._is_several = kind.kind == "mentions"
        self.button = add_button(theme, "Add a mention" if self._is_several else "Choose another", self)
        self.button.clicked.connect(self._on_choose)
        self.links.followed.connect(self._on_followed)
        self.links.removed.connect(self._on_removed)
        beside(self, self.links, self.button)

    def set_place(self, annotations: AnnotationSet, scheme: Scheme, offset: int) -> None:
        """Offer the mentions of ``annotations`` next to ``offset``."""
        self._annotations, self._scheme, self._offset = annotations, scheme, offset

    def show_value(self, value: Value | None) -> None:
        """Show the stored mentions by their quotes."""
        default = self._kind.values[:1]
        self._held = value if isinstance(value, tuple) else default if value is None else (str(value),)
        links = [Link(each, self._words(each), self._kind.definition) for each in self._held]
        self.links.show_links(links, removable=self._held != default)

    def menu(self) -> QMenu:
        """The values and mentions that may be chosen."""
        made = QMenu(self)
        made.aboutToHide.connect(made.deleteLater)
        for value in self._kind.values:
            made.addAction(value).setData(value)
        if self._annotations is not None and self._scheme is not None:
            held = {_id_of(each) for each in self._held} - {None}
            near = nearest(self._annotations, self._offset, leaving_out=[each for each in held if each])
            fill_menu(made, near, self._scheme, self._theme)
        made.triggered.connect(lambda action: self._on_chosen(action.data()))
        return made

    def _on_choose(self) -> None:
        self.menu().popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _on_chosen(self, data: object) -> None:
        value = to_text(data) if isinstance(data, int) else str(data)
        if self._is_several:
            self.edited.emit((*self._held, value))
        elif (value,) != self._held:
            self.edited.emit(None if (value,) == self._kind.values[:1] else value)

    def _on_removed(self, value: object) -> None:
        rest = tuple(each for each in self._held if each != value)
        self.edited.emit(rest if rest and self._is_several else None)

    def _on_followed(self, value: object) -> None:
        if (found := _id_of(str(value))) is not None:
            self.goto_requested.emit(found)

    def _words(self, value: str) -> str:
        found = _id_of(value)
        if found is None or self._annotations is None:
            return value
        mention = self._annotations.mentions.get(found)
        return short(mention.quote) if mention else "a mention that is gone"


class AttributeForm(QWidget):
    """A row for each attribute.  The rows are made anew only when other attributes are wanted.

    ``edited`` tells the attribute and the value that is wanted (``None``: the default, nothing stored).
    """

    edited = Signal(object, object)  # an AttributeType, a Value or None
    goto_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.fields: dict[str, QWidget] = {}
        self._kinds: tuple[AttributeType, ...] = ()
        self._form = property_form(self)

    def show_values(
        self,
        kinds: tuple[AttributeType, ...],
        values: Mapping[str, Value],
        annotations: AnnotationSet,
        scheme: Scheme,
        offset: int,
    ) -> None:
        """Show ``values`` for the attributes ``kinds`` of a record at ``offset``."""
        if kinds != self._kinds:
            self._kinds = kinds
            self._make_rows()
        for kind in kinds:
            field = self.fields[kind.id]
            if isinstance(field, MentionField):
                field.set_place(annotations, scheme, offset)
            _as_field(field).show_value(values.get(kind.id))

    def tell(self) -> None:
        """Tell what was typed and not told yet, as another record is shown next."""
        for field in self.fields.values():
            if isinstance(field, LineField):
                field.tell()

    def make_anew(self) -> None:
        """Forget the rows, as after a change of the look."""
        self._kinds = ()

    def focus_first(self) -> bool:
        """Give the keyboard to the first field; false where there is none."""
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.setFocus()
        return first is not None

    def _make_rows(self) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self.fields = {kind.id: self._made(kind) for kind in self._kinds}
        for kind in self._kinds:
            label = property_name(kind.name, kind.definition)
            field = self.fields[kind.id]
            label.setBuddy(field.focusProxy() or field)
            self._form.addRow(label, field)
            (field.focusProxy() or field).setAccessibleName(kind.name)

    def _made(self, kind: AttributeType) -> QWidget:
        made: QWidget
        match kind.kind:
            case "choice":
                made = ChoiceField(kind, self)
            case "flag":
                made = FlagField(kind, self)
            case "several":
                made = SeveralField(kind, self)
            case "mention" | "mentions":
                made = MentionField(kind, self.theme, self)
                made.goto_requested.connect(self.goto_requested)
            case _:
                made = LineField(kind, self)
        _as_field(made).edited.connect(lambda value, kind=kind: self.edited.emit(kind, value))
        return made


def property_form(parent: QWidget | None = None) -> QFormLayout:
    """A layout of names and fields side by side."""
    form = QFormLayout(parent) if parent is not None else QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(8)
    form.setVerticalSpacing(6)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def property_name(text: str, tip: str = "") -> QLabel:
    """The name in front of a field."""
    label = QLabel(text)
    label.setProperty("tone", "muted")
    label.setFixedWidth(LABEL_WIDTH)
    label.setWordWrap(True)
    label.setMinimumHeight(ROW_HEIGHT)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setContentsMargins(0, 6, 0, 0)  # level with the text of a field
    label.setToolTip(tip)
    return label


def _as_field(widget: QWidget) -> Field:
    return widget  # type: ignore[return-value]  # every widget that _made makes is one


def _id_of(value: str) -> int | None:
    try:
        return from_text(value)
    except ValueError:
        return None
