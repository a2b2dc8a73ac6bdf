"""Going back to a backup: what it holds beside what there is now, which steps would be taken back, and the way back."""

from __future__ import annotations

import contextlib
import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple, TypedDict

from glossator.core.errors import GlossatorError
from glossator.store import backups, lock, opening, parts, rekeying
from glossator.store.backups import Backup, Head, Plan, Progress, bring_to_disk, copy_verified
from glossator.store.driver import Database, Error, head
from glossator.store.keys import Key, NeedsPassphrase, is_plain

Kinship = Literal["same", "other history", "other project", "unreadable"]
"""How a backup stands to a project: both begin with the same steps, or with none in common, or it is of another
project, or nobody can say.
"""

_SHOWN = 500  # steps that are told one by one


class Entry(NamedTuple):
    """A backup beside the project as it is now: ``behind`` counts the steps that only the project has, ``ahead``
    those that only the backup has, as where somebody went back before (0 where not known); ``size`` is in bytes.
    """

    backup: Backup
    size: int
    kinship: Kinship
    behind: int
    ahead: int = 0


class StepBack(NamedTuple):
    """A step that would be taken back or brought back; ``time`` is UTC in milliseconds since 1970."""

    title: str
    author: str
    time: int
    documents: tuple[str, ...]


class Difference(NamedTuple):
    """What going back to a backup would change.

    ``steps`` are those that would be taken back, the newest first and of very many only these, ``taken_back`` how many
    there are; ``documents`` tells of each document how many of them touched it.  ``brought`` and ``brought_back`` are
    the same of the steps that only the backup has.
    """

    kinship: Kinship
    taken_back: int
    steps: tuple[StepBack, ...]
    documents: tuple[tuple[str, int], ...]
    brought_back: int = 0
    brought: tuple[StepBack, ...] = ()


def entries(project: Path, folders: list[Path], key: Key | None) -> list[Entry]:
    """The backups in ``folders``, the newest first, beside the project as it is now, which may be open elsewhere."""
    try:
        database = _opened(project, key)
    except (GlossatorError, Error):  # damaged, or gone: its backups are all the more wanted
        return [_entry(None, each, key) for each in backups.listed(folders)]
    try:
        found = [_entry(database, each, key) for each in backups.listed(folders)]
        return sorted(found, key=lambda each: (-each.backup.time, each.behind))  # names know seconds only
    finally:
        database.drop()


def difference(project: Path, backup: Path, key: Key | None) -> Difference:
    """What going back to ``backup`` would change in the project, which may be open elsewhere."""
    there = _head_of(backup, key)
    try:
        database = _opened(project, key)
    except (GlossatorError, Error):
        return Difference("unreadable", 0, (), ())
    try:
        kinship, common = _kinship(database, backup, there, key)
        if kinship != "same" or there is None:
            return Difference(kinship, 0, (), ())
        found = _steps_after(database, common)
        return (
            found
            if there.steps == common
            else found._replace(**_brought(backup, key, common, there.steps - common))
        )
    finally:
        database.drop()


def restore(
    project: Path,
    backup: Path,
    *,
    key: Key | None = None,
    plan: Plan = Plan(),  # noqa: B008 - a tuple
    progress: Progress = lambda done, total: None,
    now: Callable[[], float] = time.time,
) -> Path:
    """Put ``backup`` in the place of the project, which is kept as a backup itself; the path of that.  A protected
    project stays so: a backup from before it had a passphrase is encrypted with ``key`` as it is put back.

    The project must be closed: :class:`~glossator.store.lock.Locked` when somebody has it open to write.
    :class:`GlossatorError` when the backup is not whole or there is no room; then the project is as it was.
    """
    project, backup = opening.found(project), opening.found(backup)
    if project == backup:
        raise GlossatorError("A backup cannot be put in its own place.", safe="Nothing was changed.")
    held = _held(project)
    part = parts.new(project.parent)
    try:
        kept = _kept(project, key, plan, progress, now)
        _copy(backup, part, project, key, progress)
        for end in (
            "-wal",
            "-shm",
            "-journal",
        ):  # they belong to the file that goes, and would spoil the one that comes
            project.with_name(project.name + end).unlink(missing_ok=True)
        part.replace(project)
        bring_to_disk(project.parent)
    except OSError as error:
        raise GlossatorError(
            f"“{project.name}” cannot be put back to its backup: {error.strerror}.",
            safe="The project is as it was.",
            remedy="See whether there is room and whether you may write in its folder.",
            details=str(project),
        ) from error
    finally:
        part.unlink(missing_ok=True)
        held.release()
    return kept


# --- inside


def _opened(path: Path, key: Key | None) -> Database:
    if key is not None and is_plain(head(path)):
        key = None  # it was made before the project was protected
    database = Database(path, read_only=True, key=key)
    try:
        database.see()
        backups.head(database)
    except BaseException:
        database.drop()
        raise
    return database


def _head_of(path: Path, key: Key | None) -> Head | None:
    try:
        database = _opened(path, key)
    except (GlossatorError, Error, TypeError):
        return None
    try:
        return backups.head(database)
    finally:
        database.drop()


