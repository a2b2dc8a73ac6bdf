"""The filter of the list: part of a name, states and labels; the menu in which the latter are ticked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from glossator.core.documents import STATUSES
from glossator.core.scheme import Scheme
from glossator.ui.theme import Theme, icon


class Filter(NamedTuple):
    """Which documents are listed: their name holds ``text``, they are in one of ``statuses``, one of ``labels`` (ids),
    or one that stands below it, is said in them; where a field is empty, all.
    """

    text: str = ""
    statuses: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()

    @property
    def is_ticked(self) -> bool:
        """A state or a label is wanted."""
        return bool(self.statuses or self.labels)

    @property
    def is_any(self) -> bool:
        """Not every document is listed."""
        return bool(self.text) or self.is_ticked

    def asked(self, scheme: Scheme) -> dict[str, object]:
        """The filter as the store is asked."""
        return {"text": self.text, "statuses": self.statuses, "labels": below(scheme, self.labels)}

    def known(self, scheme: Scheme) -> Filter:
        """The filter without the labels that the scheme has no more."""
        return self._replace(labels=frozenset(each for each in self.labels if scheme.label(each) is not None))

    def words(self, scheme: Scheme | None) -> str:
        """The states and labels, as a sentence can hold them."""
        states = [each for each in STATUSES if each in self.statuses]
        return ", ".join(states + [_name(scheme, each) for each in _in_order(scheme, self.labels)])


def below(scheme: Scheme, labels: Iterable[str]) -> frozenset[str]:
    """These labels (ids) with all that stand below them."""
    found = set(labels)
    grows = bool(found)
    while grows:
        more = {each.id for each in scheme.labels if each.parent in found} - found
        found |= more
        grows = bool(more)
    return frozenset(found)


def _in_order(scheme: Scheme | None, labels: frozenset[str]) -> list[str]:
    known = [each.id for each in scheme.labels if each.id in labels] if scheme is not None else []
    return known + sorted(labels.difference(known))


def _name(scheme: Scheme | None, label: str) -> str:
    known = scheme.label(label) if scheme is not None else None
    return label if known is None else known.name


class TickMenu(QMenu):
    """A menu in which several things are ticked: it stays open at a click and at Space; Enter ticks and closes."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        chosen: QAction | None = self.actionAt(event.position().toPoint())
        if chosen is None or not self._ticked(chosen):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen: QAction | None = self.activeAction()
        if event.key() != Qt.Key.Key_Space or chosen is None or not self._ticked(chosen):
            super().keyPressEvent(event)

    def _ticked(self, action: QAction) -> bool:
        if not (action.isCheckable() and action.isEnabled()):
            return False
        action.trigger()
        return True


class FilterButton(QToolButton):
    """Beside the field for the name: its menu has a tick for each state and each label of the scheme."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.statuses: frozenset[str] = frozenset()
        self.labels: frozenset[str] = frozenset()
        self._scheme: Scheme | None = None
        self._menu = TickMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.set_theme(theme)
        self._tell()

    def set_scheme(self, scheme: Scheme | None) -> None:
        """Offer the labels of this scheme; ticks on others go."""
        self._scheme = scheme
        if scheme is not None:
            self.labels = Filter(labels=self.labels).known(scheme).labels
        self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Follow another look."""
        self.setIcon(icon("filter", theme))

    def clear(self) -> None:
        """Take all ticks away, without telling."""
        self.statuses = self.labels = frozenset()
        self._tell()

    def _fill(self) -> None:
        menu = self._menu
        menu.clear()
        menu.addAction("Status").setEnabled(False)
        for status in STATUSES:
            self._add(status.capitalize(), status in self.statuses, partial(self._tick_status, status))
        labels = (
            [each for each in self._scheme.labels if not each.retired or each.id in self.labels]
            if self._scheme
            else []
        )
        if labels:
            menu.addSeparator()
            menu.addAction("With a mention of").setEnabled(False)
        for label in labels:
            self._add(label.name, label.id in self.labels, partial(self._tick_label, label.id))
        menu.addSeparator()
        clear = menu.addAction("Clear", self._on_clear)
        clear.setEnabled(bool(self.statuses or self.labels))

    def _add(self, name: str, is_ticked: bool, tick: partial[None]) -> None:
        action = self._menu.addAction(name.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(is_ticked)
        action.toggled.connect(lambda _ticked: tick())

    def _tick_status(self, status: str) -> None:
        self.statuses ^= {status}
        self._on_ticked()

    def _tick_label(self, label: str) -> None:
        self.labels ^= {label}
        self._on_ticked()

    def _on_clear(self) -> None:
        self.clear()
        self.changed.emit()

    def _on_ticked(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        """The number of ticks on the button, what they are in its tip and for a screen reader."""
        ticked = Filter("", self.statuses, self.labels)
        number = len(self.statuses) + len(self.labels)
        self.setText(str(number) if number else "")
        what = f": {ticked.words(self._scheme)}" if number else ""
        self.setToolTip(f"Filter by status and label{what}")
        self.setAccessibleName(f"Filter documents by status and label{what}")
