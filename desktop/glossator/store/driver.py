"""The one place that chooses SQLite and opens a file with it, encrypted or not.

The driver is sqlcipher3: one build for all systems, free of the WAL-reset fault of SQLite below 3.51.3.  There must be
only one SQLite library in the process, and nobody may open a project with Python's ``open`` while it is in use: closing
either one would drop the locks of the other.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import sqlcipher3
from sqlcipher3 import dbapi2

from glossator.core.errors import GlossatorError
from glossator.store import places
from glossator.store.keys import SALT_BYTES, Key
from glossator.store.telling import SAFE, Damaged, NoDatabase, code, explain

if TYPE_CHECKING:
    import sqlite_utils

__all__ = ["SAFE", "Damaged", "NoDatabase"]  # what others take from here although it is made elsewhere

Error: type[Exception] = dbapi2.Error
"""Whatever the driver may raise; only who reads damaged files has to expect all of it."""
IntegrityError: type[Exception] = dbapi2.IntegrityError
"""Records that contradict each other; always a bug of the caller."""

# Where the words of an error quote damaged bytes they are no Unicode; a page of a protected file that cannot be
# deciphered while a transaction is open counts as one for which there is no memory.
_RAISED = (dbapi2.Error, UnicodeDecodeError, MemoryError)
_LOG = logging.getLogger(__name__)
_BUSY_SECONDS = 5.0
_PAGE = 4096
_PAGES_AT_ONCE = 100_000  # a value may have a gigabyte
_STEP_PAGES = 512  # 2 MB: whoever waits for the file waits no longer than for those
_WATCH_STEPS = 100_000  # of SQLite's machine: some milliseconds
_STEPS_UNTOLD = 20_000  # of SQLite's machine, between two looks at whether to go on: some milliseconds
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


class Database:
    """An open SQLite file; each statement of the store goes through it.

    What the world does to a statement (a full disk, a lock, a damaged page) comes out as :class:`GlossatorError`;
    :data:`IntegrityError` and other errors of the driver are bugs and come out as they are.  With a ``key`` all
    that reaches the disk is encrypted: the file, what stands beside it while it is open, and copies.
    """

    def __init__(self, path: Path, *, read_only: bool, key: Key | None = None) -> None:
        self.path = path
        self.read_only = read_only
        self.key = key
        self._uri = f"{path.as_uri()}?mode={'ro' if read_only else 'rw'}"
        self.connection = self._connected(self._uri)

    def prepared(self) -> bool:
        """Whether :meth:`prepare` could be done; not where the disk is full or does not let us write."""
        try:
            self.prepare()
        except GlossatorError as error:
            if self.read_only or code(error.__cause__) not in _NO_WRITING:
                raise
            return False
        return True

    def prepare(self) -> None:
        """Set how this connection reads and, unless it is read-only, how it writes."""
        for statement in _ALWAYS:
            self.run(statement)
        if self.key is not None:
            self.run("PRAGMA temp_store=MEMORY")  # what is sorted or undone is written nowhere else
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
            if not self.read_only or code(error.__cause__) not in _NO_SIDE_FILE or self._waits():
                raise
            self.connection.close()
            self._uri = f"{self.path.as_uri()}?immutable=1"
            self.connection = self._connected(self._uri)
            self.one("SELECT 1 FROM sqlite_schema")

    def write_free_pages(self) -> None:
        """Write all pages of a protected file that hold nothing, where the disk takes it.

        A step in whose middle the power went is taken back without them, as nobody will read what they hold.  But one
        that was half written cannot be deciphered, and copying or checking the file reads it all the same.
        """
        free = int(self.one("PRAGMA freelist_count")[0]) if self.key is not None else 0
        if not free:
            return
        with suppress(GlossatorError), self.transaction():
            self.run("CREATE TABLE passing(held)")
            for begin in range(0, free, _PAGES_AT_ONCE):
                held = min(free - begin, _PAGES_AT_ONCE) * _PAGE
                self.run("INSERT INTO passing VALUES (zeroblob(?))", (held,))
            self.run("DROP TABLE passing")  # in a protected file what is freed is written once more, empty

    def again(self) -> None:
        """Go on with a protected file after a damaged page was met: its driver reads nothing more until it is opened
        anew.  Any other stays as it is.
        """
        if self.key is None:
            return
        was_still = self.read_only and self.connection.in_transaction
        self.connection.close()
        self.connection = self._connected(self._uri)
        self.prepare()
        if was_still:
            self.run("BEGIN")

    def _waits(self) -> bool:
        sides = (self.path.with_name(self.path.name + end) for end in ("-wal", "-journal"))
        return any(side.exists() and side.stat().st_size for side in sides)

    def run(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one statement; the rowid of the last row that was inserted."""
        try:
            return int(self.connection.execute(sql, values).lastrowid or 0)
        except _RAISED as error:
            self._tell(error)

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each of ``rows``."""
        if not rows:
            return
        try:
            self.connection.executemany(sql, rows)
        except _RAISED as error:
            self._tell(error)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """All rows of a question, as tuples."""
        try:
            return self.connection.execute(sql, values).fetchall()  # type: ignore[no-any-return]
        except _RAISED as error:
            self._tell(error)

    def each(self, sql: str, values: Sequence[object] = ()) -> Iterator[Any]:
        """The rows of a question one by one."""
        try:
            # "yield from" would close the cursor, which cannot be where the file was closed before
            for row in self.connection.execute(sql, values):  # noqa: UP028
                yield row
        except _RAISED as error:
            self._tell(error)

    def one(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first row of a question, or ``None``."""
        try:
            return self.connection.execute(sql, values).fetchone()
        except _RAISED as error:
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
        with self.one_state() if self.read_only else nullcontext():
            yield

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """One state of the file throughout, whatever another connection writes meanwhile; nothing is written in it."""
        if self.connection.in_transaction:
            yield
            return
        self.run("BEGIN")
        try:
            yield
        finally:
            if self.connection.in_transaction:  # a full disk or a damaged page has already rolled back
                self.run("ROLLBACK")

    @contextmanager
    def told(self, tell: Callable[[int], object]) -> Iterator[None]:
        """While it is open, ``tell`` hears every now and then how many rows were written since.  Where it raises, the
        statement is ended, as is the transaction, and what it raises comes out.
        """
        begun = self.connection.total_changes

        def look() -> int:
            tell(self.connection.total_changes - begun)  # SQLite takes an exception for the wish to end
            return 0

        self.connection.set_progress_handler(look, _STEPS_UNTOLD)
        try:
            yield
        except dbapi2.OperationalError as error:
            if code(error) == dbapi2.SQLITE_INTERRUPT:
                tell(0)  # which says once more why
            raise
        finally:
            self.connection.set_progress_handler(None, 0)

    def wait_for_others(self, seconds: float | None = None) -> None:
        """Wait no longer than this for somebody else who writes; ``None``: as long as usual."""
        self.run(f"PRAGMA busy_timeout={round((_BUSY_SECONDS if seconds is None else seconds) * 1000)}")

    def copy_into(self, to: Path) -> None:
        """Write all that the file holds, as it is now, into the empty file ``to``; one that is open to read, too.
        The copy has the same key.
        """
        self.run("PRAGMA query_only=OFF")  # it would forbid to write the copy as well
        try:
            self.connection.execute("VACUUM INTO ?", (str(to),))
        except _RAISED as error:
            self._tell(error, self.path if code(error) in _OF_THE_SOURCE else to)
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
        except _RAISED as error:
            self._tell(error, self.path if code(error) in _OF_THE_SOURCE else to.path)

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
        except _RAISED as error:
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
        self._sweep_away()

    def _sweep_away(self) -> None:
        """A program that was killed on a network share leaves its journal, emptied, which SQLite does not delete until
        it has written in it itself: then it does so with the lock that keeps others from needing it.
        """
        if not self.path.with_name(f"{self.path.name}-journal").exists():
            return
        (number,) = self.connection.execute("PRAGMA user_version").fetchone()
        for statement in ("BEGIN IMMEDIATE", f"PRAGMA user_version={number}", "COMMIT"):
            self.connection.execute(statement).fetchall()

    def _connected(self, uri: str) -> Any:
        try:
            connection = dbapi2.connect(
                uri,
                uri=True,
                isolation_level=None,
                timeout=_BUSY_SECONDS,
                cached_statements=256,
                # one thread has it; only a rescue copies from another, when nobody writes any more
                check_same_thread=False,
            )
        except dbapi2.Error as error:
            self._tell(error)
        if self.key is not None:
            _unlock(connection, self.key)
        return connection

    def _tell(self, error: Exception, path: Path | None = None) -> NoReturn:
        told = (
            None if isinstance(error, MemoryError) and self.key is None else explain(error, path or self.path)
        )
        if told is None:
            raise error
        raise told from error


