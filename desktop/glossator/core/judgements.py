"""The analyst's own judgements: likelihood in the words of ICD 203, analytic confidence, and how both are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossator.core import tokens
from glossator.core.annotations import Note
from glossator.core.scheme import AttributeType, Scheme
from glossator.core.titles import short

LIKELIHOOD = "likelihood"
"""The attribute of a judgement that says how likely it is."""
CONFIDENCE = "analytic_confidence"
"""The attribute of a judgement that says how well founded it is; never filled from the likelihood."""

PERCENT = {
    "Almost no chance": "1–5 %",
    "Very unlikely": "5–20 %",
    "Unlikely": "20–45 %",
    "Roughly even chance": "45–55 %",
    "Likely": "55–80 %",
    "Very likely": "80–95 %",
    "Almost certain": "95–99 %",
}
"""The seven words of ICD 203, from the least likely on, with what they stand for."""

STANDARD = (
    AttributeType(
        LIKELIHOOD,
        "Likelihood",
        ("judgement",),
        values=("Not-stated", *PERCENT),
        definition="How likely the analyst's own judgement is, in the words of ICD 203.",
    ),
    AttributeType(
        CONFIDENCE,
        "Analytic confidence",
        ("judgement",),
        values=("Not-stated", "Low", "Moderate", "High"),
        definition="How well founded the judgement is (ICD 203). Never put it in one sentence with a likelihood.",
    ),
)
"""What a judgement may say where the scheme has nothing for judgements."""

_FIRST = {
    r"almost no chance": "Almost no chance",
    r"very unlikely": "Very unlikely",
    r"unlikely": "Unlikely",
    r"roughly even chance": "Roughly even chance",
    r"very likely": "Very likely",
    r"likely": "Likely",
    r"almost certain(?:ly)?": "Almost certain",
}
_SECOND = {
    r"remote (?:chance|possibility|likelihood)": "Almost no chance",
    r"highly improbable": "Very unlikely",
    r"improbable": "Unlikely",
    r"roughly even odds": "Roughly even chance",
    r"highly probable": "Very likely",
    r"probabl[ey]": "Likely",
    r"nearly certain(?:ly)?": "Almost certain",
}


def _words(row: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(row)})\b", re.IGNORECASE)


_CONFIDENCE = re.compile(r"\b(?:low|moderate|high)(?: analytic)? confidence\b", re.IGNORECASE)
_ROWS = (_words(_FIRST), _words(_SECOND))


def attributes_of(scheme: Scheme) -> tuple[AttributeType, ...]:
    """What may be said of a judgement: what the scheme has for judgements, else :data:`STANDARD`."""
    return scheme.attributes_for("judgement") or STANDARD


def in_words(note: Note, scheme: Scheme) -> str:
    """What a judgement says of itself beside its text: “Likely (55–80 %), confidence moderate”."""
    told = []
    for kind in attributes_of(scheme):
        value = note.attributes.get(kind.id)
        if value is None:
            continue
        if kind.id == LIKELIHOOD:
            percent = PERCENT.get(str(value), "")
            told.append(f"{value} ({percent})" if percent else str(value))
        elif kind.id == CONFIDENCE:
            told.append(f"confidence {str(value).lower()}")
        else:
            told.append(f"{kind.name}: {value}")
    return ", ".join(told)


def style_faults(note: Note) -> list[str]:
    """What ICD 203 would have otherwise in the text of a judgement, a sentence each."""
    return list(_style_faults(note.body, note.attributes.get(LIKELIHOOD)))


def _style_faults(body: str, likelihood: object) -> Iterator[str]:
    found = [[match[0].lower() for match in row.finditer(body)] for row in _ROWS]
    if all(found):
        yield (
            f"It mixes the two rows of words for likelihood (“{found[0][0]}” and “{found[1][0]}”): keep to one of them."
        )
    for sentence in _sentences(body):
        if _CONFIDENCE.search(sentence) and any(row.search(sentence) for row in _ROWS):
            yield f"A likelihood and a confidence stand in one sentence: “{short(sentence)}”"
    said = {_meaning(word) for row in found for word in row}
    if likelihood is not None and said and likelihood not in said:
        words = ", ".join(f"“{word}”" for row in found for word in row)
        yield f"The text says {words}, but the likelihood is “{likelihood}”."


def _meaning(word: str) -> str:
    return next(
        value for row in (_FIRST, _SECOND) for source, value in row.items() if re.fullmatch(source, word)
    )


def _sentences(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        span = tokens.sentence_at(text, at)
        yield span.slice(text)
        at = max(span.end, at + 1)
        while at < len(text) and text[at].isspace():
            at += 1
