"""Older project files brought to the present format, step by step, with a copy of the old file kept beside."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.core.errors import GlossatorError
from glossator.store.driver import Database
from glossator.store.schema import FORMAT

if TYPE_CHECKING:
    import sqlite_utils

Step = Callable[["sqlite_utils.Database"], None]

STEPS: Mapping[int, Step] = {}
"""Format → what makes the next one of it; inside one transaction."""


def migrate(
    database: Database, found: int, *, to: int = FORMAT, steps: Mapping[int, Step] = STEPS
) -> Path | None:
    """Bring a file of format ``found`` to ``to``.  The path of the copy that was made before; ``None`` when there was
    nothing to do.  When a step fails the file is as it was.
    """
    if found >= to:
        return None
    kept = database.path.with_name(f"{database.path.stem} (format {found}){database.path.suffix}")
    if not kept.exists():
        copy_into(database, kept)
    with database.transaction():
        for number in range(found, to):
            steps[number](database.tools())
        database.run(f"PRAGMA user_version={to}")
    return kept


def copy_into(database: Database, to: Path, write: Callable[[Path], None] | None = None) -> None:
    """Write the whole project, as it is now, to the new file ``to``, with the key of ``database`` unless ``write`` does
    it in another way; :class:`GlossatorError` when that cannot be.
    """
    try:
        os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise GlossatorError(
            f"There is already a file “{to.name}”.", safe="It was not touched.", remedy="Choose another name."
        ) from error
    except OSError as error:
        raise GlossatorError(
            f"The copy “{to.name}” cannot be written: {error.strerror}.",
            safe="The project itself was not touched.",
            remedy="Choose a folder in which you may write.",
        ) from error
    try:
        (write or database.copy_into)(to)
        _bring_to_disk(to)
    except BaseException:
        to.unlink(missing_ok=True)
        raise


def _bring_to_disk(path: Path) -> None:
    """SQLite leaves a copy to the system, which may keep it in its memory for a while."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