def _entry(project: Database | None, backup: Backup, key: Key | None) -> Entry:
    there = _head_of(backup.path, key)
    size = 0
    with contextlib.suppress(OSError):
        size = backup.path.stat().st_size
    kinship: Kinship = "unreadable" if there is None else "same"
    behind = ahead = 0
    if project is not None:
        kinship, common = _kinship(project, backup.path, there, key)
        if kinship == "same" and there is not None:
            behind, ahead = backups.head(project).steps - common, there.steps - common
    return Entry(backup, size, kinship, behind, ahead)


def _kinship(project: Database, backup: Path, there: Head | None, key: Key | None) -> tuple[Kinship, int]:
    """How the backup stands to the project, and how many steps both begin with."""
    if there is None:
        return "unreadable", 0
    here = backups.head(project)
    if here.project != there.project:
        return "other project", 0
    if there.steps == 0 or _is_same(_link(project, there.steps), there.chain):
        return "same", there.steps
    other = _opened(backup, key)
    try:
        common = _common(project, other, min(here.steps, there.steps))
    finally:
        other.drop()
    return ("same", common) if common or not here.steps else ("other history", 0)


def _common(here: Database, there: Database, most: int) -> int:
    """How many steps both journals begin with; never more than ``most``."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if _is_same(_link(here, middle), _link(there, middle)):
            least = middle
        else:
            most = middle - 1
    return least


def _link(database: Database, step: int) -> bytes | None:
    found = database.one("SELECT chain FROM action WHERE seq=?", (step,))
    return bytes(found[0]) if found else None


def _is_same(link: bytes | None, other: bytes | None) -> bool:
    if link is None or other is None:
        return False
    return link.startswith(other) or other.startswith(link)  # of older formats more bytes are kept


class _Brought(TypedDict):
    brought_back: int
    brought: tuple[StepBack, ...]


def _brought(backup: Path, key: Key | None, steps: int, count: int) -> _Brought:
    """The steps of the backup after its first ``steps``; it may be of an older format."""
    database = _opened(backup, key)
    try:
        found = database.rows(
            "SELECT title, person.name, time, document.name FROM action JOIN person ON key=action.author"
            " LEFT JOIN document ON document.id=action.document WHERE seq>? ORDER BY place DESC LIMIT ?",
            (steps, _SHOWN),
        )
    finally:
        database.drop()
    told = (StepBack(title, author, moment, (name,) if name else ()) for title, author, moment, name in found)
    return {"brought_back": count, "brought": tuple(told)}


def _steps_after(database: Database, steps: int) -> Difference:
    names = dict(database.rows("SELECT id, name FROM document"))
    counted: Counter[str] = Counter()
    told: list[StepBack] = []
    several = dict(
        database.rows(
            "SELECT place, json_group_array(document) FROM touched WHERE is_document"
            " AND place IN (SELECT place FROM action WHERE seq>?) GROUP BY place",
            (steps,),
        )
    )
    found = database.rows(
        "SELECT place, title, name, time, document FROM action JOIN person ON key=author WHERE seq>?"
        " ORDER BY place DESC",
        (steps,),
    )
    for place, title, author, moment, document in found:
        touched = [document] if document is not None else _ids(several.get(place))
        documents = tuple(names.get(each, "a document that was removed") for each in touched)
        counted.update(documents)
        if len(told) < _SHOWN:
            told.append(StepBack(title, author, moment, documents))
    order = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return Difference("same", len(found), tuple(told), tuple(order))


def _ids(listed: str | None) -> list[int]:
    import orjson

    return list(orjson.loads(listed)) if listed else []


def _held(project: Path) -> lock.Lock:
    try:
        held = lock.take(project)
    except OSError as error:
        raise GlossatorError(
            f"“{project.name}” cannot be put back to a backup: its folder cannot be written.",
            safe="Nothing was changed.",
            remedy="Open the backup itself, and save a copy of it where you may write.",
            details=str(project),
        ) from error
    return held


def _kept(project: Path, key: Key | None, plan: Plan, progress: Progress, now: Callable[[], float]) -> Path:
    """Keep the project as it is: as a backup or, where it is damaged, byte by byte."""
    try:
        database = _opened(project, key)
        try:
            return backups.snapshot(
                database,
                "restore",
                plan=plan,
                progress=lambda done, total: progress(done // 2, total),
                now=now,
            )
        finally:
            database.drop()
    except NeedsPassphrase:
        raise
    except (GlossatorError, Error):
        return backups.keep_as_it_is(project, "restore", plan=plan, now=now)


def _copy(backup: Path, part: Path, project: Path, key: Key | None, progress: Progress) -> None:
    """A protected project stays so, also where the backup was made before it got its passphrase."""
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    is_protected = key is not None and not is_plain(head(project))
    database = _opened(backup, key)
    try:
        if is_protected and database.key is None:
            rekeying.write_copy(database, part, key, lambda done, total: progress((total + done) // 2, total))
            bring_to_disk(part)
            rekeying.read_again(part, key)
        else:
            copy_verified(database, part, lambda done, total: progress(total // 2 + done // 2, total))
    finally:
        database.drop()
