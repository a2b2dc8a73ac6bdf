"""What a Change has to do with the views: which it can alter, and whether whoever looks sees all that it touches."""

from __future__ import annotations

from collections.abc import Iterable

from glossator.core.annotations import Mention, Relation
from glossator.core.changes import Change
from glossator.core.documents import Document
from glossator.core.layers import Whose
from glossator.core.scheme import SchemeItem
from glossator.ui.plots.plot import Plot
from glossator.workbench import Workbench


def touched_views(change: Change, all_plots: Iterable[Plot], *, is_by_claim: bool = False) -> frozenset[str]:
    """Which of the views a Change can alter: all, where it is one of the label scheme, whose names and colours stand in
    each; ``is_by_claim``: mentions are taken by the claims in which they stand.
    """
    if is_of_scheme(change):
        return frozenset(plot.survey.name for plot in all_plots)
    kinds: set[type] = {type(record) for record in (*change.removed, *change.added)}
    if is_by_claim and Relation in kinds:
        kinds.add(Mention)
    return frozenset(plot.survey.name for plot in all_plots if kinds & set(plot.survey.kinds))


def is_of_scheme(change: Change) -> bool:
    """The label scheme is another one afterwards."""
    return any(isinstance(record, SchemeItem) for record in (*change.removed, *change.added))


def is_seen_by(whose: Whose, change: Change) -> bool:
    """Whoever looks sees all that a Change touches; of what is said of mentions, that is known where all are seen."""
    records = (*change.removed, *change.added)
    return whose.is_everybody or all(
        isinstance(each, Mention) and whose.is_seen(each.author, each.document) for each in records
    )


def is_first_or_last(change: Change, bench: Workbench) -> bool:
    """There was no text before this Change, or is none any more, which every view says."""
    came = {each.id for each in change.added if isinstance(each, Document)}
    went = {each.id for each in change.removed if isinstance(each, Document)}
    count = bench.ask.document_count() if came != went else -1
    return count == 0 or 0 < count <= len(came - went)
