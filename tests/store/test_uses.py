"""Which records use an item of the scheme: counted by document, and read page by page."""

from __future__ import annotations

import pytest

from glossator.store import uses
from glossator.store.project_file import ProjectFile
from glossator.store.uses import Use
from tests.builders import annotated
from tests.store.world import Desk


@pytest.fixture
def told(desk: Desk, project: ProjectFile) -> ProjectFile:
    """Three documents: two of them speak of people, one has an event."""
    desk.bring(annotated("[Ada|PER] and [Bob|PER]", relations=[("NEAR", "Ada", "Bob")], name="B", id=1))
    desk.bring(
        annotated(
            "[Cy|PER] [attacked|EVT] [Tobruk|GPE]",
            events=[("ATTACK", "attacked", {"Agent": "Cy"})],
            name="a",
            id=2,
        )
    )
    desk.bring(annotated("[Tobruk|GPE]", name="c", id=3))
    return project


def test_uses_are_counted_by_document_the_most_first(told: ProjectFile) -> None:
    assert told.ask.uses_of_label("PER") == [Use(1, "B", 2), Use(2, "a", 1)]
    assert told.ask.uses_of_label("GPE") == [Use(2, "a", 1), Use(3, "c", 1)]
    assert told.ask.uses_of_label("nothing") == []
    assert told.ask.uses_of_type("ATTACK") == [Use(2, "a", 1)]
    assert told.ask.uses_of_type("LEADS") == []


@pytest.mark.parametrize("page", [1, 2, 3, 2_000])
def test_records_come_page_by_page_each_once(
    told: ProjectFile, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uses, "_PAGE", page)
    assert [each.quote for each in told.ask.mentions_labelled("PER")] == ["Ada", "Bob", "Cy"]
    assert [each.type for each in told.ask.relations_of_type("NEAR")] == ["NEAR"]
    assert list(told.ask.mentions_labelled("nothing")) == []
    assert list(told.ask.relations_of_type("nothing")) == []


@pytest.mark.parametrize("page", [1, 2_000])
def test_records_with_an_attribute_not_those_that_only_speak_of_it(
    desk: Desk, project: ProjectFile, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uses, "_PAGE", page)
    made = annotated("[Ada|PER] and [Bob|PER] and [Cy|PER]", relations=[("NEAR", "Ada", "Bob")], id=1)
    ada, bob, cy = sorted(made.mentions.values(), key=lambda each: each.start)
    from dataclasses import replace

    made.put_mention(replace(ada, attributes={"level": "NOM"}))
    made.put_mention(replace(bob, attributes={"comment": 'he said "level": three'}))
    made.put_mention(replace(cy, attributes={"level": "PRO", "comment": "x"}))
    (near,) = made.relations.values()
    made.put_relation(replace(near, attributes={"level": "odd"}))
    desk.bring(made)
    assert [each.attributes["level"] for each in project.ask.records_with("level")] == ["NOM", "PRO", "odd"]
    assert list(project.ask.records_with("lev")) == []


def test_identities_of_a_type(full: ProjectFile) -> None:
    (known,) = full.ask.entities()
    assert full.ask.entities_of_type(known.entity.type) == [known.entity]
    assert full.ask.entities_of_type("VEH") == []
