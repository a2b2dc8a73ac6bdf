"""The situation: what can be done now, what is selected and shown, as menus, header and status line tell it."""

from __future__ import annotations

from glossator.ui import settings as kept
from glossator.ui.actions.desk import Desk, there
from glossator.ui.actions.layering import Layering
from glossator.ui.actions.shortcuts import Actions
from glossator.ui.panels.header import HeaderPanel
from glossator.ui.panels.status import StatusLine, selected_in_words
from glossator.ui.settings import Settings

_THEMES = ("system", "light", "dark", "contrast")


class Situation:
    """Tells the parts of the window how things stand; it changes nothing."""

    def __init__(
        self,
        desk: Desk,
        settings: Settings,
        actions: Actions,
        layering: Layering,
        *,
        header: HeaderPanel,
        status: StatusLine,
    ) -> None:
        self._desk = desk
        self._settings = settings
        self._actions = actions
        self._layering = layering
        self._header = header
        self._status = status

    def tell(self) -> None:
        """Which actions can be done, which are ticked, what Undo would take back, and what is shown how."""
        bench, get = self._desk.bench, self._settings.get
        self._actions.enable(there(bench))
        undo, redo = (bench.history.to_undo, bench.history.to_redo) if bench else (None, None)
        self._actions.name_steps(undo.title if undo else "", redo.title if redo else "")
        for name in _THEMES:
            self._actions[f"theme_{name}"].setChecked(get(kept.THEME) == name)
        self._actions["chips_in_full"].setChecked(get(kept.CHIPS_IN_FULL))
        self._layering.tell(self._actions, self._status)
        self._header.show_document(bench.current.document if bench and bench.current else None)
        self._status.show_zoom(self._desk.page.zoom)
        self._status.show_author(get(kept.AUTHOR))

    def tell_selected(self) -> None:
        """What is selected, and where the caret is."""
        annotations, bench, selection = self._desk.annotations, self._desk.bench, self._desk.selection
        self._status.show_place(selection.caret, annotations.document if annotations else None)
        words = ""
        if annotations is not None and bench is not None:
            words = selected_in_words(annotations, bench.scheme, selection.primary, self._desk.spans)
        self._status.show_selected(words)

    def tell_changed(self) -> None:
        """The project has changed, so it was saved."""
        bench = self._desk.bench
        if bench is None or not bench.read_only:
            self._status.show_saved()
        self.tell_selected()
        self.tell()
