"""Backups of a project: whole files as they once were, made and verified, named, listed, and thinned out with time."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.store import parts
from glossator.store.driver import Database, Error

Progress = Callable[[int, int], object]
"""Hears how many bytes are done and how many there are in all; what it raises ends the backup."""

WORDS = {
    "daily": "daily",
    "migration": "before a new format",
    "refactoring": "before a change of the scheme",
    "import": "before an import",
    "restore": "before a restore",
    "repair": "before a repair",
    "request": "on request",
}
"""Why a backup is made, and how its name says so."""

KEPT_FOR_EVER = frozenset({"request"})
"""What the analyst asked for is the analyst's to delete."""

_MINUTE = "%Y-%m-%d %H-%M-%SZ"
_NAME = re.compile(r"(?P<time>\d{4}-\d\d-\d\d \d\d-\d\d-\d\dZ)(?: (?P<again>\d+))? (?P<words>[a-z ]+)\.[^.]+")
_NUMBER = re.compile(r"([0-9a-f]{8}|damaged) backups")
_HELD_SECONDS = 86_400  # a name that a killed backup has held is free again after a day
_MOST_BYTES = 100  # of the project's name in that of the folder; file systems allow 255 in all
_ROOM = 16 << 20  # bytes that must stay free on the disk, so that the work itself can go on


class Plan(NamedTuple):
    """What is kept and where.

    ``place`` is a folder for the backups of all projects; ``None``: beside each project.  ``daily`` and ``weekly`` say
    for how many days and weeks the last daily backup of each is kept, ``others`` how many of each other reason.
    """

    place: Path | None = None
    daily: int = 7
    weekly: int = 4
    others: int = 5


class Backup(NamedTuple):
    """A backup by its name: where it lies, when it was made (UTC, in milliseconds since 1970), and why."""

    path: Path
    time: int
    reason: str


class Head(NamedTuple):
    """How far a project's journal goes: its project, its site, how many steps, and the end of the chain."""

    project: str
    site: str
    steps: int
    chain: bytes


def _day(seconds: float) -> object:
    return datetime.fromtimestamp(seconds).astimezone().date()  # midnight is where the analyst is


def snapshot(
    database: Database,
    reason: str,
    *,
    plan: Plan = Plan(),  # noqa: B008 - a tuple
    progress: Progress = lambda done, total: None,
    now: Callable[[], float] = time.time,
) -> Path:
    """Keep the whole file as it is now, and return where.

    ``reason`` is one of :data:`WORDS`.  The copy is written under another name, read through, compared with the head
    of the journal, brought to the disk and only then put in its place; after that those that are no longer wanted are
    deleted.  ``database`` must not be inside a transaction that has written.

    :class:`GlossatorError` when there is no room, the folder cannot be written, or the file itself is damaged: then
    nothing is left of it, no older backup was deleted, and whether the work goes on is the caller's to say.
    """
    folder = folder_of(database, plan)
    _make_folder(folder)
    _clear_away(folder, now())
    with database.one_state():
        _be_room(database, folder)
        made = _written(database, folder, _name(reason, now()), progress)
    _thin_out(folder, plan, made)
    return made


def keep_as_it_is(
    project: Path,
    reason: str,
    *,
    plan: Plan = Plan(),  # noqa: B008 - a tuple
    now: Callable[[], float] = time.time,
) -> Path:
    """Keep a file that is damaged, byte by byte and with what waits beside it; otherwise as :func:`snapshot`."""
    folder = _folder(project, plan, "damaged")  # its own number may be lost
    _make_folder(folder)
    with _reserved(folder, _name(reason, now()), project.suffix or ".gloss") as place:
        try:
            for end in ("", "-wal", "-journal"):
                source = project.with_name(project.name + end)
                if not end or source.exists():
                    shutil.copyfile(source, place.with_name(place.name + end))
                    bring_to_disk(place.with_name(place.name + end))
            bring_to_disk(folder)
        except OSError as error:
            raise _not_made(folder, error.strerror or str(error)) from error
    return place


