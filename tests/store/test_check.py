"""What a check of a project finds, and that it changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from glossator.core.errors import GlossatorError
from glossator.store import replay
from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from tests.bench.large_project import Scale, build
from tests.builders import annotated, entity
from tests.store.world import Desk, filled

SPOILT = {
    "a text that was altered": (
        "UPDATE text SET body=replace(body, 'Ada', 'Bea')",
        "is not the one that was imported",
    ),
    "a text that grew": ("UPDATE text SET body=body||'!'", "characters instead of"),
    "a quote that is not there": (
        "UPDATE mention SET quote='Eve' WHERE id=1001",
        "quotes “Eve”, which is not what",
    ),
    "a mention outside of the text": (
        'UPDATE mention SET "end"=9999 WHERE id=1001',
        "lies outside of the text",
    ),
    "a mention before the text": ("UPDATE mention SET start=-1 WHERE id=1001", "lies outside of the text"),
    "a note on nothing": ("UPDATE note SET target=4", "is on nothing"),
    "a relation into another document": (
        "UPDATE argument SET mention=2001 WHERE relation=1006 AND ord=0",
        "reaches into another document",
    ),
    "a trigger of another document": (
        'UPDATE relation SET "trigger"=2001 WHERE "trigger" IS NOT NULL',
        "reaches into another document",
    ),
    "a mention of a document that is not there": (
        "UPDATE mention SET document=9 WHERE id=1001",
        "refers to a document that is not there",
    ),
    "a label in use that was taken out": (
        "UPDATE item SET present=0 WHERE id='PER'",
        "“PER” is used but was taken",
    ),
    "a count of a document": (
        "UPDATE stat_document SET mentions=1 WHERE document=1",
        "The count of a document",
    ),
    "a count of a label": ("UPDATE stat_label SET n=n+1", "The count of a label is wrong"),
    "a count of a label in a document": (
        "UPDATE stat_document_label SET mentions=9 WHERE document=1",
        "The count of a label in a document is wrong",
    ),
    "a count of an entity": ("UPDATE stat_entity SET documents=7", "The count of an entity is wrong"),
    "a count of a quoted text": ("DELETE FROM stat_quote", "The count of a quoted text is wrong"),
    "a count of what relations join": (
        "UPDATE stat_pair SET second_label=first_label",
        "The count of what a type of relation joins is wrong",
    ),
    "a count of a day": (
        "UPDATE stat_made SET mentions=mentions+1",
        "The count of mentions by the day they were made on is wrong",
    ),
    "a relation that joins something else": (
        "UPDATE pair SET second_label=first_label",
        "The count of what a relation joins is wrong",
    ),
    "a view of another kind": ("DROP VIEW notes", "view “notes” is not as Glossator makes it"),
    "a count too many": ("INSERT INTO stat_label VALUES (1, 'none', '', 1)", "The count of a label is wrong"),
    "a mention that was changed past the journal": (
        "UPDATE mention SET subtype='Group' WHERE id=1001",
        "The mention 00000000000z9 is not what the journal says",
    ),
    "a mention that was deleted past the journal": (
        "DELETE FROM mention WHERE id=1003",
        "is not what the journal says",
    ),
    "a label that was changed past the journal": (
        "UPDATE item SET spec=replace(spec, 'Person', 'Human') WHERE id='PER'",
        "The label PER is not what the journal says",
    ),
    "an entity past the journal": (
        "INSERT INTO entity(id, ver, name, type, author, created) VALUES (7, 1, 'X', '', 1, 0)",
        "The entity 0000000000007 is not what the journal says",
    ),
    "attributes that are no JSON": (
        "UPDATE mention SET attributes='{' WHERE id=1001",
        "A record of the project is damaged",
    ),
    "an item that is no item": (
        """UPDATE item SET spec='{"id":1}' WHERE id='PER'""",
        "cannot be understood (Malformed",
    ),
    "a value of another type than its column": (
        "UPDATE sqlite_schema SET sql=replace(sql, 'quote TEXT', 'quote BLOB') WHERE name='mention'",
        "The file is damaged: non-BLOB value in mention.quote",
    ),
    "a mention that ends before it begins": (
        'UPDATE mention SET "end"=-1 WHERE id=1001',
        "lies outside of the text",
    ),
    "a foreign table": ("CREATE TABLE mine(x)", "that Glossator did not make: “mine”"),
    "a trigger": (
        "CREATE TRIGGER t AFTER INSERT ON note BEGIN DELETE FROM mention; END",
        "did not make: “t”",
    ),
    "a missing index": ("DROP INDEX mention_label", "“mention_label” is not as Glossator makes it"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_a_fault_is_found_and_told(full: ProjectFile, what: str) -> None:
    assert check(full.path) == []
    statement, sentence = SPOILT[what]
    full._database.run("PRAGMA foreign_keys=OFF")
    full._database.run("PRAGMA ignore_check_constraints=ON")
    full._database.run("PRAGMA writable_schema=ON")
    full._database.run(statement)
    faults = check(full.path)
    assert any(sentence in fault for fault in faults), faults


def test_a_check_writes_nothing_and_needs_no_lock(tmp_path: Path) -> None:
    project = filled(tmp_path)
    assert check(project.path) == []
    project.close()
    before, when = project.path.read_bytes(), project.path.stat().st_mtime_ns
    assert check(project.path) == []
    assert (project.path.read_bytes(), project.path.stat().st_mtime_ns) == (before, when)
    assert [each.name for each in tmp_path.iterdir()] == ["work.gloss"]


def test_many_faults_of_one_kind_are_counted(full: ProjectFile) -> None:
    Desk(full).bring(annotated("[x|PER] " * 30, name="Many", id=3), entity("X", id=70))
    full._database.run("UPDATE mention SET quote='y' WHERE document=3")
    faults = check(full.path)
    assert sum("quotes “y”" in fault for fault in faults) == 20
    assert "… and 10 more of this kind." in faults


def test_a_file_with_a_damaged_page_is_told_not_raised(full: ProjectFile) -> None:
    Desk(full).bring(annotated("[word|PER] " * 3000, name="Long", id=3))
    full.close()
    content = bytearray(full.path.read_bytes())
    page = len(content) // 4096 - 6
    content[page * 4096 : (page + 3) * 4096] = b"\xaa" * 4096 * 3
    full.path.write_bytes(content)
    faults = check(full.path)
    assert any("damaged" in fault for fault in faults)


def test_what_is_no_project_is_an_error_not_a_fault(tmp_path: Path) -> None:
    with pytest.raises(GlossatorError, match="There is no file"):
        check(tmp_path / "nothing.gloss")


def test_the_project_that_is_made_for_measuring_is_a_whole_one(tmp_path: Path) -> None:
    path = build(tmp_path / "large.gloss", Scale(documents=30, mentions=20, relations=5))
    assert check(path) == []
    with ProjectFile.open(path) as project:
        assert sum(each.mentions for each in project.ask.label_counts()) == 600
        assert sum(each.relations for each in project.ask.relation_pairs()) == 150
        last = project.ask.change(project.ask.history()[0].id)
        assert last is not None
        Desk(project).undo(last)
        assert project.ask.document_count() == 0
    assert check(path) == []


def test_a_check_tells_how_far_it_is_and_can_be_ended(
    full: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.close()
    monkeypatch.setattr("glossator.store.driver._WATCH_STEPS", 10)
    told: list[tuple[int, int]] = []
    assert check(full.path, progress=lambda done, total: told.append((done, total))) == []
    assert len({done for done, _ in told}) > 8
    assert told == sorted(told)
    assert all(0 <= done <= total for done, total in told)

    class Enough(Exception):
        pass

    def end(done: int, total: int) -> None:
        if done >= total // 2:
            raise Enough

    with pytest.raises(Enough):
        check(full.path, progress=end)


def test_the_replay_tells_how_far_it_is(full: ProjectFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossator.store.replay._AT_ONCE", 3)
    shares: list[float] = []
    assert list(replay.faults(full._database, shares.append)) == []
    assert shares == sorted(shares)
    assert len(set(shares)) > 3
    assert 0 < shares[0] <= shares[-1] <= 1


def test_a_whole_project_is_checked_without_a_look_at_single_records(
    full: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What keeps a check of millions within minutes."""

    def look(*_: object) -> None:
        raise AssertionError("one by one")

    for slow in ("glossator.store.replay._by_record", "glossator.store.check._differing"):
        monkeypatch.setattr(slow, look)
    assert check(full.path) == []


