"""An event that is being built: its trigger, its type, the role asked for, and what fills the roles so far."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence
from typing import NamedTuple

from glossator.core.annotations import AnnotationSet, Argument, Mention
from glossator.core.scheme import EventType, Label, Role, Scheme
from glossator.core.tokens import sentence_at

_MOST = 500


class Filler(NamedTuple):
    """A mention that may fill a role; ``permitted`` by the scheme or not."""

    mention: Mention
    permitted: bool


def fillers(
    annotations: AnnotationSet, trigger: Mention, role: Role, *, without: Collection[int] = ()
) -> list[Filler]:
    """Mentions for ``role``: the permitted ones first, of those the ones in the trigger's sentence, then the nearest;
    the trigger itself and those in ``without`` are left out.
    """
    sentence = sentence_at(annotations.text, trigger.start)

    def rank(each: Filler) -> tuple[bool, bool, int, int]:
        start = each.mention.start
        return not each.permitted, not sentence.holds(start), abs(start - trigger.start), start

    possible = (
        Filler(each, each.label in role.fillers)
        for each in annotations.mentions.values()
        if each.id != trigger.id and each.id not in without
    )
    return heapq.nsmallest(_MOST, possible, key=rank)


def event_types(scheme: Scheme, annotations: AnnotationSet, trigger: Mention) -> list[EventType]:
    """The event types in use for triggers like ``trigger``: those whose name the trigger's word begins with or holds
    first ("transported": Transport), then those that this document has most of.
    """
    used: dict[str, int] = {}
    for relation in annotations.relations.values():
        used[relation.type] = used.get(relation.type, 0) + 1
    words = trigger.quote.casefold()
    return sorted(
        scheme.events_on(trigger.label),
        key=lambda each: (not _is_told_by(words, each.name.casefold()), -used.get(each.id, 0)),
    )


def _is_told_by(words: str, name: str) -> bool:
    """The words of a trigger hold the stem of an event's name: its letters, but for an ending of "e"."""
    stem = name.removesuffix("e")
    return len(stem) >= 3 and any(word.startswith(stem) for word in words.split())


class EventDraft:
    """What is settled of an event.  ``type`` is ``None`` until it is chosen; then :attr:`role` is asked for."""

    def __init__(
        self,
        scheme: Scheme,
        annotations: AnnotationSet,
        trigger: Mention,
        *,
        type_id: str = "",
        arguments: Sequence[Argument] = (),
    ) -> None:
        self.scheme = scheme
        self.annotations = annotations
        self.trigger = trigger
        possible = scheme.events_on(trigger.label)
        self.type = scheme.event_type(type_id) or (possible[0] if len(possible) == 1 else None)
        self.arguments: list[Argument] = list(arguments)
        self.at = next((at for at, role in enumerate(self.roles) if not self.filling(role)), 0)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of the type."""
        return self.type.roles if self.type else ()

    @property
    def role(self) -> Role | None:
        """The role that is asked for now; ``None`` while the type is open, or where it has no roles."""
        return self.roles[self.at] if self.at < len(self.roles) else None

    @property
    def is_last(self) -> bool:
        """No role follows."""
        return self.at + 1 >= len(self.roles)

    def choose(self, kind: EventType) -> None:
        """Settle the type and begin with its first role."""
        self.type, self.at = kind, 0

    def filling(self, role: Role) -> list[Argument]:
        """What fills ``role``."""
        return [each for each in self.arguments if each.role == role.name]

    def candidates(self) -> list[Filler]:
        """Mentions for the role asked for that do not fill it yet."""
        if self.role is None:
            return []
        taken = {each.target for each in self.filling(self.role)}
        return fillers(self.annotations, self.trigger, self.role, without=taken)

    def permitted(self) -> frozenset[int]:
        """Ids of all mentions that the scheme permits in the role asked for and that do not fill it yet."""
        role = self.role
        if role is None:
            return frozenset()
        taken = {self.trigger.id, *(each.target for each in self.filling(role))}
        return frozenset(
            each.id for each in self.annotations.mentions.values() if each.label in role.fillers
        ) - frozenset(taken)

    def refusal(self, mention: Mention) -> str:
        """Why this mention cannot fill the role asked for, in a sentence; empty when it can."""
        if mention.id == self.trigger.id:
            return "The trigger cannot fill a role of its own event."
        if self.role and Argument(self.role.name, mention.id) in self.arguments:
            return f"“{shortened(mention.quote, 32)}” fills {self.role.name} already."
        return ""

    def doubt(self, mention: Mention) -> str:
        """Why the scheme does not permit this mention in the role asked for; empty when it does."""
        if self.role is None or mention.label in self.role.fillers:
            return ""
        return (
            f"The scheme has no {mention.label} as {self.role.name} ({', '.join(self.role.fillers)} may be). "
            f"Take “{shortened(mention.quote, 32)}” once more if you mean it."
        )

    def fill(self, mention: Mention) -> None:
        """Let ``mention`` fill the role asked for, beside what fills it already."""
        if self.role is not None:
            self.arguments.append(Argument(self.role.name, mention.id))

    def empty(self) -> bool:
        """Take the last filler out of the role asked for; whether there was one."""
        mine = self.filling(self.role) if self.role else []
        if mine:
            self.arguments.remove(mine[-1])
        return bool(mine)

    def label_of(self, mention: Mention) -> Label | None:
        """Its label in the scheme."""
        return self.scheme.label(mention.label)

    def filled_with(self, role: Role) -> str:
        """A role and what fills it, for a button."""
        held = [self.annotations.mentions.get(each.target) for each in self.filling(role)]
        names = [shortened(each.quote, 18) for each in held if each is not None]
        if not names:
            return f"{role.name} –"
        more = f" +{len(names) - 1}" if len(names) > 1 else ""
        return f"{role.name}: {names[0]}{more}"


def shortened(quote: str, most: int) -> str:
    """``quote`` on one line, with an ellipsis where it is longer than ``most`` characters."""
    plain = " ".join(quote.split())
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"
