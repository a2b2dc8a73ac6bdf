"""Tagging: labels, boundaries, relations, events, identities and notes, asked for by hand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from glossator.core import deletion, edits, several, tokens
from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.errors import Refused
from glossator.core.scheme import Label
from glossator.core.spans import Span, trim
from glossator.ui.actions.desk import Desk


class Tagging(QObject):
    """What the label keys, the boundary keys and the delete key do.

    ``trigger_tagged`` tells that a mention was tagged with the label of event triggers, so that its event can be
    asked for; ``armed`` that a label was taken into, or laid out of, the brush of the paint mode.
    """

    trigger_tagged = Signal(object)
    armed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._last: tuple[Label, str] | None = None
        self._brush: Label | None = None
        self._recent: int | None = None  # the mention selected last, which a new fragment joins
        desk.selection.changed.connect(self._on_selection_changed)
        desk.page.installEventFilter(self)
        desk.page.span_made.connect(self._on_span_made)
        desk.page.boundary_moved.connect(self._on_boundary_moved)

    def set_label(self, label: Label, subtype: str = "") -> None:
        """The key of ``label``: tags the selection or the word at the caret; a selected mention is relabelled."""
        self._last = (label, subtype)
        desk = self._desk
        chosen = desk.mention
        if len(desk.mentions) > 1:
            ids = [each.id for each in desk.mentions]
            desk.perform(
                lambda: several.relabel(
                    desk.need_annotations(), ids, label, subtype=subtype, by=desk.need_bench().hand
                )
            )
            return
        if chosen is not None and self._selection_is(chosen):
            target = chosen
            if target.label == label.id and label.id in desk.need_bench().scheme.triggers and not subtype:
                self.trigger_tagged.emit(target.id)  # it is a trigger already: its event is what is wanted
                return
            desk.perform(
                lambda: edits.relabel(
                    desk.need_annotations(), target.id, label, subtype=subtype, by=desk.need_bench().hand
                )
            )
            return
        self._tag(label, subtype)

    def tag_with(self, label_id: str) -> None:
        """The key of the label with this id."""
        label = self._desk.need_bench().scheme.label(label_id)
        if label is not None:
            self.set_label(label)

    def paint_with(self, label_id: str) -> None:
        """Take the label with this id as brush."""
        self.arm(self._desk.need_bench().scheme.label(label_id))

    def repeat(self) -> None:
        """The label that was set last, once more."""
        if self._last is None:
            self._desk.said.emit("No label has been set yet.", True)
        else:
            self.set_label(*self._last)

    def arm(self, label: Label | None) -> None:
        """Take ``label`` as brush: every selection by mouse gets it at once, until it is laid down (``None``)."""
        self._brush = label
        if label is not None:
            self._desk.said.emit(f"Painting {label.name}: every selection gets it. Esc ends.", False)
        self.armed.emit(label)

    @property
    def last(self) -> tuple[Label, str] | None:
        """The label that was set last, and the subtype."""
        return self._last

    @property
    def brush(self) -> Label | None:
        """The label of the paint mode."""
        return self._brush

    def add_fragment(self) -> None:
        """The selected text becomes one more part of the mention that was selected before."""
        desk = self._desk

        def make() -> Change:
            annotations = desk.need_annotations()
            target = desk.mention or self._last_mention()
            spans = [span for span in desk.spans if target is None or span not in target.fragments]
            if target is None or not spans:
                raise Refused(
                    "A fragment needs a mention and another stretch of text.",
                    remedy="Select the mention, then Ctrl+drag over the other part.",
                )
            return edits.add_fragment(annotations, target.id, *spans, by=desk.need_bench().hand)

        change = desk.perform(make)
        if change is not None:
            self._select_added(change)

    def nudge(self, edge: tokens.Edge, *, grow: bool, by_word: bool) -> None:
        """Move the ``start`` or ``end`` of the selected mention, or of the selection where no mention is selected."""
        desk = self._desk
        annotations, chosen = desk.annotations, desk.mention
        if annotations is None:
            return
        if chosen is None:
            span = desk.spans[0] if desk.spans else tokens.word_at(annotations.text, desk.selection.caret)
            desk.page.select(tokens.nudged(annotations.text, span, edge, grow=grow, by_word=by_word))
            return
        old = chosen
        parts = list(chosen.fragments)
        which = 0 if edge == "start" else -1
        parts[which] = tokens.nudged(annotations.text, parts[which], edge, grow=grow, by_word=by_word)
        wanted = tuple(parts)
        change = desk.perform(
            lambda: edits.move(desk.need_annotations(), old.id, wanted, by=desk.need_bench().hand)
        )
        if change is not None:
            self._select_added(change)

    def grow(self) -> None:
        """The next larger natural stretch: word, name, clause, sentence, paragraph, text."""
        annotations = self._desk.annotations
        if annotations is not None:
            caret = self._desk.selection.caret
            span = self._desk.spans[0] if self._desk.spans else Span(caret, caret)
            self._desk.page.select(tokens.grow(annotations.text, span))

    def delete(self) -> None:
        """The selected records go, with what cannot stand without them."""
        desk = self._desk
        chosen = desk.selection.records or ((desk.need_mention().id,) if self._mention_is_near() else ())
        desk.perform(lambda: deletion.delete(desk.need_annotations(), chosen, by=desk.need_bench().hand))

    def unidentify(self) -> None:
        """The selected mentions stand for nobody any more."""
        desk = self._desk

        def make() -> Change:
            chosen = desk.mentions or [desk.need_mention()]
            return edits.unidentify(
                desk.need_annotations(), [each.id for each in chosen], by=desk.need_bench().hand
            )

        desk.perform(make)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc on the page lays the brush down."""
        if self._brush is None or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.arm(None)
            return True
        return False

    def _tag(self, label: Label, subtype: str) -> None:
        desk = self._desk

        def make() -> Change:
            annotations = desk.need_annotations()
            spans: tuple[Span, ...] = desk.spans
            if not spans:
                spans = (tokens.word_at(annotations.text, desk.selection.caret),)
                if spans[0].is_empty:
                    raise Refused("There is no word at the caret.", remedy="Put it into one, or select text.")
            trimmed = [trim(span, annotations.text) for span in spans]
            return edits.tag(annotations, trimmed, label, subtype=subtype, by=desk.need_bench().hand)

        change = desk.perform(make)
        if change is not None:
            made = self._select_added(change)
            if made is not None and label.id in desk.need_bench().scheme.triggers:
                self.trigger_tagged.emit(made.id)

    def _select_added(self, change: Change) -> Mention | None:
        made = next((each for each in change.added if isinstance(each, Mention)), None)
        if made is not None:
            self._desk.page.select_mention(made.id)
        return made

    def _selection_is(self, chosen: Mention) -> bool:
        spans = self._desk.spans
        return not spans or spans == chosen.fragments

    def _mention_is_near(self) -> bool:
        annotations, caret = self._desk.annotations, self._desk.selection.caret
        return annotations is not None and bool(annotations.at(caret) or annotations.at(max(0, caret - 1)))

    def _last_mention(self) -> Mention | None:
        """The mention that was selected before the present stretch of text, if it is still there."""
        annotations = self._desk.annotations
        return annotations.mentions.get(self._recent or 0) if annotations else None

    def _on_selection_changed(self, by: object) -> None:
        if self._desk.mention is not None:
            self._recent = self._desk.selection.primary

    def _on_span_made(self, span: Span) -> None:
        if self._brush is not None and not span.is_empty:
            self._tag(self._brush, "")

    def _on_boundary_moved(self, mention_id: int, fragments: tuple[Span, ...]) -> None:
        desk = self._desk
        change = desk.perform(
            lambda: edits.move(desk.need_annotations(), mention_id, fragments, by=desk.need_bench().hand)
        )
        if change is not None:
            desk.page.select_mention(mention_id)
