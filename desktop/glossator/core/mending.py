"""What is odd put right, where there is one way to do so, or waved through with a reason that the record keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from glossator.core import edits, ids, tokens
from glossator.core.annotations import AnnotationSet, Mention, Relation, Value
from glossator.core.changes import Change, Record, apply
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from glossator.core.review import FLAG, KINDS, WAVED, Look, Oddity
from glossator.core.scheme import Scheme
from glossator.core.spans import Span, quote
from glossator.core.titles import short


def wave(annotations: AnnotationSet, oddity: Oddity, reason: str, *, by: Hand) -> Change:
    """Let an oddity pass for a ``reason``, which the record keeps; an empty one takes that back."""
    if oddity.kind == "flag":
        raise Refused("A flag is not waved through.", remedy="Take it away when it was looked at.")
    name = f"the reason for “{KINDS[oddity.kind].lower()}”"
    if not reason.strip() and not oddity.waved:
        raise Refused("A reason is needed.", remedy="Say in a few words why this is right as it is.")
    key = WAVED + oddity.kind
    return edits.set_attribute(annotations, oddity.record.id, key, reason.strip() or None, by=by, name=name)


def mend(annotations: AnnotationSet, scheme: Scheme, oddity: Oddity, *, by: Hand) -> Change:
    """The Change that puts an oddity right where there is one way to do so: a boundary goes to the end of the word, a
    drifted quotation to the nearest place where it stands (else it is written anew), a second tag into the first, a
    value that does not fit out, a flag away.  Refused where a person has to decide.
    """
    record = oddity.record
    if oddity.kind == "flag":
        return edits.set_attribute(annotations, record.id, FLAG, None, by=by, name="the flag")
    if isinstance(record, Mention) and oddity.kind == "boundary":
        return edits.move(
            annotations, record.id, [tokens.snap(annotations.text, each) for each in record.fragments], by=by
        )
    if isinstance(record, Mention) and oddity.kind == "drift":
        return _requoted(annotations, record, by)
    if isinstance(record, Mention) and oddity.kind == "twice":
        return _joined(annotations, record, [annotations.mentions[each] for each in oddity.others], by)
    if oddity.kind == "value":
        return _without_values(record, Look(annotations, scheme, lambda _: None).faults(record), by)
    raise Refused("This cannot be put right by itself.", remedy="Go there and decide, or wave it through.")


def can_mend(oddity: Oddity) -> bool:
    """Whether :func:`mend` has a way."""
    return oddity.kind in {"flag", "boundary", "drift", "twice", "value"}


def mend_all(annotations: AnnotationSet, scheme: Scheme, found: Iterable[Oddity], *, by: Hand) -> Change:
    """The one Change that puts all these right, as far as there is a way; refused where there is none for any."""

    def mended(held: AnnotationSet, oddity: Oddity) -> Change:
        return mend(held, scheme, oddity, by=by)

    return _together(annotations, found, mended, "Put right", by)


def wave_all(annotations: AnnotationSet, found: Iterable[Oddity], reason: str, *, by: Hand) -> Change:
    """The one Change that lets all these pass for a ``reason``; an empty one takes the reasons back."""

    def waved(held: AnnotationSet, oddity: Oddity) -> Change:
        return wave(held, oddity, reason, by=by)

    title = "Wave through" if reason.strip() else "Take back the reason for"
    return _together(annotations, found, waved, title, by)


def _together(
    annotations: AnnotationSet,
    found: Iterable[Oddity],
    make: Callable[[AnnotationSet, Oddity], Change],
    title: str,
    by: Hand,
) -> Change:
    """What ``make`` gives for one after the other, each upon what the ones before have left, as one Change."""
    held = annotations.copy()
    ends: dict[tuple[type, object], tuple[Record | None, Record | None]] = {}
    done: dict[str, int] = {}
    refused: Refused | None = None
    for oddity in found:
        record = held.record(oddity.record.id)
        if not isinstance(record, Mention | Relation) or any(not held.record(each) for each in oddity.others):
            continue  # it went with one before
        try:
            change = make(held, oddity._replace(record=record))
        except Refused as why:
            refused = refused or why
            continue
        apply(change, held)
        for before, after in change.pairs():
            last = after or before
            key = type(last), last.id if last is not None else 0
            ends[key] = ends.get(key, (before, None))[0], after
        done[KINDS[oddity.kind].lower()] = done.get(KINDS[oddity.kind].lower(), 0) + 1
    if not done:
        raise refused or Refused("There is nothing of that kind any more.")
    told = ", ".join(f"{number} × {kind}" for kind, number in done.items())
    changed = [each for each in ends.values() if each[0] != each[1]]
    return by.change(
        f"{title}: {told}",
        removed=[before for before, _ in changed if before is not None],
        added=[after for _, after in changed if after is not None],
    )


def _requoted(annotations: AnnotationSet, mention: Mention, by: Hand) -> Change:
    text = annotations.text
    parts = mention.quote.split(" … ") if len(mention.fragments) > 1 else [mention.quote]
    if (
        len(parts) == 1
        and mention.quote
        and (place := _nearest(text, mention.quote, mention.start)) is not None
    ):
        new = replace(mention, fragments=(Span(place, place + len(mention.quote)),))
        return by.change(f"Move “{short(mention.quote)}” to where it stands", removed=[mention], added=[new])
    if mention.end > len(text):
        raise Refused("The place lies outside of the text, and the quotation stands nowhere in it.")
    new = replace(mention, quote=quote(mention.fragments, text))
    return by.change(
        f"Quote “{short(new.quote)}” instead of “{short(mention.quote)}”", removed=[mention], added=[new]
    )


def _nearest(text: str, wanted: str, offset: int) -> int | None:
    after = text.find(wanted, min(offset, len(text)))
    before = text.rfind(wanted, 0, min(offset, len(text)) + len(wanted) - 1)
    found = [each for each in (before, after) if each >= 0]
    return min(found, key=lambda each: abs(each - offset)) if found else None


def _joined(annotations: AnnotationSet, first: Mention, rest: list[Mention], by: Hand) -> Change:
    """The later tags become the first one, with all that was said of them; a relation between two of them goes."""
    instead = {each.id: first.id for each in rest}
    whole = first
    for each in rest:
        whole = replace(
            whole, entity=whole.entity or each.entity, attributes={**each.attributes, **whole.attributes}
        )
    before: list[Mention | Relation] = [
        first,
        *annotations.relations.values(),
        *annotations.mentions.values(),
    ]
    changed: dict[int, tuple[Mention | Relation, Mention | Relation | None]] = {}
    for record in before:
        after = _turned(whole if record.id == first.id else record, instead)
        if after != record and record.id not in instead:
            changed[record.id] = record, None if _is_round(after) else after
    notes = [note for each in rest for note in annotations.notes_on(each.id)]
    return by.change(
        f"Join the tags on “{short(first.quote)}”",
        removed=[*rest, *(old for old, _ in changed.values()), *notes],
        added=[
            *(new for _, new in changed.values() if new is not None),
            *(replace(each, target=first.id) for each in notes),
        ],
    )


def _turned(record: Mention | Relation, instead: Mapping[int, int]) -> Mention | Relation:
    """``record`` with every mention that it holds or names exchanged as ``instead`` says."""
    names = {ids.to_text(old): ids.to_text(new) for old, new in instead.items()}
    attributes = {name: _renamed(value, names) for name, value in record.attributes.items()}
    turned = record if attributes == record.attributes else replace(record, attributes=attributes)
    if isinstance(turned, Mention):
        return turned
    arguments = (
        each if each.is_relation else each._replace(target=instead.get(each.target, each.target))
        for each in turned.arguments
    )
    trigger = None if turned.trigger is None else instead.get(turned.trigger, turned.trigger)
    return replace(turned, arguments=tuple(dict.fromkeys(arguments)), trigger=trigger)


def _renamed(value: Value, names: Mapping[str, str]) -> Value:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(names.get(each, each) for each in value))
    return value


def _is_round(record: Mention | Relation) -> bool:
    """A binary relation of a mention with itself."""
    return (
        isinstance(record, Relation)
        and not record.is_event
        and len({each[1:] for each in record.arguments}) < len(record.arguments)
    )


def _without_values(record: Mention | Relation, bad: Mapping[str, str], by: Hand) -> Change:
    left = {name: value for name, value in record.attributes.items() if name not in bad}
    return by.change(f"Take out {', '.join(bad)}", removed=[record], added=[replace(record, attributes=left)])
