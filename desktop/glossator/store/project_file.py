"""A project file: made, opened, written Change by Change and closed."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import orjson

from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.core.ids import COUNTER_BITS, IdSource
from glossator.core.plain import from_plain
from glossator.core.scheme import AttributeType, EventType, Heading, Label, RelationType, Scheme
from glossator.store import (
    backups,
    creating,
    lock,
    migrations,
    opening,
    parts,
    places,
    reading,
    rekeying,
    remembering,
    side_file,
    writer,
)
from glossator.store.appearing import appearing
from glossator.store.driver import SAFE, Database
from glossator.store.keys import Key
from glossator.store.news import News, Watch, Whereabouts
from glossator.store.queries import Queries
from glossator.store.rows import Names, by_kind
from glossator.store.schema import ID_TABLES


class Migrated(NamedTuple):
    """A project file was of this format until it was opened; ``kept`` is the backup of it as it was."""

    format: int
    kept: Path


class ProjectFile:
    """One open project.  ``path`` is the file, ``key`` what opens it where it is protected, ``read_only`` whether
    nothing can be written, ``lost`` what of it could not be read when it was opened, ``migrated`` of which format it
    was until then, where that was an older one, ``new_id`` gives out ids that the file has never seen, ``plan`` says
    what backups are kept and where, ``ask`` answers questions.

    Questions and writing share one connection: a question always sees what was just written, there is one cache,
    and no second connection holds up a checkpoint.  It belongs to the thread that opened it; work in the background
    opens the file for itself with ``key`` and ``read_only=True``.
    """

    def __init__(self, database: Database, held: lock.Lock | None) -> None:
        self._database = database
        self._lock = held
        self._names = Names(database)
        self._is_closed = False
        self._watch = Watch(database)
        self._sharers: list[object] = [self]
        self.path = database.path
        self.key = database.key
        self.plan = backups.Plan()
        self.read_only = database.read_only
        self.lost: side_file.Lost | None = None
        self.migrated: Migrated | None = None
        self.new_id = IdSource(self._is_taken)
        self.ask = Queries(database, self._names)

    @classmethod
    def create(
        cls, path: Path, *, title: str, scheme: Scheme, author: str, key: Key | None = None
    ) -> ProjectFile:
        """A new project, open for writing, readable by its owner alone, with ``scheme`` as its first Change; with a
        ``key`` it is protected.

        It appears whole: :class:`GlossatorError` when there is such a file already or it cannot be made; then nothing
        is left of it.
        """
        path = path.absolute()
        with contextlib.ExitStack() as undo:
            with appearing(path, partial(creating.not_made, path)) as part:
                held = lock.take(path)
                undo.callback(held.release)
                creating.make(part, title=title, scheme=scheme, author=author, key=key)
            undo.pop_all()
        return cls._opened(path.resolve(), held, key)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        key: Key | None = None,
        plan: backups.Plan | None = backups.Plan(),  # noqa: B008 - a tuple
        told: migrations.Told = lambda done, total, what: None,
    ) -> ProjectFile:
        """The project in ``path``; one that is not protected needs no ``key``.  Where the file or its folder cannot be
        written, or the disk is full, it is opened to read only, which ``read_only`` tells.  One of an older format is
        brought to ours after a backup, for which ``plan`` has the place; ``told`` hears how far that is, and
        ``migrated`` tells afterwards.

        :class:`~glossator.store.opening.Older` for an older format where there is no ``plan``,
        :class:`~glossator.store.lock.Locked` when another Glossator writes it,
        :class:`~glossator.store.keys.NeedsPassphrase` when it is protected and ``key`` does not open it;
        :class:`GlossatorError` for a file that is missing, empty, no project, damaged, or made by a newer Glossator.
        """
        path = opening.found(path)
        held = None if read_only or not places.may_write(path) else _locked(path)
        return cls._opened(path, held, key, plan, told)

    @classmethod
    def _opened(
        cls,
        path: Path,
        held: lock.Lock | None,
        key: Key | None,
        plan: backups.Plan | None = backups.Plan(),  # noqa: B008 - a tuple
        told: migrations.Told = lambda done, total, what: None,
    ) -> ProjectFile:
        with contextlib.ExitStack() as undo:
            lost = None
            if held is not None:
                undo.callback(held.release)
                rekeying.tidy(path)
                for folder in (path.parent, *backups.folders(path, plan or backups.Plan())):
                    parts.clear_away(folder, time.time())
                lost = side_file.kept_if_damaged(path)
            before: list[Migrated] = []
            try:
                database = opening.prepared(
                    path,
                    read_only=held is None,
                    key=key,
                    plan=plan,
                    migrated=lambda number, kept: before.append(Migrated(number, kept)),
                    told=told,
                )
            except opening.Older as older:
                older.lost = lost  # its side file is cleared away now, so who opens it next would not know
                raise
            try:
                project_file = cls(database, None if database.read_only else held)
            except BaseException:  # damage that only shows when it is asked something
                database.drop()
                raise
            project_file.lost = lost
            project_file.plan = plan or backups.Plan()
            project_file.migrated = before[0] if before else None
            if not database.read_only:
                undo.pop_all()  # the lock is kept for as long as it is written
            return project_file

    def write(self, change: Change) -> None:
        """Bring ``change`` to the disk, with its row of the journal, before this returns.

        :class:`~glossator.store.writer.Stale` when what it removes is not what is stored,
        :class:`GlossatorError` when the disk does not take it; in both cases nothing of it was written.
        """
        if self.read_only:
            raise self.refusal()
        self._be_where_we_were()
        if self._watch.is_stale():
            self._names.forget()
        self.ask.order.follow(change)  # first, as it may arrive although the disk says no
        place = writer.write(self._database, change, self._names)
        self._watch.wrote(place, is_more=bool(change.texts or change.sources))

    def has_arrived(self, change_id: int) -> bool:
        """Whether a Change stands in the file although the disk said no when it was written; if so, it is brought to
        the disk now, which :class:`GlossatorError` tells where it cannot be.
        """
        self._be_where_we_were()
        found = self._database.one("SELECT place FROM action WHERE id=?", (change_id,))
        if found is None:
            return False
        remembering.remember(self._database, {})  # any step waits until all before it are on the disk
        self._watch.wrote(int(found[0]))
        return True

    def write_ahead(self, texts: Mapping[str, str], sources: Mapping[str, bytes] | None = None) -> None:
        """Write texts and sources, by their digests, that a later Change will refer to: so that one stays short.  Where
        it never comes they do no harm; nobody sees them.
        """
        self._be_where_we_were()
        writer.write_ahead(self._database, texts, sources or {})
        self._watch.wrote(None)

    def keep(self, values: Mapping[str, Any]) -> None:
        """Remember these values (what JSON can say; ``None`` forgets) by their names: no step, nothing to be undone."""
        self._be_where_we_were()
        remembering.remember(self._database, values)
        self._watch.wrote(None)

    def scheme(self) -> Scheme:
        """The scheme of the project, as it is now."""
        kinds = by_kind(reading.items(self._database, "present"))
        begun = self._database.one("SELECT value FROM meta WHERE key='scheme'")
        with reading.understood():
            heading = kinds[Heading][0] if Heading in kinds else from_plain(Heading, orjson.loads(begun[0]))
        return Scheme.of(
            heading,
            kinds.get(Label, ()),
            kinds.get(RelationType, ()),
            kinds.get(EventType, ()),
            kinds.get(AttributeType, ()),
        )

    def save_copy(self, to: Path) -> None:
        """Write the project, as it is now, to the new file ``to``: also the way out when the file itself was moved or
        deleted.  :class:`GlossatorError` when there is such a file or it cannot be written.
        """
        migrations.copy_into(self._database, to.absolute())

    def save_unprotected(self, to: Path) -> None:
        """As :meth:`save_copy`, but everybody can read the copy."""
        migrations.copy_into(
            self._database, to.absolute(), lambda path: rekeying.write_copy(self._database, path, None)
        )

    def refusal(self) -> GlossatorError:
        """Why nothing can be written to a project that is open to read."""
        return GlossatorError(
            f"The project “{self.path.name}” is open to read only, so nothing was changed in it.",
            safe=SAFE,
            remedy="Open it again where it may be written and its disk has room, or save a copy and go on in that.",
        )

    def size_of(self, change_id: int) -> int:
        """How many records a step touched; 0 for one that is not known."""
        found = self._database.one("SELECT n FROM action WHERE id=?", (change_id,))
        return int(found[0]) if found else 0

    # --- beside others ------------------------------------------------------------------------------------------------

    def look(self) -> News:
        """What happened to the file since one looked last and was not done here; microseconds where nothing did."""
        is_helped = len(self._sharers) > 1
        news = self._watch.look()
        self._watch.is_helped &= is_helped  # without one all that it wrote is known now
        if news.changes or news.is_renewed:
            self._names.forget()
        return news

    def touched_since(self, document_id: int, place: int | None) -> bool:
        """Whether news since the step at ``place`` (``None``: of whatever kind) may be about this document."""
        return self._watch.touched_since(document_id, place)

    def where(self) -> Whereabouts:
        """Where the file is now."""
        return self._watch.where()

    def holder(self) -> lock.Holder | None:
        """Who has the project open for writing; that may be we."""
        return lock.holder(self.path)

    @property
    def is_alone(self) -> bool:
        """No second connection may write beside this one, as on a network share."""
        return str(self._database.one("PRAGMA locking_mode")[0]) == "exclusive"

    def wait_for_others(self, seconds: float | None = None) -> None:
        """Wait no longer than this for somebody else who writes; ``None``: as long as usual."""
        self._database.wait_for_others(seconds)

    def lend(self) -> Callable[[], contextlib.AbstractContextManager[ProjectFile]]:
        """What another thread calls to open the same project once more and write it under our lock.

        Whoever of both closes last leaves one file behind and gives back the lock; so this one may be closed first.
        """
        share = object()
        self._sharers.append(share)
        self._watch.is_helped = True
        return partial(self._opened_once_more, share)

    @contextlib.contextmanager
    def _opened_once_more(self, share: object) -> Iterator[ProjectFile]:
        database: Database | None = None
        try:
            database = Database(self.path, read_only=False, key=self.key)
            database.prepare()
            lent = ProjectFile(database, None)
            lent.plan = self.plan
            yield lent
        finally:
            self._sharers.remove(share)
            if database is not None and self._sharers:
                database.drop()
            elif database is not None:
                database.close()
            if not self._sharers and self._lock is not None:
                self._lock.release()

    def told(self, tell: Callable[[int], object]) -> contextlib.AbstractContextManager[None]:
        """While it is open, ``tell`` hears how many rows were written; what it raises takes the Change back."""
        return self._database.told(tell)

    def snapshot(self, reason: str, progress: Callable[[int, int], object]) -> Path:
        """Keep the whole file as it is now, as :func:`backups.snapshot` says."""
        return backups.snapshot(self._database, reason, plan=self.plan, progress=progress)

    def keep_daily(self, now: float, progress: Callable[[int, int], object]) -> Path | None:
        """The daily backup, if one is wanted, over this connection; ``now`` is in seconds since 1970."""
        if not backups.is_due(self._database, self.plan, now=now):
            return None
        return backups.snapshot(self._database, "daily", plan=self.plan, progress=progress)

    def close(self) -> None:
        """Leave one file behind and give back the lock; closing twice is once."""
        if self._is_closed:
            return
        self._is_closed = True
        self._sharers.remove(self)
        if self._sharers:
            self._database.drop()
            return
        try:
            self._leave_file()
        finally:
            if self._lock is not None:
                self._lock.release()
            elif self.read_only:
                _fold_what_is_left(self.path, self.key)

    def _leave_file(self) -> None:
        """Beside a file that has taken the place of ours, our side file would be taken for that one's, and spoil it."""
        if self._watch.where() != "replaced":
            self._database.close()
            return
        self._database.drop()
        if self._lock is not None:
            self._watch.put_side_file_aside()

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
        where = self._watch.where()
        if where == "here":
            self._watch.about_to_write()
            return
        done = {"gone": "moved or deleted", "replaced": "replaced by another file"}.get(
            where, "cut off from us"
        )
        raise GlossatorError(
            f"The project “{self.path.name}” was {done} while it was open, so this was not saved.",
            safe="All that was saved before can still be read here.",
            remedy="Put the file back where it was, or save a copy under another name and go on in that.",
            details=str(self.path),
        )


def _fold_what_is_left(path: Path, key: Key | None) -> None:
    """A reader beside the writer keeps it from folding its side file; who leaves last does it."""
    side = path.with_name(path.name + "-wal")
    if not side.exists() or not places.may_write(path):
        return
    with contextlib.suppress(GlossatorError, OSError):  # it stays beside, whole, until the next opening
        held = lock.take(path)
        try:
            if side_file.lost_steps(path):
                return  # who opens it for writing is told first
            database = Database(path, read_only=False, key=key)
            try:
                database.prepare()
            finally:
                database.close()
        finally:
            held.release()


def _locked(path: Path) -> lock.Lock | None:
    """The lock of ``path``; ``None`` where the disk does not take even that, so that the project can only be read."""
    try:
        return lock.take(path)
    except OSError:
        return None
