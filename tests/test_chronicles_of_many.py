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
    for most in (len(dated) - 1, len(dated)):
        monkeypatch.setattr(chronicles, "MOST", most)
        some = surveys.answer(bench, survey, Lens(), _SOME)
        assert len(some.tellings()) == most
        assert {each.event for each in some.tellings()} <= dated
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
