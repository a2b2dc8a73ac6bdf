"""Records as plain values (dicts, lists, strings, numbers) for JSON, and back with every fault named by its place.

>>> from glossator.core.spans import Span
>>> to_plain(Span(3, 8))
[3, 8]
>>> from_plain(Span, [3, "x"])
Traceback (most recent call last):
    ...
glossator.core.plain.Malformed: at [1]: a whole number is wanted, not 'x'
"""

from __future__ import annotations

import dataclasses
import math
import re
import reprlib
import types
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from glossator.core.annotations import Entity, Mention, Note, Relation
from glossator.core.documents import Document
from glossator.core.scheme import AttributeType, EventType, Heading, Label, RelationType, Scheme

T = TypeVar("T")

RECORD_KINDS: Mapping[str, type] = {
    "document": Document,
    "mention": Mention,
    "relation": Relation,
    "entity": Entity,
    "note": Note,
    "label": Label,
    "relation type": RelationType,
    "event type": EventType,
    "attribute": AttributeType,
    "scheme": Heading,
}
"""The kinds of record that a Change may hold, by the name under which they are written."""
KIND_OF: Mapping[type, str] = {made: kind for kind, made in RECORD_KINDS.items()}


_HALF = re.compile("[\ud800-\udfff]")
_MOST = 1 << 63
"""Whole numbers lie between minus this and this: what a project file can keep."""


class Malformed(ValueError):
    """Plain values that are not what they should be; the text begins with the place."""

    depth = 0
    """How far inside the value the fault lies: the length of its place."""


def to_plain(value: object) -> Any:
    """``value`` as JSON can hold it.  Dataclasses become dicts without the fields that have their default."""
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, Mapping):
        return {str(key): to_plain(each) for key, each in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            name: to_plain(held)
            for name, default in _defaults(type(value))
            if (held := getattr(value, name)) != default
        }
    if isinstance(value, Sequence):
        return [to_plain(each) for each in value]
    raise TypeError(f"no plain form for {type(value).__name__}")


def from_plain(kind: type[T], plain: object) -> T:
    """The ``kind`` (a record, a Scheme, a Span …) that :func:`to_plain` wrote; :class:`Malformed` names the place."""
    wanted: Any = kind
    found: T = _reader(wanted)(plain, "")
    return found


def scheme_from_plain(plain: object) -> Scheme:
    """A scheme from plain values; :class:`Malformed` names the place, or tells that it contradicts itself."""
    scheme = from_plain(Scheme, plain)
    if faults := scheme.faults():
        raise Malformed(" ".join(faults))
    return scheme


_Reader = Callable[[object, str], Any]


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    found = []
    for each in dataclasses.fields(kind):
        default = each.default
        if each.default_factory is not dataclasses.MISSING:
            default = each.default_factory()
        found.append((each.name, default))
    return tuple(found)


@cache
def _reader(kind: Any) -> _Reader:
    if kind in _SCALARS:
        return _SCALARS[kind]
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_reader(kind)
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _literal_reader(parts)
    if origin in (Union, types.UnionType):
        return _union_reader(parts)
    if origin is tuple:
        return _tuple_reader(parts)
    if isinstance(kind, type) and issubclass(kind, tuple):
        return _named_tuple_reader(kind)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping_reader(parts[1])
    raise TypeError(f"no plain form for {kind}")


def _scalar(wanted: str, fits: Callable[[object], bool]) -> _Reader:
    def read(plain: object, place: str) -> object:
        if not fits(plain):
            raise _malformed(place, f"{wanted} is wanted, not {_shown(plain)}")
        return plain

    return read


def _is_text(plain: object) -> bool:
    """A text; one with half of a character (a lone surrogate, which JSON can write) could never be stored."""
    return isinstance(plain, str) and (plain.isascii() or not _HALF.search(plain))


def _is_whole(plain: object) -> bool:
    return isinstance(plain, int) and not isinstance(plain, bool) and -_MOST <= plain < _MOST


