from __future__ import annotations

import math
from dataclasses import replace

import pytest

from glossator.core import dates, dating
from glossator.core.annotations import AnnotationSet, Note, Relation
from glossator.core.changes import Change, apply
from glossator.core.errors import Refused
from glossator.core.scheme import AttributeType, Label, Scheme
from tests.builders import annotated, copy_of, hand, scheme, state, the

SMALL = scheme()
TIMED: Scheme = replace(
    SMALL,
    labels=(*SMALL.labels, Label("TIM", "Time", "T", "TIM", "TIM"), Label("DAY", "Day", "W", "TIM", "DAY")),
    attributes=(
        *SMALL.attributes,
        AttributeType("time.value", "Time value", ("mention",), "text", labels=("TIM",)),
        AttributeType(
            "time.mod", "Modifier", ("mention",), values=("None", "START", "APPROX"), labels=("TIM",)
        ),
        AttributeType(
            "time_precision",
            "Precision",
            ("mention", "event"),
            values=("Unknown", "Day", "Week-Month", "Longer"),
            labels=("TIM",),
        ),
        AttributeType("day.value", "Day value", ("mention",), "date", labels=("DAY",)),
    ),
)
TEXT = "[Bob|PER] [attacked|EVT] [last week|TIM]. [Ann|PER] [met|EVT]. It was [that day|DAY]."


def said() -> AnnotationSet:
    return annotated(
        TEXT, events=[("ATTACK", "attacked", {"Agent": "Bob", "Time": "last week"}), ("MEET", "met", {})]
    )


def event(held: AnnotationSet, kind: str) -> Relation:
    return next(each for each in held.relations.values() if each.type == kind)


def done_and_undone(held: AnnotationSet, change: Change) -> AnnotationSet:
    """The state afterwards, after it was seen that taking it back twice leads there again."""
    before = state(held)
    after = copy_of(held)
    for each in (change, change.inverse(change_id=1, author="Ada", time=1)):
        apply(each, after)
    assert state(after) == before
    apply(change, after)
    return after


def test_labels_of_times_are_those_that_may_hold_a_date() -> None:
    assert dating.time_labels(TIMED) == {"TIM", "DAY"}
    assert dating.time_labels(SMALL) == frozenset()
    assert [each.id for each in dating.time_attributes(TIMED, "mention", "DAY")] == ["day.value"]


def test_a_mention_means_a_date_with_its_modifier_and_precision_as_one_step() -> None:
    held = said()
    week = the(held, "last week")
    change = dating.date_mention(held, TIMED, week.id, "2020-W21", mod="START", by=hand())
    assert change.title == "“last week” means 2020-W21, START"
    after = done_and_undone(held, change)
    assert dict(the(after, "last week").attributes) == {
        "time.mod": "START",
        "time.value": "2020-W21",
        "time_precision": "Week-Month",
    }
    assert not after.notes


def test_a_value_without_modifier_takes_the_old_one_out() -> None:
    held = said()
    apply(
        dating.date_mention(held, TIMED, the(held, "last week").id, "2020-W21", mod="START", by=hand()), held
    )
    apply(
        dating.date_mention(held, TIMED, the(held, "last week").id, "2020-05-19/2020-05-20", by=hand()), held
    )
    assert dict(the(held, "last week").attributes) == {
        "time.value": "2020-05-19/2020-05-20",
        "time_precision": "Day",
    }
    with pytest.raises(Refused, match="already"):
        dating.date_mention(held, TIMED, the(held, "last week").id, "2020-05-19/2020-05-20", by=hand())


def test_what_is_no_date_is_refused() -> None:
    held = said()
    with pytest.raises(Refused, match="is no date"):
        dating.date_mention(held, TIMED, the(held, "last week").id, "soonish", by=hand())
    with pytest.raises(Refused, match="is no date"):
        dating.date_mention(held, TIMED, the(held, "that day").id, "PRESENT_REF", by=hand())
    with pytest.raises(Refused, match="no attribute"):
        dating.date_mention(held, TIMED, the(held, "Bob").id, "2020", by=hand())
    apply(dating.date_mention(held, TIMED, the(held, "last week").id, "P3W", by=hand()), held)
    assert dict(the(held, "last week").attributes) == {"time.value": "P3W"}


