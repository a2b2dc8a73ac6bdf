"""Grading anew: other grades for all claims of a cell of the grid, with the reason, as one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from glossator.core import claims
from glossator.core.documents import Document
from glossator.core.errors import Refused
from glossator.core.lens import Lens, RelationPick
from glossator.core.titles import counted
from glossator.ui.actions.desk import Desk

if TYPE_CHECKING:
    from glossator.surveys import Behind
    from glossator.ui.dialogs.regrading import RegradeDialog

_NAMED = 3


class Regrading(QObject):
    """Asks how claims are to be graded instead."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.dialog: RegradeDialog | None = None

    def ask(self, picks: Sequence[RelationPick], lens: Lens) -> None:
        """Ask for other grades of what is picked, as far as the lens takes it."""

        def work() -> None:
            from glossator import surveys
            from glossator.ui.dialogs.regrading import RegradeDialog

            bench = self._desk.need_bench()
            if bench.read_only:
                raise Refused("The project is open for reading only.")
            found = surveys.behind(bench, lens, picks)
            if not found.claims:
                raise Refused("There is no claim here to be graded.")
            dialog = self.dialog = RegradeDialog(
                counted(len(found.claims), "claim"),
                told_sources(found),
                is_graded=bench.scheme.attribute(claims.CREDIBILITY) is not None,
                parent=self._desk.window,
            )
            dialog.wanted.connect(lambda *said: self._on_wanted(found, *said))
            dialog.finished.connect(self._forget)
            dialog.open()

        self._desk.attempt(work)

    def _on_wanted(self, found: Behind, reliability: str, credibility: str, reason: str) -> None:
        bench, dialog = self._desk.need_bench(), self.dialog
        if dialog is None:
            return
        try:
            change = claims.regrade(
                found.claims, found.sources, bench.scheme,
                credibility=credibility, reliability=reliability, reason=reason, by=bench.hand,
            )  # fmt: skip
        except Refused as refused:
            dialog.say(str(refused))
            return
        dialog.accept()
        self._desk.perform(lambda: change)

    def _forget(self) -> None:
        self.dialog = None


def told_sources(found: Behind) -> str:
    """Whose reliability it is, in a sentence."""
    names = [each.name for each in found.sources]
    told = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else "")
    also = any(isinstance(each, Document) for each in found.sources)
    holds = (
        " The grade of a document holds for all claims in it that nobody else is graded for." if also else ""
    )
    return f"Their sources: {told}.{holds}"
