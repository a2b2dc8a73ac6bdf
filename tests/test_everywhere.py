"""Where the same words stand: in a document, in all documents, and what is tagged already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator import everywhere
from glossator.core import edits
from glossator.core.documents import Document, digest_of
from glossator.core.identical import occurrences
from glossator.core.scheme import Label
from glossator.core.spans import Span
from glossator.everywhere import Sought
from glossator.searches import Where
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench
from tests.builders import scheme

TEXTS = ("Russia and RUSSIA.", "In Russia and the Russian Federation.", "Nothing. 莫斯科说", "Russian only")


def label(label_id: str) -> Label:
    return next(each for each in scheme().labels if each.id == label_id)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    project = ProjectFile.create(tmp_path / "a.gloss", title="A", scheme=scheme(), author="A")
    made = Workbench(project, author="A")
    documents = [
        (Document(project.new_id(), f"{chr(100 - place)}", len(text), digest_of(text)), text)
        for place, text in enumerate(TEXTS)
    ]
    made.do(edits.add_documents(documents, by=made.hand))
    yield made
    made.close()


def tag(bench: Workbench, name: str, start: int, end: int) -> None:
    row = next(each for each in bench.ask.documents() if each.document.name == name)
    open_one = bench.open_document(row.document.id)
    bench.do(edits.tag(open_one, [Span(start, end)], label("GPE"), by=bench.hand))


def test_hits_stand_by_document_and_what_is_tagged_is_apart(bench: Workbench) -> None:
    tag(bench, "c", 3, 9)
    same = everywhere.in_project(bench, Sought(("Russia",), "GPE"))
    assert [(same.names[each.document], each.span, each.quote) for each in same.places] == [
        ("d", Span(0, 6), "Russia")
    ]
    assert [each.start for each in same.tagged] == [3]
    other = everywhere.in_project(bench, Sought(("Russia",), "PER"))
    assert [same.names.get(each.document, other.names[each.document]) for each in other.places] == ["c", "d"]


def test_capitals_and_several_strings(bench: Workbench) -> None:
    same = everywhere.in_project(bench, Sought(("russia", "russian federation"), "GPE", case=False))
    assert [each.quote for each in same.places] == ["Russia", "Russian Federation", "Russia", "RUSSIA"]


def test_the_open_document_comes_first(bench: Workbench) -> None:
    last = next(each.document.id for each in bench.ask.documents() if each.document.name == "d")
    same = everywhere.in_project(bench, Sought(("Russia",), "GPE"), first=last)
    assert [same.names[each.document] for each in same.places] == ["d", "c"]


def test_what_the_index_cannot_know_is_found_in_every_text(bench: Workbench) -> None:
    told: list[int] = []
    same = everywhere.in_project(bench, Sought((".",), "GPE"), lambda done, total: told.append(done))
    assert len(told) == len(TEXTS)
    assert {same.names[each.document] for each in same.places} == {"d", "c", "b"}


def test_the_file_is_asked_away_from_the_window_as_well(bench: Workbench) -> None:
    where = Where.of(bench)
    assert isinstance(where, Where)
    assert everywhere.in_project(where, Sought(("Russia",), "GPE")) == everywhere.in_project(
        bench, Sought(("Russia",), "GPE")
    )


def test_the_document_in_memory_says_the_same_as_the_file(bench: Workbench) -> None:
    tag(bench, "d", 0, 6)
    assert bench.current is not None
    sought = Sought(("russia",), "GPE", case=False)
    here = everywhere.in_document(bench.current, sought)
    there = everywhere.in_project(bench, sought)
    document = bench.current.document.id
    assert list(here.places) == [each for each in there.places if each.document == document]
    assert here.tagged == there.tagged


def test_what_is_written_without_blanks_is_found_inside(bench: Workbench) -> None:
    assert occurrences("莫斯科说", ["莫斯科"]) == [Span(0, 3)]
    same = everywhere.in_project(bench, Sought(("莫斯科",), "GPE"))
    assert [each.quote for each in same.places] == ["莫斯科"]
