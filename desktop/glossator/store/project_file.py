"""A project file: made, opened, written Change by Change and closed."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson

from glossator import __version__
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.core.ids import COUNTER_BITS, IdSource
from glossator.core.plain import from_plain, to_plain
from glossator.core.scheme import AttributeType, EventType, Label, RelationType, Scheme
from glossator.store import journal, lock, migrations, opening, places, reading, writer
from glossator.store.driver import SAFE, Database
from glossator.store.queries import Queries
from glossator.store.rows import Names, by_kind
from glossator.store.schema import ID_TABLES, lay_out


class ProjectFile:
    """One open project.  ``path`` is the file, ``read_only`` whether nothing can be written, ``new_id`` gives out ids
    that the file has never seen, ``ask`` answers questions.

    Questions and writing share one connection: a question always sees what was just written, there is one cache,
    and no second connection holds up a checkpoint.  It belongs to the thread that opened it; work in the background
    opens the file for itself with ``read_only=True``.
    """

    def __init__(self, database: Database, held: lock.Lock | None) -> None:
        self._database = database
        self._lock = held
        self._names = Names(database)
        self._is_closed = False
        self._identity = places.identity(database.path)
        self.path = database.path
        self.read_only = database.read_only
        self.new_id = IdSource(self._is_taken)
        self.ask = Queries(database, self._names)

    @classmethod
    def create(cls, path: Path, *, title: str, scheme: Scheme, author: str) -> ProjectFile:
        """A new project, open for writing, readable by its owner alone, with ``scheme`` as its first Change.

        :class:`GlossatorError` when there is such a file already or it cannot be made; then nothing is left of it.
        """
        path = path.absolute()
        _make_empty(path)
        path = path.resolve()
        with contextlib.ExitStack() as undo:
            undo.callback(path.unlink, missing_ok=True)
            held = _taken(path)
            undo.callback(held.release)
            database = Database(path, read_only=False)
            undo.callback(database.close)
            lay_out(database)
            database.prepare()
            project_file = cls(database, held)
            project_file._begin(title, scheme, author)
            undo.pop_all()
        return project_file

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> ProjectFile:
        """The project in ``path``.  Where the file or its folder cannot be written, or the disk is full, it is opened
        to read only, which ``read_only`` tells.

        :class:`~glossator.store.lock.Locked` when another Glossator writes it; :class:`GlossatorError` for a file that
        is missing, empty, no project, damaged, or made by a newer Glossator.
        """
        path = opening.found(path)
        held = None if read_only or not places.may_write(path) else _locked(path)
        with contextlib.ExitStack() as undo:
            if held is not None:
                undo.callback(held.release)
            database = opening.prepared(path, read_only=held is None)
            if not database.read_only:
                undo.pop_all()  # the lock is kept for as long as it is written
            return cls(database, None if database.read_only else held)

    def _begin(self, title: str, scheme: Scheme, author: str) -> None:
        header = to_plain(replace(scheme, labels=(), relation_types=(), event_types=(), attributes=()))
        meta = {
            "project": os.urandom(16).hex(),
            "title": title,
            "needs": __version__,
            "scheme": orjson.dumps(header).decode(),
        }
        with self._database.transaction():
            self._database.run_many("INSERT INTO meta(key, value) VALUES (?,?)", meta.items())
            self._database.run(
                "INSERT INTO site(id, uid, head, chain) VALUES (1, ?, 0, ?)",
                (os.urandom(8).hex(), journal.START),
            )
        self.write(
            Change(
                id=self.new_id(),
                title=f"New project with the scheme {scheme.name}",
                author=author,
                time=_now(),
                added=(*scheme.labels, *scheme.relation_types, *scheme.event_types, *scheme.attributes),
                origin=journal.CREATION,
            )
        )

    def write(self, change: Change) -> None:
        """Bring ``change`` to the disk, with its row of the journal, before this returns.

        :class:`~glossator.store.writer.Stale` when what it removes is not what is stored,
        :class:`GlossatorError` when the disk does not take it; in both cases nothing of it was written.
        """
        if self.read_only:
            raise GlossatorError(
                f"The project “{self.path.name}” is open to read only, so nothing was changed in it.",
                safe=SAFE,
                remedy="Open it again where it may be written and its disk has room, or save a copy and go on in that.",
            )
        self._be_where_we_were()
        writer.write(self._database, change, self._names)

    def scheme(self) -> Scheme:
        """The scheme of the project, as it is now."""
        header = orjson.loads(self._database.one("SELECT value FROM meta WHERE key='scheme'")[0])
        kinds = by_kind(reading.items(self._database, "present"))
        return replace(
            from_plain(Scheme, header),
            labels=tuple(kinds.get(Label, ())),
            relation_types=tuple(kinds.get(RelationType, ())),
            event_types=tuple(kinds.get(EventType, ())),
            attributes=tuple(kinds.get(AttributeType, ())),
        )

    def save_copy(self, to: Path) -> None:
        """Write the project, as it is now, to the new file ``to``: also the way out when the file itself was moved or
        deleted.  :class:`GlossatorError` when there is such a file or it cannot be written.
        """
        migrations.copy_into(self._database, to.absolute())

    def close(self) -> None:
        """Leave one file behind and give back the lock; closing twice is once."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            self._database.close()
        finally:
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _is_taken(self, prefix: int) -> bool:
        low = prefix << COUNTER_BITS
        return any(
            self._database.one(
                f"SELECT 1 FROM {table} WHERE id BETWEEN ? AND ? LIMIT 1",
                (low, low + (1 << COUNTER_BITS) - 1),
            )
            for table in ID_TABLES
        )

    def _be_where_we_were(self) -> None:
        """SQLite would go on writing into a file that was moved or deleted, and that work would be lost."""
        now = places.identity(self.path)
        if now == self._identity:
            return
        done = "moved or deleted" if now is None else "replaced by another file"
        raise GlossatorError(
            f"The project “{self.path.name}” was {done} while it was open, so this was not saved.",
            safe="All that was saved before can still be read here.",
            remedy="Put the file back where it was, or save a copy under another name and go on in that.",
            details=str(self.path),
        )


def _now() -> int:
    return int(time.time() * 1000)


def _locked(path: Path) -> lock.Lock | None:
    """The lock of ``path``; ``None`` where the disk does not take even that, so that the project can only be read."""
    try:
        return lock.take(path)
    except OSError:
        return None


def _make_empty(path: Path) -> None:
    try:
        # SQLite would make it readable by everybody; its side files get the mode that this one has.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise GlossatorError(
            f"There is already a file “{path.name}”.",
            safe="It was not touched.",
            remedy="Open it, or choose another name for the new project.",
            details=str(path),
        ) from error
    except OSError as error:
        raise _not_made(path, error) from error


def _taken(path: Path) -> lock.Lock:
    try:
        return lock.take(path)
    except OSError as error:
        raise _not_made(path, error) from error


def _not_made(path: Path, error: OSError) -> GlossatorError:
    return GlossatorError(
        f"The project “{path.name}” cannot be made in “{path.parent}”: {error.strerror}.",
        safe="Nothing was written.",
        remedy="Choose a folder that exists, has room, and in which you may write.",
        details=str(path),
    )
