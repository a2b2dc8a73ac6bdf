"""New items of a scheme, with an id, a key and a colour that are still free."""

from __future__ import annotations

from dataclasses import replace

from glossator.core.scheme import (
    LABEL_KEYS,
    SLOTS,
    AttributeType,
    EventType,
    Label,
    RelationType,
    Scheme,
    SchemeItem,
)

_IDS = {Label: "LABEL", RelationType: "RELATION", EventType: "EVENT", AttributeType: "attribute"}
_NAMES = {
    Label: "New label",
    RelationType: "New relation",
    EventType: "New event",
    AttributeType: "New attribute",
}


def another_of(kind: type, scheme: Scheme, under: SchemeItem | None = None) -> SchemeItem:
    """A new item of a kind, a label under the label ``under`` where that is one."""
    new_id = _free_id(_IDS[kind], scheme)
    if kind is Label:
        parent = under if isinstance(under, Label) and scheme.label(under.id) else None
        used = [each.slot for each in scheme.labels]
        slot = parent.slot if parent else min(SLOTS, key=lambda each: (used.count(each), SLOTS.index(each)))
        name = _NAMES[Label]
        return Label(new_id, name, free_key(scheme, name), slot, "", parent=parent.id if parent else "")
    if kind is RelationType:
        return RelationType(new_id, _NAMES[kind])
    if kind is EventType:
        first = next((each.id for each in scheme.labels if not each.retired), "")
        return EventType(new_id, _NAMES[kind], trigger="" if scheme.trigger_label else first)
    return AttributeType(new_id, _NAMES[AttributeType], ("mention",), "text")


def copy_of(
    item: Label | RelationType | EventType | AttributeType, scheme: Scheme
) -> Label | RelationType | EventType | AttributeType:
    """A new item like ``item``, under another id and without its key."""
    new_id, name = _free_id(item.id, scheme), f"{item.name} (copy)"
    if isinstance(item, Label):
        return replace(item, id=new_id, name=name, key=free_key(scheme, item.name), retired=False)
    if isinstance(item, RelationType):
        return replace(item, id=new_id, name=name, key="", retired=False)
    return replace(item, id=new_id, name=name, retired=False)


def free_key(scheme: Scheme, name: str) -> str:
    """A key that no label has, a letter of ``name`` where one is free; empty where none is left."""
    taken = {each.key.upper() for each in scheme.labels if each.key and not each.retired}
    free = [key for key in LABEL_KEYS if key not in taken]
    return next((key for key in name.upper() if key in free), free[0] if free else "")


def _free_id(like: str, scheme: Scheme) -> str:
    taken = {each.id for each in scheme.items()}
    number = 2
    while f"{like}-{number}" in taken:
        number += 1
    return like if like not in taken else f"{like}-{number}"
