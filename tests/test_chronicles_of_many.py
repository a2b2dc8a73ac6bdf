"""Timeline and map of very large projects: some of the events and places, told so, and right under every step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from glossator import chronicles, surveys
from glossator.analysis.journeys import SiteKey
from glossator.analysis.places import Gazette
from glossator.core import deletion, edits, locating
from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.lens import Lens
from glossator.core.locating import Spot
from glossator.core.spans import Span
from glossator.store import tellings
from glossator.workbench import Workbench
from tests.test_chronicles import sample

_SOME = {"wanted": "some"}


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """The sample article, as if it were a very large project."""
    monkeypatch.setattr(chronicles, "MANY_EVENTS", 1)
    monkeypatch.setattr(chronicles, "MANY_PLACES", 1)
    return sample(tmp_path / "case.gloss")


def test_of_very_many_events_some_are_taken_those_with_a_date_first_then_those_with_a_time(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = surveys.find("timeline")
    whole = surveys.answer(bench, survey, Lens(), {})
    assert not whole.is_part
    told = {
        each.event
        for each in whole.tellings()
        if any(filler.label == "TIM" or filler.role == "Time" for filler in each.fillers)
    }
    dated = {
        each.event
        for each in whole.tellings()
        if any("time.value" in said for said in (each.attributes, *(f.attributes for f in each.fillers)))
    }
    assert {event for row in whole.rows() if row.whens for event in row.events} <= dated
    assert dated - told, "some say themselves when they were"
    monkeypatch.setattr(chronicles, "MOST", 1)
    for most in (len(dated) - 1, len(dated)):
        monkeypatch.setattr(chronicles, "MOST_DATED", most)
        some = surveys.answer(bench, survey, Lens(), _SOME)
        assert len(some.tellings()) == most
        assert {each.event for each in some.tellings()} <= dated
        assert some.has_all_dated is (most == len(dated))
    assert [each.whens for each in some.rows() if each.whens] == [
        each.whens for each in whole.rows() if each.whens
    ], "all that have a date are there to be counted"
    assert set(some.origins) == {each.document for each in some.tellings()}
    monkeypatch.setattr(tellings, "_NEAR", 1)
    some = surveys.answer(bench, survey, Lens(), _SOME)
    assert not some.has_all_dated, "nobody looked farther"
    monkeypatch.setattr(tellings, "_NEAR", 60_000)
    monkeypatch.setattr(chronicles, "MOST", len(told | dated) + 1)
    some = surveys.answer(bench, survey, Lens(), _SOME)
    assert some.is_part
    assert len(some.tellings()) == len(told | dated) + 1
    assert told | dated <= {each.event for each in some.tellings()}
    assert some.total == whole.total
    [document] = bench.ask.document_ids()
    filtered = surveys.answer(bench, survey, Lens(document=document), _SOME)
    assert not filtered.is_part
    bench.close()


def test_of_very_many_places_those_with_most_mentions_are_taken_with_their_counts(bench: Workbench) -> None:
    survey = surveys.find("places")
    whole = {each.key: each for each in surveys.answer(bench, survey, Lens(), {}).sites()}
    some = surveys.answer(bench, survey, Lens(), _SOME)
    assert some.is_part
    held = {each.key: (each.mentions, each.documents) for each in some.sites()}
    assert held
    assert held.items() <= {key: (each.mentions, each.documents) for key, each in whole.items()}.items()
    bench.close()


def test_of_very_many_places_those_with_coordinates_come_first(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = surveys.find("places")
    rare = surveys.answer(bench, survey, Lens(), {}).sites()
    last = bench.ask.entity(next(each.key.entity for each in reversed(rare) if each.key.entity) or 0)
    assert last is not None
    assert last.type == "GPE"
    bench.do(locating.place(last, bench.scheme, Spot(1.0, 2.0), by=bench.hand, reason="so"))
    located = {
        each.entity.id
        for each in bench.ask.entities(type="GPE")
        if "iso3166" in each.entity.identifiers or "place.latitude" in each.entity.attributes
    }
    assert last.id in located
    monkeypatch.setattr(tellings, "_WHOEVER", 0)
    monkeypatch.setattr(chronicles, "MOST", len(located))
    some = {each.key.entity for each in surveys.answer(bench, survey, Lens(), _SOME).sites()}
    assert some - {None} == located


def test_places_that_are_but_some_follow_tags_as_a_recount_has_it(bench: Workbench) -> None:
    survey = surveys.find("places")

    def figures(held: Gazette) -> dict[SiteKey, tuple[int, int]]:
        return {each.key: (each.mentions, each.documents) for each in held.sites()}

    some = surveys.answer(bench, survey, Lens(), _SOME)
    said = bench.open_document(bench.ask.document_ids()[0])
    entity = some.sites()[0].key.entity
    label = bench.scheme.label("GPE")
    assert entity is not None
    assert label is not None
    tagged = edits.tag(said, (Span(0, 5),), label, by=bench.hand)
    [new] = tagged.added
    assert isinstance(new, Mention)
    tagged = replace(tagged, added=(replace(new, entity=entity),))
    mine = [each.id for each in said.mentions.values() if each.entity == entity]
    for change in (tagged, deletion.delete(said, mine, by=bench.hand)):
        before = figures(some)
        bench.do(change)
        assert chronicles.follow_places(some, change, bench.ask, bench.scheme, Lens())
        now = figures(some)
        assert now == figures(surveys.answer(bench, survey, Lens(), _SOME))
        assert now != before
        assert chronicles.follow_places(some, bench.undo(), bench.ask, bench.scheme, Lens())
        assert figures(some) == before
    bench.close()


_LENSES = [
    Lens(),
    Lens(labels=frozenset({"GPE", "PER"})),
    Lens(statuses=frozenset({"new"})),
    Lens(annotators=frozenset({"Sample", "Ada", "Kim"})),
    Lens(statuses=frozenset({"new"}), labels=frozenset({"LOC"})),
]


def _figures(held: Gazette) -> dict[SiteKey, tuple[int, int]]:
    return {each.key: (each.mentions, each.documents) for each in held.sites()}


@pytest.mark.parametrize("lens", _LENSES)
def test_some_places_through_a_filter_have_the_counts_of_all_of_them(bench: Workbench, lens: Lens) -> None:
    survey = surveys.find("places")
    whole = surveys.answer(bench, survey, lens, {})
    assert not whole.is_part
    some = surveys.answer(bench, survey, lens, _SOME)
    assert some.is_part
    assert some.taken == sum(count for count, _ in _figures(whole).values())
    assert _figures(some).items() <= _figures(whole).items()
    often = {key for key, (mentions, _) in _figures(whole).items() if key.entity is None and mentions > 1}
    assert often <= _figures(some).keys()
    if lens.is_empty:
        return
    assert {key for key in _figures(whole) if key.entity is not None} <= _figures(some).keys()


@pytest.mark.parametrize("is_part", [True, False])
@pytest.mark.parametrize("lens", _LENSES)
def test_through_a_filter_places_follow_tags_as_a_recount_has_it(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, lens: Lens, *, is_part: bool
) -> None:
    monkeypatch.setattr(chronicles, "MANY_PLACES", 1 if is_part else 1_000)
    survey = surveys.find("places")
    some = surveys.answer(bench, survey, lens, _SOME)
    said = bench.open_document(bench.ask.document_ids()[0])
    entity = next(key.entity for key in _figures(some) if key.entity is not None)
    for label in ("GPE", "LOC"):
        kind = bench.scheme.label(label)
        assert kind is not None
        tagged = edits.tag(said, (Span(0, 5),), kind, by=bench.hand)
        [new] = tagged.added
        assert isinstance(new, Mention)
        tagged = replace(tagged, added=(replace(new, entity=entity),))
        bench.do(tagged)
        assert chronicles.follow_places(some, tagged, bench.ask, bench.scheme, lens)
        now = surveys.answer(bench, survey, lens, _SOME)
        assert (_figures(some), some.total) == (_figures(now), now.total)
        assert some.taken == now.taken or not is_part
        if not is_part:
            assert some.sites() == now.sites()
        assert chronicles.follow_places(some, bench.undo(), bench.ask, bench.scheme, lens)
    bench.close()


def _somewhere(bench: Workbench, place: Mention, latitude: float | None) -> Change:
    """The place that a mention says is somewhere, or not any more."""
    known = bench.ask.mentions_by_id({place.id})[place.id]
    said = {} if latitude is None else {"place.latitude": latitude, "place.longitude": 2.5}
    change = bench.hand.change("Where", removed=[known], added=[replace(known, attributes=said)])
    bench.do(change)
    return change


def test_places_that_mentions_alone_put_on_the_map_come_to_some_of_very_many(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chronicles, "MOST", 1)
    monkeypatch.setattr(tellings, "_WHOEVER", 1)
    survey, none = surveys.find("places"), chronicles.Told([], {}, is_all=True)
    here = bench.ask.annotations(bench.ask.document_ids()[0]).mentions.values()
    word = next(each for each in here if each.label == "GPE" and each.entity is None)
    held = {each.entity for each in here if each.label == "GPE" and each.entity is not None}
    some = surveys.answer(bench, survey, Lens(), _SOME)
    known = next(each for each in here if each.entity in held - some.entities() and each.label == "GPE")
    for each in (word, known):
        _somewhere(bench, each, 1.5)
    for lens in (Lens(), Lens(labels=frozenset({"GPE"})), Lens(statuses=frozenset({"new"}))):
        monkeypatch.setattr(chronicles, "MOST", 1)
        part = surveys.answer(bench, survey, lens, _SOME)
        assert part.is_part
        before = {each.key for each in part.sites() if each.spot is not None}
        first = surveys.answer(bench, survey, lens, {"wanted": "told"})
        assert (len(first.placed), first.is_all) == (1, False)
        monkeypatch.setattr(chronicles, "MOST", 99)
        told: chronicles.Told = surveys.answer(bench, survey, lens, {"wanted": "told"})
        assert told.is_all
        assert {each.entity for each in told.placed} >= {None, known.entity}
        chronicles.learn(part, told, [], bench.ask, bench.scheme, lens)
        whole = {each.key: each for each in surveys.answer(bench, survey, lens, {}).sites()}
        keys = {SiteKey(None, word.quote, "GPE"), SiteKey(known.entity)}
        now = {each.key: each for each in part.sites()}
        assert {key: now[key]._replace(events=0) for key in keys} == {
            key: whole[key]._replace(events=0) for key in keys
        }
        assert {each.key for each in now.values() if each.spot is not None} >= keys | before
    nobody = surveys.answer(bench, survey, Lens(statuses=frozenset({"dropped"})), {"wanted": "told"})
    assert nobody == none
    bench.close()


def test_what_mentions_say_of_places_is_followed_also_while_it_is_looked_for(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chronicles, "MOST", 3)
    survey = surveys.find("places")
    here = bench.ask.annotations(bench.ask.document_ids()[0]).mentions.values()
    word = next(each for each in here if each.label == "GPE" and each.entity is None)
    key = SiteKey(None, word.quote, "GPE")

    def spot(held: Gazette) -> tuple[float, ...] | None:
        found = next((each.spot for each in held.sites() if each.key == key), None)
        return found[:2] if found is not None else None

    some = surveys.answer(bench, survey, Lens(), _SOME)
    change = _somewhere(bench, word, 4.5)
    assert chronicles.follow_places(some, change, bench.ask, bench.scheme, Lens())
    assert spot(some) == (4.5, 2.5), "a mention that is placed brings its place"
    assert chronicles.follow_places(some, bench.undo(), bench.ask, bench.scheme, Lens())
    assert spot(some) is None
    _somewhere(bench, word, 4.5)
    some = surveys.answer(bench, survey, Lens(), _SOME)
    told = surveys.answer(bench, survey, Lens(), {"wanted": "told"})
    since = _somewhere(bench, word, 7.5)
    chronicles.learn(some, told, [since], bench.ask, bench.scheme, Lens())
    assert spot(some) == (7.5, 2.5)
    bench.close()


def test_a_scheme_whose_mentions_are_nowhere_is_not_searched(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> list[object]:
        raise AssertionError

    monkeypatch.setattr(tellings.Tellings, "placed_by_mentions", never)
    kinds = tuple(
        replace(each, on=("entity",)) if each.id.startswith("place.") else each
        for each in bench.scheme.attributes
    )
    told = chronicles.told_by_mentions(bench.ask, replace(bench.scheme, attributes=kinds), Lens())
    assert (told.placed, told.is_all) == ([], True)
    bench.close()


def test_of_very_many_events_that_a_filter_takes_some_are_drawn(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey, lens = surveys.find("timeline"), Lens(statuses=frozenset({"new"}))
    monkeypatch.setattr(chronicles, "MOST", 2)
    monkeypatch.setattr(chronicles, "MOST_DATED", 2)
    assert not surveys.answer(bench, survey, lens, _SOME).is_part
    monkeypatch.setattr(chronicles, "MANY_FILTERED", 1)
    for each in (lens, Lens(labels=frozenset({"GPE", "TIM"}))):
        some = surveys.answer(bench, survey, each, _SOME)
        assert some.is_part
        assert len(some.tellings()) == 2
    bench.close()
