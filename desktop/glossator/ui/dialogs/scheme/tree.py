"""The items of a scheme as a tree: labels below one another, relations, events with their roles, attributes."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from glossator.core import fuzzy
from glossator.core.scheme import AttributeType, EventType, Heading, Label, RelationType, Scheme, SchemeItem
from glossator.ui.theme import Theme, swatch

_ITEM = Qt.ItemDataRole.UserRole
_Place = QAbstractItemView.DropIndicatorPosition

Key = tuple[type, str]
"""Kind and id of an item: a label may have the id of an attribute."""


def key_of(item: SchemeItem) -> Key:
    """What an item goes by."""
    return type(item), item.id


class SchemeTree(QTreeWidget):
    """``chosen`` carries the item that became current; ``moved`` (label, parent id) that one was dragged under another
    one, or to the top where the parent is empty; ``placed`` (item, item beside it, whether below that) that one was
    dragged between others, or moved by Alt and an arrow.
    """

    chosen = Signal(object)
    moved = Signal(object, str)
    placed = Signal(object, object, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: dict[Key, QTreeWidgetItem] = {}
        self._scheme: Scheme | None = None
        self.setHeaderHidden(True)
        self.setAccessibleName("Items of the label scheme")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setUniformRowHeights(True)
        self.currentItemChanged.connect(self._on_current_changed)

    def show_scheme(self, scheme: Scheme, wanted: Key | None = None) -> None:
        """Show what ``scheme`` holds, with ``wanted`` (or what was current) as the current item."""
        wanted = wanted or self.current_key()
        folded = {row.text(0) for row in self._groups() if not row.isExpanded()}
        self._scheme = scheme
        self.blockSignals(True)
        self.clear()
        self._rows = {}
        self._row(None, scheme.heading, scheme.name or scheme.id)
        self._add_labels(scheme)
        self._add_types(scheme)
        for each in self._groups():
            each.setExpanded(each.text(0) not in folded)
        self.blockSignals(False)
        self.choose(wanted if wanted in self._rows else key_of(scheme.heading))

    def choose(self, key: Key) -> None:
        """Make an item the current one."""
        row = self._rows.get(key)
        if row is not None:
            self.setCurrentItem(row)
            self.scrollToItem(row)

    def current_key(self) -> Key | None:
        """Kind and id of the current item."""
        row = self.currentItem()
        return None if row is None else row.data(0, _ITEM)

    def narrow(self, typed: str) -> None:
        """Show only the items whose name or id has these letters, and what stands above them."""
        for group in [self.topLevelItem(at) for at in range(self.topLevelItemCount())]:
            if group is not None:
                self._narrow(group, typed)

    def set_theme(self, theme: Theme) -> None:
        """Follow another look."""
        self._theme = theme
        if self._scheme is not None:
            self.show_scheme(self._scheme)

    def _narrow(self, row: QTreeWidgetItem, typed: str) -> bool:
        key = row.data(0, _ITEM)
        words = f"{row.text(0)} {key[1] if key else ''}"
        is_hit = not typed.strip() or (key is not None and fuzzy.match(typed, words) is not None)
        children = [row.child(at) for at in range(row.childCount())]
        below = [self._narrow(each, typed) for each in children if each is not None]
        row.setHidden(not (is_hit or any(below)))
        if typed.strip() and any(below):
            row.setExpanded(True)
        return is_hit or any(below)

    def _groups(self) -> Iterator[QTreeWidgetItem]:
        for at in range(self.topLevelItemCount()):
            row = self.topLevelItem(at)
            if row is not None and row.data(0, _ITEM) is None:
                yield row

    def _add_labels(self, scheme: Scheme) -> None:
        group = self._group("Labels", len(scheme.labels))
        below: dict[str, list[Label]] = {}
        for each in scheme.labels:
            below.setdefault(each.parent if scheme.label(each.parent) else "", []).append(each)

        def add(parent: QTreeWidgetItem, label: Label) -> None:
            row = self._row(parent, label, f"{label.name}  {label.key}".rstrip())
            row.setIcon(0, QIcon(swatch(self._theme.of(label))))
            row.setExpanded(True)
            for each in below.get(label.id, ()):
                add(row, each)

        for each in below.get("", ()):
            add(group, each)

    def _add_types(self, scheme: Scheme) -> None:
        for title, items in (
            ("Relations", scheme.relation_types),
            ("Events", scheme.event_types),
            ("Attributes", scheme.attributes),
        ):
            group = self._group(title, len(items))
            for each in items:
                row = self._row(group, each, f"{each.name}  {getattr(each, 'key', '')}".rstrip())
                for role in each.roles if isinstance(each, EventType) else ():
                    words = f"{role.name}: {', '.join(role.fillers)}{' (required)' if role.required else ''}"
                    child = QTreeWidgetItem(row, [words])
                    child.setData(0, _ITEM, key_of(each))
                    child.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                    child.setForeground(0, QColor(self._theme.muted))

    def _group(self, title: str, number: int) -> QTreeWidgetItem:
        made = QTreeWidgetItem(self, [f"{title}  ({number})"])
        made.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDropEnabled)
        return made

    def _row(self, parent: QTreeWidgetItem | None, item: SchemeItem, words: str) -> QTreeWidgetItem:
        made = QTreeWidgetItem([words])
        made.setData(0, _ITEM, key_of(item))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not isinstance(item, Heading):
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        if isinstance(item, Label):
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        made.setFlags(flags)
        made.setToolTip(0, f"{item.id}\n{item.definition}".rstrip())
        if not isinstance(item, Heading) and item.retired:
            font = made.font(0)
            font.setStrikeOut(True)
            made.setFont(0, font)
            made.setForeground(0, QColor(self._theme.muted))
        if parent is None:
            self.addTopLevelItem(made)
        else:
            parent.addChild(made)
        self._rows[key_of(item)] = made
        return made

    def _on_current_changed(self, row: QTreeWidgetItem | None) -> None:
        item = self.item_of(row.data(0, _ITEM)) if row is not None else None
        if item is not None:
            self.chosen.emit(item)

    def item_of(self, key: Key | None) -> SchemeItem | None:
        """The item that goes by ``key``; ``None`` where there is none."""
        if key is None or self._scheme is None:
            return None
        return next((each for each in self._scheme.items() if key_of(each) == key), None)

    def dropEvent(self, event: QDropEvent) -> None:
        """What is dragged stays where it is until the scheme says otherwise."""
        item = self.item_of(self.current_key())
        target = self.itemAt(self._at(event))
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if item is None or target is None:
            return
        onto = self.item_of(target.data(0, _ITEM))
        place = self.dropIndicatorPosition()
        is_between = place in (_Place.AboveItem, _Place.BelowItem)
        if is_between and onto is not None and type(onto) is type(item) and onto.id != item.id:
            self.placed.emit(item, onto, place == _Place.BelowItem)
        elif isinstance(item, Label) and (onto is None or isinstance(onto, Label)):
            parent = onto.id if isinstance(onto, Label) else ""
            if parent not in (item.id, item.parent):
                self.moved.emit(item, parent)

    def step(self, by: int) -> None:
        """Put the current item above the one before it (-1), or below the one after it (1)."""
        row = self.currentItem()
        item = self.item_of(self.current_key())
        if row is None or item is None or isinstance(item, Heading) or not self.dragEnabled():
            return
        parent = self._rows[key_of(item)].parent()
        if parent is not None:
            beside = parent.child(parent.indexOfChild(self._rows[key_of(item)]) + by)
            other = self.item_of(beside.data(0, _ITEM)) if beside is not None else None
            if other is not None:
                self.placed.emit(item, other, by > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.step(step)
        else:
            super().keyPressEvent(event)

    def _at(self, event: QDropEvent) -> QPoint:
        return event.position().toPoint()


def kind_words(item: SchemeItem) -> str:
    """What an item is, in a word or two."""
    return {
        Label: "Label",
        RelationType: "Relation type",
        EventType: "Event type",
        AttributeType: "Attribute",
        Heading: "Scheme",
    }[type(item)]
