"""A project file at rest, open and between: its side files, its ids, what it refuses to write."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from glossator.core.annotations import Argument, Note, Relation
from glossator.core.errors import GlossatorError
from glossator.core.ids import COUNTER_BITS
from glossator.core.scheme import Label
from glossator.store import driver, journal
from glossator.store.check import check
from glossator.store.driver import IntegrityError
from glossator.store.project_file import ProjectFile
from glossator.store.schema import FORMAT
from glossator.store.writer import Stale
from tests.builders import annotated, entity, scheme, the
from tests.store.world import Desk, attack, environment, filled, names_in, new_project, records_of


def test_one_file_is_left_after_closing(tmp_path: Path) -> None:
    project = filled(tmp_path)
    assert names_in(tmp_path) == {"work.gloss", "work.gloss-wal", "work.gloss-shm", ".work.gloss.lock"}
    project.close()
    project.close()
    assert names_in(tmp_path) == {"work.gloss"}
    with ProjectFile.open(tmp_path / "work.gloss"):
        pass
    assert names_in(tmp_path) == {"work.gloss"}


def test_all_files_are_for_the_owner_alone(tmp_path: Path) -> None:
    project = filled(tmp_path)
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    project.close()
    assert set(modes.values()) == {0o600}, modes


def test_the_file_is_marked_as_ours_and_works_as_the_design_says(project: ProjectFile) -> None:
    database = project._database
    told = {
        name: database.one(f"PRAGMA {name}")[0]
        for name in (
            "application_id",
            "user_version",
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "page_size",
        )
    }
    assert told == {
        "application_id": 0x474C4F53,
        "user_version": FORMAT,
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "page_size": 4096,
    }
    strict = dict(
        database.rows(
            "SELECT name, strict FROM pragma_table_list WHERE schema='main' AND type='table'"
            " AND name<>'sqlite_schema'"
        )
    )
    assert strict
    assert set(strict.values()) == {1}
    assert tuple(map(int, driver.version().split("."))) >= (3, 51, 3), (
        "older ones may corrupt a file in WAL mode"
    )


def test_on_a_network_share_there_is_no_wal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossator.store.places.is_network", lambda path: True)
    project = filled(tmp_path)
    database = project._database
    assert database.one("PRAGMA journal_mode")[0] == "truncate"
    assert database.one("PRAGMA locking_mode")[0] == "exclusive"
    assert database.one("PRAGMA synchronous")[0] == 2
    assert not names_in(tmp_path) & {"work.gloss-wal", "work.gloss-shm"}
    monkeypatch.setattr(driver, "_BUSY_SECONDS", 0.01)
    with pytest.raises(GlossatorError, match="Another program is using"):
        ProjectFile.open(project.path, read_only=True).ask.documents()
    project.close()
    assert names_in(tmp_path) == {"work.gloss"}
    assert check(tmp_path / "work.gloss") == []


def test_opening_and_reading_does_not_load_sqlite_utils(tmp_path: Path) -> None:
    filled(tmp_path).close()
    script = (
        "import sys; from pathlib import Path; from glossator.store.project_file import ProjectFile\n"
        "with ProjectFile.open(Path(sys.argv[1])) as project:\n"
        "    project.scheme(); project.ask.annotations(1); project.ask.steps(); project.ask.documents()\n"
        "print(sorted({'sqlite_utils', 'numpy', 'click', 'dateutil', 'sqlite3'} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "work.gloss")],
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert (found.stdout.strip(), found.stderr) == ("[]", "")


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    kept = tmp_path / "work.gloss"
    kept.write_bytes(b"precious")
    with pytest.raises(GlossatorError, match="already a file “work.gloss”"):
        new_project(tmp_path)
    assert kept.read_bytes() == b"precious"
    assert names_in(tmp_path) == {"work.gloss"}


def test_a_project_cannot_be_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GlossatorError, match="cannot be made in .*No such file"):
        new_project(tmp_path / "nowhere")


def test_nothing_is_left_of_a_project_whose_scheme_could_not_be_written(tmp_path: Path) -> None:
    broken = replace(scheme(), labels=(replace(scheme().labels[0], name=object()),))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        ProjectFile.create(tmp_path / "work.gloss", title="", scheme=broken, author="")
    assert names_in(tmp_path) == set()


def test_a_file_is_opened_by_its_own_name_under_any_other(tmp_path: Path) -> None:
    filled(tmp_path).close()
    (tmp_path / "other.gloss").symlink_to(tmp_path / "work.gloss")
    with ProjectFile.open(tmp_path / "other.gloss") as project:
        assert project.path == tmp_path / "work.gloss"
        assert (tmp_path / ".work.gloss.lock").exists()


def test_a_prefix_that_is_in_the_file_is_not_drawn_again(project: ProjectFile, desk: Desk) -> None:
    change = desk.bring(attack())
    assert project._is_taken(change.id >> COUNTER_BITS)
    assert not project._is_taken((change.id >> COUNTER_BITS) + 1)
    assert project._is_taken(0), "the records of the document have small ids"


def test_a_change_made_from_what_is_no_longer_so_is_refused(full: ProjectFile) -> None:
    ada = the(full.ask.annotations(1), "Ada")
    Desk(full, author="Bo").write(removed=[ada], added=[replace(ada, subtype="Group")])
    before = full.ask.history()
    with pytest.raises(Stale, match=r"The mention “Ada” was changed in the meantime by Bo \(20\d\d-") as told:
        Desk(full).write(removed=[ada], added=[replace(ada, label="ORG")])
    assert "Nothing was written." in str(told.value)
    assert full.ask.record(ada.id) == replace(ada, subtype="Group")
    assert full.ask.history() == before


def test_what_was_never_there_is_told_without_a_name(full: ProjectFile) -> None:
    ada = the(full.ask.annotations(1), "Ada")
    with pytest.raises(Stale, match="The mention “Ada” was deleted in the meantime[.]"):
        Desk(full).write(removed=[replace(ada, id=31)])


@pytest.mark.parametrize("kind", ["mention", "relation", "note", "entity", "document", "label"])
def test_what_was_deleted_in_the_meantime_is_named_with_who_did_it(tmp_path: Path, kind: str) -> None:
    with new_project(tmp_path) as project:
        desk = Desk(project)
        annotations = annotated(
            "[Ada|PER] [Bo|PER]", relations=[("SAME_AS", "Ada", "Bo")], notes=[("Bo", "?")]
        )
        desk.bring(annotations, entity("X"))
        everything = {
            "mention": the(annotations, "Ada"),
            "relation": next(iter(annotations.relations.values())),
            "note": next(iter(annotations.notes.values())),
            "entity": entity("X"),
            "document": annotations.document,
            "label": scheme().labels[-1],
        }
        bo = Desk(project, author="Bo")
        bo.write(removed=[*records_of(annotations), entity("X"), scheme().labels[-1]])
        with pytest.raises(Stale, match=f"The {kind} .* was deleted in the meantime by Bo"):
            desk.write(removed=[everything[kind]])  # type: ignore[list-item]


def test_a_record_that_is_already_there_is_not_made_twice(full: ProjectFile) -> None:
    ada = the(full.ask.annotations(1), "Ada")
    with pytest.raises(Stale, match="“Ada” was changed in the meantime"):
        Desk(full).write(added=[replace(ada, label="ORG")])
    with pytest.raises(Stale, match="“Person” was changed in the meantime"):
        Desk(full).write(added=[scheme().labels[0]])
    assert full.ask.record(ada.id) == ada


def test_what_others_hold_on_to_cannot_be_taken_back(full: ProjectFile) -> None:
    desk = Desk(full)
    ada = the(full.ask.annotations(1), "Ada")
    made = desk.write("New identity", added=[entity("Countess", id=77)])
    desk.write(removed=[ada], added=[replace(ada, entity=77)])
    with pytest.raises(Stale, match="cannot be taken back, because later work holds on"):
        desk.undo(made)
    assert full.ask.entity(77) == entity("Countess", id=77)


def test_records_that_contradict_each_other_are_a_bug(full: ProjectFile) -> None:
    desk = Desk(full)
    annotations, other = full.ask.annotations(1), full.ask.annotations(2)
    ada, relation = the(annotations, "Ada"), next(iter(annotations.relations.values()))
    stranger = the(other, "Babbage")
    contradictions = {
        "a mention is needed": {"removed": [ada]},
        "lost what it is on": {
            "removed": [ada, *annotations.relations.values()],
        },
        "is on nothing": {"added": [Note(5000, 4999, "?", 1)]},
        "into another document": {
            "removed": [relation],
            "added": [replace(relation, arguments=(Argument("Arg1", stranger.id),))],
        },
        "trigger reaches into another document": {"added": [Relation(5001, 1, "ATTACK", (), stranger.id)]},
        "has no label": {"added": [replace(ada, id=5002, label="NEW")]},
        "has no type": {"added": [Relation(5003, 1, "NEW")]},
        "still used": {"removed": [scheme().labels[0]]},
        "relation type still used": {"removed": [scheme().relation_types[0]]},
        "event type still used": {"removed": [scheme().event_types[0]]},
        "cannot move": {"removed": [ada], "added": [replace(ada, document=2)]},
        "is missing": {"added": [replace(annotations.document, id=9, digest="00" * 32)]},
        "no entity": {"removed": [ada], "added": [replace(ada, entity=12)]},
    }
    before = full.ask.history()
    for fault, change in contradictions.items():
        with pytest.raises(IntegrityError):
            desk.write(fault, **change)  # type: ignore[arg-type]
        assert full.ask.history() == before, fault
    with pytest.raises(IntegrityError, match="not the one of the digest"):
        desk.write(texts={"00" * 32: "something else"})
    assert full.ask.annotations(1).mentions == annotations.mentions
    assert full.scheme() == scheme()
    assert check(full.path) == []


def test_the_scheme_changes_like_everything_else_and_back_again(project: ProjectFile, desk: Desk) -> None:
    first, second, third, *_ = scheme().labels
    renamed = desk.write(removed=[second], added=[replace(second, name="Body")])
    dropped = desk.write(removed=[first, third])
    kinds = ("label", "relation_types", "event_types", "attributes")
    assert [each.name for each in project.scheme().labels[:2]] == ["Body", "Location"]
    desk.undo(dropped)
    desk.undo(renamed)
    assert project.scheme() == scheme(), f"in the old order, {kinds}"
    assert check(project.path) == []


def test_a_copy_holds_everything_and_is_closed(
    full: ProjectFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, kept = tmp_path / "copy.gloss", []
    monkeypatch.setattr(os, "fsync", lambda handle: kept.append(os.fstat(handle).st_ino))
    full.save_copy(copy)
    wanted = [copy.stat().st_ino, tmp_path.stat().st_ino]
    assert kept == wanted, "SQLite brings neither a copy to the disk nor its name"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert check(copy) == []
    with ProjectFile.open(copy) as project:
        assert project.ask.annotations(1).mentions == full.ask.annotations(1).mentions
        assert project.ask.history() == full.ask.history()
    with pytest.raises(GlossatorError, match="already a file “copy.gloss”"):
        full.save_copy(copy)
    with pytest.raises(GlossatorError, match="cannot be written: No such file"):
        full.save_copy(tmp_path / "nowhere" / "copy.gloss")
    with full._database.transaction(), pytest.raises(dbapi2.OperationalError, match="VACUUM"):
        full.save_copy(tmp_path / "late.gloss")
    assert not (tmp_path / "late.gloss").exists(), "half a copy is none"


def test_a_reader_beside_the_writer_sees_what_was_saved_and_writes_nothing(full: ProjectFile) -> None:
    with ProjectFile.open(full.path, read_only=True) as reader:
        assert reader.read_only
        Desk(full, author="A new name").bring(annotated("[Eve|PER]", name="Third", id=3))
        assert the(reader.ask.annotations(3), "Eve").author == "Ada"
        assert reader.ask.history()[0].author == "A new name"
        with pytest.raises(GlossatorError, match="open to read only"):
            Desk(reader).write()
    assert full.ask.document_count() == 3


@pytest.mark.expects_log
def test_closing_beside_a_reader_keeps_the_side_file_and_loses_nothing(full: ProjectFile) -> None:
    with ProjectFile.open(full.path, read_only=True) as reader:
        reader.ask.documents()
        full.close()
    with ProjectFile.open(full.path) as again:
        assert again.ask.document_count() == 2
    assert check(full.path) == []
    assert names_in(full.path.parent) == {"work.gloss"}


def test_a_long_read_sees_one_state(full: ProjectFile) -> None:
    with ProjectFile.open(full.path, read_only=True) as reader:
        rows = reader.ask.export_rows()
        first = next(rows)
        Desk(full).write(removed=records_of(full.ask.annotations(1)), added=[])
        assert [first.document.id, *(each.document.id for each in rows)] == [2, 1]
        assert [row.document.id for row in reader.ask.documents()] == [2]


def test_the_first_change_brings_the_scheme(project: ProjectFile) -> None:
    (row,) = project.ask.history()
    assert row.title == "New project with the scheme Small"
    change = project.ask.change(row.id)
    assert change is not None
    assert change.origin == journal.CREATION
    assert change.added == scheme().items()
    assert project.ask.steps() == []


def test_what_a_scheme_says_of_itself_is_changed_and_taken_back(project: ProjectFile) -> None:
    old = project.scheme()
    new = replace(old.heading, name="Larger", version="2", trigger_label="FAC", cues={})
    desk = Desk(project)
    desk.write(removed=[old.heading], added=[new])
    assert project.scheme() == replace(old, name="Larger", version="2", trigger_label="FAC", cues={})
    desk.write(removed=[new], added=[old.heading])
    assert project.scheme() == old


def test_a_scheme_without_a_heading_of_its_own_has_that_of_the_beginning(project: ProjectFile) -> None:
    heading = project.scheme().heading
    Desk(project).write(removed=[heading], added=[])  # as in files that were made before it was an item
    assert project.scheme() == scheme()


def test_thousands_of_labels_are_written_at_one_pace(project: ProjectFile, desk: Desk) -> None:
    """Ten times as many take about ten times as long, counted in steps of SQLite's machine."""
    steps = []
    for number in (300, 3_000):
        count = 0

        def tick() -> int:
            nonlocal count
            count += 1
            return 0

        project._database.connection.set_progress_handler(tick, 100)
        desk.write("More", added=[Label(f"L{number}-{each}", f"Label {each}") for each in range(number)])
        project._database.connection.set_progress_handler(None, 0)
        steps.append(count)
    assert steps[1] < 15 * steps[0]


def test_a_label_that_comes_back_has_its_old_place(project: ProjectFile, desk: Desk) -> None:
    new = [Label(f"L{each}", f"Label {each}") for each in range(4)]
    desk.write("More", added=new)
    desk.write("Less", removed=new[1:2])
    desk.write("More", added=[Label("L4", "Label 4"), new[1], Label("L5", "Label 5")])
    assert [each.id for each in project.scheme().labels[-6:]] == ["L0", "L1", "L2", "L3", "L4", "L5"]
    places = [
        row[0] for row in project._database.rows("SELECT ord FROM item WHERE kind='label' ORDER BY ord")
    ]
    assert places == list(range(1, len(places) + 1))
