"""A damaged project read as far as it can be read, and what was found written into a new project that is whole."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from glossator.core.errors import GlossatorError
from glossator.store import lock, opening
from glossator.store.appearing import appearing
from glossator.store.check import check
from glossator.store.driver import Database, Error
from glossator.store.keys import Key
from glossator.store.pages import MAGIC, Pages
from glossator.store.rebuilding import Rebuilding, Salvaged, is_text
from glossator.store.remains import Progress, Remains, copied, shapes
from glossator.store.remembering import is_source
from glossator.store.schema import lay_out

_SURE = 8  # rows that chance does not make


def salvage(
    damaged: Path,
    to: Path,
    *,
    key: Key | None = None,
    backups: Sequence[Path] = (),
    progress: Progress = lambda done, total: None,
    now: Callable[[], float] = time.time,
) -> Salvaged:
    """Read what can be read of the project in ``damaged``, which is not touched, and write it to the new file ``to``.

    Texts, sources and steps of the history that are gone are taken from ``backups`` (the newest first), where digests
    prove that they are the same.
    :class:`GlossatorError` when there is such a file already, no room, or nothing of a project to be found.
    """
    damaged = opening.found(damaged)
    _free_to_read(damaged)
    to = to.absolute()
    with (
        appearing(to, partial(_not_written, to)) as part,
        TemporaryDirectory(prefix=".repair-", dir=part.parent) as folder,
    ):
        copy, stage_file = Path(folder) / "damaged", Path(folder) / "stage"
        copied(damaged, copy)
        stage_file.touch(0o600)
        with _quick(part, key) as out, _quick(stage_file, key) as stage:
            lay_out(out)
            remains = Remains(stage, shapes(out))
            stage.run("BEGIN")
            remains.read(copy, key, _part_of(progress, 0, 250))
            _fetch(stage, backups, key)
            for table in ("text", "source_bytes"):
                stage.run(f"CREATE INDEX {table}_digest ON {table}(digest)")
            found = Rebuilding(out, remains, damaged, now(), _part_of(progress, 250, 800)).run()
        faults = check(part, key=key, progress=_part_of(progress, 800, 1000))
    return found._replace(path=to, check=tuple(faults))


def _part_of(progress: Progress, begin: int, end: int) -> Progress:
    """Work that is so much of the whole, in thousandths."""
    return lambda done, total: progress(begin + (end - begin) * min(done, total) // max(1, total), 1000)


def is_plain(damaged: Path) -> bool:
    """Whether rows can be read on the pages of a file, whatever its beginning says: then no passphrase protects it."""
    damaged = opening.found(damaged)
    with damaged.open("rb") as file:
        if file.read(len(MAGIC)) == MAGIC:
            return True
    pages = Pages(damaged)
    try:
        return sum(1 for _ in islice(pages.rows(), _SURE)) == _SURE
    finally:
        pages.close()


def _free_to_read(damaged: Path) -> None:
    """:class:`~glossator.store.lock.Locked` while somebody writes the file: what is in flux cannot be judged."""
    with contextlib.suppress(OSError):  # a folder that takes no lock has nobody who writes there
        lock.take(damaged).release()


def _not_written(to: Path, error: OSError) -> GlossatorError:
    return GlossatorError(
        f"The repaired project “{to.name}” cannot be written: {error.strerror}.",
        safe="The damaged one was left as it is.",
        remedy="Choose a folder that exists, has room, and in which you may write.",
        details=str(to),
    )


@contextlib.contextmanager
def _quick(path: Path, key: Key | None) -> Iterator[Database]:
    """A file of our own that is whole at the end or thrown away, so that it needs no journal."""
    database = Database(path, read_only=False, key=key)
    try:
        for statement in ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-65536"):
            database.run(statement)
        yield database
    finally:
        database.drop()


def _fetch(stage: Database, backups: Sequence[Path], key: Key | None) -> None:
    """Take from ``backups`` what never changes once it is written, and is proven to be the same: texts, and steps of
    the history before one that both files have.
    """
    for path in backups:
        with contextlib.suppress(GlossatorError, Error):  # a backup that cannot be read helps nobody
            database = Database(path, read_only=True, key=key)
            try:
                _fetch_texts(stage, database)
                _fetch_steps(stage, database)
                _fetch_sources(stage, database)
            finally:
                database.drop()


def _fetch_texts(stage: Database, backup: Database) -> None:
    known = {digest for digest, body in stage.each("SELECT digest, body FROM text") if is_text(digest, body)}
    for (digest,) in backup.rows("SELECT digest FROM text"):
        if digest in known:
            continue
        (body,) = backup.one("SELECT body FROM text WHERE digest=?", (digest,))
        if is_text(digest, body):
            stage.run("DELETE FROM text WHERE digest=?", (digest,))
            stage.run("INSERT INTO text(digest, body) VALUES (?,?)", (digest, body))


def _fetch_sources(stage: Database, backup: Database) -> None:
    """Last of all, as backups of older formats have none."""
    known = {row[0] for row in stage.each("SELECT digest, size, bytes FROM source_bytes") if is_source(*row)}
    for (digest,) in backup.rows("SELECT digest FROM source_bytes"):
        if digest in known:
            continue
        row = backup.one("SELECT digest, size, bytes FROM source_bytes WHERE digest=?", (digest,))
        if is_source(*row):
            stage.run("DELETE FROM source_bytes WHERE digest=?", (digest,))
            stage.run("INSERT INTO source_bytes(digest, size, bytes) VALUES (?,?,?)", row)


def _fetch_steps(stage: Database, backup: Database) -> None:
    """The chain says that what lies before a step which is the same in both files is the same as well."""
    here = dict(stage.rows("SELECT place, chain FROM action"))
    same = [
        place for place, chain in backup.rows("SELECT place, chain FROM action") if here.get(place) == chain
    ]
    if not same:
        return
    names = ", ".join(f'"{name}"' for _, name, *_ in stage.rows("PRAGMA table_info(action)"))
    marks = ",".join("?" * (names.count(",") + 1))
    stage.run("DELETE FROM action WHERE place<=?", (max(same),))
    stage.run_many(
        f"INSERT INTO action({names}) VALUES ({marks})",
        backup.each(f"SELECT {names} FROM action WHERE place<=?", (max(same),)),
    )
    stage.run_many(
        "INSERT OR REPLACE INTO person(key, name) VALUES (?,?)", backup.rows("SELECT key, name FROM person")
    )
    stage.run_many(
        "INSERT OR IGNORE INTO site VALUES (?,?,?,?)", backup.rows("SELECT id, uid, 0, x'' FROM site")
    )
    stage.run_many(
        "INSERT OR IGNORE INTO meta(key, value) VALUES (?,?)", backup.rows("SELECT key, value FROM meta")
    )


def told(found: Salvaged) -> Iterable[str]:
    """What is missing, a line each, as a person reads it."""
    if found.lost_steps:
        lost = (
            "1 step of the history is"
            if found.lost_steps == 1
            else f"{found.lost_steps:,} steps of the history are"
        )
        yield f"{lost} lost; {found.steps:,} are kept."
    yield from found.faults
    for each in found.losses:
        count = (
            f"{each.known - each.kept:,} of {each.known:,} mentions are lost"
            if each.kept < each.known
            else ""
        )
        yield f"{each.document}: {count or 'all mentions are there'}."
        for fault in each.faults:
            yield f"  {fault}"
    yield from found.check
