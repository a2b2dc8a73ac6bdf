"""What stands in the window for a while counts as read, and the Summary tells it; nothing of it is a step."""

from __future__ import annotations

from glossator.core import perusal
from glossator.ui.actions import perusing
from tests.journeys.analyst import Analyst


def read(analyst: Analyst) -> int:
    bench = analyst.window.desk.bench
    assert bench is not None
    document = analyst.annotations.document
    held = perusal.from_plain(bench.ask.kept(perusal.name_of(document.id)), document.length)
    assert set(held) <= {bench.author}
    return perusal.characters(perusal.of(held))


def test_what_is_looked_at_is_read_and_what_is_not_is_not(analyst: Analyst) -> None:
    watch, length = analyst.window.moving.perusing, len(analyst.text)
    bench = analyst.window.desk.bench
    assert bench is not None
    steps = len(bench.ask.steps())
    analyst.window.resize(1100, 420)
    heard: list[object] = []
    analyst.window.signals.perused.connect(heard.append)
    watch.note()
    first = read(analyst)
    assert 0 < first < length, "only what stands in the window"
    watch.note()
    assert heard == [analyst.annotations.document.id], "the same again is told once"
    bar = analyst.page.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert watch._still.isActive(), "it waits until nobody moves on"
    watch.note()
    assert first < read(analyst) <= length
    assert perusing._STILL >= 1000
    assert len(bench.ask.steps()) == steps


def test_nothing_is_read_behind_the_summary(analyst: Analyst) -> None:
    before = read(analyst)
    analyst.window.actions_by_id["summary"].trigger()
    assert not analyst.window.moving.perusing._still.isActive()
    analyst.window.moving.perusing.note()
    assert read(analyst) == before
    analyst.window.actions_by_id["article"].trigger()
    assert analyst.window.moving.perusing._still.isActive(), "the page is seen again"
