"""Whether a project is whole, up to date and safe, and what to do where it is not: check, migrate, backups, restore."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.cli.arguments import Commands, add_project
from glossator.cli.passphrases import key_for
from glossator.cli.terminal import complain, progress
from glossator.core.errors import GlossatorError
from glossator.core.titles import counted

if TYPE_CHECKING:
    from glossator.protection import Key
    from glossator.safekeeping import Difference, Entry, Plan

_STEPS_SHOWN = 20


def add_to(commands: Commands[argparse.ArgumentParser]) -> None:
    """The commands of this room."""
    check = commands.add_parser(
        "check", help="whether a project file is whole; --repair: what can be read, in a new file"
    )
    add_project(check)
    check.add_argument("--repair", action="store_true", help="write what can be read to a new file")
    check.add_argument(
        "--to", type=Path, metavar="NEW", help="the new file (default: “PROJECT (repaired)” beside it)"
    )
    _add_place(check)
    check.set_defaults(do=_check)

    migrate = commands.add_parser(
        "migrate", help="bring a project of an older Glossator up to date; it is kept as a backup first"
    )
    add_project(migrate)
    _add_place(migrate)
    migrate.set_defaults(do=_migrate)

    backups = commands.add_parser("backups", help="the backups of a project, the newest first")
    add_project(backups)
    backups.add_argument("--make", action="store_true", help="make one now")
    _add_place(backups)
    backups.set_defaults(do=_backups)

    restore = commands.add_parser(
        "restore", help="put a backup in the place of the project, which is kept as one itself"
    )
    add_project(restore)
    restore.add_argument("backup", type=Path, metavar="BACKUP", help="a file that “backups” lists")
    restore.add_argument("--dry-run", action="store_true", help="only say what would be taken back")
    _add_place(restore)
    restore.set_defaults(do=_restore)


def _add_place(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--place",
        type=Path,
        metavar="FOLDER",
        help="the folder for the backups of all projects (default: beside each)",
    )


def _plan(arguments: argparse.Namespace) -> Plan:
    from glossator.safekeeping import Plan

    return Plan(arguments.place.absolute() if arguments.place else None)


def _key(arguments: argparse.Namespace) -> Key | None:
    """The key of a project that may be damaged, so that what it says of itself is not enough."""
    from glossator import safekeeping

    return None if safekeeping.is_plain(arguments.project) else key_for(arguments)


def _check(arguments: argparse.Namespace) -> int:
    from glossator import projects

    if arguments.repair:
        return _repair(arguments)
    if arguments.to is not None:
        raise GlossatorError("--to says where a repaired project goes.", remedy="Use it with --repair.")
    key = key_for(arguments)
    with progress(f"Checking {arguments.project.name}") as tell:
        found = projects.faults(arguments.project, tell, key=key)
    for fault in found:
        print(fault)
    if found:
        complain(f"“{arguments.project}” is damaged: {counted(len(found), 'fault')}.")
        return 1
    print(f"{arguments.project} is whole.")
    return 0


def _repair(arguments: argparse.Namespace) -> int:
    """0 where nothing is missing in the new file, 1 where something is."""
    from glossator import safekeeping

    path: Path = arguments.project
    to = arguments.to or safekeeping.repaired_name(path)
    with progress(f"Repairing {path.name}") as tell:
        found = safekeeping.repair(path, to, _plan(arguments), tell, key=_key(arguments))
    for line in safekeeping.told(found):
        print(line)
    print(
        f"Wrote {found.path}: {counted(found.documents, 'document')}, {counted(found.mentions, 'mention')},"
        f" {counted(found.steps, 'step')} of the history."
    )
    if found.is_whole:
        print("Nothing is missing in it.")
        return 0
    complain("Something is missing, as told above. The damaged file was not touched.")
    return 1


def _migrate(arguments: argparse.Namespace) -> None:
    from glossator import safekeeping

    path: Path = arguments.project
    with progress(f"Bringing {path.name} up to date") as tell:
        done = safekeeping.migrate(
            path, _plan(arguments), lambda done, total, what: tell(done, total), key=key_for(arguments)
        )
    if done is None:
        print(f"{path} is up to date (format {safekeeping.FORMAT}); nothing was done.")
        return
    print(f"Brought {path} from format {done.format} to format {safekeeping.FORMAT}.")
    print(f"What it was until now is kept in {done.kept}.")


def _backups(arguments: argparse.Namespace) -> None:
    from glossator import safekeeping
    from glossator.analysis.tables import table

    path, plan, key = arguments.project, _plan(arguments), _key(arguments)
    if arguments.make:
        with progress("Keeping a backup") as tell:
            made = safekeeping.back_up(path, "request", plan, tell, key=key)
        print(f"Made {made}.")
        return
    found = safekeeping.entries(path, plan, key=key)
    if not found:
        places = " or ".join(f"“{each}”" for each in safekeeping.folders(path.absolute(), plan))
        print(f"There is no backup of {path} in {places}.")
        return
    rows = [
        (
            _moment(each.backup.time),
            safekeeping.WORDS[each.backup.reason],
            f"{each.size / 1e6:,.1f} MB",
            _behind(each),
        )
        for each in found
    ]
    print(table(("When", "Why", "Size", "Steps since"), rows))
    for folder in dict.fromkeys(each.backup.path.parent for each in found):
        print(f"They lie in {folder}.")


def _behind(entry: Entry) -> str:
    if entry.kinship != "same":
        return entry.kinship
    return f"{entry.behind:,}, {entry.ahead:,} more in it" if entry.ahead else f"{entry.behind:,}"


def _moment(time: int) -> str:
    return f"{datetime.fromtimestamp(time / 1000).astimezone():%Y-%m-%d %H:%M:%S}"


def _restore(arguments: argparse.Namespace) -> None:
    from glossator import safekeeping

    path, plan, key = arguments.project, _plan(arguments), _key(arguments)
    backup = _found(arguments.backup, safekeeping.entries(path, plan, key=key))
    _tell_difference(safekeeping.difference(path, backup, key=key))
    if arguments.dry_run:
        print("Nothing was changed.")
        return
    with progress(f"Restoring {path.name}") as tell:
        kept = safekeeping.restore(path, backup, plan, tell, key=key)
    print(f"{path} is as it was in {backup.name}.")
    print(f"What it was until now is kept in {kept}.")


def _found(wanted: Path, known: list[Entry]) -> Path:
    """The backup that is meant: a path, or the name or the beginning of the name of one that is listed."""
    if wanted.exists():
        return wanted
    found = [each.backup.path for each in known if each.backup.path.name.startswith(str(wanted))]
    if len(found) == 1:
        return found[0]
    raise GlossatorError(
        f"{len(found) or 'No'} backups are called “{wanted}”.",
        remedy="“glossator backups” lists them; the beginning of a name is enough.",
        details="\n".join(each.name for each in found),
    )


def _tell_difference(found: Difference) -> None:
    if found.kinship != "same":
        print(
            {
                "other project": "This is a backup of another project.",
                "other history": "This backup has no step in common with the project.",
                "unreadable": "The project or the backup cannot be read, so nobody can say what would change.",
            }[found.kinship]
        )
        return
    if found.brought_back:
        print(f"{counted(found.brought_back, 'step')} that only the backup has would be brought back.")
        for each in found.brought[:_STEPS_SHOWN]:
            print(f"    {_moment(each.time)}  {each.author}  {each.title}")
        if not found.taken_back:
            return
    print(f"{counted(found.taken_back, 'step')} made since would be taken back.")
    for name, count in found.documents:
        print(f"  {name}: {counted(count, 'step')}")
    for each in found.steps[:_STEPS_SHOWN]:
        print(f"    {_moment(each.time)}  {each.author}  {each.title}")
    if found.taken_back > _STEPS_SHOWN:
        print(f"    … and {counted(found.taken_back - _STEPS_SHOWN, 'earlier step')}")
