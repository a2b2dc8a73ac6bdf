"""Who says so, how surely and how credibly: what relations and events say of themselves as claims."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from glossator.core import ids
from glossator.core.annotations import Attributes
from glossator.core.claims import CREDIBILITY, RELIABILITY, SOURCE
from glossator.core.lens import CERTAINTY
from glossator.core.statements import NEGATIVE, POLARITY
from glossator.store import rows
from glossator.store.conditions import Question
from glossator.store.lensed import Lensed

_NOT_JUDGED = "6"


class Claimed(NamedTuple):
    """What a record says of itself: ``source`` is the text of that attribute, ``credibility`` is "6" where it was not
    judged.
    """

    source: str
    certainty: str
    credibility: str
    is_denied: bool


class Voice(NamedTuple):
    """Who says so: an identity (0: none yet) by its name, else the words of the text; ``grade`` is how reliable it is
    (empty: not judged).
    """

    entity: int
    name: str
    grade: str


AUTHOR = Voice(0, "", "")
"""The author of the text, who speaks where nobody else is named."""


def claimed(attributes: Attributes) -> Claimed:
    """What these attributes say of a relation or event as a claim."""
    return Claimed(
        _text(attributes, SOURCE),
        _text(attributes, CERTAINTY),
        _text(attributes, CREDIBILITY) or _NOT_JUDGED,
        attributes.get(POLARITY) == NEGATIVE,
    )


def voices(lensed: Lensed, sources: Iterable[str]) -> dict[str, Voice]:
    """Who speaks, by the texts of the attribute, as far as they name a mention that is seen."""
    wanted = {source: number for source in set(sources) if source and (number := _id(source)) is not None}
    if not wanted:
        return {}
    question = Question()
    among = question.among(wanted.values())
    found = lensed.database.rows(
        "SELECT m.id, m.entity, m.quote, e.name, e.attributes FROM mention AS m LEFT JOIN entity AS e"
        f" ON e.id=m.entity WHERE m.id IN {among} AND {lensed.is_seen(question, 'm')}",
        question.values,
    )
    known = {}
    for number, entity, quote, name, attributes in found:
        known[number] = Voice(
            entity or 0, name or quote, _text(rows.attributes_from(attributes), RELIABILITY)
        )
    return {source: known[number] for source, number in wanted.items() if number in known}


def _text(attributes: Attributes, name: str) -> str:
    value = attributes.get(name, "")
    return value if isinstance(value, str) else ""


def _id(text: str) -> int | None:
    try:
        return ids.from_text(text)
    except ValueError:
        return None  # "AUTHOR", or what another program wrote
