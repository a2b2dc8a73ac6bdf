"""An attribute for all selected mentions at once: chosen by name from everything that the scheme permits for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from glossator.core import several, values
from glossator.core.annotations import Value
from glossator.core.errors import Refused
from glossator.core.scheme import AttributeType
from glossator.ui.actions.desk import Desk

if TYPE_CHECKING:
    from glossator.ui.dialogs.palette import Palette, PaletteItem

_TYPED = ("text", "number", "date")
"""Kinds of attribute whose value is typed."""


class Setting(NamedTuple):
    """An attribute and the value it shall have; ``None`` takes it out."""

    kind: AttributeType
    value: Value | None


class Attributing(QObject):
    """Sets attributes of the selected mentions."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._ids: list[int] = []

    @cached_property
    def palette(self) -> Palette:
        """The popup with the attributes, made when it is first wanted."""
        from glossator.ui.dialogs.palette import Palette

        made = Palette(self._desk.theme, self._desk.window)
        made.chosen.connect(self._on_chosen)
        self._desk.theme_changed.connect(made.set_theme)
        return made

    def ask(self) -> None:
        """Ask for an attribute and its value, for all selected mentions."""

        def work() -> None:
            chosen = self._desk.mentions or [self._desk.need_mention()]
            scheme = self._desk.need_bench().scheme
            kinds = [
                kind
                for kind in scheme.attributes_for("mention", chosen[0].label)
                if all(kind in scheme.attributes_for("mention", each.label) for each in chosen[1:])
            ]
            if not kinds:
                raise Refused("The scheme has no attribute that all of these may have.")
            self._ids = [each.id for each in chosen]
            held = {key for each in chosen for key in each.attributes}
            whom = f"“{chosen[0].quote}”" if len(chosen) == 1 else f"{len(chosen):,} mentions"
            self.palette.open_with(
                lambda typed: self._items(kinds, held, typed),
                placeholder=f"Attribute of {whom}: type its name or its value",
            )

        self._desk.attempt(work)

    @staticmethod
    def _items(kinds: Sequence[AttributeType], held: set[str], typed: str) -> list[PaletteItem]:
        from glossator.ui.dialogs.palette import PaletteItem

        return [
            PaletteItem("action", setting, title, detail=detail, icon="tag", hint=setting.kind.definition)
            for kind in kinds
            for setting, title, detail in _settings(kind, typed.strip(), is_held=kind.id in held)
        ]

    def _on_chosen(self, item: PaletteItem) -> None:
        setting = item.id
        if isinstance(setting, Setting):
            desk = self._desk
            desk.perform(
                lambda: several.set_attribute(
                    desk.need_annotations(),
                    self._ids,
                    setting.kind.id,
                    setting.value,
                    name=setting.kind.name,
                    by=desk.need_bench().hand,
                )
            )


def _settings(kind: AttributeType, typed: str, *, is_held: bool) -> Iterator[tuple[Setting, str, str]]:
    """What may be chosen of an attribute: (what it does, its title, its detail)."""
    if kind.kind == "choice":
        for value in kind.values:
            chosen = (
                None if value == kind.values[0] else value
            )  # the first one is what holds where none is stored
            yield Setting(kind, chosen), f"{kind.name}: {value}", ""
        return
    if kind.kind == "several":
        for value in kind.values:
            yield Setting(kind, (value,)), f"{kind.name}: {value}", ""
    elif kind.kind == "flag":
        yield Setting(kind, value=True), f"{kind.name}: yes", ""
    elif kind.kind in _TYPED and typed:
        turned = values.turned(typed, kind)
        if turned is not None:
            yield Setting(kind, turned), f"{kind.name}: {typed}", "as it is typed"
    if is_held:
        yield Setting(kind, None), f"{kind.name}: take it out", ""
