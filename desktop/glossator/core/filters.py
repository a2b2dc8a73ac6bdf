"""What is typed to search a project by what is said in it: labels, identities, relations, events, beside words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import NamedTuple

from glossator.core import query
from glossator.core.dates import date_fault
from glossator.core.documents import STATUSES
from glossator.core.errors import Refused
from glossator.core.folding import WORD, fold
from glossator.core.query import Query
from glossator.core.scheme import AttributeType, Scheme

KEYS = ("label", "subtype", "entity", "attr", "author", "date", "status", "relation", "event")
"""What may stand before a colon."""
EXAMPLES = {
    "label": "label:PER",
    "subtype": "subtype:Military",
    "entity": 'entity:"Saudi Arabia"',
    "attr": "attr:certainty=Possible",
    "author": "author:Ada",
    "date": "date:2024-12..2025",
    "status": "status:done",
    "relation": "relation:LEADS(PER,ORG)",
    "event": "event:Movement.Transport(Destination:Libya)",
}
"""How each of them is written."""

_VALUE = r'(?:"[^"]*"?|\([^()]*\)?|[^\s"()])*'
_FILTER = re.compile(rf"(?<![^\s])([-–−]?)([A-Za-z]+):(?!//)({_VALUE})")
_ARROW = re.compile(r"([^\s(),:]+)\s*[-–—]\s*([^\s(),:–—-]+)\s*(?:->|→)\s*([^\s(),:]+)")
_CALL = re.compile(r"([^()]*)(?:\((.*?)\)?)?")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))


class End(NamedTuple):
    """What stands at an end of a relation or in a role: a mention with this label (id), or one of this folded name;
    with neither, any.
    """

    label: str = ""
    name: str = ""


class Related(NamedTuple):
    """A relation that is wanted: its type (id; empty: any) and its two ends."""

    type: str
    first: End = End()
    second: End = End()


class Happened(NamedTuple):
    """An event that is wanted: its type (id; empty: any), and for roles (empty: any role) what fills them."""

    type: str
    roles: tuple[tuple[str, End], ...] = ()


@dataclass(frozen=True)
class Filters:
    """What is asked for beside words.  Of several values of one kind any will do; all kinds have to hold.

    ``attributes`` are (id, value; empty for any), ``dates`` are (since, until) as far as they are stated.
    """

    label: tuple[str, ...] = ()
    subtype: tuple[str, ...] = ()
    entity: tuple[str, ...] = ()
    attr: tuple[tuple[str, str], ...] = ()
    author: tuple[str, ...] = ()
    date: tuple[tuple[str, str], ...] = ()
    status: tuple[str, ...] = ()
    relation: tuple[Related, ...] = ()
    event: tuple[Happened, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Only words are asked for."""
        return self == Filters()

    @property
    def wants_relations(self) -> bool:
        """The hits are relations or events."""
        return bool(self.relation or self.event)

    @property
    def wants_mentions(self) -> bool:
        """The hits are mentions."""
        return not self.wants_relations and bool(
            self.label or self.subtype or self.entity or self.attr or self.author
        )

    @property
    def asks_of_records(self) -> bool:
        """Something is asked of mentions or relations, not of documents alone."""
        return self.wants_relations or self.wants_mentions

    def names(self) -> set[str]:
        """Every folded name that may be that of an identity."""
        ends = [end for each in self.relation for end in (each.first, each.second)]
        ends += [end for each in self.event for _, end in each.roles]
        return {end.name for end in ends if end.name} | set(self.entity)


@dataclass(frozen=True)
class Question:
    """What was typed: words (``None`` where there are none), filters, and filters of what is left out."""

    words: Query | None
    filters: Filters = field(default_factory=Filters)
    without: Filters = field(default_factory=Filters)

    @property
    def is_words(self) -> bool:
        """Nothing but words was typed."""
        return self.words is not None and self.filters.is_empty and self.without.is_empty


