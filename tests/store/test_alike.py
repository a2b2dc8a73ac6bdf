"""All mentions of identities are read piece by piece, and what quotes a string is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator.core import edits, identical
from glossator.core.documents import Document, digest_of
from glossator.core.identical import Place
from glossator.core.spans import Span
from glossator.store import alike
from glossator.store.alike import Nameless
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench
from tests.builders import scheme

GPE = next(each for each in scheme().labels if each.id == "GPE")
TEXT = "Iran Iran Iran"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """Three documents with three mentions each: of one identity in the first two, of nobody in the last."""
    project = ProjectFile.create(tmp_path / "a.gloss", title="A", scheme=scheme(), author="A")
    made = Workbench(project, author="A")
    iran = edits.new_entity("Iran", "GPE", by=made.hand)
    for place in range(3):
        text = TEXT + "." * place
        document = Document(project.new_id(), str(place), len(text), digest_of(text))
        made.do(edits.add_documents([(document, text)], by=made.hand))
        spots = [Place(document.id, Span(start, start + 4), "Iran") for start in (0, 5, 10)]
        entity = iran if place < 2 else None
        made.do(identical.tag_all(spots, GPE, entity=entity, is_new=place == 0, by=made.hand))
    yield made
    made.close()


@pytest.mark.parametrize("page", [1, 2, 3, 100])
def test_every_mention_comes_once_by_document_and_place(
    bench: Workbench, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alike, "_PAGE", page)
    (row,) = bench.ask.entities()
    found = list(bench.ask.alike.mentions_of([row.entity.id, row.entity.id]))
    assert len({each.id for each in found}) == len(found) == 6
    assert found == sorted(found, key=lambda each: (each.document, each.start))
    assert bench.ask.alike.counts(row.entity.id) == (6, 2)
    assert bench.ask.alike.counts(1) == (0, 0)


def test_who_quotes_a_string_is_known(bench: Workbench) -> None:
    assert len(bench.ask.alike.quoted("Iran", "GPE")) == 9
    assert bench.ask.alike.quoted("Iran", "PER") == []
    assert bench.ask.alike.quoted("iran", "GPE") == []
    assert bench.ask.alike.nameless(["Iran", "Iraq"]) == [Nameless("Iran", "GPE", 3)]


def test_texts_are_found_by_any_of_the_strings(bench: Workbench) -> None:
    assert len(list(bench.ask.alike.texts_with(["Iraq", "iran"]))) == 3
    assert list(bench.ask.alike.texts_with(["Iraq"])) == []
    assert list(bench.ask.alike.texts_with([])) == []
    assert len(list(bench.ask.alike.texts_with(["…"]))) == 3
