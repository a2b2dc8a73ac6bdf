"""The filter that holds for all views in words: each that is set, as chips and pictures name it."""

from __future__ import annotations

from collections.abc import Mapping

from glossator.core.claims import CREDIBILITY_WORDS, RELIABILITY_WORDS
from glossator.core.lens import Lens
from glossator.core.scheme import Scheme
from glossator.workbench import Workbench

_NAMED = 3  # values that are named; of more it is said how many


def named(lens: Lens, bench: Workbench) -> Mapping[int, str]:
    """The names of the documents that a lens takes, as far as they would be told."""
    if len(lens.documents) > _NAMED:
        return {}
    found = (bench.ask.document(each) for each in lens.documents)
    return {each.id: each.name for each in found if each is not None}


def in_words(lens: Lens, scheme: Scheme, documents: Mapping[int, str]) -> dict[str, str]:
    """Each filter that is set in words, by its field (``published``: the dates); ``documents`` names those chosen."""
    told: dict[str, str] = {}
    if lens.documents:
        told["documents"] = several([documents.get(each, "") for each in sorted(lens.documents)], "documents")
    if lens.since or lens.until:
        told["published"] = f"Published {f'from {lens.since} ' if lens.since else ''}" + (
            f"until {lens.until}" if lens.until else "on"
        )
    if lens.labels:
        told["labels"] = several([scheme.name_of(each) for each in sorted(lens.labels)], "labels")
    if lens.certainty:
        told["certainty"] = several(sorted(lens.certainty), "certainties")
    if lens.reliability:
        words = [f"{each} {RELIABILITY_WORDS[each]}" for each in sorted(lens.reliability)]
        told["reliability"] = "Document: " + several(words, "grades")
    if lens.credibility:
        words = [f"{each} {CREDIBILITY_WORDS[each]}" for each in sorted(lens.credibility)]
        told["credibility"] = "Claim: " + several(words, "grades")
    if lens.annotators:
        told["annotators"] = "By " + several(
            [each or "nobody named" for each in sorted(lens.annotators)], "persons"
        )
    if lens.statuses:
        told["statuses"] = "Status: " + several(sorted(lens.statuses), "states")
    return told


def several(words: list[str], many: str) -> str:
    """A few words as they are; of more than a few, or where one is not known, how many there are."""
    return ", ".join(words) if len(words) <= _NAMED and all(words) else f"{len(words)} {many}"
