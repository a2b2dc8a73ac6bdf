"""The palette: actions, labels, documents and entities by a few letters of their name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtWidgets import QWidget

from glossator.core.scheme import Label, Scheme
from glossator.ui.dialogs.choices import MOST, Choice, found_rows
from glossator.ui.dialogs.chooser import Chooser
from glossator.ui.dialogs.frames import PopupFrame
from glossator.ui.theme import LabelColour, Theme

Kind = Literal["action", "label", "document", "entity"]

_HEADINGS: dict[Kind, str] = {
    "action": "Actions",
    "label": "Labels",
    "document": "Documents",
    "entity": "Entities",
}
_ICONS: dict[Kind, str] = {"action": "goto", "label": "tag", "document": "documents", "entity": "identity"}
_WIDE = QSize(640, 440)
_NARROW = QSize(420, 400)


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """Something that can be chosen by name.  ``id`` is what its kind goes by: an action's id, a document's or an
    entity's id, or (label id, subtype).  ``icon_colour`` (``#RRGGBB``) draws the sign of a label or an entity, with
    ``tag`` on it; ``look`` says how in full; ``icon`` names another icon; ``hint`` explains the highlighted item.
    """

    kind: Kind
    id: object
    title: str
    detail: str = ""
    shortcut: str = ""
    icon_colour: str = ""
    tag: str = ""
    look: LabelColour | None = None
    icon: str = ""
    hint: str = ""


def label_items(scheme: Scheme, theme: Theme) -> list[PaletteItem]:
    """Every label of ``scheme`` that is in use, each followed by its subtypes; the id is (label id, subtype), with
    no subtype for the label itself.
    """
    items: list[PaletteItem] = []
    for label in scheme.labels:
        if not label.retired:
            items.append(_label_item(label, theme, ""))
            items += [_label_item(label, theme, subtype) for subtype in label.subtypes]
    return items


def _label_item(label: Label, theme: Theme, subtype: str) -> PaletteItem:
    look = theme.of(label)
    return PaletteItem(
        "label",
        (label.id, subtype),
        f"{label.id} › {subtype}" if subtype else f"{label.id}  {label.name}",
        detail=label.name if subtype else "",
        shortcut="" if subtype else label.key,
        icon_colour=look.accent,
        tag=label.tag or label.id[:3],
        look=look,
        hint="\n".join(part for part in (label.definition, label.choose) if part),
    )


class Palette(PopupFrame):
    """A popup over the window that finds by name.  ``chosen`` carries the :class:`PaletteItem`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._window = parent.window()
        self.chooser = Chooser(theme, self)
        self.column.addWidget(self.chooser)
        self.chooser.chosen.connect(self._on_chosen)
        self.chooser.cancelled.connect(self.close)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.chooser.set_theme(theme)

    def open_with(
        self,
        items: Callable[[str], Sequence[PaletteItem]],
        *,
        placeholder: str = "Type the name of an action, a label, a document or an entity",
        text: str = "",
        at: QPoint | None = None,
    ) -> None:
        """Open over the window, or (as the label palette) at a point of the desktop.

        ``items`` is asked at each letter typed, gives what may match, in order, and need not filter itself.
        """
        self.chooser.field.setPlaceholderText(placeholder)
        self.chooser.field.setAccessibleName(placeholder)
        self.chooser.set_source(lambda typed: _found(typed, items(typed)), text=text)
        if at is not None:
            self.show_at(at, _NARROW)
        else:
            self.show_over(self._window, _WIDE)
        self.chooser.field.setFocus()

    def _on_chosen(self, choice: Choice) -> None:
        self.close()
        self.chosen.emit(choice.value)


def _found(typed: str, items: Sequence[PaletteItem]) -> list[Choice]:
    """The rows for what is typed; only those that are shown are made, as there may be ten thousand items."""
    if not typed.strip():
        return _headed(items[:MOST])
    found = found_rows(typed, [item.title for item in items], [item.detail for item in items])
    return [_choice(items[each.row], places=each.places) for each in found]


def _headed(items: Sequence[PaletteItem]) -> list[Choice]:
    several = len({item.kind for item in items}) > 1
    kinds = (None, *(item.kind for item in items))
    return [
        _choice(item, heading=_HEADINGS[item.kind] if several and item.kind != before else "")
        for item, before in zip(items, kinds, strict=False)
    ]


def _choice(item: PaletteItem, *, heading: str = "", places: tuple[int, ...] = ()) -> Choice:
    look = _look(item)
    return Choice(
        value=item,
        title=item.title,
        detail=item.detail,
        shortcut=item.shortcut,
        tag=item.tag,
        look=look,
        icon="" if look else item.icon or _ICONS[item.kind],
        hint=item.hint,
        heading=heading,
        places=places,
    )


def _look(item: PaletteItem) -> LabelColour | None:
    if item.look is not None or not item.icon_colour:
        return item.look
    return LabelColour("solid", item.icon_colour, "#00" + item.icon_colour[1:])
