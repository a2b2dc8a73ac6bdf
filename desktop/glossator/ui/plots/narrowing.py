"""The filter that holds for all views: what is brushed as such a one, and each that is set in words, as chips and
pictures name it; and how a project remembers it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from glossator.analysis.facets import Facets
from glossator.core import lens as lenses
from glossator.core.claims import CREDIBILITY_WORDS, RELIABILITY_WORDS
from glossator.core.errors import Refused
from glossator.core.lens import Lens, Selected
from glossator.core.scheme import Scheme
from glossator.core.titles import counted
from glossator.surveys import SURVEYS
from glossator.workbench import Workbench

MOST_SELECTED = 10_000
"""Mentions, and relations, that a filter can hold one by one."""
_KEPT = "board/filter"
_NAMED = 3  # values that are named; of more it is said how many


def of_selected(found: Facets, view: str, lens: Lens) -> Lens:
    """What of ``lens`` was selected in a view; :class:`Refused` where these are too many to be held one by one."""
    if not found.is_all:
        raise Refused(
            f"These are more than {MOST_SELECTED:,} mentions or relations.",
            remedy="Select fewer, or filter by label, grade, date or document.",
        )
    return replace(lens, only=Selected(found.mentions, found.relations, found.documents, view))


def kept(bench: Workbench | None) -> Lens:
    """The filter that a project remembers; the scope is none of it."""
    return lenses.from_plain(bench.ask.kept(_KEPT)) if bench is not None else Lens()


def keep(bench: Workbench, lens: Lens) -> None:
    """Have the project remember this filter, where it is another one."""
    if lens.within(None) != kept(bench):
        bench.keep(_KEPT, lenses.as_plain(lens) or None)


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
    if lens.only is not None:
        told["only"] = _selected(lens.only)
    return told


def _selected(held: Selected) -> str:
    counts = ((len(held.mentions), "mention"), (len(held.relations), "relation"))
    what = " and ".join(counted(n, noun) for n, noun in counts if n)
    survey = SURVEYS.get(held.view)
    return f"{what} selected in “{survey.title}”" if survey else f"{what} selected"


def several(words: list[str], many: str) -> str:
    """A few words as they are; of more than a few, or where one is not known, how many there are."""
    return ", ".join(words) if len(words) <= _NAMED and all(words) else f"{len(words)} {many}"