def is_due(database: Database, plan: Plan, *, now: float, day_of: Callable[[float], object] = _day) -> bool:
    """Whether a daily backup is wanted: none was made on this day, and something was done since the last one.

    ``now`` is in seconds since 1970, and so is what ``day_of`` gets to say which day that is.
    """
    made = listed([folder_of(database, plan)])
    daily = [each for each in made if each.reason == "daily"]
    if daily and day_of(daily[0].time / 1000) == day_of(now):
        return False
    if not made:
        return head(database).steps > 1  # the first step only makes the project
    try:
        last = Database(made[0].path, read_only=True, key=database.key)
    except (GlossatorError, Error):
        return True
    try:
        return head(last) != head(database)
    except (GlossatorError, Error, TypeError):
        return True
    finally:
        last.drop()


def folder_of(database: Database, plan: Plan) -> Path:
    """Where the backups of a project lie: beside it, or in the place for all, where its number tells it from others."""
    return _folder(database.path, plan, "" if plan.place is None else head(database).project)


def folders(project: Path, plan: Plan) -> list[Path]:
    """Where backups of a project may lie, also of one that cannot be read: beside it, and in the place for all."""
    found = [_folder(project, Plan(), "")]
    if plan.place is not None:
        name = _folder(project, Plan(), "").name.removesuffix(" backups")
        with contextlib.suppress(OSError):
            found += [each for each in plan.place.iterdir() if _is_folder_of(each.name, name)]
    return found


def _is_folder_of(folder: str, project: str) -> bool:
    return folder.startswith(f"{project} ") and _NUMBER.fullmatch(folder[len(project) + 1 :]) is not None


def head(database: Database) -> Head:
    """How far the journal goes now."""
    project = database.one("SELECT value FROM meta WHERE key='project'")
    site, steps, chain = database.one("SELECT uid, head, chain FROM site ORDER BY id")
    return Head(str(project[0]) if project else "", str(site), int(steps), bytes(chain))


def listed(folders: Iterable[Path]) -> list[Backup]:
    """The backups in these folders, the newest first; by their names, none is opened.  An empty file is none: it
    holds a name until the backup takes its place, and stays where that was broken off.
    """
    found = []
    for folder in folders:
        with contextlib.suppress(OSError):  # a folder that is not there, or not to be read, has none for us
            found += [
                backup for each in folder.iterdir() if (backup := named(each)) and _holds_something(each)
            ]
    return sorted(found, key=lambda each: (-each.time, each.path.name))


