"""Whether a project is whole: check."""

from __future__ import annotations

import argparse

from glossator.cli.arguments import Commands, add_project
from glossator.cli.passphrases import key_for
from glossator.cli.terminal import complain, number


def add_to(commands: Commands[argparse.ArgumentParser]) -> None:
    """The commands of this room."""
    check = commands.add_parser("check", help="whether a project file is whole")
    add_project(check)
    check.set_defaults(do=_check)


def _check(arguments: argparse.Namespace) -> int:
    from glossator import projects

    found = projects.faults(arguments.project, key=key_for(arguments))
    for fault in found:
        print(fault)
    if found:
        complain(f"“{arguments.project}” is damaged: {number(len(found), 'fault')}.")
        return 1
    print(f"{arguments.project} is whole.")
    return 0
