from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from glossator.analysis.distribution import Cell, Matrix
from glossator.analysis.frequencies import Entities, LabelCounted, Labels
from glossator.ui.plots import bars, dots, matrix
from glossator.ui.plots.bars import LabelKey
from glossator.ui.plots.dots import EntityKey
from glossator.ui.plots.matrix import PairKey
from glossator.ui.plots.signs import shade_of
from glossator.ui.theme import contrast, dark, light
from tests.builders import scheme

SCHEME = scheme()


class Count(NamedTuple):
    entity: int | None
    name: str
    label: str
    mentions: int
    documents: int


COUNTED = Labels(
    (
        LabelCounted("PER", "", "", 4),
        LabelCounted("PER", "", "Pronoun", 2),
        LabelCounted("ORG", "", "", 1),
    ),
    9,
)


def test_labels_without_a_level_look_like_no_level() -> None:
    level = next(each for each in SCHEME.attributes if each.id == "level")
    only = replace(level, labels=("PER",))
    made = replace(SCHEME, attributes=tuple(only if each is level else each for each in SCHEME.attributes))
    counted = Labels((LabelCounted("PER", "", "", 4), LabelCounted("EVT", "", "", 2)), 6)
    styles = {
        bar.label: [each.style for each in bar.segments if each.mentions]
        for bar in bars.by_level(counted, made)
    }
    assert (styles["PER"], styles["EVT"]) == (["solid"], ["dotted"])
    legend = bars.view(counted, made).legend
    assert [(entry.style, entry.words) for entry in legend] == [
        ("solid", "Name"),
        ("dotted", "without level"),
    ]
    bare = replace(SCHEME, attributes=tuple(each for each in SCHEME.attributes if each is not level))
    assert [each.style for bar in bars.by_level(counted, bare) for each in bar.segments if each.mentions] == [
        "solid",
        "solid",
    ]
    assert bars.view(counted, bare).legend == ()


def test_a_level_that_the_scheme_does_not_know_has_its_own_look_and_name() -> None:
    counted = Labels(
        (
            LabelCounted("PER", "", "", 4),
            LabelCounted("PER", "", "Odd", 2),
            LabelCounted("EVT", "", "Other", 1),
        ),
        7,
    )
    legend = [(each.style, each.words) for each in bars.view(counted, SCHEME).legend]
    assert legend == [("solid", "Name"), ("crossed", "Odd"), ("crossed", "Other")]
    (person,) = (bar for bar in bars.by_level(counted, SCHEME) if bar.label == "PER")
    assert [(each.words, each.style) for each in person.segments] == [("Name", "solid"), ("Odd", "crossed")]
    bare = replace(SCHEME, attributes=tuple(each for each in SCHEME.attributes if each.id != "level"))
    assert [(each.style, each.words) for each in bars.view(counted, bare).legend] == [
        ("solid", "without level"),
        ("crossed", "Odd"),
        ("crossed", "Other"),
    ]


def test_a_bar_has_a_mark_for_the_label_and_one_for_each_level() -> None:
    view = bars.view(COUNTED, SCHEME)
    assert view.drawing is not None
    assert [(mark.key, mark.tip) for mark in view.drawing.marks] == [
        (LabelKey("PER"), "PER Person: 6 mentions"),
        (LabelKey("PER", "Name"), "PER Person, Name: 4 of 6 mentions"),
        (LabelKey("PER", "Pronoun"), "PER Person, Pronoun: 2 of 6 mentions"),
        (LabelKey("ORG"), "ORG Organization: 1 mention"),
    ]
    assert [entry.words for entry in view.legend] == ["Name", "Pronoun"]
    assert len({entry.style for entry in view.legend}) == 2
    assert view.foot == "7 mentions shown, 2 hidden by the filter"


def test_the_table_of_labels_has_all_rows_and_levels() -> None:
    view = bars.view(COUNTED, SCHEME)
    assert view.table.headings == ("Label", "Name", "Mentions", "Name", "Nominal", "Pronoun")
    assert view.table.rows[:3] == (
        ("PER", "Person", 6, 4, 0, 2),
        ("ORG", "Organization", 1, 1, 0, 0),
        ("GPE", "Geo-political entity", 0, 0, 0, 0),
    )
    assert view.table.keys[:3] == (LabelKey("PER"), LabelKey("ORG"), None)


