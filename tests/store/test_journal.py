"""The journal: each Change comes back equal, few bytes are used, undo and redo live in it, tampering shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from glossator.core.annotations import Mention
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.core.history import History
from glossator.core.spans import Span
from glossator.store import journal, packing, reading
from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from tests.builders import NOON, annotated, entity, the
from tests.store.world import Desk, Model, attack, key, new_project, quick_folder, records_of


def mention(desk: Desk, number: int) -> Mention:
    start = 7 * number
    return Mention(
        desk.project.new_id(), 1, "PER", (Span(start, start + 6),), "abcdef", author="Ada", created=NOON
    )


def long_document(desk: Desk) -> None:
    desk.bring(annotated("abcdef " * 6000, name="Long", id=1))


def test_a_change_of_every_kind_of_record_comes_back_equal(project: ProjectFile, desk: Desk) -> None:
    annotations = attack()
    first = desk.bring(annotations, entity("Ada Lovelace"))
    ada = the(annotations, "Ada")
    second = desk.write(
        "Change what can be changed",
        removed=[ada, *annotations.notes.values(), entity("Ada Lovelace")],
        added=[
            replace(
                ada,
                fragments=(Span(0, 1), Span(2, 3)),
                quote="A … a",
                entity=7,
                attributes={"level": "Name", "tags": ("a", "b"), "size": 1.5, "hedged": True},
                author="Bo",
                created=5,
                origin="suggestion:rule",
                confidence=0.25,
            ),
            entity("Ada", id=7),
        ],
        origin="merge",
    )
    assert project.ask.change(first.id) == replace(first, texts={})
    assert project.ask.change(second.id) == second
    assert project.ask.change(1) is None


def test_a_single_tag_costs_few_bytes_and_many_at_once_cost_fewer(project: ProjectFile, desk: Desk) -> None:
    long_document(desk)
    single = replace(desk.change("Tag “abcdef” as Person", added=[mention(desk, 0)]), time=NOON)
    project.write(single)
    many = desk.write("Import", added=[mention(desk, number) for number in range(1, 5000)])
    sizes = dict(project._database.rows("SELECT id, length(CAST(body AS BLOB)) FROM action"))
    assert sizes[single.id] <= 60
    assert sizes[many.id] / 4999 <= 12
    assert project.ask.change(many.id) == many


def test_a_tag_costs_no_more_than_it_should_on_the_disk() -> None:
    sizes = []
    with quick_folder() as folder, new_project(folder) as project:
        desk = Desk(project)
        long_document(desk)
        for count in (0, 2000):
            for number in range(count):
                change = desk.change("Tag “abcdef” as Person", added=[mention(desk, number)])
                project.write(replace(change, time=NOON))
            sizes.append(project._database.one("PRAGMA page_count")[0] * 4096)
    assert (sizes[1] - sizes[0]) / 2000 <= 330, "mention and two indexes, journal and three indexes"


def test_replaying_the_journal_gives_the_tables(full: ProjectFile) -> None:
    desk = Desk(full)
    annotations = full.ask.annotations(1)
    ada = the(annotations, "Ada")
    changed = desk.write(removed=[ada], added=[replace(ada, subtype="Group")])
    desk.undo(changed)
    desk.write(removed=records_of(full.ask.annotations(2)))
    model = Model()
    for action in journal.actions(full._database):
        model.follow(journal.decode(action))
    stored = {key(each): each for each in reading.every_record(full._database, full._names)}
    assert model.records == stored


def test_undo_and_redo_survive_closing(full: ProjectFile) -> None:
    desk = Desk(full)
    ada = the(full.ask.annotations(1), "Ada")
    group = replace(ada, subtype="Group")
    desk.write("Make it a group", removed=[ada], added=[group])
    full.close()

    def step(target: str) -> None:
        with ProjectFile.open(full.path) as project:
            history = History(project.ask.steps("Ada"))
            wanted = history.to_undo.id if target == "undo" and history.to_undo else history.redo_target
            assert wanted is not None
            change = project.ask.change(wanted)
            assert change is not None
            Desk(project).undo(change)

    for target, expected in (("undo", ada), ("redo", group), ("undo", ada), ("redo", group)):
        step(target)
        with ProjectFile.open(full.path, read_only=True) as project:
            assert project.ask.record(ada.id) == expected, target
            history = History(project.ask.steps("Ada"))
            assert history.to_undo is not None
            assert (history.to_undo.title == "Make it a group") is (target == "redo")
    assert check(full.path) == []


def test_undone_is_told_through_a_chain_of_undo_and_redo(full: ProjectFile) -> None:
    desk = Desk(full)
    change = desk.write("Identity", added=[entity("Countess", id=77)])
    states = []
    current: Change = change
    for _ in range(4):
        states.append({row.id: row.undone for row in full.ask.history()}[change.id])
        current = desk.undo(current)
    assert states == [False, True, False, True]


def test_undo_and_redo_may_take_turns_as_often_as_one_likes(full: ProjectFile) -> None:
    desk = Desk(full)
    made = desk.write("Identity", added=[entity("Countess", id=77)])
    full._database.run(
        "WITH RECURSIVE turn(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM turn WHERE n < 3000)"
        " INSERT INTO action(id, site, seq, time, author, title, origin, undoes, n, chain, body)"
        " SELECT 9000 + n, 1, 9000 + n, 0, 1, 'x', '', CASE n WHEN 1 THEN ? ELSE 8999 + n END, 0, zeroblob(16), '[]'"
        " FROM turn",
        (made.id,),
    )
    newest, before = full.ask.history(limit=2)
    assert (newest.undone, before.undone) == (False, True)
    (row,) = full.ask.history(before=9001, limit=1)
    assert (row.id, row.undone) == (made.id, False), "taken back and done again 1,500 times"


def test_steps_are_those_of_one_author_and_the_last_ones(full: ProjectFile) -> None:
    bo = Desk(full, author="Bo")
    first = bo.write("One", added=[entity("X", id=70)])
    second = bo.undo(first)
    third = bo.write("Two", added=[entity("Y", id=71)])
    assert [step[:3] for step in full.ask.steps("Bo")] == [
        (first.id, "One", None),
        (second.id, "Undo: One", first.id),
        (third.id, "Two", None),
    ]
    assert [step.title for step in full.ask.steps("Bo", limit=2)] == ["Undo: One", "Two"]
    assert [step.title for step in full.ask.steps()] == [
        "Import Sample",
        "Import Meeting",
        "One",
        "Undo: One",
        "Two",
    ]
    assert [step.author for step in full.ask.steps("Nobody")] == ["Bo"], "what others took back is followed"
    assert History(full.ask.steps("Nobody"), author="Nobody").to_undo is None


def test_the_history_is_paged_and_told_by_document(full: ProjectFile) -> None:
    desk = Desk(full)
    both = [the(full.ask.annotations(each), "Ada") for each in (1, 2)]
    change = desk.write("Both", removed=both, added=[replace(each, origin="x") for each in both])
    titles = ["Both", "Import Meeting", "Import Sample", "New project with the scheme Small"]
    rows = full.ask.history()
    assert [row.title for row in rows] == titles
    assert [row.documents for row in rows] == [(1, 2), (2,), (1,), ()]
    assert (rows[0].author, rows[0].time, rows[0].changes, rows[0].undoes) == ("Ada", change.time, 2, None)
    assert [row.title for row in full.ask.history(limit=1)] == titles[:1]
    assert [row.title for row in full.ask.history(before=rows[1].id)] == titles[2:]
    assert [row.title for row in full.ask.history(document=2)] == titles[:2]
    assert [row.title for row in full.ask.history(document=1, before=rows[0].id)] == titles[2:3]


TAMPERING = {
    "the title": "UPDATE action SET title='Import Nothing' WHERE place=2",
    "the time": "UPDATE action SET time=time+1 WHERE place=2",
    "the author": "UPDATE person SET name='Mallory' WHERE name='Ada'",
    "the body": "UPDATE action SET body='[[],[]]' WHERE place=4",
}


@pytest.mark.parametrize("what", TAMPERING)
def test_an_altered_row_shows(full: ProjectFile, what: str) -> None:
    Desk(full).write("Identity", added=[entity("Countess", id=77)])
    assert check(full.path) == []
    full._database.run(TAMPERING[what])
    assert any("was altered after it was written" in fault for fault in check(full.path))


def test_a_missing_row_shows(full: ProjectFile) -> None:
    full._database.run("PRAGMA foreign_keys=OFF")
    full._database.run("DELETE FROM action WHERE place=2")
    assert "The journal lacks the steps 2 to 2." in check(full.path)


def test_a_missing_end_shows(full: ProjectFile) -> None:
    full._database.run("PRAGMA foreign_keys=OFF")
    full._database.run("DELETE FROM action WHERE place=3")
    assert any(fault.startswith("The end of the journal is not the one") for fault in check(full.path))


@pytest.mark.parametrize("body", ["X'00'", "'[]'", "'[[],[[\"ghost\",{}]]]'", "'{'", "'[[],[[\"m\",1]]]'"])
def test_a_row_that_cannot_be_read_is_told(full: ProjectFile, body: str) -> None:
    newest = full.ask.history()[0]
    full._database.run(f"UPDATE action SET body={body} WHERE id={newest.id}")
    with pytest.raises(GlossatorError, match="Step 3 of the history, “Import Meeting”, is damaged"):
        full.ask.change(newest.id)
    assert any("Step 3 of the history" in fault for fault in check(full.path))


def test_the_chain_starts_anew_in_each_project(tmp_path: Path) -> None:
    chains = set()
    for name in ("a.gloss", "b.gloss"):
        with new_project(tmp_path, name) as project:
            chains.add(project._database.one("SELECT chain FROM site")[0])
    assert len(chains) == 2


@pytest.mark.parametrize(("gone", "new"), [(0, 5000), (5000, 0), (3001, 2000), (1999, 2), (1, 1)])
def test_a_long_step_is_written_and_read_in_pieces(gone: int, new: int) -> None:
    records = tuple(
        Mention(1000 + each, 7, "PER", (Span(each, each + 3),), "a\nb],[") for each in range(gone + new)
    )
    change = Change(5, "Much", "Ada", 1, removed=records[:gone], added=records[gone:])
    row = journal.Action(1, 5, "s", 1, 1, "Ada", "Much", "", None, 7, 3, b"", packing.packed(change, 7))
    read = journal.decode(row)
    assert (read.removed, read.added) == (change.removed, change.added)
