"""What a picture of a view was made of: project, scope, filter, choices, day and version, as its foot says it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from glossator import __version__
from glossator.core.lens import Lens
from glossator.core.titles import counted, short
from glossator.ui.plots.narrowing import in_words, named
from glossator.workbench import Workbench

PROGRAM = f"Glossator {__version__}"
_NO_FILTER = "no filter"


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

    def file_name(self, question: str) -> str:
        """What a file with the view of this ``question`` may be called, without its ending: a table says nothing of
        itself but headings and rows, or programs could not read it.
        """
        from glossator.formats.folders import safe  # only files need it

        narrowed = self.narrowed.replace(":", "") if self.narrowed != _NO_FILTER else ""
        parts = (self.project, self.scope, f"{self.made:%Y-%m-%d}", narrowed)
        return safe(" - ".join([question.rstrip("?"), *(short(each) for each in parts if each)]))


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
    narrowed = f"filter: {'; '.join(told)}" if told else _NO_FILTER
    return Origin(bench.ask.title() or "a project without a name", scope, narrowed, made, chosen)
