"""Searching a project: on a workbench, away from it, page by page, through every text, and all hits of one document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from glossator import searches
from glossator.analysis import finding
from glossator.core import edits, find
from glossator.core.annotations import Note
from glossator.core.documents import Document, digest_of
from glossator.core.errors import Refused
from glossator.core.find import FindOptions
from glossator.core.layers import Whose
from glossator.core.spans import Span
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


def _hear(heard: list[int], done: int, total: int) -> None:
    heard.append(done)


@pytest.mark.parametrize(
    "asked",
    [
        Asked("Army,", TEXT),
        Asked("a.my", FindOptions(regex=True)),
        Asked("author:Ada"),
        Asked("army author:Ada"),
    ],
    ids=["text", "expression", "what is said", "words and what is said"],
)
def test_a_later_page_goes_on_where_the_one_before_ended(bench: Workbench, asked: Asked) -> None:
    label = bench.scheme.labels[0]
    for number in range(3, 31, 3):
        here = bench.open_document(number)
        bench.do(edits.tag(here, [Span(4, 8)], label, by=replace(bench.hand, author="Ada")))
    whole = searches.find(bench, asked, limit=100)
    assert whole.is_total
    assert len(whole.documents) >= 10
    found: list[str] = []
    read, is_total = 0, False
    while not is_total:
        heard: list[int] = []
        page = searches.find(
            bench,
            asked,
            partial(_hear, heard),
            offset=len(found),
            limit=4,
            read=read,
        )
        assert min(heard) == read, "nothing is looked through twice"
        found += [each.document.name for each in page.documents]
        read, is_total = page.read, page.is_total
        assert page.total == len(found)
    assert found == [each.document.name for each in whole.documents]


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


def test_an_expression_with_endless_ways_is_given_up_in_the_project_too(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "AWAY", find.AT_HAND / 20)
    monkeypatch.setattr(searches, "AWAY", find.AT_HAND / 20)
    text = "a" * 60 + "!"
    document = Document(bench.hand.new_id(), "endless", len(text), digest_of(text))
    bench.do(edits.add_documents([(document, text)], by=bench.hand))
    endless = Asked("(a|aa)+$", FindOptions(regex=True))
    for where in (bench, Where.of(bench)):
        with pytest.raises(Refused, match="was given up"):
            searches.find(where, endless)
    with pytest.raises(Refused, match="was given up"):
        searches.hits_in(bench, endless, document.id)


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


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Workbench]:
    """Three documents in which two persons say who leads what, and what was attacked where."""
    project = new_project(tmp_path)
    desk = Desk(project)
    first = annotated(
        "[Haftar|PER] leads the [Libyan Army|ORG:Military]. It [struck|EVT] the [base|FAC] in [Libya|GPE].",
        name="First",
        id=1,
        relations=[("LEADS", "Haftar", "Libyan Army")],
        events=[("ATTACK", "struck", {"Agent": "Libyan Army", "Target": "base", "Place": "Libya"})],
    )
    second = annotated(
        "[Haftar|PER] met [Wagner|ORG] in [Syria|GPE]. They [shelled|EVT] [it|FAC].",
        name="Second",
        id=2,
        author="Bob",
        relations=[("LEADS", "Haftar", "Wagner")],
        events=[("ATTACK", "shelled", {"Target": "it", "Place": "Syria"})],
    )
    third = annotated("Nobody tagged the army of Syria.", name="Third", id=3)
    first.document = replace(first.document, status="done", published="2024-12-05")
    second.document = replace(second.document, published="2025-02")
    for each in (first, second, third):
        desk.bring(each)
    made = Workbench(project, author=AUTHOR)
    yield made
    made.close()


def hits(where: Where | Workbench, typed: str) -> dict[str, list[str]]:
    found = searches.find(where, Asked(typed), limit=50)
    return {each.document.name: [line.detail or line.hit for line in each.lines] for each in found.documents}


@pytest.mark.parametrize("away", [False, True])
@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("label:PER", {"First": ["Haftar"], "Second": ["Haftar"]}),
        ("label:PER author:Bob", {"Second": ["Haftar"]}),
        ("label:PER,FAC status:done", {"First": ["Haftar", "base"]}),
        ("subtype:military", {"First": ["Libyan Army"]}),
        ("label:GPE date:2025", {"Second": ["Syria"]}),
        ("label:GPE date:2024-11..2024-12", {"First": ["Libya"]}),
        ("date:..2025-01", {"First": []}),
        ("status:new date:2025", {"Second": []}),
        ("army status:done", {"First": ["Army"]}),
        ("wagner label:PER", {"Second": ["Haftar"]}),
        (
            "PER –LEADS→ ORG",
            {"First": ["Haftar – Leads → Libyan Army"], "Second": ["Haftar – Leads → Wagner"]},
        ),
        ("relation:LEADS(haftar,wagner)", {"Second": ["Haftar – Leads → Wagner"]}),
        ("relation:LEADS(,ORG) author:Ada", {"First": ["Haftar – Leads → Libyan Army"]}),
        ("relation:LEADS(ORG,PER)", {}),
        ("relation:LEADS subtype:Military", {"First": ["Haftar – Leads → Libyan Army"]}),
        ("event:ATTACK(Place:Syria)", {"Second": ["Attack · Place: Syria", "Attack · Target: it"]}),
        (
            "event:ATTACK(Target:FAC,Place:Libya)",
            {"First": ["Attack · Agent: Libyan Army", "Attack · Target: base", "Attack · Place: Libya"]},
        ),
        ("event:MEET", {}),
        ("attr:level=Name label:ORG", {"First": ["Libyan Army"], "Second": ["Wagner"]}),
        ("attr:level=Nominal", {}),
        ("label:PER,ORG -label:ORG", {"First": ["Haftar"], "Second": ["Haftar"]}),
        ("label:ORG -subtype:Military", {"Second": ["Wagner"]}),
        ("label:PER -author:Bob", {"First": ["Haftar"]}),
        ("label:PER -status:done", {"Second": ["Haftar"]}),
        ("label:PER -date:2025", {"First": ["Haftar"]}),
        ("label:ORG -relation:LEADS(,Wagner)", {"First": ["Libyan Army"]}),
        ("label:FAC -event:ATTACK(Place:Syria)", {"First": ["base"]}),
        ("relation:LEADS -author:Ada", {"Second": ["Haftar – Leads → Wagner"]}),
        ("relation:LEADS -subtype:Military", {"Second": ["Haftar – Leads → Wagner"]}),
        (
            "event:ATTACK -event:ATTACK(Agent:ORG)",
            {"Second": ["Attack · Place: Syria", "Attack · Target: it"]},
        ),
        ("army -label:PER", {"Third": ["army"]}),
        ("army -status:done", {"Third": ["army"]}),
        ("army -relation:LEADS", {"Third": ["army"]}),
        ("status:new -label:PER", {"Third": []}),
    ],
)
def test_what_is_said_is_found(
    case: Workbench, typed: str, wanted: dict[str, list[str]], *, away: bool
) -> None:
    assert hits(Where.of(case) if away else case, typed) == wanted


def test_a_default_counts_only_where_it_may_be_said(case: Workbench) -> None:
    """What belongs on judgements, or on relations, is not said of mentions by default."""
    only = replace(
        case.scheme.attributes[0], id="likelihood", on=("judgement",), values=("Not-stated", "Likely")
    )
    case.do(case.hand.change("Judge", added=[only]))
    assert hits(case, "attr:likelihood=Not-stated") == {}


def test_what_is_judged_is_found_by_its_likelihood(case: Workbench) -> None:
    """Judged may be a mention, a relation, an identity in all its mentions, or a document; others stay unfound."""
    annotations = case.open_document(2)
    likely, held = {"likelihood": "Likely"}, annotations.document.id
    wagner = next(each for each in annotations.in_order() if each.quote == "Wagner")
    leads = next(iter(annotations.relations.values()))
    group = edits.new_entity("Africa Corps", "ORG", by=case.hand)
    case.do(edits.identify(annotations, [wagner.id], group, by=case.hand, is_new=True))

    def judged(target: int, document: int | None, attributes: dict[str, str], author: str = "Ada") -> None:
        note = Note(
            case.hand.new_id(), target, "So it is.", document, author, kind="judgement", attributes=attributes
        )
        case.do(case.hand.change("Judge", added=[note]))

    assert hits(case, "attr:likelihood=Likely") == {}
    judged(group.id, None, likely)
    assert hits(case, "attr:likelihood=Likely") == {"Second": ["Wagner"]}
    judged(leads.id, held, likely)
    assert hits(case, "attr:likelihood=likely") == {"Second": ["Haftar – Leads → Wagner", "Wagner"]}
    assert hits(case, "relation:LEADS attr:likelihood=Likely") == {"Second": ["Haftar – Leads → Wagner"]}
    assert hits(case, "label:PER attr:likelihood=Likely") == {}
    assert hits(case, "attr:likelihood=Unlikely") == {}
    judged(1, 1, {"likelihood": "Unlikely"}, author="Bob")
    assert hits(case, "attr:likelihood=Unlikely") == {"First": []}
    assert hits(case, "attr:likelihood").keys() == {"First", "Second"}
    case.show_whose(Whose(None, {1: frozenset({"Ada"})}))
    assert hits(case, "attr:likelihood=Unlikely") == {}, "a judgement that is hidden is not found"
    assert hits(case, "attr:analytic_confidence=Low") == {}


def test_an_identity_is_found_by_its_names(case: Workbench) -> None:
    annotations = case.open_document(2)
    wagner = next(each for each in annotations.in_order() if each.quote == "Wagner")
    group = replace(edits.new_entity("Africa Corps", "ORG", by=case.hand), aliases=("PMC Wagner",))
    case.do(edits.identify(annotations, [wagner.id], group, by=case.hand, is_new=True))
    assert hits(case, 'entity:"pmc wagner"') == {"Second": ["Wagner"]}
    assert hits(case, 'relation:LEADS(PER,"Africa Corps")') == {"Second": ["Haftar – Leads → Wagner"]}
    with pytest.raises(Refused, match="No identity is called “nobody”"):
        searches.find(case, Asked("entity:nobody"))
    with pytest.raises(Refused, match="The scheme has no label “XYZ”"):
        searches.find(case, Asked("label:XYZ"))


def test_what_others_said_is_not_found_where_it_is_hidden(case: Workbench) -> None:
    case.show_whose(Whose(blind={2: frozenset({"Ada"})}))
    for where in (case, Where.of(case)):
        assert hits(where, "label:PER") == {"First": ["Haftar"]}
        assert list(hits(where, "relation:LEADS")) == ["First"]
        assert list(hits(where, "event:ATTACK")) == ["First"]
        found = searches.hits_in(where, Asked("label:PER"), 2)
        assert found is None
        assert hits(where, "wagner -label:PER") == {"Second": ["Wagner"]}, (
            "nothing hidden leaves a document out"
        )


def test_a_search_by_what_is_said_stops_when_it_has_enough_and_can_be_cancelled(case: Workbench) -> None:
    found = searches.find(case, Asked("label:PER"), limit=1)
    assert (len(found.documents), found.is_total) == (1, False)
    assert not Asked("label:PER").is_ranked
    assert Asked("army").is_ranked

    def stop(done: int, total: int) -> None:
        raise Refused("stopped")

    with pytest.raises(Refused, match="stopped"):
        searches.find(case, Asked("label:PER"), stop)
