"""When events were: read from what attributes say, and set by the analyst with the reason, each as one Change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from glossator.core import dates, edits
from glossator.core.annotations import AnnotationSet, Attributes, Mention, Note, Relation, Value
from glossator.core.changes import Change
from glossator.core.dates import When
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from glossator.core.scheme import AttributeType, Scheme, SchemeItem, Target
from glossator.core.titles import short
from glossator.core.values import value_fault

VALUE, MOD, PRECISION = "time.value", "time.mod", "time_precision"
"""Ids of attributes of times: a TIMEX3 value, the TIMEX3 modifier, and how exactly it is known."""
_ANY_EVENT = AttributeType(
    VALUE,
    "Time value",
    on=("event",),
    kind="text",
    definition="When it was: a date as ISO 8601 or TIMEX3 write it, such as 2024-12-08 or 2024-W50.",
)
_ALIKE = {
    "moment": "Day", "day": "Day", "week": "Week-Month", "month": "Week-Month", "season": "Longer", "year": "Longer",
    "decade": "Longer", "century": "Longer", "millennium": "Longer",
}  # fmt: skip


class Told(NamedTuple):
    """What attributes say of a time: when it was, or why that cannot be said, in words."""

    when: When | None
    why: str = ""


def time_attributes(scheme: Scheme, target: Target, label: str = "") -> tuple[AttributeType, ...]:
    """The attributes that hold a date of such records: those of the kind "date", and the one for TIMEX3 values."""
    return tuple(
        each for each in scheme.attributes_for(target, label) if each.kind == "date" or each.id == VALUE
    )


def time_labels(scheme: Scheme) -> frozenset[str]:
    """Labels of mentions that may hold a date."""
    return frozenset(
        label.id
        for label in scheme.labels
        if any(
            label.id in each.labels or each.kind == "date"
            for each in time_attributes(scheme, "mention", label.id)
        )
    )


def told(attributes: Attributes, kinds: Sequence[AttributeType], published: str, words: str) -> Told:
    """When it was, by the first of ``kinds`` that has a value; what is now is so by the date of the document.
    ``words`` are those of the text, for the reason where it cannot be said.
    """
    value = ""
    for each in kinds:
        if attributes.get(each.id):
            value = str(attributes[each.id])
            break
    when = dates.read(value) if value else None
    if when is not None:
        mod = attributes.get(MOD)
        return Told(modified(when, mod) if isinstance(mod, str) else when)
    said = f"“{short(words)}”"
    if not value:
        return Told(None, f"{said} has no date yet")
    if value == "PRESENT_REF":
        now = dates.read(published)
        if now is None:
            return Told(None, f"{said} is relative, and the document has no date")
        return Told(replace(now, written=f"{published} (now)", is_approximate=True))
    if value in {"PAST_REF", "FUTURE_REF"}:
        side = "before" if value == "PAST_REF" else "after"
        return Told(None, f"{said} only says that it is {side} the text")
    if dates.duration_days(value) is not None:
        return Told(None, f"{said} says how long, not when")
    if value.startswith("XXXX"):
        return Told(None, f"{said} comes again and again")
    return Told(None, f"“{short(value)}” is no date")


def modified(when: When, mod: str) -> When:
    """A time with a TIMEX3 modifier: a third of it, about then, or all before or after it."""
    third = when.days / 3
    parts = {"START": (0, 1), "MID": (1, 2), "END": (2, 3)}
    if mod in parts and math.isfinite(third):
        first, last = parts[mod]
        return replace(
            when, start=when.start + first * third, end=when.start + last * third, is_approximate=True
        )
    match mod:
        case "APPROX":
            return replace(when, is_approximate=True)
        case "BEFORE":
            return replace(when, start=-math.inf, end=when.start, is_range=True)
        case "ON_OR_BEFORE":
            return replace(when, start=-math.inf, is_range=True)
        case "AFTER":
            return replace(when, start=when.end, end=math.inf, is_range=True)
        case "ON_OR_AFTER":
            return replace(when, end=math.inf, is_range=True)
    return when


def undated_time(annotations: AnnotationSet, scheme: Scheme, event: Relation) -> Mention | None:
    """The mention of a time in an event that holds no date yet; ``None`` where there is none, or one with a date."""
    times = _times_of(annotations, scheme, event)
    if any(
        each.attributes.get(kind.id)
        for each in times
        for kind in time_attributes(scheme, "mention", each.label)
    ):
        return None
    return times[0] if times else None


def why_undated(annotations: AnnotationSet, scheme: Scheme, event: Relation) -> str:
    """Why the times that are tagged for an event do not say when it was; empty where none is tagged."""
    published = annotations.document.published
    for each in _times_of(annotations, scheme, event):
        kinds = time_attributes(scheme, "mention", each.label)
        if why := told(each.attributes, kinds, published, each.quote).why:
            return why
    return ""


def _times_of(annotations: AnnotationSet, scheme: Scheme, event: Relation) -> list[Mention]:
    held = [
        mention
        for each in event.arguments
        if not each.is_relation and (mention := annotations.mentions.get(each.target)) is not None
    ]
    return [
        each
        for each in held
        if time_attributes(scheme, "mention", each.label) and each.label in time_labels(scheme)
    ]


def date_mention(
    annotations: AnnotationSet,
    scheme: Scheme,
    mention_id: int,
    value: str,
    *,
    by: Hand,
    mod: str = "",
    reason: str = "",
) -> Change:
    """A mention of a time means ``value`` (with a TIMEX3 modifier); how exactly that is known follows from it where the
    scheme has an attribute for it.  A ``reason`` is kept as a note on it.
    """
    old = edits.mention(annotations, mention_id)
    kinds = time_attributes(scheme, "mention", old.label)
    if not kinds:
        raise Refused(f"The scheme has no attribute for the date of “{short(old.quote)}”.")
    _check(kinds[0], value)
    wanted = {**old.attributes, kinds[0].id: value}
    others = {each.id for each in scheme.attributes_for("mention", old.label)}
    wanted = _with(wanted, others, value, mod)
    if wanted == dict(old.attributes):
        raise Refused(f"“{short(old.quote)}” means {value} already.")
    new = replace(old, attributes=dict(sorted(wanted.items())))
    title = f"“{short(old.quote)}” means {value}{f', {mod}' if mod else ''}"
    return by.change(title, removed=[old], added=[new, *_note(old.id, annotations, title, reason, by)])


def date_event(
    annotations: AnnotationSet, scheme: Scheme, event_id: int, value: str, *, by: Hand, reason: str
) -> Change:
    """An event was at ``value``, for a ``reason`` that is kept as a note on it.  Where it has a mention of a time
    without a date, that one means it; else the event says so itself, and the scheme gets an attribute for that where it
    has none.
    """
    event = edits.relation(annotations, event_id)
    if not event.is_event:
        raise Refused("Only events have a date.")
    if not reason.strip():
        raise Refused("A reason is needed.", remedy="Say in a few words how you know when it was.")
    mention = undated_time(annotations, scheme, event)
    if mention is not None:
        return date_mention(annotations, scheme, mention.id, value, by=by, reason=reason)
    own = time_attributes(scheme, "event")
    gone, come = ((), ()) if own else _for_events(scheme)
    kind = own[0] if own else _ANY_EVENT
    _check(kind, value)
    others = {each.id for each in scheme.attributes_for("event")}
    wanted = _with({**event.attributes, kind.id: value}, others, value, "")
    if wanted == dict(event.attributes):
        raise Refused(f"It is dated {value} already.")
    new = replace(event, attributes=dict(sorted(wanted.items())))
    trigger = annotations.mentions.get(event.trigger or 0)
    title = f"“{short(trigger.quote) if trigger else event.type}” was {value}"
    note = _note(event.id, annotations, title, reason, by)
    return by.change(title, removed=[event, *gone], added=[new, *note, *come])


def _for_events(scheme: Scheme) -> tuple[tuple[SchemeItem, ...], tuple[SchemeItem, ...]]:
    """What goes out of the scheme and into it, so that events may have a date."""
    held = scheme.attribute(VALUE)
    if held is None:
        return (), (_ANY_EVENT,)
    return (held,), (replace(held, on=(*held.on, "event"), retired=False),)


def _check(kind: AttributeType, value: str) -> None:
    if dates.read(value) is None and (kind.kind == "date" or not is_timex(value)):
        raise Refused(f"“{value}” is no date.", remedy=dates.when_fault(value) or "Write it as 2024-12-05.")
    if fault := value_fault(kind, value, lambda _: True):
        raise Refused(fault)


def is_timex(value: str) -> bool:
    """A value of TIMEX3 that is no date: now, some time, a duration, or what comes again."""
    return (
        value in {"PRESENT_REF", "PAST_REF", "FUTURE_REF"}
        or dates.duration_days(value) is not None
        or value.startswith("XXXX-")
    )


def _with(held: dict[str, Value], others: set[str], value: str, mod: str) -> dict[str, Value]:
    """Attributes with the modifier and the precision that go with a value, where the scheme has them."""
    made = {key: each for key, each in held.items() if key != MOD}
    if mod and MOD in others:
        made[MOD] = mod
    when = dates.read(value)
    if PRECISION in others and when is not None:
        made[PRECISION] = _ALIKE[when.precision] if not when.is_range else _length(when)
    return made


def _length(when: When) -> str:
    return "Day" if when.days <= 2 else "Week-Month" if when.days <= 31 else "Longer"


def _note(target: int, annotations: AnnotationSet, title: str, reason: str, by: Hand) -> list[Note]:
    body = " ".join(reason.split())
    if not body:
        return []
    document = annotations.document.id
    return [Note(by.new_id(), target, f"{title}: {body}", document, author=by.author, created=by.now())]
