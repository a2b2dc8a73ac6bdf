"""What the views of the Summary page cost: to the first paint, after a tag, and in memory.

``GLOSSATOR_BENCH_FULL`` names a project of 100,000 documents and 10 million mentions; without it only the small one is
measured, which is made here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from glossator.core.lens import Lens
from glossator.ui.plots.arrangement import USUAL
from tests.bench.frame import Measurement, cpu_ms, own_ms
from tests.bench.large_project import Scale, build
from tests.bench.summary_page import application, first_paint, memory, opened, settle, tag

_BOUND = 150.0
_LARGE_BOUND = 1000.0
_TAG = 20.0
_TIMES = 5
_TAGS = 40
_MANY = 500  # tags, each of them taken back: a thousand steps
_GROWTH = 16.0
_TIMES_FILTERED = 3
_FILTERS = {
    "a label": Lens(labels=frozenset({"GPE"})),
    "a month": Lens(since="2020-05", until="2020-05"),
    "a status": Lens(statuses=frozenset({"done"})),
}
FULL = "GLOSSATOR_BENCH_FULL"
"""The variable that names a very large project."""
_NAMES = tuple(each.name for each in USUAL)


def measure() -> list[Measurement]:
    """Each view of a project of 1,000 documents and 50,000 mentions, and of a very large one where there is one."""
    application()
    with TemporaryDirectory() as folder:
        path = build(Path(folder) / "middle.gloss", Scale(1_000, 50, 10))
        found = [*of_views(path, "50,000", _NAMES), *through_filters(path, "50,000", _NAMES)]
        found += _memory(path, "50,000")
    if os.environ.get(FULL):
        full = Path(os.environ[FULL])
        found += of_views(full, "10 M", _NAMES, bound=_LARGE_BOUND)
        found += through_filters(full, "10 M", _NAMES, bound=_LARGE_BOUND)
        found += _memory(full, "10 M")
    return found


def of_views(
    path: Path, size: str, names: tuple[str, ...], *, bound: float = _BOUND
) -> Iterator[Measurement]:
    """A row for the first paint of each of these views, and one for a tag while it is open."""
    warm = opened(path, frozenset({"labels", names[0]}))  # what is loaded once is loaded
    first_paint(warm)
    warm.close()
    for name in names:
        paints, tags = [], []
        for _ in range(_TIMES):
            shown = opened(path, frozenset({name}))
            paints += cpu_ms(lambda shown=shown: first_paint(shown))  # type: ignore[misc]
            if len(paints) == _TIMES:
                settle(shown)
                tags = [each for turn in range(_TAGS) for each in tag(shown, turn)]
            shown.close()
        yield Measurement(f"views: {name} to the first paint", size, "ms", paints, bound)
        yield Measurement(f"views: a tag, {name} open", size, "ms", tags, _TAG, "p95")


def through_filters(
    path: Path, size: str, names: tuple[str, ...], *, bound: float = _BOUND
) -> Iterator[Measurement]:
    """Rows for each of these views through a label, a month and a status: how long it holds the window up until it is
    drawn, be its figures counted beside it or not, and a tag while it is open.
    """
    for name in names:
        for told, lens in _FILTERS.items():
            painted, tags = [], []
            for turn in range(_TIMES_FILTERED):
                shown = opened(path, frozenset({name}))
                shown.page.bar.set_lens(lens)
                taken = next(shown.bench.ask.under(lens, shown.bench.scheme).documents(), None)
                if taken is not None:  # a tag that the filter takes
                    shown.bench.open_document(taken.id)
                painted += own_ms(lambda shown=shown: first_paint(shown))  # type: ignore[misc]
                settle(shown)
                if turn == 0:
                    tags = [each for turn in range(_TAGS) for each in tag(shown, turn)]
                shown.close()
            yield Measurement(f"views: {name} through {told}, the window", size, "ms", painted, bound)
            yield Measurement(f"views: a tag, {name} through {told}", size, "ms", tags, _TAG, "p95")


def _memory(path: Path, size: str) -> Iterator[Measurement]:
    """What a thousand steps leave behind while all views are open."""
    shown = opened(path, frozenset(_NAMES))
    shown.page.resize(1800, 8_000)
    first_paint(shown)
    settle(shown)
    for turn in range(_TAGS):
        list(tag(shown, turn))
    before = memory()
    for turn in range(_MANY):
        list(tag(shown, turn))
    yield Measurement("views: all open, memory of 1,000 steps", size, "MB", [memory() - before], _GROWTH)
    shown.close()
