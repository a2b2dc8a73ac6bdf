"""Events as a text tells them, with what fills their roles: what views of time and place are made of."""

from __future__ import annotations

from typing import NamedTuple

from glossator.core.annotations import Attributes


class Filler(NamedTuple):
    """A mention that fills a role of an event."""

    role: str
    label: str
    quote: str
    entity: int | None
    attributes: Attributes


class Telling(NamedTuple):
    """An event as one place of a text tells it: its trigger with the words and the identity (events told more than once
    share it), its attributes, and the mentions in its roles, in their order.
    """

    event: int
    document: int
    type: str
    attributes: Attributes
    trigger: int
    quote: str
    entity: int | None
    fillers: tuple[Filler, ...] = ()


class Casting(NamedTuple):
    """Who, or (without an identity) what it reads as, fills a role of an event."""

    event: int
    document: int
    type: str
    role: str
    label: str
    quote: str
    entity: int | None


class Origin(NamedTuple):
    """What a document says of itself: its name and its date, as far as it is known."""

    name: str
    published: str


class Placed(NamedTuple):
    """Mentions that stand for the same: for an ``entity``, or (``None``) with one label and quotation for nobody yet.
    ``attributes`` are those of them that say something of a place, each once with the number of mentions that say so.
    """

    entity: int | None
    quote: str
    label: str
    mentions: int
    documents: int
    attributes: tuple[tuple[Attributes, int], ...] = ()
