"""All that the tagged demo says of its article, as work to be done again by hand, and projects told without ids."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from glossator import projects
from glossator.core.annotations import AnnotationSet, Entity, Relation
from glossator.core.scheme import Scheme
from glossator.workbench import Workbench

NOT_SAID = frozenset({"id", "created", "author", "origin"})
"""Fields of JSONL that two hands do not have in common: ids, times, who and by which way."""


class Work:
    """What is to be done: the annotations of the demo, with its identities."""

    def __init__(self, bench: Workbench) -> None:
        document = bench.ask.documents()[0].document
        self.held: AnnotationSet = bench.ask.annotations(document.id)
        self.entities: dict[int, Entity] = {row.entity.id: row.entity for row in bench.ask.entities()}
        self.scheme: Scheme = bench.scheme

    @property
    def relations(self) -> list[Relation]:
        """Relations before events, each in the order in which the demo has them."""
        held = sorted(self.held.relations.values(), key=lambda each: each.id)
        return [each for each in held if not each.is_event]

    @property
    def events(self) -> list[Relation]:
        held = sorted(self.held.relations.values(), key=lambda each: each.id)
        return [each for each in held if each.is_event]


def work(folder: Path) -> Work:
    """The tagged demo, made in ``folder``."""
    folder.mkdir(exist_ok=True)
    bench = projects.open(projects.demo(folder, tagged=True, author="Demo"), author="Demo")
    try:
        return Work(bench)
    finally:
        bench.close()


def said(bench: Workbench, target: Path) -> list[Any]:
    """All that the JSONL of a project says, each id exchanged for the words of what has it; in an order of its own."""
    projects.export_jsonl(bench, target)
    lines = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    names: dict[str, str] = {}
    for line in lines:
        names[line["id"]] = line["name"]
        for each in line.get("entities", []):
            names[each["id"]] = f"{each['type']} {each['name']}"
        for each in line.get("mentions", []):
            names[each["id"]] = f"{each['label']} {each['quote']} {each['fragments']}"
        for each in line.get("relations", []):
            ends = [names.get(a.get("mention", ""), "") for a in each["arguments"]]
            names[each["id"]] = f"{each['type']} {names.get(each.get('trigger', ''), '')} {ends}"
    return [_told(line, names) for line in lines]


def _told(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _told(each, names) for key, each in value.items() if key not in NOT_SAID}
    if isinstance(value, list):
        told = [_told(each, names) for each in value]
        is_records = bool(value) and isinstance(value[0], dict) and bool({"id", "role"} & value[0].keys())
        return sorted(told, key=json.dumps) if is_records else told
    return names.get(value, value) if isinstance(value, str) else value


def differences(made: Any, expected: Any) -> list[str]:
    """What one project says and the other does not, a line each."""
    found: list[str] = []
    for one, other in zip(made, expected, strict=True):
        for name in sorted({*one, *other}):
            mine, theirs = one.get(name), other.get(name)
            if isinstance(mine, list) and isinstance(theirs, list):
                found += [f"{name}: made {each}" for each in mine if each not in theirs]
                found += [f"{name}: lacks {each}" for each in theirs if each not in mine]
                found += [f"{name}: {len(mine)} instead of {len(theirs)}"] if len(mine) != len(theirs) else []
            elif mine != theirs:
                found.append(f"{name}: {mine} instead of {theirs}")
    return found
