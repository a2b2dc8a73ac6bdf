"""Keeping a project safe: its backups listed, made and restored, and a damaged project repaired into a new file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.core.errors import GlossatorError
from glossator.store import backups, opening, restoring
from glossator.store.backups import WORDS, Backup, Plan
from glossator.store.driver import Damaged, NoDatabase
from glossator.store.keys import Key
from glossator.store.project_file import Migrated, ProjectFile
from glossator.store.restoring import Difference, Entry, StepBack
from glossator.store.schema import FORMAT

__all__ = [
    "FORMAT",
    "WORDS",
    "Backup",
    "Damaged",
    "Difference",
    "Entry",
    "Migrated",
    "Plan",
    "Salvaged",
    "StepBack",
]  # what others take from here although it is made elsewhere

if TYPE_CHECKING:
    from glossator.store.rebuilding import Salvaged

Progress = Callable[[int, int], object]
"""Hears how much is done and how much there is in all; what it raises ends the work, and nothing is left of it."""


def _no_progress(done: int, total: int) -> None:
    """Nobody wants to hear."""


def folders(project: Path, plan: Plan) -> list[Path]:
    """Where backups of a project may lie: beside it, and in the place for all projects where there is one."""
    return backups.folders(project, plan)


def entries(project: Path, plan: Plan, *, key: Key | None = None) -> list[Entry]:
    """The backups of a project, the newest first, beside what it is now; on any thread."""
    return restoring.entries(project.absolute(), folders(project.absolute(), plan), key)


def difference(project: Path, backup: Path, *, key: Key | None = None) -> Difference:
    """What going back to ``backup`` would change in the project; on any thread."""
    return restoring.difference(project.absolute(), backup.absolute(), key)


def back_up(
    project: Path, reason: str, plan: Plan, progress: Progress = _no_progress, *, key: Key | None = None
) -> Path:
    """Keep a project as it is now, also one that is open for writing, over a connection of its own; on any thread."""
    database = opening.opened(project, key=key)
    try:
        return backups.snapshot(database, reason, plan=plan, progress=progress)
    finally:
        database.drop()


def restore(
    project: Path, backup: Path, plan: Plan, progress: Progress = _no_progress, *, key: Key | None = None
) -> Path:
    """Put a backup in the place of a project that is closed; the path under which that is kept as it was.

    :class:`GlossatorError` when the backup is not whole or somebody has the project open; then nothing was changed.
    """
    return restoring.restore(project, backup, key=key, plan=plan, progress=progress)


def migrate(
    path: Path,
    plan: Plan,
    told: Callable[[int, int, str], object] = lambda done, total, what: None,
    *,
    key: Key | None = None,
) -> Migrated | None:
    """Bring a project of an older Glossator up to date, after a backup of it as it is; ``None`` where it is so already.
    ``told`` hears how much is done, how much there is in all, and of what; on any thread.

    :class:`GlossatorError` when that cannot be (it is of a newer Glossator, open elsewhere, cannot be written): then it
    is as it was, as it is where ``told`` raises.
    """
    with ProjectFile.open(path, key=key, plan=plan, told=told) as project:
        return project.migrated


def may_repair(path: Path, error: GlossatorError) -> bool:
    """Whether a project that cannot be opened for this reason may be read by a repair."""
    if isinstance(error, Damaged):
        return True
    return isinstance(error, NoDatabase) and is_plain(path)


def repaired_name(project: Path) -> Path:
    """A name for the repaired project that no file has yet."""
    count = 1
    while True:
        again = f" {count}" if count > 1 else ""
        found = project.with_name(f"{project.stem} (repaired{again}){project.suffix}")
        if not found.exists():
            return found
        count += 1


def repair(
    damaged: Path, to: Path, plan: Plan, progress: Progress = _no_progress, *, key: Key | None = None
) -> Salvaged:
    """Read what can be read of a damaged project, and of its backups what they are proven to know of it, and write it
    to the new file ``to``; the damaged one is not touched.
    """
    from glossator.store.salvage import salvage

    known = [each.path for each in backups.listed(folders(damaged.absolute(), plan))]
    return salvage(damaged, to, key=key, backups=known, progress=progress)


def is_plain(damaged: Path) -> bool:
    """Whether a damaged project can be read without a passphrase, whatever its beginning says."""
    from glossator.store.salvage import is_plain

    return is_plain(damaged)


def told(found: Salvaged) -> list[str]:
    """What is missing in a repaired project, a line each; what belongs to a document stands indented below its name."""
    from glossator.store.salvage import told

    return list(told(found))
