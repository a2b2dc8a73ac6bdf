"""What happened to an open project file and was not our doing: moved, replaced, written by somebody else."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.store import journal, lock
from glossator.store.driver import Database
from glossator.store.holding import Hold
from glossator.store.places import Identity, identity

Whereabouts = Literal["here", "gone", "replaced", "unreachable"]
"""Where the file is: still under its name; not any more; another one is there now; nothing can be said, as its folder
or its disk cannot be reached."""

FOLLOWED = 2_000
"""Records of new steps that are followed one by one; of more, everything is read anew."""


class News(NamedTuple):
    """What is new since one looked last.

    ``changes`` are steps that somebody else made, in their order.  ``is_renewed`` tells that there is more, or that it
    is not known what, so that everything is to be read anew; ``is_beside`` that somebody wrote beside the journal.
    ``since`` is the place of the last step that was known before, ``None`` where steps do not tell what is new.
    """

    where: Whereabouts = "here"
    changes: tuple[Change, ...] = ()
    is_renewed: bool = False
    is_beside: bool = False
    since: int | None = None


NOTHING = News()
_LOG = logging.getLogger(__name__)
_SIDE_HEAD = 32  # bytes: with the number of the generation and two random ones

# The numbers of texts and sources, and how often something was remembered: what is written without a step.
_UNSEEN = """SELECT (SELECT max(key) FROM text), (SELECT max(key) FROM source_bytes),
    (SELECT value FROM meta WHERE key='kept')"""


class _Stamp(NamedTuple):
    """What tells a file from another one, and from itself after somebody wrote it."""

    identity: Identity
    size: int
    written: int


class _Sight(NamedTuple):
    """What was seen of others: the number that they move by writing, and how far the side file goes."""

    version: int
    pages: int
    folded: int
    generation: bytes


class Watch:
    """Looks after one open file; a look costs microseconds while nothing happens.

    What its own connection writes has to be told by :meth:`about_to_write` and :meth:`wrote`, so that it does not count
    as news.  ``is_helped`` tells that another connection of ours is writing, too.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._path = database.path
        self._stamp = _stamp(self._path)
        self._side = side_file(self._path)
        self._side_stamp: Identity | None = None
        self._was_away = False
        self._hold = Hold(self._path)
        self.is_helped = False
        self._version = 0
        self._place = 0
        self._own: set[int] = set()
        self._schema = b""
        self._quiet: tuple[object, ...] = ()
        self._seen = _Sight(0, 0, 0, b"")
        self._is_folded = self._is_written = self._is_explained = False
        self.settle()

    def settle(self) -> None:
        """Everything is known as it is now."""
        with self._database.one_state():
            self._version, self._place = self._numbers()
            self._schema, self._quiet = self._shape(), self._besides()
        self._stamp = _stamp(self._path) or self._stamp
        self._seen = self._sight(anew=True)
        self._is_folded = self._is_written = self._is_explained = False

    def about_to_write(self) -> None:
        """The own connection writes next: what others did until now must not be taken for it."""
        self._judge()

    def wrote(self, place: int | None, *, is_more: bool = True) -> None:
        """The own connection has made the step with this place in the journal, or written what is none: texts ahead of
        a step, what is remembered.  ``is_more``: there were texts or sources in the step.
        """
        if place is not None and place == self._place + 1:
            self._place = place
        elif place is not None:  # others have written that were not looked at yet
            self._own.add(place)
        if is_more:
            self._quiet = (self._unseen(), *self._quiet[1:])
        self._stamp = _stamp(self._path) or self._stamp
        now = self._sight(anew=self._seen.folded >= self._seen.pages)
        self._is_written |= now.version != self._seen.version  # another came in between
        self._seen = now

    def where(self) -> Whereabouts:
        """Where the file is now.

        A file that comes back after it was away has to be as it was left: SQLite would go on in its side file, which
        does not fit to what another program has made of the file meanwhile.
        """
        try:
            now = _read_stamp(self._path)
        except FileNotFoundError:
            self._was_away = True
            return "gone" if self._path.parent.is_dir() else "unreachable"
        except OSError:
            self._was_away = True
            return "unreachable"
        known = self._stamp
        if known is not None and now.identity != known.identity:
            return "replaced"
        if self._was_away and now != known:
            return "replaced"
        self._was_away = False
        self._stamp = now
        self._side_stamp = self._side_stamp or identity(self._side)
        self._hold.take_again()
        return "here"

    def is_stale(self) -> bool:
        """Somebody else has committed since one looked last."""
        return bool(self._database.one("PRAGMA data_version")[0] != self._version)

    def look(self) -> News:
        """What is new; asked again, the same is not told again."""
        where = self.where()
        if where != "here":
            return News(where)
        try:
            return self._read() if self.is_stale() else NOTHING
        except GlossatorError:  # the disk is going: the next look tells whether the name goes as well
            return News("unreachable")

    def _read(self) -> News:
        self._judge()
        with self._database.one_state():
            version, place = self._numbers()
            known = "SELECT place, n FROM action WHERE place>?"
            new = [n for each, n in self._database.rows(known, (self._place,)) if each not in self._own]
            shape, besides = self._shape(), self._besides()
            is_silent = not (new or self._is_explained or self.is_helped or besides != self._quiet)
            is_beside = shape != self._schema or place < self._place or (is_silent and self._is_written)
            is_renewed = is_beside or (is_silent and self._is_folded) or sum(new) > FOLLOWED
            changes = () if is_renewed else tuple(self._changes())
        if is_beside:
            told = (self._path.name, self._version, version, shape != self._schema, self._place, place)
            _LOG.info(
                "%s was written beside the journal: version %d, %d, new tables %s, place %d, %d.", *told
            )
        since = None if is_beside else self._place
        self._version, self._place, self._schema, self._quiet = version, place, shape, besides
        self._is_folded = self._is_written = self._is_explained = False
        self._own.clear()
        return News("here", changes, is_renewed, is_beside, since)

    def _judge(self) -> None:
        """What others did since the own connection wrote or looked last, where they moved the number that tells of it.

        Who commits has added pages to the side file, or begun it anew.  The number moves too when somebody folds the
        side file into the file, which leaves it empty, and when the memory beside it is made anew from the same pages.
        """
        known, now = self._seen, self._sight(anew=False)
        if now.version == known.version:
            return
        now = self._sight(anew=True)
        if now.pages == 0:
            self._is_folded = True
        elif (now.pages, now.generation) != (known.pages, known.generation):
            self._is_written = True
            self._is_explained |= self._besides() != self._quiet
        self._seen = now

    def _sight(self, *, anew: bool) -> _Sight:
        """``anew``: the side file may have been begun anew since, so that it is of another generation."""
        version = int(self._database.one("PRAGMA data_version")[0])
        try:
            _, pages, folded = self._database.one("PRAGMA wal_checkpoint(NOOP)")  # which only tells
        except GlossatorError:  # and not even that where nothing may be written
            pages, folded = _size(self._side), 0
        is_other = anew or pages < self._seen.pages
        return _Sight(version, pages, folded, _generation(self._side) if is_other else self._seen.generation)

    def _changes(self) -> Iterator[Change]:
        for action in journal.actions(self._database, "WHERE place>?", (self._place,)):
            if action.place not in self._own:
                yield journal.decode(action)

    def put_side_file_aside(self) -> None:
        """Give our side file another name, where it is still ours: it must not be taken for that of another file."""
        if self._side_stamp is not None and identity(self._side) == self._side_stamp:
            with contextlib.suppress(OSError):
                self._side.rename(self._side.with_name(f"{self._side.name}.replaced"))
                self._side.with_name(f"{self._path.name}-shm").unlink(missing_ok=True)

    def touched_since(self, document_id: int, place: int | None) -> bool:
        """Whether a step after the one at ``place`` may have touched the document with this id."""
        known = (
            "SELECT 1 FROM action WHERE document=?1 AND place>?2"
            " UNION ALL SELECT 1 FROM touched WHERE document=?1 AND place>?2"
        )
        return place is None or self._database.one(f"{known} LIMIT 1", (document_id, place)) is not None

    def _numbers(self) -> tuple[int, int]:
        version = self._database.one("PRAGMA data_version")[0]
        return int(version), int(self._database.one("SELECT max(place) FROM action")[0] or 0)

    def _shape(self) -> bytes:
        """The tables and indexes; statistics, which SQLite keeps in tables of its own, are none of them."""
        known = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name"
        return repr(self._database.rows(known)).encode()

    def _besides(self) -> tuple[object, ...]:
        """What Glossator itself commits without a step: texts ahead of an import, what it remembers, statistics and the
        mode of the journal when a window opens or closes, which its lock tells as well.
        """
        has_statistics = self._database.one("SELECT 1 FROM sqlite_schema WHERE name='sqlite_stat1'")
        return (
            self._unseen(),
            self._database.rows("SELECT tbl, idx, stat FROM sqlite_stat1") if has_statistics else [],
            self._database.one("PRAGMA journal_mode")[0],
            lock.content(self._path),
        )

    def _unseen(self) -> object:
        return self._database.one(_UNSEEN)


def side_file(path: Path) -> Path:
    """Where SQLite keeps what it has not folded into the file yet."""
    return path.with_name(f"{path.name}-wal")


def _size(side: Path) -> int:
    try:
        return side.stat().st_size
    except OSError:
        return 0


def _generation(side: Path) -> bytes:
    """What a side file says at its beginning, which is new each time it is begun anew; the project itself has locks
    that this would drop, its side file has none.
    """
    try:
        with side.open("rb") as file:
            return file.read(_SIDE_HEAD)
    except OSError:
        return b""


def _read_stamp(path: Path) -> _Stamp:
    found = os.stat(path)  # noqa: PTH116 - half the time of Path.stat, once a second for as long as a window is open
    return _Stamp(Identity(found.st_dev, found.st_ino), found.st_size, found.st_mtime_ns)


def _stamp(path: Path) -> _Stamp | None:
    try:
        return _read_stamp(path)
    except OSError:
        return None
