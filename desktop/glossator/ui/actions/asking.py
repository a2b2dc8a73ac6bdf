"""Asking by name: the command palette, the label palette, documents by name, the keys that work, settings, help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence

import glossator
from glossator.core.scheme import Label
from glossator.ui import messages
from glossator.ui.actions import viewkeys
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.moving import Moving
from glossator.ui.actions.shortcuts import Actions
from glossator.ui.actions.table import ROWS, group, plain

if TYPE_CHECKING:
    from glossator.ui.dialogs.palette import Palette, PaletteItem

_MOST_DOCUMENTS = 200
_MOST_ENTITIES = 200


class Asking(QObject):
    """Opens the palettes and the windows that explain."""

    def __init__(
        self,
        desk: Desk,
        moving: Moving,
        set_label: Callable[[Label, str], None],
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._moving = moving
        self._set_label = set_label
        self._actions: Actions | None = None

    @cached_property
    def palette(self) -> Palette:
        """The popup that finds by name, made when it is first wanted."""
        from glossator.ui.dialogs.palette import Palette

        made = Palette(self._desk.theme, self._desk.window)
        made.chosen.connect(self._on_chosen)
        self._desk.theme_changed.connect(made.set_theme)
        return made

    def know(self, actions: Actions) -> None:
        """The actions that the command palette offers."""
        self._actions = actions

    def commands(self) -> None:
        """Ctrl+K: actions, labels, documents and entities."""
        self.palette.open_with(self._everything)

    def documents(self) -> None:
        """Ctrl+P: a document by name."""
        self.palette.open_with(self._documents, placeholder="Type the name of a document")

    def labels(self) -> None:
        """Enter: a label or subtype for the selection."""
        from glossator.ui.dialogs.palette import label_items

        bench = self._desk.bench
        if bench is not None:
            items = label_items(bench.scheme, self._desk.theme)
            self.palette.open_with(
                lambda typed: items, placeholder="Type the name of a label or subtype", at=self._below_caret()
            )

    def keys(self) -> None:
        """The overlay with the keys that work now."""
        from glossator.ui.dialogs.shortcuts import ShortcutsOverlay

        overlay = ShortcutsOverlay(self._desk.theme, self._desk.window)
        overlay.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        overlay.open_with(self.keys_now())

    def keys_now(self) -> list[tuple[str, str, str]]:
        """(group, what, keys) for everything that is possible now: bare keys are those of the page, or of the view that
        has the keyboard.
        """
        if self._actions is None:
            return []
        view = viewkeys.view_of(self._desk.window.focusWidget())
        is_on_page = not view and self._actions.is_page_shown
        found = viewkeys.keys_in(view) if view else []
        found += [
            (group(row.id), plain(row), _shown(self._actions[row.id].shortcuts()))
            for row in ROWS
            if self._actions[row.id].isEnabled()
            and self._actions[row.id].shortcuts()
            and (is_on_page or not row.on_page or row.id == "keys")
        ]
        if not is_on_page:
            return found
        found += [
            ("Labels", action.text(), _shown(action.shortcuts()))
            for action in self._actions.label_actions()
            if action.shortcuts()
        ]
        return found

    def guide(self, page: str = "") -> None:
        """F1: the user guide, in a window of its own, or another ``page`` of it (the name of its file)."""
        from glossator.ui.dialogs.guide import GuideWindow

        made = GuideWindow(self._desk.window)
        if page:
            made.show_page(page)
        made.show()

    def version(self) -> None:
        """Version, build, licences and how to update, as this machine knows them: nothing asks a network."""
        from glossator import libraries, provenance

        known = libraries.versions()
        listed = "\n".join(f"{each.name} {each.version}: {each.terms}" for each in provenance.licences())
        messages.show_info(
            self._desk.window,
            f"Glossator {glossator.__version__}",
            f"Build: {provenance.build_id()}. Python {known['Python']}, Qt {known['PySide6_Essentials']}.",
            f"A newer one: {provenance.how_to_update()} Glossator never asks a network.",
            provenance.terms(),
            details=listed,
        )

    def about(self) -> None:
        """Version and licence."""
        messages.show_info(
            self._desk.window,
            f"Glossator {glossator.__version__}",
            "The annotation desk for analysts. Licence: Apache-2.0;"
            " with Qt and igraph the whole is under the GNU GPL 3.",
        )

    def _everything(self, typed: str) -> Sequence[PaletteItem]:
        from glossator.ui.dialogs.palette import PaletteItem, label_items

        bench = self._desk.bench
        items = self._action_items()
        if bench is not None:
            items += label_items(bench.scheme, self._desk.theme)
            items += self._documents(typed)
            items += [
                PaletteItem("entity", row.entity.id, row.entity.name, detail=f"{row.mentions} mentions")
                for row in bench.unhidden.entities(text=typed, limit=_MOST_ENTITIES)
            ]
        return items

    def _action_items(self) -> list[PaletteItem]:
        from glossator.ui.dialogs.palette import PaletteItem

        if self._actions is None:
            return []
        return [
            PaletteItem(
                "action",
                row.id,
                plain(row),
                detail=row.tip,
                shortcut=_shown(self._actions[row.id].shortcuts()[:1]),
                icon=row.icon,
            )
            for row in ROWS
            if self._actions[row.id].isEnabled() and row.id != "palette"
        ]

    def _documents(self, typed: str) -> list[PaletteItem]:
        from glossator.ui.dialogs.palette import PaletteItem

        bench = self._desk.need_bench()
        return [
            PaletteItem("document", row.document.id, row.document.name, detail=row.document.source)
            for row in bench.ask.documents(text=typed, limit=_MOST_DOCUMENTS)
        ]

    def _on_chosen(self, item: PaletteItem) -> None:
        self._desk.page.setFocus()
        match item.kind:
            case "action" if self._actions is not None:
                self._actions[str(item.id)].trigger()
            case "label":
                self._on_label(item)
            case "document" if isinstance(item.id, int):
                self._moving.go_to(item.id)
            case "entity" if isinstance(item.id, int):
                self._on_entity(item.id)

    def _on_label(self, item: PaletteItem) -> None:
        bench = self._desk.bench
        if bench is not None and isinstance(item.id, tuple):
            label = bench.scheme.label(item.id[0])
            if label is not None:
                self._set_label(label, item.id[1])

    def _on_entity(self, entity_id: int) -> None:
        found = self._desk.need_bench().seen.mentions_where(entity=entity_id, limit=1)
        if found:
            self._moving.go_to(found[0].document, record_id=found[0].id)
        else:
            self._desk.said.emit("No mention of this identity can be shown.", True)

    def _below_caret(self) -> QPoint:
        return self._desk.page.character_rect(self._desk.selection.caret).bottomLeft()


def _shown(keys: Sequence[QKeySequence]) -> str:
    return "  ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
