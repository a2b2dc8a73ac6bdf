"""What an error of the driver means for the user, in sentences."""

from __future__ import annotations

from pathlib import Path

from sqlcipher3 import dbapi2

from glossator.core.errors import GlossatorError

SAFE = "Everything that was saved before is safe."


class Damaged(GlossatorError):
    """A project file parts of which cannot be read."""


class Busy(GlossatorError):
    """Somebody else is writing, and did not let go in the time that one waits."""


class NoDatabase(GlossatorError):
    """A file that does not begin as a database, at least not for one without its key."""


def code(error: BaseException | None) -> int:
    """The primary code of an error of the driver; 0 for any other."""
    found = getattr(error, "sqlite_errorcode", None)
    if found is None and isinstance(error, dbapi2.Error):
        return _CODE_OF.get(str(error), 0)  # the driver's own copying of pages gives no codes
    return int(found or 0) & 0xFF  # the extended codes carry more above these bits


def explain(error: Exception, path: Path) -> GlossatorError | None:
    """What an error of the driver means for the user of ``path``; ``None`` for one that is a bug."""
    is_damage = isinstance(error, MemoryError) or any(sign in str(error) for sign in _DAMAGE)
    number = dbapi2.SQLITE_CORRUPT if is_damage else code(error)
    if number not in _SENTENCES:
        return None
    what, safe, remedy = _SENTENCES[number]
    kind = _KINDS.get(number, GlossatorError)
    return kind(
        what.format(path.name),
        safe=safe,
        remedy=remedy,
        details=f"{getattr(error, 'sqlite_errorname', '')}: {error}\n{path}",
    )


_KINDS: dict[int, type[GlossatorError]] = {
    dbapi2.SQLITE_CORRUPT: Damaged,
    dbapi2.SQLITE_NOTADB: NoDatabase,
    dbapi2.SQLITE_BUSY: Busy,
    dbapi2.SQLITE_LOCKED: Busy,
}
_CODE_OF: dict[str, int] = {
    "database or disk is full": dbapi2.SQLITE_FULL,
    "disk I/O error": dbapi2.SQLITE_IOERR,
    "attempt to write a readonly database": dbapi2.SQLITE_READONLY,
    "unable to open database file": dbapi2.SQLITE_CANTOPEN,
    "database is locked": dbapi2.SQLITE_BUSY,
    "database disk image is malformed": dbapi2.SQLITE_CORRUPT,
}
# What is found in a row or in the words of the schema, not in a page, has no code of its own.
_DAMAGE = (
    *("decode to UTF-8", "codec can't decode", "malformed JSON", "fts5"),
    *("foreign key mismatch", "no such column", "no such table"),
)
_DAMAGED = (
    "The project “{}” is damaged: parts of it cannot be read.",
    "Nothing was written to it.",
    "Keep the file as it is, make a copy of it, and go back to your last backup.",
)
_BUSY = (
    "Another program is using the project “{}” and does not let go of it.",
    SAFE,
    "Close the other program, or wait a moment, then try again.",
)
_SENTENCES: dict[int, tuple[str, str, str]] = {
    dbapi2.SQLITE_FULL: (
        "The disk with the project “{}” is full, so this was not saved.",
        SAFE,
        "Free some space and do it again.",
    ),
    dbapi2.SQLITE_READONLY: (
        "The project “{}” cannot be written: the file or its folder is read-only.",
        SAFE,
        "Allow writing to both, or save a copy elsewhere.",
    ),
    dbapi2.SQLITE_BUSY: _BUSY,
    dbapi2.SQLITE_LOCKED: _BUSY,
    dbapi2.SQLITE_PROTOCOL: _BUSY,
    dbapi2.SQLITE_IOERR: (
        "The disk refused to read or write the project “{}”, so this was not done.",
        SAFE,
        "See whether the disk is full, failing or no longer connected, then try again.",
    ),
    dbapi2.SQLITE_CORRUPT: _DAMAGED,
    dbapi2.SQLITE_NOTADB: (
        "“{}” is not a Glossator project.",
        "Nothing was written to it.",
        "Choose a file that Glossator made; texts are brought into a project by importing them.",
    ),
    dbapi2.SQLITE_CANTOPEN: (
        "The project “{}” or a file beside it cannot be opened.",
        SAFE,
        "See whether the file is still there and whether you may write in its folder.",
    ),
    dbapi2.SQLITE_PERM: (
        "You have no permission to use the project “{}”.",
        SAFE,
        "Ask its owner for permission, or work on a copy.",
    ),
}
