"""Label schemes as files: read, written, taken into a project, and what stored tags would be left dangling then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from glossator import reworking
from glossator.core import scheme_edits
from glossator.core.annotations import Mention, Relation
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError, Refused
from glossator.core.scheme import AttributeType, EventType, Label, RelationType, Scheme, SchemeItem
from glossator.core.titles import short
from glossator.core.values import value_fault
from glossator.workbench import Workbench

_MOST_NAMED = 3


class Taken(NamedTuple):
    """A scheme out of a file, and a sentence for each thing in it that could not be carried over."""

    scheme: Scheme
    told: tuple[str, ...] = ()


def read_file(path: Path) -> Taken:
    """The scheme in a JSON file, or in a configuration of brat (its folder or its annotation.conf);
    :class:`GlossatorError` names the place of what is wrong.
    """
    if path.is_dir() or path.suffix == ".conf":
        from glossator.formats import brat_config

        return Taken(*brat_config.read(path))
    from glossator.formats import scheme_file

    return Taken(scheme_file.read(path))


def write_file(bench: Workbench, path: Path, *, overwrite: bool = False) -> None:
    """Write the scheme of the project to a JSON file, whole or not at all."""
    from glossator.formats import scheme_file

    scheme_file.write(path, bench.scheme, overwrite=overwrite)


def take_in(bench: Workbench, taken: Taken, name: str) -> tuple[Change, tuple[str, ...]]:
    """The Change that brings a scheme into the project, as it is called in ``name``, and what is to be told of it.

    Items go by their ids: those that are there are as in the file afterwards, others are added, and none is taken out.
    A key that another item has already is left out.  :class:`Refused` where nothing is new.
    """
    scheme, told = bench.scheme, list(taken.told)
    known = {(type(each), each.id): each for each in scheme.items()}
    wanted = [
        each for each in _fitted(scheme, taken.scheme, told) if known.get((type(each), each.id)) != each
    ]
    if not wanted:
        raise Refused("The project has everything that is in this scheme already.")
    removed = [known[key] for each in wanted if (key := (type(each), each.id)) in known]
    change = bench.hand.change(f"Take in the scheme {short(name)}", removed=removed, added=wanted)
    now = scheme_edits.followed(scheme, change)
    if faults := [each for each in now.faults() if each not in set(scheme.faults())]:
        raise GlossatorError(
            f"This scheme does not fit into that of the project: {faults[0]}",
            safe="Nothing of it was taken.",
            details="\n".join(faults),
        )
    return change, tuple(told)


def _fitted(here: Scheme, there: Scheme, told: list[str]) -> Iterator[SchemeItem]:
    """The items of ``there`` as they can stand in ``here``."""
    mine = {each.id for each in there.labels}
    label_keys = {
        each.key.upper(): each.id for each in here.labels if _holds_key(each) and each.id not in mine
    }
    for label in there.labels:
        yield _with_free_key(label, label_keys, told)
    mine = {each.id for each in there.relation_types}
    keys = {
        each.key.upper(): each.id for each in here.relation_types if _holds_key(each) and each.id not in mine
    }
    for relation in there.relation_types:
        if _holds_key(relation) and relation.key.upper() in keys:
            told.append(
                f"{relation.name} has no key: {relation.key} is that of {keys[relation.key.upper()]}."
            )
            relation = replace(relation, key="")  # noqa: PLW2901 - it stands for the one of the file
        yield relation
    for event in there.event_types:
        trigger = event.trigger or there.trigger_label
        yield event if trigger == here.trigger_label else replace(event, trigger=trigger)
    yield from there.attributes
    if there.id == here.id:
        yield replace(there.heading, order=_order(here, there))


def _order(here: Scheme, there: Scheme) -> Mapping[str, tuple[str, ...]]:
    """The order of the items once those of ``there`` are in: theirs, where what both have is in another one."""
    found = dict(here.order)
    for name in ("labels", "relation_types", "event_types", "attributes"):
        mine, theirs = ([each.id for each in getattr(scheme, name)] for scheme in (here, there))
        if [each for each in mine if each in theirs] != [each for each in theirs if each in mine]:
            found[name] = (*theirs, *(each for each in mine if each not in theirs))
    return found


def _holds_key(item: Label | RelationType) -> bool:
    return bool(item.key) and not item.retired


def _with_free_key(label: Label, keys: Mapping[str, str], told: list[str]) -> Label:
    if not _holds_key(label) or label.key.upper() not in keys:
        return label
    told.append(f"{label.name} has no key: {label.key} is that of {keys[label.key.upper()]}.")
    return replace(label, key="")


# --- what would be left dangling


def is_long(bench: Workbench, change: Change) -> bool:
    """Whether looking for what a Change of the scheme leaves dangling is long work."""
    return any(
        isinstance(before, Label | RelationType | EventType | AttributeType)
        and _narrows(before, after)
        and reworking.is_long(bench, before)
        for before, after in change.pairs()
    )


def dangling(bench: Workbench, change: Change) -> tuple[str, ...]:
    """A sentence for each item that would be narrower than what is said with it: its tags stay as they are, and Review
    lists them.
    """
    found: list[str] = []
    for before, after in change.pairs():
        if not isinstance(before, SchemeItem) or not _narrows(before, after):
            continue
        lost = Counter(_lost(bench, before, after))
        if number := sum(lost.values()):
            named = ", ".join(f"“{each}”" for each, _ in lost.most_common(_MOST_NAMED))
            more = " …" if len(lost) > _MOST_NAMED else ""
            tags = "One tag says" if number == 1 else f"{number:,} tags say"
            found.append(
                f"{tags} {named}{more} of {before.name}, which the scheme will not know any more: it stays so, and"
                " Review lists it."
            )
    return tuple(found)


def _narrows(before: object, after: object) -> bool:
    """Something that could be said with ``before`` cannot be said with ``after``."""
    match before, after:
        case Label(), Label():
            return not set(before.subtypes) <= set(after.subtypes)
        case RelationType(), RelationType():
            return before.roles != after.roles
        case EventType(), EventType():
            return not {each.name for each in before.roles} <= {each.name for each in after.roles}
        case AttributeType(), AttributeType():
            return (
                before.kind != after.kind
                or not set(before.values) <= set(after.values)
                or not set(before.on) <= set(after.on)
                or bool(after.labels and not (before.labels and set(before.labels) <= set(after.labels)))
            )
    return False


def _lost(bench: Workbench, before: SchemeItem, after: object) -> Iterator[str]:
    """What is said with an item and could not be said with it afterwards."""
    match before, after:
        case Label(), Label():
            for mention in _seen(bench, bench.ask.mentions_labelled(before.id)):
                if isinstance(mention, Mention) and mention.subtype and mention.subtype not in after.subtypes:
                    yield mention.subtype
        case RelationType(), RelationType():
            yield from _roles_lost(bench, before.id, after.roles)
        case EventType(), EventType():
            yield from _roles_lost(bench, before.id, [each.name for each in after.roles])
        case AttributeType(), AttributeType():
            for record in _seen(bench, bench.ask.records_with(before.id)):
                value = record.attributes[before.id]
                if _has_no_place(record, after) or value_fault(after, value, lambda each: True):
                    yield ", ".join(value) if isinstance(value, tuple) else str(value)


def _roles_lost(bench: Workbench, type_id: str, names: Iterable[str]) -> Iterator[str]:
    kept = set(names)
    for relation in _seen(bench, bench.ask.relations_of_type(type_id)):
        if isinstance(relation, Relation):
            yield from (each.role for each in relation.arguments if each.role not in kept)


def _has_no_place(record: Mention | Relation, kind: AttributeType) -> bool:
    if isinstance(record, Relation):
        return ("event" if record.is_event else "relation") not in kind.on
    return "mention" not in kind.on or bool(kind.labels and record.label not in kind.labels)


def _seen(bench: Workbench, records: Iterable[Mention | Relation]) -> Iterator[Mention | Relation]:
    return (each for each in records if bench.whose.is_seen(each.author, each.document))
