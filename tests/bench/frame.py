"""One measurement, how samples are taken, and the table that shows them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import NamedTuple


class Measurement(NamedTuple):
    """``samples`` in ``unit`` of ``what`` at ``size``.

    ``bound`` is the goal for ``judged`` (``median``, ``p95``, ``min`` or ``max``); ``at_least`` tells that more is
    better, as with rates.  Times are CPU times of the process, so that a busy machine does not change them much.
    """

    what: str
    size: str
    unit: str
    samples: list[float]
    bound: float | None = None
    judged: str = "median"
    at_least: bool = False

    @property
    def minimum(self) -> float:
        """The smallest sample."""
        return min(self.samples)

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.samples)

    @property
    def p95(self) -> float:
        """The sample that 95 of 100 do not exceed."""
        ordered = sorted(self.samples)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]

    @property
    def value(self) -> float:
        """The figure that the bound speaks of."""
        figures = {"median": self.middle, "p95": self.p95, "min": self.minimum, "max": max(self.samples)}
        return figures[self.judged]

    @property
    def holds(self) -> bool:
        """Within its bound, or without one."""
        if self.bound is None:
            return True
        return self.value >= self.bound if self.at_least else self.value <= self.bound


def cpu_ms(work: Callable[[], object], *, times: int = 1) -> list[float]:
    """CPU milliseconds of the whole process for each of ``times`` calls of ``work``."""
    samples = []
    for _ in range(times):
        began = time.process_time()
        work()
        samples.append((time.process_time() - began) * 1000)
    return samples


def own_ms(work: Callable[[], object]) -> list[float]:
    """CPU milliseconds of this thread alone for a call of ``work``: how long it holds the window up."""
    began = time.thread_time()
    work()
    return [(time.thread_time() - began) * 1000]


def table(measurements: Iterable[Measurement]) -> str:
    """The measurements as lines: what, size, samples, min, median, p95, bound, and growth from the size before."""
    head = ("what", "size", "n", "min", "median", "p95", "unit", "bound", "growth", "")
    rows: list[Sequence[str]] = [head]
    before: dict[str, float] = {}
    for each in measurements:
        grown = f"{each.value / before[each.what]:.2f}×" if before.get(each.what) else ""
        before[each.what] = each.value
        sign = "≥" if each.at_least else "≤"
        bound = "" if each.bound is None else f"{each.judged} {sign} {_number(each.bound)}"
        figures = (_number(each.minimum), _number(each.middle), _number(each.p95))
        verdict = "" if each.holds else "MISSED"
        rows.append(
            (each.what, each.size, str(len(each.samples)), *figures, each.unit, bound, grown, verdict)
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join(lines)


def _number(value: float) -> str:
    if value >= 10_000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"