def test_without_mentions_the_bars_say_what_to_do() -> None:
    view = bars.view(Labels((), 0), SCHEME)
    assert view.drawing is None
    assert "press the key of a label" in view.empty


COUNTS = [
    Count(7, "Ada", "PER", 12, 3),
    Count(None, "the\nnavy", "ORG", 4, 1),
    Count(8, "Libya", "GPE", 1, 1),
]
ENTITIES = Entities(tuple(COUNTS), 50, 17, 20)


def test_entities_have_a_row_each_and_quotes_say_that_they_have_no_identity() -> None:
    view = dots.view(ENTITIES, SCHEME, limit=2)
    assert view.drawing is not None
    assert [(mark.key, mark.tip) for mark in view.drawing.marks] == [
        (EntityKey(7, "Ada", "PER"), "Ada (Person): 12 mentions in 3 documents"),
        (
            EntityKey(None, "the\nnavy", "ORG"),
            "“the navy” (Organization, no identity yet): 4 mentions in 1 document",
        ),
    ]
    assert view.foot.startswith("16 mentions shown of 17, 3 hidden by the filter  ·  the first 2 names")
    assert len(view.table.rows) == 3
    assert view.table.rows[1] == ("the\nnavy", "ORG", "no", 4, 1)


def test_within_a_document_only_mentions_are_drawn() -> None:
    assert [entry.words for entry in dots.view(ENTITIES, SCHEME).legend] == ["mentions", "documents"]
    within = dots.view(ENTITIES, SCHEME, with_documents=False)
    assert [entry.words for entry in within.legend] == ["mentions"]


def test_without_entities_the_dots_say_what_to_do() -> None:
    view = dots.view(Entities((), 50, 0, 0), SCHEME)
    assert view.drawing is None
    assert "press I" in view.empty


LINKS = Matrix(
    ("PER", "ORG"),
    ("ORG", "GPE"),
    {Cell("PER", "ORG"): 3, Cell("ORG", "GPE"): 9},
    frozenset({Cell("PER", "ORG"), Cell("PER", "GPE")}),
)


def test_cells_with_something_are_marks_and_say_when_they_are_not_permitted() -> None:
    view = matrix.view(LINKS, SCHEME, 12, 5, "LEADS")
    assert view.drawing is not None
    assert [(mark.key, mark.row, mark.column) for mark in view.drawing.marks] == [
        (PairKey("LEADS", "PER", "ORG"), 0, 0),
        (PairKey("LEADS", "ORG", "GPE"), 1, 1),
    ]
    assert view.drawing.marks[0].tip == "Person → Organization: 3"
    assert "not (all) permitted" in view.drawing.marks[1].tip
    assert "9 in pairs that the scheme does not permit" in view.foot
    assert [entry.style for entry in view.legend] == ["ramp", "frame", "outline"]
    assert view.table.rows == (("ORG", "GPE", 9, "no"), ("PER", "ORG", 3, "yes"))


def test_where_all_is_permitted_the_legend_has_no_outline() -> None:
    right = Matrix(("PER",), ("ORG",), {Cell("PER", "ORG"): 1}, frozenset({Cell("PER", "ORG")}))
    view = matrix.view(right, SCHEME, 1, 0)
    assert [entry.style for entry in view.legend] == ["ramp", "frame"]
    assert view.foot == "1 relation or event shown, 0 hidden by the filter  ·  1 relation in 1 pair"


def test_an_empty_matrix_says_what_to_do() -> None:
    assert "Press R" in matrix.view(Matrix((), ()), SCHEME, 0, 0).empty
    assert "trigger" in matrix.view(Matrix((), ()), SCHEME, 0, 0, is_role=True).empty


def test_shades_grow_and_their_numbers_can_be_read() -> None:
    for look in (light(), dark()):
        shades = [shade_of(count, 10, look) for count in range(1, 11)]
        grounds = [contrast(shade, look.raised) for shade in shades]
        assert grounds == sorted(grounds)
        assert all(max(contrast(ink, shade) for ink in (look.ink, look.raised)) >= 3 for shade in shades)
