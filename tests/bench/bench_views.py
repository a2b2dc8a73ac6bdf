"""What the views of the Summary page cost: to the first paint, after a tag, and in memory.

``GLOSSATOR_BENCH_FULL`` names a project of 100,000 documents and 10 million mentions; without it only the small one is
measured, which is made here.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from glossator.core import edits
from glossator.core.documents import Document
from glossator.core.lens import Lens
from glossator.core.spans import Span
from glossator.store.project_file import ProjectFile
from glossator.ui import theme
from glossator.ui.plots.arrangement import Placed
from glossator.ui.plots.catalogue import USUAL
from glossator.ui.plots.page import SummaryPage
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench
from tests.bench.frame import Measurement, cpu_ms
from tests.bench.large_project import Scale, build

_BOUND = 150.0
_LARGE_BOUND = 1000.0
_TAG = 20.0
_TIMES = 5
_TAGS = 40
_MEMORY = 60.0
_FULL = "GLOSSATOR_BENCH_FULL"


def measure() -> list[Measurement]:
    """Each view of a project of 1,000 documents and 50,000 mentions, and of a very large one where there is one."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, theme.light())
    with TemporaryDirectory() as folder:
        path = build(Path(folder) / "middle.gloss", Scale(1_000, 50, 10))
        found = [*_first_paints(app, path, "50,000", _BOUND, _TIMES), *_tagging(app, path, "50,000")]
    if os.environ.get(_FULL):
        full = Path(os.environ[_FULL])
        found += [*_first_paints(app, full, "10 M", _LARGE_BOUND, 1), *_tagging(app, full, "10 M")]
    return found


def _opened(path: Path, names: frozenset[str]) -> tuple[SummaryPage, Workbench]:
    """A page on which only these views stand."""
    signals, selection = ProjectSignals(), Selection()
    bench = Workbench(ProjectFile.open(path), author="Bench", on_change=signals.changed.emit)
    first: Document = bench.ask.documents(limit=1)[0].document
    bench.open_document(first.id)
    selection.set(None, document=first.id)
    page = SummaryPage(bench, selection, signals, theme.light())
    signals.setParent(page)  # or nobody holds on to them
    page.bar.in_project.setChecked(True)
    page.bar.set_lens(Lens())
    page.sheet._set(tuple(Placed(each.name, each.is_wide, each.name in names) for each in USUAL))
    page.resize(1200, 900)
    return page, bench


def _wait(app: QApplication, page: SummaryPage) -> None:
    """Until every view that is seen has its figures."""
    while any(each.is_under_way for each in page._inquiries.values()) or page._soon.isActive():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _first_paints(
    app: QApplication, path: Path, size: str, bound: float, times: int
) -> Iterator[Measurement]:
    warm, bench = _opened(path, frozenset({"labels", "together"}))
    warm.show()
    _wait(app, warm)
    warm.grab()
    warm.close()
    bench.close()
    for placed in USUAL:
        samples, waits = [], []
        for _ in range(times):
            page, bench = _opened(path, frozenset({placed.name}))
            began = time.perf_counter()
            samples += cpu_ms(lambda page=page: _painted(app, page))  # type: ignore[misc]
            waits.append((time.perf_counter() - began) * 1000)
            page.close()
            bench.close()
        yield Measurement(f"views: {placed.name} to the first paint", size, "ms", samples, bound)
        yield Measurement(f"views: … {placed.name} on the clock", size, "ms", waits)


def _painted(app: QApplication, page: SummaryPage) -> None:
    page.show()
    _wait(app, page)
    page.grab()


def _tagging(app: QApplication, path: Path, size: str) -> Iterator[Measurement]:
    """A tag, and its being taken back, with one view open; the project is as before afterwards."""
    for placed in USUAL:
        page, bench = _opened(path, frozenset({placed.name}))
        page.show()
        _wait(app, page)
        page.grab()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        samples = [each for turn in range(_TAGS) for each in _one_tag(page, bench, turn)]
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        yield Measurement(f"views: a tag, {placed.name} open", size, "ms", samples, _TAG, "p95")
        yield Measurement(f"views: … memory after {_TAGS} tags", size, "MB", [grown], _MEMORY)
        page.close()
        bench.close()


def _one_tag(page: SummaryPage, bench: Workbench, turn: int) -> Iterator[float]:
    """CPU milliseconds from the Change to the view painted, without those of writing it."""
    said = bench.current
    assert said is not None
    label = bench.scheme.labels[turn % len(bench.scheme.labels)]
    start = 1 + 11 * turn % max(1, len(said.text) - 20)
    change = edits.tag(
        said, (Span(start, start + 9),), label, by=bench.hand
    )  # within words: nothing is tagged so
    known = next((each.entity for each in said.mentions.values() if each.entity is not None), None)
    added = tuple(replace(each, entity=known) for each in change.added)  # type: ignore[arg-type]
    change = replace(change, added=added)
    told, bench.on_change = bench.on_change, lambda change: None
    bench.do(change)
    yield from cpu_ms(lambda: _followed(page, told, change))
    undone = bench.undo()
    yield from cpu_ms(lambda: _followed(page, told, undone))
    bench.on_change = told


def _followed(page: SummaryPage, told: object, change: object) -> None:
    assert callable(told)
    told(change)
    page.grab()