_SCALARS: dict[Any, _Reader] = {
    str: _scalar("text", _is_text),
    int: _scalar("a whole number", _is_whole),
    float: _scalar(
        "a number", lambda plain: _is_whole(plain) or (isinstance(plain, float) and math.isfinite(plain))
    ),
    bool: _scalar("true or false", lambda plain: isinstance(plain, bool)),
    type(None): _scalar("nothing (null)", lambda plain: plain is None),
}


def _dataclass_reader(kind: type) -> _Reader:
    hints = get_type_hints(kind)
    required = [name for name, default in _defaults(kind) if default is dataclasses.MISSING]
    names = {name for name, _ in _defaults(kind)}

    def read(plain: object, place: str) -> object:
        if not isinstance(plain, Mapping):
            raise _malformed(place, f"an object is wanted, not {_shown(plain)}")
        if unknown := [str(name) for name in plain if name not in names]:
            raise _malformed(place, f"the field {_shown(unknown[0])} is not known")
        if missing := [name for name in required if name not in plain]:
            raise _malformed(place, f"the field {missing[0]!r} is missing")
        return kind(**{name: _reader(hints[name])(value, f"{place}.{name}") for name, value in plain.items()})

    return read


def _literal_reader(values: tuple[object, ...]) -> _Reader:
    def read(plain: object, place: str) -> object:
        if plain not in values:
            raise _malformed(place, f"one of {', '.join(map(str, values))} is wanted, not {_shown(plain)}")
        return plain

    return read


def _union_reader(kinds: tuple[Any, ...]) -> _Reader:
    readers = [_reader(kind) for kind in kinds]

    def read(plain: object, place: str) -> object:
        faults = []
        for reader in readers:
            try:
                return reader(plain, place)
            except Malformed as fault:
                faults.append(fault)
        raise max(faults, key=lambda fault: fault.depth)  # the reader that came farthest knows best

    return read


def _sequence(plain: object, place: str) -> Sequence[object]:
    if not isinstance(plain, list | tuple):
        raise _malformed(place, f"a list is wanted, not {_shown(plain)}")
    return plain


def _tuple_reader(parts: tuple[Any, ...]) -> _Reader:
    if len(parts) == 2 and parts[1] is Ellipsis:
        one = _reader(parts[0])
        return lambda plain, place: tuple(
            one(each, f"{place}[{index}]") for index, each in enumerate(_sequence(plain, place))
        )
    return _fixed_reader(parts, tuple, least=len(parts))


def _named_tuple_reader(kind: type) -> _Reader:
    hints = get_type_hints(kind)
    least = len(hints) - len(getattr(kind, "_field_defaults", {}))
    return _fixed_reader(tuple(hints.values()), lambda values: kind(*values), least=least)


def _fixed_reader(parts: tuple[Any, ...], make: Callable[[list[Any]], object], *, least: int) -> _Reader:
    readers = [_reader(part) for part in parts]

    def read(plain: object, place: str) -> object:
        values = _sequence(plain, place)
        if not least <= len(values) <= len(readers):
            raise _malformed(place, f"{len(readers)} values are wanted, not {len(values)}")
        return make(
            [
                reader(value, f"{place}[{i}]")
                for i, (reader, value) in enumerate(zip(readers, values, strict=False))
            ]
        )

    return read


def _mapping_reader(value_kind: Any) -> _Reader:
    one = _reader(value_kind)

    def read(plain: object, place: str) -> object:
        if not isinstance(plain, Mapping):
            raise _malformed(place, f"an object is wanted, not {_shown(plain)}")
        name = _SCALARS[str]
        return {name(str(key), place): one(value, f"{place}.{key}") for key, value in plain.items()}

    return read


def _malformed(place: str, wanted: str) -> Malformed:
    fault = Malformed(f"at {place.lstrip('.') or 'the top'}: {wanted}")
    fault.depth = len(place)
    return fault


def _shown(plain: object) -> str:
    """``plain`` for a message: short, however long or deep it is."""
    return reprlib.repr(plain)
