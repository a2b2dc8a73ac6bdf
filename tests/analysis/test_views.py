"""Analyses behind the views, on small cases with an answer that one can see."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from glossator.analysis import cooccurrence, coverage, evidence, frequencies, pace, sheets
from glossator.analysis.evidence import GradeKey, VoiceKey
from glossator.analysis.facets import facets, pairs_of
from glossator.analysis.summary import EntityLine
from glossator.core.claims import Setting
from glossator.core.dates import read
from glossator.core.spans import Span
from glossator.store.surveying import Made
from tests.builders import annotated, entity, scheme, the


class Told(NamedTuple):
    relation: int
    type: str = "LEADS"
    voice: int = 0
    name: str = ""
    reliability: str = "F"
    credibility: str = "6"
    certainty: str = ""
    is_denied: bool = False
    telling: int = 0
    ends: tuple[tuple[str, str], ...] = (("Arg1", "#1"), ("Arg2", "#2"))
    settings: tuple[Setting, ...] = ()


def test_those_who_meet_stand_beside_one_another() -> None:
    people = [EntityLine(number, f"{number}", "PER", 1, 1) for number in (1, 2, 3, 4, 5, 6)]
    together = {(1, 4): 9, (4, 6): 9, (1, 6): 9, (2, 3): 5, (3, 5): 5}
    drawn = [each.entity for each in cooccurrence.ordered(people, together)]
    assert set(drawn) == {1, 2, 3, 4, 5, 6}
    assert set(drawn[:3]) in ({1, 4, 6}, {2, 3, 5})
    assert drawn == [each.entity for each in cooccurrence.ordered(people, together)], "the same each time"
    chain = [each for each in drawn if each in {2, 3, 5}]
    assert chain in ([2, 3, 5], [5, 3, 2])


def test_an_order_is_found_where_nobody_meets_and_where_there_is_nobody() -> None:
    people = [EntityLine(number, "", "PER", 1, 1) for number in (1, 2)]
    assert [each.entity for each in cooccurrence.ordered(people, {})] == [1, 2]
    assert cooccurrence.ordered([], {}) == ()


def test_sentences_and_paragraphs_hold_what_stands_in_them() -> None:
    text = "Ada met Bob. Cy left.\nAda came. U.S. men saw Bob."
    places = [
        (1, text.index(name, start), at, at)
        for at, (name, start) in enumerate(
            [("Ada", 0), ("Bob", 0), ("Cy", 0), ("Ada", 20), ("U.S.", 0), ("Bob", 30)]
        )
    ]

    def held(unit: cooccurrence.Unit) -> list[list[int]]:
        return [[each[2] for each in found] for found in cooccurrence.units_of(places, unit, lambda _: text)]

    assert held("sentence") == [[0, 1], [2], [3], [4, 5]]
    assert held("paragraph") == [[0, 1, 2], [3, 4, 5]]
    assert held("document") == [[0, 1, 2, 3, 4, 5]]


def test_lift_is_one_where_two_meet_as_by_chance() -> None:
    people = tuple(EntityLine(number, "", "PER", 1, 1) for number in (1, 2))
    found = cooccurrence.Meetings("sentence", people, {(1, 2): 1}, {1: 2, 2: 2}, 4)
    sheet = cooccurrence.sheet(found, scheme())
    (row,) = (dict(zip(sheet.headings, each, strict=True)) for each in sheet.rows)
    # the one in which both are is among the two of each
    assert (row["Together"], row["First in all"], row["Second in all"]) == (1, 2, 2)
    assert found.lift((1, 2)) == 1
    assert found.lift((1, 3)) == 0


def test_a_strip_has_a_cell_for_each_sentence() -> None:
    text = "One. Two is here.\nThree."
    assert coverage.strip(text, [0, 5, 9, 18]) == ((0, 4, 1, False), (5, 17, 2, False), (18, 24, 1, False))
    assert coverage.strip("", []) == ()
    assert coverage.share_of(coverage.strip(text, [5])) == (1, 3)


def test_a_sentence_of_which_half_was_read_is_read() -> None:
    text = "One. Two is here.\nThree."
    read = (Span(2, 9), Span(21, 24))
    assert [each.is_read for each in coverage.strip(text, [], read)] == [True, False, True]


class Heap(NamedTuple):
    name: str
    status: str
    documents: int
    tagged: int
    characters: int


def test_documents_are_put_together_with_what_was_read_of_them() -> None:
    heaps = [Heap("", "new", 2, 0, 10), Heap("2024-12", "new", 1, 1, 50), Heap("2024-12", "done", 1, 0, 50)]
    found = coverage.grouped(heaps, [("2024-12", 30), ("2024-12", 5)])
    assert [(each.name, each.documents, each.tagged, each.characters, each.read) for each in found] == [
        ("2024-12", 2, 1, 100, 35),
        ("", 2, 0, 10, 0),
    ]


def test_the_median_moves_over_a_week_of_work() -> None:
    days = [pace.Day(day, Counter({pace.HAND: 10 * (day + 1)}), 10) for day in range(9)]
    assert pace.moving(days)[:2] == [1.0, 1.5]
    assert pace.moving(days)[8] == 6.0
    idle = pace.Day(20, Counter({pace.IMPORTED: 500}), 0)
    assert idle.rate is None
    assert pace.moving([idle]) == [None]


def test_what_does_not_say_when_it_was_made_was_not_made_in_1970() -> None:
    made = [Made(0, "", "", 17), Made(20_000, "Ada", "", 3)]
    found = pace.pace(made, {20_000: 1}, 21)
    assert [(each.day, each.mentions) for each in found.days] == [(20_000, 3)]
    assert (found.shown, found.undated) == (20, 17)
    told = pace.sheet(found, scheme())
    assert (told.shown, told.hidden) == (20, 1)
    assert told.notes == ("17 mentions do not say when they were made",)
    [mention] = annotated("[Ada|PER]").mentions.values()
    never = replace(mention, created=0)
    fewer = found.with_steps([never], [replace(mention, created=20_000 * 86_400_000)], 1, 21)
    assert (fewer.undated, fewer.days[0].mentions, fewer.shown) == (16, 4, 20)


def test_days_that_no_calendar_has_are_told_as_numbers() -> None:
    assert pace.day_text(0) == "1970-01-01"
    assert "days since 1970" in pace.day_text(10**9)
    assert [pace.way_of(each) for each in ("", "suggestion:rule", "import:brat")] == list(pace.WAYS)


def test_the_diagonal_is_a_share_of_what_was_judged_both_ways() -> None:
    claims = [Told(1, reliability="A", credibility="1"), Told(2, reliability="B", credibility="1"), Told(3)]
    found = evidence.grades(claims, {"F": 4, "B": 2}, 12, scheme())
    assert found.judged == 2
    assert found.diagonal == 0.5
    assert found.shown == 9
    assert found.counts[GradeKey("F", "6")] == 5
    assert found.stated[GradeKey("A", "1")] == {1}
    assert evidence.grades([], {}, 0, scheme()).diagonal == 0


def test_the_same_said_and_denied_is_a_contradiction() -> None:
    claims = [Told(1), Told(2, is_denied=True), Told(3, type="CITES", is_denied=True), Told(4)]
    assert evidence.contradictions(claims) == ((1, 2), (2, 4))


def test_two_tellings_of_one_event_with_other_places_contradict_each_other() -> None:
    here, there = (Setting("Place", "#5"),), (Setting("Place", "#6"),)
    claims = [
        Told(1, telling=9, settings=here),
        Told(2, telling=9, settings=there),
        Told(3, telling=9),
        Told(4, telling=8, settings=there),
        Told(5, telling=9, settings=(Setting("Time", "monday"),)),
    ]
    assert evidence.contradictions(claims) == ((1, 2),)


def test_what_is_not_known_to_be_another_place_or_time_contradicts_nothing() -> None:
    def odd(role: str, *settings: Setting) -> bool:
        claims = [
            Told(at, telling=9, settings=(each._replace(role=role),)) for at, each in enumerate(settings)
        ]
        return bool(evidence.contradictions(claims))

    day, month, other = (
        Setting("", f"word {at}", when=read(written))
        for at, written in enumerate(("2024-12-05", "2024-12", "2024-11"))
    )
    same = Setting("", "thursday", when=read("2024-12-05"))
    assert not odd("Time", day, month)
    assert not odd("Time", day, same)
    assert not odd("Time", day, Setting("", "then"))
    assert odd("Time", day, other)
    about, maybe = (Setting("", each, when=read(each)) for each in ("2024-11~", "2024-11?"))
    assert not odd("Time", day, about)
    assert not odd("Time", maybe, day)
    syria = Setting("", "#1", land="SY", is_land=True)
    damascus, homs = Setting("", "#2", land="SY"), Setting("", "#3", land="SY")
    tehran = Setting("", "#4", land="IR")
    assert not odd("Place", syria, damascus)
    assert not odd("Place", damascus, Setting("", "there", is_name=False))
    assert odd("Place", damascus, homs)
    assert odd("Place", syria, tehran)
    assert odd("Place", damascus, tehran)


def test_claims_by_source_with_those_of_the_texts() -> None:
    stated = [
        Told(1, voice=5, name="Ada", certainty="Possible"),
        Told(2, name="they"),
        Told(3, voice=5, name="Ada"),
    ]
    found = evidence.by_source(stated, [Told(8, is_denied=True)], 7, 10, scheme())
    assert [(row.key, row.claims, len(row.contradicting)) for row in found.rows] == [
        (VoiceKey(0, ""), 7, 1),
        (VoiceKey(5, "Ada"), 2, 2),
        (VoiceKey(0, "they"), 1, 1),
    ]
    assert found.shown == 10


def test_facets_tell_what_annotations_are_about() -> None:
    said = annotated("[Ada|PER] leads the [navy|ORG].", relations=[("LEADS", "Ada", "navy")], id=3)
    (leads,) = said.relations.values()
    found = facets(said.mentions.values(), [leads])
    assert found.labels == {"PER", "ORG"}
    assert found.pairs == {("LEADS", "", "PER", "ORG")}
    assert found.quotes == {("Ada", "PER"), ("navy", "ORG")}
    assert found.documents == {3}
    assert not found.is_empty
    assert list(pairs_of(leads, {})) == [], "ends that nobody knows are passed over"
    assert the(said, "Ada").entity is None
    assert entity("x").name == "x"


def test_a_sheet_as_text_and_as_plain_values() -> None:
    sheet = sheets.Sheet(("A", "B"), (("x", 1),), 1, 2, ("claim", "claims"))
    assert sheets.as_text(sheet).splitlines() == ["A  B", "x  1", "", "1 claim shown, 2 hidden by the filter"]
    assert sheets.as_plain(sheet)["rows"] == [{"A": "x", "B": 1}]
    assert sheets.as_text(sheets.Sheet()) == "0 mentions shown, 0 hidden by the filter"


def test_those_who_meet_in_many_documents_are_counted_as_one_by_one() -> None:
    held = {1: [7, 9, 1 << 60], 2: [9, 1 << 60], 3: [8], 4: []}
    units = [[who for who, documents in held.items() if each in documents] for each in (7, 8, 9, 1 << 60)]
    assert cooccurrence.met_in(held.items()) == cooccurrence.held_together(units, held)[:2]
    assert cooccurrence.met_in([]) == (Counter(), Counter())
    assert cooccurrence.held_together(units, [1])[2] == 4, "whoever is drawn"


def test_documents_that_are_called_alike_have_columns_of_their_own() -> None:
    counts = [(frequencies.LabelCounted("PER", "", "NAM", each),) for each in (2, 3, 4)]
    parts = tuple(
        frequencies.Part(at, name, frequencies.Labels(held, 9))
        for at, (name, held) in enumerate(zip(("index", "index", "Mentions"), counts, strict=True))
    )
    whole = (frequencies.LabelCounted("PER", "", "NAM", 9),)
    sheet = frequencies.labels_sheet(frequencies.Labels(whole, 9, None, parts), scheme())
    (row,) = [each for each in sheets.as_plain(sheet)["rows"] if each["Label"] == "PER"]
    told = {"Mentions": 9, "index": 2, "index (2)": 3, "Mentions (2)": 4, "Other documents": 0}
    assert {name: row[name] for name in told} == told
