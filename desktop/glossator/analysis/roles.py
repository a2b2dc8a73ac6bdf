"""Roles of events by their names in schemes that we know: which a time fills, which a place, and in which one acts."""

from __future__ import annotations

from functools import lru_cache

TIME_ROLES = frozenset({"time", "date", "when"})
PLACE_ROLES = frozenset({"place", "location", "where"})
ORIGIN_ROLES = frozenset({"origin", "from", "source-place"})
DESTINATION_ROLES = frozenset({"destination", "to"})
"""Names of roles, in lower case, by what fills them in schemes that we know."""
_PLACED = PLACE_ROLES | ORIGIN_ROLES | DESTINATION_ROLES
_NO_ACTORS = TIME_ROLES | _PLACED


@lru_cache(maxsize=4_096)
def is_time(role: str) -> bool:
    """A role that a time fills, in schemes that we know."""
    return role.casefold() in TIME_ROLES


@lru_cache(maxsize=4_096)
def is_placed(role: str) -> bool:
    """A role that a place fills, in schemes that we know."""
    return role.casefold() in _PLACED


@lru_cache(maxsize=4_096)
def is_actor(role: str) -> bool:
    """A role that neither a time nor a place fills."""
    return role.casefold() not in _NO_ACTORS
