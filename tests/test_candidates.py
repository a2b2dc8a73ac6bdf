"""Who a mention may be where no name tells: over documents, by country, and among those that stand for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator import candidates
from glossator.core import edits
from glossator.core.annotations import Mention
from glossator.core.documents import Document, digest_of
from glossator.core.scheme import Label
from glossator.core.spans import Span
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench
from tests.builders import scheme

TEXTS = ("Libya", "The Libyans", "Tripoli", "Khalifa Haftar", "Haftar", "Libya")
LABEL: Label = next(each for each in scheme().labels if each.id == "GPE")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """A mention of the whole text in each document."""
    project = ProjectFile.create(tmp_path / "a.gloss", title="A", scheme=scheme(), author="A")
    made = Workbench(project, author="A")
    for place, text in enumerate(TEXTS):
        document = Document(project.new_id(), f"{place}", len(text), digest_of(text))
        made.do(edits.add_documents([(document, text)], by=made.hand))
        made.do(edits.tag(made.open_document(document.id), [Span(0, len(text))], LABEL, by=made.hand))
    yield made
    made.close()


def mention(bench: Workbench, place: int) -> Mention:
    row = next(each for each in bench.ask.documents() if each.document.name == str(place))
    return next(iter(bench.open_document(row.document.id).mentions.values()))


def told(bench: Workbench, place: int) -> list[tuple[str, int, str, str]]:
    one = mention(bench, place)
    return [
        (each.quote, each.mentions, each.name, each.why)
        for each in candidates.nobodies(bench, [one], one.quote)
    ]


def test_a_capital_means_its_country_wherever_that_is_tagged(bench: Workbench) -> None:
    assert told(bench, 2) == [("Libya", 2, "Libya", "capital of Libya")]


def test_the_same_string_comes_first_without_the_mention_itself(bench: Workbench) -> None:
    assert told(bench, 0)[0] == ("Libya", 1, "Libya", "reads the same")
    assert ("Tripoli", 1, "Libya", "capital of Libya") in told(bench, 0)


def test_who_has_an_identity_is_nobody_no_more(bench: Workbench) -> None:
    one = mention(bench, 0)
    entity = edits.new_entity("Libya", "GPE", by=bench.hand)
    assert bench.current is not None
    bench.do(edits.identify(bench.current, [one.id], entity, is_new=True, by=bench.hand))
    assert told(bench, 2)[0][:2] == ("Libya", 1)


def test_all_that_reads_so_is_found_over_documents(bench: Workbench) -> None:
    one = mention(bench, 2)
    (nobody,) = candidates.nobodies(bench, [one], one.quote)
    found = list(candidates.all_of(bench, nobody))
    assert [each.quote for each in found] == ["Libya", "Libya"]
    assert len({each.document for each in found}) == 2


def test_a_country_is_known_by_any_of_its_names() -> None:
    meant = candidates.meant("the Russians")
    assert meant is not None
    assert (meant.country.code, meant.why) == ("RU", "people of Russia")
    assert meant.is_named("Russia")
    assert not meant.is_named("Moscow")
    assert candidates.meant("Leptis Magna") is None


def test_the_word_for_a_people_and_its_capital_mean_one_country(bench: Workbench) -> None:
    reasons = {quote: (name, why) for quote, _, name, why in told(bench, 1)}
    assert reasons["Libya"] == ("Libya", "people of Libya")
    assert reasons["Tripoli"][0] == "Libya"


def test_all_mentions_of_a_string_are_given_page_by_page(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "_PAGE", 1)
    one = mention(bench, 2)
    (libya,) = candidates.nobodies(bench, [one], one.quote)
    assert [each.quote for each in candidates.all_of(bench, libya)] == ["Libya", "Libya"]


def test_where_no_country_is_meant_the_names_decide() -> None:
    assert candidates._reason("Haftar", "Haftar", None) == (0.0, "Haftar", "reads the same")
    rank, called, why = candidates._reason("Haftar", "Khalifa Haftar", None)
    assert (called, why) == ("Khalifa Haftar", "same surname")
    assert rank > 0
