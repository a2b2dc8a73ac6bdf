"""What the hand means: each gesture a generator, from the press through the drag to the release."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import NamedTuple, Protocol

from glossator.core import tokens
from glossator.core.spans import Fragments, Span
from glossator.ui.text.hittest import Edge, Handle, Hit

_THRESHOLD = 4.0


class Pointer(NamedTuple):
    """The pointer at one moment, in pixels of the window; ``clicks`` counts how often it was pressed here."""

    x: float
    y: float
    is_shift: bool = False
    is_ctrl: bool = False
    is_alt: bool = False
    clicks: int = 1
    is_release: bool = False

    def is_far_from(self, other: Pointer) -> bool:
        """So far from ``other`` that a drag is meant."""
        return abs(self.x - other.x) + abs(self.y - other.y) >= _THRESHOLD


Gesture = Generator[None, Pointer, None]


class Surface(Protocol):
    """What gestures need of the page."""

    @property
    def text(self) -> str:
        """The text of the article."""
        ...

    @property
    def parts(self) -> tuple[Span, ...]:
        """The selected stretches."""
        ...

    @property
    def anchor(self) -> int:
        """Where the selection that the caret makes began."""
        ...

    def hit(self, pointer: Pointer) -> Hit:
        """What is under the pointer."""
        ...

    def fragments(self, mention_id: int) -> Fragments:
        """The fragments of a mention."""
        ...

    def choose_span(self, span: Span, caret: int, anchor: int, parts: tuple[Span, ...]) -> None:
        """Select a stretch beside ``parts``."""
        ...

    def choose_mention(self, mention_id: int, caret: int | None) -> None:
        """Select a mention."""
        ...

    def click(self, hit: Hit) -> None:
        """Somebody clicked here."""
        ...

    def show_preview(self, fragments: Sequence[Span]) -> None:
        """Show where a boundary would go; nothing takes it away."""
        ...

    def show_rubber(self, source: int | None, pointer: Pointer | None) -> None:
        """Draw an arc from a mention to the pointer, or none."""
        ...

    def tell_span(self, span: Span) -> None:
        """A stretch was selected by hand."""
        ...

    def tell_boundary(self, mention_id: int, fragments: Fragments) -> None:
        """A boundary was dragged to a new place."""
        ...

    def tell_relation(self, source: int, target: int, pointer: Pointer) -> None:
        """One mention was dragged to another."""
        ...


def begin(surface: Surface, press: Pointer, selected: int | None) -> Gesture:
    """The gesture that a press of the left button starts; ``selected`` is the selected mention."""
    hit = surface.hit(press)
    if hit.handle is not None and press.clicks == 1:
        return drag_boundary(surface, press, hit, hit.handle)
    if selected is not None and _goes_outward(surface, press, hit):
        return drag_mention(surface, press, hit, selected, is_chip=False)
    is_plain = press.clicks == 1 and not (press.is_shift or press.is_ctrl or press.is_alt)
    if is_plain and hit.chip is not None:
        return drag_mention(surface, press, hit, hit.chip, is_chip=True)
    if is_plain and selected is not None and selected in hit.mentions:
        return drag_mention(surface, press, hit, selected, is_chip=False)
    return select_text(surface, press, hit)


def _goes_outward(surface: Surface, press: Pointer, hit: Hit) -> bool:
    """A fast second click on a mention of one word means the next mention around it, as a slow one does: the word is
    selected already.  Once there is no further one, a third click takes the paragraph.
    """
    if press.clicks < 2 or press.is_shift or press.is_ctrl or press.is_alt or not hit.mentions:
        return False
    fragments = surface.fragments(hit.mentions[0])
    inside = next((each for each in fragments if each.start <= hit.offset <= each.end), None)
    if inside is None or (press.clicks > 2 and len(hit.mentions) < press.clicks):
        return False
    return tokens.word_at(surface.text, min(hit.offset, inside.end - 1)) == inside


def select_text(surface: Surface, press: Pointer, hit: Hit) -> Gesture:
    """Select by dragging: words when more than one is touched, characters with Alt; words and paragraphs after two
    and three clicks; Shift goes on from where the selection began, Ctrl adds a part.
    """
    parts = surface.parts if press.is_ctrl else ()
    anchor = surface.anchor if press.is_shift else hit.offset
    span, pointer = Span(anchor, anchor), press
    if press.clicks > 1 or press.is_shift:
        span = _drag_span(surface.text, anchor, hit.offset, press)
        surface.choose_span(span, *_ends(span, anchor, hit.offset), parts)
    has_moved = False
    while True:
        pointer = yield
        has_moved = has_moved or pointer.is_far_from(press)
        if has_moved:
            offset = surface.hit(pointer).offset
            span = _drag_span(surface.text, anchor, offset, pointer._replace(clicks=press.clicks))
            surface.choose_span(span, *_ends(span, anchor, offset), parts)
        if pointer.is_release:
            break
    if not span.is_empty:
        surface.tell_span(span)
    elif not press.is_ctrl:
        surface.click(hit)


def _ends(span: Span, anchor: int, offset: int) -> tuple[int, int]:
    """(caret, anchor) for a selection that was dragged from ``anchor`` to ``offset``."""
    return (span.end, span.start) if offset >= anchor else (span.start, span.end)


def _drag_span(text: str, anchor: int, offset: int, pointer: Pointer) -> Span:
    low, high = sorted((anchor, offset))
    if pointer.clicks == 2:
        first, last = tokens.word_at(text, low), tokens.word_at(text, high)
        return Span(min(first.start, low), max(last.end, high))
    if pointer.clicks >= 3:
        return Span(tokens.paragraph_at(text, low).start, tokens.paragraph_at(text, high).end)
    span = Span(low, high)
    if pointer.is_alt or span.is_empty or tokens.word_at(text, low).contains(span):
        return span
    snapped = tokens.snap(text, span)
    return span if snapped.is_empty else snapped


def drag_boundary(surface: Surface, press: Pointer, hit: Hit, handle: Handle) -> Gesture:
    """Drag the boundary of a mention, by words or with Alt by characters; nothing is changed before the release.

    Without a drag it is a click like any other: short mentions are all handles.
    """
    before = surface.fragments(handle.mention)
    fragments, has_moved = before, False
    try:
        while True:
            pointer = yield
            has_moved = has_moved or pointer.is_far_from(press)
            if has_moved:
                offset = surface.hit(pointer).offset
                fragments = with_edge(
                    surface.text, before, handle.fragment, handle.edge, offset, by_word=not pointer.is_alt
                )
                surface.show_preview(fragments)
            if pointer.is_release:
                break
    finally:
        surface.show_preview(())
    if not has_moved:
        surface.click(hit)
    elif fragments != before:
        surface.tell_boundary(handle.mention, fragments)


def with_edge(
    text: str, fragments: Fragments, index: int, edge: Edge, offset: int, *, by_word: bool
) -> Fragments:
    """``fragments`` with one edge of one of them at ``offset``, or at the word boundary it means.

    At least one character is left of it, and it never touches its neighbours.
    """
    span = fragments[index]
    lowest = fragments[index - 1].end + 1 if index else 0
    highest = fragments[index + 1].start - 1 if index + 1 < len(fragments) else len(text)
    place = _word_edge(text, edge, offset) if by_word else offset
    if edge == "start":
        moved = Span(min(max(lowest, place), span.end - 1), span.end)
    else:
        moved = Span(span.start, max(min(highest, place), span.start + 1))
    return (*fragments[:index], moved, *fragments[index + 1 :])


def _word_edge(text: str, edge: Edge, offset: int) -> int:
    word = tokens.word_at(text, offset)
    if edge == "end":
        if word.start < offset:
            return word.end
        return len(text[max(0, offset - 64) : offset].rstrip()) + max(0, offset - 64)
    if offset < word.end:
        return word.start
    ahead = text[offset : offset + 64]
    return offset + len(ahead) - len(ahead.lstrip())


def drag_mention(surface: Surface, press: Pointer, hit: Hit, source: int, *, is_chip: bool) -> Gesture:
    """Drag from a mention to another to relate them; inside a selected mention text is selected instead."""
    has_moved, is_away, span = False, is_chip, Span(hit.offset, hit.offset)
    try:
        while True:
            pointer = yield
            has_moved = has_moved or pointer.is_far_from(press)
            if has_moved:
                under = surface.hit(pointer)
                is_away = is_chip or source not in under.mentions
                if is_away:
                    surface.show_rubber(source, pointer)
                else:
                    surface.show_rubber(None, None)
                    span = _drag_span(surface.text, hit.offset, under.offset, pointer)
                    surface.choose_span(span, *_ends(span, hit.offset, under.offset), ())
            if pointer.is_release:
                break
    finally:
        surface.show_rubber(None, None)
    if not has_moved:
        surface.click(hit)
    elif not is_away:
        if not span.is_empty:
            surface.tell_span(span)
    else:
        _finish_relation(surface, source, pointer, hit)


def _finish_relation(surface: Surface, source: int, pointer: Pointer, press: Hit) -> None:
    target = surface.hit(pointer).mention
    surface.choose_mention(source, press.offset)
    if target is not None and target != source:
        surface.tell_relation(source, target, pointer)
