"""What an attribute may hold: whether a value fits its kind, and values turned into those of another kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite

from glossator.core import ids
from glossator.core.annotations import Value
from glossator.core.dates import when_fault
from glossator.core.scheme import AttributeType
from glossator.core.titles import shown


def value_fault(kind: AttributeType, value: Value, is_mention: Callable[[int], bool]) -> str:
    """Why ``value`` is none for an attribute of this kind, in a sentence; empty where it is.  ``is_mention`` says of an
    id whether there is such a mention.
    """
    wrong = f"{kind.name} cannot be {shown(value)}"
    several = value if isinstance(value, tuple) else (value,)
    match kind.kind:
        case "choice" | "several":
            bad = [each for each in several if each not in kind.values]
            return (
                f"{wrong}: it may be {', '.join(kind.values)}."
                if bad or (kind.kind == "choice") != isinstance(value, str)
                else ""
            )
        case "flag":
            return "" if isinstance(value, bool) else f"{wrong}: it may be yes or no."
        case "number":
            fits = isinstance(value, int | float) and not isinstance(value, bool)
            return "" if fits else f"{wrong}: a number is wanted."
        case "date":
            return (
                f"{wrong}: {when_fault(str(value))}"
                if not isinstance(value, str) or when_fault(value)
                else ""
            )
        case "mention" | "mentions":
            lost = [each for each in several if each not in kind.values and not _names(each, is_mention)]
            return f"{kind.name} names a mention that is not there." if lost else ""
    return "" if isinstance(value, str) else f"{wrong}: text is wanted."


def _names(value: object, is_mention: Callable[[int], bool]) -> bool:
    try:
        return is_mention(ids.from_text(str(value)))
    except ValueError:
        return False


def renamed(value: Value, names: Mapping[str, str]) -> Value:
    """``value`` with the words of choices exchanged as ``names`` says; what becomes empty goes."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(new for each in value if (new := names.get(each, each))))
    return value


def turned(value: Value, kind: AttributeType) -> Value | None:
    """``value`` as one of ``kind``, or ``None`` where it cannot be one."""
    several = value if isinstance(value, tuple) else (as_text(value),)
    permitted = tuple(each for each in several if each in kind.values)
    match kind.kind:
        case "choice":
            return permitted[0] if len(permitted) == 1 else None
        case "several":
            return permitted or None
        case "flag":
            return _as_flag(value)
        case "number":
            return _as_number(value)
        case "mentions":
            return several if several != ("",) else None
    text = ", ".join(several)
    return text if text and not (kind.kind == "date" and when_fault(text)) else None


def as_text(value: Value) -> str:
    """``value`` in words: a flag as yes or no."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _as_flag(value: Value) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}.get(
        str(value).lower()
    )


def _as_number(value: Value) -> int | float | None:
    if isinstance(value, tuple | bool):
        return None
    for kind in (int, float):
        try:
            number = kind(value)
        except ValueError:
            continue
        return number if isfinite(number) else None
    return None
