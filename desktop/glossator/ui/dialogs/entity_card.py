"""The card of an identity: what is known of it, every mention of it in its sentence, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glossator.analysis.contexts import Order
from glossator.core.annotations import Entity, Mention, Note
from glossator.core.locating import place_labels
from glossator.core.scheme import Scheme
from glossator.core.titles import counted
from glossator.ui.dialogs.entity_fields import EntityFields
from glossator.ui.dialogs.mention_rows import MentionPainter, MentionRows
from glossator.ui.theme import LabelColour, Theme

_ORDERS: dict[str, Order] = {
    "Place in the documents": "text",
    "Left context": "left",
    "Mention": "hit",
    "Right context": "right",
    "Name of the document": "source",
}


class Known(NamedTuple):
    """What there is to tell of an identity: itself, its note, how often it is mentioned in how many documents, and what
    is judged of it, by oneself (``mine``) and all in all.
    """

    entity: Entity
    remark: str
    mentions: int
    documents: int
    mine: Note | None = None
    judgements: tuple[Note, ...] = ()


class EntityCard(QDialog):
    """Stays open beside the work and shows one identity.

    ``saved`` carries the :class:`Entity` as it shall be, the text of its note, and what is :class:`Judged` of it;
    ``split_wanted`` mentions (ids) and the name of the new identity, ``goto_requested`` the id of a mention;
    ``merge_wanted``, ``remove_wanted`` and ``place_wanted`` ask for what their buttons say.
    """

    saved = Signal(object, str, object)
    split_wanted = Signal(object, str)
    merge_wanted = Signal()
    remove_wanted = Signal()
    place_wanted = Signal()
    goto_requested = Signal(object)

    def __init__(
        self,
        theme: Theme,
        text_of: Callable[[int], str],
        name_of: Callable[[int], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scheme: Scheme | None = None
        self._known: Known | None = None
        self._is_warned = False
        self.setWindowTitle("Identity")
        self.resize(980, 620)
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("tone", "head")
        self.counts = QLabel(self)
        self.fields = EntityFields(self)
        self.rows = MentionRows(text_of, name_of, self)
        self.list = QListView(self)
        self.order = QComboBox(self)
        self.sorted = QLabel(self)
        self._painter = MentionPainter(theme, self._look, self.list)
        self.name_of_new = QLineEdit(self)
        self.split = QPushButton("Split off", self)
        self.place = QPushButton("&Where is it…", self)
        self.merge = QPushButton("&Merge with…", self)
        self.remove = QPushButton("&Delete the identity", self)
        self.hint = QLabel(self)
        self.close_button = QPushButton("Close", self)
        self.save = QPushButton("&Save", self)
        self._build()
        self._lay_out()
        self._connect()

    # --- building

    def _build(self) -> None:
        for words, order in _ORDERS.items():
            self.order.addItem(words, order)
        self.order.setAccessibleName("Order of the mentions")
        for muted in (self.counts, self.hint, self.sorted):
            muted.setProperty("tone", "muted")
        self.list.setModel(self.rows)
        self.list.setItemDelegate(self._painter)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Mentions of the identity")
        self.name_of_new.setPlaceholderText("Choose mentions that are somebody else")
        self.name_of_new.setAccessibleName("Name of the identity that is split off")
        for button in (self.split, self.place, self.merge, self.remove, self.close_button):
            button.setAutoDefault(False)
        self.save.setToolTip("Save what was changed (Ctrl+Enter)")
        self.save.setAutoDefault(False)

    def _lay_out(self) -> None:
        splitting = QHBoxLayout()
        splitting.setSpacing(8)
        splitting.addWidget(self.name_of_new, 1)
        splitting.addWidget(self.split)
        right = QVBoxLayout()
        right.setSpacing(8)
        sorting = QHBoxLayout()
        sorting.setSpacing(8)
        caption = QLabel("S&orted by", self)
        caption.setProperty("tone", "muted")
        caption.setBuddy(self.order)
        sorting.addWidget(caption)
        sorting.addWidget(self.order)
        sorting.addWidget(self.sorted, 1)
        right.addLayout(sorting)
        right.addWidget(self.list, 1)
        right.addLayout(splitting)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.fields)
        middle.addLayout(right, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.place)
        buttons.addWidget(self.merge)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        for part in (self.hint, self.close_button, self.save):
            buttons.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.counts)
        column.addLayout(middle, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.fields.edited.connect(self._on_edited)
        self.list.selectionModel().selectionChanged.connect(self._say_split)
        self.list.doubleClicked.connect(lambda index: self._go(index.row()))
        self.name_of_new.textChanged.connect(self._say_split)
        self.name_of_new.returnPressed.connect(self._on_split)
        self.split.clicked.connect(self._on_split)
        self.order.currentIndexChanged.connect(self._on_order)
        self.rows.gathered.connect(lambda _: self._tell_sorted())
        self.place.clicked.connect(self.place_wanted)
        self.merge.clicked.connect(self.merge_wanted)
        self.remove.clicked.connect(self.remove_wanted)
        self.close_button.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        self.list.installEventFilter(self)

    # --- from outside

    @property
    def entity(self) -> Entity | None:
        """The identity that is shown."""
        return self._known.entity if self._known else None

    def show_known(
        self,
        known: Known,
        scheme: Scheme,
        fetch: Callable[[int, int], Sequence[Mention]],
        *,
        is_editable: bool = True,
    ) -> None:
        """Show an identity; what is being written about the same one stays as it is."""
        is_same = self._known is not None and self._known.entity.id == known.entity.id
        keeps = is_same and self.fields.is_edited
        self._scheme, self._known = scheme, known
        self.title.setText(known.entity.name)
        self.counts.setText(
            f"{scheme.name_of(known.entity.type) or 'Without type'}  ·  {counted(known.mentions, 'mention')} in "
            f"{counted(known.documents, 'document')}"
        )
        if not keeps:
            self.fields.show_entity(known.entity, known.remark, scheme, known.judgements, known.mine)
        self.rows.show(fetch)
        self._tell_sorted()
        self.fields.setEnabled(is_editable)
        self.place.setVisible(known.entity.type in place_labels(scheme))
        for part in (self.place, self.merge, self.remove, self.name_of_new):
            part.setEnabled(is_editable)
        self._on_edited()
        self._say_split()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = self._painter.theme = theme
        self.list.viewport().update()

    # --- inside

    def _look(self, label: str) -> LabelColour:
        return self._theme.of(self._scheme.label(label) if self._scheme else None)

    def _on_order(self) -> None:
        self.rows.arrange(self.order.currentData())
        self._tell_sorted()

    def _tell_sorted(self) -> None:
        """How many are in their order already, while there are more."""
        number = self._known.mentions if self._known else 0
        is_under_way = self.rows.is_gathering
        self.sorted.setText(f"sorting: {self.rows.read:,} of {number:,} …" if is_under_way else "")

    def _chosen(self) -> list[Mention]:
        rows = sorted(each.row() for each in self.list.selectionModel().selectedIndexes())
        return [found for row in rows if (found := self.rows.mention(row)) is not None]

    def _say_split(self) -> None:
        count = len(self._chosen())
        self.split.setText(f"S&plit off {count:,}" if count else "S&plit off")
        self.split.setEnabled(
            bool(count and self.name_of_new.text().strip() and self.name_of_new.isEnabled())
        )

    def _on_split(self) -> None:
        if self.split.isEnabled():
            name = self.name_of_new.text().strip()
            self.name_of_new.clear()
            self.split_wanted.emit([each.id for each in self._chosen()], name)

    def _on_edited(self) -> None:
        self._is_warned = False
        self.hint.clear()
        self.save.setEnabled(self.fields.is_edited and self.fields.isEnabled())

    def _on_save(self) -> None:
        if self._known is None or not self.save.isEnabled():
            return
        fault = self.fields.fault
        if fault:
            self.hint.setText(fault)
            return
        name, kind, aliases, identifiers, attributes, remark, judged = self.fields.values()
        wanted = replace(
            self._known.entity,
            name=name,
            type=kind,
            aliases=aliases,
            identifiers=identifiers,
            attributes=attributes,
        )
        self.fields.settle()
        self.saved.emit(wanted, remark, judged)

    def _go(self, row: int) -> None:
        mention = self.rows.mention(row)
        if mention is not None:
            self.goto_requested.emit(mention.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on the list goes to the page."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and _is_enter(event) and not event.modifiers():
            self._go(self.list.currentIndex().row())
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_enter(event) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_save()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Close; what was written and not saved is told first."""
        if self.fields.is_edited and self.fields.isEnabled() and not self._is_warned:
            self._is_warned = True
            self.hint.setText("Not saved. Ctrl+Enter saves, Esc again drops it.")
            return
        super().reject()


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
