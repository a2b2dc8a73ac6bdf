"""A newer version of a text: where each mention of the earlier one stands in it, and the Change that takes it over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from glossator.core.annotations import AnnotationSet, Attributes, Mention, Note, Relation, Value
from glossator.core.changes import Change
from glossator.core.documents import VERSION_OF
from glossator.core.edits import Hand
from glossator.core.ids import to_text
from glossator.core.review import FLAG
from glossator.core.spans import Fragments, Span, normalise, quote
from glossator.core.titles import short
from glossator.core.tokens import words

__all__ = ["VERSION_OF"]  # what others take from here although it is made elsewhere

State = Literal["moved", "changed", "lost"]
"""What became of a mention: its words stand in the new text as they were (``moved``, also where they did not move at
all), other words stand in their place (``changed``), or nothing does (``lost``)."""

_CONTEXT = 48  # code points on each side by which one occurrence is told from another
_TELLING = (
    10  # of them that must be the same, so that an occurrence elsewhere is taken for the same statement
)
_MOST_TOKENS = 6_000  # of a stretch that differs, beyond which its words are not compared one by one
_LEAST_ALIKE, _MOST_STRETCH = (
    0.5,
    2.5,
)  # of other words that count as the same place: how alike, how much longer


class Followed(NamedTuple):
    """A mention and where it stands in the new text: nowhere (no fragments) when it is lost."""

    mention: Mention
    state: State
    fragments: Fragments = ()


class Stretch(NamedTuple):
    """Text that both versions have: where it begins in the old and in the new one, and its length in code points."""

    old: int
    new: int
    length: int


class Taken(NamedTuple):
    """What taking over does: the Change (``None`` for nothing), and how much of what else there was cannot follow, as
    what it holds on to is lost.
    """

    change: Change | None
    relations: int
    notes: int


def stretches(old: str, new: str) -> list[Stretch]:
    """What both texts have, in order: whole lines first, then words within the lines that differ (Ratcliff and
    Obershelp's matching, as ``difflib`` does it).
    """
    found: list[Stretch] = []
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    old_starts, new_starts = list(_starts(old_lines)), list(_starts(new_lines))
    for tag, a, b, c, d in SequenceMatcher(None, old_lines, new_lines, autojunk=True).get_opcodes():
        if tag == "equal":
            found.append(Stretch(old_starts[a], new_starts[c], old_starts[b] - old_starts[a]))
        elif tag == "replace":
            before, after = Span(old_starts[a], old_starts[b]), Span(new_starts[c], new_starts[d])
            found += _within(old, before, new, after)
    return found


def _starts(lines: Iterable[str]) -> Iterator[int]:
    at = 0
    for line in lines:
        yield at
        at += len(line)
    yield at


def _within(old: str, before: Span, new: str, after: Span) -> Iterator[Stretch]:
    old_tokens, new_tokens = _tokens(old, before), _tokens(new, after)
    if len(old_tokens) > _MOST_TOKENS or len(new_tokens) > _MOST_TOKENS:
        return
    matcher = SequenceMatcher(
        None,
        [span.slice(old) for span in old_tokens],
        [span.slice(new) for span in new_tokens],
        autojunk=False,
    )
    for a, b, size in matcher.get_matching_blocks():
        if size:
            start, end = old_tokens[a].start, old_tokens[a + size - 1].end
            yield Stretch(start, new_tokens[b].start, end - start)


def _tokens(text: str, within: Span) -> list[Span]:
    """Words and what stands between them."""
    found: list[Span] = []
    at = within.start
    for word in words(text, within):
        if word.start > at:
            found.append(Span(at, word.start))
        found.append(word)
        at = word.end
    return [*found, Span(at, within.end)] if at < within.end else found


def follow(annotations: AnnotationSet, new: str) -> list[Followed]:
    """Where each mention of ``annotations`` stands in the text ``new``, in the order of the old text."""
    ways = _Ways(annotations.text, new)
    return [ways.follow(mention) for mention in annotations.in_order()]


class _Ways:
    """The ways from offsets of the old text to those of the new one."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._found = stretches(old, new)
        self._begins = [stretch.old for stretch in self._found]

    def follow(self, mention: Mention) -> Followed:
        """Where a mention stands."""
        kept = [self._kept(span) for span in mention.fragments]
        if None not in kept:
            return Followed(mention, "moved", normalise(span for span in kept if span is not None))
        if len(kept) > 1:
            whole = [
                each or self._elsewhere(span) for each, span in zip(kept, mention.fragments, strict=True)
            ]
            if None in whole:
                return Followed(mention, "lost")
            return Followed(mention, "moved", normalise(span for span in whole if span is not None))
        (span,) = mention.fragments
        if elsewhere := self._elsewhere(span):
            return Followed(mention, "moved", (elsewhere,))
        if instead := self._instead(span):
            return Followed(mention, "changed", (instead,))
        return Followed(mention, "lost")

    def _at(self, offset: int) -> Stretch | None:
        """The stretch that holds the character at ``offset`` of the old text."""
        at = bisect_right(self._begins, offset) - 1
        if at < 0 or offset >= self._found[at].old + self._found[at].length:
            return None
        return self._found[at]

    def _kept(self, span: Span) -> Span | None:
        stretch = self._at(span.start)
        if stretch is None or span.end > stretch.old + stretch.length:
            return None
        return Span(span.start - stretch.old + stretch.new, span.end - stretch.old + stretch.new)

    def _elsewhere(self, span: Span) -> Span | None:
        """Where the same words stand between the same words as before; ``None`` where none or several do so equally."""
        quoted = span.slice(self._old)
        scored: list[tuple[int, int]] = []
        at = self._new.find(quoted)
        while at >= 0:
            scored.append((self._alike_around(span, at, len(quoted)), at))
            at = self._new.find(quoted, at + 1)
        scored.sort(reverse=True)
        if not scored or scored[0][0] < _TELLING or (len(scored) > 1 and scored[1][0] == scored[0][0]):
            return None
        return Span(scored[0][1], scored[0][1] + len(quoted))

    def _alike_around(self, span: Span, at: int, length: int) -> int:
        """How many characters are the same, counted from the words outwards on both sides."""
        left = zip(
            reversed(self._old[max(0, span.start - _CONTEXT) : span.start]),
            reversed(self._new[max(0, at - _CONTEXT) : at]),
            strict=False,
        )
        end = at + length
        right = zip(self._old[span.end : span.end + _CONTEXT], self._new[end : end + _CONTEXT], strict=False)
        return _run(left) + _run(right)

    def _instead(self, span: Span) -> Span | None:
        """What stands in the place of words that are no more, between what is the same on both sides."""
        place = Span(self._edge_after(span.start), self._edge_before(span.end))
        text = place.slice(self._new)
        start = place.start + len(text) - len(text.lstrip())
        place = Span(start, start + len(text.strip()))
        was = span.slice(self._old)
        if place.is_empty or place.length > _MOST_STRETCH * len(was) + 8:
            return None
        alike = SequenceMatcher(None, was, place.slice(self._new), autojunk=False).ratio()
        return place if alike >= _LEAST_ALIKE else None

    def _edge_after(self, offset: int) -> int:
        """Where the old offset ``offset`` lies in the new text, as seen from what stands before it."""
        at = bisect_right(self._begins, offset) - 1
        if at < 0:
            return 0
        stretch = self._found[at]
        return stretch.new + min(offset - stretch.old, stretch.length)

    def _edge_before(self, offset: int) -> int:
        """The same, as seen from what stands behind it."""
        stretch = self._at(offset - 1)
        if stretch is not None:
            return offset - stretch.old + stretch.new
        at = bisect_right(self._begins, offset - 1)
        return self._found[at].new if at < len(self._found) else len(self._new)


def _run(pairs: Iterable[tuple[str, str]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def take_over(
    old: AnnotationSet, followed: Sequence[Followed], into: AnnotationSet, *, by: Hand, title: str = ""
) -> Taken:
    """Copies of what is said in ``old`` onto the newer version ``into``, where ``followed`` tells that it stands.

    Identities, attributes, authors and times stay; copies have ids of their own and the origin ``version:`` with the
    old document's id.  What stands on changed words is flagged for review with the words that were there.  A mention
    that is there already is not made twice, but relations of the copied one hold on to it.
    """
    copying = _Copying(old, into, by)
    copying.mentions(followed)
    relations = copying.relations()
    notes = copying.notes()
    added = copying.added
    name = title or f"Take over annotations of “{short(old.document.name)}”"
    return Taken(by.change(name, added=added) if added else None, relations, notes)


class _Copying:
    def __init__(self, old: AnnotationSet, into: AnnotationSet, by: Hand) -> None:
        self._old, self._into, self._by = old, into, by
        self._origin = f"version:{to_text(old.document.id)}"
        self._ids: dict[int, int] = {}
        self._named = {to_text(each): each for each in (*old.mentions, *old.relations)}
        self.added: list[Mention | Relation | Note] = []

    def mentions(self, followed: Sequence[Followed]) -> None:
        """Copy them; what their attributes refer to is put right when all are known."""
        copies: list[Mention] = []
        for each in followed:
            if not each.fragments:
                continue
            there = next(
                (
                    other.id
                    for other in self._into.exactly(each.fragments)
                    if (other.label, other.subtype) == (each.mention.label, each.mention.subtype)
                ),
                None,
            )
            self._ids[each.mention.id] = there if there is not None else self._by.new_id()
            if there is None:
                copies.append(self._copy(each))
        self.added += [replace(each, attributes=self._turned(each.attributes)) for each in copies]

    def _copy(self, each: Followed) -> Mention:
        attributes = dict(each.mention.attributes)
        if each.state == "changed":
            attributes[FLAG] = f"An earlier version said “{short(each.mention.quote)}” here."
        return replace(
            each.mention,
            id=self._ids[each.mention.id],
            document=self._into.document.id,
            fragments=each.fragments,
            quote=quote(each.fragments, self._into.text),
            attributes=attributes,
            origin=self._origin,
        )

    def relations(self) -> int:
        """Copy those whose ends are all there, also of relations among each other; how many cannot follow."""
        there = {_said(each): each.id for each in self._into.relations.values()}
        waiting = list(self._old.relations.values())
        while ready := [each for each in waiting if self._is_whole(each)]:
            for each in ready:
                self._ids[each.id] = self._by.new_id()
                copied = self._copied(each)
                if (same := there.get(_said(copied))) is None:
                    self.added.append(copied)
                else:
                    self._ids[each.id] = same
            waiting = [each for each in waiting if each.id not in self._ids]
        return len(waiting)

    def _is_whole(self, relation: Relation) -> bool:
        return all(end in self._ids for end in (*relation.mentions(), *relation.relations()))

    def _copied(self, relation: Relation) -> Relation:
        return replace(
            relation,
            id=self._ids[relation.id],
            document=self._into.document.id,
            arguments=tuple(each._replace(target=self._ids[each.target]) for each in relation.arguments),
            trigger=None if relation.trigger is None else self._ids[relation.trigger],
            attributes=self._turned(relation.attributes),
            origin=self._origin,
        )

    def notes(self) -> int:
        """Copy those on what was copied and on the document itself; how many cannot follow."""
        targets: Mapping[int, int] = self._ids | {self._old.document.id: self._into.document.id}
        copied = [each for each in self._old.notes.values() if each.target in targets]
        self.added += [
            replace(each, id=self._by.new_id(), target=targets[each.target], document=self._into.document.id)
            for each in copied
        ]
        return len(self._old.notes) - len(copied)

    def _turned(self, attributes: Attributes) -> Attributes:
        """Attributes that name records of the old document name their copies; what names a lost one is left out."""
        if not attributes:
            return attributes
        return {
            key: turned for key, value in attributes.items() if (turned := self._value(value)) is not None
        }

    def _value(self, value: Value) -> Value | None:
        if isinstance(value, tuple):
            kept = [self._value(each) for each in value]
            return tuple(str(each) for each in kept if each is not None) or None
        named = self._named.get(value) if isinstance(value, str) else None
        if named is None:
            return value
        return to_text(self._ids[named]) if named in self._ids else None


def _said(relation: Relation) -> tuple[object, ...]:
    return relation.type, relation.trigger, relation.arguments
