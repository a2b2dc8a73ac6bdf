"""Label schemes as files: read, written, taken into a project, and what stored tags would be left dangling then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from glossator import reworking
from glossator.core import scheme_edits, settling
from glossator.core.annotations import Mention, Relation
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError, Refused
from glossator.core.scheme import AttributeType, EventType, Label, RelationType, Scheme, SchemeItem
from glossator.core.settling import Word
from glossator.core.titles import short
from glossator.reworking import Make
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


class Dangling(NamedTuple):
    """A word that so many tags say with an item, called ``name``, and that it would not know any more: it may become
    one of ``choices``, and be taken out where it ``may_go``.
    """

    word: Word
    name: str
    tags: int
    choices: tuple[str, ...]
    may_go: bool


def is_long(bench: Workbench, change: Change) -> bool:
    """Whether looking for what a Change of the scheme leaves dangling is long work."""
    return any(reworking.is_long(bench, before) for before, _ in _narrowed(change))


def dangling(bench: Workbench, change: Change) -> tuple[Dangling, ...]:
    """What would be left dangling, item by item, the most said first; where nobody says otherwise, tags stay as they
    are, and Review lists them.
    """
    found: list[Dangling] = []
    for before, after in _narrowed(change):
        said = Counter(word for record in _users(bench, before) for word in settling.lost(record, after))
        found += [
            Dangling(word, before.name, number, settling.choices(word, after), settling.may_go(word))
            for word, number in said.most_common()
        ]
    return tuple(found)


def in_words(left: Iterable[Dangling]) -> tuple[str, ...]:
    """A sentence for each item of which words are left dangling as they are."""
    found: list[str] = []
    for (name, has_place), group in groupby(left, key=lambda each: (each.name, each.word.has_place)):
        words = list(group)
        number = sum(each.tags for each in words)
        tags = "One tag says" if number == 1 else f"{number:,} tags say"
        named = ", ".join(f"“{each.word.value}”" for each in words[:_MOST_NAMED])
        more = " …" if len(words) > _MOST_NAMED else ""
        said = (
            f"{named}{more} of {name}, which the scheme will not know any more"
            if has_place
            else f"{name} where the scheme gives it no place any more"
        )
        found.append(f"{tags} {said}: it stays so, and Review lists it.")
    return tuple(found)


def settled(taken: Taken, name: str, fates: settling.Fates) -> Make:
    """The scheme is taken in, and what would dangle becomes what ``fates`` say, as ONE Change."""

    def make(bench: Workbench) -> Change:
        change, _ = take_in(bench, taken, name)
        records: dict[int, Mention | Relation] = {}
        for before, _after in _narrowed(change):
            records.update((each.id, each) for each in _users(bench, before))
        after = scheme_edits.followed(bench.scheme, change)
        return settling.settle(after, change, records.values(), fates, by=bench.hand)

    return make


def _narrowed(change: Change) -> Iterator[tuple[SchemeItem, SchemeItem]]:
    """The items with which less could be said afterwards."""
    for before, after in change.pairs():
        if (
            isinstance(before, SchemeItem)
            and isinstance(after, SchemeItem)
            and settling.narrows(before, after)
        ):
            yield before, after


def _users(bench: Workbench, item: SchemeItem) -> Iterator[Mention | Relation]:
    """The records that say something with an item and may be seen."""
    found: Iterable[Mention | Relation] = ()
    if isinstance(item, Label):
        found = bench.ask.mentions_labelled(item.id)
    elif isinstance(item, RelationType | EventType):
        found = bench.ask.relations_of_type(item.id)
    elif isinstance(item, AttributeType):
        found = bench.ask.records_with(item.id)
    return (each for each in found if bench.whose.is_seen(each.author, each.document))
