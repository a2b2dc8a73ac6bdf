"""Lists that are typed: values with what they were called before, roles, permitted ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from glossator.core.scheme import Role, Signature
from glossator.ui.dialogs.scheme.ids import IdsField, Known

_BEFORE = Qt.ItemDataRole.UserRole
_LIST_HEIGHT = 104


class _EnterLine(QLineEdit):
    """A line whose Enter is its own, not that of the window."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class ValueList(QWidget):
    """Words in an order, each of which can be renamed, moved and taken out.  ``changed`` follows each of these."""

    changed = Signal()

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gone: list[str] = []
        self.list = QListWidget(self)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.list.setFixedHeight(_LIST_HEIGHT)
        self.list.setAccessibleName(what)
        self.list.setToolTip(
            "F2 renames, and every tag follows; drag, or Alt and an arrow, puts them in another order"
        )
        self.field = _EnterLine(self)
        self.field.setPlaceholderText(f"Another {what}, then Enter")
        self.out = QPushButton("Take out", self)
        self.out.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.out)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.list)
        column.addLayout(row)
        self.field.returnPressed.connect(self._on_add)
        self.out.clicked.connect(self._on_out)
        self.list.itemChanged.connect(self.changed)
        self.list.model().rowsMoved.connect(self.changed)
        self.list.installEventFilter(self)
        self.setFocusProxy(self.list)

    def show_values(self, values: Iterable[str]) -> None:
        """Show these words, as they are called in the scheme now."""
        self.list.blockSignals(True)
        self.list.clear()
        self._gone = []
        for each in values:
            self._add(each, each)
        self.list.blockSignals(False)

    def values(self) -> tuple[str, ...]:
        """The words in their order."""
        found = (self.list.item(at).text().strip() for at in range(self.list.count()))
        return tuple(each for each in found if each)

    def renames(self) -> dict[str, str]:
        """What words of before are called now; empty for those that were taken out."""
        rows = [self.list.item(at) for at in range(self.list.count())]
        found = {row.data(_BEFORE): row.text().strip() for row in rows if row.data(_BEFORE)}
        return {**dict.fromkeys(self._gone, ""), **{old: new for old, new in found.items() if old != new}}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt and an arrow put the current word elsewhere."""
        if (by := _step(event)) and watched is self.list:
            row = self.list.currentRow()
            if 0 <= row + by < self.list.count() and row >= 0:
                self.list.insertItem(row + by, self.list.takeItem(row))
                self.list.setCurrentRow(row + by)
                self.changed.emit()
            return True
        return super().eventFilter(watched, event)

    def _add(self, word: str, before: str) -> None:
        made = QListWidgetItem(word, self.list)
        made.setData(_BEFORE, before)
        made.setFlags(made.flags() | Qt.ItemFlag.ItemIsEditable)

    def _on_add(self) -> None:
        words = [each.strip() for each in self.field.text().split(",") if each.strip()]
        for each in words:
            if each not in self.values():
                self._add(each, each if each in self._gone else "")
                self._gone = [gone for gone in self._gone if gone != each]
        self.field.clear()
        self.changed.emit()

    def _on_out(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            gone = self.list.takeItem(row)
            if gone.data(_BEFORE):
                self._gone.append(gone.data(_BEFORE))
            self.changed.emit()


def _step(event: QEvent, held: Qt.KeyboardModifier = Qt.KeyboardModifier.AltModifier) -> int:
    """-1 or 1 where an up or down arrow is pressed with these keys held; else 0."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return 0
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != held:
        return 0
    return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)


def _holds(row: Sequence[QWidget], watched: QObject) -> bool:
    return any(watched is each or watched is each.focusProxy() for each in row)


