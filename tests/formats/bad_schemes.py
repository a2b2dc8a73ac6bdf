"""Scheme files that are none, by what is wrong with them, each with words that its sentence has to say."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

Plain = dict[str, Any]

SOUND: Plain = {
    "id": "small",
    "name": "Small",
    "version": "1",
    "trigger_label": "EVT",
    "labels": [
        {"id": "PER", "name": "Person", "key": "P", "slot": "PER", "subtypes": ["Group"]},
        {"id": "ORG", "name": "Organisation", "key": "O", "slot": "ORG", "parent": ""},
        {"id": "EVT", "name": "Trigger", "key": "E", "slot": "EVT"},
    ],
    "relation_types": [
        {"id": "LEADS", "name": "Leads", "key": "D", "signatures": [{"first": ["PER"], "second": ["ORG"]}]},
        {"id": "MEETS", "name": "Meets", "key": "M", "same_type": True, "symmetric": True},
    ],
    "event_types": [
        {"id": "ATTACK", "name": "Attack", "roles": [{"name": "Agent", "fillers": ["PER", "ORG"]}]},
    ],
    "attributes": [
        {"id": "level", "name": "Level", "on": ["mention"], "values": ["NAM", "NOM"]},
        {"id": "since", "name": "Since — größer", "on": ["relation", "event"], "kind": "date"},
    ],
}


def _with(turn: Callable[[Plain], object]) -> bytes:
    made = copy.deepcopy(SOUND)
    turn(made)
    return json.dumps(made, ensure_ascii=False).encode()


def _label(at: int, **fields: object) -> bytes:
    return _with(lambda plain: plain["labels"][at].update(fields))


def _deep(levels: int) -> bytes:
    return b'{"id": "x", "name": "x", "version": "1", "labels": ' + b"[" * levels + b"]" * levels + b"}"


def _many(kind: str, number: int) -> bytes:
    item = dict(SOUND[kind][0], key="")
    return _with(lambda plain: plain.update({kind: [dict(item, id=f"X{at}") for at in range(number)]}))


BAD: dict[str, tuple[bytes, str]] = {
    "a label under itself": (_label(0, parent="PER"), "ring"),
    "labels in a ring": (
        _with(lambda p: [p["labels"][0].update(parent="ORG"), p["labels"][1].update(parent="PER")]),
        "PER, ORG",
    ),
    "a label under none that there is": (_label(0, parent="NO-SUCH"), "NO-SUCH"),
    "the same label twice": (_with(lambda p: p["labels"].append(p["labels"][0])), "'PER' stands twice"),
    "the same key twice": (_label(1, key="p"), "label key 'P' stands twice"),
    "the same relation twice": (
        _with(lambda p: p["relation_types"].append(dict(p["relation_types"][0], key=""))),
        "'LEADS' stands twice",
    ),
    "a relation called as an event": (
        _with(lambda p: p["event_types"][0].update(id="LEADS")),
        "'LEADS' stands twice",
    ),
    "the same relation key twice": (_with(lambda p: p["relation_types"][1].update(key="d")), "key 'D'"),
    "the same attribute twice": (
        _with(lambda p: p["attributes"].append(p["attributes"][0])),
        "'level' stands twice",
    ),
    "the same value twice": (_with(lambda p: p["attributes"][0].update(values=["a", "a"])), "value of level"),
    "the same subtype twice": (_label(0, subtypes=["a", "a"]), "subtype of PER"),
    "the same role twice": (
        _with(lambda p: p["event_types"][0]["roles"].append(p["event_types"][0]["roles"][0])),
        "role of ATTACK",
    ),
    "the same field twice": (
        json.dumps(SOUND).replace('"name": "Person"', '"name": "Person", "name": "P"').encode(),
        "'name' stands twice",
    ),
    "a key that belongs to a command": (_label(0, key="R"), "PER has the key 'R'"),
    "a key of two letters": (_label(0, key="PE"), "PER has the key 'PE'"),
    "a colour that is none": (_label(0, slot="mauve"), "'mauve'"),
    "a label without an id": (_label(0, id=" "), "lacks an id"),
    "a label without a name": (_label(0, name=""), "PER lacks a name"),
    "a kind that is none": (_with(lambda p: p["attributes"][0].update(kind="colour")), "attributes[0].kind"),
    "a place that is none": (_with(lambda p: p["attributes"][0].update(on=["page"])), "attributes[0].on[0]"),
    "an attribute on nothing": (
        _with(lambda p: p["attributes"][0].update(on=[])),
        "level belongs on nothing",
    ),
    "a trigger that is no label": (_with(lambda p: p.update(trigger_label="NO")), "'NO'"),
    "a filler that is no label": (
        _with(lambda p: p["event_types"][0]["roles"][0].update(fillers=["NO"])),
        "ATTACK names the unknown label NO",
    ),
    "an end that is no label": (
        _with(lambda p: p["relation_types"][0]["signatures"][0].update(first=["NO"])),
        "LEADS names the unknown label NO",
    ),
    "three ends": (
        _with(lambda p: p["relation_types"][0].update(roles=["a", "b", "c"])),
        "relation_types[0].roles",
    ),
    "a number for an id": (_label(0, id=3), "labels[0].id"),
    "a label that is a text": (_with(lambda p: p["labels"].insert(1, "PER")), "labels[1]"),
    "labels that are no list": (_with(lambda p: p.update(labels={"PER": {}})), "labels"),
    "yes for a text": (_label(2, name=True), "labels[2].name"),
    "a text for yes": (_label(2, retired="no"), "labels[2].retired"),
    "nothing for a text": (_label(2, definition=None), "labels[2].definition"),
    "a field that is unknown": (_label(2, colour="red"), "colour"),
    "cues that are no list": (_with(lambda p: p.update(cues={"Hedge": "maybe"})), "cues"),
    "no name at all": (_with(lambda p: p.pop("name")), "name"),
    "a list": (b"[]", "label scheme"),
    "a text": (b'"labels"', "label scheme"),
    "nothing": (b"", "label scheme"),
    "lists within lists": (_deep(50), "labels[0]"),
    "a hundred thousand lists within lists": (_deep(100_000), "label scheme"),
    "in UTF-16": (json.dumps(SOUND).encode("utf-16"), "UTF-8"),
    "in windows-1252": (json.dumps(SOUND, ensure_ascii=False).replace("—", "-").encode("cp1252"), "UTF-8"),
    "half a character": (b'{"id": "\xf0\x9f', "UTF-8"),
    "half a pair": (json.dumps(dict(SOUND, name="\ud800")).encode(), "name"),
    "half a pair as a name of cues": (json.dumps(dict(SOUND, cues={"\udc00": []})).encode(), "cues"),
    "a number without end": (b'{"id": "x", "name": NaN, "version": "1"}', "name"),
    "a number of a thousand digits": (b'{"id": ' + b"1" * 1000 + b', "name": "x", "version": "1"}', "id"),
    "too many labels": (_many("labels", 20_001), "labels: there are 20,001"),
    "too many attributes": (_many("attributes", 20_001), "attributes: there are 20,001"),
    "a file of zeros": (b"\0" * 4096, "UTF-8"),
    "a database": (b"SQLite format 3\0" + b"\0" * 100, "UTF-8"),
    "twenty megabytes": (b" " * 20_000_000, "too large"),
}
"""What is wrong → the bytes of the file, and words that the sentence about it holds."""
