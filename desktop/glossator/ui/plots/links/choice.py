"""What part of a large network is drawn: the choice, and the quiet panel that offers it instead of a hairball."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent
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

from glossator.analysis.links import Network, Sieve, ring
from glossator.analysis.web import Web
from glossator.core.statements import Node
from glossator.core.titles import counted
from glossator.ui.plots.marks import number, shown_hidden

READABLE = 150
"""Nodes up to which a chart is drawn without a question."""
DRAWABLE = 2_000
"""Nodes up to which all are drawn when that is asked for."""
TOPS = (20, 60, 150)
_WIDE = 460

Names = Callable[[], Sequence[tuple[str, Node]]]
"""Finds the names of nodes, those that matter most first."""


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


def shown_words(web: Web, shown: int, choice: Choice, sieve: Sieve) -> list[str]:
    """How many relations are drawn, and what keeps the others away: the filter of all views, the controls of this one,
    or what was chosen to be drawn.
    """
    there = len(web.relations())
    if web.leading is not None:  # of a very large project only these were asked for
        part = f"{counted(shown, 'relation')} shown of {number(web.total)}"
        return [part, f"among the {len(web.leading)} identities in most documents"]
    told = [shown_hidden(shown, web.hidden, "relation")]
    if there > shown and (reasons := _reasons(choice, sieve)):
        told.append(f"{number(there - shown)} {' or '.join(reasons)}")
    if web.alone:
        told.append(f"{number(web.alone)} with fewer than two ends link nothing")
    return told


def _reasons(choice: Choice, sieve: Sieve) -> list[str]:
    """Why something that the filter lets through may not be drawn."""
    found = []
    if sieve != Sieve():
        found.append("left out by type, certainty or grade")
    if choice.begun:
        found.append("not around what was chosen")
    elif choice.top:
        found.append(f"not among the {choice.top} in most documents")
    if choice.hidden:
        found.append("at hidden nodes")
    return found


class NodeField(QLineEdit):
    """A field for the name of a node; ``taken`` carries the node that was chosen."""

    taken = Signal(object)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)
        self._named: dict[str, Node] = {}
        self._names: Names = list
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._take)
        self.setCompleter(completer)
        self.returnPressed.connect(lambda: self._take(self.text()))

    def offer(self, names: Names) -> None:
        """Offer the nodes that ``names`` finds; it is asked when somebody is about to type."""
        self._names = names
        if self.hasFocus():
            self._learn()

    def _learn(self) -> None:
        self._named = {}
        for name, node in self._names():
            self._named.setdefault(name, node)
        self._model.setStringList(list(self._named))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._learn()
        super().focusInEvent(event)

    def _take(self, name: str) -> None:
        self._learn()
        typed = name.strip().casefold()
        found = self._named.get(name) or next(
            (node for each, node in self._named.items() if typed and typed in each.casefold()), None
        )
        if found is not None:
            self.clear()
            self.taken.emit(found)


class Offer(NamedTuple):
    """What the panel is about: how many nodes and links there are (0 nodes: so many relations, and nobody knows yet
    between how many), and what finds their names.
    """

    nodes: int
    links: int
    names: Names


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
        is_known = offer.nodes > 0
        what = f"{counted(offer.nodes, 'node')}, {counted(offer.links, 'link')}"
        if not is_known:
            what = counted(offer.links, "relation or event", "relations and events")
        self.head.setText(f"{what}: more than a chart can show")
        self.words.setText(
            f"Past {READABLE} nodes lines hide one another. Begin with one node and follow its links, draw those "
            "that stand in most documents, or read it as a matrix."
        )
        self.begin.offer(offer.names)
        for top, button in zip(TOPS, self.tops, strict=True):
            button.setVisible(top < offer.nodes or not is_known)
        self.all.setText(f"Draw &all {number(offer.nodes)}" if is_known else "Draw &all")
        is_possible = offer.nodes <= DRAWABLE and (is_known or offer.links <= 4 * DRAWABLE)
        self.all.setEnabled(is_possible)
        self.all.setToolTip(
            "" if is_possible else f"At most {number(DRAWABLE)} are drawn: set a filter first"
        )
        self.adjustSize()
