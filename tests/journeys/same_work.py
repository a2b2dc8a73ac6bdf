"""One small set of annotations, and a project told without its ids: two ways to the same work can be compared."""

from __future__ import annotations

from typing import Any

from glossator.core.annotations import AnnotationSet, Mention
from glossator.workbench import Workbench

NOTE = "significant naval and air bases"
"""Words of the article, so that they can be written by keys and pasted by mouse."""

WANTED: dict[str, list[Any]] = {
    "mentions": [
        ("Khalifa Haftar", "PER", "Individual", {}, ""),
        ("Moscow", "GPE", "Nation", {"metonymy": True}, ""),
        ("Russia", "GPE", "Nation", {}, "Russia"),
        ("Russian cargo aircraft", "VEH", "Air", {}, ""),
        ("S-400 … interceptor systems", "WEA", "Air-Defense", {}, ""),
        ("advanced air-defense systems", "WEA", "Air-Defense", {}, ""),
        ("transported", "EVT", "", {}, ""),
    ],
    "relations": [
        (
            "Movement.Transport",
            "transported",
            [("Artifact", "S-400 … interceptor systems"), ("Vehicle", "Russian cargo aircraft")],
        ),
        ("OWNS_OR_USES", "", [("Arg1", "Russia"), ("Arg2", "advanced air-defense systems")]),
        ("SUPPORTS", "", [("Arg1", "Moscow"), ("Arg2", "Khalifa Haftar")]),
    ],
    "entities": [("Russia", "GPE", 1)],
    "notes": [("Khalifa Haftar", NOTE)],
}


def told(bench: Workbench) -> dict[str, list[Any]]:
    """What the project says, by words: mentions, relations with their roles, identities and notes."""
    annotations = bench.current
    assert annotations is not None
    mentions = annotations.mentions
    return {
        "mentions": sorted(_mention(bench, each) for each in mentions.values()),
        "relations": sorted(
            (
                each.type,
                mentions[each.trigger].quote if each.trigger is not None else "",
                sorted((argument.role, mentions[argument.target].quote) for argument in each.arguments),
            )
            for each in annotations.relations.values()
        ),
        "entities": sorted((row.entity.name, row.entity.type, row.mentions) for row in bench.ask.entities()),
        "notes": _notes(annotations),
    }


def _mention(bench: Workbench, mention: Mention) -> tuple[str, str, str, dict[str, Any], str]:
    entity = bench.ask.entity(mention.entity) if mention.entity is not None else None
    name = entity.name if entity else ""
    return mention.quote, mention.label, mention.subtype, dict(mention.attributes), name


def _notes(annotations: AnnotationSet) -> list[tuple[str, str]]:
    return sorted(
        (mention.quote, note.body)
        for mention in annotations.mentions.values()
        for note in annotations.notes_on(mention.id)
    )
