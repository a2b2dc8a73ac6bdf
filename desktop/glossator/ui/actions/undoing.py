"""Undo and Redo at work: steps of this sitting go at once, and before an older one is taken back it is asked for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from glossator import retrospect
from glossator.core.changes import Change
from glossator.core.history import Step
from glossator.retrospect import HistoryRow
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.moving import Moving
from glossator.ui.messages import Answer, Banner
from glossator.ui.panels.history.model import written_time
from glossator.workbench import Workbench

_LET_GO = 2_000  # records forgotten at one go


class Undoing(QObject):
    """Takes the last step back, and does it again.

    What was done since the project was opened is taken back without a word.  Undo reaches further, over documents and
    restarts: the first step from before, and each such one that would take a document out, is named first with its day
    and how much it is, and goes when Undo is asked for once more.  ``strip`` says so over page and Summary.
    """

    def __init__(self, desk: Desk, moving: Moving) -> None:
        super().__init__(desk)
        self._desk = desk
        self._moving = moving
        self._opened_at = 0
        self._has_gone_back = False
        self._asked: int | None = None
        self.strip = Banner(desk.theme)
        desk.theme_changed.connect(self.strip.set_theme)
        desk.signals.project_opened.connect(self._on_opened)
        for happened in (desk.signals.project_closed, desk.signals.changed, desk.signals.renewed):
            happened.connect(self.leave)

    def turn(self, *, again: bool) -> None:
        """Undo, or Redo, and bring the page to the document where it happened."""
        self._desk.attempt(partial(self._turn, again=again))

    def lets(self, step: Step | None, *, in_strip: bool = True) -> bool:
        """Whether Undo may take this step back now; else it is asked for, in the strip or (as the window may be hidden
        behind another) in the status line.
        """
        if step is None or step.id == self._asked:
            self._has_gone_back |= step is not None
            return True
        bench = self._desk.need_bench()
        row = retrospect.row_of(bench, step.id)
        if row is None or row.place <= 0 or row.place > self._opened_at:
            return True
        documents = retrospect.documents_made(bench, row)
        if self._has_gone_back and not documents:
            return True
        self._asked = step.id
        question = f"{in_words(step.title, row, documents)} Undo once more takes it back."
        if in_strip:
            undo = partial(self.turn, again=False)
            self.strip.say(
                question, "warning", action="Undo it", do=undo, second=Answer("Leave it", self.leave)
            )
        else:
            self._desk.said.emit(question, True)
        return False

    def leave(self) -> None:
        """Ask no more: it stays as it is."""
        self._asked = None
        self.strip.dismiss()

    def _on_opened(self) -> None:
        self.leave()
        self._has_gone_back = False
        newest = self._desk.need_bench().ask.history(limit=1)
        self._opened_at = newest[0].place if newest else 0

    def _turn(self, *, again: bool) -> None:
        bench = self._desk.need_bench()
        step = bench.history.to_redo if again else bench.history.to_undo
        if not again and not self.lets(step):
            return
        self.leave()
        if step is not None and bench.is_large(step.id):
            self._desk.do_beside(
                f"{'Redo' if again else 'Undo'}: {step.title}", partial(_beside, again=again), self._go
            )
            return
        change: Change = bench.redo() if again else bench.undo()
        self._desk.said.emit(change.title, False)
        self._go(sorted(change.documents()))
        self._moving.show_change(change)

    def _go(self, where: list[int]) -> None:
        ask = self._desk.need_bench().ask
        if where and self._desk.selection.document not in where and ask.document(where[0]) is not None:
            self._moving.open_document(where[0])


def in_words(title: str, row: HistoryRow, documents: int) -> str:
    """The question before an older step is taken back: what it was, when, and how much."""
    much = f"{row.changes:,} record{'' if row.changes == 1 else 's'}"
    if documents:
        much = f"it takes out {documents:,} document{'' if documents == 1 else 's'}, {much} in all"
    return f"Undo “{title}” of {written_time(row.time)}, before this project was opened: {much}?"


def _beside(bench: Workbench, *, again: bool) -> list[int]:
    change = bench.redo() if again else bench.undo()
    where = sorted(change.documents())
    records = [*change.removed, *change.added]
    del change
    while records:  # a hundred thousand that go at one go would stop the window
        del records[-_LET_GO:]
    return where
