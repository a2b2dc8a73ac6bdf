"""What torture has found, each in the smallest way that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossator.core.errors import GlossatorError
from glossator.store.driver import Database
from glossator.store.project_file import ProjectFile
from glossator.store.schema import lay_out
from tests.store.world import Desk, run_script

BACKUP_WITHOUT_ROOM = """
import resource, sys
from pathlib import Path
from glossator.core.errors import GlossatorError
from glossator.store import backups
from glossator.store.project_file import ProjectFile
with ProjectFile.open(Path(sys.argv[1])) as project:
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
    try:
        backups.snapshot(project._database, "import")
    except GlossatorError as error:
        print(error.what)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(len(list(backups.snapshot(project._database, "import").parent.iterdir())))
"""


def test_a_backup_for_which_there_is_no_room_is_refused_in_a_sentence(full: ProjectFile) -> None:
    full.close()
    found = run_script(BACKUP_WITHOUT_ROOM, full.path)
    assert found.stderr == ""
    told, number = found.stdout.splitlines()
    assert "disk" in told
    assert number == "1", "nothing is left of the first one"


def test_a_project_that_was_left_half_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "half.gloss"
    path.touch()
    database = Database(path, read_only=False)
    lay_out(database)  # as when the power goes before the first step
    database.close()
    with pytest.raises(GlossatorError, match="was not finished when it was made"):
        ProjectFile.open(path)


def test_a_disk_that_ends_a_transaction_by_itself_is_no_bug(full: ProjectFile) -> None:
    Desk(full).write("Step")
    with full._watch._one_state():
        full._database.run("ROLLBACK")  # as SQLite does where it cannot go on
    assert not full._database.connection.in_transaction
