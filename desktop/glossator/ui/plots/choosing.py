"""The strip in which the filter of the views is chosen: dates, and lists with a tick for each value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from glossator.core.claims import CREDIBILITY, CREDIBILITY_WORDS, RELIABILITY_WORDS
from glossator.core.dates import date_fault
from glossator.core.documents import STATUSES
from glossator.core.lens import CERTAINTY, Lens, is_turned
from glossator.ui.plots.flow import Flow
from glossator.workbench import Workbench

_HEIGHT = 116  # pixels: four rows and a half, so that one sees that there are more
_NARROW, _WIDE = 96, 216  # pixels: of a list, whatever stands in it
_DATE = 152  # pixels
_BESIDE = 28  # pixels: of the bar with which a list is moved, and the frame
_DOCUMENTS = 200
_DELAY = 200  # milliseconds after the last key
_VALUE = int(Qt.ItemDataRole.UserRole)
_LISTS = (
    ("labels", "Labels"),
    ("certainty", "Certainty"),
    ("annotators", "Annotator"),
    ("statuses", "Status"),
    ("reliability", "Grade of the document"),
    ("credibility", "Grade of the claim"),
    ("documents", "Documents"),
)


class TickList(QListWidget):
    """A list of ticks: a click anywhere on a row does what one on its box does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: tuple[QListWidgetItem, Qt.CheckState] | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press(event)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._press(event)  # the second of two clicks is a click as well
        super().mouseDoubleClickEvent(event)

    def _press(self, event: QMouseEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = (item, item.checkState()) if item is not None and is_left else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        super().mouseReleaseEvent(event)
        if pressed is None:
            return
        item, before = pressed
        is_there = self.itemAt(event.position().toPoint()) is item
        if is_there and item.checkState() == before:  # else the box was hit
            is_on = before == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)