def read(typed: str) -> Question:
    """What was typed, as far as it can be understood without a scheme; :class:`Refused` says what is wrong.

    ``key:value`` is a filter (:data:`KEYS`), with quotation marks around a value of several words and commas between
    several values; ``-key:value`` leaves out what it finds; ``PER –LEADS→ ORG`` is a relation; all else are words, as
    :func:`query.read` reads them.
    """
    plain = _ARROW.sub(r" relation:\2(\1,\3) ", typed.translate(_QUOTES))
    found: tuple[dict[str, list[object]], dict[str, list[object]]] = ({}, {})
    rest, last = "", 0
    for part in _FILTER.finditer(plain):
        minus, key, value = part.group(1), part.group(2).lower(), part.group(3)
        if key not in KEYS:
            _be_no_slip(key)
            continue
        if not value.strip('"'):
            raise Refused(
                f"Behind “{key}:” something is missing.", remedy=f"Type for example {EXAMPLES[key]}."
            )
        found[bool(minus)].setdefault(key, []).extend(_READERS[key](value))
        rest, last = f"{rest}{plain[last : part.start()]} ", part.end()
    rest += plain[last:]
    filters, without = (
        Filters(**{key: tuple(each) for key, each in some.items()})  # type: ignore[arg-type]
        for some in found
    )
    if filters.is_empty and without.is_empty:
        return Question(query.read(typed))
    question = Question(query.read(rest) if rest.strip() else None, filters, without)
    if question.words is None and filters.is_empty:
        raise Refused(
            "It is said only what to leave out.", remedy="Add a word or a filter that is to be found."
        )
    return question


def resolved(question: Question, scheme: Scheme, more: Sequence[AttributeType] = ()) -> Question:
    """The question with the ids of ``scheme`` (and of ``more`` attributes) in the place of what people call its items;
    :class:`Refused` names what the scheme does not have.
    """
    attributes = {each.id: each.name for each in (*more, *scheme.attributes)}
    wanted, without = (_named(each, scheme, attributes) for each in (question.filters, question.without))
    return Question(question.words, wanted, without)


def _named(filters: Filters, scheme: Scheme, attributes: dict[str, str]) -> Filters:
    labels = {each.id: each.name for each in scheme.labels}
    relations = {each.id: each.name for each in scheme.relation_types}
    events = {each.id: each.name for each in scheme.event_types}
    roles = {role.name: role.name for each in scheme.event_types for role in each.roles}

    def end(one: End) -> End:
        known = _known(one.name, labels)
        return End(label=known) if known else one._replace(name=fold(one.name))

    return replace(
        filters,
        label=tuple(_one(each, labels, "label") for each in filters.label),
        entity=tuple(fold(each) for each in filters.entity),
        attr=tuple((_one(name, attributes, "attribute"), value) for name, value in filters.attr),
        relation=tuple(
            Related(_one(each.type, relations, "relation type"), end(each.first), end(each.second))
            for each in filters.relation
        ),
        event=tuple(
            Happened(
                _one(each.type, events, "event type"),
                tuple((_one(role, roles, "role"), end(filler)) for role, filler in each.roles),
            )
            for each in filters.event
        ),
    )


def completions(typed: str, caret: int, scheme: Scheme, authors: Sequence[str] = ()) -> tuple[int, list[str]]:
    """Where what is being typed before ``caret`` begins, and what it may become: keys, and values behind a key."""
    head = typed[:caret].translate(_QUOTES)
    value = re.search(r'(?<!\S)[-–−]?([A-Za-z]+):([^\s"]*)$', head)
    if value and value[1].lower() in KEYS:
        key, begun = value[1].lower(), value[2]
        piece = re.search(r"[^(),:]*$", begun)
        assert piece is not None
        inside = "(" in begun
        start = caret - len(piece[0])
        return start, _beginning(piece[0], _values(key, begun, scheme, authors, inside=inside))
    key_begun = re.search(r"(?<!\S)[-–−]?([A-Za-z]{2,})$", head)
    if key_begun is None:
        return caret, []
    keys = [f"{each}:" for each in KEYS if each.startswith(key_begun[1].lower())]
    return caret - len(key_begun[1]), keys


def has_name(quote: str, name: str) -> bool:
    """The folded ``name`` stands in ``quote`` as whole words, in any spelling."""
    return re.search(f"(?<!{WORD}){re.escape(name)}(?!{WORD})", fold(quote)) is not None


# --- inside


def _values(key: str, begun: str, scheme: Scheme, authors: Sequence[str], *, inside: bool) -> Iterable[str]:
    labels = [each.id for each in scheme.labels if not each.retired]
    if inside and key == "relation":
        return labels
    if inside and key == "event":
        if re.search(r":[^,()]*$", begun):
            return labels
        kind = next(
            (each for each in scheme.event_types if begun.lower().startswith(f"{each.id.lower()}(")), None
        )
        return [f"{role.name}:" for role in kind.roles] if kind else []
    return {
        "label": labels,
        "subtype": [sub for each in scheme.labels for sub in each.subtypes],
        "attr": [
            f"{each.id}={value}"
            for each in scheme.attributes
            if {"mention", "relation", "event", "judgement"} & {*each.on}
            for value in (each.values or ("",))
        ],
        "author": [_quoted(each) for each in authors if each],
        "status": [_quoted(each) for each in STATUSES],
        "relation": [f"{each.id}(" for each in scheme.relation_types if not each.retired],
        "event": [each.id for each in scheme.event_types if not each.retired],
    }.get(key, [])


