"""What the views of the board ask of a project: the figures of each, on a workbench or beside the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from glossator import chronicles, connections
from glossator.analysis import frequencies, link_tables, places, timeline
from glossator.analysis.places import Gazette
from glossator.analysis.links import Web
from glossator.analysis.sheets import Sheet
from glossator.analysis.timeline import Chronicle
from glossator.core.annotations import Entity, Mention, Relation
from glossator.core.documents import Document
from glossator.core.errors import Refused
from glossator.core.lens import Lens
from glossator.core.scheme import Scheme
from glossator.store.keys import Key
from glossator.store.project_file import ProjectFile
from glossator.store.queries import Queries
from glossator.workbench import Workbench

Told = Callable[[int, int], object]
"""Hears how much is done of how much there is; what it raises ends the work."""
Options = Mapping[str, str]
"""What the controls of a view say."""

SMALL = 60_000
"""Mentions up to which a view is asked for at once; of larger projects what no kept count tells is counted beside the
window.
"""


class Asked(NamedTuple):
    """What a survey is asked: through which lens, with which options; ``told`` hears how far it is."""

    ask: Queries
    scheme: Scheme
    lens: Lens
    options: Options
    told: Told


class Survey(NamedTuple):
    """The figures behind a view.  ``kinds`` are the records whose change touches them; ``answer`` finds them, on any
    thread; ``sheet`` is their table; ``is_quick`` says that kept counts tell them however large the project is.
    """

    name: str
    title: str
    question: str
    kinds: tuple[type, ...]
    answer: Callable[[Asked], Any]
    sheet: Callable[[Any, Scheme], Sheet]
    is_quick: Callable[[Lens, Options], bool] = lambda lens, options: False


class Where(NamedTuple):
    """A project that may be asked away from the thread of the window: its file and what opens that."""

    path: Path
    key: Key | None = None

    @classmethod
    def of(cls, bench: Workbench) -> Where | None:
        """The file of a workbench; ``None`` where no second connection may be made."""
        project = bench.project_file
        return None if project.is_alone else cls(project.path, project.key)


def find(name: str) -> Survey:
    """The survey of a view; :class:`Refused` names those there are."""
    if name not in SURVEYS:
        raise Refused(f"There is no view “{name}”.", remedy=f"Choose one of {', '.join(SURVEYS)}.")
    return SURVEYS[name]


def at_once(bench: Workbench, survey: Survey, lens: Lens, options: Options) -> bool:
    """Whether the window may wait for the answer."""
    if survey.is_quick(lens, options) or Where.of(bench) is None:
        return True
    return bench.ask.under(lens, bench.scheme).totals().mentions <= SMALL


def answer(
    where: Where | Workbench,
    survey: Survey,
    lens: Lens,
    options: Options,
    told: Told = lambda done, total: None,
) -> Any:
    """The figures of a view; away from the window long questions look up every now and then to ``told``."""
    with _project(where) as (ask, scheme), ask.under(lens, scheme).interruptible(lambda: told(0, 0)):
        return survey.answer(Asked(ask, scheme, lens, options, told))


@contextmanager
def _project(where: Where | Workbench) -> Iterator[tuple[Queries, Scheme]]:
    if isinstance(where, Workbench):
        yield where.ask, where.scheme
        return
    with ProjectFile.open(where.path, read_only=True, key=where.key) as project:
        yield project.ask, project.scheme()


# --- the views


def _labels(asked: Asked) -> frequencies.Labels:
    found = asked.ask.under(asked.lens, asked.scheme)
    return frequencies.Labels(tuple(found.label_counts()), found.totals().mentions)


def _entities(asked: Asked) -> frequencies.Entities:
    found = asked.ask.under(asked.lens, asked.scheme)
    limit = int(asked.options.get("limit", frequencies.ENTITIES))
    counts = tuple(found.entity_counts(limit + 1))
    return frequencies.Entities(counts, limit, found.mention_count(), found.totals().mentions)


def _pairs(asked: Asked) -> frequencies.Pairs:
    found = asked.ask.under(asked.lens, asked.scheme)
    return frequencies.Pairs(tuple(found.relation_pairs()), found.relation_count(), found.totals().relations)


def _timeline(asked: Asked) -> Chronicle:
    return chronicles.chronicle(asked.ask, asked.scheme, asked.lens)


def _places(asked: Asked) -> Gazette:
    return chronicles.gazette(asked.ask, asked.scheme, asked.lens)


def _links(asked: Asked) -> Web:
    return connections.web(asked.ask, asked.scheme, asked.lens, asked.told)


def _counts_tell(lens: Lens, _options: Options) -> bool:
    return not lens.asks_of_records and not lens.asks_of_documents


def _is_open(lens: Lens, _options: Options) -> bool:
    return lens.is_open


def _never_slow(lens: Lens, _options: Options) -> bool:
    return not lens.asks_of_records


SURVEYS: dict[str, Survey] = {
    each.name: each
    for each in (
        Survey(
            "labels",
            "Labels",
            "What did I tag, and what have I left out?",
            (Mention, Document),
            _labels,
            frequencies.labels_sheet,
            _counts_tell,
        ),
        Survey(
            "entities",
            "Entities",
            "Who and what matters in this case?",
            (Mention, Document, Entity),
            _entities,
            frequencies.entities_sheet,
            _is_open,
        ),
        Survey(
            "pairs",
            "Kinds of links",
            "What kinds of links exist, and which does the scheme not permit?",
            (Mention, Relation, Document),
            _pairs,
            frequencies.pairs_sheet,
            _never_slow,
        ),
        Survey(
            "timeline",
            "Timeline",
            "In what order did it happen, and what overlaps?",
            (Mention, Relation, Document, Entity),
            _timeline,
            timeline.sheet,
        ),
        Survey(
            "places",
            "Map",
            "Where is it, and how sure?",
            (Mention, Relation, Document, Entity),
            _places,
            places.sheet,
        ),
    )
}
"""Every view by its name, in the order in which they are offered."""
