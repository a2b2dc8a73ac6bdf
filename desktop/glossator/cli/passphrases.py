"""The passphrase of a project: from a file, the environment or the terminal; and the command that changes it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.cli.arguments import Commands, add_project
from glossator.cli.terminal import complain, progress
from glossator.core.errors import GlossatorError
from glossator.core.titles import counted

if TYPE_CHECKING:
    from glossator.protection import Key

_TRIES = 3


def add_to(commands: Commands[argparse.ArgumentParser]) -> None:
    """The commands of this room."""
    passphrase = commands.add_parser(
        "passphrase", help="protect a project, change its passphrase or take it away"
    )
    add_project(passphrase)
    passphrase.add_argument("--remove", action="store_true", help="take the protection away")
    passphrase.add_argument(
        "--new-passphrase-file", type=Path, metavar="FILE", help="the new passphrase (default: asked for)"
    )
    passphrase.set_defaults(do=_passphrase)


def key_for(arguments: argparse.Namespace) -> Key | None:
    """The key of the project that ``arguments`` name; ``None`` where it is not protected.

    :class:`GlossatorError` where the passphrase is wrong, or where none was given and nobody can be asked.
    """
    from glossator import protection

    path: Path = arguments.project
    if not protection.is_protected(path):
        return None
    if given := _given(arguments):
        key = protection.unlock(path, given)
        if not protection.fits(path, key):
            raise protection.WrongPassphrase(path)
        return key
    for _ in range(_TRIES):
        key = protection.unlock(path, _asked(f"Passphrase of {path.name}: ", path))
        if protection.fits(path, key):
            return key
        complain(f"This passphrase does not open “{path.name}”.")
    raise protection.WrongPassphrase(path)


def new_key(arguments: argparse.Namespace) -> Key:
    """The key of a project that is to be made protected: of the passphrase given, or of one typed twice."""
    from glossator import protection

    return protection.new_key(_given(arguments) or _typed_twice(arguments.project))


def _passphrase(arguments: argparse.Namespace) -> None:
    from glossator import protection

    path: Path = arguments.project
    old = key_for(arguments)
    if arguments.remove and old is None:
        raise GlossatorError(f"“{path.name}” is not protected.", safe="Nothing was changed.")
    new = None
    if not arguments.remove:
        file = arguments.new_passphrase_file
        new = protection.new_key(_read(file) if file else _typed_twice(path))
    with progress(f"Writing {path.name} anew") as tell:
        left = protection.change(path, old, new, tell)
    if left:
        complain(f"{counted(left, 'backup')} could not be written anew and are as they were.")
    if new is None:
        print(f"{path} is no longer protected.")
        return
    print(f"{path} is protected by its passphrase, which nobody can recover.")
    print(
        "So are its backups. Copies made before are as they were"
        + (": not protected." if old is None else ".")
    )


def _given(arguments: argparse.Namespace) -> str:
    from glossator import protection

    file: Path | None = arguments.passphrase_file
    return _read(file) if file else protection.from_environment()


def _read(file: Path) -> str:
    """The first line of a file; of stdin where it is called “-”."""
    try:
        content = sys.stdin.readline() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GlossatorError(
            f"The file with the passphrase, “{file}”, cannot be read: {error.strerror}."
        ) from error
    except ValueError as error:
        raise GlossatorError(f"The file with the passphrase, “{file}”, is not text in UTF-8.") from error
    first = content.partition("\n")[0].removesuffix("\r")
    if not first:
        raise GlossatorError(f"There is no passphrase in the first line of “{file}”.")
    return first


def _typed_twice(path: Path) -> str:
    from glossator import protection

    while True:
        typed = _asked(f"New passphrase of {path.name}: ", path)
        fault = (
            protection.checked(typed, _asked("The same once more: ", path)) if typed else "Type a passphrase."
        )
        if not fault:
            break
        complain(fault)
    if weak := protection.weakness(typed):
        complain(weak)
    return typed


def _asked(question: str, path: Path) -> str:
    from getpass import getpass

    from glossator import protection

    if sys.stdin is None or not sys.stdin.isatty():
        raise protection.NeedsPassphrase(
            path,
            f"A passphrase is wanted for “{path.name}”, and there is no terminal to ask on.",
            f"Name a file that holds it with --passphrase-file (a new one of a project: --new-passphrase-file), or put "
            f"it into the environment variable {protection.VARIABLE}.",
        )
    try:
        return getpass(question, stream=sys.stderr)
    except EOFError as error:
        raise GlossatorError("No passphrase was typed.", safe="Nothing was changed.") from error
