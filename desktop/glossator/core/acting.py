"""Whether a name of a place acts in a text, as a capital does that stands for its government, or is a place there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from glossator.core.annotations import AnnotationSet, Mention
from glossator.core.scheme import Scheme

METONYMY = "metonymy"
"""The attribute that says that a name stands for something else."""
_PERSONS = {"PER"}
_PLACES = {"LOC", "FAC"}
_TOWNS = {"Population-Center"}


def acts(annotations: AnnotationSet, mention: Mention, scheme: Scheme) -> bool | None:
    """What the mention does there: it acts (``True``), it is a place (``False``), or nothing tells (``None``).

    It acts where somebody said that its name stands for something else, and in a role that a person could fill; it is a
    place where it is labelled as one, and in a role that only a place could fill.
    """
    if mention.attributes.get(METONYMY) is True:
        return True
    label = scheme.label(mention.label)
    if label is not None and label.slot in _PLACES:
        return False
    said = list(_parts(annotations, mention, scheme))
    if True in said:
        return True
    return False if False in said or mention.subtype in _TOWNS else None


def _parts(annotations: AnnotationSet, mention: Mention, scheme: Scheme) -> Iterator[bool | None]:
    """What each role of the mention tells."""
    for relation in annotations.relations_of(mention.id):
        event = scheme.event_type(relation.type)
        kind = scheme.relation_type(relation.type)
        for at, argument in enumerate(relation.arguments):
            if argument.target != mention.id or argument.is_relation:
                continue
            if event is not None and (role := event.role(argument.role)) is not None:
                yield _told(role.fillers, scheme)
            elif kind is not None and len(relation.arguments) == 2:
                ends = {label for each in kind.signatures for label in (each.second if at else each.first)}
                yield _told(ends, scheme)


def _told(labels: Collection[str], scheme: Scheme) -> bool | None:
    """Whether only who acts may stand there, or only places; ``None`` where both may, or neither."""
    slots = {label.slot for each in labels if (label := scheme.label(each)) is not None}
    may_act, may_be_place = bool(slots & _PERSONS), bool(slots & _PLACES)
    return None if may_act == may_be_place else may_act
