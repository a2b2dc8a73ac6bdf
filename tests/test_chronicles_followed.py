"""A timeline's figures that follow edits step by step are those that are asked for anew: rows, lanes, counts, news."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from glossator import chronicles
from glossator.analysis.lanes import Lanes, Unit, bins, fullest
from glossator.analysis.timeline import By, EventKey, Row
from glossator.core import deletion
from glossator.core.lens import Lens
from tests.edited_events import DOCUMENTS, Case

_STEPS = 60
_UNITS: tuple[Unit, ...] = ("day", "week", "month", "year", "decade", "century")


def figures(held: Lanes) -> object:
    """All that lanes tell of their rows."""
    return (
        held.rows,
        [(each.name, list(each.rows)) for each in held.each],
        [bins(held.each, unit) for unit in _UNITS],
        [fullest(held.each, unit) for unit in _UNITS],
        [held.uncounted(unit, 19_000.5, 20_050.0) for unit in _UNITS],
        held.extent if held.rows else None,
        [each.name for each in held.named],
        [held.beyond(low, low + 300) for low in (-800_000, 0, 19_000, 20_050, 3_000_000)],
        held.but(min(2, len(held.rows) - 1), 1) if len(held.rows) > 3 else None,
    )


def exchanged(lanes: Lanes, rows: dict[EventKey, Row], news: dict[EventKey, Row | None]) -> Lanes:
    """Lanes with what is new in them, and the rows brought up to it."""
    gone, new = [], []
    for key, now in news.items():
        before = rows.pop(key, None)
        if before is not None and before.whens:
            gone.append(before)
        if now is not None:
            rows[key] = now
            new += [now] if now.whens else []
    return lanes.exchanged(gone, new)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("by", ["type", "actor"])
def test_rows_and_lanes_follow_every_edit(tmp_path: Path, seed: int, by: By) -> None:
    case = Case(tmp_path / "case.gloss", Random(seed))
    bench = case.bench
    lens = [Lens(), Lens(document=case.documents[0]), Lens(certainty=frozenset({"Certain"}))][seed % 3]
    about = (bench.ask, bench.scheme, lens)
    held = chronicles.chronicle(*about)
    assert held.news(by) is None, "nobody knows any of them yet"
    rows = {each.key: each for each in held.rows(by)}
    lanes = Lanes(held.rows(by), most=4)
    for _ in range(_STEPS):
        change = case.edit()
        before = figures(lanes)
        assert chronicles.follow(held, change, *about)
        news = held.news(by)
        assert news is not None
        step = exchanged(lanes, rows, news)
        assert figures(lanes) == before, "who holds what was before still does"
        anew = chronicles.chronicle(*about)
        assert (
            held.rows(by) == anew.rows(by) == sorted(rows.values(), key=lambda row: anew.rows(by).index(row))
        )
        assert (held.cells(), held.total) == (anew.cells(), anew.total)
        assert figures(step) == figures(Lanes(anew.rows(by), most=4)), change.title
        lanes = step
    bench.close()


def test_a_step_takes_over_what_it_does_not_touch(tmp_path: Path) -> None:
    case = Case(tmp_path / "case.gloss", Random(1))
    about = (case.bench.ask, case.bench.scheme, Lens())
    held = chronicles.chronicle(*about)
    held.news()
    before = {each.key: each for each in held.rows()}
    lanes = Lanes(before.values())
    said = case.bench.open_document(case.documents[0])
    change = case.new_event(said)
    case.bench.do(change)
    assert chronicles.follow(held, change, *about)
    news = held.news()
    assert news is not None
    (new,) = news.values()
    assert new is not None
    assert sum(before.get(each.key) is each for each in held.rows()) == len(before), "no other row was made"
    if not new.whens:
        new = new._replace(
            whens=next(each.whens for each in before.values() if each.whens), start=0.0, end=1.0
        )
    step = lanes.exchanged([], [new])
    same = [each for each in step.each if each in lanes.each]
    assert len(same) == len(lanes.each) - 1
    assert held.news() == {}, "it is told once"
    case.bench.close()


def test_very_much_that_is_other_is_told_as_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossator.analysis.timeline._FEW", 0)
    case = Case(tmp_path / "case.gloss", Random(2), events=4)
    about = (case.bench.ask, case.bench.scheme, Lens())
    held = chronicles.chronicle(*about)
    held.news()
    change = case.new_event(case.bench.open_document(case.documents[0]))
    case.bench.do(change)
    assert chronicles.follow(held, change, *about)
    assert held.news() is None
    assert held.rows() == chronicles.chronicle(*about).rows()
    assert len(held) == 4 * DOCUMENTS + 1
    case.bench.close()


def test_an_edit_of_one_event_does_not_count_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(tmp_path / "case.gloss", Random(3), events=4)
    about = (case.bench.ask, case.bench.scheme, Lens())
    held = chronicles.chronicle(*about)

    def counted(_: object) -> int:
        raise AssertionError("all events were counted")

    monkeypatch.setattr("glossator.store.tellings.Tellings.event_count", counted)
    for _ in range(20):
        assert chronicles.follow(held, case.edit(), *about)
    monkeypatch.undo()
    assert held.total == chronicles.chronicle(*about).total
    case.bench.close()


def test_events_are_found_by_what_is_selected_after_every_edit(tmp_path: Path) -> None:
    random = Random(4)
    case = Case(tmp_path / "case.gloss", random, events=6)
    about = (case.bench.ask, case.bench.scheme, Lens())
    held = chronicles.chronicle(*about)
    assert held.keys_of(frozenset({-1}), frozenset({-1})) == set()
    for _ in range(_STEPS):
        assert chronicles.follow(held, case.edit(), *about)
        rows = held.rows()
        events = {number for each in random.sample(rows, len(rows) // 4) for number in each.events}
        triggers = {number for each in random.sample(rows, len(rows) // 4) for number in each.triggers}
        assert held.keys_of(events, triggers) == {
            each.key
            for each in rows
            if not events.isdisjoint(each.events) or not triggers.isdisjoint(each.triggers)
        }
    case.bench.close()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("few", [1, 200])
def test_places_and_ways_follow_every_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, few: int
) -> None:
    monkeypatch.setattr("glossator.analysis.places._FEW", few)
    case = Case(tmp_path / "case.gloss", Random(seed), events=12, has_ways=True)
    bench = case.bench
    lens = [Lens(), Lens(document=case.documents[0]), Lens(labels=frozenset({"GPE", "EVT"}))][seed % 3]
    about = (bench.ask, bench.scheme, lens)
    held = chronicles.gazette(*about)
    assert held.ways()
    for _ in range(_STEPS):
        before, ways = held.ways(), list(held.ways())
        change = case.edit()
        assert chronicles.follow_places(held, change, *about)
        anew = chronicles.gazette(*about)
        assert held.sites() == anew.sites(), change.title
        assert held.ways() == anew.ways(), change.title
        assert held.journeys.led == anew.journeys.led
        assert held.journeys.counts == anew.journeys.counts
        assert before == ways, "who holds what was before still does"
    bench.close()


def test_an_edited_event_makes_only_its_own_ways_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case(tmp_path / "case.gloss", Random(7), events=20, has_ways=True)
    about = (case.bench.ask, case.bench.scheme, Lens())
    held = chronicles.gazette(*about)
    before = {each.key: each for each in held.ways()}
    said = case.bench.open_document(case.documents[0])
    way = next(each for each in before.values() if len(each.events) == 1 and each.events[0] in said.relations)
    change = deletion.delete(said, way.events, by=case.bench.hand)
    case.bench.do(change)
    assert chronicles.follow_places(held, change, *about)
    after = held.ways()
    assert way.key not in {each.key for each in after}
    assert sum(each is before[each.key] for each in after) > len(after) / 3, "of other places"
    case.bench.close()
