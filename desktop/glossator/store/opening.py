"""A project file on its way from a path to a database that may be used, or to the sentence why not."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from glossator.core.errors import GlossatorError
from glossator.store import lock, migrations, places
from glossator.store.backups import Plan
from glossator.store.driver import Damaged, Database, NoDatabase, head
from glossator.store.keys import Key, NeedsPassphrase, WrongPassphrase, is_plain, may_be_protected
from glossator.store.migrations import Told
from glossator.store.schema import APPLICATION_ID, FORMAT, ID_TABLES
from glossator.store.side_file import Lost


class Older(GlossatorError):
    """A project of an older ``format``, which has to be brought up to date before it can be worked on; ``lost`` is what
    of it could not be read.
    """

    def __init__(self, path: Path, format_: int) -> None:
        super().__init__(
            f"The project “{path.name}” is of an older Glossator (format {format_}) and has to be brought up to date "
            "once.",
            safe="Nothing was written to it.",
            remedy="Open it in the window, or say “glossator migrate”.",
            details=str(path),
        )
        self.format = format_
        self.lost: Lost | None = None


def opened(path: Path, *, key: Key | None = None) -> Database:
    """The project in ``path``, to read only, beside whoever writes it; errors as :meth:`ProjectFile.open`."""
    return prepared(found(path), read_only=True, key=key)


def salt_of(path: Path) -> bytes | None:
    """What the key of the project in ``path`` is made with; ``None`` for one that is not protected.

    :class:`GlossatorError` when there is no such file or it is neither.
    """
    path = found(path)
    begins = head(path)
    if is_plain(begins):
        return None
    if not may_be_protected(begins, path.stat().st_size):
        prepared(path, read_only=True).drop()  # which says what it is instead
    return begins


def fits(path: Path, key: Key | None) -> bool:
    """Whether ``key`` makes the file in ``path`` readable, or would if its beginning were not damaged; nothing is said
    of what is in it.
    """
    path = found(path)
    database = Database(path, read_only=True, key=key)
    try:
        database.see()
    except NoDatabase:
        return key is not None and _is_right(path, key, read_only=True)
    finally:
        database.drop()
    return True


def found(path: Path) -> Path:
    """The full path of a project file; :class:`GlossatorError` when there is no file that we could read."""
    path = path.absolute()
    _refuse_what_is_no_file(path)
    return path.resolve()


def _refuse_what_is_no_file(path: Path) -> None:
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise GlossatorError(
            f"There is no file “{path.name}” in “{path.parent}”.",
            remedy="See whether it was moved or renamed, or whether its disk is connected.",
            details=str(path),
        ) from error
    except OSError as error:
        raise GlossatorError(
            f"“{path.name}” cannot be looked at: {error.strerror}.",
            remedy="See whether you may read its folder and whether its disk is connected.",
            details=str(path),
        ) from error
    if stat.S_ISDIR(found.st_mode):
        raise GlossatorError(f"“{path.name}” is a folder, not a project.", remedy="Choose a file in it.")
    if not stat.S_ISREG(found.st_mode):
        raise GlossatorError(f"“{path.name}” is not a file.", remedy="Choose a project file.")
    if not os.access(path, os.R_OK):
        raise GlossatorError(
            f"You have no permission to read “{path.name}”.",
            remedy="Ask its owner for permission, or for a copy.",
            details=str(path),
        )
    if found.st_size == 0:
        raise GlossatorError(
            f"The file “{path.name}” is empty (0 bytes), so there is no project in it.",
            remedy="Go back to a backup of it, or delete it and make a new project.",
            details=str(path),
        )


def prepared(
    path: Path,
    *,
    read_only: bool,
    key: Key | None = None,
    plan: Plan | None = Plan(),  # noqa: B008 - a tuple
    migrated: Callable[[int, Path], object] = lambda number, kept: None,
    told: Told = lambda done, total, what: None,
) -> Database:
    """The database in the file ``path``, brought to our format and set to work; to read only also where the disk does
    not take a write.  A ``key`` is passed over where the file is not protected.

    ``migrated`` hears of which format it was, and of the backup that was made before, as ``plan`` says; ``told`` how
    far that is.  Without a plan :class:`Older` is raised instead, and nothing is written.
    """
    if key is not None:
        begins = head(path)
        if is_plain(begins):
            key = None
        elif begins != key.salt and may_be_protected(begins, path.stat().st_size):
            raise _not_deciphered(path, key, read_only=read_only)
    _take_back_what_was_begun(path, key)
    database = Database(path, read_only=read_only, key=key)
    try:
        _see(database)
        number = _format_of(database)
        if number == FORMAT:
            _refuse_what_lacks_tables(database)
            _refuse_what_was_not_finished(database)
        elif not read_only:
            _refuse_what_is_older(database, number, plan)
        if not database.prepared():  # only now, as this writes: a file that is not for us stays as it is
            database.drop()
            return prepared(path, read_only=True, key=key)
        if number < FORMAT and (kept := _migrate(database, number, plan, told)) is not None:
            migrated(number, kept)
    except BaseException:
        database.drop()
        raise
    return database


def _take_back_what_was_begun(path: Path, key: Key | None) -> None:
    """A step in whose middle the power went has to be taken back before anybody reads, and who reads may not do it."""
    beside = path.with_name(f"{path.name}-journal")
    if not beside.exists() or beside.stat().st_size == 0:
        return
    if not places.may_write(path):
        raise GlossatorError(
            f"The project “{path.name}” was left in the middle of a step, which has to be taken back first.",
            safe="Everything that was saved before is safe.",
            remedy=f"Allow writing to it and its folder, or copy it and “{beside.name}” to where you may write.",
            details=str(path),
        )
    database = Database(path, read_only=False, key=key)
    try:
        _see(database)
        database.write_free_pages()
    finally:
        database.drop()


def _see(database: Database) -> None:
    try:
        database.see()
    except NoDatabase as error:
        path = database.path
        if not may_be_protected(head(path), path.stat().st_size):
            raise
        if database.key is None:
            raise NeedsPassphrase(path) from error
        raise _not_deciphered(path, database.key, read_only=database.read_only) from error


def _not_deciphered(path: Path, key: Key, *, read_only: bool) -> GlossatorError:
    if not _is_right(path, key, read_only=read_only):
        return WrongPassphrase(path)
    return Damaged(
        f"The project “{path.name}” is damaged: its beginning cannot be deciphered, though the passphrase is right.",
        safe="Nothing was written to it.",
        remedy="Have it repaired, which writes what can be read to a new file, or go back to your last backup.",
        details=str(path),
    )


def _is_right(path: Path, key: Key, *, read_only: bool) -> bool:
    """Whether the rest of a file that does not begin as it should was written with ``key``.  One that somebody writes
    is not looked at, as closing it again would drop his locks where we are that one.
    """
    from glossator.store import deciphering  # late, as hardly any file is damaged there

    return not (read_only and lock.holder(path)) and deciphering.fits(path, key)


def _format_of(database: Database) -> int:
    name = database.path.name
    if database.one("PRAGMA application_id")[0] != APPLICATION_ID:
        raise GlossatorError(
            f"“{name}” is a database of another program, not a Glossator project.",
            safe="Nothing was written to it.",
            remedy="Choose a file that Glossator made.",
            details=str(database.path),
        )
    found = int(database.one("PRAGMA user_version")[0])
    if found > FORMAT:
        raise GlossatorError(
            f"The project “{name}” was last used with a newer Glossator (format {found}; this one reads up to "
            f"format {FORMAT}).",
            safe="Nothing was written to it.",
            remedy=f"Open it with Glossator {_needed(database)}.",
            details=str(database.path),
        )
    return found


def _needed(database: Database) -> str:
    """The version that a newer format says it needs; it may say so in a way that we do not know."""
    if not database.one("SELECT 1 FROM sqlite_schema WHERE name='meta'"):
        return "in a newer version"
    found = database.one("SELECT value FROM meta WHERE key='needs'")
    return f"{found[0]} or later" if found else "in a newer version"


def _refuse_what_is_older(database: Database, found: int, plan: Plan | None) -> None:
    """Nobody has said where its backup goes: who asked will do it in another way."""
    if plan is None:
        raise Older(database.path, found)


def _migrate(database: Database, found: int, plan: Plan | None, told: Told) -> Path | None:
    if database.read_only or plan is None:
        raise GlossatorError(
            f"The project “{database.path.name}” is of an older Glossator (format {found}) and has to be brought up to "
            f"date once, for which it must be written.",
            safe="Nothing was written to it.",
            remedy="Open it once in the window, which keeps a backup of it as it is now. Where you may not write: "
            "Copy it to a folder in which you may, and open the copy.",
        )
    return migrations.migrate(database, found, plan=plan, told=told)


def _refuse_what_lacks_tables(database: Database) -> None:
    tables = {name for (name,) in database.rows("SELECT name FROM sqlite_schema WHERE type='table'")}
    if missing := [name for name in ("meta", "site", *ID_TABLES) if name not in tables]:
        raise Damaged(
            f"The project “{database.path.name}” is damaged: a part of it ({missing[0]}) is missing.",
            safe="Nothing was written to it.",
            remedy="Keep the file as it is and go back to your last backup.",
            details=f"missing: {', '.join(missing)}\n{database.path}",
        )


def _refuse_what_was_not_finished(database: Database) -> None:
    """The power went, or the program was ended, between the tables of a new project and its first step."""
    if not any(database.one(f"SELECT 1 FROM {table} LIMIT 1") for table in ("action", "text", "document")):
        raise GlossatorError(
            f"The project “{database.path.name}” was not finished when it was made, so there is nothing in it yet.",
            safe="Nothing was written to it.",
            remedy="Delete it and make a new one.",
            details=str(database.path),
        )
