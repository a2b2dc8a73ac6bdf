"""What is chosen on the page: the caret, the selected stretches of text, the selected mention."""

from __future__ import annotations

from glossator.core.annotations import AnnotationSet
from glossator.core.spans import Span
from glossator.ui.selection import Selection


class Choice:
    """The page's hand on the shared :class:`Selection`.

    A selection grows between ``anchor`` and the caret; ``x`` is where the caret wants to be when it goes up and down
    (``None``: where it is).
    """

    def __init__(self, selection: Selection, by: object) -> None:
        self.selection = selection
        self._by = by
        self.anchor = 0
        self.x: float | None = None
        self.annotations: AnnotationSet | None = None

    @property
    def caret(self) -> int:
        """Where the caret stands, as an offset in the text."""
        return self.selection.caret if self.annotations is not None else 0

    @property
    def parts(self) -> tuple[Span, ...]:
        """The selected stretches, none of them empty."""
        return tuple(span for span in self.selection.spans if not span.is_empty)

    @property
    def selected(self) -> Span:
        """The first selected stretch; empty, at the caret, when nothing is selected."""
        return self.parts[0] if self.parts else Span(self.caret, self.caret)

    @property
    def mention(self) -> int | None:
        """The selected mention, if there is one and it is on this page."""
        primary = self.selection.primary
        return primary if self.annotations is not None and primary in self.annotations.mentions else None

    @property
    def relation(self) -> int | None:
        """The selected relation, if there is one and it is on this page."""
        primary = self.selection.primary
        return primary if self.annotations is not None and primary in self.annotations.relations else None

    @property
    def shown_spans(self) -> tuple[Span, ...]:
        """The stretches to paint as selected text; a selected mention is brought out in another way."""
        mention = self.mention
        if mention is not None and self.annotations is not None:
            fragments = self.annotations.mentions[mention].fragments
            return tuple(span for span in self.parts if span not in fragments)
        return self.parts

    def begin(self, annotations: AnnotationSet | None) -> None:
        """Another article, or none: nothing is chosen yet.  Call :meth:`tell` when it is shown."""
        self.annotations = annotations
        self.anchor, self.x = 0, None

    def tell(self) -> None:
        """Tell the shared selection whose page this is."""
        if self.annotations is not None and self.selection.document != self.annotations.document.id:
            self.selection.set(self._by, document=self.annotations.document.id)
        self.anchor = self.caret

    def to(self, caret: int, *, extend: bool = False) -> None:
        """Put the caret somewhere; with ``extend`` the text from the anchor up to it is selected."""
        if not extend:
            self.anchor = caret
        span = Span(min(self.anchor, caret), max(self.anchor, caret))
        self.selection.set(self._by, caret=caret, spans=() if span.is_empty else (span,), records=())

    def take(self, span: Span, *, caret: int | None = None, parts: tuple[Span, ...] = ()) -> None:
        """Select ``span`` (the caret at its end, if not told otherwise) beside the ``parts`` selected before."""
        place = span.end if caret is None else caret
        if caret is None:
            self.anchor = span.start
        spans = tuple(each for each in (span, *parts) if not each.is_empty)
        self.selection.set(self._by, caret=place, spans=spans, records=())

    def take_mention(self, mention_id: int, *, caret: int | None = None) -> None:
        """Select a mention with all its fragments."""
        if self.annotations is None or mention_id not in self.annotations.mentions:
            return
        mention = self.annotations.mentions[mention_id]
        place = mention.start if caret is None else caret
        self.anchor = place
        self.selection.set(self._by, caret=place, spans=mention.fragments, records=(mention_id,))

    def take_relation(self, relation_id: int) -> None:
        """Select a relation or event; the caret stays."""
        self.selection.set(self._by, spans=(), records=(relation_id,))

    def next_of(self, mentions: tuple[int, ...]) -> int | None:
        """Of overlapping ``mentions``, smallest first, the one after the selected one; beyond the last the first."""
        if not mentions:
            return None
        if self.mention in mentions:
            return mentions[(mentions.index(self.mention) + 1) % len(mentions)]
        return mentions[0]

    def forget_missing(self) -> None:
        """Let go of records that are no longer there, and follow the fragments of a selected mention."""
        if self.annotations is None:
            return
        held = self.annotations
        kept = tuple(
            each for each in self.selection.records if each in held.mentions or each in held.relations
        )
        spans: tuple[Span, ...] | None = None
        if kept and kept[0] in held.mentions:
            spans = held.mentions[kept[0]].fragments
        elif self.selection.records and not kept:
            spans = ()
        self.selection.set(self._by, records=kept, spans=spans)
