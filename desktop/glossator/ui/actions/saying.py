"""Saying something of a record by keys: attributes, grades, who says so and in which words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from glossator.core import claims, edits, ids, notes
from glossator.core.annotations import Mention, Note, Relation, Value
from glossator.core.changes import Change
from glossator.core.documents import RELIABILITIES, Reliability
from glossator.core.errors import Refused
from glossator.core.scheme import AttributeType, Scheme
from glossator.core.titles import short
from glossator.ui.actions.desk import Desk
from glossator.ui.actions.hints import Hints

if TYPE_CHECKING:
    from glossator.core.annotations import AnnotationSet, Entity
    from glossator.core.claims import Claim
    from glossator.ui.dialogs.saying import Said, SayingStrip

_NEAREST = 200  # mentions that get hint letters
_SOURCES = ("PER", "ORG", "GPE", "DOC")  # colours of labels whose mentions can say something
_CUES = ("CUE",)
_REASON = AttributeType(
    claims.RELIABILITY + claims.REASON,
    "Why it is graded so",
    ("entity", "document"),
    "text",
    definition="Why the source is graded so: its record, its access, its interests.",
)


class Saying(QObject):
    """Opens the strip on what is selected, and carries out what it asks for."""

    waiting = Signal(str)  # what is waited for, in words; empty when nothing is

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._hints = Hints(desk.page, desk.selection)
        self._kind: AttributeType | None = None  # of which a mention is being picked
        self._subjects: list[tuple[int, ...]] = []
        self._at = 0
        self._hints.picked.connect(self._on_picked)
        self._hints.ended.connect(self._on_pick_ended)
        self._hints.scrolled.connect(self._on_scrolled)
        desk.signals.changed.connect(self._on_changed)
        desk.signals.renewed.connect(self.leave)
        desk.signals.project_closed.connect(self.leave)

    @cached_property
    def strip(self) -> SayingStrip:
        """The strip, made when it is first wanted."""
        from glossator.ui.dialogs.saying import SayingStrip

        made = SayingStrip(self._desk.theme)
        self._desk.below.addWidget(made)
        made.chosen.connect(self._on_chosen)
        made.pick_requested.connect(self._on_pick)
        made.graded.connect(self._on_graded)
        made.other_requested.connect(self._on_other)
        made.closed.connect(self._on_closed)
        return made

    def open(self) -> None:
        """S: say something of what is selected; of a trigger, of its event first."""

        def work() -> None:
            annotations = self._desk.need_annotations()
            chosen = [each for each in self._desk.selection.records if _is_claim(annotations, each)]
            if len(chosen) > 1:
                self._subjects = [tuple(chosen)]
            else:
                record = self._desk.relation or self._desk.need_mention()
                self._subjects = [(each,) for each in _subjects(annotations, record)]
            self._at = 0
            self._show()
            first = annotations.mentions.get(self._desk.selection.primary or 0)
            if first is not None:
                span = first.fragments[0]
                QTimer.singleShot(0, self._desk.page, lambda: self._desk.page.reveal(span))

        self._desk.attempt(work)

    def open_on(self, record_id: int) -> None:
        """Say something of this record alone, as of a judgement that was just written."""

        def work() -> None:
            self._subjects, self._at = [(record_id,)], 0
            self._show()

        self._desk.attempt(work)

    def leave(self) -> None:
        """Another document comes: nothing is said any more."""
        self._stop_picking()
        self._subjects = []
        if "strip" in self.__dict__:
            self.strip.leave()

    def stop(self) -> None:
        """No mention is picked any more."""
        self._stop_picking()
        if self.subject:
            self.strip.setFocus()

    # --- what is shown

    @property
    def subject(self) -> tuple[int, ...]:
        """The ids of the records of which something is being said."""
        return self._subjects[self._at] if self._subjects else ()

    def _first(self) -> Claim:
        annotations = self._desk.need_annotations()
        record = annotations.record(self.subject[0]) if self.subject else None
        if not isinstance(record, Mention | Relation | Note):
            raise Refused("What this is about is no longer there.")
        return record

    def _show(self) -> None:
        annotations, scheme = self._desk.need_annotations(), self._desk.need_bench().scheme
        record = self._first()
        name, grade = self._source(record)
        title = _title(annotations, scheme, record, len(self.subject))
        self.strip.open_for(title, self._said(), name, grade, has_others=len(self._subjects) > 1)

    def _said(self) -> list[Said]:
        from glossator.ui.dialogs.saying import Said, words_of

        annotations, scheme = self._desk.need_annotations(), self._desk.need_bench().scheme
        record = self._first()
        made: list[Said] = []
        for kind in claims.attributes_of(scheme, record):
            value = record.attributes.get(kind.id)
            words = words_of(value, kind)
            if value is not None and kind.kind in {"mention", "mentions"}:
                words = _quoted(annotations, value)
            made.append(Said(kind, value, words, value is not None))
        if not isinstance(record, Note):
            name, reason = self._source(record)[0], self._reason(record)
            kind = replace(_REASON, name=f"Why {name} is graded so")
            made.append(Said(kind, reason or None, words_of(reason or None, kind), bool(reason)))
        return made

    def _reason(self, record: Mention | Relation) -> str:
        """Why the source of this record is graded as it is."""
        entity = self._graded(record)
        if entity is not None:
            return str(entity.attributes.get(_REASON.id, ""))
        return self._desk.need_annotations().document.reliability_reason

    def _source(self, record: Claim) -> tuple[str, str]:
        """Whose reliability is graded with this record, and how it is graded now; a judgement has no source."""
        if isinstance(record, Note):
            return "", "F"
        entity = self._graded(record)
        if entity is not None:
            return short(entity.name), str(entity.attributes.get(claims.RELIABILITY, "F"))
        return "the document", self._desk.need_annotations().document.reliability

    def _graded(self, record: Mention | Relation) -> Entity | None:
        bench = self._desk.need_bench()
        if bench.scheme.attribute(claims.RELIABILITY) is None:
            return None
        found = claims.graded_identity(self._desk.need_annotations(), record)
        return bench.ask.entity(found) if found is not None else None

    # --- what is asked for

    def _do(self, make: Callable[[], Change], then: Callable[[], None] | None = None) -> None:
        def work() -> None:
            try:
                change = make()
            except Refused as refused:
                self.strip.say(str(refused))
                return
            self._desk.perform(lambda: change)
            if then is not None:
                then()
            else:
                self.strip.show_said(self._said())

        self._desk.attempt(work)

    def _on_chosen(self, kind: AttributeType, value: Value | None) -> None:
        bench = self._desk.need_bench()
        if kind.id == _REASON.id:
            self._do(lambda: self._explained(str(value or "")), self._show)
            return
        self._do(
            lambda: claims.set_value(
                self._desk.need_annotations(), self.subject, kind, value, bench.scheme, by=bench.hand
            )
        )

    def _explained(self, reason: str) -> Change:
        bench, record = self._desk.need_bench(), self._first()
        entity = self._graded(record) if not isinstance(record, Note) else None
        if entity is not None:
            return claims.explain_source(entity, reason, by=bench.hand)
        old = self._desk.need_annotations().document
        if old.reliability_reason == reason.strip():
            raise Refused(
                "The reason says this already." if reason.strip() else "There is no reason to take out."
            )
        return edits.edit_document(old, replace(old, reliability_reason=reason.strip()), by=bench.hand)

    def _on_graded(self, grade: str) -> None:
        def make() -> Change:
            bench, annotations = self._desk.need_bench(), self._desk.need_annotations()
            record = self._first()
            if isinstance(record, Note):
                raise Refused(
                    "A judgement is your own: it has a confidence instead of a grade of its source."
                )
            entity = self._graded(record)
            if entity is not None:
                return claims.grade_source(entity, grade, by=bench.hand)
            old = annotations.document
            letter: Reliability = next(each for each in RELIABILITIES if each == grade)
            new = replace(old, reliability=letter)
            return edits.edit_document(old, new, by=bench.hand)

        self._do(make, self._show)

    def _on_other(self, step: int) -> None:
        if len(self._subjects) > 1:
            self._at = (self._at + step) % len(self._subjects)
            self._desk.attempt(self._show)
        else:
            self.strip.say("Nothing else is meant here: no event and no relation holds on to it.")

    def _on_closed(self) -> None:
        self._stop_picking()
        self._desk.page.setFocus()

    def _on_changed(self) -> None:
        """What was said may have gone with an undo."""
        annotations = self._desk.annotations
        if self._subjects and (
            annotations is None or any(annotations.record(each) is None for each in self.subject)
        ):
            self.leave()

    # --- mentions that are picked on the page

    def _on_pick(self, kind: AttributeType) -> None:
        def work() -> None:
            record = self._first()
            near = self._candidates(kind, record)
            if not near:
                raise Refused("There is no other mention to choose.")
            self._kind = kind
            more = " One more, or Esc." if kind.kind == "mentions" else " Esc ends."
            self.waiting.emit(f"{kind.name}: type the letters of a mention, or click on it.{more}")
            self._hints.start([each.id for each in near])

        self._desk.attempt(work)

    def _candidates(self, kind: AttributeType, record: Claim) -> list[Mention]:
        """The mentions in the window of labels that fit, the nearest first; any where none of these is there."""
        annotations, scheme = self._desk.need_annotations(), self._desk.need_bench().scheme
        seen = [annotations.mentions[each] for each in self._desk.page.mentions_in_view()]
        others = [each for each in seen or annotations.mentions.values() if each.id not in self.subject]
        slots = _CUES if kind.kind == "mentions" else _SOURCES
        fitting = [
            each for each in others if (label := scheme.label(each.label)) is not None and label.slot in slots
        ]
        start = _start(annotations, record)
        ranked = sorted(fitting or others, key=lambda each: (abs(each.start - start), each.start, each.id))
        return ranked[:_NEAREST]

    def _on_picked(self, mention: int) -> None:
        kind, subject = self._kind, self.subject
        if kind is None or not subject:
            return
        annotations, bench = self._desk.need_annotations(), self._desk.need_bench()
        self._stop_picking()
        make = claims.turn_mention if kind.kind == "mentions" else claims.set_source
        self._do(lambda: make(annotations, subject, kind, mention, bench.scheme, by=bench.hand))
        if kind.kind == "mentions":
            self._on_pick(kind)
        else:
            self.strip.setFocus()

    def _on_scrolled(self) -> None:
        """Other mentions are in the window: they are those that may be meant."""
        if self._kind is not None and (near := self._candidates(self._kind, self._first())):
            self._hints.start([each.id for each in near])

    def _on_pick_ended(self) -> None:
        self._stop_picking()
        self.strip.setFocus()

    def _stop_picking(self) -> None:
        self._hints.stop()
        if self._kind is not None:
            self._kind = None
            self.waiting.emit("")


def _is_claim(annotations: AnnotationSet, record_id: int) -> bool:
    return record_id in annotations.mentions or record_id in annotations.relations


def _subjects(annotations: AnnotationSet, record: Mention | Relation) -> list[int]:
    """What may be meant where ``record`` is selected: the events that it triggers, itself, what it takes part in, and
    the judgements of these.
    """
    if isinstance(record, Relation):
        found = [record.id, *record.mentions()]
    else:
        held = annotations.relations_of(record.id)
        triggered = [each.id for each in held if each.trigger == record.id]
        found = [*triggered, record.id, *(each.id for each in held if each.trigger != record.id)]
    return [*found, *(note.id for each in found for note in annotations.judgements_on(each))]


def _title(annotations: AnnotationSet, scheme: Scheme, record: Claim, number: int) -> str:
    if number > 1:
        return f"{number} are selected"
    if isinstance(record, Note):
        return f"Judgement “{short(notes.shown(record.body))}”"
    if isinstance(record, Mention):
        return f"“{short(record.quote)}” · {scheme.name_of(record.label)}"
    name = scheme.name_of(record.type)
    quotes = [short(held.quote) for each in record.mentions() if (held := annotations.mentions.get(each))]
    if record.is_event:
        return f"“{quotes[0]}” · {name}" if quotes else name
    return f"“{quotes[0]}” – {name} → “{quotes[-1]}”" if len(quotes) > 1 else name


def _quoted(annotations: AnnotationSet, value: Value) -> str:
    words = []
    for each in value if isinstance(value, tuple) else (str(value),):
        try:
            mention = annotations.mentions.get(ids.from_text(each))
        except ValueError:
            mention = None
        words.append(f"“{short(mention.quote)}”" if mention is not None else each)
    return ", ".join(words)


def _start(annotations: AnnotationSet, record: Claim) -> int:
    if isinstance(record, Mention):
        return record.start
    if isinstance(record, Note):
        return 0
    return next(
        (annotations.mentions[each].start for each in record.mentions() if each in annotations.mentions), 0
    )
