"""A project file written anew with another key, with its first one or with none, and put in its place in one step."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from glossator.core.errors import GlossatorError
from glossator.store import lock, opening, places
from glossator.store.driver import Database, Error
from glossator.store.keys import Key
from glossator.store.schema import APPLICATION_ID

SAFE = "The project is as it was."
_COUNTED = "SELECT name FROM {}sqlite_schema WHERE type='table' AND rootpage>0 ORDER BY name"

Progress = Callable[[int, int], object]
"""Hears how many bytes are done of how many; what it raises ends the work, and the project stays as it was."""


def rekey(path: Path, old: Key | None, new: Key | None, tell: Progress = lambda done, total: None) -> None:
    """Give the project in ``path``, which ``old`` opens and nobody has open, the key ``new``.

    Everything is written into a file beside it, which is read again, page by page, before it takes the place of the
    first one in a single step: whatever ends the work at whatever moment leaves one of the two, whole.  Changing the
    key in place would need the journal of one key to mend a file of the other.

    :class:`~glossator.store.lock.Locked` when somebody has it open, :class:`~glossator.store.keys.NeedsPassphrase` when
    ``old`` does not open it, :class:`GlossatorError` when it cannot be written; the project is then as it was.
    """
    path = opening.found(path)
    with _locked(path):
        _fold(path, old)
        try:
            _replace(path, old, new, tell)
        except OSError as error:
            raise _not_written(path, error) from error


def rekey_backups(
    project: Path,
    paths: Sequence[Path],
    old: Key | None,
    new: Key | None,
    tell: Progress = lambda done, total: None,
) -> list[Path]:
    """Give the backups in ``paths`` that belong to ``project`` and that ``old`` opens its new key as well, each as
    :func:`rekey` does; those of them that could not be written anew are returned and are as they were.
    """
    wanted = _number_of(project, new)
    left: list[Path] = []
    for done, path in enumerate(paths):
        tell(done, len(paths))
        try:
            if _number_of(path, old) != wanted:
                continue
        except (GlossatorError, Error):  # of another passphrase, or damaged
            continue
        try:
            _replace(path, old, new, lambda _done, _total, done=done: tell(done, len(paths)))  # type: ignore[misc]
        except (GlossatorError, OSError):
            left.append(path)
    return left


def tidy(path: Path) -> None:
    """Remove what a :func:`rekey` that was cut off has left beside the project; for who holds its lock."""
    with contextlib.suppress(OSError):
        _beside(path).unlink(missing_ok=True)


def write_copy(
    database: Database, to: Path, key: Key | None, tell: Progress = lambda done, total: None
) -> None:
    """Write all that ``database`` holds now into the empty file ``to``, encrypted with ``key`` or not at all."""
    total = max(database.path.stat().st_size if database.path.exists() else 1, 1)
    spelt = "" if key is None else key.spell()
    database.run("PRAGMA query_only=OFF")  # it would forbid to write the copy as well
    database.run("PRAGMA temp_store=MEMORY")
    database.run("ATTACH DATABASE ? AS anew KEY ?", (str(to), spelt))
    try:
        database.rows("PRAGMA anew.journal_mode=OFF")  # a copy that is cut off is thrown away
        database.run("PRAGMA anew.synchronous=OFF")  # it is brought to the disk when it stands
        with database.watched(lambda: tell(min(to.stat().st_size, total), total)), _one_state(database):
            database.rows("SELECT sqlcipher_export('anew')")
            database.run(f"PRAGMA anew.application_id={APPLICATION_ID}")
            database.run(f"PRAGMA anew.user_version={database.one('PRAGMA main.user_version')[0]}")
            _compare(database)
    finally:
        database.run("DETACH DATABASE anew")
        database.run(f"PRAGMA query_only={int(database.read_only)}")


@contextlib.contextmanager
def _one_state(database: Database) -> Iterator[None]:
    if database.connection.in_transaction:
        yield
        return
    database.run("BEGIN" if database.read_only else "BEGIN IMMEDIATE")
    try:
        yield
        database.run("COMMIT")
    except BaseException:
        if database.connection.in_transaction:
            database.run("ROLLBACK")
        raise


def _compare(database: Database) -> None:
    tables = database.rows(_COUNTED.format("main."))
    assert tables == database.rows(_COUNTED.format("anew.")), "the copy has other tables"
    for (table,) in tables:
        was, now = (database.one(f'SELECT count(*) FROM {each}."{table}"') for each in ("main", "anew"))
        assert was == now, f"{table} has {now} rows instead of {was}"


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    try:
        held = lock.take(path)
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        yield
    finally:
        held.release()


def _replace(path: Path, old: Key | None, new: Key | None, tell: Progress) -> None:
    beside = _beside(path)
    _make(beside)
    try:
        before = _stand(path)
        _write_anew(path, old, beside, new, tell)
        read_again(beside, new)
        _bring_to_disk(beside, path)
        if _stand(path) != before:
            raise _in_use(path)
        os.replace(beside, path)  # noqa: PTH105 - says that it replaces
    finally:
        beside.unlink(missing_ok=True)
    _bring_folder_to_disk(path.parent)


def _number_of(path: Path, key: Key | None) -> str:
    database = Database(path, read_only=True, key=key)
    try:
        found = database.one("SELECT value FROM meta WHERE key='project'")
    finally:
        database.drop()
    return str(found[0]) if found else ""


def _fold(path: Path, key: Key | None) -> None:
    """Bring what waits in side files into the one file, so that it can be replaced."""
    database = opening.prepared(path, read_only=False, key=key)
    is_fixed = database.read_only
    database.close()
    if is_fixed or not places.may_write(path):
        raise GlossatorError(
            f"The project “{path.name}” cannot be written: the file, its folder or its disk is read-only or full.",
            safe=SAFE,
            remedy="Copy it to a folder in which you may write.",
        )
    if any(path.with_name(path.name + end).exists() for end in ("-wal", "-journal")):
        raise _in_use(path)


def _write_anew(path: Path, old: Key | None, beside: Path, new: Key | None, tell: Progress) -> None:
    if old is not None and opening.salt_of(path) is None:
        old = None
    database = Database(path, read_only=False, key=old)
    try:
        database.run("PRAGMA busy_timeout=0")
        write_copy(database, beside, new, tell)
    finally:
        database.drop()


def read_again(beside: Path, key: Key | None) -> None:
    """Read every page of a file that was just written; :class:`GlossatorError` where the disk gives back another."""
    database = Database(beside, read_only=True, key=key)  # it may be of an older format
    try:
        how = "quick_check" if key is None else "cipher_integrity_check"
        faults = [line for (line,) in database.rows(f"PRAGMA {how}") if line != "ok"]
    finally:
        database.drop()
    if faults:
        raise GlossatorError(
            f"The disk gave back something else than was written to it ({faults[0]}).",
            safe=SAFE,
            remedy="Save a copy of the project on another disk.",
            details="\n".join(faults),
        )


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.anew")


def _make(path: Path) -> None:
    path.unlink(missing_ok=True)  # what a killed one left
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _stand(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _bring_to_disk(beside: Path, path: Path) -> None:
    shutil.copymode(path, beside)
    handle = os.open(beside, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _bring_folder_to_disk(folder: Path) -> None:
    if os.name == "nt":  # pragma: no cover - a folder cannot be opened there, and need not be
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _in_use(path: Path) -> GlossatorError:
    return GlossatorError(
        f"Another program is using the project “{path.name}”, so its protection was not changed.",
        safe=SAFE,
        remedy="Close the other program, then try again.",
    )


def _not_written(path: Path, error: OSError) -> GlossatorError:
    return GlossatorError(
        f"The project “{path.name}” cannot be written anew in “{path.parent}”: {error.strerror}.",
        safe=SAFE,
        remedy="See whether you may write in its folder and whether its disk has room for the project twice.",
        details=str(path),
    )