def _unlock(connection: Any, key: Key) -> None:
    for statement in (
        "PRAGMA cipher_log_level=NONE",  # it would go to the terminal
        "PRAGMA cipher_default_compatibility=4",  # whatever a later SQLCipher prefers
        f'PRAGMA key="{key.spell()}"',
    ):
        connection.execute(statement).fetchall()


def head(path: Path) -> bytes:
    """The first bytes of a file, as many as a salt has, read so that no lock on it is lost."""
    database = Database(path, read_only=True, key=Key(bytes(32), b""))
    try:
        return bytes.fromhex(database.one("PRAGMA cipher_salt")[0])[:SALT_BYTES]
    finally:
        database.drop()


@contextmanager
def scratch(*, protected: bool = False) -> Iterator[Any]:
    """A connection to a file of our own for what is too much for the memory; it is gone afterwards.  A ``protected``
    one is encrypted with a key that nobody keeps.
    """
    from tempfile import TemporaryDirectory  # slow to load, and only a check needs it

    with TemporaryDirectory(prefix="glossator-") as folder:
        connection = dbapi2.connect(str(Path(folder) / "scratch"), isolation_level=None)
        try:
            if protected:
                _unlock(connection, Key.passing())
            connection.execute("PRAGMA journal_mode=OFF").fetchall()
            connection.execute("PRAGMA synchronous=OFF")
            yield connection
        finally:
            connection.close()


def version() -> str:
    """The version of SQLite in use."""
    return str(dbapi2.sqlite_version)
