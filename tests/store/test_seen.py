"""What is hidden is in no answer: mentions, counts of identities, identities known by hidden mentions alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossator import candidates, everywhere, projects, reworking
from glossator.core import edits, identical, identities
from glossator.core.annotations import Entity
from glossator.core.documents import Document, digest_of
from glossator.core.errors import Refused
from glossator.core.identical import Place
from glossator.core.layers import EVERYBODY, Whose
from glossator.core.spans import Span
from glossator.everywhere import Sought
from glossator.retrospect import is_hidden
from glossator.store.alike import Nameless
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench
from tests.builders import scheme

GPE = next(each for each in scheme().labels if each.id == "GPE")
TEXT = "Iran Iraq Iran"
ONE, TWO = 1, 2  # the documents
BLIND = Whose(None, {ONE: frozenset({"Bob"})})
MINE = Whose(frozenset({"Bob"}))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """In document 1 Ada tagged Iran twice (an identity) and Iraq (another), in document 2 Bob tagged Iran once."""
    project = ProjectFile.create(tmp_path / "a.gloss", title="A", scheme=scheme(), author="Ada")
    made = Workbench(project, author="Ada")
    for each in (ONE, TWO):
        text = f"{TEXT}{'.' * each}"
        made.do(
            edits.add_documents([(Document(each, str(each), len(text), digest_of(text)), text)], by=made.hand)
        )
    iran, iraq = (edits.new_entity(name, "GPE", by=made.hand) for name in ("Iran", "Iraq"))
    spots = [Place(ONE, Span(start, start + 4), "Iran") for start in (0, 10)]
    made.do(identical.tag_all(spots, GPE, entity=iran, is_new=True, by=made.hand))
    made.do(identical.tag_all([Place(ONE, Span(5, 9), "Iraq")], GPE, entity=iraq, is_new=True, by=made.hand))
    made.sign_as("Bob")
    made.do(identical.tag_all([Place(TWO, Span(0, 4), "Iran")], GPE, entity=iran, by=made.hand))
    yield made
    made.close()


def called(bench: Workbench, name: str) -> Entity:
    return next(row.entity for row in bench.ask.entities() if row.entity.name == name)


@pytest.mark.parametrize(
    ("whose", "told"),
    [
        (EVERYBODY, [("Iran", 3, 2), ("Iraq", 1, 1)]),
        (BLIND, [("Iran", 1, 1)]),
        (MINE, [("Iran", 1, 1), ("Iraq", 0, 0)]),
        (Whose(frozenset({"Ada"}), {ONE: frozenset({"Bob"})}), [("Iran", 0, 0)]),
    ],
)
def test_identities_are_counted_as_they_are_seen(
    bench: Workbench, whose: Whose, told: list[tuple[str, int, int]]
) -> None:
    rows = bench.ask.seen(whose).entities(limit=10)
    assert [(row.entity.name, row.mentions, row.documents) for row in rows] == told
    assert [row.entity.name for row in bench.ask.seen(whose).entities(text="iraq")] == [
        name for name, *_ in told if name == "Iraq"
    ]


def test_an_identity_that_the_reader_made_is_never_hidden(bench: Workbench) -> None:
    iraq = called(bench, "Iraq")
    assert bench.ask.seen(BLIND).hidden_entities() == {iraq.id}
    mention = next(iter(bench.ask.mentions_where(entity=iraq.id)))
    bench.do(bench.hand.change("Sign", removed=[iraq], added=[replace(iraq, author="Bob")]))
    assert mention.author == "Ada"
    assert bench.ask.seen(BLIND).hidden_entities() == frozenset()


def test_mentions_come_page_by_page_without_the_hidden_ones(bench: Workbench) -> None:
    iran = called(bench, "Iran")
    seen = bench.ask.seen(BLIND)
    assert [each.document for each in seen.mentions_where(entity=iran.id)] == [TWO]
    assert seen.mentions_where(entity=iran.id, offset=1) == []
    assert len(bench.ask.seen(EVERYBODY).mentions_where(quote="Iran", label="GPE", identified=True)) == 3
    assert bench.ask.seen(EVERYBODY).mentions_where(identified=False) == []


def test_what_is_tagged_already_by_hidden_hands_is_not_told(bench: Workbench) -> None:
    bench.show_whose(BLIND)
    same = everywhere.in_project(bench, Sought(("Iran",), "GPE"))
    assert [(each.document, each.start) for each in same.tagged] == [(TWO, 0)]
    assert {(each.document, each.span.start) for each in same.places} == {(ONE, 0), (ONE, 10), (TWO, 10)}


def test_nobody_is_found_in_what_is_hidden(bench: Workbench) -> None:
    everybody = [each for each in bench.ask.mentions_where(limit=10) if each.quote == "Iraq"]
    bench.do(
        bench.hand.change(
            "Nobody", removed=everybody, added=[replace(each, entity=None) for each in everybody]
        )
    )
    assert bench.seen.nameless(["Iraq"]) == [Nameless("Iraq", "GPE", 1)]
    bench.show_whose(BLIND)
    assert bench.seen.nameless(["Iraq"]) == []
    mine = identical.tag_all([Place(TWO, Span(5, 9), "Iraq")], GPE, by=bench.hand)
    bench.do(mine)
    (one,) = [each for each in mine.added if isinstance(each, type(everybody[0]))]
    assert candidates.nobodies(bench, [one], "Iraq") == []
    assert list(candidates.all_of(bench, candidates.Nobody("Iraq", "GPE", 1, "Iraq", ""))) == [one]


def test_steps_on_an_identity_that_is_hidden_are_hidden(bench: Workbench) -> None:
    bench.sign_as("Ada")
    iraq = called(bench, "Iraq")
    bench.do(identities.describe(iraq, replace(iraq, name="Republic of Iraq"), [], "", by=bench.hand))
    bench.sign_as("Bob")
    (step,) = bench.ask.history(limit=1)
    assert not is_hidden(bench, step)
    bench.show_whose(BLIND)
    assert is_hidden(bench, step)
    told = [each.title for each in bench.ask.history() if not is_hidden(bench, each)]
    assert not [title for title in told if "Iraq" in title]


def test_a_refactoring_shows_no_hidden_tag_and_counts_none(bench: Workbench) -> None:
    assert sum(each.records for each in reworking.uses(bench, GPE)) == 4
    bench.show_whose(BLIND)
    assert [(each.document, each.records) for each in reworking.uses(bench, GPE)] == [(TWO, 1)]
    with pytest.raises(Refused, match="read a second time") as refused:
        reworking.preview(bench, reworking.merge_labels("GPE", "ORG"))
    assert "4" not in str(refused.value)


def test_an_export_holds_what_is_seen(bench: Workbench, tmp_path: Path) -> None:
    written: list[bytes] = []
    report = projects.export_jsonl(bench, written.append, whose=BLIND)
    assert (report.documents, report.mentions) == (2, 1)
    assert b"Iran" in b"".join(written)
    assert b'Iraq"' not in b"".join(written), "neither the mention nor the identity"
    assert projects.export_jsonl(bench.project_file.path, written.append, whose=MINE).mentions == 1
    assert projects.export_jsonl(bench, tmp_path / "all.jsonl").mentions == 4
