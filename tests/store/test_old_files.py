"""Files of every format that there ever was are opened on each run, and hold what was put in them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from glossator.core.annotations import Mention
from glossator.core.documents import Document
from glossator.core.history import History
from glossator.store.check import check
from glossator.store.project_file import ProjectFile
from glossator.store.schema import FORMAT
from tests.builders import scheme, the
from tests.store.world import Desk

FILES = sorted((Path(__file__).resolve().parents[1] / "old_files").glob("*.gloss"))


def test_there_is_a_file_of_every_format() -> None:
    assert [each.name for each in FILES] == [f"format-{number}.gloss" for number in range(1, FORMAT + 1)]


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