class _Rows(QWidget):
    """Rows of fields with a button behind each that takes it out, and one below that adds another."""

    changed = Signal()

    def __init__(self, titles: Sequence[str], another: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[QWidget, ...]] = []
        self.grid = QGridLayout()
        self.grid.setSpacing(4)
        for at, title in enumerate(titles):
            head = QLabel(title, self)
            head.setProperty("tone", "muted")
            self.grid.addWidget(head, 0, at)
        self.another = QPushButton(another, self)
        self.another.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.grid)
        column.addWidget(self.another, 0, Qt.AlignmentFlag.AlignLeft)
        self.another.clicked.connect(self._on_another)

    def clear(self) -> None:
        """No row is left."""
        while self._rows:
            self._drop(self._rows[0])

    def take_out(self, place: int) -> None:
        """Take the row at a place out, as its button does."""
        self._on_out(self._rows[place])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+Shift and an arrow put the row of a field elsewhere."""
        by = _step(event, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
        row = next((at for at, row in enumerate(self._rows) if _holds(row, watched)), -1) if by else -1
        if row < 0:
            return super().eventFilter(watched, event)
        self.move_row(row, row + by)
        return True

    def move_row(self, place: int, to: int) -> None:
        """Put the row at a place to another one; nothing happens beyond the ends."""
        if not 0 <= to < len(self._rows):
            return
        self._rows.insert(to, self._rows.pop(place))
        first = self.grid.rowCount()
        for at, row in enumerate(self._rows):
            for column, each in enumerate(row):
                self.grid.addWidget(each, first + at, column)
        self.changed.emit()

    def _put(self, *fields: QWidget) -> None:
        out = QToolButton(self)
        out.setText("×")
        out.setToolTip("Take this row out")
        out.setAccessibleName("Take this row out")
        row = (*fields, out)
        place = self.grid.rowCount()
        for at, each in enumerate(row):
            self.grid.addWidget(each, place, at)
            (each.focusProxy() or each).installEventFilter(self)
        self._rows.append(row)
        out.clicked.connect(lambda: self._on_out(row))

    def _drop(self, row: tuple[QWidget, ...]) -> None:
        self._rows = [each for each in self._rows if each is not row]
        for each in row:
            self.grid.removeWidget(each)
            each.hide()
            each.deleteLater()

    def _on_out(self, row: tuple[QWidget, ...]) -> None:
        self._drop(row)
        self.changed.emit()

    def _on_another(self) -> None:
        raise NotImplementedError


class EndsField(_Rows):
    """The permitted ends of a relation: rows of labels that may stand first and second."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(("From", "To"), "Permit another pair", parent)
        self._known: Known = ()

    def show_ends(self, ends: Iterable[Signature], known: Known) -> None:
        """Show these pairs; ``known`` are the ids that are completed."""
        self._known = known
        self.clear()
        for each in ends:
            self._add(each.first, each.second)

    def ends(self) -> tuple[Signature, ...]:
        """The pairs, as far as both of their sides say something."""
        found = [(first.ids(), second.ids()) for first, second in self.fields()]
        return tuple(Signature(first, second) for first, second in found if first and second)

    def fields(self) -> list[tuple[IdsField, IdsField]]:
        """The two fields of each row."""
        found = []
        for first, second, *_ in self._rows:
            if isinstance(first, IdsField) and isinstance(second, IdsField):
                found.append((first, second))
        return found

    def _add(self, first: Iterable[str] = (), second: Iterable[str] = ()) -> None:
        fields = []
        for ids, name in ((first, "From"), (second, "To")):
            field = IdsField(self._known, self)
            field.setAccessibleName(name)
            field.show_ids(ids)
            field.textChanged.connect(self.changed)
            fields.append(field)
        self._put(*fields)

    def _on_another(self) -> None:
        self._add()
        self._rows[-1][0].setFocus()
        self.changed.emit()


class RolesField(_Rows):
    """The roles of an event: name, permitted fillers, whether it is required."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(("Role", "Filled by", "Required"), "Another role", parent)
        self._known: Known = ()
        self._before: dict[QWidget, str] = {}
        self._first: tuple[str, ...] = ()

    def show_roles(self, roles: Sequence[Role], known: Known) -> None:
        """Show these roles as they are in the scheme; ``known`` are the ids that are completed."""
        self._known = known
        self._before = {}
        self._first = tuple(each.name for each in roles)
        self.clear()
        for each in roles:
            self._add(each, each.name)

    def roles(self) -> tuple[Role, ...]:
        """The roles that have a name."""
        found = [
            Role(name.text().strip(), ids.ids(), required=box.isChecked()) for name, ids, box in self.fields()
        ]
        return tuple(each for each in found if each.name)

    def renames(self) -> dict[str, str]:
        """What roles of before are called now; empty for those that were taken out."""
        now = {
            self._before[name]: name.text().strip() for name, _, _ in self.fields() if self._before.get(name)
        }
        return {old: now.get(old, "") for old in self._first if now.get(old, "") != old}

    def fields(self) -> list[tuple[QLineEdit, IdsField, QCheckBox]]:
        """The fields of each row."""
        found = []
        for name, ids, box, *_ in self._rows:
            if isinstance(name, QLineEdit) and isinstance(ids, IdsField) and isinstance(box, QCheckBox):
                found.append((name, ids, box))
        return found

    def _add(self, role: Role, before: str) -> None:
        name = QLineEdit(role.name, self)
        name.setPlaceholderText("Name of the role")
        name.setAccessibleName("Name of the role")
        ids = IdsField(self._known, self)
        ids.setAccessibleName("Filled by")
        ids.show_ids(role.fillers)
        box = QCheckBox(self)
        box.setAccessibleName("Required")
        box.setChecked(role.required)
        self._before[name] = before
        name.textChanged.connect(self.changed)
        ids.textChanged.connect(self.changed)
        box.toggled.connect(self.changed)
        self._put(name, ids, box)

    def _on_another(self) -> None:
        self._add(Role("", ()), "")
        self._rows[-1][0].setFocus()
        self.changed.emit()
