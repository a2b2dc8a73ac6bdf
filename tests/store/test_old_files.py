"""Files of every format that there ever was are opened on each run, and hold what was put in them."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from glossator.core.annotations import Mention
from glossator.core.documents import Document
from glossator.core.errors import GlossatorError
from glossator.core.history import History
from glossator.core.lens import Lens
from glossator.store import migrations, search
from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from glossator.store.salvage import salvage
from glossator.store.schema import FORMAT
from glossator.store.surveying import Surveying
from tests.builders import scheme, the
from tests.store.world import Desk, new_project

PAGE = 4096
FILES = sorted((Path(__file__).resolve().parents[1] / "old_files").glob("*.gloss"))


def test_there_is_a_file_of_every_format() -> None:
    assert [each.name for each in FILES] == [f"format-{number}.gloss" for number in range(1, FORMAT + 1)]


def test_a_step_that_fails_leaves_an_old_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Path(shutil.copy(FILES[0], tmp_path))
    before = content(mine)

    def fail(*_: object) -> None:
        raise GlossatorError("The disk is full.")

    monkeypatch.setattr(search, "index", fail)  # near the end of the step
    with pytest.raises(GlossatorError, match="The disk is full"):
        ProjectFile.open(mine)
    assert content(mine) == before
    assert {each.name for each in tmp_path.iterdir() if each.is_file()} == {mine.name}
    [kept] = mine.with_name(f"{mine.stem} backups").iterdir()
    monkeypatch.undo()
    for each in (mine, kept):
        ProjectFile.open(each).close()
        assert check(each) == []


def test_a_large_step_that_fails_at_its_end_leaves_a_file_of_the_last_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Path(shutil.copy(FILES[-2], tmp_path))
    before = content(mine)

    def fail(*_: object) -> None:
        raise GlossatorError("The disk is full.")

    monkeypatch.setattr(migrations, "_settle", fail)
    with pytest.raises(GlossatorError, match="The disk is full"):
        ProjectFile.open(mine)
    assert content(mine) == before


@pytest.mark.parametrize("path", FILES[2:], ids=lambda path: path.stem)
def test_what_came_with_format_3_is_there(path: Path, tmp_path: Path) -> None:
    with ProjectFile.open(Path(shutil.copy(path, tmp_path))) as project:
        document = project.ask.document(1)
        assert document is not None
        assert document.attributes == {"Desk": "Mediterranean", "pages": '{"0": 1}'}
        paper = project.ask.source_bytes(document.source_digest)
        assert paper == b"<p>Ada of the Libyan Army hit the naval and air base.</p>" * 20
        [judged] = [each for each in project.ask.notes_on(1) if each.kind == "judgement"]
        assert judged.attributes == {"likelihood": "likely"}
        assert project.ask.kept("chart") == {"places": [[1, 2], [3, 4]]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_old_file_knows_when_its_mentions_were_made(path: Path, tmp_path: Path) -> None:
    with ProjectFile.open(Path(shutil.copy(path, tmp_path))) as project:
        made = Surveying(project.ask.under(Lens(), project.scheme())).made()
        mentions = project.ask.annotations(1).mentions.values()
        assert {(each.day, each.author, each.origin): each.mentions for each in made} == Counter(
            (each.created // 86_400_000, each.author, each.origin) for each in mentions
        )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_old_file_without_a_beginning_is_salvaged(path: Path, tmp_path: Path) -> None:
    """Neither head nor schema tells what its pages hold, and rows of an older format have fewer columns."""
    data = bytearray(path.read_bytes())
    data[:PAGE] = bytes(PAGE)
    (tmp_path / "damaged.gloss").write_bytes(data)
    report = salvage(tmp_path / "damaged.gloss", tmp_path / "new.gloss")
    assert report.check == ()
    with ProjectFile.open(tmp_path / "new.gloss") as project:
        annotations = project.ask.annotations(1)
        assert annotations.text == "Ada of the Libyan Army hit the naval and air base 😀."
        assert annotations.document.source == "The wire"
        assert {each.body for each in annotations.notes.values()} >= {"who?", "from the wire"}


def content(path: Path) -> list[object]:
    """All that a file says of itself and of the project."""
    connection = dbapi2.connect(str(path))
    shape = connection.execute("SELECT * FROM sqlite_schema").fetchall()
    marks = [connection.execute(f"PRAGMA {mark}").fetchall() for mark in ("user_version", "journal_mode")]
    names = [row[1] for row in shape if row[0] == "table"]
    rows = [connection.execute(f"SELECT * FROM {name}").fetchall() for name in names]
    connection.close()
    return [shape, marks, rows]


def test_what_a_migration_leaves_is_what_a_new_project_has(tmp_path: Path) -> None:
    shapes = []
    for path in (*FILES, tmp_path / "new.gloss"):
        mine = Path(shutil.copy(path, tmp_path)) if path in FILES else path
        made = ProjectFile.open(mine) if path in FILES else new_project(tmp_path, "new.gloss")
        with made as project:
            shape = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'"
            shapes.append(sorted(project._database.rows(shape), key=str))
    assert all(each == shapes[-1] for each in shapes)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_old_file_opens_holds_what_it_held_and_can_be_worked_on(path: Path, tmp_path: Path) -> None:
    mine = Path(shutil.copy(path, tmp_path))
    with ProjectFile.open(mine) as project:
        assert project.scheme() == scheme()
        assert project.ask.title() == path.stem.replace("-", " ").capitalize()
        annotations = project.ask.annotations(1)
        assert annotations.text == "Ada of the Libyan Army hit the naval and air base 😀."
        assert isinstance(annotations.document, Document)
        assert (annotations.document.source, annotations.document.reliability) == ("The wire", "B")
        ada: Mention = the(annotations, "Ada")
        assert (ada.entity, ada.subtype, ada.confidence, ada.origin) == (
            70,
            "Individual",
            0.5,
            "suggestion:memory",
        )
        assert ada.attributes == {"level": "Name"}
        assert [len(each.fragments) for each in annotations.in_order()] == [1, 1, 1, 1, 2]
        assert [each.type for each in annotations.relations.values()] == ["LEADS", "ATTACK"]
        person = project.ask.entity(70)
        assert person is not None
        assert (person.aliases, person.identifiers) == (("Countess",), {"wikidata": "Q7259"})
        history = History(project.ask.steps("Ada"))
        assert history.to_redo is not None
        assert history.to_redo.title == "Make it a group"
        taken = project.ask.change(history.redo_target or 0)
        assert taken is not None
        Desk(project).undo(taken)
        assert the(project.ask.annotations(1), "Ada").subtype == "Group"
    assert check(mine) == []
