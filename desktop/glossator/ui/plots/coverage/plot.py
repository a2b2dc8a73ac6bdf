"""What is done, and what is unread?  Documents by status as one bar, and each as a strip of its sentences."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from PySide6.QtWidgets import QComboBox, QWidget

from glossator import surveys
from glossator.analysis.coverage import (
    HEADINGS,
    MOST,
    Coverage,
    ProgressRow,
    cells,
    share_of,
    sheet,
)
from glossator.analysis.facets import Facets
from glossator.core.annotations import Mention, Relation
from glossator.core.changes import Change, document_of
from glossator.core.documents import Document
from glossator.core.errors import Refused
from glossator.core.lens import Lens, MentionPick, Pick
from glossator.core.spans import Span
from glossator.surveys import Survey
from glossator.ui.plots.chart import Chart
from glossator.ui.plots.coverage.chart import CoverageChart
from glossator.ui.plots.coverage.rows import ORDER, STYLES, DocumentKey, GroupKey, Rows, Strip
from glossator.ui.plots.marks import LegendEntry, Table, View, nothing_shown, number, shown_hidden
from glossator.ui.plots.plot import MOST_FOLLOWED, About, Plot
from glossator.ui.theme import Theme

_WAYS = (
    ("Each document", ""),
    ("By month of publication", "month"),
    ("By week of publication", "week"),
    ("By folder", "folder"),
)
_NAMELESS = {"folder": "no folder"}
_READ = LegendEntry("read", "read")


class CoveragePlot(Plot):
    """Progress; the strip of a document is made when its row is first seen, and anew when something in it changes."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(survey, theme, parent)
        self._found: Coverage | None = None
        self._about: About | None = None
        self._strips: dict[int, Strip] = {}
        self.by = QComboBox(self.card)
        self.by.setAccessibleName("What documents are put together by")
        for words, way in _WAYS:
            self.by.addItem(words, way)
        self.by.currentIndexChanged.connect(lambda _: self.stale.emit())
        self.card.controls.addWidget(self.by)
        self.card.for_marks.append(self.by)

    def make_chart(self, theme: Theme, parent: QWidget) -> Chart:
        made = CoverageChart(theme, parent)
        made.went.connect(self._on_went)
        made.opened.connect(self._on_opened)
        return made

    def options(self) -> Mapping[str, str]:
        return {"by": self.by.currentData(), "sentences": "later"}

    def table_options(self) -> Mapping[str, str] | None:
        """How many sentences of each document were read and tagged is in the table, and read where it is seen."""
        found = self._found
        if found is None or found.groups or all(row.document.id in self._strips for row in found.rows):
            return None
        return {"by": self.by.currentData()}

    def show(self, answer: Any, about: About) -> None:
        self._strips.clear()
        self._found, self._about = answer, about
        self._draw(about)

    def _draw(self, about: About) -> None:
        found = self._found
        assert found is not None
        foot = [shown_hidden(found.documents, found.total - found.documents, "document")]
        foot.append(f"{number(found.statuses.get('done', 0))} done")
        if found.groups and not self.by.currentData():
            by = "folder" if found.way == "folder" else f"{found.way} of publication"
            foot.append(f"more than {MOST}, so put together by {by}")
        used = [status for status in ORDER if found.statuses.get(status)]
        more = () if found.groups else (LegendEntry("ramp", "few to many mentions"), _READ)
        self.card.show_view(
            View(
                None,
                legend=(*(LegendEntry(STYLES[each], each) for each in used), *more),
                table=self._table(found, about),
                foot="  ·  ".join(foot),
                content=Rows(
                    found.statuses,
                    found.rows,
                    found.groups,
                    self._strip_of,
                    _NAMELESS.get(found.way, "no date"),
                )
                if found.documents
                else None,
                empty=nothing_shown(
                    found.total, "The project has no documents yet. Import texts with Ctrl+I.", "document"
                ),
            )
        )

    def _table(self, found: Coverage, about: About) -> Table:
        if found.groups:
            twin = sheet(found, about.scheme)
            return Table(twin.headings, twin.rows, tuple(GroupKey(each.name) for each in found.groups))
        keys = tuple(DocumentKey(each.document.id) for each in found.rows)
        return Table(HEADINGS, cast(Any, _Cells(self, found)), keys)

    def cells(self, found: Coverage, row: ProgressRow) -> tuple[str | int, ...]:
        """A row of the table of documents, for which its sentences are told apart."""
        return cells(found, row, share_of(self._strip_of(row.document)))

    def _strip_of(self, document: Document) -> Strip:
        if document.id not in self._strips and self._about is not None:
            bench = self._about.bench
            current = bench.whole
            is_open = current is not None and current.document.id == document.id
            text = current.text if current is not None and is_open else bench.ask.text_of(document.id)
            self._strips[document.id] = surveys.strip(bench, self._about.lens, document.id, text)
        return self._strips.get(document.id, ())

    def follow(self, change: Change, about: About) -> bool:
        found = self._found
        records = (*change.removed, *change.added)
        if found is None or len(records) > MOST_FOLLOWED:
            return False
        if not all(isinstance(each, Mention | Relation) for each in records):
            return False
        steps: dict[int, tuple[int, int]] = {}
        for sign, held in ((-1, change.removed), (1, change.added)):
            for each in held:
                number_ = document_of(each)
                if number_ is not None:
                    said, joined = steps.get(number_, (0, 0))
                    is_said = isinstance(each, Mention)
                    steps[number_] = (said + sign * is_said, joined + sign * (not is_said))
        if found.groups:
            said_of = {document: said for document, (said, _) in steps.items() if said}
            return not said_of or not _are_others_tagged(said_of, about)
        for document in steps:
            self._strips.pop(document, None)
        self._found = found._replace(
            rows=tuple(
                _Row(row, *steps[row.document.id]) if row.document.id in steps else row for row in found.rows
            )
        )
        self._about = about
        self._draw(about)
        return True

    # --- what hands ask for

    def _on_went(self, key: DocumentKey, sentence: int) -> None:
        strip = self._strips.get(key.document, ())
        if 0 <= sentence < len(strip):
            self.goto_wanted.emit(key.document, Span(strip[sentence].start, strip[sentence].end))

    def _on_opened(self, key: GroupKey) -> None:
        """The documents of a group alone."""
        if self._about is None or self._found is None:
            return
        try:
            lens = self._lens_of(key.name, self._found.way, self._about)
        except Refused as refused:
            self.said.emit(str(refused))
            return
        self.by.setCurrentIndex(0)
        self.lens_wanted.emit(lens)

    @staticmethod
    def _lens_of(name: str, way: str, about: About) -> Lens:
        if way == "month" and len(name) == len("2024-12"):
            return replace(about.lens, since=name, until=name)
        if way == "week" and name:
            year, week = int(name[:4]), int(name[6:])
            first, last = (date.fromisocalendar(year, week, day).isoformat() for day in (1, 7))
            return replace(about.lens, since=first, until=last)
        return replace(about.lens, documents=surveys.documents_in(about.bench, about.lens, way, name))

    def pick(self, key: Hashable, about: About) -> Pick | None:
        return MentionPick(document=key.document) if isinstance(key, DocumentKey) else None

    def narrowed(self, keys: tuple[Hashable, ...], lens: Lens) -> Lens | None:
        documents = frozenset(key.document for key in keys if isinstance(key, DocumentKey))
        return replace(lens, documents=documents) if len(documents) == len(keys) else None

    def caption(self, key: Hashable, about: About) -> str:
        rows = self._found.rows if self._found else ()
        return next((each.document.name for each in rows if DocumentKey(each.document.id) == key), "")

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        return isinstance(key, DocumentKey) and key.document in facets.documents

    def forget(self) -> None:
        self._found = self._about = None
        self._strips.clear()


class _Cells(Sequence[tuple[str | int, ...]]):
    """The rows of the table twin, each made when somebody looks at it."""

    def __init__(self, plot: CoveragePlot, found: Coverage) -> None:
        self._plot = plot
        self._found = found

    def __len__(self) -> int:
        return len(self._found.rows)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self._plot.cells(self._found, each) for each in self._found.rows[at]]
        return self._plot.cells(self._found, self._found.rows[at])


class _Row:
    """A row with so many mentions and relations more."""

    def __init__(self, row: ProgressRow, mentions: int, relations: int) -> None:
        self.document = row.document
        self.mentions = row.mentions + mentions
        self.relations = row.relations + relations


def _are_others_tagged(said: Mapping[int, int], about: About) -> bool:
    """Whether one of these documents, to which so many mentions came, had none before, or has none now."""
    if not about.lens.whose.is_everybody:
        return True
    for document, by in said.items():
        now = about.bench.ask.under(Lens(document=document), about.scheme).totals().mentions
        if (now > 0) != (now - by > 0):
            return True
    return False
