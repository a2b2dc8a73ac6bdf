"""The dialog that asks for other grades of many claims at once, and why."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from glossator.core.claims import CREDIBILITY_WORDS, RELIABILITY_WORDS
from glossator.ui.dialogs.reasoned import ReasonedDialog, plain_words

_AS_IT_IS = "as it is"


class RegradeDialog(ReasonedDialog):
    """Asks for grades.  ``wanted`` carries that of the sources, that of what they say (each empty where it shall stay)
    and the reason.
    """

    wanted = Signal(str, str, str)

    def __init__(self, what: str, sources: str, *, is_graded: bool, parent: QWidget | None = None) -> None:
        """``what`` tells the claims, ``sources`` whose reliability it is; without ``is_graded`` the scheme of the
        project has no grades for what is said.
        """
        super().__init__("Grade anew", what, "&Grade", parent)
        self.sources = plain_words(self, sources, "muted")
        self.reliability = self._choice(RELIABILITY_WORDS, "Reliability of the sources")
        self.credibility = self._choice(CREDIBILITY_WORDS, "Credibility of what they say")
        self.credibility.setEnabled(is_graded)
        self.reason.setPlaceholderText("Why is it another grade?")
        self.lay_out([self.sources], [("&Source", self.reliability), ("&Information", self.credibility)])
        self.taken.connect(self._on_taken)

    def _choice(self, words: Mapping[str, str], name: str) -> QComboBox:
        made = QComboBox(self)
        made.setAccessibleName(name)
        made.addItem(_AS_IT_IS, "")
        for grade, said in words.items():
            made.addItem(f"{grade}  {said}", grade)
        made.currentIndexChanged.connect(lambda _: self.fault.clear())
        return made

    def say(self, sentence: str) -> None:
        """Why that cannot be; the dialog stays open, and the reason can be typed."""
        super().say(sentence)
        self.reason.setFocus()

    def _on_taken(self) -> None:
        self.wanted.emit(self.reliability.currentData(), self.credibility.currentData(), self.reason.text())