def _beginning(begun: str, values: Iterable[str]) -> list[str]:
    wanted = begun.casefold()
    return [
        each
        for each in dict.fromkeys(values)
        if each.lstrip('"').casefold().startswith(wanted) and each.casefold() != wanted
    ]


def _quoted(text: str) -> str:
    return f'"{text}"' if re.search(r"[\s(),]", text) else text


def _be_no_slip(key: str) -> None:
    """A word with a colon is a word, but for one that was clearly meant as a filter."""
    near = get_close_matches(key, KEYS, n=1, cutoff=0.75)
    if near:
        raise Refused(f"There is no filter “{key}:”.", remedy=f"Did you mean {near[0]}: ?")


def _split(value: str) -> list[str]:
    """Values between commas, without their quotation marks."""
    parts = re.findall(r'(?:"[^"]*"?|[^,"])+', value)
    return [clean for each in parts if (clean := each.replace('"', "").strip())]


def _plain(value: str) -> Iterator[str]:
    yield from _split(value)


def _attributes(value: str) -> Iterator[tuple[str, str]]:
    for each in _split(value):
        name, _, wanted = each.partition("=")
        yield name.strip(), wanted.strip()


def _dates(value: str) -> Iterator[tuple[str, str]]:
    for each in _split(value):
        since, between, until = each.partition("..")
        for one in (since, until):
            if fault := date_fault(one):
                raise Refused(f"“{one}” is no date.", remedy=fault)
        yield since, until if between else since


def _statuses(value: str) -> Iterator[str]:
    for each in _split(value):
        name = re.sub(r"[-_]", " ", each.lower())
        if name not in STATUSES:
            raise Refused(f"There is no status “{each}”.", remedy=f"There are {', '.join(STATUSES)}.")
        yield name


def _called(value: str, key: str) -> tuple[str, list[str]]:
    found = _CALL.fullmatch(value.strip())
    if found is None:
        raise Refused(f"“{key}:{value}” cannot be read.", remedy=f"Type for example {EXAMPLES[key]}.")
    inside = found[2] or ""
    parts = re.findall(r'(?:"[^"]*"?|[^,"])+|(?<=,)(?=,|$)|^(?=,)', inside)
    return found[1].replace('"', "").strip(), [each.strip() for each in parts]


def _relations(value: str) -> Iterator[Related]:
    kind, ends = _called(value, "relation")
    if len(ends) > 2:
        raise Refused(f"A relation has two ends; “{value}” names {len(ends)}.")
    first, second = [End(name=each.replace('"', "").strip()) for each in [*ends, "", ""][:2]]
    yield Related(kind, first, second)


def _events(value: str) -> Iterator[Happened]:
    kind, parts = _called(value, "event")
    roles = []
    for each in parts:
        role, colon, filler = each.partition(":")
        if not colon or not filler.strip():
            raise Refused(
                f"“{each}” does not say which role is filled by what.",
                remedy=f"Type for example {EXAMPLES['event']}.",
            )
        roles.append((role.replace('"', "").strip(), End(name=filler.replace('"', "").strip())))
    yield Happened(kind, tuple(roles))


_READERS: dict[str, Callable[[str], Iterator[object]]] = {
    "label": _plain,
    "subtype": _plain,
    "entity": _plain,
    "attr": _attributes,
    "author": _plain,
    "date": _dates,
    "status": _statuses,
    "relation": _relations,
    "event": _events,
}


def _known(name: str, items: dict[str, str]) -> str:
    """The id of the item that is called ``name``, by id or by name, in any capitals; empty where there is none."""
    if name in items:
        return name
    wanted = name.casefold()
    by_any = {called.casefold(): key for key, called in items.items()} | {
        key.casefold(): key for key in items
    }
    return by_any.get(wanted, "") if name else ""


def _one(name: str, items: dict[str, str], what: str) -> str:
    known = _known(name, items)
    if name and not known:
        near = get_close_matches(
            name.casefold(), [each.casefold() for each in (*items, *items.values())], n=1
        )
        meant = [each for each in (*items, *items.values()) if near and each.casefold() == near[0]]
        some = ", ".join(sorted(items)[:8])
        raise Refused(
            f"The scheme has no {what} “{name}”.",
            remedy=f"Did you mean {meant[0]}?" if meant else f"It has {some}{' …' * (len(items) > 8)}.",
        )
    return known