@pytest.mark.parametrize("undone", [False, True])
def test_records_that_are_said_in_another_order_are_the_same(full: ProjectFile, *, undone: bool) -> None:
    """Attributes have no order, a number may be written with a point or without, empty says as much as nothing."""
    desk = Desk(full)
    old = full.ask.mentions_by_id([1001])[1001]
    new = replace(old, attributes={"level": "Name", "hedged": True}, confidence=1, origin="x", author="Cy")
    turned = replace(new, attributes={"hedged": True, "level": "Name"})
    made = desk.write("Change", removed=[old], added=[new])
    if undone:
        desk.undo(made)
    else:
        desk.write("Change again", removed=[turned], added=[replace(turned, confidence=None, origin="")])
    assert check(full.path) == []


def test_an_index_that_leaves_out_a_row_is_told(full: ProjectFile) -> None:
    full.close()
    connection = dbapi2.connect(str(full.path), isolation_level=None)
    whole = "SELECT sql FROM sqlite_schema WHERE name='mention_document'"
    (sql,) = connection.execute(whole).fetchone()
    change = "UPDATE sqlite_schema SET sql=? WHERE name='mention_document'"
    for each in (f"{sql} WHERE start>6", sql):  # made of some rows only, then called one of all
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(change, (each,))
        connection.close()
        connection = dbapi2.connect(str(full.path), isolation_level=None)
        if each != sql:
            connection.execute("REINDEX mention_document")
    connection.close()
    assert any("missing from index mention_document" in each for each in check(full.path))


def test_a_part_of_the_schema_that_is_no_unicode_is_told(full: ProjectFile) -> None:
    full.close()
    content = full.path.read_bytes()
    assert b"CREATE VIEW notes" in content
    full.path.write_bytes(content.replace(b"CREATE VIEW notes AS", b"CREATE VIEW notes \xff\xfeS"))
    assert check(full.path)
