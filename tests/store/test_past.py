"""The history by document, record, person, time and words, a few milliseconds at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.annotations import Mention, Note
from glossator.core.scheme import Label
from glossator.core.spans import Span
from glossator.store import entangled, past
from glossator.store.past import Wanted
from glossator.store.project_file import ProjectFile
from tests.builders import entity, the
from tests.store.world import Desk, filled, quick_folder, records_of


@pytest.fixture
def full(tmp_path: Path) -> Iterator[ProjectFile]:
    with filled(tmp_path) as project:
        yield project


def titles(project: ProjectFile, **wanted: Any) -> list[str]:
    return [row.title for row in project.ask.history(**wanted)]


def test_the_history_of_a_mention_also_of_one_that_was_deleted(full: ProjectFile) -> None:
    desk = Desk(full)
    ada = the(full.ask.annotations(2), "Ada")
    group = replace(ada, subtype="Group")
    desk.write("Make it a group", removed=[ada], added=[group])
    desk.write("Note on it", added=[Note(full.new_id(), ada.id, "why?", 2)])
    desk.write("Something else", added=[entity("X", id=900)])
    expected = ["Note on it", "Make it a group", "Import Meeting"]
    assert titles(full, record=ada.id) == expected
    desk.write("Delete it", removed=[group, *full.ask.notes_on(ada.id)])
    assert titles(full, record=ada.id) == ["Delete it", *expected]
    assert titles(full, record=ada.id, text="GROUP") == ["Make it a group"]
    assert titles(full, record=ada.id, author="Nobody") == []
    assert titles(full, record=12345) == []


def test_the_history_of_relations_entities_documents_notes_and_items_of_the_scheme(full: ProjectFile) -> None:
    desk = Desk(full)
    first = full.ask.annotations(1)
    relation = next(iter(first.relations.values()))
    desk.write("Hedge it", removed=[relation], added=[replace(relation, attributes={"hedged": True})])
    assert titles(full, record=relation.id) == ["Hedge it", "Import Sample"]
    person = entity("Ada Lovelace", id=901)
    desk.write("New person", added=[person])
    desk.write("Countess", removed=[person], added=[replace(person, name="Countess")])
    desk.write("Remark", added=[remark := Note(full.new_id(), 901, "see the letters")])
    assert titles(full, record=901) == ["Remark", "Countess", "New person"]
    assert titles(full, record=remark.id) == ["Remark"]
    document = full.ask.document(2)
    assert document is not None
    desk.write("Done", removed=[document], added=[replace(document, status="done")])
    assert titles(full, record=2) == ["Done", "Import Meeting"]
    label = next(each for each in full.scheme().labels if each.id == "PER")
    desk.write("Rename", removed=[label], added=[replace(label, name="People")])
    assert titles(full, record="label:PER") == ["Rename", "New project with the scheme Small"]
    assert titles(full, record="label:ORG") == ["New project with the scheme Small"]
    assert past.key_of(Label("PER", "x")) == "label:PER"


def test_the_history_of_a_person_and_between_two_moments(full: ProjectFile) -> None:
    bo = Desk(full, author="Bo")
    made = [bo.write(f"Step {number}", added=[entity("X", id=910 + number)]) for number in range(4)]
    assert titles(full, author="Bo") == ["Step 3", "Step 2", "Step 1", "Step 0"]
    assert titles(full, author="Bo", since=made[1].time, until=made[3].time) == ["Step 2", "Step 1"]
    other, ada = full.ask.people()
    assert other == past.Person("Bo", 4, made[0].time, made[3].time)
    assert (ada.name, ada.steps) == ("Ada", 3)
    assert full.ask.history_at([full.ask.place_at(made[2].time) or 0])[0].id == made[2].id
    assert full.ask.place_at(0) is None


@given(data=st.data())
def test_pieces_of_any_size_find_the_same(data: st.DataObject) -> None:
    with quick_folder() as folder, filled(folder) as project:
        desk, bo = Desk(project), Desk(project, author="Bo")
        held = the(project.ask.annotations(2), "Ada")
        for number in range(data.draw(st.integers(0, 12))):
            who = data.draw(st.sampled_from([desk, bo]))
            if data.draw(st.booleans()):
                new = replace(held, origin=f"x{number}")
                who.write(f"Change {number}", removed=[held], added=[new])
                held = new
            else:
                who.write(f"Other {number}", added=[entity("X", id=920 + number)])
        every = project.ask.history()
        wanted = data.draw(
            st.sampled_from(
                [
                    Wanted(),
                    Wanted(document=2),
                    Wanted(record=held.id),
                    Wanted(author="Bo"),
                    Wanted(record=held.id, author="Bo"),
                    Wanted(text="change"),
                ]
            )
        )
        expected = [
            row.id
            for row in every
            if (wanted.document is None or 2 in row.documents)
            and (wanted.record is None or row.title.startswith("Change") or row.title == "Import Meeting")
            and wanted.author in (None, row.author)
            and wanted.text in row.title.casefold()
        ]
        effort, limit = data.draw(st.integers(1, 30)), data.draw(st.integers(1, 5))
        found: list[int] = []
        before: int | None = None
        while True:
            page = project.ask.history_page(wanted, before=before, limit=limit, effort=effort)
            assert len(page.rows) <= limit
            found += [row.id for row in page.rows]
            before = page.rest
            if before is None:
                break
        assert found == expected


def test_the_last_of_a_chain_is_what_can_be_taken_back(full: ProjectFile) -> None:
    desk = Desk(full)
    made = desk.write(added=[entity("X", id=930)])
    assert full.ask.last_of_chain(made.id) == (made.id, False)
    undone = desk.undo(made)
    assert full.ask.last_of_chain(made.id) == (undone.id, True)
    redone = desk.undo(undone)
    assert full.ask.last_of_chain(made.id) == (redone.id, False)
    assert full.ask.last_of_chain(undone.id) == (redone.id, True)


def test_what_holds_on_to_a_step(full: ProjectFile) -> None:
    desk = Desk(full)
    imported = full.ask.history(text="Import Meeting")[0].id
    assert full.ask.holders(imported) == []
    ada = the(full.ask.annotations(2), "Ada")
    group = replace(ada, subtype="Group")
    change = desk.write("Group", removed=[ada], added=[group])
    desk.undo(desk.write("Other", added=[entity("X", id=940)]))
    noted = desk.write("Note", added=[Note(full.new_id(), ada.id, "why?", 2)])
    assert [row.id for row in full.ask.holders(imported)] == [noted.id, change.id]
    assert full.ask.holders(change.id) == []
    undone = desk.undo(change)
    assert [row.id for row in full.ask.holders(imported)] == [noted.id], "what was taken back holds nothing"
    again = desk.undo(undone)
    assert [row.id for row in full.ask.holders(imported)] == [noted.id, change.id]
    assert full.ask.holders(again.id) == []
    gone = desk.write("Remove", removed=records_of(full.ask.annotations(2)))
    assert [row.id for row in full.ask.holders(again.id)] == [gone.id], "a record cannot change that is gone"
    assert full.ask.holders(12345) == []


def test_of_very_many_later_steps_those_are_told_that_wrote_last(
    full: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then not every step is read, as the window waits for it."""
    desk = Desk(full)
    imported = full.ask.history(text="Import Meeting")[0].id
    monkeypatch.setattr(entangled, "EFFORT", 2)
    text = full.ask.text_of(1)
    ada, meeting = the(full.ask.annotations(2), "Ada"), full.ask.annotations(2).document
    between = desk.write("Between", removed=[ada], added=[replace(ada, subtype="Group")])
    last = desk.write("Group", removed=between.added, added=[replace(ada, subtype="Group", origin="x")])
    noted = desk.write("Note", added=[Note(full.new_id(), ada.id, "why?", 2)])
    made = desk.write("New label", added=[Label("NEW", "New")])
    for _ in range(3):
        desk.write("Other", added=[Mention(full.new_id(), 1, "PER", (Span(0, 2),), text[:2])])
    held = [row.id for row in full.ask.holders(imported)]
    assert held == [noted.id, last.id]
    used = desk.write(
        "Use it", removed=last.added, added=[replace(ada, subtype="Group", origin="x", label="NEW")]
    )
    tagged = desk.write("Status", removed=[meeting], added=[replace(meeting, status="done")])
    for _ in range(3):
        desk.write("Other", added=[Mention(full.new_id(), 1, "PER", (Span(0, 2),), text[:2])])
    assert [row.id for row in full.ask.holders(imported)] == [tagged.id, used.id, noted.id]
    assert [row.id for row in full.ask.holders(made.id)] == [used.id]


def test_what_is_of_a_label_holds_on_to_it(full: ProjectFile) -> None:
    desk = Desk(full)
    made = desk.write("New label", added=[Label("NEW", "New")])
    ada = the(full.ask.annotations(2), "Ada")
    used = desk.write("Use it", removed=[ada], added=[replace(ada, label="NEW")])
    assert [row.id for row in full.ask.holders(made.id)] == [used.id]


def test_what_a_record_is_called(full: ProjectFile) -> None:
    first = full.ask.annotations(1)
    assert full.ask.called(the(first, "Ada").id) == "Ada"
    assert full.ask.called(1) == "Sample"
    assert full.ask.called(next(iter(first.relations))) == "LEADS"
    assert full.ask.called(next(iter(first.notes))) == "who?"
    assert full.ask.called(12345) == "something deleted"
