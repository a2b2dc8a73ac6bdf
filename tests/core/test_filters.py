from __future__ import annotations

import pytest

from glossator.core.errors import Refused
from glossator.core.filters import (
    EXAMPLES,
    KEYS,
    End,
    Filters,
    Happened,
    Related,
    completions,
    read,
    resolved,
)
from tests.builders import scheme


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("label:PER", Filters(label=("PER",))),
        ("label:PER,ORG", Filters(label=("PER", "ORG"))),
        ('entity:"Saudi Arabia"', Filters(entity=("Saudi Arabia",))),
        ("entity:“Saudi Arabia”,Russia", Filters(entity=("Saudi Arabia", "Russia"))),
        ("attr:certainty=Possible", Filters(attr=(("certainty", "Possible"),))),
        ("attr:hedged", Filters(attr=(("hedged", ""),))),
        ("Author:Ada", Filters(author=("Ada",))),
        ("date:2024-12..2025", Filters(date=(("2024-12", "2025"),))),
        ("date:2024", Filters(date=(("2024", "2024"),))),
        ("date:..2025", Filters(date=(("", "2025"),))),
        ("date:2024..", Filters(date=(("2024", ""),))),
        ("status:in-work,done", Filters(status=("in work", "done"))),
        ("relation:LEADS(PER,ORG)", Filters(relation=(Related("LEADS", End("", "PER"), End("", "ORG")),))),
        ("relation:LEADS(,ORG)", Filters(relation=(Related("LEADS", End(), End("", "ORG")),))),
        ("relation:LEADS", Filters(relation=(Related("LEADS"),))),
        (
            'relation:LEADS("Khalifa Haftar", ORG)',
            Filters(relation=(Related("LEADS", End("", "Khalifa Haftar"), End("", "ORG")),)),
        ),
        ("PER –LEADS→ ORG", Filters(relation=(Related("LEADS", End("", "PER"), End("", "ORG")),))),
        ("PER -LEADS-> ORG", Filters(relation=(Related("LEADS", End("", "PER"), End("", "ORG")),))),
        ("event:ATTACK", Filters(event=(Happened("ATTACK"),))),
        (
            "event:Movement.Transport(Destination:Libya)",
            Filters(event=(Happened("Movement.Transport", (("Destination", End("", "Libya")),)),)),
        ),
        (
            'event:ATTACK(Agent:"the army",Place:GPE)',
            Filters(event=(Happened("ATTACK", (("Agent", End("", "the army")), ("Place", End("", "GPE")))),)),
        ),
    ],
)
def test_what_is_typed_is_read(typed: str, meant: Filters) -> None:
    question = read(typed)
    assert question.filters == meant
    assert question.words is None


def test_words_stand_beside_filters() -> None:
    question = read('drone "air base" label:FAC -cargo status:done')
    assert question.filters == Filters(label=("FAC",), status=("done",))
    assert question.words == read('drone "air base" -cargo').words
    assert read("see https://example.org").filters.is_empty
    assert read("at 12:30").filters.is_empty


def test_what_is_found_by_a_filter_can_be_left_out() -> None:
    question = read("label:GPE -author:Ada –relation:LEADS(PER,ORG) -status:done drone -cargo")
    assert question.filters == Filters(label=("GPE",))
    assert question.without == Filters(
        author=("Ada",), status=("done",), relation=(Related("LEADS", End("", "PER"), End("", "ORG")),)
    )
    assert question.words == read("drone -cargo").words
    assert not read("drone -label:PER").is_words
    assert resolved(read("drone -label:person"), scheme()).without == Filters(label=("PER",))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("label:", "something is missing"),
        ("lable:PER", "Did you mean label"),
        ("-label:PER", "only what to leave out"),
        ("status:ready", "no status “ready”"),
        ("date:yesterday", "“yesterday” is no date"),
        ("relation:LEADS(A,B,C)", "two ends"),
        ("event:ATTACK(Libya)", "which role"),
        ("label:PER -word", "only what to leave out"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(typed: str, said: str) -> None:
    with pytest.raises(Refused) as told:
        read(typed)
    assert said.casefold() in str(told.value).casefold()


def test_names_of_the_scheme_become_ids() -> None:
    wanted = resolved(
        read('label:person relation:leads(person,"Libyan Army") entity:LIBYA'), scheme()
    ).filters
    assert wanted.label == ("PER",)
    assert wanted.relation == (Related("LEADS", End(label="PER"), End(name="libyan army")),)
    assert wanted.entity == ("libya",)
    assert wanted.names() == {"libyan army", "libya"}


@pytest.mark.parametrize(
    "typed", ["label:PEOPLE", "relation:LEAD5", "event:X", "attr:leve1=Name", "event:ATTACK(Agents:PER)"]
)
def test_what_the_scheme_has_not_is_named(typed: str) -> None:
    with pytest.raises(Refused, match="The scheme has no") as told:
        resolved(read(typed), scheme())
    assert told.value.remedy


@pytest.mark.parametrize(
    ("typed", "start", "offered"),
    [
        ("lab", 0, "label:"),
        ("drone sta", 6, "status:"),
        ("drone -sta", 7, "status:"),
        ("-label:", 7, "PER"),
        ("label:", 6, "PER"),
        ("label:PER,O", 10, "ORG"),
        ("status:in", 7, '"in work"'),
        ("relation:LEA", 9, "LEADS("),
        ("relation:LEADS(P", 15, "PER"),
        ("event:ATTACK(A", 13, "Agent:"),
        ("event:ATTACK(Agent:P", 19, "PER"),
        ("attr:lev", 5, "level=Name"),
        ("author:A", 7, "Ada"),
    ],
)
def test_what_may_follow_is_offered(typed: str, start: int, offered: str) -> None:
    begins, values = completions(typed, len(typed), scheme(), ["Ada", "Bob"])
    assert begins == start
    assert offered in values


def test_nothing_is_offered_for_words_and_for_what_is_whole() -> None:
    assert completions("zebra", 5, scheme())[1] == []
    assert completions("label:PER", 9, scheme())[1] == []


def test_each_filter_has_an_example_that_is_right() -> None:
    assert set(EXAMPLES) == set(KEYS)
    for example in EXAMPLES.values():
        assert not read(example).filters.is_empty
