"""Review at work: what is odd is put right, waved through with a reason, or decided where that is done; flags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget

from glossator import reviews
from glossator.analysis.doubts import Doubt
from glossator.core import edits
from glossator.core.annotations import Mention, Relation
from glossator.core.changes import Change
from glossator.core.review import FLAG, KINDS
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.moving import Moving
from glossator.ui.actions.relating import Relating
from glossator.ui.panels.review import ReviewPlace
from glossator.workbench import Workbench

_BESIDE = 200  # oddities from which on they are put right beside the window


class Reviewing(QObject):
    """Carries out what the Review panel asks for."""

    def __init__(
        self, desk: Desk, moving: Moving, relating: Relating, place: ReviewPlace, dock: QDockWidget
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._moving = moving
        self._relating = relating
        self._place = place
        self._dock = dock
        place.made.connect(self._on_made)

    def open(self) -> None:
        """Bring the panel into sight, with the keyboard in it."""
        self._dock.show()
        self._dock.raise_()
        if self._place.panel is not None:
            self._place.panel.list.setFocus()

    def flag(self) -> None:
        """Q: flag the selected mention or relation for review, with a note; one that it has is shown."""

        def work() -> None:
            record = self._desk.relation or self._desk.need_mention()
            old = str(record.attributes.get(FLAG, ""))
            name = f"“{record.quote}”" if isinstance(record, Mention) else "this"
            if isinstance(record, Relation):
                name = self._desk.need_bench().scheme.name_of(record.type)
            self._ask(f"Flag {name} for review", old, partial(self._flagged, record.id), _FLAG_HINT)

        self._desk.attempt(work)

    def _flagged(self, record_id: int, note: str) -> None:
        self._desk.perform(
            lambda: edits.set_attribute(
                self._desk.need_annotations(),
                record_id,
                FLAG,
                note or None,
                by=self._desk.need_bench().hand,
                name="the flag",
            )
        )

    def _on_made(self, panel: QObject) -> None:
        made = self._place.panel
        if made is not None:
            made.goto_requested.connect(self._on_goto)
            made.mend_requested.connect(self.mend)
            made.wave_requested.connect(self.ask_reason)
            made.unwave_requested.connect(partial(self.wave, reason=""))
            made.decide_requested.connect(self.decide)

    def _on_goto(self, document: int, span: object, record: int) -> None:
        self._moving.go_to(document, record_id=record)

    def mend(self, found: Sequence[Doubt]) -> None:
        """Put these right, as one step."""
        self._do(f"Put right: {len(found):,}", found, reviews.mended)

    def wave(self, found: Sequence[Doubt], reason: str) -> None:
        """Let these pass for a ``reason``, as one step; an empty one takes the reasons back."""
        self._do(
            f"Wave through: {len(found):,}", found, lambda bench, each: reviews.waved(bench, each, reason)
        )

    def ask_reason(self, found: Sequence[Doubt]) -> None:
        """Ask why these shall pass."""
        first = found[0].oddity
        kind = KINDS[first.kind].lower()
        title = (
            f"Why is this right? {first.sentence}"
            if len(found) == 1
            else f"Why are these right? {len(found)}: {kind}"
        )
        self._ask(title, "", lambda reason: self.wave(found, reason) if reason else None, _REASON_HINT)

    def decide(self, doubt: Doubt) -> None:
        """Go to what is odd and open what decides it: the roles of an event, the relations that may be, a label."""
        self._moving.go_to(doubt.document, record_id=doubt.line.record)
        annotations, bench = self._desk.annotations, self._desk.bench
        record = doubt.oddity.record
        if annotations is None or bench is None or annotations.record(record.id) is None:
            return
        if isinstance(record, Relation):
            relation = annotations.relations[record.id]
            if relation.is_event:
                self._relating.complete(relation.id)
            elif doubt.oddity.kind == "not permitted":
                self._relating.ask_other_type(relation.id)

    def _do(
        self,
        title: str,
        found: Sequence[Doubt],
        make: Callable[[Workbench, Sequence[Doubt]], Change],
    ) -> None:
        if len(found) < _BESIDE:
            self._desk.perform(lambda: make(self._desk.need_bench(), found))
        else:
            self._desk.do_beside(title, lambda bench: bench.do(make(bench, found)))

    def _ask(self, title: str, text: str, then: Callable[[str], object], hint: str) -> None:
        from glossator.ui.dialogs.note import NoteDialog

        dialog = NoteDialog(self._desk.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.body.setPlaceholderText(hint)
        dialog.body.setAccessibleName(hint)
        dialog.saved.connect(then)
        dialog.open_for(title, text)
        dialog.setWindowTitle("Review")


_FLAG_HINT = "What has to be looked at again? With nothing written, the flag is taken away."
_REASON_HINT = "A few words that the record keeps: why it is right as it is."
