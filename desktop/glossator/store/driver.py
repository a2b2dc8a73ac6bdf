"""The one place that chooses SQLite, opens a file with it, and says in sentences what the disk did to us.

The driver is sqlcipher3: one build for all systems, free of the WAL-reset fault of SQLite below 3.51.3.  There must be
only one SQLite library in the process, and nobody may open a project with Python's ``open`` while it is in use: closing
either one would drop the locks of the other.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import sqlcipher3
from sqlcipher3 import dbapi2

from glossator.core.errors import GlossatorError
from glossator.store import places

if TYPE_CHECKING:
    import sqlite_utils

SAFE = "Everything that was saved before is safe."

IntegrityError: type[Exception] = dbapi2.IntegrityError
"""Records that contradict each other; always a bug of the caller."""

_LOG = logging.getLogger(__name__)
_BUSY_SECONDS = 5.0
_STEP_PAGES = 512  # 2 MB: whoever waits for the file waits no longer than for those
_WATCH_STEPS = 100_000  # of SQLite's machine: some milliseconds
_CLOSE_BUSY_MS = 200  # a reader beside us must not hold up the closing window
_ALWAYS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=0",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
)
_LOCAL = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA wal_autocheckpoint=1000",
)
_NO_SIDE_FILE = (dbapi2.SQLITE_CANTOPEN, dbapi2.SQLITE_READONLY)
_OF_THE_SOURCE = (dbapi2.SQLITE_CORRUPT, dbapi2.SQLITE_NOTADB, dbapi2.SQLITE_BUSY, dbapi2.SQLITE_LOCKED)
_NO_WRITING = (dbapi2.SQLITE_FULL, dbapi2.SQLITE_READONLY, dbapi2.SQLITE_IOERR)
# WAL needs memory that both sides share, which two computers on a network share do not have.
_NETWORK = (
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA journal_mode=TRUNCATE",
    "PRAGMA synchronous=FULL",
)


class Damaged(GlossatorError):
    """A project file parts of which cannot be read."""


class Database:
    """An open SQLite file; each statement of the store goes through it.

    What the world does to a statement (a full disk, a lock, a damaged page) comes out as :class:`GlossatorError`;
    :data:`IntegrityError` and other errors of the driver are bugs and come out as they are.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.connection = self._connected(f"{path.as_uri()}?mode={'ro' if read_only else 'rw'}")

    def prepared(self) -> bool:
        """Whether :meth:`prepare` could be done; not where the disk is full or does not let us write."""
        try:
            self.prepare()
        except GlossatorError as error:
            if self.read_only or _code(error.__cause__) not in _NO_WRITING:
                raise
            return False
        return True

    def prepare(self) -> None:
        """Set how this connection reads and, unless it is read-only, how it writes."""
        for statement in _ALWAYS:
            self.run(statement)
        self.connection.create_function("fold", 1, str.casefold)  # LIKE knows capitals of ASCII only
        if self.read_only:
            self.run("PRAGMA query_only=ON")
            return
        for statement in _NETWORK if places.is_network(self.path) else _LOCAL:
            self.run(statement)

    def see(self) -> None:
        """Read the head of the file.

        A file that says of itself that it has side files cannot be read where they cannot be made, unless it is taken
        as one that nobody changes; that is done only if no work waits in a side file.
        """
        try:
            self.one("SELECT 1 FROM sqlite_schema")
        except GlossatorError as error:
            if not self.read_only or _code(error.__cause__) not in _NO_SIDE_FILE or self._waits():
                raise
            self.connection.close()
            self.connection = self._connected(f"{self.path.as_uri()}?immutable=1")
            self.one("SELECT 1 FROM sqlite_schema")

    def _waits(self) -> bool:
        sides = (self.path.with_name(self.path.name + end) for end in ("-wal", "-journal"))
        return any(side.exists() and side.stat().st_size for side in sides)

    def run(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one statement; the rowid of the last row that was inserted."""
        try:
            return int(self.connection.execute(sql, values).lastrowid or 0)
        except dbapi2.Error as error:
            self._tell(error)

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each of ``rows``."""
        if not rows:
            return
        try:
            self.connection.executemany(sql, rows)
        except dbapi2.Error as error:
            self._tell(error)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """All rows of a question, as tuples."""
        try:
            return self.connection.execute(sql, values).fetchall()  # type: ignore[no-any-return]
        except dbapi2.Error as error:
            self._tell(error)

    def each(self, sql: str, values: Sequence[object] = ()) -> Iterator[Any]:
        """The rows of a question one by one."""
        try:
            yield from self.connection.execute(sql, values)
        except dbapi2.Error as error:
            self._tell(error)

    def one(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first row of a question, or ``None``."""
        try:
            return self.connection.execute(sql, values).fetchone()
        except dbapi2.Error as error:
            self._tell(error)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on the disk when it is left; the write lock is taken first, so it cannot fail later."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self.connection.in_transaction:  # a full disk has already rolled back
                self.run("ROLLBACK")
            raise

    @contextmanager
    def still(self) -> Iterator[None]:
        """A read-only connection sees one state of the file throughout, whatever a writer does beside it."""
        if not self.read_only or self.connection.in_transaction:
            yield
            return
        self.run("BEGIN")
        try:
            yield
        finally:
            self.run("ROLLBACK")

    def copy_into(self, to: Path) -> None:
        """Write all that the file holds, as it is now, into the empty file ``to``; one that is open to read, too."""
        self.run("PRAGMA query_only=OFF")  # it would forbid to write the copy as well
        try:
            self.connection.execute("VACUUM INTO ?", (str(to),))
        except dbapi2.Error as error:
            self._tell(error, self.path if _code(error) in _OF_THE_SOURCE else to)
        finally:
            self.run(f"PRAGMA query_only={int(self.read_only)}")

    def copy_pages(self, to: Database, tell: Callable[[int, int], object]) -> None:
        """Copy the file as it is now, page by page, into ``to``, an empty one that has the same key.

        ``tell`` hears after each step how many bytes are done of how many; what it raises ends the copying.
        """
        size = int(self.one("PRAGMA page_size")[0])

        def step(_status: int, left: int, total: int) -> None:
            tell((total - left) * size, total * size)

        try:
            self.connection.backup(to.connection, pages=_STEP_PAGES, progress=step)
        except dbapi2.Error as error:
            self._tell(error, self.path if _code(error) in _OF_THE_SOURCE else to.path)

    @contextmanager
    def watched(self, look: Callable[[], object]) -> Iterator[None]:
        """Call ``look`` again and again while a long statement runs.  What it raises, and would raise again, ends the
        statement and comes out here.
        """
        self.connection.set_progress_handler(look, _WATCH_STEPS)
        try:
            yield
        except dbapi2.OperationalError:  # interrupted: the driver keeps what was raised to itself
            look()
            raise
        finally:
            self.connection.set_progress_handler(None, 0)

    def tools(self) -> sqlite_utils.Database:
        """The same connection with sqlite-utils' tools: for the schema, migrations and checks."""
        # Imported here, as it brings numpy, click and dateutil and would cost each start 300 ms and more.
        sys.modules.setdefault("pysqlite3", sqlcipher3)
        sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)
        import sqlite_utils

        return sqlite_utils.Database(self.connection, execute_plugins=False)

    def close(self) -> None:
        """Fold the side files into the one file and let go of it.  What cannot be folded now (a reader is beside us,
        the disk is full) stays in the side file, whole, until the next opening.
        """
        try:
            if not self.read_only:
                self._fold()
        except dbapi2.Error as error:
            _LOG.warning("%s was closed with its side files: %s", self.path.name, error)
        finally:
            self.connection.close()

    def drop(self) -> None:
        """Let go of the file as it is: one that turned out not to be ours."""
        self.connection.close()

    def _fold(self) -> None:
        for statement in (
            f"PRAGMA busy_timeout={_CLOSE_BUSY_MS}",
            "PRAGMA analysis_limit=400",
            "PRAGMA optimize",
            "PRAGMA wal_checkpoint(TRUNCATE)",
            "PRAGMA journal_mode=DELETE",
        ):
            self.connection.execute(statement).fetchall()

    def _connected(self, uri: str) -> Any:
        try:
            return dbapi2.connect(
                uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS, cached_statements=256
            )
        except dbapi2.Error as error:
            self._tell(error)

    def _tell(self, error: Exception, path: Path | None = None) -> NoReturn:
        told = explain(error, path or self.path)
        if told is None:
            raise error
        raise told from error


def _code(error: BaseException | None) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF  # the extended codes carry more above these bits


def explain(error: Exception, path: Path) -> GlossatorError | None:
    """What an error of the driver means for the user of ``path``; ``None`` for one that is a bug."""
    code = _code(error)
    if any(sign in str(error) for sign in _DAMAGE):
        code = dbapi2.SQLITE_CORRUPT
    if code not in _SENTENCES:
        return None
    what, safe, remedy = _SENTENCES[code]
    kind = Damaged if code == dbapi2.SQLITE_CORRUPT else GlossatorError
    return kind(
        what.format(path.name),
        safe=safe,
        remedy=remedy,
        details=f"{getattr(error, 'sqlite_errorname', '')}: {error}\n{path}",
    )


# What is found in a row, not in a page, has no code of its own.
_DAMAGE = ("decode to UTF-8", "malformed JSON")
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


@contextmanager
def scratch() -> Iterator[Any]:
    """A connection to a file of our own for what is too much for the memory; it is gone afterwards."""
    from tempfile import TemporaryDirectory  # slow to load, and only a check needs it

    with TemporaryDirectory(prefix="glossator-") as folder:
        connection = dbapi2.connect(str(Path(folder) / "scratch"), isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=OFF").fetchall()
            connection.execute("PRAGMA synchronous=OFF")
            yield connection
        finally:
            connection.close()


def version() -> str:
    """The version of SQLite in use."""
    return str(dbapi2.sqlite_version)
