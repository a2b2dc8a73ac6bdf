"""A whole project is reviewed document by document; what is odd in many is put right or waved through as one step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator import reviews
from glossator.analysis.doubts import Doubt
from glossator.core import edits
from glossator.core.documents import Document, digest_of
from glossator.core.errors import Refused
from glossator.core.layers import Whose
from glossator.core.scheme import Label
from glossator.core.spans import Span
from glossator.reviews import Where
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench
from tests.builders import scheme

GPE: Label = next(each for each in scheme().labels if each.id == "GPE")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """Three documents; in the first two a mention ends in the middle of a word."""
    project = ProjectFile.create(tmp_path / "a.gloss", title="A", scheme=scheme(), author="Ada")
    made = Workbench(project, author="Ada")
    for name, text in (("a", "Russians came."), ("b", "Libyans went."), ("c", "Syria")):
        document = Document(project.new_id(), name, len(text), digest_of(text))
        made.do(edits.add_documents([(document, text)], by=made.hand))
        made.do(edits.tag(made.open_document(document.id), [Span(0, 5)], GPE, by=made.hand))
    yield made
    made.close()


def found(
    where: Where | Workbench, documents: list[int] | None = None
) -> tuple[bool, list[Doubt], list[tuple[int, int]]]:
    doubts: list[Doubt] = []
    told: list[tuple[int, int]] = []
    is_whole = reviews.go_through(
        where, lambda done, total: told.append((done, total)), lambda _, mine: doubts.extend(mine), documents
    )
    return is_whole, doubts, told


@pytest.mark.parametrize("apart", [False, True])
def test_every_document_is_looked_at(bench: Workbench, apart: bool) -> None:
    where = Where.of(bench)
    assert isinstance(where, Where)
    is_whole, doubts, told = found(where if apart else bench)
    assert is_whole
    assert [(each.name, each.oddity.kind) for each in doubts] == [("a", "boundary"), ("b", "boundary")]
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_document_that_is_gone_has_nothing_odd(bench: Workbench) -> None:
    heard: list[tuple[int, int]] = []
    assert reviews.go_through(bench, lambda *_: None, lambda one, mine: heard.append((one, len(mine))), [7])
    assert heard == [(7, 0)]


def test_it_ends_where_there_is_too_much(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviews, "MOST", 1)
    is_whole, doubts, _ = found(bench)
    assert not is_whole
    assert len(doubts) == 1


@pytest.mark.parametrize("apart", [False, True])
def test_what_is_hidden_is_not_reviewed(bench: Workbench, apart: bool) -> None:
    bench.show_whose(Whose(persons=frozenset({"Bob"})))
    assert found(Where.of(bench) if apart else bench)[1] == []


def test_all_of_them_are_put_right_as_one_step(bench: Workbench) -> None:
    change = reviews.mended(bench, found(bench)[1])
    bench.do(change)
    assert change.title.endswith(": 2 in 2 documents")
    assert found(bench)[1] == []
    with pytest.raises(Refused, match="nothing to put right"):
        reviews.mended(bench, [])


def test_all_of_them_are_waved_through_as_one_step_and_called_back(bench: Workbench) -> None:
    doubts = found(bench)[1]
    bench.do(reviews.waved(bench, doubts, "the stem is meant"))
    waved = found(bench)[1]
    assert [each.oddity.waved for each in waved] == ["the stem is meant"] * 2
    with pytest.raises(Refused):
        reviews.waved(bench, doubts[:1], " ")
    bench.do(reviews.waved(bench, waved[:1], ""))
    assert [bool(each.oddity.waved) for each in found(bench)[1]] == [False, True]
