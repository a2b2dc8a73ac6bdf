"""Edits of identities: renamed, described, merged, split and taken out, over all documents, each as one Change.

What refers to an identity lies in many documents, so the records that follow are handed in by whoever can ask for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from glossator.core.annotations import NO_ATTRIBUTES, Attributes, Entity, Mention, Note
from glossator.core.changes import Change, Record
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from glossator.core.titles import and_others, short

T = TypeVar("T")


def rename(entity: Entity, name: str, *, by: Hand) -> Change:
    """Another name for an identity; the old one stays as an alias, as the texts go on using it."""
    wanted = name.strip()
    if wanted == entity.name:
        raise Refused(f"It is called {entity.name} already.")
    return describe(
        entity,
        replace(entity, name=wanted, aliases=_names([*entity.aliases, entity.name], but=wanted)),
        by=by,
    )


class Judged(NamedTuple):
    """What somebody makes of an identity: in words, and by the attributes that only a judgement has."""

    body: str
    attributes: Attributes = NO_ATTRIBUTES


def describe(
    old: Entity,
    new: Entity,
    notes: Sequence[Note] = (),
    remark: str | None = None,
    judged: Judged | None = None,
    *,
    by: Hand,
) -> Change:
    """Other facts (name, type, aliases, outside identifiers, attributes) for an identity, and where a ``remark`` is
    given that one in the place of its first note (``notes`` are those there are; an empty one takes it out).  What is
    ``judged`` stands in the place of one's own judgement, in the same way; those of others stay.
    """
    if old.id != new.id:
        raise ValueError("an identity cannot become another one; merge them")
    tidy = replace(new, name=new.name.strip(), aliases=_names(new.aliases, but=new.name.strip()))
    if not tidy.name:
        raise Refused("An identity needs a name.")
    gone, come = _remarked(old, [each for each in notes if each.kind == "note"], remark, by)
    theirs = [each for each in notes if each.kind == "judgement" and each.author == by.author]
    before, after = _judged(old, theirs, judged, by)
    if tidy == old and not (gone or come or before or after):
        raise Refused("It is as it was.")
    title = f"Describe {short(tidy.name)}"
    if tidy == old and not (gone or come):
        title = f"Judge {short(tidy.name)}"
    elif tidy == old:
        title = f"Note on {short(tidy.name)}"
    elif old.name != tidy.name:
        title = f"Rename {short(old.name)} to {short(tidy.name)}"
    changed = tidy != old
    return by.change(
        title,
        removed=[*([old] if changed else []), *gone, *before],
        added=[*([tidy] if changed else []), *come, *after],
    )


def _judged(
    entity: Entity, mine: Sequence[Note], judged: Judged | None, by: Hand
) -> tuple[list[Note], list[Note]]:
    """One's own judgement that goes, and the one that comes in its place."""
    first = [each for each in mine if each.target == entity.id][:1]
    if judged is None:
        return [], []
    body = judged.body.strip()
    if not body:
        if judged.attributes:
            raise Refused("A judgement says something: write it first.")
        return first, []
    new = (
        replace(first[0], body=body, attributes=judged.attributes)
        if first
        else Note(
            *(by.new_id(), entity.id, body),
            author=by.author,
            created=by.now(),
            kind="judgement",
            attributes=judged.attributes,
        )
    )
    return ([], []) if first == [new] else (first, [new])


def _remarked(
    entity: Entity, notes: Sequence[Note], remark: str | None, by: Hand
) -> tuple[list[Note], list[Note]]:
    """The notes that go and those that come in their place."""
    first = [each for each in notes if each.target == entity.id][:1]
    body = first[0].body if first else ""
    wanted = body if remark is None else remark.strip()
    if wanted == body:
        return [], []
    if not wanted:
        return first, []
    if first:
        return first, [replace(first[0], body=wanted)]
    return [], [Note(by.new_id(), entity.id, wanted, author=by.author, created=by.now())]


def merge(
    kept: Entity,
    others: Sequence[Entity],
    mentions: Iterable[Mention],
    notes: Iterable[Note] = (),
    *,
    by: Hand,
) -> Change:
    """``others`` were ``kept`` all along: their ``mentions`` and the ``notes`` on them become its own, their names its
    aliases.  What both say of one fact (an outside identifier, an attribute) stays as ``kept`` has it.
    """
    gone = {each.id: each for each in others if each.id != kept.id}
    if not gone:
        raise Refused("Choose two identities or more.")
    names = [name for each in gone.values() for name in (each.name, *each.aliases)]
    whole = replace(
        kept,
        type=kept.type or next((each.type for each in gone.values() if each.type), ""),
        aliases=_names([*kept.aliases, *names], but=kept.name),
        identifiers=_joined(kept.identifiers, [each.identifiers for each in gone.values()]),
        attributes=_joined(kept.attributes, [each.attributes for each in gone.values()]),
    )
    moving: list[Mention | Note] = [each for each in mentions if each.entity in gone]
    moved: list[Mention | Note] = [
        replace(each, entity=kept.id) for each in moving if isinstance(each, Mention)
    ]
    remarks = [each for each in notes if each.target in gone]
    first = next(iter(gone.values()))
    changed: list[Record] = [kept] if whole != kept else []
    return by.change(
        f"Merge {short(first.name)}{and_others(len(gone))} into {short(kept.name)}",
        removed=[*changed, *gone.values(), *moving, *remarks],
        added=[*([whole] if changed else []), *moved, *(replace(each, target=kept.id) for each in remarks)],
    )


def split(entity: Entity, mentions: Iterable[Mention], name: str, *, by: Hand, type: str = "") -> Change:  # noqa: A002
    """``mentions`` of an identity are somebody else: a new one of that ``name`` (and ``type``, else the same)."""
    moving = [each for each in mentions if each.entity == entity.id]
    if not moving:
        raise Refused(f"No mention of {entity.name} is chosen.")
    if not name.strip():
        raise Refused("An identity needs a name.")
    new = Entity(by.new_id(), name.strip(), type or entity.type, author=by.author, created=by.now())
    title = f"Split {short(new.name)} from {short(entity.name)}: “{short(moving[0].quote)}”{and_others(len(moving))}"
    return by.change(title, removed=moving, added=[new, *(replace(each, entity=new.id) for each in moving)])


def remove(entity: Entity, mentions: Iterable[Mention], notes: Iterable[Note] = (), *, by: Hand) -> Change:
    """An identity out of the project with the ``notes`` on it; its ``mentions`` stay and stand for nobody."""
    return remove_all([entity], mentions, notes, by=by)


def remove_all(
    entities: Sequence[Entity], mentions: Iterable[Mention], notes: Iterable[Note] = (), *, by: Hand
) -> Change:
    """Several identities out of the project, as :func:`remove` does with one."""
    gone = {each.id: each for each in entities}
    if not gone:
        raise Refused("No identity is chosen.")
    held = [each for each in mentions if each.entity in gone]
    return by.change(
        f"Delete the identity {short(entities[0].name)}{and_others(len(gone))}",
        removed=[*gone.values(), *held, *(each for each in notes if each.target in gone)],
        added=[replace(each, entity=None) for each in held],
    )


def _names(names: Iterable[str], *, but: str) -> tuple[str, ...]:
    """Names in their order, each once, without empty ones and without the one that is the name itself."""
    tidy = (name.strip() for name in names)
    return tuple(dict.fromkeys(name for name in tidy if name and name != but))


def _joined(first: Mapping[str, T], others: Iterable[Mapping[str, T]]) -> dict[str, T]:
    joined = dict(first)
    for each in others:
        for key, value in each.items():
            joined.setdefault(key, value)
    return joined
