"""What part of a large network is drawn: the choice, and the quiet panel that offers it instead of a hairball."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glossator.analysis.links import Network, ring
from glossator.core.statements import Node
from glossator.ui.plots.marks import counted, number

READABLE = 150
"""Nodes up to which a chart is drawn without a question."""
DRAWABLE = 2_000
"""Nodes up to which all are drawn when that is asked for."""
TOPS = (20, 60, 150)
_WIDE = 460


@dataclass(frozen=True)
class Choice:
    """What of a network is drawn: the ``top`` nodes, or all around the ``begun`` ones (0 and none: everything).
    ``added`` nodes come to that, ``hidden`` ones are left out.
    """

    top: int = 0
    begun: frozenset[Node] = frozenset()
    added: frozenset[Node] = frozenset()
    hidden: frozenset[Node] = frozenset()

    @property
    def is_all(self) -> bool:
        """Everything but what is hidden."""
        return not self.top and not self.begun

    def of(self, network: Network) -> Network:
        """The part of the network that is drawn."""
        if self.is_all:
            chosen = network
        elif self.top:
            chosen = network.top(self.top)
            if self.added:
                chosen = network.only({*chosen.nodes, *self.added})
        else:
            near = {node for begin in self.begun if begin in network.nodes for node in ring(network, begin)}
            chosen = network.only(near | self.added)
        return chosen.only(set(chosen.nodes) - self.hidden) if self.hidden else chosen


class NodeField(QLineEdit):
    """A field for the name of a node; ``taken`` carries the node that was chosen."""

    taken = Signal(object)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)
        self._named: dict[str, Node] = {}
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._take)
        self.setCompleter(completer)
        self.returnPressed.connect(lambda: self._take(self.text()))

    def offer(self, names: Sequence[tuple[str, Node]]) -> None:
        """Offer these nodes, in their order."""
        self._named = {}
        for name, node in names:
            self._named.setdefault(name, node)
        self._model.setStringList(list(self._named))

    def _take(self, name: str) -> None:
        typed = name.strip().casefold()
        found = self._named.get(name) or next(
            (node for each, node in self._named.items() if typed and typed in each.casefold()), None
        )
        if found is not None:
            self.clear()
            self.taken.emit(found)


class Offer(NamedTuple):
    """What the panel is about: how many nodes and links there are, and their names."""

    nodes: int
    links: int
    names: Sequence[tuple[str, Node]]


class ChoicePanel(QFrame):
    """Says that there is too much for a chart, and what can be done.  ``chosen`` carries a :class:`Choice`,
    ``matrix_requested`` asks for who appears with whom as a matrix.
    """

    chosen = Signal(object)
    matrix_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("frame", "card")
        self.setFixedWidth(_WIDE)
        self.head = QLabel(self)
        self.head.setProperty("tone", "head")
        self.head.setWordWrap(True)
        self.words = QLabel(self)
        self.words.setProperty("tone", "muted")
        self.words.setWordWrap(True)
        self.begin = NodeField("Begin with one of them: type a name", self)
        self.begin.taken.connect(lambda node: self.chosen.emit(Choice(begun=frozenset({node}))))
        self.tops = [self._button(f"The {top}", Choice(top=top)) for top in TOPS]
        self.matrix = QPushButton("As a &matrix", self)
        self.matrix.clicked.connect(self.matrix_requested)
        self.all = self._button("Draw &all", Choice())
        self._lay_out()

    def _button(self, words: str, choice: Choice) -> QPushButton:
        made = QPushButton(words, self)
        made.clicked.connect(lambda: self.chosen.emit(choice))
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(self.head)
        column.addWidget(self.words)
        column.addWidget(self.begin)
        first = QHBoxLayout()
        first.addWidget(QLabel("In most documents:", self))
        for each in self.tops:
            first.addWidget(each)
        first.addStretch(1)
        column.addLayout(first)
        second = QHBoxLayout()
        second.addWidget(self.matrix)
        second.addWidget(self.all)
        second.addStretch(1)
        column.addLayout(second)

    def show_offer(self, offer: Offer) -> None:
        """Offer what can be done about so much."""
        self.head.setText(
            f"{counted(offer.nodes, 'node')}, {counted(offer.links, 'link')}: more than a chart can show"
        )
        self.words.setText(
            f"Past {READABLE} nodes lines hide one another. Begin with one node and follow its links, draw those "
            "that stand in most documents, or read it as a matrix."
        )
        self.begin.offer(offer.names)
        for top, button in zip(TOPS, self.tops, strict=True):
            button.setVisible(top < offer.nodes)
        self.all.setText(f"Draw &all {number(offer.nodes)}")
        self.all.setEnabled(offer.nodes <= DRAWABLE)
        limit = "" if offer.nodes <= DRAWABLE else f"At most {number(DRAWABLE)} are drawn: set a filter first"
        self.all.setToolTip(limit)
        self.adjustSize()
