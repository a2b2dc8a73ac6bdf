from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from glossator import surveys
from glossator.analysis.concordance import of_mentions
from glossator.core import edits, natural
from glossator.core.annotations import Entity, Mention
from glossator.core.layers import Whose
from glossator.core.lens import Lens, MentionPick, Selected
from glossator.core.spans import Span
from glossator.store import unrolling
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench
from tests.builders import annotated, scheme

NAMES = ("Report 100", "report 9", "Zoo", "Report 10", "Annex 2", "Annex 10", "Report 9", "Empty", "12", "5")
NOBODY = "[Ada|PER] and [Bo|PER] met in [Libya|GPE]. [Ada|PER] left [Libya|GPE]. "
ADA = Entity(900_000, "Ada", "PER", author="Kim", created=1)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """Documents whose names, by letters, by number and by age, stand in three orders."""
    file = ProjectFile.create(tmp_path / "case.gloss", title="Case", scheme=scheme(), author="Kim")
    made = Workbench(file, author="Kim")
    for number, name in enumerate(NAMES, 1):
        held = annotated(NOBODY * (number % 3 + 1) if name != "Empty" else "Nobody.", id=number, name=name)
        made.do(edits.add_documents([(held.document, held.text)], by=made.hand))
        made.do(made.hand.change("Tag", added=tuple(held.mentions.values())))
        said = made.annotations(number)
        ada = [each.id for each in said.mentions.values() if each.quote == "Ada"]
        if ada and name != "Zoo":
            is_new = not made.ask.entities_by_id([ADA.id])
            made.do(edits.identify(said, ada, ADA, is_new=is_new, by=made.hand))
    lee = Workbench(file, author="Lee")
    for number in (2, 5):
        said = lee.annotations(number)
        kind = lee.scheme.label("ORG")
        assert kind is not None
        lee.do(edits.tag(said, (Span(4, 7),), kind, by=lee.hand))
    yield made
    made.close()


def expected(bench: Workbench, lens: Lens, pick: MentionPick) -> list[Mention]:
    """The same, out of all mentions."""
    names = {each.document.id: each.document.name for each in bench.ask.documents()}
    taken = bench.ask.under(lens, bench.scheme).mentions(pick, limit=10_000)
    return sorted(
        taken,
        key=lambda each: (
            *natural.order(names[each.document]),
            each.document,
            each.fragments[0].start,
            each.id,
        ),
    )


LENSES = {
    "all": Lens(),
    "a document": Lens(document=4),
    "documents": Lens(documents=frozenset({1, 2, 6})),
    "a label": Lens(labels=frozenset({"GPE"})),
    "a state": Lens(statuses=frozenset({"new"})),
    "no state": Lens(statuses=frozenset({"done"})),
    "dates": Lens(since="2024"),
    "somebody": Lens(annotators=frozenset({"Lee"})),
    "as one sees it": Lens(whose=Whose(frozenset({"Ada"}))),
    "records": Lens(only=Selected()),
}


@pytest.mark.parametrize("few", [2_000, 0], ids=["few", "many"])
@pytest.mark.parametrize("pick", [MentionPick(), MentionPick(entity=ADA.id)], ids=["all", "Ada"])
@pytest.mark.parametrize("name", list(LENSES))
def test_pages_of_any_length_are_in_the_order_of_the_list(
    bench: Workbench, name: str, pick: MentionPick, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unrolling, "_FEW", few)
    monkeypatch.setattr(unrolling, "_FIRST", 1)
    monkeypatch.setattr(unrolling, "_REACHES", (2, 5, -1))
    lens, text = LENSES[name], {each: bench.ask.text_of(each) for each in bench.ask.document_ids()}
    if lens.only is not None:
        some = bench.ask.under(Lens(), bench.scheme).mentions(MentionPick(), limit=10_000)[::4]
        only = Selected(
            frozenset(each.id for each in some), documents=frozenset(each.document for each in some)
        )
        lens = replace(lens, only=only)
    wanted = expected(bench, lens, pick)
    for length in (1, 3, 7, 100):
        found: list[Mention] = []
        while True:
            lines = list(of_mentions(found, text.__getitem__))
            page = surveys.mentions_after(bench, lens, pick, lines, length)
            found += page
            if len(page) < length:
                break
        assert found == wanted, length


def test_the_order_is_that_of_the_documents_list(bench: Workbench) -> None:
    answer = surveys.answer(bench, surveys.find("contexts"), Lens(), {})
    documents = list(dict.fromkeys(line.document for line in answer.lines))
    assert documents == [each for each in bench.ask.document_ids() if NAMES[each - 1] != "Empty"]
    assert [NAMES[each - 1] for each in documents[:4]] == ["5", "12", "Annex 2", "Annex 10"]
    assert all(a.span.start <= b.span.start for a, b in pairwise(answer.lines) if a.document == b.document)


def test_what_is_alike_in_another_order_stands_as_in_the_list(bench: Workbench) -> None:
    answer = surveys.answer(bench, surveys.find("contexts"), Lens(), {"order": "date"})
    documents = list(dict.fromkeys(line.document for line in answer.lines))
    assert documents == [each for each in bench.ask.document_ids() if NAMES[each - 1] != "Empty"]