def _holds_something(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:  # it went meanwhile
        return False


def named(path: Path) -> Backup | None:
    """The backup that a file is by its name; ``None`` when the name is not one of ours."""
    match = _NAME.fullmatch(path.name)
    reasons = [reason for reason, words in WORDS.items() if match and words == match["words"]]
    if match is None or not reasons:
        return None
    try:
        moment = datetime.strptime(match["time"], _MINUTE).replace(tzinfo=UTC)
    except ValueError:  # the 31st of February
        return None
    return Backup(path, int(moment.timestamp() * 1000), reasons[0])


def outdated(backups: Sequence[Backup], plan: Plan) -> list[Backup]:
    """Those of ``backups`` that ``plan`` no longer keeps.

    Of the daily ones the last of each of the last days and of each of the last weeks stay (days and weeks on which one
    was made, so that a holiday deletes nothing); of each other reason the last few.
    """
    newest = sorted(backups, key=lambda each: (each.time, _again(each.path), each.path.name), reverse=True)
    kept: set[Path] = set()
    for reason in WORDS:
        mine = [each for each in newest if each.reason == reason]
        if reason == "daily":
            kept.update(_last_of_each(mine, "%Y-%m-%d", plan.daily))
            kept.update(_last_of_each(mine, "%G-%V", plan.weekly))
        else:
            kept.update(each.path for each in (mine if reason in KEPT_FOR_EVER else mine[: plan.others]))
    return [each for each in newest if each.path not in kept]


def _last_of_each(newest: Sequence[Backup], span: str, count: int) -> list[Path]:
    found: dict[str, Path] = {}
    for each in newest:
        found.setdefault(datetime.fromtimestamp(each.time / 1000, UTC).strftime(span), each.path)
    return list(found.values())[:count]


# --- inside


def _folder(project: Path, plan: Plan, number: str) -> Path:
    name = printable(project.stem).encode()[:_MOST_BYTES].decode(errors="ignore").rstrip(" .") or "Project"
    if plan.place is None:
        return project.with_name(f"{name} backups")
    return plan.place / f"{name} {number[:8]} backups"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _not_made(folder, error.strerror or str(error)) from error


def _be_room(database: Database, folder: Path) -> None:
    size = int(database.one("PRAGMA page_count")[0]) * int(database.one("PRAGMA page_size")[0])
    free = shutil.disk_usage(folder).free
    if free < size + _ROOM:
        raise _not_made(
            folder, f"the disk has {free >> 20} MB free, and {(size + _ROOM) >> 20} MB are needed"
        )


def _name(reason: str, seconds: float) -> tuple[str, str]:
    return f"{datetime.fromtimestamp(seconds, UTC):{_MINUTE}}", WORDS[reason]


def _written(database: Database, folder: Path, name: tuple[str, str], progress: Progress) -> Path:
    with _reserved(folder, name, database.path.suffix or ".gloss") as place:
        part = parts.new(folder)
        try:
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            copy_verified(database, part, progress)
            part.replace(place)
            bring_to_disk(folder)
        except OSError as error:
            raise _not_made(folder, error.strerror or str(error)) from error
        finally:
            part.unlink(missing_ok=True)
    return place


@contextlib.contextmanager
def _reserved(folder: Path, name: tuple[str, str], suffix: str) -> Iterator[Path]:
    """A name that nobody has, held by an empty file until the backup takes its place."""
    moment, words = name
    # After all that there are, though one between them may be free: later ones have higher numbers.
    count = 1 + max((_again(each) for each in folder.glob(f"{moment}* {words}{suffix}")), default=0)
    while True:
        again = f" {count}" if count > 1 else ""
        place = folder / f"{moment}{again} {words}{suffix}"
        try:
            os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            break
        except FileExistsError:
            count += 1
        except OSError as error:
            raise _not_made(folder, error.strerror or str(error)) from error
    try:
        yield place
    except BaseException:
        with contextlib.suppress(OSError):  # the error that brought us here is the one to tell
            place.unlink()
        raise


def copy_verified(database: Database, to: Path, progress: Progress) -> None:
    """Copy a project as it is now into the empty file ``to``, bring it to the disk and read it through.

    :class:`GlossatorError` when it cannot be written, or when the copy is not what it should be.
    """
    target = Database(to, read_only=False, key=database.key)
    try:
        for statement in ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF"):
            target.run(statement)
        database.copy_pages(target, lambda done, total: progress(done // 2, total))
        target.run("PRAGMA journal_mode=DELETE")  # one plain file, whatever the project itself is open as
    finally:
        target.drop()
    bring_to_disk(to)
    _verify(database, to, progress)


def _verify(database: Database, copy: Path, progress: Progress) -> None:
    written = Database(copy, read_only=True, key=database.key)
    size = copy.stat().st_size
    try:
        with written.watched(lambda: progress(size * 3 // 4, size)):
            faults = [line for (line,) in written.rows("PRAGMA quick_check") if line != "ok"]
        same = head(written) == head(database)
    finally:
        written.drop()
    if faults or not same:
        raise GlossatorError(
            f"The backup of “{database.path.name}” was not kept, as it is not whole"
            + (": the project itself is damaged." if faults else ": it does not hold the last step."),
            safe="Older backups are as they were.",
            remedy="Have the project checked, and repair it." if faults else "Try again.",
            details="\n".join(faults),
        )
    progress(size, size)


def bring_to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk and not only in the system's memory."""
    if path.is_dir() and os.name == "nt":  # pragma: no cover - names are kept by the file system there
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _thin_out(folder: Path, plan: Plan, made: Path) -> None:
    for each in outdated(listed([folder]), plan):
        if each.path == made:  # the clock went back: others seem to be newer
            continue
        with contextlib.suppress(OSError):  # one too many is no harm; the next backup tries again
            each.path.unlink()


def _again(path: Path) -> int:
    """The how-manieth of its second and reason a backup is."""
    match = _NAME.fullmatch(path.name)
    return int(match["again"] or 1) if match else 0


def _clear_away(folder: Path, now: float) -> None:
    """Delete what backups that were killed left behind: parts, and, after a day, names that were held."""
    parts.clear_away(folder, now)
    for each in folder.iterdir():
        with contextlib.suppress(OSError):
            found = each.stat()
            if found.st_size == 0 and named(each) is not None and now - found.st_mtime > _HELD_SECONDS:
                each.unlink()


def _not_made(folder: Path, why: str) -> GlossatorError:
    return GlossatorError(
        f"No backup was made in “{folder}”: {why}.",
        safe="The project itself is as it was, and so are older backups.",
        remedy="Make room there, or choose another place for backups in the settings.",
        details=str(folder),
    )
