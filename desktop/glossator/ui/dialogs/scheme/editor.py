"""The window in which the label scheme is edited: the tree of its items, and the details of the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from glossator.core.scheme import (
    AttributeType,
    EventType,
    Heading,
    Label,
    RelationType,
    Scheme,
    SchemeItem,
)
from glossator.ui import messages
from glossator.ui.dialogs.scheme.details import ItemDetails
from glossator.ui.dialogs.scheme.form import Form
from glossator.ui.dialogs.scheme.making import another_of, copy_of
from glossator.ui.dialogs.scheme.preview import Draw
from glossator.ui.dialogs.scheme.tree import Key, SchemeTree, key_of
from glossator.ui.messages import Answer
from glossator.ui.theme import Theme

_SIZE = QSize(1040, 720)
_TREE = 320
_NEW = (
    ("&Label", Label),
    ("&Relation type", RelationType),
    ("&Event type", EventType),
    ("&Attribute", AttributeType),
)


class SchemeEditor(QDialog):
    """Shows a scheme and asks for its changes; it makes none itself.

    ``edited`` carries an item as it is, as it shall be, and what its subtypes, values or roles are called instead;
    ``added`` a new item; ``reworked`` the name of a refactoring (``merge``, ``split``, ``delete``) and the item;
    ``moved`` (label, id of the parent); ``placed`` (item, the one beside it, whether below that).  ``import_requested``
    and ``export_requested`` are for files, ``undo_requested`` and ``redo_requested`` come by their keys.
    """

    edited = Signal(object, object, object)
    added = Signal(object)
    moved = Signal(object, str)
    placed = Signal(object, object, bool)
    reworked = Signal(str, object)
    import_requested = Signal()
    export_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(
        self,
        scheme: Scheme,
        theme: Theme,
        draw: Draw,
        parent: QWidget | None = None,
        *,
        is_fixed: bool = False,
        counts: Callable[[SchemeItem], int] = lambda item: 0,
    ) -> None:
        """``counts`` tells how many tags use an item; where the project ``is_fixed``, everything is for reading."""
        super().__init__(parent)
        self._scheme = scheme
        self._is_fixed = is_fixed
        self.setWindowTitle("Label scheme" + (" (for reading only)" if is_fixed else ""))
        self.resize(_SIZE)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText("Filter: letters of a name")
        self.filter.setClearButtonEnabled(True)
        self.tree = SchemeTree(theme, self)
        self.tree.setDragEnabled(not is_fixed)
        self.details = ItemDetails(theme, draw, counts, self, is_fixed=is_fixed)
        self.forms, self.label_form = self.details.forms, self.details.label_form
        self.used, self.preview = self.details.used, self.details.preview
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.tree.show_scheme(scheme)
        first = next((each for each in scheme.labels if not each.retired), scheme.heading)
        self.tree.choose(key_of(first))
        self.filter.setFocus()

    # --- building

    def _make_buttons(self) -> None:
        self.new = self._menu_button("New")
        for words, kind in _NEW:
            self.new.menu().addAction(words, partial(self._on_new, kind))
        self.copy = self._button("Duplicate", self._on_copy)
        self.rework = self._menu_button("Rework")
        self.merge = self._act("&Merge into another…", "merge")
        self.split = self._act("&Split…", "split")
        self.delete = self._act("&Delete…", "delete")
        self.retire = QAction("&Retire", self)
        self.retire.triggered.connect(self._on_retire)
        self.rework.menu().addAction(self.retire)
        self.file = self._menu_button("File")
        self.take_in = self.file.menu().addAction("&Import a scheme…", self.import_requested.emit)
        self.file.menu().addAction("&Export as JSON…", self.export_requested.emit)
        self.apply = self._button("Apply", self.apply_edit)
        self.apply.setDefault(True)
        self.discard = self._button("Discard", self.discard_edit)
        self.shut = self._button("Close", self.close)
        for each in (self.new, self.copy, self.rework, self.take_in):
            each.setEnabled(not self._is_fixed)

    def _button(self, text: str, does: Callable[[], object]) -> QPushButton:
        made = QPushButton(text, self)
        made.setAutoDefault(False)
        made.clicked.connect(lambda checked=False: does())
        return made

    def _menu_button(self, text: str) -> QPushButton:
        made = QPushButton(text, self)
        made.setAutoDefault(False)
        made.setMenu(QMenu(made))
        return made

    def _act(self, text: str, name: str) -> QAction:
        made = QAction(text, self)
        made.triggered.connect(lambda: self._leave_for(lambda: self._ask_rework(name)))
        self.rework.menu().addAction(made)
        return made

    def _lay_out(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.tree, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        for each in (self.new, self.copy, self.rework, self.file):
            row.addWidget(each)
        row.addStretch(1)
        column.addLayout(row)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(16, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.details, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.shut)
        row.addWidget(self.said, 1)
        row.addWidget(self.discard)
        row.addWidget(self.apply)
        column.addLayout(row)
        splitter = QSplitter(self)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_TREE, _SIZE.width() - _TREE])
        splitter.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.addWidget(splitter)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self.tree.narrow)
        self.details.checked.connect(self._on_checked)
        self.tree.chosen.connect(self._on_chosen)
        self.tree.moved.connect(lambda label, parent: self._leave_for(lambda: self.moved.emit(label, parent)))
        self.tree.placed.connect(
            lambda item, beside, below: self._leave_for(lambda: self.placed.emit(item, beside, below))
        )
        for keys, signal in (
            (QKeySequence.StandardKey.Undo, self.undo_requested),
            (QKeySequence.StandardKey.Redo, self.redo_requested),
        ):
            action = QAction(self)
            action.setShortcuts(keys)
            action.triggered.connect(signal)
            self.addAction(action)

    # --- what is shown

    @property
    def form(self) -> Form[Any]:
        """The form of what is shown."""
        return self.details.form

    def show_scheme(self, scheme: Scheme, wanted: Key | None = None) -> None:
        """The scheme has changed: show it.  What is being edited stays, unless just that was changed."""
        before = self.form.shown
        draft = self.form.item() if self.is_edited and before is not None else None
        self._scheme = scheme
        keep = draft is not None and before is not None and wanted is None
        there = next((each for each in scheme.items() if before and key_of(each) == key_of(before)), None)
        if keep and (self.details.is_new or there == before):
            self.tree.blockSignals(True)
            self.tree.show_scheme(scheme)
            self.tree.blockSignals(False)
            self.details.follow(scheme)
            return
        self.details.is_new = False
        self.tree.show_scheme(scheme, wanted)
        self.tree.narrow(self.filter.text())
        current = self.tree.item_of(self.tree.current_key())
        if current is not None:
            self._show(current)

    def tell(self, sentence: str, is_refusal: bool) -> None:
        """Say what was just done, or why it was not, where one looks."""
        self.said.setText(sentence)
        self.said.setProperty("tone", "danger" if is_refusal else "muted")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)

    def set_theme(self, theme: Theme) -> None:
        """Follow another look."""
        self.tree.set_theme(theme)
        self.details.set_theme(theme)

    @property
    def is_edited(self) -> bool:
        """Something stands in the fields that is not applied yet."""
        return self.details.is_edited

    def begin(self, kind: type) -> None:
        """Begin a new item of a kind."""
        self._begin(another_of(kind, self._scheme, under=self.form.shown))

    def apply_edit(self) -> bool:
        """Ask for what stands in the fields; false where it has faults."""
        form = self.form
        if not self.is_edited or form.shown is None:
            return True
        if self.details.check():
            return False
        item, renames = form.item(), form.renames()
        if self.details.is_new:
            self.details.is_new = False
            self.added.emit(item)
        else:
            self.edited.emit(form.shown, item, renames)
        return True

    def discard_edit(self) -> None:
        """Show the item as it is in the scheme."""
        self.details.is_new = False
        current = self.tree.item_of(self.tree.current_key())
        if current is not None:
            self._show(current)

    def _show(self, item: SchemeItem, *, is_new: bool = False) -> None:
        self.details.show_item(item, self._scheme, is_new=is_new)
        for action in (self.merge, self.delete, self.retire):
            action.setEnabled(not is_new and not isinstance(item, Heading))
        self.merge.setEnabled(self.merge.isEnabled() and not isinstance(item, AttributeType))
        self.split.setEnabled(not is_new and isinstance(item, Label))
        self.retire.setText("&Take up again" if getattr(item, "retired", False) else "&Retire")
        self.copy.setEnabled(not is_new and not self._is_fixed and not isinstance(item, Heading))

    def _on_checked(self, is_right: bool) -> None:
        self.apply.setEnabled(self.is_edited and is_right and not self._is_fixed)
        self.discard.setEnabled(self.is_edited)

    # --- what is asked

    def _begin(self, item: SchemeItem) -> None:
        self._show(item, is_new=True)
        self.form.name.setFocus()
        self.form.name.selectAll()

    def _on_chosen(self, item: SchemeItem) -> None:
        if (
            self.form.shown is not None
            and key_of(item) == key_of(self.form.shown)
            and not self.details.is_new
        ):
            return
        self._leave_for(lambda: self._go(key_of(item)), stay=self._back)

    def _go(self, key: Key) -> None:
        """Show an item as it is in the scheme now."""
        self._point(key)
        item = self.tree.item_of(key)
        if item is not None:
            self._show(item)

    def _back(self) -> None:
        """The tree goes back to what is being edited."""
        shown = self.form.shown
        if shown is not None and not self.details.is_new:
            self._point(key_of(shown))

    def _point(self, key: Key) -> None:
        self.tree.blockSignals(True)
        self.tree.choose(key)
        self.tree.blockSignals(False)

    def _leave_for(self, go: Callable[[], object], stay: Callable[[], None] = lambda: None) -> None:
        """``go``, once what stands in the fields is applied or discarded."""
        if not self.is_edited:
            go()
            return
        name = self.form.item().name or "this"
        stay()

        def apply_and_go() -> None:
            if self.apply_edit():
                go()

        def discard_and_go() -> None:
            self.discard_edit()
            go()

        answers = [Answer("Discard it", discard_and_go, is_danger=True)]
        if not self.details.check():
            answers.append(Answer("Apply it", apply_and_go, is_default=True))
        messages.ask(
            self,
            f"What you changed in {name} is not applied yet.",
            "Nothing of it is in the scheme.",
            answers,
        )

    def _on_new(self, kind: type) -> None:
        self._leave_for(lambda: self.begin(kind))

    def _on_copy(self) -> None:
        shown = self.form.shown
        if shown is not None and not isinstance(shown, Heading):
            self._leave_for(lambda: self._begin(copy_of(shown, self._scheme)))

    def _on_retire(self) -> None:
        shown = self.form.shown
        if shown is not None and not isinstance(shown, Heading):
            self._leave_for(lambda: self.edited.emit(shown, replace(shown, retired=not shown.retired), {}))

    def _ask_rework(self, name: str) -> None:
        if self.form.shown is not None:
            self.reworked.emit(name, self.form.shown)

    def leave(self) -> None:
        """Close without asking: the project is gone."""
        super().reject()

    def reject(self) -> None:
        """Esc, the button and the cross close it; what is not applied is asked about first."""
        self._leave_for(super().reject)
