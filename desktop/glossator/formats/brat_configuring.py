"""A label scheme written as a configuration of brat: annotation.conf with its four sections."""

from __future__ import annotations

from collections.abc import Iterator

from glossator.core.scheme import AttributeType, EventType, RelationType, Scheme

_ON = {"mention": "<ENTITY>", "event": "<EVENT>", "relation": "<RELATION>"}


def configuration_of(scheme: Scheme) -> str:
    """The text of an annotation.conf for ``scheme``; names that brat cannot have are written with an underscore."""
    triggers = {_name(scheme.trigger_of(each)) for each in scheme.event_types}
    labels = [_name(each.id) for each in scheme.labels if not each.retired and _name(each.id) not in triggers]
    sections = {
        "entities": labels,
        "relations": [line for each in scheme.relation_types if not each.retired for line in _relation(each)],
        "events": [_event(each) for each in scheme.event_types if not each.retired],
        "attributes": [line for each in scheme.attributes if not each.retired for line in _attribute(each)],
    }
    return "\n".join(
        f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items()
    )


def _relation(kind: RelationType) -> Iterator[str]:
    first, second = map(_name, kind.roles)
    for each in kind.signatures:
        yield f"{_name(kind.id)}\t{first}:{_types(each.first)}, {second}:{_types(each.second)}"
    if not kind.signatures:
        yield f"{_name(kind.id)}\t{first}:<ANY>, {second}:<ANY>"


def _event(kind: EventType) -> str:
    roles = ", ".join(
        f"{_name(each.name)}{'' if each.required else '*'}:{_types(each.fillers)}" for each in kind.roles
    )
    return f"{_name(kind.id)}\t{roles}" if roles else _name(kind.id)


def _attribute(kind: AttributeType) -> Iterator[str]:
    on = "|".join(_ON[each] for each in kind.on if each in _ON)
    if not on:
        return
    values = "|".join(each for each in kind.values[1:] if "|" not in each and "," not in each)
    yield f"{_name(kind.id)}\tArg:{on}" + (f", Value:{values}" if values and kind.kind == "choice" else "")


def _types(labels: tuple[str, ...]) -> str:
    return "|".join(map(_name, labels)) or "<ANY>"


def _name(name: str) -> str:
    return "".join("_" if each.isspace() or each in ":,|<>[]" else each for each in name) or "unnamed"
