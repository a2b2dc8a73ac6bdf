"""The controls of the link chart: which types, how sure, how well graded, finding a node, and what else can be done."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QMenu, QToolButton, QWidget

from glossator.analysis.links import GRADED, Sieve, Ways
from glossator.core.scheme import Scheme
from glossator.ui.plots.flow import Beside
from glossator.ui.plots.links.choice import NodeField
from glossator.ui.plots.marks import number

_GRADES = (
    ("Any grade", ""),
    ("Graded at all", GRADED),
    ("C3 or better", "C3"),
    ("B2 or better", "B2"),
    ("A1", "A1"),
)
_FIELD = 150
_NAMED = 3  # types left out that a picture names; of more it says how many are drawn
_LEAST = 62  # pixels to which a choice shrinks in a narrow window


class Controls(QWidget):
    """The row of controls.  ``changed`` tells that :attr:`sieve` is another one, ``found`` carries a node that is
    sought, ``more_menu`` tells what else can be done, ``table`` says whether the table lists links or nodes.
    """

    changed = Signal()
    found = Signal(object)
    table_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._hidden: set[str] = set()
        self._counts: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self.types = QToolButton(self)
        self.types.setText("All types")
        self.types.setToolTip("Which relations and events are drawn")
        self.types.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.types_menu = QMenu(self.types)
        self.types_menu.aboutToShow.connect(self._fill_types)
        self.types.setMenu(self.types_menu)
        self.certainty = self._box("How sure the text has to be")
        self.grade = self._box("How well the statement has to be graded")
        for words, value in _GRADES:
            self.grade.addItem(words, value)
        self.table = self._box("What the table lists")
        self.table.addItems(["Links", "Nodes"])
        self.field = NodeField("Find a node", self)
        self.field.setMaximumWidth(_FIELD)
        self.field.taken.connect(self.found)
        self.more = QToolButton(self)
        self.more.setText("Chart")
        self.more.setToolTip("What is drawn, and how it is arranged")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_menu = QMenu(self.more)
        self.more.setMenu(self.more_menu)
        row = self._row = Beside(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for each in (self.table, self.field, self.types, self.certainty, self.grade, self.more):
            row.addWidget(each)
        self.table.hide()
        self.certainty.currentIndexChanged.connect(self.changed)
        self.grade.currentIndexChanged.connect(self.changed)
        self.table.currentIndexChanged.connect(self.table_changed)

    def _box(self, words: str) -> QComboBox:
        made = QComboBox(self)
        made.setToolTip(words)
        made.setAccessibleName(words)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        made.setMinimumWidth(_LEAST)
        return made

    def sizeHint(self) -> QSize:
        """All in one line."""
        return QSize(self._row.whole, self._row.sizeHint().height())

    @property
    def sieve(self) -> Sieve:
        """What they let through."""
        return Sieve(
            frozenset(self._hidden), self.certainty.currentData() or "", self.grade.currentData() or ""
        )

    @property
    def told(self) -> tuple[str, ...]:
        """What they let through, in words: the types that are not drawn by their names, where these are few."""
        hidden = [self._names[each] for each in self._counts if each in self._hidden]
        types = f"without {', '.join(hidden)}" if 0 < len(hidden) <= _NAMED else self.types.text()
        sure = () if self.certainty.isHidden() else (self.certainty.currentText(),)
        return (types, *sure, self.grade.currentText())

    @property
    def lists_nodes(self) -> bool:
        """The table lists nodes."""
        return self.table.currentIndex() == 1

    def show_types(self, counts: Mapping[str, int], scheme: Scheme) -> None:
        """Offer these types, with how many relations there are of each, and the certainties of the scheme."""
        self._counts = dict(counts)
        self._names = {each: scheme.name_of(each) for each in counts}
        values = Ways.of(scheme).certainties
        wanted = ["", *values[: max(0, len(values) - 1)]]
        held = [self.certainty.itemData(at) for at in range(self.certainty.count())]
        if held != wanted:
            chosen = self.certainty.currentData()
            self.certainty.blockSignals(True)
            self.certainty.clear()
            for at, value in enumerate(wanted):
                words = value if at == 1 else f"{value} or surer"
                self.certainty.addItem(words if value else "However sure", value)
            self.certainty.setCurrentIndex(max(0, self.certainty.findData(chosen)))
            self.certainty.blockSignals(False)
        self.certainty.setVisible(len(wanted) > 1)
        self._say_types()

    def hide_type(self, type_id: str) -> None:
        """Draw no links of this type any more."""
        self._hidden.add(type_id)
        self._say_types()
        self.changed.emit()

    def clear(self) -> None:
        """Let everything through, without telling."""
        self._hidden = set()
        for box in (self.certainty, self.grade):
            box.blockSignals(True)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        self._say_types()

    def _say_types(self) -> None:
        there = [each for each in self._counts if each not in self._hidden]
        all_of_them = len(there) == len(self._counts)
        self.types.setText("All types" if all_of_them else f"{len(there)} of {len(self._counts)} types")

    def _fill_types(self) -> None:
        self.types_menu.clear()
        self.types_menu.addAction("All").triggered.connect(lambda: self._set(set()))
        self.types_menu.addAction("None").triggered.connect(lambda: self._set(set(self._counts)))
        self.types_menu.addSeparator()
        for each, count in self._counts.items():
            action = self.types_menu.addAction(f"{self._names[each]}\t{number(count)}")
            action.setCheckable(True)
            action.setChecked(each not in self._hidden)
            action.triggered.connect(lambda is_on, each=each: self._turn(each, is_on=is_on))

    def _turn(self, type_id: str, *, is_on: bool) -> None:
        self._set(self._hidden - {type_id} if is_on else self._hidden | {type_id})

    def _set(self, hidden: set[str]) -> None:
        self._hidden = hidden
        self._say_types()
        self.changed.emit()
