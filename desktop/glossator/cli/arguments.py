"""Arguments that several commands take, and how they are read."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.core.layers import EVERYBODY, Whose

if TYPE_CHECKING:
    from glossator.protection import Key
    from glossator.workbench import Workbench

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for what add_subparsers returns


def add_project(command: argparse.ArgumentParser) -> None:
    """Let a command take the project that it works on."""
    command.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.gloss)")
    add_passphrase(command)


def add_passphrase(command: argparse.ArgumentParser) -> None:
    """Let a command take the passphrase of its project out of a file."""
    command.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="its first line is the passphrase of a protected project (“-”: stdin; default: asked for)",
    )


def add_author(command: argparse.ArgumentParser) -> None:
    """Let a command take the name in which it writes."""
    command.add_argument(
        "--author", type=printable, default="", metavar="NAME", help="in whose name (default: yours here)"
    )


def add_whose(command: argparse.ArgumentParser, what: str) -> None:
    """Let a command take the persons whose annotations it is about."""
    command.add_argument(
        "--whose",
        type=printable,
        action="append",
        metavar="NAME",
        help=f"{what} only this person's annotations (may be repeated; default: everybody's)",
    )


def whose(arguments: argparse.Namespace, key: Key | None) -> Whose:
    """Whose annotations a command is about; :class:`GlossatorError` where nobody of that name annotated here."""
    named: list[str] | None = arguments.whose
    if not named:
        return EVERYBODY
    from glossator import projects

    with contextlib.closing(projects.open(arguments.project, author="", read_only=True, key=key)) as bench:
        known = bench.ask.authors()
    for each in named:
        if each not in known:
            there = ", ".join(f"“{name}”" for name in known if name) or "nobody"
            raise GlossatorError(
                f"Nobody called “{each}” annotated this project.", remedy=f"There is {there}."
            )
    return Whose(frozenset(named))


def document_named(bench: Workbench, named: str | None) -> int | None:
    """The id of the document that an argument names, or whose id it is; :class:`GlossatorError` where none is."""
    from glossator.core import ids

    if named is None:
        return None
    with contextlib.suppress(ValueError):
        if bench.ask.document(ids.from_text(named)) is not None:
            return ids.from_text(named)
    found = [each.document for each in bench.ask.documents(text=named)]
    exact = [each for each in found if each.name == named] or found
    if len(exact) != 1:
        names = ", ".join(f"“{each.name}”" for each in exact[:5])
        raise GlossatorError(
            f"There {'are several documents' if exact else 'is no document'} called “{named}”"
            + (f": {names}." if exact else "."),
            remedy="Name it by its id, as in an export." if exact else "",
        )
    return exact[0].id


def count(text: str) -> int:
    """A number of things, from 1 on, as an argument."""
    with contextlib.suppress(ValueError):
        if (number := int(text)) > 0:
            return number
    raise argparse.ArgumentTypeError(f"a whole number from 1 on is wanted, not “{text}”")


def author(named: str) -> str:
    """The name given, or the one under which the user is known to this computer."""
    if named:
        return named
    import getpass

    try:
        return printable(getpass.getuser())
    except (OSError, KeyError, ImportError):  # a user without a name, as in some containers
        return "unknown"
