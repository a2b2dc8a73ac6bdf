"""The Qt actions of the table: made once, with the analyst's own shortcuts, switched on and off by what is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from glossator.core.scheme import Scheme
from glossator.ui import theme as themes
from glossator.ui.actions.bars import TOOLBAR
from glossator.ui.actions.table import BY_ID, MARK, ROWS, Need, Row, plain
from glossator.ui.theme import Theme

Deed = Callable[[], object]


class Actions:
    """All actions by id.

    ``deeds`` says what each does; a missing or a superfluous one is a bug and raises ``KeyError``.  Bare keys are
    bound to ``page`` alone, the others to ``window``.
    """

    def __init__(
        self, window: QWidget, page: QWidget, deeds: Mapping[str, Deed], changed: Mapping[str, str]
    ) -> None:
        if odd := set(deeds) ^ set(BY_ID):
            raise KeyError(f"actions without a deed, or deeds without an action: {sorted(odd)}")
        self._window = window
        self._page = page
        self.by_id = {row.id: self._made(row, deeds[row.id], changed) for row in ROWS}
        self._labels: list[QAction] = []
        self._there = Need.NOTHING
        self._theme: Theme | None = None
        self._is_dressed = False

    @property
    def is_page_shown(self) -> bool:
        """The page is what stands in the middle of the window, so that its bare keys may work."""
        return self._page.isVisibleTo(self._window)

    def __getitem__(self, action_id: str) -> QAction:
        return self.by_id[action_id]

    def enable(self, there: Need) -> None:
        """Switch each action on if all that it needs is there."""
        self._there = there
        for row in ROWS:
            self.by_id[row.id].setEnabled(row.needs in there)
        for action in self._labels:
            action.setEnabled(MARK in there)

    def press(self, key: str) -> None:
        """Do what a key would do on the page; nothing where it means nothing there."""
        wanted = QKeySequence(f"Shift+{key}" if key.isalpha() and key.isupper() else key.upper())
        for action in (*self.by_id.values(), *self._labels):
            if wanted in action.shortcuts() and action.isEnabled():
                action.trigger()
                return

    def only_read(self, event: QKeyEvent) -> str:
        """The text of the action with this key that would be possible if the project could be written; else empty."""
        if Need.WRITABLE in self._there or Need.PROJECT not in self._there:
            return ""
        wanted = QKeySequence(event.keyCombination())
        there = self._there | Need.WRITABLE | Need.UNDO | Need.REDO
        for row in ROWS:
            if wanted in self.by_id[row.id].shortcuts() and Need.WRITABLE in row.needs and row.needs in there:
                return plain(row)
        return next(
            (each.text() for each in self._labels if wanted in each.shortcuts() and MARK in there), ""
        )

    def wear(self, theme: Theme) -> None:
        """Draw the icons in the colours of ``theme``: those in sight, and all after :meth:`dress`."""
        self._theme = theme
        for row in ROWS:
            if row.icon and (self._is_dressed or row.id in TOOLBAR):
                self.by_id[row.id].setIcon(themes.icon(row.icon, theme))

    def dress(self) -> None:
        """Draw the icons that only menus show; the first menu that opens asks for them, not the start."""
        if not self._is_dressed and self._theme is not None:
            self._is_dressed = True
            self.wear(self._theme)

    def name_steps(self, undo: str, redo: str) -> None:
        """Say in the menu what Undo and Redo would do; empty titles where there is nothing to do."""
        self.by_id["undo"].setText(f"&Undo: {undo}" if undo else "&Undo")
        self.by_id["redo"].setText(f"&Redo: {redo}" if redo else "&Redo")

    def set_shortcuts(self, changed: Mapping[str, str]) -> None:
        """The analyst's own shortcuts, by action id (empty: none)."""
        for row in ROWS:
            self.by_id[row.id].setShortcuts(_sequences(row, changed))
            _say_key(self.by_id[row.id], row)

    def set_labels(
        self, scheme: Scheme | None, tag: Callable[[str], None], paint: Callable[[str], None]
    ) -> None:
        """An action per label of the scheme, by its key, and one that paints with it."""
        for old in self._labels:
            self._page.removeAction(old)
            old.deleteLater()
        self._labels = []
        taken = {key.toString() for action in self.by_id.values() for key in action.shortcuts()}
        for label in scheme.labels if scheme else ():
            if not label.retired:
                self._label_action(label.id, label.name, label.key, tag)
                paint_key = QKeySequence(f"Ctrl+Shift+{label.key}").toString() if label.key else ""
                self._label_action(label.id, label.name, "" if paint_key in taken else paint_key, paint)
                for action in self._labels[-2:]:
                    action.setToolTip("\n".join(filter(None, (label.name, label.definition, label.choose))))

    def label_actions(self, *, painting: bool = False) -> list[QAction]:
        """The actions of the labels in the order of the scheme."""
        return self._labels[int(painting) :: 2]

    def _made(self, row: Row, deed: Deed, changed: Mapping[str, str]) -> QAction:
        action = QAction(row.text, self._window)
        action.setObjectName(row.id)
        action.setShortcuts(_sequences(row, changed))
        action.setCheckable(row.checkable)
        _say_key(action, row)
        action.triggered.connect(_plainly(deed))
        holder = self._page if row.on_page else self._window
        if row.on_page:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        holder.addAction(action)
        return action

    def _label_action(self, label_id: str, name: str, key: str, does: Callable[[str], None]) -> None:
        action = QAction(name, self._window)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setData(label_id)
        action.setEnabled(MARK in self._there)
        action.triggered.connect(lambda: does(label_id))
        self._page.addAction(action)
        self._labels.append(action)


def _plainly(deed: Deed) -> Callable[[], None]:
    """``deed`` without the tick that Qt hands to what an action triggers."""

    def do() -> None:
        deed()

    return do


def _say_key(action: QAction, row: Row) -> None:
    shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    what = row.tip or plain(row)
    action.setToolTip(f"{what} ({shown})" if shown else what)


def _sequences(row: Row, changed: Mapping[str, str]) -> list[QKeySequence]:
    if row.id in changed:
        return [QKeySequence(changed[row.id])] if changed[row.id] else []
    return [QKeySequence(key) for key in row.keys]