def test_an_event_is_dated_by_its_undated_time_with_the_reason_as_a_note() -> None:
    held = said()
    attack = event(held, "ATTACK")
    undated = dating.undated_time(held, TIMED, attack)
    assert undated is not None
    assert undated.quote == "last week"
    change = dating.date_event(held, TIMED, attack.id, "2020-05-19", reason=" it says\nso ", by=hand())
    after = done_and_undone(held, change)
    assert the(after, "last week").attributes["time.value"] == "2020-05-19"
    (note,) = after.notes.values()
    assert (note.target, note.body) == (undated.id, "“last week” means 2020-05-19: it says so")
    assert dating.undated_time(after, TIMED, attack) is None


def test_an_event_without_a_time_says_itself_when_it_was_and_the_scheme_learns_to() -> None:
    held = said()
    met = event(held, "MEET")
    change = dating.date_event(held, TIMED, met.id, "2020-05", reason="told by Ann", by=hand())
    added = {type(each): each for each in change.added}
    kind = added[AttributeType]
    assert isinstance(kind, AttributeType)
    assert (kind.id, kind.on, kind.labels) == ("time.value", ("mention", "event"), ("TIM",))
    dated = added[Relation]
    assert isinstance(dated, Relation)
    assert dict(dated.attributes) == {"time.value": "2020-05", "time_precision": "Week-Month"}
    assert isinstance(added[Note], Note)
    learned = replace(
        TIMED, attributes=tuple(kind if each.id == kind.id else each for each in TIMED.attributes)
    )
    apply(change, held)
    again = dating.date_event(held, learned, met.id, "2020-06", reason="told by Bob", by=hand())
    assert {type(each) for each in again.added} == {Relation, Note}
    bare = dating.date_event(said(), SMALL, event(said(), "MEET").id, "2020", reason="so", by=hand())
    assert [each.on for each in bare.added if isinstance(each, AttributeType)] == [("event",)]


def test_a_date_of_an_event_needs_a_reason() -> None:
    held = said()
    with pytest.raises(Refused, match="reason"):
        dating.date_event(held, TIMED, event(held, "MEET").id, "2020", reason="  ", by=hand())
    with pytest.raises(Refused, match="is no date"):
        dating.date_event(held, TIMED, event(held, "MEET").id, "2020-13", reason="so", by=hand())


def told(value: str, published: str = "", mod: str = "") -> dating.Told:
    kinds = dating.time_attributes(TIMED, "mention", "TIM")
    return dating.told({"time.value": value, "time.mod": mod} if value else {}, kinds, published, "the words")


@pytest.mark.parametrize(
    ("value", "published", "why"),
    [
        ("", "2020-05-26", "“the words” has no date yet"),
        ("PRESENT_REF", "", "“the words” is relative, and the document has no date"),
        ("PAST_REF", "2020-05-26", "“the words” only says that it is before the text"),
        ("FUTURE_REF", "", "“the words” only says that it is after the text"),
        ("P3W", "2020-05-26", "“the words” says how long, not when"),
        ("PXY", "", "“the words” says how long, not when"),
        ("XXXX-WXX-2", "", "“the words” comes again and again"),
        ("soonish", "", "“soonish” is no date"),
    ],
)
def test_where_it_cannot_be_said_when_it_was_the_reason_is(value: str, published: str, why: str) -> None:
    assert told(value, published) == dating.Told(None, why)


def test_what_is_now_is_so_by_the_date_of_the_document() -> None:
    when = told("PRESENT_REF", "2020-05-26").when
    assert when is not None
    assert (dates.iso_day(when.start), when.is_approximate, when.written) == (
        "2020-05-26",
        True,
        "2020-05-26 (now)",
    )


@pytest.mark.parametrize(
    ("mod", "first", "last"),
    [
        ("", "2020-06-01", "2020-06-30"),
        ("START", "2020-06-01", "2020-06-10"),
        ("MID", "2020-06-11", "2020-06-20"),
        ("END", "2020-06-21", "2020-06-30"),
        ("APPROX", "2020-06-01", "2020-06-30"),
        ("BEFORE", "-inf", "2020-05-31"),
        ("ON_OR_BEFORE", "-inf", "2020-06-30"),
        ("AFTER", "2020-07-01", "inf"),
        ("ON_OR_AFTER", "2020-06-01", "inf"),
    ],
)
def test_modifiers_narrow_or_open_a_time(mod: str, first: str, last: str) -> None:
    when = told("2020-06", mod=mod).when
    assert when is not None
    ends = (
        dates.iso_day(when.start) if math.isfinite(when.start) else str(when.start),
        dates.iso_day(when.end - 0.001) if math.isfinite(when.end) else str(when.end),
    )
    assert ends == (first, last)
    assert when.is_approximate == (mod in {"START", "MID", "END", "APPROX"})
