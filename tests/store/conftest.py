"""Projects for the store's tests, closed at the end of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator.store.project_file import ProjectFile
from tests.store.world import Desk, filled, new_project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[ProjectFile]:
    """A new project with the small scheme."""
    with new_project(tmp_path) as made:
        yield made


@pytest.fixture
def desk(project: ProjectFile) -> Desk:
    """Writes into the new project."""
    return Desk(project)


@pytest.fixture
def full(tmp_path: Path) -> Iterator[ProjectFile]:
    """A project with two documents, an entity, and everything on them."""
    with filled(tmp_path) as made:
        yield made
