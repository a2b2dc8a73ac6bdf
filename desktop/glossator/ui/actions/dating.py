"""When it was: what the words of a time may mean is taken with one key, and events are dated with the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from glossator.core import dating
from glossator.core.annotations import AnnotationSet, Mention, Relation
from glossator.core.changes import Change
from glossator.core.errors import Refused
from glossator.core.titles import short
from glossator.ui.actions.desk import Desk

if TYPE_CHECKING:
    from glossator.normalising.proposals import Reading
    from glossator.ui.dialogs.dating import DateDialog


class Dating(QObject):
    """Carries out what is asked of dates."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.dialog: DateDialog | None = None

    def accept(self) -> None:
        """A: the selected time means what is proposed first; where nothing is, it is asked for."""

        def work() -> None:
            annotations, mention = self._desk.need_annotations(), self._time()
            found = self._reading(annotations, mention).proposals
            if not found:
                self.ask()
                return
            best = found[0]
            scheme = self._desk.need_bench().scheme
            value = _value(
                dating.time_attributes(scheme, "mention", mention.label)[0].kind, best.value, best.as_date
            )
            hand = self._desk.need_bench().hand
            self._desk.perform(
                lambda: dating.date_mention(annotations, scheme, mention.id, value, mod=best.mod, by=hand)
            )

        self._desk.attempt(work)

    def ask(self) -> None:
        """Ask when the selected event was, or what the selected time means."""

        def work() -> None:
            annotations = self._desk.need_annotations()
            event = self._event(annotations)
            if event is not None:
                self._ask_event(annotations, event, "")
            else:
                self._ask_mention(annotations, self._time())

        self._desk.attempt(work)

    def ask_of(self, events: Sequence[int], value: str) -> None:
        """Ask when an event was, which is told by these ``events``; it was dropped at ``value`` (empty: nowhere)."""

        def work() -> None:
            bench = self._desk.need_bench()
            found = next(
                (each for number in events if isinstance(each := bench.ask.record(number), Relation)), None
            )
            if found is None:
                raise Refused("This event is no longer there.")
            self._ask_event(bench.annotations(found.document), found, value)

        self._desk.attempt(work)

    # --- inside

    def _time(self) -> Mention:
        mention = self._desk.need_mention()
        if mention.label not in dating.time_labels(self._desk.need_bench().scheme):
            raise Refused(
                f"“{short(mention.quote)}” is no time.", remedy="Select a date or the word of an event."
            )
        return mention

    def _event(self, annotations: AnnotationSet) -> Relation | None:
        relation = self._desk.relation
        if relation is not None and relation.is_event:
            return relation
        mention = self._desk.mention
        if mention is None:
            return None
        return next(
            (each for each in annotations.relations_of(mention.id) if each.trigger == mention.id), None
        )

    def _reading(self, annotations: AnnotationSet, mention: Mention | None, why: str = "") -> Reading:
        """What the words of a time may mean; without a ``mention`` that waits for a date, ``why`` that is so."""
        from glossator.normalising.proposals import Reading, read

        if mention is None:
            return Reading((), f"{why or 'No time is tagged for it'}.")
        return read(mention.quote, annotations.document.published)

    def _ask_event(self, annotations: AnnotationSet, event: Relation, value: str) -> None:
        bench = self._desk.need_bench()
        trigger = annotations.mentions.get(event.trigger or 0)
        what = f"“{short(trigger.quote)}”, {bench.scheme.name_of(event.type)}" if trigger else event.type
        mention = dating.undated_time(annotations, bench.scheme, event)
        reading = self._reading(annotations, mention, dating.why_undated(annotations, bench.scheme, event))

        def make(date: str, mod: str, reason: str) -> Change:
            held = bench.annotations(event.document)
            if mention is not None:
                return dating.date_mention(
                    held, bench.scheme, mention.id, date, mod=mod, reason=reason, by=bench.hand
                )
            return dating.date_event(held, bench.scheme, event.id, date, reason=reason, by=bench.hand)

        self._open(what + (f": {mention.quote}" if mention else ""), reading, value, make, needs_reason=True)

    def _ask_mention(self, annotations: AnnotationSet, mention: Mention) -> None:
        bench = self._desk.need_bench()

        def make(date: str, mod: str, reason: str) -> Change:
            held = bench.annotations(mention.document)
            return dating.date_mention(
                held, bench.scheme, mention.id, date, mod=mod, reason=reason, by=bench.hand
            )

        kinds = dating.time_attributes(bench.scheme, "mention", mention.label)
        value = next(
            (str(mention.attributes[each.id]) for each in kinds if each.id in mention.attributes), ""
        )
        self._open(
            f"“{short(mention.quote)}”", self._reading(annotations, mention), value, make, needs_reason=False
        )

    def _open(
        self,
        what: str,
        reading: Reading,
        value: str,
        make: Callable[[str, str, str], Change],
        *,
        needs_reason: bool,
    ) -> None:
        from glossator.ui.dialogs.dating import DateDialog

        dialog = self.dialog = DateDialog(what, needs_reason=needs_reason, parent=self._desk.window)
        dialog.finished.connect(self._forget)

        def wanted(date: str, mod: str, reason: str) -> None:
            try:
                change = make(date, mod, reason)
            except Refused as refused:
                dialog.refuse(str(refused))
                return
            dialog.accept()
            self._desk.perform(lambda: change)

        dialog.wanted.connect(wanted)
        dialog.offer(reading.proposals, reading.why_none, value)
        dialog.open()

    def _forget(self) -> None:
        self.dialog = None


def _value(kind: str, value: str, as_date: str) -> str:
    """A proposal as an attribute of this kind holds it."""
    return as_date or value if kind == "date" else value
