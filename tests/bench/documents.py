"""Documents of known sizes for measuring, the same on every run: text in several scripts, mentions, relations."""

from __future__ import annotations

import json
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from random import Random

from glossator import paths
from glossator.core.annotations import AnnotationSet, Argument, Mention, Relation
from glossator.core.documents import Document
from glossator.core.plain import scheme_from_plain
from glossator.core.scheme import Scheme
from glossator.core.spans import Span, quote

LABELS = ("PER", "ORG", "GPE", "LOC", "FAC", "WEA", "VEH", "DOC", "TIM", "VAL", "EVT", "CUE")
RELATIONS = ("LOCATED_IN", "NEAR", "PART_OF", "MEMBER_OF")
_PARAGRAPH = 450
_ARABIC = "وزارة الصحة في القاهرة يوم مارس أن شركة ستتعاون مع جامعة عين شمس لتطوير لقاح جديد".split()
_HEBREW = "ראש הממשלה נפגש עם מנכל ולאחר מכן ביקר באוניברסיטה העברית בירושלים".split()
_CHINESE = ["東京都", "京都大学", "山中伸弥教授", "北京大學", "参加了会议", "研究センター", "を設立した"]
_EMOJI = ["😀", "🧬", "👩‍🔬", "🇩🇪", "👍🏽", "🛰️"]


@dataclass(frozen=True)
class Size:
    """How much of everything: ``characters`` (about), ``mentions`` and ``relations``; one paragraph or many."""

    name: str
    characters: int
    mentions: int
    relations: int
    is_one_paragraph: bool = False


S1 = Size("S1", 2_300, 60, 20)
S2 = Size("S2", 50_000, 1_500, 500)
S3 = Size("S3", 1_000_000, 20_000, 6_000)
S4 = Size("S4", 10_000_000, 100_000, 30_000)
P1 = Size("P1", 1_000_000, 20_000, 6_000, is_one_paragraph=True)
SIZES = (S1, S2, S3, S4, P1)


@cache
def scheme() -> Scheme:
    """The scheme that the labels and relations are of."""
    return scheme_from_plain(
        json.loads(paths.resource("schemes", "news-intelligence.json").read_text("utf-8"))
    )


def article(size: Size, *, seed: int = 1) -> AnnotationSet:
    """A document of ``size``; the same for the same ``seed``."""
    random = Random(seed)
    text = _text(random, size)
    mentions = _mentions(random, text, size.mentions)
    relations = _relations(random, mentions, size.relations)
    document = Document(1, f"{size.name} sample", len(text), digest="0" * 64)
    return AnnotationSet(document, text, mentions, relations)


def _text(random: Random, size: Size) -> str:
    vocabulary = _vocabulary(random)
    parts: list[str] = []
    length = 0
    while length < size.characters:
        paragraph = _paragraph(random, vocabulary)
        parts.append(paragraph)
        length += len(paragraph) + 1
    return (" " if size.is_one_paragraph else "\n").join(parts)


def _vocabulary(random: Random) -> list[str]:
    words = [
        "".join(random.choice("bdfgklmnprstvz") + random.choice("aeiou") for _ in range(random.randint(1, 4)))
        for _ in range(2_000)
    ]
    return [word.capitalize() if random.random() < 0.15 else word for word in words]


def _paragraph(random: Random, vocabulary: list[str]) -> str:
    count = max(3, round(random.gauss(_PARAGRAPH, 180) / 5.7))
    words = random.choices(vocabulary, k=count)
    kind = random.random()
    if kind < 0.05:
        words = random.choices(_ARABIC if kind < 0.03 else _HEBREW, k=count)
        words[random.randrange(count)] = "Intel 2024"
    for place in range(4, count, 11):
        words[place] += random.choice((",", ".", ";"))
    for place in range(7, count, 31):
        words[place] = random.choice(_CHINESE)
    for place in range(11, count, 97):
        words[place] = random.choice(_EMOJI)
    return " ".join(words) + "."


def _mentions(random: Random, text: str, count: int) -> list[Mention]:
    """Mostly one to four words; every sixth within the one before it, every fiftieth in two parts."""
    step = len(text) / count
    made: list[Mention] = []
    for number in range(count):
        start = _word_start(text, int(number * step + random.random() * step * 0.5))
        end = _word_end(text, start, random.randint(1, 4))
        if number % 6 == 5 and made and made[-1].fragments[-1].length > 8:
            start = made[-1].fragments[0].start
            end = _word_end(text, start, 1)
        fragments: tuple[Span, ...] = (Span(start, end),)
        if number % 50 == 49:
            second = _word_start(text, end + 6)
            if second > end + 1 and "\n" not in text[start : second + 1] and second < len(text):
                fragments = (Span(start, end), Span(second, _word_end(text, second, 1)))
        label = random.choice(LABELS)
        made.append(Mention(number + 10, 1, label, fragments, quote(fragments, text)))
    return made


def _word_start(text: str, offset: int) -> int:
    place = min(offset, len(text) - 2)
    while place > 0 and not text[place - 1].isspace():
        place -= 1
    return place


def _word_end(text: str, start: int, words: int) -> int:
    place = start + 1
    while place < len(text):
        if text[place].isspace():
            words -= 1
            if words == 0 or text[place] == "\n":
                break
        place += 1
    return place


def _relations(random: Random, mentions: list[Mention], count: int) -> list[Relation]:
    """Nine of ten join mentions that stand close together; every fifth that can be is an event with a trigger."""
    ordered = sorted(mentions, key=lambda each: (each.start, -each.end, each.id))
    starts = [each.start for each in ordered]
    made = []
    for number in range(count):
        first = random.randrange(len(ordered))
        if number % 10 == 0:
            second = bisect_left(starts, random.randrange(starts[-1] + 1))
        else:
            second = first + random.choice((-3, -2, -1, 1, 2, 3))
        source, target = ordered[first], ordered[min(max(0, second), len(ordered) - 1)]
        if source is target:
            target = ordered[first - 1]
        ids = 10_000_000 + number
        if source.label == "EVT":
            made.append(Relation(ids, 1, "Movement.Transport", (Argument("Artifact", target.id),), source.id))
        else:
            ends = (Argument("Arg1", source.id), Argument("Arg2", target.id))
            made.append(Relation(ids, 1, random.choice(RELATIONS), ends))
    return made
