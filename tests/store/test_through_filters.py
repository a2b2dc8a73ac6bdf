"""Counts through a filter are the same whichever index they go along, and whatever kept rows tell beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossator import projects
from glossator.core.annotations import AnnotationSet, Argument, Relation
from glossator.core.lens import Lens, MentionPick, RelationPick, Selected
from glossator.store import lensed
from glossator.store.lensed import Lensed
from glossator.store.surveying import Surveying
from glossator.workbench import Workbench


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    made = projects.open(
        projects.demo(Path(tmp_path_factory.mktemp("demo")), tagged=True, author="Ada"), author="Ada"
    )
    yield made
    made.close()


def _all(bench: Workbench) -> AnnotationSet:
    [document] = bench.ask.document_ids()
    return bench.ask.annotations(document)


def _seen(bench: Workbench, lens: Lens) -> Lensed:
    return bench.ask.under(lens, bench.scheme)


def test_of_rare_and_of_frequent_labels_the_same_names_are_counted(bench: Workbench) -> None:
    mentions = _all(bench).mentions.values()
    ways = set()
    for label in {each.label for each in mentions}:
        seen = _seen(bench, Lens(labels=frozenset({label})))
        ways.add(seen._walked)
        mine = [each for each in mentions if each.label == label]
        named = Counter(each.entity for each in mine if each.entity is not None)
        words = Counter(each.quote for each in mine if each.entity is None)
        counts = seen.entity_counts(1_000)
        assert {each.entity: each.mentions for each in counts if each.entity is not None} == named
        assert {each.name: each.mentions for each in counts if each.entity is None} == words
        assert {each.documents for each in counts} <= {1}
        assert seen.identity_count() == len(named)
        some = sorted(named)[:3]
        assert {each.entity: each.mentions for each in seen.entity_counts(9, entities=some)} == {
            each: named[each] for each in some
        }
        told = dict(Surveying(seen).documents_of(some))
        assert set(told) == set(some)
        assert all(held == bench.ask.document_ids() for held in told.values())
    assert ways == {"m", "+m"}, "the article has both"


@pytest.mark.parametrize("is_walked", [True, False])
def test_documents_are_counted_alike_one_by_one_and_passed_over(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, *, is_walked: bool
) -> None:
    open_, [document] = _seen(bench, Lens()), bench.ask.document_ids()
    status = bench.ask.documents()[0].document.status
    for lens in (Lens(documents=frozenset({document})), Lens(statuses=frozenset({status}))):
        monkeypatch.setattr(lensed, "_FEW", 0 if is_walked else 20)
        monkeypatch.setattr(lensed, "_PART", 1_000 if is_walked else 0)
        seen = _seen(bench, lens)
        assert seen.relation_pairs() == open_.relation_pairs()
        assert seen.label_counts() == open_.label_counts()
        assert seen.identity_count() == open_.identity_count()
        assert seen.entity_counts(2_000) == open_.entity_counts(2_000)
    other = _seen(bench, Lens(statuses=frozenset({"dropped"})))
    assert (other.relation_pairs(), other.label_counts(), other.identity_count()) == ([], [], 0)


def test_of_what_was_selected_just_that_is_counted_wherever_one_looks(bench: Workbench) -> None:
    said, [document] = _all(bench), bench.ask.document_ids()
    events = [each for each in said.relations.values() if each.is_event][:2]
    ends = {end for each in events for end in each.mentions()}
    held = Selected(frozenset(ends), frozenset(each.id for each in events), frozenset({document}), "timeline")
    seen = _seen(bench, Lens(only=held))
    assert {each.id for each in seen.mentions(MentionPick(), limit=500)} == ends
    assert [each.id for each in seen.relations(RelationPick())] == sorted(each.id for each in events)
    labels = Counter(said.mentions[each].label for each in ends)
    counted: Counter[str] = Counter()
    for row in seen.label_counts():
        counted[row.label] += row.mentions
    assert counted == labels
    assert (seen.mention_count(), seen.relation_count(), seen.document_count()) == (len(ends), 2, 1)
    assert seen.totals() == _seen(bench, Lens()).totals(), "all else is hidden, not gone"
    assert sum(each.mentions for each in seen.entity_counts(500)) == len(ends)
    assert sum(each.mentions for each in Surveying(seen).made()) == len(ends)
    elsewhere = _seen(bench, Lens(document=document + 1, only=held))
    assert (elsewhere.mention_count(), elsewhere.relation_count()) == (0, 0)


@pytest.mark.parametrize("wanted", ["Possible", "Certain"])
@pytest.mark.parametrize("is_scoped", [True, False])
def test_mentions_are_taken_where_they_stand_in_a_claim_that_is(
    bench: Workbench, wanted: str, *, is_scoped: bool
) -> None:
    said, [document] = _all(bench), bench.ask.document_ids()
    claims = [
        each for each in said.relations.values() if each.attributes.get("certainty", "Certain") == wanted
    ]
    ends = {end for each in claims for end in each.mentions()}
    assert 0 < len(ends) < len(said.mentions)
    seen = _seen(bench, Lens(document=document if is_scoped else None, certainty=frozenset({wanted})))
    assert seen.relation_count() == len(claims)
    assert seen.mention_count() == len(ends)
    assert {each.id for each in seen.mentions(MentionPick(), limit=500)} == ends
    assert sum(each.mentions for each in seen.label_counts()) == len(ends)
    graded = _seen(bench, Lens(certainty=frozenset({wanted}), credibility=frozenset({"5"})))
    assert graded.mention_count() == 0, "both have to hold of one claim"


def test_progress_stands_in_the_order_of_the_list_of_documents(tmp_path: Path) -> None:
    bench = projects.open(projects.demo(tmp_path, tagged=False, author="Ada"), author="Ada")
    [old] = [each.document for each in bench.ask.documents()]
    names = ("Report 10", "Report 9", "055", "1021", "073", "report 9b")
    more = [replace(old, id=bench.hand.new_id(), name=name) for name in names]
    bench.do(bench.hand.change("More", added=more))
    told = [each.document.name for each in Surveying(_seen(bench, Lens())).progress(500)]
    assert told == [each.document.name for each in bench.ask.documents()]
    assert told[:3] == ["055", "073", "1021"]
    assert told.index("Report 9") < told.index("Report 10")
    bench.close()


def test_a_relation_with_one_end_is_not_lost_where_kept_rows_do_not_know_it(tmp_path: Path) -> None:
    bench = projects.open(projects.demo(tmp_path, tagged=True, author="Ada"), author="Ada")
    said = _all(bench)
    end = next(each for each in said.mentions.values() if each.label == "GPE")
    seen = _seen(bench, Lens(labels=frozenset({"GPE"})))

    def taken() -> int:
        label_of = {each.id: each.label for each in said.mentions.values()}.get
        held = _all(bench).relations.values()
        return sum(seen.lens.takes_relation(each, label_of, bench.scheme) for each in held)

    before = seen.relation_count()
    assert before == taken() > 0
    type_ = next(each.type for each in said.relations.values() if not each.is_event)
    one = Relation(bench.hand.new_id(), end.document, type_, (Argument("Arg1", end.id),), author="Ada")
    bench.do(bench.hand.change("One", added=[one]))
    assert seen.relation_count() == taken() == before + 1
    bench.close()


def test_mentions_of_several_labels_are_one_list_in_the_order_of_the_text(bench: Workbench) -> None:
    said, [document] = _all(bench), bench.ask.document_ids()
    pick = MentionPick(labels=frozenset({"LOC", "FAC"}))
    mine = [each for each in said.in_order() if each.label in pick.labels]
    assert {each.label for each in mine} == pick.labels
    for lens in (Lens(), Lens(document=document), Lens(labels=frozenset({"LOC", "GPE", "FAC"}))):
        seen = _seen(bench, lens)
        assert [each.start for each in seen.mentions(pick)] == [each.start for each in mine]
        assert [each.id for each in seen.mentions(pick, offset=2, limit=3)] == [
            each.id for each in seen.mentions(pick)[2:5]
        ]
        assert seen.documents_of(pick) == {document}
    assert _seen(bench, Lens(labels=frozenset({"LOC"}))).mentions(pick) == [
        each for each in _seen(bench, Lens()).mentions(pick) if each.label == "LOC"
    ]
