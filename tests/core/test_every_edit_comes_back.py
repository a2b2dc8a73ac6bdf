"""Every edit and every refactoring is done, undone and redone twice on random projects in a real file."""

from __future__ import annotations

import inspect
import os
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from glossator import core
from glossator.core import (
    claims,
    dating,
    deletion,
    edits,
    happenings,
    identical,
    identities,
    judgements,
    locating,
    mending,
    refactoring,
    scheme_edits,
    settling,
    several,
    versions,
)
from glossator.core.annotations import Argument, Entity, Mention, Note, Relation
from glossator.core.changes import Change
from glossator.core.documents import Document, Status, digest_of
from glossator.core.errors import Refused
from glossator.core.identical import Place
from glossator.core.scheme import AttributeType, EventType, Heading, Label, RelationType, Role, SchemeItem
from glossator.store.check import check
from glossator.workbench import Workbench
from tests.builders import state
from tests.core.random_work import KINDS, World, nothing, project
from tests.store.world import quick_folder

Act = Callable[[World], Change]

IS_SHORT = os.environ.get("HYPOTHESIS_PROFILE", "gate") == "gate"
EXAMPLES = 3 if IS_SHORT else 200
"""Projects on which each edit is tried; HYPOTHESIS_PROFILE=search tries many, and finds the smallest that fails."""
PHASES = (Phase.explicit, Phase.generate) if IS_SHORT else tuple(Phase)
TRIES = 12
"""Draws after which an edit that is refused each time is given up on one project."""

ACTS: dict[str, Act] = {}


def of(function: Callable[..., object]) -> Callable[[Act], Act]:
    """Say of an act which edit it is."""

    def known(act: Act) -> Act:
        name = _name(function)
        assert name not in ACTS
        ACTS[name] = act
        return act

    return known


def _name(function: Callable[..., object]) -> str:
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"


