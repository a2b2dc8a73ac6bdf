"""The Summary page as it is measured: opened with some of its views, painted by the event loop, told of tags."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from glossator.core import edits
from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.lens import Lens
from glossator.core.spans import Span
from glossator.store.project_file import ProjectFile
from glossator.ui import theme
from glossator.ui.plots.arrangement import USUAL, Placed
from glossator.ui.plots.page import SummaryPage
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.bench.frame import cpu_ms

_LENGTH = 9  # characters of a tag


class Shown(NamedTuple):
    """A page with the workbench under it, and what both hold on to."""

    page: SummaryPage
    bench: Workbench
    signals: ProjectSignals
    selection: Selection

    def close(self) -> None:
        """Done with it."""
        self.page.close()
        self.page.set_bench(None)
        self.bench.close()
        self.page.deleteLater()
        application().sendPostedEvents()


def application() -> QApplication:
    """The one application, in its colours."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([])
        theme.apply(app, theme.light())
    return app


def opened(path: Path, names: frozenset[str]) -> Shown:
    """A page of the whole project on which only these views stand; nothing is asked for yet."""
    application()
    signals, selection = ProjectSignals(), Selection()
    bench = Workbench(ProjectFile.open(path), author="Bench", on_change=signals.changed.emit)
    first = bench.ask.documents(limit=1)[0].document.id
    bench.open_document(first)
    selection.set(None, document=first)
    page = SummaryPage(bench, selection, signals, theme.light())
    page.bar.in_project.setChecked(True)
    page.bar.set_lens(Lens())
    page.sheet._set(tuple(Placed(each.name, each.is_wide, each.name in names) for each in USUAL))
    page.resize(1200, 900)
    gc.collect()
    gc.freeze()  # as the window does after its start
    return Shown(page, bench, signals, selection)


def paint(shown: Shown) -> None:
    """Have the event loop do what there is to do, painting with it, until every view that is seen has its figures."""
    app, page = application(), shown.page
    app.processEvents()
    while any(each.is_under_way for each in page._inquiries.values()) or page._soon.isActive():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    app.processEvents()


def first_paint(shown: Shown) -> None:
    """From asking for the page to its pixels."""
    shown.page.show()
    paint(shown)


def settle(shown: Shown) -> None:
    """Wait for what views look for beside the window after they are painted."""
    app = application()
    while any(getattr(each, "is_looking", False) for each in shown.page.plots.values()):
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def tag(shown: Shown, turn: int) -> Iterator[float]:
    """CPU milliseconds from a Change to the views painted, without those of writing it: a tag, and its undoing."""
    bench = shown.bench
    said = bench.current
    assert said is not None
    label = bench.scheme.labels[turn % len(bench.scheme.labels)]
    start = 1 + 11 * turn % max(1, len(said.text) - 20)  # within words: nothing is tagged so
    change = edits.tag(said, (Span(start, start + _LENGTH),), label, by=bench.hand)
    known = [each.entity for each in said.mentions.values() if each.entity is not None]
    if known:
        entity = known[turn % len(known)]
        added = [replace(each, entity=entity) for each in change.added if isinstance(each, Mention)]
        change = replace(change, added=tuple(added))
    bench.on_change = lambda change: None
    bench.do(change)
    yield from cpu_ms(lambda: follow(shown, change))
    undone = bench.undo()
    yield from cpu_ms(lambda: follow(shown, undone))
    bench.on_change = shown.signals.changed.emit


def follow(shown: Shown, change: Change | None = None) -> None:
    """Tell of a Change, and have everything painted."""
    if change is not None:
        shown.signals.changed.emit(change)
    paint(shown)


def memory() -> float:
    """Megabytes of this process that are in memory now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
