"""What is saved when a project can no longer be written, and what is told where even that fails."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from glossator import paths, rescue
from glossator.core import edits
from glossator.core.annotations import Entity
from glossator.core.documents import Document, digest_of
from glossator.core.errors import GlossatorError
from glossator.core.spans import Span
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench
from tests.builders import scheme


def bench_in(folder: Path) -> Workbench:
    project = ProjectFile.create(folder / "a.gloss", title="A", scheme=scheme(), author="Ada")
    made = Workbench(project, author="Ada")
    document = Document(project.new_id(), "a", 5, digest_of("Libya"))
    made.do(edits.add_documents([(document, "Libya")], by=made.hand))
    label = scheme().labels[2]
    open_one = made.open_document(document.id)
    made.do(edits.tag(open_one, [Span(0, 5)], label, by=made.hand))
    (mention,) = open_one.mentions
    entity = Entity(project.new_id(), "State of Libya", label.id)
    made.do(edits.identify(open_one, [mention], entity, by=made.hand, is_new=True))
    return made


def test_identities_that_cannot_be_read_go_by_the_words_of_a_mention(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = bench_in(tmp_path)
    assert bench.whole is not None
    (known,) = rescue._entities(bench, bench.whole).values()
    assert known.name == "State of Libya"

    def fail(ids: object) -> object:
        raise GlossatorError("The disk is gone.")

    monkeypatch.setattr(bench.ask, "entities_by_id", fail)
    (called,) = rescue._entities(bench, bench.whole).values()
    assert (called.id, called.name, called.type) == (known.id, "Libya", known.type)
    bench.close()


def test_where_no_folder_can_be_made_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(place: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(paths, "ensure", fail)
    with pytest.raises(GlossatorError, match="rescue files.*cannot be made: Permission denied"):
        rescue._free("a", ".gloss")


@pytest.mark.parametrize(("free", "total", "told"), [(1, 1_000_000, 1), (900_000, 1_000_000, None)])
def test_a_nearly_full_disk_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: int, total: int, told: int | None
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=free, total=total))
    assert rescue.free_bytes(tmp_path / "a.gloss") == told


def test_of_a_disk_that_cannot_be_asked_nobody_knows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(place: Path) -> object:
        raise OSError

    monkeypatch.setattr(shutil, "disk_usage", fail)
    assert rescue.free_bytes(tmp_path / "a.gloss") is None
