"""The same edit on several mentions of a document, as one Change: relabelled, or given a value of an attribute."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from glossator.core import edits
from glossator.core.annotations import AnnotationSet, Mention, Value
from glossator.core.changes import Change
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from glossator.core.scheme import Label
from glossator.core.spans import Fragments
from glossator.core.titles import and_others, short, shown


def relabel(
    annotations: AnnotationSet, mention_ids: Iterable[int], label: Label, *, by: Hand, subtype: str = ""
) -> Change:
    """Another label (or subtype) for mentions; their attributes, identities and relations stay.  Left as they are:
    those that have it already, and those beside which another mention on the same words has it.
    """
    old = [edits.mention(annotations, each) for each in dict.fromkeys(mention_ids)]
    if not old:
        raise Refused("No mention is selected.")
    taken: set[Fragments] = set()
    pairs: list[tuple[Mention, Mention]] = []
    for each in old:
        wanted = subtype or (each.subtype if each.subtype in label.subtypes else label.default_subtype)
        new = replace(each, label=label.id, subtype=wanted)
        is_doubled = each.label != label.id and (
            each.fragments in taken
            or any(other.label == label.id for other in annotations.exactly(each.fragments))
        )
        is_so = each.label == label.id and not subtype
        if new != each and not is_so and not is_doubled:
            taken.add(each.fragments)
            pairs.append((each, new))
    if not pairs:
        raise Refused(f"All of these are tagged as {label.name} already.")
    first = pairs[0][0]
    return by.change(
        f"Change “{short(first.quote)}”{and_others(len(pairs))} to {label.name}",
        removed=[before for before, _ in pairs],
        added=[after for _, after in pairs],
    )


def set_attribute(
    annotations: AnnotationSet,
    mention_ids: Iterable[int],
    attribute: str,
    value: Value | None,
    *,
    by: Hand,
    name: str = "",
) -> Change:
    """A value for an attribute of mentions; ``None`` takes it out.  ``name`` is what people call the attribute."""
    old = [edits.mention(annotations, each) for each in dict.fromkeys(mention_ids)]
    if not old:
        raise Refused("No mention is selected.")
    pairs: list[tuple[Mention, Mention]] = []
    for each in old:
        values = {key: held for key, held in each.attributes.items() if key != attribute}
        if value is not None:
            values[attribute] = value
        if values != dict(each.attributes):
            pairs.append((each, replace(each, attributes=dict(sorted(values.items())))))
    if not pairs:
        raise Refused(f"{name or attribute} has this value already.")
    first = pairs[0][0]
    return by.change(
        f"Set {name or attribute} of “{short(first.quote)}”{and_others(len(pairs))} to {shown(value)}",
        removed=[before for before, _ in pairs],
        added=[after for _, after in pairs],
    )
