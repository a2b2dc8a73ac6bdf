"""What the scheme does not permit is drawn dashed, its name has a sign, and the tooltip says why."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtGui import QColor, QImage

from glossator.core import edits, mending
from glossator.core.annotations import AnnotationSet, Argument, Relation
from glossator.core.changes import apply
from glossator.core.review import oddities
from glossator.ui import theme
from glossator.ui.text import marks, tooltips
from glossator.ui.text.marks import ODD
from tests.builders import annotated, hand, scheme, the
from tests.ui.text.conftest import MakePage

SCHEME = scheme()


def held() -> AnnotationSet:
    return annotated(
        "[Ada|PER] leads the [army|ORG] that [hit|EVT] the [base|FAC] in [Libya|GPE].",
        relations=[("LEADS", "Ada", "army"), ("LEADS", "base", "Libya")],
        events=[("ATTACK", "hit", {"Agent": "army", "Target": "Libya"})],
    )


def arcs(annotations: AnnotationSet) -> dict[str, bool]:
    found = [
        each
        for relation in annotations.relations.values()
        for each in marks.arcs_of(relation, annotations, SCHEME)
    ]
    return {f"{annotations.mentions[each.source].quote} {each.name}": each.is_odd for each in found}


def test_only_what_is_not_permitted_is_marked() -> None:
    assert arcs(held()) == {
        "Ada Leads": False,
        f"base {ODD} Leads": True,
        "hit Agent": False,
        f"hit {ODD} Target": True,
    }


def test_it_follows_what_is_tagged_otherwise() -> None:
    here = held()
    label = SCHEME.label("PER")
    assert label is not None
    apply(edits.relabel(here, the(here, "base").id, label, by=hand()), here)
    assert arcs(here)["base Leads"] is False


@pytest.mark.parametrize(
    ("type_id", "first", "second", "role", "permitted"),
    [
        ("LEADS", "PER", "ORG", "", True),
        ("LEADS", "ORG", "PER", "", False),
        ("NEAR", "GPE", "FAC", "", True),
        ("SAME_AS", "PER", "ORG", "", True),
        ("GONE", "PER", "ORG", "", False),
        ("ATTACK", "EVT", "PER", "Agent", True),
        ("ATTACK", "EVT", "GPE", "Agent", False),
        ("ATTACK", "PER", "PER", "Agent", False),
        ("ATTACK", "EVT", "PER", "Nobody", False),
        ("GONE", "EVT", "PER", "Agent", False),
    ],
)
def test_what_a_scheme_permits(type_id: str, first: str, second: str, role: str, *, permitted: bool) -> None:
    for _ in range(2):  # the second answer is remembered
        assert SCHEME.permits(type_id, first, second, role) is permitted


def test_a_statement_in_a_role_and_more_than_two_ends_are_not_judged() -> None:
    here = held()
    event = next(each for each in here.relations.values() if each.is_event)
    inner = next(each for each in here.relations.values() if not each.is_event)
    here.put_relation(replace(event, arguments=(Argument("Target", inner.id, is_relation=True),)))
    ends = [the(here, quote).id for quote in ("base", "army", "Libya")]
    here.put_relation(Relation(99, here.document.id, "LEADS", tuple(Argument("x", each) for each in ends)))
    odd = {
        each.relation
        for relation in here.relations.values()
        for each in marks.arcs_of(relation, here, SCHEME)
        if each.is_odd
    }
    assert not odd & {event.id, 99}
    assert not any(each.is_odd for each in marks.arcs_of(inner, here, None))


def test_the_tooltip_says_why_and_for_what_reason_it_was_waved_through() -> None:
    here = held()
    odd = next(each for each in here.relations.values() if "base" in arcs_source(here, each))
    assert f"{ODD} Leads is not meant to lead from Facility to Geo-political entity." in tooltips.of_relation(
        odd, here, SCHEME
    )
    sound = next(each for each in here.relations.values() if "Ada" in arcs_source(here, each))
    assert ODD not in tooltips.of_relation(sound, here, SCHEME)
    (doubt,) = [each for each in oddities(here, SCHEME, lambda entity: None) if each.record == odd]
    apply(mending.wave(here, doubt, "The base commands it.", by=hand()), here)
    assert "base Leads" in arcs(here), "no sign any more"
    assert arcs(here)["base Leads"] is True, "but dashed"
    assert "Waved through: The base commands it." in tooltips.of_relation(
        here.relations[odd.id], here, SCHEME
    )


def arcs_source(annotations: AnnotationSet, relation: Relation) -> str:
    return annotations.mentions[next(relation.mentions())].quote


@pytest.mark.parametrize("look", [theme.light(), theme.dark()], ids=["light", "dark"])
def test_the_line_has_gaps(look: theme.Theme, make_page: MakePage) -> None:
    drawn = {}
    for name in ("LEADS", "NEAR"):  # from a facility to a place only the second one is permitted
        here = annotated(
            "[base|FAC] and something that stands between the two of them in [Libya|GPE].",
            relations=[(name, "base", "Libya")],
        )
        view = make_page(here, SCHEME, size=(1100, 300))
        view.set_theme(look)
        view.set_density("all")
        image = view.viewport().grab().toImage()
        (route,) = view._canvas.routes()
        (x0, y), (x1, _) = sorted(route.points, key=lambda at: at[1])[:2]
        drawn[name] = _gaps(image, look.paper, sorted((x0, x1)), y)
    assert drawn["LEADS"] > drawn["NEAR"] + 10


def _gaps(image: QImage, paper: str, between: list[float], y: float) -> int:
    """How often the line at ``y`` gives way to the paper."""
    ratio = image.devicePixelRatio()
    line = [
        any(image.pixelColor(int(x * ratio), int(y * ratio) + near) != QColor(paper) for near in (-1, 0, 1))
        for x in range(int(between[0]) + 8, int(between[1]) - 8)
    ]
    return sum(before and not after for before, after in pairwise(line))
