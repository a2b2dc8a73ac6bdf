"""What a tooltip says of the mention or the arc under the pointer."""

from __future__ import annotations

from collections.abc import Callable

from glossator.core import judgements
from glossator.core.annotations import AnnotationSet, Entity, Mention, Note, Relation
from glossator.core.scheme import Scheme
from glossator.core.titles import counted
from glossator.ui.text import marks

_MOST_RELATIONS = 8
_MOST_ATTRIBUTES = 3
_SHORT = 18


def of(
    mention: int | None,
    relation: int | None,
    annotations: AnnotationSet,
    scheme: Scheme | None,
    entities: Callable[[int], Entity | None],
) -> str:
    """What is said of the mention, or else of the relation; nothing where there is neither."""
    if mention is not None:
        return of_mention(annotations.mentions[mention], annotations, scheme, entities)
    return of_relation(annotations.relations[relation], annotations, scheme) if relation is not None else ""


def of_mention(
    mention: Mention,
    annotations: AnnotationSet,
    scheme: Scheme | None,
    entities: Callable[[int], Entity | None],
) -> str:
    """Label, subtype, identity, attributes, relations and notes of a mention, as rich text."""
    from html import escape  # late: the page is drawn before anything is said of it

    label = scheme.name_of(mention.label) if scheme else mention.label
    first = f"<b>{escape(label)}</b>"
    if mention.subtype:
        first += f" · {escape(mention.subtype)}"
    lines = [first]
    entity = entities(mention.entity) if mention.entity is not None else None
    if entity is not None:
        lines.append(f"= {escape(entity.name)}")
    lines += [escape(f"{_attribute(name, scheme)}: {value}") for name, value in mention.attributes.items()]
    relations = annotations.relations_of(mention.id)
    lines += [escape(_told(each, annotations, scheme)) for each in relations[:_MOST_RELATIONS]]
    if len(relations) > _MOST_RELATIONS:
        lines.append(f"… and {len(relations) - _MOST_RELATIONS} more")
    lines += [f"<i>{escape(note.body)}</i>" for note in annotations.remarks_on(mention.id)]
    judged = [_judged(each, scheme) for each in annotations.judgements_on(mention.id)]
    lines += [f"Judgement: <i>{escape(each)}</i>" for each in judged]
    return "<br>".join(lines)


def plain(words: str) -> str:
    """Words as rich text that shows them as they are."""
    from html import escape

    return escape(words)


def chip_details(mention: Mention, scheme: Scheme | None, entity: Entity | None) -> str:
    """What a chip tells beside the label: subtype, identity and attributes, short, each with its sign in front."""
    told = f"·{_short(mention.subtype, _SHORT)}" if mention.subtype else ""
    for name, value in list(mention.attributes.items())[:_MOST_ATTRIBUTES]:
        word = _attribute(name, scheme) if value is True else str(value)
        told += f" ◦{_short(word, _SHORT)}" if value is not False else ""
    return f"{told} ={_short(entity.name, _SHORT)}" if entity is not None else told


def _short(text: str, limit: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1].rstrip()}…"


def spoken(
    mention: Mention,
    annotations: AnnotationSet,
    scheme: Scheme | None,
    entities: Callable[[int], Entity | None],
) -> str:
    """A mention as a screen reader says it: quote, label, subtype, identity, number of relations and of notes."""
    said = [mention.quote, scheme.name_of(mention.label) if scheme else mention.label, mention.subtype]
    entity = entities(mention.entity) if mention.entity is not None else None
    if entity is not None:
        said.append(entity.name)
    count = len(annotations.relations_of(mention.id))
    if count:
        said.append(counted(count, "relation"))
    for number, noun in (
        (len(annotations.remarks_on(mention.id)), "note"),
        (len(annotations.judgements_on(mention.id)), "judgement"),
    ):
        if number:
            said.append(counted(number, noun))
    return ", ".join(filter(None, said))


def of_relation(relation: Relation, annotations: AnnotationSet, scheme: Scheme | None) -> str:
    """Type and arguments of a relation or event, as rich text."""
    from html import escape

    name = scheme.name_of(relation.type) if scheme else relation.type
    lines = [f"<b>{escape(name)}</b>"]
    if relation.is_event:
        lines += [
            escape(f"{argument.role}: {_quoted(argument.target, annotations)}")
            for argument in relation.arguments
        ]
    else:
        lines.append(escape(_told(relation, annotations, scheme)))
    lines += [escape(each) for each in _oddities(relation, annotations, scheme)]
    return "<br>".join(lines)


def _oddities(relation: Relation, annotations: AnnotationSet, scheme: Scheme | None) -> list[str]:
    """Why the scheme does not permit a relation, and the reason with which somebody waved that through."""
    if scheme is None:
        return []
    from glossator.core.review import Look, with_reason

    found = Look(annotations, scheme, lambda entity: None).of(relation)
    return [
        f"{marks.ODD} {each.sentence}"
        + (f" Waved through: {reason}" if (reason := with_reason(each).waved) else "")
        for each in found
        if each.kind in {"not permitted", "unknown"}
    ]


def _judged(judgement: Note, scheme: Scheme | None) -> str:
    """A judgement with its likelihood and its confidence."""
    stated = judgements.in_words(judgement, scheme) if scheme else ""
    return f"{judgement.body} ({stated})" if stated else judgement.body


def _attribute(name: str, scheme: Scheme | None) -> str:
    found = scheme.attribute(name) if scheme else None
    return found.name if found else name


def _told(relation: Relation, annotations: AnnotationSet, scheme: Scheme | None) -> str:
    name = scheme.name_of(relation.type) if scheme else relation.type
    if relation.is_event:
        roles = ", ".join(f"{each.role} {_quoted(each.target, annotations)}" for each in relation.arguments)
        return f"{name}: {roles}" if roles else name
    ends = [_quoted(each.target, annotations) for each in relation.arguments]
    return f"{ends[0]} → {name} → {', '.join(ends[1:])}" if ends else name


def _quoted(record_id: int, annotations: AnnotationSet, limit: int = 36) -> str:
    mention = annotations.mentions.get(marks.stands_for(record_id, annotations))
    quote = " ".join(mention.quote.split()) if mention else "?"
    return quote if len(quote) <= limit else quote[: limit - 1].rstrip() + "…"