def every_edit() -> set[str]:
    """All public functions of the core that make a Change."""
    found = set()
    for each in pkgutil.iter_modules(core.__path__):
        module = import_module(f"{core.__name__}.{each.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_here = function.__module__ == module.__name__ and not name.startswith("_")
            if is_here and _gives_a_change(get_type_hints(function).get("return")):
                found.add(_name(function))
    return found


def _gives_a_change(hint: object) -> bool:
    """What a function gives is a Change, or none, or holds one beside something else."""
    fields = get_type_hints(hint).values() if isinstance(hint, type) and hasattr(hint, "_fields") else ()
    return hint is Change or any(_gives_a_change(each) for each in (*get_args(hint), *fields))


# --- what the project says


def told(bench: Workbench) -> dict[str, Any]:
    """All that the file says of records, scheme and counts, as values that can be compared."""
    ask = bench.ask
    rows = ask.documents()
    entities = {row.entity.id: row.entity for row in ask.entities()}
    return {
        "scheme": bench.project_file.scheme(),
        "documents": {row.document.id: row for row in rows},
        "said": {row.document.id: state(ask.annotations(row.document.id)) for row in rows},
        "entities": entities,
        "notes on entities": {each: ask.notes_on(each) for each in entities},
        "labels": sorted(ask.label_counts(), key=repr),
        "identities": sorted(ask.entity_counts(limit=1000), key=repr),
        "pairs": sorted(ask.relation_pairs(), key=repr),
    }


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """In which parts two states differ."""
    return [name for name in one if one[name] != other[name]]


def agrees(bench: Workbench) -> None:
    """What is in memory is what is in the file, its indexes included."""
    assert bench.scheme == bench.project_file.scheme()
    if bench.whole is not None:
        assert state(bench.whole) == state(bench.ask.annotations(bench.whole.document.id))


def comes_back_twice(bench: Workbench, change: Change) -> None:
    """Do a Change, undo and redo it twice; each time the project is as it was then, and memory follows."""
    before = told(bench)
    bench.do(change)
    after = told(bench)
    assert before != after, "an edit that changes nothing was not refused"
    for _ in range(2):
        bench.undo()
        assert differing(told(bench), before) == []
        agrees(bench)
        bench.redo()
        assert differing(told(bench), after) == []
        agrees(bench)


# --- edits of a document


@of(edits.tag)
def _(world: World) -> Change:
    label = world.one(world.scheme.labels)
    subtype = world.one(["", *label.subtypes])
    return edits.tag(world.here, world.spans(), label, subtype=subtype, by=world.bench.hand)


@of(edits.relabel)
def _(world: World) -> Change:
    label = world.one(world.scheme.labels)
    subtype = world.one(["", *label.subtypes])
    return edits.relabel(world.here, world.mention().id, label, subtype=subtype, by=world.bench.hand)


@of(edits.move)
def _(world: World) -> Change:
    return edits.move(world.here, world.mention().id, world.spans(), by=world.bench.hand)


@of(edits.add_fragment)
def _(world: World) -> Change:
    return edits.add_fragment(world.here, world.mention().id, *world.spans(), by=world.bench.hand)


@of(edits.relate)
def _(world: World) -> Change:
    kind = world.one(world.scheme.relation_types)
    return edits.relate(world.here, kind, world.mention().id, world.mention().id, by=world.bench.hand)


def _arguments(world: World, kind: EventType) -> list[Argument]:
    """Fillers of every sort: mentions, relations, events."""
    fillers = [
        *((each, False) for each in world.here.mentions),
        *((each, True) for each in world.here.relations),
    ]
    roles = world.some(kind.roles)
    return [Argument(each.name, *world.one(fillers)) for each in roles]


@of(edits.event)
def _(world: World) -> Change:
    kind = world.one(world.scheme.event_types)
    found = _arguments(world, kind)
    return edits.event(world.here, kind, world.mention().id, found, by=world.bench.hand)


@of(edits.fill_role)
def _(world: World) -> Change:
    event = world.relation(event=True)
    target = world.one([*world.here.mentions, *world.here.relations])
    return edits.fill_role(world.here, event.id, world.one(["Role0", "Role1"]), target, by=world.bench.hand)


@of(edits.refill)
def _(world: World) -> Change:
    event = world.relation(event=True)
    kind = world.scheme.event_type(event.type)
    assert kind is not None
    return edits.refill(world.here, event.id, _arguments(world, kind), by=world.bench.hand)


@of(edits.clear_role)
def _(world: World) -> Change:
    event = world.relation(event=True)
    return edits.clear_role(world.here, event.id, world.one(event.arguments), by=world.bench.hand)


def _types(world: World) -> list[RelationType | EventType]:
    return [*world.scheme.relation_types, *world.scheme.event_types]


@of(edits.retype)
def _(world: World) -> Change:
    kind = world.one(_types(world))
    turned = world.yes()
    return edits.retype(world.here, world.relation().id, kind, turned=turned, by=world.bench.hand)


@of(edits.reverse)
def _(world: World) -> Change:
    return edits.reverse(world.here, world.relation(event=False).id, by=world.bench.hand)


@of(edits.set_attribute)
def _(world: World) -> Change:
    kind = world.one(world.scheme.attributes)
    record = world.one([*world.here.mentions, *world.here.relations])
    value = world.one([None, world.value(kind)])
    return edits.set_attribute(world.here, record, kind.id, value, by=world.bench.hand)


@of(edits.identify)
def _(world: World) -> Change:
    chosen = world.some(list(world.here.mentions))
    hand = world.bench.hand
    if world.yes():
        new = edits.new_entity(world.word(), "L0", by=hand)
        return edits.identify(world.here, chosen, new, is_new=True, by=hand)
    return edits.identify(world.here, chosen, world.one(world.entities), by=hand)


@of(edits.unidentify)
def _(world: World) -> Change:
    return edits.unidentify(world.here, world.some(list(world.here.mentions)), by=world.bench.hand)


@of(edits.write_note)
def _(world: World) -> Change:
    targets = [world.here.document.id, *world.here.mentions, *world.here.relations]
    target, body = world.one(targets), world.one(["", "why?", *("A & B",)])
    notes = world.here.notes_on(target)
    note = world.one([None, *(each.id for each in notes)])
    another = note is None and world.yes()
    return edits.write_note(world.here, target, body, note=note, another=another, by=world.bench.hand)


@of(deletion.delete)
def _(world: World) -> Change:
    records = [*world.here.mentions, *world.here.relations, *world.here.notes]
    return deletion.delete(world.here, world.some(records), by=world.bench.hand)


# --- documents


@of(edits.add_documents)
def _(world: World) -> Change:
    text = f"A new one: {world.word()}."
    made = Document(world.bench.hand.new_id(), world.word(), len(text), digest_of(text))
    return edits.add_documents([(made, text)], by=world.bench.hand)


@of(edits.edit_document)
def _(world: World) -> Change:
    old = world.one([each.document for each in world.sets])
    status: Status = world.one(["in work", "done"])
    new = replace(old, name=world.word(), status=status, reliability="C")
    return edits.edit_document(old, new, by=world.bench.hand)


@of(edits.remove_documents)
def _(world: World) -> Change:
    return edits.remove_documents(world.some(world.sets), by=world.bench.hand)


@of(versions.take_over)
def _(world: World) -> Change:
    old, into = world.one(world.sets), world.one(world.sets)
    if old is into:
        raise nothing()
    taken = versions.take_over(old, versions.follow(old, into.text), into, by=world.bench.hand)
    if taken.change is None:
        raise nothing()
    return taken.change


# --- several, claims, happenings, identical strings


@of(several.relabel)
def _(world: World) -> Change:
    label = world.one(world.scheme.labels)
    chosen = world.some(list(world.here.mentions))
    subtype = world.one(["", *label.subtypes])
    return several.relabel(world.here, chosen, label, subtype=subtype, by=world.bench.hand)


@of(several.set_attribute)
def _(world: World) -> Change:
    kind = world.one(world.scheme.attributes)
    value = world.one([None, world.value(kind)])
    chosen = world.some(list(world.here.mentions))
    return several.set_attribute(world.here, chosen, kind.id, value, by=world.bench.hand)


@of(claims.set_value)
def _(world: World) -> Change:
    kind = world.one([*world.scheme.attributes, *judgements.STANDARD])
    chosen = world.some([*world.here.mentions, *world.here.relations, *world.here.notes])
    value = world.one([None, world.value(kind)])
    return claims.set_value(world.here, chosen, kind, value, world.scheme, by=world.bench.hand)


@of(claims.judge)
def _(world: World) -> Change:
    here, body = world.here, world.one(["", "likely", "A & B"])
    target = world.one([here.document.id, *here.mentions, *here.relations])
    note = world.one([None, *(each.id for each in here.judgements_on(target))])
    return claims.judge(here, target, body, note=note, by=world.bench.hand)


@of(claims.set_source)
def _(world: World) -> Change:
    kind = world.scheme.attribute(claims.SOURCE)
    assert kind is not None
    chosen = world.some([*world.here.mentions, *world.here.relations])
    source = world.mention().id
    return claims.set_source(world.here, chosen, kind, source, world.scheme, by=world.bench.hand)


@of(claims.turn_mention)
def _(world: World) -> Change:
    kind = world.scheme.attribute(claims.CUES)
    assert kind is not None
    chosen, cue = world.some(list(world.here.relations)), world.mention().id
    return claims.turn_mention(world.here, chosen, kind, cue, world.scheme, by=world.bench.hand)


@of(claims.grade_source)
def _(world: World) -> Change:
    return claims.grade_source(world.one(world.entities), world.one("ABCDEF"), by=world.bench.hand)


@of(claims.regrade)
def _(world: World) -> Change:
    sources: list[Document | Entity] = [*world.entities, *(each.document for each in world.sets)]
    return claims.regrade(
        world.relations,
        world.some(sources),
        world.scheme,
        credibility=world.one(["", "2"]),
        reliability=world.one(["A", "C"]),
        reason="Told anew.",
        by=world.bench.hand,
    )


@of(claims.explain_source)
def _(world: World) -> Change:
    reason = world.one(["", "it was there", "A & B"])
    return claims.explain_source(world.one(world.entities), reason, by=world.bench.hand)


@of(happenings.join)
def _(world: World) -> Change:
    first = world.relation(event=True)
    second = world.one(happenings.others(world.here, first))
    known = world.one([None, *world.entities])
    return happenings.join(world.here, first.id, second.id, known, by=world.bench.hand)


@of(happenings.join_across)
def _(world: World) -> Change:
    events = [(said, each) for said in world.sets for each in said.relations.values() if each.is_event]
    said, event = world.one(events)
    alike = [each for each in events if each[0] is not said and each[1].type == event.type]
    there, other = world.one(alike)
    return happenings.join_across(
        edits.mention(said, event.trigger or 0),
        edits.mention(there, other.trigger or 0),
        world.one([None, *world.entities]),
        by=world.bench.hand,
    )


@of(identical.tag_all)
def _(world: World) -> Change:
    hand, words = world.bench.hand, world.some(["Ada", "army", "port", "met", "the", "in"])
    places = [
        Place(each.document.id, span, span.slice(each.text))
        for each in world.sets
        for span in identical.occurrences(each.text, words, case=False)
    ]
    label = world.one(world.scheme.labels)
    new = edits.new_entity(world.word(), "L0", by=hand)
    entity = world.one([None, new, *world.entities])
    same = world.some(world.mentions)
    return identical.tag_all(places, label, entity=entity, is_new=entity is new, identified=same, by=hand)


# --- when and where it was

DATES = ("2024-12-08", "2024-W50", "2023", "2024-12-05T10:00", "2024-12-01/2024-12-04")
REASONS = ("", "the paper says so", "A & B")


@of(dating.date_mention)
def _(world: World) -> Change:
    return dating.date_mention(
        world.here,
        world.scheme,
        world.mention().id,
        world.one([*DATES, "PRESENT_REF", "P3D", "XXXX-12"]),
        by=world.bench.hand,
        mod=world.one(["", "APPROX", "BEFORE"]),
        reason=world.one(REASONS),
    )


@of(dating.date_event)
def _(world: World) -> Change:
    event, value, reason = world.relation(event=True), world.one(DATES), world.one(REASONS)
    return dating.date_event(world.here, world.scheme, event.id, value, by=world.bench.hand, reason=reason)


@of(locating.place)
def _(world: World) -> Change:
    spot = locating.Spot(
        world.one([32.887, -33.5, 0.0]),
        world.one([13.191, -70.25, 180.0]),
        world.one([*locating.PRECISIONS, locating.UNKNOWN]),
        country=world.one(["", "LY"]),
        gazetteer=world.one(["", "2210247"]),
        outline=world.one(["", "LY"]),
    )
    named = world.one([None, {"geonames": "2210247"}])
    entity, reason = world.one(world.entities), world.one(REASONS)
    return locating.place(entity, world.scheme, spot, named, by=world.bench.hand, reason=reason)


@of(locating.unplace)
def _(world: World) -> Change:
    entity = world.one([each for each in world.entities if locating.LATITUDE in each.attributes])
    return locating.unplace(entity, by=world.bench.hand, reason=world.one(REASONS))


# --- identities


def _notes(world: World, *entities: Entity) -> list[Note]:
    return [note for each in entities for note in world.bench.ask.notes_on(each.id)]


@of(identities.rename)
def _(world: World) -> Change:
    return identities.rename(world.one(world.entities), world.word(), by=world.bench.hand)


@of(identities.describe)
def _(world: World) -> Change:
    old = world.one(world.entities)
    new = replace(
        old,
        name=world.one([old.name, world.word()]),
        aliases=world.one([old.aliases, ("Ada", "the army")]),
        identifiers=world.one([{}, {"wikidata": "Q7259", "viaf": "1"}]),
        attributes=world.one([{}, {"place.latitude": 32.5}]),
    )
    remark = world.one([None, "", "who?", "known"])
    return identities.describe(old, new, _notes(world, old), remark, by=world.bench.hand)


@of(identities.merge)
def _(world: World) -> Change:
    kept, others = world.one(world.entities), world.some(world.entities)
    return identities.merge(kept, others, world.mentions, _notes(world, *others), by=world.bench.hand)


@of(identities.split)
def _(world: World) -> Change:
    known = [each for each in world.mentions if each.entity is not None]
    first = world.one(known)
    entity = world.bench.ask.entity(first.entity or 0)
    assert entity is not None
    chosen = [each for each in world.some(known) if each != first]
    return identities.split(entity, [first, *chosen], world.word(), by=world.bench.hand)


@of(identities.remove)
def _(world: World) -> Change:
    gone = world.one(world.entities)
    return identities.remove(gone, world.mentions, _notes(world, gone), by=world.bench.hand)


@of(identities.remove_all)
def _(world: World) -> Change:
    gone = world.some(world.entities)
    return identities.remove_all(gone, world.mentions, _notes(world, *gone), by=world.bench.hand)


# --- what is odd


@of(mending.mend)
def _(world: World) -> Change:
    odd = [each for each in world.odd if mending.can_mend(each)]
    return mending.mend(world.here, world.scheme, world.one(odd), by=world.bench.hand)


@of(mending.mend_all)
def _(world: World) -> Change:
    return mending.mend_all(world.here, world.scheme, world.some(world.odd), by=world.bench.hand)


@of(mending.wave)
def _(world: World) -> Change:
    return mending.wave(world.here, world.one(world.odd), world.one(["as printed", ""]), by=world.bench.hand)


@of(mending.wave_all)
def _(world: World) -> Change:
    return mending.wave_all(world.here, world.some(world.odd), "as printed", by=world.bench.hand)


# --- refactorings


@of(scheme_edits.add)
def _(world: World) -> Change:
    label = world.one(world.scheme.labels).id
    new: list[SchemeItem] = [
        Label("NEW", "New", parent=label, subtypes=("a",)),
        RelationType("NEW", "New", same_type=True),
        EventType("NEW", "New", trigger=label),
        AttributeType("new", "New", ("event",), "number"),
    ]
    return scheme_edits.add(world.scheme, world.one(new), by=world.bench.hand)


@of(scheme_edits.change_of)
def _(world: World) -> Change:
    label = world.one(world.scheme.labels)
    pairs: scheme_edits.Pairs = [(label, replace(label, name="Once more"))]
    return scheme_edits.change_of("Several things at once", pairs, world.bench.hand)


@of(scheme_edits.sound)
def _(world: World) -> Change:
    label = world.one(world.scheme.labels)
    change = world.bench.hand.change("Name it", removed=[label], added=[replace(label, name="Sound")])
    return scheme_edits.sound(world.scheme, change)


@of(scheme_edits.edit)
def _(world: World) -> Change:
    old = world.one(world.scheme.items())
    new = replace(old, name=world.word(), definition=world.word())
    if isinstance(new, Label):
        new = replace(new, parent=world.one(["", *(each.id for each in world.scheme.labels)]), slot="LOC")
    return scheme_edits.edit(world.scheme, old, new, by=world.bench.hand)


@of(scheme_edits.place)
def _(world: World) -> Change:
    items = [each for each in world.scheme.items() if not isinstance(each, Heading)]
    item = world.one(items)
    beside = world.one([each for each in items if type(each) is type(item) and each.id != item.id])
    return scheme_edits.place(world.scheme, item, beside, is_below=world.yes(), by=world.bench.hand)


@of(scheme_edits.retire)
def _(world: World) -> Change:
    items = [each for each in world.scheme.items() if not isinstance(each, Heading)]
    return scheme_edits.retire(world.scheme, world.one(items), by=world.bench.hand)


@of(refactoring.merge_labels)
def _(world: World) -> Change:
    source, into = world.one(world.scheme.labels), world.one(world.scheme.labels)
    return refactoring.merge_labels(
        world.scheme,
        source,
        into,
        world.mentions,
        world.entities,
        as_subtype=world.one(["", "New"]),
        by=world.bench.hand,
    )


def _parts(world: World, names: list[str]) -> dict[str, Label]:
    """A label for each of these, new or known."""
    known = list(world.scheme.labels)
    return {each: world.one([Label(f"NEW{at}", f"New {at}"), *known]) for at, each in enumerate(names)}


@of(refactoring.split_by_subtype)
def _(world: World) -> Change:
    source = world.one([each for each in world.scheme.labels if each.subtypes])
    parts = _parts(world, world.some(source.subtypes))
    return refactoring.split_by_subtype(world.scheme, source, parts, world.mentions, by=world.bench.hand)


@of(refactoring.split_by_attribute)
def _(world: World) -> Change:
    source = world.one(world.scheme.labels)
    kind = world.scheme.attribute("choice")
    if kind is None:
        raise nothing()
    parts = _parts(world, world.some(kind.values))
    return refactoring.split_by_attribute(
        world.scheme, source, kind, parts, world.mentions, by=world.bench.hand
    )


@of(refactoring.delete_label)
def _(world: World) -> Change:
    label = world.one(world.scheme.labels)
    return refactoring.delete_label(world.scheme, label, world.sets, world.entities, by=world.bench.hand)


@of(refactoring.change_subtypes)
def _(world: World) -> Change:
    old = world.one([each for each in world.scheme.labels if each.subtypes])
    renamed = {each: world.one(["", f"{each}+"]) for each in world.some(old.subtypes)}
    kept = [renamed.get(each, each) for each in old.subtypes]
    new = replace(old, subtypes=tuple(each for each in kept if each))
    return refactoring.change_subtypes(
        world.scheme, old, new, world.mentions, names=renamed, by=world.bench.hand
    )


@of(refactoring.merge_relations)
def _(world: World) -> Change:
    source, into = world.one(world.scheme.relation_types), world.one(world.scheme.relation_types)
    return refactoring.merge_relations(
        world.scheme, source, into, world.relations, reverse=world.yes(), by=world.bench.hand
    )


@of(refactoring.merge_events)
def _(world: World) -> Change:
    source, into = world.one(world.scheme.event_types), world.one(world.scheme.event_types)
    roles = world.one([None, {source.roles[0].name: into.roles[-1].name}])
    return refactoring.merge_events(
        world.scheme, source, into, world.relations, roles=roles, by=world.bench.hand
    )


@of(refactoring.change_roles)
def _(world: World) -> Change:
    """One role of a type gets another name or, of an event, none."""
    old = world.one(_types(world))
    new: RelationType | EventType
    if isinstance(old, EventType):
        role = world.one(old.roles).name
        name = world.one(["", world.word()])
        called = [replace(each, name=name) if each.name == role else each for each in old.roles]
        new = replace(old, roles=tuple(each for each in called if each.name))
    else:
        role, name = world.one(list(old.roles)), world.word()
        first, second = (name if each == role else each for each in old.roles)
        new = replace(old, roles=(first, second))
    return refactoring.change_roles(
        world.scheme, old, new, world.relations, by=world.bench.hand, names={role: name}
    )


@of(refactoring.delete_type)
def _(world: World) -> Change:
    kind = world.one(_types(world))
    return refactoring.delete_type(world.scheme, kind, world.sets, by=world.bench.hand)


@of(settling.settle)
def _(world: World) -> Change:
    """A label loses its subtypes, an event type its roles, an attribute its values: each word has its fate."""
    narrow: list[Label | EventType | AttributeType] = [
        *(replace(each, subtypes=("S9",)) for each in world.scheme.labels if each.subtypes),
        *(
            replace(each, roles=(Role("Other", (world.scheme.labels[0].id,)),))
            for each in world.scheme.event_types
        ),
        *(replace(each, values=("low", "top")) for each in world.scheme.attributes if "high" in each.values),
        *(replace(each, on=("relation",)) for each in world.scheme.attributes if each.kind == "text"),
    ]
    after = world.one(narrow)
    before = next(each for each in world.scheme.items() if (type(each), each.id) == (type(after), after.id))
    change = world.bench.hand.change("Take in", removed=[before], added=[after])
    records: list[Mention | Relation] = [*world.mentions, *world.relations]
    words = {word for each in records for word in settling.lost(each, after)}
    fates = {each: world.one(["", *settling.choices(each, after)]) for each in words if world.yes()}
    scheme = scheme_edits.followed(world.scheme, change)
    return settling.settle(scheme, change, records, fates, by=world.bench.hand)


@of(refactoring.change_values)
def _(world: World) -> Change:
    old = world.one(world.scheme.attributes)
    kind = world.one(KINDS)
    values = ("low", "top") if kind in {"choice", "several"} else ()
    return refactoring.change_values(
        world.scheme,
        old,
        replace(old, kind=kind, values=values),
        [*world.mentions, *world.relations],
        values=world.one([None, {"high": "top"}, {"mid": ""}]),
        by=world.bench.hand,
    )


@of(refactoring.delete_attribute)
def _(world: World) -> Change:
    kind = world.one(world.scheme.attributes)
    return refactoring.delete_attribute(
        world.scheme, kind, [*world.mentions, *world.relations], by=world.bench.hand
    )


# --- the proof


def test_every_edit_that_there_is_is_proved_here() -> None:
    assert set(ACTS) == every_edit()


def one_that_is_taken(act: Act, world: World) -> Change | None:
    """The Change of an act, drawn again while it is refused."""
    for _ in range(TRIES):
        try:
            return act(world)
        except Refused:
            continue
    return None


@pytest.mark.parametrize("name", ACTS)
def test_it_comes_back_twice(name: str) -> None:
    done = 0

    @settings(max_examples=EXAMPLES, phases=PHASES, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def comes_back(data: st.DataObject) -> None:
        nonlocal done
        with quick_folder() as folder:
            world = project(folder, data.draw)
            try:
                change = one_that_is_taken(ACTS[name], world)
                if change is not None:
                    comes_back_twice(world.bench, change)
                    done += 1
            finally:
                world.bench.close()
            assert check(folder / "work.gloss") == []

    comes_back()
    assert done, "it was refused on each of the projects"


@settings(max_examples=2 * EXAMPLES, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_row_of_edits_is_taken_back_to_the_beginning_and_done_again(data: st.DataObject) -> None:
    with quick_folder() as folder:
        world = project(folder, data.draw)
        bench = world.bench
        states = [told(bench)]
        try:
            for name in data.draw(st.lists(st.sampled_from(sorted(ACTS)), min_size=3, max_size=8)):
                if bench.current is None and world.sets:
                    bench.open_document(world.sets[0].document.id)
                change = one_that_is_taken(ACTS[name], world)
                if change is not None:
                    bench.do(change)
                    states.append(told(bench))
            for _ in range(2):
                for expected in reversed(states[:-1]):
                    bench.undo()
                    assert differing(told(bench), expected) == []
                for expected in states[1:]:
                    bench.redo()
                    assert differing(told(bench), expected) == []
            agrees(bench)
        finally:
            bench.close()
        assert check(folder / "work.gloss") == []
