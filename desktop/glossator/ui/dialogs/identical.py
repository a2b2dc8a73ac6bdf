"""Every identical string: all places that read the same, in their sentences and ticked, to be tagged as one step."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from glossator.core.annotations import Entity
from glossator.core.identical import Place
from glossator.core.scheme import Label
from glossator.everywhere import Same, Sought
from glossator.ui.dialogs.identical_rows import TickedPainter, TickedPlaces
from glossator.ui.theme import Theme

_KEYS = "Space takes a tick out  ·  Enter tags  ·  Esc closes"


class Match(Enum):
    """What counts as the same."""

    EXACT = "Letter by letter"
    FOLDED = "In any capitals"
    ALIASES = "Every name of the identity"


class Who(Enum):
    """Whom all of the mentions stand for."""

    NOBODY = "nobody yet"
    SAME = "the identity that is there"
    NEW = "a new identity"


class Pattern(NamedTuple):
    """What is to be tagged as it is here: the string, its label and subtype, and the identity it has, if any."""

    quote: str
    label: Label
    subtype: str = ""
    entity: Entity | None = None


class Order(NamedTuple):
    """What the analyst decided: these places are tagged and stand for ``who``, and so do the mentions with these ids,
    which are tagged already.
    """

    places: list[Place]
    who: Who
    identified: list[int]


class Found(NamedTuple):
    """What was found first, and what counts as the same there."""

    match: Match
    same: Same


class IdenticalDialog(QDialog):
    """Lists the places that read as a pattern does.

    ``sought`` asks for them (a :class:`Sought`, and whether the whole project is meant) as soon as other ones are
    wanted than those with which it opens; they are handed in by :meth:`show_same`.  ``ordered`` carries an
    :class:`Order`.
    """

    sought = Signal(object, bool)
    ordered = Signal(object)

    def __init__(self, theme: Theme, text_of: Callable[[int], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pattern = Pattern("", Label("", ""))
        self._same: Same | None = None
        self.setWindowTitle("Tag all identical")
        self.setModal(True)
        self.resize(860, 560)
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("tone", "head")
        self.title.setWordWrap(True)
        self.here = QRadioButton("In this &document", self)
        self.everywhere = QRadioButton("In the whole &project", self)
        self.match = QComboBox(self)
        self.who = QComboBox(self)
        self.model = TickedPlaces(text_of, self)
        self.list = QListView(self)
        self._painter = TickedPainter(theme, theme.neutral, self.list)
        self.empty = QLabel(self)
        self.tagged = QCheckBox(self)
        self.count = QLabel(self)
        self.keys = QLabel(_KEYS, self)
        self.cancel = QPushButton("Cancel", self)
        self.apply = QPushButton(self)
        self._pile = QStackedWidget(self)
        self._build()
        self._lay_out()
        self._connect()

    # --- building

    def _build(self) -> None:
        self.match.setAccessibleName("What counts as the same")
        self.who.setAccessibleName("Whom they stand for")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._painter)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Places that read the same")
        self.empty.setProperty("tone", "empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self._pile.addWidget(self.empty)
        self._pile.addWidget(self.list)
        for muted in (self.count, self.keys):
            muted.setProperty("tone", "muted")
        self.tagged.setChecked(True)
        self.cancel.setAutoDefault(False)
        self.apply.setDefault(True)

    def _lay_out(self) -> None:
        options = QHBoxLayout()
        options.setSpacing(12)
        options.addWidget(self.here)
        options.addWidget(self.everywhere)
        options.addStretch(1)
        for text, field in (("&Same:", self.match), ("&They are:", self.who)):
            caption = QLabel(text, self)
            caption.setBuddy(field)
            options.addWidget(caption)
            options.addWidget(field)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.count)
        buttons.addStretch(1)
        buttons.addWidget(self.keys)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(options)
        column.addWidget(self._pile, 1)
        column.addWidget(self.tagged)
        column.addLayout(buttons)

    def _connect(self) -> None:
        for field in (self.match.activated, self.here.clicked, self.everywhere.clicked):
            field.connect(lambda *_: self._ask())
        self.who.currentIndexChanged.connect(self._say)
        self.tagged.toggled.connect(self._say)
        self.model.ticked.connect(self._say)
        self.cancel.clicked.connect(self.reject)
        self.apply.clicked.connect(self._on_apply)
        self.list.installEventFilter(self)

    # --- from outside

    def open_for(
        self, pattern: Pattern, theme: Theme, *, in_project: bool, found: Found | None = None
    ) -> None:
        """Ask which places that read as ``pattern`` does shall be tagged as it is: those that were ``found``, or, where
        they are still being looked for, those that :meth:`show_found` hands in.
        """
        self._pattern = pattern
        self._painter.theme, self._painter.look = theme, theme.of(pattern.label)
        subtype = f", {pattern.subtype}" if pattern.subtype else ""
        self.title.setText(f"Tag every “{pattern.quote}” as {pattern.label.name}{subtype}")
        (self.everywhere if in_project else self.here).setChecked(True)
        for each in Match:
            if each in ways(pattern):
                self.match.addItem(each.value, each)
        self.who.addItem("nobody yet", Who.NOBODY)
        if pattern.entity is not None:
            self.who.addItem(pattern.entity.name, Who.SAME)
            self.who.setCurrentIndex(1)
        self.who.addItem(f"a new identity, “{pattern.quote}”", Who.NEW)
        self.empty.setText("Looking…")
        self._say()
        if found is not None:
            self.show_found(found)
        self.open()
        self.list.setFocus()

    def show_found(self, found: Found) -> None:
        """List what was found first, in the way in which something was."""
        self.match.setCurrentIndex(self.match.findData(found.match))
        self.show_same(found.same)

    def show_same(self, same: Same) -> None:
        """List what was found; all of it is ticked."""
        self._same = same
        self.model.show(same.places, same.names)
        if same.places:
            self.list.setCurrentIndex(self.model.index(1))
            self._pile.setCurrentWidget(self.list)
            self.list.setFocus()
        else:
            self.empty.setText(
                f"Every place that reads “{self._pattern.quote}” is tagged already."
                if same.tagged
                else f"“{self._pattern.quote}” stands nowhere else."
            )
            self._pile.setCurrentWidget(self.empty)
            self.apply.setFocus()
        self._say()

    def say_progress(self, done: int, total: int) -> None:
        """So many of at most so many texts are read."""
        self.empty.setText(f"Looking through the project: {done:,} texts so far…")

    # --- inside

    def _ask(self) -> None:
        self._same = None
        self.empty.setText("Looking…")
        self._pile.setCurrentWidget(self.empty)
        self._say()
        self.sought.emit(sought_by(self._pattern, self.match.currentData()), self.everywhere.isChecked())

    def _nameless(self) -> list[int]:
        """Mentions that are tagged already and stand for nobody."""
        return [each.id for each in self._same.tagged if each.entity is None] if self._same else []

    def _identified(self) -> list[int]:
        is_wanted = self.who.currentData() is not Who.NOBODY and self.tagged.isChecked()
        return self._nameless() if is_wanted else []

    def _say(self) -> None:
        nameless = len(self._nameless())
        self.tagged.setVisible(nameless > 0 and self.who.currentData() is not Who.NOBODY)
        self.tagged.setText(f"&Also what is tagged already and stands for nobody ({nameless:,})")
        if self._same is None:
            self.count.clear()
            self.apply.setText("Tag")
            self.apply.setEnabled(False)
            return
        chosen, total = self.model.count, self.model.total
        more = f" in {self.model.documents:,} documents" if self.model.documents > 1 else ""
        self.count.setText(f"{chosen:,} of {total:,} ticked{more}" if total else "")
        identified = len(self._identified())
        self.apply.setText(f"&Tag {chosen:,}" if chosen or not identified else f"&Identify {identified:,}")
        self.apply.setEnabled(bool(chosen or identified))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space and Enter on the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Space:
                self.model.toggle(each.row() for each in self.list.selectionModel().selectedIndexes())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_apply()
                return True
        return super().eventFilter(watched, event)

    def _on_apply(self) -> None:
        if self.apply.isEnabled():
            order = Order(self.model.chosen, self.who.currentData(), self._identified())
            self.accept()
            self.ordered.emit(order)


def ways(pattern: Pattern) -> tuple[Match, ...]:
    """What may count as the same: other names only where there are any."""
    return tuple(each for each in Match if each is not Match.ALIASES or _names(pattern) != (pattern.quote,))


def sought_by(pattern: Pattern, match: Match) -> Sought:
    """What is to be looked for."""
    strings = _names(pattern) if match is Match.ALIASES else (pattern.quote,)
    return Sought(strings, pattern.label.id, case=match is not Match.FOLDED)


def has_work(pattern: Pattern, same: Same) -> bool:
    """Something is left to be tagged, or stands for nobody where the pattern stands for somebody."""
    is_named = pattern.entity is not None
    return bool(same.places) or (is_named and any(each.entity is None for each in same.tagged))


def _names(pattern: Pattern) -> tuple[str, ...]:
    entity = pattern.entity
    more = (entity.name, *entity.aliases) if entity is not None else ()
    return tuple(dict.fromkeys((pattern.quote, *more)))
