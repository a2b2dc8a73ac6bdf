"""What the words of a time may mean, proposed below its attributes: a line each with the reason, taken with a click."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from glossator.analysis.calendar_axis import span_words
from glossator.core import dates, dating
from glossator.core.annotations import Mention
from glossator.core.documents import Document
from glossator.core.scheme import AttributeType, Scheme
from glossator.ui import tasks

if TYPE_CHECKING:
    from glossator.normalising.proposals import Proposal, Reading

_MOST = 3
_QUICK = ("en",)


class DateProposals(QWidget):
    """Shown for a time without a date; ``taken`` carries the :class:`Proposal` that was clicked.

    English is read at once, other languages beside the window, as what reads them takes a moment to load.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.proposals: tuple[Proposal, ...] = ()
        self._asked: tuple[int, str, str] | None = None
        self._task: tasks.Task[Reading] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.why = QLabel(self)
        self.why.setProperty("tone", "muted")
        self.why.setWordWrap(True)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self._column.addWidget(self.why)
        self.buttons: list[QPushButton] = []

    def show_mention(self, mention: Mention, document: Document, scheme: Scheme) -> bool:
        """Propose what ``mention`` may mean; ``False`` where nothing is to be: it is no time, or has a date already."""
        kinds = dating.time_attributes(scheme, "mention", mention.label)
        is_open = mention.label in dating.time_labels(scheme) and not any(
            mention.attributes.get(each.id) for each in kinds
        )
        if not is_open:
            self._asked = None
            return False
        asked = (mention.id, mention.quote, document.published)
        if asked != self._asked:
            from glossator.normalising.proposals import read  # late: the rules take some milliseconds to load

            self._asked = asked
            self._show(read(mention.quote, document.published, _QUICK), kinds)
            if not self.proposals:
                self._read_on(mention.quote, document.published, kinds)
        return True

    def _read_on(self, words: str, published: str, kinds: Sequence[AttributeType]) -> None:
        from glossator.normalising.proposals import read

        asked = self._asked

        def done(found: Reading) -> None:
            if self._asked == asked:
                self._show(found, kinds)

        self._task = tasks.run(
            lambda progress: read(words, published), done=done, failed=lambda error: None, parent=self
        )

    def _show(self, reading: Reading, kinds: Sequence[AttributeType]) -> None:
        for button in self.buttons:
            self._column.removeWidget(button)
            button.deleteLater()
        is_date = bool(kinds) and kinds[0].kind == "date"
        self.proposals = tuple(each for each in reading.proposals if each.as_date or not is_date)[:_MOST]
        self.buttons = []
        for at, each in enumerate(self.proposals):
            button = QPushButton(_words(each) + ("   A" if at == 0 else ""), self)
            button.setProperty("role", "field")
            button.setToolTip(f"Set it: {each.why}" + (" (A)" if at == 0 else ""))
            button.setAccessibleName(f"Proposed date {each.value}, {each.why}")
            button.clicked.connect(partial(self.taken.emit, each))
            self._column.addWidget(button)
            self.buttons.append(button)
        first = self.proposals[0].why if self.proposals else reading.why_none
        self.why.setText(f"Proposed, {first}" if self.proposals else first)


def _words(proposal: Proposal) -> str:
    mod = f", {proposal.mod.lower().replace('_', ' ')}" if proposal.mod else ""
    when = dates.read(proposal.value)
    said = "" if when is None or when.precision == "moment" else f"  ({span_words(when.start, when.end)})"
    return f"{proposal.value}{mod}{said}"
