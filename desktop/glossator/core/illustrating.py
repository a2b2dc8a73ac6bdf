"""A line of text on which an item of a label scheme stands, as an example of it."""

from __future__ import annotations

from glossator.core.annotations import AnnotationSet, Argument, Mention, Relation
from glossator.core.documents import Document
from glossator.core.scheme import EventType, Label, RelationType, Scheme, SchemeItem
from glossator.core.spans import Span


def illustration(scheme: Scheme, item: SchemeItem) -> AnnotationSet | None:
    """A line on which ``item`` stands: a label on a word, a relation between two, an event with a role.

    ``None`` for what does not stand in a text.
    """
    if isinstance(item, Label):
        return _line([("Here ", ""), (item.name or item.id, item.id), (" is named.", "")])
    if isinstance(item, RelationType):
        first, second = next(((s.first[0], s.second[0]) for s in item.signatures), ("", ""))
        ends = [label.id for label in scheme.labels if not label.retired]
        if not first and not ends:
            return None
        first, second = first or ends[0], second or ends[0]
        words = [
            ("Here ", ""),
            (scheme.name_of(first), first),
            (" and ", ""),
            (scheme.name_of(second), second),
        ]
        return _line(words, item.id, tuple(item.roles))
    if isinstance(item, EventType) and scheme.trigger_of(item):
        role = next((each for each in item.roles if each.fillers), None)
        words = [("It ", ""), ("happens", scheme.trigger_of(item))]
        if role is None:
            return _line([*words, (" here.", "")])
        filler = role.fillers[0]
        return _line([*words, (" to ", ""), (scheme.name_of(filler), filler)], item.id, (role.name,))
    return None


def _line(words: list[tuple[str, str]], type_id: str = "", roles: tuple[str, ...] = ()) -> AnnotationSet:
    text = "".join(word for word, _ in words)
    mentions: list[Mention] = []
    at = 0
    for word, label in words:
        if label:
            mentions.append(Mention(len(mentions) + 2, 1, label, (Span(at, at + len(word)),), word))
        at += len(word)
    relations = []
    if roles:
        fillers = mentions if len(roles) == 2 else mentions[1:]
        arguments = tuple(Argument(role, each.id) for role, each in zip(roles, fillers, strict=True))
        trigger = None if len(roles) == 2 else mentions[0].id
        relations.append(Relation(10, 1, type_id, arguments, trigger))
    return AnnotationSet(Document(1, "", len(text), ""), text, mentions, relations)
