"""The figures behind each view, against a count of their own from the export: the sample article, re3d and NEREL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from glossator import figures, projects, surveys
from glossator.analysis.sheets import Sheet
from glossator.core import ids
from glossator.core.annotations import Mention, Relation
from glossator.core.errors import Refused
from glossator.core.lens import Lens, Selected
from glossator.workbench import Workbench
from tests import corpora
from tests.analysis.independent import Exported, exported


class Case(NamedTuple):
    """A project with its export."""

    bench: Workbench
    told: Exported


def _sample(path: Path) -> Workbench:
    """The sample article twice, the second as another analyst and another source see it."""
    made = projects.demo(path.parent, tagged=True, author="Kim")
    bench = projects.open(made, author="Lee")
    first = bench.ask.annotations(bench.ask.documents()[0].document.id)
    bench.do(
        bench.hand.change(
            "Grade",
            removed=(first.document,),
            added=(replace(first.document, reliability="B", published="2024-12-18", status="done"),),
        )
    )
    second = replace(
        first.document,
        id=bench.hand.new_id(),
        name="As others see it",
        digest=first.document.digest,
        published="2025-02",
        reliability="D",
    )
    new = {each: bench.hand.new_id() for each in (*first.mentions, *first.relations)}
    mentions = [
        replace(each, id=new[each.id], document=second.id, author="Lee", attributes=_renamed(each, new))
        for each in list(first.mentions.values())
    ]
    relations = [
        replace(
            each,
            id=new[each.id],
            document=second.id,
            author="Lee",
            trigger=None if each.trigger is None else new[each.trigger],
            arguments=tuple(a._replace(target=new[a.target]) for a in each.arguments),
            attributes=_renamed(each, new)
            | (
                {"info_credibility": "2", "certainty": "Possible", "polarity": "Negative"}
                if at % 3 == 0
                else {}
            ),
        )
        for at, each in enumerate(first.relations.values())
    ]
    bench.do(bench.hand.change("Again", added=(second, *mentions, *relations)))
    return bench


def _renamed(record: Mention | Relation, new: dict[int, int]) -> dict[str, Any]:
    """Attributes that name a mention name its copy."""

    def text(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(text(each) for each in value)
        named = {ids.to_text(old): ids.to_text(number) for old, number in new.items()}
        return named.get(value, value)

    return {name: text(value) for name, value in record.attributes.items()}


PROJECTS: dict[str, Callable[[Path], Workbench]] = {
    "sample": _sample,
    "re3d": corpora.re3d,
    "nerel": corpora.nerel,
}


@pytest.fixture(scope="module", params=list(PROJECTS))
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp(request.param)
    bench = PROJECTS[request.param](folder / "case.gloss")
    yield Case(bench, exported(bench, folder))
    bench.close()


def labels_of(bench: Workbench) -> frozenset[str]:
    """The three labels with most mentions."""
    counted: Counter[str] = Counter()
    for each in bench.ask.label_counts():
        counted[each.label] += each.mentions
    return frozenset(label for label, _ in counted.most_common(3))


def through(case: Case, name: str) -> tuple[Lens, Exported]:
    """A lens, and the export as that lens takes it, said in plain words."""
    bench, told = case
    first = bench.ask.documents()[0].document
    chosen = labels_of(bench)
    documents = frozenset(ids.from_text(line["id"]) for line in told.lines[::2])
    chosen_records = [
        frozenset(ids.from_text(each["id"]) for line in told.lines[::2] for each in line.get(kind, ())[::3])
        for kind in ("mentions", "relations")
    ]

    def ends(line: dict[str, Any], relation: dict[str, Any]) -> bool:
        known = {m["id"]: m["label"] for m in line["mentions"]}
        taken = [known[a["mention"]] in chosen for a in relation["arguments"] if "mention" in a]
        return any(taken) if "trigger" in relation else all(taken)

    def said(name: str, default: str, wanted: set[str]) -> Callable[[Any, Any], bool]:
        asks = bench.scheme.attribute(name) is not None
        return lambda line, relation: not asks or relation.get("attributes", {}).get(name, default) in wanted

    lenses: dict[str, tuple[Lens, Exported]] = {
        "open": (Lens(), told),
        "one document": (
            Lens(document=first.id),
            replace(told, takes=lambda line: line["id"] == ids.to_text(first.id)),
        ),
        "labels": (Lens(labels=chosen), replace(told, says=lambda m: m["label"] in chosen, claims=ends)),
        "a graded source": (
            Lens(reliability=frozenset("B")),
            replace(told, takes=lambda line: line.get("origin", {}).get("reliability") == "B"),
        ),
        "dates": (
            Lens(since="2024-06", until="2024"),
            replace(told, takes=lambda line: line.get("origin", {}).get("published", "")[:4] == "2024"),
        ),
        "done": (
            Lens(statuses=frozenset({"done"})),
            replace(told, takes=lambda line: line.get("status") == "done"),
        ),
        "by Lee": (
            Lens(annotators=frozenset({"Lee"})),
            replace(
                told,
                says=lambda m: m.get("author") == "Lee",
                claims=lambda line, r: r.get("author") == "Lee",
            ),
        ),
        "possible": (
            Lens(certainty=frozenset({"Possible", "Probable"})),
            replace(
                told,
                claims=said("certainty", "Certain", {"Possible", "Probable"}),
                stands=bench.scheme.attribute("certainty") is not None,
            ),
        ),
        "not judged": (
            Lens(credibility=frozenset({"6", "2"})),
            replace(
                told,
                claims=said("info_credibility", "6", {"6", "2"}),
                stands=bench.scheme.attribute("info_credibility") is not None,
            ),
        ),
        "selected": (
            Lens(only=Selected(chosen_records[0], chosen_records[1], documents)),
            replace(
                told,
                takes=lambda line: ids.from_text(line["id"]) in documents,
                says=lambda m: ids.from_text(m["id"]) in chosen_records[0],
                claims=lambda line, r: ids.from_text(r["id"]) in chosen_records[1],
            ),
        ),
    }
    return lenses[name]


LENSES = (
    "open",
    "one document",
    "labels",
    "a graded source",
    "dates",
    "done",
    "by Lee",
    "possible",
    "not judged",
    "selected",
)
through_each = pytest.mark.parametrize("lens_name", LENSES)


def figures_of(case: Case, view: str, lens: Lens, **options: str) -> Sheet:
    survey = surveys.find(view)
    return survey.sheet(surveys.answer(case.bench, survey, lens, options), case.bench.scheme)


@through_each
def test_labels(case: Case, lens_name: str) -> None:
    lens, told = through(case, lens_name)
    sheet = figures_of(case, "labels", lens)
    assert {row[0]: row[2] for row in sheet.rows if row[2]} == told.labels()
    assert sheet.shown == sum(1 for _ in told.mentions())
    every = replace(case.told, takes=told.takes) if lens.document else case.told
    assert sheet.shown + sheet.hidden == sum(1 for _ in every.mentions())
    level = case.bench.scheme.attribute("level")
    if level is not None:
        for row in sheet.rows:
            split = dict(zip(sheet.headings[3:], row[3:], strict=True))
            for value in level.values[1:]:
                assert split[value] == told.levels()[str(row[0]), value]


@through_each
def test_entities(case: Case, lens_name: str) -> None:
    lens, told = through(case, lens_name)
    found = surveys.answer(case.bench, surveys.find("entities"), lens, {"limit": "100000"})
    assert {
        (ids.to_text(each.entity),) if each.entity is not None else (each.name, each.label): (
            each.mentions,
            each.documents,
        )
        for each in found.counts
    } == {who: counts for who, counts in told.who().items() if len(who) == 1 or who[1] not in found.nameless}
    own = {"CUE", "EVT", "TIM", "VAL"} if case.bench.scheme.label("GPE") and not lens.labels else frozenset()
    assert found.nameless == own or case.bench.scheme.label("CUE") is None


def test_nobodys_names_are_counted_where_they_are_asked_for(case: Case) -> None:
    answer = surveys.answer(case.bench, surveys.find("entities"), Lens(), {"limit": "100000"})
    left = answer.nameless & {each.label for each in case.bench.ask.label_counts()}
    assert all(each.label not in left or each.entity is not None for each in answer.counts)
    if left:
        asked = surveys.answer(case.bench, surveys.find("entities"), Lens(labels=left), {"limit": "100000"})
        assert {each.label for each in asked.counts if each.entity is None} <= left
        assert asked.counts
        assert asked.nameless == frozenset()


@through_each
def test_pairs(case: Case, lens_name: str) -> None:
    lens, told = through(case, lens_name)
    sheet = figures_of(case, "pairs", lens)
    assert {(row[0], row[2], row[3], row[4]): row[5] for row in sheet.rows} == told.pairs(lens.labels)
    assert sheet.shown == sum(1 for _ in told.relations())


@pytest.mark.parametrize("unit", ["sentence", "paragraph", "document"])
@pytest.mark.parametrize("lens_name", ["open", "one document", "labels", "by Lee"])
def test_who_appears_with_whom(case: Case, lens_name: str, unit: str) -> None:
    lens, told = through(case, lens_name)
    options = {"unit": unit, "most": "100000"}
    found = surveys.answer(case.bench, surveys.find("together"), lens, options)
    together, alone = told.together(unit)
    assert {tuple(sorted(map(ids.to_text, pair))): n for pair, n in found.together.items()} == together
    assert {ids.to_text(entity): n for entity, n in found.alone.items()} == alone
    assert {each.entity for each in found.people} >= {each for pair in found.together for each in pair}
    few = surveys.answer(case.bench, surveys.find("together"), lens, {"unit": unit, "most": "2"})
    assert few.units == found.units, "chance does not depend on who is drawn"
    for pair in few.together:
        assert few.lift(pair) == found.lift(pair)


@through_each
def test_coverage(case: Case, lens_name: str) -> None:
    lens, told = through(case, lens_name)
    sheet = figures_of(case, "coverage", lens)
    assert sheet.shown == len(told.documents())
    assert Counter(row[1] for row in sheet.rows) == told.statuses()
    assert sorted((row[0], row[2], row[3], row[4]) for row in sheet.rows) == sorted(
        (
            line["name"],
            len(line.get("mentions", ())),
            len(line.get("relations", ())),
            len(line["text"]),
        )
        for line in told.documents()
    )


@through_each
def test_grades(case: Case, lens_name: str) -> None:
    lens, told = through(case, lens_name)
    found = surveys.answer(case.bench, surveys.find("grades"), lens, {})
    assert {tuple(key): n for key, n in found.counts.items() if n} == told.grades()
    assert found.shown == sum(told.grades().values())


@through_each
def test_claims_by_source(case: Case, lens_name: str) -> None:
    lens, told = through(case, lens_name)
    found = surveys.answer(case.bench, surveys.find("sources"), lens, {})
    counted: Counter[str] = Counter()
    for row in found.rows:
        counted[row.key.name] += row.claims
    assert counted == told.voices()


@through_each
def test_pace(case: Case, lens_name: str) -> None:
    lens, told = through(case, lens_name)
    sheet = figures_of(case, "pace", lens)
    assert {row[0]: row[1] for row in sheet.rows} == told.days()


@through_each
@pytest.mark.parametrize("order", ["text", "left", "date"])
def test_mentions_in_context(case: Case, lens_name: str, order: str) -> None:
    lens, told = through(case, lens_name)
    sheet = figures_of(case, "contexts", lens, order=order)
    wanted = Counter((line["name"], m["fragments"][0][0]) for line, m in told.mentions())
    assert sheet.shown == sum(wanted.values())
    found = Counter((str(row[0]), int(row[1])) for row in sheet.rows)
    assert found <= wanted
    most = surveys.FIRST_LINES if order == "text" else 10_000
    assert sum(found.values()) == min(most, sum(wanted.values()))


def test_the_left_context_is_sorted_from_the_hit_on(case: Case) -> None:
    sheet = figures_of(case, "contexts", Lens(), order="left")
    lefts = [[word.casefold() for word in reversed(str(row[2]).split())] for row in sheet.rows]
    assert lefts[0] <= lefts[len(lefts) // 2] <= lefts[-1]


def test_a_view_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused, match="no view “nonsense”.*labels"):
        surveys.find("nonsense")


def test_a_control_that_is_no_number_is_refused(case: Case) -> None:
    with pytest.raises(Refused, match="no whole number"):
        figures_of(case, "entities", Lens(), limit="many")


def test_a_file_answers_as_its_workbench_does(case: Case) -> None:
    where = surveys.Where.of(case.bench)
    assert where is not None
    for name in ("labels", "pairs", "coverage"):
        survey = surveys.find(name)
        there, here = (surveys.answer(each, survey, Lens(), {}) for each in (where, case.bench))
        assert survey.sheet(there, case.bench.scheme) == survey.sheet(here, case.bench.scheme)


def test_groups_of_too_many_documents_are_not_named(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [each.document for each in case.bench.ask.documents()]
    months = {each.published[:7] for each in documents}
    for month in months:
        assert surveys.documents_in(case.bench, Lens(), "month", month) == {
            each.id for each in documents if each.published[:7] == month
        }
    monkeypatch.setattr(figures, "MOST_NAMED", 0)
    with pytest.raises(Refused, match="more than 0 documents"):
        surveys.documents_in(case.bench, Lens(), "month", months.pop())


def test_the_evidence_of_a_meeting_ends_where_nobody_reads_on(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {"unit": "document", "most": "100000"}
    together = surveys.answer(case.bench, surveys.find("together"), Lens(), options).together
    if not together:
        assert "re3d" in case.bench.project_file.path.parent.name
        return
    pair = max(together, key=lambda each: together[each])
    every = surveys.meeting(case.bench, Lens(), pair, "document")
    assert {each.entity for each in case.bench.ask.mentions_by_id(every).values()} == {pair[0]}
    monkeypatch.setattr(surveys, "MOST_EVIDENCE", 1)
    some = surveys.meeting(case.bench, Lens(), pair, "document")
    assert some <= every
    assert bool(some) == bool(every)


def test_who_is_not_drawn_is_no_one_that_the_filter_hides(tmp_path: Path) -> None:
    from tests.test_chronicles import sample

    bench = sample(tmp_path / "case.gloss")
    survey = surveys.find("together")
    named = bench.ask.under(Lens(), bench.scheme).identity_count()

    def told(lens: Lens, **options: str) -> tuple[int, int, tuple[str, ...]]:
        sheet = survey.sheet(surveys.answer(bench, survey, lens, options), bench.scheme)
        return sheet.shown, sheet.hidden, sheet.notes

    assert told(Lens()) == (named, 0, ())
    few = (f"those with most mentions, {named - 5} others not drawn",)
    assert told(Lens(), most="5") == (5, 0, few)
    lens = Lens(labels=frozenset({"GPE", "LOC"}))
    taken = bench.ask.under(lens, bench.scheme).identity_count()
    assert 5 < taken < named
    assert told(lens) == (taken, named - taken, ())
    assert told(lens, most="5") == (
        5,
        named - taken,
        (f"those with most mentions, {taken - 5} others not drawn",),
    )
    bench.close()
