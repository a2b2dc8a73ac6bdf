"""Searching a project: on a workbench, away from it, page by page, through every text, and all hits of one document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator import searches
from glossator.core.errors import Refused
from glossator.core.find import FindOptions
from glossator.searches import Asked, Where
from glossator.workbench import Workbench
from tests.builders import AUTHOR, annotated
from tests.store.world import Desk, new_project

TEXT = FindOptions()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """A workbench with 30 documents that speak of an army, the last one often."""
    project = new_project(tmp_path)
    desk = Desk(project)
    for number in range(1, 31):
        desk.bring(
            annotated(f"The Army, the army. {'Army! ' * (number - 1)}", name=f"{number:02}", id=number)
        )
    made = Workbench(project, author=AUTHOR)
    yield made
    made.close()


@pytest.mark.parametrize("away", [False, True])
def test_pages_of_documents_with_their_first_hits(bench: Workbench, *, away: bool) -> None:
    where = Where.of(bench) if away else bench
    assert isinstance(where, Where) is away
    asked = Asked("army", order="name")
    first, second = searches.find(where, asked), searches.find(where, asked, offset=20)
    assert [each.document.name for each in (*first.documents, *second.documents)] == [
        f"{n:02}" for n in range(1, 31)
    ]
    assert (first.total, first.is_total) == (30, True)
    assert [len(each.lines) for each in first.documents[:3]] == [2, 3, 4]
    assert [each.is_all for each in first.documents[7:10]] == [True, True, False]
    line = first.documents[0].lines[1]
    assert (line.span, line.left, line.hit, line.record) == ((14, 18), "The Army, the ", "army", 0)
    assert searches.total(where, asked) == 30


def test_all_hits_of_one_document(bench: Workbench) -> None:
    for asked in (Asked("army"), Asked("army", TEXT), Asked("a.my", FindOptions(regex=True))):
        found = searches.hits_in(bench, asked, 30)
        assert found is not None
        assert (len(found.lines), found.is_all) == (31, True)
    assert searches.hits_in(bench, Asked("army"), 77) is None


def test_a_search_through_every_text_stops_when_it_has_enough(bench: Workbench) -> None:
    read = []
    found = searches.find(
        bench, Asked("Army,", TEXT), lambda done, total: read.append((done, total)), limit=5
    )
    assert ([each.document.name for each in found.documents], found.total, found.is_total) == (
        [f"{n:02}" for n in range(1, 6)],
        5,
        False,
    )
    assert read == [(done, 30) for done in range(6)]
    rest = searches.find(bench, Asked("Army,", TEXT), offset=25, limit=20)
    assert (len(rest.documents), rest.total, rest.is_total) == (5, 30, True)


def test_who_wants_no_answer_any_more_ends_the_search(bench: Workbench) -> None:
    class Enough(Exception):
        pass

    def told(done: int, total: int) -> None:
        if done == 3:
            raise Enough

    for asked in (Asked("army"), Asked("army", TEXT)):
        with pytest.raises(Enough):
            searches.find(Where.of(bench), asked, told)


def test_what_cannot_be_looked_for_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    nowhere = Where(tmp_path / "gone.gloss")
    for asked in (Asked("!"), Asked("(", FindOptions(regex=True))):
        with pytest.raises(Refused):
            searches.find(nowhere, asked)


def test_on_a_network_share_the_workbench_is_asked_itself(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(bench.project_file), "is_alone", property(lambda self: True))
    assert Where.of(bench) is bench
