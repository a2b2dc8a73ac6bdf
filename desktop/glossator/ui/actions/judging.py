"""Judging: what the analyst makes of what is selected, with a likelihood and a confidence."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from glossator.core import claims
from glossator.core.annotations import Mention, Note
from glossator.core.titles import short
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.regrading import Regrading
from glossator.ui.actions.saying import Saying

_ASKS = "What do you make of it? Link what it rests on with [["
_AFTER = "goes on to likelihood and confidence"


class Judging(QObject):
    """Asks for the text of a judgement, then, in the strip, for its likelihood and its confidence."""

    def __init__(self, desk: Desk, saying: Saying) -> None:
        super().__init__(desk)
        self._desk = desk
        self._saying = saying
        self.regrading = Regrading(desk)

    def judge(self) -> None:
        """Shift+M: one's own judgement of the selected mention or relation, or of the document."""

        def work() -> None:
            from glossator.ui.dialogs.note import NoteDialog
            from glossator.ui.notelinks import candidates

            desk, bench = self._desk, self._desk.need_bench()
            annotations = desk.need_annotations()
            chosen = desk.mention or desk.relation
            target = chosen.id if chosen is not None else annotations.document.id
            mine = [each for each in annotations.judgements_on(target) if each.author == bench.author]
            old = mine[0] if mine else None
            dialog = NoteDialog(desk.window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.saved.connect(lambda text: self._on_saved(target, old, text))
            dialog.links.offered = lambda begun: candidates(bench, annotations, begun)
            what = (
                chosen.quote
                if isinstance(chosen, Mention)
                else bench.scheme.name_of(chosen.type)
                if chosen is not None
                else annotations.document.name
            )
            dialog.open_for(
                f"Judgement on “{short(what)}”", old.body if old else "", asks=_ASKS, after=_AFTER
            )

        self._desk.attempt(work)

    def _on_saved(self, target: int, old: Note | None, text: str) -> None:
        """Write it, and ask for the rest; where the text is as it was, only that is asked."""
        if old is None or text.strip() != old.body:
            change = self._desk.perform(
                lambda: claims.judge(
                    self._desk.need_annotations(),
                    target,
                    text,
                    by=self._desk.need_bench().hand,
                    note=old.id if old is not None else None,
                )
            )
            written = [each for each in change.added if isinstance(each, Note)] if change is not None else []
        else:
            written = [old]
        if written:
            self._saying.open_on(written[0].id)
