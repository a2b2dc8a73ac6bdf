"""What a label scheme holds, as text for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from glossator.analysis.tables import table
from glossator.core.scheme import EventType, RelationType, Scheme


def overview(schemes: Mapping[str, Scheme]) -> str:
    """Schemes by the name under which they are asked for, with how much they hold."""
    return table(
        ("Scheme", "Called", "Version", "Labels", "Relations", "Events", "Attributes"),
        (
            (
                name,
                each.name,
                each.version,
                len(each.labels),
                len(each.relation_types),
                len(each.event_types),
                len(each.attributes),
            )
            for name, each in schemes.items()
        ),
    )


def as_text(scheme: Scheme) -> str:
    """One scheme: its labels with their keys, and what relations and events may join."""
    parts = [f"{scheme.name} {scheme.version}"]
    if scheme.definition:
        parts.append(scheme.definition)
    parts.append(
        table(
            ("Key", "Label", "Called", "Subtypes"),
            (
                (each.key, each.id, each.name, ", ".join(each.subtypes))
                for each in scheme.labels
                if not each.retired
            ),
        )
    )
    if scheme.relation_types:
        rows = (row for each in scheme.relation_types if not each.retired for row in _relation_rows(each))
        parts.append(table(("Key", "Relation", "From", "To"), rows))
    if scheme.event_types:
        rows = (row for each in scheme.event_types if not each.retired for row in _event_rows(each))
        parts.append(table(("Event", "Role", "", "Filled by"), rows))
    if scheme.attributes:
        parts.append(
            table(
                ("Attribute", "On", "Values"),
                (
                    (each.id, ", ".join(each.on), ", ".join(each.values) or each.kind)
                    for each in scheme.attributes
                    if not each.retired
                ),
            )
        )
    return "\n\n".join(parts)


def _relation_rows(relation: RelationType) -> Iterator[tuple[str, ...]]:
    if relation.same_type:
        yield relation.key, relation.id, "any", "the same"
    for place, signature in enumerate(relation.signatures):
        first, second = " ".join(signature.first), " ".join(signature.second)
        yield ("" if place else relation.key), ("" if place else relation.id), first, second


def _event_rows(event: EventType) -> Iterator[tuple[str, ...]]:
    if not event.roles:
        yield event.id, "", "", ""
    for place, role in enumerate(event.roles):
        yield (
            "" if place else event.id,
            role.name,
            "required" if role.required else "",
            " ".join(role.fillers),
        )
