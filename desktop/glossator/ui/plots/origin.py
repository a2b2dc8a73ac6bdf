"""What a picture of a view was made of: project, scope, filter, choices, day and version, as its foot says it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from glossator import __version__
from glossator.core.lens import Lens
from glossator.core.titles import counted
from glossator.ui.plots.narrowing import in_words, named
from glossator.workbench import Workbench

PROGRAM = f"Glossator {__version__}"


class Origin(NamedTuple):
    """Where a picture comes from; ``made`` is the moment of it, with its zone, ``narrowed`` the filter in words,
    ``chosen`` what was chosen with the controls of the view itself.
    """

    project: str
    scope: str
    narrowed: str
    made: datetime
    chosen: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """All of it, as it stands at the foot of a picture."""
        chosen = f"chosen: {'; '.join(self.chosen)}" if self.chosen else ""
        parts = (self.project, self.scope, self.narrowed, chosen, f"made {self.made:%Y-%m-%d}", PROGRAM)
        return "  ·  ".join(filter(None, parts))


def of(bench: Workbench, lens: Lens, made: datetime, *, chosen: tuple[str, ...] = ()) -> Origin:
    """Where a picture comes from that is made now of what ``lens`` takes of this project, with these choices."""
    count = bench.ask.document_count()
    scope = f"all {counted(count, 'document')}" if count != 1 else "its one document"
    if lens.document is not None:
        found = bench.ask.document(lens.document)
        scope = f"document “{found.name}”" if found is not None else "a document that is gone"
    told = list(in_words(lens, bench.scheme, named(lens, bench)).values())
    if lens.whose.persons is not None:
        told.append(f"only what {', '.join(sorted(lens.whose.persons)) or 'nobody'} said")
    narrowed = f"filter: {'; '.join(told)}" if told else "no filter"
    return Origin(bench.ask.title() or "a project without a name", scope, narrowed, made, chosen)