class FilterStrip(QWidget):
    """``changed`` carries the lens with what is ticked; several ticks of one list mean any of them."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench: Workbench | None = None
        self._lens = Lens()
        self.since = self._field("from, as 2024-12", "Published from")
        self.until = self._field("until", "Published until")
        self.fault = QLabel(self)
        self.fault.setProperty("tone", "warning")
        self.fault.setWordWrap(True)
        self.search = self._field("name holds…", "Documents whose name holds")
        self.lists = {name: self._list(words) for name, words in _LISTS}
        self._later = QTimer(self, singleShot=True, interval=_DELAY)
        self._later.timeout.connect(self._on_dates)
        self._soon = QTimer(self, singleShot=True, interval=_DELAY)
        self._soon.timeout.connect(self._fill_documents)
        self.since.textChanged.connect(self._later.start)
        self.until.textChanged.connect(self._later.start)
        self.search.textChanged.connect(self._soon.start)
        self._lay_out()

    @property
    def tab_stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, as they stand."""
        lists = [each for name, each in self.lists.items() if name != "documents"]
        return (*lists, self.search, self.lists["documents"], self.since, self.until)

    def _field(self, hint: str, name: str) -> QLineEdit:
        made = QLineEdit(self)
        made.setPlaceholderText(hint)
        made.setAccessibleName(name)
        made.setClearButtonEnabled(True)
        return made

    def _list(self, name: str) -> QListWidget:
        made = TickList(self)
        made.setAccessibleName(name)
        made.setFixedHeight(_HEIGHT)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.itemChanged.connect(lambda _: self._on_ticked())
        return made

    def _lay_out(self) -> None:
        """Lists stand beside each other as wide as what is in them, in as many lines as it takes; the dates below."""
        lists = QWidget(self)
        flow = Flow(lists)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(8)
        for name, words in _LISTS:
            flow.addWidget(self._block(name, words))
        dates = QHBoxLayout()
        dates.setSpacing(8)
        dates.addWidget(self._head("Published", self.since))
        for field in (self.since, self.until):
            field.setFixedWidth(_DATE)
            dates.addWidget(field)
        dates.addWidget(self.fault, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 4, 24, 8)
        column.setSpacing(6)
        column.addWidget(lists)
        column.addLayout(dates)

    def _head(self, words: str, of: QWidget) -> QLabel:
        head = QLabel(words, self)
        head.setProperty("tone", "muted")
        head.setBuddy(of)
        return head

    def _block(self, name: str, words: str) -> QWidget:
        block = QWidget(self)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._head(words, self.lists[name]))
        if name == "documents":
            self.lists[name].setFixedHeight(_HEIGHT - 32)
            column.addWidget(self.search)
        column.addWidget(self.lists[name])
        return block

    def show_choices(self, bench: Workbench, lens: Lens) -> None:
        """Offer what there is in this project, ticked as ``lens`` says."""
        self._bench, self._lens = bench, lens
        scheme = bench.scheme
        fill = self._fill
        fill("labels", ((each.id, each.name) for each in scheme.labels if not each.retired), lens.labels)
        for name, attribute in (("certainty", CERTAINTY), ("credibility", CREDIBILITY)):
            kind = scheme.attribute(attribute)
            words = CREDIBILITY_WORDS if name == "credibility" else {}
            values = sorted(kind.values) if kind and name == "credibility" else kind.values if kind else ()
            fill(
                name,
                ((each, f"{each} {words.get(each, '')}".strip()) for each in values),
                getattr(lens, name),
            )
        fill(
            "reliability",
            ((each, f"{each} {told}") for each, told in RELIABILITY_WORDS.items()),
            lens.reliability,
        )
        people = [each for each in bench.ask.authors() if each] or [bench.author]
        fill("annotators", ((each, each) for each in people), lens.annotators)
        fill("statuses", ((each, each) for each in STATUSES), lens.statuses)
        self._fill_documents()
        for field, text in ((self.since, lens.since), (self.until, lens.until)):
            if field.text() != text:
                with QSignalBlocker(field):
                    field.setText(text)

    def leave(self) -> None:
        """Let go of the project: what was typed a moment ago is not meant for another one."""
        self._later.stop()
        self._soon.stop()
        self._bench = None
        self.fault.clear()
        with QSignalBlocker(self.search):
            self.search.clear()

    def _fill(self, name: str, values: Iterable[tuple[object, str]], ticked: Iterable[object]) -> None:
        listed, held = self.lists[name], set(ticked)
        with QSignalBlocker(listed):
            listed.clear()
            for value, words in values:
                item = QListWidgetItem(words, listed)
                item.setData(_VALUE, value)
                item.setToolTip(words)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if value in held else Qt.CheckState.Unchecked)
        listed.setEnabled(listed.count() > 0)
        listed.setFixedWidth(min(_WIDE, max(_NARROW, listed.sizeHintForColumn(0) + _BESIDE)))

    def _fill_documents(self) -> None:
        bench = self._bench
        if bench is None:
            return
        chosen = self._lens.documents
        found = {
            each: document for each in sorted(chosen)[:_DOCUMENTS] if (document := bench.ask.document(each))
        }
        rows = bench.ask.documents(text=self.search.text().strip(), limit=_DOCUMENTS)
        found.update((row.document.id, row.document) for row in rows)
        self._fill(
            "documents", ((str(number), each.name) for number, each in found.items()), map(str, chosen)
        )

    def _on_ticked(self) -> None:
        listed = {
            int(self.lists["documents"].item(row).data(_VALUE))
            for row in range(self.lists["documents"].count())
        }
        documents = frozenset(map(int, self._ticked("documents"))) | (self._lens.documents - listed)
        self._tell(
            replace(
                self._lens,
                documents=documents,
                labels=self._ticked("labels"),
                certainty=self._ticked("certainty"),
                reliability=self._ticked("reliability"),
                credibility=self._ticked("credibility"),
                annotators=self._ticked("annotators"),
                statuses=self._ticked("statuses"),
            )
        )

    def _ticked(self, name: str) -> frozenset[str]:
        listed = self.lists[name]
        items = (listed.item(row) for row in range(listed.count()))
        return frozenset(
            str(each.data(_VALUE)) for each in items if each.checkState() == Qt.CheckState.Checked
        )

    def _on_dates(self) -> None:
        since, until = self.since.text().strip(), self.until.text().strip()
        fault = date_fault(since) or date_fault(until)
        if not fault and is_turned(since, until):
            fault = f"{since} is after {until}"
        self.fault.setText(fault)
        if not fault:
            self._tell(replace(self._lens, since=since, until=until))

    def _tell(self, lens: Lens) -> None:
        if lens != self._lens:
            self._lens = lens
            self.changed.emit(lens)
