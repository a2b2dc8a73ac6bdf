"""Words, sentences and paragraphs of a text, as spans in code points.

A word is what an analyst would tag: ``S-400``, ``U.S.``, ``al-Assad`` and ``400`` are one word each; an apostrophe
ends one (``Moscow’s`` → ``Moscow``) unless letters other than a possessive follow (``O'Neill``).  Chinese, Japanese
and Thai have no spaces: a run of one script is taken.  Everything works on a window around the place that is asked
for, so that the length of the text does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from glossator.core.errors import Refused
from glossator.core.spans import Span, trim

Edge = Literal["start", "end"]

_CLUSTER = (
    r"(?:[\U0001f1e6-\U0001f1ff]{2}|.)"  # a flag, or any character …
    r"(?:[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670"
    r"\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u20d0-\u20f0\ufe00-\ufe0f"
    r"\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
    r"|\u200d.)*"  # … with the marks on it and what is joined to it
)

_WINDOW = 512
_SENTENCE_WINDOW = 4096

_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = r"\u30a0-\u30ff\uff66-\uff9f"
_HIRAGANA = r"\u3040-\u309f"
_THAI = r"\u0e00-\u0eff"
_UNSPACED = _HAN + _KANA + _HIRAGANA + _THAI
_MARK = r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u200c\u200d"
_SPACED = rf"[^\W_{_UNSPACED}](?:[^\W_{_UNSPACED}]|[{_MARK}])*"  # a mark alone, as in an emoji, is no word
_ALONE = rf"[^\W\d_{_UNSPACED}]"

# A row of letters and full stops is tried from its beginning only, and never twice (++): otherwise a long one would
# take time that grows with the square of its length.  The same holds for _ENDING.
_WORD = rf"""
    (?<!{_ALONE}\.){_ALONE}(?:\.{_ALONE})++\.?(?!\w)(?:-{_SPACED})?   # U.S.  e.g.  U.S.-led
    | (?!(?<=\w['\u2019])[sS](?!\w)) {_SPACED}(?:             # no lone s of a possessive
          [-\u2010\u2011]{_SPACED}                             # S-400  al-Assad
        | (?<=\d)[.,:]\d+                                     # 1,000  3.5  12:30
        | ['\u2019](?![sS](?!\w)){_SPACED}                     # O'Neill, not Moscow's
        | [&/]{_SPACED}(?!\w)(?<=[A-Z0-9])                     # R&D  S-300/S-400
        | _+{_SPACED}
      )*
    | [{_HAN}]+ | [{_KANA}]+ | [{_HIRAGANA}]+ | [{_THAI}]+
    """

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen col lt sgt capt maj adm sen rep gov st vs etc fig inc ltd co corp jan feb mar apr jun "
    "jul aug sep sept oct nov dec e.g i.e approx dept est u.s u.k u.n a.m p.m".split()
)
_CLOSING = r"\"'\u201d\u2019)\]\u00bb"
_ENDING = rf"(?<![.!?\u2026])[.!?\u2026]++[{_CLOSING}]*+(?=\s|$)|[\u3002\uff01\uff1f\u061f\u06d4\u0964]+|\n+"
_CLAUSE_EDGE = (  # a comma or colon within a number is none
    r"[,:](?!\d)|[;()\[\]\u2014\u2013\u201c\u201d\"\n\u060c\u061b\u3001\uff0c\uff1a\uff1b]|\s-\s"
)
_STOPS = ".!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964\"'\u201d\u2019)]\u00bb"


@cache
def _compiled(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Compiled when it is first asked for: all of them take as long as a good part of the program's start."""
    return re.compile(pattern, flags)


def words(text: str, span: Span | None = None) -> Iterator[Span]:
    """The words that begin inside ``span`` (the whole text where none is given), in order.

    ``span`` should begin between two words; one that begins inside and ends behind it is given whole.
    """
    start, end = span or Span(0, len(text))
    for found in _compiled(_WORD, re.VERBOSE).finditer(text, start, min(len(text), end + _WINDOW)):
        if found.start() >= end:
            return
        yield Span(*found.span())


def word_at(text: str, offset: int) -> Span:
    """The word that holds ``offset`` or ends just there; an empty span at ``offset`` where there is none."""
    low, high = _window(text, offset, _WINDOW)
    touching = Span(offset, offset)
    for word in words(text, Span(low, high)):
        if word.start <= offset < word.end:
            return word
        if word.end == offset:
            touching = word
        elif word.start > offset:
            break
    return touching


def snap(text: str, span: Span) -> Span:
    """``span`` grown to whole words at both ends, without white space at its ends."""
    inner = trim(span, text)
    if inner.is_empty:
        return inner
    first, last = word_at(text, inner.start), word_at(text, inner.end - 1)
    start = first.start if first.holds(inner.start) else inner.start
    end = last.end if last.holds(inner.end - 1) else inner.end
    return Span(start, end)


def next_character(text: str, offset: int) -> int:
    """The offset behind the character at ``offset`` as a reader counts: with its marks, joiners and skin tone."""
    found = _compiled(_CLUSTER, re.DOTALL).match(text, offset)
    return found.end() if found else len(text)


def previous_character(text: str, offset: int) -> int:
    """The start of the character (as a reader counts) that ends at ``offset``."""
    start = max(0, offset - 32)
    while start < offset and (following := next_character(text, start)) < offset:
        start = following
    return start


def nudged(text: str, span: Span, edge: Edge, *, grow: bool, by_word: bool) -> Span:
    """``span`` with one edge moved by a word or a character; :class:`Refused` where nothing would be left of it."""
    outward = edge == "end" if grow else edge == "start"  # to the right
    if by_word:
        step = _word_edge_after if outward else _word_edge_before
        place = step(text, span.end if edge == "end" else span.start, edge)
    else:
        move = next_character if outward else previous_character
        place = move(text, span.end if edge == "end" else span.start)
    moved = Span(span.start, place) if edge == "end" else Span(place, span.end)
    if moved.is_empty:
        raise Refused("Nothing would be left of the span.")
    if moved == span:
        raise Refused("The text has no more words there.")
    return moved


def _word_edge_after(text: str, offset: int, edge: Edge) -> int:
    """The first word end (or, for a start, word start) behind ``offset``."""
    for word in words(text, Span(word_at(text, offset).start, min(len(text), offset + _WINDOW))):
        place = word.end if edge == "end" else word.start
        if place > offset:
            return place
    return offset


def _word_edge_before(text: str, offset: int, edge: Edge) -> int:
    """The last word end (or, for a start, word start) before ``offset``."""
    found = offset
    for word in words(text, Span(_window(text, offset, _WINDOW)[0], offset)):
        place = word.end if edge == "end" else word.start
        if place < offset:
            found = place
    return found


def paragraph_at(text: str, offset: int) -> Span:
    """The line that holds ``offset``, without its line break."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return Span(start, len(text) if end < 0 else end)


def sentence_at(text: str, offset: int) -> Span:
    """The sentence that holds ``offset``, without surrounding white space; it never crosses a line break."""
    paragraph = paragraph_at(text, offset)
    low = max(paragraph.start, offset - _SENTENCE_WINDOW)
    high = min(paragraph.end, offset + _SENTENCE_WINDOW)
    found = Span(offset, offset)
    for found in sentences(text, Span(low, high)):
        if offset < found.end:
            break
    return found


def sentences(text: str, span: Span | None = None) -> Iterator[Span]:
    """The sentences of ``span`` (the whole text where none is given), trimmed, empty ones left out.

    A full stop ends one when white space follows, unless an abbreviation, an initial or a lower-case letter says
    otherwise; a line break always does.
    """
    start, end = span or Span(0, len(text))
    begin = start
    for found in _compiled(_ENDING).finditer(text, start, end):
        if found[0][0] == "." and _goes_on(text, begin, found.start(), found.end(), end):
            continue
        sentence = trim(Span(begin, found.end()), text)
        if not sentence.is_empty:
            yield sentence
        begin = found.end()
    last = trim(Span(begin, end), text)
    if not last.is_empty:
        yield last


def grow(text: str, span: Span) -> Span:
    """The next larger natural stretch around ``span``: word, capitalised name, clause, sentence, paragraph, text."""
    for wider in _WIDENING:
        found = wider(text, span)
        if found.contains(span) and found != span and not found.is_empty:
            return found
    return Span(0, len(text))


def _words_around(text: str, span: Span) -> Span:
    if span.is_empty:
        return word_at(text, span.start)
    return snap(text, span)


def _name_around(text: str, span: Span) -> Span:
    if span.length > _WINDOW:
        return span
    low, high = _window(text, span.start, _WINDOW)
    around = list(words(text, Span(low, max(high, min(len(text), span.end + _WINDOW)))))
    inside = [index for index, word in enumerate(around) if word.overlaps(span)]
    if not inside or not all(_is_capitalised(text, around[index]) for index in inside):
        return span
    first, last = inside[0], inside[-1]
    while first > 0 and _is_one_name(text, around[first - 1], around[first]):
        first -= 1
    while last + 1 < len(around) and _is_one_name(text, around[last], around[last + 1]):
        last += 1
    return Span(around[first].start, around[last].end)


def _is_one_name(text: str, left: Span, right: Span) -> bool:
    return (
        text[left.end : right.start] == " " and _is_capitalised(text, left) and _is_capitalised(text, right)
    )


def _is_capitalised(text: str, word: Span) -> bool:
    first = text[word.start]
    return first.isupper() or first.isdigit() or text[word.start : word.end].startswith(("al-", "Al-", "el-"))


def _clause_around(text: str, span: Span) -> Span:
    sentence = _sentence_around(text, span)
    start, end = sentence.start, sentence.start + len(sentence.slice(text).rstrip(_STOPS))
    for edge in _compiled(_CLAUSE_EDGE).finditer(text, start, end):
        if edge.end() <= span.start:
            start = edge.end()
        elif edge.start() >= span.end:
            end = edge.start()
            break
    return snap(text, Span(start, end))


def _sentence_around(text: str, span: Span) -> Span:
    first = sentence_at(text, span.start)
    last = sentence_at(text, max(span.start, span.end - 1))
    return Span(min(first.start, span.start), max(last.end, span.end))


def _paragraph_around(text: str, span: Span) -> Span:
    return Span(paragraph_at(text, span.start).start, paragraph_at(text, max(span.start, span.end - 1)).end)


_WIDENING = (_words_around, _name_around, _clause_around, _sentence_around, _paragraph_around)


def _goes_on(text: str, begin: int, stop: int, after: int, end: int) -> bool:
    """Whether the full stop at ``stop`` belongs to an abbreviation, so that the sentence goes on behind it."""
    following = text[after : min(end, after + 8)].lstrip(" \t\u00a0")
    if not following or following[0] == "\n":
        return False
    if following[0].islower():
        return True
    word = re.search(r"[\w.]*$", text[max(begin, stop - 24) : stop])
    before = word[0].lower() if word else ""
    if before == "no":
        return following[0].isdigit()
    return before in _ABBREVIATIONS or _is_initial(text[max(begin, stop - 2) : stop])


def _is_initial(before: str) -> bool:
    """Whether the one or two characters before a full stop are a capital that stands alone, as in ``K. Haftar``."""
    return before[-1:].isupper() and not before[:-1].isalnum()


def _window(text: str, offset: int, size: int) -> tuple[int, int]:
    """A stretch around ``offset`` that does not begin inside a word, as far as white space can tell."""
    low = max(0, offset - size)
    if low:
        space = re.compile(r"\s").search(text, low, offset)
        low = space.end() if space and space.end() < offset else low
    return low, min(len(text), offset + size)
