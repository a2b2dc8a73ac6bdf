"""Folding a text for search: what the spellings of a word have in common, and the way back to the text as it stands.

A folded text has no capitals, accents, vowel signs (Arabic, Hebrew), ligatures or soft hyphens; what is written without
blanks (Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese) has one on either side of each character.  It consists of
ASCII and of characters of words: whatever else there is has become a blank.  Folding goes piece by piece: the folds of
two stretches that meet at a blank are, put together, the fold of both.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from glossator.core.spans import Span

WORD = r"[^\x00-\x2f\x3a-\x60\x7b-\x7f]"
"""A character of a word in a folded text, as a regular expression."""

# What stands on a letter and does not make another one of it, and what is not seen at all.  The signs of Indic and
# other scripts that say a vowel are not among them, nor is the voicing of kana.
_DROPPED = (
    "\u00ad\u02b0-\u02bb\u02bd-\u02ff\u0300-\u036f\u0483-\u0489\u0559\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u070f\u0711\u0730-\u074a"
    "\u07eb-\u07f3\u0816-\u0819\u081b-\u0823\u0825-\u0827\u0829-\u082d\u0898-\u089f\u08ca-\u08ff\u093c\u09bc\u0a3c\u0abc"
    "\u0b3c\u115f\u1160\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u19e0-\u19ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029"
    "\u3031-\u303c\u3041-\u30fa\u30fc-\u312f\u3131-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\ua9e0-\ua9ff\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\U00016fe0-\U00018dff\U0001aff0-\U0001b2ff"
    "\U00020000-\U0003ffff"
)
"""What is written without blanks between words, as the inside of a character class."""

# Letters that Unicode does not take apart, although those who type one of them look for the other as well: Latin ones
# with a stroke and joined ones; Arabic ones as Persian, Urdu and Kurdish write them, and those that writers exchange.
_LETTERS = dict(
    pair.split(":")
    for pair in (
        "ł:l ø:o đ:d ð:d ħ:h ŧ:t ı:i ƶ:z ɨ:i ʉ:u ŋ:n ĸ:k æ:ae œ:oe þ:th ʼ:' "
        "ٱ:ا ى:ي ی:ي ې:ي ے:ي ک:ك ڪ:ك ة:ه ە:ه ہ:ه ھ:ه"
    ).split()
)
_SIGNS = ("Mn", "Mc", "Me", "Co")  # categories of what is part of a word although it is no letter
_SHORT = 24  # code points; how a word of this length is folded is kept in mind, as words come again and again
_MOST_WORDS = 30_000
_BLOCK = 1 << 16  # code points that are folded at once while hits are looked for
_REACH = 1 << 13  # code points behind a block into which a hit that begins in it may run
_PIECE = 128  # code points; the way back is made inside one of these
_JOINS = ("Mn", "Mc", "Me")  # categories of what melts into the character before it


class _Words(dict[str, str]):
    """The folds of words, with the punctuation on them."""

    def __missing__(self, word: str) -> str:
        folded = word.lower() if word.isascii() else word.translate(_CHARACTERS)
        if len(word) <= _SHORT:
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[word] = folded
        return folded


class _Characters(dict[int, str]):
    """The folds of single characters, of which there are few in any text."""

    def __missing__(self, char: int) -> str:
        self[char] = folded = _character(chr(char))
        return folded


_WORDS = _Words()
_CHARACTERS = _Characters()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)


def fold(text: str) -> str:
    """``text`` as it is looked for and as it is found."""
    if text.isascii():
        return text.lower()
    # composed, so that no character's fold hangs on the next; the voicing of narrow kana is joined by this form only
    text = unicodedata.normalize("NFKC" if _has_narrow_voicing(text) else "NFC", text)
    return " ".join(map(_WORDS.__getitem__, text.split(" ")))


def _has_narrow_voicing(text: str) -> bool:
    return "\uff9e" in text or "\uff9f" in text


def _character(char: str) -> str:
    if char in "йЙ":  # a letter of its own rather than an и with something on it
        return "й"
    if char.isascii():
        return char.lower()
    folded = unicodedata.normalize("NFKD", char).replace("\u0345", "").casefold()
    folded = _compiled(f"[{_DROPPED}]+").sub("", folded)
    folded = unicodedata.normalize("NFC", "".join(_LETTERS.get(each, each) for each in folded))
    return "".join(map(_in_place, folded))


def _in_place(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if not (char.isascii() or char.isalnum() or unicodedata.category(char) in _SIGNS):
        return " "
    return f" {char} " if _compiled(f"[{UNSPACED}]").match(char) else char


# --- the way back


def places(text: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    """Where ``text``, as it stands, is what ``pattern`` matches in its fold, in order and without overlaps.

    The pattern takes whole words.  The text is folded block by block, so the first hits of a long one come at once.
    """
    done = 0
    for start, end in _blocks(text):
        folded = _Folded(text, start, min(len(text), end + _REACH))
        for found in pattern.finditer(folded.text):
            if (place := folded.place_of(*found.span())).start >= end:
                break
            if place.start >= done:
                yield place
                done = place.end


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = min(len(text), start + _BLOCK)
        if end < len(text):
            blank = text.rfind(" ", end - _REACH, end)
            end = _whole(text, end if blank < 0 else blank)
        yield start, end
        start = end


def _whole(text: str, offset: int) -> int:
    """``offset``, or the next one where no character is torn from its signs."""
    while offset < len(text) and _is_joined(text[offset]):
        offset += 1
    return offset


def _is_joined(char: str) -> bool:
    """It may melt into the character before it: a sign, a vowel or end of a Korean syllable, the voicing of kana."""
    if char < "\u0300":
        return False
    return unicodedata.category(char) in _JOINS or "\u1160" <= char <= "\u11ff" or _has_narrow_voicing(char)


class _Folded:
    """The fold of a stretch of a text, and where its characters come from."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._source = text
        self._starts = [start]
        while (last := self._starts[-1]) < end:
            self._starts.append(min(end, _whole(text, last + _PIECE)))
        folds = [fold(text[a:b]) for a, b in zip(self._starts, self._starts[1:], strict=False)]
        self._folded_starts = [0, *accumulate(map(len, folds))]
        self.text = "".join(folds)
        self._opened = -1
        self._steps: list[
            tuple[int, int]
        ] = []  # (where in the fold of the piece, where in the text) each one begins

    def place_of(self, start: int, end: int) -> Span:
        """The characters whose fold lies between these places of the fold, with all that stands on them."""
        return Span(self._way(start)[0], _whole(self._source, self._way(end - 1)[1]))

    def _way(self, place: int) -> tuple[int, int]:
        piece = bisect_right(self._folded_starts, place) - 1
        if piece != self._opened:
            self._open(piece)
        step = bisect_right(self._steps, place - self._folded_starts[piece], key=lambda each: each[0]) - 1
        return self._steps[step][1], self._steps[step + 1][1]

    def _open(self, piece: int) -> None:
        start, end = self._starts[piece : piece + 2]
        self._opened = piece
        if self._source[start:end].isascii():
            self._steps = list(enumerate(range(start, end + 1)))
            return
        source = self._source[start:end]
        if unicodedata.is_normalized("NFC", source) and not _has_narrow_voicing(source):
            lengths = map(len, map(_CHARACTERS.__getitem__, map(ord, source)))  # each one by itself, then
            self._steps = list(zip(accumulate(lengths, initial=0), range(start, end + 1), strict=True))
            return
        self._steps, folded = [], 0
        while start < end:
            behind = _whole(self._source, start + 1)
            self._steps.append((folded, start))
            folded += len(fold(self._source[start:behind]))
            start = behind
        self._steps.append((folded, end))
