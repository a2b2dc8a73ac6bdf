"""What the page costs: open, new page, wheel, drag, tag, zoom, resize, hit test."""

from __future__ import annotations

import contextlib
import gc
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count, pairwise
from pathlib import Path
from random import Random

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice
from PySide6.QtWidgets import QApplication

from glossator.core import edits
from glossator.core.annotations import AnnotationSet
from glossator.core.changes import apply
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from glossator.core.spans import Span
from glossator.ui import theme
from glossator.ui.selection import Selection
from glossator.ui.text import drawing, printing
from glossator.ui.text.layout import ArticleLayout
from glossator.ui.text.view import ArticleView
from tests.bench import documents
from tests.bench.documents import Size
from tests.bench.frame import Measurement, cpu_ms

_WINDOW = (1200, 900)
_PAGES = 120
_FEWEST = 30
_SHEETS = 12
_OPEN = {"S1": 50.0, "S2": 55.0, "S3": 85.0, "S4": 250.0, "P1": 120.0}
_TAG = {"S1": 5.0, "S2": 5.0, "S3": 5.0, "S4": 5.0, "P1": 12.0}
_MEMORY = {"S3": 35.0, "S4": 60.0}


def measure() -> list[Measurement]:
    """All measurements of the page."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    first = _shown(documents.article(documents.S2))
    _paged(first)  # the faces of all scripts are read once in the life of a program
    first.close()
    found: list[Measurement] = []
    for size in documents.SIZES:
        annotations = documents.article(size)
        # A full collection through all records would fall on one of the frames, and measure Python, not the page.
        gc.collect()
        gc.freeze()
        yardstick = cpu_ms(_yardstick, times=5)
        found.append(Measurement("a loop of 200,000 turns, as a yardstick", size.name, "ms", yardstick))
        found += _of_size(size, annotations)
        gc.unfreeze()
    found += _growth(found)
    order = list(dict.fromkeys(each.what for each in found))
    return sorted(found, key=lambda each: order.index(each.what))


def _yardstick() -> int:
    """Work that is always the same: when it takes twice as long, so does everything else."""
    total = 0
    for turn in range(200_000):
        total += turn * turn
    return total


def _growth(found: list[Measurement]) -> Iterator[Measurement]:
    """How much more an act costs in the largest document than in the smallest.

    Of hits, which take microseconds, the fastest are compared: what else the computer does falls on the others.
    """
    of = {(each.what, each.size): each.minimum if "hit" in each.what else each.middle for each in found}
    for act in ("new page", "tag to paint", "hit test"):
        ratio = of[f"page: {act}", "S4"] / of[f"page: {act}", "S1"]
        yield Measurement("page: growth from S1 to S4", act, "×", [ratio], 1.3)


def _of_size(size: Size, annotations: AnnotationSet) -> Iterator[Measurement]:
    opened = cpu_ms(lambda: _shown(annotations).close(), times=3)
    yield Measurement("page: open to first paint", size.name, "ms", opened, _OPEN[size.name])
    view = _shown(annotations)
    yield from _scrolling(size, view)
    _to(view, len(annotations.text) // 2)
    yield Measurement("page: selection drag", size.name, "ms", _dragged(view), 5.0, "p95")
    yield Measurement("page: tag to paint", size.name, "ms", _tagged(view, annotations), _TAG[size.name])
    yield Measurement("page: hit test", size.name, "µs", _hits(view), 50.0)
    zooms = [_painted(partial(view.set_zoom, zoom)) for zoom in (125, 100, 150, 100)]
    yield Measurement("page: zoom to paint", size.name, "ms", zooms, 50.0)
    widths = [_painted(partial(view.resize, width, _WINDOW[1])) for width in (900, 700, 850, 1200)]
    yield Measurement("page: resize to paint", size.name, "ms", widths, 25.0)
    themes = [
        _painted(partial(view.set_theme, made))
        for made in (theme.dark(), theme.light(), theme.dark(), theme.light())
    ]
    yield Measurement("page: theme to paint", size.name, "ms", themes, 16.0)
    marks = cpu_ms(view._overview.draw_marks, times=5)
    yield Measurement("page: marks of the scroll bar", size.name, "ms", marks, 40.0)
    yield Measurement("page: a page as PDF", size.name, "ms", _on_paper(annotations), 60.0)
    view.set_density("all")
    yield Measurement("page: new page, all arcs", size.name, "ms", _paged(view), 25.0, "p95")
    view.close()
    if size.name in _MEMORY:
        yield _memory(size, annotations)


def _shown(annotations: AnnotationSet) -> ArticleView:
    view = ArticleView(Selection(), theme.light())
    view.resize(*_WINDOW)
    view.show_article(annotations, documents.scheme())
    view.show()
    QApplication.processEvents()
    return view


def _painted(act: Callable[[], object]) -> float:
    """CPU milliseconds from the call until what it changed is painted."""

    def done() -> None:
        act()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    return cpu_ms(done)[0]


def _layout(view: ArticleView) -> ArticleLayout:
    page = view._canvas.page
    assert page is not None
    return page


def _to(view: ArticleView, offset: int) -> None:
    view.restore_place(offset)
    QApplication.processEvents()


def _turn(view: ArticleView) -> None:
    """One page on; rows ahead are laid out and marks drawn while nothing happens, so that is no part of the frame."""
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + bar.pageStep())
    view._scroller._ahead.stop()
    view._overview._rest.stop()


def _scroll(view: ArticleView, distance: float) -> None:
    view._scroller.by(distance)
    view._scroller._ahead.stop()


def _scrolling(size: Size, view: ArticleView) -> Iterator[Measurement]:
    samples = _paged(view)
    annotations = _layout(view).annotations
    while len(samples) < _FEWEST:  # a short article has one page only, so others like it are opened
        gc.collect()  # what is left of the view before, which is a burden of this measuring alone
        other = _shown(annotations)
        samples += _paged(other)
        other.close()
    yield Measurement("page: new page", size.name, "ms", samples, 12.0, "p95")
    yield Measurement("page: worst frame", size.name, "ms", samples, 40.0, "max")
    wheel = [_painted(partial(_scroll, view, -120.0)) for _ in range(_PAGES)]
    yield Measurement("page: wheel step", size.name, "ms", wheel, 8.0, "p95")


def _paged(view: ArticleView) -> list[float]:
    """CPU time of page after page never shown before, from the top; as many as there are."""
    view._scroller.restore(0)
    view._overview.draw_marks()  # measured by itself: they are drawn once the page is at rest
    bar = view.verticalScrollBar()
    samples: list[float] = []
    while len(samples) < _PAGES and bar.value() < bar.maximum():
        samples.append(_painted(partial(_turn, view)))
    return samples or [0.0]


def _dragged(view: ArticleView) -> list[float]:
    start = view.scroll_place()
    return [
        _painted(partial(view.select, Span(start, end), reveal=False))
        for end in range(start + 20, start + 1200, 20)
        if end < len(view.text)
    ]


def _tagged(view: ArticleView, annotations: AnnotationSet) -> list[float]:
    """CPU time of tags from the call of the page until it is painted; each is taken back, unmeasured."""
    numbers = count(1 << 50)
    hand = Hand("bench", lambda: next(numbers), lambda: 0)
    random = Random(3)
    label = documents.scheme().labels[0]
    placed = _layout(view).visible(view._scroller.window)
    seen = Span(placed[0].text.span.start, placed[-1].text.span.end)
    samples: list[float] = []
    while len(samples) < 40:
        start = random.randrange(seen.start, max(seen.start + 1, seen.end - 12))
        try:
            change = edits.tag(annotations, [Span(start, min(seen.end, start + 9))], label, by=hand)
        except Refused:
            continue
        apply(change, annotations)
        samples.append(_painted(partial(view.follow, change)))
        back = change.inverse(change_id=next(numbers), author="bench", time=0)
        apply(back, annotations)
        view.follow(back)
        QApplication.processEvents()
    return samples


def _hits(view: ArticleView) -> list[float]:
    random = Random(5)
    width, height = view.viewport().width(), view.viewport().height()
    samples: list[float] = []
    for _ in range(40):
        points = [(random.random() * width, random.random() * height) for _ in range(50)]
        began = time.process_time()
        for x, y in points:
            view._canvas.hit(x, y)
        samples.append((time.process_time() - began) / len(points) * 1e6)
    return samples


class _EnoughError(Exception):
    """So many pages tell what one costs."""


def _on_paper(annotations: AnnotationSet) -> list[float]:
    """CPU milliseconds of each of the first pages of the article as PDF, with all arcs."""
    times = [time.process_time()]

    def report(done: int, total: int) -> None:
        times.append(time.process_time())
        if len(times) > _SHEETS:
            raise _EnoughError

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    style = drawing.Style(theme.light(), QApplication.font())
    with contextlib.suppress(_EnoughError):
        printing.write_pdf(buffer, annotations, documents.scheme(), style, report)
    return [(after - before) * 1000 for before, after in pairwise(times)]


def _memory(size: Size, annotations: AnnotationSet) -> Measurement:
    """Megabytes of the process that the page added to text and mentions after 250 pages."""
    before = _resident()
    view = _shown(annotations)
    bar = view.verticalScrollBar()
    for _ in range(250):
        bar.setValue(bar.value() + bar.pageStep())
        QApplication.processEvents()
    grown = _resident() - before
    view.close()
    return Measurement("page: memory after 250 pages", size.name, "MB", [grown], _MEMORY[size.name])


def _resident() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
