"""The lens through which the views look at a project: which documents, mentions and relations are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from glossator.core import ids
from glossator.core.annotations import Attributes, Mention, Relation
from glossator.core.claims import CREDIBILITY, CREDIBILITY_WORDS, target_of
from glossator.core.documents import RELIABILITIES, STATUSES, Document
from glossator.core.layers import EVERYBODY, Whose
from glossator.core.scheme import AttributeType, Scheme

CERTAINTY = "certainty"
"""The attribute that says how sure a claim is."""
RECORD_ATTRIBUTES: Mapping[str, str] = {"certainty": CERTAINTY, "credibility": CREDIBILITY}
"""Fields of a lens that ask for an attribute of a record → the attribute."""


@dataclass(frozen=True)
class Selected:
    """Records that were selected by hand: mentions, relations (with events) and the documents they are in (ids), and
    the name of the ``view`` in which that was done.
    """

    mentions: frozenset[int] = frozenset()
    relations: frozenset[int] = frozenset()
    documents: frozenset[int] = frozenset()
    view: str = ""


@dataclass(frozen=True)
class Lens:
    """What is counted; all that is stated has to hold, of several values of a field any will do, an empty field asks
    for nothing.

    ``document`` is the scope (``None``: the project), ``documents`` are chosen ones.  ``since`` and ``until`` are dates
    of publication as far as they are stated (``2024``, ``2024-12``); a document without a date is not taken then.
    ``reliability`` is the grade of the document, ``credibility`` and ``certainty`` are attributes of a record, which
    has the scheme's default where it has none.  A mention that cannot have them is taken where it stands in a relation
    or event that is taken by them; other records that the scheme does not permit them on are not hidden.
    ``labels`` are those of mentions; a relation is taken where all mentions that it joins are, an event where any
    filler of a role is.  ``annotators`` are the authors of mentions and relations.  ``only`` takes just these records.
    ``whose`` is no filter: what it hides is not there for whoever looks, and does not count as left out either.
    """

    document: int | None = None
    documents: frozenset[int] = frozenset()
    since: str = ""
    until: str = ""
    labels: frozenset[str] = frozenset()
    certainty: frozenset[str] = frozenset()
    reliability: frozenset[str] = frozenset()
    credibility: frozenset[str] = frozenset()
    annotators: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    only: Selected | None = None
    whose: Whose = field(default=EVERYBODY, hash=False)

    @property
    def is_empty(self) -> bool:
        """Takes everything of the whole project."""
        return self == WHOLE

    @property
    def is_open(self) -> bool:
        """No filter is set and nothing is hidden; the scope may be one document."""
        return self.scope == self and self.whose.is_everybody

    @property
    def scope(self) -> Lens:
        """The same scope without any filter."""
        return Lens(document=self.document, whose=self.whose)

    @property
    def chosen(self) -> frozenset[int]:
        """The documents that are named, be it by the scope or by records in them; empty where none are."""
        named = self.documents
        if self.only is not None:
            named = (named & self.only.documents if named else self.only.documents) or NOTHING
        if self.document is None:
            return named
        return frozenset({self.document}) if self.document in (named or {self.document}) else NOTHING

    @property
    def asks_of_documents(self) -> bool:
        """Not all documents of the project are taken."""
        return bool(self.chosen or self.asks_of_origin)

    @property
    def asks_of_origin(self) -> bool:
        """Documents are chosen by what is known of them."""
        return bool(self.since or self.until or self.reliability or self.statuses)

    @property
    def asks_of_records(self) -> bool:
        """Something is asked that no count by document and label tells."""
        asked = self.certainty or self.credibility or self.annotators or self.only is not None
        return bool(asked or not self.whose.is_everybody)

    def asks_of_claims(self, scheme: Scheme) -> frozenset[str]:
        """The fields that take a mention by the relations and events in which it stands."""
        kinds = {
            field: scheme.attribute(name) for field, name in RECORD_ATTRIBUTES.items() if getattr(self, field)
        }
        return frozenset(
            field
            for field, kind in kinds.items()
            if kind is not None and "mention" not in kind.on and not {"relation", "event"}.isdisjoint(kind.on)
        )

    def takes_document(self, document: Document) -> bool:
        """What is said of ``document`` may be counted."""
        named = self.chosen
        return (
            (not named or document.id in named)
            and is_within(document.published, self.since, self.until)
            and (not self.reliability or document.reliability in self.reliability)
            and (not self.statuses or document.status in self.statuses)
        )

    def takes_mention(self, mention: Mention, scheme: Scheme) -> bool:
        """``mention`` is counted, where its document is and, with :meth:`asks_of_claims`, it stands in such a claim."""
        if self.only is not None and mention.id not in self.only.mentions:
            return False
        if self.labels and mention.label not in self.labels:
            return False
        return self._takes(mention, scheme)

    def takes_relation(
        self, relation: Relation, label_of: Callable[[int], str | None], scheme: Scheme
    ) -> bool:
        """``relation`` is counted, where its document is; ``label_of`` gives the label of a mention."""
        if self.only is not None and relation.id not in self.only.relations:
            return False
        if self.labels:
            ends = [label_of(each.target) for each in relation.arguments if not each.is_relation]
            taken = [each in self.labels for each in ends]
            if not (any(taken) if relation.is_event else all(taken)):
                return False
        return self._takes(relation, scheme)

    def _takes(self, record: Mention | Relation, scheme: Scheme) -> bool:
        if self.annotators and record.author not in self.annotators:
            return False
        if not self.whose.is_seen(record.author, record.document):
            return False
        return all(
            self._takes_value(record, attribute, getattr(self, field), scheme)
            for field, attribute in RECORD_ATTRIBUTES.items()
        )

    @staticmethod
    def _takes_value(
        record: Mention | Relation, attribute: str, wanted: frozenset[str], scheme: Scheme
    ) -> bool:
        kind = scheme.attribute(attribute) if wanted else None
        if kind is None or not is_asked(kind, record):
            return True
        return value_of(record.attributes, kind) in wanted

    def within(self, document: int | None) -> Lens:
        """The same filters in this scope."""
        return replace(self, document=document)


NOTHING = frozenset({-1})
"""Documents that there are none of."""
WHOLE = Lens()
"""Takes everything."""


def is_asked(kind: AttributeType, record: Mention | Relation) -> bool:
    """A record may have this attribute, so that a lens asks for it."""
    if target_of(record) not in kind.on:
        return False
    return not isinstance(record, Mention) or not kind.labels or record.label in kind.labels


def value_of(attributes: Attributes, kind: AttributeType) -> str:
    """The value of a choice: its default where none is stated."""
    held = attributes.get(kind.id)
    return held if isinstance(held, str) else (kind.values[0] if kind.values else "")


def is_turned(since: str, until: str) -> bool:
    """Whether the first of two dates (either may be empty) is behind the second, so that no day is between them."""
    common = min(len(since), len(until))
    return since[:common] > until[:common]


def is_within(published: str, since: str, until: str) -> bool:
    """A date, as far as it is known, may lie between two others; one that is not known does not where any is given."""
    if not since and not until:
        return True
    if not published:
        return False
    return _shared(published, since) >= since[: len(published)] and _shared(published, until) <= (
        until[: len(published)] or "~"
    )


def _shared(published: str, other: str) -> str:
    return published[: len(other)]


_SETS = tuple(
    each.name
    for each in fields(Lens)
    if each.name not in {"document", "documents", "since", "until", "only", "whose"}
)
_RECORDS = ("mentions", "relations", "documents")
_KNOWN: Mapping[str, Iterable[str]] = {
    "reliability": RELIABILITIES,
    "credibility": CREDIBILITY_WORDS,
    "statuses": STATUSES,
}


def as_plain(lens: Lens) -> dict[str, Any]:
    """The filters of a lens (not its scope) as JSON can hold them."""
    plain: dict[str, Any] = {name: sorted(held) for name in _SETS if (held := getattr(lens, name))}
    if lens.documents:
        plain["documents"] = [ids.to_text(each) for each in sorted(lens.documents)]
    if lens.only is not None:
        named = {name: [ids.to_text(each) for each in sorted(getattr(lens.only, name))] for name in _RECORDS}
        plain["only"] = {**named, "view": lens.only.view}
    return plain | {name: held for name in ("since", "until") if (held := getattr(lens, name))}


def from_plain(plain: object) -> Lens:
    """The filters out of JSON; what makes no sense is left out, as a kept filter must never stop the views."""
    if not isinstance(plain, dict):
        return WHOLE
    sets = {name: frozenset(_texts(plain.get(name), _KNOWN.get(name))) for name in _SETS}
    dates = {name: held for name in ("since", "until") if isinstance(held := plain.get(name), str)}
    documents, only = _ids(plain.get("documents")), _selected(plain.get("only"))
    return Lens(documents=documents, only=only, **dates, **sets)  # type: ignore[arg-type]


def _selected(plain: object) -> Selected | None:
    if not isinstance(plain, dict):
        return None
    held = {name: _ids(plain.get(name)) for name in _RECORDS}
    view = plain.get("view")
    found = Selected(**held, view=view if isinstance(view, str) else "")
    return found if found.mentions or found.relations else None


def _ids(held: object) -> frozenset[int]:
    return frozenset(number for each in _texts(held) if (number := _id(each)) is not None)


def _texts(held: object, known: Iterable[str] | None = None) -> list[str]:
    if not isinstance(held, list):
        return []
    return [each for each in held if isinstance(each, str) and (known is None or each in known)]


def _id(text: str) -> int | None:
    try:
        return ids.from_text(text)
    except ValueError:
        return None


# --- what marks stand for


@dataclass(frozen=True)
class MentionPick:
    """Mentions for which all that is given holds.  ``labels`` are several of which any will do, ``levels`` are levels
    of which one is stated (empty text: none is), ``identified`` says whether they have an entity, ``day`` (since 1970)
    when they were made, ``outside`` in which documents they are not.
    """

    label: str | None = None
    levels: frozenset[str] | None = None
    entity: int | None = None
    identified: bool | None = None
    quote: str | None = None
    document: int | None = None
    ids: frozenset[int] | None = None
    day: int | None = None
    outside: frozenset[int] = frozenset()
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RelationPick:
    """Relations and events for which all that is given holds.  Of an event the first label is that of the trigger, the
    second that of any filler, or of one in this ``role``.  ``is_bare`` says whether they have no attributes,
    ``reliability`` is the grade of their document.
    """

    type: str | None = None
    first_label: str | None = None
    second_label: str | None = None
    role: str | None = None
    is_event: bool | None = None
    document: int | None = None
    ids: frozenset[int] | None = None
    is_bare: bool | None = None
    reliability: str | None = None


Pick = MentionPick | RelationPick
"""Which records a mark stands for."""
