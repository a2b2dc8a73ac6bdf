"""The program without a window: which command the arguments ask for, its exit code, what is told when it fails.

0 is success, 1 the world's fault (one sentence on stderr), 2 wrong usage, 130 an interrupt; 141 means that whoever read
our output went away.  Commands import what they need when they run, so that ``--version`` answers at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from glossator import __version__
from glossator.cli import (
    asking,
    carrying,
    exchanging,
    history,
    keeping,
    passphrases,
    schemes,
    searching,
    versioning,
)
from glossator.cli.arguments import Commands
from glossator.cli.terminal import be_able_to_print, complain, forget_stdout
from glossator.core.errors import GlossatorError

INTERRUPTED = 130
READER_GONE = 141

SELF_TEST = "--self-test"
"""Alone among the arguments it opens a window, and so is not for here."""

_PROJECT_ENDING = ".gloss"
_COMMANDS = frozenset(
    (
        "demo new import export convert summary search schemes scheme formats history asof check migrate backups"
        " restore passphrase takeover reread"
    ).split()
)
_ROOMS = (carrying, exchanging, versioning, asking, schemes, searching, history, keeping, passphrases)


def run(argv: Sequence[str]) -> int:
    """Do what the arguments ask for and return the exit code; the window, and ``demo`` with it, are not for here."""
    arguments = parsed(argv)
    if isinstance(arguments, int):
        return arguments
    return guarded(lambda: int(arguments.do(arguments) or 0))


def parsed(argv: Sequence[str]) -> argparse.Namespace | int:
    """The arguments understood, or the exit code when there is nothing more to do."""
    try:
        return parser().parse_args(argv)
    except SystemExit as ended:  # argparse has said what is wrong, or printed what was asked for
        return ended.code if isinstance(ended.code, int) else 0


def is_project(argv: Sequence[str]) -> bool:
    """Whether the arguments name just a project to be opened in the window.

    A single word that is neither a file nor ends like a project is a mistyped command rather than that.
    """
    if len(argv) != 1 or argv[0].startswith("-"):
        return False
    path = Path(argv[0])
    return (
        path.suffix == _PROJECT_ENDING or len(path.parts) > 1 or (path.exists() and argv[0] not in _COMMANDS)
    )


def guarded(work: Callable[[], int]) -> int:
    """Do ``work`` and return its exit code, or the one for what went wrong, which is told on stderr."""
    be_able_to_print()
    try:
        code = work()
        sys.stdout.flush()
    except GlossatorError as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        complain("Interrupted. Nothing is half written.")
        return INTERRUPTED
    except BrokenPipeError:
        forget_stdout()
        return READER_GONE
    except OSError as error:
        forget_stdout()
        complain(f"This could not be done: {error.strerror or error}.")
        return 1
    return code


def parser() -> argparse.ArgumentParser:
    """The arguments of every command."""
    top = argparse.ArgumentParser(
        prog="glossator",
        description="Tag what articles say. Without a command the window opens.",
        usage="glossator [PROJECT] | glossator COMMAND … | glossator --self-test",
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"glossator {__version__}")
    top.add_argument(
        SELF_TEST,
        action="store_true",
        help="do the main job on the sample article in a folder of its own, say a line per step, fail on any warning",
    )
    commands = top.add_subparsers(prog=top.prog, dest="command", metavar="COMMAND", required=True)
    _add_demo(commands)
    for room in _ROOMS:
        room.add_to(commands)
    return top


def _add_demo(commands: Commands[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser("demo", help="the sample article in a project of its own, in the window")
    demo.add_argument("--tagged", action="store_true", help="with annotations")
    demo.set_defaults(do=_demo)


def _demo(_arguments: argparse.Namespace) -> int:
    raise GlossatorError("The demo needs the window, which this command line was started without.")
